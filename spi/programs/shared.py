"""Random programs with one string of random numbers for all: the exact joint law of what they play.

Programs are functions of a string w₁, w₂, … of independent uniform numbers in [0, 1). What they simulate at depth t
is a function of wₜ and of what they simulate further down. So the string is read from its far end, where nothing is
known: what is simulated is the state of a finite Markov chain, and in the long run has the law of the first entry.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate
from math import gcd
from typing import Any, NamedTuple

from spi.core.game import Game, Profile
from spi.programs.chances import checked_mix, least_solution
from spi.programs.frames import Call, Frame, Step
from spi.programs.interpreter import evaluate
from spi.programs.machines import FUEL, DirectMachine, OutOfFuelError, Undefined, UndefinedError, profile_call
from spi.programs.members import Program
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
    weights : tuple of Fraction
        The stationary law of the chain, by state in the order in which they are reached from "nothing known", breadth
        first, by entries that grow from 0 to 1: the evidence. Empty if the law is unknown.

    Source: cooper-et-al-2025, simulationist programs
    """

    law: dict[Profile, Fraction] | Undefined
    expected_depth: Fraction | None
    stops: Fraction
    states: int
    reason: str = ""
    weights: tuple[Fraction, ...] = field(default=(), repr=False, compare=False)

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


_State = tuple[tuple[Value, ...], ...]
"""For each simulated expression what it comes to 1, 2, … strides down; None: nothing known."""


class _AgainError(Exception):
    """Something is simulated further down, or an entry is compared with a number, that was not before."""


class _Ask(NamedTuple):
    """What something needs: a simulated expression, how many strides down, and by value what it needs or comes to."""

    what: _Simulated
    strides: int
    then: dict[Value, Any]


class _Piece(NamedTuple):
    """A part of [0, 1), and for what is evaluated there what it needs or comes to; DIVERGES if it waits for itself."""

    low: Fraction
    high: Fraction
    trees: dict[Any, Any]


