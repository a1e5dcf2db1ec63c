"""What programs show: their text, highlighted, members of spaces, tables of outcomes, what enumerations count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from spi.analysis.enumerations import Enumerated
from spi.analysis.program_equilibria import ProgramEquilibrium
from spi.analysis.settings import Setting
from spi.core.lottery import expected_payoffs
from spi.enumeration.changes import Changes
from spi.enumeration.equilibria import Equilibria
from spi.programs.bounded import BoundedOutcome
from spi.programs.bounded_programs import ReportedOutcome
from spi.programs.encounters import Encounter
from spi.programs.games import Outcome, OutcomeTable, ProgramGame
from spi.programs.machines import Undefined
from spi.programs.members import Family, Program
from spi.programs.printer import print_value
from spi.programs.spaces import ProgramSpace
from spi.report.layout import action_sets, lottery_text, outcome_text, vector_text
from spi.report.pages import MOST_COLUMNS, MOST_ROWS, Aligned, Code, Part, sheet
from spi.report.records import value_text
from spi.report.shown_models import facts_sheet
from spi.transforms.transformation import Transformation

__all__ = ["outcome_name", "page_of", "program_name"]

_MOST_SOURCES = 6  # programs whose text is shown below an encounter


def page_of(thing: object) -> Sequence[Part] | None:
    """The page of something about programs, or None.

    Source: ours
    """
    match thing:
        case Program() | Family():
            return [Code(str(thing))]
        case ProgramSpace():
            return [_space(thing, f"space of {len(thing):,} programs")]
        case ProgramGame():
            return _game(thing)
        case OutcomeTable():
            return _table(thing)
        case Equilibria():
            return _equilibria(thing)
        case Transformation():
            how = "each player's program by itself" if thing.parts is not None else "all programs together"
            return [f"transformation {thing.name}, which maps {how}"]
        case BoundedOutcome():
            return [_bounded(thing)]
        case ReportedOutcome():
            names = " and ".join(map(program_name, thing.programs))
            return [f"{names} are reported to play {outcome_text(thing.outcome)}, {thing.condition}"]
        case Encounter() | ProgramEquilibrium():
            sources = [Code(str(p)) for p in islice(dict.fromkeys(thing.programs), _MOST_SOURCES)]
            return [Aligned(str(thing)), *sources]
        case Changes():
            return _changes(thing)
        case Setting():
            return _setting(thing)
        case Enumerated():
            return [Aligned(str(thing)), *_pairs(thing.changes, thing.outcomes)]
    return None


def program_name(program: Program) -> str:
    """A program's name with its parameters, or the beginning of its digest."""
    values = ", ".join(f"{key}={print_value(value)}" for key, value in program.bindings)
    return (program.name or program.code_id[:12]) + f"({values})" * bool(values)


def outcome_name(outcome: Outcome) -> str:
    """What programs do, in words."""
    if isinstance(outcome, Undefined):
        return outcome.value
    return outcome_text(outcome) if isinstance(outcome[0], str) else lottery_text(outcome)


def _space(space: ProgramSpace, caption: str) -> Part:
    rows = ((str(k), program_name(program)) for k, program in enumerate(space))
    return sheet(caption, ("place", "program"), rows, total=len(space))


def _game(games: ProgramGame) -> list[Part]:
    options = "; ".join(f"{key} {value}" for key, value in games.options if isinstance(value, str | int))
    head = [f"program game with {games.size:,} profiles of programs" + f" ({options})" * bool(options)]
    head.append(f"played: {games.game.title or 'a game'}, {action_sets(games.game)}")
    spaces: dict[ProgramSpace, list[str]] = {}
    for player, space in zip(games.game.players, games.spaces, strict=True):
        spaces.setdefault(space, []).append(player)
    return [*head, *(_space(s, f"{', '.join(who)}: {len(s):,} programs") for s, who in spaces.items())]


def _bounded(found: BoundedOutcome) -> Part:
    rows = (
        (agent.name, action, "finds a proof" if action == agent.guarded else "there is no proof")
        for agent, action in zip(found.agents, found.outcome, strict=True)
    )
    return sheet("with large proof budgets", ("agent", "plays", "because"), rows, total=len(found.agents))


