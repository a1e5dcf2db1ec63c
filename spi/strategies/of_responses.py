"""Responses of agents, and tables of them that have gone through the gate."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from spi.empirical.records import Response, Status

if TYPE_CHECKING:
    from spi.empirical.responses import ResponseTable

__all__ = ["response_tables", "responses"]


@st.composite
def responses(
    draw: st.DrawFn,
    *,
    scenario: str = "s1",
    kind: str = "ordinary",
    model: str = "m1",
    repetition: int = 0,
    answers: Sequence[str] = ("concede", "refuse"),
    missing: bool = True,
    failures: bool = False,
) -> Response:
    """What an agent answered once, or that there is no answer.

    Parameters
    ----------
    scenario, kind, model : str
    repetition : int
    answers : sequence of str
        The closed set of responses.
    missing, failures : bool
        Answers that cannot be read, and calls that fail, are possible.

    Returns
    -------
    strategy for Response

    Source: ours
    """
    possible: list[tuple[str | None, Status, str]] = [(x, "ok", "") for x in answers]
    if missing:
        possible.append((None, "missing", "unreadable"))
    if failures:
        possible.append((None, "error", "no connection"))
    answer, status, reason = draw(st.sampled_from(possible))
    return Response(scenario, kind, repetition, answer, status, reason, model=model, served=model)


@st.composite
def response_tables(
    draw: st.DrawFn,
    *,
    max_scenarios: int = 2,
    max_models: int = 2,
    max_repetitions: int = 3,
    kinds: Sequence[str] = ("ordinary", "surrogate"),
    answers: Sequence[str] = ("concede", "refuse"),
    missing: bool = True,
    failures: bool = False,
) -> ResponseTable:
    """Balanced tables: every model answers every kind of every scenario equally often, but some answers are missing.

    Parameters
    ----------
    max_scenarios, max_models, max_repetitions : int
        There is at least one of each.
    kinds, answers : sequence of str
    missing, failures : bool
        As for `responses`. The gate rejects calls that fail, and refuses runs with too many of them.

    Returns
    -------
    strategy for ResponseTable
        Made by `tabulate_responses`. Without failures no response is rejected, and no run refused.

    Source: ours
    """
    from spi.empirical.responses import tabulate_responses

    scenarios, models, repetitions = (
        range(draw(st.integers(1, most))) for most in (max_scenarios, max_models, max_repetitions)
    )
    rows = [
        draw(
            responses(
                scenario=f"s{s + 1}",
                kind=kind,
                model=f"m{m + 1}",
                repetition=k,
                answers=answers,
                missing=missing,
                failures=failures,
            )
        )
        for s, m, kind, k in product(scenarios, models, kinds, repetitions)
    ]
    return tabulate_responses(rows, answers=answers)
