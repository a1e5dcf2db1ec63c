"""Files of threat games: reading and writing the TOML of `games/` with `kind = "threat"`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spi.core.concession import ConcessionTable, concession_table
from spi.core.display import html_of
from spi.core.gamefile import find_file, quote, read_table
from spi.core.numbers import format_exact
from spi.core.threat_game import Kind, PossibleThreat, ThreatGame, possible_threat, read_surrogates
from spi.errors import FormatError, GameError

__all__ = ["ThreatFile", "load_threat_file", "load_threat_game", "read_threat_file", "write_threat_file"]

_KEYS: dict[str, tuple[type, str]] = {
    "kind": (str, "a string"),
    "title": (str, "a string"),
    "source": (str, "a string"),
    "original": (dict, "a table"),
    "surrogate": (dict, "a table"),
    "facts": (dict, "a table"),
}
_KINDS: tuple[Kind, ...] = ("original", "surrogate")
_NUMBERS = ("loss", "gain", "harm", "cost", "execution", "demand", "stakes")
_THREAT = (*_NUMBERS, "acts", "conceded", "becomes")


@dataclass(frozen=True, slots=True)
class ThreatFile:
    """What a file says: the threats, how the principal responds, which surrogate stands for what, and facts.

    Parameters
    ----------
    game : ThreatGame
    policy : ConcessionTable or None
        A rate of conceding to each threat; None if the file has none.
    surrogates : dict from original to surrogate threat, or None
        By name, for every original threat; None if the file has none.
    facts : dict
        The `[facts]` table as it stands, not yet checked.

    Source: ours
    """

    game: ThreatGame
    policy: ConcessionTable | None = None
    surrogates: dict[str, str] | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    _repr_html_ = html_of


def read_threat_file(text: str | bytes, *, file: str = "<text>") -> ThreatFile:
    """Read the text of a file of kind "threat".

    Parameters
    ----------
    text : str or bytes
        TOML as described in `games/README.md`; bytes must be UTF-8.
    file : str
        Name for messages.

    Returns
    -------
    ThreatFile

    Raises
    ------
    FormatError
        With file, line and caret where the text has one; else naming the threat at fault.

    Source: ours
    """
    data = read_table(text, "threat", _KEYS, ("kind",), file=file)
    rows = [(kind, name, row) for kind in _KINDS for name, row in data.get(kind, {}).items()]
    try:
        game = ThreatGame(
            tuple(_threat(kind, name, row) for kind, name, row in rows),
            data.get("title", ""),
            data.get("source", ""),
        )
        rates = {name: row["conceded"] for _, name, row in rows if "conceded" in row}
        images = {name: row["becomes"] for _, name, row in rows if "becomes" in row}
        missing = [threat.name for threat in game.threats if threat.name not in rates]
        if rates and missing:
            raise GameError(f"{missing[0]!r} has no `conceded`; accepted: a rate for every threat, or for none")
        policy = concession_table(rates) if rates else None
        if images:
            read_surrogates(game, images)
    except GameError as error:
        raise FormatError(str(error), file=file) from None
    return ThreatFile(game, policy, images or None, data.get("facts", {}))


def load_threat_file(name: str | Path) -> ThreatFile:
    """Load a file of kind "threat" from the shelf or of your own: threats, policy, map and facts.

    Parameters
    ----------
    name : str or Path
        `"<source>/<name>"` as listed by `list_games(kind="threat")`, or a path ending in `.toml`.

    Returns
    -------
    ThreatFile

    Raises
    ------
    ShelfError
        If there is no such file; names the closest ones.
    FormatError
        If the file is none of a threat game.

    Examples
    --------
    >>> load_threat_file("ours/burning-banknotes").surrogates
    {'break the window': 'burn my banknotes'}

    Source: ours
    """
    file, text = find_file(name, "threat")
    return read_threat_file(text, file=file)


def load_threat_game(name: str | Path) -> ThreatGame:
    """Load a threat game from the shelf or from a file of your own.

    Parameters
    ----------
    name : str or Path
        As for `load_threat_file`, which also gives what the file says of the principal's response.

    Returns
    -------
    ThreatGame

    Raises
    ------
    ShelfError, FormatError
        As `load_threat_file`.

    Examples
    --------
    >>> load_threat_game("ours/burning-banknotes")["burn my banknotes"].harm
    Fraction(0, 1)

    Source: ours
    """
    return load_threat_file(name).game


def write_threat_file(
    game: ThreatGame, policy: ConcessionTable | None = None, surrogates: Mapping[str, str] | None = None
) -> str:
    """Write a threat game as text that `read_threat_file` reads.

    Parameters
    ----------
    game : ThreatGame
    policy : ConcessionTable, optional
        As `tabulate_policy` makes it of any policy.
    surrogates : mapping from original to surrogate threat, optional

    Returns
    -------
    str
        TOML as described in `games/README.md`, without facts.

    Source: ours
    """
    lines = ['kind = "threat"']
    lines += [f"{key} = {quote(value)}" for key, value in (("title", game.title), ("source", game.source)) if value]
    for kind, threats in (("original", game.originals), ("surrogate", game.surrogates)):
        lines += [f"[{kind}]"] if threats else []
        for threat in threats:
            row = {key: getattr(threat, key) for key in _NUMBERS}
            row |= {"conceded": None if policy is None else policy.rate(threat)}
            parts = [f'{key} = "{format_exact(value)}"' for key, value in row.items() if value is not None]
            parts += [f"acts = [{', '.join(map(quote, threat.acts))}]"] if threat.acts else []
            parts += [f"becomes = {quote(surrogates[threat.name])}"] if surrogates and kind == "original" else []
            lines.append(f"{quote(threat.name)} = {{ {', '.join(parts)} }}")
    return "\n".join(lines) + "\n"


def _threat(kind: Kind, name: str, row: Any) -> PossibleThreat:
    if not isinstance(row, dict):
        raise GameError(f"{name} = {row!r}; accepted: a table of numbers")
    for key in row:
        if key not in _THREAT or (key == "becomes" and kind == "surrogate"):
            raise GameError(f"{name} has the unknown key {key!r}; the keys are {', '.join(_THREAT)}")
    for key in ("harm", "cost"):
        if key not in row:
            raise GameError(f"{name} has no {key!r}; accepted: a number")
    acts = row.get("acts", [])
    if not isinstance(acts, list):
        raise GameError(f"the acts of {name} are {acts!r}; accepted: a list of names")
    becomes = row.get("becomes", "")
    if not isinstance(becomes, str):
        raise GameError(f"{name} becomes {becomes!r}; accepted: the name of a surrogate threat")
    return possible_threat(name, kind, acts=acts, **{key: row[key] for key in _NUMBERS if key in row})
