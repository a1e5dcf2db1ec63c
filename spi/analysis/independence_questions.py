"""Is a full strategy independent? The question with a certificate."""

from __future__ import annotations

from itertools import chain

from spi.analysis.envelope import Json
from spi.analysis.full_strategies import BestReplies, ChoiceModel, Demand, FullStrategy
from spi.analysis.independence import (
    Equality,
    Independence,
    Knowledge,
    OtherChoice,
    UndefinedChoice,
    Which,
    counterfactual_choice,
    find_dependence,
    independence_table,
)
from spi.analysis.tables import EncounterTable, encounter_table, places_of, table_verdict
from spi.core.numbers import format_exact
from spi.core.verdict import Fails, Holds, Unknown
from spi.errors import HypothesisError
from spi.programs.games import ProgramGame
from spi.programs.members import Program
from spi.programs.spaces import ProgramSpace
from spi.transforms.transformation import Programs

__all__ = ["verify_independence"]


def verify_independence(
    games: ProgramGame,
    strategy: FullStrategy,
    choice: ChoiceModel,
    demand: Demand,
    which: Which,
    *,
    knowledge: Knowledge = "program",
    equality: Equality = "code",
) -> Holds[Independence] | Fails[Independence] | Unknown:
    """Is a full strategy participation independent, or foreknowledge independent?

    Parameters
    ----------
    games : ProgramGame
    strategy : FullStrategy
    choice : ChoiceModel
        What players would have chosen: without it the question has no answer.
    demand : function from Program to label
        What programs demand: without it, neither. Labels are strings.
    which : "participation" or "foreknowledge"
    knowledge : "program" or "absence"
        Of foreknowledge: do players know the others' programs, or only that they do not take part?
    equality : "code", "demand", or a ProgramSpace
        When two programs count as the same choice.

    Returns
    -------
    Holds or Fails
        With the reason, and the table of all senses.
    Unknown
        If the model does not say what somebody would have chosen, or for what is too large for a certificate.

    Raises
    ------
    HypothesisError
        If an encounter that counts diverges.

    Source: clr-agenda-2026, Appendix B.2
    """
    question = f"is the full strategy {which} independent?"
    fault = find_dependence(games, strategy, choice, demand, which, knowledge=knowledge, equality=equality)
    known = knowledge if which == "foreknowledge" else None
    name = equality if isinstance(equality, str) else "behaviour"
    cells = independence_table(
        games, strategy, choice, demand, tests=equality if isinstance(equality, ProgramSpace) else None
    )
    found = Independence(games, strategy, which, known, name, fault, cells)
    if isinstance(fault, UndefinedChoice):
        return Unknown(
            question,
            f"the choice model does not say what {fault.player} would have chosen; a model that does would help",
            0,
        )
    players = games.game.players
    n = len(players)
    chosen = [counterfactual_choice(strategy, choice, i, which, knowledge=knowledge) for i in range(n)]
    clause = None if fault is None else ("choice" if isinstance(fault, OtherChoice) else "demand")
    asked = [] if clause == "demand" else list(range(n)) if fault is None else [players.index(fault.player)]
    replies, tests = choice.replies, [] if isinstance(equality, str) else list(equality)
    best = replies is not None
    runs: list[Programs] = []
    spaces = games.spaces if replies is None else replies.games.spaces
    for i in asked:
        if replies is not None:
            given = _given(replies, strategy, i, which, knowledge)
            runs += [(*theirs[:i], own, *theirs[i:]) for own in spaces[i] for theirs in given]
        compared = [strategy.programs[i], *chosen[i]] if tests else []
        runs += [(own, t) if i == 0 else (t, own) for own in compared for t in tests]
    offered = [list(space) for space in spaces] if best else [list(own) for own in chosen]
    believed = [] if replies is None else [own for belief in replies.beliefs for theirs in belief for own in theirs]
    named = [*strategy.programs, *strategy.images, *chain.from_iterable(offered), *believed, *tests]
    table = encounter_table(games, runs, named)
    demanded = [*strategy.programs, *strategy.images]
    demanded += chain.from_iterable(chosen[i] for i in asked) if equality == "demand" else []
    objects = {
        "profile": places_of(table, strategy.programs),
        "images": places_of(table, strategy.images),
        "demands": sorted(([table.index[own], _label(demand(own))] for own in set(demanded)), key=lambda p: int(p[0])),
        "choice": _choice_json(table, offered, replies),
        "tests": places_of(table, tests) if tests else None,
    }
    claim = {
        "kind": "independent",
        "answer": "yes" if fault is None else "no",
        "which": which,
        "knowledge": known,
        "equality": name,
    }
    violation = None if fault is None else {"player": fault.player, "clause": clause}
    further = ["players would have chosen as the choice model says", "programs demand what the demand map says"]
    return table_verdict(question, games, table, claim, objects, {"violation": violation}, found, further)


def _given(replies: BestReplies, strategy: FullStrategy, i: int, which: Which, knowledge: Knowledge) -> list[Programs]:
    """The others' programs that a best reply counts with."""
    if which == "foreknowledge" and knowledge == "program":
        return [strategy.others(i)]
    believed = list(replies.beliefs[i])
    if which == "participation":
        return believed
    spaces = [set(space) for k, space in enumerate(replies.games.spaces) if k != i]
    return [q for q in believed if all(own in space for own, space in zip(q, spaces, strict=True))]


def _choice_json(table: EncounterTable, offered: list[list[Program]], replies: BestReplies | None) -> Json:
    rows = [places_of(table, own) for own in offered]
    if replies is None:
        return {"kind": "given", "chosen": rows}
    beliefs = [
        [{"programs": places_of(table, theirs), "probability": format_exact(p)} for theirs, p in belief.items()]
        for belief in replies.beliefs
    ]
    return {"kind": "best-reply", "spaces": rows, "beliefs": beliefs}


def _label(demand: object) -> str:
    if not isinstance(demand, str):
        raise HypothesisError(f"the demand {demand!r}; accepted in a certificate: a string")
    return demand
