"""That project's means, and the games that it leaves out."""

from fractions import Fraction

from spi.negotiation.issues import issue
from spi.negotiation.preferences import additive
from spi.negotiation.scenario import Scenario, scenario
from spi.negotiation.scoring.lamen_compat import lamen_score
from spi.negotiation.scoring.lamen_tables import LamenSummary, lamen_dropped, lamen_summary
from spi.negotiation.transcripts import Turn
from tests.negotiation.scoring.talks import DONE, RISING, offer, talk

F = Fraction
NAMES = [str(k) for k in range(11)]


def alone(kind: str) -> Scenario:
    other = RISING if kind == "compatible" else RISING[::-1]
    return scenario([issue("x", NAMES, kind=kind)], {"A": additive([RISING]), "B": additive([other])},  # type: ignore[arg-type]
                    disagreement=[0, 0])  # fmt: skip


def why(about: Scenario | None, first: object, second: object, *, said: str = DONE, rounds: int = 1) -> tuple[str, ...]:
    notes = [(("x", str(k)),) if isinstance(k, int) else k for k in (first, second)]
    turns = [Turn(k, rounds, message=said, noted=noted) for k, noted in enumerate(notes)]  # type: ignore[arg-type]
    played = talk(*turns, about=about)
    return lamen_dropped(played, lamen_score(played, comparison="online"))


def test_means() -> None:
    """Half of the games are completed, one of them by a handshake: U is half of U*."""
    same = offer(500, 66)
    hard = lamen_score(talk(Turn(0, 1, message=DONE, noted=same), Turn(1, 1, message=DONE, noted=same)))
    soft = lamen_score(talk(Turn(0, 1, noted=offer(1500, 66)), Turn(1, 1, noted=offer(1500, 66))))
    none = lamen_score(talk(Turn(0, 1, noted=same), Turn(1, 1, noted=offer(rent=600))))
    found = lamen_summary([hard, soft, none, none])
    assert found == LamenSummary(4, F(1, 4), F(1, 2), (F(3, 8), F(3, 8)), (F(3, 4), F(3, 4)))
    assert lamen_summary([none]).over_completed == (None, None) and lamen_summary([none]).over_all == (0, 0)
    assert lamen_summary([]) == LamenSummary(0, None, None, (None, None), (None, None))


def test_what_is_dropped() -> None:
    assert why(alone("distributive"), 5, 5) == ()
    assert why(alone("distributive"), 5, 5, said=" ") == ("an empty message",)
    assert why(alone("distributive"), 5, 4, said="no", rounds=9) == ("in progress after 9 rounds",)
    assert why(alone("distributive"), 5, 4, said="no", rounds=10) == ()
    assert why(alone("compatible"), 0, 0) == ("completed, and worth nothing",)
    assert why(alone("compatible"), 5, 5) == ()


def test_infeasible_pairs_are_dropped_in_one_direction_only() -> None:
    """What the first side wrote earlier is carried forward, so that payoffs of completed games can be any pair."""
    for first, dropped in ((3, True), (8, False)):
        note = (("x", str(first)),)
        turns = [Turn(0, 1, message=DONE, noted=note), Turn(0, 2, message=DONE, noted=()),
                 Turn(1, 2, message=DONE, noted=(("x", "5"),))]  # fmt: skip
        for kind, why_not in (("distributive", "share less"), ("compatible", "has more")):
            played = talk(*turns, about=alone(kind))
            found = lamen_dropped(played, lamen_score(played, comparison="online"))
            expected = dropped if kind == "distributive" else not dropped  # 3/10 + 1/2 < 1; 8/10 > 1/2
            assert any(why_not in reason for reason in found) == expected
