"""Programs that may punish renegotiation, and beliefs about them: draws for the family `assumption-audit`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from spi.tasks.families.assumption_audit.answers import clauses_of
from spi.tasks.families.assumption_audit.wanted import culprit_order, draw_clauses
from spi.tasks.material.draws import draw_law
from spi.tasks.material.numbered_plans import (
    Bargain,
    Plan,
    act,
    always,
    draw_bargain,
    expects,
    hardens,
    plan_shape,
    renamed,
    wraps,
)
from spi.tasks.material.shapes import least_digest

__all__ = [
    "Audit",
    "audit_shape",
    "draw_audit_pair",
    "draw_culprit",
    "misread_culprits",
    "violations",
]


@dataclass(frozen=True, slots=True)
class Audit:
    """A player with programs that she may use, proposals, and a law over programs of the other.

    Parameters
    ----------
    bargain : Bargain
        All its proposals count.
    seat : 0 or 1
    defaults : tuple of Plan
        Hers.
    believed : tuple of Plan
    law : tuple of Fraction
        Some may be 0: those programs are not believed possible.

    Source: digiovanni-et-al-2024, Assumption 4
    """

    bargain: Bargain
    seat: int
    defaults: tuple[Plan, ...]
    believed: tuple[Plan, ...]
    law: tuple[Fraction, ...]


def violations(
    audit: Audit, *, matching: bool = False, impossible: bool = False, blind: bool = False, hurt: bool = False
) -> set[tuple[int, int]]:
    """All clauses, with the number of the believed program at which they fail.

    Parameters
    ----------
    audit : Audit
    matching : bool
        Ask for clause (2) of pairs that do renegotiate, too.
    impossible : bool
        Count programs of probability 0, too.
    blind : bool
        Let programs that look at code take a wrapped program for the one inside.
    hurt : bool
        Count only what leaves the player worse off.

    Returns
    -------
    set of (1 or 2, int)

    Source: digiovanni-et-al-2024, Assumption 4
    """
    found = set()
    bargain, seat = audit.bargain, audit.seat
    for k, (theirs, p) in enumerate(zip(audit.believed, audit.law, strict=True)):
        if not p and not impossible:
            continue
        for own in audit.defaults:
            for number, proposal in enumerate(bargain.proposals):
                wrapped = wraps(own, number)
                agree = False
                if theirs.kind == "wraps" and theirs.inner is not None:
                    pair = act(bargain, seat, own, theirs.inner), act(bargain, 1 - seat, theirs.inner, own)
                    default = pair if seat == 0 else (pair[1], pair[0])
                    other = dict(bargain.proposals[theirs.proposal])
                    agree = dict(proposal).get(default, default) == other.get(default, default)
                    now, then = act(bargain, seat, own, theirs), act(bargain, seat, own, theirs.inner)
                    if now != then and (matching or not agree):
                        found.add((2, k))
                if not agree:
                    seen = own if blind and theirs.kind == "expects" and theirs.inner == own else wrapped
                    now, then = act(bargain, 1 - seat, theirs, seen), act(bargain, 1 - seat, theirs, own)
                    if now != then and not (hurt and _gains(audit, wrapped, own, theirs)):
                        found.add((1, k))
    return found


def misread_culprits(audit: Audit) -> dict[str, set[tuple[int, int]]]:
    """At which programs each mistake takes which clauses for violated.

    Parameters
    ----------
    audit : Audit

    Returns
    -------
    dict from name of a mistake to what `violations` returns

    Source: ours
    """
    return {
        "matching": violations(audit, matching=True),
        "impossible": violations(audit, impossible=True),
        "code-blind": violations(audit, blind=True),
        "hurt": violations(audit, hurt=True),
        "first-default": violations(replace(audit, defaults=audit.defaults[:1])),
    }


def audit_shape(question: str, audit: Audit) -> str:
    """A digest in which the names and the order of actions and programs do not count.

    Source: ours
    """

    def told() -> Iterator[object]:
        for first, second, table in renamed(audit.bargain):
            numbers = first, second
            rows = [
                [plan_shape(q, 1 - audit.seat, numbers), str(p)] for q, p in zip(audit.believed, audit.law, strict=True)
            ]
            own = [plan_shape(d, audit.seat, numbers) for d in audit.defaults]
            yield [question, audit.seat, table, sorted(own, key=repr), sorted(rows, key=repr)]

    return least_digest(told())


def draw_audit_pair(rng: Random, difficulty: int) -> tuple[Audit, Audit]:
    """Two audits that differ in one action of one program, and so in one clause; all four answers are as likely.

    Source: digiovanni-et-al-2024, Assumption 4
    """
    first, second = draw_clauses(rng)
    while True:
        audit = _draw(rng, difficulty)
        if clauses_of(violations(audit)) != first:
            continue
        for _ in range(20):
            twin = _one_changed(rng, audit)
            if twin is not None and clauses_of(violations(twin)) == second:
                return audit, twin


def draw_culprit(rng: Random, difficulty: int, clause: int) -> Audit:
    """An audit in which one believed program alone violates a clause, or none; each is as likely as any other.

    Source: digiovanni-et-al-2024, Assumption 4
    """
    size = 1 + difficulty
    wanted = rng.randrange(size + 1)
    while True:
        audit = _draw(rng, difficulty)
        order = culprit_order(violations(audit), clause, wanted, size)
        if order is not None:
            believed, law = tuple(audit.believed[j] for j in order), tuple(audit.law[j] for j in order)
            return replace(audit, believed=believed, law=law)


def _draw(rng: Random, difficulty: int) -> Audit:
    """Two or three possible proposals and defaults, and as many believed programs as the difficulty asks for."""
    sizes = rng.choice(((2, 2), (2, 3), (3, 2), (3, 3)))
    bargain, seat = draw_bargain(rng, sizes, 2), rng.randrange(2)
    mine, other = sizes[seat], sizes[1 - seat]
    defaults: dict[Plan, None] = {}
    while len(defaults) < (1, 1, 2, 2, 2)[difficulty - 1]:
        defaults[_looks(rng, mine, other, always(rng.randrange(other)))] = None
    believed: dict[Plan, None] = {}
    while len(believed) < 1 + difficulty:
        code = rng.choice(list(defaults))
        believed[_theirs(rng, other, mine, code)] = None
    size = len(believed)
    zeros = rng.randint(0, 1) if size > 2 else 0
    law = [Fraction(0)] * zeros + draw_law(rng, size - zeros, rng.choice((8, 10, 12)))
    rng.shuffle(law)
    return Audit(bargain, seat, tuple(defaults), tuple(believed), tuple(law))


def _looks(rng: Random, mine: int, other: int, code: Plan) -> Plan:
    """A program that does not look, one that looks for a code, or one that looks for renegotiation."""
    x, y = _two(rng, mine)
    match rng.choice(("always", "expects", "hardens")):
        case "expects":
            return expects(code, x, y)
        case "hardens":
            return hardens(x, y)
        case _:
            return always(x)


def _theirs(rng: Random, size: int, other: int, code: Plan) -> Plan:
    """One that may look for her program, for its wrap or for another, and may be wrapped itself."""
    seen = rng.choice((code, code, wraps(code, rng.randrange(2)), always(rng.randrange(other))))
    bare = _looks(rng, size, other, seen)
    return wraps(bare, rng.randrange(2)) if rng.random() < 0.5 else bare


def _two(rng: Random, size: int) -> tuple[int, int]:
    """Two actions, sometimes the same: then looking makes no difference."""
    if rng.random() < 0.35:
        x = rng.randrange(size)
        return x, x
    x, y = rng.sample(range(size), 2)
    return x, y


def _one_changed(rng: Random, audit: Audit) -> Audit | None:
    """One action of one program, or of its default, is another; None if that program is there already."""
    both = [*audit.defaults, *audit.believed]
    k = rng.randrange(len(both))
    size = audit.bargain.sizes[audit.seat if k < len(audit.defaults) else 1 - audit.seat]
    both[k] = _changed(rng, both[k], size)
    n = len(audit.defaults)
    defaults, believed = tuple(both[:n]), tuple(both[n:])
    if len(set(defaults)) < n or len(set(believed)) < len(believed):
        return None
    return replace(audit, defaults=defaults, believed=believed)


def _changed(rng: Random, plan: Plan, size: int) -> Plan:
    if plan.kind == "wraps":
        assert plan.inner is not None
        return replace(plan, inner=_changed(rng, plan.inner, size))
    actions = list(plan.actions)
    actions[rng.randrange(len(actions))] = rng.randrange(size)
    return replace(plan, actions=tuple(actions))


def _gains(audit: Audit, wrapped: Plan, own: Plan, theirs: Plan) -> bool:
    """Is the player no worse off with her wrapped program?"""
    bargain, seat = audit.bargain, audit.seat
    paid = []
    for mine in (wrapped, own):
        pair = act(bargain, seat, mine, theirs), act(bargain, 1 - seat, theirs, mine)
        paid.append(bargain.at(pair if seat == 0 else (pair[1], pair[0]))[seat])
    return paid[0] >= paid[1]
