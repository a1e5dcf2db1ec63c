"""Affine forms: what is read, what is refused and where, and that nothing is evaluated."""

import random
from fractions import Fraction
from typing import Any

import pytest

from spi import Affine, GameError, affine
from spi.core.affine import primitive

sympy: Any = pytest.importorskip("sympy")
T, D = sympy.symbols("t d")


def random_text(rng: random.Random, depth: int, numeric: bool) -> tuple[str, dict[str, Fraction]]:
    """An expression and its value: the coefficients by name, the constant under ""."""
    kind = rng.choice(["number", "name", "sum", "product", "quotient", "minus"]) if depth else "leaf"
    if kind == "number" or (kind == "leaf" and (numeric or rng.random() < 0.5)) or (kind == "name" and numeric):
        text, value = rng.choice([("2", "2"), ("0.5", "1/2"), (".25", "1/4"), ("3e1", "30"), ("0", "0")])
        return text, {"": Fraction(value)}
    if kind in ("name", "leaf"):
        name = rng.choice(["t", "d", "x_1", "é"])
        return name, {name: Fraction(1)}
    left, a = random_text(rng, depth - 1, numeric)
    if kind == "minus":
        return f"-({left})", {x: -k for x, k in a.items()}
    right, b = random_text(rng, depth - 1, numeric or kind != "sum")
    if kind == "sum":
        sign = rng.choice([1, -1])
        names = {*a, *b}
        values = {x: a.get(x, Fraction(0)) + sign * b.get(x, Fraction(0)) for x in names}
        return f"{left} {'+' if sign > 0 else '-'} ({right})", values
    factor = b.get("", Fraction(0))
    if kind == "quotient" and factor:
        return f"({left})/({right})", {x: k / factor for x, k in a.items()}
    pair = [f"({left})", f"({right})"]
    rng.shuffle(pair)
    return "*".join(pair), {x: k * factor for x, k in a.items()}


def test_random_expressions() -> None:
    rng = random.Random(1)
    for _ in range(1000):
        text, values = random_text(rng, rng.randint(0, 4), False)
        form = affine(text)
        assert form.constant == values.pop("", 0), text
        assert form.terms == tuple(sorted((x, k) for x, k in values.items() if k)), text
        assert affine(str(form)) == form
        assert affine(sympy_of(form)) == form


def sympy_of(form: Affine) -> Any:
    total = sympy.Rational(form.constant.numerator, form.constant.denominator)
    for name, k in form.terms:
        total += sympy.Symbol(name) * k.numerator / k.denominator
    return total


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1 + 2*x", "2*x + 1"),
        ("p*3 + (1 - p)*1", "2*p + 1"),
        ("x - x", "0"),
        ("-x/2", "-1/2*x"),
        ("- - 2", "2"),
        ("+a - b - c + 1", "a - b - c + 1"),
    ],
)
def test_printing(text: str, shown: str) -> None:
    assert str(affine(text)) == shown


def test_values() -> None:
    form = affine("1/3 + 2*t - d")
    assert form.at({"t": "1/2", "d": 1, "other": 7}) == Fraction(1, 3)
    assert form.parameters == ("d", "t")
    with pytest.raises(GameError, match="no value for the parameter d"):
        form.at({"t": 1})
    with pytest.raises(GameError, match=r"0\.5 at the parameter t is a float"):
        form.at({"t": 0.5, "d": 1})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("t*d", r"the product of \(t\) and \(d\) is not affine"),
        ("(1 + t)*(1 - t)", "the product of"),
        ("1/t", r"a division by \(t\) is not affine"),
        ("t**2", "powers are not affine"),
        ("t^2", r"'\^' where an operator"),
        ("2t", "'t' where an operator or the end was expected"),
        ("1/0", "a division by zero"),
        ("t/(d - d)", "a division by zero"),
        ("", "is missing at the end"),
        ("1 +", "is missing at the end"),
        ("(1 + t", "a parenthesis is not closed"),
        ("1) + t", r"'\)' where an operator"),
        ("t and 1", "'and' where an operator"),
        ("or", "is a word of conditions"),
        ("f(2)", r"'\(' where an operator"),
        ("__import__('os').system('true')", r"'\(' where an operator"),
        ("t.real", "where an operator"),
        ("1" * 4001, "more than 4000 digits"),
        ("9" * 3000 + "*" + "9" * 3000, "more than 4000 digits"),
        ("x" * 20_001, "20001 characters"),
        ("(" * 101 + "1" + ")" * 101, "nested too deeply"),
        (0.5, "is a float"),
        (True, "truth value"),
        (None, "NoneType"),
        (T * D, "is not affine: a product"),
        (T**2, "is not affine"),
        (1 / T, "is not affine"),
        (0.5 * T, "is a float"),
        (sympy.sqrt(2) * T, "not affine with rational coefficients"),
        (sympy.pi, "not affine with rational coefficients"),
        (sympy.Symbol("x y"), "has no name that can be written"),
    ],
)
def test_refused_with_the_place(value: object, why: str) -> None:
    with pytest.raises(GameError, match=why) as caught:
        affine(value, place="payoffs[0][1]")
    assert "payoffs[0][1]" in str(caught.value)


def test_sympy_is_read_by_its_tree() -> None:
    assert affine(2 * (T - D) / 3 + sympy.Rational(1, 2)) == affine("2/3*t - 2/3*d + 1/2")
    assert affine(sympy.Integer(3)) == affine(3) == affine("3") == Affine(Fraction(3))
    assert affine(sympy.Symbol("t", positive=True)) == affine("t")  # what is assumed of it is not read


def test_terms_are_ordered_and_not_zero() -> None:
    one = Fraction(1)
    for terms in ((("t", one), ("d", one)), (("t", one), ("t", one)), (("t", Fraction(0)),)):
        with pytest.raises(GameError, match="or use affine"):
            Affine(one, terms)


def test_primitive_multiples() -> None:
    assert primitive(affine("1/2*t - 3/4")) == affine("2*t - 3")
    assert primitive(affine("-6")) == affine("-1")
    assert primitive(affine(0)) == affine(0)
    assert hash(affine("t + d")) == hash(affine("d + t"))
