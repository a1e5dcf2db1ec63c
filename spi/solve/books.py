"""Executable models of Assumptions 1 and 2: representatives who play every game out of one book.

A book has a page for each isomorphism class of reduced games. The page says how the canonical game of the class is
played, and for each reduced game of the class one isomorphism that carries the play over. To play a game is to reduce
it, to open the page, and to carry the outcome over. Every book is a model of the two assumptions, and every model is,
on finitely many games, a mixture of books *with the same isomorphisms*: what is random is the page, not how it is read.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, islice, product

from spi.core.correspondence import ActionMaps, Correspondence
from spi.core.display import html_of
from spi.core.game import Game, Profile, is_profile, profiles, subset_game
from spi.core.numbers import Exact, exact
from spi.core.pareto import improves
from spi.errors import GameError
from spi.solve.isomorphism import automorphisms, canonical_form, isomorphism_along, isomorphisms
from spi.solve.reduction import is_reduced, reduce

__all__ = [
    "Book",
    "Counterexample",
    "Representatives",
    "Selection",
    "assumption_1_violation",
    "assumption_2_violation",
    "correspondence_holds",
    "correspondence_violation",
    "count_books",
    "enumerate_books",
    "is_spi_in",
    "is_strict_spi_in",
    "joint_law",
    "law",
    "play",
    "representatives_from_books",
    "representatives_from_law",
    "sample_book",
    "satisfies_assumption_1",
    "satisfies_assumption_2",
    "spi_violation",
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


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Two games, and what happens in both at once with positive probability but should not.

    Parameters
    ----------
    game, other : Game
    outcomes : tuple of (profile, profile or None)
        Each pair is played in some state. None: `other`, the reduced game, is not listed and has no such outcome.

    Source: ours
    """

    game: Game
    other: Game
    outcomes: tuple[tuple[Profile, Profile | None], ...]

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
    return _play_reduced(book, reduce(game).reduced)


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
    return _collect(distinct, [(tuple(_play_reduced(book, end) for end in reduced), p) for book, p in books])


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


def assumption_1_violation(representatives: Representatives) -> Counterexample | None:
    """Where Assumption 1 fails: an eliminated action is played, or two games that reduce to one are played differently.

    None exactly if the games given are played as in some Π on *all* games that satisfies Assumption 1.

    Parameters
    ----------
    representatives : Representatives

    Returns
    -------
    Counterexample or None

    Source: oesterheld-conitzer-2022, Assumption 1
    """
    ends = [(game, reduce(game).reduced) for game in representatives.games]
    for game, end in ends:
        for outcome in law(representatives, game):
            if not is_profile(end, outcome):
                return Counterexample(game, end, ((outcome, None),))
    for (game, end), (other, other_end) in combinations(ends, 2):
        if end == other_end:
            for a, b in joint_law(representatives, [game, other]):
                if a != b:
                    return Counterexample(game, other, ((a, b),))
    return None


def assumption_2_violation(representatives: Representatives) -> Counterexample | None:
    """Where Assumption 2 fails: two games with isomorphic reduced games, and pairs that no single isomorphism explains.

    Games that are not reduced stand for their reduced games, unless an eliminated action is played in them, which is up
    to Assumption 1. If neither assumption is violated, the games given are played as in some Π on *all* games that
    satisfies both.

    Parameters
    ----------
    representatives : Representatives

    Returns
    -------
    Counterexample or None

    Source: oesterheld-conitzer-2022, Assumption 2
    """
    ends = [(game, reduce(game).reduced) for game in representatives.games]
    sound = [(g, end) for g, end in ends if all(is_profile(end, a) for a in law(representatives, g))]
    for (game, end), (other, other_end) in combinations(sound, 2):
        if end != other_end:
            pairs = [(a, b) for a, b in joint_law(representatives, [game, other])]
            fits = [all(own.maps(a) == b for a, b in pairs) for own in isomorphisms(end, other_end)]
            if fits and not any(fits):
                return Counterexample(game, other, tuple(pairs))
    return None


def satisfies_assumption_1(representatives: Representatives) -> bool:
    """Is every game played like the one without a dominated action, as far as the games given can show?

    Parameters
    ----------
    representatives : Representatives

    Returns
    -------
    bool

    Source: oesterheld-conitzer-2022, Assumption 1
    """
    return assumption_1_violation(representatives) is None


