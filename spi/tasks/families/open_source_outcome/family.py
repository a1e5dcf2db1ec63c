"""Open-source agents: what do two programs do that can read each other?"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from spi.tasks.families.open_source_outcome.draws import Meeting, draw_meetings
from spi.tasks.families.open_source_outcome.texts import meeting_texts, sources_of
from spi.tasks.items import Family, Item, Option, Proof
from spi.tasks.material.certificates import require_subject, subject_of_text
from spi.tasks.material.draws import draw_people, stream

__all__ = ["FAMILY"]

ENDLESS = "they do not halt"

ERRORS = {
    "provability-as-truth": "what is to be provable is only asked to be true",
    "consistency-overlooked": "premises of consistency are dropped, as if they were provable",
    "nothing-provable": "no proof about the other is thought possible, since the other's depends on it",
    "everything-provable": "whatever may be proved is taken to be proved",
    "running-for-proving": "proofs about each other are taken for runs of each other, which do not end",
    "circle-is-0": "a run that needs itself is taken to play the first action",
    "circle-is-1": "a run that needs itself is taken to play the second action",
    "same-behaviour": "a test of the code is taken to be met by any program",
    "sides-swapped": "the two players are confused",
    "other-randomness": "simulations that draw by themselves are confused with ones that read one string",
    "one-level": "the simulated program is taken to play its base action at once",
    "ungrounded": "the second player's simulation is taken never to stop by chance",
    "one-player": "the chance of one player's action is taken for that of both",
    "guess": "none of these",
}


def generate(seed: int, difficulty: int) -> tuple[Item, ...]:
    """Two items whose programs differ in one place, and whose answers differ.

    Half of the pairs are of modal agents, a quarter of programs that run each other, a quarter of grounded bots (with
    independent or shared randomness). What is to happen is drawn first, uniformly; rejected are draws in which no
    change in one place makes it happen, laws with probability 0 or 1, and equal probabilities in a pair.

    Parameters
    ----------
    seed : int
    difficulty : int
        From 1 to 5: the number of boxes or rules in both programs, and the size of denominators.

    Returns
    -------
    tuple of Item

    Source: barasz-et-al-2014, section 4, and ours
    """
    rng = stream("open-source-outcome", seed, difficulty)
    players = draw_people(rng, ["any", "any"])
    acts = rng.choice(_ACTS)
    acts = acts if rng.random() < 0.5 else acts[::-1]
    table = tuple((Fraction(rng.randint(-9, 20)), Fraction(rng.randint(-9, 20))) for _ in range(4))
    game = Game(players, (acts, acts), table)
    meetings = draw_meetings(rng, difficulty)
    scene = rng.choice(_SCENES).format(one=players[0], other=players[1])
    items = _items(rng, meetings, game, scene, seed, difficulty)
    rng.shuffle(items)
    return tuple(items)


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


@dataclass(frozen=True, slots=True)
class _Answered:
    meeting: Meeting
    answer: str
    certificate: str
    asks: dict[str, str]


def _items(rng: Random, meetings: Sequence[Meeting], game: Game, scene: str, seed: int, difficulty: int) -> list[Item]:
    found = [_answered(meeting, game) for meeting in meetings]
    orders = [_options(rng, answered.answer, _wrong(answered, game), found, game) for answered in found]
    items = []
    for answered, options in zip(found, orders, strict=True):
        meeting = answered.meeting
        files = [
            *zip((f"{player.lower()}.py" for player in game.players), sources_of(meeting, game), strict=True),
            ("game.toml", write_game(game)),
        ]
        items.append(
            Item(
                family="open-source-outcome",
                seed=seed,
                difficulty=difficulty,
                knobs=(("parts", meeting.parts),),
                texts=meeting_texts(meeting, game, scene),
                form="choice",
                answer=answered.answer,
                options=options,
                asks=tuple(answered.asks.items()),
                files=tuple(files),
                proofs=(Proof("encounter", answered.certificate),),
                shape=_shape(meeting, game),
                pair=f"open-source-outcome-{seed}-{difficulty}",
            )
        )
    return items


def _answered(meeting: Meeting, game: Game) -> _Answered:
    programs = [
        read_program(text, name=player.lower())
        for player, text in zip(game.players, sources_of(meeting, game), strict=True)
    ]
    text = prove_encounter(programs, game, randomness=meeting.randomness).certificate.text
    asks = {"engine": meeting.engine, "subject": subject_of_text(text)}
    if meeting.randomness is not None:
        asks["profile"] = json.dumps([game.actions[i][k] for i, k in enumerate(meeting.profile)])
    return _Answered(meeting, label([json.loads(text)], asks), text, asks)


def _wrong(answered: _Answered, game: Game) -> dict[str, str]:
    """Where each mistake leads that does not lead to the answer; of several to one place the first names it."""
    found: dict[str, str] = {}
    for error, where in answered.meeting.mistakes():
        if isinstance(where, Fraction):
            text = format_exact(where)
        else:
            text = ENDLESS if where is None else _pair([game.actions[i][k] for i, k in enumerate(where)])
        if text != answered.answer:
            found.setdefault(text, error)
    return found


def _options(
    rng: Random, answer: str, wrong: Mapping[str, str], found: Sequence[_Answered], game: Game
) -> tuple[Option, ...]:
    if found[0].meeting.randomness is None:
        texts = [_pair(p) for p in profiles(game)] + [ENDLESS]
        rng.shuffle(texts)
        return tuple(Option(t, "" if t == answer else wrong.get(t, "guess")) for t in texts)
    texts = [answer, *wrong]
    for other in found:  # the twin's answer is as plausible as can be
        if other.answer not in texts:
            texts.append(other.answer)
    rng.shuffle(texts)
    return tuple(Option(t, "" if t == answer else wrong.get(t, "guess")) for t in texts)


def _pair(actions: Sequence[str]) -> str:
    return f"({', '.join(actions)})"


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
    """The outcome that a certificate of an encounter states, or the probability of the profile that is asked about.

    Source: ours
    """
    (certificate,) = certificates
    claim = require_subject(certificate, "encounter", asks["subject"])
    if claim["engine"] != asks["engine"]:
        raise HypothesisError(f"an encounter by {claim['engine']}; accepted: one by {asks['engine']}")
    if claim["diverges"]:
        return ENDLESS
    if claim["outcome"] is not None:
        return _pair(claim["outcome"])
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
    title="What do two programs do that can read each other: by proof, by running, or by chance?",
    knob="parts",
    errors=ERRORS,
    generate=generate,
    label=label,
)
"""Encounters of modal agents, of programs that run each other, and of grounded bots; see `generate`."""
