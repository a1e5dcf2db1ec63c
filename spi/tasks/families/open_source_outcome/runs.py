"""Programs that run each other: drawn, changed in one place, run, and told in three ways.

A program is a list of rules `(condition, result)` and then a result. A condition is `("same",)` (the other's code is
mine) or `(call, act)`: what the other does in a call, as in `formulas`. A result is an act, `"copy"` or
`"flip"`: what the other does against me, or the opposite. What runs itself has no outcome.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from spi.errors import HypothesisError

__all__ = ["Runner", "draw_runner", "flipped", "mutants", "rule_lines", "rules_told", "run_of"]

Runner = tuple[Any, ...]


def draw_runner(rng: Random, rules: int) -> Runner:
    """A random program with this many rules before its last result.

    Source: ours
    """
    drawn = [(_condition(rng), _result(rng)) for _ in range(rules)]
    return (*drawn, rng.choice((0, 1, "copy", "copy", "flip")))


def _condition(rng: Random) -> tuple[Any, ...]:
    if rng.random() < 0.2:
        return ("same",)
    return (rng.choice(("other", "stone 0", "stone 1")), rng.choice((0, 1)))


def _result(rng: Random) -> Any:
    return rng.choice((0, 0, 1, 1, "copy", "flip"))


def mutants(program: Runner) -> Iterator[Runner]:
    """All programs that differ in one place.

    Source: ours
    """
    for k, (condition, result) in enumerate(program[:-1]):
        for other in [] if condition == ("same",) else _nearby(condition):
            yield (*program[:k], (other, result), *program[k + 1 :])
        for instead in (0, 1, "copy", "flip"):
            if instead != result:
                yield (*program[:k], (condition, instead), *program[k + 1 :])
    yield from ((*program[:-1], last) for last in (0, 1, "copy", "flip") if last != program[-1])


def _nearby(condition: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    call, act = condition
    yield (call, 1 - act)
    yield from ((instead, act) for instead in ("other", "stone 0", "stone 1") if instead != call)


def flipped(program: Runner) -> Runner:
    """The program with acts 0 and 1 exchanged.

    Source: ours
    """
    swap = {0: 1, 1: 0, "stone 0": "stone 1", "stone 1": "stone 0"}
    rules = [
        (
            condition if condition == ("same",) else (swap.get(condition[0], condition[0]), 1 - condition[1]),
            swap.get(r, r),
        )
        for condition, r in program[:-1]
    ]
    return (*rules, swap.get(program[-1], program[-1]))


def run_of(programs: Sequence[Runner], *, circle: int | None = None, alike: bool = False) -> tuple[int, int] | None:
    """What two programs do when they run each other; None: they run without end.

    Parameters
    ----------
    programs : two Runner
    circle : int, optional
        The mistake that a run which needs itself comes to this act.
    alike : bool
        The mistake that the other's code counts as mine.

    Returns
    -------
    tuple of two acts, or None

    Source: oesterheld-2019, section 3
    """

    def act(i: int, target: object, running: tuple[tuple[int, object], ...]) -> int:
        if (i, target) in running:
            if circle is None:
                raise HypothesisError("a run needs itself")
            return circle
        inside = (*running, (i, target))

        def call(name: str) -> int:
            if target != "other":
                return int(str(target))
            return act(1 - i, "other" if name == "other" else int(name[-1]), inside)

        for condition, result in programs[i][:-1]:
            if condition == ("same",):
                met = target == "other" and (alike or programs[0] == programs[1])
            else:
                met = call(condition[0]) == condition[1]
            if met:
                return _played(result, call)
        return _played(programs[i][-1], call)

    try:
        return act(0, "other", ()), act(1, "other", ())
    except HypothesisError:
        return None


def _played(result: Any, call: Any) -> int:
    if result in (0, 1):
        return int(result)
    seen = int(call("other"))
    return seen if result == "copy" else 1 - seen


def rule_lines(program: Runner, acts: Sequence[str]) -> list[str]:
    """The body in the language of programs.

    Source: ours
    """
    calls = {"other": "opponent(me)"} | {f"stone {k}": f'opponent(always(action="{x}"))' for k, x in enumerate(acts)}
    results = {0: f'"{acts[0]}"', 1: f'"{acts[1]}"', "copy": "opponent(me)"}
    results["flip"] = f'"{acts[1]}" if opponent(me) == "{acts[0]}" else "{acts[0]}"'
    lines = []
    for condition, result in program[:-1]:
        test = "opponent == me" if condition == ("same",) else f'{calls[condition[0]]} == "{acts[condition[1]]}"'
        lines += [f"    if {test}:", f"        return {results[result]}"]
    return [*lines, f"    return {results[program[-1]]}"]


def rules_told(program: Runner, acts: Sequence[str], names: Sequence[str]) -> str:
    """The program in words; `names` are mine and the other's.

    Source: ours
    """
    mine, other = names
    calls = {"other": f"a run of {other}’s program against {mine}’s"}
    calls |= {
        f"stone {k}": f"a run of {other}’s program against one that always plays “{x}”" for k, x in enumerate(acts)
    }
    results: dict[Any, str] = {0: f"“{acts[0]}”", 1: f"“{acts[1]}”"}
    results["copy"] = f"whatever {calls['other']} plays"
    results["flip"] = f"the opposite of what {calls['other']} plays"
    parts = []
    for condition, result in program[:-1]:
        test = (
            f"{other}’s program is the same text as {mine}’s"
            if condition == ("same",)
            else f"{calls[condition[0]]} plays “{acts[condition[1]]}”"
        )
        parts.append(f"if {test}, play {results[result]}")
    return "; otherwise, ".join([*parts, f"play {results[program[-1]]}"])
