"""Games with a subset game for representatives to play, for questions about safe Pareto improvements on games."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Any

from spi.analysis.comparison import Comparison, compare
from spi.core.game import Game, Profile, profiles
from spi.core.game import subset_game as restricted
from spi.tasks.families.spi_verdict.verdicts import NOT, STRICT, WEAK, in_order
from spi.tasks.material.scenes import Cast, draw_cast

__all__ = ["Delegation", "comparison_word", "draw_delegations"]

Numbers = dict[Profile, list[int]]


@dataclass(frozen=True, slots=True)
class Delegation:
    """A game, a subset game, and how the second was meant to correspond to the first.

    Parameters
    ----------
    cast : Cast
    game, subset_game : Game
    meant : dict from profile to profile
        What each outcome of the reduced game was meant to become; where a payoff was spoilt it need not.

    Source: oesterheld-conitzer-2022, Definition 1 (repaired: D1)
    """

    cast: Cast
    game: Game
    subset_game: Game
    meant: dict[Profile, Profile]


@dataclass(frozen=True, slots=True)
class _Draft:
    cast: Cast
    meant: dict[Profile, Profile]
    payoffs: Numbers
    rewards: Numbers


SIZES = {1: ((2, 2), 0), 2: ((2, 2), 0), 3: ((2, 3), 0), 4: ((2, 2), 1), 5: ((2, 3), 1)}
"""By difficulty: how many actions survive, and how many others nobody ever uses."""

BYSTANDERS = {3: (0.3, 1), 4: (0.3, 1), 5: (0.4, 2)}
"""By difficulty: how often there is a third player who keeps what she has, and how many actions that is."""


def draw_delegations(
    random: Random, difficulty: int, wanted: tuple[str, str], *, near: bool
) -> tuple[Delegation, Delegation] | None:
    """Two games with subset games that have these verdicts and differ in one number, or None if none was found.

    Parameters
    ----------
    random : Random
    difficulty : int
    wanted : two verdicts
        Different ones.
    near : bool
        If one of them is no SPI: a single outcome becomes worse for a single player, by 1, or a single payoff of the
        representatives is by 1 another one than that of the copy.

    Returns
    -------
    (Delegation, Delegation) or None
        The number is a payoff of the game, or of the subset game.

    Notes
    -----
    Some actions T survive in the game, and as many others L are dominated by them. The subset game has the actions L
    and is a copy of the game on T in other units; what is drawn is what L is worth by the payoffs of the game. A third
    player, if there is one, has the same actions in both.
    Rejected are games in which something else survives, and those whose reduced form has symmetries that matter.

    Source: oesterheld-conitzer-2022, Proposition 6
    """
    draft = _draw(random, difficulty)
    first, second = in_order(wanted)
    for _ in range(random.randint(1, 3) if first == STRICT else 0):
        draft = _moved(random, draft, STRICT) or draft
    if _word(draft) != first:
        return None
    other = _moved(random, draft, second, rewards=second == NOT and random.random() < 0.4, near=near)
    if other is None:
        return None
    pair = _finished(draft), _finished(other)
    return pair if first == wanted[0] else (pair[1], pair[0])


def comparison_word(found: Comparison) -> str:
    """The verdict on a subset game.

    Source: oesterheld-conitzer-2022, Definition 1 (repaired: D1)
    """
    return NOT if not found.is_spi else STRICT if found.strict else WEAK


def _draw(random: Random, difficulty: int) -> _Draft:
    sizes, idle = SIZES[difficulty]
    sizes = sizes if random.random() < 0.5 else (sizes[1], sizes[0])
    share, kept = BYSTANDERS.get(difficulty, (0.0, 0))
    counts, third = [2 * k + idle for k in sizes], 2
    if random.random() < share:
        third, sizes = random.randrange(3), (2, 2)
        counts = [4, 4]
        counts.insert(third, kept)
    while True:
        cast = draw_cast(random, counts)
        orders = [random.sample(own, len(own)) for own in cast.actions]
        halves = [(own, own) for own in orders]
        for seat, k in zip([seat for seat in range(len(counts)) if seat != third], sizes, strict=True):
            halves[seat] = orders[seat][:k], orders[seat][k : 2 * k]
        stay, safe = ([own[half] for own in halves] for half in (0, 1))
        meant = dict(zip(product(*stay), product(*safe), strict=True))
        payoffs = _payoffs(random, cast, stay, meant)
        units = [(random.randint(1, 3), random.randint(-8, 8)) for _ in counts]
        rewards = {b: [m * u + c for u, (m, c) in zip(payoffs[a], units, strict=True)] for a, b in meant.items()}
        draft = _Draft(cast, meant, payoffs, rewards)
        found = _compared(draft)
        as_meant = found.relation == "isomorphic" and set(profiles(found.reduction.reduced)) == set(meant)
        if as_meant and all(found.becomes(a) == (b,) for a, b in meant.items()):
            return draft


def _payoffs(random: Random, cast: Cast, stay: Sequence[Sequence[str]], meant: dict[Profile, Profile]) -> Numbers:
    """Payoffs under which whoever leaves `stay` alone is worse off, and the copy is worth what it copies."""
    table: Numbers = {a: [random.randint(12, 28) for _ in a] for a in meant}
    table |= {b: list(table[a]) for a, b in meant.items()}
    for a in product(*cast.actions):
        if a in table:
            continue
        inside = [x in own for x, own in zip(a, stay, strict=True)]
        torn = [k for k, own in enumerate(stay) if len(own) < len(cast.actions[k])]
        low, high = random.randint(0, 5), random.randint(36, 48)
        table[a] = [random.randint(6, 31) for _ in a]
        if len({inside[k] for k in torn}) == 2:
            for k in torn:
                table[a][k] = high if inside[k] else low
    return table


def _moved(random: Random, draft: _Draft, wanted: str, *, rewards: bool = False, near: bool = False) -> _Draft | None:
    """The draft with one number changed by at most 3 so that the verdict is as wanted."""
    close = near and wanted == NOT
    table = draft.rewards if rewards else draft.payoffs
    touched = list(draft.rewards) if rewards or close else [*draft.meant, *draft.meant.values()]
    steps = (-1, 1) if rewards and close else (-3, -2, -1, 1, 2, 3)
    moves = [(a, seat, d) for a in touched for seat in range(len(a)) for d in steps]
    for a, seat, d in random.sample(moves, min(12, len(moves))):
        changed = {b: list(row) for b, row in table.items()}
        changed[a][seat] += d
        parts = (draft.payoffs, changed) if rewards else (changed, draft.rewards)
        moved = _Draft(draft.cast, draft.meant, *parts)
        if close and not rewards and _losses(moved) != [1]:
            continue
        if _word(moved) == wanted:
            return moved
    return None


def _losses(draft: _Draft) -> list[int]:
    """What players lose if the two games are played as they were meant to correspond."""
    pairs = ((draft.payoffs[a], draft.payoffs[b]) for a, b in draft.meant.items())
    return [x - y for old, new in pairs for x, y in zip(old, new, strict=True) if y < x]


def _word(draft: _Draft) -> str:
    return comparison_word(_compared(draft))


def _compared(draft: _Draft) -> Comparison:
    own = _finished(draft)
    return compare(own.game, own.subset_game)


def _finished(draft: _Draft) -> Delegation:
    cast = draft.cast
    game = cast.game([draft.payoffs[a] for a in product(*cast.actions)])
    used = [{b[k] for b in draft.rewards} for k in range(len(cast.players))]
    kept = [[x for x in own if x in chosen] for own, chosen in zip(cast.actions, used, strict=True)]
    rewards = _nested(kept, draft.rewards)
    return Delegation(cast, game, restricted(game, kept, rewards, title="What the representatives play"), draft.meant)


def _nested(actions: Sequence[Sequence[str]], rows: Numbers, start: Profile = ()) -> list[Any]:
    """Rows by profiles as a table of tables, one level for each player."""
    own, *rest = actions
    if not rest:
        return [rows[(*start, x)] for x in own]
    return [_nested(rest, rows, (*start, x)) for x in own]
