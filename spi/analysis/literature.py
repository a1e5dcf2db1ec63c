"""The claims of the papers, run again: what is printed, what was found, on which evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from spi.analysis import (
    barasz_et_al,
    clr_agenda,
    cooper_et_al,
    critch,
    digiovanni_et_al,
    drafts,
    lock_out_claims,
    oesterheld_2019,
    oesterheld_conitzer,
    oesterheld_conitzer_coordination,
    oesterheld_conitzer_errata,
    surrogate_goals,
    tennenholtz,
)
from spi.analysis.finding import Claims, Reproduced
from spi.errors import ShelfError
from spi.sources import load_sources

__all__ = ["CLAIMS", "run_claims"]

CLAIMS = {
    oesterheld_conitzer.SOURCE: oesterheld_conitzer.CLAIMS
    | oesterheld_conitzer_errata.CLAIMS
    | oesterheld_conitzer_coordination.CLAIMS,
    tennenholtz.SOURCE: tennenholtz.CLAIMS,
    barasz_et_al.SOURCE: barasz_et_al.CLAIMS,
    "critch-et-al-2022": critch.DESIGNS,
    "critch-2019": critch.BOUNDED,
    oesterheld_2019.SOURCE: oesterheld_2019.CLAIMS,
    cooper_et_al.SOURCE: cooper_et_al.CLAIMS,
    "baumann-2017": surrogate_goals.CLAIMS,
    clr_agenda.SOURCE: clr_agenda.CLAIMS | lock_out_claims.LOCK_OUT | surrogate_goals.CONCESSION,
    digiovanni_et_al.SOURCE: digiovanni_et_al.CLAIMS,
    drafts.SOURCE: drafts.CLAIMS,
}
"""For each source the claims that can be run, by item or erratum."""


def run_claims(source: str, claims: Mapping[str, Claims]) -> Iterator[Reproduced]:
    """Go through a paper claim by claim, and through its errata.

    Parameters
    ----------
    source : str
        A key of `spi/sources.toml`.
    claims : mapping from source to claims
        `CLAIMS`, or those and others.

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
    known = load_sources()
    if source not in known:
        close = [key for key in get_close_matches(source, known, n=3) if claims.get(key)] or list(claims)
        raise ShelfError(f"no source {source!r}; accepted: {', '.join(close)}")
    paper = known[source]
    rows = [*paper.items.items(), *((key, e.printed) for key, e in paper.errata.items())]
    for node, printed in rows:
        run = claims.get(source, {}).get(node)
        yield Reproduced(node, printed, None if run is None else run())
