"""CP-SAT as a further engine of the search for improving maps; needs the extra `search`.

It runs in a process of its own: it can be ended at any time, and its libraries do not get in the way of the linear
programs here, which bring another version of one of them.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import product
from operator import ge
from typing import Any

from spi.errors import SpiError
from spi.solve.improving_maps import MapProblem

__all__ = ["CpSatSearch", "answer"]


@dataclass(slots=True)
class CpSatSearch:
    """A search in a process of its own, with one worker; it begins when it is made.

    Parameters
    ----------
    problem : MapProblem
        Without a mover.

    Source: ours
    """

    problem: MapProblem
    images: list[int] | None = field(init=False, default=None)
    """The map, if there is one, once `wait` has said that it is ready."""
    _process: subprocess.Popen[bytes] = field(init=False, repr=False)
    _sent: bytes | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if find_spec("ortools") is None:
            raise SpiError(
                "cp_sat=True needs ortools, which is not installed; accepted: pip install 'safe-pareto[search]'"
            )
        self._sent = pickle.dumps(self.problem)
        paths = [path for path in sys.path if path]
        code = f"import sys; sys.path[:0] = {paths!r}; from spi.solve.map_cp_sat import answer; answer()"
        self._process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def wait(self, seconds: float) -> bool:
        """Is it ready within so many seconds?"""
        try:
            out, _ = self._process.communicate(self._sent, seconds)
        except subprocess.TimeoutExpired:
            self._sent = None  # what is left of it will be sent by the next call
            return False
        if self._process.returncode != 0:
            raise SpiError(f"CP-SAT ended with status {self._process.returncode}; ask again without cp_sat=True")
        self.images = pickle.loads(out)
        return True

    def stop(self) -> None:
        """End it, ready or not."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()


def answer() -> None:
    """Read a problem from standard input, and write where the variables go, or None: what the process does.

    Source: ours
    """
    from ortools.sat.python import cp_model

    problem = pickle.load(sys.stdin.buffer)
    solver, images = cp_model.CpSolver(), None
    solver.parameters.num_workers = 1
    for strict in (False, True):  # that a payoff changes is said only where it does not come out by itself
        model, choices = _model(problem, strict)
        if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            images = None
            break
        images = [next(y for y, choice in enumerate(own) if solver.boolean_value(choice)) for own in choices]
        if problem.is_improving(images):
            break
    sys.stdout.buffer.write(pickle.dumps(images))


def _model(problem: MapProblem, strict: bool) -> tuple[Any, list[list[Any]]]:
    """The problem with a Boolean for each variable and image: an image excludes what would make somebody lose."""
    from ortools.sat.python import cp_model

    game, survivors, payoffs = problem.game, problem.survivors, problem.payoffs
    model = cp_model.CpModel()
    choices = [[model.new_bool_var("") for _ in game.actions[i]] for i, _ in problem.variables]
    number = {variable: v for v, variable in enumerate(problem.variables)}
    for own in choices:
        model.add_exactly_one(own)
    for i, names in enumerate(game.actions):
        for y in range(len(names)):
            model.add_at_most_one(choices[number[i, x]][y] for x in survivors[i])
    model.add_bool_or(
        choice
        for (i, _), own in zip(problem.variables, choices, strict=True)
        for y, choice in enumerate(own)
        if y not in survivors[i]
    )
    changes = []
    last = len(game.players) - 1
    every = [range(len(names)) for names in game.actions]
    for a in product(*survivors):
        before, own = payoffs(a), choices[number[last, a[-1]]]
        for others in product(*every[:-1]):
            after = [payoffs((*others, y)) for y in every[-1]]
            images = [choices[number[i, a[i]]][y] for i, y in enumerate(others)]
            good = [choice for choice, b in zip(own, after, strict=True) if all(map(ge, b, before))]
            model.add_bool_or(*(image.negated() for image in images), *good)
            for choice, b in zip(own, after, strict=True):
                if strict and b != before and all(map(ge, b, before)):
                    changes.append(model.new_bool_var(""))
                    for image in (*images, choice):
                        model.add_implication(changes[-1], image)
    if strict:
        model.add_bool_or(changes)
    return model, choices
