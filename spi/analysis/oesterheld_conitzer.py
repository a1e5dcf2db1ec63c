"""Oesterheld & Conitzer (2022) on SPIs by subset games, claim by claim."""

from __future__ import annotations

from functools import partial

from spi.analysis.comparison import compare, unilateral_players
from spi.analysis.finding import Claims, Finding, claim_of, is_proved
from spi.analysis.found_spis import find_spis
from spi.analysis.questions import decide_spi
from spi.core.correspondence import ActionMaps, Correspondence, is_pareto_improving
from spi.core.game import Game, profiles, subset_game
from spi.core.gamefile import load_game
from spi.core.pareto import improves
from spi.families.subgraphs import subgraph_game
from spi.solve.books import enumerate_books, play
from spi.solve.counterexamples import correspondence_holds, is_spi_in, satisfies_assumption_1, satisfies_assumption_2
from spi.solve.derivation import derive
from spi.solve.improving_maps import count_maps
from spi.solve.isomorphism import isomorphisms
from spi.solve.reduction import dominates, reduce
from spi.solve.representatives import representatives_from_books, representatives_from_law

__all__ = ["CLAIMS", "SOURCE", "is_shown", "paper_game"]

SOURCE = "oesterheld-conitzer-2022"

CLAIMS: Claims = {}
"""What to run for each item on SPIs by subset games."""

_claim = partial(claim_of, CLAIMS)


def paper_game(name: str) -> Game:
    """A game of the paper's folder on the shelf, or of another one that is named.

    Source: ours
    """
    return load_game(name if "/" in name else f"{SOURCE}/{name}")


def is_shown(name: str, game: str, answer: str) -> bool:
    """Does a certificate of the paper's folder show this answer of a game?

    Source: ours
    """
    return is_proved(f"{SOURCE}/{name}", paper_game(game), answer)


@_claim("Definition 1")
def _definition_1() -> Finding:
    game, smaller = paper_game("demand-game"), paper_game("demand-game-spi")
    other = compare(game, subset_game(game, {"Aliceland": ["DL"]}))
    ok = (
        compare(game, smaller).strict and not other.is_spi and not compare(game, smaller, support=[("RM", "RM")]).strict
    )
    return Finding(
        ok, "holds of Table 2, strictly unless (DM, DM) never occurs; fails where Aliceland alone is held to DL"
    )


@_claim("Definition 2")
def _definition_2() -> Finding:
    game = paper_game("complicated-temptation")
    ok = unilateral_players(game, paper_game("complicated-temptation-spi")) == ("Player 1",)
    ok &= unilateral_players(paper_game("demand-game"), paper_game("demand-game-spi")) == ()
    return Finding(
        ok and unilateral_players(game, game) == game.players,
        "Table 5 on Table 4: player 1 alone; Table 2 on Table 1: nobody",
    )


@_claim("Lemma 2")
def _lemma_2() -> Finding:
    game = paper_game("temptation")
    chain = derive(
        game, subset_game(game, {"Player 1": ["R"]}), ActionMaps.of({"Player 1": {"T": "R"}, "Player 2": {"C": "F"}})
    )
    phi = chain.correspondence
    identity, everything = Correspondence.identity(game), Correspondence.everything(game, game)
    ok = identity.then(phi) == phi and phi.inverse().inverse() == phi and everything.is_weaker_than(identity)
    ok &= phi.never_played() == frozenset(profiles(game)) - {("T", "C")}
    return Finding(
        ok, "its seven rules are operations of `Correspondence`; property tests hold them to the definitions"
    )


@_claim("Definition 3")
def _definition_3() -> Finding:
    game = paper_game("temptation")
    smaller = subset_game(game, {"Player 1": ["R"]})
    maps = ActionMaps.of({"Player 1": {"T": "R"}, "Player 2": {"C": "F"}})
    claim, silent = derive(game, smaller, maps).correspondence, Correspondence.everything(game, smaller)
    books = [representatives_from_books([game, smaller], [(b, 1)]) for b in enumerate_books([game, smaller])]
    ok = all(correspondence_holds(r, game, smaller, phi) for r in books for phi in (claim, silent))
    cooperative = representatives_from_law([game, smaller], {(("R", "F"), ("R", "F")): 1})
    ok &= not correspondence_holds(cooperative, game, smaller, claim)
    return Finding(
        ok, "Table 6: (T, C) ↦ {(R, F)} holds in every book, and fails of representatives who play (R, F) at once"
    )


@_claim("Definition 4")
def _definition_4() -> Finding:
    game = paper_game("complicated-temptation")
    comparison = compare(game, paper_game("complicated-temptation-spi"))
    if comparison.isomorphism is None:
        return Finding(False, "Tables 4 and 5 do not reduce to isomorphic games")
    up = derive(game, comparison.subset_game, comparison.isomorphism.maps).correspondence
    everything = Correspondence.everything(game, comparison.subset_game)
    ok = is_pareto_improving(up, game) and not is_pareto_improving(everything, game)
    return Finding(ok, "Table 4 to Table 5: the derived correspondence improves; the map `all` does not")


