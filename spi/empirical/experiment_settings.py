"""What the specification of an experiment says about its report."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from pathlib import Path
from typing import Any

from spi.core.numbers import exact
from spi.empirical.entries import check_entry
from spi.errors import GameError

__all__ = ["read_score_files", "read_settings"]

_REPORT: dict[str, type] = {"epsilon": str, "alpha": str, "execution": str}


def read_settings(entry: dict[str, Any]) -> dict[str, Fraction]:
    """The table `report`: epsilon, alpha, execution; raises `GameError` for other keys, and numbers out of bounds.

    Source: ours
    """
    check_entry("report", entry, _REPORT, set(_REPORT))
    found = {key: exact(value, place=f"report.{key}") for key, value in entry.items()}
    limits = {"epsilon": Fraction(1), "alpha": Fraction(1, 2), "execution": Fraction(1)}
    for key, value in found.items():
        if not 0 <= value <= limits[key] or (key == "alpha" and value in (0, limits[key])):
            raise GameError(f"report.{key} = {value}; accepted: from 0 to {limits[key]}, and alpha strictly between")
    return found


def read_score_files(entry: dict[str, Any], methods: Collection[str], folder: Path) -> dict[str, dict[str, str]]:
    """The table `scores`: for each benchmark the files of methods, the baseline among them.

    Source: ours
    """
    for benchmark, files in entry.items():
        place = f"scores.{benchmark}"
        if (
            not isinstance(files, dict)
            or "baseline" not in files
            or not all(isinstance(f, str) for f in files.values())
        ):
            raise GameError(f"{place} = {files!r}; accepted: a file for baseline, and for other methods")
        if unknown := set(files) - set(methods):
            raise GameError(f"{place}: no method {min(unknown)!r}; accepted: {', '.join(methods)}")
    return {name: {method: str(folder / file) for method, file in files.items()} for name, files in entry.items()}
