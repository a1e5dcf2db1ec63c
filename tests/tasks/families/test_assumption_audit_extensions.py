"""The family `assumption-audit`, Assumption 8, against an evaluator that reads and runs the item's own text."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from spi.analysis.extensions import find_mistreatment
from spi.analysis.settings import load_program_setting
from spi.errors import SpiError
from spi.tasks.families.assumption_audit.answers import NONE, clause_words, clauses_of, failure_options
from spi.tasks.families.assumption_audit.extension_audits import (
    READINGS,
    Counter,
    ExtensionAudit,
    Outcomes,
    Response,
    find_failures,
    find_faults,
)
from spi.tasks.families.assumption_audit.extension_draws import (
    draw_extension_culprit,
    draw_extension_failure,
    draw_extension_pair,
    extension_shape,
)
from spi.tasks.families.assumption_audit.extension_items import extension_item
from spi.tasks.families.assumption_audit.extension_texts import extension_text
from spi.tasks.families.assumption_audit.family import FAMILY
from spi.tasks.items import Item, Option
from spi.tasks.material.scenes import SCENES, Cast
from tests.tasks.checks import assert_answers, assert_proved, certificates_of, differing_lines, drawn
from tests.tasks.told_audits import question, slow_answer
from tests.tasks.told_extensions import read_told_audit, told_failures

WORDS = clause_words("8")


def audits(seeds: range) -> list[Item]:
    """Those of these seeds that are about Assumption 8."""
    return [item for item in drawn(FAMILY, seeds) if dict(item.asks)["assumption"] == "8"]


def test_agrees_with_the_definitions_and_is_proved() -> None:
    items = audits(range(24))
    assert {question(item)[:7] for item in items} == {"clauses", "culprit", "failure"}
    assert_answers(items, slow_answer)
    assert_proved(FAMILY, items[::3])


def test_draws_agree_with_the_definitions() -> None:
    """Without certificates there can be more of them."""
    for seed in range(15):
        difficulty = 1 + seed % 5
        for audit in (
            *draw_extension_pair(Random(seed), difficulty),
            draw_extension_culprit(Random(seed), difficulty, 1 + seed % 2),
            draw_extension_failure(Random(seed), max(3, difficulty), 1 + seed % 2),
        ):
            told = told_failures(read_told_audit(extension_text("matrix", "clauses", audit)))
            assert {(clause, f"w{own + 1}", f"q{k + 1}") for clause, own, k in find_failures(audit)} == told


def test_files_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's own search for violations finds one for exactly the programs that are told to be treated badly."""
    monkeypatch.chdir(tmp_path)
    for item in [own for own in audits(range(24)) if question(own) == "clauses"][:8]:
        for name, text in item.files:
            Path(name).write_text(text)
        setting, seat = load_program_setting("setting.toml"), int(dict(item.asks)["seat"])
        assert setting.beliefs
        about = setting.beliefs[seat]
        law = {t: c.bound for c in about.constraints for t, w in zip(about.types, c.weights, strict=True) if w}
        clauses = set()
        for name in [own for own in setting.names if re.fullmatch(r"w\d+", own)]:
            hers = setting.names[name]
            for q in law:
                programs: list[Any] = [hers, *q]
                beliefs: list[dict[Any, Fraction]] = [{q: Fraction(1)}, {(hers,): Fraction(1)}]
                if seat == 1:
                    programs, beliefs = programs[::-1], beliefs[::-1]
                found = find_mistreatment(setting.games, programs, beliefs)
                clauses |= {found.clause} if found is not None else set()
        assert item.answer == WORDS["i" in clauses, "ii" in clauses]


def test_pairs_differ_in_one_thing_and_in_one_clause() -> None:
    pairs = [(a, b) for a, b in pairwise(audits(range(24))) if a.pair and a.pair == b.pair]
    assert len(pairs) > 5
    words = {text: clauses for clauses, text in WORDS.items()}
    for one, two in pairs:
        assert sum(a != b for a, b in zip(words[one.answer], words[two.answer], strict=True)) == 1
        assert one.shape != two.shape and dict(one.files)["game.toml"] == dict(two.files)["game.toml"]
        for wording in ("formal", "story"):
            assert len(differing_lines(one, two, wording)) == 1
        ((before, after),) = differing_lines(one, two, "matrix")
        (name,) = {line.split(" = ")[0] for line in (before, after)}
        own, other = (read_told_audit(dict(item.texts)["matrix"]).programs[name] for item in (one, two))
        assert distance(own, other) == 1


def distance(own: Any, other: Any) -> int:
    """In how many actions, and in how many outcomes of sets, two programs differ."""
    if isinstance(own, frozenset):
        return len(own ^ other)
    if isinstance(own, tuple):
        return sum(distance(a, b) for a, b in zip(own, other, strict=True))
    return int(own != other)


