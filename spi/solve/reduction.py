"""Iterated elimination of strictly dominated actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from operator import eq, gt
from typing import Literal

from spi.core.display import html_of
from spi.core.game import Game, flat_indices, require_game, subset_game
from spi.core.numbers import to_integers
from spi.errors import GameError

__all__ = ["Dominance", "Elimination", "Mixture", "Reduction", "dominated", "dominates", "is_reduced", "reduce"]

LARGE = 1 << 11
"""Profiles from which arrays take over. Below, the worst games take about as long here as loading numpy: 0.1 s."""

Dominance = Literal["pure", "mixed"]

Mixture = tuple[tuple[str, Fraction], ...]
"""Actions with their positive probabilities."""


@dataclass(frozen=True, slots=True)
class Elimination:
    """One step: `player` loses `action`.

    Parameters
    ----------
    player, action : str
    by : str or tuple of (action, Fraction)
        The action, alive at that moment, that dominates it or that it duplicates; for `"mixed"` the mixture.
    rule : "dominated" or "duplicate" or "mixed"

    Source: oesterheld-conitzer-2022, Assumption 1
    """

    player: str
    action: str
    by: str | Mixture
    rule: Literal["dominated", "duplicate", "mixed"] = "dominated"

    def __str__(self) -> str:
        if isinstance(self.by, str):
            verb = "duplicates" if self.rule == "duplicate" else "is strictly dominated by"
            return f"{self.player}: {self.action} {verb} {self.by}"
        mixture = " + ".join(f"{weight}·{action}" for action, weight in self.by)
        return f"{self.player}: {self.action} is strictly dominated by the mixture {mixture}"

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Reduction:
    """What is left of a game, and how it came to that.

    Parameters
    ----------
    game : Game
        The game before.
    reduced : Game
        The game of the survivors, with the same payoffs.
    steps : tuple of Elimination
        A log that can be replayed; its order is one of many, `reduced` is not.
    dominance : "pure" or "mixed"
        The notion of dominance.
    duplicates : bool
        Whether duplicate actions were merged.

    Source: oesterheld-conitzer-2022, Assumption 1, Lemma 19
    """

    game: Game
    reduced: Game
    steps: tuple[Elimination, ...]
    dominance: Dominance
    duplicates: bool

    def __str__(self) -> str:
        from spi.report.text import reduction_text

        return reduction_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import reduction_html

        return reduction_html(self)

    def _repr_latex_(self) -> str:
        from spi.report.html import reduction_latex

        return reduction_latex(self)


def reduce(game: Game, *, dominance: Dominance = "pure", duplicates: bool = False) -> Reduction:
    """Delete strictly dominated actions one after the other until none is left.

    Parameters
    ----------
    game : Game
    dominance : "pure" or "mixed"
        `"pure"`, the paper's notion: an action is deleted only if another *action* is strictly better against every
        profile of the others' actions. `"mixed"` also deletes what only a mixture of actions beats.
    duplicates : bool
        Also delete an action that gives *every* player the same payoffs as another one, against every profile of
        the others' actions. The survivors are then unique up to exchanging duplicates.

    Returns
    -------
    Reduction
        With pure or mixed dominance alone, the reduced game does not depend on the order of elimination (Lemma 19).

    Notes
    -----
    Exact. Small games are reduced here, at the cost of rounds × actions² × profiles comparisons; from `LARGE` profiles
    on, `reduce_arrays` does it, in little more time than it takes to read the payoffs. With mixtures, there is a linear
    program for each action that is not a best reply to a profile of the others.

    See Also
    --------
    reduce_arrays : the same without building a `Game`, which for large games takes longer than reducing them.

    Examples
    --------
    >>> from spi.core.gamefile import load_game
    >>> reduction = reduce(load_game("oesterheld-conitzer-2022/temptation"))
    >>> [str(step) for step in reduction.steps]
    ['Player 1: R is strictly dominated by T', 'Player 2: F is strictly dominated by C']
    >>> reduction.reduced.actions
    (('T',), ('C',))

    Source: oesterheld-conitzer-2022, Assumption 1, Lemma 19
    """
    require_game(game)
    if dominance not in ("pure", "mixed"):
        raise GameError(f"dominance={dominance!r}; accepted: 'pure' or 'mixed'")
    if len(game.table) >= LARGE:
        return _reduce_large(game, dominance, duplicates)
    table = to_integers(game.table)
    alive = [list(range(size)) for size in game.shape]
    steps = []
    while (found := next(_removable(game, table, alive, dominance, duplicates), None)) is not None:
        i, x, step = found
        alive[i].remove(x)
        steps.append(step)
    survivors = [[own[x] for x in kept] for own, kept in zip(game.actions, alive, strict=True)]
    return Reduction(game, subset_game(game, survivors), tuple(steps), dominance, duplicates)


def is_reduced(game: Game) -> bool:
    """Is no action of the game strictly dominated by another action?

    Parameters
    ----------
    game : Game

    Returns
    -------
    bool

    Source: oesterheld-conitzer-2022, Assumption 1, Lemma 19
    """
    if len(game.table) >= LARGE:
        return not _reduce_large(game, "pure", False).steps
    alive = [list(range(size)) for size in game.shape]
    return next(_removable(game, to_integers(game.table), alive, "pure", False), None) is None


def dominates(game: Game, player: str, by: str, action: str) -> bool:
    """Is one action strictly better for its player than another, against every profile of the others' actions?

    Parameters
    ----------
    game : Game
    player, by, action : str
        `by` is the better one.

    Returns
    -------
    bool

    Raises
    ------
    GameError
        For an unknown player or action.

    Examples
    --------
    >>> dominates(Game.from_payoffs([["3, 3", "1, 4"], ["4, 1", "2, 2"]]), "Player 1", "a2", "a1")
    True

    Source: oesterheld-conitzer-2022, Assumption 1
    """
    i = game.player_index(player)
    others = [*game.actions[:i], *game.actions[i + 1 :]]
    return all(game[(*a[:i], by, *a[i:])][i] > game[(*a[:i], action, *a[i:])][i] for a in product(*others))


def dominated(
    table: Sequence[tuple[int, ...]], shape: Sequence[int], alive: Sequence[Sequence[int]], players: Iterable[int]
) -> Iterator[tuple[int, int, int]]:
    """Triples (player, action, a better one) among what is alive, for these players; positions, not names.

    Source: oesterheld-conitzer-2022, Assumption 1
    """
    for i in players:
        rows = _own_payoffs(table, shape, alive, i)
        yield from ((i, x, y) for x in alive[i] for y in alive[i] if x != y and all(map(gt, rows[y], rows[x])))


def _reduce_large(game: Game, dominance: Dominance, duplicates: bool) -> Reduction:
    """As `reduce`, by arrays."""
    from spi.solve.array_reduction import integer_array, reduced_arrays  # numpy, which small games do without

    columns = zip(*game.table, strict=True)
    found = reduced_arrays([integer_array(column, game.shape) for column in columns], dominance, duplicates)
    steps = []
    for step in found.steps:
        names = game.actions[step.player]
        by = names[step.by] if isinstance(step.by, int) else tuple((names[y], p) for y, p in step.by)
        steps.append(Elimination(game.players[step.player], names[step.action], by, step.rule))
    survivors = [[own[x] for x in kept] for own, kept in zip(game.actions, found.survivors, strict=True)]
    return Reduction(game, subset_game(game, survivors), tuple(steps), dominance, duplicates)


def _removable(
    game: Game, table: Sequence[tuple[int, ...]], alive: list[list[int]], dominance: Dominance, duplicates: bool
) -> Iterator[tuple[int, int, Elimination]]:
    """Actions that can be deleted now, with the reason; pure dominance first, mixtures last."""
    for i, x, y in dominated(table, game.shape, alive, range(len(alive))):
        yield i, x, Elimination(game.players[i], game.actions[i][x], game.actions[i][y])
    if duplicates:
        for i, own in enumerate(alive):
            full = _all_payoffs(table, game.shape, alive, i)
            for x in reversed(own):
                for y in own:
                    if x != y and full[x] == full[y]:
                        yield i, x, Elimination(game.players[i], game.actions[i][x], game.actions[i][y], "duplicate")
    if dominance == "mixed":
        from spi.solve.zero_sum import solve_zero_sum  # linear programming, which nothing else here needs

        for i in range(len(alive)):
            rows = _own_payoffs(table, game.shape, alive, i)
            best = list(map(max, zip(*rows.values(), strict=True)))
            for x in alive[i]:
                others = [y for y in alive[i] if y != x]
                if not any(map(eq, rows[x], best)):  # a best reply to a profile is dominated by no mixture
                    gains = [[u - v for u, v in zip(rows[y], rows[x], strict=True)] for y in others]
                    solution = solve_zero_sum(gains)
                    if solution.value > 0:
                        names = game.actions[i]
                        mixture = tuple((names[y], p) for y, p in zip(others, solution.row, strict=True) if p)
                        yield i, x, Elimination(game.players[i], names[x], mixture, "mixed")


def _own_payoffs(
    table: Sequence[tuple[int, ...]], shape: Sequence[int], alive: Sequence[Sequence[int]], player: int
) -> dict[int, list[int]]:
    """For each alive action of a player, her payoffs against the others' alive profiles, in one fixed order."""
    return {
        x: [table[k][player] for k in flat_indices([*alive[:player], [x], *alive[player + 1 :]], shape)]
        for x in alive[player]
    }


def _all_payoffs(
    table: Sequence[tuple[int, ...]], shape: Sequence[int], alive: Sequence[Sequence[int]], player: int
) -> dict[int, list[tuple[int, ...]]]:
    """As `_own_payoffs`, with everybody's payoffs."""
    return {
        x: [table[k] for k in flat_indices([*alive[:player], [x], *alive[player + 1 :]], shape)] for x in alive[player]
    }
