"""Is it a safe Pareto improvement, and a strict one? Of changes of programs, and of games for representatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from random import Random
from typing import Any

from spi.analysis.encounters import program_json
from spi.analysis.envelope import vector_json
from spi.analysis.profile_questions import verify_transformation
from spi.analysis.questions import verify_spi
from spi.core.game import Game, profiles
from spi.core.gamefile import write_game
from spi.core.verdict import Fails, Holds
from spi.programs.games import program_game
from spi.programs.members import Program
from spi.tasks.families.spi_verdict.spaces import (
    Space,
    draw_refuted,
    draw_space,
    draw_tables,
    outcomes_under,
    transformation_of,
)
from spi.tasks.families.spi_verdict.subset_games import Delegation, comparison_word, draw_delegations
from spi.tasks.families.spi_verdict.texts import space_form, subset_texts, transformation_file, transformation_texts
from spi.tasks.families.spi_verdict.verdicts import (
    NOT,
    STRICT,
    WEAK,
    WORDS,
    Changes,
    mistaken_words,
    verdict_options,
    verdict_word,
)
from spi.tasks.items import Family, Item, Option, Proof
from spi.tasks.material.certificates import require, require_kinds
from spi.tasks.material.draws import stream
from spi.tasks.material.named_plans import program_of
from spi.tasks.material.shapes import Ranks, digest_of, shape_of
from spi.transforms.transformation import transform_programs

__all__ = ["FAMILY"]

NAME = "spi-verdict"

ERRORS = {
    "sums": "judges by the sum of all players' payoffs instead of each player's own",
    "ex-ante": "judges by averages over everything that can happen instead of each case by itself",
    "first-player-only": "looks at the first player's payoffs alone",
    "second-player-only": "looks at the second player's payoffs alone",
    "strict-for-everybody": "takes strictness to mean that everybody gains in one and the same case",
    "rule-instead-of-play": "judges the replacements that are listed, not what the programs do in the end",
    "other-wrap": "runs the other kind of renegotiation program, with defaults against each other or against wraps",
    "printed-definition": "compares payoffs in the new game with themselves, as the printed definition of strictness "
    "does",
    "representatives-payoffs": "judges by what the representatives are paid instead of what the players get",
    "order-of-actions": "takes actions to correspond in the order in which they are listed",
    "meant-correspondence": "takes the two games to correspond although their payoffs do not",
    "no-elimination": "does not remove dominated actions before comparing the two games",
    "largest-change": "takes the pair of programs in which somebody gains most",
    "guess": "none of the mistakes that are computed",
}


def generate(seed: int, difficulty: int) -> tuple[Item, ...]:
    """Two items that differ in one number and have different verdicts; or one that asks which programs refute an SPI.

    The latter has one pair of programs in which somebody loses; draws with none or several are rejected.

    Source: ours
    """
    random = stream(NAME, seed, difficulty)
    first, second = random.sample(WORDS, 2)
    about = random.choices(("programs", "subset game", "refutation"), (5, 4, 1))[0]
    of_programs = about == "programs"
    while about == "refutation":
        space = draw_space(random, difficulty)
        refuted = draw_refuted(random, space)
        if refuted is not None and len(space.before) > 3:
            return (_refuted_item(random, seed, difficulty, space, *refuted),)
    while True:
        if of_programs:
            space = draw_space(random, difficulty)
            tables = draw_tables(random, space, (first, second))
            if tables is not None:
                return tuple(_of_programs(random, seed, difficulty, space, game) for game in tables)
        else:
            pair = draw_delegations(random, difficulty, (first, second))
            if pair is not None:
                return tuple(_of_subset_game(random, seed, difficulty, own) for own in pair)


def _of_programs(random: Random, seed: int, difficulty: int, space: Space, game: Game) -> Item:
    programs = [[program_of(p) for p in own] for own in space.plans]
    f = transformation_of(space, space.kind)
    verdict = verify_transformation(program_game(game, *programs), f, strict=True)
    assert isinstance(verdict, Holds | Fails), "small spaces are decided"
    changes = [(game[a], game[b]) for a, b in zip(space.before, space.after, strict=True)]
    answer, mistakes = verdict_word(changes), mistaken_words(changes)
    if space.kind != "map":
        rule: Changes = [(game[a], game[own.get(a, a)]) for own in space.proposals for a in profiles(game)]
        mistakes["rule-instead-of-play"] = verdict_word(rule)
        other = outcomes_under(space, "literal" if space.kind == "algorithm-1" else "algorithm-1")
        mistakes["other-wrap"] = verdict_word([(game[a], game[b]) for a, b in zip(*other, strict=True)])
    found = verdict.result
    rows = [_row(own, image) for own, image in zip(found.profiles, found.images, strict=True)]
    return Item(
        NAME,
        seed,
        difficulty,
        knobs=(("cases", len(space.before)), ("actions", sum(game.shape))),
        texts=transformation_texts(space, game),
        form="choice",
        answer=answer,
        options=verdict_options(random, answer, mistakes),
        asks=(("about", "programs"), ("game", game.digest), ("space", " ".join(sorted(rows)))),
        files=(("game.toml", write_game(game)), ("setting.toml", transformation_file(space, game))),
        proofs=(Proof("transformation", verdict.certificate.text),),
        shape=shape_of(game, lambda ranks: space_form(space, ranks)),
        pair=f"{NAME}:{seed}:{difficulty}",
    )


def _refuted_item(random: Random, seed: int, difficulty: int, space: Space, game: Game, place: int) -> Item:
    named = list(product(*space.plans))
    profiles_of = [tuple(map(program_of, own)) for own in named]
    texts = [f"{p.name} facing {q.name}" for p, q in named]
    f = transformation_of(space, space.kind)
    games = program_game(game, *([program_of(p) for p in own] for own in space.plans))
    rest = [own for k, own in enumerate(profiles_of) if k != place]
    refuted = verify_transformation(games, f, within=[profiles_of[place]])
    safe = verify_transformation(games, f, within=rest)
    assert isinstance(refuted, Fails) and isinstance(safe, Holds), "exactly one pair of programs refutes it"
    changes = [(game[a], game[b]) for a, b in zip(space.before, space.after, strict=True)]
    sums = [sum(new, -sum(old)) for old, new in changes]
    gains = [max(y - x for x, y in zip(old, new, strict=True)) for old, new in changes]
    wrong: dict[str, str] = {}
    moved = [k for k, (a, b) in enumerate(zip(space.before, space.after, strict=True)) if a != b and k != place]
    for name, k in (("sums", sums.index(min(sums))), ("largest-change", gains.index(max(gains)))):
        if k != place:
            wrong.setdefault(texts[k], name)
    for k in random.sample(moved, len(moved)) + random.sample(range(len(texts)), len(texts)):
        if k != place and len(wrong) < 3:
            wrong.setdefault(texts[k], "guess")
    options = [Option(texts[place]), *(Option(text, name) for text, name in wrong.items())]
    rows = [_row(own, transform_programs(f, own)) for own in profiles_of]
    return Item(
        NAME,
        seed,
        difficulty,
        knobs=(("cases", len(texts)), ("actions", sum(game.shape))),
        texts=transformation_texts(space, game, refuted=True),
        form="choice",
        answer=texts[place],
        options=tuple(random.sample(options, len(options))),
        asks=(("about", "refutation"), ("game", game.digest), ("space", " ".join(rows)), ("names", "; ".join(texts))),
        files=(("game.toml", write_game(game)), ("setting.toml", transformation_file(space, game))),
        proofs=(Proof("refuted", refuted.certificate.text), Proof("safe-elsewhere", safe.certificate.text)),
        shape=shape_of(game, lambda ranks: ["which", space_form(space, ranks)]),
    )


def _row(programs: Sequence[Program], images: Sequence[Program]) -> str:
    return digest_of([[program_json(p) for p in programs], [program_json(p) for p in images]])


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
        knobs=(("cases", len(own.meant)), ("actions", sum(game.shape) + sum(subset.shape))),
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
    return sorted([[*map(ranks, (0, 1), b)], vector_json(subset[b])] for b in profiles(subset))


def label(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """The verdict, from a certificate about the change of programs or the subset game that is asked about.

    Source: digiovanni-et-al-2024, Definition 2
    """
    if asks["about"] == "refutation":
        return _refuting(certificates, asks)
    require_kinds(certificates, 1, "transformation" if asks["about"] == "programs" else "is-spi")
    claim, objects, evidence = (certificates[0][key] for key in ("claim", "objects", "evidence"))
    require(objects["game"]["digest"] == asks["game"], "the game that is told")
    if asks["about"] == "subset game":
        require(objects["subset_game"]["digest"] == asks["subset_game"], "the subset game that is told")
        require(claim["support"] is None, "all outcomes")
        findings = claim["findings"]
        return NOT if not findings["spi"] else STRICT if findings["strict"] else WEAK
    require(
        claim["strict"] and not claim["expected"] and not claim["factorised"],
        "whether it is a strict SPI on listed profiles",
    )
    shown, space = sorted(_shown(objects)), asks["space"].split()
    require(set(shown) <= set(space), "the programs that are told")
    if claim["answer"] == "no" and evidence["violation"]["kind"] == "worse":
        return NOT
    require(shown == space, "all programs that are told")
    return STRICT if claim["answer"] == "yes" else WEAK


def _shown(objects: Mapping[str, Any]) -> list[str]:
    pool = objects["programs"]
    return [
        digest_of([[pool[int(k)] for k in row[key]] for key in ("programs", "becomes")]) for row in objects["profiles"]
    ]


def _refuting(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """The one pair of programs in which somebody loses: one certificate refutes it, the other covers all the rest."""
    require_kinds(certificates, 2, "transformation")
    for one, answer in zip(certificates, ("no", "yes"), strict=True):
        claim = one["claim"]
        require(one["objects"]["game"]["digest"] == asks["game"], "the game that is told")
        require(
            claim["answer"] == answer and not claim["expected"] and not claim["factorised"],
            "a refutation, and a proof about the others",
        )
    require(certificates[0]["evidence"]["violation"]["kind"] == "worse", "a certificate that somebody loses")
    (losing,), rest = map(_shown, (one["objects"] for one in certificates))
    names = dict(zip(asks["space"].split(), asks["names"].split("; "), strict=True))
    require(sorted([losing, *rest]) == sorted(names), "all programs that are told")
    return names[losing]


FAMILY = Family(
    name=NAME,
    title="Is this change a safe Pareto improvement, and a strict one?",
    knob="cases",
    errors=ERRORS,
    generate=generate,
    label=label,
)
