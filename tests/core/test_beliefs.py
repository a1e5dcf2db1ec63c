from fractions import Fraction

import pytest

import spi
from spi.core.beliefs import BeliefConstraint, Beliefs, expectation, read_belief, read_values


def test_constraints_and_support() -> None:
    about = spi.beliefs(
        ["a", "b", "c"],
        at_most=[({"a": 2}, 1)],
        at_least=[({"b": 1, "c": -1}, 0)],
        equal=[({"a": 1, "b": 1}, "3/4")],
        support=["a", "b", "c"],
    )
    assert [c.relation for c in about.constraints] == ["at-most", "at-least", "equal"]
    assert spi.is_admissible(about, read_belief(about, {"a": "1/2", "b": "1/4", "c": "1/4"}))
    assert not spi.is_admissible(about, read_belief(about, {"a": "5/8", "b": "1/8", "c": "1/4"}))  # 2·5/8 > 1, b < c
    assert not spi.is_admissible(about, read_belief(about, {"a": "1/2", "b": "1/2"}))  # 1 instead of 3/4
    assert not spi.is_admissible(about, read_belief(about, {"a": "3/4", "c": "1/4"}))
    on = spi.beliefs(["a", "b"], support=["b"])
    assert spi.is_admissible(on, read_belief(on, {"b": 1}))
    assert not spi.is_admissible(on, read_belief(on, {"a": "1/10", "b": "9/10"}))


def test_expectation_by_hand() -> None:
    about = spi.beliefs(["a", "b", "c"])
    law = read_belief(about, {"a": "1/3", "c": "2/3"})
    assert law == (("a", Fraction(1, 3)), ("c", Fraction(2, 3)))
    assert expectation(about.types, law, read_values(about.types, {"a": 3, "b": 100, "c": "1/2"})) == Fraction(4, 3)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: spi.beliefs([]), "one or more distinct types"),
        (lambda: spi.beliefs(["a", "a"]), "one or more distinct types"),
        (lambda: spi.beliefs(["a"], at_most=[({"b": 1}, 1)]), "'b' is none of the types"),
        (lambda: spi.beliefs(["a"], support=["b"]), "'b' is none of the types"),
        (lambda: spi.beliefs(["a"], equal=[({"a": 0.5}, 1)]), "float"),  # type: ignore[dict-item]
        (lambda: spi.beliefs(["a"], at_least=[({"a": 1}, 0.5)]), "float"),  # type: ignore[list-item]
        (lambda: Beliefs(("a",), (BeliefConstraint((), "equal", Fraction(1)),)), "0 weights for 1 types"),
        (lambda: Beliefs(("a",), (BeliefConstraint((Fraction(1),), "less", Fraction(1)),)), "relation 'less'"),  # type: ignore[arg-type]
        (lambda: read_belief(Beliefs(("a", "b")), {"a": "1/2"}), "sum to 1/2"),
        (lambda: read_belief(Beliefs(("a", "b")), {"a": "3/2", "b": "-1/2"}), "accepted: 0 to 1"),
        (lambda: read_belief(Beliefs(("a",)), {"z": 1}), "'z' is none"),
    ],
)
def test_what_is_refused(make: object, words: str) -> None:
    with pytest.raises(spi.GameError, match=words):
        make()  # type: ignore[operator]
