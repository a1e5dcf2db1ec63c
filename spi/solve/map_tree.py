"""The tree search for improving maps, for any number of players, and its record.

The survivors of all players but the last are assigned one after the other, always one with fewest possible images. Each
survivor of the last player keeps the set of actions with which no payoff falls at any profile that is assigned: these
sets stand side by side as the blocks of one integer, so that an assignment is an `&` and "is any set empty?" one
addition. A state is given up as soon as the sets have no distinct representatives (Hall's condition). In the end only
a matching of the last player's survivors is left to choose.

What was branched on and why branches were given up is written down in the form of `proofs/README.md`, section 5, so
that "there is none" can be replayed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain, product
from operator import ge

from spi.solve.improving_maps import MapProblem, bits, not_reached, part_candidates
from spi.solve.reduction import Elimination

__all__ = ["Assignment", "Blocks", "TreeSearch", "hall_violator", "reference_text", "reference_variables"]

Assignment = dict[int, int]
"""Variables with the action that each is sent to."""

Affine = dict[int, tuple[Fraction, int, int]]
"""For a player the factor λ, the payoff at the first profile of her reference and that at its image."""


@dataclass(slots=True)
class Blocks:
    """For each survivor of the last player a block of bits, one for each action of hers and one that stays 0.

    Source: ours
    """

    problem: MapProblem
    late: list[int]
    early: list[int]
    width: int = field(init=False)
    lows: int = field(init=False)
    guards: int = field(init=False)
    _known: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        size = self.problem.game.shape[self.problem.last]
        self.width = size + 1
        self.lows = sum(((1 << size) - 1) << (k * self.width) for k in range(len(self.late)))
        self.guards = sum(1 << (k * self.width + size) for k in range(len(self.late)))

    def join(self, masks: Sequence[int]) -> int:
        """Blocks of these masks."""
        return sum(mask << (k * self.width) for k, mask in enumerate(masks))

    def split(self, state: int) -> list[int]:
        """The masks of the blocks."""
        one = (1 << (self.width - 1)) - 1
        return [(state >> (k * self.width)) & one for k in range(len(self.late))]

    def has_empty(self, state: int) -> bool:
        """Is a block without a one? Adding all ones carries into the guard exactly where there is one."""
        return (state + self.lows) & self.guards != self.guards

    def allowed(self, before: tuple[int, ...], after: tuple[int, ...]) -> int:
        """Where the others' survivors `before` are sent to `after`: with which actions does nobody lose?"""
        known = self._known.get((before, after))
        if known is None:
            rows = self.rows(before, after)
            known = self._known[before, after] = self.join(
                [sum(1 << w for w, b in enumerate(there) if all(map(ge, b, here))) for here, there in rows]
            )
        return known

    def affine(self, before: tuple[int, ...], after: tuple[int, ...], j: int, given: tuple[Fraction, int, int]) -> int:
        """With which actions does player j's payoff change as it has to?"""
        factor, base, image = given
        rows = self.rows(before, after)
        return self.join(
            [
                sum(1 << w for w, b in enumerate(there) if here[j] - base == factor * (b[j] - image))
                for here, there in rows
            ]
        )

    def rows(
        self, before: tuple[int, ...], after: tuple[int, ...]
    ) -> Iterator[tuple[tuple[int, ...], list[tuple[int, ...]]]]:
        """For each of the last player's survivors the payoffs, and those of all her actions at the image."""
        last, payoffs = self.problem.last, self.problem.payoffs
        there = [payoffs((*after[:last], w, *after[last:])) for w in range(self.width - 1)]
        for v in self.late:
            yield payoffs((*before[:last], self.problem.variables[v][1], *before[last:])), there


