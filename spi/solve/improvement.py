"""For which parameters nobody is worse off when some outcomes become others, and for which somebody is better off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from spi.core.affine import Affine
from spi.core.conditions import ALWAYS, Condition, atom
from spi.core.game import Game
from spi.core.lottery import Lottery, Probabilities, read_lottery
from spi.core.parametric_game import ParametricGame, as_parametric
from spi.errors import HypothesisError
from spi.solve.conditions import find_point, simplify

__all__ = ["Improvement", "Place", "expected_forms", "improvement_conditions", "pair_gains", "require_possible"]

Place = Sequence[str] | Probabilities
"""A profile, or a lottery over profiles."""


@dataclass(frozen=True, slots=True)
class Improvement:
    """Outcomes and what they become, and when that makes nobody worse off.

    Parameters
    ----------
    game : ParametricGame
        Its bounds are taken for granted.
    pairs : tuple of (Lottery, Lottery)
        Before and after; a profile is the lottery in which it is certain.
    condition : Condition
        Within the bounds it holds exactly where everybody is at least as well off after as before, at every pair.
    strict : Condition
        Within the bounds it holds exactly where, besides, somebody is better off at some pair.

    Source: ours
    """

    game: ParametricGame
    pairs: tuple[tuple[Lottery, Lottery], ...]
    condition: Condition
    strict: Condition

    def worth(self, lottery: Lottery) -> tuple[Affine, ...]:
        """What a lottery over outcomes is worth to each player."""
        return expected_forms(self.game, lottery)

    def __str__(self) -> str:
        from spi.report.text import improvement_text

        return improvement_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


def improvement_conditions(game: Game | ParametricGame, pairs: Iterable[tuple[Place, Place]]) -> Improvement:
    """Work out for which parameters nobody is worse off when each of these outcomes becomes the other one.

    Parameters
    ----------
    game : ParametricGame or Game
    pairs : iterable of (before, after)
        Profiles, or lotteries with rational probabilities; a mapping from profile to profile can give its `items()`.

    Returns
    -------
    Improvement

    Raises
    ------
    GameError
        For profiles that the game does not have, and what is no lottery.
    HypothesisError
        If no values of the parameters meet the bounds.

    Notes
    -----
    Exact. One comparison for each pair and player, then `simplify`.

    Examples
    --------
    >>> game = ParametricGame.from_payoffs([["d, d"], ["t, 2*t"]], actions=[["war", "peace"], ["x"]], bounds="d < 0")
    >>> found = improvement_conditions(game, [(("war", "x"), ("peace", "x"))])
    >>> print(found.condition, "| strict:", found.strict)
    2*t ≥ d | strict: 2*t ≥ d

    Source: ours
    """
    parametric = as_parametric(game)
    require_possible(parametric.bounds)
    read = tuple((_read_place(parametric, before), _read_place(parametric, after)) for before, after in pairs)
    gained = pair_gains(parametric, read)
    weak = tuple(dict.fromkeys(atom(form, ">=") for form in gained))
    condition = simplify(Condition((weak,)), given=parametric.bounds)
    conjuncts = []
    for conjunct in condition.conjuncts:
        for own in weak:
            place = conjunct.index(own) if own in conjunct else len(conjunct)
            conjuncts.append((*conjunct[:place], atom(own.form, ">"), *conjunct[place + 1 :]))
    return Improvement(parametric, read, condition, simplify(Condition(tuple(conjuncts)), given=parametric.bounds))


def pair_gains(game: ParametricGame, pairs: Iterable[tuple[Lottery, Lottery]]) -> list[Affine]:
    """What each player gains at each pair, as forms; zeros are left out.

    Source: ours
    """
    found = []
    for before, after in pairs:
        rows = zip(expected_forms(game, after), expected_forms(game, before), strict=True)
        found += [new - old for new, old in rows if new != old]
    return found


def expected_forms(game: ParametricGame, lottery: Lottery) -> tuple[Affine, ...]:
    """What a lottery is worth to each player.

    Source: ours
    """
    totals = [Affine(Fraction(0)) for _ in game.players]
    for a, p in lottery:
        totals = [total + form * p for total, form in zip(totals, game[a], strict=True)]
    return tuple(totals)


def require_possible(bounds: Condition) -> None:
    """Raise `HypothesisError` unless some values of the parameters meet the bounds.

    Source: ours
    """
    if find_point(ALWAYS, given=bounds) is None:
        raise HypothesisError(f"no values meet the bounds {bounds}; accepted: bounds that can hold together")


def _read_place(game: ParametricGame, place: Place) -> Lottery:
    """A profile or a lottery, as a lottery."""
    entries: Any = place
    if isinstance(place, str):
        game.profile_index(place)  # which refuses it
    if isinstance(place, Mapping) or not entries or not isinstance(entries[0], str):
        return read_lottery(game, entries)
    return read_lottery(game, {tuple(entries): 1})
