"""Pairs of programs that differ in one place and in what comes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any, Literal

from spi.tasks.families.open_source_outcome.chances import chances_of, draw_bot, mirrored
from spi.tasks.families.open_source_outcome.formulas import (
    draw_formula,
    limit_of,
    renamed,
    size_of,
    truths_of,
    variants,
)
from spi.tasks.families.open_source_outcome.runs import draw_runner, flipped, mutants, run_of

__all__ = ["Meeting", "draw_meetings"]

Where = tuple[int, int] | Fraction | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two programs, by how their encounter is decided.

    Parameters
    ----------
    engine : {"modal", "direct", "independent", "shared"}
    programs : tuple of two
        Formulas, runners or bots.
    profile : tuple of two acts
        For chances: which probability is asked for.

    Source: ours
    """

    engine: Literal["modal", "direct", "independent", "shared"]
    programs: tuple[Any, Any]
    profile: tuple[int, int] = (0, 0)

    @property
    def randomness(self) -> Literal["independent", "shared"] | None:
        """How simulations draw, if they do."""
        return None if self.engine == "modal" or self.engine == "direct" else self.engine

    @property
    def parts(self) -> int:
        """Boxes, rules, or twice the digits of the probabilities, in both programs."""
        if self.engine == "modal":
            return sum(map(size_of, self.programs))
        if self.engine == "direct":
            return sum(map(len, self.programs))
        return sum(len(str(epsilon.denominator)) for epsilon, _, _ in self.programs)

    def form(self, *, swap: bool, turn: bool) -> tuple[Any, ...]:
        """The programs with the players swapped or the acts exchanged, as they are for `shape`."""
        programs: Sequence[Any] = self.programs
        profile: Sequence[int] = () if self.randomness is None else self.profile
        if turn:
            exchange = {"modal": lambda f: ("not", renamed(f)), "direct": flipped}.get(self.engine, mirrored)
            programs = [exchange(p) for p in programs]
            profile = [1 - k for k in profile]
        if self.engine == "modal":
            programs = [_plain(p) for p in programs]
        return (self.engine, *(programs[::-1] if swap else programs), *(profile[::-1] if swap else profile))

    def mistakes(self) -> Iterator[tuple[str, Where]]:
        """Where each mistake leads."""
        if self.engine == "modal":
            yield from _modal_mistakes(self.programs)
        elif self.engine == "direct":
            yield from _run_mistakes(self.programs)
        else:
            yield from _chance_mistakes(self)


def _plain(formula: Any) -> Any:
    """Without double negations, so that exchanging acts twice changes nothing."""
    if formula[0] == "not" and formula[1][0] == "not":
        return _plain(formula[1][1])
    return formula


def _modal_mistakes(programs: Any) -> Iterator[tuple[str, Where]]:
    truths = truths_of(programs)
    if len(truths) == 1:
        yield "provability-as-truth", next(iter(truths))
    yield "consistency-overlooked", limit_of(programs, levels=False)
    yield "nothing-provable", limit_of(programs, proofs=False)
    yield "everything-provable", limit_of(programs, proofs=True)
    yield "running-for-proving", None
    first, second = limit_of(programs)
    yield "sides-swapped", (second, first)


def _run_mistakes(programs: Any) -> Iterator[tuple[str, Where]]:
    yield "circle-is-0", run_of(programs, circle=0)
    yield "circle-is-1", run_of(programs, circle=1)
    yield "same-behaviour", run_of(programs, alike=True)
    outcome = run_of(programs)
    if outcome is not None:
        yield "sides-swapped", outcome[::-1]


def _chance_mistakes(meeting: Meeting) -> Iterator[tuple[str, Where]]:
    bots, (k, m) = meeting.programs, meeting.profile
    x, y = chances_of(bots)

    def of(first: Fraction, second: Fraction) -> Fraction:
        return (first if k == 0 else 1 - first) * (second if m == 0 else 1 - second)

    yield "other-randomness", shared_chance(bots, (k, m)) if meeting.engine == "independent" else of(x, y)
    one, two = (
        epsilon * (base == 0) + (1 - epsilon) * (p if other[1] == 0 else q)
        for (epsilon, base, (p, q)), other in zip(bots, bots[::-1], strict=True)
    )
    yield "one-level", of(one, two)
    yield "one-player", x if k == 0 else 1 - x
    yield "sides-swapped", of(y, x)
    _, _, (p, q) = bots[1]
    yield "ungrounded", of(x, p * x + q * (1 - x))


