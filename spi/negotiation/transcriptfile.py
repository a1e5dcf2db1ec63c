"""Transcripts as JSON: the turns as they were, the result, and where they come from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from spi.errors import FormatError, GameError
from spi.negotiation.imports import field_of, read_text
from spi.negotiation.lamen_runs import read_lamen_run
from spi.negotiation.scenario import Scenario
from spi.negotiation.scenariofile import load_negotiation, read_scenario_file
from spi.negotiation.transcripts import Deal, Invalid, NoDeal, Offer, Result, Transcript, Turn, transcript

__all__ = ["load_transcript", "read_transcript", "transcript_json"]

_RESULTS = {"deal": ("deal",), "no deal": ("no deal", "conflict"), "invalid": ("invalid",)}


def transcript_json(played: Transcript) -> dict[str, Any]:
    """A transcript as an object of JSON, without its negotiation.

    Parameters
    ----------
    played : Transcript

    Returns
    -------
    dict
        `turns` (objects with the fields of `Turn`, offers as objects from issue to option), `result` (an object with
        `deal`, an object from issue to option; or `no deal`, the reason, and `conflict`; or `invalid`, the reason), and
        `provenance`.

    Source: ours
    """
    names = [one.name for one in played.scenario.issues]
    result: dict[str, Any]
    match played.result:
        case Deal(outcome=outcome):
            result = {"deal": dict(zip(names, outcome, strict=True))}
        case NoDeal(reason=reason, conflict=conflict):
            result = {"no deal": reason, "conflict": conflict}
        case Invalid(reason=reason):
            result = {"invalid": reason}
    return {
        "turns": [
            {
                "side": turn.side,
                "round": turn.round,
                "act": turn.act,
                "note": turn.note,
                "message": turn.message,
                "noted": None if turn.noted is None else dict(turn.noted),
                "offered": None if turn.offered is None else dict(turn.offered),
            }
            for turn in played.turns
        ],
        "result": result,
        "provenance": dict(played.provenance),
    }


def read_transcript(negotiation: Scenario, data: Any, *, file: str = "<transcript>", line: int = 0) -> Transcript:
    """A transcript from an object of JSON, what `transcript_json` writes.

    Parameters
    ----------
    negotiation : Scenario
    data : object
        Of a turn everything but `side` and `round` can be left out; `result` can be left out, too, and is `Invalid`
        then: who only has words leaves it to detectors whether they agree.
    file : str
    line : int

    Returns
    -------
    Transcript

    Raises
    ------
    FormatError
        Naming the turn and the field.

    Source: ours
    """
    try:
        turns = [_turn(entry, k) for k, entry in enumerate(field_of(data, "turns", list, file=file, at=""), 1)]
        result = _result(negotiation, data.get("result", {"invalid": "no result is stated"}))
        given = data.get("provenance", {})
        if not isinstance(given, Mapping) or not all(isinstance(v, str) for v in given.values()):
            raise GameError("provenance: accepted: an object of strings")
        return transcript(negotiation, turns, result, provenance=tuple(given.items()))
    except GameError as error:
        raise FormatError(str(error), file=file, line=line) from None


def load_transcript(path: str | Path, *, scenario: str | None = None) -> tuple[Transcript, tuple[str, ...]]:
    """Load a transcript of a file.

    Parameters
    ----------
    path : str or Path
        JSON with the fields of `transcript_json` and `scenario`, the shelf name or the `.toml` file of the negotiation,
        or its text; or a log of LAMEN that ends in `.csv`.
    scenario : str, optional
        Shelf name or `.toml` file, instead of what the file says.

    Returns
    -------
    played : Transcript
    repairs : tuple of str
        What had to be mended; see `read_lamen_run`.

    Raises
    ------
    FormatError, ShelfError
        For files that cannot be read, and negotiations that are not there.

    Source: ours
    """
    place = Path(path)
    try:
        content = place.read_bytes()
    except OSError as error:
        why = f"cannot be read: {error.strerror or error}; accepted: a transcript, .json, or a log of LAMEN, .csv"
        raise FormatError(why, file=str(path)) from None
    if place.suffix == ".csv":
        if scenario is None:
            why = "a log does not say what was negotiated; accepted: with scenario= (--scenario NAME)"
            raise FormatError(why, file=str(path))
        found = read_lamen_run(load_negotiation(scenario), content, file=str(path))
        return found.value, found.repairs
    try:
        data = json.loads(read_text(content, file=str(path)))
    except (ValueError, RecursionError) as error:
        raise FormatError(f"not JSON: {error}; accepted: a transcript as JSON", file=str(path)) from None
    if scenario is None:
        scenario = str(field_of(data, "scenario", str, file=str(path), at=""))
    if "\n" in scenario:
        return read_transcript(read_scenario_file(scenario, file=str(path)).scenario, data, file=str(path)), ()
    return read_transcript(load_negotiation(scenario), data, file=str(path)), ()


def _turn(entry: Any, number: int) -> Turn:
    known = {field.name for field in fields(Turn)}
    if not isinstance(entry, Mapping):
        raise GameError(f"turn {number} is no object")
    if extra := [key for key in entry if key not in known]:
        raise GameError(f"turn {number} has the field {str(extra[0])!r}; accepted: {', '.join(sorted(known))}")
    for key in ("side", "round"):
        if type(entry.get(key)) is not int:
            raise GameError(f"turn {number}: {key} is {entry.get(key)!r}; accepted: a whole number")
    for key in ("act", "note", "message"):
        if not isinstance(entry.get(key, ""), str):
            raise GameError(f"turn {number}: {key} is {entry[key]!r}; accepted: a string")
    return Turn(
        entry["side"],
        entry["round"],
        entry.get("act", "talk"),
        entry.get("note", ""),
        entry.get("message", ""),
        _offer(entry.get("noted"), f"turn {number}: noted"),
        _offer(entry.get("offered"), f"turn {number}: offered"),
    )


def _offer(given: Any, at: str) -> Offer | None:
    if given is None:
        return None
    if not isinstance(given, Mapping) or not all(isinstance(option, str) for option in given.values()):
        raise GameError(f"{at} is {str(given)[:60]!r}; accepted: an object from issue to option, or null")
    return tuple(given.items())


def _result(negotiation: Scenario, given: Any) -> Result:
    kinds = [kind for kind in _RESULTS if isinstance(given, Mapping) and kind in given]
    if len(kinds) != 1 or any(key not in _RESULTS[kinds[0]] for key in given):
        raise GameError(f"result is {str(given)[:60]!r}; accepted: an object with 'deal', 'no deal' or 'invalid'")
    value = given[kinds[0]]
    if kinds[0] == "deal":
        offer = _offer(value, "result")
        chosen = dict(offer or ())
        open_issues = [one.name for one in negotiation.issues if one.name not in chosen]
        if open_issues or len(chosen) > len(negotiation.issues):
            what = f"does not settle {open_issues[0]}" if open_issues else "settles what is no issue"
            raise GameError(f"the deal {what}; accepted: one option for each issue")
        return Deal(tuple(chosen[one.name] for one in negotiation.issues))
    conflict = given.get("conflict")
    if not isinstance(value, str) or not (conflict is None or isinstance(conflict, str)):
        raise GameError("result: reasons and conflicts are strings")
    return NoDeal(value, conflict) if kinds[0] == "no deal" else Invalid(value)
