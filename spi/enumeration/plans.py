"""Plans of outcome tables: for each product of families a formula over axes, from which any block is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

import numpy as np

from spi.core.display import html_of
from spi.core.game import Game
from spi.enumeration.axes import POISON, Axed, Pool, compressed, first_places
from spi.enumeration.blocks import FormulaTable, Region
from spi.enumeration.family_machine import FamilyMachine
from spi.enumeration.formulas import Branch, Sum, joint_tree
from spi.enumeration.pieces import Piece, pieces_of
from spi.enumeration.symbols import Quoted, UnsupportedError
from spi.errors import OverBudgetError
from spi.programs.encounters import kinds_in_value
from spi.programs.games import Outcome, ProgramGame, number_outcomes, outcome_of
from spi.programs.machines import DirectMachine
from spi.programs.members import Program
from spi.programs.spaces import ProgramSpace
from spi.programs.terms import kinds_in

__all__ = ["BUDGET", "TablePlan", "plan_table", "plan_tables"]

BUDGET = 200_000
"""Encounters that are played one by one, at most, unless it is said otherwise."""

_PROFILES = 1 << 22
"""Profiles of a game that is evaluated over axes, at most."""

_ENGINES = {"proves", "chance", "mix", "simulate", "delegate"}


@dataclass(frozen=True, slots=True, eq=False)
class TablePlan:
    """An outcome table that need not be in memory; `plan_table` makes one.

    Parameters
    ----------
    game : Game
    outcomes : tuple of Profile, Lottery or Undefined
        As in `OutcomeTable`.
    source : FormulaTable
        Their numbers.
    played : int
        Encounters that were played one by one, for all tables that were planned together.

    Source: ours
    """

    game: Game
    outcomes: tuple[Outcome, ...]
    source: FormulaTable
    played: int

    @property
    def size(self) -> int:
        """The number of profiles."""
        return prod(self.source.shape)

    def __repr__(self) -> str:
        shape = " × ".join(f"{n:,}" for n in self.source.shape)
        return f"<TablePlan: {shape} program profiles in {len(self.source.regions)} products of families>"

    _repr_html_ = html_of


def plan_table(games: ProgramGame, *, budget: int = BUDGET) -> TablePlan:
    """Find out what all profiles of programs do, without visiting each of them.

    Parameters
    ----------
    games : ProgramGame
    budget : int
        Encounters that may be played one by one: those of programs that draw by chance or prove things, and those
        that go wrong somewhere.

    Returns
    -------
    TablePlan

    Raises
    ------
    OverBudgetError
        If more encounters than that would have to be played one by one; it says why.

    Notes
    -----
    Takes one encounter for each pair of values of program-valued parameters (fewer if they do not look at one another),
    and arrays over the axes that a part of a program speaks of; no profile is visited.

    Source: ours
    """
    return plan_tables(games, [games.spaces], budget=budget)[0]


def plan_tables(
    games: ProgramGame, spaces: Sequence[Sequence[ProgramSpace | Sequence[Program]]], *, budget: int = BUDGET
) -> list[TablePlan]:
    """Several tables of one game that number outcomes alike, such as one before and one after a change.

    Parameters
    ----------
    games : ProgramGame
        Its own spaces do not count.
    spaces : sequence of n-tuples of ProgramSpace or sequences of Program
        For each table what each player submits; sequences may have repetitions.
    budget : int
        As for `plan_table`, for all of them together.

    Returns
    -------
    list of TablePlan

    Raises
    ------
    OverBudgetError
        As `plan_table`.

    Source: ours
    """
    builder = _Builder(games, budget)
    found = []
    for own in spaces:
        parts = product(*map(pieces_of, own))
        found.append((tuple(map(len, own)), [builder.region(pieces, own) for pieces in parts]))
    outcomes = number_outcomes(games.game, builder.others)
    places = {outcome: k for k, outcome in enumerate(outcomes)}
    dtype = np.min_scalar_type(len(outcomes) - 1)
    tables = [FormulaTable(shape, dtype, tuple(builder.numbered(r, places) for r in own)) for shape, own in found]
    return [TablePlan(games.game, outcomes, table, builder.played) for table in tables]


class _Builder:
    """Makes regions; what they have in common is worked out once."""

    def __init__(self, games: ProgramGame, budget: int) -> None:
        self.games, self.budget, self.played = games, budget, 0
        self.spaces: Sequence[Sequence[Program] | ProgramSpace] = games.spaces
        self.others: dict[Outcome, int] = {}  # what is no profile, numbered as it is met
        self.pool = Pool()
        self.machine = FamilyMachine(self.pool, DirectMachine(games.game.players, games.game))
        self.strides = [1] * len(games.game.players)
        for k in range(len(self.strides) - 1, 0, -1):
            self.strides[k - 1] = self.strides[k] * len(games.game.actions[k])

    def region(self, parts: Sequence[Piece], spaces: Sequence[Sequence[Program] | ProgramSpace]) -> Region:
        """What happens between the programs of these pieces."""
        shapes = tuple(piece.shape for piece in parts)
        places = tuple(piece.places for piece in parts)
        self.spaces = spaces
        why = self.obstacle(parts)
        if not why:
            try:
                return Region(places, shapes, self.by_axes(parts, shapes, places))
            except UnsupportedError as error:
                why = str(error)
            except RecursionError:
                why = "programs that are nested too deeply"
        return Region(places, shapes, self.one_by_one(places, shapes, why), why)

    def obstacle(self, parts: Sequence[Piece]) -> str:
        """What makes it impossible to evaluate these programs over axes."""
        if set(dict(self.games.options)) - {"randomness"}:
            return "the game has options of its own"
        if prod(map(len, self.games.game.actions)) > _PROFILES or len(parts) > 20:
            return "the game is too large"
        found: set[str] = set()
        for piece in parts:
            found.update(*(kinds_in(definition.body) for definition in piece.group.definitions))
            found.update(*(kinds_in_value(value) for _, columns in piece.axes for own in columns for value in own))
        return f"a program has {min(found & _ENGINES)}" if found & _ENGINES else ""

    def by_axes(
        self, parts: Sequence[Piece], shapes: tuple[tuple[int, ...], ...], places: tuple[Any, ...]
    ) -> Axed | Branch:
        number, programs = 0, []
        for seat, piece in enumerate(parts):
            bindings = {}
            for keys, columns in piece.axes:
                for key, column in zip(keys, columns, strict=True):
                    codes = np.array([self.pool.code(value) for value in column], dtype=np.int32)
                    own = np.arange(len(column), dtype=np.int32)
                    bindings[key] = compressed((number,), (own,), codes)
                number += 1
            programs.append(Quoted(piece.group, bindings, seat))
        formulas = [self.machine.plays(programs, seat) for seat in range(len(programs))]
        tree = joint_tree(formulas, self.contribution, self.truth)
        if isinstance(tree, Sum) and len(tree.parts) == 1:
            return self.repaired(tree.parts[0], shapes, places)
        if isinstance(tree, Sum):
            raise UnsupportedError("what players do is too large to be written out")
        for leaf in tree.sums():
            if any(int(part.codes.min(initial=0)) < 0 for part in leaf.parts):
                raise UnsupportedError("some programs go wrong, or never halt, or play no action of the game")
        return tree

    def contribution(self, seat: int, own: Axed) -> Axed:
        """A player's actions as what they add to the number of the profile; negative where there is none."""
        actions = {action: k for k, action in enumerate(self.games.game.actions[seat])}
        size = int(own.distinct[-1]) + 1
        table = np.full(size, -(_PROFILES << 4), dtype=np.int32)
        for code in own.distinct:
            value = self.pool.values[code]
            if code != POISON and value in actions:
                table[code] = actions[value] * self.strides[seat]
        return Axed(own.axes, own.classes, table[own.codes])

    def truth(self, own: Axed) -> Axed:
        """Truth values as 1 and 0."""
        true, false = self.pool.code(True), self.pool.code(False)
        if set(own.distinct) - {true, false}:
            raise UnsupportedError("a condition that is neither true nor false somewhere")
        return Axed(own.axes, own.classes, (own.codes == true).astype(np.int32))

    def repaired(self, own: Axed, shapes: tuple[tuple[int, ...], ...], places: tuple[Any, ...]) -> Axed:
        """With outcomes of profiles of which the axes say nothing, played one by one; others than profiles below 0."""
        unknown = np.argwhere(own.codes < 0)
        if not len(unknown):
            return own
        codes = own.codes.copy()
        first = [first_places(classes) for classes in own.classes]
        lengths = [length for shape in shapes for length in shape]
        for cell in unknown:
            at = [0] * len(lengths)
            for axis, firsts, k in zip(own.axes, first, cell, strict=True):
                at[axis] = int(firsts[k])
            codes[tuple(cell)] = self.play(self.indices(at, shapes, places), "some programs go wrong or never halt")
        return Axed(own.axes, own.classes, codes)

    def indices(self, at: Sequence[int], shapes: tuple[tuple[int, ...], ...], places: tuple[Any, ...]) -> list[int]:
        """Places in the players' spaces, from places on all axes."""
        found, start = [], 0
        for shape, own in zip(shapes, places, strict=True):
            local = np.ravel_multi_index(tuple(at[start : start + len(shape)]), shape) if shape else 0
            found.append(own[int(local)])
            start += len(shape)
        return found

    def one_by_one(self, places: tuple[Any, ...], shapes: tuple[tuple[int, ...], ...], why: str) -> Axed:
        """Everything played."""
        lengths = tuple(length for shape in shapes for length in shape)
        if self.played + prod(lengths) > self.budget:
            raise OverBudgetError(
                f"{prod(lengths):,} encounters would have to be played one by one, because {why}; accepted: at most "
                f"budget={self.budget:,}, or programs without that"
            )
        codes = np.array([self.play(own, why) for own in product(*places)], dtype=np.int32).reshape(lengths)
        classes = tuple(np.arange(length, dtype=np.int32) for length in lengths)
        return compressed(tuple(range(len(lengths))), classes, codes)

    def play(self, indices: Sequence[int], why: str) -> int:
        """The number of the outcome of an encounter: what players add, or −1 − the place among other outcomes."""
        self.played += 1
        if self.played > self.budget:
            raise OverBudgetError(
                f"more than budget={self.budget:,} encounters have to be played one by one, because {why}"
            )
        outcome = outcome_of(self.games, [space[k] for space, k in zip(self.spaces, indices, strict=True)])
        if isinstance(outcome, tuple) and isinstance(outcome[0], str):
            rows = zip(outcome, self.games.game.actions, self.strides, strict=True)
            return sum(own.index(action) * stride for action, own, stride in rows)
        return -1 - self.others.setdefault(outcome, len(self.others))

    def numbered(self, own: Region, places: dict[Outcome, int]) -> Region:
        """With the numbers that outcomes have in the end."""
        if isinstance(own.result, Branch) or not self.others:
            return own
        final = np.array([places[outcome] for outcome in self.others], dtype=np.int32)
        codes = own.result.codes
        codes = np.where(codes < 0, final[np.maximum(-1 - codes, 0)], codes)
        return Region(own.places, own.shapes, Axed(own.result.axes, own.result.classes, codes), own.why)
