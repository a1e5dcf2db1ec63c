import json
from collections import Counter
from fractions import Fraction
from functools import lru_cache
from itertools import product
from random import Random
from typing import Any

import pytest

from spi.core.game import Game
from spi.core.gamefile import load_game, read_game
from spi.core.numbers import format_exact
from spi.errors import SpiError
from spi.tasks.families.proof_repair.family import FAMILY, NONE
from spi.tasks.families.proof_repair.games import draw_game, turned
from spi.tasks.families.proof_repair.principles import PRINCIPLES, is_counterexample, read_tables, written
from spi.tasks.families.proof_repair.steps import MISTAKES, STEPS
from spi.tasks.items import Item
from tests.oracle import G, exists_spi, is_spi, is_strict_spi, plain
from tests.oracle import reduce as reduce_slowly
from tests.tasks.checks import assert_a_thousand

Point = tuple[Fraction, ...]


def items_of(seeds: range) -> list[Item]:
    return [item for s in seeds for item in FAMILY.generate(s, 1 + s % 5)]


ITEMS = items_of(range(20))


@lru_cache
def more() -> list[Item]:
    return items_of(range(110))


def steps_of(items: list[Item]) -> list[Item]:
    return [item for item in items if item.form == "choice"]


def witnesses_of(items: list[Item]) -> list[Item]:
    return [item for item in items if item.form == "witness"]


# --- an evaluator of its own: dominance by brute force, lotteries as polygons


def hull(points: list[Point]) -> list[Point]:
    """Corners, counterclockwise."""
    points = sorted(set(points))
    if len(points) < 3:
        return points
    half: list[list[Point]] = []
    for order in (points, points[::-1]):
        chain: list[Point] = []
        for p in order:
            while len(chain) > 1 and cross(chain[-2], chain[-1], p) <= 0:
                chain.pop()
            chain.append(p)
        half.append(chain[:-1])
    return half[0] + half[1]


def cross(o: Point, a: Point, b: Point) -> Fraction:
    return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])


def above(points: list[Point], low: Point) -> list[Point]:
    """What of a polygon is at least `low` in both coordinates: cut off twice."""
    for i in (0, 1):
        kept = []
        for p, q in zip(points, points[1:] + points[:1], strict=True):
            if p[i] >= low[i]:
                kept.append(p)
            if (p[i] - low[i]) * (q[i] - low[i]) < 0:
                t = (low[i] - p[i]) / (q[i] - p[i])
                kept.append(tuple(v + t * (w - v) for v, w in zip(p, q, strict=True)))
        points = hull(kept)
        if not points:
            return []
    return points


def holds(points: list[Point], y: Point) -> bool:
    if len(points) == 1:
        return points[0] == y
    if len(points) == 2:
        p, q = points
        return cross(p, q, y) == 0 and all(min(v, w) <= z <= max(v, w) for v, w, z in zip(p, q, y, strict=True))
    return all(cross(p, q, y) >= 0 for p, q in zip(points, points[1:] + points[:1], strict=True))


def achievable(g: G, law: list[tuple[tuple[str, ...], Fraction]], y: Point) -> bool:
    """Is y in the mean of what is at least as good as each outcome?"""
    total: list[Point] = [(Fraction(0), Fraction(0))]
    whole = hull(list(g.u.values()))
    for a, p in law:
        part = above(whole, g.u[a])
        total = hull([(v[0] + p * w[0], v[1] + p * w[1]) for v in total for w in part])
    return holds(total, y)


def optimal(g: G, y: Point) -> bool:
    better = above(hull(list(g.u.values())), y)
    return all(p == y for p in better)


def plain_game(data: dict[str, Any]) -> G:
    return plain(data["actions"], [[[Fraction(v) for v in cell] for cell in row] for row in data["payoffs"]])


