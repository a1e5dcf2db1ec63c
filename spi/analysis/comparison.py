"""What Assumptions 1 and 2 say of a game and a subset game of it: which outcome can become which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from spi.core.display import html_of
from spi.core.game import Game, Profile, profiles, require_game
from spi.core.parametric_game import ParametricGame
from spi.errors import GameError, HypothesisError
from spi.solve.isomorphism import Isomorphism, automorphisms, find_isomorphism, is_rigid
from spi.solve.reduction import Reduction, reduce

__all__ = [
    "Change",
    "Comparison",
    "Relation",
    "compare",
    "read_support",
    "require_subset_game",
    "unilateral_players",
]

Relation = Literal["equal", "isomorphic", "unrelated"]


@dataclass(frozen=True, slots=True)
class Change:
    """An outcome of the game, what it can become, and what a player thinks of it by the original payoffs.

    Parameters
    ----------
    outcome, becomes : profile
    player : str

    Source: ours
    """

    outcome: Profile
    becomes: Profile
    player: str

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Comparison:
    """A subset game seen from the game, under Assumptions 1 and 2.

    Parameters
    ----------
    game, subset_game : Game
        Γ and Γˢ.
    reduction, subset_reduction : Reduction
        Elimination of dominated actions in both, R and R′ their ends.
    relation : "equal" or "isomorphic" or "unrelated"
        How R and R′ are related. Equal games are played in the same way; isomorphic ones by *some* isomorphism;
        unrelated ones independently.
    isomorphism : Isomorphism or None
        One isomorphism from R to R′ if they are isomorphic (which one is used is unknown when R has automorphisms).
    support : tuple of profiles, or None
        Outcomes of R that can occur; None: all of them.
    violation : Change or None
        An outcome that can become worse for a player; None exactly if the subset game is an SPI.
    strict : bool
        Is it an SPI under which somebody gains at a supported outcome, in every model?
    improvement : Change or None
        If strict, an outcome and a player who gains (under `isomorphism`, where the reduced games are isomorphic).
    trivial : bool
        R and R′ have the same actions: nothing is done that could not be had by playing the game itself.
    payoff_neutral : bool
        No outcome can become one with other payoffs.
    unilateral : tuple of str
        Players who can bring it about alone: everybody else keeps all actions and payoffs.

    Source: oesterheld-conitzer-2022, Definition 1, Definition 2, Definition 4 (repaired: D1, D2, D13)
    """

    game: Game
    subset_game: Game
    reduction: Reduction
    subset_reduction: Reduction
    relation: Relation
    isomorphism: Isomorphism | None
    support: tuple[Profile, ...] | None
    violation: Change | None
    strict: bool
    improvement: Change | None
    trivial: bool
    payoff_neutral: bool
    unilateral: tuple[str, ...]

    @property
    def is_spi(self) -> bool:
        """Is nobody ever worse off, in any model of the two assumptions?

        Where `reduction.duplicates` says so, of the models in which duplicate actions are interchangeable as well.
        """
        return self.violation is None

    @property
    def derivable(self) -> bool:
        """Is it an SPI that Definition 5's steps prove, rather than one that merely holds in all models?"""
        return self.is_spi and self.relation != "unrelated"

    @property
    def is_certain(self) -> bool:
        """Do the assumptions say what every outcome becomes? Not if R has symmetries, or R and R′ are unrelated."""
        return self.relation == "equal" or (self.relation == "isomorphic" and is_rigid(self.reduction.reduced))

    def becomes(self, outcome: Sequence[str]) -> tuple[Profile, ...]:
        """What a default outcome of R becomes: one outcome, by `isomorphism`, or all of R′ if unrelated.

        If R has symmetries there are other isomorphisms, by which it becomes another outcome: see `is_certain`.
        """
        a = tuple(outcome)
        self.reduction.reduced.profile_index(a)
        if self.relation == "equal":
            return (a,)
        if self.isomorphism is not None:
            return (self.isomorphism.maps(a),)
        return tuple(profiles(self.subset_reduction.reduced))

    def __str__(self) -> str:
        from spi.report.text import comparison_text

        return comparison_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import comparison_html

        return comparison_html(self)


