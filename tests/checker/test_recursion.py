"""The kinds `bounded-outcome` and `halting`: accepted, refused, and changed in one place."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from spi.checker import Receipt, check
from spi.checker import halting as halting_rules
from tests.checker import mutants
from tests.checker.certificates import Json, text
from tests.checker.mutants import changed, refusal

HERE = Path(__file__).parent
F = Fraction
LARGE = "all proof budgets are large enough, and none is longer than a power of another"
LOEB = "critch-2019, parametric bounded Löb, and our corollary of it for monotone conditions"


def document(claim: Json, objects: Json, evidence: Json, assumptions: list[str], trusts: list[str]) -> Json:
    return {
        "format": "spi-certificate",
        "version": 1,
        "claim": claim,
        "objects": objects,
        "evidence": evidence,
        "scope": {"assumptions": assumptions, "trusts": trusts},
    }


def least(count: int, *of: Json) -> Json:
    return {"at_least": str(count), "of": list(of)}


def bounded(outcome: str, falls: str, trusts: list[str], **conditions: Json) -> Json:
    """Agents who play x if they find a proof, else y."""
    agents = [{"name": name, "guarded": "x", "otherwise": "y", "proves": proves} for name, proves in conditions.items()]
    claim = {"kind": "bounded-outcome", "answer": "yes", "outcome": outcome.split()}
    scope = [LARGE, "nothing false can be proved"]
    return document(claim, {"agents": agents}, {"falls": falls.split()}, scope, trusts)


# Ann and Bob each for the other, Eve for both of them and Dan, who never does
FOUR = bounded("x x y y", "Dan Eve", [LOEB], Ann="Bob", Bob="Ann", Eve=least(3, "Ann", "Bob", "Dan"), Dan=least(1))
NOBODY = bounded("y y", "Ann Bob", [], Ann=least(2, "Bob", least(1)), Bob=least(1, "Ann"))
ALONE = bounded("x", "", [LOEB], Ann="Ann")
STONES = bounded("x y", "Bob", [LOEB], Ann=least(0), Bob=least(1))


def test_accepted_bounded() -> None:
    for one in (FOUR, NOBODY, ALONE, STONES):
        result = check(text(one))
        assert isinstance(result, Receipt), result
        assert result.kind == "bounded-outcome" and result.trusted == tuple(one["scope"]["trusts"])
    assert "play (x, x, y, y)" in str(check(text(FOUR)))


@pytest.mark.parametrize(
    ("wrong", "place", "rule"),
    [
        (changed(FOUR, ("evidence.falls", ["Eve", "Dan"])), "evidence.falls[0]", "witness"),
        (changed(FOUR, ("evidence.falls", ["Dan"])), "objects.agents[2].proves", "witness"),
        (changed(FOUR, ("evidence.falls", ["Dan", "Dan"])), "evidence.falls[1]", "name"),
        # the least fixed point: that nobody can be the first is no reason to fall
        (changed(FOUR, ("evidence.falls", ["Dan", "Eve", "Ann"])), "evidence.falls[2]", "witness"),
        (changed(FOUR, ("claim.outcome", ["x", "x", "x", "y"])), "claim.outcome[2]", "flag"),
        (changed(FOUR, ("claim.outcome", ["x", "x", "y"])), "claim.outcome", "profile"),
        (changed(FOUR, ("claim.answer", "no")), "claim.answer", "flag"),
        (changed(FOUR, ("scope.trusts", [])), "scope.trusts", "scope"),
        (changed(NOBODY, ("scope.trusts", [LOEB])), "scope.trusts", "scope"),
        (changed(FOUR, ("objects.agents[0].proves", "Zoe")), "objects.agents[0].proves", "name"),
        (changed(FOUR, ("objects.agents[3].proves.at_least", "2")), "objects.agents[3].proves.at_least", "value"),
        (changed(FOUR, ("objects.agents[3].proves.at_least", "01")), "objects.agents[3].proves.at_least", "value"),
        (changed(FOUR, ("objects.agents[0].otherwise", "x")), "objects.agents[0].otherwise", "value"),
        (changed(FOUR, ("objects.agents[1].name", "Ann")), "objects.agents[1]", "name"),
        (changed(ALONE, ("objects.agents", [])), "objects.agents", "name"),
        # all parts are read, also where they make no difference
        (changed(STONES, ("objects.agents[0].proves.of", [1])), "objects.agents[0].proves.of[0]", "type"),
    ],
)
def test_refused_bounded(wrong: Json, place: str, rule: str) -> None:
    assert refusal(wrong) == (place, rule)


def test_deep_conditions_are_read() -> None:
    deep: Json = "Ann"
    for _ in range(150):
        deep = least(1, deep)
    assert isinstance(check(text(changed(ALONE, ("objects.agents[0].proves", deep)))), Receipt)


def halting(epsilons: str, lower: str, upper: str = "") -> Json:
    ends = zip(lower.split(), (upper or lower).split(), strict=True)
    claim = {"kind": "halting", "answer": "yes", "intervals": [{"lower": x, "upper": y} for x, y in ends]}
    players = [f"P{k}" for k in range(len(epsilons.split()))]
    objects = {"players": players, "epsilons": epsilons.split()}
    return document(claim, objects, {}, ["every simulation draws by itself"], [])


NINTH = halting("1/10 1/10 1/10", "1/9 1/9 1/9")
BORDER = halting("1/2 1/2 1/2", "1 1 1")
ROUGH = halting("1/10 1/10 1/10 1/10", "1/10 1/10 1/10 1/10", "1/9 1/9 1/9 1/9")  # (√13/3 − 1)/2 = 0.1009…
WAITING = halting("0 1/3 0", "0 1/3 0")
UNLIKE = halting("1/10 1/2 1/2", "1/2 2/3 2/3")
SURE = halting("1 1/100 0", "1 1 1")
TWO = halting("0 1/5", "1 1")


def test_accepted_halting() -> None:
    for one in (NINTH, BORDER, ROUGH, WAITING, UNLIKE, SURE, TWO):
        result = check(text(one))
        assert isinstance(result, Receipt), result
        assert result.trusted == () and result.assumptions == ("every simulation draws by itself",)
    assert "enclosed" in str(check(text(ROUGH))) and "exact" in str(check(text(NINTH)))


@pytest.mark.parametrize(
    ("wrong", "place", "rule"),
    [
        (halting("1/10 1/10 1/10", "1 1 1"), "claim.intervals", "witness"),  # the other root
        (halting("3/7 3/7 3/7 3/7", "1 1 1 1"), "claim.intervals", "witness"),
        (halting("1/10 1/2 1/2", "1 1 1"), "claim.intervals", "witness"),
        (halting("0 0", "1 1"), "claim.intervals[0].lower", "witness"),  # a solution, and not the least
        (halting("0 1/3 0", "1 1 1"), "claim.intervals[0].lower", "witness"),
        (changed(WAITING, ("claim.intervals[1].upper", "1/4")), "claim.intervals[1].upper", "witness"),
        (halting("1/2 1/2 1/2", "1/2 1/2 1/2"), "claim.intervals[0].upper", "witness"),
        (halting("1/10 1/10 1/10", "1/10 1/10 1/10"), "claim.intervals[0].upper", "witness"),
        (halting("1/10 1/10 1/10", "1/5 1/5 1/5"), "claim.intervals[0].lower", "witness"),
        (halting("1/10 1/10 1/10", "1/10 1/10 1/10", "1/20 1 1"), "claim.intervals[0].upper", "witness"),
        (halting("0 1/5", "0 1"), "claim.intervals[0].lower", "witness"),
        (changed(NINTH, ("objects.epsilons", ["1/10", "1/10"])), "objects.epsilons", "game"),
        (changed(NINTH, ("objects.epsilons[0]", "11/10")), "objects.epsilons[0]", "lottery"),
        (changed(NINTH, ("claim.intervals[2].upper", "-1")), "claim.intervals[2].upper", "lottery"),
        (halting("1/2", "1/2"), "objects.players", "size"),
        (changed(NINTH, ("claim.answer", "no")), "claim.answer", "flag"),
        (changed(NINTH, ("scope.assumptions", [])), "scope.assumptions", "scope"),
        (changed(NINTH, ("evidence", {"levels": "3"})), "evidence", "keys"),
    ],
)
def test_refused_halting(wrong: Json, place: str, rule: str) -> None:
    assert refusal(wrong) == (place, rule)


def test_sizes_of_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(halting_rules, "MAX_BITS", 11)  # the denominators 10 and 9 have 4 bits, three times
    assert refusal(NINTH) == ("claim.intervals", "size")
    monkeypatch.setattr(halting_rules, "MAX_BITS", 12)
    assert isinstance(check(text(NINTH)), Receipt)


def least_solution(stops: Sequence[Fraction]) -> list[float]:
    """By iteration from 0; in floats, for a test only."""
    found = [0.0] * len(stops)
    for _ in range(1_500):
        for i, e in enumerate(stops):
            rest = 1.0
            for j, s in enumerate(found):
                rest *= s if j != i else 1.0
            found[i] = float(e) + (1 - float(e)) * rest
    return found


def test_no_interval_without_the_least_solution_is_accepted() -> None:
    """Random ones: what is accepted holds it; and other solutions, and intervals around them, are refused."""
    rng = random.Random(11)
    accepted = refused = 0
    for _ in range(40):
        stops = [F(rng.randint(0, 6), 7) for _ in range(rng.randint(2, 4))]
        truth = least_solution(stops)
        for _ in range(60):
            near = rng.choice((truth, [1.0] * len(stops)))
            lower = [max(F(0), F(int(s * 20) - rng.randint(0, 1), 20)) for s in near]
            upper = [min(F(1), F(int(s * 20) + rng.randint(0, 2), 20)) for s in near]
            one = halting(" ".join(map(str, stops)), " ".join(map(str, lower)), " ".join(map(str, upper)))
            if isinstance(check(text(one)), Receipt):
                accepted += 1
                for low, s, high in zip(lower, truth, upper, strict=True):
                    assert float(low) <= s + 1e-3 and s <= float(high) + 1e-9
            else:
                refused += 1
    assert accepted > 100 and refused > 100


WORDS = {"yes", "no", "bounded-outcome", "halting"}
BOUNDED_FREE = re.compile(r"objects\.agents(: swap .*|\[\d\]\.(proves\b.*|guarded .*|otherwise .*|name .*))")


@pytest.mark.parametrize("one", [FOUR, NOBODY, STONES])
def test_what_may_change_in_a_bounded_outcome(one: Json) -> None:
    """Conditions, where they say the same of the sets that count; actions that are not played; the order of agents."""
    found = set()
    for what, mutant in mutants.mutations(one, "", ["Ann", "Bob", "x", "y"], WORDS, ["0", "1", "2"]):
        if mutant != one and isinstance(check(text(mutant)), Receipt):
            found.add(what.removeprefix("."))
    assert {what for what in found if not BOUNDED_FREE.fullmatch(what)} == set()


@pytest.mark.parametrize("one", [NINTH, WAITING, UNLIKE])
def test_what_may_change_in_exact_probabilities(one: Json) -> None:
    """Names of players; and a bound that is weaker, where nothing rests on it."""
    found = set()
    for what, mutant in mutants.mutations(one, "", ["P0", "P1"], WORDS, ["0", "1", "1/9"]):
        if mutant != one and isinstance(check(text(mutant)), Receipt):
            found.add(what.removeprefix("."))
    odd = {what for what in found if not what.startswith("objects.players")}
    allowed = re.compile(r"claim\.intervals\[\d\]\.upper -> \"1(/9)?\"|claim\.intervals\[\d\]\.lower -> \"(0|1/9)\"")
    assert {what for what in odd if one is not WAITING or not allowed.fullmatch(what)} == set()


def test_files_are_these() -> None:
    accepted, refused = HERE / "accepted", HERE / "refused"
    assert json.loads((accepted / "four-with-proof-budgets.json").read_text()) == FOUR
    assert json.loads((accepted / "three-unlike-halting.json").read_text()) == UNLIKE
    first = json.loads((refused / "nobody-can-be-the-first.json").read_text())
    assert first == changed(FOUR, ("evidence.falls", ["Dan", "Eve", "Ann", "Bob"]), ("claim.outcome", ["y"] * 4))
    assert json.loads((refused / "the-other-root.json").read_text()) == halting("1/10 1/10 1/10", "1 1 1")
