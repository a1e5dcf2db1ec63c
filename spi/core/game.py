"""Games in strategic form with exact payoffs."""

from __future__ import annotations

import hashlib
import itertools
import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from spi.core.nested import plain, read_nested, zip_nested
from spi.core.numbers import exact, exact_from_float, format_exact
from spi.errors import GameError

if TYPE_CHECKING:
    from spi.core.parametric_game import ParametricGame

__all__ = [
    "Game",
    "Profile",
    "canonical_text",
    "check_names",
    "is_profile",
    "profiles",
    "read_position",
    "require_game",
    "subset_game",
]

Profile = tuple[str, ...]
"""One action per player, in player order."""

G = TypeVar("G", "Game", "ParametricGame")

_MAX_NAME = 200


@dataclass(frozen=True, slots=True, eq=False)
class Game:
    """A finite game in strategic form, Γ = (A, u), with exact payoffs.

    Two games are equal if they have the same players in the same order, the same set of actions for each player and
    the same payoffs at each profile; title, source and the order of actions do not count. Actions of different
    players are different objects even when they share a label.

    Parameters
    ----------
    players : tuple of str, length n
        Distinct names.
    actions : tuple of tuple of str, length n
        For each player the non-empty tuple of her distinct actions.
    table : tuple of tuple of Fraction, shape (number of profiles, n)
        Payoff vectors in lexicographic order of the actions as listed, the last player's changing fastest.
    title, source : str
        For people.
    rounding : str
        How payoffs that were given as floats became exact; empty if they were given exactly.

    Raises
    ------
    GameError
        Naming the player, action or profile at fault.

    See Also
    --------
    Game.from_payoffs, Game.from_arrays, Game.from_floats, spi.load_game

    Examples
    --------
    >>> game = Game.from_payoffs([["3, 3", "1, 4"], ["4, 1", "2, 2"]], actions=[["C", "D"], ["C", "D"]])
    >>> game["D", "C"]
    (Fraction(4, 1), Fraction(1, 1))

    Source: oesterheld-conitzer-2022, section 2
    """

    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]
    table: tuple[tuple[Fraction, ...], ...]
    title: str = ""
    source: str = ""
    rounding: str = ""
    _index: tuple[dict[str, int], ...] = field(init=False, repr=False)
    _canonical: list[Any] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        for name in ("players", "actions", "table"):
            if not isinstance(getattr(self, name), tuple):
                raise GameError(
                    f"{name} is a {type(getattr(self, name)).__name__}, not a tuple; or use Game.from_payoffs"
                )
        if not all(isinstance(own, tuple) for own in self.actions):
            raise GameError("actions is not a tuple of tuples; or use Game.from_payoffs")
        check_names("player", self.players)
        if len(self.actions) != len(self.players):
            raise GameError(
                f"{len(self.actions)} lists of actions for {len(self.players)} players; one per player is needed"
            )
        for player, actions in zip(self.players, self.actions, strict=True):
            check_names(f"action of {player}", actions)
        size = math.prod(map(len, self.actions))
        if len(self.table) != size:
            raise GameError(f"{len(self.table)} payoff vectors for {size} profiles ({self._shape_text()})")
        for row in self.table:
            if len(row) != len(self.players):
                raise GameError(f"a payoff vector of {len(row)} numbers in a game of {len(self.players)} players")
        if not all(type(u) is Fraction for row in self.table for u in row):
            place = "table; from_payoffs says which"
            object.__setattr__(self, "table", tuple(tuple(exact(u, place=place) for u in row) for row in self.table))
        object.__setattr__(self, "_index", tuple({a: k for k, a in enumerate(own)} for own in self.actions))
        object.__setattr__(self, "_canonical", [])

    @classmethod
    def from_payoffs(
        cls,
        payoffs: object,
        *,
        actions: Sequence[Sequence[str]] | None = None,
        players: Sequence[str] | None = None,
        title: str = "",
        source: str = "",
    ) -> Game:
        """Build a game from nested payoffs.

        Parameters
        ----------
        payoffs : nested sequences, shape (|A1|, …, |An|)
            `payoffs[a1][a2]…[an]` is a string `"u1, u2, …, un"` or a sequence of n exact numbers.
        actions : sequence of sequences of str, optional
            Names; by default a1, a2, … for the first player, b1, b2, … for the second, and so on.
        players : sequence of str, optional
            Names; by default Player 1, Player 2, …
        title, source : str
            For people.

        Returns
        -------
        Game

        Raises
        ------
        GameError
            For ragged or empty payoffs, floats, duplicate or empty names: says where and what would be accepted.

        Source: ours
        """
        return cls._from_nested(payoffs, exact, actions, players, title, source, "")

    @classmethod
    def from_arrays(
        cls,
        *arrays: object,
        actions: Sequence[Sequence[str]] | None = None,
        players: Sequence[str] | None = None,
        title: str = "",
        source: str = "",
    ) -> Game:
        """Build a game from one array of exact payoffs per player.

        Parameters
        ----------
        *arrays : n nested sequences or numpy arrays of exact numbers, each of shape (|A1|, …, |An|)
            The k-th is the k-th player's payoff.
        actions, players, title, source
            As in `from_payoffs`.

        Returns
        -------
        Game

        Raises
        ------
        GameError
            For arrays of different shapes, ragged ones, floats.

        Examples
        --------
        >>> Game.from_arrays([[3, 1], [4, 2]], [[3, 4], [1, 2]])["a2", "b1"]
        (Fraction(4, 1), Fraction(1, 1))

        Source: ours
        """
        if not arrays:
            raise GameError("no payoffs given; accepted: one array per player")
        return cls._from_nested(
            zip_nested([plain(a) for a in arrays], len(arrays), ()), exact, actions, players, title, source, ""
        )

    @classmethod
    def from_floats(
        cls,
        payoffs: object,
        *,
        exact: bool = False,
        max_denominator: int | None = None,
        actions: Sequence[Sequence[str]] | None = None,
        players: Sequence[str] | None = None,
        title: str = "",
        source: str = "",
    ) -> Game:
        """Build a game from floats, by a conversion that is named and that the game remembers.

        Parameters
        ----------
        payoffs : nested sequences or a numpy array, shape (|A1|, …, |An|, n)
            The innermost sequences hold one number per player.
        exact : bool
            Read each float as the shortest decimal that denotes it: `0.1` becomes 1/10, `0.1 + 0.2` becomes
            30000000000000004/100000000000000000.
        max_denominator : int
            Instead, take the closest fraction with at most this denominator.
        actions, players, title, source
            As in `from_payoffs`.

        Returns
        -------
        Game
            Its `rounding` says which conversion was made.

        Raises
        ------
        GameError
            Unless exactly one of `exact=True` and `max_denominator=…` is given; for NaN and infinities.

        Source: ours
        """
        if exact == (max_denominator is not None):
            raise GameError(
                "say how floats become exact: exact=True (shortest decimal) or max_denominator=… (one of the two)"
            )
        if max_denominator is not None and max_denominator < 1:
            raise GameError(f"max_denominator={max_denominator}; accepted: an int of at least 1")
        rounding = (
            "shortest decimal of each float"
            if exact
            else f"closest fraction with denominator at most {max_denominator}"
        )

        def convert(value: object, *, place: str = "") -> Fraction:
            return exact_from_float(value, max_denominator, place=place)

        return cls._from_nested(plain(payoffs), convert, actions, players, title, source, rounding)

    @classmethod
    def _from_nested(
        cls,
        payoffs: object,
        convert: Any,
        actions: Sequence[Sequence[str]] | None,
        players: Sequence[str] | None,
        title: str,
        source: str,
        rounding: str,
    ) -> Game:
        named_players, named_actions, table = read_nested(payoffs, convert, actions, players)
        return cls(named_players, named_actions, table, title, source, rounding)

    def _with_payoffs(self, payoffs: object, actions: Sequence[Sequence[str]], title: str) -> Game:
        """A game of the same players."""
        return Game.from_payoffs(payoffs, actions=actions, players=self.players, title=title)

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of actions of each player."""
        return tuple(map(len, self.actions))

    @property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) of the canonical text of `games/README.md`: equal exactly for equal games."""
        return hashlib.sha256(canonical_text(self).encode()).hexdigest()

    def player_index(self, player: str | int) -> int:
        """Position of a player, by name, or by position, from 0; raises `GameError` with the names that exist."""
        return read_position("player", self.players, player)

    def profile_index(self, profile: Sequence[str]) -> int:
        """Position of a profile in `table`; raises `GameError` naming what is wrong with it."""
        if isinstance(profile, str) or len(profile) != len(self.players):
            raise GameError(
                f"{profile!r} is not a profile; accepted: one action each, in the order {', '.join(self.players)}"
            )
        k = 0
        for player, own, index, action in zip(self.players, self.actions, self._index, profile, strict=True):
            if action not in index:
                raise GameError(f"{player} has no action {action!r}; the actions are {', '.join(own)}")
            k = k * len(own) + index[action]
        return k

    def __getitem__(self, profile: Sequence[str]) -> tuple[Fraction, ...]:
        return self.table[self.profile_index(profile)]

    def _canonical_form(self) -> tuple[object, ...]:
        """Players, sorted actions and the table in their order; computed once."""
        if not self._canonical:
            actions = tuple(tuple(sorted(own)) for own in self.actions)
            if actions == self.actions:
                table = self.table
            else:
                orders = [[index[a] for a in own] for own, index in zip(actions, self._index, strict=True)]
                table = tuple(self.table[k] for k in flat_indices(orders, self.shape))
            self._canonical.append((self.players, actions, table))
        form: tuple[object, ...] = self._canonical[0]
        return form

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Game):
            return NotImplemented
        return self._canonical_form() == other._canonical_form()

    def __hash__(self) -> int:
        return hash(self._canonical_form())

    def _shape_text(self) -> str:
        return " × ".join(map(str, self.shape)) + " actions"

    def __repr__(self) -> str:
        title = f" {self.title!r}" if self.title else ""
        return f"<Game{title}: {', '.join(self.players)}; {self._shape_text()}>"

    def __str__(self) -> str:
        from spi.report.text import game_text

        return game_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import game_html

        return game_html(self)

    def _repr_latex_(self) -> str:
        from spi.report.html import game_latex

        return game_latex(self)


