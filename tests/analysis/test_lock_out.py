"""Lock-out against its definitions, the six scenarios by hand, and certificates of both kinds of claims."""

import random
from fractions import Fraction
from pathlib import Path

import pytest

import spi
from spi.core.beliefs import Beliefs
from spi.core.commitments import Commitment, CommitmentGraph, CommitmentStep, Policy
from spi.core.correspondence import ActionMaps
from spi.core.game import Game
from spi.core.policy_game import PolicyGame, PolicyTransform
from spi.solve.adoption import find_adoption
from tests import lock_out_oracle as oracle


def commitments_to(graph: CommitmentGraph, state: str) -> list[Commitment]:
    return [step.commitment for step in spi.path_through(graph, state)]


def test_every_state_of_random_graphs() -> None:
    rng = random.Random(20260420)
    seen = dict.fromkeys(["open", "implementation", "incentive", None], 0)
    for _ in range(500):
        graph = oracle.random_graph(rng)
        for state in graph.states:
            menus = oracle.menus_left(graph.problem.game, commitments_to(graph, state), set())
            assert list(map(list, graph.reach(state).menus)) == menus
            expected = oracle.case(graph.problem, menus)
            seen[expected] += 1
            if expected is None:
                with pytest.raises(spi.HypothesisError, match="chance"):
                    find_adoption(graph.problem, graph.reach(state).menus)
            else:
                assert find_adoption(graph.problem, graph.reach(state).menus).case == expected
    assert min(seen.values()) >= 15, seen


def test_random_answers_are_certified_and_come_back(tmp_path: Path) -> None:
    rng = random.Random(7)
    asked = 0
    while asked < 60:
        graph = oracle.random_graph(rng)
        state = rng.choice(graph.states)
        try:
            verdict = spi.decide_lock_out(graph, state)
        except spi.HypothesisError:
            continue
        asked += 1
        assert bool(verdict) is (verdict.result.case != "open")
        verdict.save(tmp_path / "it.json")
        assert spi.load_verdict(tmp_path / "it.json") == verdict


def test_random_clauses(tmp_path: Path) -> None:
    rng = random.Random(11)
    sizes = dict.fromkeys(["none", 0, 1, 2], 0)
    for _ in range(300):
        graph = oracle.random_graph(rng)
        state = graph.states[-1]
        expected = oracle.smallest_clauses(graph.problem, commitments_to(graph, state))
        if expected is None:
            continue
        verdict = spi.decide_restoring_clause(graph, state)
        assert not isinstance(verdict, spi.Unknown)
        assert sorted(map(sorted, verdict.result.clauses)) == sorted(map(sorted, expected))
        assert bool(verdict) is bool(expected)
        sizes[len(expected[0]) if expected else "none"] += 1
        verdict.save(tmp_path / "it.json")
        assert spi.load_verdict(tmp_path / "it.json") == verdict
    assert min(sizes.values()) >= 3, sizes


def chicken(*, beliefs: tuple[Beliefs[tuple[str, ...]], ...] | None = None) -> PolicyGame:
    """Swerve or dare, 3 each if both swerve, 4 and 1, and 0; both dare by default, and can renegotiate to 1/2 each."""
    names = ("swerve", "dare", "talk")
    game = Game.from_payoffs(
        [["3, 3", "1, 4", "1, 4"], ["4, 1", "0, 0", "0, 0"], ["4, 1", "0, 0", "1/2, 1/2"]], actions=[names, names]
    )
    talk = ActionMaps.of({p: {"swerve": "swerve", "dare": "talk", "talk": "talk"} for p in game.players})
    any_law = Beliefs(tuple((x,) for x in names))
    default = ((("dare", "dare"), Fraction(1)),)
    space = (("swerve", "dare"), ("dare", "dare"))
    return PolicyGame(game, default, space, (PolicyTransform("talk", talk),), beliefs or (any_law, any_law))


def chain(problem: PolicyGame, *commitments: Commitment) -> CommitmentGraph:
    states = [str(k) for k in range(len(commitments) + 1)]
    steps = zip(states, commitments, states[1:], strict=False)
    return CommitmentGraph(problem, "0", tuple(CommitmentStep(*step) for step in steps))


def never(player: int, *policies: str) -> Commitment:
    name = f"Player {player}"
    return Commitment(f"never {policies}", name, tuple((name, x) for x in policies))


def test_who_sees_a_commitment_moves_second() -> None:
    # against dare or talk, swerving earns player 1 the payoff 1, and talk at most 1/2
    graph = chain(chicken(), never(2, "swerve"), never(1, "swerve"))
    verdict = spi.decide_lock_out(graph, "2")
    assert isinstance(verdict, spi.Fails)
    assert [f.case for f in verdict.result.findings] == ["open", "incentive", "open"]
    assert (verdict.result.first(), verdict.result.first("implementation")) == (1, None)
    obstacle = verdict.result.findings[1].obstacles[0]
    assert (obstacle.because, obstacle.player, obstacle.policy) == ("unsupported", "Player 1", "talk")


def test_what_is_believed_is_conditional_on_what_is_seen() -> None:
    # at least 4/5 for swerve before; when swerve is gone, any law over dare and talk can be left
    names = ("swerve", "dare", "talk")
    hopeful = spi.beliefs([(x,) for x in names], at_least=[({("swerve",): 1}, "4/5")])
    graph = chain(chicken(beliefs=(hopeful, hopeful)), never(2, "swerve"))
    assert [f.case for f in spi.decide_lock_out(graph, "1").result.findings] == ["open", "incentive"]
    # certain of swerve: what is seen has refuted it, and that is no lock-out
    certain = spi.beliefs([(x,) for x in names], support=[("swerve",)])
    with pytest.raises(spi.HypothesisError, match="no admissible belief of Player 1"):
        spi.decide_lock_out(chain(chicken(beliefs=(certain, hopeful)), never(2, "swerve")), "1")


