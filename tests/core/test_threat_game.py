"""Threat games and policies: what is a game, which games are equal, what is refused and where."""

import hashlib
from fractions import Fraction

import pytest

from spi import (
    AffineConcession,
    ConcessionTable,
    GameError,
    PossibleThreat,
    ThreatGame,
    affine_concession,
    concession_table,
    possible_threat,
    read_surrogates,
    tabulate_policy,
)
from spi.core.concession import ConcessionPolicy
from spi.core.threat_game import canonical_threats

F = Fraction
THEFT = possible_threat("theft", "original", demand=10, harm=20, cost=8, execution="1/2", stakes=3, acts=["b", "a"])
BURN = possible_threat("burn", "surrogate", loss=1, gain=2, harm="-1/3", cost="0.25")
GAME = ThreatGame((THEFT, BURN), "Title", "ours")


def test_numbers_are_exact_and_have_defaults() -> None:
    assert (THEFT.loss, THEFT.gain, THEFT.demand) == (10, 10, 10)
    assert (BURN.loss, BURN.gain, BURN.demand, BURN.stakes, BURN.acts) == (1, 2, None, None, ())
    assert (BURN.execution, BURN.harm, BURN.cost) == (1, F(-1, 3), F(1, 4))
    numbers = [THEFT.loss, THEFT.execution, BURN.cost, BURN.execution]
    assert all(type(number) is Fraction for number in numbers)
    # the constructor converts, too
    assert PossibleThreat("x", "original", 1, 1, 1, 1, "1/2").execution == F(1, 2)  # type: ignore[arg-type]


def test_the_canonical_text_is_that_of_the_readme() -> None:
    text = (
        "spi-threat-game 1\n"
        "surrogate burn\npays 1 2 -1/3 1/4 1\n"
        "original theft\npays 10 10 20 8 1/2\ndemand 10\nstakes 3\nact a\nact b\n"
    )
    assert canonical_threats(GAME) == text
    assert GAME.digest == hashlib.sha256(text.encode()).hexdigest()


def test_order_title_and_source_do_not_count() -> None:
    other = ThreatGame((BURN, THEFT), "Another title")
    assert other == GAME and hash(other) == hash(GAME) and other.digest == GAME.digest
    assert other.threats != GAME.threats  # but they are kept, for people


@pytest.mark.parametrize(
    "change", [{"harm": 21}, {"demand": 9, "loss": 10, "gain": 10}, {"stakes": 4}, {"acts": ["a"]}, {"execution": 1}]
)
def test_everything_else_counts(change: dict[str, object]) -> None:
    numbers: dict[str, object] = {
        "demand": 10,
        "harm": 20,
        "cost": 8,
        "execution": "1/2",
        "stakes": 3,
        "acts": ["a", "b"],
    }
    assert ThreatGame((possible_threat("theft", "original", **numbers), BURN)) == GAME  # type: ignore[arg-type]
    changed = ThreatGame((possible_threat("theft", "original", **(numbers | change)), BURN))  # type: ignore[arg-type]
    assert changed != GAME and changed.digest != GAME.digest
    assert GAME != "theft"


def test_parts_and_names() -> None:
    assert (GAME.originals, GAME.surrogates, GAME["burn"]) == ((THEFT,), (BURN,), BURN)
    assert repr(GAME) == "<ThreatGame 'Title': 1 original, 1 surrogate threats>"
    with pytest.raises(GameError, match="no threat 'bum' in this game; its threats: theft, burn"):
        GAME["bum"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"demand": None}, "x has no demand, and no loss or no gain"),
        ({"demand": None, "loss": 1}, "no loss or no gain"),
        ({"demand": 0.5}, "0.5 at a number of x is a float"),
        ({"harm": "much"}, "'much' at a number of x is not an exact number"),
        ({"execution": "3/2"}, "x is executed with probability 3/2; accepted: 0 to 1"),
        ({"execution": -1}, "accepted: 0 to 1"),
        ({"acts": ["a", "a"]}, "two times 'a' as name of a single act of x"),
        ({"acts": [""]}, "single act of x"),
    ],
)
def test_threats_that_are_refused(options: dict[str, object], words: str) -> None:
    numbers = {"demand": 1, "harm": 1, "cost": 1} | options
    with pytest.raises(GameError) as error:
        possible_threat("x", "original", **numbers)  # type: ignore[arg-type]
    assert words in str(error.value)


