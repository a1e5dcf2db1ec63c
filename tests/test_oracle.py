"""The reference itself, against the published tables and against answers worked out by hand.

"Table n" is a table of Oesterheld & Conitzer (2022). Each expected number has its reason next to it.
"""

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, combinations, product

import pytest

from tests.oracle import (
    G,
    Maps,
    Model,
    Profile,
    affine,
    dominated,
    duplicates,
    embeds,
    equal,
    exists_spi,
    gains,
    hardness_game,
    image,
    improving,
    injections,
    is_reduced,
    is_spi,
    is_strict_map,
    is_strict_spi,
    is_trivial,
    isomorphisms,
    model_pairs,
    omnilateral_maps,
    plain,
    profiles,
    reduce,
    restrict,
    subset_game_of,
    unilateral_maps,
    unilateral_players,
    unilateral_subset_game,
)

# Table 1: the Demand Game; Table 2: its SPI, with the utilities of the representatives.
DEMAND = plain(
    [("DM", "RM", "DL", "RL")] * 2,
    [
        [(-3, -3), (2, 0), (5, -5), (5, -5)],
        [(0, 2), (1, 1), (5, -5), (5, -5)],
        [(-5, 5), (-5, 5), (1, 1), (2, 0)],
        [(-5, 5), (-5, 5), (0, 2), (1, 1)],
    ],
)
DEMAND_SPI = plain([("DL", "RL")] * 2, [[(-3, -3), (2, 0)], [(0, 2), (1, 1)]])
# Table 3
PD = plain([("C", "D")] * 2, [[(3, 3), (1, 4)], [(4, 1), (2, 2)]])
# Table 4: the Complicated Temptation Game; Table 5: its unilateral SPI.
COMPLICATED = plain(
    [("T1", "T2", "R1", "R2"), ("C1", "C2", "F1", "F2")],
    [
        [(4, 2), (1, 1), (6, 0), (6, 0)],
        [(1, 1), (2, 4), (6, 0), (6, 0)],
        [(0, 0), (0, 0), (5, 3), (3, 2)],
        [(0, 0), (0, 0), (2, 2), (3, 5)],
    ],
)
COMPLICATED_SPI = plain(
    [("R1", "R2"), ("C1", "C2", "F1", "F2")],
    [[(0, 0), (0, 0), (4, 3), (1, 2)], [(0, 0), (0, 0), (1, 2), (2, 5)]],
)
# Table 6
TEMPTATION = plain([("T", "R"), ("C", "F")], [[(1, 2), (5, 1)], [(0, 0), (4, 4)]])
# Table 7
TABLE_7 = plain(
    [("a", "b", "c")] * 2,
    [
        [(-5, -5), (4, 0), (10, -100)],
        [(0, 4), (1, 1), (10, -100)],
        [(-100, 10), (-100, 10), (3, 3)],
    ],
)
# Games of no paper, small enough to be solved by hand.
PD_TIE = plain([("C", "D")] * 2, [[(2, 2), (1, 3)], [(3, 1), (2, 2)]])
COORDINATION = plain([("A", "B")] * 2, [[(2, 2), (0, 0)], [(0, 0), (1, 1)]])
CONSTANT = plain([("a", "b"), ("x", "y")], [[(0, 0), (0, 0)], [(0, 0), (0, 0)]])
SINGLE = plain([("a",), ("x",)], [[(7, -2)]])
PENNIES = plain([("H", "T"), ("h", "t")], [[(1, -1), (-1, 1)], [(-1, 1), (1, -1)]])
# Three players: every C pays everybody 2 and costs the one who plays it 3.
PUBLIC = plain(
    [("C", "D")] * 3,
    [
        [[(3, 3, 3), (1, 1, 4)], [(1, 4, 1), (-1, 2, 2)]],
        [[(4, 1, 1), (2, -1, 2)], [(2, 2, -1), (0, 0, 0)]],
    ],
)
# Rock-Paper-Scissors that dominates a copy of itself in which everybody gets 1 more.
_ROCK = [[(0, 0), (-1, 1), (1, -1)], [(1, -1), (0, 0), (-1, 1)], [(-1, 1), (1, -1), (0, 0)]]
TWO_BLOCKS = plain(
    [("R", "P", "S", "R'", "P'", "S'"), ("r", "p", "s", "r'", "p'", "s'")],
    [[*row, *[(20, -20)] * 3] for row in _ROCK]
    + [[*[(-20, -1)] * 3, *((x + 1, y + 1) for x, y in row)] for row in _ROCK],
)
# The Demand Game in which player 1 has a DM' that only differs from DM against demands for less.
DEMAND_TWIN = plain(
    [("DM", "DM'", "RM", "DL", "RL"), ("DM", "RM", "DL", "RL")],
    [
        [(-3, -3), (2, 0), (5, -5), (5, -5)],
        [(-3, -3), (2, 0), (6, -5), (6, -5)],
        [(0, 2), (1, 1), (5, -5), (5, -5)],
        [(-5, 5), (-5, 5), (1, 1), (2, 0)],
        [(-5, 5), (-5, 5), (0, 2), (1, 1)],
    ],
)
# The Demand Game in which both have a DL' that is like DL, except that (DL', DL') favours player 1.
DEMAND_CHOICE = plain(
    [("DM", "RM", "DL", "RL", "DL'")] * 2,
    [
        [(-3, -3), (2, 0), (5, -5), (5, -5), (5, -5)],
        [(0, 2), (1, 1), (5, -5), (5, -5), (5, -5)],
        [(-5, 5), (-5, 5), (1, 1), (2, 0), (1, 1)],
        [(-5, 5), (-5, 5), (0, 2), (1, 1), (0, 2)],
        [(-5, 5), (-5, 5), (1, 1), (2, 0), (2, 0)],
    ],
)
# Miscoordination pays both 1, and dominates a copy in which only (b', b') pays less than 1.
MISMATCH = plain(
    [("a", "b", "a'", "b'")] * 2,
    [
        [(0, 0), (1, 1), (5, -5), (5, -5)],
        [(1, 1), (0, 0), (5, -5), (5, -5)],
        [(-5, 5), (-5, 5), (1, 1), (1, 1)],
        [(-5, 5), (-5, 5), (1, 1), (0, 0)],
    ],
)
# Dominance leaves (a, x) with 0, 0. Had player 1 only c, and player 2 only z and w, it would be 0, 0 or 1, 1.
SPLIT = plain([("a", "c"), ("x", "z", "w")], [[(0, 0), (5, -1), (5, -1)], [(-1, 0), (0, 0), (1, 1)]])

