"""Each pattern of the checklist on a graph that has it and on one that misses it by a hair."""

from fractions import Fraction

import pytest

import spi
from spi.core.beliefs import Beliefs
from spi.core.commitments import Commitment, CommitmentGraph, CommitmentStep, Policy
from spi.core.correspondence import ActionMaps
from spi.core.game import Game
from spi.core.policy_game import PolicyGame, PolicyTransform

# p is played by default, q or r instead is better for both, and either is an SPI if both do it
NAMES = ("p", "q", "r", "other")
HIGH = {("q", "q"): "2, 2", ("r", "r"): "1, 1"}
GAME = Game.from_payoffs([[HIGH.get((x, y), "0, 0") for y in NAMES] for x in NAMES], actions=[NAMES, NAMES])
ONE, TWO = GAME.players


def to(policy: str) -> PolicyTransform:
    own = {x: policy if x == "p" else x for x in NAMES}
    return PolicyTransform(f"to {policy}", ActionMaps.of({ONE: own, TWO: own}))


def problem(*transforms: str) -> PolicyGame:
    any_law = Beliefs(tuple((x,) for x in NAMES))
    family = tuple(map(to, transforms))
    return PolicyGame(GAME, ((("p", "p"), Fraction(1)),), (("p", "p"),), family, (any_law, any_law))


def rule(by: str | None, *words: str) -> Commitment:
    """By whom, and what it removes: "1q" is player 1's q."""
    removes: list[Policy] = [(GAME.players[int(word[0]) - 1], word[1:]) for word in words]
    return Commitment(f"{by}: {' '.join(words)}", by, tuple(removes))


def chain(about: PolicyGame, *commitments: Commitment) -> CommitmentGraph:
    steps = [CommitmentStep(str(k), commitment, str(k + 1)) for k, commitment in enumerate(commitments)]
    return CommitmentGraph(about, "0", tuple(steps))


def names(graph: CommitmentGraph) -> set[str]:
    return {factor.factor for factor in spi.find_risk_factors(graph)}


Q, QR = problem("q"), problem("q", "r")


FREEZE, FREEZE_AFTERWARDS = chain(QR, rule(ONE, "1q"), rule(None, "1r")), chain(QR, rule(None, "2r"), rule(ONE, "1q"))
DEMAND = chain(Q, rule(ONE, "1q"), rule(TWO, "2p"))
OPAQUE = chain(Q, rule(ONE, "2q"))
FIRST = chain(Q, rule(ONE, "1p", "1q", "1other"))


@pytest.mark.parametrize(
    ("factor", "graph", "twin"),
    [
        # the rule takes q and the event r; if the rule is an event, too, or takes all alone, it is no freeze
        ("value-freeze", FREEZE, chain(QR, rule(None, "1q"), rule(None, "1r"))),
        ("value-freeze", FREEZE_AFTERWARDS, chain(QR, rule(None, "2r"), rule(ONE, "1q", "1r"))),
        # p stays, but nothing that p could become; not so if some of it is left, if p goes, or if it is an event
        ("unconditional-demand", chain(QR, rule(ONE, "1q", "1r")), chain(QR, rule(ONE, "1q"))),
        ("unconditional-demand", chain(Q, rule(ONE, "1q")), chain(Q, rule(ONE, "1q", "1p"))),
        ("unconditional-demand", chain(Q, rule(ONE, "1q")), chain(Q, rule(None, "1q"))),
        # the first player takes her q before the second takes up q for p
        ("demand-before-surrogate", DEMAND, chain(Q, rule(TWO, "2p"), rule(ONE, "1q"))),
        ("demand-before-surrogate", DEMAND, chain(Q, rule(ONE, "1q"), rule(ONE, "1p"))),
        ("demand-before-surrogate", DEMAND, chain(Q, rule(ONE, "1q"), rule(TWO, "2p", "2q"))),
        ("opaque-default", OPAQUE, chain(Q, rule(TWO, "2q"))),
        ("opaque-default", OPAQUE, chain(Q, rule(None, "2q"))),
        ("opaque-default", OPAQUE, chain(Q, rule(ONE, "2r"))),
        ("successor-without-default", chain(QR, rule(ONE, "1p", "1q", "1r")), chain(QR, rule(ONE, "1p", "1q"))),
        ("successor-without-default", chain(Q, rule(ONE, "1p", "1q")), chain(Q, rule(ONE, "1q"))),
        # against r, q earns player 2 nothing and r earns her 1; against "other" everything is a best reply
        ("moving-second", FIRST, chain(Q, rule(ONE, "1p", "1q"))),
        ("moving-second", FIRST, chain(Q, rule(None, "1p", "1q", "1other"))),
    ],
)
def test_pattern_and_twin(factor: str, graph: CommitmentGraph, twin: CommitmentGraph) -> None:
    assert factor in names(graph)
    assert factor not in names(twin)


def test_what_shows_it() -> None:
    (found,) = [
        f for f in spi.find_risk_factors(chain(QR, rule(ONE, "1q"), rule(None, "1r"))) if f.factor == "value-freeze"
    ]
    assert found.rules == (f"{ONE}: 1q", "None: 1r")
    assert found.policies == ((ONE, "q"), (ONE, "r"))


def test_a_family_without_a_strict_spi_has_no_factors() -> None:
    graph = chain(problem("other"), rule(ONE, "1other"), rule(None, "1q"))
    assert spi.find_risk_factors(graph) == ()


def test_it_is_a_checklist_and_no_theorem() -> None:
    # a risk factor without a lock-out: 2's q is taken, but r is left to everybody
    graph = chain(QR, rule(ONE, "2q"))
    assert names(graph) == {"opaque-default"} and spi.decide_lock_out(graph, "1").result.case == "open"
    # a lock-out without any: an event takes all
    graph = chain(Q, rule(None, "1q"))
    assert names(graph) == set() and spi.decide_lock_out(graph, "1").result.case == "implementation"
