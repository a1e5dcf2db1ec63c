"""Encounters of random programs, by definition."""

import json
import random
from fractions import Fraction

import pytest

from spi.checker import Receipt, check, draws
from spi.checker.machine import Machine
from spi.checker.reader import Item
from tests.checker.certificates import Json, text
from tests.checker.encounters import (
    FALSE,
    ME,
    OTHER,
    build,
    choose,
    define,
    modal,
    program,
    run,
    same,
    say,
)
from tests.checker.mutants import refusal


def random_term(rng: random.Random, depth: int, boxed: bool) -> Json:
    """What the other does against me (1) and against D (2) is asked about in boxes only."""
    kinds = ["not", "and", "or", "proves", "proves"] if depth else []
    kind = rng.choice([*kinds, *("12" if boxed else ()), *(["false"] if depth < 3 else [])])
    if kind in "12" or kind == "false":
        return FALSE if kind == "false" else same(run(OTHER, ME if kind == "1" else build(1)), say("C"))
    return [kind, *(random_term(rng, depth - 1, boxed or kind == "proves") for _ in range(1 + (kind in ("and", "or"))))]


def plays(one: Json, other: Json, world: int, known: dict[tuple[str, str, int], bool]) -> bool:
    """Whether a term is true, by definition; D has none."""

    def holds(term: Json, at: int) -> bool:
        match term:
            case ["truth", value]:
                return bool(value)
            case ["not", part]:
                return not holds(part, at)
            case ["and", part, rest]:
                return holds(part, at) and holds(rest, at)
            case ["or", part, rest]:
                return holds(part, at) or holds(rest, at)
            case ["proves", part]:
                return all(holds(part, below) for below in range(at))
        return plays(other, one if term[1][2] == ME else FALSE, at, known)

    where = (json.dumps(one), json.dumps(other), world)
    if where not in known:
        known[where] = holds(one, world)
    return known[where]


@pytest.mark.parametrize("seed", range(30))
def test_boxes_by_definition(seed: int) -> None:
    """What is accepted at a world is what is played from there on; and some world is accepted."""
    rng = random.Random(seed)
    terms = [random_term(rng, 4, False) for _ in range(2)]
    programs = [define(choose(term, "C", "D")) for term in terms]
    members = [[one, define(say("D"))] if "build" in json.dumps(one) else [one] for one in programs]
    known: dict[tuple[str, str, int], bool] = {}
    played = []
    for world in range(30):
        outcome = [plays(one, other, world, known) for one, other in (terms, terms[::-1])]
        played.append(" ".join("DC"[holds] for holds in outcome))
    for n in range(12):
        result = check(text(modal(played[n], n, *(program(*one) for one in members))))
        stable = len(set(played[n:])) == 1
        assert stable or not isinstance(result, Receipt)
        if not isinstance(result, Receipt):
            assert (result.place, result.rule) == ("evidence.worlds", "encounter") and n < 9
        wrong = "D D" if played[n] == "C C" else "C C"
        assert refusal(modal(wrong, n, *(program(*one) for one in members)))[1] == "encounter"


@pytest.mark.parametrize("seed", range(20))
def test_expected_numbers_by_definition(seed: int) -> None:
    """How many calls one call leads to after k steps tends to 0, or does not; 1 is possible on the way."""
    rng = random.Random(seed)
    machine = Machine(("1",), Item(None, ""))
    for _ in range(40):
        size = rng.randint(1, 5)
        matrix = [
            [Fraction(rng.choice((0, 0, 1, 2, 3, 9)), rng.randint(2, 9)) for _ in range(size)] for _ in range(size)
        ]
        rows = [{k: x for k, x in enumerate(row) if x} for row in matrix]
        power = [[float(x) for x in row] for row in matrix]
        for _ in range(20):
            power = [
                [min(sum(a * b[k] for a, b in zip(row, power, strict=True)), 1e99) for k in range(size)]
                for row in power
            ]
        largest = max(map(max, power))
        assert draws.finite(machine, rows) == (largest < 1e-6) or 1e-6 < largest < 1e6
    for row, ends in (("1", False), ("1/2", True), ("0", True), ("2", False)):
        assert draws.finite(machine, [{0: Fraction(row)}]) == ends
    assert not draws.finite(machine, [{1: Fraction(2)}, {0: Fraction(1, 2)}])
    assert draws.finite(machine, [{1: Fraction(2)}, {0: Fraction(1, 3)}])
    assert draws.finite(machine, [{1: Fraction(20)}, {}])
