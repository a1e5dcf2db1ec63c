"""Strategies, at levels that can be computed by hand."""

import itertools
from fractions import Fraction

import pytest

from spi.errors import GameError, HypothesisError
from spi.negotiation.issues import issue
from spi.negotiation.play.draws import chosen_index, uniform_at
from spi.negotiation.play.strategies import boulware, by_chance, by_clock, conceder, for_concessions
from spi.negotiation.play.views import Move, View, as_offer, rank_outcomes, standing_offer
from spi.negotiation.preferences import additive
from spi.negotiation.protocols import AlternatingOffers
from spi.negotiation.scenario import Scenario, Side, scenario
from spi.negotiation.transcripts import Turn

F = Fraction
COINS = scenario(
    [issue("coins", [str(k) for k in range(11)])],
    {"First": additive([list(range(11))]), "Second": additive([list(range(10, -1, -1))])},
    disagreement=[0, 0],
)


def view(elapsed: F, *turns: Turn, about: Scenario = COINS, others: tuple[Side, ...] = ()) -> View:
    return View(about.issues, 0, about.sides[0], about.names, others, AlternatingOffers(10), turns, 1, elapsed,
                rank_outcomes(about, 0), lambda what: uniform_at(1, what))  # fmt: skip


def offered(coins: int, side: int = 1) -> Turn:
    return Turn(side, 1, "propose", offered=(("coins", str(coins)),))


def coins_of(move: Move) -> int:
    assert move.act == "propose" and move.offer is not None
    return int(dict(move.offer)["coins"])


def test_levels_fall_with_a_power_of_time() -> None:
    """At half the time exponent 1 gives up 1/2, exponent 2 gives up 1/4 (asks for 7.5), exponent 1/2 gives up 0.707."""
    half = F(1, 2)
    assert coins_of(by_clock(1).decide(view(half))) == 5
    assert coins_of(by_clock(2).decide(view(half))) == 8
    assert coins_of(by_clock("1/2").decide(view(half))) == 3  # 2.93 is the level, which no float has to say
    assert coins_of(boulware().decide(view(half))) == 10  # gives up 1/32
    assert coins_of(conceder().decide(view(half))) == 2  # gives up 0.87
    for one in (boulware(), conceder(), by_clock("2/3")):
        assert coins_of(one.decide(view(F(0)))) == 10 and coins_of(one.decide(view(F(1)))) == 0


def test_levels_are_exact() -> None:
    """(1/4)^(1/2) is 1/2 exactly: 5 coins are enough. With a billionth less of the time, they are not."""
    assert coins_of(by_clock("1/2").decide(view(F(1, 4)))) == 5
    assert coins_of(by_clock("1/2").decide(view(F(1, 4) - F(1, 10**9)))) == 6


def test_what_is_accepted_is_what_would_be_offered() -> None:
    half = F(1, 2)
    assert by_clock(1).decide(view(half, offered(5))) == Move("accept", (("coins", "5"),))
    assert coins_of(by_clock(1).decide(view(half, offered(4)))) == 5
    assert (
        by_clock(1).decide(view(half, offered(6), offered(4, side=0))).act == "accept"
    )  # its own is not a standing one
    assert standing_offer(view(half, Turn(1, 1, offered=()))) is None  # settles nothing
    assert standing_offer(view(half)) is None


def test_concessions_for_concessions() -> None:
    mirror = for_concessions()
    assert coins_of(mirror.decide(view(F(1, 2)))) == 10
    assert coins_of(mirror.decide(view(F(1, 2), offered(1)))) == 10  # a first offer concedes nothing yet
    assert coins_of(mirror.decide(view(F(1, 2), offered(1), offered(4)))) == 7
    assert coins_of(mirror.decide(view(F(1, 2), offered(4), offered(1)))) == 10  # less than before earns nothing
    assert mirror.decide(view(F(1, 2), offered(1), offered(6))) == Move("accept", (("coins", "6"),))


