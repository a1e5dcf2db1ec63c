from fractions import Fraction

import pytest

import spi
from spi.core.beliefs import Beliefs
from spi.core.commitments import (
    Commitment,
    CommitmentGraph,
    CommitmentStep,
    Policy,
    path_through,
    reach_after,
    with_kept,
)
from spi.core.correspondence import ActionMaps
from spi.core.game import Game
from spi.core.policy_game import PolicyGame, PolicyTransform, others_of

GAME = Game.from_payoffs([[["0, 0, 0"] * 2] * 2] * 3, actions=[["a", "b", "c"], ["x", "y"], ["u", "v"]])
STAY = PolicyTransform("stay", ActionMaps(GAME.players, tuple(tuple((x, x) for x in own) for own in GAME.actions)))
DEFAULT = ((("a", "x", "u"), Fraction(1)),)
ANY = tuple(Beliefs(others_of(GAME, i)) for i in range(3))
PROBLEM = PolicyGame(GAME, DEFAULT, (("a", "x", "u"),), (STAY,), ANY)
A, B, C, X, Y = ("Player 1", "a"), ("Player 1", "b"), ("Player 1", "c"), ("Player 2", "x"), ("Player 2", "y")


def rule(*removes: Policy, by: str | None = "Player 1", but: tuple[Policy, ...] = ()) -> Commitment:
    return Commitment("rule", by, removes, but)


def test_beliefs_are_about_the_others() -> None:
    assert others_of(GAME, 1) == (("a", "u"), ("a", "v"), ("b", "u"), ("b", "v"), ("c", "u"), ("c", "v"))


def test_what_is_left_and_what_clauses_could_keep() -> None:
    reach = reach_after(GAME, [rule(A, X), rule(B, C, but=(C,)), rule(Y, by=None)][:2])
    assert reach.menus == (("c",), ("y",), ("u", "v"))
    assert reach.restorable == (A, B, X)
    assert with_kept(GAME, reach, [X, A]) == (("a", "c"), ("x", "y"), ("u", "v"))
    with pytest.raises(spi.GameError, match="no exception clause could keep"):
        with_kept(GAME, reach, [C])


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_what_an_event_takes_is_lost_in_any_order(order: tuple[int, int]) -> None:
    both = (rule(A, B), rule(B, by=None))
    reach = reach_after(GAME, [both[k] for k in order])
    assert reach.menus[0] == ("c",) and reach.restorable == (A,)


def test_states_paths_and_diamonds() -> None:
    one, two = rule(A), rule(X, by="Player 2")
    steps = [
        CommitmentStep("0", one, "1"),
        CommitmentStep("0", two, "2"),
        CommitmentStep("1", two, "12"),
        CommitmentStep("2", one, "12"),
        CommitmentStep("12", rule(B), "3"),
    ]
    graph = CommitmentGraph(PROBLEM, "0", tuple(steps))
    assert graph.states == ("0", "1", "2", "12", "3")
    assert graph.reach("12").menus == (("b", "c"), ("y",), ("u", "v"))
    assert [step.after for step in path_through(graph, "3")] == ["1", "12", "3"]
    assert [step.after for step in path_through(graph, ["2", "3"])] == ["2", "12", "3"]
    assert path_through(graph, []) == path_through(graph, "0") == ()
    for states, words in ((["1", "2"], "no commitments lead from 1 to 2"), ("9", "no state '9'")):
        with pytest.raises(spi.GameError, match=words):
            path_through(graph, states)
    with pytest.raises(spi.GameError, match="no state"):
        graph.reach("9")


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([("0", rule(A), "1"), ("1", rule(B), "2"), ("2", rule(), "1")], "cycle"),
        ([("0", rule(A), "1"), ("1", rule(), "0")], "cycle"),
        ([("0", rule(A), "0")], "cycle"),
        ([("0", rule(A), "1"), ("8", rule(B), "9")], "cannot be reached from 0"),
        ([("0", rule(A), "1"), ("0", rule(B), "1")], "at most one"),
        (
            [("0", rule(A), "1"), ("0", rule(B), "2"), ("1", rule(), "3"), ("2", rule(), "3")],
            "leave different policies",
        ),
        # the same menus, but a clause could keep it on one way only
        (
            [("0", rule(A), "1"), ("0", rule(A, by=None), "2"), ("1", rule(), "3"), ("2", rule(), "3")],
            "leave different policies",
        ),
        ([("0", rule(A, B, C), "1")], "leaves Player 1 without any policy"),
        ([("0", rule(A), "1"), ("1", rule(B), "2"), ("2", rule(C), "3")], "leaves Player 1 without any policy"),
        ([("0", rule(("Player 1", "z")), "1")], "no policy 'z'"),
        ([("0", rule(("Nobody", "a")), "1")], "no player 'Nobody'"),
        ([("0", rule(A, by="Nobody"), "1")], "no player 'Nobody'"),
        ([("0", rule(A, but=(B,)), "1")], "does not remove"),
        ([("0", rule(A, by=None, but=(A,)), "1")], "no exception clauses"),
        ([("0", Commitment("", None, ()), "1")], "name of a rule"),
        ([("0", rule(A), " ")], "name of a state"),
    ],
)
def test_graphs_that_are_none(steps: list[tuple[str, Commitment, str]], words: str) -> None:
    with pytest.raises(spi.GameError, match=words):
        CommitmentGraph(PROBLEM, "0", tuple(CommitmentStep(*step) for step in steps))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"default": ((("a", "x", "u"), Fraction(1, 2)),)}, "sum to 1/2"),
        ({"default": (*DEFAULT, (("b", "x", "u"), Fraction(0)))}, "zeros"),
        ({"default": ((("b", "x", "u"), Fraction(1)),)}, "not in the space"),
        ({"space": (("a", "x", "u"),) * 2}, "twice"),
        ({"space": (("a", "x"),)}, "not a profile"),
        ({"transforms": ()}, "no transform"),
        ({"transforms": (STAY, STAY)}, "two times 'stay'"),
        ({"transforms": (PolicyTransform("t", ActionMaps.of({"Player 1": {"a": "b"}})),)}, "an image for every policy"),
        (
            {
                "transforms": (
                    PolicyTransform("t", ActionMaps(GAME.players, (*STAY.maps.pairs[:2], (("u", "z"), ("v", "v"))))),
                )
            },
            "an image is no policy|some image is no policy",
        ),
        ({"beliefs": ANY[:2]}, "one for each"),
        ({"beliefs": (ANY[1], ANY[0], ANY[2])}, "Player 1's belief"),
    ],
)
def test_problems_that_are_none(changes: dict[str, object], words: str) -> None:
    parts = {"game": GAME, "default": DEFAULT, "space": (("a", "x", "u"),), "transforms": (STAY,), "beliefs": ANY}
    with pytest.raises(spi.GameError, match=words):
        PolicyGame(**(parts | changes))  # type: ignore[arg-type]
