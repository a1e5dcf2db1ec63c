"""Audits of Assumptions 4 and 8, answered from the wording with code alone, clause by clause as they are printed."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from spi.tasks.items import Item
from tests.tasks.told_extensions import read_told_audit, told_failures
from tests.tasks.told_programs import Told, react, read_told


def question(item: Item) -> str:
    """What is asked: `"clauses"`, `"culprit 1"` or the like."""
    return dict(item.asks)["question"]


def slow_answer(item: Item) -> str:
    """The answer, in the words of the options."""
    about = dict(item.asks)["assumption"]
    if about == "4":
        found = slow_violations(item)
    else:
        failures = told_failures(read_told_audit(dict(item.texts)["matrix"]))
        found = {(c, q) for c, _, q in failures}
    one, two = ("(1)", "(2)") if about == "4" else ("(i)", "(ii)")
    if question(item) == "clauses":
        words = {
            (False, False): "Neither clause is violated.",
            (True, False): f"Clause {one} is violated, clause {two} is not.",
            (False, True): f"Clause {two} is violated, clause {one} is not.",
            (True, True): "Both clauses are violated.",
        }
        return words[any(c == 1 for c, _ in found), any(c == 2 for c, _ in found)]
    if question(item).startswith("failure"):
        pairs = [f"{w} with {q}." for c, w, q in failures if c == int(question(item)[-1])]
        assert len(pairs) <= 1
        return pairs[0] if pairs else "None of them."
    culprits = [q for c, q in found if c == int(question(item)[-1])]
    assert len(culprits) <= 1
    return f"{culprits[0]}." if culprits else "None of them."


def proposals_of(item: Item) -> list[dict[Any, Any]]:
    return [eval(own) for own in re.findall(r"^proposal_\d = (\{.*\})$", dict(item.texts)["matrix"], re.M)]


def slow_violations(item: Item) -> set[tuple[int, str]]:
    """Both clauses as they are printed, pair by pair."""
    text = dict(item.texts)["matrix"]
    told: Told = read_told(text)
    (player,) = re.findall(r"(\w+) has the programs? d1", text)
    seat = told.players.index(player)
    possible = [q for q, p in re.findall(r"(q\d+) with probability ([0-9/]+)", text) if Fraction(p)]
    found = set()
    for name in possible:
        q = told.programs[name]
        for d in (own for key, own in told.programs.items() if key[0] == "d"):
            for proposal in proposals_of(item):
                w = ("renegotiates", d, tuple(sorted(proposal.items())))
                if q[0] == "renegotiates":
                    e = q[1]
                    mine, theirs = react(d, e, seat), react(e, d, 1 - seat)
                    o = (mine, theirs) if seat == 0 else (theirs, mine)
                    if proposal.get(o, o) == dict(q[2]).get(o, o):
                        continue
                    if react(d, q, seat) != react(d, e, seat):
                        found.add((2, name))
                if react(q, w, 1 - seat) != react(q, d, 1 - seat):
                    found.add((1, name))
    return found
