"""The family `assumption-audit`: does a player believe that renegotiation, or its extension, is not punished?

Assumption 4 speaks of every renegotiation program of hers, of every program that she believes possible, and of what is
played when the two do not renegotiate. Assumption 8 speaks of programs that renegotiate by sets, and of what others
accept when her function is extended by Pareto-meet projections. They are audited clause by clause, never assumed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from spi.tasks.families.assumption_audit.extension_audits import ExtensionAudit
from spi.tasks.families.assumption_audit.extension_draws import (
    draw_extension_culprit,
    draw_extension_failure,
    draw_extension_pair,
)
from spi.tasks.families.assumption_audit.extension_items import extension_item, label_extensions
from spi.tasks.families.assumption_audit.renegotiation_draws import draw_audit_pair, draw_culprit
from spi.tasks.families.assumption_audit.renegotiation_items import label_renegotiation, renegotiation_item
from spi.tasks.items import Family, Item
from spi.tasks.material.draws import stream
from spi.tasks.material.naming import draw_naming

__all__ = ["FAMILY"]

ERRORS = {
    "matching": "asks for clause (2) of pairs that do renegotiate, too",
    "impossible": "counts programs that are believed impossible",
    "code-blind": "supposes that programs and functions which look for a code recognise it inside another",
    "hurt": "counts only what leaves the player worse off, while the clauses ask what is played",
    "first-default": "looks at one program of the player only",
    "first-program": "looks at one program of the player that renegotiates by sets only",
    "unextended": "asks for clause (i) of programs whose function is not extended only",
    "equality": "lets nothing be accepted against the extension that is not accepted against the function",
    "additions": "looks only at what is accepted besides, and forgets that all that was accepted must be so still",
    "default-reference": "takes projections of the default outcome instead of what is settled on without the extension",
    "wrong-projections": "takes the projections of the player who accepts instead of the one who extends",
    "improvements": "allows all that is at least as good for both as what is settled on, instead of projections alone",
    "literal-reference": "extends with references against extended functions, as Definition 7 is printed",
    "actual-default": "looks only at the default outcome that the defaults have, while clause (ii) is about all",
    "other-clause": "looks at the other clause",
    "guess": "no named mistake leads here",
}


def generate(seed: int, difficulty: int) -> tuple[Item, ...]:
    """Two items that differ in one thing and in one clause; or one that asks which believed program violates a clause.

    Every second item, about, is about Assumption 4, and the others are about Assumption 8.

    Source: digiovanni-et-al-2024, Assumption 4, Assumption 8
    """
    rng = stream("assumption-audit", seed, difficulty)
    assumption = rng.choice(("4", "8"))
    question = rng.choice(("clauses", "clauses", "clauses", "culprit 1", "culprit 2"))
    pair = f"assumption-audit:{seed}:{difficulty}" if question == "clauses" else ""
    if assumption == "8":
        return _extension_items(rng, seed, difficulty, question, pair)
    drawn = draw_audit_pair(rng, difficulty) if pair else (draw_culprit(rng, difficulty, int(question[-1])),)
    naming, order = draw_naming(rng, drawn[0].bargain.sizes), rng.random()
    return tuple(renegotiation_item(seed, difficulty, question, own, naming, Random(order), pair) for own in drawn)


def _extension_items(rng: Random, seed: int, difficulty: int, question: str, pair: str) -> tuple[Item, ...]:
    """If the player has several programs, the pair that violates a clause is asked as often as the believed program."""
    drawn: tuple[ExtensionAudit, ...]
    if pair:
        drawn = draw_extension_pair(rng, difficulty)
    elif difficulty > 2 and rng.random() < 0.5:
        question = f"failure {question[-1]}"
        drawn = (draw_extension_failure(rng, difficulty, int(question[-1])),)
    else:
        drawn = (draw_extension_culprit(rng, difficulty, int(question[-1])),)
    order = rng.random()
    return tuple(extension_item(seed, difficulty, question, own, Random(order), pair) for own in drawn)


def label(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """The answer, from a table of all encounters that the clauses compare: a map that changes nothing.

    Raises
    ------
    HypothesisError
        If an encounter is missing, or the game or programs are others than those that are asked about.

    Source: digiovanni-et-al-2024, Assumption 4, Assumption 8
    """
    return (label_renegotiation if asks["assumption"] == "4" else label_extensions)(certificates, asks)


FAMILY = Family(
    name="assumption-audit",
    title="Which clauses of the assumptions that renegotiation is not punished are violated, and by which program?",
    knob="programs",
    errors=ERRORS,
    generate=generate,
    label=label,
)
"""Benchmark items about the assumptions that renegotiation and its extension will not be punished."""
