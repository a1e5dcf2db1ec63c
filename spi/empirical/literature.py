"""All claims that can be run again: those that are decided, and those that are counts to be counted again.

A claim about measured numbers has no certificate: it is confirmed if the counts give the printed figures, and the
counts are in the package. That is why it lives above `analysis`, which claims nothing without a certificate.
"""

from __future__ import annotations

from collections.abc import Iterator

from spi.analysis import literature
from spi.analysis.finding import Reproduced
from spi.empirical.loyalty import claims

__all__ = ["CLAIMS", "reproduce"]

CLAIMS = literature.CLAIMS | {claims.SOURCE: claims.CLAIMS}
"""For each source the claims that can be run, by item or erratum."""


def reproduce(source: str) -> Iterator[Reproduced]:
    """Go through a paper claim by claim, and through its errata.

    Parameters
    ----------
    source : str
        A key of `spi/sources.toml`.

    Yields
    ------
    Reproduced
        Items in the paper's order, then errata.

    Raises
    ------
    ShelfError
        If there is no such source.

    Source: ours
    """
    return literature.run_claims(source, CLAIMS)
