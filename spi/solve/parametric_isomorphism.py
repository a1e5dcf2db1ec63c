"""Isomorphisms between games with parameters: one that works in a whole cell, or evidence that none works anywhere.

A relabelling is an isomorphism exactly if for every player all differences of payoffs are those of the images times one
λ > 0. So D and E, the same difference before and after, have equal signs, and so have D′ − k·D and E′ − k·E for every
number k; and D − r·E has the sign of (λ − r)·E. These comparisons are affine. Where only products of differences would
tell, nothing is decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any

from spi.core.game import Profile
from spi.core.numbers import format_exact
from spi.solve.cells import NEGATIVE, POSITIVE, ZERO, Cell, OpenError, difference
from spi.solve.parametric_reduction import Sheet
from spi.solve.systems import Row, Test, to_row

__all__ = ["Multiples", "NotAffineError", "Ratio", "Related", "Scale", "Unrelated", "relate_in"]

Json = dict[str, Any]
Actions = tuple[tuple[str, ...], ...]


class NotAffineError(Exception):
    """Whether the games are isomorphic hangs on products of differences that depend on parameters."""


@dataclass(frozen=True, slots=True)
class Scale:
    """All differences of a player's payoffs are `factor` times those of the images.

    Parameters
    ----------
    factor : Fraction
        Positive.

    Source: ours
    """

    factor: Fraction


@dataclass(frozen=True, slots=True)
class Multiples:
    """All differences of a player's payoffs are multiples of one, before and after the same ones.

    Parameters
    ----------
    outcome : profile
        The one difference is that of this outcome from the first; before and after it has the same sign and is not 0.
    factors : tuple of Fraction
        For every outcome, in order.

    Source: ours
    """

    outcome: Profile
    factors: tuple[Fraction, ...]


Ratio = Scale | Multiples


@dataclass(frozen=True, slots=True)
class Related:
    """An isomorphism in the whole cell.

    Parameters
    ----------
    maps : tuple of dict from action to action
        For each player.
    ratios : tuple of Ratio
        For each player.

    Source: oesterheld-conitzer-2022, section 2 (repaired: D5)
    """

    maps: tuple[dict[str, str], ...]
    ratios: tuple[Ratio, ...]

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


@dataclass(slots=True)
class _Refuted:
    end: Json


@dataclass(slots=True)
class _Matching:
    cell: Cell
    source: Sheet
    before: Actions
    target: Sheet
    after: Actions
    candidates: list[tuple[dict[tuple[int, str], str], Json]] = field(default_factory=list)

    def decide(self) -> Related | Unrelated:
        """Collect the relabellings that signs do not rule out, and look at each."""
        tree = self.node({})
        undecided: list[OpenError | NotAffineError] = []
        for assigned, leaf in self.candidates:
            ratios: list[Ratio] = []
            problems: list[OpenError | NotAffineError] = []
            for i in range(len(self.before)):
                try:
                    found = self.ratio(assigned, i)
                except (OpenError, NotAffineError) as error:
                    problems.append(error)
                    continue
                if isinstance(found, _Refuted):
                    leaf |= found.end
                    break
                ratios.append(found)
            else:
                if not problems:
                    maps = ({x: assigned[i, x] for x in own} for i, own in enumerate(self.before))
                    return Related(tuple(maps), tuple(ratios))
                undecided += problems
        if not undecided:
            return Unrelated(tree)
        raise next((error for error in undecided if isinstance(error, OpenError)), undecided[0])

    def node(self, assigned: dict[tuple[int, str], str]) -> Json:
        """Branch on an action that is not assigned, the players in turn."""
        order = sorted((k, i, x) for i, own in enumerate(self.before) for k, x in enumerate(own))
        free = [(i, x) for _, i, x in order if (i, x) not in assigned]
        if not free:
            leaf: Json = {}
            self.candidates.append((assigned, leaf))
            return leaf
        i, x = free[0]
        taken = {y for (j, _), y in assigned.items() if j == i}
        children = {}
        for y in self.after[i]:
            if y not in taken:
                below = {**assigned, (i, x): y}
                children[y] = self.conflict(below, i, x) or self.node(below)
        return {"branch": {"player": self.source.game.players[i], "action": x}, "children": children}

    def conflict(self, assigned: dict[tuple[int, str], str], i: int, x: str) -> Json | None:
        """Two outcomes, one with the action just assigned, whose difference changes its sign for a player."""
        known = [[z for z in own if (j, z) in assigned] for j, own in enumerate(self.before)]
        for a in product(*[*known[:i], [x], *known[i + 1 :]]):
            for b in product(*known):
                for j in range(len(self.before)):
                    d, e = self.differences(assigned, j, a, b)
                    if not self.cell.signs(to_row(d)) & self.cell.signs(to_row(e)):
                        return self.end("multiple", j, (a, b, a, b), Fraction(0))
        return None

    def differences(self, assigned: dict[tuple[int, str], str], j: int, a: Profile, b: Profile) -> tuple[Row, Row]:
        """What player j's payoff at a exceeds that at b by, and the same at the images; multiples of one unit."""
        images = [tuple(assigned[v] for v in enumerate(c)) for c in (a, b)]
        d = [p - q for p, q in zip(self.source.row(a, j), self.source.row(b, j), strict=True)]
        e = [p - q for p, q in zip(*(self.target.row(c, j) for c in images), strict=True)]
        return tuple(d), tuple(e)

    def end(self, kind: str, j: int, outcomes: Sequence[Profile], factor: Fraction) -> Json:
        player = self.source.game.players[j]
        return {"end": kind, "player": player, "outcomes": list(map(list, outcomes)), "factor": format_exact(factor)}

    def ratio(self, assigned: dict[tuple[int, str], str], j: int) -> Ratio | _Refuted:
        """What shows that this relabelling preserves player j's payoffs everywhere, or nowhere in the cell."""
        outcomes = list(product(*self.before))
        first = outcomes[0]
        pairs = [self.differences(assigned, j, a, first) for a in outcomes]
        cell = self.cell
        signs = [(cell.signs(to_row(d)), cell.signs(to_row(e))) for d, e in pairs]
        if all(both == (ZERO, ZERO) for both in signs):
            return Scale(Fraction(1))
        for d, e in pairs:
            r = self._quotient(d, e)
            if r is not None and r > 0 and all(cell.is_zero(difference(p, q, r)) for p, q in pairs):
                return Scale(r)
        certain = [k for k, (s, t) in enumerate(signs) if s == t and s in (POSITIVE, NEGATIVE)]
        opens: list[OpenError] = []
        resolved: dict[tuple[int, int], Fraction] = {}
        for k in certain:
            for m in range(len(outcomes)):
                found = self._compare(pairs, signs, k, m, opens)
                if isinstance(found, tuple):
                    kind, factor = found
                    four = (outcomes[k], first, outcomes[m], first)
                    return _Refuted(self.end(kind, j, four if kind == "ratio" else (*four[2:], *four[:2]), factor))
                if found is not None:
                    resolved[k, m] = found
        for k in certain:
            if all((k, m) in resolved for m in range(len(outcomes))):
                return Multiples(outcomes[k], tuple(resolved[k, m] for m in range(len(outcomes))))
        for (d, e), (s, t) in zip(pairs, signs, strict=True):
            for form, own in ((d, s), (e, t)):
                if own not in (NEGATIVE, ZERO, POSITIVE):
                    raise OpenError(_splitting(to_row(form), own))
        if opens:
            raise opens[0]
        player = self.source.game.players[j]
        raise NotAffineError(
            f"whether the reduced games are isomorphic hangs on products of payoff differences of {player}, and is no "
            "affine condition"
        )

    def _compare(
        self,
        pairs: Sequence[tuple[Row, Row]],
        signs: Sequence[tuple[int, int]],
        k: int,
        m: int,
        opens: list[OpenError],
    ) -> Fraction | tuple[str, Fraction] | None:
        """How difference m relates to difference k, which is not 0.

        The factor if both are the same multiple before and after; kind and factor of what refutes the relabelling; None
        if that remains open, with a test in `opens` that would help, if there is one.
        """
        (d, e), (p, q) = pairs[k], pairs[m]
        cell = self.cell
        multiple = self._quotient(p, d), self._quotient(q, e)
        for factor, (left, right) in zip(multiple, ((q, e), (p, d)), strict=True):
            own, base = ((p, d), (q, e))[(left, right) == (p, d)]
            if factor is not None and cell.is_zero(difference(own, base, factor)):
                rest = difference(left, right, factor)
                zero = cell.is_zero(rest)
                if zero:
                    return factor
                if zero is False:
                    return "multiple", factor
                opens.append(OpenError(_splitting(rest, cell.signs(rest))))
        r = self._quotient(d, e)
        if r is not None and cell.is_zero(difference(d, e, r)):
            rest = difference(p, q, r)
            if cell.is_zero(rest) is False and signs[m][1] in (POSITIVE, NEGATIVE):
                return "ratio", r
            if cell.is_zero(rest) is None:
                opens.append(OpenError(_splitting(rest, cell.signs(rest))))
        return self._separate((d, e), (p, q), signs[k], signs[m])

    def _separate(
        self, one: tuple[Row, Row], two: tuple[Row, Row], signs: tuple[int, int], others: tuple[int, int]
    ) -> tuple[str, Fraction] | None:
        """A number that lies between two quotients in the whole cell, which are therefore different."""
        (d, e), (p, q) = one, two
        cell = self.cell
        for point in cell.points[:3]:
            x, y, z, w = (_value(form, point) for form in (d, e, p, q))
            if x * w == z * y or not x or not y:
                continue
            factor = (z / x + w / y) / 2
            if not cell.signs(difference(p, d, factor)) & cell.signs(difference(q, e, factor)):
                return "multiple", factor
            if w:
                r = (x / y + z / w) / 2
                if others[1] in (POSITIVE, NEGATIVE):
                    left = cell.signs(difference(d, e, r)), signs[1]
                    right = cell.signs(difference(p, q, r)), others[1]
                    if not _relative(*left) & _relative(*right):
                        return "ratio", r
        return None

    def _quotient(self, above: Row, below: Row) -> Fraction | None:
        """The quotient of two forms at some point of the cell where the lower one is not 0."""
        for point in self.cell.points:
            value = _value(below, point)
            if value:
                return _value(above, point) / value
        return None


def _splitting(row: Row, signs: int) -> Test:
    """A test that tells apart the signs that a form has in a cell."""
    return row, bool(signs & POSITIVE)


def _value(row: Row, point: Sequence[Fraction]) -> Fraction:
    return row[0] + sum((k * x for k, x in zip(row[1:], point, strict=True)), Fraction(0))


def _relative(signs: int, unit: int) -> int:
    """The signs of a quotient, from those of its numerator and its denominator's, which is not 0."""
    if unit == POSITIVE:
        return signs
    return (signs & ZERO) | (signs >> 2) | (signs & NEGATIVE) << 2
