"""Counting in tables of responses: how often an answer was given, and how often it may have been."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from spi.core.display import html_of
from spi.empirical.responses import ResponseTable
from spi.errors import SpiError

__all__ = ["CountBounds", "MissingPolicy", "count_bounds", "missing_shares", "require_gated"]

MissingPolicy = Literal["bounds", "drop", "fail"]
"""What missing responses do: they widen counts to bounds (default), leave the denominator, or are an error."""


@dataclass(frozen=True, slots=True)
class CountBounds:
    """How often something happened: exactly if `low` is `high`, else as often as the missing responses allow.

    Parameters
    ----------
    low, high : int
    n : int
        Out of how many.

    Source: ours
    """

    low: int
    high: int
    n: int

    @property
    def rate(self) -> tuple[Fraction, Fraction]:
        """Lower and upper bound of the rate; 0 and 1 if there is nothing."""
        return (Fraction(self.low, self.n), Fraction(self.high, self.n)) if self.n else (Fraction(0), Fraction(1))

    _repr_html_ = html_of


def count_bounds(
    table: ResponseTable,
    answer: str,
    *,
    model: str | None = None,
    method: str | None = None,
    scenario: str | None = None,
    kind: str | None = None,
    missing: MissingPolicy = "bounds",
) -> CountBounds:
    """How often an answer was given in the cells that are named, pooled over what is left open.

    A pooled rate is a rate of the pool: differences between methods are taken within scenarios, never between pools.

    Parameters
    ----------
    table : ResponseTable
    answer : str
    model, method, scenario, kind : str, optional
        Which cells; None: all.
    missing : "bounds", "drop" or "fail"

    Returns
    -------
    CountBounds

    Raises
    ------
    SpiError
        If the gate refused a run that takes part; if something is missing and that shall be an error.

    Source: ours
    """
    if missing not in get_args(MissingPolicy):
        raise SpiError(f"missing = {missing!r}; accepted: {', '.join(get_args(MissingPolicy))}")
    if answer not in table.responses:
        raise SpiError(f"no response {answer!r}; accepted: {', '.join(table.responses)}")
    wanted = (model, method, scenario, kind)
    cells = [cell for cell in table.cells if all(w in (None, own) for w, own in zip(wanted, cell.key, strict=True))]
    require_gated(table, {cell.model for cell in cells})
    k = table.responses.index(answer)
    count, n = sum(cell.counts[k] for cell in cells), sum(cell.answered for cell in cells)
    lost = sum(cell.lost for cell in cells)
    if missing == "fail" and lost:
        worst = max(cells, key=lambda cell: cell.lost)
        raise SpiError(
            f"{lost} responses are missing, most of them in {' / '.join(worst.key)}; "
            "accepted: none, or missing='bounds' or 'drop'"
        )
    return CountBounds(count, count, n) if missing == "drop" else CountBounds(count, count + lost, n + lost)


def missing_shares(
    table: ResponseTable, *, by: Literal["model", "method", "scenario", "kind"] = "model"
) -> dict[str, tuple[int, int]]:
    """How many responses are missing, and out of how many, per model, method, scenario or kind.

    This shows the faults of the data, so that it looks at refused runs, too.

    Parameters
    ----------
    table : ResponseTable
    by : "model", "method", "scenario" or "kind"
        What to count apart.

    Returns
    -------
    dict from str to pair of int
        Missing, and all.

    Source: ours
    """
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for cell in table.cells:
        own = found[getattr(cell, by)]
        own[0] += cell.lost
        own[1] += cell.lost + cell.answered
    return {key: (lost, n) for key, (lost, n) in sorted(found.items())}


def require_gated(table: ResponseTable, runs: Iterable[str]) -> None:
    """Refuse to go on with runs that the gate refused, unless the table says why they shall count.

    Parameters
    ----------
    table : ResponseTable
    runs : iterable of str
        The models that take part.

    Raises
    ------
    SpiError

    Source: ours
    """
    wanted = set(runs)
    refused = [fault for fault in table.gate.faults if fault.run in wanted]
    if refused and not table.gate.override:
        named = f" of {refused[0].run}" if refused[0].run else ""
        raise SpiError(
            f"the gate refused the run{named}: {refused[0].why}. Leave it out, or say why it shall count: override='…'"
        )
