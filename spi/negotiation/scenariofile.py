"""Files of negotiations: reading the TOML of `games/` with `kind = "negotiation"`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from spi.core.display import html_of
from spi.core.gamefile import find_file, read_table
from spi.core.numbers import exact
from spi.errors import FormatError, GameError
from spi.negotiation.issues import Issue, count_outcomes, issue, read_outcome
from spi.negotiation.preferences import Utility, additive, tabular
from spi.negotiation.protocols import AlternatingOffers, DemandGame, Handshake, NoteMatching, Protocol
from spi.negotiation.scenario import Scenario, scenario

__all__ = ["ScenarioFile", "load_negotiation", "load_scenario_file", "read_scenario_file"]

_KEYS: dict[str, tuple[type, str]] = {
    "kind": (str, "a string"),
    "title": (str, "a string"),
    "source": (str, "a string"),
    "sides": (list, "a list of names"),
    "disagreement": (str, "a string with one number per side"),
    "offset": (str, "a string with one number per side"),
    "issues": (list, "a list of tables"),
    "weights": (dict, "a table with a list of numbers for each side"),
    "outcomes": (list, "a list of tables with deal and payoffs"),
    "descriptions": (dict, "a table with a string for each side"),
    "sees": (dict, "a table with own, tables or descriptions for each side"),
    "conflicts": (dict, "a table with a string of numbers for each conflict"),
    "protocol": (dict, "a table with a kind"),
    "facts": (dict, "a table"),
}
_NEEDED = ("kind", "sides", "disagreement", "issues")
_ISSUE = ("name", "kind", "options", "labels", "values")
_PROTOCOL = {
    "alternating-offers": ("rounds", "first", "discount", "breakdown"),
    "demand": ("settle",),
    "handshake": ("rounds", "first", "phrase"),
    "note-matching": ("rounds", "first"),
}


@dataclass(frozen=True, slots=True)
class ScenarioFile:
    """What a file says: the negotiation, and the facts that are claimed of it (not yet checked).

    Parameters
    ----------
    scenario : Scenario
    facts : dict

    Source: ours
    """

    scenario: Scenario
    facts: dict[str, Any] = field(default_factory=dict)

    _repr_html_ = html_of


def read_scenario_file(text: str | bytes, *, file: str = "<text>") -> ScenarioFile:
    """Read the text of a file of kind "negotiation".

    Parameters
    ----------
    text : str or bytes
        TOML as described in `games/README.md`; bytes must be UTF-8.
    file : str
        Name for messages.

    Returns
    -------
    ScenarioFile

    Raises
    ------
    FormatError
        With file, line and caret where the text has one; else naming the side, issue or option at fault.

    Source: ours
    """
    data = read_table(text, "negotiation", _KEYS, _NEEDED, file=file)
    try:
        return ScenarioFile(_scenario(data), data.get("facts", {}))
    except GameError as error:
        raise FormatError(str(error), file=file) from None


def load_scenario_file(name: str | Path) -> ScenarioFile:
    """Load a file of kind "negotiation" from the shelf or of your own, with its facts.

    Parameters
    ----------
    name : str or Path
        `"<source>/<name>"` as listed by `list_games(kind="negotiation")`, or a path ending in `.toml`.

    Returns
    -------
    ScenarioFile

    Raises
    ------
    ShelfError
        If there is no such file; names the closest ones.
    FormatError
        If the file is no negotiation.

    Source: ours
    """
    file, text = find_file(name, "negotiation")
    return read_scenario_file(text, file=file)


def load_negotiation(name: str | Path) -> Scenario:
    """Load a negotiation from the shelf or from a file of your own.

    Parameters
    ----------
    name : str or Path
        As for `load_scenario_file`.

    Returns
    -------
    Scenario

    Raises
    ------
    ShelfError, FormatError
        As `load_scenario_file`.

    Examples
    --------
    >>> load_negotiation("negotiation/flat-and-lease").names
    ('Tenant', 'Landlord')

    Source: ours
    """
    return load_scenario_file(name).scenario


def _scenario(data: dict[str, Any]) -> Scenario:
    sides = data["sides"]
    if not all(isinstance(name, str) for name in sides) or len(set(sides)) < len(sides):
        raise GameError(f"sides = {sides!r}; accepted: a list of distinct names")
    rows = [_table(row, _ISSUE, f"issue {k}") for k, row in enumerate(data["issues"], 1)]
    issues = [_issue(row, sides, k) for k, row in enumerate(rows, 1)]
    utilities = _tabular(data, rows, issues, sides) if "outcomes" in data else _additive(data, rows, issues, sides)
    made = scenario(
        issues,
        utilities,
        disagreement=_numbers(data["disagreement"], len(sides), "disagreement"),
        protocol=_protocol(data["protocol"], sides) if "protocol" in data else None,
        conflicts={
            name: _numbers(text, len(sides), f"the conflict {name}") for name, text in data.get("conflicts", {}).items()
        },
        title=data.get("title", ""),
        source=data.get("source", ""),
    )
    for key in ("descriptions", "sees"):
        for name, text in data.get(key, {}).items():
            if name not in sides or not isinstance(text, str):
                raise GameError(f"{key} of {name!r}; accepted: a string for each of {', '.join(sides)}")
    told, seen = data.get("descriptions", {}), data.get("sees", {})
    described = tuple(
        replace(side, description=told.get(side.name, ""), sees=seen.get(side.name, "own")) for side in made.sides
    )
    return replace(made, sides=described)


def _issue(row: dict[str, Any], sides: Sequence[str], k: int) -> Issue:
    for key in ("name", "options"):
        if key not in row:
            raise GameError(f"issue {k} has no {key!r}")
    labels = row.get("labels", {})
    if not isinstance(labels, dict) or not isinstance(row["options"], list):
        raise GameError(f"issue {k}: accepted: options as a list, labels as a table with a list for each side")
    for name, own in labels.items():
        if name not in sides or not isinstance(own, list):
            raise GameError(f"labels of {name!r} for {row['name']}; accepted: lists of names for {', '.join(sides)}")
    shown = [labels.get(name, row["options"]) for name in sides] if labels else []
    return issue(row["name"], row["options"], labels=shown, kind=row.get("kind", "custom"))


def _additive(
    data: dict[str, Any], rows: list[dict[str, Any]], issues: list[Issue], sides: Sequence[str]
) -> dict[str, Utility]:
    tables = []
    for row, one in zip(rows, issues, strict=True):
        values = row.get("values")
        if not isinstance(values, list) or len(values) != len(one.options):
            raise GameError(
                f"{one.name} needs values: a list with one string per option, and in it one number per side"
            )
        tables.append([_numbers(v, len(sides), f"{one.name}, {x}") for v, x in zip(values, one.options, strict=True)])
    weights = data.get("weights", {})
    for name, own in weights.items():
        if name not in sides or not isinstance(own, list):
            raise GameError(f"weights of {name!r}; accepted: lists of numbers for {', '.join(sides)}")
    offsets = _numbers(data["offset"], len(sides), "offset") if "offset" in data else [Fraction(0)] * len(sides)
    utilities: dict[str, Utility] = {}
    for i, name in enumerate(sides):
        own = [[values[i] for values in table] for table in tables]
        try:
            utilities[name] = additive(own, weights=weights.get(name), offset=offsets[i])
        except GameError as error:
            raise GameError(f"{name}: {error}") from None
    return utilities


def _tabular(
    data: dict[str, Any], rows: list[dict[str, Any]], issues: list[Issue], sides: Sequence[str]
) -> dict[str, Utility]:
    if "weights" in data or "offset" in data or any("values" in row for row in rows):
        raise GameError("both outcomes and values of options; accepted: one of the two")
    if len(data["outcomes"]) != count_outcomes(issues):
        raise GameError(f"{len(data['outcomes'])} outcomes are listed of {count_outcomes(issues)}; accepted: all, once")
    payoffs = {}
    for k, row in enumerate(data["outcomes"], 1):
        read = _table(row, ("deal", "payoffs"), f"outcome {k}")
        if not isinstance(read.get("deal"), list):
            raise GameError(f"outcome {k} has no deal; accepted: a list of options")
        deal = read_outcome(issues, read["deal"])
        if deal in payoffs:
            raise GameError(f"outcome {k}, {', '.join(deal)}, is listed twice; accepted: all, once")
        payoffs[deal] = _numbers(read.get("payoffs"), len(sides), f"outcome {k}")
    return {name: tabular(issues, {deal: own[i] for deal, own in payoffs.items()}) for i, name in enumerate(sides)}


def _protocol(row: dict[str, Any], sides: Sequence[str]) -> Protocol:
    kind = row.get("kind")
    if not isinstance(kind, str) or kind not in _PROTOCOL:
        raise GameError(f"protocol kind = {kind!r}; accepted: {', '.join(_PROTOCOL)}")
    told = _table({key: value for key, value in row.items() if key != "kind"}, _PROTOCOL[kind], "the protocol")
    if "first" in told:
        if told["first"] not in sides:
            raise GameError(f"{told['first']!r} begins; accepted: one of {', '.join(sides)}")
        told["first"] = sides.index(told["first"])
    if kind == "alternating-offers":
        if "rounds" not in told:
            raise GameError("alternating offers need rounds: an integer")
        discount = tuple(_numbers(told.pop("discount", ", ".join("1" * len(sides))), len(sides), "discount"))
        return AlternatingOffers(
            told["rounds"], told.get("first", 0), discount, exact(told.get("breakdown", 0), place="breakdown")
        )
    if kind == "demand":
        return DemandGame(**told)
    return Handshake(**told) if kind == "handshake" else NoteMatching(**told)


def _table(row: Any, keys: Sequence[str], what: str) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise GameError(f"{what} is {row!r}; accepted: a table")
    for key in row:
        if key not in keys:
            raise GameError(f"{what} has the unknown key {key!r}; the keys are {', '.join(keys)}")
    return dict(row)


def _numbers(text: Any, count: int, place: str) -> list[Fraction]:
    parts = text.split(",") if isinstance(text, str) else []
    if len(parts) != count:
        raise GameError(f"{text!r} at {place}; accepted: a string of {count} numbers, one per side, as in '1, 5/2'")
    return [exact(part, place=place) for part in parts]