def test_a_benchmark_may_be_out_of_reach() -> None:
    # to adopt the transform for good is a commitment that removes what it replaces
    graph = chain(chicken(), never(1, "dare"), never(2, "dare"))
    assert [f.case for f in spi.decide_lock_out(graph, "2").result.findings] == ["open", "open", "open"]


def test_implementation_lock_out_lasts() -> None:
    graph = chain(chicken(), never(1, "talk"), never(2, "swerve"))
    verdict = spi.decide_lock_out(graph, "2")
    assert [f.case for f in verdict.result.findings] == ["open", "implementation", "implementation"]
    assert verdict.result.findings[2].obstacles[0].because == "outside"
    # both policies are needed: talk to have the SPI within reach, and swerve to let player 1 hope
    restored = spi.decide_restoring_clause(graph, "2")
    assert isinstance(restored, spi.Holds)
    assert restored.result.clauses == ((("Player 1", "talk"), ("Player 2", "swerve")),)


def test_an_exception_is_as_good_as_no_rule() -> None:
    policy: Policy = ("Player 1", "talk")
    graph = chain(chicken(), Commitment("never talk, but", "Player 1", (policy,), (policy,)))
    assert spi.decide_lock_out(graph, "1").result.case == "open"
    assert spi.decide_restoring_clause(graph, "1").result.clauses == ((),)  # type: ignore[union-attr]


def test_what_an_event_takes_no_clause_keeps() -> None:
    policy: Policy = ("Player 1", "talk")
    for order in (1, -1):
        both = [Commitment("never talk", "Player 1", (policy,)), Commitment("a flood", None, (policy,))][::order]
        restored = spi.decide_restoring_clause(chain(chicken(), *both), "2")
        assert isinstance(restored, spi.Fails)
        assert restored.result.clauses == ()
        assert len(restored.result.findings) == 1  # one implementation lock-out stands for all smaller clauses


def test_a_transform_that_hurts_or_does_nothing_is_no_way_out() -> None:
    problem = chicken()
    same = {x: x for x in ("swerve", "dare", "talk")}
    stay = ActionMaps.of({"Player 1": same, "Player 2": same})
    yields = ActionMaps.of({"Player 1": {**same, "dare": "swerve"}, "Player 2": same})
    worse = PolicyGame(
        problem.game, problem.default, (("dare", "dare"), ("dare", "swerve")),
        (PolicyTransform("stay", stay), PolicyTransform("yield", yields)), problem.beliefs,
    )  # fmt: skip
    verdict = spi.decide_lock_out(chain(worse), "0")
    assert isinstance(verdict, spi.Holds)
    # (dare, swerve) is worth 4 to player 1, (swerve, swerve) 3
    obstacles = [(o.transform, o.because, o.outcome, o.player) for o in verdict.result.findings[0].obstacles]
    assert obstacles == [("stay", "idle", None, None), ("yield", "worse", ("dare", "swerve"), "Player 1")]


def test_one_player() -> None:
    game = Game.from_payoffs(["0", "1", "2"], actions=[["a", "b", "c"]])
    to_b = PolicyTransform("to b", ActionMaps(game.players, ((("a", "b"), ("b", "b"), ("c", "c")),)))
    problem = PolicyGame(game, ((("a",), Fraction(1)),), (("a",),), (to_b,), (Beliefs(((),)),))
    rule = Commitment("never c", "Player 1", (("Player 1", "c"),))
    # as long as she can have c, nothing makes b a best reply
    assert [f.case for f in spi.decide_lock_out(chain(problem, rule), "1").result.findings] == ["incentive", "open"]


def test_the_budget_counts_sets() -> None:
    graph = chain(chicken(), never(1, "talk"), never(2, "swerve"))
    verdict = spi.decide_restoring_clause(graph, "2", budget=3)  # 1 + 2 sets, then one of size 2
    assert isinstance(verdict, spi.Unknown) and verdict.spent == 3
    assert isinstance(spi.decide_restoring_clause(graph, "2", budget=4), spi.Holds)


def test_paths_and_states() -> None:
    graph = chain(chicken(), never(1, "talk"), never(2, "talk"))
    assert spi.decide_lock_out(graph, ["1", "2"]).result == spi.decide_lock_out(graph, "2").result
    with pytest.raises(spi.GameError, match="no commitments lead from 2 to 1"):
        spi.decide_lock_out(graph, ["2", "1"])
    with pytest.raises(spi.GameError, match="no state '3'"):
        spi.decide_lock_out(graph, "3")
    assert list(spi.survey_lock_outs(graph)) == ["0", "1", "2"]


def test_a_threshold_of_hope() -> None:
    """Talk instead of swerve gains 4 − 3 = 1 against swerve and 1/2 − 1 = −1/2 against talk: 0 at 1/3 for swerve."""
    about = spi.beliefs(["swerve", "talk"])
    found = spi.gain_threshold(about, {"talk": 1}, {"swerve": 1}, {"swerve": 1, "talk": "-1/2"})
    assert found is not None and found.at == Fraction(1, 3) and found.flips