def truth(certificate: dict[str, Any], field: str) -> str:
    claim, objects = certificate["claim"], certificate["objects"]
    g = plain_game(objects["game"])
    if claim["kind"] == "pareto-optimal":
        found = optimal(g, tuple(map(Fraction, claim["payoffs"])))
    elif claim["kind"] == "achievable":
        law = [(tuple(entry["outcome"]), Fraction(entry["probability"])) for entry in claim["law"]]
        found = achievable(g, law, tuple(map(Fraction, claim["payoffs"])))
    elif claim["kind"] == "exists-spi":
        found = exists_spi(g, strict=claim["strict"])
    else:
        other = plain_game(objects["subset_game"])
        if field == "relation-equal":
            found = set(map(frozenset, reduce_slowly(g)[0])) == set(map(frozenset, reduce_slowly(other)[0]))
        else:
            found = is_strict_spi(g, other) if claim["strict"] else is_spi(g, other)
    return "yes" if found else "no"


def by_hand(item: Item) -> str:
    steps = json.loads(dict(item.asks)["steps"])
    for k, ((field, value, _), proof) in enumerate(zip(steps, item.proofs, strict=True), 1):
        if truth(json.loads(proof.text), field) != value:
            return f"step {k}"
    return NONE


def test_the_answer_is_that_of_the_definition() -> None:
    for item in steps_of(ITEMS):
        assert by_hand(item) == item.answer


@pytest.mark.slow
def test_the_answer_is_that_of_the_definition_on_many_more() -> None:
    for item in steps_of(items_of(range(30, 250))):
        assert by_hand(item) == item.answer


def test_what_a_step_says_is_what_its_certificate_is_about() -> None:
    for item in steps_of(ITEMS):
        text = dict(item.texts)["formal"]
        for proof in item.proofs:
            document = json.loads(proof.text)
            claim = document["claim"]
            if claim["kind"] == "achievable":
                assert f"({', '.join(claim['payoffs'])})" in text
            if claim["kind"] == "is-spi" and claim["relation"] != "equal":
                game, other = document["objects"]["game"], document["objects"]["subset_game"]
                rows = [" | ".join(", ".join(cell) for cell in row) for row in other["payoffs"]]
                dropped = sum(map(len, game["actions"])) - sum(map(len, other["actions"]))
                assert "\n".join(rows) in text or dropped == 1


def test_labels_follow_from_the_certificates() -> None:
    for item in ITEMS:
        certificates = [json.loads(proof.text) for proof in item.proofs]
        assert FAMILY.label(certificates, dict(item.asks)) == item.answer
        if item.form == "choice":
            assert [o.text for o in item.options if not o.error] == [item.answer]
            assert {o.error for o in item.options} <= {*FAMILY.errors, ""}
        else:
            assert item.options == ()


def test_a_certificate_about_something_else_is_refused() -> None:
    one, other = steps_of(ITEMS)[0], steps_of(ITEMS)[-1]
    certificates = [json.loads(proof.text) for proof in one.proofs]
    with pytest.raises(SpiError):
        FAMILY.label([json.loads(other.proofs[0].text), *certificates[1:]], dict(one.asks))
    with pytest.raises(SpiError):
        FAMILY.label(certificates[1:], dict(one.asks))
    first, second = witnesses_of(ITEMS)[:2]
    with pytest.raises(SpiError):
        FAMILY.label([json.loads(second.proofs[0].text)], dict(first.asks))


def test_the_same_seed_gives_the_same_items() -> None:
    assert FAMILY.generate(5, 4) == FAMILY.generate(5, 4) != FAMILY.generate(6, 4)


def test_every_wording_has_every_payoff_and_every_step() -> None:
    for item in steps_of(ITEMS):
        game = read_game(dict(item.files)["game.toml"])
        for _, text in item.texts:
            assert all(format_exact(v) in text for row in game.table for v in row)
            assert all(f"\n{k}. " in text for k in range(1, len(item.proofs) + 1))
    for item in witnesses_of(ITEMS):
        asks = dict(item.asks)
        for _, text in item.texts:
            assert PRINCIPLES[asks["principle"]].claim in text
            assert asks["first"] in text and asks["bound"] in text


