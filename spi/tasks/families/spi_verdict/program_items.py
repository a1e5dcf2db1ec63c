"""Items about changes of programs: is one an SPI, in every case or in expectation, or which case refutes it?"""

from __future__ import annotations

from random import Random

from spi.analysis.profile_questions import verify_transformation
from spi.core.game import Game, profiles
from spi.core.gamefile import write_game
from spi.core.verdict import Fails, Holds
from spi.programs.games import program_game
from spi.programs.members import Program
from spi.tasks.families.spi_verdict.labels import case_digest
from spi.tasks.families.spi_verdict.laws import Law, expected_changes
from spi.tasks.families.spi_verdict.spaces import Space, changes_of, outcomes_under, transformation_of
from spi.tasks.families.spi_verdict.texts import Asked, case_text, space_form, transformation_file, transformation_texts
from spi.tasks.families.spi_verdict.verdicts import (
    Changes,
    mistaken_expectations,
    mistaken_words,
    verdict_options,
    verdict_word,
)
from spi.tasks.items import Item, Option, Proof
from spi.tasks.material.named_plans import Plan, program_of
from spi.tasks.material.shapes import shape_of
from spi.transforms.transformation import transform_programs

__all__ = ["NAME", "refuted_item", "verdict_item"]

NAME = "spi-verdict"


def verdict_item(
    random: Random,
    seed: int,
    difficulty: int,
    space: Space,
    game: Game,
    *,
    law: Law | None = None,
    expected: bool = False,
) -> Item:
    """Is the change an SPI, and a strict one?

    Parameters
    ----------
    random : Random
    seed, difficulty : int
    space : Space
    game : Game
    law : Law, optional
        Of what can occur, and how probable it is.
    expected : bool
        Is it asked in expectation? Else in every case that can occur.

    Returns
    -------
    Item

    Source: clr-agenda-2026, Appendix B.1
    """
    f, games = transformation_of(space, space.kind), program_game(game, *map(_programs, space.plans))
    cases = [tuple(map(program_of, own)) for own in space.cases]
    chances = None if law is None or not expected else dict(zip(cases, law.cases, strict=True))
    verdict = verify_transformation(games, f, strict=True, law=chances, within=None if chances else cases)
    assert isinstance(verdict, Holds | Fails), "small spaces are decided"
    changes = changes_of(space, game)
    if law is not None and expected:
        answer, mistakes = (
            verdict_word([expected_changes(space, law, game)]),
            mistaken_expectations(changes, law.cases),
        )
    else:
        answer, mistakes = verdict_word(changes), mistaken_words(changes, None if law is None else law.cases)
    if space.kind != "map" and not expected:
        rule: Changes = [(game[a], game[own.get(a, a)]) for own in space.proposals for a in profiles(game)]
        mistakes["rule-instead-of-play"] = verdict_word(rule)
        if len(space.plans) == 2:
            other = outcomes_under(space, "literal" if space.kind == "algorithm-1" else "algorithm-1")
            mistakes["other-wrap"] = verdict_word([(game[a], game[b]) for a, b in zip(*other, strict=True)])
    asked: Asked = "expectation" if expected else "verdict"
    rows = [case_digest(own, transform_programs(f, own), chances[own] if chances else None) for own in cases]
    return Item(
        NAME,
        seed,
        difficulty,
        knobs=(("cases", len(cases)), ("actions", sum(game.shape)), ("players", len(game.players))),
        texts=transformation_texts(space, game, asked=asked, law=law),
        form="choice",
        answer=answer,
        options=verdict_options(random, answer, mistakes),
        asks=(
            ("about", "expectation" if expected else "programs"),
            ("game", game.digest),
            ("space", " ".join(sorted(rows))),
        ),
        files=(
            ("game.toml", write_game(game)),
            ("setting.toml", transformation_file(space, game, asked=asked, law=law)),
        ),
        proofs=(Proof("transformation", verdict.certificate.text),),
        shape=shape_of(game, lambda ranks: [asked, space_form(space, ranks, law)]),
        pair=f"{NAME}:{seed}:{difficulty}",
    )


def refuted_item(random: Random, seed: int, difficulty: int, space: Space, game: Game, place: int) -> Item:
    """Which profile of programs refutes that the change is an SPI?

    Parameters
    ----------
    random : Random
    seed, difficulty : int
    space : Space
    game : Game
    place : int
        Of that profile among the cases.

    Returns
    -------
    Item

    Source: clr-agenda-2026, Appendix B.1
    """
    cases = [tuple(map(program_of, own)) for own in space.cases]
    texts = [case_text([p.name for p in own]) for own in space.cases]
    f, games = transformation_of(space, space.kind), program_game(game, *map(_programs, space.plans))
    rest = [own for k, own in enumerate(cases) if k != place]
    refuted = verify_transformation(games, f, within=[cases[place]])
    safe = verify_transformation(games, f, within=rest)
    assert isinstance(refuted, Fails) and isinstance(safe, Holds), "exactly one profile of programs refutes it"
    changes = changes_of(space, game)
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
    rows = [case_digest(own, transform_programs(f, own)) for own in cases]
    return Item(
        NAME,
        seed,
        difficulty,
        knobs=(("cases", len(texts)), ("actions", sum(game.shape)), ("players", len(game.players))),
        texts=transformation_texts(space, game, asked="refutation"),
        form="choice",
        answer=texts[place],
        options=tuple(random.sample(options, len(options))),
        asks=(("about", "refutation"), ("game", game.digest), ("space", " ".join(rows)), ("names", "; ".join(texts))),
        files=(("game.toml", write_game(game)), ("setting.toml", transformation_file(space, game))),
        proofs=(Proof("refuted", refuted.certificate.text), Proof("safe-elsewhere", safe.certificate.text)),
        shape=shape_of(game, lambda ranks: ["which", space_form(space, ranks)]),
    )


def _programs(plans: list[Plan]) -> list[Program]:
    return [program_of(p) for p in plans]
