"""The papers that are cited: their items and errata, and the resolution of `Source:` lines."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from spi.errors import FormatError

__all__ = ["Citation", "Erratum", "Source", "load_sources", "read_citation"]

_REPAIRED = re.compile(r" \(repaired: ([A-Z0-9, ]+)\)$")


@dataclass(frozen=True, slots=True)
class Erratum:
    """A defect of a printed text, and what is read instead.

    Parameters
    ----------
    key, item, printed, repair : str

    Source: ours
    """

    key: str
    item: str
    printed: str
    repair: str


@dataclass(frozen=True, slots=True)
class Source:
    """A paper: its numbered items in our words, the sections and tables that are cited, and its errata.

    Parameters
    ----------
    key, title, venue : str
    authors : tuple of str
    year : int
    items : dict from item to what it says
    places : frozenset of str
        Sections and tables that may be cited besides the items.
    errata : dict from key to Erratum

    Source: ours
    """

    key: str
    title: str
    authors: tuple[str, ...]
    year: int
    venue: str
    items: dict[str, str]
    places: frozenset[str]
    errata: dict[str, Erratum]


@dataclass(frozen=True, slots=True)
class Citation:
    """What a `Source:` line cites; `source` is None for "ours".

    Parameters
    ----------
    source : str or None
    places, repaired : tuple of str

    Source: ours
    """

    source: str | None
    places: tuple[str, ...]
    repaired: tuple[str, ...]


@cache
def load_sources() -> dict[str, Source]:
    """All sources, by key.

    Source: ours
    """
    data: dict[str, Any] = tomllib.loads(Path(__file__).with_name("sources.toml").read_text(encoding="utf-8"))
    sources = {}
    for key, entry in data.items():
        places = {f"Table {k + 1}" for k in range(entry["tables"])}
        places |= {s if s[0].isupper() else f"section {s}" for s in entry["sections"]}
        errata = {name: Erratum(name, e["item"], e["printed"], e["repair"]) for name, e in entry["errata"].items()}
        sources[key] = Source(
            key,
            entry["title"],
            tuple(entry["authors"]),
            entry["year"],
            entry["venue"],
            entry["items"],
            frozenset(places),
            errata,
        )
    return sources


def read_citation(line: str) -> Citation:
    """Resolve what follows `Source: ` in a docstring or stands as `source` in a game file.

    Parameters
    ----------
    line : str
        `"ours"`, or `"<source>, <place>[, <place> …][ (repaired: <errata>)][, and ours]"`.

    Returns
    -------
    Citation

    Raises
    ------
    FormatError
        Naming the source, place or erratum that `spi/sources.toml` does not have.

    Examples
    --------
    >>> read_citation("oesterheld-conitzer-2022, Definition 1 (repaired: D1)").repaired
    ('D1',)

    Source: ours
    """
    if line == "ours":
        return Citation(None, (), ())
    text = line.removesuffix(", and ours")
    match = _REPAIRED.search(text)
    repaired = tuple(match[1].split(", ")) if match else ()
    key, *places = _REPAIRED.sub("", text).split(", ")
    source = load_sources().get(key)
    if source is None:
        raise FormatError(f"unknown source {key!r} in {line!r}; known: ours, {', '.join(load_sources())}")
    for place in places:
        if place not in source.items and place not in source.places:
            raise FormatError(f"{key} has no {place!r} in spi/sources.toml ({line!r})")
    for erratum in repaired:
        if erratum not in source.errata:
            raise FormatError(f"{key} has no erratum {erratum!r} in spi/sources.toml ({line!r})")
    if not places:
        raise FormatError(f"{line!r} names no place in {key}; accepted: an item, section or table")
    return Citation(key, tuple(places), repaired)
