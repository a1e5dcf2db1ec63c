"""Pareto meet minima and projections: the geometry that PMP-extensions are made of, among outcomes and lotteries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any, get_args

from spi.analysis.frontiers import prove_frontier
from spi.analysis.optimality import decide_pareto_optimal
from spi.core.game import Game, profiles
from spi.core.gamefile import write_game
from spi.core.numbers import exact, format_exact
from spi.negotiation.issues import issue
from spi.negotiation.preferences import additive
from spi.negotiation.scenario import Scenario, scenario
from spi.tasks.families.meet_geometry.ends import EMPTY, best_end, doubled, doubled_point, projects
from spi.tasks.families.meet_geometry.meets import (
    Asked,
    Question,
    answer_of,
    draw_asked,
    ends_text,
    far_end,
    for_whom_there_is_none,
    least,
    meet_of,
    moved,
    sizes_for,
)
from spi.tasks.families.meet_geometry.memberships import NO, YES, draw_member, mistaken_memberships, moved_out
from spi.tasks.families.meet_geometry.mistakes import mistakes_of
from spi.tasks.families.meet_geometry.texts import meet_texts
from spi.tasks.items import Family, Item, Option, Proof
from spi.tasks.material.certificates import cells, require, require_kinds
from spi.tasks.material.draws import stream
from spi.tasks.material.shapes import Ranks, digest_of, shape_of
from spi.tasks.material.words import profile_text, vector_text

__all__ = ["FAMILY"]

NAME = "meet-geometry"

ERRORS = {
    "other-mode": "takes outcomes alone instead of lotteries, or lotteries instead of outcomes alone",
    "all-outcomes": "takes the least payoffs of all outcomes, not only of efficient ones",
    "weakly-efficient": "counts outcomes as efficient that are better for nobody elsewhere, but not worse either",
    "security-levels": "takes what each player can guarantee herself (the disagreement) for the meet",
    "best-efficient": "takes the largest instead of the least payoffs at efficient points",
    "one-outcome": "takes the payoffs of one efficient outcome, the one with the least sum",
    "at-least-instead-of-exactly": "lets the others get more than what is due to them",
    "without-minimum": "forgets the Pareto meet minimum and takes the outcome's own payoffs",
    "without-default": "forgets the outcome's own payoffs and takes the Pareto meet minimum alone",
    "least-of-all-outcomes": "takes the least payoffs of all outcomes for the Pareto meet minimum",
    "other-player": "projects for another player",
    "efficient-only": "leaves out projections that are not efficient",
    "improvements": "takes all outcomes that are better for everybody",
    "own-best": "ends the segment at the player's largest payoff, whatever the others then get",
    "corner": "takes what is due to everybody for the answer, though it may be out of reach, or be bettered",
    "each-outcome": "asks each outcome that can be drawn for what only the average has to give",
    "guess": "none of the mistakes that are computed",
}


DEGENERATE = 0.2
"""How often one game of a pair is degenerate."""


NONE = {"members": "no outcome", "end": EMPTY}
"""The empty answers of questions about projections."""


def generate(seed: int, difficulty: int) -> tuple[Item, ...]:
    """Two items that differ in one payoff and in the answer.

    Of the pairs about lotteries one item has one that is a projection, and in the other one it is none, for one of two
    reasons: the player gets too little, or somebody else does not get what is due exactly; draws in which both hold are
    rejected. Of the pairs about members and about best ends half have one item with an empty answer, so that a quarter
    of these answers is empty. In a fifth of the other pairs one game is degenerate, see `degenerate_rows`, and so may
    the answers be; but not where a best end is missing, since then there nearly always is one. Otherwise degenerate
    minima and segments are rejected, see `answer_of`; always are items for which mistakes lead to fewer than two other
    answers.

    Source: ours
    """
    random = stream(NAME, seed, difficulty)
    question: Question = random.choice([own for own in get_args(Question) if sizes_for(own, difficulty)])
    sizes = random.choice(sizes_for(question, difficulty))
    missing = question in NONE and random.random() < 0.5
    none = NONE.get(question, "")
    degenerate = random.random() < DEGENERATE and not (question == "end" and missing)
    while question == "lottery":
        member, others = draw_member(random, sizes), random.random() < 0.5
        other = None if member is None else moved_out(random, member, others=others)
        if member is not None and other is not None:
            pair = random.sample((member, other), 2)
            return tuple(_item(random, seed, difficulty, own) for own in pair)
    while True:
        asked = draw_asked(random, sizes, question, degenerate=degenerate)
        if question == "end" and missing:
            asked = for_whom_there_is_none(random, asked)
        answer = answer_of(asked)
        if answer is None or (answer == none and not missing) or not _enough(asked, answer):
            continue
        if question == "end" and missing and answer != none:
            continue
        for _ in range(12):
            other = moved(random, asked)
            changed = answer_of(other)
            wanted = changed != answer and missing == (none in (changed, answer))
            if changed is not None and wanted and _enough(other, changed):
                pair = random.sample((asked, other), 2)
                return tuple(_item(random, seed, difficulty, own) for own in pair)


def _enough(asked: Asked, answer: str) -> bool:
    return len({text for text in mistakes_of(asked).values() if text != answer}) >= 2


def _item(random: Random, seed: int, difficulty: int, asked: Asked) -> Item:
    game, answer = asked.game, answer_of(asked)
    assert answer is not None, "degenerate questions are not asked"
    asks = {"question": asked.question, "game": game.digest, "player": str(asked.player)}
    asks["outcome"] = profile_text(asked.outcome)
    if asked.lottery:
        asks["lottery"] = "; ".join(f"{format_exact(p)} {profile_text(a)}" for a, p in asked.lottery)
    if asked.question in ("pure minimum", "members"):
        verdict = prove_frontier(_as_negotiation(game))
        asks["negotiation"] = digest_of(verdict.certificate.as_dict()["objects"]["negotiation"])
        proofs = [Proof("frontier", verdict.certificate.text)]
    else:
        points = dict.fromkeys(game.table)
        proofs = [Proof(f"outcome-{k}", decide_pareto_optimal(game, u).certificate.text) for k, u in enumerate(points)]
        if asked.question == "segment":
            proofs.append(Proof("end", decide_pareto_optimal(game, _end(asked)).certificate.text))
        if asked.question == "end":
            copies = doubled(game, asked.player)
            proofs.append(Proof("end", decide_pareto_optimal(copies, _doubled_end(asked)).certificate.text))
    return Item(
        NAME,
        seed,
        difficulty,
        knobs=(("outcomes", len(game.table)), ("players", len(game.players))),
        texts=meet_texts(asked),
        form="choice",
        answer=answer,
        options=_options(random, asked, answer),
        asks=tuple(asks.items()),
        files=(("game.toml", write_game(game)),),
        proofs=tuple(proofs),
        shape=shape_of(game, lambda ranks: _form(asked, ranks)),
        pair=f"{NAME}:{seed}:{difficulty}",
    )


def _form(asked: Asked, ranks: Ranks) -> list[Any]:
    if asked.question in ("pure minimum", "convex minimum"):
        return [asked.question]
    places = [[ranks(k, x) for k, x in enumerate(a)] for a in (asked.outcome, *(a for a, _ in asked.lottery))]
    lottery = sorted([place, format_exact(p)] for place, (_, p) in zip(places[1:], asked.lottery, strict=True))
    return [asked.question, asked.player, places[0], lottery]


def _end(asked: Asked) -> list[Fraction]:
    due = list(map(max, meet_of(asked.game, "convex"), asked.game[asked.outcome]))
    end = far_end(asked.game, asked.player, due[1 - asked.player])
    assert end is not None, "what is due is feasible for two players"
    return [end if k == asked.player else u for k, u in enumerate(due)]


def _doubled_end(asked: Asked) -> tuple[Fraction, ...]:
    """The best end in the doubled game; what is due if there is none."""
    due = list(map(max, meet_of(asked.game, "convex"), asked.game[asked.outcome]))
    end = best_end(asked.game, asked.player, due)
    due[asked.player] = due[asked.player] if end is None else end
    return doubled_point(due, asked.player)


def _as_negotiation(game: Game) -> Scenario:
    """The outcomes as the options of one issue, so that the frontier of a negotiation is that of the outcomes."""
    outcomes = issue("outcome", [profile_text(a) for a in profiles(game)])
    columns = list(zip(*game.table, strict=True))
    utilities = {player: additive([column]) for player, column in zip(game.players, columns, strict=True)}
    return scenario([outcomes], utilities, disagreement=[0] * len(game.players))


def _options(random: Random, asked: Asked, answer: str) -> tuple[Option, ...]:
    by_text: dict[str, list[str]] = {}
    for name, text in (mistaken_memberships if asked.lottery else mistakes_of)(asked).items():
        if text != answer:
            by_text.setdefault(text, []).append(name)
    if asked.lottery:
        by_text = by_text or {YES if answer == NO else NO: ["guess"]}
    none = NONE.get(asked.question, "")
    if none and none not in (*by_text, answer):
        by_text[none] = ["guess"]
    chosen = random.sample(sorted(by_text), min(3, len(by_text)))
    if none in by_text and none not in chosen:
        chosen[0] = none  # whether there is any is a part of the question
    options = [Option(text, random.choice(by_text[text])) for text in chosen]
    return tuple(random.sample([*options, Option(answer)], len(options) + 1))


def label(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """The answer, from the certified frontier of the outcomes, or from what each outcome is among all lotteries.

    A minimum among lotteries is attained at outcomes, since the efficient points are faces of the convex hull; and a
    segment ends at the efficient point that gives the other player what is due to her.

    Source: digiovanni-et-al-2024, Definition 5
    """
    player, question = int(asks["player"]), asks["question"]
    if question in ("pure minimum", "members"):
        require_kinds(certificates, 1, "frontier")
        claim, negotiation = certificates[0]["claim"], certificates[0]["objects"]["negotiation"]
        require(digest_of(negotiation) == asks["negotiation"], "the game that is told")
        require(claim["answer"] == "yes", "one that says what the frontier is")
        minimum = _minimum(claim["points"])
        if question == "pure minimum":
            return vector_text(minimum)
        options = {row["option"]: tuple(map(Fraction, row["adds"])) for row in negotiation["issues"][0]["options"]}
        due = list(map(max, minimum, options[asks["outcome"]]))
        return ", ".join(a for a, u in options.items() if projects(u, due, player)) or "no outcome"
    *outcomes, last = certificates if question in ("segment", "end") else [*certificates, {}]
    require_kinds(certificates, len(certificates), "pareto-optimal")
    about = outcomes if question == "end" else certificates
    require(all(one["objects"]["game"]["digest"] == asks["game"] for one in about), "the game that is told")
    table = dict(cells(certificates[0]["objects"]["game"]))
    claims = [(tuple(map(Fraction, one["claim"]["payoffs"])), one["claim"]["case"]) for one in outcomes]
    require({u for u, _ in claims} == set(table.values()), "one for each outcome")
    minimum = _minimum(u for u, case in claims if case == "efficient")
    if question == "convex minimum":
        return vector_text(minimum)
    due = list(map(max, minimum, next(u for a, u in table.items() if profile_text(a) == asks["outcome"])))
    if question == "lottery":
        return YES if projects(_told_mean(asks["lottery"], table), due, player) else NO
    end, case = list(map(Fraction, last["claim"]["payoffs"])), last["claim"]["case"]
    if question == "end":
        return _doubled_answer(last["objects"]["game"], list(table.values()), due, end, case, player)
    require(case == "efficient" and end[1 - player] == due[1 - player], "one about the best end")
    return ends_text(due, end)


def _told_mean(lottery: str, table: Mapping[tuple[str, ...], Sequence[Fraction]]) -> list[Fraction]:
    """What everybody gets on average by a lottery, as it is told."""
    chances = {a: exact(p) for p, a in (row.split(" ", 1) for row in lottery.split("; "))}
    rows = [(chances[profile_text(a)], u) for a, u in table.items() if profile_text(a) in chances]
    require(len(rows) == len(chances), "the outcomes of the lottery")
    return [sum((p * u[k] for p, u in rows), Fraction(0)) for k in range(len(rows[0][1]))]


def _doubled_answer(
    game: Mapping[str, Any],
    rows: Sequence[tuple[Fraction, ...]],
    due: Sequence[Fraction],
    end: Sequence[Fraction],
    case: str,
    player: int,
) -> str:
    """What a claim about a point of the doubled game says: it is the best end, or there is nothing from it on.

    What is feasible there and at least as good as a point gives the others exactly as much as the point.
    """
    copied = [doubled_point(u, player) for u in rows]
    require([u for _, u in cells(game)] == copied, "one about the game in which everybody else is there twice")
    found = [d if k != player else end[player] for k, d in enumerate(due)]
    require(tuple(end) == doubled_point(found, player), "one that gives everybody else what is due to her")
    if case == "out-of-reach":
        require(end[player] == due[player], "one about what is due")
        return EMPTY
    require(case == "efficient" and end[player] >= due[player], "one about the best end")
    return vector_text(found)


def _minimum(rows: Iterable[Sequence[Any]]) -> tuple[Fraction, ...]:
    return least(tuple(map(Fraction, row)) for row in rows)


FAMILY = Family(
    name=NAME,
    title="What is the Pareto meet minimum, and what are a player's projections onto it?",
    knob="outcomes",
    errors=ERRORS,
    generate=generate,
    label=label,
)
