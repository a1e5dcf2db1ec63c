"""The kind `frontier`: accepted, refused, and changed in one place."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from spi.checker import Receipt, check
from spi.checker import frontier as rules
from tests.checker import mutants
from tests.checker.certificates import Json, text
from tests.checker.mutants import changed, refusal

HERE = Path(__file__).parent


def negotiation(sides: list[str], offset: str, issues: dict[str, dict[str, str]]) -> Json:
    """Issues, options, and what they add, as in `{"rent": {"low": "3 0", "high": "0 2"}}`."""
    lines = ["spi-negotiation 1"]
    for side, x in zip(sides, offset.split(), strict=True):
        lines += [f"side {side}", f"offset {x}"]
    for name, own in issues.items():
        lines.append(f"issue {name}")
        for option in sorted(own):
            lines += [f"option {option}", f"adds {own[option]}"]
    return {
        "sides": sides,
        "offset": offset.split(),
        "issues": [
            {"name": name, "options": [{"option": x, "adds": adds.split()} for x, adds in own.items()]}
            for name, own in issues.items()
        ],
        "digest": hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest(),
    }


def rows(vectors: str) -> list[list[str]]:
    return [v.split() for v in vectors.split(", ")]


def certificate(answer: str, points: str, about: Json, layers: list[str], witnesses: str) -> Json:
    return {
        "format": "spi-certificate",
        "version": 1,
        "claim": {"kind": "frontier", "answer": answer, "points": rows(points)},
        "objects": {"negotiation": about},
        "evidence": {"layers": list(map(rows, layers)), "witnesses": rows(witnesses)},
        "scope": {"assumptions": [], "trusts": []},
    }


TALKS = negotiation(
    ["Ann", "Bob"],
    "1 -1/2",
    {"rent": {"low": "3 0", "high": "0 2", "odd": "0 0"}, "term": {"long": "1 2", "short": "2 0"}},
)
# by hand: low + long (5, 3/2), low + short (6, -1/2), high + long (2, 7/2), high + short (3, 3/2), odd + … below those
FRONTIER = "6 -1/2, 5 3/2, 2 7/2"
LAYERS = ["4 -1/2, 1 3/2", FRONTIER]
WITNESSES = "low short, low long, high long"
YES = certificate("yes", FRONTIER, TALKS, LAYERS, WITNESSES)
NO = certificate("no", "6 -1/2, 5 3/2", TALKS, LAYERS, WITNESSES)
WRONG = certificate("no", f"{FRONTIER}, 3 3/2", TALKS, LAYERS, WITNESSES)
ROUGH = certificate("yes", FRONTIER, TALKS, ["4 3/2", FRONTIER], WITNESSES)  # covers more than is there: refused below
THREE = negotiation(
    ["A", "B", "C"], "0 0 0", {"who": {"a": "2 0 0", "b": "0 2 0", "c": "0 0 2", "all": "1 1 1"}, "x": {"n": "0 0 0"}}
)
CUBE = "2 0 0, 0 2 0, 0 0 2, 1 1 1"
SIDES3 = certificate("yes", CUBE, THREE, [CUBE, CUBE], "a n, b n, c n, all n")


def test_accepted() -> None:
    for one in (YES, NO, WRONG, SIDES3):
        result = check(text(one))
        assert isinstance(result, Receipt), result
        assert result.kind == "frontier" and result.answer == one["claim"]["answer"]
        assert result.assumptions == result.trusted == ()
    assert "3 points are the Pareto frontier, which has 3" in str(check(text(YES)))
    loose = certificate("yes", FRONTIER, TALKS, ["4 -1/2, 1 3/2, 3 -1/2", FRONTIER], WITNESSES)
    assert isinstance(check(text(loose)), Receipt)  # a layer may have members that it does not need


@pytest.mark.parametrize(
    ("wrong", "place", "rule"),
    [
        (changed(YES, ("claim.answer", "no")), "claim.answer", "flag"),
        (changed(NO, ("claim.answer", "yes")), "claim.answer", "flag"),
        (changed(YES, ("claim.points[2]", ["5", "3/2"])), "claim.points", "value"),
        (changed(YES, ("claim.points[2]", ["5"])), "claim.points[2]", "game"),
        (ROUGH, "evidence.layers[1]", "witness"),
        (changed(YES, ("evidence.layers[0]", rows("4 -1/2"))), "evidence.layers[0]", "witness"),
        (changed(YES, ("evidence.layers[0]", [])), "evidence.layers[0]", "witness"),
        (changed(YES, ("evidence.layers[1]", rows("6 -1/2, 5 3/2"))), "evidence.layers[1]", "witness"),
        (changed(YES, ("evidence.layers[1]", rows(f"{FRONTIER}, 3 3/2"))), "evidence.layers[1]", "witness"),
        (changed(YES, ("evidence.layers[1]", rows(f"{FRONTIER}, 5 3/2"))), "evidence.layers[1]", "witness"),
        (changed(YES, ("evidence.layers", [rows(FRONTIER)])), "evidence.layers", "witness"),
        (changed(YES, ("evidence.witnesses[0]", ["low", "long"])), "evidence.witnesses[0]", "witness"),
        (changed(YES, ("evidence.witnesses[0]", ["low"])), "evidence.witnesses[0]", "profile"),
        (changed(YES, ("evidence.witnesses[0][1]", "low")), "evidence.witnesses[0][1]", "name"),
        (changed(YES, ("evidence.witnesses", [])), "evidence.witnesses", "witness"),
        (changed(YES, ("objects.negotiation.offset[0]", "2")), "objects.negotiation.digest", "digest"),
        (changed(YES, ("objects.negotiation.sides", ["Ann"]), ("objects.negotiation.offset", ["1"])),
         "objects.negotiation.sides", "game"),
        (changed(YES, ("objects.negotiation.issues[1].name", "rent")), "objects.negotiation.issues[1]", "name"),
        (changed(YES, ("objects.negotiation.issues", [])), "objects.negotiation.issues", "name"),
        (changed(SIDES3, ("evidence.layers[1]", rows("2 0 0, 0 2 0, 0 0 2"))), "evidence.layers[1]", "witness"),
        (changed(SIDES3, ("evidence.layers[1]", rows(f"{CUBE}, 1 1 0"))), "evidence.layers[1]", "witness"),
    ],
)  # fmt: skip
def test_refused(wrong: Json, place: str, rule: str) -> None:
    assert refusal(wrong) == (place, rule)


WORDS = {"yes", "no", "frontier"}
NAMES = ["Ann", "Bob", "rent", "term", "low", "high", "odd", "long", "short"]


FREE = re.compile(
    r"claim\.points: swap .*|evidence\.layers\[0\]: (swap .*|extra item)"
    r"|objects\.negotiation\.issues\[.\]\.options: swap .*"
)


@pytest.mark.parametrize("one", [YES, NO, SIDES3])
def test_every_field_is_load_bearing(one: Json) -> None:
    """What may change: the order of points, options and members of the first layer, and members that it does not need.

    Of an answer of no, the points too: it holds of all other lists that are not the frontier.
    """
    found = set()
    for what, mutant in mutants.mutations(one, "", NAMES, WORDS, ["0", "1/3", "5", "7"]):
        if mutant != one and isinstance(check(text(mutant)), Receipt):
            found.add(what.removeprefix("."))
    assert {"evidence.layers[0]: swap 0 1", "evidence.layers[0]: extra item", "claim.points: swap 0 1"} <= found
    odd = {what for what in found if not FREE.fullmatch(what)}
    assert {what for what in odd if one is not NO or not what.startswith("claim.points")} == set()


def test_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_SUMS", 6)  # the two layers take 3 and 4
    assert refusal(YES) == ("evidence.layers[1]", "size")
    monkeypatch.setattr(rules, "MAX_SUMS", 7)
    assert isinstance(check(text(YES)), Receipt)
    monkeypatch.setattr(rules, "MAX_COMPARISONS", 16 + 16 + 15)  # 4 · 4, then 4 · 1 · 4, then 4 · 4
    assert refusal(SIDES3) == ("evidence.layers[1]", "size")
    monkeypatch.setattr(rules, "MAX_COMPARISONS", 16 + 16 + 16)
    assert isinstance(check(text(SIDES3)), Receipt)


def test_files_are_these() -> None:
    assert json.loads((HERE / "accepted" / "frontier-of-two-issues.json").read_text()) == YES
    short = json.loads((HERE / "refused" / "layer-with-a-gap.json").read_text())
    assert short == changed(YES, ("evidence.layers[0]", rows("4 -1/2")))
