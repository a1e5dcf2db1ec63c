"""Makes `st.from_type` know the types of `spi`, each as soon as the room that defines it is imported.

Hypothesis calls `register` whenever it is imported, also by projects that merely have `spi` installed. So no room is
imported here; a type that nobody has imported is a type that nobody asks for.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

__all__ = ["register"]

TYPES = {
    "spi.analysis.full_strategies": {"ChoiceModel": "choice_models"},
    "spi.core.concession": {"ConcessionTable": "concession_tables"},
    "spi.core.game": {"Game": "games"},
    "spi.core.threat_game": {"ThreatGame": "threat_games"},
    "spi.empirical.policies": {"EmpiricalPolicy": "empirical_policies"},
    "spi.empirical.records": {"Response": "responses"},
    "spi.empirical.responses": {"ResponseTable": "response_tables"},
    "spi.families.two_blocks": {"Planted": "planted_games"},
    "spi.negotiation.issues": {"Issue": "issues"},
    "spi.negotiation.scenario": {"Scenario": "negotiations"},
    "spi.programs.games": {"ProgramGame": "program_games"},
    "spi.programs.members": {"Program": "programs"},
    "spi.programs.spaces": {"ProgramSpace": "program_spaces"},
    "spi.transforms.transformation": {"Transformation": "transformations"},
}
"""By module: its types, and the strategy that each is drawn from."""


def register() -> None:
    """Make `st.from_type` know the types of `spi`; Hypothesis calls it through the entry point `hypothesis`.

    Source: ours
    """
    waiting = {name for name in TYPES if name not in sys.modules}
    for name in TYPES.keys() - waiting:
        _register_types(sys.modules[name])
    sys.meta_path.insert(0, _AfterImport(waiting))


def _register_types(module: ModuleType) -> None:
    from hypothesis import strategies

    def draw_by(name: str) -> Any:
        return lambda _: getattr(import_module("spi.strategies"), name)()

    for kind, strategy in TYPES[module.__name__].items():
        strategies.register_type_strategy(getattr(module, kind), draw_by(strategy))


class _AfterImport(MetaPathFinder):
    """Finds modules as they would be found without it, and registers their types once they are imported."""

    def __init__(self, waiting: set[str]) -> None:
        self.waiting = waiting

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in self.waiting:
            return None
        self.waiting.remove(fullname)  # so that the next line asks everybody else
        spec = find_spec(fullname)
        if spec is not None and spec.loader is not None:
            spec.loader = _Registering(spec.loader)
        return spec


class _Registering(Loader):
    """Loads a module by its own loader, puts that back in its place, and registers."""

    def __init__(self, own: Loader) -> None:
        self.own = own

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self.own.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        if module.__spec__ is not None:
            module.__spec__.loader = self.own
        module.__loader__ = self.own
        self.own.exec_module(module)
        _register_types(module)
