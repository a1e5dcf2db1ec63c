"""Isomorphisms of games: relabellings that preserve payoffs up to positive affine maps.

Everything here works on *normalised* payoffs, (u − min)/(max − min) per player (0 where a player is indifferent):
two games are isomorphic exactly if some relabelling makes their normalised payoffs equal. Integers stand for them;
candidates are narrowed by colour refinement (two actions keep the same colour while the payoffs around them look alike)
and individualisation. Every map that is returned has been verified profile by profile, or is a product of such maps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, pairwise
from typing import Any

from spi.core.correspondence import ActionMaps
from spi.core.display import html_of
from spi.core.game import Game, flat_indices
from spi.solve.graph_isomorphism import has_nauty, nauty_images
from spi.solve.individualisation import Effort, Images, OutOfEffortError, find_images, new_path
from spi.solve.payoff_codes import Codes, array_codes, canonical_integers, payoff_codes
from spi.solve.refinement import Board, new_board, verify
from spi.solve.symmetries import canonical_order, symmetries, to_first

__all__ = [
    "CanonicalForm",
    "Isomorphism",
    "automorphisms",
    "canonical_form",
    "earlier_images",
    "find_isomorphism",
    "find_relabelling",
    "is_rigid",
    "isomorphism_along",
    "isomorphisms",
    "normalised",
]

Vector = tuple[Fraction, ...]

EASY = 8
"""Dead ends before symmetries of the target are looked for."""

HARD = 20_000
"""Dead ends before nauty is asked, where it is installed."""


@dataclass(frozen=True, slots=True)
class Isomorphism:
    """An isomorphism from a source game to a target game; players are never permuted.

    At every profile a of the source and for every player i, **source payoff = scale·target payoff + shift**:
    uᵢ(a) = scaleᵢ·u′ᵢ(Φ(a)) + shiftᵢ with scaleᵢ > 0.

    Parameters
    ----------
    maps : ActionMaps
        Per-player bijections Φᵢ.
    scale, shift : tuple of Fraction, length n
        A player whose payoff is constant has scale 1.

    Source: oesterheld-conitzer-2022, section 2 (repaired: D5)
    """

    maps: ActionMaps
    scale: tuple[Fraction, ...]
    shift: tuple[Fraction, ...]

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class CanonicalForm:
    """A game's representative: equal for two games exactly if they are isomorphic.

    Parameters
    ----------
    game : Game
        Actions named 0, 1, …, normalised payoffs.
    isomorphism : Isomorphism
        From the original game to `game`.

    Source: ours
    """

    game: Game
    isomorphism: Isomorphism

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


def isomorphisms(source: Game, target: Game) -> Iterator[Isomorphism]:
    """All isomorphisms from one game to another, one after the other.

    Parameters
    ----------
    source, target : Game
        Players correspond by position; their names do not matter.

    Yields
    ------
    Isomorphism
        Each exactly once; exact.

    Notes
    -----
    There can be as many as there are relabellings (a constant game has ∏|Aᵢ|!); ask for the first with
    `find_isomorphism`. All others are the first, followed by the symmetries of the target, which are products of few.

    Examples
    --------
    >>> pennies = Game.from_payoffs([["1, -1", "-1, 1"], ["-1, 1", "1, -1"]])
    >>> len(list(isomorphisms(pennies, pennies)))
    2

    Source: oesterheld-conitzer-2022, section 2 (repaired: D5)
    """
    codes = payoff_codes(source)
    others = codes if target is source else payoff_codes(target)
    boards = _boards(codes, others)
    if boards is None:
        return
    first = _find(*boards)
    if first is None:
        return
    build = _builder(source, target, codes, others)
    yield build(first)
    for images in symmetries(new_path(boards[1]), Effort()):
        composed = [images[y] for y in first]
        if composed != first:
            yield build(composed)


def find_isomorphism(source: Game, target: Game) -> Isomorphism | None:
    """The first isomorphism from one game to another, or None if they are not isomorphic.

    Parameters
    ----------
    source, target : Game

    Returns
    -------
    Isomorphism or None

    Examples
    --------
    >>> ladder = Game.from_payoffs([["0, 0", "1, 1"], ["2, 2", "5, 5"]])
    >>> find_isomorphism(ladder, Game.from_payoffs([["0, 0", "-1, -1"], ["-2, -2", "-5, -5"]])) is None
    True

    Source: oesterheld-conitzer-2022, section 2 (repaired: D5)
    """
    return next(isomorphisms(source, target), None)


def find_relabelling(source: Sequence[Any], target: Sequence[Any]) -> tuple[list[int], ...] | None:
    """The first isomorphism from one game to another, both as arrays: for each player the images of her actions.

    This is `find_isomorphism` for games that are too large to be written with fractions.

    Parameters
    ----------
    source, target : sequence of arrays of whole numbers, one per player, shape (|A1|, …, |An|)
        Of any integer type; exact.

    Returns
    -------
    tuple of list of int, or None
        Action k of the source's player i becomes action `maps[i][k]` of the target.

    Raises
    ------
    GameError
        For arrays of floats, or of other shapes than one axis per player.

    Examples
    --------
    >>> import numpy as np
    >>> u = np.array([[0, 3], [5, 1]])
    >>> find_relabelling([u, u], [2 * u[::-1] + 7, u[::-1]])
    ([1, 0], [0, 1])

    Source: oesterheld-conitzer-2022, section 2 (repaired: D5)
    """
    boards = _boards(array_codes(source), array_codes(target))
    found = None if boards is None else _find(*boards)
    if boards is None or found is None:
        return None
    return tuple([y - low for y in found[low:high]] for low, high in boards[0].bounds)


def isomorphism_along(source: Game, target: Game, maps: ActionMaps) -> Isomorphism | None:
    """The isomorphism that these maps of actions are, or None if they are none.

    Parameters
    ----------
    source, target : Game
    maps : ActionMaps
        One map per player, from the source's actions.

    Returns
    -------
    Isomorphism or None
        With the scales and shifts that make it one.

    Source: oesterheld-conitzer-2022, section 2 (repaired: D5)
    """
    known = maps.as_dict()
    for own, others, player in zip(source.actions, target.actions, maps.players, strict=True):
        if set(known[player]) != set(own) or sorted(known[player].values()) != sorted(others):
            return None
    images = [
        [others.index(known[player][x]) for x in own]
        for own, others, player in zip(source.actions, target.actions, maps.players, strict=True)
    ]
    codes, targets = payoff_codes(source), payoff_codes(target)
    boards = _boards(codes, targets)
    if boards is None:
        return None
    points = [low + y for (low, _), own in zip(boards[0].bounds, images, strict=True) for y in own]
    return _builder(source, target, codes, targets)(points) if verify(*boards, points) else None


def automorphisms(game: Game) -> Iterator[Isomorphism]:
    """All isomorphisms of a game with itself; on a finite game they leave the payoffs unchanged.

    Parameters
    ----------
    game : Game

    Yields
    ------
    Isomorphism
        The identity among them.

    Source: oesterheld-conitzer-2022, section 2
    """
    return isomorphisms(game, game)


def earlier_images(game: Game) -> dict[int, ActionMaps]:
    """For each action that some automorphism takes to an earlier one, an automorphism that takes it to the first such.

    Actions are numbered in player order, then in their own.

    Source: ours
    """
    codes = payoff_codes(game)
    build = _builder(game, game, codes, codes)
    found = to_first(symmetries(new_path(new_board(codes)), Effort()))
    return {x: build(images).maps for x, images in found.items()}


def is_rigid(game: Game) -> bool:
    """Is a game isomorphic with itself in one way only, so that an isomorphism from it is the only one?

    Parameters
    ----------
    game : Game

    Returns
    -------
    bool

    Source: ours
    """
    return len(list(islice(automorphisms(game), 2))) == 1


def canonical_form(game: Game) -> CanonicalForm:
    """A representative of the game's isomorphism class, and an isomorphism to it.

    Parameters
    ----------
    game : Game

    Returns
    -------
    CanonicalForm

    Notes
    -----
    The smallest table among the leaves of individualisation and refinement with the least colours; what symmetries
    take to each other is explored once. Exponential in the worst case.

    Source: ours
    """
    codes = payoff_codes(game)
    order = canonical_order(new_path(new_board(codes)))
    vectors = normalised(game)
    names = tuple(tuple(map(str, range(size))) for size in game.shape)
    canonical = Game(game.players, names, tuple(vectors[k] for k in flat_indices(order, game.shape)))
    images = [0] * sum(game.shape)
    low = 0
    for own in order:
        for place, x in enumerate(own):
            images[low + x] = low + place
        low += len(own)
    return CanonicalForm(canonical, _builder(game, canonical, codes, payoff_codes(canonical))(images))


def normalised(game: Game) -> list[Vector]:
    """Normalised payoffs (u − min)/(max − min), 0 where a player is indifferent, in the order of the table.

    Source: ours
    """
    columns = []
    for column in zip(*game.table, strict=True):
        integers, _, _ = canonical_integers(column)
        high = max(integers) or 1
        values = {v: Fraction(v, high) for v in set(integers)}
        columns.append([values[v] for v in integers])
    return list(zip(*columns, strict=True))


def _boards(source: Codes, target: Codes) -> tuple[Board, Board] | None:
    """Two games, ready for comparison, or None if it is clear that they are not isomorphic."""
    if source.shape != target.shape or source.palette != target.palette:
        return None
    board = new_board(source)
    return board, board if target is source else new_board(target)


def _find(source: Board, target: Board) -> Images | None:
    """The first bijection that preserves codes: at once, with symmetries of the target, or by nauty."""
    path = new_path(source)
    try:
        return find_images(path, target, (), Effort(EASY))
    except OutOfEffortError:
        limit = HARD if has_nauty() else None
    try:
        known = symmetries(new_path(target), Effort(limit)).generators
        return find_images(path, target, known, Effort(limit))
    except OutOfEffortError:
        return nauty_images(source, target)


def _builder(source: Game, target: Game, codes: Codes, others: Codes) -> Callable[[Images], Isomorphism]:
    """Makes isomorphisms of maps of points; they share their scales and shifts."""
    scale, shift = [], []
    for (low, step), (other, unit) in zip(codes.units, others.units, strict=True):
        scale.append(step / unit if unit else Fraction(1))
        shift.append(low - scale[-1] * other)
    names = [x for own in target.actions for x in own]
    ends = [sum(source.shape[:i]) for i in range(len(source.shape) + 1)]

    def build(images: Images) -> Isomorphism:
        pairs = tuple(
            tuple(zip(own, [names[y] for y in images[low:high]], strict=True))
            for own, (low, high) in zip(source.actions, pairwise(ends), strict=True)
        )
        return Isomorphism(ActionMaps(source.players, pairs), tuple(scale), tuple(shift))

    return build
