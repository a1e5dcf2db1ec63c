"""Negotiations of two sides about a flat, in units in which scores can be computed by hand."""

from collections.abc import Sequence
from fractions import Fraction

from spi.negotiation.issues import issue
from spi.negotiation.preferences import additive
from spi.negotiation.protocols import Handshake
from spi.negotiation.scenario import Scenario, scenario
from spi.negotiation.transcripts import Invalid, Offer, Result, Transcript, Turn, transcript

F = Fraction
DONE = "We agree on all issues."
RENTS = [str(500 + 100 * k) for k in range(11)]
TERMS = [f"{6 * k} months" for k in range(1, 12)]
RISING = [F(k, 10) for k in range(11)]


def flat(tenant: Sequence[int] = (1, 1), landlord: Sequence[int] = (1, 1)) -> Scenario:
    """Rent is opposed, and both like long leases; weights are normalised, so that everything at its best is 1."""
    weights = [[F(w, sum(own)) for w in own] for own in (tenant, landlord)]
    return scenario(
        [
            issue("rent", RENTS, labels=[[f"${r}" for r in RENTS]] * 2, kind="distributive"),
            issue("term", TERMS, kind="compatible"),
        ],
        {
            "Tenant": additive([RISING[::-1], RISING], weights=weights[0]),
            "Landlord": additive([RISING, RISING], weights=weights[1]),
        },
        disagreement=[0, 0],
        protocol=Handshake(),
    )


def offer(rent: int | None = None, term: int | None = None) -> Offer:
    settled = [("rent", str(rent))] if rent is not None else []
    return (*settled, *([("term", f"{term} months")] if term is not None else []))


def talk(*turns: Turn, about: Scenario | None = None, result: Result | None = None) -> Transcript:
    return transcript(about or flat(), list(turns), result or Invalid("nobody has looked"))
