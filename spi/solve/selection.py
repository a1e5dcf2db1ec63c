"""Choosing among outcomes, or among lotteries, by a rule that all players know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from spi.core.display import html_of
from spi.core.game import Game, Profile
from spi.core.lottery import Payoffs
from spi.core.numbers import exact
from spi.core.pareto import improves
from spi.errors import GameError, HypothesisError
from spi.solve.best_points import lexicographic_maximum, leximin
from spi.solve.regions import Shape

__all__ = ["SELECTORS", "Intransitivity", "find_intransitivity", "select_outcome", "select_payoffs"]

Value = Callable[[Payoffs], tuple[Fraction, ...]]

SELECTORS: dict[str, Value] = {
    "utilitarian": lambda u: (sum(u, Fraction(0)), *u),
    "leximin": lambda u: (*sorted(u), *u),
    "lexicographic": tuple,
}
"""What each selector maximises, in lexicographic order: the sum, the sorted payoffs, or the payoffs in player order;
the first two break ties by the payoffs in player order. Each is a strict order of payoffs that grows with them.
Positive weights such as "1, 2" are a selector, too: the weighted sum, then the payoffs in player order."""


def select_outcome(game: Game, selector: str, outcomes: Iterable[Profile]) -> Profile:
    """The outcome that a selector chooses from a set, among those with equal payoffs the first in the game's table.

    Parameters
    ----------
    game : Game
        Payoffs of different players are compared as they are, without any scaling.
    selector : str
        One of `SELECTORS`, or positive weights, one for each player: "1, 2".
    outcomes : iterable of profiles
        At least one.

    Returns
    -------
    Profile
        Pareto-optimal within the set, as every selector grows with the payoffs.

    Raises
    ------
    GameError
        For no outcome, and for another selector.

    Source: digiovanni-et-al-2024, Definition 6, and ours
    """
    value = _value(selector, len(game.players))
    places = sorted({game.profile_index(a): a for a in outcomes}.items())
    if not places:
        raise GameError("a selector needs an outcome to choose; the set is empty")
    return max(places, key=lambda place: (value(game.table[place[0]]), -place[0]))[1]


def select_payoffs(selector: str, shape: Shape) -> Payoffs:
    """The payoffs that a selector chooses from a region.

    Parameters
    ----------
    selector : str
        As for `select_outcome`.
    shape : Polytope or Region
        Of payoff vectors; not empty.

    Returns
    -------
    tuple of Fraction, length n

    Raises
    ------
    GameError
        For the empty set, and for another selector.

    Source: digiovanni-et-al-2024, Definition 6, and ours
    """
    n = shape.dimension
    if selector == "leximin":
        found = leximin(shape)
    elif selector == "lexicographic":
        found = lexicographic_maximum(shape, [])
    else:
        weights = [Fraction(1)] * n if selector == "utilitarian" else _weights(selector, n)
        found = lexicographic_maximum(shape, [weights])
    if found is None:
        raise GameError("a selector needs payoffs to choose; the region is empty")
    return found


@dataclass(frozen=True, slots=True)
class Intransitivity:
    """Two sets that show that a selector is not transitive.

    Parameters
    ----------
    chosen_from, added : frozenset of profiles
        S and S′: everything in S′ is at least as good for everybody as what is chosen from S.
    before, after : Profile
        What is chosen from S and from S ∪ S′: somebody is worse off.

    Source: digiovanni-et-al-2024, Definition 6
    """

    chosen_from: frozenset[Profile]
    added: frozenset[Profile]
    before: Profile
    after: Profile

    _repr_html_ = html_of


def find_intransitivity(
    game: Game,
    selector: str | Callable[[frozenset[Profile]], Profile],
    outcomes: Sequence[Profile],
    *,
    budget: int = 8,
) -> Intransitivity | None:
    """Two sets of outcomes that show that a selector is not transitive on them, or None if it is.

    Parameters
    ----------
    game : Game
    selector : str, or function from a set of profiles to one of them
    outcomes : sequence of profiles
        X; all pairs of its non-empty subsets are tried, 4^|X|.
    budget : int
        |X| at most.

    Returns
    -------
    Intransitivity or None

    Raises
    ------
    HypothesisError
        If there are more outcomes, and if a function chooses what is not in the set.

    Notes
    -----
    Whatever maximises one fixed order of outcomes is transitive, so all of `SELECTORS` and all weights are.

    Source: digiovanni-et-al-2024, Definition 6
    """
    own = list(dict.fromkeys(outcomes))
    if len(own) > budget:
        raise HypothesisError(f"{len(own)} outcomes are {4 ** len(own):,} pairs of sets; accepted: at most {budget}")

    def choose(members: frozenset[Profile]) -> Profile:
        found = select_outcome(game, selector, members) if isinstance(selector, str) else selector(members)
        if found not in members:
            raise HypothesisError(f"a selector chose {found} from {sorted(members)}; accepted: a member of the set")
        return found

    sets = [frozenset(chosen) for k in range(1, len(own) + 1) for chosen in combinations(own, k)]
    chosen = {members: choose(members) for members in sets}
    for members, before in chosen.items():
        above = [a for a in own if improves(game[a], game[before])]
        for added in (frozenset(extra) for k in range(1, len(above) + 1) for extra in combinations(above, k)):
            after = chosen[members | added]
            if not improves(game[after], game[before]):
                return Intransitivity(members, added, before, after)
    return None


def _value(selector: str, n: int) -> Value:
    if selector in SELECTORS:
        return SELECTORS[selector]
    weights = _weights(selector, n)
    return lambda u: (sum((w * x for w, x in zip(weights, u, strict=True)), Fraction(0)), *u)


def _weights(selector: str, n: int) -> list[Fraction]:
    try:
        weights = [exact(part.strip()) for part in selector.split(",")]
    except GameError:
        weights = []
    if len(weights) != n or any(w <= 0 for w in weights):
        raise GameError(
            f"no selector {selector!r}; accepted: {', '.join(SELECTORS)}, or {n} positive weights, such as '1, 2'"
        )
    return weights