class _StringMachine(DirectMachine):
    """Evaluates at one entry, in a piece of [0, 1), where what is simulated further down is a given state."""

    def __init__(self, players: Sequence[str], game: Game | None, representatives: Any, fuel: int) -> None:
        super().__init__(players, game, representatives=representatives, fuel=fuel)
        self.backs: dict[_Simulated, set[int]] = {}
        self.pieces, self.at = [_Piece(Fraction(0), Fraction(1), {})], 0
        self.state: Mapping[_Simulated, tuple[Value, ...]] = {}
        self.stride = 1
        self.asked: dict[tuple[_Simulated, int], Value] = {}

    def here(self, what: Call | _Simulated) -> Value:
        """What something comes to at the entry, or None; it is evaluated once for each list of answers that it gets."""
        tree: dict[Any, Any] = self.pieces[self.at].trees
        key, found = what, tree.get(what)
        while type(found) is _Ask:
            answer = self.state[found.what][found.strides - 1]
            if answer is None:
                return None
            found = found.then.get(answer)
        if found is None:
            self.known, self.asked = {}, {}
            found = self.solved(what)
            for question, answer in self.asked.items():
                tree, key = tree.setdefault(key, _Ask(*question, {})).then, answer
            if key is not None:
                tree[key] = found
        return None if isinstance(found, Undefined) else found

    def compute(self, key: Call | _Simulated) -> Value:
        """The body of a call, or the expression."""
        if isinstance(key, Call):
            return evaluate(self, key)
        return key.step(Frame(self, *key[1:]))

    def simulate(self, step: Step, frame: Frame, back: int) -> Value:
        """What an expression comes to further down."""
        what = _Simulated(step, *frame[1:])
        if back not in self.backs.setdefault(what, set()):
            self.backs[what].add(back)
            self.pieces = [_Piece(piece.low, piece.high, {}) for piece in self.pieces]
            raise _AgainError
        value = self.state[what][back // self.stride - 1]
        self.asked[what, back // self.stride] = value
        if value is None:
            raise UndefinedError
        return value

    def chance(self, probability: Fraction) -> bool:
        """Is the entry less than this?"""
        low, high, _ = self.pieces[self.at]
        if low < probability < high:
            self.pieces[self.at : self.at + 1] = [_Piece(low, probability, {}), _Piece(probability, high, {})]
            raise _AgainError
        return high <= probability

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
        Calls that may be made, for each list of answers to what they simulate; and pieces at each state.

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

    Which thresholds there are, and what is simulated how far down, shows on the way; then all is explored again.

    Examples
    --------
    >>> from spi.programs.reader import read_program
    >>> coin = read_program("def coin(it): return 'C' if chance('1/2') else 'D'")
    >>> shared_outcome((coin, coin), ("Ann", "Bob")).law
    {('C', 'C'): Fraction(1, 2), ('D', 'D'): Fraction(1, 2)}

    Source: cooper-et-al-2025, simulationist programs, and ours
    """
    machine = _StringMachine(players, game, representatives, fuel)
    tops = [profile_call(tuple(programs), seat) for seat in range(len(programs))]
    while True:
        chain = _Chain(machine)
        try:
            chain.explore(tops)
        except _AgainError:
            continue
        except OutOfFuelError:
            why = f"more than {fuel:,} evaluations; accepted: fuel=…"
            return SharedOutcome(Undefined.UNKNOWN, None, Fraction(0), len(chain.states), why)
        if len(chain.states) > MAX_STATES:
            why = f"more than {MAX_STATES} states: too much is simulated, or too far down"
            return SharedOutcome(Undefined.UNKNOWN, None, chain.stops, len(chain.states), why)
        return chain.outcome()


class _Chain:
    """The states that are reached from nothing known, the probabilities of steps between them, and what is played."""

    def __init__(self, machine: _StringMachine) -> None:
        self.machine = machine
        backs = machine.backs
        self.stride = machine.stride = gcd(*(back for own in backs.values() for back in own)) or 1
        self.simulated = list(backs)  # entries between are never read
        self.start: _State = tuple((None,) * (max(own) // self.stride) for own in backs.values())
        self.states: dict[_State, dict[_State, Fraction]] = {self.start: {}}
        self.played: dict[_State, dict[Profile, Fraction]] = {}
        self.stops = Fraction(0)

    def explore(self, tops: Sequence[Call]) -> None:
        """Find the states; it ends early if they are too many."""
        machine, todo = self.machine, [self.start]
        for state in todo:  # grows on the way
            if len(todo) > MAX_STATES:
                break
            machine.fuel -= len(machine.pieces)
            if machine.fuel < 0:
                raise OutOfFuelError
            machine.state = dict(zip(self.simulated, state, strict=True))
            steps, played = self.states[state], self.played.setdefault(state, {})
            for k, piece in enumerate(machine.pieces):
                machine.at = k
                length = piece.high - piece.low
                profile = tuple([machine.here(top) for top in tops])
                found = [machine.here(what) for what in self.simulated]
                if None not in profile:
                    played[profile] = played.get(profile, Fraction(0)) + length
                if state == self.start and None not in (*profile, *found):
                    self.stops += length
                after = tuple([(value, *known[:-1]) for value, known in zip(found, state, strict=True)])
                steps[after] = steps.get(after, Fraction(0)) + length
                if after not in self.states:
                    self.states[after] = {}
                    todo.append(after)

    def outcome(self) -> SharedOutcome:
        """The law in the long run, and the steps until everything is known."""
        import networkx as nx

        graph = nx.DiGraph((state, after) for state, steps in self.states.items() for after in steps)
        condensed = nx.condensation(graph)
        (last,) = (node for node in condensed if not condensed.out_degree(node))
        returning = condensed.nodes[last]["members"]
        stationary = self._stationary(returning)
        law: dict[Profile, Fraction] = {}
        for state, weight in stationary.items():
            for profile, p in self.played[state].items():
                law[profile] = law.get(profile, Fraction(0)) + weight * p
        depth = None
        if sum(law.values()) == 1:
            passing = [state for state in self.states if state not in returning]
            known = {state: sum(self.played[state].values(), Fraction(0)) for state in passing}
            rows = {
                state: (1 - known[state], {after: p for after, p in self.states[state].items() if after in known})
                for state in passing
            }
            depth = 1 + self.stride * least_solution(rows).get(self.start, Fraction(0))
        weights = tuple([stationary.get(state, Fraction(0)) for state in self.states])
        return SharedOutcome(dict(sorted(law.items())), depth, self.stops, len(self.states), weights=weights)

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
