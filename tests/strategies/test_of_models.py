"""Strategies of threats and policies, of measured responses, and of negotiations."""

from fractions import Fraction

from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import spi
from spi.empirical.policies import EmpiricalPolicy
from spi.negotiation.issues import Issue
from spi.negotiation.preferences import Additive, Tabular
from spi.strategies import (
    concession_tables,
    empirical_policies,
    issues,
    negotiations,
    response_tables,
    responses,
    threat_games,
    utilities,
)

FEW = settings(max_examples=12)
FIND = settings(max_examples=500, derandomize=True, database=None, phases=[Phase.generate, Phase.shrink])

# ---- threats and policies


@given(st.data())
@FEW
def test_policies_have_a_rate_for_every_threat(data: st.DataObject) -> None:
    game = data.draw(threat_games())
    policy = data.draw(concession_tables(game))
    assert game.originals and len(game.threats) == len(game.originals) + len(game.surrogates)
    for threat in game.threats:
        assert 0 <= policy.rate(threat) <= 1 and 0 <= threat.execution <= 1


@given(empirical_policies(most=4), threat_games())
@FEW
def test_empirical_policies_have_rates_by_kind(policy: EmpiricalPolicy, game: spi.ThreatGame) -> None:
    for threat in game.threats:
        assert 0 < policy.rate(threat) < 1  # by the uniform prior
    low, high = policy.ordinary.bounds
    assert low <= policy.ordinary.mean <= high


def test_the_smallest_policy_that_treats_surrogates_otherwise() -> None:
    # one concession more: (1 + 1)/(1 + 2) = 2/3 against 1/2
    found = find(empirical_policies(), lambda own: own.ordinary.mean != own.surrogate.mean, settings=FIND)
    assert sorted([found.ordinary.mean, found.surrogate.mean]) in (
        [Fraction(1, 3), Fraction(1, 2)],
        [Fraction(1, 2), Fraction(2, 3)],
    )


# ---- responses


@given(response_tables())
@FEW
def test_tables_pass_the_gate(table: spi.ResponseTable) -> None:
    assert table.gate.rejected == table.gate.faults == ()
    sizes = {cell.answered + cell.lost for cell in table.cells}
    assert len(sizes) == 1  # balanced
    assert {cell.kind for cell in table.cells} == {"ordinary", "surrogate"}


def test_failed_calls_are_rejected() -> None:
    table = find(response_tables(failures=True), lambda table: bool(table.gate.refused), settings=FIND)
    # the smallest run: one scenario of two kinds, asked once; one of the two calls failed
    assert sum(cell.answered + cell.lost for cell in table.cells) == 2
    assert len(table.gate.rejected) == 1


@given(responses(missing=False, answers=["yes"]), responses(failures=True))
@FEW
def test_responses_have_an_answer_or_a_reason(sure: object, any_one: object) -> None:
    assert getattr(sure, "answer", None) == "yes"
    assert (getattr(any_one, "answer", None) is None) == bool(getattr(any_one, "reason", ""))


# ---- negotiations


@given(negotiations(max_sides=3, max_options=2))
@FEW
def test_negotiations_have_a_frontier(negotiation: spi.Scenario) -> None:
    frontier = spi.find_frontier(negotiation)
    assert frontier.points
    assert len(negotiation.disagreement) == len(negotiation.sides) in (2, 3)


def test_both_kinds_of_utilities_are_drawn() -> None:
    one = [Issue("rent", ("low", "high"))]
    assert isinstance(find(utilities(one), lambda own: not isinstance(own, Additive), settings=FIND), Tabular)
    for kind in (Additive, Tabular):
        drawn = utilities(one, additive=kind is Additive)
        assert isinstance(find(drawn, lambda _: True, settings=FIND), kind)


def test_the_smallest_negotiation_with_a_conflict_of_interests() -> None:
    # one issue with two options, of which each is better for one side; payoffs 0 and 1 are enough
    found = find(
        negotiations(additive=True, max_issues=1), lambda own: len(spi.find_frontier(own).points) > 1, settings=FIND
    )
    assert [len(one.options) for one in found.issues] == [2]
    assert sorted(spi.find_frontier(found).points) == [(0, 1), (1, 0)]
    assert found.protocol is None


@given(issues("price", max_options=2))
@FEW
def test_issues_have_options(one: Issue) -> None:
    assert one.name == "price" and one.options in (("1",), ("1", "2"))
