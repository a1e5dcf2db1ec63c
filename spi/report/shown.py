"""Which page an object has: the modules that know its room are loaded when something of that room is shown."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from spi.report.pages import Part

__all__ = ["page_of"]

_ROOMS = {
    "spi.core.beliefs": "spi.report.shown_models",
    "spi.core.commitments": "spi.report.shown_commitments",
    "spi.core.concession": "spi.report.shown_models",
    "spi.core.correspondence": "spi.report.shown_models",
    "spi.core.policy_game": "spi.report.shown_models",
    "spi.core.threatfile": "spi.report.shown_models",
    "spi.core.verdict": "spi.report.shown_models",
    "spi.solve": "spi.report.shown_solutions",
    "spi.analysis.lock_out": "spi.report.shown_commitments",
    "spi.analysis.questions": "spi.report.shown_solutions",
    "spi.programs": "spi.report.shown_programs",
    "spi.transforms": "spi.report.shown_programs",
    "spi.enumeration": "spi.report.shown_programs",
    "spi.analysis.enumerations": "spi.report.shown_programs",
    "spi.analysis.settings": "spi.report.shown_programs",
    "spi.analysis.program_equilibria": "spi.report.shown_programs",
    "spi.negotiation": "spi.report.shown_negotiations",
    "spi.tasks": "spi.report.shown_tasks",
    "spi.empirical.loyalty.analysis": "spi.report.shown_tasks",
    "spi.empirical.responses": "spi.report.shown_tasks",
}


def page_of(thing: object) -> Sequence[Part] | None:
    """What an object shows of itself, or None if it has no page and shows its plain text.

    Source: ours
    """
    path = type(thing).__module__.split(".")
    for length in range(len(path), 1, -1):
        module = _ROOMS.get(".".join(path[:length]))
        if module is not None:
            found: Sequence[Part] | None = import_module(module).page_of(thing)
            return found
    return None
