"""The family `assumption-audit`, Assumption 4, against an evaluator that reads and runs the item's own text."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from spi.analysis.non_punishment import find_punishment
from spi.analysis.settings import load_program_setting
from spi.errors import SpiError
from spi.tasks.families.assumption_audit.answers import clause_words, clauses_of
from spi.tasks.families.assumption_audit.family import FAMILY
from spi.tasks.families.assumption_audit.renegotiation_draws import (
    Audit,
    audit_shape,
    misread_culprits,
    violations,
)
from spi.tasks.items import Item
from spi.tasks.material.numbered_plans import Bargain, always, expects, hardens, wraps
from tests.tasks.checks import (
    assert_answers,
    assert_deterministic,
    assert_proved,
    differing_lines,
    drawn,
)
from tests.tasks.told_audits import proposals_of, question, slow_answer
from tests.tasks.told_programs import read_told

WORDS = clause_words("4")


def audits(seeds: range) -> list[Item]:
    """Those of these seeds that are about Assumption 4."""
    return [item for item in drawn(FAMILY, seeds) if dict(item.asks)["assumption"] == "4"]


def test_agrees_with_the_definitions_and_is_proved() -> None:
    items = audits(range(24))
    assert {question(item) for item in items} == {"clauses", "culprit 1", "culprit 2"}
    assert_answers(items, slow_answer)
    assert_proved(FAMILY, items[::3])
    assert_deterministic(FAMILY)


def test_files_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    of_first = [own for own in audits(range(24)) if question(own) == "clauses" and dict(own.asks)["seat"] == "0"]
    for item in of_first[:10]:
        for name, text in item.files:
            Path(name).write_text(text)
        setting = load_program_setting("setting.toml")
        assert setting.beliefs
        about = setting.beliefs[0]
        law = {t: c.bound for c in about.constraints for t, w in zip(about.types, c.weights, strict=True) if w}
        beliefs: list[dict[Any, Fraction]] = [dict(law), {(setting.names["d1"],): Fraction(1)}]
        found = find_punishment(setting.games, beliefs, proposals_of(item))
        # the first player is looked at first: what is found of the second shows that there is nothing of hers
        hers = found if found is not None and found.player == setting.games.game.players[0] else None
        assert (hers is None) == (item.answer == WORDS[False, False])
        if hers is not None:
            assert item.answer in (WORDS[True, True], WORDS[hers.clause == 1, hers.clause == 2])


def test_pairs_differ_in_one_action_and_in_one_clause() -> None:
    pairs = [(a, b) for a, b in pairwise(audits(range(24))) if a.pair and a.pair == b.pair]
    assert len(pairs) > 8
    words = {text: clauses for clauses, text in WORDS.items()}
    for one, two in pairs:
        assert sum(a != b for a, b in zip(words[one.answer], words[two.answer], strict=True)) == 1
        assert one.shape != two.shape
        for wording in ("formal", "matrix", "story"):
            ((before, after),) = differing_lines(one, two, wording)
            a, b = re.findall(r"\w+|\W", before), re.findall(r"\w+|\W", after)
            assert sum(x != y for x, y in zip(a, b, strict=True)) == 1


def test_every_wording_has_every_payoff_and_probability() -> None:
    for item in audits(range(24))[:10]:
        told = read_told(dict(item.texts)["matrix"])
        numbers = {str(x) for row in told.payoffs.values() for x in row}
        numbers |= {p for _, p in re.findall(r"(q\d+) with probability ([0-9/]+)", dict(item.texts)["matrix"])}
        for _, text in item.texts:
            assert numbers <= set(re.findall(r"\d+(?:/\d+)?", text))


def test_labels_are_about_what_is_asked() -> None:
    items = audits(range(24))
    for item in items[:12]:
        read = [json.loads(p.text) for p in item.proofs]
        other = next(i for i in items if i.shape != item.shape)
        asks = dict(item.asks)
        with pytest.raises(SpiError):
            FAMILY.label([json.loads(p.text) for p in other.proofs], asks)
        for wrong in ({"game": "0" * 64}, {"seat": str(1 - int(asks["seat"]))}, {"believed": '["0"]'}):
            with pytest.raises(SpiError):
                FAMILY.label(read, asks | wrong)
        missing = json.loads(json.dumps(read))
        missing[0]["evidence"]["encounters"] = missing[0]["evidence"]["encounters"][:1]
        with pytest.raises(SpiError):
            FAMILY.label(missing, asks)


def by_hand() -> Audit:
    """The Scheduling Game of Example 1: slot 1 for her; the conditional demander yields to her bare code alone."""
    zero, one, three = Fraction(0), Fraction(1), Fraction(3)
    rows = [[(zero, zero)] * 3 for _ in range(3)]
    rows[0][0], rows[1][1], rows[2][2] = (three, one), (one, three), (one, one)
    bargain = Bargain(tuple(map(tuple, rows)), ((((0, 1), (2, 2)),),))
    return Audit(bargain, 0, (always(0),), (always(1), expects(always(0), 0, 1)), (Fraction(1, 2), Fraction(1, 2)))


def test_mistakes_by_hand() -> None:
    audit = by_hand()
    assert violations(audit) == {(1, 1)}  # slot 2 against the wrap instead of slot 1
    assert {error: clauses_of(found) for error, found in misread_culprits(audit).items()} == {
        "matching": (True, False),
        "impossible": (True, False),
        "code-blind": (False, False),
        "hurt": (True, False),  # 0 instead of 3
        "first-default": (True, False),
    }
    # believed impossible, it does not count
    surely = Audit(audit.bargain, 0, audit.defaults, audit.believed, (Fraction(1), Fraction(0)))
    assert clauses_of(violations(surely)) == (False, False)
    assert misread_culprits(surely)["impossible"] == {(1, 1)}
    # her default plays slot 1, but slot 2 against renegotiation programs: against one with the same proposal the two
    # renegotiate at (1, 2), so that only who asks for clause (2) of matching pairs sees it
    meets = Audit(audit.bargain, 0, (hardens(0, 1),), (wraps(always(1), 0),), (Fraction(1),))
    assert violations(meets) == set() and violations(meets, matching=True) == {(2, 0)}


def test_mistakes_occur_and_shapes_forget_names() -> None:
    seen = {o.error for item in audits(range(24)) for o in item.options}
    assert {"matching", "impossible", "hurt"} <= seen
    audit = by_hand()
    twin = Audit(audit.bargain, 0, audit.defaults, audit.believed[::-1], audit.law)
    assert audit_shape("clauses", audit) == audit_shape("clauses", twin) != audit_shape("culprit 1", audit)
