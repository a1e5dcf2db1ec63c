"""Items about Assumption 8, and their labels from certificates.

What functions announce are sets, and no outcome shows one. So the certificates hold encounters with auditors: programs
that play one action if whom they meet answers an extension as clause (ii) asks, and another one if not. The checker's
own interpreter works out the sets.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise, product
from random import Random
from typing import Any

from spi.core.game import profiles
from spi.programs.groups import group_json
from spi.programs.members import Program, finite_map
from spi.programs.references import load_family, read_reference
from spi.tasks.families.assumption_audit.answers import answer_text, audit_options, failure_options, failure_text
from spi.tasks.families.assumption_audit.extension_audits import READINGS, ExtensionAudit, find_failures, find_faults
from spi.tasks.families.assumption_audit.extension_draws import extension_shape
from spi.tasks.families.assumption_audit.extension_programs import extension_files, program_references
from spi.tasks.families.assumption_audit.extension_texts import extension_text
from spi.tasks.families.assumption_audit.tables import AuditTable, prove_table, read_table
from spi.tasks.items import WORDINGS, Item, Option
from spi.tasks.material.certificates import program_digest, require, tree_digest
from spi.transforms.set_wraps import EXTENSIONS

__all__ = ["extension_item", "label_extensions"]

RENEGOTIATOR = "digiovanni-et-al-2024/conditional_set_renegotiator"
AUDITOR = "ours/extension_auditor"

Failures = set[tuple[int, int, int]]
"""Clauses, 1 or 2, with the numbers of the player's programs and the believed ones at which they fail."""


def extension_item(seed: int, difficulty: int, question: str, own: ExtensionAudit, rng: Random, pair: str) -> Item:
    """The item of an audit.

    Parameters
    ----------
    seed, difficulty : int
    question : "clauses", or "culprit 1", "culprit 2", "failure 1" or "failure 2"
    own : ExtensionAudit
    rng : random.Random
        For the order of the options.
    pair : str

    Returns
    -------
    Item

    Source: digiovanni-et-al-2024, Assumption 8
    """
    references = program_references(own)
    programs = {name: read_reference(text) for name, text in references.items()}
    possible = [f"q{k}" for k, p in enumerate(own.law, 1) if p]
    hers = [(programs[f"w{k}"], programs[f"w{k}_extended"]) for k in range(1, len(own.own) + 1)]
    theirs = [programs[name] for name in possible]
    failures, names = find_failures(own), [f"q{k + 1}" for k in range(len(own.believed))]
    told = [[program_digest(p) for p in (_bound(w, "default"), w, extended)] for w, extended in hers]
    return Item(
        family="assumption-audit",
        seed=seed,
        difficulty=difficulty,
        knobs=(("programs", len(own.believed)), ("defaults", len(own.own))),
        texts=tuple((wording, extension_text(wording, question, own)) for wording in WORDINGS),
        form="choice",
        answer=_answer(question, failures, names),
        options=_options(question, own, rng),
        asks=(
            ("assumption", "8"),
            ("question", question),
            ("seat", str(own.seat)),
            ("game", own.game.digest),
            ("believed", json.dumps([program_digest(q) for q in theirs])),
            ("names", json.dumps(possible)),
            ("hers", json.dumps(told)),
        ),
        files=extension_files(own),
        proofs=(prove_table(own.game, _meetings(own, hers, theirs), own.seat),),
        shape=extension_shape(question, own),
        pair=pair,
    )


def _answer(question: str, failures: Failures, names: Sequence[str]) -> str:
    if question.startswith("failure"):
        return failure_text([(own, k) for clause, own, k in failures if clause == int(question[-1])], names)
    return answer_text("8", question, {(clause, k) for clause, _, k in failures}, names)


def _options(question: str, own: ExtensionAudit, rng: Random) -> tuple[Option, ...]:
    if not question.startswith("failure"):
        misread = {reading: find_faults(own, reading) for reading in READINGS}
        return audit_options("8", question, find_faults(own), misread, len(own.believed), rng)
    asked = int(question[-1])
    pairs = [
        (k, j)
        for k, (j, theirs) in product(range(len(own.own)), enumerate(own.believed))
        if (theirs.response is not None) == (asked == 2)
    ]
    wrong = {r: [(k, j) for clause, k, j in find_failures(own, r) if clause == asked] for r in ("", *READINGS)}
    names = [f"q{k + 1}" for k in range(len(own.believed))]
    return failure_options(wrong.pop(""), wrong, pairs, names, rng)


