"""Open-source agents: what do two programs do that can read each other, or three and more?"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from random import Random
from typing import Any

from spi.analysis.encounters import prove_encounter
from spi.core.game import Game, profiles
from spi.core.gamefile import write_game
from spi.core.numbers import exact, format_exact
from spi.errors import HypothesisError
from spi.programs.reader import read_program
from spi.tasks.families.open_source_outcome.budgets import bounded_questions
from spi.tasks.families.open_source_outcome.draws import Meeting, draw_meetings
from spi.tasks.families.open_source_outcome.halts import halting_questions
from spi.tasks.families.open_source_outcome.questions import (
    ENDLESS,
    ERRORS,
    Question,
    first_names,
    item_of,
    pair_text,
    shuffled,
)
from spi.tasks.families.open_source_outcome.texts import meeting_texts, sources_of
from spi.tasks.families.open_source_outcome.three_runs import trio_questions
from spi.tasks.items import Family, Item, Proof
from spi.tasks.material.certificates import require, require_subject, subject_of_text
from spi.tasks.material.draws import draw_people, stream

__all__ = ["FAMILY"]

_KINDS = ("bounded",) * 4 + ("modal",) * 4 + ("direct",) * 2 + ("chance",) * 2 + ("halting",) * 2 + ("trio",) * 2


def generate(seed: int, difficulty: int) -> tuple[Item, ...]:
    """Two items whose programs differ in one place, and whose answers differ.

    Of 16 pairs 4 are of agents with bounded proof searches (two to five), 4 of modal agents, 2 of programs that run
    each other, 2 of three such programs, 2 of grounded bots (with independent or shared randomness), 2 of naive
    recursion (three to five players). What is to happen is drawn first, uniformly; rejected are draws in which no
    change in one place makes something else happen, laws with probability 0 or 1, and equal probabilities in a pair.
    Modal and bounded agents are never mixed: the limit of unbounded proofs is not what large budgets come to, though
    for those agents about which bounded questions are asked the two agree.

    Parameters
    ----------
    seed : int
    difficulty : int
        From 1 to 5: the number of boxes, rules or conditions in the programs, of players, and the size of denominators.

    Returns
    -------
    tuple of Item

    Source: critch-2019, parametric bounded Löb, and ours
    """
    rng = stream("open-source-outcome", seed, difficulty)
    kind = rng.choice(_KINDS)
    acts = rng.choice(_ACTS)
    acts = acts if rng.random() < 0.5 else acts[::-1]
    if kind == "bounded":
        questions = bounded_questions(rng, difficulty, acts)
    elif kind == "halting":
        questions = halting_questions(rng, difficulty)
    elif kind == "trio":
        questions = trio_questions(rng, difficulty, acts)
    else:
        questions = _meeting_questions(rng, kind, difficulty, acts)
    rng.shuffle(questions)
    return tuple(item_of(question, seed, difficulty) for question in questions)


_ACTS = (
    ("C", "D"),
    ("share", "keep"),
    ("wait", "press"),
    ("open", "close"),
    ("signal", "hide"),
    ("left", "right"),
    ("lend", "hoard"),
    ("yield", "dare"),
)

_SCENES = (
    "{one} and {other} hand in programs for a tournament; every program is given the other's text.",
    "Two firms let software agents negotiate, {one} and {other}, and each may inspect the other's rules.",
    "{one} and {other} are municipal AIs whose rule books are public.",
    "A referee matches two robots, {one} and {other}, whose designs are open.",
    "{one} and {other} each deposit a sealed rule with a notary; each rule may speak of the other.",
    "Two probes, {one} and {other}, meet at a comet; each carries the other's source text on board.",
    "In a lending club the contracts of {one} and {other} refer to each other's wording.",
)


def _meeting_questions(rng: Random, kind: str, difficulty: int, acts: tuple[str, str]) -> list[Question]:
    """Two questions about two programs."""
    players = draw_people(rng, ["any", "any"])
    table = tuple((Fraction(rng.randint(-9, 20)), Fraction(rng.randint(-9, 20))) for _ in range(4))
    game = Game(players, (acts, acts), table)
    scene = rng.choice(_SCENES).format(one=players[0], other=players[1])
    meetings = draw_meetings(rng, kind, difficulty)
    proved = [_proved(meeting, game) for meeting in meetings]
    answers = [label([json.loads(text)], asks) for text, asks in proved]
    questions = []
    for meeting, answer, (text, asks) in zip(meetings, answers, proved, strict=True):
        sources = sources_of(meeting, game)
        files = [(f"{player.lower()}.py", source) for player, source in zip(game.players, sources, strict=True)]
        wrong = _wrong(meeting, game, answer)
        questions.append(
            Question(
                engine=meeting.engine,
                parts=meeting.parts,
                texts=meeting_texts(meeting, game, scene),
                files=(*files, ("game.toml", write_game(game))),
                proof=Proof("encounter", text),
                asks=asks,
                answer=answer,
                choices=_choices(rng, meeting, wrong, answers, answer, game),
                wrong=wrong,
                shape=_shape(meeting, game),
            )
        )
    return questions


def _proved(meeting: Meeting, game: Game) -> tuple[str, dict[str, str]]:
    """The certificate of a meeting, and what is asked."""
    programs = [
        read_program(text, name=player.lower())
        for player, text in zip(game.players, sources_of(meeting, game), strict=True)
    ]
    text = prove_encounter(programs, game, randomness=meeting.randomness).certificate.text
    asks = {"engine": meeting.engine, "subject": subject_of_text(text)}
    if meeting.randomness is not None:
        asks["profile"] = json.dumps([game.actions[i][k] for i, k in enumerate(meeting.profile)])
    return text, asks


def _wrong(meeting: Meeting, game: Game, answer: str) -> dict[str, str]:
    """Where each mistake leads that does not lead to the answer; of several to one place the first names it."""
    found = []
    for error, where in meeting.mistakes():
        if isinstance(where, Fraction):
            found.append((error, format_exact(where)))
        else:
            text = ENDLESS if where is None else pair_text([game.actions[i][k] for i, k in enumerate(where)])
            found.append((error, text))
    return first_names(found, answer)


def _choices(
    rng: Random, meeting: Meeting, wrong: Mapping[str, str], answers: Sequence[str], answer: str, game: Game
) -> tuple[str, ...]:
    if meeting.randomness is None:
        return shuffled(rng, [*(pair_text(p) for p in profiles(game)), ENDLESS])
    # the twin's answer is as plausible as can be
    return shuffled(rng, list(dict.fromkeys([answer, *wrong, *answers])))


def _shape(meeting: Meeting, game: Game) -> str:
    """The same for players or actions in the other order, and for other names."""
    payoffs = [[[str(v) for v in game.table[2 * i + j]] for j in (0, 1)] for i in (0, 1)]
    forms = []
    for swap in (False, True):
        for turn in (False, True):
            table = [row[::-1] for row in payoffs[::-1]] if turn else payoffs
            if swap:
                table = [[table[j][i][::-1] for j in (0, 1)] for i in (0, 1)]
            forms.append(repr((meeting.form(swap=swap, turn=turn), table)))
    return sha256(min(forms).encode()).hexdigest()


def label(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """What a certificate says of what is asked.

    Of bounded proofs and of encounters, the outcome, or the probability of the profile that is asked about; of naive
    recursion, the probability that the program of the player who is asked about halts.

    Source: ours
    """
    (certificate,) = certificates
    if asks["engine"] == "bounded":
        return pair_text(require_subject(certificate, "bounded-outcome", asks["subject"])["outcome"])
    if asks["engine"] == "halting":
        claim = require_subject(certificate, "halting", asks["subject"])
        interval = claim["intervals"][certificate["objects"]["players"].index(asks["player"])]
        require(interval["lower"] == interval["upper"], "a probability that is known exactly")
        return str(interval["lower"])
    claim = require_subject(certificate, "encounter", asks["subject"])
    if claim["engine"] != asks["engine"]:
        raise HypothesisError(f"an encounter by {claim['engine']}; accepted: one by {asks['engine']}")
    if claim["diverges"]:
        return ENDLESS
    if claim["outcome"] is not None:
        return pair_text(claim["outcome"])
    profile = json.loads(asks["profile"])
    if claim["joint"] is not None:
        law = {tuple(actions): exact(p) for actions, p in claim["joint"]}
        return format_exact(law.get(tuple(profile), Fraction(0)))
    chance = Fraction(1)
    for action, own in zip(profile, claim["laws"], strict=True):
        chance *= {name: exact(p) for name, p in own}.get(action, Fraction(0))
    return format_exact(chance)


FAMILY = Family(
    name="open-source-outcome",
    title="What do programs do that can read each other: by proof, by running, or by chance?",
    knob="parts",
    errors=ERRORS,
    generate=generate,
    label=label,
)
"""Agents that prove, with and without bounds, programs that run each other, bots that simulate; see `generate`."""