ONE_EDGE, TWO_CYCLE = [[0, 1], [0, 0]], [[0, 1], [1, 0]]
ONE, TWO = [[0]], [[0, 0], [0, 0]]


def at(g: G, *profile: str) -> tuple[object, ...]:
    """The payoffs at one profile, comparable with plain numbers."""
    return g.u[profile]


# survivors, improving maps, non-trivial ones, strict?, players with a unilateral one, with a strict unilateral one
EXPECTED = {
    # (0,2) and (2,0) are attained only at (RM,DM), (RL,DL) and (DM,RM), (DL,RL): all stays or all moves.
    # Instructed alone to demand less, a player meets DM or RM, which are then still dominant.
    "demand": (DEMAND, "DM RM|DM RM", 2, 1, True, (), ()),
    # Nothing dominated, so maps permute the outcomes, and no two of those are worth the same: only the identity.
    "demand spi": (DEMAND_SPI, "DL RL|DL RL", 1, 0, False, (), ()),
    # (2,2) can stay or become (3,3). Whoever cooperates alone meets D.
    "pd": (PD, "D|D", 2, 1, True, (), ()),
    # (4,2) stays or becomes (5,3), (2,4) stays or becomes (3,5); one of each mixes blocks and leaves somebody 0.
    # Proposition 8: unilateral for player 1. With player 2 at F1, F2, T1 and T2 still dominate.
    "complicated": (COMPLICATED, "T1 T2|C1 C2", 2, 1, True, (0,), (0,)),
    # (1,2) stays or becomes (4,4), Proposition 7. Player 2 restricted to F would meet T.
    "temptation": (TEMPTATION, "T|C", 2, 1, True, (0,), (0,)),
    # (4,0) and (0,4) are improved on by no other outcome, and they fix all four actions.
    "table 7": (TABLE_7, "a b|a b", 1, 0, False, (), ()),
    # (D,D) stays or becomes (C,C), which is worth the same.
    "pd tie": (PD_TIE, "D|D", 2, 1, False, (), ()),
    # Nothing dominated, and (A,A) has to stay.
    "coordination": (COORDINATION, "A B|A B", 1, 0, False, (), ()),
    # Nothing dominated, and any of the 2! * 2! relabellings keeps the payoffs.
    "constant": (CONSTANT, "a b|x y", 4, 0, False, (), ()),
    "single": (SINGLE, "a|x", 1, 0, False, (), ()),
    # The identity and swapping both players' sides.
    "pennies": (PENNIES, "H T|h t", 2, 0, False, (), ()),
    # (0,0,0) stays, or at least two contribute: 1 + 3 + 1. Alone nobody makes the others contribute.
    "public": (PUBLIC, "D|D|D", 5, 4, True, (), ()),
    # Within the block, the 3 rotations. Into its copy, (0,0) may go anywhere, and a win (1) may become a win (2) or a
    # draw (1): equal rotations for both players (3), or reflections that turn half of the decisions into draws (6).
    # Of the 9 only the rotations are affine. Against R', P', S' the columns r, p, s are dominated (-1 < 0), but against
    # r', p', s' the rows R, P, S are not (20 > 2).
    "two blocks": (TWO_BLOCKS, "R P S|r p s", 12, 9, True, (0,), (0,)),
    # DM and DM' both need (2,0) against the image of RM, and only the column RM has it twice. So RM stays, hence DM of
    # player 2, and the twins may be exchanged.
    "twin": (DEMAND_TWIN, "DM DM' RM|DM RM", 2, 0, False, (), ()),
    # As in the Demand Game, and each player's DM may go to DL or DL': 1 + 2 * 2.
    "choice": (DEMAND_CHOICE, "DM RM|DM RM", 5, 4, True, (), ()),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_existence(name: str) -> None:
    g, survivors, maps, nontrivial, strict, unilateral, strict_unilateral = EXPECTED[name]
    kept, _ = reduce(g)
    assert kept == tuple(tuple(s.split()) for s in survivors.split("|"))
    assert len(omnilateral_maps(g)) == maps
    assert sum(not is_trivial(kept, phi) for phi in omnilateral_maps(g)) == nontrivial
    assert exists_spi(g, False) == (nontrivial > 0)
    assert exists_spi(g, True) == strict
    players = range(len(kept))
    assert tuple(i for i in players if exists_spi(g, False, [i])) == unilateral
    assert tuple(i for i in players if exists_spi(g, True, [i])) == strict_unilateral
    assert exists_spi(g, False, players) == bool(unilateral)


@pytest.mark.parametrize("name", EXPECTED)
def test_every_map_makes_an_spi(name: str) -> None:
    g = EXPECTED[name][0]
    kept, _ = reduce(g)
    for phi in omnilateral_maps(g):
        gs = subset_game_of(g, kept, phi)
        assert is_spi(g, gs)
        assert is_strict_spi(g, gs) == is_strict_map(g, kept, phi)
        assert not (is_trivial(kept, phi) and is_strict_map(g, kept, phi))  # a permutation cannot raise the total
    for i in range(len(kept)):
        for phi in unilateral_maps(g, i):
            gs = unilateral_subset_game(g, kept, phi, i)
            assert is_spi(g, gs)
            assert i in unilateral_players(g, gs)


def test_plain() -> None:
    g = plain([("a", "b"), ("x",)], [[("1/2", 3)], [(0, Fraction(1, 3))]])
    assert g.u == {("a", "x"): (Fraction(1, 2), Fraction(3)), ("b", "x"): (Fraction(0), Fraction(1, 3))}
    assert profiles(g.actions) == [("a", "x"), ("b", "x")]
    assert profiles(PUBLIC.actions)[1] == ("C", "C", "D")
    assert at(PUBLIC, "C", "C", "D") == (1, 1, 4)
    with pytest.raises(TypeError):
        plain([("a",)], [(0.5,)])
    with pytest.raises(ValueError, match="zip"):
        plain([("a", "b")], [(1,)])


def test_restrict_and_equal() -> None:
    assert restrict(PD, [("D",), ("C",)]).u == {("D", "C"): (Fraction(4), Fraction(1))}
    assert equal(restrict(PD, [("D", "C"), ("C", "D")]), PD)
    assert not equal(PD, PD_TIE)
    assert not equal(restrict(PD, [("D",), ("D",)]), PD)


def test_dominance_is_strict_and_pure() -> None:
    assert dominated(PD, 0, "C", "D")  # 3 < 4 and 1 < 2
    assert not dominated(PD, 0, "D", "C")
    assert not dominated(TEMPTATION, 1, "F", "C")  # against R, F pays 4 and C pays 0
    assert dominated(restrict(TEMPTATION, [("T",), ("C", "F")]), 1, "F", "C")
    # B is only weakly worse than T; if it fell, R would follow.
    weak = plain([("T", "B"), ("L", "R")], [[(1, 1), (1, 0)], [(1, 0), (0, 1)]])
    assert is_reduced(weak)
    # M pays 1, half U and half D pays 3/2 against both, but neither alone is better against both.
    mixed = plain([("U", "D", "M"), ("L", "R")], [[(3, 0), (0, 1)], [(0, 1), (3, 0)], [(1, 0), (1, 0)]])
    assert reduce(mixed) == (mixed.actions, [])
    # One player: both best actions stay.
    assert reduce(plain([("a", "b", "c")], [(1,), (1,), (0,)]))[0] == (("a", "b"),)
    # A tie keeps y, a difference does not, whatever it means for the other player.
    assert is_reduced(plain([("a",), ("x", "y")], [[(0, 1), (5, 1)]]))
    assert reduce(plain([("a",), ("x", "y")], [[(0, 2), (5, 1)]])) == ((("a",), ("x",)), [(1, "y", "x", "dominated")])


def test_duplicates() -> None:
    assert not duplicates(DEMAND_TWIN, 0, "DM'", "DM")  # 5 and 6 against DL
    without = restrict(DEMAND_TWIN, [DEMAND_TWIN.actions[0], ("DM", "RM")])
    assert duplicates(without, 0, "DM'", "DM")
    assert not duplicates(without, 0, "RM", "DM")
    kept, log = reduce(DEMAND_TWIN, merge_duplicates=True)
    assert kept == (("DM", "RM"), ("DM", "RM"))
    assert (0, "DM'", "DM", "duplicate") in log
    # What player 2 gets differs although player 1 does not care, so nothing is merged.
    assert len(reduce(plain([("a", "b"), ("x",)], [[(1, 0)], [(1, 1)]]), merge_duplicates=True)[0][0]) == 2
    # Player 2 stays and so does RM, and DM may become its twin; or all move as in the Demand Game.
    assert len(omnilateral_maps(DEMAND_TWIN, merge_duplicates=True)) == 3
    assert exists_spi(DEMAND_TWIN, True, merge_duplicates=True)
    assert not exists_spi(DEMAND_TWIN, False)
    assert [len(a) for a in reduce(CONSTANT, merge_duplicates=True)[0]] == [1, 1]
    with pytest.raises(ValueError, match="omnilateral"):
        exists_spi(DEMAND_TWIN, True, [0], merge_duplicates=True)


def test_order_does_not_matter() -> None:
    for g in (DEMAND, COMPLICATED, TEMPTATION, TABLE_7, PUBLIC, TWO_BLOCKS, hardness_game(ONE_EDGE, TWO_CYCLE)):
        logs = set()
        for seed in range(10):
            kept, log = reduce(g, random.Random(seed))
            assert kept == reduce(g)[0]
            logs.add(tuple(log))
            left = g
            for i, x, y, rule in log:
                assert rule == "dominated"
                assert dominated(left, i, x, y)
                left = restrict(left, [[z for z in a if (j, z) != (i, x)] for j, a in enumerate(left.actions)])
            assert left.actions == kept
            assert is_reduced(left)
        assert len(logs) > 1 or g is TEMPTATION  # where F falls only after R
    for seed in range(10):
        kept, _ = reduce(DEMAND_TWIN, random.Random(seed), merge_duplicates=True)
        assert [len(a) for a in kept] == [2, 2]  # one of the twins, by chance, and RM


def test_affine() -> None:
    def fit(*pairs: tuple[int, int]) -> tuple[object, object] | None:
        return affine([(Fraction(s), Fraction(t)) for s, t in pairs])

    assert fit((2, 3), (1, 2), (4, 5)) == (1, -1)  # Tables 4 and 5: source = target - 1
    assert fit((1, 10), (3, 20)) == (Fraction(1, 5), -1)
    assert fit((1, 1), (2, 2), (5, 4)) is None
    assert fit((1, 0), (0, 1)) is None  # scale -1
    assert fit((4, 7), (4, 7)) == (1, -3)
    assert fit((4, 7), (4, 8)) is None  # scale 0
    assert fit((4, 7), (5, 7)) is None


def test_injections() -> None:
    both = list(injections([("a",), ("x", "y")], [("a", "b"), ("x", "y", "z")]))
    assert len(both) == 2 * 6  # 2 images of a; 3 * 2 of (x, y)
    assert ({"a": "b"}, {"x": "z", "y": "x"}) in both
    assert ({"a": "b"}, {"x": "z", "y": "z"}) not in both


def test_isomorphisms() -> None:
    def negated(g: G) -> G:
        return G(g.actions, {a: tuple(-x for x in v) for a, v in g.u.items()})

    # Exchange the sides of one of the two players.
    assert len(isomorphisms(PENNIES, negated(PENNIES))) == 2
    assert ({"H": "T", "T": "H"}, {"h": "h", "t": "t"}) in isomorphisms(PENNIES, negated(PENNIES))
    # The values 0, 1, 2, 5 have gaps 1, 1, 3 and their negatives 3, 1, 1.
    ladder = plain([("a", "b"), ("x", "y")], [[(0, 0), (1, 1)], [(2, 2), (5, 5)]])
    assert not isomorphisms(ladder, negated(ladder))
    assert len(isomorphisms(ladder, ladder)) == 1
    # A constant is no copy of a variable payoff, in neither direction.
    one, other = (plain([("a", "b"), ("x",)], [[(0, 0)], [(p, 0)]]) for p in (0, 1))
    assert not isomorphisms(one, other)
    assert not isomorphisms(other, one)
    assert len(isomorphisms(one, one)) == 2
    # Sizes, and that players keep their places.
    assert not isomorphisms(SINGLE, CONSTANT)
    assert not isomorphisms(one, plain([("a",), ("x", "y")], [[(0, 0), (0, 0)]]))
    sexes = plain([("O", "F")] * 2, [[(2, 1), (0, 0)], [(0, 0), (1, 2)]])
    swapped = plain([("O", "F")] * 2, [[(1, 2), (0, 0)], [(0, 0), (2, 1)]])
    assert isomorphisms(sexes, swapped) == [({"O": "F", "F": "O"}, {"O": "F", "F": "O"})]
    # Rock-Paper-Scissors: the rotations. Its copy in the second block: payoffs shifted by 1.
    upper = restrict(TWO_BLOCKS, [("R", "P", "S"), ("r", "p", "s")])
    lower = restrict(TWO_BLOCKS, [("R'", "P'", "S'"), ("r'", "p'", "s'")])
    assert len(isomorphisms(upper, upper)) == len(isomorphisms(upper, lower)) == 3
    # Tables 1 and 2, with and without another scale.
    kept = restrict(DEMAND, reduce(DEMAND)[0])
    scaled = G(DEMAND_SPI.actions, {a: (10 * x - 7, y / 3) for a, (x, y) in DEMAND_SPI.u.items()})
    move = {"DM": "DL", "RM": "RL"}
    assert isomorphisms(kept, DEMAND_SPI) == isomorphisms(kept, scaled) == [(move, move)]


def test_maps_of_the_demand_game() -> None:
    kept, _ = reduce(DEMAND)
    stay: Maps = ({"DM": "DM", "RM": "RM"},) * 2
    move: Maps = ({"DM": "DL", "RM": "RL"},) * 2
    assert omnilateral_maps(DEMAND) == [stay, move]
    assert is_trivial(kept, stay)
    assert is_trivial(kept, ({"DM": "RM", "RM": "DM"},) * 2)
    assert not is_trivial(kept, (stay[0], move[1]))
    assert image(move, ("DM", "RM")) == ("DL", "RL")
    assert is_strict_map(DEMAND, kept, move)  # (DM, DM): -3, -3 becomes 1, 1
    assert not is_strict_map(DEMAND, kept, stay)
    assert not improving(DEMAND, kept, (stay[0], move[1]))  # (DM, DM): player 2 falls from -3 to -5
    assert gains(DEMAND, ("DM", "DM"), ("DL", "DL"))
    assert not gains(DEMAND, ("DM", "RM"), ("DL", "RL"))
    assert equal(subset_game_of(DEMAND, kept, move), DEMAND_SPI)


def test_distinct_subset_games() -> None:
    def distinct(g: G) -> int:
        kept, _ = reduce(g)
        maps = [phi for phi in omnilateral_maps(g) if not is_trivial(kept, phi)]
        return len({frozenset(subset_game_of(g, kept, phi).u.items()) for phi in maps})

    assert distinct(TWO_BLOCKS) == 3  # 9 maps, 3 automorphisms of the source
    assert distinct(PUBLIC) == 4  # one for each image
    assert distinct(DEMAND_CHOICE) == 4  # the pair of images of DM tells them apart


def test_unilateral() -> None:
    kept, _ = reduce(COMPLICATED)
    stay, move = omnilateral_maps(COMPLICATED)
    assert unilateral_maps(COMPLICATED, 0) == [stay, move]
    assert unilateral_maps(COMPLICATED, 1) == [stay]
    assert equal(unilateral_subset_game(COMPLICATED, kept, move, 0), COMPLICATED_SPI)  # Table 5
    assert unilateral_players(COMPLICATED, COMPLICATED_SPI) == (0,)
    assert unilateral_players(COMPLICATED, COMPLICATED) == (0, 1)
    assert unilateral_players(DEMAND, DEMAND_SPI) == ()
    # Player 2's utilities may not be touched, player 1's may.
    for i, players in ((0, (0,)), (1, ())):
        u = {a: tuple(x + 1 if i == j else x for j, x in enumerate(v)) for a, v in COMPLICATED_SPI.u.items()}
        assert unilateral_players(COMPLICATED, G(COMPLICATED_SPI.actions, u)) == players
    # 3 rotations of either block, see above.
    assert [len(unilateral_maps(TWO_BLOCKS, i)) for i in (0, 1)] == [6, 3]
    # Three players: one may differ and two may not.
    assert unilateral_players(PUBLIC, restrict(PUBLIC, [("C",), ("C", "D"), ("C", "D")])) == (0,)
    assert unilateral_players(PUBLIC, restrict(PUBLIC, [("C",), ("C",), ("C", "D")])) == ()


def test_spi_equal() -> None:
    for g in (DEMAND, PD, PENNIES, COORDINATION, PUBLIC):
        kept = restrict(g, reduce(g)[0])
        for gs in (g, kept):
            assert model_pairs(g, gs) == [{(a, a) for a in kept.u}]
            assert is_spi(g, gs)
            assert not is_strict_spi(g, gs)
    # With shifted utilities Matching Pennies is another game, and Assumption 2 may exchange both sides.
    shifted = G(PENNIES.actions, {a: (x + 1, y) for a, (x, y) in PENNIES.u.items()})
    assert len(model_pairs(PENNIES, shifted)) == 2
    assert is_spi(PENNIES, shifted)
    assert not is_strict_spi(PENNIES, shifted)


def test_spi_isomorphic() -> None:
    # Propositions 5 to 8, in each case strict, with the utilities of the tables or none in particular.
    assert is_strict_spi(DEMAND, DEMAND_SPI)
    assert is_strict_spi(PD, plain([("C",), ("C",)], [[(0, 17)]]))
    assert is_strict_spi(COMPLICATED, COMPLICATED_SPI)
    assert is_strict_spi(TEMPTATION, restrict(TEMPTATION, [("R",), ("C", "F")]))
    # Proposition 6: it takes the conflict.
    assert is_strict_spi(DEMAND, DEMAND_SPI, [("DM", "DM")])
    assert not is_strict_spi(DEMAND, DEMAND_SPI, [("DM", "RM"), ("RM", "RM")])
    # Table 5 improves on all four outcomes.
    assert all(is_strict_spi(COMPLICATED, COMPLICATED_SPI, [a]) for a in product(("T1", "T2"), ("C1", "C2")))
    # Payoffs of the representatives that reverse the roles: (DM, RM) = (2, 0) becomes (RL, DL) = (0, 2).
    assert not is_spi(DEMAND, plain([("DL", "RL")] * 2, [[(1, 1), (0, 2)], [(2, 0), (-3, -3)]]))
    # The representatives take (B, B) for the better outcome, the players know it is not.
    assert not is_spi(COORDINATION, plain([("A", "B")] * 2, [[(1, 1), (0, 0)], [(0, 0), (2, 2)]]))
    # Nothing lost, nothing gained; and with one side alone somebody loses.
    assert is_spi(PD_TIE, restrict(PD_TIE, [("C",), ("C",)]))
    assert not is_strict_spi(PD_TIE, restrict(PD_TIE, [("C",), ("C",)]))
    assert not is_spi(PD, restrict(PD, [("C",), ("C", "D")]))
    assert not is_strict_spi(PD, restrict(PD, [("C",), ("C", "D")]))
    with pytest.raises(ValueError, match="support"):
        is_strict_spi(PD, PD, [])
    with pytest.raises(ValueError, match="support"):
        is_strict_spi(PD, PD, [("C", "C")])


def test_support_and_unknown_isomorphism() -> None:
    # (a, a) and (b, b) go to (a', a') = 1, 1 and (b', b') = 0, 0, or the other way round; a model for each.
    gs = plain([("a'", "b'")] * 2, [[(0, 0), (1, 1)], [(1, 1), (0, 0)]])
    assert len(model_pairs(MISMATCH, gs)) == 2
    assert is_strict_spi(MISMATCH, gs)
    assert is_strict_spi(MISMATCH, gs, [("a", "a"), ("b", "b")])
    assert not is_strict_spi(MISMATCH, gs, [("a", "a")])
    assert not is_strict_spi(MISMATCH, gs, [("b", "b"), ("a", "b")])


def test_spi_unrelated() -> None:
    # (A, A) is best whatever would have been played, although Definition 5 derives nothing.
    best, worse = (restrict(COORDINATION, [(x,), (x,)]) for x in "AB")
    assert model_pairs(COORDINATION, best) == [{(a, ("A", "A")) for a in COORDINATION.u}]
    assert is_strict_spi(COORDINATION, best)
    assert not is_strict_spi(COORDINATION, best, [("A", "A")])
    assert is_strict_spi(COORDINATION, best, [("A", "A"), ("B", "B")])
    assert not is_spi(COORDINATION, worse)
    # Both z and w may be played, and always z is no gain.
    assert reduce(SPLIT)[0] == (("a",), ("x",))
    open_end = plain([("c",), ("z", "w")], [[(0, 0), (0, 0)]])
    assert is_spi(SPLIT, open_end)
    assert not is_strict_spi(SPLIT, open_end)
    assert is_strict_spi(SPLIT, restrict(SPLIT, [("c",), ("z", "w")]))  # w dominates z
    assert not is_strict_spi(SPLIT, restrict(SPLIT, [("c",), ("z",)]))


def laws(model: Model, support: set[Profile]) -> Iterator[tuple[tuple[Profile, Profile], ...]]:
    """All sets of possible pairs that can together have positive probability, for this support."""
    pairs = [pair for pair in model if pair[0] in support]
    sets = chain.from_iterable(combinations(pairs, k) for k in range(1, len(pairs) + 1))
    return (law for law in sets if {a for a, _ in law} == support)


def test_strictness_by_all_laws() -> None:
    rng = random.Random(5)
    seen = set()
    for _ in range(600):
        actions = [("a", "b", "c"), ("x", "y")]
        g = plain(actions, [[[rng.randint(0, 1) for _ in actions] for _ in actions[1]] for _ in actions[0]])
        part = [rng.sample(a, rng.randint(1, len(a))) for a in actions]
        gs = plain(part, [[[rng.randint(0, 1) for _ in part] for _ in part[1]] for _ in part[0]])
        possible = profiles(reduce(g)[0])
        support = set(rng.sample(possible, rng.randint(1, min(2, len(possible)))))
        models = model_pairs(g, gs)
        strict = is_spi(g, gs) and all(
            any(gains(g, a, b) for a, b in law) for model in models for law in laws(model, support)
        )
        assert is_strict_spi(g, gs, support) == strict
        seen.add((strict, len(models) > 1, len(models[0]) > len(possible)))
    assert {(True, False, True), (False, False, True), (True, False, False), (False, True, False)} <= seen


def test_embeds() -> None:
    assert embeds(ONE_EDGE, TWO_CYCLE) == 2  # along either edge
    assert embeds(TWO_CYCLE, ONE_EDGE) == 0
    assert embeds(TWO, TWO_CYCLE) == 2  # not induced: more edges do not matter
    assert embeds(ONE, TWO) == 2
    assert embeds(TWO, ONE) == 0
    assert embeds([[1]], [[0]]) == 1  # loops do not count
    cycle = [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
    assert embeds(cycle, cycle) == 3
    assert embeds(ONE_EDGE, cycle) == 3


def test_hardness_payoffs() -> None:
    g = hardness_game(ONE_EDGE, TWO_CYCLE)  # epsilon = 1/8
    eps = Fraction(1, 8)
    assert [len(a) for a in g.actions] == [12, 12]
    # Vertices: 2 on the diagonal, else the edge for player 1 and 1 for player 2.
    assert at(g, "T1", "D1") == at(g, "R2", "P2") == (2, 2)
    assert (at(g, "T1", "D2"), at(g, "T2", "D1"), at(g, "R2", "P1")) == ((1, 1), (0, 1), (1, 1))
    # Vertex 1 and its partner 3: 4 + column * epsilon, and 1 more in the target; any other partner -1.
    assert (at(g, "T1", "D3"), at(g, "T3", "D1"), at(g, "R4", "P2")) == (
        (4 + 3 * eps, 4),
        (4 + eps, 4),
        (5 + 2 * eps, 4),
    )
    assert at(g, "T1", "D4") == at(g, "T4", "D1") == at(g, "T3", "D3") == at(g, "R3", "P4") == (-1, -1)
    # Corners 5 and 6.
    assert [at(g, "T5", "D5"), at(g, "T5", "D6"), at(g, "R6", "P5"), at(g, "R6", "P6")] == [
        (6, eps),
        (eps, eps),
        (eps, eps),
        (eps, 6),
    ]
    assert (at(g, "T5", "D4"), at(g, "R6", "P1"), at(g, "T3", "D5"), at(g, "R1", "P6")) == (
        (3, 0),
        (4, 0),
        (0, 3),
        (0, 3),
    )
    assert (at(g, "R1", "D6"), at(g, "T6", "P1")) == ((-2, -1), (10, -10))
    # The larger graph decides, and only the order of the graph itself moves the corners.
    assert at(hardness_game(ONE, TWO), "T3", "D4") == at(hardness_game(TWO, ONE), "R3", "P4") == (eps, eps)
    printed = hardness_game(ONE_EDGE, TWO_CYCLE, "formula")
    assert (at(printed, "T5", "D4"), at(printed, "R1", "P6")) == ((3, eps), (eps, 3))
    # 4 * 2 cells in each of two blocks, for each of two players.
    assert sum(printed.u[a] != g.u[a] for a in g.u) == 32


def test_hardness_map() -> None:
    # The vertex goes to the first of two, its partner 2 to 3, the corners 3, 4 to 5, 6.
    numbers = {1: 1, 2: 3, 3: 5, 4: 6}
    phi = ({f"T{i}": f"R{j}" for i, j in numbers.items()}, {f"D{i}": f"P{j}" for i, j in numbers.items()})
    for corners, reducible in (("table", True), ("formula", False)):
        g = hardness_game(ONE, TWO, "table" if corners == "table" else "formula")
        kept, _ = reduce(g)
        assert kept == (tuple(phi[0]), tuple(phi[1]))
        assert is_strict_map(g, kept, phi)
        # With epsilon in the corner rows no column is better than P2 at R5, so P2 is not dominated.
        left, _ = reduce(unilateral_subset_game(g, kept, phi, 0))
        assert (left == (tuple(phi[0].values()), tuple(phi[1].values()))) == reducible
    # Of the two edges of the cycle one would be missing.
    for graph, target, fits in ((ONE_EDGE, TWO_CYCLE, True), (TWO_CYCLE, ONE_EDGE, False)):
        g = hardness_game(graph, target)
        kept, _ = reduce(g)
        same = ({f"T{i}": f"R{i}" for i in range(1, 7)}, {f"D{i}": f"P{i}" for i in range(1, 7)})
        assert improving(g, kept, same) == fits