@dataclass(slots=True)
class TreeSearch:
    """A search for improving maps that can be interrupted, taken up again, and replayed.

    Parameters
    ----------
    problem : MapProblem
    parts : sequence of int
        The parts to go through; the others are known to be redundant.
    limit : int or None
        Nodes after which `run` pauses; raise it and go on.

    Source: oesterheld-conitzer-2022, Appendix D.2 (repaired: D13, D17)
    """

    problem: MapProblem
    parts: Sequence[int]
    limit: int | None = None
    nodes: int = field(init=False, default=0)
    done: int = field(init=False, default=0)
    """Parts that are finished."""
    traces: dict[int, list[str]] = field(init=False, default_factory=dict)
    """For each part begun, the record; it proves that there is no map if `run` ended without yielding one."""
    logs: list[tuple[Elimination, ...]] = field(init=False, default_factory=list)
    _blocks: Blocks = field(init=False, repr=False)
    _references: dict[int, tuple[tuple[int, ...], ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        variables, last = self.problem.variables, self.problem.last
        late = [v for v, (i, _) in enumerate(variables) if i == last]
        self._blocks = Blocks(self.problem, late, [v for v, (i, _) in enumerate(variables) if i != last])
        self._references = reference_variables(self.problem)

    def run(self) -> Iterator[list[int] | None]:
        """The images of the variables, map after map; None where the limit has been reached.

        Source: oesterheld-conitzer-2022, Appendix D.2 (repaired: D13, D17)
        """
        for part in self.parts:
            candidates = part_candidates(self.problem, part)
            trace = self.traces[part] = []
            if not candidates[part]:  # nothing of this player is eliminated
                trace.append(str(part))
                self.nodes, self.done = self.nodes + 1, self.done + 1
                continue
            start = self._blocks.join([candidates[v] for v in self._blocks.late])
            if not self._blocks.early:  # the last player is alone: nothing else filters her sets
                start &= self._blocks.allowed((), ())
            yield from self._explore(start, {}, {}, candidates, trace)
            self.done += 1

    def _explore(
        self, state: int, chosen: Assignment, affine: Affine, candidates: list[int], trace: list[str]
    ) -> Iterator[list[int] | None]:
        while self.limit is not None and self.nodes >= self.limit:
            yield None
        self.nodes += 1
        masks = self._blocks.split(state)
        violator = hall_violator(masks)
        if violator:
            trace.append(f"h{sum(1 << k for k in violator):x}")
            return
        ready = self._reference_to_use(chosen, affine)
        if ready is not None:
            trace.append(reference_text(ready, self._references[ready]))
            fixed = self._fix(ready, chosen)
            if fixed is None:
                return
            known = {**affine, ready: fixed}
            for a in self._assigned(chosen):
                before, after = tuple(self.problem.variables[v][1] for v in a), tuple(chosen[v] for v in a)
                state &= self._blocks.affine(before, after, ready, fixed)
            yield from self._explore(state, chosen, known, candidates, trace)
            return
        v, options = self._choose(state, masks, chosen, affine, candidates)
        if v is None:
            images = [chosen[w] if w in chosen else mask.bit_length() - 1 for w, mask in self._all(masks, chosen)]
            log = not_reached(self.problem, images)
            if log is None:
                yield images
            else:
                self._close_assignment(masks, chosen, trace)
                self.logs.append(log)
            return
        if v < 0:
            trace.append("n")
            return
        trace.append(str(v))
        for y, below in options:
            yield from self._explore(below, {**chosen, v: y}, affine, candidates, trace)

    def _all(self, masks: list[int], chosen: Assignment) -> Iterator[tuple[int, int]]:
        position = {v: k for k, v in enumerate(self._blocks.late)}
        for v in range(len(self.problem.variables)):
            yield v, masks[position[v]] if v in position else 1 << chosen[v]

    def _close_assignment(self, masks: list[int], chosen: Assignment, trace: list[str]) -> None:
        """All sets have one element: branch on those that are not assigned, so that the record says so."""
        trace.extend(str(v) for v in self._blocks.late if v not in chosen)
        trace.append("e")

    def _choose(
        self, state: int, masks: list[int], chosen: Assignment, affine: Affine, candidates: list[int]
    ) -> tuple[int | None, list[tuple[int, int]]]:
        """The variable to branch on with its images and the states they lead to; −1: no payoff changes; None: done."""
        wanted = self._wanted(chosen, affine)
        early = [v for v in self._blocks.early if v not in chosen]
        best: int | None = None
        options: list[tuple[int, int]] = []
        if wanted is None or wanted in early:
            for v in early if wanted is None else [wanted]:
                live = self._live(v, state, chosen, affine, candidates)
                if best is None or len(live) < len(options):
                    best, options = v, live
                if not options:
                    break
            if best is not None:
                return best, options
        open_ = [k for k, v in enumerate(self._blocks.late) if v not in chosen]
        if wanted is not None:
            open_ = [k for k in open_ if self._blocks.late[k] == wanted]
        else:
            if self.problem.strict and not self._can_gain(masks, chosen):
                return -1, []
            open_ = [k for k in open_ if masks[k] & (masks[k] - 1)]
        if not open_:
            return None, []
        k = min(open_, key=lambda k: masks[k].bit_count())
        block = ((1 << (self._blocks.width - 1)) - 1) << (k * self._blocks.width)
        return self._blocks.late[k], [(y, state & ~block | 1 << (k * self._blocks.width + y)) for y in bits(masks[k])]

    def _wanted(self, chosen: Assignment, affine: Affine) -> int | None:
        """A variable that is still needed to know how a player's payoffs change."""
        for j, reference in self._references.items():
            if j not in affine:
                for v in chain.from_iterable(reference):
                    if v not in chosen:
                        return v
        return None

    def _reference_to_use(self, chosen: Assignment, affine: Affine) -> int | None:
        """A player of whose reference all variables are assigned."""
        for j, reference in self._references.items():
            if j not in affine and all(v in chosen for v in chain.from_iterable(reference)):
                return j
        return None

    def _fix(self, j: int, chosen: Assignment) -> tuple[Fraction, int, int] | None:
        """How player j's payoffs have to change, or None if no positive affine map does it."""
        payoffs, variables = self.problem.payoffs, self.problem.variables
        pairs = [
            (payoffs([variables[v][1] for v in a])[j], payoffs([chosen[v] for v in a])[j]) for a in self._references[j]
        ]
        base, image = pairs[0]
        if len(pairs) == 1:  # constant before, so constant afterwards: any factor says that
            return Fraction(1), base, image
        rise, image_rise = pairs[1][0] - base, pairs[1][1] - image
        return (Fraction(rise, image_rise), base, image) if rise * image_rise > 0 else None

    def _assigned(self, chosen: Assignment, only: int | None = None) -> Iterator[tuple[int, ...]]:
        """The others' profiles that are assigned, as variables; only those with this one, if one is named."""
        own: list[list[int]] = [[] for _ in self.problem.game.players]
        for v in self._blocks.early:
            if v in chosen:
                own[self.problem.variables[v][0]].append(v)
        if only is not None:
            own[self.problem.variables[only][0]] = [only]
        del own[self.problem.last]
        return product(*own)

    def _live(
        self, v: int, state: int, chosen: Assignment, affine: Affine, candidates: list[int]
    ) -> list[tuple[int, int]]:
        """The images of a variable with which no set becomes empty, and the states they lead to."""
        blocks, variables = self._blocks, self.problem.variables
        used = {y for w, y in chosen.items() if variables[w][0] == variables[v][0]}
        profiles = [(tuple([variables[w][1] for w in a]), a) for a in self._assigned(chosen, v)]
        found = []
        for y in bits(candidates[v]):
            if y not in used:
                below = state
                for before, a in profiles:
                    after = tuple([y if w == v else chosen[w] for w in a])
                    below &= blocks.allowed(before, after)
                    for j, given in affine.items():
                        below &= blocks.affine(before, after, j, given)
                if not blocks.has_empty(below):
                    found.append((y, below))
        return found

    def _can_gain(self, masks: list[int], chosen: Assignment) -> bool:
        """Where all but the last player's survivors are assigned: is there an image that changes a payoff?"""
        for a in self._assigned(chosen):
            before, after = tuple(self.problem.variables[v][1] for v in a), tuple(chosen[v] for v in a)
            for mask, (here, there) in zip(masks, self._blocks.rows(before, after), strict=True):
                if any(there[w] != here for w in bits(mask)):
                    return True
        return False


def reference_variables(problem: MapProblem) -> dict[int, tuple[tuple[int, ...], ...]]:
    """The profiles of references, as variables.

    Source: ours
    """
    number = {variable: v for v, variable in enumerate(problem.variables)}
    return {
        j: tuple(tuple(number[own] for own in enumerate(a)) for a in reference)
        for j, reference in problem.references().items()
    }


def reference_text(j: int, reference: Sequence[Sequence[int]]) -> str:
    """How a record says that a player's reference is assigned.

    Source: ours
    """
    return f"a{j}:" + ":".join(",".join(map(str, a)) for a in reference)


def hall_violator(masks: Sequence[int]) -> list[int]:
    """Positions of sets that have fewer elements together than there are of them; empty if there are representatives.

    Source: ours
    """
    holder: dict[int, int] = {}
    for start in range(len(masks)):
        # breadth first along alternating paths from a set without a representative
        reached, came, queue = 0, {}, [start]
        free = None
        for k in queue:
            for w in bits(masks[k] & ~reached):
                came[w] = k
                if w not in holder:
                    free = w
                    break
                queue.append(holder[w])
            reached |= masks[k]
            if free is not None:
                break
        if free is None:
            return sorted(queue)
        held = {k: w for w, k in holder.items()}
        while True:
            k = came[free]
            before = held.get(k)
            holder[free] = k
            if k == start:
                break
            assert before is not None
            free = before
    return []
