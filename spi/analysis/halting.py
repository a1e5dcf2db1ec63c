"""With which probability programs halt that stop by chance or simulate all others, with a certificate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from spi.analysis.encounters import DRAWS
from spi.analysis.envelope import certificate, held, vector_json
from spi.core.display import html_of
from spi.core.numbers import Exact, exact, format_exact
from spi.core.verdict import Holds
from spi.errors import HypothesisError
from spi.programs.halting import Bracket, halting_brackets

__all__ = ["MOST_BITS", "Halting", "prove_halting"]

MOST_BITS = 2_000
"""Of the denominators of all probabilities together, each being as long as that of the width at least."""


@dataclass(frozen=True, slots=True)
class Halting:
    """Programs that stop with some probability, and else simulate all others, each by itself: do they halt?

    Parameters
    ----------
    players : tuple of n names
    epsilons : tuple of n Fraction
        With which probability each stops at once.
    brackets : tuple of n Bracket
        What holds the probability that each halts.

    Source: oesterheld-2019, more than two players, and ours
    """

    players: tuple[str, ...]
    epsilons: tuple[Fraction, ...]
    brackets: tuple[Bracket, ...]

    def __str__(self) -> str:
        lines = []
        for name, stop, bracket in zip(self.players, self.epsilons, self.brackets, strict=True):
            ends = [format_exact(bracket.lower), format_exact(bracket.upper)]
            known = ends[0] if ends[0] == ends[1] else f"from {ends[0]} to {ends[1]}"
            lines.append(f"{name} stops at once with probability {format_exact(stop)}, and halts with: {known}")
        return "\n".join(lines)

    _repr_html_ = html_of


def prove_halting(
    epsilons: Sequence[Exact], players: Sequence[str] | None = None, *, width: Exact = Fraction(1, 10**12)
) -> Holds[Halting]:
    """With which probability each of n programs halts that stops by chance, or else simulates all others by itself.

    Parameters
    ----------
    epsilons : sequence of n exact numbers
        With which probability each stops at once, from 0 to 1. At least two.
    players : sequence of n names, optional
        By default Player 1, Player 2, …
    width : exact number
        The greatest length of an interval, where a probability is not known to be rational.

    Returns
    -------
    Holds
        `.result.brackets`. That no smaller solution exists is checked by one sum: see `proofs/README.md`, section 21.

    Raises
    ------
    HypothesisError
        For other numbers, and for what is too long for a certificate.

    Examples
    --------
    >>> [str(bracket.lower) for bracket in prove_halting(["1/10"] * 3).result.brackets]
    ['1/9', '1/9', '1/9']

    Source: oesterheld-2019, more than two players, and ours
    """
    stops = tuple(map(exact, epsilons))
    if sum(max(e.denominator.bit_length(), exact(width).denominator.bit_length()) for e in stops) > MOST_BITS:
        raise HypothesisError(f"numbers are too long for a certificate; accepted: {MOST_BITS:,} bits together")
    brackets = halting_brackets(stops, width=width)
    names = tuple(f"Player {k + 1}" for k in range(len(stops))) if players is None else tuple(players)
    if len(names) != len(stops):
        raise HypothesisError(f"{len(names)} players and {len(stops)} probabilities; accepted: as many")
    intervals = [{"lower": format_exact(b.lower), "upper": format_exact(b.upper)} for b in brackets]
    claim = {"kind": "halting", "answer": "yes", "intervals": intervals}
    objects = {"players": list(names), "epsilons": vector_json(stops)}
    written = certificate(claim, objects, {}, [DRAWS["independent"]])
    return held(written, Halting(names, stops, brackets))