def _meetings(
    own: ExtensionAudit, hers: Sequence[tuple[Program, Program]], theirs: Sequence[Program]
) -> Iterator[tuple[Program, Program]]:
    """Every encounter that clause (i) compares; and, for clause (ii), an auditor of each function, at all outcomes.

    The first believed program meets all of hers, whatever it is, so that the table has them.
    """
    renegotiators, auditor = load_family(RENEGOTIATOR).group, load_family(AUDITOR)
    every = list(profiles(own.game))
    kept, broken, *_ = own.game.actions[own.seat]
    for (w, extended), q in product(hers, theirs):
        if q.group is not renegotiators or q is theirs[0]:
            yield from ((mine, q) for mine in (_bound(w, "default"), w, extended))
        if q.group is renegotiators:
            where = {"start": every[0], "following": finite_map(dict(pairwise(every)))}
            audit = {"renegotiation": _bound(w, "renegotiation"), "selector": own.selector, **where}
            yield auditor(**audit, kept=kept, broken=broken), q


def _bound(program: Program, key: str) -> Any:
    return dict(program.bindings)[key]


def label_extensions(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """The answer, from a table of encounters with the player's programs, and with auditors of her functions.

    Raises
    ------
    HypothesisError
        If an encounter is missing, or the game or programs are others than those that are asked about.

    Source: digiovanni-et-al-2024, Assumption 8
    """
    believed: list[str] = json.loads(asks["believed"])
    hers: list[list[str]] = json.loads(asks["hers"])
    table = read_table(certificates, asks, {*believed, *(name for own in hers for name in own)})
    found: Failures = set()
    for own, (default, w, extended) in enumerate(hers):
        _require_extension(table, default, w, extended)
        for k, theirs in enumerate(believed):
            if table.group(theirs) == _code(RENEGOTIATOR):
                auditor, kept = _auditor(table, w)
                if table.outcome(auditor, theirs)[table.seat] != kept:
                    found.add((2, own, k))
                continue
            played = [table.outcome(mine, theirs)[1 - table.seat] for mine in (default, w, extended)]
            if len(set(played)) > 1:
                found.add((1, own, k))
    return _answer(asks["question"], found, json.loads(asks["names"]))


def _require_extension(table: AuditTable, default: str, w: str, extended: str) -> None:
    """These have to be a set-renegotiation program, its default, and the program with its function extended."""
    own, other = table.bindings(w), table.bindings(extended)
    require(table.group(w) == table.group(extended) == _code(RENEGOTIATOR), "programs that renegotiate by sets")
    require(tree_digest(own["default"]) == default, "defaults of the programs that are told")
    bound = [["base", own["renegotiation"]], ["selector", own["selector"]]]
    bigger = own | {"renegotiation": ["program", _code(EXTENSIONS["base"]), bound]}
    require(other == bigger, "extensions of the programs that are told")


def _auditor(table: AuditTable, w: str) -> tuple[str, str]:
    """The digest of an auditor of a program's function at all outcomes, and what it plays if clause (ii) is kept."""
    own, every = table.bindings(w), set(product(*table.game["actions"]))
    for name in table.trees:
        if table.group(name) == _code(AUDITOR):
            bound = table.bindings(name)
            same = all(bound[key] == own[key] for key in ("renegotiation", "selector"))
            if same and bound["kept"] != bound["broken"] and _audited(bound) == every:
                return name, bound["kept"]
    require(False, "a table with auditors of all functions at every default outcome")
    raise AssertionError


def _audited(bound: Mapping[str, Any]) -> set[tuple[str, ...]]:
    """The default outcomes that an auditor goes through."""
    following = {tuple(a[1:]): tuple(b[1:]) for a, b in bound["following"][1:]}
    found, a = set[tuple[str, ...]](), tuple(bound["start"][1:])
    while a not in found:
        found.add(a)
        a = following.get(a, a)
    return found


@lru_cache(maxsize=8)
def _code(name: str) -> Any:
    """The code of a family on the shelf, as certificates have it."""
    return group_json(load_family(name).group)
