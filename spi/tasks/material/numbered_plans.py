"""Programs of two players, by the numbers of actions, and what they do in a bargain.

Four kinds are enough for what can happen to who takes part in renegotiation: programs that do not look, that yield to
one code exactly, that bargain harder with whoever renegotiates, and renegotiation programs themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import permutations, product
from random import Random
from typing import Any, Literal

from spi.core.game import Game
from spi.tasks.material.naming import Naming, Outcome

__all__ = [
    "Outcome",
    "Plan",
    "Bargain",
    "act",
    "always",
    "draw_bargain",
    "expects",
    "hardens",
    "is_renegotiation",
    "outcome",
    "plan_shape",
    "renamed",
    "bargain_game",
    "wraps",
]


@dataclass(frozen=True, slots=True)
class Plan:
    """A program, with actions by number.

    Parameters
    ----------
    kind : "always", "expects", "hardens" or "wraps"
        Play an action; yield to one code, and else insist; play soft, but hard against renegotiation programs;
        Algorithm 1.
    actions : tuple of int
        What it plays: one action, or (accept, insist), or (soft, hard); none for `"wraps"`.
    inner : Plan or None
        The other's code that is expected; or the default that is wrapped.
    proposal : int
        The number of the proposal of a renegotiation program.

    Source: digiovanni-et-al-2024, Algorithm 1, and ours
    """

    kind: Literal["always", "expects", "hardens", "wraps"]
    actions: tuple[int, ...] = ()
    inner: Plan | None = None
    proposal: int = -1


@dataclass(frozen=True, slots=True)
class Bargain:
    """A game of two players, and proposals for its outcomes.

    Parameters
    ----------
    payoffs : tuple of rows of pairs of Fraction
        By the actions of the first player and of the second.
    proposals : tuple of tuples of (Outcome, Outcome)
        Each sends some outcomes to better ones.

    Source: digiovanni-et-al-2024, Definition 3
    """

    payoffs: tuple[tuple[tuple[Fraction, Fraction], ...], ...]
    proposals: tuple[tuple[tuple[Outcome, Outcome], ...], ...]

    @property
    def sizes(self) -> tuple[int, int]:
        """How many actions each player has."""
        return len(self.payoffs), len(self.payoffs[0])

    @property
    def cells(self) -> list[Outcome]:
        """All outcomes."""
        rows, columns = self.sizes
        return [(a, b) for a in range(rows) for b in range(columns)]

    def at(self, outcome: Outcome) -> tuple[Fraction, Fraction]:
        """The payoffs of an outcome."""
        return self.payoffs[outcome[0]][outcome[1]]

    def changed(self, outcome: Outcome, player: int, payoff: Fraction) -> Bargain:
        """The bargain with one payoff of one player changed."""
        rows = [[list(cell) for cell in row] for row in self.payoffs]
        rows[outcome[0]][outcome[1]][player] = payoff
        return replace(self, payoffs=tuple(tuple((a, b) for a, b in row) for row in rows))


def always(action: int) -> Plan:
    """Play an action whatever the other is.

    Source: ours
    """
    return Plan("always", (action,))


def expects(code: Plan, accept: int, insist: int) -> Plan:
    """Yield to one code exactly, insist against every other.

    Source: digiovanni-et-al-2024, Example 1
    """
    return Plan("expects", (accept, insist), code)


def hardens(soft: int, hard: int) -> Plan:
    """Play soft, but hard against renegotiation programs.

    Source: ours
    """
    return Plan("hardens", (soft, hard))


def wraps(default: Plan, proposal: int) -> Plan:
    """The renegotiation program of a default and a proposal.

    Source: digiovanni-et-al-2024, Algorithm 1
    """
    return Plan("wraps", (), default, proposal)


def act(bargain: Bargain, seat: int, own: Plan, other: Plan) -> int:
    """What a plan at a seat does against another; what draws go by, before anything is certified.

    Source: digiovanni-et-al-2024, Algorithm 1
    """
    match own.kind:
        case "always":
            return own.actions[0]
        case "expects":
            return own.actions[0 if other == own.inner else 1]
        case "hardens":
            return own.actions[1 if other.kind == "wraps" else 0]
    assert own.inner is not None
    if other.kind != "wraps":
        return act(bargain, seat, own.inner, other)
    assert other.inner is not None
    default = act(bargain, seat, own.inner, other.inner), act(bargain, 1 - seat, other.inner, own.inner)
    projected: Outcome = default if seat == 0 else (default[1], default[0])
    mine, theirs = (dict(bargain.proposals[p.proposal]).get(projected, projected) for p in (own, other))
    return (mine if mine == theirs else projected)[seat]


def outcome(bargain: Bargain, first: Plan, second: Plan) -> Outcome:
    """What two plans do when they meet.

    Source: ours
    """
    return act(bargain, 0, first, second), act(bargain, 1, second, first)


def is_renegotiation(bargain: Bargain) -> bool:
    """Does every proposal leave nobody worse off at any outcome, and somebody better off at each that it moves?

    Source: digiovanni-et-al-2024, Definition 3
    """
    for a, b in (pair for proposal in bargain.proposals for pair in proposal):
        before, after = bargain.at(a), bargain.at(b)
        if before == after or any(v < u for u, v in zip(before, after, strict=True)):
            return False
    return True


def draw_bargain(rng: Random, sizes: tuple[int, int], proposals: int) -> Bargain:
    """A game with whole payoffs, and proposals that are renegotiation functions; the first moves two outcomes or more.

    Rejected are games in which too few outcomes can be improved.

    Source: digiovanni-et-al-2024, Definition 3
    """
    cells = [(a, b) for a in range(sizes[0]) for b in range(sizes[1])]
    while True:
        paid = {cell: (rng.randint(0, 20), rng.randint(0, 20)) for cell in cells}
        better = {a: [b for b in cells if a != b and paid[b][0] >= u and paid[b][1] >= v] for a, (u, v) in paid.items()}
        movable = [a for a, found in better.items() if found]
        if len(movable) < 2:
            continue
        made = []
        for _ in range(proposals):
            moved = rng.sample(movable, rng.randint(2, len(movable)))
            made.append(tuple(sorted((a, rng.choice(better[a])) for a in moved)))
        if len(set(made)) == proposals:
            rows = [[paid[a, b] for b in range(sizes[1])] for a in range(sizes[0])]
            return Bargain(
                tuple(tuple((Fraction(u), Fraction(v)) for u, v in row) for row in rows),
                tuple(made),
            )


def bargain_game(bargain: Bargain, naming: Naming) -> Game:
    """The game with its names, as it is listed.

    Source: ours
    """
    rows = [[list(bargain.at((a, b))) for b in naming.listed[1]] for a in naming.listed[0]]
    actions = [[naming.actions[k][a] for a in naming.listed[k]] for k in (0, 1)]
    return Game.from_payoffs(rows, actions=actions, players=list(naming.people))


def renamed(bargain: Bargain) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], Any]]:
    """All ways to number the actions, each with the payoffs and proposals as they are numbered then.

    Source: ours
    """
    rows, columns = bargain.sizes
    for first, second in product(permutations(range(rows)), permutations(range(columns))):
        table = sorted([first[a], second[b], *map(str, bargain.at((a, b)))] for a, b in bargain.cells)
        proposals = [
            sorted([first[a], second[b], first[c], second[d]] for (a, b), (c, d) in own) for own in bargain.proposals
        ]
        yield first, second, [table, proposals]


def plan_shape(plan: Plan, seat: int, numbers: tuple[tuple[int, ...], tuple[int, ...]]) -> Any:
    """A plan as JSON, its actions by other numbers.

    Source: ours
    """
    inner = None
    if plan.inner is not None:
        inner = plan_shape(plan.inner, seat if plan.kind == "wraps" else 1 - seat, numbers)
    return [plan.kind, [numbers[seat][a] for a in plan.actions], inner, plan.proposal]
