"""Items about Assumption 4, and their labels from certificates."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from spi.core.gamefile import quote
from spi.core.numbers import format_exact
from spi.programs.members import Program
from spi.tasks.families.assumption_audit.answers import Faults, answer_text, audit_options
from spi.tasks.families.assumption_audit.renegotiation_draws import Audit, audit_shape, misread_culprits, violations
from spi.tasks.families.assumption_audit.tables import prove_table, read_table
from spi.tasks.items import WORDINGS, Item, Wording
from spi.tasks.material.certificates import program_digest, require, tree_digest
from spi.tasks.material.naming import Naming
from spi.tasks.material.numbered_plan_words import Named, describe_bargain, plan_program, setting_files
from spi.tasks.material.numbered_plans import Plan, bargain_game, wraps

__all__ = ["label_renegotiation", "renegotiation_item"]


def renegotiation_item(
    seed: int, difficulty: int, question: str, own: Audit, naming: Naming, rng: Random, pair: str
) -> Item:
    """The item of an audit.

    Parameters
    ----------
    seed, difficulty : int
    question : "clauses", "culprit 1" or "culprit 2"
    own : Audit
    naming : Naming
    rng : random.Random
        For the order of the options.
    pair : str

    Returns
    -------
    Item

    Source: digiovanni-et-al-2024, Assumption 4
    """
    bargain, seat = own.bargain, own.seat
    game = bargain_game(bargain, naming)

    def made(plan: Plan, at: int) -> Program:
        return plan_program(plan, at, bargain, naming)

    possible = [k for k, p in enumerate(own.law) if p]
    hers = {made(d, seat): [made(wraps(d, n), seat) for n in range(len(bargain.proposals))] for d in own.defaults}
    theirs = [made(own.believed[k], 1 - seat) for k in possible]
    found, names = violations(own), [f"q{k + 1}" for k in range(len(own.believed))]
    return Item(
        family="assumption-audit",
        seed=seed,
        difficulty=difficulty,
        knobs=(("programs", len(own.believed)), ("defaults", len(own.defaults))),
        texts=tuple((wording, _text(wording, question, own, naming)) for wording in WORDINGS),
        form="choice",
        answer=answer_text("4", question, found, names),
        options=audit_options("4", question, found, misread_culprits(own), len(names), rng),
        asks=(
            ("assumption", "4"),
            ("question", question),
            ("seat", str(seat)),
            ("game", game.digest),
            ("believed", json.dumps([program_digest(q) for q in theirs])),
            ("names", json.dumps([names[k] for k in possible])),
            ("wraps", json.dumps({program_digest(d): [program_digest(w) for w in ws] for d, ws in hers.items()})),
        ),
        files=setting_files(bargain, naming, _told(own), _belief(own, naming)),
        proofs=(prove_table(game, _meetings(hers, theirs), seat),),
        shape=audit_shape(question, own),
        pair=pair,
    )


def label_renegotiation(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """The answer, from a table of all encounters that the clauses compare.

    Raises
    ------
    HypothesisError
        If an encounter is missing, or the game or programs are others than those that are asked about.

    Source: digiovanni-et-al-2024, Assumption 4
    """
    believed: list[str] = json.loads(asks["believed"])
    hers: dict[str, list[str]] = json.loads(asks["wraps"])
    table = read_table(certificates, asks, {*believed, *hers, *(w for own in hers.values() for w in own)})
    seat, found = table.seat, Faults()
    for k, theirs in enumerate(believed):
        for own, wrapped in hers.items():
            for wrap in wrapped:
                mine = table.bindings(wrap)
                require(tree_digest(mine["default"]) == own, "wraps of the programs that are told")
                agree = False
                if table.group(theirs) == table.group(wrap):
                    bound = table.bindings(theirs)
                    default = table.outcome(own, tree_digest(bound["default"]))
                    agree = _sent(mine["proposal"], default) == _sent(bound["proposal"], default)
                    if not agree and table.outcome(own, theirs)[seat] != default[seat]:
                        found.add((2, k))
                if not agree and table.outcome(wrap, theirs)[1 - seat] != table.outcome(own, theirs)[1 - seat]:
                    found.add((1, k))
    return answer_text("4", asks["question"], found, json.loads(asks["names"]))


def _sent(proposal: Sequence[Any], outcome: tuple[str, ...]) -> list[str]:
    """Where a map in a program's tree sends an outcome: what it does not list stays."""
    listed = {tuple(key[1:]): value[1:] for key, value in proposal[1:]}
    return list(listed.get(outcome, outcome))


def _meetings(
    hers: Mapping[Program, Sequence[Program]], theirs: Sequence[Program]
) -> Iterator[tuple[Program, Program]]:
    """Every encounter that a clause compares, the player's program first."""
    for mine, wrapped in hers.items():
        for other in theirs:
            bound = dict(other.bindings)
            met = [other, bound["default"]] if isinstance(bound.get("default"), Program) else [other]
            yield from ((mine, q) for q in met)
            yield from ((w, other) for w in wrapped)


def _told(own: Audit) -> list[Named]:
    """Her programs d1, d2, … and the other's q1, q2, …."""
    told = [(f"d{k}", d, own.seat) for k, d in enumerate(own.defaults, 1)]
    return told + [(f"q{k}", q, 1 - own.seat) for k, q in enumerate(own.believed, 1)]


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
