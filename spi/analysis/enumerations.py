"""Whole program spaces: is a transformation a safe Pareto improvement at every one of very many profiles?"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import chain, product
from math import prod
from pathlib import Path

import numpy as np

from spi.analysis.encounters import DRAWS
from spi.analysis.envelope import Json, certificate, certify, game_json, lottery_json
from spi.analysis.tables import SUMS, EncounterTable, encounter_table
from spi.analysis.transformations import ProgramChange
from spi.core.game import Game
from spi.core.verdict import Fails, Holds, Unknown
from spi.enumeration.blocks import Filler, Source
from spi.enumeration.changes import Changes, count_changes
from spi.enumeration.classes import Quotient
from spi.enumeration.plans import BUDGET as ENCOUNTERS
from spi.enumeration.relations import pareto_relation
from spi.enumeration.sweeps import BUDGET, SHARD, source_digest
from spi.enumeration.tables import transformation_plans
from spi.errors import HypothesisError, OverBudgetError, RefusedError
from spi.programs.games import Outcome, ProgramGame, outcome_payoffs
from spi.programs.machines import Undefined
from spi.transforms.transformation import Transformation, transform_programs

__all__ = ["Enumerated", "verify_by_enumeration"]

_PLAYED = 400
"""Profiles of classes whose encounters are written into a certificate, at most."""

_CELLS = 200_000
"""Profiles of classes that a certificate lists, at most."""


@dataclass(frozen=True, slots=True)
class Enumerated:
    """What a transformation does to all profiles of a space: counts, and the first at which somebody is worse off.

    Parameters
    ----------
    games : ProgramGame
    transformation : Transformation
        f.
    changes : Changes
        Counts, classes, and how they were found.
    outcomes : tuple of Profile or Lottery
        By which `changes.pairs` numbers what happens.
    tables : (str, str)
        Digests of the tables before and after.

    Source: clr-agenda-2026, Appendix B.1
    """

    games: ProgramGame
    transformation: Transformation
    changes: Changes
    outcomes: tuple[Outcome, ...]
    tables: tuple[str, str]

    @property
    def game(self) -> Game:
        """What the programs play."""
        return self.games.game

    @property
    def violation(self) -> ProgramChange | None:
        """The first profile, in row-major order, at which somebody is worse off, and who it is."""
        return self._change(self.changes.first_worse, -1)

    @property
    def improvement(self) -> ProgramChange | None:
        """The first profile at which somebody is better off, and nobody worse."""
        return self._change(self.changes.first_better, 1)

    def _change(self, places: tuple[int, ...] | None, wanted: int) -> ProgramChange | None:
        if places is None:
            return None
        programs = tuple(space[k] for space, k in zip(self.games.spaces, places, strict=True))
        image = transform_programs(self.transformation, programs)
        old, new = outcome_payoffs(self.games, programs), outcome_payoffs(self.games, image)
        for player, u, v in zip(self.game.players, old, new, strict=True):
            if (v > u) - (v < u) == wanted:
                return ProgramChange(programs, image, player, v, u)
        raise AssertionError("the slow evaluation does not confirm what the tables say")

    def __str__(self) -> str:
        from spi.report.text import profiles_text

        return profiles_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


def verify_by_enumeration(
    games: ProgramGame,
    transformation: Transformation,
    *,
    strict: bool = False,
    executor: Executor | None = None,
    shard: int = SHARD,
    budget: int = BUDGET,
    encounters: int = ENCOUNTERS,
    progress: bool | None = None,
    folder: str | Path | None = None,
) -> Holds[Enumerated] | Fails[Enumerated] | Unknown:
    """Is a transformation a safe Pareto improvement on a space of programs, be it of hundreds of millions of profiles?

    Parameters
    ----------
    games : ProgramGame
    transformation : Transformation
        Factorised.
    strict : bool
        Ask for somebody to be better off somewhere, too.
    executor : concurrent.futures.Executor, optional
        Of threads, processes or machines; default: this thread.
    shard : int
        Profiles of a shard, about.
    budget : int
        Profiles that may be visited; classes of programs that do alike count once.
    encounters : int
        Encounters that may be played one by one.
    progress : bool, optional
        Show a bar; default: if it takes long.
    folder : str or Path, optional
        Where finished shards are kept, so that an interrupted run goes on.

    Returns
    -------
    Holds or Fails
        With counts and the first counterexample, which the slow evaluation has confirmed. The certificate has, for each
        pair of outcomes before and after, how many profiles it stands for; where there are few classes of programs that
        do alike, what their first programs do, which the checker works out again. It says what is trusted: the tables,
        by their digests; nothing where every program is a class of its own.
    Unknown
        If there are more profiles, or encounters to be played one by one, than the budgets allow.

    Raises
    ------
    ProgramError
        For a transformation without parts for single players.
    HypothesisError
        If some profile has no payoffs.

    Notes
    -----
    About a nanosecond for each profile on one core, or nothing where classes of programs can be counted together.
    `verify_transformation` answers the same of a few hundred profiles with nothing to be trusted.

    Any executor does: threads on one machine, `ProcessPoolExecutor`, `client.get_executor()` of dask.distributed,
    `MPIPoolExecutor` of mpi4py. Ray has none of its own; one of five lines does, whose `submit(f, *a)` returns
    `ray.remote(f).remote(*a).future()`. What is sent are formulas of some kilobytes, and what comes back are counts; on
    a cluster let `shard` be large enough for a second of work each.

    Source: clr-agenda-2026, Appendix B.1
    """
    question = f"is {transformation.name} a safe Pareto improvement on the whole space?"
    try:
        before, after = transformation_plans(games, transformation, budget=encounters)
    except OverBudgetError as error:
        return Unknown(question, str(error), 0)
    outcomes = after.outcomes
    relation = pareto_relation(games.game, outcomes)
    if undefined := [outcome for outcome in outcomes if isinstance(outcome, Undefined)]:
        raise HypothesisError(
            f"at some profile, or after the transformation, a program {undefined[0].value}, which has no payoffs; "
            "accepted: programs that halt against one another"
        )
    try:
        changes = count_changes(
            before.source, after.source, relation, pairs=True, executor=executor, shard=shard, budget=budget,
            progress=progress, folder=folder,
        )  # fmt: skip
    except OverBudgetError as error:
        return Unknown(question, str(error), 0)
    if changes.classes is None and changes.profiles <= _PLAYED:  # so few that each program is a class of its own
        changes = replace(changes, classes=_one_by_one(changes.shape, before.source, after.source))
    tables = source_digest(before.source), source_digest(after.source)
    found = Enumerated(games, transformation, changes, outcomes, tables)
    holds = changes.worse == 0 and (changes.better > 0 or not strict)
    return _answer(question, found, holds, strict)


def _one_by_one(shape: tuple[int, ...], *tables: Source) -> Quotient:
    whole = tuple(Filler(own).block(0, shape[0]) for own in tables)
    return Quotient(tuple(np.arange(n, dtype=np.int32) for n in shape), whole)


def _answer(
    question: str, found: Enumerated, holds: bool, strict: bool
) -> Holds[Enumerated] | Fails[Enumerated] | Unknown:
    changes, game = found.changes, found.game
    used = sorted({k for pair in changes.pairs for k in pair})
    number = {k: str(place) for place, k in enumerate(used)}
    pairs = [{"before": number[a], "after": number[b], "count": str(c)} for (a, b), c in changes.pairs.items()]
    table, classes, randomness = EncounterTable(), None, None
    drawn = any(not isinstance(found.outcomes[k][0], str) for k in used)  # type: ignore[index]
    if drawn:
        randomness = dict(found.games.options).get("randomness")
    cells = 0 if changes.classes is None else prod(map(len, changes.classes.firsts))
    trusted = "how often each outcome becomes which: tables {} and {}"
    if changes.classes is not None and cells <= _CELLS:
        trusted = "what profiles of classes come to, and that programs of one class do alike: tables {} and {}"
        classes = _classes_json(changes.classes, number)
        if cells <= _PLAYED:
            played = _played(found, changes.classes, classes)
            if played is not None:
                table, randomness = played, played.randomness
                alone = all(n == 1 for own in changes.classes.sizes for n in own)
                trusted = "" if alone else "programs of one class do alike at every profile: tables {} and {}"
    violation = None
    if not holds and changes.worse:
        change = found.violation  # which the slow evaluation confirms
        assert change is not None and changes.first_worse is not None
        at = _pair_at(found, changes.first_worse)
        violation = {
            "player": change.player,
            "before": number[at[0]],
            "after": number[at[1]],
            "places": list(map(str, changes.first_worse)),
        }
    written = certificate(
        {
            "kind": "enumeration",
            "answer": "yes" if holds else "no",
            "strict": strict,
            "sizes": list(map(str, changes.shape)),
            "worse": str(changes.worse),
            "better": str(changes.better),
            "randomness": randomness,
        },
        {
            "game": game_json(game),
            "programs": table.programs,
            "outcomes": [_outcome_json(found.outcomes[k]) for k in used],
            "tables": dict(zip(("before", "after"), found.tables, strict=True)),
        },
        {"classes": classes, "pairs": pairs, "encounters": table.encounters, "violation": violation},
        [DRAWS[randomness], SUMS] if randomness else [],
        [*table.trusts, *[trusted.format(*found.tables)] * bool(trusted)],
    )
    try:
        return certify(written, found)
    except RefusedError as refused:
        if refused.rule != "size":
            raise
        return Unknown(question, f"counted, but too large for a certificate: {refused.why}", changes.visited)


def _pair_at(found: Enumerated, places: Sequence[int]) -> tuple[int, int]:
    """The outcomes before and after at a profile, by their numbers."""
    from spi.programs.games import outcome_of

    programs = tuple(space[k] for space, k in zip(found.games.spaces, places, strict=True))
    image = transform_programs(found.transformation, programs)
    old, new = (found.outcomes.index(outcome_of(found.games, own)) for own in (programs, image))
    return old, new


def _classes_json(classes: Quotient, number: dict[int, str]) -> Json:
    before, after = ([number[int(k)] for k in table.reshape(-1)] for table in classes.tables)
    sizes = [[str(int(n)) for n in own] for own in classes.sizes]
    return {"sizes": sizes, "before": before, "after": after, "programs": None, "images": None}


def _played(found: Enumerated, classes: Quotient, written: Json) -> EncounterTable | None:
    """The encounters of the first programs of all classes, and of what they become, if they can be certified."""
    spaces, parts = found.games.spaces, found.transformation.parts
    assert parts is not None  # others have been refused
    members = [[space[int(k)] for k in firsts] for space, firsts in zip(spaces, classes.firsts, strict=True)]
    images = [list(map(part, own)) for part, own in zip(parts, members, strict=True)]
    try:
        table = encounter_table(found.games, chain(product(*members), product(*images)))
    except HypothesisError:  # what cannot be certified by itself is trusted
        return None
    written["programs"] = [[table.index[own] for own in row] for row in members]
    written["images"] = [[table.index[own] for own in row] for row in images]
    return table


def _outcome_json(outcome: Outcome) -> Json:
    assert not isinstance(outcome, Undefined)  # those have been refused
    if isinstance(outcome[0], str):
        return {"profile": list(outcome), "lottery": None}
    return {"profile": None, "lottery": lottery_json(outcome)}
