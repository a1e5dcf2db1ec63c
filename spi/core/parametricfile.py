"""Files of games with parameters: the TOML of `games/` with kind = "parametric"."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spi.core.conditions import ALWAYS
from spi.core.gamefile import find_file, quote, read_table, table_lines
from spi.core.parametric_game import ParametricGame
from spi.errors import FormatError, GameError

__all__ = [
    "ParametricFile",
    "load_parametric_game",
    "read_parametric_file",
    "read_parametric_game",
    "write_parametric_game",
]

_KEYS: dict[str, tuple[type, str]] = {
    "kind": (str, "a string"),
    "title": (str, "a string"),
    "source": (str, "a string"),
    "players": (list, "a list"),
    "actions": (list, "a list of lists"),
    "payoffs": (object, ""),
    "parameters": (list, "a list of names"),
    "bounds": (list, "a list of strings"),
    "facts": (dict, "a table"),
}
_NEEDED = ("kind", "players", "actions", "payoffs", "parameters")


@dataclass(frozen=True, slots=True)
class ParametricFile:
    """What a file says: the game, and the facts that are claimed of it (not yet checked).

    Parameters
    ----------
    game : ParametricGame
    facts : dict
        The `[facts]` table as it stands.

    Source: ours
    """

    game: ParametricGame
    facts: dict[str, Any]


def read_parametric_file(text: str | bytes, *, file: str = "<text>") -> ParametricFile:
    """Read the text of a file of a game with parameters, facts included.

    Parameters
    ----------
    text : str or bytes
        TOML as described in `games/README.md`; bytes must be UTF-8.
    file : str
        Name for messages.

    Returns
    -------
    ParametricFile

    Raises
    ------
    FormatError
        With file, line and caret where the text has one; else naming the key, the parameter or the payoff at fault.

    Source: ours
    """
    data = read_table(text, "parametric", _KEYS, _NEEDED, file=file)
    for key in ("parameters", "bounds"):
        if not all(isinstance(entry, str) for entry in data.get(key, [])):
            raise FormatError(f"{key} = {data[key]!r}; accepted: a list of strings", file=file)
    try:
        game = ParametricGame.from_payoffs(
            data["payoffs"],
            parameters=data["parameters"],
            bounds=data.get("bounds", []),
            actions=data["actions"],
            players=data["players"],
            title=data.get("title", ""),
            source=data.get("source", ""),
        )
    except GameError as error:
        raise FormatError(str(error), file=file) from None
    return ParametricFile(game, data.get("facts", {}))


def read_parametric_game(text: str | bytes, *, file: str = "<text>") -> ParametricGame:
    """Read a game with parameters from the text of a file.

    Parameters
    ----------
    text, file
        As for `read_parametric_file`.

    Returns
    -------
    ParametricGame

    Raises
    ------
    FormatError
        As `read_parametric_file`.

    Examples
    --------
    >>> text = '''
    ... kind = "parametric"
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
    return read_parametric_file(text, file=file).game


def load_parametric_game(name: str | Path) -> ParametricGame:
    """Load a game with parameters from the shelf or from a file of your own.

    Parameters
    ----------
    name : str or Path
        `"<source>/<name>"` as listed by `list_games(kind="parametric")`, or a path ending in `.toml`.

    Returns
    -------
    ParametricGame

    Raises
    ------
    ShelfError
        If there is no such file; names the closest ones.
    FormatError
        If the file is not such a game.

    Examples
    --------
    >>> load_parametric_game("clr-agenda-2026/takeover-or-doomsday-by-payoffs").parameters
    ('dA', 'dB', 'tA', 'tB')

    Source: ours
    """
    file, text = find_file(name, "parametric")
    return read_parametric_game(text, file=file)


def write_parametric_game(game: ParametricGame) -> str:
    """Write a game as the text of a file, so that `read_parametric_game(write_parametric_game(game)) == game`.

    Parameters
    ----------
    game : ParametricGame

    Returns
    -------
    str
        TOML as described in `games/README.md`, without facts.

    Source: ours
    """
    lines = table_lines(game, "parametric", str)
    lines.append(f"parameters = [{', '.join(map(quote, game.parameters))}]")
    if game.bounds != ALWAYS:
        lines.append(f"bounds = [{', '.join(quote(str(own)) for own in game.bounds.conjuncts[0])}]")
    return "\n".join(lines) + "\n"
