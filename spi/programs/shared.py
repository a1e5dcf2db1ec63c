"""Random programs with one string of random numbers for all: the exact joint law of what they play.

Programs are functions of a string w₁, w₂, … of independent uniform numbers in [0, 1). What they simulate at depth t
is a function of wₜ and of what they simulate further down. So the string is read from its far end, where nothing is
known: what is simulated is the state of a finite Markov chain, and in the long run has the law of the first entry.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from math import gcd
from typing import Any, NamedTuple

from spi.core.game import Game, Profile
from spi.programs.chances import checked_mix, least_solution
from spi.programs.frames import Call, Frame, Step
from spi.programs.machines import FUEL, OutOfFuelError, Undefined, UndefinedError, profile_call
from spi.programs.members import Program
from spi.programs.paths import NESTED, Path, PathMachine, Way
from spi.programs.values import Value

__all__ = ["SharedOutcome", "shared_outcome"]

MAX_STATES = 1000
"""Most states of the chain."""


@dataclass(frozen=True, slots=True)
class SharedOutcome:
    """What random programs play that read one random string.

    Parameters
    ----------
    law : dict from profile to Fraction, or Undefined
        The joint law; probabilities sum to the probability that all programs halt. UNKNOWN: `reason` says why.
    expected_depth : Fraction or None
        The mean number of entries of the string down to the last one at which anything is evaluated; 1 if nothing is
        simulated. None: infinite (evaluation may never end), or unknown.
    stops : Fraction
        The probability that an entry is such that nobody needs anything further at it. If it is positive, evaluation
        never goes on for ever, as such entries come again and again; it may still wait for itself at one entry.
    states : int
        Of the chain that was solved.
    reason : str
        Why the law is unknown; otherwise empty.

    Source: cooper-et-al-2025, section 3
    """

    law: dict[Profile, Fraction] | Undefined
    expected_depth: Fraction | None
    stops: Fraction
    states: int
    reason: str = ""

    @property
    def halts(self) -> Fraction | Undefined:
        """The probability with which all programs halt."""
        return self.law if isinstance(self.law, Undefined) else sum(self.law.values(), Fraction(0))


class _Simulated(NamedTuple):
    """An expression that is simulated, closed by the frame of the program that does it."""

    step: Step
    program: Program
    seat: int
    arguments: tuple[Any, ...]
    variables: Any


class _Later(NamedTuple):
    """The note of a choice: a simulated expression, and how many entries down."""

    what: _Simulated
    back: int


class _Below(NamedTuple):
    """The note of a choice: is the entry less than this?"""

    threshold: Fraction


class _StringMachine(PathMachine):
    """Evaluates at one entry; what is simulated further down is a choice among what it is found to come to."""

    def paths_of(self, cell: Any) -> list[Path]:
        """All ways to evaluate a call, or a simulated expression, at an entry."""
        if isinstance(cell, Call):
            return self.paths(lambda: self.in_place(cell))
        return self.paths(lambda: cell.step(Frame(self, *cell[1:])))

    def played(self, call: Call) -> Value:
        """The same string again: a call inside itself would go on for ever."""
        if call in self.active:
            raise UndefinedError
        if len(self.active) >= NESTED:
            raise OutOfFuelError
        return self.in_place(call)

    def simulate(self, step: Step, frame: Frame, back: int) -> Value:
        """What an expression comes to further down."""
        later = _Later(_Simulated(step, *frame[1:]), back)
        return self.choose_once(self.ways(later.what, later))

    def chance(self, probability: Fraction) -> bool:
        """Is the entry less than this?"""
        low, high = _piece(self.script[: self.place])
        if not low < probability < high:
            return probability >= high
        return bool(self.choose([Way(_Below(probability), True), Way(_Below(probability), False)]))

    def mix(self, chances: Mapping[str, Fraction]) -> str:
        """The action in whose part of [0, 1) the entry lies, in the order of the map."""
        sums = accumulate(checked_mix(chances).values())
        return next(action for action, upto in zip(chances, sums, strict=True) if self.chance(upto))


def shared_outcome(
    programs: Sequence[Program],
    players: Sequence[str],
    game: Game | None = None,
    *,
    representatives: Callable[[str, int], str] | None = None,
    fuel: int = FUEL,
) -> SharedOutcome:
    """The exact joint law of what random programs play against each other, all reading one random string.

    Parameters
    ----------
    programs : sequence of n Program
    players : sequence of n names
    game : Game, optional
        For `select` and `pmp`.
    representatives : function of a game's name and a seat, optional
        For `delegate`.
    fuel : int
        Evaluations that may be made: one for each way to draw, then one for each piece at each state.

    Returns
    -------
    SharedOutcome

    Notes
    -----
    Exact. [0, 1) is cut at all thresholds that occur; on each piece, what is simulated at t is a monotone function of
    what is simulated at t + 1, …, t + K, where "nothing known" is least. A state is what is known of the latter. After
    s steps from "nothing known" its law is that of what s entries tell; these laws grow with s, and their limit is the
    stationary law on the states to which the chain returns. Such states form one class: of two classes, steps that lead
    from "nothing known" to a state of one lead each state of the other to one above it; so each state of either lies
    below one of the other, and a maximal one is in both.

    Examples
    --------
    >>> from spi.programs.reader import read_program
    >>> coin = read_program("def coin(it): return 'C' if chance('1/2') else 'D'")
    >>> shared_outcome((coin, coin), ("Ann", "Bob")).law
    {('C', 'C'): Fraction(1, 2), ('D', 'D'): Fraction(1, 2)}

    Source: cooper-et-al-2025, section 3, and ours
    """
    machine = _StringMachine(players, game, representatives=representatives, fuel=fuel)
    tops = [profile_call(tuple(programs), seat) for seat in range(len(programs))]
    states = 0
    try:
        chain = _Chain(machine.all_paths(tops), tops)
        states = chain.explore(machine)
    except OutOfFuelError:
        why = "calls nested too deeply" if machine.fuel >= 0 else f"more than {fuel:,} evaluations; accepted: fuel=…"
        return SharedOutcome(Undefined.UNKNOWN, None, Fraction(0), states, why)
    if states > MAX_STATES:
        why = f"more than {MAX_STATES} states: too much is simulated, or too far down"
        return SharedOutcome(Undefined.UNKNOWN, None, chain.stops(), states, why)
    return chain.outcome()


class _Leaf(NamedTuple):
    """What a cell comes to at a piece of [0, 1); None: nothing."""

    value: Value


class _Ask(NamedTuple):
    """What a cell needs: the place of a simulated expression, how far down, and what follows from each value."""

    place: int
    back: int
    then: dict[Value, _Ask | _Leaf]


_NOTHING = _Leaf(None)
_State = tuple[tuple[Value, ...], ...]
"""For each simulated expression what it comes to 1, 2, … entries down; None: nothing known."""


class _Chain:
    """The states that are reached from nothing known, and the probabilities of steps between them."""

    def __init__(self, paths: Mapping[Any, list[Path]], tops: Sequence[Call]) -> None:
        notes = [way.note for found in paths.values() for path in found for way in path.choices]
        later = [note for note in notes if isinstance(note, _Later)]
        self.stride = gcd(*(note.back for note in later)) or 1  # entries between are never read
        self.reach: dict[_Simulated, int] = {}
        for what, back in later:
            self.reach[what] = max(back // self.stride, self.reach.get(what, 0))
        self.place = {what: k for k, what in enumerate(self.reach)}
        cuts = sorted({Fraction(0), Fraction(1), *(note.threshold for note in notes if isinstance(note, _Below))})
        self.pieces = list(pairwise(cuts))
        self.tops = [[self._tree(paths[top], piece) for piece in self.pieces] for top in tops]
        self.trees = [[self._tree(paths[what], piece) for piece in self.pieces] for what in self.reach]
        self.start: _State = tuple((None,) * back for back in self.reach.values())
        self.states: dict[_State, dict[_State, Fraction]] = {self.start: {}}

    def explore(self, machine: _StringMachine) -> int:
        """Find the states, and return how many there are; it ends early if they are too many."""
        todo = [self.start]
        for state in todo:  # grows on the way
            machine.fuel -= len(self.pieces)
            if machine.fuel < 0:
                raise OutOfFuelError
            if len(todo) > MAX_STATES:
                break
            steps = self.states[state]
            for k, (low, high) in enumerate(self.pieces):
                rows = zip(self.trees, state, strict=True)
                after = tuple([(_value(trees[k], state), *known[:-1]) for trees, known in rows])
                steps[after] = steps.get(after, Fraction(0)) + high - low
                if after not in self.states:
                    self.states[after] = {}
                    todo.append(after)
        return len(todo)

    def outcome(self) -> SharedOutcome:
        """The law in the long run, and the steps until everything is known."""
        import networkx as nx

        graph = nx.DiGraph((state, after) for state, steps in self.states.items() for after in steps)
        condensed = nx.condensation(graph)
        (last,) = (node for node in condensed if not condensed.out_degree(node))
        returning = condensed.nodes[last]["members"]
        played = {state: self._played(state) for state in self.states}
        law: dict[Profile, Fraction] = {}
        for state, weight in self._stationary(returning).items():
            for profile, p in played[state].items():
                law[profile] = law.get(profile, Fraction(0)) + weight * p
        depth = None
        if sum(law.values()) == 1:
            passing = [state for state in self.states if state not in returning]
            known = {state: sum(played[state].values(), Fraction(0)) for state in passing}
            rows = {
                state: (1 - known[state], {after: p for after, p in self.states[state].items() if after in known})
                for state in passing
            }
            depth = 1 + self.stride * least_solution(rows).get(self.start, Fraction(0))
        return SharedOutcome(dict(sorted(law.items())), depth, self.stops(), len(self.states))

    def _stationary(self, returning: Collection[_State]) -> dict[_State, Fraction]:
        """The stationary law of a class of states, by the visits between two visits to one of them."""
        base = next(state for state in self.states if state in returning)
        rows: dict[_State, tuple[Fraction, dict[_State, Fraction]]]
        rows = {state: (self.states[base].get(state, Fraction(0)), {}) for state in returning}
        for state in returning:
            for after, p in self.states[state].items():
                if state != base:
                    rows[after][1][state] = p
        visits = least_solution(rows)
        total = sum(visits.values())
        return {state: visit / total for state, visit in visits.items()}

    def _played(self, state: _State) -> dict[Profile, Fraction]:
        """The law of what is played, given what is simulated from the second entry on."""
        law: dict[Profile, Fraction] = {}
        for k, (low, high) in enumerate(self.pieces):
            profile = tuple([_value(trees[k], state) for trees in self.tops])
            if None not in profile:
                law[profile] = law.get(profile, Fraction(0)) + high - low
        return law

    def stops(self) -> Fraction:
        """The length of the pieces at which nobody needs anything."""
        cells = [*self.tops, *self.trees]
        at_each = zip(*cells, strict=True)
        free = [all(isinstance(tree, _Leaf) and tree != _NOTHING for tree in trees) for trees in at_each]
        return sum((high - low for (low, high), stop in zip(self.pieces, free, strict=True) if stop), Fraction(0))

    def _tree(self, paths: Sequence[Path], piece: tuple[Fraction, Fraction]) -> _Ask | _Leaf:
        """What a cell comes to at a piece."""
        here = []
        for choices, value in paths:
            low, high = _piece(choices)
            if low <= piece[0] and piece[1] <= high:
                here.append((tuple(way for way in choices if isinstance(way.note, _Later)), value))
        return self._branch(here, 0)

    def _branch(self, paths: Sequence[tuple[tuple[Way, ...], Value]], at: int) -> _Ask | _Leaf:
        """Paths that agree on their first choices; they ask the same thing next."""
        if not paths:
            return _NOTHING
        if at == len(paths[0][0]):
            return _Leaf(paths[0][1])
        what, back = paths[0][0][at].note
        values = dict.fromkeys(needs[at].value for needs, _ in paths)
        then = {v: self._branch([path for path in paths if path[0][at].value == v], at + 1) for v in values}
        return _Ask(self.place[what], back // self.stride, then)


def _value(tree: _Ask | _Leaf, state: _State) -> Value:
    """What a cell comes to in a state; None if what it needs is not known."""
    while isinstance(tree, _Ask):
        tree = tree.then.get(state[tree.place][tree.back - 1], _NOTHING)
    return tree.value


def _piece(choices: Sequence[Way]) -> tuple[Fraction, Fraction]:
    """The part of [0, 1) in which the entry lies by these choices."""
    low, high = Fraction(0), Fraction(1)
    for note, below in choices:
        if isinstance(note, _Below):
            low, high = (low, note.threshold) if below else (note.threshold, high)
    return low, high
