"""From a game tree to its reduced strategic form."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from spi.core.game import Game
from spi.core.numbers import exact
from spi.errors import GameError
from spi.formats.tokens import MAX_NAME, quote

__all__ = ["BUDGET", "End", "Moves", "reduced_game"]

BUDGET = 1_000_000
"""Largest number of profiles by default."""

_SLACK = 10  # how much larger than the number of profiles the tables beside it may be


@dataclass(frozen=True, slots=True)
class End:
    """The end of a path: its probability, the payoffs on it, and each player's own history.

    Source: ours
    """

    probability: Fraction
    payoffs: tuple[Fraction, ...]
    histories: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Moves:
    """Information sets of one player, and her own histories: what she met and did on the way to a node.

    Parameters
    ----------
    labels : list of tuple of str
        The actions at each set.
    children : dict
        `children[history, set, action]` is the history after this; history 0 is the empty one.
    met : list of list of int
        `met[history]` are the sets that have a node with this history.

    Source: ours
    """

    labels: list[tuple[str, ...]] = field(default_factory=list)
    children: dict[tuple[int, int, int], int] = field(default_factory=dict)
    met: list[list[int]] = field(default_factory=lambda: [[]])

    def add_set(self, labels: tuple[str, ...]) -> int:
        """Enter an information set; returns its index."""
        self.labels.append(labels)
        return len(self.labels) - 1

    def follow(self, history: int, at: int, action: int) -> int:
        """The history that comes after this one when this action is taken at this set."""
        if (history, at, action) not in self.children:
            if action == 0:
                self.met[history].append(at)
            self.children[history, at, action] = len(self.met)
            self.met.append([])
        return self.children[history, at, action]


def reduced_game(
    players: tuple[str, ...],
    moves: Sequence[Moves],
    ends: Sequence[End],
    *,
    budget: int = BUDGET,
    title: str = "",
    source: str = "",
) -> Game:
    """The reduced strategic form of a game tree, with expected payoffs.

    Parameters
    ----------
    players : tuple of str
    moves : sequence of Moves
        One of each player; the actions at a set are followed in order.
    ends : sequence of End
    budget : int
        Largest number of profiles. The number of pairs of a profile and an end that it can reach, and the number of
        strategies times information sets of one player, may be ten times as large.
    title, source : str
        For people.

    Returns
    -------
    Game

    Raises
    ------
    GameError
        If the game is too large, and for expected payoffs of more than 4,000 digits.

    Source: ours
    """
    least = math.prod(map(_count, moves))
    if least > budget:
        many = f"{least:,}" if least < 10**15 else f"more than 10^{int((least.bit_length() - 1) * math.log10(2))}"
        raise GameError(
            f"{many} profiles of reduced strategies; accepted: at most budget={budget:,}, or a larger budget"
        )
    plans, reaching, size = [], [], 1
    for player, own in zip(players, moves, strict=True):
        found = _plans(own, min(budget // size, _SLACK * budget // max(1, len(own.labels))))
        if found is None:
            raise GameError(
                f"more than budget={budget:,} profiles, or too many strategies of {player}, who has "
                f"{len(own.labels)} information sets; accepted: a larger budget"
            )
        size *= len(found)
        plans.append(found)
        by_history: list[list[int]] = [[] for _ in own.met]
        for k, (_, reached) in enumerate(found):
            for history in reached:
                by_history[history].append(k)
        reaching.append(by_history)
    actions = tuple(_names(own, [plan for plan, _ in found]) for own, found in zip(moves, plans, strict=True))
    strides = [math.prod(map(len, actions[k + 1 :])) for k in range(len(actions))]
    blocks = [[reach[h] for reach, h in zip(reaching, end.histories, strict=True)] for end in ends if end.probability]
    work = sum(math.prod(map(len, block)) for block in blocks)
    if work > _SLACK * budget:
        raise GameError(
            f"{size:,} profiles that reach {work:,} ends of the tree; accepted: at most {_SLACK * budget:,} of these, "
            "or a larger budget"
        )
    table: list[tuple[Fraction, ...]] = [()] * size
    for end, block in zip((end for end in ends if end.probability), blocks, strict=True):
        earned = tuple(_sum(end.probability * u, Fraction(0)) for u in end.payoffs)
        offsets = [[k * stride for k in own] for own, stride in zip(block, strides, strict=True)]
        for place in map(sum, itertools.product(*offsets)):
            before = table[place]
            table[place] = tuple(map(_sum, before, earned)) if before else earned
    return Game(players, actions, tuple(table), title, source)


def _sum(a: Fraction, b: Fraction) -> Fraction:
    return exact(a + b, place="an expected payoff")


def _count(moves: Moves) -> int:
    """Number of reduced strategies if the player has perfect recall; otherwise 1, a lower bound."""
    if sum(map(len, moves.met)) > len(moves.labels):
        return 1
    after = [1] * len(moves.met)
    for history in reversed(range(len(moves.met))):  # what comes after a history has a higher number
        for at in moves.met[history]:
            after[history] *= sum(after[moves.children[history, at, x]] for x in range(len(moves.labels[at])))
    return after[0]


_Plan = tuple[int, ...]  # for each information set the action, −1 where the player's own actions exclude the set
_Undecided = tuple[int, Any] | None  # a set, and those below it


def _plans(moves: Moves, limit: int) -> list[tuple[_Plan, tuple[int, ...]]] | None:
    """Reduced strategies in lexicographic order, each with the histories it can bring about; None beyond the limit.

    Sets are decided one after the other, in depth first search without recursion. A decision lets histories come about,
    at which other sets are met, or (without perfect recall) sets that are decided already.
    """
    found: list[tuple[_Plan, tuple[int, ...]]] = []
    where: list[list[int]] = [[] for _ in moves.labels]
    for history, sets in enumerate(moves.met):
        for at in sets:
            where[at].append(history)
    plan = [-1] * len(moves.labels)
    reached: list[int] = []
    is_reached = [False] * len(moves.met)

    def come_about(new: list[int], undecided: _Undecided) -> _Undecided:
        while new:
            history = new.pop()
            reached.append(history)
            is_reached[history] = True
            for at in moves.met[history]:
                if plan[at] >= 0:
                    new.append(moves.children[history, at, plan[at]])
                else:
                    undecided = (at, undecided)
        return undecided

    undecided = come_about([0], None)
    decisions: list[tuple[int, int, _Undecided]] = []  # set, number of histories before, sets that wait
    while True:
        while undecided and plan[undecided[0]] >= 0:
            undecided = undecided[1]
        if undecided:
            at, waiting = undecided
            decisions.append((at, len(reached), waiting))
            plan[at] = 0
        else:
            found.append((tuple(plan), tuple(reached)))
            if len(found) > limit:
                return None
            while decisions:
                at, before, waiting = decisions[-1]
                for history in reached[before:]:
                    is_reached[history] = False
                del reached[before:]
                if plan[at] + 1 < len(moves.labels[at]):
                    plan[at] += 1
                    break
                plan[at] = -1
                decisions.pop()
            if not decisions:
                return sorted(found)
        new = [moves.children[history, at, plan[at]] for history in where[at] if is_reached[history]]
        undecided = come_about(new, waiting)


def _names(moves: Moves, plans: Sequence[_Plan]) -> tuple[str, ...]:
    """Names of strategies: the actions' names side by side, `*` where there is none; distinct for distinct plans."""
    if not moves.labels:
        return ("*",)
    if len(moves.labels) == 1:
        return tuple(moves.labels[0][plan[0]] for plan in plans)
    parts = [[*map(_part, labels), "*"] for labels in moves.labels]
    names = tuple(" ".join(own[x] for own, x in zip(parts, plan, strict=True)) for plan in plans)
    if max(map(len, names)) > MAX_NAME:
        return tuple(str(k + 1) for k in range(len(names)))
    return names


def _part(label: str) -> str:
    return quote(label) if label == "*" or " " in label or '"' in label else label
