"""The search for isomorphisms against all bijections, on games that are hard to tell apart, and with bad hashes."""

import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, permutations, product
from math import factorial, prod
from random import Random
from typing import Any

import numpy as np
import pytest

from spi import Game, automorphisms, canonical_form, find_isomorphism, isomorphism_along, isomorphisms, profiles
from spi.core.compiling import compiled
from spi.errors import GameError
from spi.solve import _isomorphism_kernels as kernels
from spi.solve import graph_isomorphism, payoff_codes
from spi.solve import isomorphism as public
from spi.solve.individualisation import Effort, OutOfEffortError, find_images, new_path
from spi.solve.isomorphism import earlier_images, find_relabelling
from spi.solve.payoff_codes import array_codes
from spi.solve.refinement import new_board, verify
from spi.solve.symmetries import canonical_order, symmetries
from tests.bridge import relabelled
from tests.hard_games import cfi, circular, identity, latin_square_graph, paley, rook, shrikhande, sylvester


@pytest.fixture(params=["plain", "compiled"])
def mode(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Lists and plain Python for all games, or arrays and compiled kernels."""
    monkeypatch.setattr(payoff_codes, "SMALL", 0 if request.param == "compiled" else 10**9)
    return str(request.param)


def random_pair(rng: Random) -> tuple[Game, Game]:
    """Two games of one to three players with many ties; of ten pairs, about seven are isomorphic."""
    players = rng.choice([1, 2, 2, 2, 3])
    shape = [rng.randint(1, 3 if players < 3 else 2) for _ in range(players)]
    kinds: list[list[Any]] = [[0], [0, 1], [0, 0, 0, 1], [0, 1, 2], [-3, 5, Fraction(1, 7)], [0, 1, 10**30]]
    values = rng.choice(kinds)
    table = [tuple(rng.choice(values) for _ in shape) for _ in range(prod(shape))]
    if rng.random() < 0.5:
        table = [(row[0],) * players for row in table]
    other = list(table)
    if rng.random() < 0.5:
        other[rng.randrange(len(other))] = tuple(rng.choice(values) for _ in shape)
    names = tuple(tuple(f"{i}{k}" for k in range(size)) for i, size in enumerate(shape))
    one, two = (
        Game(tuple("ABC"[:players]), names, tuple(tuple(map(Fraction, row)) for row in rows)) for rows in (table, other)
    )
    two = relabelled(two, rng.randrange(10**6))
    if rng.random() < 0.1:  # never a negative scale
        two = Game(two.players, two.actions, tuple(tuple(-u for u in row) for row in two.table))
    return one, two


def normal_form(game: Game) -> dict[tuple[int, ...], tuple[Fraction, ...]]:
    """(u − min)/(max − min), from the definition, at each profile of numbered actions."""
    columns = []
    for column in zip(*game.table, strict=True):
        spread = max(column) - min(column)
        columns.append([(u - min(column)) / spread if spread else Fraction(0) for u in column])
    return dict(zip(product(*map(range, game.shape)), zip(*columns, strict=True), strict=True))


def all_maps(one: Game, two: Game) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Every tuple of bijections that preserves normalised payoffs: brute force."""
    mine, yours = normal_form(one), normal_form(two)
    if one.shape == two.shape:
        for maps in product(*(permutations(range(size)) for size in one.shape)):
            if all(u == yours[tuple(own[x] for own, x in zip(maps, a, strict=True))] for a, u in mine.items()):
                yield maps


def check_against_brute_force(one: Game, two: Game) -> bool:
    found = list(isomorphisms(one, two))
    brute = set(all_maps(one, two))
    numbered = [
        tuple(tuple(others.index(y) for y in own) for others, own in zip(two.actions, i.maps.images(), strict=True))
        for i in found
    ]
    assert len(numbered) == len(brute)
    assert set(numbered) == brute
    for i in found:
        assert min(i.scale) > 0
        for a in profiles(one):
            image = two[i.maps(a)]
            assert one[a] == tuple(s * u + c for s, u, c in zip(i.scale, image, i.shift, strict=True))
    return bool(found)


def test_all_isomorphisms_of_small_games(mode: str) -> None:
    count = 800 if mode == "plain" else 120
    rng = Random(count)
    answers = []
    for _ in range(count):
        one, two = random_pair(rng)
        answers.append(check_against_brute_force(one, two))
        assert (canonical_form(one).game.table == canonical_form(two).game.table) == answers[-1]
        assert (find_isomorphism(one, two) is not None) == answers[-1]
    assert 0.4 * count < sum(answers) < 0.9 * count


@pytest.mark.parametrize("kept", [1, 2, 3, 7])
def test_collisions_cost_time_and_nothing_else(monkeypatch: pytest.MonkeyPatch, kept: int) -> None:
    def bad(words: Any) -> None:
        for k in range(len(words)):
            words[k] = (words[k] * 5 + 3) % kept

    monkeypatch.setattr(kernels, "mix", bad)
    rng = Random(kept)
    answers = []
    for _ in range(80):
        one, two = random_pair(rng)
        answers.append(check_against_brute_force(one, two))
        assert (canonical_form(one).game.table == canonical_form(two).game.table) == answers[-1]
    assert 30 < sum(answers) < 75


def test_a_planted_relabelling_is_found_and_one_cell_makes_the_difference(mode: str) -> None:
    rng = np.random.default_rng(30)
    for shape in ((30, 30), (1, 40), (7, 5, 6), (3, 4, 2, 5), (23,)):
        players = len(shape)
        one = [rng.permutation(np.arange(np.prod(shape)) * 3 + i).reshape(shape) for i in range(players)]
        orders = [rng.permutation(size) for size in shape]
        two = [5 * own[np.ix_(*orders)] - 7 for own in one]
        expected = tuple(np.argsort(own).tolist() for own in orders)  # all payoffs differ, so that it is the only one
        assert find_relabelling(one, two) == expected
        two[-1].flat[-1] += 1  # below the next value, and no multiple of the unit
        assert find_relabelling(one, two) is None
        two[-1].flat[-1] -= 1
        two[-1].flat[[0, 1]] = two[-1].flat[[1, 0]]
        assert (find_relabelling(one, two) is None) == (players > 1)  # a single player's actions may change places


def test_arrays_and_games_give_the_same_maps(mode: str) -> None:
    for seed in range(5):
        rng = np.random.default_rng(seed)
        one = [rng.integers(0, 2, (5, 4)) for _ in range(2)]
        two = [3 * own[::-1, ::-1] + 1 for own in one]
        games = [Game.from_arrays(*(own.tolist() for own in arrays)) for arrays in (one, two)]
        found, maps = find_isomorphism(*games), find_relabelling(one, two)
        assert found is not None and maps is not None
        assert found.maps.images() == tuple(
            tuple(names[y] for y in own) for names, own in zip(games[1].actions, maps, strict=True)
        )


def test_equal_ranks_are_not_equal_payoffs(mode: str) -> None:
    """The same order of payoffs, at different distances; numbers below and above 64 bits, and denominators."""
    for unit in (1, 10**18, 10**40, Fraction(1, 3**50)):
        near, far = ([[0, unit], [2 * unit, k * unit]] for k in (3, 4))
        zero = [[0, 0], [0, 0]]
        one, two = Game.from_arrays(near, zero), Game.from_arrays(far, zero)
        assert find_isomorphism(one, two) is None
        assert canonical_form(one).game != canonical_form(two).game
        again = find_isomorphism(one, relabelled(one, 5))
        assert again is not None
    wide = [[0, 1], [10**40, 10**40 + 1]]
    assert find_isomorphism(Game.from_arrays(wide, wide), relabelled(Game.from_arrays(wide, wide), 3)) is not None
    other = [[0, 1], [10**40, 10**40 + 2]]
    assert find_isomorphism(Game.from_arrays(wide, wide), Game.from_arrays(other, other)) is None
    steps = [[[[10**18 * a + 10**9 * b + c + i for c in (0, 1)] for b in (0, 1)] for a in (0, 1, 5)] for i in range(3)]
    steps[0][2][1][1] += 1
    big = Game.from_arrays(*steps)  # the payoffs of all three do not fit into one number
    assert find_isomorphism(big, relabelled(big, 8)) is not None
    steps[2][2][1][1] += 1
    assert find_isomorphism(big, Game.from_arrays(*steps)) is None


def test_whole_numbers_of_every_width(mode: str) -> None:
    low, high = -(2**63), 2**63 - 1
    edge = np.array([[low, high], [0, low]])
    assert find_relabelling([edge, edge], [edge[:, ::-1], edge[:, ::-1]]) == ([0, 1], [1, 0])
    assert find_relabelling([edge, edge], [np.array([[low, high], [1, low]])] * 2) is None
    unsigned = np.array([[2**64 - 1, 2**63], [2**63 + 1, 2**64 - 2]], dtype=np.uint64)
    small = np.array([[2**63 - 1, 0], [1, 2**63 - 2]])
    assert find_relabelling([unsigned, unsigned], [small, small]) == ([0, 1], [0, 1])
    narrow = np.array([[-128, 127], [0, 5]], dtype=np.int8)
    wide = narrow.astype(np.int64) * 2**40
    assert find_relabelling([narrow, narrow], [wide, wide]) == ([0, 1], [0, 1])
    top = np.array([[2**64 - 1, 2**64 - 3]], dtype=np.uint64)
    assert find_relabelling([top, top], [np.array([[1, 0]])] * 2) == ([0], [0, 1])


def test_what_is_no_game_of_whole_numbers_is_refused() -> None:
    one = np.zeros((2, 2), dtype=int)
    with pytest.raises(GameError, match="float64; accepted: arrays of whole numbers"):
        find_relabelling([one, one + 0.5], [one, one])
    for arrays in ([one], [one, one[:1]], [one, one, one], [], [one[:0], one[:0]]):
        with pytest.raises(GameError, match="one array per player"):
            find_relabelling(arrays, [one, one])
    assert find_relabelling([one, one], [one[:1], one[:1]]) is None


def order_of_symmetries(matrix: list[list[int]]) -> int:
    """The order of the group, from the sizes of the transversals; generators and representatives are verified."""
    board = new_board(array_codes([np.array(matrix)] * 2))
    own = symmetries(new_path(board), Effort())
    for images in (*own.generators, *(m for t in own.transversals for m in t.values())):
        assert verify(board, board, images)
    return prod(map(len, own.transversals)) * prod(factorial(len(points)) for points in own.twins)


@pytest.mark.parametrize(
    ("matrix", "order"),
    [
        (rook(), 1152),  # S₄ ≀ S₂
        (rook(5), 2 * 120**2),
        (shrikhande(), 192),
        (paley(13), 78),  # q(q − 1)/2: x ↦ s²x + t
        (paley(41), 820),
        (sylvester(8), 168),  # |GL(3, 2)|: columns are the linear forms on the rows
        (sylvester(32), 9999360),  # |GL(5, 2)|
        (identity(20), factorial(20)),
        ([[0] * 9] * 9, factorial(9) ** 2),
        ([[1, 1, 0, 0], [0, 0, 1, 1], [5, 5, 5, 5]], 8),  # swap two pairs of twins, or the pairs
        (cfi(4, [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]), 24 * 2**3),  # S₄, and twists of the three cycles
    ],
)
def test_orders_of_groups(mode: str, matrix: list[list[int]], order: int) -> None:
    assert order_of_symmetries(matrix) == order


def test_each_symmetry_once_and_the_identity_first(mode: str) -> None:
    for matrix, order in ((sylvester(8), 168), ([[0, 0, 1, 2], [0, 0, 2, 1]], 4), (shrikhande(), 192)):
        game = Game.from_arrays(matrix, matrix)
        found = list(automorphisms(game))
        assert len({own.maps.pairs for own in found}) == len(found) == order
        assert found[0].maps.pairs == tuple(tuple((x, x) for x in own) for own in game.actions)
        assert all(isomorphism_along(game, game, own.maps) == own for own in found[:30])
    constant = Game.from_arrays([[0] * 40] * 40, [[0] * 40] * 40)
    first = [own.maps.pairs for own in islice(automorphisms(constant), 1000)]  # of 40!²
    assert len(set(first)) == 1000


def test_what_some_automorphism_takes_to_an_earlier_action(mode: str) -> None:
    """Exactly what brute force finds, each taken to the first that it can be taken to, by an automorphism."""
    rng, sizes = Random(f"earlier {mode}"), set()
    for _ in range(300 if mode == "plain" else 60):
        shape = rng.choice([(4,), (3, 3), (4, 3), (2, 2, 2), (2, 3, 2)])
        players = [[rng.randint(0, rng.randint(0, 1)) for _ in range(prod(shape))] for _ in shape]
        game = Game.from_arrays(*(np.array(own).reshape(shape) for own in players))
        starts = [sum(shape[:i]) for i in range(len(shape))]
        first = dict(enumerate(range(sum(shape))))
        for maps in all_maps(game, game):
            for low, own in zip(starts, maps, strict=True):
                for x, y in enumerate(own):
                    first[low + x] = min(first[low + x], low + y)
        found = earlier_images(game)
        assert set(found) == {x for x, y in first.items() if y < x}
        for x, maps_found in found.items():
            i = max(k for k, low in enumerate(starts) if low <= x)
            assert isomorphism_along(game, game, maps_found) is not None
            own_names = game.actions[i]
            assert maps_found.as_dict()[game.players[i]][own_names[x - starts[i]]] == own_names[first[x] - starts[i]]
        sizes.add(len(found))
    assert {0, 1, 2, 3} <= sizes


def shuffled(matrix: list[list[int]], seed: int) -> Any:
    rng = np.random.default_rng(seed)
    array = np.array(matrix)
    return array[rng.permutation(len(array))][:, rng.permutation(len(array))]


CUBE = [(0, 1), (1, 2), (2, 3), (3, 0), (4, 5), (5, 6), (6, 7), (7, 4), (0, 4), (1, 5), (2, 6), (3, 7)]
MOBIUS = [(k, (k + 1) % 10) for k in range(10)] + [(k, k + 5) for k in range(5)]
UTILITY = [(x, y) for x in (0, 1, 2) for y in (3, 4, 5)]
CYCLIC = [[(r + c) % 4 for c in range(4)] for r in range(4)]
KLEIN = [[r ^ c for c in range(4)] for r in range(4)]


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (rook(), shrikhande(), False),
        (shrikhande(), shrikhande(), True),
        (latin_square_graph(4, CYCLIC), latin_square_graph(4, KLEIN), False),  # the two groups of order 4
        (latin_square_graph(4, CYCLIC), latin_square_graph(4, [row[::-1] for row in CYCLIC]), True),
        (cfi(8, CUBE), cfi(8, CUBE, [0]), False),  # one twist cannot be undone
        (cfi(8, CUBE), cfi(8, CUBE, [2, 9]), True),  # two twists can
        (cfi(10, MOBIUS, [3]), cfi(10, MOBIUS, [12]), True),
        (cfi(10, MOBIUS), cfi(10, MOBIUS, [1, 5, 9]), False),
        (cfi(5, circular(5, [1, 2])), cfi(5, circular(5, [1, 2]), [4]), False),
    ],
)
def test_what_refinement_cannot_tell_apart(one: list[list[int]], two: list[list[int]], same: bool) -> None:
    u, w = np.array(one), shuffled(two, 1)
    boards = [new_board(array_codes([v, 5 * v - 2])) for v in (u, w)]
    paths = list(map(new_path, boards))
    assert paths[0].levels[0].trace == paths[1].levels[0].trace  # refinement alone sees no difference
    maps = find_relabelling([u, 5 * u - 2], [w, w])
    assert (maps is not None) == same
    if maps is not None:
        assert (w[np.ix_(*maps)] == u).all()
    forms = [canonical_order(path) for path in paths]
    assert (u[np.ix_(*forms[0])] == w[np.ix_(*forms[1])]).all() == same
    effort = Effort()
    found = find_images(paths[0], boards[1], symmetries(paths[1], Effort()).generators, effort)
    assert (found is not None) == same
    assert effort.failures <= 60