def test_nothing_below_disagreement_is_offered_or_accepted() -> None:
    proud = scenario(COINS.issues, {s.name: s.utility for s in COINS.sides}, disagreement=[7, 0])
    for one in (conceder(), for_concessions(), by_chance()):
        assert one.decide(view(F(1), offered(6), about=proud)).act == "propose"
        assert coins_of(one.decide(view(F(1), offered(6), about=proud))) >= 7
    assert coins_of(conceder().decide(view(F(1), about=proud))) == 7
    hopeless = scenario(COINS.issues, {s.name: s.utility for s in COINS.sides}, disagreement=[11, 0])
    for one in (conceder(), for_concessions(), by_chance()):
        assert one.decide(view(F(1), about=hopeless)).act == "walk"


def test_who_sees_tables_is_generous_where_it_is_free() -> None:
    x, y = issue("x", ["0", "1"]), issue("y", ["0", "1"])
    talks = scenario([x, y], {"A": additive([[0, 1], [0, 0]]), "B": additive([[0, 0], [3, 0]])}, disagreement=[0, 0])
    assert conceder().decide(view(F(0), about=talks, others=talks.sides[1:])).offer == (("x", "1"), ("y", "0"))
    blind = {
        conceder().decide(
            View(talks.issues, 0, talks.sides[0], talks.names, (), AlternatingOffers(2), (), 1, F(0),
                 rank_outcomes(talks, 0), lambda _, k=k: F(k, 2))  # type: ignore[misc]
        ).offer
        for k in (0, 1)
    }  # fmt: skip
    assert blind == {(("x", "1"), ("y", "0")), (("x", "1"), ("y", "1"))}


def test_chance() -> None:
    offers = [
        by_chance().decide(
            View(COINS.issues, 0, COINS.sides[0], COINS.names, (), AlternatingOffers(2), (), 1, F(0),
                 rank_outcomes(COINS, 0), lambda _, k=k: F(k, 11))  # type: ignore[misc]
        )
        for k in range(11)
    ]  # fmt: skip
    assert sorted(map(coins_of, offers)) == list(range(11))
    assert by_chance().decide(view(F(0), offered(10))).act == "accept"  # nothing that is drawn is better


def test_draws_depend_on_their_place() -> None:
    places: list[tuple[str | int, ...]] = [("a", 1), ("a", 2), ("b", 1), ("a|1", 1), ("a", "1")]
    numbers = [uniform_at(7, *place) for place in places]
    assert len(set(numbers)) == len(places) and numbers == [uniform_at(7, *place) for place in places]
    assert uniform_at(8, "a", 1) != numbers[0] and all(0 <= u < 1 for u in numbers)
    assert [chosen_index(3, F(k, 6)) for k in range(6)] == [0, 0, 1, 1, 2, 2]
    mean = sum((uniform_at(1, k) for k in range(400)), F(0)) / 400
    assert abs(mean - F(1, 2)) < F(6, 100)  # four standard deviations, and always the same numbers
    with pytest.raises(GameError, match="accepted: an int"):
        uniform_at("7", 1)  # type: ignore[arg-type]


def test_ranks() -> None:
    worths = [worth for worth, _ in rank_outcomes(COINS, 1)]
    assert worths == list(range(10, -1, -1)) and all(a >= b for a, b in itertools.pairwise(worths))
    assert as_offer(COINS.issues, ("3",)) == (("coins", "3"),)
    huge = scenario([issue(f"i{k}", list("abcdefghij")) for k in range(6)],
                    {s: additive([list(range(10))] * 6) for s in "AB"}, disagreement=[0, 0])  # fmt: skip
    with pytest.raises(HypothesisError, match="1,000,000 outcomes"):
        rank_outcomes(huge, 0)
    for wrong in (0, "-1", "1001"):
        with pytest.raises(GameError, match="accepted: p/q"):
            by_clock(wrong)
