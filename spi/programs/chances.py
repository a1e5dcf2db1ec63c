"""Random programs: the exact law of what they play, when every program draws by itself.

Each call that programs make is an unknown law. Going through all ways in which a body can be evaluated gives it as a
sum of products of others; calls that wait for one another are solved together, as a linear system, if each way uses at
most one of them. What is lost to evaluations that never end is the probability of not halting.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from spi.core.game import Game
from spi.errors import ProgramError
from spi.programs.frames import Call, Frame, Step
from spi.programs.machines import FUEL, OutOfFuelError, Undefined, profile_call
from spi.programs.members import Program
from spi.programs.paths import Path, PathMachine, Way
from spi.programs.values import Value

__all__ = [
    "RandomOutcome",
    "Rows",
    "checked_mix",
    "least_solution",
    "random_outcome",
]


@dataclass(frozen=True, slots=True)
class RandomOutcome:
    """What random programs play, each drawing by itself.

    Parameters
    ----------
    laws : tuple of dict from action to Fraction, or Undefined
        For each player; probabilities sum to the probability of halting. What players play is independent. UNKNOWN:
        `reason` says why.
    equations : int
        Unknowns in the largest linear system that was solved.
    reason : str
        Why the laws are unknown: calls that are not linear in one another (as of three players who all simulate all
        others), whose laws need not be rational; or the fuel ran out. Otherwise empty.
    calls : tuple of (Call, dict from value to Fraction)
        The laws of all calls that are made, the players' own first: the evidence.

    Source: oesterheld-2019, section 3
    """

    laws: tuple[dict[str, Fraction], ...] | Undefined
    equations: int
    reason: str = ""
    calls: tuple[tuple[Call, dict[Value, Fraction]], ...] = field(default=(), repr=False)

    @property
    def halts(self) -> tuple[Fraction, ...] | Undefined:
        """The probability with which each player's program halts."""
        if isinstance(self.laws, Undefined):
            return self.laws
        return tuple(sum(law.values(), Fraction(0)) for law in self.laws)


class _Drawn(NamedTuple):
    """The note of a choice: its probability if it is a draw, the call if it is what a call returns."""

    weight: Fraction
    call: Call | None


class _RandomMachine(PathMachine):
    """Calls are choices among what they are found to return; each time anew, even for the same call."""

    def played(self, call: Call) -> Value:
        """One of the values that the call is found to return."""
        return self.choose(self.ways(call, _Drawn(Fraction(1), call)))

    def chance(self, probability: Fraction) -> bool:
        """It happens or not."""
        return bool(self._draw({True: probability, False: 1 - probability}))

    def mix(self, chances: Mapping[str, Fraction]) -> str:
        """One of the actions."""
        return str(self._draw(checked_mix(chances)))

    def simulate(self, step: Step, frame: Frame, back: int) -> Value:
        """Every simulation draws by itself, wherever it starts."""
        return step(frame)

    def _draw(self, chances: Mapping[Any, Fraction]) -> Value:
        return self.choose([Way(_Drawn(p, None), value) for value, p in chances.items() if p])


def checked_mix(chances: Mapping[str, Fraction]) -> Mapping[str, Fraction]:
    """The probabilities of a mixture, if that is what they are.

    Raises
    ------
    ProgramError
        For negative ones, and for a sum other than 1.

    Source: ours
    """
    if any(p < 0 for p in chances.values()) or sum(chances.values()) != 1:
        shown = ", ".join(f"{action}: {p}" for action, p in chances.items())
        raise ProgramError(f"mix({{{shown}}}) is no mixture; accepted: probabilities of at least 0 that sum to 1")
    return chances