def _table(table: OutcomeTable) -> list[Part]:
    counts = np.bincount(table.ids.reshape(-1), minlength=len(table.outcomes))
    shape = " × ".join(f"{size:,}" for size in table.ids.shape)
    order = sorted(range(len(counts)), key=lambda k: -int(counts[k]))
    rows = ((outcome_name(table.outcomes[k]), _worth(table, k), f"{int(counts[k]):,}") for k in order if counts[k])
    head = ("outcome", f"payoffs ({', '.join(table.game.players)})", "profiles of programs")
    caption = f"what {shape} programs do"
    parts: list[Part] = [sheet(caption, head, rows, total=int(np.count_nonzero(counts)))]
    if table.ids.ndim == 2:
        parts.append(_matrix(table))
    return parts


def _worth(table: OutcomeTable, k: int) -> str:
    outcome = table.outcomes[k]
    if isinstance(outcome, Undefined):
        return "none"
    if isinstance(outcome[0], str):
        return vector_text(table.game[outcome])
    return "expected " + vector_text(expected_payoffs(table.game, outcome))


def _matrix(table: OutcomeTable) -> Part:
    height, width = table.ids.shape
    names = [program_name(program) for program in islice(table.spaces[1], MOST_COLUMNS)]
    caption = " \\ ".join(table.game.players)
    if width > len(names):
        caption += f"; the first {len(names)} of {width:,} columns"

    def rows() -> Iterator[tuple[str, ...]]:
        for program, row in zip(islice(table.spaces[0], MOST_ROWS), table.ids, strict=False):
            yield program_name(program), *(outcome_name(table.outcomes[int(k)]) for k in row[: len(names)])

    return sheet(caption, ("", *names), rows(), total=height)


def _equilibria(found: Equilibria) -> list[Part]:
    table = found.table
    places = zip(*(axis.tolist() for axis in np.unravel_index(_first(found), found.mask.shape)), strict=True)
    rows = (
        (
            *(program_name(space[k]) for space, k in zip(table.spaces, profile, strict=True)),
            outcome_name(table.outcomes[int(table.ids[profile])]),
        )
        for profile in places
    )
    caption = f"{found.count:,} pure {'equilibrium' if found.count == 1 else 'equilibria'}"
    return [sheet(caption, (*table.game.players, "outcome"), rows, total=found.count)]


def _first(found: Equilibria) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    return np.flatnonzero(found.mask)[:MOST_ROWS]


def _changes(changes: Changes) -> list[Part]:
    rows = [
        ("worse", f"{changes.worse:,}", "" if changes.first_worse is None else str(changes.first_worse)),
        ("better", f"{changes.better:,}", "" if changes.first_better is None else str(changes.first_better)),
    ]
    caption = f"{changes.profiles:,} profiles of programs, {changes.visited:,} looked at ({changes.how})"
    return [sheet(caption, ("", "profiles", "first at"), rows)]


def _pairs(changes: Changes, outcomes: Sequence[Outcome]) -> Iterator[Part]:
    if changes.pairs:
        found = sorted(changes.pairs.items(), key=lambda entry: -entry[1])
        rows = [(outcome_name(outcomes[a]), outcome_name(outcomes[b]), f"{count:,}") for (a, b), count in found]
        yield sheet("what becomes what", ("before", "after", "profiles of programs"), rows)


def _setting(found: Setting) -> list[Part]:
    asked = {
        "transformation": found.transformation and found.transformation.name,
        "input programs": found.profile and ", ".join(map(program_name, found.profile)),
        "asked about": found.within and f"{len(found.within):,} profiles of programs",
        "law": found.law and f"over {len(found.law):,} profiles of programs",
        "beliefs": found.beliefs and f"one for each of {len(found.beliefs)} players",
        "demand": found.demand and value_text(found.demand),
        "choice": found.choice and value_text(found.choice),
    }
    head = [found.title] * bool(found.title) + [f"({found.source})"] * bool(found.source)
    names = [(name, program_name(own)) for name, own in found.names.items()]
    parts: list[Part] = ["\n".join(head)] * bool(head)
    parts += [sheet("programs", ("name", "program"), names), *_game(found.games)]
    rows = [(name, text) for name, text in asked.items() if text]
    parts += [sheet("what it asks about", ("part", "value"), rows)] if rows else []
    return [*parts, *facts_sheet(found.facts)]
