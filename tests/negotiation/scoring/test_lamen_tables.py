"""That project's means."""

from fractions import Fraction

from spi.negotiation.scoring.lamen_compat import lamen_score
from spi.negotiation.scoring.lamen_tables import LamenSummary, lamen_summary
from spi.negotiation.transcripts import Turn
from tests.negotiation.scoring.talks import DONE, offer, talk

F = Fraction


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
