"""Oesterheld & Conitzer (2022) on perfect coordination and enforcement, claim by claim, with its errata."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from spi.analysis.achievability import best_achievable, decide_achievable
from spi.analysis.enforcement import enforce, verify_program_equilibrium
from spi.analysis.execution_independence import verify_execution_independence
from spi.analysis.finding import Claims, Finding, claim_of
from spi.analysis.oesterheld_conitzer import is_shown, paper_game
from spi.analysis.optimality import decide_pareto_optimal
from spi.analysis.threat_points import prove_threat_points
from spi.analysis.token_games import decide_strict_pc_spi, verify_pc_spi
from spi.core.game import Game, profiles, subset_game
from spi.core.token_game import token_copy, token_game
from spi.core.verdict import Fails, Holds
from spi.errors import GameError, HypothesisError
from spi.solve.achievable import achievable_polygon
from spi.solve.default_play import token_normal_form
from spi.solve.feasible import Efficient, OutOfReach
from spi.solve.polygons import convex_hull, frontier
from spi.solve.projections import frontier_projections
from spi.solve.reduction import reduce
from spi.solve.threats import payoffs_against

__all__ = ["CLAIMS"]

CLAIMS: Claims = {}
"""What to run for each item and erratum on perfect coordination and enforcement."""

_claim = partial(claim_of, CLAIMS)
_HALF = {("a", "b"): "1/2", ("b", "a"): "1/2"}


def _pair(first: int, second: int) -> tuple[Fraction, ...]:
    return Fraction(first), Fraction(second)


@_claim("Theorem 1")
def _theorem_1() -> Finding:
    dilemma, temptation = paper_game("prisoners-dilemma"), paper_game("temptation")
    pairs = [
        (paper_game("demand-game"), paper_game("demand-game-spi")),
        (dilemma, subset_game(dilemma, [["Cooperate"], ["Cooperate"]])),
        (paper_game("complicated-temptation"), paper_game("complicated-temptation-spi")),
        (temptation, subset_game(temptation, {"Player 1": ["R"]})),
    ]
    ok = all(verify_program_equilibrium(enforce(game, smaller)) for game, smaller in pairs)
    demand = paper_game("demand-game")
    ok &= demand[("DM", "DM")][0] < prove_threat_points(demand).result.threats[0].lower
    ok &= is_shown("theorem-1-demand-game", "demand-game", "yes")
    return Finding(
        ok,
        "Tables 1, 3, 4, 6: their SPIs are enforced whatever default play is; in Table 1 even with (DM, DM), where the "
        "theorem’s hypothesis fails, −3 < 0",
        ("theorem-1-demand-game",),
    )


@_claim("Definition 6")
def _definition_6() -> Finding:
    game = paper_game("prisoners-dilemma")
    defect, cooperate = ("Defect", "Defect"), ("Cooperate", "Cooperate")
    reduced = reduce(game).reduced
    better = token_copy(game, reduced, {defect: ((cooperate, Fraction(1)),)})
    worse = token_copy(game, reduced, {defect: ((("Defect", "Cooperate"), Fraction(1)),)})
    ok = bool(verify_pc_spi(better, strict=True)) and isinstance(verify_pc_spi(worse), Fails)
    return Finding(ok, "Table 3: a token for (Defect, Defect) worth 3, 3 is a strict one; worth 4, 1 it is none")


@_claim("Definition 7")
def _definition_7() -> Finding:
    ok = bool(decide_strict_pc_spi(paper_game("demand-game"))) and not decide_strict_pc_spi(
        paper_game("ours/matching-pennies")
    )
    return Finding(ok, "Table 1 has a strict one; Matching Pennies has none, as all its outcomes are optimal")


@_claim("Lemma 11")
def _lemma_11() -> Finding:
    game = paper_game("chicken-with-dominated-option")
    answers = [bool(decide_pareto_optimal(game, game[a])) for a in (("a", "b"), ("b", "a"), ("a", "a"), ("b", "b"))]
    far = decide_pareto_optimal(game, [100, 100]).result.witness
    near = decide_pareto_optimal(game, game[("a", "b")]).result.witness
    ok = answers == [True, True, False, False] and isinstance(far, OutOfReach) and isinstance(near, Efficient)
    names = ("lemma-11-optimal", "lemma-11-improvable", "lemma-11-out-of-reach")
    ok &= all(
        is_shown(name, "chicken-with-dominated-option", answer)
        for name, answer in zip(names, ("yes", "no", "yes"), strict=True)
    )
    return Finding(
        ok,
        "Table 7: (4, 0) and (0, 4) are optimal, (−5, −5) and (1, 1) are not; infeasible points are told apart",
        names,
    )


@_claim("Proposition 12")
def _proposition_12() -> Finding:
    demand, chicken = paper_game("demand-game"), paper_game("chicken-with-dominated-option")
    ok = bool(decide_strict_pc_spi(demand)) and not decide_strict_pc_spi(demand, support=[("DM", "RM")])
    ok &= bool(decide_strict_pc_spi(chicken)) and not decide_strict_pc_spi(chicken, support=list(_HALF))
    names = ("proposition-12-table-1", "proposition-12-table-7-optimal-play")
    ok &= is_shown(names[0], "demand-game", "yes") and is_shown(names[1], "chicken-with-dominated-option", "no")
    return Finding(ok, "Table 1: yes, unless only (DM, RM) occurs; Table 7: yes, unless only ab and ba occur", names)


@_claim("Lemma 13")
def _lemma_13() -> Finding:
    game = paper_game("prisoners-dilemma")
    tokens = Game.from_payoffs([["0, 0", "0, 0"]], actions=[["x"], ["y", "z"]], players=game.players)
    made = token_game(
        game, tokens, {("x", "y"): {("Cooperate", "Cooperate"): 1}, ("x", "z"): {("Defect", "Defect"): 1}}
    )
    default = ("Defect", "Defect")
    normal = token_normal_form(made, {(default, ("x", "y")): "1/2", (default, ("x", "z")): "1/2"})
    ok = normal.payoffs(("Defect′", "Defect′")) == (Fraction(5, 2), Fraction(5, 2)) and bool(verify_pc_spi(normal))
    return Finding(ok, "Table 3 with two tokens, 3, 3 or 2, 2: one token worth 5/2, 5/2 does the same")


@_claim("Corollary 14")
def _corollary_14() -> Finding:
    game = paper_game("chicken-with-dominated-option")
    odds = {"a": Fraction(3, 8), "b": Fraction(5, 8)}
    mixed = {a: odds[a[0]] * odds[a[1]] for a in profiles(reduce(game).reduced)}
    best = best_achievable(game, mixed).result.payoffs
    polygon = achievable_polygon(game, mixed)
    ok = best == (Fraction(81, 32), Fraction(81, 32)) and polygon.contains(best) and not polygon.contains((3, 3))
    ok &= is_shown("corollary-14-best", "chicken-with-dominated-option", "yes")
    return Finding(
        ok,
        "Table 7 with the mixed equilibrium, 5/8, 5/8: a hexagon whose best symmetric point is 81/32, 81/32",
        ("corollary-14-best",),
    )


@_claim("Theorem 15")
def _theorem_15() -> Finding:
    game = paper_game("prisoners-dilemma")
    law = {("Defect", "Defect"): 1}
    lines, polygon = frontier_projections(game, law), achievable_polygon(game, law)
    tops = [*lines.l1, *lines.l2, *lines.l3]
    ok = lines.case == "A" and all(lines.covers(z) and polygon.contains(z) for z in tops)
    return Finding(
        ok and _n1().confirmed,
        "true under hypothesis H (Table 3 here, random games in the tests), false without it (N1); it decides nothing",
    )


@_claim("Proposition 16")
def _proposition_16() -> Finding:
    game = paper_game("chicken-with-dominated-option")
    ok = list(achievable_polygon(game, _HALF).vertices) == [_pair(2, 2)] and bool(
        decide_achievable(game, {("b", "b"): 1}, [3, 3])
    )
    names = ("proposition-16", "proposition-16-what-is-achievable")
    ok &= is_shown(names[0], "chicken-with-dominated-option", "no")
    ok &= is_shown(names[1], "chicken-with-dominated-option", "yes")
    return Finding(ok, "confirmed: with ab and ba equally likely only (2, 2) is; if bb is played, (3, 3) is", names)


@_claim("Proposition 18")
def _proposition_18() -> Finding:
    game = paper_game("temptation")
    enforcement = enforce(game, subset_game(game, {"Player 1": ["R"]}))
    demand = enforce(paper_game("demand-game"), paper_game("demand-game-spi"))
    unchanged = enforce(paper_game("demand-game"), paper_game("demand-game"))
    ok = bool(verify_program_equilibrium(enforcement)) and not verify_program_equilibrium(unchanged)
    ok &= not verify_execution_independence(demand)
    ok &= bool(verify_execution_independence(demand, support=[("DM", "DM")]))
    names = ("proposition-18-temptation", "threat-points-temptation", "execution-of-algorithm-2")
    ok &= is_shown(names[0], "temptation", "yes") and is_shown(names[1], "temptation", "yes")
    ok &= is_shown(names[2], "demand-game", "no")
    return Finding(
        ok,
        "Table 6: an equilibrium for ({R}, A₂); none for Table 1 unchanged, as (DM, DM) is below the threat point, "
        "and its punishment, DM, need not be what default play would have been",
        names,
    )


@_claim("D6")
def _d6() -> Finding:
    game, aa, bb = paper_game("ours/coordination-on-difference"), ("a", "a"), ("b", "b")
    better = ((("a", "b"), Fraction(1)),)
    one, all_alike = token_copy(game, game, {aa: better}), token_copy(game, game, {aa: better, bb: better})
    ok = bool(verify_pc_spi(one)) and not verify_pc_spi(one, strict=True, support=[aa])
    ok &= bool(verify_pc_spi(all_alike, strict=True, support=[aa])) and bool(decide_strict_pc_spi(game, support=[aa]))
    ok &= is_shown("erratum-d6", "ours/coordination-on-difference", "no")
    return Finding(
        ok,
        "aa, bb 0, 0 and ab, ba 1, 1, with aa played: improving the token of aa alone can change nothing",
        ("erratum-d6",),
    )


@_claim("D7")
def _d7() -> Finding:
    game = paper_game("ours/coordination-on-difference")
    normal = token_normal_form(token_copy(game, game), {(("a", "b"), ("a′", "b′")): 1})
    ok = [normal.payoffs(t) for t in profiles(normal.tokens)] == list(game.table)
    three = paper_game("ours/public-goods-three-players")
    try:
        achievable_polygon(three, dict.fromkeys(list(profiles(reduce(three).reduced))[:1], 1))
        ok = False
    except HypothesisError:
        pass
    return Finding(ok, "where only ab is played, aa keeps its payoffs; three players are told that there is no polygon")


@_claim("D8")
def _d8() -> Finding:
    game = paper_game("prisoners-dilemma")
    enforcement = enforce(game, subset_game(game, [["Cooperate"], ["Cooperate"]]))
    earned = payoffs_against(game, 0, enforcement.punishments[0])
    ok = earned == {"Cooperate": 1, "Defect": 2} and prove_threat_points(game).result.threats[0].upper == 2
    return Finding(ok, "Table 3: who deviates and cooperates is punished down to 1, below her threat point 2")


@_claim("D10")
def _d10() -> Finding:
    games = [
        paper_game(name) for name in ("ours/matching-pennies", "ours/constant-2x2", "chicken-with-dominated-option")
    ]
    ok = all(verify_pc_spi(token_copy(game, reduce(game).reduced)) for game in games)
    return Finding(
        ok and not decide_strict_pc_spi(games[0]),
        "without strictness every game has one, a copy of itself: Matching Pennies, a constant game, Table 7",
    )


@_claim("D12")
def _d12() -> Finding:
    game = paper_game("ours/no-projection-onto-frontier")
    corner = frontier(convex_hull(game.table))
    try:
        frontier_projections(game, {next(profiles(game)): 1})
        refused = False
    except HypothesisError:
        refused = True
    ok = refused and list(corner) == [_pair(1, 1)] and game[next(profiles(game))] == _pair(0, 0)
    return Finding(
        ok, "the frontier of the unit square is (1, 1): nothing on it lies above or right of the default (0, 0)"
    )


@_claim("D15")
def _d15() -> Finding:
    game = paper_game("temptation")
    against_2 = enforce(game, game).punishments[1]
    try:
        payoffs_against(game, 0, against_2)  # the indices swapped: player 2 would have to draw from player 1's actions
        ok = False
    except KeyError:
        ok = dict(against_2["Player 1"]) == {"T": Fraction(4, 5), "R": Fraction(1, 5)}
    return Finding(
        ok, "Table 6: against player 2, player 1 plays T with 4/5 and R with 1/5; player 2 has no such actions"
    )


@_claim("D16")
def _d16() -> Finding:
    game = paper_game("prisoners-dilemma")
    copy = token_copy(game, reduce(game).reduced)
    try:
        game[("Defect′", "Defect′")]
        undefined = False
    except GameError:
        undefined = True
    return Finding(
        undefined and copy.payoffs(("Defect′", "Defect′")) == _pair(2, 2),
        "Table 3: u has no value at a token outcome, uᵉ has",
    )


@_claim("N1")
def _n1() -> Finding:
    game = paper_game("ours/theorem-15-counterexample")
    law, y = {("a", "a"): "2/3", ("a", "b"): "1/3"}, ("4/5", "3/5")
    ok = convex_hull(game.table).contains(y) and not achievable_polygon(game, law).contains(y)
    ok &= achievable_polygon(game, law).contains(("14/15", "3/5"))
    ok &= is_shown("erratum-n1", "ours/theorem-15-counterexample", "no")
    return Finding(ok, "payoffs 0, 0 / 2, 1 / 1, 1: (4/5, 3/5) is below (2, 1) but not achievable", ("erratum-n1",))


@_claim("N2")
def _n2() -> Finding:
    game = paper_game("demand-game")
    law = dict.fromkeys(profiles(reduce(game).reduced), "1/4")
    ok = convex_hull(game.table).contains((0, 2)) and bool(decide_achievable(game, law, [1, 1]))
    ok &= isinstance(decide_achievable(game, law, [0, 2]), Fails) and is_shown("erratum-n2", "demand-game", "no")
    return Finding(
        ok and isinstance(best_achievable(game, law), Holds),
        "Table 1, the four outcomes of DM and RM equally likely: (0, 2) is not achievable, (1, 1) is",
        ("erratum-n2",),
    )
