"""Games with a planted SPI, and near misses: a game beside a better copy of itself that nobody reaches alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from spi.core.correspondence import ActionMaps
from spi.core.display import html_of
from spi.core.game import Game, Profile, profiles, subset_game
from spi.core.numbers import Exact, exact, format_exact
from spi.errors import GameError
from spi.solve.reduction import is_reduced

__all__ = ["Planted", "planted_game", "two_block_game"]


@dataclass(frozen=True, slots=True)
class Planted:
    """A game and what is known of its SPIs by how it was built; `two_block_game` and `planted_game` make one.

    Parameters
    ----------
    game : Game
    base : Game
        What it reduces to.
    maps : ActionMaps
        From the actions of `base` to those of its better copy.
    broken : Profile or None
        The only outcome of `base` that the maps make worse for somebody; then the game has no SPI at all, strict or
        not. None: the maps build a strict SPI, and the maps of all others lead to the copy, too.
    unilateral : tuple of str, or None
        The players who can bring about an SPI alone; None if that is not known by construction.

    Source: ours
    """

    game: Game
    base: Game
    maps: ActionMaps
    broken: Profile | None
    unilateral: tuple[str, ...] | None

    @property
    def subset_game(self) -> Game:
        """The copy, in which the representatives are given the payoffs of `base`: uˢ = u∘Φ⁻¹."""
        before = self.maps.inverse()
        block = subset_game(self.game, self.maps.images())
        return Game(block.players, block.actions, tuple(self.base[before(b)] for b in profiles(block)))

    _repr_html_ = html_of


def two_block_game(
    base: Game,
    gains: Sequence[Sequence[Exact]],
    *,
    follow: bool = False,
    broken: tuple[Sequence[str], str] | None = None,
    stake: Exact | None = None,
) -> Planted:
    """Put beside a game a copy of it that is better for everybody, and make leaving for the copy alone ruinous.

    Parameters
    ----------
    base : Game
        Two or more players; no action may be dominated.
    gains : sequence of payoff vectors, one per profile of `base`
        How much more each player has in the copy, at least 0; somebody gains somewhere, unless the copy is broken.
    follow : bool
        Make it best for the others to leave once the first player has left.
    broken : (profile, player), optional
        Spoil the copy at this one profile: there the player has so little that she has less than in `base` in total.
    stake : exact number, optional
        What those win who stay while somebody leaves, and what those lose who leave. It is more than any payoff of the
        two blocks, and its negative less than any of `base`; by default the least such integer.

    Returns
    -------
    Planted
        Each player has her old actions x and, in the copy, x'. The first player can bring it about alone if the others
        follow and each of them gains the same everywhere; nobody can if they do not follow. If they follow, but some
        gain more here than there, it is not known.

    Raises
    ------
    GameError
        Saying which of these conditions fails.

    Notes
    -----
    Nobody goes to the copy by herself: staying wins the stake, leaving loses it. So the game reduces to `base`. An
    improving map cannot send an outcome of `base` to where only some have left, because somebody loses the stake
    there; so it sends all of them into `base`, which is trivial, or all into the copy. If the copy is broken, a player
    has less in it in total than in `base`, so that no bijection is without loss for her.

    One player who is kept in the copy does not bring the others there, because they win the stake by staying. If they
    follow the first player, they lose more by staying than they can lose in the copy; and there they bargain as
    before if their payoffs are the old ones up to a shift.

    Examples
    --------
    >>> from spi.core.gamefile import load_game
    >>> planted = two_block_game(load_game("ours/matching-pennies"), [[1, 0]] * 4)
    >>> planted.game.shape, planted.maps.images()[1]
    ((4, 4), ("h'", "t'"))

    Source: ours
    """
    gained = _read_gains(base, gains, broken is None)
    better = [tuple(u + g for u, g in zip(us, gs, strict=True)) for us, gs in zip(base.table, gained, strict=True)]
    high, low = max(map(max, better)), min(map(min, base.table))
    win = Fraction(max(high, -low, Fraction(0)) // 1 + 1) if stake is None else exact(stake, place="the stake")
    if win <= high or -win >= low:
        raise GameError(
            f"a stake of {format_exact(win)}; accepted: more than {format_exact(high)}, and its negative less than "
            f"{format_exact(low)}, so that nobody leaves alone"
        )
    floor = min(map(min, better)) - 1
    where = None
    if broken is not None:
        where, k, i = tuple(broken[0]), base.profile_index(broken[0]), base.player_index(broken[1])
        worse = better[k][i] - sum(row[i] for row in gained) - 1
        better[k] = (*better[k][:i], worse, *better[k][i + 1 :])

    def payoffs(chosen: Sequence[tuple[str, bool]]) -> tuple[Fraction, ...]:
        left = [gone for _, gone in chosen]
        if all(left) or not any(left):
            k = base.profile_index([x for x, _ in chosen])
            return better[k] if left[0] else base.table[k]
        if follow and left[0]:
            return (-win, *(floor + gone for gone in left[1:]))
        return tuple(-win if gone else win for gone in left)

    copies = [_copies(own) for own in base.actions]
    everything = [[(x, gone) for gone in (False, True) for x in own] for own in base.actions]
    game = Game(
        base.players,
        tuple((*own, *new) for own, new in zip(base.actions, copies, strict=True)),
        tuple(map(payoffs, product(*everything))),
        f"{base.title or 'A game'} beside a {'better' if broken is None else 'broken'} copy",
        "ours",
    )
    pairs = (tuple(zip(own, new, strict=True)) for own, new in zip(base.actions, copies, strict=True))
    maps = ActionMaps(base.players, tuple(pairs))
    alone: tuple[str, ...] | None = ()
    if follow and broken is None:
        alone = base.players[:1] if len({row[1:] for row in gained}) == 1 else None
    return Planted(game, base, maps, where, alone)


def planted_game(
    shape: Sequence[int],
    *,
    seed: int,
    near_miss: bool = False,
    follow: bool = False,
    even: bool = True,
    top: int = 9,
    gain: int = 5,
) -> Planted:
    """Draw a game with a hidden SPI, or the same game with one payoff changed so that it has none.

    Parameters
    ----------
    shape : sequence of int
        How many actions each player keeps; the game has twice as many.
    seed : int
        Of numpy's `default_rng`; the same arguments always give the same game.
    near_miss : bool
        Break the map at one outcome for one player. Nothing else is different: the two games are a minimal pair.
    follow : bool
        As for `two_block_game`.
    even : bool
        All but the first player gain the same everywhere, so that the unilateral answer is known.
    top : int
        Payoffs that are not gained are drawn from 0 to `top`; every action earns `top` against something, so that
        nothing is dominated.
    gain : int
        Gains are drawn from 0 to `gain`; the last player gains at least 1 everywhere.

    Returns
    -------
    Planted
        Actions are called a1, a2, …, b1, … in an order that hides the blocks.

    Raises
    ------
    GameError
        For fewer than two players, no actions, and bounds below 1.

    Examples
    --------
    >>> pair = [planted_game([2, 3], seed=1, near_miss=spoilt) for spoilt in (False, True)]
    >>> sum(u != v for u, v in zip(pair[0].game.table, pair[1].game.table))
    1

    Source: ours
    """
    import numpy as np

    if len(shape) < 2 or min(shape) < 1 or min(top, gain) < 1:
        raise GameError(
            f"{len(shape)} players with {', '.join(map(str, shape))} actions, top={top}, gain={gain}; "
            "accepted: two players or more with an action each, and bounds of at least 1"
        )
    rng = np.random.default_rng(seed)
    n, size = len(shape), prod(shape)
    tables = [_undominated(rng, shape, i, top) for i in range(n)]
    gains = rng.integers(0, gain + 1, (size, n))
    gains[:, -1] = rng.integers(1, gain + 1, size)
    if even:
        gains[:, 1:] = gains[0, 1:]
    actions = [[f"x{k}" for k in range(own)] for own in shape]
    base = Game.from_arrays(*tables, actions=actions)
    where = [own[int(k)] for own, k in zip(actions, rng.integers(0, shape), strict=True)]
    flaw = where, base.players[int(rng.integers(0, n))]  # drawn in either case, so that all else is the same
    planted = two_block_game(base, gains.tolist(), follow=follow, broken=flaw if near_miss else None)
    return _hidden(planted, [rng.permutation(2 * own).tolist() for own in shape])


def _read_gains(base: Game, gains: Sequence[Sequence[Exact]], strict: bool) -> list[tuple[Fraction, ...]]:
    if len(base.players) < 2 or not is_reduced(base):
        raise GameError("a base with one player or with dominated actions; accepted: two or more, and a reduced game")
    read = [tuple(exact(g, place="a gain") for g in row) for row in gains]
    if len(read) != len(base.table) or any(len(row) != len(base.players) for row in read):
        raise GameError(
            f"{len(read)} vectors of gains for {len(base.table)} profiles; accepted: one each, a number per player"
        )
    if min(map(min, read)) < 0 or (strict and not any(map(any, read))):
        raise GameError("gains below 0, or none above; accepted: at least 0 for everybody, and more for somebody")
    return read


def _copies(own: Sequence[str]) -> tuple[str, ...]:
    strokes = "'"
    while {x + strokes for x in own} & set(own):
        strokes += "'"
    return tuple(x + strokes for x in own)


def _undominated(rng: Any, shape: Sequence[int], player: int, top: int) -> Any:
    """Payoffs of one player in which each of her actions earns the most there is against something."""
    table = rng.integers(0, top + 1, tuple(shape))
    for x in range(shape[player]):
        against = [int(k) for k in rng.integers(0, shape)]
        table[(*against[:player], x, *against[player + 1 :])] = top
    return table


def _hidden(planted: Planted, orders: Sequence[Sequence[int]]) -> Planted:
    """The same with the actions in another order, and with names that say nothing."""
    game = planted.game
    shuffled = [[own[k] for k in order] for own, order in zip(game.actions, orders, strict=True)]
    names = [{x: f"{chr(ord('a') + i % 26)}{k + 1}" for k, x in enumerate(own)} for i, own in enumerate(shuffled)]

    def renamed(part: Game) -> Game:
        kept = [[x for x in own if x in known] for own, known in zip(shuffled, part.actions, strict=True)]
        moved = subset_game(part, kept)
        actions = tuple(tuple(new[x] for x in own) for new, own in zip(names, moved.actions, strict=True))
        return Game(part.players, actions, moved.table, part.title, "ours")

    base = renamed(planted.base)
    images = [{new[x]: new[y] for x, y in pairs} for new, pairs in zip(names, planted.maps.pairs, strict=True)]
    maps = ActionMaps(
        game.players,
        tuple(tuple((x, to[x]) for x in own) for own, to in zip(base.actions, images, strict=True)),
    )
    broken = None if planted.broken is None else tuple(new[x] for new, x in zip(names, planted.broken, strict=True))
    return Planted(renamed(game), base, maps, broken, planted.unilateral)
