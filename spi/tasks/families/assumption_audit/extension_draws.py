"""Beliefs about those who meet extensions: draws for the questions about Assumption 8."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

from spi.core.game import Game, Profile, profiles
from spi.core.pareto import improves, strictly_improves
from spi.solve.selection import select_outcome
from spi.tasks.families.assumption_audit.answers import clauses_of
from spi.tasks.families.assumption_audit.extension_audits import (
    Code,
    Counter,
    ExtensionAudit,
    Outcomes,
    Response,
    find_failures,
    find_faults,
    projected,
)
from spi.tasks.families.assumption_audit.wanted import culprit_order, draw_clauses
from spi.tasks.material.draws import draw_law
from spi.tasks.material.scenes import Cast, draw_cast
from spi.tasks.material.shapes import Ranks, shape_of

__all__ = ["draw_extension_culprit", "draw_extension_failure", "draw_extension_pair", "extension_shape"]

SELECTORS = ("utilitarian", "leximin", "lexicographic", "1, 2", "2, 1")


def draw_extension_pair(rng: Random, difficulty: int) -> tuple[ExtensionAudit, ExtensionAudit]:
    """Two audits that differ in one action or in one outcome of a set, and so in one clause; all answers are as likely.

    Source: digiovanni-et-al-2024, Assumption 8
    """
    first, second = draw_clauses(rng)
    for audit in _draw_audits(rng, difficulty, rng.randint(1, difficulty)):
        if clauses_of(find_faults(audit)) != first:
            continue
        for changed in _changed_audits(rng, audit):
            if clauses_of(find_faults(changed)) == second:
                return audit, changed
    raise AssertionError("audits are drawn without end")


def draw_extension_culprit(rng: Random, difficulty: int, clause: int) -> ExtensionAudit:
    """An audit in which one believed program alone violates a clause, or none; each is as likely as any other.

    Source: digiovanni-et-al-2024, Assumption 8
    """
    size = 1 + difficulty
    wanted = rng.randrange(size + 1)
    about = max(2, size - rng.randint(0, 2))
    for audit in _draw_audits(rng, difficulty, about if clause == 2 else size - about):
        order = culprit_order(find_faults(audit), clause, wanted, size)
        if order is not None:
            believed, law = tuple(audit.believed[j] for j in order), tuple(audit.law[j] for j in order)
            return replace(audit, believed=believed, law=law)
    raise AssertionError("audits are drawn without end")


def draw_extension_failure(rng: Random, difficulty: int, clause: int) -> ExtensionAudit:
    """An audit in which one pair of a program of hers and a believed one violates a clause; or none, in every fifth.

    Source: digiovanni-et-al-2024, Assumption 8
    """
    size, none = 1 + difficulty, rng.random() < 0.2
    for audit in _draw_audits(rng, difficulty, size - rng.randint(0, 2) if clause == 2 else rng.randint(0, 2)):
        found = [own for c, own, _ in find_failures(audit) if c == clause]
        if len(found) == 1 - none:
            return audit
    raise AssertionError("audits are drawn without end")


def extension_shape(question: str, audit: ExtensionAudit) -> str:
    """A digest in which the names and the order of actions and programs do not count.

    Source: ours
    """
    return shape_of(audit.game, lambda ranks: [question, audit.seat, audit.selector, _form(audit, ranks)])


def _form(audit: ExtensionAudit, ranks: Ranks) -> Any:
    seat, other = audit.seat, 1 - audit.seat

    def ranked(outcomes: Outcomes) -> list[list[int]]:
        return sorted([ranks(k, x) for k, x in enumerate(a)] for a in outcomes)

    own = [[ranks(seat, x), ranked(accepted)] for x, accepted in audit.own]

    def program(theirs: Counter, p: Fraction) -> list[Any]:
        expected: list[Any] = list(theirs.expected or ())
        if theirs.expected is not None:
            kind, which = theirs.expected
            expected = [kind, ranks(seat, which) if isinstance(which, str) else own[which]]
        response: list[Any] = []
        if theirs.response is not None:
            r = theirs.response
            response = [r.kind, ranked(r.outcomes), ranked(r.other), ranked(r.at), own[r.known] if r.known >= 0 else []]
        return [theirs.kind, [ranks(other, x) for x in theirs.actions], expected, response, str(p)]

    rows = [program(theirs, p) for theirs, p in zip(audit.believed, audit.law, strict=True)]
    return [sorted(own), sorted(rows, key=repr)]


def _draw_audits(rng: Random, difficulty: int, renegotiators: int) -> Iterator[ExtensionAudit]:
    """Audits without end, a new game after every eight; so many of the believed programs renegotiate by sets."""
    size, count, calm = 1 + difficulty, (1, 1, 2, 2, 2)[difficulty - 1], 1 - 1 / (1 + difficulty)
    while True:
        sizes = rng.choice(((2, 3), (3, 2), (3, 3)) if difficulty > 3 else ((2, 3), (3, 2)))
        cast, game, low = _draw_game(rng, sizes)
        good = [a for a in profiles(game) if a != low and improves(game[a], game[low])]
        if len(good) < 2 or not all(projected(game, low, seat) for seat in (0, 1)):
            continue
        for _ in range(8):
            seat, selector = rng.randrange(2), rng.choice(SELECTORS[: 1 + difficulty])
            own: dict[tuple[str, Outcomes], None] = {}
            while len(own) < count:
                own[_action(rng, game, seat, low), _some(rng, good, 1, 2)] = None
            audit = ExtensionAudit(cast, game, seat, selector, tuple(own), (), ())
            believed: dict[Counter, None] = {}
            while len(believed) < renegotiators:
                believed[_renegotiates(rng, audit, low, good, rng.random() < calm)] = None
            while len(believed) < size:
                believed[_looks(rng, audit, rng.random() < calm)] = None
            order = rng.sample(list(believed), size)
            zeros = rng.randint(0, 1) if size > 2 else 0
            law = [Fraction(0)] * zeros + draw_law(rng, size - zeros, rng.choice((8, 10, 12)))
            yield replace(audit, believed=tuple(order), law=tuple(rng.sample(law, size)))


def _draw_game(rng: Random, sizes: tuple[int, int]) -> tuple[Cast, Game, Profile]:
    """A game with an outcome that is low for both, and often one that gives both exactly what is due from there."""
    cast = draw_cast(rng, sizes)
    every = list(product(*cast.actions))
    low, meet = rng.sample(every, 2)
    rows = {a: [rng.randint(2, 9), rng.randint(2, 9)] for a in every}
    rows[low] = [rng.randint(0, 4), rng.randint(0, 4)]
    if rng.random() < 0.8:
        efficient = [u for u in rows.values() if not any(strictly_improves(v, u) for v in rows.values())]
        rows[meet] = [max(min(u[k] for u in efficient), rows[low][k]) for k in (0, 1)]
    return cast, cast.game([rows[a] for a in every]), low


def _action(rng: Random, game: Game, seat: int, low: Profile) -> str:
    return low[seat] if rng.random() < 0.6 else rng.choice(game.actions[seat])


def _some(rng: Random, outcomes: Sequence[Profile], least: int, most: int) -> Outcomes:
    return frozenset(rng.sample(outcomes, min(len(outcomes), rng.randint(least, most))))


def _looks(rng: Random, audit: ExtensionAudit, calm: bool) -> Counter:
    """A program that does not look, one that looks for a code, or one that looks for set renegotiation."""
    actions, hers = audit.game.actions[1 - audit.seat], audit.game.actions[audit.seat]
    x, y = rng.sample(actions, 2)
    kind = rng.choice(("always", "expects", "expects", "hardens", "hardens"))
    if kind == "always":
        return Counter("always", (x,))
    if kind == "hardens":
        return Counter("hardens", (x, x, x) if calm else rng.choice(((x, y, y), (x, x, y), (x, y, x))))
    k, used = rng.randrange(len(audit.own)), {action for action, _ in audit.own}
    codes: list[Code] = [("plain", audit.own[k][0]), ("own", k), ("extended", k)]
    unused: list[Code] = [("plain", action) for action in hers if action not in used]
    if calm and unused and rng.random() < 0.7:
        return Counter("expects", (x, y), rng.choice(unused))
    return Counter("expects", (x, x) if calm else (x, y), rng.choice(codes))


def _renegotiates(rng: Random, audit: ExtensionAudit, low: Profile, good: Sequence[Profile], calm: bool) -> Counter:
    """A set-renegotiation program with one of four kinds of functions; those that look accept something else then."""
    default = (_action(rng, audit.game, 1 - audit.seat, low),)
    kind = rng.choices(("fixed", "extended", "towards", "code"), (1, 1, 5, 3))[0]
    for _ in range(40):
        k = rng.randrange(len(audit.own))
        hers = audit.own[k][1]
        outcomes = _some(rng, good, 1, 3) | (_some(rng, sorted(hers), 1, 1) if rng.random() < 0.6 else frozenset())
        agreed = hers & outcomes
        settled = select_outcome(audit.game, audit.selector, agreed) if agreed else low
        other = _otherwise(rng, audit, outcomes, settled, calm)
        if kind == "towards" and other != outcomes:
            at = [
                a
                for a in profiles(audit.game)
                if agreed or not calm or other <= outcomes | projected(audit.game, a, audit.seat)
            ]
            shown = {low, *rng.sample(at, min(len(at), rng.randint(0, 2)))}
            return Counter("renegotiates", default, None, Response("towards", outcomes, other, frozenset(shown)))
        if kind == "code" and other != outcomes and (agreed or not calm):
            return Counter("renegotiates", default, None, Response("code", outcomes, other, known=k))
        if kind == "extended":
            break
    return Counter("renegotiates", default, None, Response("extended" if kind == "extended" else "fixed", outcomes))


def _otherwise(rng: Random, audit: ExtensionAudit, outcomes: Outcomes, settled: Profile, calm: bool) -> Outcomes:
    """What is accepted else: with projections more, with other outcomes more or less."""
    game, other = audit.game, set(outcomes)
    due = sorted(projected(game, settled, audit.seat) - outcomes)
    other |= set(rng.sample(due, rng.randint(min(1, len(due)), len(due))))
    if not calm and rng.random() < 0.5:
        other.add(rng.choice([a for a in profiles(game) if improves(game[a], game[settled])]))
    if not calm and rng.random() < 0.4:
        other.discard(rng.choice(sorted(outcomes)))
    return frozenset(other)


def _changed_audits(rng: Random, audit: ExtensionAudit) -> Iterator[ExtensionAudit]:
    """The audit with one thing changed: an action of a program that looks, or an outcome more or less in a set."""
    changes: list[ExtensionAudit] = []
    actions, every = audit.game.actions[1 - audit.seat], list(profiles(audit.game))
    for k, theirs in enumerate(audit.believed):
        changed: list[Counter] = []
        if theirs.kind in ("expects", "hardens"):
            for place, x in product(range(len(theirs.actions)), actions):
                played = theirs.actions
                changed.append(replace(theirs, actions=(*played[:place], x, *played[place + 1 :])))
        if theirs.response is not None:
            r = theirs.response
            responses = [replace(r, outcomes=more) for a in every if (more := r.outcomes ^ {a})]
            if r.kind in ("towards", "code"):
                responses += [replace(r, other=more) for a in every if (more := r.other ^ {a})]
            if r.kind == "towards":
                responses += [replace(r, at=more) for a in every if (more := r.at ^ {a})]
            changed += [replace(theirs, response=response) for response in responses]
        for other in changed:
            if other not in audit.believed:
                changes.append(replace(audit, believed=(*audit.believed[:k], other, *audit.believed[k + 1 :])))
    for k, (action, accepted) in enumerate(audit.own):
        for a in every:
            own = action, accepted ^ {a}
            if own[1] and own not in audit.own:
                changes.append(replace(audit, own=(*audit.own[:k], own, *audit.own[k + 1 :])))
    yield from rng.sample(changes, min(len(changes), 30))
