"""The family `assumption-audit`: does a player believe that renegotiation is not punished, clause by clause?

Assumption 4 speaks of every renegotiation program of hers, of every program that she believes possible, and of what is
played when the two do not renegotiate. It is audited, never assumed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Any

from spi.analysis.profile_questions import verify_transformation
from spi.core.gamefile import quote
from spi.core.numbers import format_exact
from spi.programs.games import program_game
from spi.programs.members import Program
from spi.tasks.families.assumption_audit.draws import (
    Audit,
    Clauses,
    audit_shape,
    clauses_of,
    draw_audit_pair,
    draw_culprit,
    misread_clauses,
    misread_culprits,
    violations,
)
from spi.tasks.items import WORDINGS, Family, Item, Option, Proof, Wording
from spi.tasks.material.certificates import certified_outcomes, program_digest, require, tree_digest
from spi.tasks.material.draws import stream
from spi.tasks.material.naming import Naming, draw_naming
from spi.tasks.material.numbered_plan_words import Named, describe_bargain, plan_program, setting_files
from spi.tasks.material.numbered_plans import Plan, bargain_game, wraps
from spi.transforms.transformation import factorised_map

__all__ = ["FAMILY", "NONE", "WORDS"]

WORDS: dict[Clauses, str] = {
    (False, False): "Neither clause is violated.",
    (True, False): "Clause (1) is violated, clause (2) is not.",
    (False, True): "Clause (2) is violated, clause (1) is not.",
    (True, True): "Both clauses are violated.",
}
"""How it is answered which clauses are violated."""

NONE = "None of them."
"""The option that a clause is not violated by any believed program."""

ERRORS = {
    "matching": "asks for clause (2) of pairs that do renegotiate, too",
    "impossible": "counts programs that are believed impossible",
    "code-blind": "supposes that programs which look for a code recognise it inside a wrapper",
    "hurt": "counts only what leaves the player worse off, while the clauses ask what is played",
    "first-default": "looks at one program of the player only",
    "other-clause": "looks at the other clause",
    "guess": "no named mistake leads here",
}


def generate(seed: int, difficulty: int) -> tuple[Item, ...]:
    """Two items that differ in one action of one program; or one that asks which believed program violates a clause.

    Source: digiovanni-et-al-2024, Assumption 4
    """
    rng = stream("assumption-audit", seed, difficulty)
    question = rng.choice(("clauses", "clauses", "clauses", "culprit 1", "culprit 2"))
    if question == "clauses":
        drawn: tuple[Audit, ...] = draw_audit_pair(rng, difficulty)
    else:
        drawn = (draw_culprit(rng, difficulty, int(question[-1])),)
    naming, order = draw_naming(rng, drawn[0].bargain.sizes), rng.random()
    pair = f"assumption-audit:{seed}:{difficulty}" if len(drawn) == 2 else ""
    return tuple(_item(seed, difficulty, question, own, naming, Random(order), pair) for own in drawn)


def label(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """The answer, from a table of all encounters that the clauses compare: a map that changes nothing.

    Raises
    ------
    HypothesisError
        If an encounter is missing, or the game or programs are others than those that are asked about.

    Source: digiovanni-et-al-2024, Assumption 4
    """
    require(len(certificates) == 1 and certificates[0]["claim"]["kind"] == "transformation", "one transformation")
    objects, seat = certificates[0]["objects"], int(asks["seat"])
    require(objects["game"]["digest"] == asks["game"], "the game that is told")
    trees = {tree_digest(tree): tree for tree in objects["programs"]}
    played = certified_outcomes(certificates[0])
    believed: list[str] = json.loads(asks["believed"])
    hers: dict[str, list[str]] = json.loads(asks["wraps"])
    require({*believed, *hers, *(w for own in hers.values() for w in own)} <= set(trees), "the programs that are told")

    def outcome(mine: str, theirs: str) -> tuple[str, ...]:
        key = (mine, theirs) if seat == 0 else (theirs, mine)
        require(key in played, "a table with all encounters that are compared")
        return played[key]

    found = set()
    for k, theirs in enumerate(believed):
        for own, wrapped in hers.items():
            for wrap in wrapped:
                family, mine = trees[wrap][1], dict(trees[wrap][2])
                require(tree_digest(mine["default"]) == own, "wraps of the programs that are told")
                agree = False
                if trees[theirs][1] == family:
                    bound = dict(trees[theirs][2])
                    bare = tree_digest(bound["default"])
                    default = outcome(own, bare)
                    agree = _sent(mine["proposal"], default) == _sent(bound["proposal"], default)
                    if not agree and outcome(own, theirs)[seat] != default[seat]:
                        found.add((2, k))
                if not agree and outcome(wrap, theirs)[1 - seat] != outcome(own, theirs)[1 - seat]:
                    found.add((1, k))
    if asks["question"] == "clauses":
        return WORDS[clauses_of(found)]
    culprits = [k for clause, k in found if clause == int(asks["question"][-1])]
    require(len(culprits) <= 1, "at most one program that violates the clause")
    return f"{json.loads(asks['names'])[culprits[0]]}." if culprits else NONE


def _sent(proposal: Sequence[Any], outcome: tuple[str, ...]) -> list[str]:
    """Where a map in a program's tree sends an outcome: what it does not list stays."""
    listed = {tuple(key[1:]): value[1:] for key, value in proposal[1:]}
    return list(listed.get(outcome, outcome))


