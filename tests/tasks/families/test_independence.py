"""The family `independence` against an evaluator that reads the item's own text."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import pytest

from spi.analysis.full_strategies import full_strategy
from spi.analysis.independence import find_dependence
from spi.analysis.settings import load_program_setting
from spi.errors import SpiError
from spi.tasks.families.independence.family import FAMILY, WORDS
from spi.tasks.families.independence.strategies import (
    Claim,
    Strategy,
    choices_of,
    class_of,
    misread_class,
    strategy_shape,
)
from spi.tasks.items import Item
from tests.tasks.checks import (
    assert_a_thousand,
    assert_answers,
    assert_balanced,
    assert_deterministic,
    assert_no_giveaway,
    assert_proved,
    differing_lines,
    drawn,
    right_place,
)

Own = tuple[Any, ...]

SENSES: tuple[Literal["participation", "foreknowledge"], ...] = ("participation", "foreknowledge")


def read_code(text: str) -> Any:
    """Programs as tuples: what they demand, and of copies what; a wrap has its default inside."""
    known = {
        "always": lambda action: ("claim", int(action), None),
        "claimant": lambda demand, otherwise: ("claim", int(demand), int(otherwise)),
        "renegotiator": lambda default, proposal: ("wrap", default),
        "proposal": None,
    }
    return eval(text, {"__builtins__": {}}, known)


def demand(own: Own) -> int:
    return int(own[1] if own[0] == "claim" else own[1][1])


def best_replies(text: str, name: str, known: list[Own] | None) -> list[Own]:
    """All of the space that earn most against the programs believed, or against those that are known to be possible."""
    (space,) = re.findall(rf"^{name} chooses from: (.*?)\. Belief of", text, re.M)
    (law,) = re.findall(rf"Belief of {name} about .*?: (.*)\.$", text, re.M)
    belief = [(read_code(a), Fraction(p)) for a, p in (row.rsplit(" with ", 1) for row in law.split("; "))]
    given = [(q, p) for q, p in belief if known is None or q in known]
    assert given

    def earned(mine: Own, theirs: Own) -> int:
        inner = theirs[1] if theirs[0] == "wrap" else theirs
        x = mine[2] if mine == theirs and mine[2] is not None else mine[1]
        y = inner[2] if mine == inner and inner[2] is not None else inner[1]  # the default meets my bare program
        return int(x) if x + y <= 100 else 0

    earns = {own: sum(p * earned(own, q) for q, p in given) for own in read_code(f"[{space}]")}
    return [own for own in earns if earns[own] == max(earns.values())]


def slow_answer(item: Item) -> str:
    """What the definitions of Appendix B.2 say of the text."""
    text = dict(item.texts)["matrix"]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    cut = next((k for k, row in enumerate(rows) if row[1] == "circumstances"), len(rows))
    chosen = {name: (read_code(p), read_code(image)) for name, p, image in rows[1:cut]}
    if any(demand(p) != demand(image) for p, image in chosen.values()):
        return WORDS["demand"]
    by_demand = "if what they demand is the same" in text

    def same(one: Own, two: Own) -> bool:
        return demand(one) == demand(two) if by_demand else one == two

    used, believed = {}, {}
    for name, circumstances, choice in rows[cut + 1 :]:
        if circumstances == "the others use p instead of f(p)":
            used[name] = [read_code(choice)]
        elif circumstances.startswith(f"{name} knows"):
            believed[name] = [read_code(choice)]
    if not used:
        for name in chosen:
            (other,) = set(chosen) - {name}
            (space,) = re.findall(rf"^{other} chooses from: (.*?)\. Belief of", text, re.M)
            absent = "only that the other does not take part" in text
            used[name] = best_replies(text, name, None)
            assert chosen[name][0] in used[name]  # what was chosen is a best reply
            believed[name] = best_replies(text, name, read_code(f"[{space}]") if absent else [chosen[other][0]])
    participation, foreknowledge = (
        all(any(same(own, chosen[name][0]) for own in model[name]) for name in chosen) for model in (used, believed)
    )
    if participation and foreknowledge:
        return WORDS["both"]
    return WORDS["participation" if participation else "foreknowledge" if foreknowledge else "neither"]


def is_reply(item: Item) -> bool:
    return "chooses from" in dict(item.texts)["formal"]


def test_agrees_with_the_definitions_and_is_proved() -> None:
    items = drawn(FAMILY, range(24))
    assert {is_reply(item) for item in items} == {False, True}
    assert_answers(items, slow_answer)
    assert_proved(FAMILY, items[::3])
    assert_deterministic(FAMILY)


@pytest.mark.slow
def test_many_agree_with_the_definitions() -> None:
    items = drawn(FAMILY, range(1000, 1130))
    assert len(items) > 200
    assert_answers(items, slow_answer)
    assert_proved(FAMILY, items)


@pytest.mark.slow
def test_shapes_balance_and_surface() -> None:
    assert_a_thousand(FAMILY, range(620))
    items = drawn(FAMILY, range(620))
    assert_balanced(items, is_reply, lambda item: item.answer)
    assert_balanced(items, lambda item: 0, lambda item: item.answer)
    assert_balanced(items, lambda item: 0, right_place)
    listed = [item for item in items if not is_reply(item)]
    features = {
        "length": lambda item: len(dict(item.texts)["formal"]),
        "circumstances": lambda item: dict(item.knobs)["circumstances"],
        "players": lambda item: dict(item.knobs)["players"],
        "largest number": lambda item: max(map(int, re.findall(r"\d+", dict(item.texts)["formal"]))),
        "wraps": lambda item: "R(p" in dict(item.texts)["formal"],
        "equality": lambda item: dict(item.asks)["equality"] == "code",
        "first option": lambda item: sorted(WORDS.values()).index(item.options[0].text),
    }
    assert_no_giveaway(listed, features, lambda item: item.answer, 0.15)


def test_pairs_differ_in_one_program_and_in_the_answer() -> None:
    pairs = [(a, b) for a, b in pairwise(drawn(FAMILY, range(24))) if a.pair and a.pair == b.pair]
    assert len(pairs) > 10
    for one, two in pairs:
        assert one.answer != two.answer and one.shape != two.shape
        for wording in ("formal", "matrix", "story"):
            assert len(differing_lines(one, two, wording)) == 1


def test_every_wording_has_every_number() -> None:
    for item in drawn(FAMILY, range(24))[:12]:
        texts = dict(item.texts)
        numbers = [sorted(set(re.findall(r"\d+", text))) for text in texts.values()]
        assert numbers[0] == numbers[1] == numbers[2]


def test_files_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for item in drawn(FAMILY, range(24))[:16]:
        for name, text in item.files:
            Path(name).write_text(text)
        setting = load_program_setting("setting.toml")
        assert setting.transformation and setting.profile and setting.choice and setting.demand
        found = [
            find_dependence(
                setting.games,
                full_strategy(setting.transformation, setting.profile),
                setting.choice,
                setting.demand,
                which,
                knowledge="absence" if dict(item.asks)["knowledge"] == "absence" else "program",
                equality="demand" if dict(item.asks)["equality"] == "demand" else "code",
            )
            is None
            for which in SENSES
        ]
        assert found == [item.answer in (WORDS["both"], WORDS[which]) for which in SENSES]


def test_labels_are_about_what_is_asked() -> None:
    items = drawn(FAMILY, range(24))
    for item in items[:12]:
        read = [json.loads(p.text) for p in item.proofs]
        other = next(i for i in items if i.shape != item.shape)
        asks = dict(item.asks)
        with pytest.raises(SpiError):
            FAMILY.label([json.loads(p.text) for p in other.proofs], asks)
        swapped = {"programs": json.dumps(json.loads(asks["programs"])[::-1])}
        for wrong in ({"equality": "behaviour"}, {"knowledge": "nothing"}, {"game": "0" * 64}, {"foreknowledge": "[]"}):
            with pytest.raises(SpiError):
                FAMILY.label(read, asks | wrong)
        if asks["programs"] != swapped["programs"]:
            with pytest.raises(SpiError):
                FAMILY.label(read, asks | swapped)
        for some in (read[::-1], read[:1]):
            with pytest.raises(SpiError):
                FAMILY.label(some, asks)


def test_mistakes_by_hand() -> None:
    # Appendix B.2: 60 whatever the other does, but 50 had she known; the other demands 40 in any case
    sixty, fifty, forty = Claim(60), Claim(50), Claim(40)
    own = Strategy((sixty, forty), None, "code", "program", (sixty, forty), (fifty, forty))
    assert class_of(own) == "participation"
    assert misread_class(own) == {
        "demand": "participation",
        "demands-ignored": "participation",
        "first-player": "participation",
        "swapped": "foreknowledge",
        "demands-only": "both",
        "simultaneous": "participation",
    }
    # had the other not taken part, the second player would have run other code with the same demand
    own = Strategy((sixty, forty), (sixty, fifty), "code", "program", (sixty, Claim(40, 10)), (sixty, forty))
    assert class_of(own) == "demand"  # he demands 50 instead of 40
    assert misread_class(own)["demands-ignored"] == "foreknowledge"
    assert misread_class(own)["first-player"] == "both"


def test_best_replies_by_hand() -> None:
    # against 40 with 1/2 and 60 with 1/2 one earns 60/2 by 60 and 40 by 40; against 40 alone 60 is better than 40
    space = (Claim(60), Claim(40))
    half = Fraction(1, 2)
    law = ((Claim(40), False, half), (Claim(60), False, half))
    own = Strategy((Claim(40), Claim(40)), None, "code", "program", spaces=(space, space), beliefs=(law, law))
    assert choices_of(own, "participation") == [[Claim(40)], [Claim(40)]]
    assert choices_of(own, "foreknowledge") == [[Claim(60)], [Claim(60)]]
    assert class_of(own) == "participation"


def test_mistakes_occur_and_shapes_forget_names() -> None:
    seen = {o.error for item in drawn(FAMILY, range(24)) for o in item.options}
    assert {"demand", "code", "demands-ignored", "first-player", "swapped", "demands-only", "simultaneous"} <= seen
    one, two = Claim(60), Claim(40, 10)
    rows = ((0, one, two), (1, two, one))
    own, reordered = (
        Strategy((one, two), None, "code", "program", (one, two), (one, two), told) for told in (rows, rows[::-1])
    )
    assert strategy_shape(own) == strategy_shape(reordered)