def satisfies_assumption_2(representatives: Representatives) -> bool:
    """Are games with isomorphic reduced games played alike up to one isomorphism?

    Parameters
    ----------
    representatives : Representatives

    Returns
    -------
    bool

    Source: oesterheld-conitzer-2022, Assumption 2
    """
    return assumption_2_violation(representatives) is None


def spi_violation(representatives: Representatives, game: Game, subset_game: Game) -> Counterexample | None:
    """A pair of outcomes that occur together and at which somebody is worse off, by the payoffs of `game`.

    Parameters
    ----------
    representatives : Representatives
    game, subset_game : Game
        Two of the games that they play.

    Returns
    -------
    Counterexample or None
        None exactly if the subset game is an SPI for these representatives.

    Source: oesterheld-conitzer-2022, Definition 1 (repaired: D1)
    """
    pairs = joint_law(representatives, [game, subset_game])
    losses = (Counterexample(game, subset_game, ((a, b),)) for a, b in pairs if not improves(game[b], game[a]))
    return next(losses, None)


def is_spi_in(representatives: Representatives, game: Game, subset_game: Game) -> bool:
    """Is surely nobody worse off when these representatives play the subset game, by the payoffs of `game`?

    Parameters
    ----------
    representatives : Representatives
    game, subset_game : Game
        Two of the games that they play.

    Returns
    -------
    bool

    Source: oesterheld-conitzer-2022, Definition 1 (repaired: D1)
    """
    return spi_violation(representatives, game, subset_game) is None


def is_strict_spi_in(representatives: Representatives, game: Game, subset_game: Game) -> bool:
    """Is surely nobody worse off and with positive probability somebody better off?

    Parameters
    ----------
    representatives : Representatives
    game, subset_game : Game
        Two of the games that they play.

    Returns
    -------
    bool

    Source: oesterheld-conitzer-2022, Definition 1 (repaired: D1)
    """
    pairs = joint_law(representatives, [game, subset_game])
    return is_spi_in(representatives, game, subset_game) and any(game[b] != game[a] for a, b in pairs)


def correspondence_violation(
    representatives: Representatives, game: Game, other: Game, correspondence: Correspondence
) -> Counterexample | None:
    """A pair (a, b) with b ∉ Φ(a) that is played with positive probability.

    Parameters
    ----------
    representatives : Representatives
    game, other : Game
        Γ and Γ′, two of the games that they play.
    correspondence : Correspondence
        Φ, from outcomes of Γ to sets of outcomes of Γ′.

    Returns
    -------
    Counterexample or None
        None exactly if the correspondence holds.

    Source: oesterheld-conitzer-2022, Definition 3
    """
    pairs = joint_law(representatives, [game, other])
    return next((Counterexample(game, other, ((a, b),)) for a, b in pairs if b not in correspondence(a)), None)


def correspondence_holds(
    representatives: Representatives, game: Game, other: Game, correspondence: Correspondence
) -> bool:
    """Is Γ ∼_Φ Γ′ for these representatives: surely Π(Γ′) ∈ Φ(Π(Γ))?

    Parameters
    ----------
    representatives : Representatives
    game, other : Game
        Γ and Γ′, two of the games that they play.
    correspondence : Correspondence
        Φ, from outcomes of Γ to sets of outcomes of Γ′.

    Returns
    -------
    bool

    Source: oesterheld-conitzer-2022, Definition 3
    """
    return correspondence_violation(representatives, game, other, correspondence) is None


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


def _play_reduced(book: Book, reduced: Game) -> Profile:
    for selection in book.selections:
        if selection.game == reduced:
            return selection.maps(next(outcome for page, outcome in book.outcomes if page == selection.page))
    raise GameError(f"the book has no page for {reduced!r}; known: {[selection.game for selection in book.selections]}")


def _collect(games: tuple[Game, ...], weighted: Sequence[tuple[tuple[Profile, ...], Exact]]) -> Representatives:
    """Add up the probabilities of equal states; those of probability 0 are dropped."""
    states: dict[tuple[Profile, ...], Fraction] = {}
    for outcomes, given in weighted:
        probability = exact(given, place=f"the probability of {outcomes}")
        if probability < 0:
            raise GameError(f"probability {probability} of {outcomes}; accepted: no negative number")
        states[outcomes] = states.get(outcomes, Fraction(0)) + probability
    return Representatives(games, tuple((p, outcomes) for outcomes, p in states.items() if p))
