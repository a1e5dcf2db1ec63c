"""Is it a safe Pareto improvement, and a strict one? Of changes of programs, and of games for representatives."""

from __future__ import annotations

from random import Random
from typing import Any

from spi.analysis.envelope import vector_json
from spi.analysis.questions import verify_spi
from spi.core.game import Game, profiles
from spi.core.gamefile import write_game
from spi.tasks.families.spi_verdict.labels import label
from spi.tasks.families.spi_verdict.laws import draw_expected, draw_lawful_space
from spi.tasks.families.spi_verdict.program_items import NAME, refuted_item, verdict_item
from spi.tasks.families.spi_verdict.spaces import draw_players, draw_space
from spi.tasks.families.spi_verdict.subset_games import Delegation, comparison_word, draw_delegations
from spi.tasks.families.spi_verdict.subset_words import subset_texts
from spi.tasks.families.spi_verdict.tables import NEAR, draw_refuted, draw_tables
from spi.tasks.families.spi_verdict.verdicts import (
    NOT,
    STRICT,
    WEAK,
    WORDS,
    mistaken_words,
    verdict_options,
    verdict_word,
)
from spi.tasks.items import Family, Item, Proof
from spi.tasks.material.draws import stream
from spi.tasks.material.shapes import Ranks, shape_of

__all__ = ["FAMILY"]

ERRORS = {
    "sums": "judges by the sum of all players' payoffs instead of each player's own",
    "ex-ante": "judges by averages or expectations over everything that can happen instead of each case by itself",
    "first-player-only": "looks at the first player's payoffs alone",
    "second-player-only": "looks at the second player's payoffs alone",
    "third-player-only": "looks at the third player's payoffs alone",
    "case-by-case": "judges each case by itself where expectations are asked for",
    "unweighted": "takes all cases to be equally probable",
    "likeliest-case": "looks at the most probable cases alone",
    "strict-for-everybody": "takes strictness to mean that everybody gains in one and the same case",
    "rule-instead-of-play": "judges the replacements that are listed, not what the programs do in the end",
    "other-wrap": "runs the other kind of renegotiation program, with defaults against each other or against wraps",
    "printed-definition": "compares payoffs in the new game with themselves, as the printed definition of strictness "
    "does",
    "representatives-payoffs": "judges by what the representatives are paid instead of what the players get",
    "order-of-actions": "takes actions to correspond in the order in which they are listed",
    "meant-correspondence": "takes the two games to correspond although their payoffs do not",
    "no-elimination": "does not remove dominated actions before comparing the two games",
    "largest-change": "takes the programs with which somebody gains most",
    "guess": "none of the mistakes that are computed",
}


LAWFUL = (
    ("clause", (STRICT, STRICT), 1),
    ("clause", (WEAK, WEAK), 1),
    ("expectation", (STRICT, NOT), 2),
    ("expectation", (WEAK, NOT), 2),
    ("expectation", (WEAK, STRICT), 1),
    ("cases", (STRICT, NOT), 1),
    ("cases", (WEAK, NOT), 1),
    ("cases", (WEAK, STRICT), 3),
)
"""Pairs of items with a law of programs, by what is asked, and how often each kind is drawn: by `clause` the first
item asks for expectations and has this answer, and the second asks the same in every case and is no SPI. Of the items
that ask for expectations, and of those that do not, each answer is that of a third."""


