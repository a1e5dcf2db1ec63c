"""Complete the wrap: what do two programs do, given their defaults and what their renegotiation functions propose?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from spi.analysis.encounters import prove_encounter
from spi.core.game import Profile, profiles
from spi.core.gamefile import write_game
from spi.tasks.families.complete_the_wrap.meetings import (
    Meeting,
    changed_meetings,
    draw_meeting,
    meet,
    meeting_form,
    misread,
    proposed,
    sent_program,
    sent_reference,
)
from spi.tasks.families.complete_the_wrap.texts import meeting_texts
from spi.tasks.items import Family, Item, Option, Proof
from spi.tasks.material.certificates import require, require_kinds
from spi.tasks.material.draws import stream
from spi.tasks.material.programs import setting_text
from spi.tasks.material.shapes import digest_of, shape_of
from spi.tasks.material.words import profile_text

__all__ = ["FAMILY"]

NAME = "complete-the-wrap"

ERRORS = {
    "default-outcome": "takes what the innermost programs do for the outcome, without renegotiation",
    "first-proposal": "lets the first player's proposal go through, whatever the other's is",
    "second-proposal": "lets the second player's proposal go through, whatever the other's is",
    "own-parts": "has each player play her own part of her own proposal, although they differ",
    "other-wrap": "takes Algorithm 1 for the literal pseudocode, or the literal pseudocode for Algorithm 1",
    "inside-facing-outside": "runs the program inside each wrap against the other's wrapped program",
    "wraps-taken-for-one": "takes two kinds of wraps for one, so that they seem to recognise each other",
    "inner-layer-only": "forgets the outer of two wraps",
    "outer-layer-only": "forgets the inner of two wraps",
    "largest-sum": "picks the outcome with the largest sum of payoffs",
    "guess": "an outcome that is proposed somewhere",
}

CLASSES = ("default", "agreed", "other")


def generate(seed: int, difficulty: int) -> tuple[Item, ...]:
    """Two items that differ in one action or one proposed outcome, and in what the programs do.

    How one of the answers comes about is drawn first: as the default outcome, as what both propose for it, or
    otherwise (which does not happen with the easiest programs). Rejected are draws that do not lead there, and those
    in which no single change makes the answer come about in another of these ways. A quarter of the pairs come without
    options.

    Source: ours
    """
    random = stream(NAME, seed, difficulty)
    wanted = random.choice(CLASSES[: 2 if difficulty == 1 else 3])
    while True:
        meeting = draw_meeting(random, difficulty)
        if _class(meeting) != wanted:
            continue
        for changed in changed_meetings(random, meeting):
            if _class(changed) != wanted and meet(changed) != meet(meeting):
                pair = random.sample((meeting, changed), 2)
                open_ended = random.random() < 0.25
                return tuple(_item(random, seed, difficulty, own, open_ended) for own in pair)


def _class(meeting: Meeting) -> str:
    outcome, (default, proposals) = meet(meeting), proposed(meeting)
    return "default" if outcome == default else "agreed" if proposals == [outcome, outcome] else "other"


def _item(random: Random, seed: int, difficulty: int, meeting: Meeting, open_ended: bool) -> Item:
    references = [sent_reference(own) for own in meeting.sent]
    verdict = prove_encounter([sent_program(own) for own in meeting.sent], meeting.game)
    outcome = meet(meeting)
    setting = setting_text("Two programs", meeting.game.players, [{"P": references[0]}, {"Q": references[1]}])
    shown = verdict.certificate.as_dict()["objects"]["programs"]
    game = meeting.game
    return Item(
        NAME,
        seed,
        difficulty,
        knobs=(
            ("layers", sum(len(own.layers) + (own.plan.yields_to is not None) for own in meeting.sent)),
            ("replacements", sum(len(r) for own in meeting.sent for _, r in own.layers)),
        ),
        texts=meeting_texts(meeting),
        form="exact" if open_ended else "choice",
        answer=profile_text(outcome),
        options=() if open_ended else _options(random, meeting, outcome),
        asks=(("game", game.digest), ("programs", digest_of(shown))),
        files=(
            ("game.toml", write_game(game)),
            ("programs.toml", setting),
        ),
        proofs=(Proof("encounter", verdict.certificate.text),),
        shape=shape_of(game, lambda ranks: meeting_form(meeting, ranks)),
        pair=f"{NAME}:{seed}:{difficulty}",
    )


def _options(random: Random, meeting: Meeting, answer: Profile) -> tuple[Option, ...]:
    """The answer and three others where mistakes lead; some proposed outcomes if these are too few.

    The outcome with the largest sum, which is hardly ever the answer, is not always offered: that would tell something.
    """
    by_outcome: dict[Profile, list[str]] = {}
    for name, outcome in misread(meeting).items():
        if outcome != answer and (name != "largest-sum" or random.random() < 0.3):
            by_outcome.setdefault(outcome, []).append(name)
    spare = [b for own in meeting.sent for _, r in own.layers for b in r.values()]
    for outcome in random.sample([*spare, *profiles(meeting.game)], len(spare) + 9):
        if len(by_outcome) >= 3:
            break
        if outcome != answer:
            by_outcome.setdefault(outcome, []).append("guess")
    chosen = random.sample(sorted(by_outcome), 3)
    options = [Option(profile_text(a), random.choice(by_outcome[a])) for a in chosen]
    return tuple(random.sample([*options, Option(profile_text(answer))], 4))


def label(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """The outcome, from a certificate about the encounter of these two programs.

    Source: digiovanni-et-al-2024, Algorithm 1
    """
    require_kinds(certificates, 1, "encounter")
    claim, objects = certificates[0]["claim"], certificates[0]["objects"]
    require(objects["game"] is not None and objects["game"]["digest"] == asks["game"], "the game that is told")
    require(digest_of(objects["programs"]) == asks["programs"], "the programs that are told")
    require(claim["engine"] == "direct" and claim["outcome"] is not None, "an encounter with an outcome")
    return profile_text(claim["outcome"])


FAMILY = Family(
    name=NAME,
    title="What do two programs in their renegotiating wraps do?",
    knob="layers",
    errors=ERRORS,
    generate=generate,
    label=label,
)
