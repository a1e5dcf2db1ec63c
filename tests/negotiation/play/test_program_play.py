"""Programs that read each other before a strategy speaks for them."""

import pytest

from spi.errors import HypothesisError, ProgramError
from spi.negotiation.play.match import play_negotiation
from spi.negotiation.play.program_play import choose_strategies, program_negotiator
from spi.negotiation.play.strategies import boulware, conceder
from spi.negotiation.play.views import Negotiator
from spi.negotiation.protocols import AlternatingOffers
from spi.negotiation.transcripts import Deal, Invalid
from spi.programs.reader import read_program
from spi.programs.references import load_program
from tests.negotiation.play.test_match import coins

MENU: dict[str, Negotiator] = {"C": conceder(), "D": boulware()}
CLIQUE = program_negotiator(load_program("tennenholtz-2004/clique_bot"), MENU)
DEFECT = program_negotiator(load_program("ours/always", action="D"), MENU, name="firm")
PLAYERS = ("First", "Second")


def test_programs_choose_by_the_code_that_they_meet() -> None:
    assert choose_strategies([CLIQUE, CLIQUE], players=PLAYERS) == (conceder(), conceder())
    assert choose_strategies([CLIQUE, DEFECT], players=PLAYERS) == (boulware(), boulware())
    assert choose_strategies([conceder(), boulware()], players=PLAYERS) == (conceder(), boulware())


def test_programs_that_prove() -> None:
    fair = program_negotiator(load_program("barasz-et-al-2014/fair_bot"), MENU)
    assert choose_strategies([fair, fair], players=PLAYERS) == (conceder(), conceder())
    assert choose_strategies([fair, DEFECT], players=PLAYERS) == (boulware(), boulware())


def test_the_choice_is_on_record() -> None:
    played = play_negotiation(coins(AlternatingOffers(20)), [CLIQUE, DEFECT])
    assert isinstance(played.result, Deal)
    assert dict(played.provenance)["side 2"] == "firm" and dict(played.provenance)["strategy 1"] == "boulware"
    plain = play_negotiation(coins(AlternatingOffers(20)), [boulware(), conceder()])
    assert "strategy 1" not in dict(plain.provenance)


def test_programs_that_do_not_choose_make_no_rejection() -> None:
    mirror = program_negotiator(read_program("def copy(opponent):\n    return opponent(me)\n"), MENU)
    played = play_negotiation(coins(AlternatingOffers(20)), [mirror, mirror])
    assert isinstance(played.result, Invalid) and "diverges" in played.result.reason and not played.turns
    other = program_negotiator(load_program("ours/always", action="E"), MENU)
    found = choose_strategies([other, DEFECT], players=PLAYERS)
    assert isinstance(found, str) and "plays 'E', and its menu has C, D" in found


def test_programs_with_chances_draw_by_seed_and_place() -> None:
    text = 'def coin(opponent):\n    return mix({"C": "1/4", "D": "3/4"})\n'
    coin = program_negotiator(read_program(text), MENU)
    counts, unlike = [0, 0], 0
    for k in range(200):
        found = choose_strategies([coin, coin], players=PLAYERS, place=str(k))
        assert found == choose_strategies([coin, coin], players=PLAYERS, place=str(k)) and not isinstance(found, str)
        unlike += found[0] != found[1]
        for seat in range(2):
            counts[seat] += found[seat] == conceder()
    assert all(25 <= n <= 75 for n in counts) and 47 <= unlike <= 103  # four standard deviations around 50 and 75


def test_refusals() -> None:
    with pytest.raises(HypothesisError, match="boulware has no source"):
        play_negotiation(coins(AlternatingOffers(2)), [CLIQUE, boulware()])
    for menu in ({}, {"C": CLIQUE}):
        with pytest.raises(ProgramError, match="none of them a program"):
            program_negotiator(load_program("tennenholtz-2004/clique_bot"), menu)
