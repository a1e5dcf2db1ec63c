"""Games whose SPIs are known: planted ones, near misses, and verdicts with certificates."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from spi.core.verdict import Holds
from spi.families.two_blocks import Planted, two_block_game
from spi.strategies.of_games import reduced_games

if TYPE_CHECKING:
    from spi.analysis.comparison import Comparison

__all__ = ["certified_spis", "planted_games"]


@st.composite
def planted_games(
    draw: st.DrawFn,
    *,
    near_miss: bool | None = None,
    follow: bool | None = None,
    max_players: int = 3,
    max_actions: int = 2,
    payoffs: st.SearchStrategy[Fraction] | None = None,
) -> Planted:
    """Games with an SPI that is known, and near misses: the same with one payoff changed, and without any SPI.

    Parameters
    ----------
    near_miss : bool, optional
        Which of the two; by default both.
    follow : bool, optional
        Whether the others follow the first player, as for `two_block_game`; by default both.
    max_players, max_actions, payoffs
        Of the base, which is drawn by `reduced_games` for two or more players. The whole has twice as many actions.

    Returns
    -------
    strategy for Planted
        With the game, the map to its better copy, the outcome at which it is broken, and who can do it alone.

    Source: ours
    """
    base = draw(reduced_games(min_players=2, max_players=max_players, max_actions=max_actions, payoffs=payoffs))
    n, size = len(base.players), len(base.table)
    misses = draw(st.booleans()) if near_miss is None else near_miss
    follows = draw(st.booleans()) if follow is None else follow
    gains = [list(draw(st.tuples(*[st.integers(0, 2)] * n))) for _ in range(size)]
    if misses:
        where = tuple(draw(st.sampled_from(own)) for own in base.actions)
        return two_block_game(base, gains, follow=follows, broken=(where, draw(st.sampled_from(base.players))))
    gains[draw(st.integers(0, size - 1))][draw(st.integers(0, n - 1))] += 1  # somebody gains somewhere
    return two_block_game(base, gains, follow=follows)


def certified_spis(**options: bool | int | st.SearchStrategy[Fraction] | None) -> st.SearchStrategy[Holds[Comparison]]:
    """Verdicts that some subset game is a strict SPI, with certificates that the checker accepts.

    Parameters
    ----------
    **options
        As for `planted_games`, whose subset games these are.

    Returns
    -------
    strategy for Holds
        `verdict.certificate.text` is what the checker reads, `verdict.result` the comparison.

    Source: ours
    """
    from spi.analysis.questions import verify_spi

    def prove(planted: Planted) -> Holds[Comparison]:
        verdict = verify_spi(planted.game, planted.subset_game, strict=True)
        if not isinstance(verdict, Holds):
            raise AssertionError(f"the planted map of {planted.game!r} is no SPI")
        return verdict

    return planted_games(near_miss=False, **options).map(prove)  # type: ignore[arg-type]
