"""Game files: reading and writing the TOML of `games/`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spi import shelves
from spi.core.game import Game
from spi.core.numbers import format_exact
from spi.core.parametric_game import ParametricGame
from spi.errors import FormatError, GameError

__all__ = [
    "READERS",
    "GameFile",
    "find_file",
    "list_games",
    "load_game",
    "quote",
    "read_game",
    "read_game_file",
    "read_table",
    "read_toml",
    "table_lines",
    "write_game",
]

READERS = {
    "strategic": "load_game",
    "commitments": "load_commitments",
    "negotiation": "load_negotiation",
    "parametric": "load_parametric_game",
    "programs": "load_program_setting",
    "threat": "load_threat_game",
}
"""For each kind of file on the shelf the function that reads it."""

_COMMANDS = {
    "strategic": "spi decide",
    "commitments": "spi lockout",
    "negotiation": "spi negotiate",
    "programs": "spi transform",
    "threat": "spi concession",
}
"""For each kind of file a command that takes it; there is none for parametric games."""

_KEYS = {
    "kind": (str, "a string"),
    "title": (str, "a string"),
    "source": (str, "a string"),
    "players": (list, "a list"),
    "actions": (list, "a list of lists"),
    "payoffs": (object, ""),
    "facts": (dict, "a table"),
}
_NEEDED = ("kind", "players", "actions", "payoffs")
_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True, slots=True)
class GameFile:
    """What a game file says: the game, and the facts that are claimed of it (not yet checked).

    Parameters
    ----------
    game : Game
    facts : dict
        The `[facts]` table as it stands.

    Source: ours
    """

    game: Game
    facts: dict[str, Any]


def read_game_file(text: str | bytes, *, file: str = "<text>") -> GameFile:
    """Read the text of a game file, facts included.

    Parameters
    ----------
    text : str or bytes
        TOML as described in `games/README.md`; bytes must be UTF-8.
    file : str
        Name for messages.

    Returns
    -------
    GameFile

    Raises
    ------
    FormatError
        With file, line and caret where the text has one; else naming the key, player or action at fault.

    Source: ours
    """
    data = read_table(text, "strategic", _KEYS, _NEEDED, file=file)
    try:
        game = Game.from_payoffs(
            data["payoffs"],
            actions=data["actions"],
            players=data["players"],
            title=data.get("title", ""),
            source=data.get("source", ""),
        )
    except GameError as error:
        raise FormatError(str(error), file=file) from None
    return GameFile(game, data.get("facts", {}))


def read_table(
    text: str | bytes, kind: str, keys: Mapping[str, tuple[type, str]], needed: Iterable[str], *, file: str
) -> dict[str, Any]:
    """Read the TOML of a file of one kind, so far as all kinds have it in common.

    Parameters
    ----------
    text : str or bytes
        Bytes must be UTF-8.
    kind : str
        One of `READERS`.
    keys : mapping from key to (type, the type in words)
        What may stand at the top level.
    needed : iterable of str
        What must.
    file : str
        Name for messages.

    Returns
    -------
    dict

    Raises
    ------
    FormatError
        With file, line and caret where the text has one; else naming the key at fault. For a file of another kind it
        names the function that reads it, and a command that takes it.

    Source: ours
    """
    if isinstance(text, bytes):
        try:
            text = text.decode()
        except UnicodeDecodeError as error:
            raise FormatError(f"not UTF-8 (byte {error.start})", file=file) from None
    data = read_toml(text, file=file)
    found = data.get("kind", kind)
    if found != kind:
        remedy = f"; {READERS[found]} reads it" if isinstance(found, str) and found in READERS else ""
        remedy += f", on the command line {_COMMANDS[found]}" if remedy and found in _COMMANDS else ""
        raise FormatError(f"kind = {found!r}; accepted: {kind!r}{remedy}", file=file, line=_line_of("kind", text))
    for key in data:
        if key not in keys:
            raise FormatError(
                f"unknown key {key!r}; the keys are {', '.join(sorted(keys))}", file=file, line=_line_of(key, text)
            )
    for key in needed:
        if key not in data:
            words = f'kind = "{kind}"' if key == "kind" else keys[key][1] or "a nested list"
            raise FormatError(f"the key {key!r} is missing; accepted: {words}", file=file)
    for key, value in data.items():
        expected, words = keys[key]
        if not isinstance(value, expected):
            raise FormatError(f"{key} = {value!r}; accepted: {words}", file=file, line=_line_of(key, text))
    return data


def read_game(text: str | bytes, *, file: str = "<text>") -> Game:
    """Read a game from the text of a game file.

    Parameters
    ----------
    text : str or bytes
        TOML as described in `games/README.md`.
    file : str
        Name for messages.

    Returns
    -------
    Game

    Raises
    ------
    FormatError
        With file, line and caret, or the player and action at fault.

    Source: ours
    """
    return read_game_file(text, file=file).game


def load_game(name: str | Path) -> Game:
    """Load a game from the shelf or from a file of your own.

    Parameters
    ----------
    name : str or Path
        `"<source>/<name>"` as listed by `list_games()`, or a path ending in `.toml`.

    Returns
    -------
    Game

    Raises
    ------
    ShelfError
        If there is no such file; names the closest ones.
    FormatError
        If the file is not a game.

    Examples
    --------
    >>> load_game("oesterheld-conitzer-2022/temptation").actions
    (('T', 'R'), ('C', 'F'))

    Source: ours
    """
    file, text = find_file(name, "strategic")
    return read_game(text, file=file)


def find_file(name: str | Path, kind: str) -> tuple[str, bytes]:
    """The name for messages and the content of a file of a kind; raises `ShelfError` with close names of that kind.

    Source: ours
    """
    return shelves.find_text("games", str(name), among=lambda: list_games(kind=kind))


def list_games(*, kind: str = "strategic") -> list[str]:
    """Names of the games on the shelf.

    Parameters
    ----------
    kind : str
        Of the files, one of `READERS`: "strategic" for those that `load_game` reads, and so on.

    Returns
    -------
    list of str

    Raises
    ------
    GameError
        For another kind.

    Source: ours
    """
    if kind not in READERS:
        raise GameError(f"kind={kind!r}; accepted: {', '.join(READERS)}")
    files = ((name, shelves.find_text("games", name)[1]) for name in shelves.list_shelf("games"))
    return [name for name, text in files if tomllib.loads(text.decode()).get("kind") == kind]


def write_game(game: Game) -> str:
    """Write a game as the text of a game file, so that `read_game(write_game(game)) == game`.

    Parameters
    ----------
    game : Game

    Returns
    -------
    str
        TOML as described in `games/README.md`, without facts.

    Source: ours
    """
    return "\n".join(table_lines(game, "strategic", format_exact)) + "\n"


def table_lines(game: Game | ParametricGame, kind: str, payoff: Callable[[Any], str]) -> list[str]:
    """The lines of a file that say what a game and its payoffs are.

    Source: ours
    """
    lines = [f"kind = {quote(kind)}"]
    lines += [f"{key} = {quote(value)}" for key, value in (("title", game.title), ("source", game.source)) if value]
    lines.append(f"players = [{', '.join(map(quote, game.players))}]")
    lines.append("actions = [" + ", ".join(f"[{', '.join(map(quote, own))}]" for own in game.actions) + "]")
    cells = [quote(", ".join(map(payoff, row))) for row in game.table]
    lines.append("payoffs = " + _nest(cells, max(map(len, cells)) + 2, game.shape, ""))
    return lines


def _nest(cells: list[str], width: int, shape: tuple[int, ...], indent: str) -> str:
    if len(shape) == 1:
        return "[" + "".join(f"{cell}, ".ljust(width) for cell in cells[:-1]) + cells[-1] + "]"
    size = len(cells) // shape[0]
    parts = [_nest(cells[k * size : (k + 1) * size], width, shape[1:], indent + "  ") for k in range(shape[0])]
    return "[\n" + "".join(f"{indent}  {part},\n" for part in parts) + indent + "]"


def quote(text: str) -> str:
    """A TOML basic string.

    Source: ours
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() or c == " " else f"\\U{ord(c):08X}" for c in escaped) + '"'


def read_toml(text: str, *, file: str = "<text>") -> dict[str, Any]:
    """The tables of a text; raises `FormatError` with line and caret for what is not TOML, or nested too deeply.

    Source: ours
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(error, text, file) from None
    except RecursionError:
        raise FormatError("nested too deeply", file=file) from None


def _not_toml(error: tomllib.TOMLDecodeError, text: str, file: str) -> FormatError:
    """Tomllib gives the position in words; the caret wants numbers."""
    message = str(error)
    match = _POSITION.search(message)
    why = f"not TOML: {_POSITION.sub('', message)}; accepted: TOML"
    lines = text.splitlines() or [""]
    if match is None:
        return FormatError(why, file=file)
    line, column = (int(match[1]), int(match[2])) if match[1] else (len(lines), len(lines[-1]) + 1)
    return FormatError(why, file=file, line=line, column=column, text=lines[min(line, len(lines)) - 1])


def _line_of(key: str, text: str) -> int:
    """Line on which a top-level key stands, 0 if it is not found."""
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"\s*(\[\s*)?[\"']?{re.escape(key)}\b", line):
            return number
    return 0
