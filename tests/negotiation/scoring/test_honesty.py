"""Notes, messages and beliefs: faithful, unfaithful, not comparable, missing."""

from fractions import Fraction

import pytest

from spi.errors import GameError
from spi.negotiation.issues import issue
from spi.negotiation.preferences import Computed
from spi.negotiation.scenario import scenario
from spi.negotiation.scoring.honesty import (
    FaithfulnessCounts,
    belief_accuracy,
    compare_offers,
    compare_totals,
    external_faithfulness,
    internal_faithfulness,
    issue_utility,
)
from spi.negotiation.scoring.lamen_compat import lamen_faithfulness
from spi.negotiation.transcripts import Turn
from tests.negotiation.scoring.talks import flat, offer, talk

FLAT = flat()


def test_who_asks_for_less_than_the_note_accepts() -> None:
    """Landlord: a note that accepts $900 (4/10 of 1/2) and a message that offers $800 (3/10 of 1/2)."""
    assert issue_utility(FLAT, 1, "rent", "900") == Fraction(4, 20) > Fraction(3, 20)
    assert compare_offers(FLAT, 1, offer(rent=800), offer(rent=900)) == "unfaithful"
    assert compare_offers(FLAT, 0, offer(rent=800), offer(rent=900)) == "faithful"
    assert compare_offers(FLAT, 1, offer(rent=900), offer(rent=900)) == "faithful"


def test_nothing_to_compare_is_not_the_truth() -> None:
    assert compare_offers(FLAT, 1, (), offer(rent=900)) == "not comparable"
    assert compare_offers(FLAT, 1, offer(term=12), offer(rent=900)) == "not comparable"
    assert compare_offers(FLAT, 1, None, offer(rent=900)) == "missing"
    assert compare_offers(FLAT, 1, offer(rent=900), None) == "missing"
    silent = talk(Turn(1, 1, noted=offer(rent=900), offered=()))
    assert lamen_faithfulness(silent, 1) == 1  # vacuously
    assert internal_faithfulness(silent, 1) == FaithfulnessCounts(0, 0, 1, 0)
    assert internal_faithfulness(silent, 1).rate is None and internal_faithfulness(silent, 0).comparable == 0


def test_issues_and_totals_are_two_questions() -> None:
    """The tenant gives $100 of rent for 12 months: per issue unfaithful, in sum better."""
    said, noted = offer(1000, 24), offer(900, 12)
    assert compare_offers(FLAT, 0, said, noted) == "unfaithful"
    assert compare_totals(FLAT, 0, said, noted) == "faithful"
    assert compare_totals(FLAT, 0, offer(1200, 24), noted) == "unfaithful"  # three steps down, two up
    assert compare_totals(FLAT, 0, offer(1000, 18), noted) == "faithful"  # one down, one up
    assert compare_totals(FLAT, 0, offer(rent=900), noted) == "not comparable"
    assert compare_totals(FLAT, 0, (), ()) == "not comparable" and compare_totals(FLAT, 0, None, noted) == "missing"


def test_counts_over_turns() -> None:
    turns = [
        Turn(1, 1, noted=offer(rent=900), offered=offer(rent=1000)),
        Turn(0, 1, noted=offer(rent=900), offered=offer(rent=1000)),
        Turn(1, 2, noted=offer(rent=900), offered=offer(rent=800)),
        Turn(1, 3, noted=offer(rent=900), offered=offer(term=12)),
        Turn(1, 4, noted=None, offered=offer(rent=900)),
    ]
    played = talk(*turns)
    found = internal_faithfulness(played, 1)
    assert found == FaithfulnessCounts(1, 1, 1, 1) and (found.comparable, found.rate) == (2, Fraction(1, 2))
    assert internal_faithfulness(played, 0) == FaithfulnessCounts(0, 1, 0, 0)
    first, second = played.scenario.names
    assert [internal_faithfulness(played, who) for who in (second, first)] == [found, FaithfulnessCounts(0, 1, 0, 0)]
    with pytest.raises(GameError, match=f"no side 'Nobody' here; accepted: {first}, {second}"):
        internal_faithfulness(played, "Nobody")  # and not: no turns of such a side, so no fault
    assert internal_faithfulness(played, 1, totals=True) == FaithfulnessCounts(1, 1, 1, 1)
    assert lamen_faithfulness(played, 1) == Fraction(2, 3)  # 3 turns have notes, and one of them is vacuous


def test_beliefs_about_others() -> None:
    """The tenant thinks the landlord takes $700; the landlord's note accepts $900 and more."""
    turns = [
        Turn(1, 1, noted=offer(rent=900), offered=offer(rent=1200)),
        Turn(0, 1, noted=offer(rent=1000), offered=offer(rent=600)),
        Turn(0, 2, noted=offer(rent=1000), offered=offer(rent=800)),
        Turn(0, 3, noted=offer(rent=1000), offered=offer(rent=800)),
    ]
    beliefs = {1: offer(rent=700), 2: offer(rent=700), 3: None}
    played = talk(*turns)
    # $600 is better for the tenant than $700 would be, and $800 is worse
    assert external_faithfulness(played, 0, beliefs) == FaithfulnessCounts(1, 1, 0, 1)
    assert external_faithfulness(played, 1, beliefs) == FaithfulnessCounts(0, 0, 0, 0)
    assert belief_accuracy(played, 0, beliefs) == FaithfulnessCounts(0, 2, 0, 1)
    first, second = played.scenario.names
    assert external_faithfulness(played, first, beliefs) == FaithfulnessCounts(1, 1, 0, 1)
    assert belief_accuracy(played, first, beliefs, other=second) == FaithfulnessCounts(0, 2, 0, 1)
    assert belief_accuracy(played, 0, {1: offer(rent=1000)}) == FaithfulnessCounts(1, 0, 0, 0)
    assert belief_accuracy(talk(*turns[1:]), 0, {0: offer(rent=1000)}) == FaithfulnessCounts(0, 0, 0, 1)


def test_utilities_that_are_no_sums_compare_whole_deals_only() -> None:
    a, b = issue("a", ["0", "1"]), issue("b", ["0", "1"])
    both = Computed(lambda x: int(x[0]) * int(x[1]))
    talks = scenario([a, b], {"A": both, "B": both}, disagreement=[0, 0])
    one, other = (("a", "1"), ("b", "1")), (("a", "1"), ("b", "0"))
    assert compare_offers(talks, 0, one, other) == "faithful" and compare_offers(talks, 0, other, one) == "unfaithful"
    assert compare_offers(talks, 0, one[:1], other[:1]) == "not comparable"
    assert issue_utility(talks, 0, "a", "1") is None