def test_effort_is_limited_in_dead_ends() -> None:
    source, target = (new_board(array_codes([np.array(m)] * 2)) for m in (cfi(6, UTILITY), cfi(6, UTILITY, [0])))
    effort = Effort()
    assert find_images(new_path(source), target, (), effort) is None
    without = effort.failures
    effort = Effort()
    assert find_images(new_path(source), target, symmetries(new_path(target), Effort()).generators, effort) is None
    assert effort.failures < without / 4  # known symmetries save most of them
    with pytest.raises(OutOfEffortError):
        find_images(new_path(source), target, (), Effort(without - 1))


def test_nauty_answers_where_the_search_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pynauty")
    for twisted in ([0, 1], [0]):
        one, two = np.array(cfi(8, CUBE)), shuffled(cfi(8, CUBE, twisted), 4)
        boards = [new_board(array_codes([own, own])) for own in (one, two)]
        images = graph_isomorphism.nauty_images(*boards)
        assert (images is not None) == (len(twisted) == 2)
        assert images is None or verify(boards[0], boards[1], images)
    asked: list[bool] = []

    def ask(source: Any, target: Any) -> None:
        asked.append(graph_isomorphism.nauty_images(source, target) is None)

    for name, value in (("EASY", 0), ("HARD", 0), ("nauty_images", ask)):
        monkeypatch.setattr(public, name, value)
    assert find_relabelling([one, one], [two, two]) is None
    assert asked == [True]


