"""Errata of Oesterheld & Conitzer (2022) on SPIs by subset games: what refutes the print is run, the repair stands."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from spi.analysis.comparison import compare
from spi.analysis.finding import Claims, Finding, claim_of
from spi.analysis.oesterheld_conitzer import is_shown, paper_game
from spi.analysis.questions import decide_spi
from spi.core.game import Game, profiles, subset_game
from spi.core.pareto import improves
from spi.families.subgraphs import subgraph_game
from spi.solve.derivation import Derivation, normal_form
from spi.solve.improving_maps import count_maps
from spi.solve.isomorphism import automorphisms, find_isomorphism
from spi.solve.reduction import Elimination, reduce
from spi.solve.zero_sum import solve_zero_sum

__all__ = ["CLAIMS"]

CLAIMS: Claims = {}
"""What to run for each erratum on SPIs by subset games."""

_claim = partial(claim_of, CLAIMS)


@_claim("D1")
def _d1() -> Finding:
    comparison = compare(
        paper_game("prisoners-dilemma"), subset_game(paper_game("prisoners-dilemma"), [["Cooperate"], ["Cooperate"]])
    )
    after = comparison.subset_reduction.reduced
    game = comparison.game
    printed = any(u > v for b in profiles(after) for u, v in zip(game[b], game[b], strict=True))
    return Finding(
        comparison.strict and not printed,
        "Table 3: strict by the repair; by the print no payoff exceeds itself",
        ("proposition-5",),
    )


@_claim("D2")
def _d2() -> Finding:
    game = paper_game("complicated-temptation")
    comparison = compare(game, paper_game("complicated-temptation-spi"))
    own = comparison.subset_game
    # judged by the subset game's own payoffs, (T2, C1) → (R2, F1) would pay 1, 2 for player 1 what u pays 2, 2
    differ = any(game[b] != own[b] for b in profiles(own))
    return Finding(
        comparison.is_spi and differ,
        "Tables 4 and 5 pay differently at the same outcomes; Table 4 judges",
        ("proposition-8",),
    )


@_claim("D5")
def _d5() -> Finding:
    constant = Game.from_arrays([[0], [0]], [[0], [0]])
    rising = Game.from_arrays([[0], [1]], [[0], [0]])
    zero_scale = all(constant[a][0] == 0 * rising[a][0] + 0 for a in profiles(constant))
    small, large = Game.from_arrays([[1]], [[1]]), Game.from_arrays([[1, 1], [1, 1]], [[1, 1], [1, 1]])
    apart = all(find_isomorphism(x, y) is None for x, y in ((constant, rising), (rising, constant), (small, large)))
    return Finding(
        zero_scale and apart, "u₁ ≡ 0 is 0 times anything, but not the reverse; 1×1 goes injectively into 2×2"
    )


@_claim("D13")
def _d13() -> Finding:
    game = paper_game("ours/one-action-each")
    ok = is_shown("erratum-d13", "ours/one-action-each", "yes") and not decide_spi(game, strict=False)
    ok &= all(
        decide_spi(paper_game(name), strict=False, printed=True)
        for name in ("chicken-with-dominated-option", "ours/chicken")
    )
    return Finding(
        ok,
        "a game of one action each has a printed SPI, by adding 1 to a payoff; by the repair it has none",
        ("erratum-d13",),
    )


@_claim("D14")
def _d14() -> Finding:
    game = Game.from_payoffs(["0", "1", "2"], actions=[["0", "1", "2"]])
    chain = Derivation((game, subset_game(game, [["1", "2"]])), (("eliminate", Elimination("Player 1", "0", "2")),))
    normal = normal_form(chain)
    return Finding(
        len(normal.steps) > len(chain.steps),
        f"one player, u(a) = a on 0, 1, 2: {len(chain.steps)} step, in normal form {len(normal.steps)}",
    )


@_claim("D17")
def _d17() -> Finding:
    game = paper_game("chicken-with-dominated-option")
    reduced = reduce(game).reduced
    identity = all(improves(game[a], game[a]) for a in profiles(reduced))
    ok = identity and not decide_spi(game, strict=False)
    return Finding(
        ok, "Table 7: the identity is improving, as everywhere, but there is no SPI", ("table-7-has-no-spi",)
    )


@_claim("D18")
def _d18() -> Finding:
    names = ("lemma-28-vertex-into-two", "erratum-d18")
    ok = is_shown(names[0], "hardness-vertex-into-two", "yes")
    ok &= is_shown(names[1], "hardness-vertex-into-two-formula", "no")
    ok &= subgraph_game([[0]], [[0, 0], [0, 0]], corners="formula") == paper_game("hardness-vertex-into-two-formula")
    return Finding(ok, "one vertex into two: unilateral SPI by the table, none by the formula", names)


@_claim("D20")
def _d20() -> Finding:
    game = Game.from_payoffs(["0", "1"], actions=[["0", "1"]])
    once = subset_game(game, [["1"]])
    twice_the_same = subset_game(game, [["1"]])
    printed = game == once  # the print's first alternative; the second cannot hold, as action 0 is gone after one step
    return Finding(
        once == twice_the_same and not printed and len(once.actions[0]) == 1,
        "one player, 0 < 1: both steps delete action 0, their ends are equal, the start is not",
    )


@_claim("D21")
def _d21() -> Finding:
    game = subgraph_game([[0]], [[0, 0], [0, 0]], epsilon=Fraction(0))
    ok = game == paper_game("hardness-vertex-into-two-epsilon-zero") and is_shown(
        "erratum-d21", "hardness-vertex-into-two-epsilon-zero", "no"
    )
    return Finding(ok, "one vertex into two with ε = 0: no unilateral SPI, although the graph embeds", ("erratum-d21",))


@_claim("D22")
def _d22() -> Finding:
    payoffs = [[3, 0], [0, 3], [1, 1]]
    game = Game.from_arrays(payoffs, [[0, 0]] * 3)
    pure, mixed = reduce(game), reduce(game, dominance="mixed")
    gain = solve_zero_sum([[u - 1 for u in row] for row in payoffs[:2]]).value
    ok = pure.steps == () and [s.action for s in mixed.steps] == ["a3"] and gain == Fraction(1, 2)
    return Finding(
        ok,
        "rows 3, 0 / 0, 3 / 1, 1: the third is never a best reply, and no row dominates it; the half-half mixture does",
    )


@_claim("D23")
def _d23() -> Finding:
    # on ℤ, a ↦ a + 1 and a ↦ a − 1 are isomorphisms of u(a) = a; on any finite part they are not
    finite = all(len(list(automorphisms(Game.from_payoffs([str(k) for k in range(n)])))) == 1 for n in (1, 2, 5))
    shifts = all((a + 1) - (b + 1) == a - b for a in range(-3, 4) for b in range(-3, 4))
    return Finding(
        finite and shifts,
        "u(a) = a on the integers: shifting up improves, shifting down does not; on 0 … n only the identity is left",
    )


@_claim("N3")
def _n3() -> Finding:
    game = paper_game("hardness-vertex-into-two")
    maps = count_maps(game, reduce(game).reduced)
    return Finding(
        maps == (10 * 9 * 8 * 7) ** 2,
        "m^l counts maps: 25,401,600 for one vertex into two; each has to be checked, for each player",
    )
