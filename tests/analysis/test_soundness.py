"""Verdicts held against models: every Holds is true in every book, every Fails is false in one that is shown."""

import itertools
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

import pytest

import spi
from spi import Comparison, Correspondence, Exhausted, Game, profiles, subset_game
from spi.core.game import Profile
from spi.solve.books import Book, enumerate_books, sample_book
from spi.solve.counterexamples import (
    correspondence_holds,
    is_spi_in,
    is_strict_spi_in,
    satisfies_assumption_1,
    satisfies_assumption_2,
)
from spi.solve.representatives import Representatives, joint_law, law, representatives_from_books
from tests import oracle
from tests.bridge import to_oracle

Plays = dict[tuple[Profile, Profile], Book]
"""Joint outcomes of a game and its subset game in the books that use the same isomorphisms, each with such a book."""


# ---- random games and subset games


def random_game(rng: random.Random, shape: Sequence[int], top: int, low: int = 0) -> Game:
    names = tuple(tuple(f"{'abc'[i]}{x}" for x in range(size)) for i, size in enumerate(shape))
    table = tuple(tuple(Fraction(rng.randint(low, top)) for _ in shape) for _ in itertools.product(*names))
    return Game(tuple(f"P{i}" for i in range(len(shape))), names, table)


def two_blocks(rng: random.Random, base: Game, bonus: Sequence[int]) -> Game:
    """A game that reduces to what `base` reduces to, and a second block that pays the first one's payoffs and a bonus.

    Outside of the blocks the first player gets 9 for her part of the first block and −9 for that of the second, the
    others get 9 if they follow her and −9 if not: so she uses the first block whatever they do, and then they do too.
    """
    actions = [[*own, *(f"{x}'" for x in own)] for own in base.actions]
    extra = {a: rng.choice(bonus) for a in profiles(base)}
    table = []
    for a in itertools.product(*actions):
        second = ["'" in x for x in a]
        if any(second) and not all(second):
            wanted = [False] + [second[0]] * (len(second) - 1)
            table.append(tuple(Fraction(9 if own == want else -9) for own, want in zip(second, wanted, strict=True)))
        else:
            origin = tuple(x.rstrip("'") for x in a)
            table.append(tuple(u + (extra[origin] if all(second) else 0) for u in base[origin]))
    return Game(base.players, tuple(map(tuple, actions)), tuple(table))


def random_pair(rng: random.Random, seed: int) -> tuple[Game, Game]:
    """A game and a subset game of it, by turns: the same survivors, a moved copy of the reduced game, anything."""
    base = random_game(
        rng, rng.choice([(2, 2), (2, 2), (2, 3), (1, 3), (2, 2, 2), (2, 1, 2)]), rng.choice([0, 1, 1, 2])
    )
    if rng.random() < 0.2:
        base = random_game(rng, (2, 2), 0)
        base = subset_game(base, base.actions, [["1, 0", "0, 1"], ["0, 1", "1, 0"]])
    game = two_blocks(rng, base, rng.choice([(0,), (1,), (0, 1), (0, 1, 2), (-1, 0, 1)])) if seed % 6 else base
    reduced = spi.reduce(game).reduced
    if seed % 5 == 0:
        chances = zip(game.actions, reduced.actions, strict=True)
        return game, subset_game(game, [[x for x in own if x in left or rng.random() < 0.5] for own, left in chances])
    if seed % 5 in (1, 2):
        second = [[x for x in own if "'" in x] or own for own in game.actions]
        source = second if rng.random() < 0.8 else game.actions
        images = [rng.sample(own, len(left)) for own, left in zip(source, reduced.actions, strict=True)]
        if rng.random() < 0.5 and "'" in images[0][0]:
            images = [[f"{x}'" for x in own] for own in reduced.actions]
        scale, shift = Fraction(rng.choice([1, 2, 3]), 2), rng.randint(-1, 1)
        table = tuple(tuple(scale * u + shift for u in row) for row in reduced.table)
        return game, Game(game.players, tuple(map(tuple, images)), table)
    kept = [rng.sample(own, rng.randint(1, len(own))) for own in game.actions]
    if seed % 5 == 3:  # one outcome, a good one for the player who likes it least
        kept = [[x] for x in max(profiles(game), key=lambda a: (min(game[a]), rng.random()))]
    smaller = subset_game(game, kept)
    table = tuple(tuple(Fraction(rng.randint(0, 2)) for _ in row) for row in smaller.table)
    return game, smaller if rng.random() < 0.5 else Game(game.players, smaller.actions, table)


