"""Executable models of Assumptions 1 and 2: representatives who play every game out of one book.

A book has a page for each isomorphism class of reduced games. The page says how the canonical game of the class is
played, and for each reduced game of the class one isomorphism that carries the play over. To play a game is to reduce
it, to open the page, and to carry the outcome over. Every book is a model of the two assumptions, and every model is,
on finitely many games, a mixture of books *with the same isomorphisms*: what is random is the page, not how it is read.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice, product

from spi.core.correspondence import ActionMaps
from spi.core.display import html_of
from spi.core.game import Game, Profile, profiles, subset_game
from spi.errors import GameError
from spi.solve.isomorphism import automorphisms, canonical_form, isomorphism_along
from spi.solve.reduction import is_reduced, reduce

__all__ = [
    "Book",
    "Selection",
    "count_books",
    "enumerate_books",
    "play",
    "play_reduced",
    "sample_book",
]

BUDGET = 10_000
"""Books that `enumerate_books` makes at most unless it is told otherwise."""


@dataclass(frozen=True, slots=True)
class Selection:
    """How a reduced game is read off its page.

    Parameters
    ----------
    game : Game
        Reduced.
    page : Game
        The canonical game of its class, with numbers for names.
    maps : ActionMaps
        An isomorphism from `page` to `game`.

    Source: oesterheld-conitzer-2022, Assumption 2
    """

    game: Game
    page: Game
    maps: ActionMaps

    def __post_init__(self) -> None:
        if not is_reduced(self.game):
            raise GameError(f"{self.game!r} is not reduced; accepted: a game without dominated actions")
        if _canonical(self.game)[0] != self.page:
            raise GameError(f"the page of {self.game!r} is not its canonical game")
        if isomorphism_along(self.page, self.game, self.maps) is None:
            raise GameError(f"{self.maps.as_dict()} is no isomorphism from the page to {self.game!r}")

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Book:
    """One deterministic way to play all games of some isomorphism classes, as Assumptions 1 and 2 demand.

    Parameters
    ----------
    selections : tuple of Selection
        One for each reduced game.
    outcomes : tuple of (Game, profile)
        For each page, the canonical game, how it is played.

    Source: oesterheld-conitzer-2022, Assumption 1, Assumption 2
    """

    selections: tuple[Selection, ...]
    outcomes: tuple[tuple[Game, Profile], ...]

    def __post_init__(self) -> None:
        pages = [page for page, _ in self.outcomes]
        for what, listed in (("selections for", [s.game for s in self.selections]), ("outcomes of the page", pages)):
            for one, other in combinations(listed, 2):
                if one == other:
                    raise GameError(f"two {what} {one!r}; exactly one is needed")
        for selection in self.selections:
            if selection.page not in pages:
                raise GameError(f"no page for {selection.game!r}; one outcome of its canonical game is needed")
        for page, outcome in self.outcomes:
            page.profile_index(outcome)

    _repr_html_ = html_of


def play(book: Book, game: Game) -> Profile:
    """How a book plays a game: reduce, open the page, carry the outcome over; `GameError` if it has no such page.

    Parameters
    ----------
    book : Book
    game : Game

    Returns
    -------
    Profile

    Examples
    --------
    >>> from spi.core.gamefile import load_game
    >>> temptation = load_game("oesterheld-conitzer-2022/temptation")
    >>> [play(book, temptation) for book in enumerate_books([temptation])]
    [('T', 'C')]

    Source: oesterheld-conitzer-2022, Assumption 1, Assumption 2
    """
    return play_reduced(book, reduce(game).reduced)


def count_books(games: Sequence[Game]) -> int:
    """How many books `enumerate_books` would make: ∏ outcomes · automorphisms^(reduced games − 1) over the classes.

    Parameters
    ----------
    games : sequence of Game

    Returns
    -------
    int

    Examples
    --------
    >>> pennies = Game.from_payoffs([["1, -1", "-1, 1"], ["-1, 1", "1, -1"]])
    >>> count_books([pennies]), count_books([pennies, replace(pennies, actions=(("H", "T"), ("h", "t")))])
    (4, 8)

    Source: ours
    """
    return _count(_classes(games), None)


def enumerate_books(games: Sequence[Game], *, budget: int | None = BUDGET) -> tuple[Book, ...]:
    """All books for the classes that occur among the reduced games of some games.

    Parameters
    ----------
    games : sequence of Game
    budget : int or None
        How many books to make at most.

    Returns
    -------
    tuple of Book
        All outcomes of the pages, and all isomorphisms for all reduced games but the first of each class: composing
        an automorphism with all isomorphisms of a class, and its inverse with the outcome of the page, changes no play.

    Raises
    ------
    GameError
        If there are more than the budget (None: as many as there are).

    Source: oesterheld-conitzer-2022, Assumption 1, Assumption 2
    """
    classes = _classes(games)
    if budget is not None and _count(classes, budget + 1) > budget:
        raise GameError(f"more than {budget:,} books for these games; accepted: a larger budget, or use sample_book")
    choices = []
    for page, members in classes.items():
        symmetries = [own.maps for own in automorphisms(page)] if len(members) > 1 else []
        for k, (game, stored) in enumerate(members.items()):
            maps = [own.then(stored) for own in symmetries] if k else [stored]
            choices.append([Selection(game, page, own) for own in maps])
    outcomes = list(product(*map(profiles, classes)))
    return tuple(Book(chosen, tuple(zip(classes, a, strict=True))) for chosen in product(*choices) for a in outcomes)


def sample_book(games: Sequence[Game], rng: random.Random) -> Book:
    """A random book for the classes that occur among some games; enumerates neither outcomes nor automorphisms.

    Outcomes and isomorphisms are independent and uniform: the canonical form of a uniformly shuffled game is reached by
    a uniform isomorphism, as shuffles that differ by an automorphism give the same table. The book depends on nothing
    but the state of `rng` and the order of the games.

    Parameters
    ----------
    games : sequence of Game
    rng : random.Random

    Returns
    -------
    Book

    Source: oesterheld-conitzer-2022, Assumption 1, Assumption 2
    """
    selections, outcomes = [], []
    for page, members in _classes(games).items():
        outcomes.append((page, tuple(rng.choice(own) for own in page.actions)))
        for game in members:
            orders = [rng.sample(sorted(own), len(own)) for own in game.actions]
            selections.append(Selection(game, *_canonical(game, orders)))
    return Book(tuple(selections), tuple(outcomes))


def _canonical(reduced: Game, orders: Sequence[Sequence[str]] | None = None) -> tuple[Game, ActionMaps]:
    """The page of a reduced game, and an isomorphism from it that depends on `orders` (default: names sorted) alone."""
    listed = subset_game(reduced, orders or [sorted(own) for own in reduced.actions])
    form = canonical_form(replace(listed, players=tuple(map(str, range(len(reduced.players))))))
    return form.game, form.isomorphism.maps.inverse()


def _classes(games: Sequence[Game]) -> dict[Game, dict[Game, ActionMaps]]:
    """For each page the different reduced games of its class, each with an isomorphism from the page."""
    classes: dict[Game, dict[Game, ActionMaps]] = {}
    for reduced in dict.fromkeys(reduce(game).reduced for game in games):
        page, maps = _canonical(reduced)
        classes.setdefault(page, {})[reduced] = maps
    return classes


def _count(classes: dict[Game, dict[Game, ActionMaps]], cap: int | None) -> int:
    """How many books there are; automorphisms are counted up to the cap, which the result then reaches."""
    count = 1
    for page, members in classes.items():
        symmetries = sum(1 for _ in islice(automorphisms(page), cap)) if len(members) > 1 else 1
        count *= len(page.table) * symmetries ** (len(members) - 1)
    return count


def play_reduced(book: Book, reduced: Game) -> Profile:
    """As `play`, for a game that is known to be reduced.

    Source: ours
    """
    for selection in book.selections:
        if selection.game == reduced:
            return selection.maps(next(outcome for page, outcome in book.outcomes if page == selection.page))
    raise GameError(f"the book has no page for {reduced!r}; known: {[selection.game for selection in book.selections]}")
