"""Conditional set-valued renegotiation: what do two programs settle on, and who gains by accepting more?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

from spi.analysis.encounters import prove_encounter
from spi.core.game import Profile, profiles
from spi.core.gamefile import write_game
from spi.core.pareto import improves
from spi.core.verdict import Holds
from spi.programs.encounters import Encounter
from spi.tasks.families.selection_outcome.meetings import (
    STRUCTURES,
    SetMeeting,
    changed_meetings,
    draw_set_meetings,
    is_unambiguous,
    misread_outcomes,
    set_form,
    set_program,
    set_reference,
    settled,
)
from spi.tasks.families.selection_outcome.texts import gain_texts, outcome_texts
from spi.tasks.items import Family, Item, Option, Proof
from spi.tasks.material.certificates import payoffs_at, require, require_kinds
from spi.tasks.material.draws import stream
from spi.tasks.material.programs import setting_text
from spi.tasks.material.shapes import digest_of, shape_of
from spi.tasks.material.words import profile_text

__all__ = ["FAMILY"]

NAME = "selection-outcome"

ERRORS = {
    "default-outcome": "takes the default outcome, as if nothing were agreed",
    "largest-sum": "takes the outcome with the largest sum of payoffs, agreed or not",
    "union": "chooses from what either accepts instead of what both accept",
    "first-set": "chooses from what the first player accepts, whatever the other does",
    "second-set": "chooses from what the second player accepts, whatever the other does",
    "utilitarian-instead": "chooses by the sum of payoffs instead of the selector that is common",
    "leximin-instead": "chooses by the smaller payoff instead of the selector that is common",
    "lexicographic-instead": "chooses by the first player's payoff instead of the selector that is common",
    "players-swapped": "takes the weights of the selector for those of the other player",
    "agreed-but-not-selected": "takes an outcome that both accept, but another than the selector chooses",
    "no-extension": "ignores the extensions",
    "extension-anyway": "has both functions extended although not both are, or not towards this one",
    "literal-reference": "projects the outcome against the other's extended function, as Definition 7 is printed",
    "compared-with-default": "compares with the default outcome instead of what was settled on before",
    "more-is-better": "takes for granted that who accepts more gains, and nobody loses",
    "guess": "none of the mistakes that are computed",
}

SIGNS = ((0, 0), (1, 0), (0, 1), (1, 1), (1, -1), (-1, 1))
"""Who gains (1) and who loses (-1)."""

PATIENCE = 1_500
"""Draws after which the other item of a pair may have any other answer, but that nothing changes, which is frequent."""

CLASSES = ("default", "agreed", "extended")


def generate(seed: int, difficulty: int) -> tuple[Item, ...]:
    """Two items that differ in one outcome of a set, or in the selector, and in the answer.

    What makes the answer is drawn first: that nothing is agreed, something in both sets, or an extension; or, where the
    question is who gains, whether anybody does, and whether somebody loses. Rejected are draws in which another outcome
    has the payoffs of what is settled on.

    Source: ours
    """
    random = stream(NAME, seed, difficulty)
    if random.random() < 0.6:
        return _outcome_pair(random, seed, difficulty)
    return _gain_pair(random, seed, difficulty)


def _outcome_pair(random: Random, seed: int, difficulty: int) -> tuple[Item, ...]:
    kinds = random.choice(STRUCTURES[difficulty][1])
    matters = kinds not in (("none", "none"), ("conditional", "none"))
    wanted = random.choice(CLASSES if matters else CLASSES[:2])
    order = kinds if random.random() < 0.5 else (kinds[1], kinds[0])
    for meeting in draw_set_meetings(random, difficulty, order, planted=kinds != ("none", "none")):
        if _class(meeting) != wanted or not is_unambiguous(meeting):
            continue
        for changed in changed_meetings(random, meeting):
            if settled(changed) != settled(meeting) and is_unambiguous(changed):
                pair = random.sample((meeting, changed), 2)
                return tuple(_outcome_item(random, seed, difficulty, own) for own in pair)
    raise AssertionError("meetings are drawn without end")


def _class(meeting: SetMeeting) -> str:
    found = settled(meeting)
    if found == meeting.default:
        return "default"
    return "agreed" if found == settled(replace(meeting, kinds=("none", "none"))) else "extended"


def _outcome_item(random: Random, seed: int, difficulty: int, meeting: SetMeeting) -> Item:
    answer = settled(meeting)
    wrong: dict[str, list[str]] = {}
    for name, outcome in misread_outcomes(meeting).items():
        if outcome != answer and (name != "largest-sum" or random.random() < 0.3):
            wrong.setdefault(profile_text(outcome), []).append(name)
    kept = [text for text, names in wrong.items() if "agreed-but-not-selected" in names]
    if kept:  # or else the answer would be the only outcome shown that both accept
        kept += random.sample(sorted(wrong), min(2, len(wrong)))
        wrong = {text: names for text, names in wrong.items() if text in kept}
        wrong = {text: [n for n in names if n != "agreed-but-not-selected"] or names for text, names in wrong.items()}
    _fill(random, wrong, [profile_text(a) for a in profiles(meeting.game) if a != answer])
    return _item(random, seed, difficulty, [meeting], outcome_texts(meeting), profile_text(answer), wrong)


def _gain_pair(random: Random, seed: int, difficulty: int) -> tuple[Item, ...]:
    wanted, second = random.sample(SIGNS, 2)
    for count, before in enumerate(draw_set_meetings(random, difficulty, ("none", "none"), planted=True)):
        after = _more_accepting(random, before, difficulty)
        if after is None or _signs(before, after) != wanted or not _clear(before, after):
            continue
        added = [b - a for a, b in zip(before.sets, after.sets, strict=True)]
        for changed in changed_meetings(random, before):
            later = replace(changed, sets=(changed.sets[0] | added[0], changed.sets[1] | added[1]), kinds=after.kinds)
            new = all(own.isdisjoint(more) for own, more in zip(changed.sets, added, strict=True))
            found = _signs(changed, later)
            if (
                new
                and (found == second or (count > PATIENCE and found not in (wanted, (0, 0))))
                and _clear(changed, later)
            ):
                pair = random.sample(((before, after), (changed, later)), 2)
                return tuple(_gain_item(random, seed, difficulty, *own) for own in pair)
    raise AssertionError("meetings are drawn without end")


def _more_accepting(random: Random, before: SetMeeting, difficulty: int) -> SetMeeting | None:
    """One player adds an outcome to what she accepts, or functions are extended."""
    seat = random.randrange(2)
    if difficulty == 1 or random.random() < 0.5:
        game = before.game
        above = [a for a in profiles(game) if a != before.default and improves(game[a], game[before.default])]
        new = [a for a in above if a not in before.sets[seat]]
        if not new:
            return None
        sets = list(before.sets)
        sets[seat] = sets[seat] | {random.choice(new)}
        return replace(before, sets=(sets[0], sets[1]))
    kinds = [("base", "base"), ("base", "none")]
    if difficulty > 3:
        kinds += [("conditional", "conditional"), ("conditional", "none")]
    chosen = random.choice(kinds)
    return replace(before, kinds=chosen if seat == 0 else (chosen[1], chosen[0]))


def _clear(before: SetMeeting, after: SetMeeting) -> bool:
    return is_unambiguous(before) and is_unambiguous(after)


def _signs(before: SetMeeting, after: SetMeeting) -> tuple[int, ...]:
    return _changes(before.game[settled(before)], after.game[settled(after)])


def _changes(old: Sequence[Fraction], new: Sequence[Fraction]) -> tuple[int, ...]:
    return tuple((y > x) - (y < x) for x, y in zip(old, new, strict=True))


def _gain_text(players: Sequence[str], signs: Sequence[int]) -> str:
    words = {1: "gains", 0: "neither gains nor loses", -1: "loses"}
    return ", ".join(f"{player} {words[sign]}" for player, sign in zip(players, signs, strict=True))


def _gain_item(random: Random, seed: int, difficulty: int, before: SetMeeting, after: SetMeeting) -> Item:
    game, players = before.game, before.game.players
    answer = _gain_text(players, _signs(before, after))
    old, new = misread_outcomes(before), misread_outcomes(after)
    found = {name: _changes(game[old[name]], game[new[name]]) for name in old if name in new}
    found = {name: signs for name, signs in found.items() if name not in ("default-outcome", "largest-sum")}
    found["compared-with-default"] = _changes(game[before.default], game[settled(after)])
    changed = [a != b or k != m for a, b, k, m in zip(before.sets, after.sets, before.kinds, after.kinds, strict=True)]
    found["more-is-better"] = tuple(map(int, changed))
    wrong: dict[str, list[str]] = {}
    for name, signs in found.items():
        if (text := _gain_text(players, signs)) != answer:
            wrong.setdefault(text, []).append(name)
    _fill(random, wrong, [text for signs in SIGNS if (text := _gain_text(players, signs)) != answer])
    return _item(random, seed, difficulty, [before, after], gain_texts(before, after), answer, wrong)


def _fill(random: Random, wrong: dict[str, list[str]], others: Sequence[str]) -> None:
    """Three wrong options at least, if there are so many."""
    for text in random.sample(others, len(others)):
        if len(wrong) < 3:
            wrong.setdefault(text, ["guess"])


def _item(
    random: Random,
    seed: int,
    difficulty: int,
    stages: Sequence[SetMeeting],
    texts: tuple[tuple[str, str], ...],
    answer: str,
    wrong: Mapping[str, Sequence[str]],
) -> Item:
    game = stages[0].game
    verdicts = [_proved(own) for own in stages]
    shown = [digest_of(verdict.certificate.as_dict()["objects"]["programs"]) for verdict in verdicts]
    names = ("encounter",) if len(stages) == 1 else ("before", "after")
    programs: list[dict[str, str]] = [{}, {}]
    for own, mark in zip(stages, ("", "_changed"), strict=False):
        for seat in (0, 1):
            programs[seat]["PQ"[seat] + mark] = set_reference(own, seat)
    chosen = random.sample(sorted(wrong), 3)
    options = [Option(answer), *(Option(text, random.choice(list(wrong[text]))) for text in chosen)]
    return Item(
        NAME,
        seed,
        difficulty,
        knobs=(
            ("outcomes", len(game.table)),
            ("extensions", sum(kind != "none" for own in stages for kind in own.kinds)),
            ("accepted", sum(len(own) for own in stages[0].sets)),
        ),
        texts=texts,
        form="choice",
        answer=answer,
        options=tuple(random.sample(options, len(options))),
        asks=(
            ("about", "outcome" if len(stages) == 1 else "gain"),
            ("game", game.digest),
            ("programs", " ".join(shown)),
        ),
        files=(
            ("game.toml", write_game(game)),
            ("programs.toml", setting_text("Programs that renegotiate by sets", game.players, programs)),
        ),
        proofs=tuple(Proof(name, v.certificate.text) for name, v in zip(names, verdicts, strict=True)),
        shape=shape_of(game, lambda ranks: [set_form(own, ranks) for own in stages]),
        pair=f"{NAME}:{seed}:{difficulty}",
    )


def _proved(meeting: SetMeeting) -> Holds[Encounter]:
    return prove_encounter([set_program(meeting, 0), set_program(meeting, 1)], meeting.game)


def label(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """The outcome, or who gains, from certificates about the encounters of the programs that are asked about.

    Source: digiovanni-et-al-2024, Algorithm 2
    """
    programs = asks["programs"].split()
    require_kinds(certificates, len(programs), "encounter")
    outcomes: list[Profile] = []
    for one, digest in zip(certificates, programs, strict=True):
        claim, objects = one["claim"], one["objects"]
        require(objects["game"] is not None and objects["game"]["digest"] == asks["game"], "the game that is told")
        require(digest_of(objects["programs"]) == digest, "the programs that are told")
        require(claim["engine"] == "direct" and claim["outcome"] is not None, "an encounter with an outcome")
        outcomes.append(tuple(claim["outcome"]))
    if asks["about"] == "outcome":
        return profile_text(outcomes[0])
    game = certificates[0]["objects"]["game"]
    old, new = (payoffs_at(game, outcome) for outcome in outcomes)
    return _gain_text(game["players"], _changes(old, new))


FAMILY = Family(
    name=NAME,
    title="What do two programs settle on that renegotiate by sets, and who gains by accepting more?",
    knob="outcomes",
    errors=ERRORS,
    generate=generate,
    label=label,
)
