"""Independence over whole spaces: for how many profiles somebody would have chosen, or would play, something else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from spi.core.compiling import compiled
from spi.core.display import html_of
from spi.enumeration import _kernels
from spi.enumeration.blocks import SMALL, Filler
from spi.enumeration.changes import Changes, count_changes
from spi.enumeration.plans import BUDGET, plan_tables
from spi.enumeration.relations import action_relation
from spi.errors import GameError, HypothesisError
from spi.programs.games import ProgramGame
from spi.programs.members import Program
from spi.transforms.transformation import Transformation, by_players, images_of

__all__ = ["Dependence", "count_demand_changes", "count_dependence", "informed_changes", "participation_changes"]


@dataclass(frozen=True, slots=True)
class Dependence:
    """How many profiles of programs are not what players would have chosen in other circumstances.

    Parameters
    ----------
    profiles, dependent : int
        All, and those at which somebody would have chosen a program with another label.
    first : tuple of n int, or None
        The first of these, in row-major order.

    Source: clr-agenda-2026, Appendix B.2
    """

    profiles: int
    dependent: int
    first: tuple[int, ...] | None

    _repr_html_ = html_of


def count_dependence(
    choices: Sequence[npt.NDArray[Any]], *, labels: Sequence[Sequence[int]] | None = None
) -> Dependence:
    """For how many profiles would somebody have chosen another program, had things been different?

    Participation and foreknowledge independence are this question, about different circumstances.

    Parameters
    ----------
    choices : sequence of n arrays of unsigned integers
        For each player and profile the place, in her space, of what she would have chosen; along axes on which it does
        not depend an array may have length 1.
    labels : sequence of n sequences of int, optional
        When two programs of a player count as the same choice: equal numbers. Default: only the same program.

    Returns
    -------
    Dependence

    Raises
    ------
    GameError
        For choices outside the spaces, and shapes that do not fit.

    Source: clr-agenda-2026, Appendix B.2
    """
    shape = np.broadcast_shapes(*(own.shape for own in choices))
    if len(shape) != len(choices):
        raise GameError(f"{len(choices)} tables of choices of shape {shape}; accepted: one axis for each player")
    if any(own.dtype.kind != "u" for own in choices):
        raise GameError("choices that are not unsigned integers; accepted: places in the players' spaces")
    known = [np.arange(n) for n in shape] if labels is None else [np.asarray(own) for own in labels]
    for i, own_labels in enumerate(known):
        if own_labels.shape != (shape[i],):
            raise GameError(f"{len(own_labels)} labels for {shape[i]} programs of player {i}; accepted: one each")
    kind = np.result_type(*(own.dtype for own in choices))
    highest = max((int(own.max(initial=0)) for own in known), default=0)
    typed = tuple(own.astype(np.min_scalar_type(highest)) for own in known)
    lead, columns = prod(shape[1:-1]), shape[-1]

    def run(kernel: Callable[..., Any], *arguments: Any) -> Any:
        return (compiled(kernel) if prod(shape) > SMALL else kernel)(*arguments)

    step = max(1, (1 << 20) // max(1, prod(shape[1:])))  # programs of the first player at a time
    count, first = 0, -1
    for start in range(0, shape[0], step):
        stop = min(start + step, shape[0])
        width = columns if len(shape) > 1 else stop - start
        blocks = tuple(_rows(own, shape, start, stop).astype(kind, copy=False).reshape(-1, width) for own in choices)
        places = np.arange(start * lead, stop * lead)
        rows = np.array(np.unravel_index(places, shape[:-1]) if len(shape) > 1 else [], dtype=kind)
        rows = rows.reshape(len(shape) - 1, len(blocks[0]))
        last = np.arange(width, dtype=kind) + kind.type(0 if len(shape) > 1 else start)
        flags = np.zeros(len(blocks[0]), dtype=np.bool_)  # rows in which somebody would have chosen another program
        for i, block in enumerate(blocks):
            if i < len(blocks) - 1:
                run(_kernels.flag_rows, block, rows[i], flags)
            else:
                run(_kernels.flag_columns, block, last, flags)
        if not flags.any():
            continue
        for i, block in enumerate(blocks):
            if int(block[flags].max()) >= shape[i]:
                raise GameError(f"choices of player {i} outside her space; accepted: places below {shape[i]}")
        found, place = run(_kernels.count_dependent, blocks, typed, rows, last, flags, np.zeros(width, dtype=np.uint8))
        count += int(found)
        if first < 0 <= place:
            first = int(place) + start * prod(shape[1:])
    at = None if first < 0 else tuple(int(k) for k in np.unravel_index(first, shape))
    return Dependence(prod(shape), count, at)


def count_demand_changes(
    games: ProgramGame, transformation: Transformation, demand: Callable[[Program], Any]
) -> Dependence:
    """For how many profiles does a transformation change what some player's program demands?

    Parameters
    ----------
    games : ProgramGame
    transformation : Transformation
        Factorised.
    demand : function from Program to demand
        Only equality is used.

    Returns
    -------
    Dependence
        `dependent` is 0 exactly if the full strategies of all profiles are demand-preserving.

    Raises
    ------
    ProgramError
        For a transformation without parts for single players.

    Notes
    -----
    Demands belong to programs, not to profiles: one comparison for each program.

    Source: clr-agenda-2026, Appendix B.2
    """
    kept, first_changed = [], []
    for space, images in zip(games.spaces, images_of(games, transformation), strict=True):
        changed = [demand(image) != demand(own) for own, image in zip(space, images, strict=True)]
        kept.append(changed.count(False))
        first_changed.append(changed.index(True) if True in changed else None)
    profiles, same = prod(map(len, games.spaces)), prod(kept)
    first = None
    if same < profiles:  # the first profile has zeros but for the last player who can be changed by the least place
        n = len(kept)
        candidates = [
            tuple(place if k == i else 0 for k in range(n))
            for i, place in enumerate(first_changed)
            if place is not None
        ]
        first = min(candidates)
    return Dependence(profiles, profiles - same, first)


def participation_changes(
    games: ProgramGame, transformation: Transformation, *, budget: int = BUDGET
) -> tuple[Changes, ...]:
    """What players do when one of them does not take part, against what they do when nobody takes part.

    Parameters
    ----------
    games : ProgramGame
    transformation : Transformation
        Factorised.
    budget : int
        Encounters that may be played one by one.

    Returns
    -------
    tuple of n Changes
        For each player who drops out: `worse` counts the profiles at which some *other* player then plays something
        else than by default. Participation independence of what is played, on the space: all these are 0.

    Source: clr-agenda-2026, Appendix B.2
    """
    n = len(games.spaces)
    partial = [by_players(transformation, [k for k in range(n) if k != j]) for j in range(n)]
    spaces: list[Sequence[Any]] = [games.spaces, *(images_of(games, own) for own in partial)]
    before, *after = plan_tables(games, spaces, budget=budget)
    found = []
    for j, plan in enumerate(after):
        relation = action_relation(plan.outcomes, [k for k in range(n) if k != j])
        found.append(count_changes(before.source, plan.source, relation))
    return tuple(found)


def informed_changes(
    games: ProgramGame, transformation: Transformation, player: str | int, out: str | int, informed: npt.NDArray[Any],
    *, budget: int = BUDGET, bytes_at_most: int = 1 << 32,
) -> Changes:  # fmt: skip
    """What a player does to one who drops out, by her own program and by what she would have chosen knowing that one.

    Parameters
    ----------
    games : ProgramGame
    transformation : Transformation
        Factorised.
    player, out : str or int
        Who she is, and who drops out: names, or positions, from 0.
    informed : array of unsigned integers, one for each program of the one who drops out
        The place, in her space, of what she would have chosen knowing that program.
    budget : int
        Encounters that may be played one by one.
    bytes_at_most : int
        Of the table.

    Returns
    -------
    Changes
        `worse` counts profiles at which she would have played something else. Foreknowledge independence of what is
        played, on the space: this is 0 for every pair of players.

    Raises
    ------
    GameError
        For choices that are not one for each program, or outside her space.
    HypothesisError
        If the table is larger.

    Source: clr-agenda-2026, Appendix B.2
    """
    n, i, gone = len(games.spaces), games.game.player_index(player), games.game.player_index(out)
    own = np.asarray(informed)
    if own.shape != (len(games.spaces[gone]),) or own.dtype.kind != "u" or int(own.max()) >= len(games.spaces[i]):
        raise GameError(
            f"informed choices of shape {own.shape}; accepted: for each of {len(games.spaces[gone])} programs a place "
            f"below {len(games.spaces[i])}, as unsigned integers"
        )
    partial = by_players(transformation, [k for k in range(n) if k != gone])
    (plan,) = plan_tables(games, [images_of(games, partial)], budget=budget)
    if plan.size * plan.source.dtype.itemsize > bytes_at_most:
        raise HypothesisError(f"a table of {plan.size:,} profiles; accepted: at most bytes_at_most={bytes_at_most:,}")
    table = Filler(plan.source).block(0, plan.source.shape[0])
    index = own.reshape([-1 if k == gone else 1 for k in range(n)])
    spread = [table.shape[k] if k not in (i, gone) else index.shape[k] for k in range(n)]
    chosen = np.take_along_axis(table, np.broadcast_to(index, spread).astype(np.intp), axis=i)
    relation = action_relation(plan.outcomes, [i])
    return count_changes(table, np.broadcast_to(chosen, table.shape), relation, classes=False)


def _rows(own: npt.NDArray[Any], shape: tuple[int, ...], start: int, stop: int) -> npt.NDArray[Any]:
    """Some programs of the first player, in the shape of the space."""
    part = own if own.shape[0] == 1 and shape[0] > 1 else own[start:stop]
    whole = (stop - start, *shape[1:])
    found = np.ascontiguousarray(part if part.shape == whole else np.broadcast_to(part, whole))
    return found if found.flags.writeable else found.copy()  # the kernel takes arrays of one kind only