# ---- what a claim means in models


def plays_by_isomorphism(game: Game, smaller: Game) -> list[Plays]:
    found: dict[object, Plays] = defaultdict(dict)
    for book in enumerate_books([game, smaller]):
        someone = representatives_from_books([game, smaller], [(book, 1)])
        (pair,) = joint_law(someone, [game, smaller])
        found[book.selections][pair[0], pair[1]] = book
    return list(found.values())


def choices(plays: Plays, support: Sequence[Profile]) -> Iterator[tuple[tuple[Profile, Profile], ...]]:
    """For each supported outcome of the game one of the books that play it: the pairs that then have probability."""
    return itertools.product(*([pair for pair in plays if pair[0] == a] for a in support))


def mixture(game: Game, smaller: Game, plays: Plays, pairs: Sequence[tuple[Profile, Profile]]) -> Representatives:
    weights = [(plays[pair], Fraction(k + 1)) for k, pair in enumerate(pairs)]
    total = sum(weight for _, weight in weights)
    return representatives_from_books([game, smaller], [(book, weight / total) for book, weight in weights])


def gains(game: Game, pair: tuple[Profile, Profile]) -> bool:
    return any(v > u for u, v in zip(game[pair[0]], game[pair[1]], strict=True))


def check_weak(game: Game, smaller: Game, result: Comparison, models: list[Plays]) -> None:
    """Holds: true in every book. Fails: the violation named is realised in a book, in which the claim is false."""
    books = [(pair, book) for plays in models for pair, book in plays.items()]
    in_books = {pair: is_spi_in(mixture(game, smaller, {pair: book}, [pair]), game, smaller) for pair, book in books}
    assert all(in_books.values()) == result.is_spi
    if (change := result.violation) is not None:
        shown = change.outcome, change.becomes
        assert shown in in_books and not in_books[shown]
        i = game.player_index(change.player)
        assert game[change.becomes][i] < game[change.outcome][i]
    for plays in models:  # what an outcome can become, according to the verdict
        for a, b in plays:
            if result.relation != "isomorphic":
                assert b in result.becomes(a)
    if result.isomorphism is not None:
        assert any(set(plays) == {(a, result.isomorphism.maps(a)) for a, _ in plays} for plays in models)


def check_strict(game: Game, smaller: Game, result: Comparison, models: list[Plays]) -> None:
    """Strict Holds: an SPI in every book, and in every model whose law of Π(Γ) has the given support somebody gains.

    A model uses the same isomorphisms in all states. With positive probability it plays, for each supported outcome a,
    some pairs (a, b), and nothing else. If somebody gains already when only one b is chosen for each a, however it is
    chosen, she gains in all of these models; and each choice is a model. So all choices are gone through.
    """
    support = tuple(profiles(result.reduction.reduced)) if result.support is None else result.support
    fails_in: tuple[Plays, Sequence[tuple[Profile, Profile]]] | None = None
    for plays in models:
        for k, pairs in enumerate(choices(plays, support)):
            assert len(pairs) == len(support)
            if k == 2000:  # one by one: a choice without a gain has none at any outcome
                pairs = tuple(min((p for p in plays if p[0] == a), key=lambda pair: gains(game, pair)) for a in support)
            if not any(gains(game, pair) for pair in pairs):
                fails_in = plays, pairs
            if k == 0 and result.strict:
                assert is_strict_spi_in(mixture(game, smaller, plays, pairs), game, smaller)
            if fails_in or k == 2000:
                break
    assert result.strict == (result.is_spi and fails_in is None)
    if fails_in is not None:
        someone = mixture(game, smaller, *fails_in)
        assert set(law(someone, game)) == set(support)
        assert satisfies_assumption_1(someone) and satisfies_assumption_2(someone)
        assert not is_strict_spi_in(someone, game, smaller)
        assert not result.is_spi or is_spi_in(someone, game, smaller)