def flat_indices(indices: Sequence[Sequence[int]], shape: Sequence[int]) -> Iterator[int]:
    """Positions in a flat table of this shape of the block with these indices, in lexicographic order.

    Source: ours
    """
    strides = [math.prod(shape[k + 1 :]) for k in range(len(shape))]
    offsets = [[x * stride for x in own] for own, stride in zip(indices, strides, strict=True)]
    return map(sum, itertools.product(*offsets))


def profiles(game: Game | ParametricGame) -> Iterator[Profile]:
    """All profiles of a game, in the order of its table.

    Parameters
    ----------
    game : Game or ParametricGame

    Yields
    ------
    Profile
        One action per player; the last player's changes quickest.

    Source: oesterheld-conitzer-2022, section 2
    """
    return itertools.product(*game.actions)


def is_profile(game: Game, profile: Sequence[str]) -> bool:
    """Is this one of the game's profiles?

    Source: oesterheld-conitzer-2022, section 2
    """
    return len(profile) == len(game.players) and all(x in own for x, own in zip(profile, game._index, strict=True))


def subset_game(
    game: G,
    actions: Mapping[str, Sequence[str]] | Sequence[Sequence[str]],
    payoffs: object = None,
    *,
    title: str = "",
) -> G:
    """Build the subset game Γˢ = (Aˢ, uˢ) of a game.

    Parameters
    ----------
    game : Game or ParametricGame
        Γ, the game that the original players are in.
    actions : mapping from player to actions, or one sequence of actions per player
        Aˢ; in a mapping, players who are not named keep all of their actions.
    payoffs : nested payoffs of shape (|Aˢ1|, …, |Aˢn|), optional
        uˢ, the utilities that the representatives are given; by default u restricted to Aˢ.
    title : str
        For people.

    Returns
    -------
    Game or ParametricGame
        Of the same kind; with the parameters and the bounds of `game`.

    Raises
    ------
    GameError
        For unknown players or actions, an empty set of actions, ragged payoffs.

    Examples
    --------
    >>> temptation = Game.from_payoffs([["1, 2", "5, 1"], ["0, 0", "4, 4"]], actions=[["T", "R"], ["C", "F"]])
    >>> subset_game(temptation, {"Player 1": ["R"]}).actions
    (('R',), ('C', 'F'))

    Source: oesterheld-conitzer-2022, section 2
    """
    if isinstance(actions, Mapping):
        for player in actions:
            game.player_index(player)
        chosen = [actions.get(player, own) for player, own in zip(game.players, game.actions, strict=True)]
    else:
        chosen = list(actions)
    if len(chosen) != len(game.players):
        raise GameError(f"{len(chosen)} lists of actions for {len(game.players)} players; one per player is needed")
    names = []
    for player, own, index, all_own in zip(game.players, chosen, game._index, game.actions, strict=True):
        if isinstance(own, str):
            raise GameError(f"the actions of {player} are the string {own!r}; accepted: a list of names")
        for action in own:
            if action not in index:
                raise GameError(f"{player} has no action {action!r} to keep; the actions are {', '.join(all_own)}")
        names.append(tuple(own))
    if payoffs is not None:
        return game._with_payoffs(payoffs, names, title)
    for player, kept in zip(game.players, names, strict=True):
        check_names(f"action of {player}", kept)
    indices = [[index[a] for a in kept] for index, kept in zip(game._index, names, strict=True)]
    table = tuple(game.table[k] for k in flat_indices(indices, game.shape))
    return replace(game, actions=tuple(names), table=table, title=title, source="")


