"""Detectors of agreement, and where they disagree."""

import pytest

from spi.errors import GameError
from spi.negotiation.scoring.completion import (
    Completion,
    compare_notes,
    completion_label,
    detect_completion,
    detected_result,
)
from spi.negotiation.transcripts import Deal, Invalid, NoDeal, Offer, Turn
from tests.negotiation.scoring.talks import DONE, flat, offer, talk


def last(first: Offer | None, second: Offer | None, *, said: str = DONE, answered: str = DONE) -> Completion:
    return detect_completion(talk(Turn(0, 1, message=said, noted=first), Turn(1, 1, message=answered, noted=second)))


def test_notes_without_a_common_issue_agree_online_and_not_offline() -> None:
    found = last(offer(rent=900), offer(term=12))
    assert found == Completion(phrase=True, online=True, offline=False, complete=False)
    assert completion_label(found, "online") == "full agreement"
    assert completion_label(found, "offline") == "disagreeing internal states, textual agreement"


def test_all_four_labels() -> None:
    same, other = offer(900, 12), offer(1000, 12)
    assert completion_label(last(same, same), "offline") == "full agreement"
    assert completion_label(last(same, other), "offline") == "disagreeing internal states, textual agreement"
    quiet = last(same, same, answered="let's continue")
    assert completion_label(quiet, "offline") == "aligning internal states, textual disagreement"
    assert completion_label(last(same, other, said="no"), "offline") == "in-progress"
    assert quiet.detected("soft", "complete") and not quiet.detected("hard", "complete")
    assert last(same, same).detected("hard", "complete") and not last(same, other).detected("soft", "online")


def test_offline_looks_for_the_keys_of_the_later_note_only() -> None:
    """Swapping who speaks last changes the answer of the offline test; the complete one does not depend on it."""
    part, whole = offer(rent=900), offer(900, 12)
    assert last(whole, part).offline and not last(part, whole).offline
    assert not last(whole, part).complete and not last(part, whole).complete
    negotiation = flat()
    assert compare_notes(negotiation, whole, whole, "complete")
    assert compare_notes(negotiation, (), (), "online") and not compare_notes(negotiation, (), (), "complete")
    for comparison in ("online", "offline", "complete"):
        assert not compare_notes(negotiation, None, whole, comparison)
        assert not compare_notes(negotiation, whole, None, comparison)
    with pytest.raises(GameError, match="accepted: 'online'"):
        compare_notes(negotiation, whole, whole, "exact")  # type: ignore[arg-type]


def test_only_last_turns_count() -> None:
    same, other = offer(900, 12), offer(1000, 12)
    lost = talk(Turn(0, 1, noted=same), Turn(1, 1, noted=same), Turn(0, 2, noted=other))
    assert not detect_completion(lost).complete
    assert detected_result(lost, detector="soft") == NoDeal("in-progress")
    assert detect_completion(talk(Turn(0, 1, message=DONE, noted=same))) == Completion(False, False, False, False)


def test_results_are_one_outcome_or_none() -> None:
    same = offer(900, 12)
    both = talk(Turn(0, 1, message=DONE, noted=same), Turn(1, 1, message=f"Fine. {DONE}", noted=same))
    assert detected_result(both) == Deal(("900", "12 months"))
    quiet = talk(Turn(0, 1, noted=same), Turn(1, 1, noted=same))
    assert detected_result(quiet, detector="soft") == Deal(("900", "12 months"))
    assert detected_result(quiet) == NoDeal("aligning internal states, textual disagreement")
    reasons = {
        offer(1000, 12): "differ on rent",
        offer(rent=900): "leave issues open",
        None: "the note of Landlord cannot be read",
    }
    for noted, reason in reasons.items():
        unlike = talk(Turn(0, 1, message=DONE, noted=same), Turn(1, 1, message=DONE, noted=noted))
        for detector in ("hard", "soft"):
            found = detected_result(unlike, detector=detector)
            assert isinstance(found, Invalid) and reason in found.reason
    with pytest.raises(GameError, match="accepted: 'hard'"):
        detected_result(both, detector="any")  # type: ignore[arg-type]


def test_another_phrase() -> None:
    same = offer(900, 12)
    shaken = talk(Turn(0, 1, message="Deal!", noted=same), Turn(1, 1, message="Deal!", noted=same))
    assert not detect_completion(shaken).phrase and detect_completion(shaken, phrase="Deal!").phrase
