"""Three programs that run each other: drawn, changed in one place, and run.

A program is a list of rules `(condition, result)` and then a result. The others are 1, who comes next in the circle of
players, and 2, who comes after that. A condition `(d, against, act)` is that a run of the other d comes to this act:
in this meeting (`against` is None), or where the two others, in her circle, always play the two acts in `against`. A
result is an act, or `("copy", d)` or `("flip", d)`: what a run of the other d in this meeting comes to, or the opposite
of that. What runs itself has no outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

from spi.errors import HypothesisError

__all__ = ["Outcome", "Runner", "Stones", "Trio", "draw_trios", "run_trio", "trio_mistakes", "turned"]

Runner = tuple[Any, ...]
Trio = tuple[Runner, Runner, Runner]
Outcome = tuple[int, ...] | None
Stones = tuple[int, int]


def run_trio(programs: Sequence[Runner], *, circle: int | None = None, deep: bool = True) -> Outcome:
    """What three programs do when they run each other; None: some run never ends.

    Parameters
    ----------
    programs : three Runner
    circle : int, optional
        The mistake that a run which needs itself comes to this act.
    deep : bool
        False: the mistake that what is run comes to its last line, copying nobody.

    Returns
    -------
    tuple of three acts, or None

    Source: oesterheld-2019, section 3
    """

    def act(i: int, others: Stones | None, running: tuple[Any, ...]) -> int:
        if (i, others) in running:
            if circle is None:
                raise HypothesisError("a run needs itself")
            return circle
        if running and not deep:
            return int(programs[i][-1] == 1)
        inside = (*running, (i, others))

        def run(d: int, against: Stones | None) -> int:
            return act((i + d) % 3, against, inside) if others is None else others[d - 1]

        for (d, against, wanted), result in programs[i][:-1]:
            if run(d, against) == wanted:
                return _played(result, run)
        return _played(programs[i][-1], run)

    try:
        return tuple(act(i, None, ()) for i in range(3))
    except HypothesisError:
        return None


def _played(result: Any, run: Callable[[int, Stones | None], int]) -> int:
    if result in (0, 1):
        return int(result)
    seen = run(result[1], None)
    return seen if result[0] == "copy" else 1 - seen


def draw_trios(rng: Random, difficulty: int) -> tuple[Trio, Trio]:
    """Three programs, and the same with one of them changed in one place, that come to different outcomes.

    What the first come to is drawn first, uniformly from eight outcomes and none, and so is what the others come to,
    from those that a change in one place leads to.

    Source: oesterheld-2019, section 3, and ours
    """
    wanted: Outcome = rng.choice([None, *((i, j, k) for i in (0, 1) for j in (0, 1) for k in (0, 1))])
    while True:
        rules = [1 + (difficulty + k) // 3 for k in rng.sample(range(3), 3)]
        trio = [_draw(rng, r) for r in rules]
        if run_trio(trio) != wanted:
            continue
        near: dict[Outcome, list[list[Runner]]] = {}
        for k in range(3):
            for mutant in _mutants(trio[k]):
                twin = [*trio[:k], mutant, *trio[k + 1 :]]
                near.setdefault(run_trio(twin), []).append(twin)
        near.pop(wanted, None)
        if near:
            chosen = rng.choice(near[rng.choice(sorted(near, key=str))])
            return (trio[0], trio[1], trio[2]), (chosen[0], chosen[1], chosen[2])


def _draw(rng: Random, rules: int) -> Runner:
    drawn = [((rng.choice((1, 2)), rng.choice(_AGAINST), rng.choice((0, 1))), _result(rng)) for _ in range(rules)]
    return (*drawn, rng.choice((0, 1, 0, 1, ("copy", rng.choice((1, 2))))))


def _result(rng: Random) -> Any:
    return rng.choice((0, 0, 1, 1, ("copy", rng.choice((1, 2))), ("flip", rng.choice((1, 2)))))


_AGAINST = (None, None, (0, 0), (0, 1), (1, 0), (1, 1))
_RESULTS = (0, 1, ("copy", 1), ("copy", 2), ("flip", 1), ("flip", 2))


def _mutants(program: Runner) -> Iterator[Runner]:
    for k, ((d, against, act), result) in enumerate(program[:-1]):
        near = [(3 - d, against, act), (d, against, 1 - act)]
        if against is not None:
            near += [(d, (1 - against[0], against[1]), act), (d, (against[0], 1 - against[1]), act), (d, None, act)]
        yield from ((*program[:k], (other, result), *program[k + 1 :]) for other in near)
        rest = (r for r in _RESULTS if r != result)
        yield from ((*program[:k], ((d, against, act), r), *program[k + 1 :]) for r in rest)
    yield from ((*program[:-1], last) for last in _RESULTS if last != program[-1])


def trio_mistakes(trio: Sequence[Runner]) -> Iterator[tuple[str, Outcome]]:
    """What each mistake leads to.

    Source: ours
    """
    yield "circle-is-0", run_trio(trio, circle=0)
    yield "circle-is-1", run_trio(trio, circle=1)
    yield "one-level", run_trio(trio, deep=False)
    yield "sides-swapped", run_trio([_swapped(program) for program in trio])


def _swapped(program: Runner) -> Runner:
    """The program with the two others exchanged."""
    rules = [((3 - d, against, act), _turned_result(r, False)) for (d, against, act), r in program[:-1]]
    return (*rules, _turned_result(program[-1], False))


def turned(program: Runner, *, flip: bool = False) -> Runner:
    """The program in a circle that goes round the other way; with `flip` with the acts exchanged instead.

    Source: ours
    """
    rules = []
    for (d, against, act), result in program[:-1]:
        if against is not None:
            against = (1 - against[0], 1 - against[1]) if flip else against[::-1]
        condition = (d, against, 1 - act) if flip else (3 - d, against, act)
        rules.append((condition, _turned_result(result, flip)))
    return (*rules, _turned_result(program[-1], flip))


def _turned_result(result: Any, flip: bool) -> Any:
    if result in (0, 1):
        return 1 - result if flip else result
    return result if flip else (result[0], 3 - result[1])