def random_outcome(
    programs: Sequence[Program],
    players: Sequence[str],
    game: Game | None = None,
    *,
    representatives: Callable[[str, int], str] | None = None,
    fuel: int = FUEL,
) -> RandomOutcome:
    """The exact laws of what random programs play against each other, each simulation with coins of its own.

    Parameters
    ----------
    programs : sequence of n Program
    players : sequence of n names
    game : Game, optional
        For `select` and `pmp`.
    representatives : function of a game's name and a seat, optional
        For `delegate`.
    fuel : int
        Evaluations that may be made, one for each way to draw.

    Returns
    -------
    RandomOutcome

    Notes
    -----
    Exact: the least solution of the system of equations, by strongly connected components.

    Examples
    --------
    >>> from spi.programs.reader import read_program
    >>> grounded = read_program("def g(it): return 'C' if chance('1/10') else simulate(it(me), back=1)")
    >>> random_outcome((grounded, read_program("def never(it): return 'D'")), ("Ann", "Bob")).laws[0]
    {'C': Fraction(1, 10), 'D': Fraction(9, 10)}

    Source: oesterheld-2019, grounded FairBot
    """
    import networkx as nx

    machine = _RandomMachine(players, game, representatives=representatives, fuel=fuel)
    tops = [profile_call(tuple(programs), seat) for seat in range(len(programs))]
    try:
        equations = machine.all_paths(tops)
    except OutOfFuelError:
        why = f"more than {fuel:,} evaluations; accepted: fuel=…" if machine.fuel < 0 else "calls nested too deeply"
        return RandomOutcome(Undefined.UNKNOWN, 0, why)
    graph: nx.DiGraph[Call] = nx.DiGraph()
    graph.add_nodes_from(equations)
    for call, paths in equations.items():
        graph.add_edges_from((call, way.note.call) for path in paths for way in path.choices if way.note.call)
    condensed = nx.condensation(graph)
    laws: dict[Call, dict[Value, Fraction]] = {}
    largest = 0
    for node in reversed(list(nx.topological_sort(condensed))):  # what a component needs comes before it
        component = condensed.nodes[node]["members"]
        try:
            rows = _rows(component, equations, laws)
        except _NotLinearError as error:
            return RandomOutcome(Undefined.UNKNOWN, largest, error.args[0])
        laws |= {call: {} for call in component}
        for (call, value), p in least_solution(rows).items():
            laws[call][value] = p
        largest = max(largest, len(rows))
    made = tuple((call, laws[call]) for call in dict.fromkeys([*tops, *laws]))
    return RandomOutcome(tuple(laws[top] for top in tops), largest, calls=made)


class _NotLinearError(Exception):
    """A way of evaluation uses two calls that wait for one another; says which program does."""


def _rows(
    component: Collection[Call], equations: Mapping[Call, list[Path]], laws: Mapping[Call, Mapping[Value, Fraction]]
) -> Rows:
    """The equations of the calls of a component, given the laws of those that it needs."""
    rows: dict[Any, tuple[Fraction, dict[Any, Fraction]]] = {}
    for call in component:
        for path in equations[call]:
            weight, inside = Fraction(1), []
            for (chance, used), seen in path.choices:
                if used in component:
                    inside.append((used, seen))
                else:
                    weight *= chance if used is None else laws[used].get(seen, 0)
            if len(inside) > 1 and weight:
                raise _NotLinearError(
                    f"{call.program!r} runs two programs that run it in turn, so that the equations are not linear"
                )
            constant, terms = rows.setdefault((call, path.value), (Fraction(0), {}))
            if not inside:
                rows[call, path.value] = constant + weight, terms
            elif weight:
                terms[inside[0]] = terms.get(inside[0], Fraction(0)) + weight
    return rows


Rows = Mapping[Any, tuple[Fraction, Mapping[Any, Fraction]]]
"""Linear equations x = constant + Σ coefficient·x', by unknown x."""


def least_solution(rows: Rows) -> dict[Any, Fraction]:
    """The least x ≥ 0 with x = constant + Σ coefficient·x', if every x is then positive, or Aⁿ → 0.

    Parameters
    ----------
    rows : mapping from unknown to (constant, mapping from unknown to coefficient)
        Constants and coefficients (the matrix A) of at least 0.

    Returns
    -------
    dict from unknown to Fraction

    Notes
    -----
    The solution is the only one. If x > 0 is the least one, let ρ ≥ 1 be the largest eigenvalue of A, uA = ρu, u ≥ 0.
    From x = b + Ax follow ρ = 1 and ub = 0: the unknowns with u > 0 need only one another and have no constants. But
    then they are 0 in the least solution.

    Source: ours
    """
    if not any(terms for _, terms in rows.values()):
        return {key: constant for key, (constant, _) in rows.items()}
    from flint import fmpq, fmpq_mat

    place = {key: k for k, key in enumerate(rows)}
    matrix, right = fmpq_mat(len(rows), len(rows)), fmpq_mat(len(rows), 1)
    for key, k in place.items():
        constant, terms = rows[key]
        right[k, 0] = fmpq(constant.numerator, constant.denominator)
        for term, coefficient in {**terms, key: terms.get(key, Fraction(0)) - 1}.items():
            matrix[k, place[term]] = fmpq(-coefficient.numerator, coefficient.denominator)
    found = matrix.solve(right)
    return {key: Fraction(int(found[k, 0].p), int(found[k, 0].q)) for key, k in place.items()}
