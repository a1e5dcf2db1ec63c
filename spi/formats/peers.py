"""Games to and from nashpy, QuantEcon.py and pygambit, none of which is needed to import this module."""

from __future__ import annotations

import importlib
import io
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Generic, TypeVar

from spi.core.display import html_of
from spi.core.game import Game
from spi.core.nested import plain
from spi.core.numbers import format_exact
from spi.errors import GameError
from spi.formats.efg import read_efg
from spi.formats.nfg import read_nfg, write_nfg
from spi.formats.reduced import BUDGET

__all__ = [
    "Converted",
    "from_nashpy",
    "from_pygambit",
    "from_quantecon",
    "load_peer",
    "to_nashpy",
    "to_pygambit",
    "to_quantecon",
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Converted(Generic[T]):
    """A game in its new form, and whether that is still the same game.

    Parameters
    ----------
    value : object
        The game.
    exact : bool
        Is every payoff equal to the one it was made from? A float counts as the binary fraction that it is, so that
        1/2 survives as a float and 1/3 and 1/10 do not.
    note : str
        What was lost or chosen, for people: roundings, names.

    Source: ours
    """

    value: T
    exact: bool
    note: str

    _repr_html_ = html_of


def to_nashpy(game: Game) -> Converted[Any]:
    """Convert a two-player game to a `nashpy.Game`.

    Parameters
    ----------
    game : Game

    Returns
    -------
    Converted of nashpy.Game
        Payoffs as floats; names are lost.

    Raises
    ------
    GameError
        Unless there are two players; for payoffs beyond the largest float.
    ImportError
        If nashpy is not installed.

    Source: ours
    """
    if len(game.players) != 2:
        raise GameError(f"{len(game.players)} players; nashpy has games of two players only")
    peer = load_peer("nashpy", "nashpy")
    arrays = [_nested([_float(row[k]) for row in game.table], game.shape) for k in range(2)]
    return _rounded(peer.Game(*arrays), game)


def from_nashpy(
    peer_game: Any, *, exact: bool = False, max_denominator: int | None = None, title: str = ""
) -> Converted[Game]:
    """Convert a `nashpy.Game`.

    Parameters
    ----------
    peer_game : nashpy.Game
    exact, max_denominator
        How floats become exact, as in `Game.from_floats`; may be left out if the payoffs are integers or Fractions.
    title : str
        For people.

    Returns
    -------
    Converted of Game
        With the names that `Game.from_arrays` gives.

    Raises
    ------
    GameError
        For floats if neither `exact` nor `max_denominator` is given; for NaN and infinities.

    Source: ours
    """
    first, second = (plain(matrix) for matrix in peer_game.payoff_matrices)
    cells = [[list(pair) for pair in zip(*rows, strict=True)] for rows in zip(first, second, strict=True)]
    return _from_cells(cells, 2, exact, max_denominator, title)


def to_quantecon(game: Game) -> Converted[Any]:
    """Convert a game to a `quantecon.game_theory.NormalFormGame`.

    Parameters
    ----------
    game : Game

    Returns
    -------
    Converted of NormalFormGame
        Payoffs as floats; names are lost.

    Raises
    ------
    GameError
        For payoffs beyond the largest float.
    ImportError
        If QuantEcon.py is not installed.

    Source: ours
    """
    peer = load_peer("quantecon.game_theory", "quantecon")
    n = len(game.players)
    owners = []
    for k in range(n):  # a player's array has her own actions first, then those of the next player, and round
        order = [(k + j) % n for j in range(n)]
        shape = tuple(game.shape[j] for j in order)
        flat = []
        for own in itertools.product(*map(range, shape)):
            place = 0
            for j in range(n):
                place = place * game.shape[j] + own[(j - k) % n]
            flat.append(_float(game.table[place][k]))
        owners.append(peer.Player(_nested(flat, shape)))
    return _rounded(peer.NormalFormGame(owners), game)


def from_quantecon(
    peer_game: Any, *, exact: bool = False, max_denominator: int | None = None, title: str = ""
) -> Converted[Game]:
    """Convert a `quantecon.game_theory.NormalFormGame`.

    Parameters
    ----------
    peer_game : NormalFormGame
    exact, max_denominator
        How floats become exact, as in `Game.from_floats`; may be left out if the payoffs are integers.
    title : str
        For people.

    Returns
    -------
    Converted of Game
        With the names that `Game.from_arrays` gives.

    Raises
    ------
    GameError
        For floats if neither `exact` nor `max_denominator` is given; for NaN and infinities.

    Source: ours
    """
    arrays = [plain(player.payoff_array) for player in peer_game.players]
    n = len(arrays)

    def cell(profile: tuple[int, ...]) -> list[Any]:
        row = []
        for k, value in enumerate(arrays):
            for x in profile[k:] + profile[:k]:
                value = value[x]
            row.append(value)
        return row

    shape, value = [], arrays[0]
    for _ in range(n):
        shape.append(len(value))
        value = value[0]
    flat = [cell(profile) for profile in itertools.product(*map(range, shape))]
    return _from_cells(_nested(flat, shape), n, exact, max_denominator, title)


def to_pygambit(game: Game) -> Converted[Any]:
    """Convert a game to a `pygambit.Game` in strategic form.

    Parameters
    ----------
    game : Game

    Returns
    -------
    Converted of pygambit.Game
        Exact. Gambit (from 16.7) accepts only names of printable ASCII characters without two spaces side by side, and
        its reader changes some backslashes; if a player's name or one of a player's actions is not of that kind, the
        players or this player's actions are called 1, 2, … and the note says so. Before pygambit 17, `?` stands for
        what is not ASCII in the title.

    Raises
    ------
    ImportError
        If pygambit is not installed.

    Notes
    -----
    The game goes through the text of an `.nfg` file, which pygambit 16 and 17 read alike.

    Source: ours
    """
    peer = load_peer("pygambit", "pygambit")
    players, actions = _gambit_names(game.players), tuple(map(_gambit_names, game.actions))
    text = write_nfg(replace(game, players=players, actions=actions, title="", source=""))
    value = peer.read_nfg(io.StringIO(text)) if hasattr(peer, "read_nfg") else peer.Game.parse_game(text)
    try:
        value.title = game.title
    except UnicodeEncodeError:  # before pygambit 17
        value.title = game.title.encode("ascii", "replace").decode()
    renamed = ["the players"] if players != game.players else []
    renamed += [f"the actions of {p}" for p, a, b in zip(game.players, actions, game.actions, strict=True) if a != b]
    return Converted(
        value, True, f"Gambit does not accept the names of {', '.join(renamed)}: numbered" if renamed else ""
    )


def from_pygambit(peer_game: Any, *, repair_names: bool = False, budget: int = BUDGET) -> Converted[Game]:
    """Convert a `pygambit.Game`; one in extensive form becomes its reduced strategic form, as `read_efg` reads it.

    Parameters
    ----------
    peer_game : pygambit.Game
    repair_names : bool
        Repair empty and repeated names, as in `read_nfg`.
    budget : int
        Largest number of profiles for a game in extensive form.

    Returns
    -------
    Converted of Game
        Exact.

    Raises
    ------
    FormatError
        For names that `repair_names=True` would accept, and for probabilities that do not add up to exactly 1.
    GameError
        If the reduced strategic form is larger than `budget`.

    Source: ours
    """
    kind = "efg" if peer_game.is_tree else "nfg"
    write: Callable[[], str] | None = getattr(peer_game, f"to_{kind}", None)  # from 16.3; before that, write(format)
    text = write() if write is not None else peer_game.write(kind)
    if kind == "efg":
        return Converted(read_efg(text, file="<pygambit>", repair_names=repair_names, budget=budget), True, "")
    return Converted(read_nfg(text, file="<pygambit>", repair_names=repair_names), True, "")


def load_peer(module: str, package: str) -> Any:
    """Another program's module; raises `ImportError` with what to install if it is missing.

    Source: ours
    """
    try:
        return importlib.import_module(module)
    except ImportError:
        raise ImportError(f"{package} is not installed, and this conversion needs it; pip install {package}") from None


def _float(number: Fraction) -> float:
    try:
        return float(number)
    except OverflowError:
        raise GameError("a payoff is beyond the largest float, about 1.8e308; floats cannot hold this game") from None


def _rounded(value: Any, game: Game) -> Converted[Any]:
    """What a conversion to floats did to the payoffs."""
    lost = sorted({number for row in game.table for number in row if Fraction(float(number)) != number})
    names = "names are lost"
    if not lost:
        return Converted(value, True, names)
    shown = ", ".join(format_exact(number)[:50] for number in lost[:3]) + (", …" if len(lost) > 3 else "")
    return Converted(value, False, f"{names}; {len(lost)} payoffs became the nearest float: {shown}")


def _from_cells(cells: Any, n: int, exact: bool, max_denominator: int | None, title: str) -> Converted[Game]:
    """Exact numbers as they are, floats as the caller wants them."""
    leaves = cells
    for _ in range(n):
        leaves = list(itertools.chain.from_iterable(leaves))
    players = [f"Player {k + 1}" for k in range(n)]
    if not exact and max_denominator is None:
        if any(isinstance(leaf, float) for leaf in leaves):
            raise GameError(
                "the payoffs are floats; say how they become exact: exact=True (shortest decimal) or max_denominator=…"
            )
        return Converted(Game.from_payoffs(cells, players=players, title=title), True, "")
    game = Game.from_floats(cells, exact=exact, max_denominator=max_denominator, players=players, title=title)
    chosen = itertools.chain.from_iterable(game.table)
    same = all(Fraction(leaf) == number for leaf, number in zip(leaves, chosen, strict=True))
    return Converted(game, same, game.rounding)


def _gambit_names(names: Sequence[str]) -> tuple[str, ...]:
    good = all(name.isascii() and "  " not in name and "\\" not in name for name in names)
    return tuple(names) if good else tuple(str(k + 1) for k in range(len(names)))


def _nested(flat: Sequence[Any], shape: Sequence[int]) -> list[Any]:
    """A flat list in lexicographic order as lists nested to this shape."""
    values = list(flat)
    for size in reversed(shape[1:]):
        values = [values[k : k + size] for k in range(0, len(values), size)]
    return values
