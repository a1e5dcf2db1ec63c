"""Game files: reading and writing the TOML of `games/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from spi import shelves
from spi.core.game import Game
from spi.core.numbers import format_exact
from spi.core.toml_text import line_of, quote, read_toml
from spi.errors import FormatError, GameError

__all__ = ["GameFile", "kind_of", "list_games", "load_game", "read_game", "read_game_file", "write_game"]

_KEYS = {"kind", "title", "source", "players", "actions", "payoffs", "facts"}
_NEEDED = ("kind", "players", "actions", "payoffs")
_KIND = re.compile(rb"^[ \t]*kind[ \t]*=[ \t]*[\"'](\w+)[\"']", re.MULTILINE)
_OTHERS = {"threat": "`load_threat_game` and `spi concession` read threat games"}
"""Kinds of files that are not games in strategic form, and who reads them."""


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
    data, text = read_toml(text, file)
    if (kind := data.get("kind")) in _OTHERS:
        raise FormatError(
            f"kind = {kind!r}; accepted here: 'strategic'; {_OTHERS[kind]}", file=file, line=line_of("kind", text)
        )
    for key in data:
        if key not in _KEYS:
            raise FormatError(
                f"unknown key {key!r}; the keys are {', '.join(sorted(_KEYS))}", file=file, line=line_of(key, text)
            )
    for key in _NEEDED:
        if key not in data:
            raise FormatError(f"the key {key!r} is missing", file=file)
    if data["kind"] != "strategic":
        raise FormatError(f"kind = {data['kind']!r}; accepted: 'strategic'", file=file, line=line_of("kind", text))
    for key, kind, wanted in (("title", str, "a string"), ("source", str, "a string"), ("players", list, "a list"),
                              ("actions", list, "a list of lists"), ("facts", dict, "a table")):  # fmt: skip
        if not isinstance(data.get(key, kind()), kind):
            raise FormatError(f"{key} = {data[key]!r}; accepted: {wanted}", file=file, line=line_of(key, text))
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


def load_game(name: str) -> Game:
    """Load a game from the shelf or from a file of your own.

    Parameters
    ----------
    name : str
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
    file, text = shelves.find_text("games", name)
    return read_game(text, file=file)


def list_games(*, kind: str | None = "strategic") -> list[str]:
    """Names of the games on the shelf.

    Parameters
    ----------
    kind : str or None
        "strategic": the games that `load_game` loads; "threat": those of `load_threat_game`; None: all files.

    Source: ours
    """
    names = shelves.list_shelf("games")
    if kind is None:
        return names
    return [name for name in names if kind_of(shelves.find_text("games", name)[1]) == kind]


def kind_of(content: bytes) -> str:
    """What a game file says of its kind, at a glance; empty if it says nothing.

    Source: ours
    """
    found = _KIND.search(content)
    return found[1].decode() if found else ""


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
    lines = ['kind = "strategic"']
    lines += [f"{key} = {quote(value)}" for key, value in (("title", game.title), ("source", game.source)) if value]
    lines.append(f"players = [{', '.join(map(quote, game.players))}]")
    lines.append("actions = [" + ", ".join(f"[{', '.join(map(quote, own))}]" for own in game.actions) + "]")
    cells = [quote(", ".join(map(format_exact, row))) for row in game.table]
    lines.append("payoffs = " + _nest(cells, max(map(len, cells)) + 2, game.shape, ""))
    return "\n".join(lines) + "\n"


def _nest(cells: list[str], width: int, shape: tuple[int, ...], indent: str) -> str:
    if len(shape) == 1:
        return "[" + "".join(f"{cell}, ".ljust(width) for cell in cells[:-1]) + cells[-1] + "]"
    size = len(cells) // shape[0]
    parts = [_nest(cells[k * size : (k + 1) * size], width, shape[1:], indent + "  ") for k in range(shape[0])]
    return "[\n" + "".join(f"{indent}  {part},\n" for part in parts) + indent + "]"