@pytest.mark.slow
def test_pairs_differ_in_one_step_and_in_the_answer() -> None:
    pairs: dict[str, list[Item]] = {}
    for item in more():
        if item.pair:
            pairs.setdefault(item.pair, []).append(item)
    assert len(pairs) > 5
    for one, other in pairs.values():
        assert one.answer != other.answer and NONE in (one.answer, other.answer) and one.shape != other.shape
        assert one.control == (one.answer == NONE) != other.control
        steps = [json.loads(dict(item.asks)["steps"]) for item in (one, other)]
        changed = [k for k, (p, q) in enumerate(zip(*steps, strict=True)) if p != q]
        assert len(changed) == 1
        assert dict(one.files)["game.toml"] == dict(other.files)["game.toml"]


@pytest.mark.slow
def test_a_thousand_are_proved_and_of_distinct_shapes() -> None:
    assert_a_thousand(FAMILY, range(870))


@pytest.mark.slow
def test_answers_are_balanced_and_shapes_distinct_among_a_thousand() -> None:
    items = [item for s in range(870) for item in FAMILY.generate(s, 2)]
    assert len({item.shape for item in items}) == len(items) >= 1_000
    counts = Counter(item.answer for item in steps_of(items))
    assert all(0.7 / 5 <= n / counts.total() <= 1.3 / 5 for n in counts.values())


@pytest.mark.slow
def test_every_mistake_occurs() -> None:
    errors = {o.error for item in more() for o in item.options}
    assert errors == {*FAMILY.errors, ""}
    assert {dict(item.asks)["principle"] for item in witnesses_of(more())} == set(PRINCIPLES)
    assert set(STEPS) == set(MISTAKES) and len(MISTAKES) >= 8


@pytest.mark.slow
def test_surface_features_do_not_tell_the_answer() -> None:
    items = [item for item in steps_of(more()) if len(item.proofs) <= 4]

    def longest(item: Item) -> str:
        sizes = [len(proof.text) for proof in item.proofs]
        return f"step {1 + sizes.index(max(sizes))}"

    for guess in (longest, lambda item: NONE, lambda item: item.options[0].text, lambda item: "step 2"):
        assert sum(guess(item) == item.answer for item in items) / len(items) < 0.4  # chance is about 1/5


# --- counterexamples


def test_ours_are_accepted_and_others_are_not() -> None:
    for item in witnesses_of(ITEMS):
        asks = dict(item.asks)
        assert FAMILY.accepts is not None
        assert FAMILY.accepts(item, item.answer) == "right"
        assert FAMILY.accepts(item, f"```\n{item.answer}\n```") == "right"
        assert FAMILY.accepts(item, "it is false") == "unreadable"
        assert FAMILY.accepts(item, "") == "unreadable"
        assert FAMILY.accepts(item, f"{asks['first']} | 0, 0") == "wrong"
        first, *rest = item.answer.split("\n")
        cells = first.split(" | ")
        assert FAMILY.accepts(item, "\n".join([" | ".join(["59, 59", *cells[1:]]), *rest])) == "wrong"


HARMLESS = {
    # by hand: (2, 2) is the best for both, so that no lottery improves on it
    "pure-optimality": "2, 2 | 0, 0\n0, 0 | 1, 1",
    # the first action is dominated by the second, so that the principle holds of it
    "mixed-dominance": "0, 0 | 0, 0\n1, 0 | 1, 0",
    # the same game twice
    "same-labels": "2, 2 | 0, 0\n0, 0 | 1, 1\n\n2, 2 | 0, 0\n0, 0 | 1, 1",
    # (1, 1) for sure is at least as good as each of the four outcomes
    "expected-improvement": "1, 1 | 0, 0\n0, 0 | 0, 0\n\n1 | 0\n0 | 0",
    # at (0, 0) both get less than the corner, which is (1, 1)
    "corner": "0, 0 | 1, 3\n3, 1 | 0, 0",
    # half of (2, 2) and half of (4, 2) are worth (3, 2); both are at least as good as what they stand for
    "projection": "0, 0 | 4, 2\n2, 2 | 0, 0\n\n0 | 1/2\n1/2 | 0",
    # in the second game other actions are left, so that something else is played
    "triviality": "1, 1 | 0, 5\n5, 0 | -1, -1\n\n1, 1 | -9, -9\n-9, -9 | -9, -9",
}