def soundness(seeds: range) -> Counter[tuple[object, ...]]:
    tally: Counter[tuple[object, ...]] = Counter()
    for seed in seeds:
        rng = random.Random(seed)
        game, smaller = random_pair(rng, seed)
        models = plays_by_isomorphism(game, smaller)
        outcomes = list(profiles(spi.reduce(game).reduced))
        weak, strict = spi.verify_spi(game, smaller), spi.verify_spi(game, smaller, strict=True)
        some = rng.sample(outcomes, rng.randint(1, len(outcomes)))
        on_support = spi.verify_spi(game, smaller, strict=True, support=some)
        assert bool(weak) == weak.result.is_spi
        check_weak(game, smaller, weak.result, models)
        for verdict in (strict, on_support):
            assert bool(verdict) == verdict.result.strict
            check_strict(game, smaller, verdict.result, models)
        relation = weak.result.relation
        tally[relation, "weak", bool(weak)] += 1
        tally[relation, "strict", bool(strict)] += 1
        tally[relation, "on a support", bool(on_support)] += 1
        tally[relation, "an SPI, not strict", bool(weak) and not strict] += 1
        tally["symmetric", relation, len(models) > 1] += 1
        tally["players", len(game.players)] += 1
        tally["eliminated", outcomes != list(profiles(game))] += 1
    return tally


def enough(tally: Counter[tuple[object, ...]], least: int) -> None:
    """Each relation with both answers; equal reduced games are never anything but an SPI that is not strict."""
    for relation in ("isomorphic", "unrelated"):
        for question in ("weak", "strict", "on a support"):
            assert min(tally[relation, question, True], tally[relation, question, False]) >= least, tally
        assert tally[relation, "an SPI, not strict", True] >= min(least, 5), tally
    assert tally["equal", "weak", True] >= least and tally["equal", "strict", False] >= least, tally
    assert not tally["equal", "weak", False] and not tally["equal", "strict", True]
    assert tally["symmetric", "isomorphic", True] >= least, tally
    assert min(tally["players", 2], tally["players", 3]) >= least, tally


def test_verify_spi_in_all_books() -> None:
    enough(soundness(range(100)), 3)


@pytest.mark.slow
def test_verify_spi_in_all_books_of_500_games() -> None:
    enough(soundness(range(1000, 1500)), 20)


# ---- true in all models, though no derivation says so


def test_unrelated_games_are_improvements_in_all_books() -> None:
    game = spi.load_game("ours/coordination")
    best = subset_game(game, [[own[0]] for own in game.actions])
    verdict = spi.verify_spi(game, best, strict=True)
    assert verdict and verdict.result.relation == "unrelated" and not verdict.result.derivable
    models = plays_by_isomorphism(game, best)
    assert [len(plays) for plays in models] == [4]
    check_weak(game, best, verdict.result, models)
    check_strict(game, best, verdict.result, models)
    worst = subset_game(game, [[own[-1]] for own in game.actions])
    check_weak(game, worst, spi.verify_spi(game, worst).result, plays_by_isomorphism(game, worst))
    # a Fails speaks of some model, not of all of them
    answers = [
        is_spi_in(representatives_from_books([game, worst], [(book, 1)]), game, worst)
        for book in enumerate_books([game, worst])
    ]
    assert set(answers) == {True, False}


# ---- existence: what is found is an SPI in every model


def check_found(verdict: spi.Verdict[Comparison, Exhausted], books: Sequence[Book], everything: bool) -> None:
    """An SPI in each of these books, and an outcome becomes what some isomorphism makes of it."""
    assert isinstance(verdict, spi.Holds)
    result = verdict.result
    game, smaller = result.game, result.subset_game
    before, after = result.reduction.reduced, result.subset_reduction.reduced
    assert before.actions != after.actions and not result.trivial
    pairs: set[tuple[Profile, Profile]] = set()
    for book in books:
        someone = representatives_from_books([game, smaller], [(book, 1)])
        assert is_spi_in(someone, game, smaller)
        ((a, b),) = joint_law(someone, [game, smaller])
        pairs.add((a, b))
    if everything:
        outcomes = frozenset(profiles(before)), frozenset(profiles(after))
        maps = [own.maps for own in spi.isomorphisms(before, after)]
        assert pairs == {(a, own(a)) for own in maps for a in outcomes[0]}
        single = Correspondence.from_maps(maps[0], *outcomes)
        someone = representatives_from_books([game, smaller], [(books[0], 1)])
        assert correspondence_holds(someone, game, smaller, Correspondence(*outcomes, frozenset(pairs)))
        assert len(maps) > 1 or correspondence_holds(someone, game, smaller, single)


