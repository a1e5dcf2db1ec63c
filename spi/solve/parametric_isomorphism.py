"""Isomorphisms between games with parameters: one that works in a whole cell, or evidence that none works anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any

from spi.core.game import Profile
from spi.core.numbers import format_exact
from spi.solve.cells import Cell, OpenError
from spi.solve.parametric_ratios import Apart, Multiples, NotAffineError, Scale, ratio_in
from spi.solve.parametric_reduction import Sheet
from spi.solve.systems import to_row

__all__ = ["Assigned", "Related", "Unrelated", "differences", "relate_in"]

Json = dict[str, Any]
Actions = tuple[tuple[str, ...], ...]
Assigned = dict[tuple[int, str], str]
"""For players and some of their actions the images."""


@dataclass(frozen=True, slots=True)
class Related:
    """An isomorphism in the whole cell.

    Parameters
    ----------
    maps : tuple of dict from action to action
        For each player.
    ratios : tuple of Scale or Multiples
        For each player, of the differences from the first outcome, in the order of the outcomes.

    Source: oesterheld-conitzer-2022, section 2 (repaired: D5)
    """

    maps: tuple[dict[str, str], ...]
    ratios: tuple[Scale | Multiples, ...]

    def becomes(self, outcome: Profile) -> Profile:
        """The image of an outcome."""
        return tuple(own[x] for own, x in zip(self.maps, outcome, strict=True))


@dataclass(frozen=True, slots=True)
class Unrelated:
    """No relabelling is an isomorphism anywhere in the cell.

    Parameters
    ----------
    tree : dict
        As certificates have it.

    Source: ours
    """

    tree: Json


def relate_in(cell: Cell, source: Sheet, before: Actions, target: Sheet, after: Actions) -> Related | Unrelated:
    """Decide whether two reduced games are isomorphic, in a whole cell.

    Parameters
    ----------
    cell : Cell
    source, target : Sheet
        With one unit.
    before, after : tuple of tuple of str
        The surviving actions.

    Returns
    -------
    Related or Unrelated

    Raises
    ------
    OpenError
        If that may differ within the cell.
    NotAffineError
        If comparisons of affine forms do not decide it.

    Notes
    -----
    Goes through all relabellings in the worst case, less those that signs of differences rule out.

    Source: oesterheld-conitzer-2022, section 2 (repaired: D5), and ours
    """
    if list(map(len, before)) != list(map(len, after)):
        return Unrelated({"end": "sizes"})
    return _Matching(cell, source, before, target, after).decide()


def differences(
    source: Sheet, target: Sheet, assigned: Assigned, i: int, a: Profile, b: Profile
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """By how much player i's payoff at a exceeds that at b, and the same at the images; multiples of one unit.

    Source: ours
    """
    images = [tuple(assigned[v] for v in enumerate(c)) for c in (a, b)]
    d = zip(source.row(a, i), source.row(b, i), strict=True)
    e = zip(target.row(images[0], i), target.row(images[1], i), strict=True)
    return tuple(p - q for p, q in d), tuple(p - q for p, q in e)


@dataclass(slots=True)
class _Matching:
    cell: Cell
    source: Sheet
    before: Actions
    target: Sheet
    after: Actions
    undecided: list[OpenError | NotAffineError] = field(default_factory=list)

    def decide(self) -> Related | Unrelated:
        """The first relabelling that is an isomorphism, or the tree that refutes all."""
        found = self.node({})
        if isinstance(found, Related):
            return found
        if not self.undecided:
            return Unrelated(found)
        raise next((error for error in self.undecided if isinstance(error, OpenError)), self.undecided[0])

    def node(self, assigned: Assigned) -> Related | Json:
        """Branch on an action that is not assigned, the players in turn."""
        order = sorted((k, i, x) for i, own in enumerate(self.before) for k, x in enumerate(own))
        free = [(i, x) for _, i, x in order if (i, x) not in assigned]
        if not free:
            return self.leaf(assigned)
        i, x = free[0]
        taken = {y for (j, _), y in assigned.items() if j == i}
        children = {}
        for y in self.after[i]:
            if y not in taken:
                below = {**assigned, (i, x): y}
                found = self.conflict(below, i, x) or self.node(below)
                if isinstance(found, Related):
                    return found
                children[y] = found
        return {"branch": {"player": self.source.game.players[i], "action": x}, "children": children}

    def leaf(self, assigned: Assigned) -> Related | Json:
        """What is to be said of a relabelling that signs do not rule out; nothing if that remains open."""
        outcomes = list(product(*self.before))
        ratios: list[Scale | Multiples] = []
        problems: list[OpenError | NotAffineError] = []
        for i, player in enumerate(self.source.game.players):
            pairs = [differences(self.source, self.target, assigned, i, a, outcomes[0]) for a in outcomes]
            try:
                found = ratio_in(self.cell, pairs)
            except OpenError as error:
                problems.append(error)
            except NotAffineError:
                why = "whether the reduced games are isomorphic hangs on products of payoff differences of"
                problems.append(NotAffineError(f"{why} {player}, and is no affine condition"))
            else:
                if isinstance(found, Apart):
                    four = [(outcomes[k], outcomes[0]) for k in (found.first, found.second)]
                    return self.end(found.kind, i, (*four[0], *four[1]), found.factor)
                ratios.append(found)
        if not problems:
            maps = ({x: assigned[i, x] for x in own} for i, own in enumerate(self.before))
            return Related(tuple(maps), tuple(ratios))
        self.undecided += problems
        return {}

    def conflict(self, assigned: Assigned, i: int, x: str) -> Json | None:
        """Two outcomes, one with the action just assigned, whose difference changes its sign for a player."""
        known = [[z for z in own if (j, z) in assigned] for j, own in enumerate(self.before)]
        for a, b in product(product(*[*known[:i], [x], *known[i + 1 :]]), product(*known)):
            for j in range(len(self.before)):
                d, e = differences(self.source, self.target, assigned, j, a, b)
                if not self.cell.signs(to_row(d)) & self.cell.signs(to_row(e)):
                    return self.end("multiple", j, (a, b, a, b), Fraction(0))
        return None

    def end(self, kind: str, i: int, outcomes: Iterable[Profile], factor: Fraction) -> Json:
        """An end of the tree, as certificates have it."""
        player = self.source.game.players[i]
        return {"end": kind, "player": player, "outcomes": list(map(list, outcomes)), "factor": format_exact(factor)}
