"""Files of scenarios: TOML, one file a register, with templates that become several scenarios."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from spi.core.gamefile import read_toml
from spi.empirical.entries import check_entry
from spi.empirical.reading import decode
from spi.empirical.scenarios.faults import scenario_faults
from spi.empirical.scenarios.triplets import Triplet
from spi.errors import FormatError, GameError, ShelfError

__all__ = ["list_scenarios", "load_scenarios", "read_scenarios"]

_TEXTS = ("setting", "text", "ordinary", "surrogate", "none", "question")
_FILE = {"format": str, "licence": str, "register": str, "scenario": list}
_SCENARIO = {
    "name": str,
    "stakes": str,
    "tags": list,
    "choices": list,
    "money": str,
    "demand": int,
    "cost": int,
    "harm": int,
    "each": list,
    **dict.fromkeys(_TEXTS, str),
}
_OPTIONAL = ("tags", "choices", "each", "demand", "cost", "harm")
_THREAT = "{threat}"


def list_scenarios() -> list[str]:
    """The files of scenarios that come with the package.

    Examples
    --------
    >>> "ours/letters" in list_scenarios()
    True

    Source: ours
    """
    root = Path(__file__).parent
    return sorted(path.relative_to(root).with_suffix("").as_posix() for path in root.glob("*/*.toml"))


def load_scenarios(name: str = "all") -> tuple[Triplet, ...]:
    """Load the scenarios of one file, or all that come with the package.

    Parameters
    ----------
    name : str
        "all", a name of `list_scenarios()`, or a path ending in `.toml`.

    Returns
    -------
    tuple of Triplet

    Raises
    ------
    ShelfError
        If there is no such file.
    FormatError
        If it cannot be read, or has faults that make versions incomparable.

    Source: ours
    """
    if name == "all":
        return tuple(triplet for file in list_scenarios() for triplet in load_scenarios(file))
    own = name.endswith(".toml")
    if not own and name not in list_scenarios():
        raise ShelfError(f"no scenarios {name!r}; accepted: all, {', '.join(list_scenarios())}, or a .toml file")
    path = Path(name) if own else Path(__file__).parent / f"{name}.toml"
    try:
        return read_scenarios(path.read_bytes(), file=name)
    except OSError as error:
        raise ShelfError(f"cannot read {path}: {error.strerror}; accepted: a file of scenarios that is there") from None


def read_scenarios(text: str | bytes, *, file: str = "<text>") -> tuple[Triplet, ...]:
    """Read a file of scenarios.

    Parameters
    ----------
    text : str or bytes
        TOML: `format = "spi-scenarios 1"`, `licence`, `register`, and tables `[[scenario]]`. The `text` of each has
        `{threat}` once, and the clauses `ordinary`, `surrogate` and `none` are put there. `{demand}` and `{cost}` are
        amounts, written as `money` says. A scenario with `each`, a list of tables, is a template: every table gives one
        scenario, its `name` is added to the template's, and its other entries are put in for their names.
    file : str
        Name for messages.

    Returns
    -------
    tuple of Triplet

    Raises
    ------
    FormatError
        Naming the scenario at fault.

    Source: ours
    """
    written = decode(text, file=file) if isinstance(text, bytes) else text
    data = read_toml(written, file=file)
    try:
        check_entry("the file", data, _FILE, ())
        for entry in data["scenario"]:
            if not isinstance(entry, dict):
                raise GameError(f"scenario = {entry!r}; accepted: tables")
            check_entry(str(entry.get("name", "a scenario without a name")), entry, _SCENARIO, _OPTIONAL)
    except GameError as error:
        raise FormatError(str(error), file=file) from None
    if data["format"] != "spi-scenarios 1":
        raise FormatError(f"format {data['format']!r}; accepted: 'spi-scenarios 1'", file=file)
    found = tuple(triplet for entry in data["scenario"] for triplet in _triplets(entry, data["register"], file))
    if fault := next(scenario_faults(found), None):
        raise FormatError(fault, file=file)
    return found


def _triplets(entry: dict[str, Any], register: str, file: str) -> Iterator[Triplet]:
    name = entry["name"]
    if entry["text"].count(_THREAT) != 1:
        raise FormatError(
            f"{name}: the text has {_THREAT} {entry['text'].count(_THREAT)} times; accepted: once", file=file
        )
    cases = entry.get("each", [{}])
    for case in cases:
        if not isinstance(case, dict) or ("each" in entry and not isinstance(case.get("name"), str)):
            raise FormatError(f"{name}: each = {case!r}; accepted: tables with a name", file=file)
        yield _triplet({**entry, **case}, name, case, register, file)


def _triplet(merged: dict[str, Any], cluster: str, case: Mapping[str, Any], register: str, file: str) -> Triplet:
    name = f"{cluster}-{case['name']}" if case else cluster
    for key in ("demand", "cost", "harm"):
        if not isinstance(merged.get(key), int) or isinstance(merged[key], bool):
            raise FormatError(f"{name}: {key} = {merged.get(key)!r}; accepted: a whole number", file=file)
    if merged["money"].count("{}") != 1:
        raise FormatError(f"{name}: money = {merged['money']!r}; accepted: words with one {{}}", file=file)
    amounts = {key: merged["money"].format(f"{merged[key]:,}") for key in ("demand", "cost")}
    words = {**{key: value for key, value in case.items() if isinstance(value, str)}, **amounts}

    def filled(text: str) -> str:
        def word(match: re.Match[str]) -> str:
            if match[1] not in words:
                raise FormatError(f"{name}: {match[0]} stands for nothing; known: {', '.join(words)}", file=file)
            return str(words[match[1]])

        return re.sub(r"\{(\w+)\}", word, text.strip())

    before, after = f"{merged['setting'].strip()}\n\n{merged['text'].strip()}".split(_THREAT)
    return Triplet(
        name=name,
        cluster=cluster,
        register=register,
        stakes=merged["stakes"],
        tags=tuple(merged.get("tags", ())),
        before=_edge(filled, before),
        after=_edge(filled, after),
        ordinary=filled(merged["ordinary"]),
        surrogate=filled(merged["surrogate"]),
        none=filled(merged["none"]),
        question=filled(merged["question"]),
        choices=tuple(merged.get("choices", ("concede", "refuse"))),
        money=merged["money"],
        demand=merged["demand"],
        cost=merged["cost"],
        harm=merged["harm"],
    )


def _edge(filled: Callable[[str], str], text: str) -> str:
    """Fill in without losing the blanks at the clause."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return f"{text[:start]}{filled(text)}{text[end:]}" if text.strip() else text
