import itertools
import random
from collections import Counter, defaultdict
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import spi
from spi import Correspondence, Game, GameError, profiles, subset_game
from spi.core.correspondence import ActionMaps
from spi.solve.books import Book, Selection, count_books, enumerate_books, play, sample_book
from spi.solve.counterexamples import (
    Counterexample,
    assumption_1_violation,
    assumption_2_violation,
    correspondence_holds,
    correspondence_violation,
    is_spi_in,
    is_strict_spi_in,
    satisfies_assumption_1,
    satisfies_assumption_2,
    spi_violation,
)
from spi.solve.representatives import (
    Representatives,
    joint_law,
    law,
    representatives_from_books,
    representatives_from_law,
)
from spi.strategies import exact_numbers, games
from tests import oracle
from tests.bridge import from_oracle, relabelled, to_oracle

PAPER = "oesterheld-conitzer-2022/"
PENNIES = Game.from_payoffs([["1, -1", "-1, 1"], ["-1, 1", "1, -1"]], actions=[["H", "T"], ["h", "t"]])
COPY = replace(PENNIES, actions=(("H'", "T'"), ("h'", "t'")))
CONSTANT = Game.from_payoffs([["7, 7"] * 2] * 2)
LADDER = Game.from_payoffs([["0, 2", "1, 1"], ["0, 0", "1, 5"]])  # no automorphism but the identity, nothing dominated
PD = spi.load_game(PAPER + "prisoners-dilemma")
DEMAND = spi.load_game(PAPER + "demand-game")
DEMAND_SPI = spi.load_game(PAPER + "demand-game-spi")
TINY = games(max_players=3, max_actions=2, payoffs=exact_numbers(low=0, high=2))
DOMINATED = games(max_players=2, max_actions=2, payoffs=exact_numbers(low=0, high=1), dominated=True)


def one_action_less(game: Game) -> list[Game]:
    """The games Γ − ã of Assumption 1, by the oracle's definition of dominance."""
    plain, smaller = to_oracle(game), []
    for i, own in enumerate(game.actions):
        for x in own:
            if any(oracle.dominated(plain, i, x, y) for y in own if y != x):
                kept = [[z for z in acts if (j, z) != (i, x)] for j, acts in enumerate(game.actions)]
                smaller.append(from_oracle(oracle.restrict(plain, kept), game.players))
    return smaller


def by_selection(books: tuple[Book, ...]) -> list[list[Book]]:
    groups = defaultdict(list)
    for book in books:
        groups[book.selections].append(book)
    return list(groups.values())


# ---- books are models, and the only ones


def obeys_the_assumptions(listed: list[Game], group: list[Book]) -> None:
    for game in listed:
        for smaller in one_action_less(game):
            assert all(play(book, game) == play(book, smaller) for book in group)
    reduced = [game for game in listed if oracle.is_reduced(to_oracle(game))]
    for one, other in itertools.permutations(reduced, 2):
        candidates = oracle.isomorphisms(to_oracle(one), to_oracle(other))
        plays = [(play(book, one), play(book, other)) for book in group]
        assert not candidates or any(all(oracle.image(phi, a) == b for a, b in plays) for phi in candidates)


