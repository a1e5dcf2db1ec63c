"""Offers as they were written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spi.errors import GameError
from spi.negotiation.scoring.legality import legality_counts, read_offer
from tests.negotiation.scoring.talks import flat

FLAT = flat().issues


@pytest.mark.parametrize(
    ("text", "status", "offer"),
    [
        ("no numbers today", "none", None),
        ("{'rent': '$900', 'term': '12 months'}", "complete", (("rent", "900"), ("term", "12 months"))),
        ('I say {"rent": "$900"} and {"rent": "$500"}', "partial", (("rent", "900"),)),
        ("{'rent': '900'}", "partial", (("rent", "900"),)),
        ("{'rent': 900}", "partial", (("rent", "900"),)),
        ("{ }", "partial", ()),
        ("{'rent': '$950'}", "illegal", None),
        ("{'rent': '$900', 'deposit': '$100'}", "illegal", None),
        ("{'rent': '$900', 'term': '12'}", "illegal", None),
        ("{rent: 900}", "unreadable", None),
        ("{'rent': '$900'", "unreadable", None),
        ("{'rent', '$900'}", "unreadable", None),
        ("{'rent': __import__('os')}", "unreadable", None),
        ("{'rent': {'low': 1}}", "unreadable", None),
        ("{'rent': '$900', 'rent': '$500'}", "unreadable", None),
        ("{'rent': 900.0}", "unreadable", None),
        ("{'rent': True}", "unreadable", None),
        ("{'a': '" + "x" * 20_000 + "'}", "unreadable", None),
    ],
)
def test_readings(text: str, status: str, offer: object) -> None:
    found = read_offer(FLAT, 0, text)
    assert (found.status, found.offer) == (status, offer)
    assert bool(found.faults) == (status in ("illegal", "unreadable"))


def test_faults_and_counts() -> None:
    found = read_offer(FLAT, 1, "{'rent': '$1,400', 'pets': 'no'}")
    assert found.faults == ("rent: '$1,400' is no option", "'pets' is no issue")
    readings = [found, read_offer(FLAT, 0, ""), read_offer(FLAT, 0, "{'rent': '$900'}")]
    assert legality_counts(readings) == {"none": 1, "unreadable": 0, "illegal": 1, "partial": 1, "complete": 0}
    with pytest.raises(GameError, match="side 2"):
        read_offer(FLAT, 2, "{}")


@given(st.text(alphabet="{}'\":,rent$90 \\\n\0é(", max_size=60) | st.text(max_size=60))
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    found = read_offer(FLAT, 0, text)
    assert (found.offer is not None) == (found.status in ("partial", "complete"))
    assert (found.status == "none") == ("{" not in text)
