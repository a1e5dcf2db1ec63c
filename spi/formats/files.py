"""Files of any of the formats: which reader for which ending."""

from __future__ import annotations

from pathlib import Path

from spi.core import gamefile
from spi.core.game import Game
from spi.errors import GameError, ShelfError
from spi.formats.efg import read_efg
from spi.formats.nfg import read_nfg, write_nfg
from spi.formats.reduced import BUDGET

__all__ = ["FORMATS", "load_game", "write_as"]

FORMATS = ("toml", "nfg", "nfg-payoff")
"""What `write_as` writes."""


def load_game(name: str | Path, *, repair_names: bool = False, budget: int = BUDGET) -> Game:
    """Load a game from the shelf or from a file in any format that is read.

    Parameters
    ----------
    name : str or Path
        A path ending in `.toml`, `.nfg` or `.efg`, or `"<source>/<name>"` as listed by `list_games()`.
    repair_names, budget
        As in `read_nfg` and `read_efg`; of no use to the other formats.

    Returns
    -------
    Game

    Raises
    ------
    ShelfError
        If there is no such file or its ending is another one.
    FormatError
        With line and caret, if the file is not a game.
    GameError
        For an `.efg` file whose reduced strategic form is larger than the budget.

    Examples
    --------
    >>> load_game("oesterheld-conitzer-2022/temptation").actions
    (('T', 'R'), ('C', 'F'))

    Source: ours
    """
    path = Path(name)
    suffix = path.suffix.lower()
    if suffix not in (".nfg", ".efg"):
        if suffix != ".toml" and path.is_file():
            raise ShelfError(f"{name}: unknown ending {path.suffix!r}; accepted: .toml, .nfg, .efg")
        return gamefile.load_game(name)
    try:
        text = path.read_bytes()
    except OSError as error:
        raise ShelfError(f"cannot read {path}: {error.strerror}; accepted: a file .nfg or .efg that is there") from None
    if suffix == ".nfg":
        return read_nfg(text, file=str(name), repair_names=repair_names)
    return read_efg(text, file=str(name), repair_names=repair_names, budget=budget)


def write_as(game: Game, format: str) -> str:
    """Write a game as text in one of the formats.

    Parameters
    ----------
    game : Game
    format : {"toml", "nfg", "nfg-payoff"}
        "nfg" is Gambit's dialect, "nfg-payoff" OpenSpiel's, which has no names of actions: see `write_nfg`.

    Returns
    -------
    str

    Raises
    ------
    GameError
        For another format.

    Examples
    --------
    >>> print(write_as(load_game("ours/coordination"), "nfg-payoff").splitlines()[0])
    NFG 1 R "Coordination with a best outcome" { "Player 1" "Player 2" } { 2 2 }

    Source: ours
    """
    if format == "toml":
        return gamefile.write_game(game)
    if format == "nfg":
        return write_nfg(game)
    if format == "nfg-payoff":
        return write_nfg(game, dialect="payoff")
    raise GameError(f"format={format!r}; accepted: {', '.join(FORMATS)}")