def _item(seed: int, difficulty: int, question: str, own: Audit, naming: Naming, rng: Random, pair: str) -> Item:
    bargain, seat = own.bargain, own.seat
    game = bargain_game(bargain, naming)

    def made(plan: Plan, at: int) -> Program:
        return plan_program(plan, at, bargain, naming)

    possible = [k for k, p in enumerate(own.law) if p]
    hers = {made(d, seat): [made(wraps(d, n), seat) for n in range(len(bargain.proposals))] for d in own.defaults}
    theirs = [made(own.believed[k], 1 - seat) for k in possible]
    profiles = list(dict.fromkeys(_profiles(own, hers, theirs)))
    games = program_game(game, [p for p, _ in profiles], [q for _, q in profiles])
    table: Any = verify_transformation(games, factorised_map("a map that changes nothing", [{}, {}]), within=profiles)
    found = violations(own)
    names = [f"q{k + 1}" for k in possible]
    if question == "clauses":
        answer, options = WORDS[clauses_of(found)], _clause_options(own, rng)
    else:
        clause = int(question[-1])
        culprits = [k for c, k in found if c == clause]
        answer = f"q{culprits[0] + 1}." if culprits else NONE
        options = _culprit_options(own, clause)
    return Item(
        family="assumption-audit",
        seed=seed,
        difficulty=difficulty,
        knobs=(("programs", len(own.believed)), ("defaults", len(own.defaults))),
        texts=tuple((wording, _text(wording, question, own, naming)) for wording in WORDINGS),
        form="choice",
        answer=answer,
        options=options,
        asks=(
            ("question", question),
            ("seat", str(seat)),
            ("game", game.digest),
            ("believed", json.dumps([program_digest(q) for q in theirs])),
            ("names", json.dumps(names)),
            ("wraps", json.dumps({program_digest(d): [program_digest(w) for w in ws] for d, ws in hers.items()})),
        ),
        files=setting_files(bargain, naming, _told(own), _belief(own, naming)),
        proofs=(Proof("encounters", table.certificate.text),),
        shape=audit_shape(question, own),
        pair=pair,
    )


def _profiles(
    own: Audit, hers: Mapping[Program, Sequence[Program]], theirs: Sequence[Program]
) -> Iterable[tuple[Program, Program]]:
    """Every encounter that a clause compares."""
    for mine, wrapped in hers.items():
        for other in theirs:
            bound = dict(other.bindings)
            met = [other, bound["default"]] if isinstance(bound.get("default"), Program) else [other]
            pairs = [(mine, q) for q in met] + [(w, other) for w in wrapped]
            yield from pairs if own.seat == 0 else [(b, a) for a, b in pairs]


