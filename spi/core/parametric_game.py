"""Games whose payoffs are affine forms in named parameters."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

from spi.core.affine import NAME, RESERVED, Affine, affine, read_point
from spi.core.conditions import ALWAYS, Condition, read_condition
from spi.core.game import Game, profiles
from spi.core.nested import read_nested
from spi.core.numbers import Exact, format_exact
from spi.errors import GameError

__all__ = ["ParametricGame", "as_parametric"]


@dataclass(frozen=True, slots=True, eq=False)
class ParametricGame:
    """A finite game in strategic form whose payoffs are affine in parameters: one game for each of their values.

    A parameter may stand for a payoff, a probability, or anything else that payoffs are affine in. Two such games are
    equal if they have the same players in the same order, the same set of actions for each player, the same payoffs
    at each profile, the same parameters and the same bounds; title, source and order do not count.

    Parameters
    ----------
    players : tuple of str, length n
    actions : tuple of tuple of str, length n
        As for `Game`.
    table : tuple of tuple of Affine, shape (number of profiles, n)
        Payoff vectors in lexicographic order of the actions as listed, the last player's changing fastest.
    parameters : tuple of str
        Distinct names. One that occurs nowhere is allowed.
    bounds : Condition
        What is known of the parameters, without alternatives.
    title, source : str
        For people.

    Raises
    ------
    GameError
        Naming the player, action, profile or parameter at fault.

    See Also
    --------
    ParametricGame.from_payoffs

    Examples
    --------
    >>> game = ParametricGame.from_payoffs([["d, d", "4, 1"], ["1, 4", "t, 1 + 2*t"]], bounds=["d <= 0"])
    >>> game.parameters, str(game["a2", "b2"][1])
    (('d', 't'), '2*t + 1')
    >>> game.at(d=-1, t="1/2")["a2", "b2"]
    (Fraction(1, 2), Fraction(2, 1))

    Source: ours
    """

    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]
    table: tuple[tuple[Affine, ...], ...]
    parameters: tuple[str, ...]
    bounds: Condition = ALWAYS
    title: str = ""
    source: str = ""
    _frame: Game = field(init=False, repr=False)
    _index: tuple[dict[str, int], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        zeros = tuple((Fraction(0),) * len(row) for row in self.table)
        frame = Game(self.players, self.actions, zeros, self.title)  # which checks names and sizes
        object.__setattr__(self, "_frame", frame)
        object.__setattr__(self, "_index", frame._index)
        names: Sequence[object] = self.parameters
        for k, name in enumerate(names):
            if not isinstance(name, str) or not NAME.fullmatch(name) or name in RESERVED:
                raise GameError(f"{name!r} as name of a parameter; accepted: letters, digits and _, as in 't' or 'd_1'")
            if name in names[:k]:
                raise GameError(f"two times {name!r} as name of a parameter; names must be distinct")
        if len(self.bounds.conjuncts) != 1:
            raise GameError(f"the bounds {self.bounds} have alternatives; accepted: comparisons that hold together")
        for a, row in zip(profiles(self), self.table, strict=True):
            for player, form in zip(self.players, row, strict=True):
                self._know(form.parameters, f"in the payoff of {player} at ({', '.join(a)})")
        self._know(self.bounds.parameters, "in the bounds")

    def _know(self, names: Iterable[str], place: str) -> None:
        for name in names:
            if name not in self.parameters:
                known = ", ".join(self.parameters) or "there are none"
                raise GameError(f"unknown parameter {name!r} {place}; the parameters: {known}")

    @classmethod
    def from_payoffs(
        cls,
        payoffs: object,
        *,
        parameters: Sequence[str] | None = None,
        bounds: str | Condition | Iterable[str] = ALWAYS,
        actions: Sequence[Sequence[str]] | None = None,
        players: Sequence[str] | None = None,
        title: str = "",
        source: str = "",
    ) -> ParametricGame:
        """Build a game from nested payoffs.

        Parameters
        ----------
        payoffs : nested sequences, shape (|A1|, …, |An|)
            `payoffs[a1][a2]…[an]` is a string `"u1, u2, …, un"` or a sequence of n forms as `affine` reads them:
            strings, exact numbers, expressions of sympy.
        parameters : sequence of str, optional
            Their names; by default those that occur in payoffs and bounds, in alphabetical order.
        bounds : str, Condition or several texts
            What is known of them, as `read_condition` reads it: `"0 <= p <= 1"`.
        actions, players, title, source
            As for `Game.from_payoffs`.

        Returns
        -------
        ParametricGame

        Raises
        ------
        GameError
            For payoffs that are not affine, floats, unknown parameters, ragged payoffs: says where.

        Source: ours
        """
        known = read_condition(bounds, place="bounds")
        named_players, named_actions, table = read_nested(payoffs, affine, actions, players)
        found = {x for row in table for form in row for x in form.parameters} | set(known.parameters)
        names = tuple(sorted(found)) if parameters is None else tuple(parameters)
        return cls(named_players, named_actions, table, names, known, title, source)

    def _with_payoffs(self, payoffs: object, actions: Sequence[Sequence[str]], title: str) -> ParametricGame:
        """A game of the same players, parameters and bounds."""
        return ParametricGame.from_payoffs(
            payoffs,
            actions=actions,
            players=self.players,
            parameters=self.parameters,
            bounds=self.bounds,
            title=title,
        )

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of actions of each player."""
        return self._frame.shape

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical text of `games/README.md`: equal exactly for equal players, actions and payoffs."""
        actions = [sorted(own) for own in self.actions]
        lines = ["spi-game 1"]
        for player, own in zip(self.players, actions, strict=True):
            lines += [f"player {player}", *(f"action {x}" for x in own)]
        lines += ["payoff " + " ".join(map(_canonical, self[a])) for a in product(*actions)]
        return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()

    def player_index(self, player: str | int) -> int:
        """Position of a player, by name, or by position, from 0; raises `GameError` with the names that exist."""
        return self._frame.player_index(player)

    def profile_index(self, profile: Sequence[str]) -> int:
        """Position of a profile in `table`; raises `GameError` naming what is wrong with it."""
        return self._frame.profile_index(profile)

    def at(self, point: Mapping[str, Exact] | None = None, /, **values: Exact) -> Game:
        """The game where the parameters have these values.

        Parameters
        ----------
        point : mapping from name to exact number, optional
        **values : exact numbers
            The same by keyword.

        Returns
        -------
        Game

        Raises
        ------
        GameError
            For missing and unknown parameters, values that are not exact, and values outside the bounds.

        Source: ours
        """
        full = {**(point or {}), **values}
        self._know(full, "among the values")
        exactly = read_point(full, self.parameters)
        for atom in self.bounds.conjuncts[0]:
            if not atom.at(exactly):
                shown = ", ".join(f"{name} = {format_exact(value)}" for name, value in exactly.items())
                raise GameError(f"{shown} is outside the bounds: {atom} does not hold")
        table = tuple(tuple(form.at(exactly) for form in row) for row in self.table)
        return Game(self.players, self.actions, table, self.title, self.source)

    def __getitem__(self, profile: Sequence[str]) -> tuple[Affine, ...]:
        return self.table[self.profile_index(profile)]

    def _identity(self) -> tuple[object, ...]:
        return self.digest, frozenset(self.parameters), frozenset(self.bounds.conjuncts[0])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ParametricGame):
            return NotImplemented
        return self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def __repr__(self) -> str:
        return f"{repr(self._frame)[:-1]}; parameters {', '.join(self.parameters) or 'none'}>"

    def __str__(self) -> str:
        from spi.report.text import game_text

        return game_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import game_html

        return game_html(self)

    def _repr_latex_(self) -> str:
        from spi.report.html import game_latex

        return game_latex(self)


def as_parametric(game: Game | ParametricGame) -> ParametricGame:
    """A game as one with parameters, of which it has none unless it is one already.

    Source: ours
    """
    if isinstance(game, ParametricGame):
        return game
    table = tuple(tuple(map(Affine, row)) for row in game.table)
    return ParametricGame(game.players, game.actions, table, (), ALWAYS, game.title, game.source)


def _canonical(form: Affine) -> str:
    """A form as the canonical text has it: a number, or a number and terms."""
    return format_exact(form.constant) + "".join(f"+{format_exact(k)}*{name}" for name, k in form.terms)