def shared_chance(bots: Any, profile: tuple[int, int]) -> Fraction:
    """The probability of a profile if both read one string: z is the law of what is simulated one entry further down.

    With one number w at each entry, the bot with the larger ε plays its base action whenever the other one does.

    Source: cooper-et-al-2025, section 3, and ours
    """
    (e, base, (p, q)), (d, ground, (r, s)) = bots
    both, neither = min(e, d), 1 - max(e, d)
    states = [(i, j) for i in (0, 1) for j in (0, 1)]
    # one law for four profiles: it is what is drawn at this entry, given what is drawn one further down
    steps: dict[tuple[int, int], dict[tuple[int, int], Fraction]] = {}
    for i, j in states:  # a simulation of the other at the next entry: the first sees j, the second sees i
        first, second = int((p if j == 0 else q) == 0), int((r if i == 0 else s) == 0)
        law = dict.fromkeys(states, Fraction(0))
        law[base, ground] += both
        law[(base, second) if e > d else (first, ground)] += max(e, d) - both
        law[first, second] += neither
        steps[i, j] = law
    return _stationary(states, steps)[profile]


def _stationary(
    states: Sequence[tuple[int, int]], steps: dict[tuple[int, int], dict[tuple[int, int], Fraction]]
) -> dict[tuple[int, int], Fraction]:
    """The law with law(b) = Σ law(a)·steps[a][b], by elimination."""
    n = len(states)
    rows = [[steps[a][b] - (a == b) for a in states] + [Fraction(0)] for b in states]
    rows[-1] = [Fraction(1)] * (n + 1)
    for c in range(n):
        pivot = next(r for r in range(c, n) if rows[r][c])
        rows[c], rows[pivot] = rows[pivot], rows[c]
        rows[c] = [v / rows[c][c] for v in rows[c]]
        for r in range(n):
            if r != c and rows[r][c]:
                rows[r] = [v - rows[r][c] * w for v, w in zip(rows[r], rows[c], strict=True)]
    return {a: rows[k][n] for k, a in enumerate(states)}


def draw_meetings(rng: Random, kind: str, difficulty: int) -> tuple[Meeting, Meeting]:
    """Two meetings that differ in one place and in what comes of them; see the family's `generate`.

    Parameters
    ----------
    rng : random.Random
    kind : str
        "modal", "direct" or "chance".
    difficulty : int

    Returns
    -------
    tuple of 2 Meeting

    Source: barasz-et-al-2014, section 4, and ours
    """
    if kind == "chance":
        return _by_chance(rng, difficulty)
    outcomes: list[Where] = [(i, j) for i in (0, 1) for j in (0, 1)]
    outcomes += [None] * (kind == "direct")
    wanted = rng.choice(list(combinations(outcomes, 2)))
    wanted = wanted if rng.random() < 0.5 else wanted[::-1]
    while True:
        programs = [_program(rng, kind, difficulty) for _ in (0, 1)]
        if _outcome(kind, programs) != wanted[0]:
            continue
        i = rng.randrange(2)
        near = list(variants(programs[i]) if kind == "modal" else mutants(programs[i]))
        rng.shuffle(near)
        for changed in near:
            twin = [changed, programs[1]] if i == 0 else [programs[0], changed]
            if _outcome(kind, twin) == wanted[1]:
                engine: Literal["modal", "direct"] = "modal" if kind == "modal" else "direct"
                return Meeting(engine, (programs[0], programs[1])), Meeting(engine, (twin[0], twin[1]))


def _program(rng: Random, kind: str, difficulty: int) -> Any:
    if kind == "modal":
        return draw_formula(rng, (difficulty + 1) // 2 + (difficulty % 2 == 0 and rng.random() < 0.5))
    return draw_runner(rng, (difficulty + 1) // 2 + (difficulty % 2 == 0 and rng.random() < 0.5))


def _outcome(kind: str, programs: Sequence[Any]) -> Where:
    return limit_of(programs) if kind == "modal" else run_of(programs)


def _by_chance(rng: Random, difficulty: int) -> tuple[Meeting, Meeting]:
    engine: Literal["independent", "shared"] = rng.choice(("independent", "shared"))
    while True:
        mixed = engine == "independent" and rng.random() < difficulty / 6
        bots = [draw_bot(rng, difficulty, mixed=mixed) for _ in (0, 1)]
        i = rng.randrange(2)
        epsilon = draw_bot(rng, difficulty, mixed=False)[0]
        twin = [(epsilon, *bot[1:]) if k == i else bot for k, bot in enumerate(bots)]
        profile = (rng.randrange(2), rng.randrange(2))
        pair = Meeting(engine, (bots[0], bots[1]), profile), Meeting(engine, (twin[0], twin[1]), profile)
        random = all(0 < v < 1 for m in pair for v in chances_of(m.programs))
        if random and bots[0][0] != bots[1][0] and twin[0][0] != twin[1][0]:
            answers = [_exact_chance(m) for m in pair]
            if answers[0] != answers[1] and all(0 < v < 1 for v in answers):
                return pair


def _exact_chance(meeting: Meeting) -> Fraction:
    if meeting.engine == "shared":
        return shared_chance(meeting.programs, meeting.profile)
    x, y = chances_of(meeting.programs)
    k, m = meeting.profile
    return (x if k == 0 else 1 - x) * (y if m == 0 else 1 - y)