def _told(own: Audit) -> list[Named]:
    """Her programs d1, d2, … and the other's q1, q2, …."""
    told = [(f"d{k}", d, own.seat) for k, d in enumerate(own.defaults, 1)]
    return told + [(f"q{k}", q, 1 - own.seat) for k, q in enumerate(own.believed, 1)]


def _clause_options(own: Audit, rng: Random) -> tuple[Option, ...]:
    right = clauses_of(violations(own))
    errors: dict[Clauses, str] = {}
    for error, found in misread_clauses(own).items():
        errors.setdefault(found, error)
    options = [Option(text, "" if key == right else errors.get(key, "guess")) for key, text in WORDS.items()]
    rng.shuffle(options)
    return tuple(options)


def _culprit_options(own: Audit, clause: int) -> tuple[Option, ...]:
    """The programs in their order, which is random, and none of them."""
    found = violations(own)
    right = {k for c, k in found if c == clause}
    misread = {error: {k for c, k in wrong if c == clause} for error, wrong in misread_culprits(own).items()}
    options = []
    for k in range(len(own.believed)):
        error = next((e for e, wrong in misread.items() if k in wrong), "")
        error = error or ("other-clause" if (3 - clause, k) in found else "guess")
        options.append(Option(f"q{k + 1}.", "" if k in right else error))
    missed = next((e for e, wrong in misread.items() if not wrong), "guess")
    return (*options, Option(NONE, missed if right else ""))


def _text(wording: Wording, question: str, own: Audit, naming: Naming) -> str:
    player, other = naming.people[own.seat], naming.people[1 - own.seat]
    bargain = describe_bargain(wording, own.bargain, naming, _told(own), proposals=range(len(own.bargain.proposals)))
    listed = " and ".join(f"d{k}" for k in range(1, len(own.defaults) + 1))
    law = ", ".join(f"q{k} with probability {format_exact(p)}" for k, p in enumerate(own.law, 1))
    proposals = {"formal": "ρ1, ρ2", "matrix": "proposal_1, proposal_2", "story": "list 1, list 2"}[wording]
    belief = (
        f"{player} has the program{'s' if len(own.defaults) > 1 else ''} {listed}, for use bare or as the default d of "
        f"a renegotiation program w with one of the proposals {proposals}. {player} believes that {other} "
        f"submits {law}."
    )
    clauses = (
        "That renegotiation will not be punished says the following of every such d, of every such w with default d, "
        "and of every program q that is believed possible (its probability is not 0), if w and q do not actually "
        "renegotiate. Two renegotiation programs actually renegotiate if their proposals say the same of the outcome "
        "that their defaults have against each other, be it that it stays; a program that is no renegotiation program "
        "does not renegotiate.\n"
        "(1) q plays against w what it plays against d.\n"
        "(2) If q is a renegotiation program with default e, d plays against q what it plays against e."
    )
    asked = (
        "Which of the two clauses are violated?"
        if question == "clauses"
        else f"Which of the programs of {other} violates clause ({question[-1]})?"
    )
    return f"{bargain}\n\n{belief}\n\n{clauses}\n\n{asked}"


def _belief(own: Audit, naming: Naming) -> str:
    """The belief, as a table of a setting."""
    rows = [f'{{ programs = ["q{k}"], probability = "{format_exact(p)}" }}' for k, p in enumerate(own.law, 1) if p]
    both = [f"[{', '.join(rows)}]", '[{ programs = ["d1"], probability = "1" }]']
    told = zip(naming.people, both if own.seat == 0 else both[::-1], strict=True)
    return "\n".join(["[beliefs]", *(f"{quote(name)} = {law}" for name, law in told)])


FAMILY = Family(
    name="assumption-audit",
    title="Which clauses of the assumption that renegotiation is not punished are violated, and by which program?",
    knob="programs",
    errors=ERRORS,
    generate=generate,
    label=label,
)
"""Benchmark items about the assumption that renegotiation will not be punished."""