def generate(seed: int, difficulty: int) -> tuple[Item, ...]:
    """Two items that differ in one number or one clause, and have different verdicts; or one that asks what refutes.

    The latter has one profile of programs in which somebody loses; draws with none or several are rejected.

    Source: ours
    """
    random = stream(NAME, seed, difficulty)
    first, second = random.sample(WORDS, 2)
    about = random.choices(("programs", "law", "subset game", "refutation"), (4, 3, 4, 1))[0]
    near = random.random() < NEAR[difficulty]
    players = draw_players(random, difficulty)
    kind, wanted, _ = random.choices(LAWFUL, [weight for _, _, weight in LAWFUL])[0]
    while True:
        items: tuple[Item, ...] | None = None
        if about == "programs":
            space = draw_space(random, difficulty, players)
            tables = draw_tables(random, space, (first, second), near=near)
            items = tables and tuple(verdict_item(random, seed, difficulty, space, game) for game in tables)
        elif about == "law":
            items = _with_law(random, seed, difficulty, players, kind, wanted, near)
        elif about == "subset game":
            pair = draw_delegations(random, difficulty, (first, second), near=near)
            items = pair and tuple(_of_subset_game(random, seed, difficulty, own) for own in pair)
        else:
            space = draw_space(random, difficulty, players)
            refuted = draw_refuted(random, space, near=near) if len(space.cases) > 3 else None
            items = refuted and (refuted_item(random, seed, difficulty, space, *refuted),)
        if items is not None:
            return items


def _with_law(
    random: Random, seed: int, difficulty: int, players: int, kind: str, wanted: tuple[str, str], near: bool
) -> tuple[Item, ...] | None:
    """Two items with a law of the programs that meet, or None if none were found."""
    space, law = draw_lawful_space(random, difficulty, players)
    wanted = (wanted[0], wanted[1]) if random.random() < 0.5 else (wanted[1], wanted[0])
    if kind == "cases":
        tables = draw_tables(random, space, wanted, near=near)
    else:
        tables = draw_expected(random, space, law, wanted)
    if tables is None:
        return None
    asked = [kind == "expectation"] * 2 if kind != "clause" else random.sample((True, False), 2)
    return tuple(
        verdict_item(random, seed, difficulty, space, game, law=law, expected=expected)
        for game, expected in zip(tables, asked, strict=True)
    )


def _of_subset_game(random: Random, seed: int, difficulty: int, own: Delegation) -> Item:
    game, subset = own.game, own.subset_game
    verdict = verify_spi(game, subset)
    found = verdict.result
    answer = comparison_word(found)
    changes = [(game[a], game[b]) for a in profiles(found.reduction.reduced) for b in found.becomes(a)]
    mistakes = mistaken_words(changes)
    paid = [(game[a], subset[b]) for a, b in own.meant.items()]
    listed = zip(profiles(found.reduction.reduced), profiles(subset), strict=False)
    mistakes |= {
        "representatives-payoffs": verdict_word(paid),
        "order-of-actions": verdict_word([(game[a], game[b]) for a, b in listed]),
        "meant-correspondence": verdict_word([(game[a], game[b]) for a, b in own.meant.items()]),
        "no-elimination": NOT,
        "printed-definition": WEAK if answer == STRICT else answer,
    }
    return Item(
        NAME,
        seed,
        difficulty,
        knobs=(
            ("cases", len(own.meant)),
            ("actions", sum(game.shape) + sum(subset.shape)),
            ("players", len(game.players)),
        ),
        texts=subset_texts(own),
        form="choice",
        answer=answer,
        options=verdict_options(random, answer, mistakes),
        asks=(("about", "subset game"), ("game", game.digest), ("subset_game", subset.digest)),
        files=(("game.toml", write_game(game)), ("subset-game.toml", write_game(subset))),
        proofs=(Proof("subset-game", verdict.certificate.text),),
        shape=shape_of(game, lambda ranks: _subset_form(subset, ranks)),
        pair=f"{NAME}:{seed}:{difficulty}",
    )


def _subset_form(subset: Game, ranks: Ranks) -> list[Any]:
    return sorted([[*map(ranks, range(len(b)), b)], vector_json(subset[b])] for b in profiles(subset))


FAMILY = Family(
    name=NAME,
    title="Is this change a safe Pareto improvement, and a strict one?",
    knob="cases",
    errors=ERRORS,
    generate=generate,
    label=label,
)