@given(TINY | DOMINATED, TINY | DOMINATED, st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_books_satisfy_the_assumptions(game: Game, other: Game, seed: int) -> None:
    end = spi.reduce(game).reduced
    listed = [game, *one_action_less(game), end, relabelled(end, seed), relabelled(game, seed + 1), other]
    for group in by_selection(enumerate_books(listed, budget=None)[:400]):
        obeys_the_assumptions(listed, group)
        mixture = representatives_from_books(listed, [(book, Fraction(1, len(group))) for book in group])
        assert satisfies_assumption_1(mixture) and satisfies_assumption_2(mixture)
    obeys_the_assumptions(listed, [sample_book(listed, random.Random(seed))])


@given(TINY, st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_enumeration_has_each_tuple_of_isomorphisms_once(game: Game, seed: int) -> None:
    # the first game of a class is read in one way only: the others' isomorphisms *from it* still take all values
    end = spi.reduce(game).reduced
    copies = [relabelled(end, seed), relabelled(end, seed + 1)]
    assume(len({end, *copies}) == 3)
    plain, *plain_copies = map(to_oracle, [end, *copies])
    assume(len(oracle.isomorphisms(plain, plain)) <= 8)
    books = enumerate_books([game, *copies])
    found = sorted(
        sorted((play(book, game), *(play(book, copy) for copy in copies)) for book in group)
        for group in by_selection(books)
    )
    expected = sorted(
        sorted((a, oracle.image(one, a), oracle.image(two, a)) for a in plain.u)
        for one in oracle.isomorphisms(plain, plain_copies[0])
        for two in oracle.isomorphisms(plain, plain_copies[1])
    )
    assert found == expected
    assert count_books([game, *copies]) == len(books) == len(set(books))


@pytest.mark.parametrize(
    ("listed", "number"),
    [
        ([PENNIES], 4),  # one reduced game: its outcomes, symmetries do not matter
        ([PENNIES, COPY], 4 * 2),  # identity and the exchange of both labels
        ([PENNIES, COPY, relabelled(PENNIES, 1)], 4 * 2 * 2),
        ([CONSTANT], 4),
        ([CONSTANT, relabelled(CONSTANT, 1)], 4 * 4),  # each player's labels can be exchanged
        ([PENNIES, CONSTANT], 4 * 4),  # two classes, independent
        ([PENNIES, COPY, CONSTANT, relabelled(CONSTANT, 1)], 8 * 16),
        ([LADDER, relabelled(LADDER, 1)], 4),  # rigid
        ([PD], 1),
        ([PD, spi.reduce(PD).reduced], 1),  # one reduced game
        ([DEMAND, DEMAND_SPI], 4),
        ([], 1),
    ],
)
def test_hand_counts(listed: list[Game], number: int) -> None:
    assert count_books(listed) == len(enumerate_books(listed)) == len(set(enumerate_books(listed))) == number


def test_too_many_books_are_refused_without_making_them() -> None:
    huge = Game.from_payoffs([["0, 0"] * 6] * 6)  # 36 outcomes, 518,400 automorphisms
    with pytest.raises(GameError, match="more than 300 books"):
        enumerate_books([huge, relabelled(huge, 1)], budget=300)
    with pytest.raises(GameError, match="more than 7 books"):
        enumerate_books([PENNIES, COPY], budget=7)
    assert len(enumerate_books([PENNIES, COPY], budget=8)) == 8


@pytest.mark.parametrize(("listed", "plays"), [([PENNIES, COPY], 8), ([CONSTANT, relabelled(CONSTANT, 1)], 16)])
def test_sampled_books(listed: list[Game], plays: int) -> None:
    rng = random.Random(1)
    books = [sample_book(listed, rng) for _ in range(20 * plays)]
    seen = Counter(tuple(play(book, game) for game in listed) for book in books)
    assert set(seen) == {tuple(play(book, game) for game in listed) for book in enumerate_books(listed)}
    assert len(seen) == plays
    assert all(5 <= times <= 40 for times in seen.values())  # 20 each are expected
    assert sample_book(listed, random.Random(3)) == sample_book(listed, random.Random(3))


def test_sampling_enumerates_nothing() -> None:
    huge = Game.from_payoffs([["0, 0"] * 6] * 6)
    listed = [huge, relabelled(huge, 1)]
    book = sample_book(listed, random.Random(1))
    assert play(book, huge) in set(profiles(huge)) and play(book, listed[1]) in set(profiles(listed[1]))


def test_neither_titles_nor_the_order_of_actions_matter() -> None:
    shuffled = subset_game(CONSTANT, [own[::-1] for own in CONSTANT.actions], title="another")
    copy = relabelled(CONSTANT, 1)
    for book in enumerate_books([CONSTANT, copy]):
        assert play(book, CONSTANT) == play(book, shuffled)
    assert enumerate_books([CONSTANT, copy]) == enumerate_books([shuffled, copy])
    assert sample_book([CONSTANT], random.Random(2)) == sample_book([shuffled], random.Random(2))


def test_players_correspond_by_position() -> None:
    renamed = replace(PENNIES, players=("Odd", "Even"))
    assert count_books([PENNIES, renamed]) == 8
    assert satisfies_assumption_2(
        representatives_from_books([PENNIES, renamed], [(enumerate_books([PENNIES, renamed])[0], 1)])
    )


# ---- what is no book, no mixture, no law


def test_books_are_checked() -> None:
    book, *_ = enumerate_books([PENNIES, DEMAND])
    pennies, demand = book.selections
    with pytest.raises(GameError, match="not reduced"):
        replace(pennies, game=DEMAND)
    with pytest.raises(GameError, match="not its canonical game"):
        replace(pennies, page=demand.page)
    rows, columns = pennies.maps.pairs
    exchanged = ActionMaps(pennies.page.players, (rows, tuple((x, {"h": "t", "t": "h"}[y]) for x, y in columns)))
    with pytest.raises(GameError, match="no isomorphism"):
        Selection(PENNIES, pennies.page, exchanged)
    with pytest.raises(GameError, match="two selections"):
        Book((pennies, pennies), book.outcomes)
    with pytest.raises(GameError, match="two outcomes"):
        Book((pennies,), book.outcomes[:1] * 2)
    with pytest.raises(GameError, match="no page"):
        Book((pennies,), book.outcomes[1:])
    with pytest.raises(GameError, match="no action 'H'"):
        Book((pennies,), ((pennies.page, ("H", "h")),))
    with pytest.raises(GameError, match="the book has no page"):
        play(book, CONSTANT)


def test_mixtures_use_one_isomorphism() -> None:
    books = enumerate_books([PENNIES, COPY])
    first, *_, last = books
    assert first.selections != last.selections
    with pytest.raises(GameError, match="different isomorphisms"):
        representatives_from_books([PENNIES, COPY], [(first, "1/2"), (last, "1/2")])
    same = [book for book in books if book.selections == first.selections]
    mixture = representatives_from_books([PENNIES, COPY, PENNIES], [(same[0], "1/3"), (same[1], "2/3"), (same[2], 0)])
    assert mixture.games == (PENNIES, COPY)
    assert law(mixture, PENNIES) == {play(same[0], PENNIES): Fraction(1, 3), play(same[1], PENNIES): Fraction(2, 3)}
    both = joint_law(mixture, [PENNIES, COPY])
    assert both == {
        (play(b, PENNIES), play(b, COPY)): p for b, p in zip(same[:2], (Fraction(1, 3), Fraction(2, 3)), strict=True)
    }


@pytest.mark.parametrize(
    ("given_law", "word"),
    [
        ({(("H", "h"),): "1/2"}, "sum to 1/2, not to 1"),
        ({}, "sum to 0"),
        ({(("H", "h"),): "3/2", (("H", "t"),): "-1/2"}, "no negative number"),
        ({(("H", "h"),): 0.5, (("H", "t"),): 0.5}, "float"),
        ({(("H", "x"),): 1}, "no action 'x'"),
        ({(("H",),): 1}, "not a profile"),
        ({(("H", "h"), ("H", "h")): 1}, "2 outcomes for 1 games"),
    ],
)
def test_bad_laws(given_law: dict[tuple[tuple[str, ...], ...], str], word: str) -> None:
    with pytest.raises(GameError, match=word):
        representatives_from_law([PENNIES], given_law)


def test_bad_representatives() -> None:
    with pytest.raises(GameError, match="listed two times"):
        representatives_from_law([PENNIES, subset_game(PENNIES, PENNIES.actions)], {(("H", "h"), ("H", "h")): 1})
    with pytest.raises(GameError, match="above 0"):
        Representatives((PENNIES,), ((Fraction(0), (("H", "h"),)), (Fraction(1), (("H", "t"),))))
    with pytest.raises(GameError, match="played alike"):
        Representatives((PENNIES,), ((Fraction(1, 2), (("H", "h"),)),) * 2)
    with pytest.raises(GameError, match="nothing is known"):
        law(representatives_from_law([PENNIES], {(("H", "h"),): 1}), CONSTANT)


# ---- laws that violate an assumption, and laws that do not


def test_assumption_1_of_a_law() -> None:
    cooperates = ("Cooperate", "Cooperate"), ("Defect", "Defect")
    naive = representatives_from_law([PD], {(a,): "1/2" for a in cooperates})
    assert assumption_1_violation(naive) == Counterexample(PD, spi.reduce(PD).reduced, ((cooperates[0], None),))
    assert not satisfies_assumption_1(naive) and satisfies_assumption_2(naive)
    assert satisfies_assumption_1(representatives_from_law([PD], {(cooperates[1],): 1, (cooperates[0],): 0}))

    end = spi.reduce(DEMAND).reduced
    one, two = ("DM", "RM"), ("RM", "DM")
    once = representatives_from_law([DEMAND, end], {(one, one): "1/2", (two, two): "1/2"})
    assert satisfies_assumption_1(once) and satisfies_assumption_2(once)
    differently = representatives_from_law([DEMAND, end], {(one, one): "1/2", (two, one): "1/2"})
    assert assumption_1_violation(differently) == Counterexample(DEMAND, end, ((two, one),))
    assert satisfies_assumption_2(differently)  # one game, not two isomorphic ones


def test_assumption_2_of_a_law() -> None:
    hh, ht = ("H", "h"), ("H", "t")
    straight = representatives_from_law([PENNIES, COPY], {(hh, ("H'", "h'")): "1/2", (ht, ("H'", "t'")): "1/2"})
    assert assumption_2_violation(straight) is None and satisfies_assumption_2(straight)
    exchanged = representatives_from_law([PENNIES, COPY], {(hh, ("T'", "t'")): "1/2", (ht, ("T'", "h'")): "1/2"})
    assert satisfies_assumption_2(exchanged)
    # each state for itself is explained by an isomorphism, both together are not
    both = representatives_from_law([PENNIES, COPY], {(hh, ("H'", "h'")): "1/2", (ht, ("T'", "h'")): "1/2"})
    assert satisfies_assumption_1(both) and not satisfies_assumption_2(both)
    pairs = ((hh, ("H'", "h'")), (ht, ("T'", "h'")))
    assert assumption_2_violation(both) == Counterexample(PENNIES, COPY, pairs)
    # Matching Pennies against a game that is not isomorphic to it may be played in any way
    free = representatives_from_law([PENNIES, LADDER], {(hh, ("a1", "b1")): "1/2", (hh, ("a2", "b1")): "1/2"})
    assert satisfies_assumption_2(free)
    # games that are not reduced stand for their reduced games
    demand = representatives_from_law([DEMAND, DEMAND_SPI], {(("DM", "RM"), ("RL", "DL")): 1})
    assert assumption_2_violation(demand) == Counterexample(DEMAND, DEMAND_SPI, ((("DM", "RM"), ("RL", "DL")),))


def test_laws_satisfy_both_assumptions_exactly_if_they_are_mixtures_of_books() -> None:
    rng, tally = random.Random(5), Counter[tuple[bool, bool]]()
    for _ in range(150):
        table = tuple((Fraction(rng.randrange(2)), Fraction(rng.randrange(2))) for _ in range(4))
        game = Game(("A", "B"), (("x", "y"), ("x", "y")), table)
        listed = list(dict.fromkeys([game, *one_action_less(game)[:1], relabelled(game, rng.randrange(99))]))
        groups = [{tuple(play(b, g) for g in listed) for b in group} for group in by_selection(enumerate_books(listed))]
        anything = list(itertools.product(*map(profiles, listed)))
        source = (
            anything if rng.random() < 0.3 else sorted(set().union(*(groups if rng.random() < 0.5 else groups[:1])))
        )
        states = rng.sample(source, min(len(source), rng.choice([1, 2, 3])))
        someone = representatives_from_law(listed, {state: Fraction(1, len(states)) for state in states})
        expected = any(group.issuperset(states) for group in groups)
        answers = satisfies_assumption_1(someone), satisfies_assumption_2(someone)
        assert all(answers) == expected
        tally[answers] += 1
        for answer, found in zip(
            answers, (assumption_1_violation(someone), assumption_2_violation(someone)), strict=True
        ):
            assert answer == (found is None)
            if found is not None and found.outcomes[0][1] is not None:
                assert set(found.outcomes) <= set(joint_law(someone, [found.game, found.other]))
    assert min(tally[True, True], tally[True, False], tally[False, True]) >= 10, tally


# ---- claims in a model


def test_spi_in_a_model() -> None:
    books = enumerate_books([DEMAND, DEMAND_SPI])
    full = representatives_from_books([DEMAND, DEMAND_SPI], [(book, "1/4") for book in books])
    assert is_spi_in(full, DEMAND, DEMAND_SPI) and is_strict_spi_in(full, DEMAND, DEMAND_SPI)
    assert spi_violation(full, DEMAND, DEMAND_SPI) is None
    peaceful = [b for b in books if play(b, DEMAND) == ("RM", "RM")]
    mild = representatives_from_books([DEMAND, DEMAND_SPI], [(book, 1) for book in peaceful])
    assert is_spi_in(mild, DEMAND, DEMAND_SPI) and not is_strict_spi_in(mild, DEMAND, DEMAND_SPI)
    worse = subset_game(DEMAND, [["DM"], ["RM"]])
    odd = representatives_from_law(
        [DEMAND, worse], {(("RM", "RM"), ("DM", "RM")): "1/2", (("DM", "DM"), ("DM", "RM")): "1/2"}
    )
    assert not is_spi_in(odd, DEMAND, worse) and not is_strict_spi_in(odd, DEMAND, worse)
    assert spi_violation(odd, DEMAND, worse) == Counterexample(DEMAND, worse, ((("RM", "RM"), ("DM", "RM")),))


def test_correspondences_in_a_model() -> None:
    end = spi.reduce(DEMAND).reduced
    books = enumerate_books([DEMAND, end])
    someone = representatives_from_books([DEMAND, end], [(book, "1/4") for book in books])
    assert correspondence_holds(someone, DEMAND, end, Correspondence.elimination(DEMAND, end))
    assert correspondence_holds(someone, DEMAND, DEMAND, Correspondence.identity(DEMAND))
    domain = frozenset(profiles(DEMAND))
    nothing = Correspondence(domain, frozenset(profiles(end)), frozenset({(("DM", "DM"), ("DM", "DM"))}))
    assert not correspondence_holds(someone, DEMAND, end, nothing)
    found = correspondence_violation(someone, DEMAND, end, nothing)
    assert found is not None and found.outcomes[0] in joint_law(someone, [DEMAND, end])
    assert found.outcomes[0][0] != ("DM", "DM")


def test_no_single_isomorphism_is_a_correspondence_in_all_models_but_their_union_is() -> None:
    maps = [own.maps for own in spi.isomorphisms(PENNIES, COPY)]
    single = [Correspondence.from_maps(own, profiles(PENNIES), profiles(COPY)) for own in maps]
    union = replace(single[0], pairs=single[0].pairs | single[1].pairs)
    for book in enumerate_books([PENNIES, COPY]):
        someone = representatives_from_books([PENNIES, COPY], [(book, 1)])
        assert [correspondence_holds(someone, PENNIES, COPY, own) for own in single].count(True) == 1
        assert correspondence_holds(someone, PENNIES, COPY, union)
