"""Fourier–Motzkin elimination: the slow and obvious way to decide systems of affine inequalities, strict or not."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from spi.core.conditions import Atom, Condition

Inequality = tuple[Sequence[Fraction | int], bool]
"""Constant and coefficients of a form, and whether it has to be positive rather than not negative."""


def can_hold(system: Iterable[Inequality]) -> bool:
    """Does some point meet all of these? The last variable is eliminated until none is left."""
    rows = [(tuple(map(Fraction, form)), strict) for form, strict in system]
    while rows and len(rows[0][0]) > 1:
        lower = [r for r in rows if r[0][-1] > 0]
        upper = [r for r in rows if r[0][-1] < 0]
        kept = [(form[:-1], strict) for form, strict in rows if form[-1] == 0]
        for f, one in lower:
            for g, two in upper:
                kept.append((tuple(a * -g[-1] + b * f[-1] for a, b in zip(f[:-1], g[:-1], strict=True)), one or two))
        rows = list(dict.fromkeys(kept))
    return all(form[0] > 0 or (form[0] == 0 and not strict) for form, strict in rows)


def inequalities(atoms: Iterable[Atom], names: Sequence[str]) -> list[Inequality]:
    found: list[Inequality] = []
    for atom in atoms:
        known = dict(atom.form.terms)
        form = [atom.form.constant, *(known.get(name, Fraction(0)) for name in names)]
        found.append((form, atom.relation == ">"))
        if atom.relation == "=":
            found.append(([-k for k in form], False))
    return found


def implies(atoms: Iterable[Atom], condition: Condition, names: Sequence[str]) -> bool:
    """Does a condition hold wherever all of these atoms do? Every way to violate each conjunct is tried."""
    systems = [inequalities(atoms, names)]
    for conjunct in condition.conjuncts:
        violations = [([-k for k in form], not strict) for form, strict in inequalities(conjunct, names)]
        systems = [[*system, own] for system in systems for own in violations]
        systems = [system for system in systems if can_hold(system)]
    return not any(map(can_hold, systems))


def equivalent(left: Condition, right: Condition, given: Condition, names: Sequence[str]) -> bool:
    """Do two conditions hold at the same points of those that are given?"""
    (known,) = given.conjuncts
    pairs = ((left, right), (right, left))
    return all(implies((*known, *part), other, names) for one, other in pairs for part in one.conjuncts)
