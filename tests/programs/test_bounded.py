"""Bounded proofs: only what is known, and apart from the limit."""

import pytest

from spi import HypothesisError, load_program
from spi.programs.bounded import bounded_outcome

FAIR, JUST, DEFECT = (load_program(f"barasz-et-al-2014/{name}") for name in ("fair_bot", "just_bot", "defect_bot"))


def test_fair_bots() -> None:
    assert bounded_outcome([FAIR, FAIR]).status == "theorem"
    assert bounded_outcome([DEFECT, FAIR]).outcome == ("D", "D") == bounded_outcome([FAIR, DEFECT]).outcome


def test_every_other_pair_is_refused() -> None:
    with pytest.raises(HypothesisError, match="accepted: fair_bot and fair_bot"):
        bounded_outcome([JUST, FAIR])
    renamed = load_program("barasz-et-al-2014/fair_bot", cooperate="Cooperate")
    with pytest.raises(HypothesisError):
        bounded_outcome([renamed, renamed])
