"""Reading responses and counts: JSONL and CSV of responses, CSV and JSON of counts."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from spi.core.display import html_of
from spi.empirical.records import Response, read_response
from spi.empirical.responses import CellCounts, FileRecord
from spi.errors import FormatError

__all__ = [
    "CountFile",
    "ResponseFile",
    "decode",
    "json_lines",
    "load_counts",
    "load_responses",
    "read_content",
    "read_file",
    "read_json",
]

_COUNT_COLUMNS = ("model", "method", "scenario", "kind", "response", "count")
_NUMBERS = ("repetition", "turns")


@dataclass(frozen=True, slots=True)
class ResponseFile:
    """Responses, and the files that they were read from.

    Parameters
    ----------
    responses : tuple of Response
    files : tuple of FileRecord

    Source: ours
    """

    responses: tuple[Response, ...]
    files: tuple[FileRecord, ...]

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class CountFile:
    """Counts, the closed set of responses in the order of the counts, and the file.

    Parameters
    ----------
    cells : tuple of CellCounts
    answers : tuple of str
    files : tuple of FileRecord

    Source: ours
    """

    cells: tuple[CellCounts, ...]
    answers: tuple[str, ...]
    files: tuple[FileRecord, ...]

    _repr_html_ = html_of


def read_content(path: str | os.PathLike[str]) -> tuple[bytes, FileRecord]:
    """The content of a file, and its record; raises `FormatError` if it cannot be read.

    Source: ours
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        why = f"cannot be read: {error.strerror}; accepted: the path of a file that is there"
        raise FormatError(why, file=os.fspath(path)) from None
    return content, FileRecord(os.fspath(path), hashlib.sha256(content).hexdigest())


def read_file(path: str | os.PathLike[str]) -> tuple[str, FileRecord]:
    """The text of a file, and its record; raises `FormatError` if it cannot be read or is not UTF-8.

    Source: ours
    """
    content, record = read_content(path)
    return decode(content, file=record.name), record