@_claim("Theorem 3")
def _theorem_3() -> Finding:
    game = paper_game("temptation")
    smaller = subset_game(game, {"Player 1": ["R"]})
    chain = derive(game, smaller, ActionMaps.of({"Player 1": {"T": "R"}, "Player 2": {"C": "F"}}))
    worse = subset_game(game, {"Player 2": ["F"]})
    back = derive(game, worse, ActionMaps.of({"Player 1": {"T": "T"}, "Player 2": {"C": "F"}}))
    ok = is_pareto_improving(chain.correspondence, game) and compare(game, smaller).is_spi
    ok &= not is_pareto_improving(back.correspondence, game) and not compare(game, worse).is_spi
    return Finding(
        ok, "Table 6: the correspondence to ({R}, A₂) improves and is an SPI; that to (A₁, {F}) does neither"
    )


@_claim("Assumption 1")
def _assumption_1() -> Finding:
    game = paper_game("temptation")
    known = representatives_from_law([game], {(("T", "C"),): "1/2", (("R", "F"),): "1/2"})
    ok = all(play(book, game) == ("T", "C") for book in enumerate_books([game])) and not satisfies_assumption_1(known)
    return Finding(
        ok, "holds in every book: Table 6 is played (T, C); fails of representatives who play R half of the time"
    )


@_claim("Assumption 2")
def _assumption_2() -> Finding:
    game, smaller = paper_game("complicated-temptation"), paper_game("complicated-temptation-spi")
    books = enumerate_books([game, smaller])
    ok = len(books) == 4 and all(
        is_spi_in(representatives_from_books([game, smaller], [(b, 1)]), game, smaller) for b in books
    )
    crossed = representatives_from_law([game, smaller], {(("T1", "C1"), ("R2", "F2")): 1})
    return Finding(
        ok and not satisfies_assumption_2(crossed),
        "Tables 4 and 5: an SPI in all 4 books; who plays (T1, C1) and (R2, F2) violates it",
    )


@_claim("Lemma 4")
def _lemma_4() -> Finding:
    found = find_spis(paper_game("ours/two-block-rock-paper-scissors"))
    agree = True
    for spi in found.spis:
        game, before = spi.game, spi.reduction.reduced
        maps = [i.maps for i in isomorphisms(before, spi.subset_reduction.reduced)]
        agree &= len(maps) == 3 and all(improves(game[phi(a)], game[a]) for phi in maps for a in profiles(before))
    return Finding(
        agree, "two-block rock-paper-scissors: each of the 3 SPIs is reached by 3 isomorphisms, all improving"
    )


def _proposition(number: int, game: str, found: str) -> None:
    name = f"proposition-{number}"
    CLAIMS[f"Proposition {number}"] = lambda: Finding(is_shown(name, game, "yes"), found, (name,))


_proposition(5, "prisoners-dilemma", "confirmed, and strict: (Defect, Defect), 2, 2 becomes 3, 3")
_proposition(7, "temptation", "confirmed: (T, C), 1, 2 becomes (R, F), 4, 4; unilateral for player 1")
_proposition(8, "complicated-temptation", "confirmed, and more: strict at all four outcomes")


@_claim("Proposition 6")
def _proposition_6() -> Finding:
    game, smaller = paper_game("demand-game"), paper_game("demand-game-spi")
    without = compare(game, smaller, support=[("DM", "RM"), ("RM", "DM"), ("RM", "RM")])
    ok = is_shown("proposition-6", "demand-game", "yes") and without.is_spi and not without.strict
    return Finding(
        ok, "confirmed; strict with support {(DM, DM)}, not strict where (DM, DM) cannot occur", ("proposition-6",)
    )


@_claim("Definition 5")
def _definition_5() -> Finding:
    table = {  # plain, strict, unilateral, strict unilateral
        "demand-game": (True, True, False, False),
        "temptation": (True, True, True, True),
        "ours/pd-with-tie": (True, False, False, False),
        "chicken-with-dominated-option": (False, False, False, False),
    }
    ok = all(
        answers
        == tuple(
            bool(decide_spi(paper_game(name), strict=s, unilateral=u)) for u in (False, True) for s in (False, True)
        )
        for name, answers in table.items()
    )
    names = ("table-7-has-no-spi", "table-1-has-no-unilateral-spi")
    ok &= is_shown(names[0], "chicken-with-dominated-option", "no") and is_shown(names[1], "demand-game", "no")
    return Finding(
        ok,
        "the four problems differ: Table 1 (no unilateral SPI), a tied dilemma (no strict one), Table 7 (none)",
        names,
    )


