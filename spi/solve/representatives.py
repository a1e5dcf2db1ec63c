"""Representatives: random outcomes of finitely many games, made from books or from a law, and their laws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from spi.core.display import html_of
from spi.core.game import Game, Profile
from spi.core.numbers import Exact, exact
from spi.errors import GameError
from spi.solve.books import Book, play_reduced
from spi.solve.reduction import reduce

__all__ = [
    "Representatives",
    "joint_law",
    "law",
    "representatives_from_books",
    "representatives_from_law",
]


@dataclass(frozen=True, slots=True)
class Representatives:
    """Random outcomes Π(Γ) of finitely many games on one sample space: finitely many states with probabilities.

    Nothing says that they satisfy the assumptions; `satisfies_assumption_1` and `satisfies_assumption_2` do.

    Parameters
    ----------
    games : tuple of Game
        Pairwise different.
    states : tuple of (Fraction, tuple of profiles)
        A positive probability, and how each of the games is played, in their order. No two states are played alike.

    Source: oesterheld-conitzer-2022, section 4
    """

    games: tuple[Game, ...]
    states: tuple[tuple[Fraction, tuple[Profile, ...]], ...]

    def __post_init__(self) -> None:
        for one, other in combinations(self.games, 2):
            if one == other:
                raise GameError(f"{one!r} is listed two times; a game has one random outcome")
        for probability, outcomes in self.states:
            if probability <= 0:
                raise GameError(f"probability {probability} of {outcomes}; accepted: a number above 0")
            if len(outcomes) != len(self.games):
                raise GameError(f"{len(outcomes)} outcomes for {len(self.games)} games: {outcomes}; one each is needed")
            for game, outcome in zip(self.games, outcomes, strict=True):
                game.profile_index(outcome)
        if len({outcomes for _, outcomes in self.states}) < len(self.states):
            raise GameError("two states in which all games are played alike; their probabilities have to be added")
        total = sum((probability for probability, _ in self.states), Fraction(0))
        if total != 1:
            raise GameError(f"the probabilities sum to {total}, not to 1")

    _repr_html_ = html_of


def representatives_from_books(games: Sequence[Game], books: Sequence[tuple[Book, Exact]]) -> Representatives:
    """Representatives who draw one of some (book, probability) and play all games out of it; equal games count once.

    Parameters
    ----------
    games : sequence of Game
    books : sequence of (Book, exact number)
        Probabilities sum to 1.

    Returns
    -------
    Representatives

    Raises
    ------
    GameError
        If the books use different isomorphisms: Assumption 2 wants a single one, not one for each state.

    Source: oesterheld-conitzer-2022, Assumption 1, Assumption 2
    """
    for book, _ in books:
        if book.selections != books[0][0].selections:
            raise GameError("books with different isomorphisms; accepted: books that differ in their outcomes only")
    distinct = tuple(dict.fromkeys(games))
    reduced = [reduce(game).reduced for game in distinct]
    return _collect(distinct, [(tuple(play_reduced(book, end) for end in reduced), p) for book, p in books])


def representatives_from_law(games: Sequence[Game], law: Mapping[tuple[Profile, ...], Exact]) -> Representatives:
    """Representatives given by the joint law of their outcomes.

    Parameters
    ----------
    games : sequence of Game
        Pairwise different.
    law : mapping from a tuple of profiles, one per game, to its probability

    Returns
    -------
    Representatives

    Raises
    ------
    GameError
        For profiles that do not exist, and probabilities that are not exact, are negative or do not sum to 1.

    Examples
    --------
    >>> from spi.core.gamefile import load_game
    >>> from spi.solve.counterexamples import satisfies_assumption_1
    >>> pd = load_game("oesterheld-conitzer-2022/prisoners-dilemma")
    >>> satisfies_assumption_1(representatives_from_law([pd], {(("Cooperate", "Cooperate"),): "1/3",
    ...     (("Defect", "Defect"),): "2/3"}))
    False

    Source: oesterheld-conitzer-2022, section 4
    """
    return _collect(tuple(games), list(law.items()))


def law(representatives: Representatives, game: Game) -> dict[Profile, Fraction]:
    """The law of Π(Γ): outcomes of positive probability, and their probabilities.

    Parameters
    ----------
    representatives : Representatives
    game : Game
        One of those that they play.

    Returns
    -------
    dict from Profile to Fraction
        Positive probabilities, which sum to 1.

    Source: oesterheld-conitzer-2022, section 4
    """
    return {outcome: p for (outcome,), p in joint_law(representatives, [game]).items()}


def joint_law(representatives: Representatives, games: Sequence[Game]) -> dict[tuple[Profile, ...], Fraction]:
    """The joint law of (Π(Γ1), …, Π(Γk)); raises `GameError` for a game that is not among those given.

    Parameters
    ----------
    representatives : Representatives
    games : sequence of k Game
        Some of those that they play.

    Returns
    -------
    dict from k profiles to Fraction
        Positive probabilities, which sum to 1.

    Source: oesterheld-conitzer-2022, section 4
    """
    for game in games:
        if game not in representatives.games:
            raise GameError(f"nothing is known of how {game!r} is played; known: {representatives.games}")
    places = [representatives.games.index(game) for game in games]
    joint: dict[tuple[Profile, ...], Fraction] = {}
    for probability, outcomes in representatives.states:
        chosen = tuple(outcomes[k] for k in places)
        joint[chosen] = joint.get(chosen, Fraction(0)) + probability
    return joint


def _collect(games: tuple[Game, ...], weighted: Sequence[tuple[tuple[Profile, ...], Exact]]) -> Representatives:
    """Add up the probabilities of equal states; those of probability 0 are dropped."""
    states: dict[tuple[Profile, ...], Fraction] = {}
    for outcomes, given in weighted:
        probability = exact(given, place=f"the probability of {outcomes}")
        if probability < 0:
            raise GameError(f"probability {probability} of {outcomes}; accepted: no negative number")
        states[outcomes] = states.get(outcomes, Fraction(0)) + probability
    return Representatives(games, tuple((p, outcomes) for outcomes, p in states.items() if p))
