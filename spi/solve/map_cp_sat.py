"""CP-SAT as a further engine of the search for improving maps; needs the extra `search`."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from operator import ge
from threading import Thread
from typing import Any

from spi.errors import SpiError
from spi.solve.improving_maps import MapProblem

__all__ = ["CpSatSearch"]


@dataclass(slots=True)
class CpSatSearch:
    """A search in a thread of its own, with one worker; it begins when it is made.

    Parameters
    ----------
    problem : MapProblem
        Without a mover.

    Source: ours
    """

    problem: MapProblem
    images: list[int] | None = field(init=False, default=None)
    """The map, if there is one, once `wait` has said that it is ready."""
    _solver: Any = field(init=False, repr=False)
    _thread: Thread = field(init=False, repr=False)

    def __post_init__(self) -> None:
        try:
            from ortools.sat.python import cp_model
        except ImportError:
            raise SpiError(
                "cp_sat=True needs ortools, which is not installed; accepted: pip install 'safe-pareto[search]'"
            ) from None
        self._solver = cp_model.CpSolver()
        self._solver.parameters.num_workers = 1
        self._thread = Thread(target=self._solve, daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Is it ready within so many seconds?"""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def stop(self) -> None:
        """End it, ready or not."""
        while self._thread.is_alive():
            self._solver.stop_search()
            self._thread.join(0.01)

    def _solve(self) -> None:
        from ortools.sat.python import cp_model

        for strict in (False, True):  # that a payoff changes is said only where it does not come out by itself
            model, choices = _model(self.problem, strict)
            self.images = None
            if self._solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                return
            self.images = [
                next(y for y, choice in enumerate(own) if self._solver.boolean_value(choice)) for own in choices
            ]
            if self.problem.is_improving(self.images):
                return


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