REFUTING = {
    # halfway between (6, 0) and (0, 6) is (3, 3)
    "pure-optimality": "2, 2 | 0, 6\n6, 0 | 0, 0",
    # half of (3, 0) and half of (0, 3) beat (1, 1)
    "mixed-dominance": "1, 0 | 1, 0\n3, 0 | 0, 0\n0, 0 | 3, 0",
    # with rows and columns renamed it is the first game: (2, 2) becomes (1, 1)
    "same-labels": "2, 2 | 0, 0\n0, 0 | 1, 1\n\n1, 1 | 0, 0\n0, 0 | 2, 2",
    # Oesterheld and Conitzer (2022), erratum N2: (0, 2) is above the mean (0, 0), but (2, 0) cannot become that
    "expected-improvement": "1, 1 | 0, 2\n2, 0 | -3, -3\n\n0 | 1\n0 | 0",
    # the frontier runs from (2, 6) to (6, 2); at (1, 3) Row gets less than 2, but Column more than 2
    "corner": "1, 3 | 2, 6\n6, 2 | -9, -9",
    # Oesterheld and Conitzer (2022), erratum N1, with probabilities 1/2: (2, 1) cannot become anything else, so that
    # (1, 3/4) would take (0, 1/2) for (0, 0); but all that is feasible is below the line from (0, 0) to (1, 1)
    "projection": "0, 0 | 2, 1\n1, 1 | 0, 0\n\n1/4 | 1/4\n1/2 | 0",
    # erratum D13: with 1 added to Row's payoffs everything is played as before
    "triviality": "0, 0 | 2, 1\n1, 2 | 0, 0\n\n1, 0 | 3, 1\n2, 2 | 1, 0",
}


@pytest.mark.parametrize("name", PRINCIPLES)
def test_principles_are_refuted_by_what_refutes_them(name: str) -> None:
    assert is_counterexample(PRINCIPLES[name], read_tables(REFUTING[name]))
    assert not is_counterexample(PRINCIPLES[name], read_tables(HARMLESS[name]))


def test_tables_of_the_wrong_form_refute_nothing() -> None:
    one, two = PRINCIPLES["corner"], PRINCIPLES["expected-improvement"]
    for text in ("1, 2, 3 | 0, 0, 0", "1, 2 | 0, 0\n1, 1", REFUTING["same-labels"]):
        assert not is_counterexample(one, read_tables(text))
    half = REFUTING["expected-improvement"].replace("\n\n0 | 1\n0 | 0", "\n\n0 | 1/2\n0 | 0")
    for text in (REFUTING["corner"], half, REFUTING["same-labels"]):
        assert not is_counterexample(two, read_tables(text))


def test_tables_are_read_as_they_are_written() -> None:
    for text in REFUTING.values():
        assert written(read_tables(text)) == text
    assert read_tables("| 0.5, 1/2 |\n\n") == [[[(Fraction(1, 2), Fraction(1, 2))]]]


# --- mistakes by hand, and shapes


def test_a_mistake_by_hand() -> None:
    # Oesterheld and Conitzer (2022), erratum N2: if play is uniform, (0, 2) is not safely achievable, and (1, 1) is
    payoffs = [["-3, -3", "2, 0"], ["0, 2", "1, 1"]]
    g = plain([["DM", "RM"], ["DM", "RM"]], [[(-3, -3), (2, 0)], [(0, 2), (1, 1)]])
    law = [(a, Fraction(1, 4)) for a in product(("DM", "RM"), repeat=2)]
    assert not achievable(g, law, (Fraction(0), Fraction(2))) and achievable(g, law, (Fraction(1), Fraction(1)))
    assert optimal(g, (Fraction(1), Fraction(1))) and not optimal(g, (Fraction(-3), Fraction(-3)))
    game = Game.from_payoffs(payoffs, actions=[["DM", "RM"], ["DM", "RM"]], players=["A", "B"])
    step = STEPS["expected-improvement"](Random(1), game, False)
    assert step is not None and not step.right and step.mistake == "expected-improvement"
    fixed = STEPS["zero-scale"](Random(1), game, True)
    assert fixed is not None and fixed.right
    # no action is dominated here, weakly or by a mixture
    assert STEPS["weak-dominance"](Random(1), game, False) is None
    assert STEPS["mixed-dominance"](Random(1), game, False) is None


