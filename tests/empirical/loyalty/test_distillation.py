"""The distillation loss: by hand, by its invariances, and in the format of its data."""

import json
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spi.empirical.loyalty.distillation import PADDING, distillation_loss, load_teacher_turns, pad_teacher
from spi.errors import FormatError, SpiError


def test_by_hand() -> None:
    # renormalised teacher (2/3, 1/3), student (1/2, 1/2)
    expected = 2 / 3 * log(4 / 3) + 1 / 3 * log(2 / 3)
    teacher = [[log(0.5), log(0.25)]]
    assert distillation_loss(teacher, [[-1.0, -1.0]]) == pytest.approx(expected)
    # a second position where both agree halves the mean
    assert distillation_loss([*teacher, [-1.0, -2.0]], [[-1.0, -1.0], [-3.0, -4.0]]) == pytest.approx(expected / 2)


def slow_loss(teacher: Any, student: Any) -> float:
    losses = []
    for t_row, s_row in zip(teacher, student, strict=True):
        own = [(t, s) for t, s in zip(t_row, s_row, strict=True) if t > PADDING]
        if own:
            t_sum, s_sum = (sum(np.exp(pair[k]) for pair in own) for k in (0, 1))
            losses.append(sum(np.exp(t) / t_sum * ((t - log(t_sum)) - (s - log(s_sum))) for t, s in own))
    return float(np.mean(losses))


def test_by_the_definition_with_padding() -> None:
    random = np.random.default_rng(1)
    for _ in range(20):
        teacher, student = -random.exponential(3, (6, 5)), random.normal(0, 3, (6, 5))
        teacher[random.random((6, 5)) < 0.3] = PADDING
        teacher[2] = PADDING  # a position without any token does not count
        teacher[0, 0] = -1.0
        loss = distillation_loss(teacher, student)
        assert loss == pytest.approx(slow_loss(teacher, student))
        assert loss >= 0
        moved = np.where(teacher > PADDING, student, 77.0) + random.normal(0, 1, (6, 1))
        assert distillation_loss(teacher, moved) == pytest.approx(loss)  # padded values and constants change nothing


def test_it_is_zero_exactly_for_the_teacher_itself() -> None:
    teacher = np.log([[0.5, 0.3], [0.9, 0.05]])
    assert distillation_loss(teacher, teacher) == 0
    assert distillation_loss(teacher, teacher[:, ::-1]) > 0


@pytest.mark.parametrize(
    ("teacher", "student", "words"),
    [
        ([[0.0]], [[0.0, 1.0]], "shape"),
        ([0.0], [0.0], "shape"),
        ([[PADDING]], [[0.0]], "no position has a token"),
        ([[float("inf")]], [[0.0]], "not finite"),
        ([[0.0]], [[float("nan")]], "not finite"),
    ],
)
def test_what_has_no_loss(teacher: Any, student: Any, words: str) -> None:
    with pytest.raises(SpiError, match=words):
        distillation_loss(teacher, student)


TURN: dict[str, Any] = {
    "input_ids": [5, 6, 7, 8],
    "response_start": 2,
    "response_len": 2,
    "teacher_topk_logprobs": [{"7": -0.5, "9": -1.5}, {}],
}


def test_turns_are_read_and_padded(tmp_path: Path) -> None:
    path = tmp_path / "turns.jsonl"
    path.write_text(json.dumps(TURN) + "\n")
    (turn,) = load_teacher_turns(path)
    assert turn.input_ids[turn.response_start :] == (7, 8)
    tokens, logs = pad_teacher(turn)
    assert tokens.tolist() == [[7, 9], [-1, -1]]
    assert logs.tolist() == [[-0.5, -1.5], [PADDING, PADDING]]
    assert distillation_loss(logs, np.zeros((2, 2))) > 0


@pytest.mark.parametrize(
    "change",
    [
        {"input_ids": [1, -2]},
        {"input_ids": 3},
        {"response_start": 0},
        {"response_start": 3},
        {"response_len": True},
        {"teacher_topk_logprobs": [{}]},
        {"teacher_topk_logprobs": [{"x": -1}, {}]},
        {"teacher_topk_logprobs": [{"7": 0.5}, {}]},
        {"teacher_topk_logprobs": [{"7": None}, {}]},
    ],
)
def test_malformed_turns(tmp_path: Path, change: dict[str, Any]) -> None:
    path = tmp_path / "turns.jsonl"
    path.write_text(json.dumps(TURN) + "\n" + json.dumps(TURN | change) + "\n")
    with pytest.raises(FormatError, match=r"line 2: .*accepted"):
        load_teacher_turns(path)
