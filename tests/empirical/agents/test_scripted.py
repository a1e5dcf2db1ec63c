"""Scripted agents: their laws, and that a reply depends on nothing but seed and request."""

from fractions import Fraction
from math import comb

import pytest

from spi.empirical.agents.agent import Message, Request
from spi.empirical.agents.scripted import draw_from, read_law, scripted_agent, uniform_of
from spi.errors import GameError


def toss(n: int) -> Request:
    return Request("coin", (Message("user", "toss"),), draw=str(n))


def test_replies_do_not_depend_on_the_order_of_questions() -> None:
    agent, again = (scripted_agent(lambda _: {"h": "1/2", "t": "1/2"}, seed=5) for _ in range(2))
    forward = [agent.ask(toss(n)).text for n in range(50)]
    backward = [again.ask(toss(n)).text for n in reversed(range(50))]
    assert forward == backward[::-1]
    assert set(forward) == {"h", "t"}
    other = scripted_agent(lambda _: {"h": "1/2", "t": "1/2"}, seed=6)
    assert forward != [other.ask(toss(n)).text for n in range(50)]


def test_frequencies_are_those_of_the_law() -> None:
    n, p = 400, Fraction(3, 10)
    agent = scripted_agent(lambda _: {"h": p, "t": 1 - p}, seed=1)
    heads = sum(agent.ask(toss(k)).text == "h" for k in range(n))
    law = [comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    assert min(sum(law[: heads + 1]), sum(law[heads:])) > Fraction(1, 10**5)


def test_one_uniform_number_couples_two_laws_as_closely_as_possible() -> None:
    # p = 1/4 and q = 3/4 of the same first text: they differ for u in [1/4, 3/4), that is with |p - q|
    p, q = read_law({"c": "1/4", "r": "3/4"}), read_law({"c": "3/4", "r": "1/4"})
    grid = [Fraction(k, 400) for k in range(400)]
    assert sum(draw_from(p, u) != draw_from(q, u) for u in grid) == 200
    with pytest.raises(GameError, match="up to, not including, 1"):
        draw_from(p, Fraction(1))
    assert 0 <= uniform_of(0, toss(0)) < 1


@pytest.mark.parametrize("law", [{"a": "1/2"}, {"a": "3/2", "b": "-1/2"}, {"a": 0.5, "b": 0.5}])
def test_what_is_no_law_is_refused(law: dict[str, str]) -> None:
    with pytest.raises(GameError):
        scripted_agent(lambda _: law).ask(toss(0))
