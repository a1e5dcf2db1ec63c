"""Isomorphisms of games: relabellings that preserve payoffs up to positive affine maps.

Everything here works on *normalised* payoffs, (u − min)/(max − min) per player (0 where a player is indifferent):
two games are isomorphic exactly if some relabelling makes their normalised payoffs equal. Candidates are narrowed by
colour refinement (two actions keep the same colour while the payoffs around them look alike) and individualisation;
every map that is returned has been verified profile by profile.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from spi.core.correspondence import ActionMaps
from spi.core.game import Game, flat_indices

__all__ = [
    "CanonicalForm",
    "Isomorphism",
    "automorphisms",
    "canonical_form",
    "find_isomorphism",
    "isomorphism_along",
    "isomorphisms",
    "normalised",
]

Vector = tuple[Fraction, ...]
Colours = list[list[int]]
"""For each player a colour for each action; colours are ranks, so that they mean the same in isomorphic games."""


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
    `find_isomorphism`.

    Examples
    --------
    >>> pennies = Game.from_payoffs([["1, -1", "-1, 1"], ["-1, 1", "1, -1"]])
    >>> len(list(isomorphisms(pennies, pennies)))
    2

    Source: oesterheld-conitzer-2022, section 2 (repaired: D5)
    """
    if source.shape != target.shape:
        return
    left, right = normalised(source), normalised(target)
    yield from (
        _isomorphism(source, target, maps)
        for maps in _matchings(left, right, source.shape, _uniform(source.shape), _uniform(source.shape))
    )


def find_isomorphism(source: Game, target: Game) -> Isomorphism | None:
    """The first isomorphism from one game to another, or None if they are not isomorphic.

    Examples
    --------
    >>> ladder = Game.from_payoffs([["0, 0", "1, 1"], ["2, 2", "5, 5"]])
    >>> find_isomorphism(ladder, Game.from_payoffs([["0, 0", "-1, -1"], ["-2, -2", "-5, -5"]])) is None
    True

    Source: oesterheld-conitzer-2022, section 2 (repaired: D5)
    """
    return next(isomorphisms(source, target), None)


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
    return (
        _isomorphism(source, target, images)
        if _agree(normalised(source), normalised(target), source.shape, images)
        else None
    )


