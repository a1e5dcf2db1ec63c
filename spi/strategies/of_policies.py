"""Threat games, and policies of conceding to threats, as they are written down and as they are measured."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from spi.core.concession import ConcessionTable, concession_table
from spi.core.threat_game import Kind, PossibleThreat, ThreatGame
from spi.strategies.of_games import exact_numbers

if TYPE_CHECKING:
    from spi.empirical.policies import EmpiricalPolicy

__all__ = ["concession_tables", "empirical_policies", "threat_games"]


def _rates() -> st.SearchStrategy[Fraction]:
    return st.integers(1, 4).flatmap(lambda n: st.integers(0, n).map(lambda k: Fraction(k, n)))


@st.composite
def _threats(draw: st.DrawFn, name: str, kind: Kind) -> PossibleThreat:
    loss, gain, harm, cost = (draw(exact_numbers(high=5)) for _ in range(4))
    return PossibleThreat(name, kind, loss, gain, harm, cost, execution=1 - draw(_rates()))


@st.composite
def threat_games(draw: st.DrawFn, *, max_originals: int = 2, max_surrogates: int = 2) -> ThreatGame:
    """Threat games with original threats, and perhaps surrogate ones.

    Parameters
    ----------
    max_originals, max_surrogates : int
        At least one threat is original.

    Returns
    -------
    strategy for ThreatGame
        Losses, gains, harms and costs are integers from −3 to 5.

    Source: ours
    """
    numbers = draw(st.integers(1, max_originals)), draw(st.integers(0, max_surrogates))
    kinds: tuple[Kind, Kind] = ("original", "surrogate")
    return ThreatGame(
        tuple(draw(_threats(f"{kind} {k + 1}", kind)) for kind, n in zip(kinds, numbers, strict=True) for k in range(n))
    )


@st.composite
def concession_tables(draw: st.DrawFn, game: ThreatGame | None = None) -> ConcessionTable:
    """Policies that concede to each threat of a game with some probability, in quarters, thirds and halves.

    Parameters
    ----------
    game : ThreatGame, optional
        By default it is drawn, so that the policy has the names "original 1", "surrogate 1", …

    Returns
    -------
    strategy for ConcessionTable

    Source: ours
    """
    against = draw(threat_games()) if game is None else game
    return concession_table({threat.name: draw(_rates()) for threat in against.threats})


@st.composite
def empirical_policies(draw: st.DrawFn, *, most: int = 5) -> EmpiricalPolicy:
    """Policies that were measured: counts of concessions to ordinary and to surrogate threats, some answers missing.

    Parameters
    ----------
    most : int
        Of each kind of answer.

    Returns
    -------
    strategy for EmpiricalPolicy

    Source: ours
    """
    from spi.empirical.policies import EmpiricalPolicy, RatePosterior

    counts = st.integers(0, most)
    posteriors = [RatePosterior(draw(counts), draw(counts), draw(counts)) for _ in range(2)]
    return EmpiricalPolicy("drawn", posteriors[0], posteriors[1])