def test_without_nauty_the_search_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "HARD", 0)
    monkeypatch.setattr(public, "has_nauty", lambda: False)
    one, two = np.array(cfi(8, CUBE)), shuffled(cfi(8, CUBE, [0]), 4)
    assert find_relabelling([one, one], [two, two]) is None


@pytest.mark.parametrize("sizes", [(5,), (4, 3), (1, 6), (3, 1), (2, 3, 4), (2, 1, 3, 2)])
def test_kernels_compiled_or_not(sizes: tuple[int, ...]) -> None:
    rng = Random(sum(sizes))
    words, colours = ([rng.randrange(2**64) for _ in range(n)] for n in (prod(sizes), sum(sizes)))
    room = len(words) + 1
    arrays = [np.array(own, dtype=np.uint64) for own in (words, colours)]
    compiled(kernels.mix)(arrays[0])
    kernels.mix(words)
    assert arrays[0].tolist() == words
    out, plain = np.empty(len(colours), np.uint64), [0] * len(colours)
    scratch = [np.empty(room, np.uint64) for _ in range(3)]
    compiled(kernels.add_up)(arrays[0], np.array(sizes), arrays[1], *scratch, out)
    kernels.add_up(words, sizes, colours, [0] * room, [0] * room, [0] * room, plain)
    assert out.tolist() == plain
    starts = [sum(sizes[:k]) for k in range(len(sizes))]
    for k, size in enumerate(sizes):  # from the definition
        for x in range(size):
            total = colours[starts[k] + x] * kernels.STEP
            for word, a in zip(words, product(*map(range, sizes)), strict=True):
                if a[k] == x:
                    total += word * prod(colours[starts[j] + y] for j, y in enumerate(a) if j != k)
            assert plain[starts[k] + x] == total % 2**64
    images = [y for size in sizes for y in rng.sample(range(size), size)]
    moved = [0] * len(words)
    table = dict(zip(product(*map(range, sizes)), words, strict=True))
    for at, a in enumerate(product(*map(range, sizes))):
        moved[at] = table[tuple(images[starts[j] + y] for j, y in enumerate(a))]
    for broken in (False, True):
        if broken:
            moved[-1] ^= 1
        assert kernels.agree(moved, words, sizes, images, [0] * room) is not broken
        both = (
            np.array(moved, np.uint64),
            np.array(words, np.uint64),
            np.array(sizes),
            np.array(images),
            np.empty(room, np.int64),
        )
        assert compiled(kernels.agree)(*both) == (not broken)


def test_small_games_load_neither_numpy_nor_numba() -> None:
    program = (
        "import sys, spi; g = spi.load_game('ours/battle-of-the-sexes'); "
        "assert spi.find_isomorphism(g, g); list(spi.automorphisms(g)); spi.canonical_form(g); "
        "sys.exit('numpy' in sys.modules or 'numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
