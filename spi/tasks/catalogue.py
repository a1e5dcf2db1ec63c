"""The families of questions by name: every module of `spi.tasks.families` with a `FAMILY`; nothing lists them."""

from __future__ import annotations

import difflib
import pkgutil
from importlib import import_module

from spi.errors import ShelfError
from spi.tasks.items import Family

__all__ = ["task_family_names", "load_task_family"]

_ROOM = "spi.tasks.families"


def task_family_names() -> tuple[str, ...]:
    """The names of all families, sorted.

    Source: ours
    """
    found = [_family_in(module) for module in _modules()]
    return tuple(sorted(family.name for family in found if family is not None))


def load_task_family(name: str) -> Family:
    """A family by its name; nothing else is imported if its module is named like it.

    Parameters
    ----------
    name : str
        Such as `"spi-verdict"`, which is in the module `spi_verdict`.

    Returns
    -------
    Family

    Raises
    ------
    ShelfError
        With the closest names that exist.

    Source: ours
    """
    modules = _modules()
    likely = name.replace("-", "_")
    for module in sorted(modules, key=lambda module: module != likely):
        family = _family_in(module)
        if family is not None and family.name == name:
            return family
    known = task_family_names()
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.4) or known[:3]
    raise ShelfError(f"no family of tasks {name!r} (close names: {', '.join(close) or 'none'}); spi tasks list has all")


def _modules() -> list[str]:
    room = import_module(_ROOM)
    return sorted(found.name for found in pkgutil.iter_modules(room.__path__) if not found.name.startswith("_"))


def _family_in(module: str) -> Family | None:
    found = getattr(import_module(f"{_ROOM}.{module}"), "FAMILY", None)
    return found if isinstance(found, Family) else None