@_claim("Proposition 10")
def _proposition_10() -> Finding:
    game = paper_game("demand-game")
    maps = count_maps(game, reduce(game).reduced)
    return Finding(maps == 144 <= 8**4, "Table 1: 144 tuples of injections, below m^l = 8^4 = 4096")


@_claim("Lemma 19")
def _lemma_19() -> Finding:
    ok = all(_every_order(paper_game(name)) for name in ("demand-game", "temptation", "prisoners-dilemma"))
    return Finding(ok, "every order of elimination ends in the same game, on Tables 1, 3 and 6 (and in property tests)")


def _every_order(game: Game) -> bool:
    """Do all maximal chains of single eliminations end in the reduced game?"""
    end = reduce(game).reduced
    steps = [
        subset_game(game, {player: [z for z in own if z != x]})
        for i, (player, own) in enumerate(zip(game.players, game.actions, strict=True))
        for x in own
        if any(dominates(game, game.players[i], y, x) for y in own)
    ]
    return all(map(_every_order, steps)) if steps else game == end


@_claim("Lemma 20")
def _lemma_20() -> Finding:
    ok = all(_diamonds(paper_game(name)) for name in ("demand-game", "complicated-temptation", "temptation"))
    return Finding(
        ok, "Tables 1, 4, 6: any two steps end equally, or each can still be taken after the other (erratum D20)"
    )


def _diamonds(game: Game) -> bool:
    """Can any two first steps of elimination be taken one after the other, unless they remove the same action?"""
    steps = {
        (i, x)
        for i, own in enumerate(game.actions)
        for x in own
        if any(dominates(game, game.players[i], y, x) for y in own)
    }
    return all(
        any(dominates(after, after.players[j], z, y) for z in after.actions[j])
        for i, x in steps
        for j, y in steps
        if (i, x) != (j, y)
        for after in [subset_game(game, {game.players[i]: [z for z in game.actions[i] if z != x]})]
    )


@_claim("Lemma 22")
def _lemma_22() -> Finding:
    found = [
        spi
        for name in ("demand-game", "ours/demand-game-with-selection-problem")
        for spi in find_spis(paper_game(name)).spis
    ]
    ok = len(found) == 5 and all(spi.subset_reduction.steps == () for spi in found)
    return Finding(ok, "Tables 1 and its variant: every SPI found is reduced already")


@_claim("Theorem 9")
def _theorem_9() -> Finding:
    edge, cycle, empty = [[0, 1], [0, 0]], [[0, 1], [1, 0]], [[0, 0], [0, 0]]
    fits = {
        (0, 0): True,
        (0, 1): True,
        (0, 2): False,
        (1, 0): False,
        (1, 1): True,
        (1, 2): False,
        (2, 0): True,
        (2, 1): True,
        (2, 2): True,
    }
    graphs = (edge, cycle, empty)
    ok = all(bool(decide_spi(subgraph_game(graphs[g], graphs[h]))) is fit for (g, h), fit in fits.items())
    return Finding(
        ok, "hardness: all 9 pairs of an edge, a 2-cycle and two lone vertices are decided as the graphs embed"
    )


@_claim("Lemma 21")
def _lemma_21() -> Finding:
    game = paper_game("complicated-temptation")
    comparison = compare(game, paper_game("complicated-temptation-spi"))
    if comparison.isomorphism is None:
        return Finding(False, "Tables 4 and 5 do not reduce to isomorphic games")
    chain = derive(game, comparison.subset_game, comparison.isomorphism.maps)
    kinds = "".join(kind[0] for kind, _ in chain.steps)
    return Finding(
        kinds == "eeeeirr", "Table 4 to Table 5: four eliminations, one isomorphism, two reversed eliminations"
    )


@_claim("Proposition 23")
def _proposition_23() -> Finding:
    ok = is_shown("table-7-has-no-spi", "chicken-with-dominated-option", "no")
    return Finding(
        ok,
        "with the test of non-triviality: equals brute force over all maps on thousands of random games",
        ("table-7-has-no-spi",),
    )


@_claim("Proposition 25")
def _proposition_25() -> Finding:
    ok = is_shown("table-1-has-no-unilateral-spi", "demand-game", "no")
    return Finding(ok, "likewise; player 1's spare utilities never matter", ("table-1-has-no-unilateral-spi",))


@_claim("Lemma 28")
def _lemma_28() -> Finding:
    names = ("lemma-28-yes-instance", "lemma-28-no-instance")
    ok = is_shown(names[0], "hardness-one-edge-into-two-cycle", "yes") and is_shown(
        names[1], "hardness-two-cycle-into-one-edge", "no"
    )
    found = find_spis(paper_game("hardness-one-edge-into-two-cycle"))
    return Finding(
        ok and found.maps == 2,
        "an edge fits into a 2-cycle in 2 ways: 2 maps; the other way round there is no SPI",
        names,
    )