def canonical_text(game: Game) -> str:
    """The text whose SHA-256 is the digest; its grammar is in `games/README.md`.

    Source: ours
    """
    players, actions, table = game._canonical_form()
    lines = ["spi-game 1"]
    for player, own in zip(players, actions, strict=True):  # type: ignore[call-overload]
        lines.append(f"player {player}")
        lines.extend(f"action {action}" for action in own)
    lines.extend("payoff " + " ".join(map(format_exact, row)) for row in table)  # type: ignore[attr-defined]
    return "\n".join(lines) + "\n"


def require_game(given: object) -> None:
    """Raise `GameError` unless this is a game; above all if it is the name of one.

    Source: ours
    """
    if not isinstance(given, Game):
        how = f"a Game, such as load_game({given!r})" if isinstance(given, str) else "a Game"
        raise GameError(f"{given!r} is no game; accepted: {how}")


def read_position(what: str, names: Sequence[str], given: str | int) -> int:
    """Where a player stands who is given by name or by position; raises `GameError` with what is accepted.

    Source: ours
    """
    if isinstance(given, str) and given in names:
        return names.index(given)
    if isinstance(given, int) and not isinstance(given, bool) and 0 <= given < len(names):
        return int(given)
    places = "" if isinstance(given, str) else f", and positions from 0 to {len(names) - 1}"
    raise GameError(f"no {what} {given!r} here; accepted: {', '.join(names)}{places}")


def check_names(what: str, names: Sequence[object]) -> None:
    """Raise `GameError` unless these are one or more distinct names, as `games/README.md` defines them.

    Source: ours
    """
    if not names:
        raise GameError(f"no {what}; at least one is needed")
    seen = set()
    for name in names:
        if not isinstance(name, str):
            raise GameError(f"{name!r} as name of a {what}; accepted: a string")
        if not 1 <= len(name) <= _MAX_NAME or name != name.strip(" "):
            raise GameError(
                f"{name[:50]!r} as name of a {what}; accepted: 1 to {_MAX_NAME} characters, no space at either end"
            )
        for character in name:
            if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp"):
                raise GameError(
                    f"{name!r} as name of a {what}: the character U+{ord(character):04X} is not allowed in names"
                )
        if name in seen:
            raise GameError(f"two times {name!r} as name of a {what}; names must be distinct")
        seen.add(name)
