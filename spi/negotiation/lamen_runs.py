"""LAMEN's logs: the CSV of one negotiation, a row for each turn, as a transcript."""

from __future__ import annotations

import ast
import csv
import io

from spi.errors import FormatError
from spi.negotiation.imports import Imported, read_text
from spi.negotiation.scenario import Scenario
from spi.negotiation.transcripts import Invalid, NoDeal, Offer, Result, Transcript, Turn, transcript

__all__ = ["read_lamen_run"]

COLUMNS = ("agent_id", "round", "note", "message", "issues_state", "completion_reason")
"""The columns that are read. Others are never looked at: they hold settings of clients, keys included."""


def read_lamen_run(negotiation: Scenario, text: str | bytes, *, file: str = "<text>") -> Imported[Transcript]:
    """Read the log of one negotiation.

    Parameters
    ----------
    negotiation : Scenario
        As `read_lamen` makes it.
    text : str or bytes
        CSV with the columns `agent_id` (the role: 0 or 1), `round`, `note`, `message`, and optionally `issues_state`
        (what the note accepts, as a dictionary) and `completion_reason`.
    file : str

    Returns
    -------
    Imported
        Notes and messages as they were. `noted` holds what the dictionary says by exact labels of the side itself; a
        label that its table does not have makes no offer of that issue, and is reported, never replaced by a close one.
        Rounds that begin with 0 are counted from 1, and reported. The result is left open, `Invalid`, if a completion
        is claimed: whether notes and messages amount to a deal is for a detector with a name to say. Else: `NoDeal`.

    Raises
    ------
    FormatError
        With the line at fault.

    Source: davidson-et-al-2024, Data files
    """
    reader = csv.DictReader(io.StringIO(read_text(text, file=file)), strict=True)
    try:
        names = list(reader.fieldnames or [])
        rows = [(reader.line_num, {c: row.get(c) or "" for c in COLUMNS}) for row in reader]
    except csv.Error as error:
        raise FormatError(f"not CSV: {error}", file=file, line=reader.line_num) from None
    for column in COLUMNS[:4]:
        if column not in names:
            raise FormatError(f"no column {column!r}; accepted: {', '.join(COLUMNS)}", file=file, line=1)
    repairs = []
    if ignored := [name for name in names if name not in COLUMNS]:
        repairs.append(f"{len(ignored)} other columns are not read")
    if not rows:
        raise FormatError("no rows; accepted: one per turn", file=file)
    rounds = [_whole(row["round"], "round", file, line) for line, row in rows]
    first = min(rounds)
    if first == 0:
        repairs.append("rounds are counted from 0 there, and from 1 here")
    turns = []
    for (line, row), number in zip(rows, rounds, strict=True):
        side = _whole(row["agent_id"], "agent_id", file, line)
        if side >= len(negotiation.sides):
            raise FormatError(f"agent_id {side}; accepted: 0 to {len(negotiation.sides) - 1}", file=file, line=line)
        noted = _offer(negotiation, side, row["issues_state"], f"line {line}", repairs)
        turns.append(Turn(side, number + (first == 0), "talk", row["note"], row["message"], noted, None))
    reason = rows[-1][1]["completion_reason"].strip()
    result: Result = NoDeal("the log ends without a completion")
    if reason:
        result = Invalid(f"the log says {reason!r}, which no detector has confirmed")
    return Imported(transcript(negotiation, turns, result, provenance=(("file", file),)), tuple(repairs))


def _whole(text: str, what: str, file: str, line: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise FormatError(f"{what} is {text[:40]!r}; accepted: a whole number", file=file, line=line)
    return int(text)


def _offer(negotiation: Scenario, side: int, text: str, at: str, repairs: list[str]) -> Offer | None:
    """What a dictionary of labels offers; it is read as literals, never run."""
    if not text.strip():
        return None
    try:
        data = ast.literal_eval(text) if len(text) <= 10_000 else None
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        data = None
    if not isinstance(data, dict):
        repairs.append(f"{at}: issues_state is no dictionary, and read as no offer")
        return None
    known = {one.name: one for one in negotiation.issues}
    offer = []
    for name, label in data.items():
        labels = known[name].labels_of(side) if name in known else ()
        if label in labels:
            offer.append((str(name), known[name].options[labels.index(label)]))
        else:
            repairs.append(f"{at}: {name!r}: {str(label)[:60]!r} is no option of an issue, and left out")
    return tuple(offer)
