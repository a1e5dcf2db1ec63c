"""Proof repair: which step of an argument fails, and what refutes the principle behind it?"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from random import Random
from typing import Any

from spi.core.game import Game, profiles
from spi.core.gamefile import write_game
from spi.core.numbers import format_exact
from spi.errors import HypothesisError
from spi.solve.isomorphism import canonical_form
from spi.tasks.families.proof_repair.games import draw_game, table_text, turned
from spi.tasks.families.proof_repair.step import Step, says_of
from spi.tasks.families.proof_repair.steps import MISTAKES, STEPS
from spi.tasks.families.proof_repair.witnesses import accepts, generate_witness, witness_label
from spi.tasks.items import Family, Item, Option, Proof
from spi.tasks.material.certificates import subject_of, subject_of_text
from spi.tasks.material.draws import stream

__all__ = ["FAMILY"]

NONE = "no step fails"

ERRORS = MISTAKES | {
    "suspicion": "a right step is taken for a wrong one, where all are right",
    "guess": "none of these",
}

_DEFINITIONS = (
    "Two players have representatives who play for them. An action is strictly dominated if another single action of "
    "the same player earns her more against everything that is left of the other's actions; representatives drop such "
    "actions, one after the other, until none is left (the reduced game). Two reduced games are isomorphic if one "
    "becomes the other by renaming each player's actions and by multiplying each player's payoffs by a positive "
    "number and adding another; then what is played in one is the image of what is played in the other under some "
    "such renaming. Nothing else relates what is played in two games. A game on the same actions, with other payoffs, "
    "is a safe Pareto improvement (SPI) on the original if, whatever is played in the original, what is played in it "
    "is, by the original payoffs, at least as good for both; it is a strict one if moreover, every outcome of the "
    "original reduced game being possible, somebody gains with positive probability."
)

_SCENES = (
    "{one} and {other} have let their agents play the same game for years, and an adviser proposes changes.",
    "Two ministries, {one} and {other}, act through deputies; an economist has written a memo.",
    "At a seminar on delegated play a student argues about the agents of {one} and {other}.",
    "{one} and {other} run fleets of robots; their lawyer has drafted an opinion on the rules.",
    "A journal asks for a report on an argument about two firms, {one} and {other}, and their negotiators.",
    "{one} and {other} inherited a contract that is carried out by trustees; an heir makes a case.",
    "An exam paper on the representatives of {one} and {other} is to be marked.",
)


def generate(seed: int, difficulty: int) -> tuple[Item, ...]:
    """An argument with at most one wrong step, perhaps with its repaired twin; or a principle that is to be refuted.

    One in four seeds asks for a counterexample. Otherwise the place of the wrong step is drawn first, then the mistake,
    uniformly, then games until one allows the mistake and enough right steps. With n steps one in n arguments has a
    twin in which that step is right, so that "no step fails" is as frequent as each step is. Half of the arguments give
    reasons for each step.

    Parameters
    ----------
    seed : int
    difficulty : int
        From 1 to 5: arguments have 3 to 5 steps.

    Returns
    -------
    tuple of Item

    Source: oesterheld-conitzer-2022, section 4, and ours
    """
    rng = stream("proof-repair", seed, difficulty)
    if rng.random() < 0.25:
        return generate_witness(rng, seed, difficulty)
    n = 3 + difficulty // 2 if difficulty < 5 else 5
    place = rng.randrange(n)
    argument, fixed = _argument(rng, n, place)
    arguments = [argument]
    if rng.random() < 1 / n:
        steps = (*argument.steps[:place], fixed, *argument.steps[place + 1 :])
        arguments.append(replace(argument, steps=steps))
    options = [f"step {k}" for k in range(1, n + 1)] + [NONE]
    rng.shuffle(options)
    pair = "" if len(arguments) == 1 else f"proof-repair-{seed}-{difficulty}"
    items = [_item(a, options, seed, difficulty, pair) for a in arguments]
    rng.shuffle(items)
    return tuple(items)


@dataclass(frozen=True, slots=True)
class _Argument:
    game: Game
    scene: str
    steps: tuple[Step, ...]
    reasons: bool


def _argument(rng: Random, n: int, place: int) -> tuple[_Argument, Step]:
    """An argument whose step at a place is wrong, and what is right instead."""
    mistake = rng.choice(list(STEPS))
    reasons = rng.random() < 0.5
    while True:
        kind = {"weak-dominance": "weak", "mixed-dominance": "mixed"}.get(mistake) or rng.choice(
            ("strict", "any", "any")
        )
        game = draw_game(rng, kind)
        wrong = STEPS[mistake](rng, game, False)
        fixed = None if wrong is None else STEPS[mistake](rng, game, True)
        if wrong is None or fixed is None:
            continue
        steps: list[Step] = []
        for other in rng.sample([m for m in STEPS if m != mistake], len(STEPS) - 1):
            if len(steps) < n - 1:
                step = STEPS[other](rng, game, True)
                steps += [] if step is None else [step]
        if len(steps) == n - 1:
            scene = rng.choice(_SCENES).format(one=game.players[0], other=game.players[1])
            return _Argument(game, scene, (*steps[:place], wrong, *steps[place:]), reasons), fixed


def _item(argument: _Argument, options: Sequence[str], seed: int, difficulty: int, pair: str) -> Item:
    game, steps = argument.game, argument.steps
    asks = {
        "question": "step",
        "steps": json.dumps([[s.field, s.value, subject_of_text(s.certificate)] for s in steps]),
    }
    answer = label([json.loads(s.certificate) for s in steps], asks)
    wrong = next((s.mistake for s in steps if not s.right), None)
    named = {o: "suspicion" if wrong is None else wrong if o == NONE else "guess" for o in options}
    files = [("game.toml", write_game(game))]
    return Item(
        family="proof-repair",
        seed=seed,
        difficulty=difficulty,
        knobs=(("size", len(steps)),),
        texts=_texts(argument),
        form="choice",
        answer=answer,
        options=tuple(Option(o, "" if o == answer else named[o]) for o in options),
        asks=tuple(asks.items()),
        files=tuple(files),
        proofs=tuple(Proof(f"step-{k}", s.certificate) for k, s in enumerate(steps, 1)),
        shape=_shape(argument),
        pair=pair,
        control=wrong is None,
    )


def _texts(argument: _Argument) -> tuple[tuple[str, str], ...]:
    game = argument.game
    one, other = game.players
    lines = []
    for k, step in enumerate(argument.steps, 1):
        lines.append(f"{k}. {step.text}." + (f" For {step.reason}." if argument.reasons else ""))
    told = "\n".join(lines)
    cells = "; ".join(
        f"u({x}, {y}) = ({', '.join(map(format_exact, row))})"
        for (x, y), row in zip(profiles(game), game.table, strict=True)
    )
    order = f"Actions of {one}: {', '.join(game.actions[0])}. Actions of {other}: {', '.join(game.actions[1])}."
    question = (
        "The steps are independent of each other; at most one of them fails, that is, says what is not so. Which?"
    )
    formal = [_DEFINITIONS, f"{order} Payoffs of ({one}, {other}): {cells}.", _ROWS, told, question]
    matrix = [
        _DEFINITIONS,
        f"Rows: {one} ({', '.join(game.actions[0])}); columns: {other} ({', '.join(game.actions[1])}); in each cell "
        f"the payoffs of {one} and {other}:\n{table_text(game)}",
        _ROWS,
        told,
        question,
    ]
    worth = " ".join(
        f"If {one}'s side plays {x} and {other}'s side {y}, that is worth {format_exact(row[0])} to {one} and "
        f"{format_exact(row[1])} to {other}."
        for (x, y), row in zip(profiles(game), game.table, strict=True)
    )
    story = [argument.scene, f"{order} {worth}", _DEFINITIONS, _ROWS, "This is the argument:\n" + told, question]
    return (("formal", "\n\n".join(formal)), ("matrix", "\n\n".join(matrix)), ("story", "\n\n".join(story)))


_ROWS = (
    "Where payoffs are listed in rows, rows are the first player's actions and cells the second's, in the order above."
)


def _shape(argument: _Argument) -> str:
    """The game up to names and units, in whichever order of the players, and what the steps are about."""
    game = argument.game
    forms = sorted(canonical_form(g).game.digest for g in (_unnamed(game), _unnamed(turned(game))))
    about = [(s.mistake, s.right, s.value) for s in argument.steps]
    return sha256(repr((forms, about, argument.reasons)).encode()).hexdigest()


def _unnamed(game: Game) -> Game:
    return Game(("1", "2"), game.actions, game.table)


def label(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """The first step that says something else than its certificate; or the example that certificates prove to be one.

    Source: ours
    """
    if asks["question"] == "witness":
        return witness_label(certificates, asks)
    steps = json.loads(asks["steps"])
    if len(steps) != len(certificates):
        raise HypothesisError(f"{len(certificates)} certificates for {len(steps)} steps; accepted: one for each")
    found = NONE
    for k, ((field, value, subject), certificate) in enumerate(zip(steps, certificates, strict=True), 1):
        if subject_of(certificate) != subject:
            raise HypothesisError(f"step {k}: a certificate that asks something else; accepted: one about what it says")
        if says_of(certificate["claim"], field) != value and found == NONE:
            found = f"step {k}"
    return found


FAMILY = Family(
    name="proof-repair",
    title="Which step of an argument fails, and what is a counterexample to the principle behind it?",
    knob="size",
    errors=ERRORS,
    generate=generate,
    label=label,
    accepts=accepts,
)
"""Steps from the errata of the literature, and counterexamples; see `generate`."""