def test_every_wording_has_every_payoff_and_probability() -> None:
    for item in audits(range(24))[:10]:
        told = read_told_audit(dict(item.texts)["matrix"])
        numbers = {str(x) for row in told.payoffs.values() for x in row}
        numbers |= {p for _, p in re.findall(r"(q\d+) with probability ([0-9/]+)", dict(item.texts)["matrix"])}
        actions = {x for a in told.payoffs for x in a}
        for _, text in item.texts:
            assert numbers <= set(re.findall(r"\d+(?:/\d+)?", text))
            assert all(x in text for x in actions)


def test_labels_are_about_what_is_asked() -> None:
    items = audits(range(24))
    for item in items[:8]:
        read, asks = certificates_of(item), dict(item.asks)
        other = next(i for i in items if i.shape != item.shape)
        with pytest.raises(SpiError):
            FAMILY.label(certificates_of(other), asks)
        hers = json.loads(asks["hers"])
        for wrong in (
            {"game": "0" * 64},
            {"seat": str(1 - int(asks["seat"]))},
            {"believed": '["0"]'},
            {"hers": json.dumps([own[::-1] for own in hers])},  # what is called the default is none
            {"hers": json.dumps([[own[0], own[1], own[1]] for own in hers])},  # nor is this the extension
        ):
            with pytest.raises(SpiError):
                FAMILY.label(read, asks | wrong)
        missing = json.loads(json.dumps(read))
        missing[0]["evidence"]["encounters"] = missing[0]["evidence"]["encounters"][:1]
        with pytest.raises(SpiError):
            FAMILY.label(missing, asks)


def test_auditors_have_to_see_every_default_outcome() -> None:
    item = next(i for i in audits(range(24)) if '"following"' in i.proofs[0].text)
    (read,) = certificates_of(item)
    for tree in read["objects"]["programs"]:
        bound = dict(tree[2])
        if "following" in bound:
            bound["following"][1:] = bound["following"][2:]  # the checker would accept this one, if it were played so
    digests = json.loads(dict(item.asks)["believed"])
    assert digests
    with pytest.raises(SpiError, match="auditors of all functions"):
        FAMILY.label([read], dict(item.asks))


def scheduling(own: Outcomes, *believed: Counter) -> ExtensionAudit:
    """The Scheduling Game of Example 1, with slots a to c and x to z; her default is slot 1, the projections of a miss
    are slots 1 and 3 for her, 2 and 3 for the other (facts of the shelf)."""
    cast = Cast(SCENES[0], ("Ada", "Bruno"), (("a", "b", "c"), ("x", "y", "z")))
    game = cast.game([(3, 1), (0, 0), (0, 0), (0, 0), (1, 3), (0, 0), (0, 0), (0, 0), (1, 1)])
    law = tuple(Fraction(1, len(believed)) for _ in believed)
    return ExtensionAudit(cast, game, 0, "utilitarian", (("a", own),), believed, law)


ONE, TWO, THREE, MISS = ("a", "x"), ("b", "y"), ("c", "z"), ("a", "y")


def towards(outcomes: set[Any], at: set[Any], other: set[Any]) -> Counter:
    response = Response("towards", frozenset(outcomes), frozenset(other), frozenset(at))
    return Counter("renegotiates", ("y",), None, response)


def misread(audit: ExtensionAudit) -> set[str]:
    """The mistakes that lead to other answers."""
    right = clauses_of(find_faults(audit))
    return {reading for reading in READINGS if clauses_of(find_faults(audit, reading)) != right}


def test_clause_two_by_hand() -> None:
    """She accepts slot 1; the other accepts slot 2 alone, so that nothing is agreed and they miss each other."""
    hers = frozenset({ONE})
    generous = scheduling(hers, towards({TWO}, {MISS}, {TWO, THREE}))
    assert find_faults(generous) == set()  # slot 3 is one of her projections of the miss
    assert misread(generous) == {"equality"}
    selfish = scheduling(hers, towards(set(), {MISS}, {TWO}))  # (1, 3) is a projection for him, not for her
    assert find_faults(selfish) == {(2, 0)}
    assert misread(selfish) == {"wrong-projections", "improvements"}
    grudging = scheduling(hers, towards({TWO}, {MISS}, {THREE}))  # and takes slot 2 back
    assert find_faults(grudging) == {(2, 0)}
    assert misread(grudging) == {"additions"}
    elsewhere = scheduling(hers, towards({TWO}, {("b", "x")}, {THREE}))  # only where the defaults do not lead
    assert find_faults(elsewhere) == {(2, 0)}
    assert misread(elsewhere) == {"additions", "actual-default"}


def test_references_by_hand() -> None:
    """Both accept slot 1, which is settled on; slot 3 is a projection of the default outcome, but not of slot 1."""
    hers = frozenset({ONE})
    late = scheduling(hers, towards({ONE}, {MISS}, {ONE, THREE}))
    assert find_faults(late) == {(2, 0)}
    assert misread(late) == {"default-reference"}