def automorphisms(game: Game) -> Iterator[Isomorphism]:
    """All isomorphisms of a game with itself; on a finite game they leave the payoffs unchanged.

    Source: oesterheld-conitzer-2022, section 2
    """
    return isomorphisms(game, game)


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
    The smallest table among the leaves of individualisation and refinement; exchangeable twins are explored once.
    Exponential in the worst case.

    Source: ours
    """
    vectors = normalised(game)
    order = min(_labellings(vectors, game.shape), key=lambda order: _permuted(vectors, game.shape, order))
    table = tuple(_permuted(vectors, game.shape, order))
    names = tuple(tuple(map(str, range(size))) for size in game.shape)
    canonical = Game(game.players, names, table)
    images = [[own.index(x) for x in range(len(own))] for own in order]
    return CanonicalForm(canonical, _isomorphism(game, canonical, images))


def normalised(game: Game) -> list[Vector]:
    """Normalised payoffs (u − min)/(max − min), 0 where a player is indifferent, in the order of the table.

    Source: ours
    """
    columns = []
    for column in zip(*game.table, strict=True):
        low, high = min(column), max(column)
        columns.append([(v - low) / (high - low) if high > low else Fraction(0) for v in column])
    return list(zip(*columns, strict=True))


def _isomorphism(source: Game, target: Game, maps: Sequence[Sequence[int]]) -> Isomorphism:
    scale, shift = [], []
    for own, other in zip(zip(*source.table, strict=True), zip(*target.table, strict=True), strict=True):
        spread = max(other) - min(other)
        factor = (max(own) - min(own)) / spread if spread else Fraction(1)
        scale.append(factor)
        shift.append(min(own) - factor * min(other))
    pairs = tuple(
        tuple((x, others[y]) for x, y in zip(own, image, strict=True))
        for own, others, image in zip(source.actions, target.actions, maps, strict=True)
    )
    return Isomorphism(ActionMaps(source.players, pairs), tuple(scale), tuple(shift))


def _agree(
    left: Sequence[Vector], right: Sequence[Vector], shape: Sequence[int], maps: Sequence[Sequence[int]]
) -> bool:
    """Do the normalised payoffs agree at every profile and its image?"""
    return all(vector == right[image] for vector, image in zip(left, flat_indices(maps, shape), strict=True))


def _uniform(shape: Sequence[int]) -> Colours:
    return [[0] * size for size in shape]


def _refined(vectors: Sequence[Vector], shape: Sequence[int], colours: Colours) -> tuple[Colours, list[Any]]:
    """Split colours until stable; also what was seen on the way, which isomorphic games share."""
    trace: list[Any] = []
    everything = [list(range(size)) for size in shape]
    count = sum(len(set(own)) for own in colours)
    while True:
        coloured = [
            (*cell, vectors[k])
            for k, cell in zip(flat_indices(everything, shape), itertools.product(*colours), strict=True)
        ]
        refined, seen = [], []
        for i, own in enumerate(colours):
            around = [
                (own[x], sorted(coloured[k] for k in flat_indices([*everything[:i], [x], *everything[i + 1 :]], shape)))
                for x in range(shape[i])
            ]
            ranks: list[Any] = []
            for signature in sorted(around):
                if not ranks or ranks[-1] != signature:
                    ranks.append(signature)
            refined.append([ranks.index(signature) for signature in around])
            seen.append((ranks, sorted(refined[-1])))
        trace.append(seen)
        new_count = sum(len(set(own)) for own in refined)
        if new_count == count:
            return refined, trace
        colours, count = refined, new_count


def _split(colours: Colours) -> tuple[int, list[int]] | None:
    """Player and members of the first smallest colour class with more than one member."""
    classes = [
        (len(members), i, members)
        for i, own in enumerate(colours)
        for colour in sorted(set(own))
        if len(members := [x for x, c in enumerate(own) if c == colour]) > 1
    ]
    return min(classes)[1:] if classes else None


def _individualised(colours: Colours, player: int, action: int) -> Colours:
    """The action gets a colour of its own, just before its class."""
    own = [2 * c + 1 for c in colours[player]]
    own[action] -= 1
    return [*colours[:player], own, *colours[player + 1 :]]


def _matchings(
    left: Sequence[Vector], right: Sequence[Vector], shape: Sequence[int], mine: Colours, yours: Colours
) -> Iterator[list[list[int]]]:
    mine, seen = _refined(left, shape, mine)
    yours, also_seen = _refined(right, shape, yours)
    if seen != also_seen:
        return
    split = _split(mine)
    if split is None:
        maps = [[own.index(colour) for colour in row] for row, own in zip(mine, yours, strict=True)]
        if _agree(left, right, shape, maps):
            yield maps
        return
    player, members = split
    x = members[0]
    for y, colour in enumerate(yours[player]):
        if colour == mine[player][x]:
            yield from _matchings(
                left, right, shape, _individualised(mine, player, x), _individualised(yours, player, y)
            )


def _labellings(
    vectors: Sequence[Vector], shape: Sequence[int], colours: Colours | None = None
) -> Iterator[list[list[int]]]:
    """Orders of the actions at the leaves of individualisation and refinement."""
    refined, _ = _refined(vectors, shape, colours or _uniform(shape))
    split = _split(refined)
    if split is None:
        yield [sorted(range(len(own)), key=own.__getitem__) for own in refined]
        return
    player, members = split
    everything = [list(range(size)) for size in shape]
    explored = set()
    for x in members:
        # twins: exchanging two actions with the same payoffs everywhere is an automorphism, so one of them is enough
        slice_ = tuple(vectors[k] for k in flat_indices([*everything[:player], [x], *everything[player + 1 :]], shape))
        if slice_ not in explored:
            explored.add(slice_)
            yield from _labellings(vectors, shape, _individualised(refined, player, x))


def _permuted(vectors: Sequence[Vector], shape: Sequence[int], order: Sequence[Sequence[int]]) -> list[Vector]:
    return [vectors[k] for k in flat_indices(order, shape)]
