"""The loss by which a student learns to speak as a teacher with a prompt does, token by token; no training here.

The student speaks under a plain prompt; the teacher, under the scaffold, scores the student's own turns. At each
position of the response the teacher's K most probable tokens are kept. Both laws are renormalised on these tokens, and
the loss is the forward divergence KL(teacher ‖ student) of one position, averaged over positions:

    L = 1/|R| Σ_p Σ_k T_pk (log T_pk - log S_pk)
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from spi.core.display import html_of
from spi.empirical.reading import json_lines, read_file
from spi.errors import FormatError, SpiError

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]
    Tokens = np.ndarray[Any, np.dtype[np.int64]]

__all__ = ["PADDING", "TeacherTurn", "distillation_loss", "load_teacher_turns", "pad_teacher"]

PADDING = -1e4
"""Stands where a position has fewer than K tokens: its exponential is 0, and 0 · PADDING is 0, not undefined."""


@dataclass(frozen=True, slots=True)
class TeacherTurn:
    """A turn of the student's, and what the teacher would have said at each of its positions.

    Parameters
    ----------
    input_ids : tuple of int
        Prompt and response.
    response_start : int
        From 1 on: the student's law at a position is predicted by the token before it.
    top : tuple of tuple of (int, float)
        For each position of the response the teacher's tokens and their log-probabilities; may be empty.

    Source: li-shi-2026, distillation
    """

    input_ids: tuple[int, ...]
    response_start: int
    top: tuple[tuple[tuple[int, float], ...], ...]

    _repr_html_ = html_of


def load_teacher_turns(path: str | os.PathLike[str]) -> tuple[TeacherTurn, ...]:
    """Read a file of turns with what the teacher would have said.

    Parameters
    ----------
    path : path
        JSONL, one turn a line: `input_ids` (prompt and response as token numbers), `response_start` (where the response
        begins in them), `response_len`, and `teacher_topk_logprobs`: for each position of the response an object
        {token number: log-probability}, empty where the teacher gave none.

    Returns
    -------
    tuple of TeacherTurn

    Raises
    ------
    FormatError
        With file and line.

    Source: li-shi-2026, distillation
    """
    text, record = read_file(path)
    return tuple(_turn(entry, record.name, line) for line, entry in json_lines(text, file=record.name))


def pad_teacher(turn: TeacherTurn) -> tuple[Tokens, Array]:
    """Tokens and log-probabilities of a turn as arrays of one width; -1 and `PADDING` fill up.

    Parameters
    ----------
    turn : TeacherTurn

    Returns
    -------
    tuple of arrays of shape (positions, K)
        K is the largest number of tokens of a position. `distillation_loss` takes the second.

    Source: li-shi-2026, distillation
    """
    import numpy as np

    width = max((len(row) for row in turn.top), default=0)
    tokens = np.full((len(turn.top), width), -1, dtype=np.int64)
    logs = np.full(tokens.shape, PADDING)
    for p, row in enumerate(turn.top):
        for k, (token, log) in enumerate(row):
            tokens[p, k], logs[p, k] = token, log
    return tokens, logs


def distillation_loss(teacher: Array | Sequence[Sequence[float]], student: Array | Sequence[Sequence[float]]) -> float:
    """The mean over positions of KL(teacher ‖ student), both renormalised on the teacher's top tokens.

    Parameters
    ----------
    teacher, student : arrays of shape (positions, K)
        Log-probabilities, or logits, of the same tokens; adding a constant to a row changes nothing. Where the teacher
        has `PADDING` there is no token, whatever the student has; positions without any token do not count.

    Returns
    -------
    float
        In nats, 0 or more; 0 exactly if the renormalised laws agree at all positions.

    Raises
    ------
    SpiError
        For arrays of different shapes, values that are not finite, and if no position has a token.

    Examples
    --------
    >>> from math import log
    >>> round(distillation_loss([[log(0.5), log(0.25)]], [[0.0, 0.0]]), 6)  # 2/3 ln(4/3) + 1/3 ln(2/3)
    0.056633

    Source: li-shi-2026, distillation
    """
    import numpy as np

    t, s = (np.asarray(logs, dtype=np.float64) for logs in (teacher, student))
    if t.ndim != 2 or t.shape != s.shape:
        raise SpiError(f"teacher of shape {t.shape}, student of shape {s.shape}; accepted: (positions, K) twice")
    there = t > PADDING
    kept = there.any(axis=1)
    if not kept.any():
        raise SpiError("no position has a token of the teacher's; accepted: at least one")
    if not (np.isfinite(t[there]).all() and np.isfinite(s[there]).all()):
        raise SpiError(
            "a value that is not finite; accepted: finite log-probabilities, and PADDING where there is none"
        )
    log_t, log_s = (_renormalised(np.where(there, logs, PADDING)[kept]) for logs in (t, s))
    return float((np.exp(log_t) * (log_t - log_s)).sum(axis=1).mean())


def _renormalised(logs: Array) -> Array:
    from scipy.special import log_softmax

    found: Array = log_softmax(logs, axis=1)
    return found


def _turn(entry: dict[str, Any], file: str, line: int) -> TeacherTurn:
    def fail(why: str) -> FormatError:
        return FormatError(why, file=file, line=line)

    names = ("input_ids", "response_start", "response_len", "teacher_topk_logprobs")
    ids, start, length, top = (entry.get(key, -1) for key in names)
    if not isinstance(ids, list) or not all(_whole(token) for token in ids):
        raise fail("input_ids: accepted is a list of whole numbers")
    if not (_whole(start) and _whole(length)) or not (1 <= start <= len(ids) and start + length <= len(ids)):
        raise fail("response_start and response_len: accepted is a stretch of input_ids that does not begin at 0")
    if not isinstance(top, list) or len(top) != length:
        raise fail("teacher_topk_logprobs: accepted is a list with one object for each position of the response")
    rows = []
    for p, row in enumerate(top):
        if not isinstance(row, dict) or not all(key.isdecimal() and _log(value) for key, value in row.items()):
            raise fail(f"teacher_topk_logprobs[{p}]: accepted is an object {{token: log-probability ≤ 0}}")
        rows.append(tuple((int(token), float(value)) for token, value in row.items()))
    return TeacherTurn(tuple(ids), start, tuple(rows))


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _log(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and PADDING < value <= 0
