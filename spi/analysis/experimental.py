"""Experimental: how a fallback makes aggression cheaper, since failing costs less."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spi.core.beliefs import beliefs
from spi.core.game import Game
from spi.solve.beliefs import GainThreshold, gain_threshold
from spi.solve.pareto_meet import Mode
from spi.transforms.set_renegotiation import SetRenegotiation, settle

__all__ = ["aggression_threshold"]


def aggression_threshold(
    game: Game,
    default: Sequence[Any],
    *,
    fair: Sequence[SetRenegotiation],
    soft: SetRenegotiation,
    aggressive: SetRenegotiation,
    selector: str = "utilitarian",
    mode: Mode = "convex",
) -> GainThreshold[str] | None:
    """From which probability of a soft counterpart on the second player gains by aggression.

    Parameters
    ----------
    game : Game
        For two players.
    default : Profile, or payoff vector in convex mode
        What happens if they settle on nothing.
    fair : pair of renegotiation functions
        Of the first player's fair type, and of the second player if she is fair.
    soft : renegotiation function
        Of the first player's other type.
    aggressive : renegotiation function
        What the second player may announce instead.
    selector, mode
        As for `settle`.

    Returns
    -------
    GainThreshold or None
        Its law has the probability of "soft" at which both announcements earn the second player the same; `ends` are
        her gains by aggression against the fair and the soft type. None if it is better or worse at every belief.

    Source: clr-agenda-2026, Part II.1, and ours
    """

    def earns(first: SetRenegotiation, second: SetRenegotiation) -> Any:
        return settle(game, [first, second], default, selector=selector, mode=mode).payoffs[1]

    gains = {name: earns(own, aggressive) - earns(own, fair[1]) for name, own in (("fair", fair[0]), ("soft", soft))}
    return gain_threshold(beliefs(gains), {"fair": 1}, {"soft": 1}, gains)
