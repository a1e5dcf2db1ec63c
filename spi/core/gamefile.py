"""Game files: reading and writing the TOML of `games/`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from spi import shelves
from spi.core.affine import Affine
from spi.core.conditions import ALWAYS
from spi.core.game import Game
from spi.core.numbers import format_exact
from spi.core.parametric_game import ParametricGame
from spi.errors import FormatError, GameError

__all__ = [
    "GameFile",
    "list_games",
    "load_game",
    "read_game",
    "read_game_file",
    "read_parametric_game",
    "write_game",
]

_KEYS = {"kind", "title", "source", "players", "actions", "payoffs", "parameters", "bounds", "facts"}
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
    data = _read_keys(text, file)
    for key in ("parameters", "bounds"):
        if key in data:
            raise FormatError(f"{key} = {data[key]!r}; such games are read by read_parametric_game", file=file)
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


def read_parametric_game(text: str | bytes, *, file: str = "<text>") -> ParametricGame:
    """Read a game with parameters from the text of a game file.

    Parameters
    ----------
    text : str or bytes
        TOML as described in `games/README.md`.
    file : str
        Name for messages.

    Returns
    -------
    ParametricGame

    Raises
    ------
    FormatError
        As `read_game`, and naming the parameter or the payoff that is not affine.

    Examples
    --------
    >>> text = '''
    ... kind = "strategic"
    ... players = ["Worker", "Firm"]
    ... actions = [["strike", "work"], ["pay"]]
    ... payoffs = [["-c, -c"], ["1/2 + w, 1 - w"]]
    ... parameters = ["c", "w"]
    ... bounds = ["c > 0", "0 <= w <= 1"]
    ... '''
    >>> print(read_parametric_game(text).bounds)
    c > 0 and w ≥ 0 and w ≤ 1

    Source: ours
    """
    data = _read_keys(text, file)
    for key in ("parameters", "bounds"):
        if not all(isinstance(entry, str) for entry in data.get(key, [])):
            raise FormatError(f"{key} = {data[key]!r}; accepted: a list of strings", file=file)
    try:
        return ParametricGame.from_payoffs(
            data["payoffs"],
            parameters=data.get("parameters", []),
            bounds=data.get("bounds", []),
            actions=data["actions"],
            players=data["players"],
            title=data.get("title", ""),
            source=data.get("source", ""),
        )
    except GameError as error:
        raise FormatError(str(error), file=file) from None


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


def list_games() -> list[str]:
    """Names of the games on the shelf.

    Source: ours
    """
    return shelves.list_shelf("games")


def write_game(game: Game | ParametricGame) -> str:
    """Write a game as the text of a game file, so that `read_game(write_game(game)) == game`.

    Parameters
    ----------
    game : Game or ParametricGame
        The latter is read again by `read_parametric_game`.

    Returns
    -------
    str
        TOML as described in `games/README.md`, without facts.

    Source: ours
    """
    lines = ['kind = "strategic"']
    lines += [f"{key} = {_quote(value)}" for key, value in (("title", game.title), ("source", game.source)) if value]
    lines.append(f"players = [{', '.join(map(_quote, game.players))}]")
    lines.append("actions = [" + ", ".join(f"[{', '.join(map(_quote, own))}]" for own in game.actions) + "]")
    cells = [_quote(", ".join(map(_payoff, row))) for row in game.table]
    lines.append("payoffs = " + _nest(cells, max(map(len, cells)) + 2, game.shape, ""))
    if isinstance(game, ParametricGame):
        lines.append(f"parameters = [{', '.join(map(_quote, game.parameters))}]")
        if game.bounds != ALWAYS:
            lines.append(f"bounds = [{', '.join(_quote(str(own)) for own in game.bounds.conjuncts[0])}]")
    return "\n".join(lines) + "\n"


def _read_keys(text: str | bytes, file: str) -> dict[str, Any]:
    """The keys of a game file, of the right types."""
    if isinstance(text, bytes):
        try:
            text = text.decode()
        except UnicodeDecodeError as error:
            raise FormatError(f"not UTF-8 (byte {error.start})", file=file) from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _located(str(error), text, file) from None
    except RecursionError:
        raise FormatError("nested too deeply", file=file) from None
    for key in data:
        if key not in _KEYS:
            raise FormatError(
                f"unknown key {key!r}; the keys are {', '.join(sorted(_KEYS))}", file=file, line=_line_of(key, text)
            )
    for key in _NEEDED:
        if key not in data:
            raise FormatError(f"the key {key!r} is missing", file=file)
    if data["kind"] != "strategic":
        raise FormatError(f"kind = {data['kind']!r}; accepted: 'strategic'", file=file, line=_line_of("kind", text))
    for key, kind, wanted in (("title", str, "a string"), ("source", str, "a string"), ("players", list, "a list"),
                              ("actions", list, "a list of lists"), ("parameters", list, "a list of names"),
                              ("bounds", list, "a list of strings"), ("facts", dict, "a table")):  # fmt: skip
        if not isinstance(data.get(key, kind()), kind):
            raise FormatError(f"{key} = {data[key]!r}; accepted: {wanted}", file=file, line=_line_of(key, text))
    return data


def _nest(cells: list[str], width: int, shape: tuple[int, ...], indent: str) -> str:
    if len(shape) == 1:
        return "[" + "".join(f"{cell}, ".ljust(width) for cell in cells[:-1]) + cells[-1] + "]"
    size = len(cells) // shape[0]
    parts = [_nest(cells[k * size : (k + 1) * size], width, shape[1:], indent + "  ") for k in range(shape[0])]
    return "[\n" + "".join(f"{indent}  {part},\n" for part in parts) + indent + "]"


def _payoff(value: Fraction | Affine) -> str:
    return str(value) if isinstance(value, Affine) else format_exact(value)


def _quote(text: str) -> str:
    """A TOML basic string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() or c == " " else f"\\U{ord(c):08X}" for c in escaped) + '"'


def _located(message: str, text: str, file: str) -> FormatError:
    """Tomllib gives the position in words; the caret wants numbers."""
    match = _POSITION.search(message)
    why = "not TOML: " + _POSITION.sub("", message)
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