def questions(game: Game) -> Iterator[tuple[str, bool, spi.Verdict[Comparison, Exhausted]]]:
    for strict, unilateral in itertools.product([False, True], [False, True]):
        verdict = spi.decide_spi(game, strict=strict, unilateral=unilateral)
        yield "unilateral" if unilateral else "omnilateral", strict, verdict


def existence(seeds: range) -> Counter[tuple[str, bool, bool]]:
    tally: Counter[tuple[str, bool, bool]] = Counter()
    for seed in seeds:
        game, _ = random_pair(random.Random(seed), seed)
        for kind, strict, verdict in questions(game):
            tally[kind, strict, bool(verdict)] += 1
            if isinstance(verdict, spi.Holds):
                result = verdict.result
                models = plays_by_isomorphism(game, result.subset_game)
                check_found(verdict, [book for plays in models for book in plays.values()], everything=True)
                check_weak(game, result.subset_game, result, models)
                check_strict(game, result.subset_game, result, models)
                assert result.strict or not strict
                alone = oracle.unilateral_players(to_oracle(game), to_oracle(result.subset_game))
                assert alone or kind == "omnilateral"
    return tally


def test_decide_spi_in_all_books() -> None:
    tally = existence(range(40))
    assert all(
        tally[key] >= 3 for key in itertools.product(["omnilateral", "unilateral"], [False, True], [False, True])
    )


@pytest.mark.slow
def test_decide_spi_in_all_books_of_300_games() -> None:
    tally = existence(range(2000, 2300))
    assert all(
        tally[key] >= 20 for key in itertools.product(["omnilateral", "unilateral"], [False, True], [False, True])
    )


# ---- larger games, in sampled books


def sampled(verdict: spi.Verdict[Comparison, Exhausted], number: int) -> None:
    assert isinstance(verdict, spi.Holds)
    listed, rng = [verdict.result.game, verdict.result.subset_game], random.Random(number)
    books = [sample_book(listed, rng) for _ in range(number)]
    check_found(verdict, books, everything=False)


@pytest.mark.parametrize("name", [name for name in spi.list_games() if not name.endswith("-spi")])
def test_the_shelf_in_sampled_books(name: str) -> None:
    found = [verdict for _, _, verdict in questions(spi.load_game(name)) if isinstance(verdict, spi.Holds)]
    for verdict in found:
        sampled(verdict, 10)
    assert len(found) == 4 or not name.endswith(("hardness-one-edge-into-two-cycle", "hardness-vertex-into-two"))


@pytest.mark.parametrize("base", [(4, 4), (3, 4), (3, 3, 3), (2, 3, 2)])
def test_larger_games_in_sampled_books(base: tuple[int, ...]) -> None:
    found: Counter[tuple[str, bool]] = Counter()
    for seed in range(3):
        rng = random.Random(seed)
        game = two_blocks(rng, random_game(rng, base, 1 + seed), (0, 1))
        for kind, strict, verdict in questions(game):
            if isinstance(verdict, spi.Holds):
                found[kind, strict] += 1
                sampled(verdict, 10)
    assert found["omnilateral", True] and found["omnilateral", False], found


@pytest.mark.parametrize("shape", [(4, 4), (3, 3, 3)])
def test_larger_games_without_a_plan_in_sampled_books(shape: tuple[int, ...]) -> None:
    tally: Counter[tuple[bool, bool]] = Counter()
    for seed in range(16):
        rng = random.Random(seed)
        game = random_game(rng, shape, 9)
        best = max(profiles(game), key=lambda a: min(game[a]))
        if seed % 2:  # the best outcome is worth 1, the others nothing
            table = tuple((Fraction(int(a == best)),) * len(shape) for a in profiles(game))
            game = Game(game.players, game.actions, table)
        smaller = subset_game(game, [[x] for x in best])
        verdict = spi.verify_spi(game, smaller)
        books = [sample_book([game, smaller], rng) for _ in range(24)]
        answers = [is_spi_in(representatives_from_books([game, smaller], [(b, 1)]), game, smaller) for b in books]
        assert all(answers) or not verdict
        tally[bool(verdict), all(answers)] += 1
    assert min(tally[True, True], tally[False, False]) >= 5, tally
