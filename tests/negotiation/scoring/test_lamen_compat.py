"""That project's numbers, and where they part from the corrected ones."""

from fractions import Fraction

import pytest

from spi.errors import HypothesisError
from spi.negotiation.issues import issue
from spi.negotiation.preferences import additive
from spi.negotiation.scenario import scenario
from spi.negotiation.scoring.lamen_compat import (
    lamen_nearest_label,
    lamen_normalised,
    lamen_optimal,
    lamen_score,
    partial_bounds,
)
from spi.negotiation.scoring.outcomes import score_outcome
from spi.negotiation.scoring.yardstick import is_joint_payoff, yardstick
from spi.negotiation.transcripts import Deal, Turn
from tests.negotiation.scoring.talks import DONE, RISING, flat, offer, talk
from tests.negotiation.vectors import points

F = Fraction


def test_half_a_deal_is_worth_everything_there_and_nothing_by_the_rules() -> None:
    negotiation = flat()
    assert lamen_normalised(negotiation, 0, offer(rent=500)) == 1
    assert partial_bounds(negotiation, 0, offer(rent=500)) == (F(1, 2), 1)
    assert partial_bounds(negotiation, 0, ()) == (0, 1)
    assert partial_bounds(negotiation, 0, offer(500, 66)) == (1, 1)
    assert lamen_normalised(negotiation, 0, ()) is None
    assert lamen_normalised(negotiation, 0, offer(500, 36)) == F(3, 4)


@pytest.mark.parametrize(
    ("text", "labels", "repaired"),
    [
        ("4.9%", ["3%", "4%", "5%"], "4%"),
        ("$1,400", [f"${r}" for r in range(500, 1600, 100)], "$500"),
        ("12 months at $1400", [f"${r}" for r in range(500, 1600, 100)], "$500"),
        ("55-45", [f"{k}-{10 - k}" for k in range(11)], "10-0"),
        ("as you like", ["1", "2"], None),
        ("7", ["none", "many"], None),
    ],
)
def test_what_repairs_do(text: str, labels: list[str], repaired: str | None) -> None:
    assert lamen_nearest_label(text, labels) == repaired


def test_optimal_payoffs() -> None:
    """Rent and lease with 1:2 and 2:1: 5/6 each, which no outcome gives both; opposed issues 2:1 and 1:2: 2/3."""
    assert lamen_optimal(flat((1, 2), (2, 1))) == F(5, 6)
    assert lamen_optimal(flat()) == F(3, 4)
    assert all(min(p) < F(5, 6) for p in yardstick(flat((1, 2), (2, 1))).rational)
    sides = {
        "A": additive([RISING, RISING], weights=["2/3", "1/3"]),
        "B": additive([RISING[::-1], RISING[::-1]], weights=["1/3", "2/3"]),
    }
    names = [str(k) for k in range(11)]
    opposed = scenario([issue(n, names, kind="distributive") for n in "xy"], sides, disagreement=[0, 0])
    assert lamen_optimal(opposed) == F(2, 3)
    lease = scenario([issue("term", names, kind="compatible")],
                     {"A": additive([RISING], weights=[100]), "B": additive([RISING], weights=[100])},
                     disagreement=[0, 0])  # fmt: skip
    assert lamen_optimal(lease) == 100


def test_two_private_notes_are_no_outcome() -> None:
    """Each side scores its own note: the pair of payoffs adds up to more than rent can give."""
    negotiation = flat()
    turns = (
        Turn(0, 1, note="a b", message=DONE, noted=offer(600, 66)),
        Turn(1, 1, note="a b c", message=DONE, noted=offer(1400, 66)),
    )
    there = lamen_score(talk(*turns), comparison="online", words=5)
    assert (there.online, there.offline) == ("disagreeing internal states, textual agreement",) * 2
    assert (there.hard, there.soft) == (False, False) and there.normalised == (0, 0)
    assert there.payoffs == (F(19, 20), F(19, 20))
    pair = (F(19, 20), F(19, 20))
    assert not is_joint_payoff(yardstick(negotiation), pair)
    assert there.short_messages == (0, 0)  # five words are not fewer than five
    assert there.short_notes == (1, 1) and there.readable_notes == (1, 1)


def test_a_completed_game_in_both_views() -> None:
    same = offer(1000, 66)
    turns = (
        Turn(0, 1, noted=offer(rent=700), offered=offer(rent=800)),
        Turn(1, 1, noted=same, offered=()),
        Turn(0, 2, message=DONE, noted=same, offered=same),
        Turn(1, 2, message=DONE, noted=same, offered=same),
    )
    there = lamen_score(talk(*turns))
    assert there.hard and there.soft and there.offline == "full agreement"
    assert there.payoffs == (F(3, 4), F(3, 4)) == there.normalised
    assert there.internal == (F(1, 2), 1)
    here = score_outcome(yardstick(flat()), Deal(("1000", "66 months")))
    assert here.payoffs == (F(3, 4), F(3, 4)) and here.efficient and here.nash_ratio == 1


def test_options_are_carried_forward_and_soft_is_by_the_chosen_test() -> None:
    turns = (Turn(0, 1, noted=offer(rent=500)), Turn(1, 1, noted=offer(rent=700)), Turn(0, 2, noted=offer(term=66)))
    online = lamen_score(talk(*turns), comparison="online")
    assert online.soft and not online.hard and online.payoffs == (1, F(1, 10)) and online.normalised == (1, F(1, 5))
    offline = lamen_score(talk(*turns))
    assert not offline.soft and offline.normalised == (0, 0)
    nobody = lamen_score(talk())
    assert nobody.payoffs == (None, None) and nobody.normalised == (0, 0) and nobody.internal == (None, None)


def test_rounding_is_theirs() -> None:
    """Three equal issues of 100 points: 33.333 each, so that everything at its best is 99.999."""
    negotiation = scenario([issue(n, ["0", "1"]) for n in "abc"],
                           {s: additive([[0, 1]] * 3, weights=["100/3"] * 3) for s in "AB"},
                           disagreement=[0, 0])  # fmt: skip
    best = (("a", "1"), ("b", "1"), ("c", "1"))
    score = lamen_score(talk(Turn(0, 1, noted=best), Turn(1, 1, noted=best), about=negotiation))
    assert score.payoffs == (F(99999, 1000), F(99999, 1000)) and score.normalised == (1, 1)
    assert negotiation.payoffs(["1", "1", "1"]) == (100, 100)


def test_other_negotiations_are_refused() -> None:
    with pytest.raises(HypothesisError, match="two sides"):
        lamen_score(talk(about=points((1, 1, 1), d=(0, 0, 0))))