def test_games_that_are_refused() -> None:
    with pytest.raises(GameError, match="kind 'main'; accepted: 'original' and 'surrogate'"):
        possible_threat("x", "main", demand=1, harm=1, cost=1)  # type: ignore[arg-type]
    with pytest.raises(GameError, match="name of a threat"):
        possible_threat(" x", "original", demand=1, harm=1, cost=1)
    with pytest.raises(GameError, match="two times 'theft'"):
        ThreatGame((THEFT, THEFT))
    with pytest.raises(GameError, match="no threat; at least one"):
        ThreatGame(())
    with pytest.raises(GameError, match="accepted: a tuple"):
        ThreatGame([THEFT])  # type: ignore[arg-type]
    with pytest.raises(GameError, match="accepted: a tuple of names"):
        PossibleThreat("x", "original", F(1), F(1), F(1), F(1), acts="murder")  # type: ignore[arg-type]
    assert possible_threat("x", "original", demand=1, harm=1, cost=1, acts="murder").acts == ("murder",)


def test_maps_to_surrogates() -> None:
    assert read_surrogates(GAME, {"theft": "burn"}) == ((THEFT, BURN),)
    for bad, words in (
        ({}, "no surrogate stands for 'theft'"),
        ({"theft": "theft"}, "'theft' becomes 'theft'; accepted: original threats that become surrogate ones"),
        ({"burn": "burn", "theft": "burn"}, "'burn' becomes 'burn'"),
        ({"theft": "bum"}, "no threat 'bum'"),
        ({"theft": "burn", "bum": "burn"}, "no threat 'bum'"),
    ):
        with pytest.raises(GameError) as error:
            read_surrogates(GAME, bad)
        assert words in str(error.value)
    with pytest.raises(GameError, match="no original threat"):
        read_surrogates(ThreatGame((BURN,)), {})


def test_tables_of_rates() -> None:
    table = concession_table({"burn": "1/3", "theft": 1})
    assert (table.rate(THEFT), table.rate(BURN)) == (1, F(1, 3))
    assert tabulate_policy(table, GAME).rates == (("theft", F(1)), ("burn", F(1, 3)))  # in the order of the game
    assert concession_table(dict(table.rates)) == table == ConcessionTable(table.rates)
    with pytest.raises(GameError, match="no rate of conceding to 'burn'; known are those of: theft"):
        concession_table({"theft": 1}).rate(BURN)
    for bad, words in (({"x": "3/2"}, "'x' is conceded with probability 3/2"), ({"x": 0.5}, "rate of conceding to x")):
        with pytest.raises(GameError, match=words):
            concession_table(bad)  # type: ignore[arg-type]


def test_any_object_with_rates_is_a_policy() -> None:
    class Stubborn:
        def rate(self, threat: PossibleThreat) -> Fraction:
            return F(int(threat.kind == "surrogate"))

    policy: ConcessionPolicy = Stubborn()
    assert tabulate_policy(policy, GAME).rates == (("theft", F(0)), ("burn", F(1)))

    class Broken(Stubborn):
        def rate(self, threat: PossibleThreat) -> Fraction:
            return F(2)

    with pytest.raises(GameError, match="'theft' is conceded with probability 2"):
        tabulate_policy(Broken(), GAME)


def test_concession_curves() -> None:
    half = possible_threat("half", "original", demand="1/2", harm=1, cost=1)
    assert affine_concession(1, 1).rate(half) == F(1, 2)
    curve = affine_concession("3/4", "1/2", "1/4", 1)
    assert (curve.rate(half), curve.low, curve.high) == (F(1, 2), F(1, 4), 1)
    assert affine_concession("3/4", "1/2").high == F(3, 2)
    assert AffineConcession(F(1), F(1), F(0), F(1)) == affine_concession(1, 1)
    for threat, words in ((THEFT, "'theft' demands 10; accepted: a demand from 1/4 to 1"), (BURN, "demands None")):
        with pytest.raises(GameError, match=words):
            curve.rate(threat)


@pytest.mark.parametrize(
    ("curve", "words"),
    [
        ((1, 0), "slope 0"),
        ((1, -1, 0, 1), "slope -1"),
        ((1, 1, 2, 1), "demands from 2 to 1"),
        ((1, 1, -1), "the demand -1 would be conceded with probability 2"),
        ((1, 1, 0, 2), "the demand 2 would be conceded with probability -1"),
        ((0.5, 1), "float"),
    ],
)
def test_concession_curves_that_are_refused(curve: tuple[int, ...], words: str) -> None:
    with pytest.raises(GameError, match=words):
        affine_concession(*curve)
