"""Responses from logs of Inspect, which runs evaluations of language models; needs the extra `eval`."""

from __future__ import annotations

import math
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from spi.empirical.reading import ResponseFile, read_content
from spi.empirical.records import Response, Status
from spi.errors import FormatError, SpiError

if TYPE_CHECKING:
    from inspect_ai.log import EvalLog, EvalSample

__all__ = ["load_inspect_log"]

_OUTCOME = ("answer", "status", "reason", "served", "turns", "prompt", "temperature")
"""What the scores of the task `spi/surrogate_goals` know themselves."""


def load_inspect_log(path: str | os.PathLike[str], *, scorer: str | None = None) -> ResponseFile:
    """Read the samples of a log, epoch by epoch: reductions over epochs would destroy the counts.

    A sample's id is the scenario, its epoch the repetition, the value of its score the answer; `scenario`, `kind`,
    `method` and `parser` are taken from its metadata if they are there (else "ordinary", the name of the task, the name
    of the scorer). Scores of the task `spi/surrogate_goals` say more: why there is no answer, and what was put to whom.

    Parameters
    ----------
    path : path
        `.eval` or `.json`.
    scorer : str, optional
        Whose scores; needed if there are several scorers.

    Returns
    -------
    ResponseFile
        A sample that ended in an error has status "error", one without a score is "missing".

    Raises
    ------
    SpiError
        If the extra is not installed.
    FormatError
        If the log cannot be read, or the evaluation has not succeeded, or has no such scorer.

    Source: ours
    """
    name = os.fspath(path)
    if not name.endswith((".eval", ".json")):
        raise FormatError("not the name of a log of Inspect; accepted: .eval and .json", file=name)
    try:
        from inspect_ai.log import read_eval_log
    except ImportError:
        raise SpiError("logs of Inspect need the extra `eval`: pip install safe-pareto[eval]") from None
    _, record = read_content(path)
    try:
        log = read_eval_log(name)
    except Exception as error:  # whatever a reader of another project raises for a broken file
        raise FormatError(f"not a log of Inspect: {type(error).__name__}", file=name) from None
    if log.status != "success":
        raise FormatError(
            f"the evaluation has status {log.status!r}; accepted: 'success' (run it again, or retry it)", file=name
        )
    samples = log.samples or []
    wanted = _scorer(samples, scorer, name)
    return ResponseFile(tuple(_response(sample, log, wanted, name) for sample in samples), (record,))


def _scorer(samples: list[EvalSample], scorer: str | None, file: str) -> str | None:
    found = sorted({key for sample in samples for key in sample.scores or {}})
    if scorer is None and len(found) > 1:
        raise FormatError(f"there are several scorers; accepted: scorer= one of {', '.join(found)}", file=file)
    if scorer is not None and scorer not in found:
        raise FormatError(
            f"no scorer {scorer!r}; accepted: {', '.join(found) or 'none, there are no scores'}", file=file
        )
    return scorer or (found[0] if found else None)


def _response(sample: EvalSample, log: EvalLog, scorer: str | None, file: str) -> Response:
    metadata = sample.metadata or {}
    score = (sample.scores or {}).get(scorer) if scorer is not None else None
    answer = _answer(None if score is None else score.value, f"sample {sample.id}, epoch {sample.epoch}", file)
    status: Status = "ok" if answer is not None else "missing"
    reason = "" if answer is not None else "no score"
    if sample.error is not None:
        answer, status, reason = None, "error", sample.error.message
    temperature = log.plan.config.temperature
    found = Response(
        scenario=str(metadata.get("scenario", sample.id)),
        kind=str(metadata.get("kind", "ordinary")),
        repetition=sample.epoch - 1,
        answer=answer,
        status=status,
        reason=reason,
        method=str(metadata.get("method", log.eval.task)),
        model=log.eval.model,
        served=sample.output.model,
        turns=sum(message.role == "assistant" for message in sample.messages),
        temperature="" if temperature is None else str(temperature),
        parser=str(metadata.get("parser", scorer or "")),
        time=str(sample.completed_at or ""),
    )
    outcome = (None if score is None else score.metadata) or {}
    return replace(found, **{key: outcome[key] for key in _OUTCOME}) if set(_OUTCOME) <= set(outcome) else found


def _answer(value: Any, place: str, file: str) -> str | None:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None  # Inspect writes NaN where there is no score
    if isinstance(value, bool | int | str):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    raise FormatError(f"{place}: a score {value!r}; accepted: a string, a whole number or a truth value", file=file)