def test_literal_references_by_hand() -> None:
    """He is extended himself, and accepts slot 1, she slot 2: base references are the miss, with her extension or not.

    As printed he takes what he and her extended function settle on: slot 1, which is a projection of hers, instead of
    the miss. His projections of slot 1, (3, 1), have nothing but slot 1; those of the miss have slots 2 and 3, which
    would be taken back.
    """
    his = Counter("renegotiates", ("y",), None, Response("extended", frozenset({ONE})))
    audit = scheduling(frozenset({TWO}), his)
    assert find_faults(audit) == set()
    assert misread(audit) == {"literal-reference"}


def test_codes_by_hand() -> None:
    """One yields to her default alone; a function knows hers, and accepts another slot against all others."""
    hers = frozenset({ONE})
    yields = scheduling(hers, Counter("expects", ("x", "y"), ("plain", "a")))
    assert find_faults(yields) == {(1, 0)}
    assert misread(yields) == {"code-blind"}  # she is worse off, too: 0 instead of 3
    knows = scheduling(hers, Counter("renegotiates", ("y",), None, Response("code", hers, frozenset({TWO}), known=0)))
    assert find_faults(knows) == {(2, 0)}
    assert misread(knows) == {"code-blind"}
    late = scheduling(hers, Counter("hardens", ("x", "x", "y")))  # harder with the extended program alone
    assert find_faults(late) == {(1, 0)}
    assert misread(late) == {"unextended"}
    soft = scheduling(hers, Counter("hardens", ("y", "x", "x")))  # which she likes better
    assert find_faults(soft) == {(1, 0)}
    assert misread(soft) == {"hurt"}
    stranger = scheduling(hers, Counter("expects", ("x", "y"), ("plain", "b")))
    assert find_faults(stranger) == set() == misread(stranger)


def test_hand_made_audits_are_proved() -> None:
    grudging = scheduling(frozenset({ONE}), towards({TWO}, {("b", "x")}, {THREE}), Counter("hardens", ("x", "x", "y")))
    item = extension_item(0, 1, "clauses", grudging, Random(1), "")
    assert item.answer == "Both clauses are violated."
    assert_proved(FAMILY, [item])
    assert slow_answer(item) == item.answer


def test_shapes_forget_names() -> None:
    one = scheduling(frozenset({ONE}), towards({TWO}, {MISS}, {THREE}), Counter("hardens", ("x", "x", "y")))
    two = ExtensionAudit(one.cast, one.game, one.seat, one.selector, one.own, one.believed[::-1], one.law)
    assert extension_shape("clauses", one) == extension_shape("clauses", two) != extension_shape("culprit 1", one)


@pytest.mark.slow
def test_mistakes_occur() -> None:
    found = set[str]()
    for seed in range(120):
        for audit in draw_extension_pair(Random(seed), 1 + seed % 5):
            found |= misread(audit)
        audit = draw_extension_culprit(Random(seed), 1 + seed % 5, 2)
        found |= {reading for reading in READINGS if find_faults(audit, reading) != find_faults(audit)}
    assert found == set(READINGS)


@pytest.mark.slow
def test_crude_guesses_are_near_chance() -> None:
    """Who violates a clause is not the program with the longest or shortest line, or the likeliest, or the first."""
    for clause in (1, 2):
        right = dict.fromkeys(("long", "short", "likely", "first", "none"), 0)
        for seed in range(300):
            audit = draw_extension_culprit(Random(seed), 1 + seed % 5, clause)
            culprit = next((k for c, k in find_faults(audit) if c == clause), None)
            told = extension_text("formal", "clauses", audit)
            lengths = [len(line) for line in told.splitlines() if re.match(r"q\d+ = ", line)]
            right["long"] += culprit == max(range(len(lengths)), key=lengths.__getitem__)
            right["short"] += culprit == min(range(len(lengths)), key=lengths.__getitem__)
            right["likely"] += culprit == max(range(len(lengths)), key=audit.law.__getitem__)
            right["first"] += culprit == 0
            right["none"] += culprit is None
        assert all(count / 300 <= 0.42 for count in right.values()), right  # 22 % by chance, 33 % where there are two


def test_options_of_failures_by_hand() -> None:
    """One pair is right, one is what a mistake leads to; two of the other pairs are guesses."""
    pairs = [(own, k) for own in (0, 1) for k in (0, 1, 2)]
    wrong = {"equality": [(0, 1), (1, 2)], "additions": []}
    options = failure_options([(0, 1)], wrong, pairs, ["q1", "q2", "q4"], Random(1))
    assert len(options) == 5 and options[-1] == Option(NONE, "additions")
    assert {option.text: option.error for option in options[:-1] if option.error != "guess"} == {
        "w1 with q2.": "",
        "w2 with q4.": "equality",
    }