def compare(game: Game, subset_game: Game, *, support: Sequence[Sequence[str]] | None = None) -> Comparison:
    """Work out what Assumptions 1 and 2 say of a subset game.

    Parameters
    ----------
    game, subset_game : Game
        The subset game has the same players, and for each player some of her actions; its payoffs are arbitrary.
    support : sequence of profiles of the reduced game, optional
        The outcomes that can occur.

    Returns
    -------
    Comparison

    Raises
    ------
    HypothesisError
        If `subset_game` is not a subset game of `game`, or the support is not made of outcomes of the reduced game.

    Notes
    -----
    Exact and complete: a model of the two assumptions can use any isomorphism between isomorphic reduced games that
    are not equal, and play unrelated ones independently.

    Source: oesterheld-conitzer-2022, Definition 1 (repaired: D1), and ours
    """
    for given in (game, subset_game):
        require_game(given)
    require_subset_game(game, subset_game)
    reduction, subset_reduction = reduce(game), reduce(subset_game)
    before, after = reduction.reduced, subset_reduction.reduced
    supported = None if support is None else read_support(before, support)
    watched = tuple(profiles(before)) if supported is None else supported
    relation: Relation
    isomorphism = None
    if before == after:
        relation = "equal"
    else:
        isomorphism = find_isomorphism(before, after)
        relation = "unrelated" if isomorphism is None else "isomorphic"
    pairs = list(_pairs(before, after, isomorphism, relation))
    violation = next((change for change in _changes(game, pairs) if _gain(game, change) < 0), None)
    strict, improvement = False, None
    if violation is None and relation == "isomorphic" and isomorphism is not None:
        neutral = None
        if supported is not None:
            neutral = _neutral_isomorphism(game, before, isomorphism, supported)
            isomorphism = neutral or isomorphism
        strict = neutral is None and any(game[a] != game[b] for a, b in pairs)
    elif violation is None and relation == "unrelated":
        strict = not any(all(game[b] == game[a] for a in watched) for b in profiles(after))
    if strict:
        improvement = next(c for c in _changes(game, pairs) if c.outcome in watched and _gain(game, c) > 0)
    return Comparison(
        game=game,
        subset_game=subset_game,
        reduction=reduction,
        subset_reduction=subset_reduction,
        relation=relation,
        isomorphism=isomorphism,
        support=supported,
        violation=violation,
        strict=strict,
        improvement=improvement,
        trivial=all(set(x) == set(y) for x, y in zip(before.actions, after.actions, strict=True)),
        payoff_neutral=all(game[a] == game[b] for a, b in pairs),
        unilateral=unilateral_players(game, subset_game),
    )


def unilateral_players(game: Game, subset_game: Game) -> tuple[str, ...]:
    """Players i such that everybody else has all actions and, at the profiles that are left, the original payoffs.

    Parameters
    ----------
    game, subset_game : Game

    Returns
    -------
    tuple of str
        In player order; all players if the subset game is the game itself.

    Source: oesterheld-conitzer-2022, Definition 2
    """
    unchanged = []
    for j in range(len(game.players)):
        same_actions = len(subset_game.actions[j]) == len(game.actions[j])
        unchanged.append(same_actions and all(subset_game[a][j] == game[a][j] for a in profiles(subset_game)))
    return tuple(p for i, p in enumerate(game.players) if all(same for j, same in enumerate(unchanged) if j != i))


def _gain(game: Game, change: Change) -> int:
    """Sign of what the player gains by the change, under the original payoffs: −1, 0 or 1."""
    i = game.players.index(change.player)
    new, old = game[change.becomes][i], game[change.outcome][i]
    return (new > old) - (new < old)


def _pairs(
    before: Game, after: Game, isomorphism: Isomorphism | None, relation: Relation
) -> Iterator[tuple[Profile, Profile]]:
    for a in profiles(before):
        if relation == "equal":
            yield a, a
        elif isomorphism is not None:
            yield a, isomorphism.maps(a)
        else:
            yield from ((a, b) for b in profiles(after))


def _changes(game: Game, pairs: Sequence[tuple[Profile, Profile]]) -> Iterator[Change]:
    return (Change(a, b, player) for (a, b), player in product(pairs, game.players))


def _neutral_isomorphism(
    game: Game, before: Game, isomorphism: Isomorphism, support: Sequence[Profile]
) -> Isomorphism | None:
    """An isomorphism that changes no payoff at a supported outcome, if there is one."""
    for own in automorphisms(before):
        maps = own.maps.then(isomorphism.maps)
        if all(game[maps(a)] == game[a] for a in support):
            return Isomorphism(maps, isomorphism.scale, isomorphism.shift)
    return None


def read_support(before: Game, support: Sequence[Sequence[str]]) -> tuple[Profile, ...]:
    """The distinct outcomes of a reduced game that can occur; raises `HypothesisError` for others, and for none.

    Source: ours
    """
    outcomes = []
    for a in support:
        try:
            before.profile_index(a)
        except GameError as error:
            raise HypothesisError(f"the support has to consist of outcomes of the reduced game: {error}") from None
        if tuple(a) not in outcomes:
            outcomes.append(tuple(a))
    if not outcomes:
        raise HypothesisError("the support is empty; some outcome of the reduced game has to be possible")
    return tuple(outcomes)


def require_subset_game(game: Game | ParametricGame, subset_game: Game | ParametricGame) -> None:
    """Raise `HypothesisError` unless the second game is a subset game of the first, whatever its payoffs.

    Source: oesterheld-conitzer-2022, section 2
    """
    if game.players != subset_game.players:
        raise HypothesisError(
            f"a subset game has the same players in the same order, {', '.join(game.players)}; "
            f"not {', '.join(subset_game.players)}"
        )
    for player, own, kept in zip(game.players, game.actions, subset_game.actions, strict=True):
        for action in kept:
            if action not in own:
                raise HypothesisError(
                    f"a subset game has only actions of the game: {player} has no {action!r}, only {', '.join(own)}"
                )
