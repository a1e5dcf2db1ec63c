from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spi import GameError
from spi.core.numbers import exact, exact_from_float, format_exact, to_integers


@pytest.mark.parametrize(
    ("given_", "number"),
    [
        (3, Fraction(3)),
        ("-3", Fraction(-3)),
        (" 5/2 ", Fraction(5, 2)),
        ("+5/10", Fraction(1, 2)),
        ("0.1", Fraction(1, 10)),
        (".5", Fraction(1, 2)),
        ("2.", Fraction(2)),
        ("1e-3", Fraction(1, 1000)),
        (Decimal("0.30"), Fraction(3, 10)),
        (Fraction(6, 4), Fraction(3, 2)),
    ],
)
def test_exact_forms(given_: object, number: Fraction) -> None:
    assert exact(given_) == number


@pytest.mark.parametrize(
    ("given_", "word"),
    [
        (0.1, "from_floats"),
        (float("nan"), "not a number"),
        (float("inf"), "not a number"),
        (Decimal("NaN"), "not a number"),
        (True, "truth value"),
        ("1/0", "divides by zero"),
        ("0x10", "not an exact number"),
        ("1_000", "not an exact number"),
        ("nan", "not an exact number"),
        ("", "not an exact number"),
        ("٣", "not an exact number"),
        ("1/2/3", "not an exact number"),
        (None, "NoneType"),
        ([1], "list"),
        (10**4000, "4000 digits"),
        ("9" * 4001, "4000 digits"),
        ("1e5000", "4000 digits"),
        (Decimal("1e999999"), "4000 digits"),
        (Fraction(1, 10**4000), "4000 digits"),
    ],
)
def test_refused_with_remedy(given_: object, word: str) -> None:
    with pytest.raises(GameError, match="at the place") as error:
        exact(given_, place="the place")
    assert word in str(error.value)


def test_longest_accepted_number() -> None:
    assert exact("9" * 4000) == 10**4000 - 1


def test_sympy_like_rationals_are_read() -> None:
    class Rational:  # what sympy's Rational looks like to `numbers`
        numerator, denominator = 1, 3

    import numbers

    numbers.Rational.register(Rational)
    assert exact(Rational()) == Fraction(1, 3)


def test_floats_by_name() -> None:
    assert exact_from_float(0.1, None) == Fraction(1, 10)
    assert exact_from_float(0.1 + 0.2, None) == Fraction(30000000000000004, 10**17)  # repr is 0.30000000000000004
    assert exact_from_float(0.1 + 0.2, 10) == Fraction(3, 10)


@given(st.fractions())
def test_format_is_read_back(number: Fraction) -> None:
    assert exact(format_exact(number)) == number


@given(st.lists(st.tuples(st.fractions(), st.fractions()), min_size=1))
def test_integers_are_proportional(rows: list[tuple[Fraction, Fraction]]) -> None:
    scaled = to_integers(rows)
    for column in (0, 1):
        ratios = {s[column] / r[column] for s, r in zip(scaled, rows, strict=True) if r[column]}
        assert len(ratios) <= 1
        assert all(ratio > 0 for ratio in ratios)
        assert all((s[column] == 0) == (r[column] == 0) for s, r in zip(scaled, rows, strict=True))
