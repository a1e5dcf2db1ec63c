"""Certificates are read only if they are about what is asked."""

import pytest

from spi.errors import SpiError
from spi.tasks.material.certificates import require_subject, subject_of

CERTIFICATE = {"claim": {"kind": "lock-out", "answer": "yes"}, "objects": {"game": 1, "default": 2}}


def test_a_subject_is_the_kind_and_the_objects_in_whatever_order() -> None:
    same = {"objects": {"default": 2, "game": 1}, "claim": {"kind": "lock-out", "answer": "no"}}
    assert subject_of(CERTIFICATE) == subject_of(same)
    assert require_subject(CERTIFICATE, "lock-out", subject_of(same)) == CERTIFICATE["claim"]


@pytest.mark.parametrize(
    "other",
    [
        {"claim": {"kind": "lock-out"}, "objects": {"game": 1, "default": 3}},
        {"claim": {"kind": "restoring-clause"}, "objects": {"game": 1, "default": 2}},
        {"claim": {"kind": "lock-out", "strict": True}, "objects": {"game": 1, "default": 2}},
    ],
)
def test_another_subject_is_refused(other: dict[str, dict[str, object]]) -> None:
    with pytest.raises(SpiError, match="one of lock-out, about what is asked"):
        require_subject(CERTIFICATE, "lock-out", subject_of(other))