def test_theorem_15_without_its_hypothesis_by_hand() -> None:
    # Oesterheld and Conitzer (2022), erratum N1: at (0, 0) both get less than at (2, 1), which is the whole frontier.
    # All that is feasible is on or below the line from (0, 0) to (1, 1) and on from there to (2, 1)
    game = Game.from_payoffs([["0, 0", "2, 1"], ["1, 1", "0, 0"]], actions=[["a", "b"], ["a", "b"]])
    g = plain([["a", "b"], ["a", "b"]], [[(0, 0), (2, 1)], [(1, 1), (0, 0)]])
    law: list[tuple[tuple[str, ...], Fraction]] = [(("a", "a"), Fraction(2, 3)), (("a", "b"), Fraction(1, 3))]
    assert not achievable(g, law, (Fraction(4, 5), Fraction(3, 5)))
    assert achievable(g, law, (Fraction(14, 15), Fraction(3, 5)))
    found = [STEPS["projection"](Random(k), game, False) for k in range(20)]
    wrong = [step for step in found if step is not None]
    assert wrong and all(truth(json.loads(step.certificate), "answer") == "no" for step in wrong)


def test_steps_below_the_frontier_fail_only_where_the_hypothesis_does() -> None:
    rng, seen = Random(15), Counter[bool]()
    while min(seen[True], seen[False]) < 6:
        game = draw_game(rng, "any")
        right = rng.random() < 0.5
        step = STEPS["projection"](rng, game, right)
        if step is None:
            continue
        seen[right] += 1
        data = json.loads(step.certificate)
        g = plain_game(data["objects"]["game"])
        assert truth(data, "answer") == ("yes" if right else "no")
        best = [u for u in g.u.values() if optimal(g, u)]
        least = [min(u[i] for u in best) for i in (0, 1)]  # on the frontier, whose corners are outcomes
        played = [g.u[tuple(entry["outcome"])] for entry in data["claim"]["law"]]
        if not right:
            assert any(u[i] < least[i] for u in played for i in (0, 1))


def test_adding_to_payoffs_changes_no_play_by_hand() -> None:
    # erratum D13: Matching Pennies has no dominated action, and so other actions cannot be left in any subset game
    game = Game.from_payoffs([["1, -1", "-1, 1"], ["-1, 1", "1, -1"]], actions=[["h", "t"], ["h", "t"]])
    wrong, fixed = (STEPS["triviality"](Random(1), game, right) for right in (False, True))
    assert wrong is not None and fixed is not None
    assert (wrong.value, wrong.right, fixed.value, fixed.right) == ("yes", False, "no", True)
    assert "payoffs" in wrong.reason and "no action is dropped" in fixed.reason
    # Oesterheld and Conitzer (2022), Table 1: DM and RM are played, and can be made to become DL and RL
    demand = load_game("oesterheld-conitzer-2022/demand-game")
    assert STEPS["triviality"](Random(1), demand, False) is None
    there = STEPS["triviality"](Random(1), demand, True)
    assert there is not None and there.value == "yes" and there.right


def test_a_game_turned_twice_is_the_game() -> None:
    for item in steps_of(ITEMS):
        game = read_game(dict(item.files)["game.toml"])
        assert turned(turned(game)).table == game.table
        assert (
            turned(game)[game.actions[1][0], game.actions[0][-1]] == game[game.actions[0][-1], game.actions[1][0]][::-1]
        )
