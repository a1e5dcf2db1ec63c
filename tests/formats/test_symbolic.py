"""Forms and conditions as expressions of sympy."""

import random
import sys
from fractions import Fraction
from typing import Any

import pytest

from spi import ALWAYS, NEVER, ParametricGame, affine, as_sympy, read_condition, simplify, verify_parametric_spi
from tests.solve.test_conditions import random_condition

sympy: Any = pytest.importorskip("sympy")
T, D = sympy.symbols("t d")


def test_by_hand() -> None:
    assert as_sympy(affine("t/2 - d + 1/3")) == T / 2 - D + sympy.Rational(1, 3)
    (atom,) = read_condition("t >= d").conjuncts[0]
    assert as_sympy(atom) == sympy.Ge(T - D, 0)
    assert as_sympy(read_condition("t >= d and d > 0 or t = 1")) == sympy.Or(
        sympy.And(sympy.Ge(T - D, 0), sympy.Gt(D, 0)), sympy.Eq(T - 1, 0)
    )
    assert as_sympy(ALWAYS) is sympy.true and as_sympy(NEVER) is sympy.false


def test_random_conditions_mean_the_same() -> None:
    rng = random.Random(9)
    for _ in range(100):
        condition = random_condition(rng, "xy", 3)
        exported = as_sympy(condition)
        for _ in range(5):
            point = {name: Fraction(rng.randint(-4, 4), 2) for name in "xy"}
            values = {sympy.Symbol(name): sympy.Rational(x.numerator, x.denominator) for name, x in point.items()}
            assert bool(exported.subs(values)) == condition.at(point)


def test_forms_come_back() -> None:
    form = affine("3/7*t - 2*d + 1/2")
    assert affine(as_sympy(form)) == form


def test_without_sympy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sympy", None)
    with pytest.raises(ImportError, match="sympy is not installed"):
        as_sympy(affine("t"))
    game = ParametricGame.from_payoffs([["t, 1"], ["0, d"]])  # nothing else asks for it
    assert verify_parametric_spi(game, game)
    assert str(simplify(read_condition("t > 0 or t = 0"))) == "t ≥ 0"
