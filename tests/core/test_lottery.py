from decimal import Decimal
from fractions import Fraction

import pytest

from spi import Game, GameError
from spi.core.lottery import expected_payoffs, payoff_classes, read_lottery, read_payoffs, read_probabilities
from spi.core.numbers import Exact

PENNIES = Game.from_payoffs([["1, -1", "-1, 1"], ["-1, 1", "1, -1"]], actions=[["H", "T"], ["h", "t"]])
HALF = Fraction(1, 2)


def test_reads_exact_probabilities_in_the_order_of_the_table() -> None:
    given: dict[tuple[str, str], Exact] = {
        ("T", "t"): "1/4",
        ("H", "h"): Decimal("0.5"),
        ("T", "h"): Fraction(1, 4),
        ("H", "t"): 0,
    }
    read = read_lottery(PENNIES, given)
    assert read == ((("H", "h"), HALF), (("T", "h"), Fraction(1, 4)), (("T", "t"), Fraction(1, 4)))
    assert read_lottery(PENNIES, read) == read
    assert expected_payoffs(PENNIES, read) == (HALF, -HALF)  # 3/4 − 1/4


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({("H", "h"): "1/2"}, "sum to 1/2"),
        ({}, "sum to 0"),
        ({("H", "h"): "3/2", ("T", "h"): "-1/2"}, "-1/2; accepted: 0 to 1"),
        ({("H", "x"): 1}, "no action 'x'"),
        ({("H",): 1}, "not a profile"),
        ({("H", "h"): 0.5, ("T", "h"): 0.5}, "a probability"),
        (((("H", "h"), HALF), (("H", "h"), HALF)), "each outcome once"),
    ],
)
def test_refuses_what_is_no_lottery(given: object, message: str) -> None:
    with pytest.raises(GameError, match=message):
        read_lottery(PENNIES, given)  # type: ignore[arg-type]


def test_probabilities_of_anything() -> None:
    assert read_probabilities([("a", "1/3"), ("b", "2/3"), ("c", 0)]) == {"a": Fraction(1, 3), "b": Fraction(2, 3)}
    with pytest.raises(GameError, match="sum to 0"):
        read_probabilities([])


def test_classes_of_equal_payoffs_in_order() -> None:
    outcomes = [("H", "t"), ("H", "h"), ("T", "h"), ("T", "t")]
    classes = payoff_classes(PENNIES, outcomes)
    assert classes == {(-1, 1): (("H", "t"), ("T", "h")), (1, -1): (("H", "h"), ("T", "t"))}
    assert list(classes) == [(-1, 1), (1, -1)]
    assert payoff_classes(PENNIES, []) == {}


def test_payoff_vectors() -> None:
    assert read_payoffs(PENNIES, ["1/3", 2]) == (Fraction(1, 3), 2)
    for bad in ([1], [1, 2, 3], "12", [1, 0.5]):
        with pytest.raises(GameError):
            read_payoffs(PENNIES, bad)  # type: ignore[arg-type]