def decode(content: bytes, *, file: str) -> str:
    """Content as text; raises `FormatError`, with the line, if it is not UTF-8.

    Source: ours
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FormatError("not UTF-8; accepted: UTF-8", file=file, line=line) from None


def read_json(text: str, *, file: str = "<text>", line: int = 0, decimals: bool = False) -> Any:
    """A JSON value without floats that are no numbers and without repeated keys.

    Parameters
    ----------
    text : str
    file : str
    line : int
        The line of the file, where the text is one; 0: the text is the file.
    decimals : bool
        Keep numbers with a point as they are written, as strings that `exact` reads.

    Returns
    -------
    object

    Raises
    ------
    FormatError

    Source: ours
    """

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        twice = [key for key, n in Counter(key for key, _ in found).items() if n > 1]
        if twice:
            raise FormatError(f"the key {twice[0]!r} is there twice; accepted: once", file=file, line=line)
        return dict(found)

    def refuse(constant: str) -> Any:
        raise FormatError(f"{constant} is not JSON; accepted: numbers, or null", file=file, line=line)

    try:
        return json.loads(text, object_pairs_hook=pairs, parse_constant=refuse, parse_float=str if decimals else None)
    except json.JSONDecodeError as error:
        raise FormatError(f"not JSON: {error.msg}", file=file, line=line or error.lineno, column=error.colno) from None
    except RecursionError:
        raise FormatError("nested too deeply to be read", file=file, line=line) from None


def json_lines(text: str, *, file: str = "<text>", decimals: bool = False) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSONL text, with their line numbers; blank lines are passed over.

    Source: ours
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            value = read_json(line, file=file, line=number, decimals=decimals)
            if not isinstance(value, dict):
                raise FormatError("not an object; accepted: one JSON object a line", file=file, line=number)
            yield number, value


def load_responses(path: str | os.PathLike[str]) -> ResponseFile:
    """Read responses from a file, one a line.

    Parameters
    ----------
    path : path
        `.jsonl`: an object a line, with the fields of `Response`. `.csv`: a header with such fields; an empty answer is
        none, and then the status has to say so.

    Returns
    -------
    ResponseFile

    Raises
    ------
    FormatError
        With file and line.

    Source: ours
    """
    text, record = read_file(path)
    if record.name.endswith(".jsonl"):
        found = [read_response(entry, file=record.name, line=n) for n, entry in json_lines(text, file=record.name)]
    elif record.name.endswith(".csv"):
        known = {field.name for field in fields(Response)}
        found = [
            read_response(_typed(row, record.name, n), file=record.name, line=n)
            for n, row in _csv_rows(text, record.name, known, {"scenario", "kind", "repetition", "answer"})
        ]
    else:
        raise FormatError("not the name of a file of responses; accepted: .jsonl and .csv", file=record.name)
    return ResponseFile(tuple(found), (record,))


def load_counts(path: str | os.PathLike[str]) -> CountFile:
    """Read counts from a file.

    Parameters
    ----------
    path : path
        `.csv`: columns scenario, kind, response, count, and if wanted model and method; a row without a response says
        how many are missing. `.json`: `{"responses": [...], "cells": [{"model", "method", "scenario", "kind",
        "counts": {response: n}, "missing": {reason: n}}]}`, where model, method and missing may be left out.

    Returns
    -------
    CountFile

    Raises
    ------
    FormatError
        With file and, where there is one, line.

    Source: ours
    """
    text, record = read_file(path)
    if record.name.endswith(".csv"):
        found = _counts_of_csv(text, record)
    elif record.name.endswith(".json"):
        found = _counts_of_json(read_json(text, file=record.name), record)
    else:
        raise FormatError("not the name of a file of counts; accepted: .csv and .json", file=record.name)
    if not found.cells:
        raise FormatError("no counts; accepted: those of one cell or more", file=record.name)
    return found


def _csv_rows(text: str, file: str, known: set[str], needed: set[str]) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, None)
        if header is None:
            raise FormatError("empty; accepted: a header and rows", file=file)
        if extra := [name for name in header if name not in known] or sorted(needed - set(header)):
            raise FormatError(
                f"the column {extra[0]!r} is {'unknown' if extra[0] in header else 'missing'}; "
                f"accepted: {', '.join(sorted(known))}, of which {', '.join(sorted(needed))} are needed",
                file=file,
                line=1,
            )
        if len(set(header)) < len(header):
            raise FormatError("a column is there twice; accepted: once", file=file, line=1)
        for row in reader:
            if row:
                if len(row) != len(header):
                    why = f"{len(row)} fields; accepted: {len(header)}, as in the header"
                    raise FormatError(why, file=file, line=reader.line_num)
                yield reader.line_num, dict(zip(header, row, strict=True))
    except csv.Error as error:
        raise FormatError(f"not CSV: {error}", file=file, line=reader.line_num) from None


def _typed(row: dict[str, str], file: str, line: int) -> dict[str, Any]:
    typed: dict[str, Any] = dict(row)
    for key in _NUMBERS:
        if key in row:
            typed[key] = _whole(row[key], key, file, line)
    typed["answer"] = row["answer"] or None
    if row.get("status") == "":
        del typed["status"]
    return typed


def _whole(text: object, what: str, file: str, line: int = 0) -> int:
    digits = text if isinstance(text, str) else str(text)
    if isinstance(text, bool) or not (digits.isascii() and digits.isdecimal()) or len(digits) > 18:
        raise FormatError(f"{what} = {text!r}; accepted: a whole number", file=file, line=line)
    return int(digits)


def _counts_of_csv(text: str, record: FileRecord) -> CountFile:
    known, needed = set(_COUNT_COLUMNS), {"scenario", "kind", "response", "count"}
    counts: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    for line, row in _csv_rows(text, record.name, known, needed):
        cell = (row.get("model", ""), row.get("method", "baseline"), row["scenario"], row["kind"])
        if row["response"] in counts[cell]:
            raise FormatError("this count is there twice; accepted: once", file=record.name, line=line)
        counts[cell][row["response"]] = _whole(row["count"], "count", record.name, line)
    answers = tuple(sorted({answer for own in counts.values() for answer in own if answer}))
    return CountFile(tuple(_cell(cell, own, answers) for cell, own in sorted(counts.items())), answers, (record,))


def _cell(cell: tuple[str, ...], own: dict[str, int], answers: tuple[str, ...]) -> CellCounts:
    model, method, scenario, kind = cell
    missing = (("missing", own[""]),) if own.get("") else ()
    return CellCounts(model, method, scenario, kind, tuple(own.get(answer, 0) for answer in answers), missing)


def _counts_of_json(data: Any, record: FileRecord) -> CountFile:
    file = record.name

    def fail(why: str) -> FormatError:
        return FormatError(why, file=file)

    if not isinstance(data, dict) or set(data) != {"responses", "cells"}:
        raise fail('not a file of counts; accepted: an object with "responses" and "cells"')
    answers = data["responses"]
    if not isinstance(answers, list) or not all(isinstance(a, str) and a for a in answers) or not answers:
        raise fail("responses: accepted is a list of strings")
    if len(set(answers)) < len(answers):
        raise fail("responses: one is there twice; accepted: once")
    cells = []
    for k, entry in enumerate(data["cells"] if isinstance(data["cells"], list) else [None]):
        place = f"cells[{k}]"
        if not isinstance(entry, dict) or not {"scenario", "kind", "counts"} <= set(entry) <= {
            *("model", "method", "scenario", "kind", "counts", "missing")
        }:
            raise fail(f"{place}: accepted are scenario, kind, counts, and model, method, missing")
        names = {key: entry.get(key, "baseline" if key == "method" else "") for key in _COUNT_COLUMNS[:4]}
        if wrong := [key for key, value in names.items() if not isinstance(value, str)]:
            raise fail(f"{place}.{wrong[0]}: accepted is a string")
        counts, missing = entry["counts"], entry.get("missing", {})
        if not isinstance(counts, dict) or not isinstance(missing, dict):
            raise fail(f"{place}: counts and missing are objects of whole numbers")
        if unknown := [answer for answer in counts if answer not in answers]:
            raise fail(f"{place}.counts: no response {unknown[0]!r}; accepted: {', '.join(answers)}")
        numbers = tuple(_whole(counts.get(a, 0), f"{place}.counts.{a}", file) for a in answers)
        lost = tuple((why, _whole(n, f"{place}.missing.{why}", file)) for why, n in sorted(missing.items()))
        cells.append(CellCounts(**names, counts=numbers, missing=lost))
    return CountFile(tuple(cells), tuple(answers), (record,))
