"""The family `independence`: would players have chosen the same, had others not taken part, or had they known?

Independence includes that demands are preserved, is a matter of what would have been chosen, and is asked of everybody.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

from spi.analysis.full_strategies import ChoiceModel, best_reply_choice, choice_table, demand_by, full_strategy
from spi.analysis.independence_questions import verify_independence
from spi.core.game import Game
from spi.core.gamefile import write_game
from spi.core.numbers import format_exact
from spi.programs.encounters import play_programs
from spi.programs.games import program_game
from spi.programs.members import Program
from spi.tasks.families.independence.draws import draw_best_replies, draw_choice_pair
from spi.tasks.families.independence.files import claim_program, strategy_setting
from spi.tasks.families.independence.strategies import Class, Strategy, class_of, misread_class, strategy_shape
from spi.tasks.families.independence.texts import People, draw_cast, strategy_text
from spi.tasks.items import WORDINGS, Family, Item, Proof
from spi.tasks.material.certificates import program_digest, require, tree_digest
from spi.tasks.material.draws import stream
from spi.tasks.material.options import word_options
from spi.transforms.renegotiation import renegotiate
from spi.transforms.transformation import Transformation, factorised_map

__all__ = ["FAMILY", "WORDS"]

WORDS: dict[Class, str] = {
    "both": "Participation independent and foreknowledge independent.",
    "participation": "Participation independent, but not foreknowledge independent.",
    "foreknowledge": "Foreknowledge independent, but not participation independent.",
    "demand": "Neither, because somebody's demand is not preserved.",
    "neither": "Neither, although all demands are preserved.",
}
"""How the class is answered."""

ERRORS = {
    "demand": "compares what choices demand where their code counts",
    "code": "compares the code of choices where what they demand counts",
    "demands-ignored": "forgets that independence includes that demands are preserved",
    "first-player": "looks at the first player only",
    "swapped": "confuses what others do with what one knows of it",
    "demands-only": "takes preserved demands for independence",
    "simultaneous": "takes it for granted that choices do not depend on what the others use",
    "guess": "no named mistake leads here",
}

_ASKED = "Is the full strategy participation independent, and is it foreknowledge independent?"


def generate(seed: int, difficulty: int) -> tuple[Item, ...]:
    """Two items that differ in one program, or one in which choices are best replies to beliefs.

    Source: clr-agenda-2026, Appendix B.2
    """
    rng = stream("independence", seed, difficulty)
    if difficulty >= 3 and rng.random() < 0.3:
        drawn: tuple[Strategy, ...] = (draw_best_replies(rng, rng.choice(("both", "participation", "demand"))),)
    else:
        drawn = draw_choice_pair(rng, (2, 2, 3, 3, 3)[difficulty - 1], difficulty - 1)
    players = len(drawn[0].programs)
    people, order = draw_cast(rng, players, 2 * players + len(drawn[0].further)), rng.random()
    pair = f"independence:{seed}:{difficulty}" if len(drawn) == 2 else ""
    return tuple(_item(seed, difficulty, own, people, Random(order), pair) for own in drawn)


def label(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """The answer, from a certificate about participation and one about foreknowledge of the same choices.

    Raises
    ------
    HypothesisError
        If they are about other programs, other choices, another equality or another knowledge than what is asked about.

    Source: clr-agenda-2026, Appendix B.2
    """
    require(all(c["claim"]["kind"] == "independent" for c in certificates), "the kind independent")
    require([c["claim"]["which"] for c in certificates] == list(_SENSES), f"the senses {' and '.join(_SENSES)}")
    yes, preserved = [], []
    for which, certificate in zip(_SENSES, certificates, strict=True):
        claim, objects = certificate["claim"], certificate["objects"]
        knowledge = asks["knowledge"] if which == "foreknowledge" else None
        require(claim["knowledge"] == knowledge, f"knowledge of {asks['knowledge']}")
        require(claim["equality"] == asks["equality"], f"equality by {asks['equality']}")
        require(objects["game"]["digest"] == asks["game"], "the game that is told")
        pool = [tree_digest(tree) for tree in objects["programs"]]
        chosen = [[pool[int(k)] for k in objects[key]] for key in ("profile", "images")]
        require(chosen == json.loads(asks["programs"]), "the programs that are told")
        require(_choice_of(pool, objects["choice"]) == json.loads(asks[which]), "the choices that are told")
        demand = {pool[int(k)]: text for k, text in objects["demands"]}
        told = json.loads(asks["demands"])
        require(all(told[own] == text for own, text in demand.items()), "the demands that are told")
        preserved.append(all(demand[a] == demand[b] for a, b in zip(*chosen, strict=True)))
        yes.append(claim["answer"] == "yes")
    if all(yes):
        return WORDS["both"]
    if any(yes):
        return WORDS["participation" if yes[0] else "foreknowledge"]
    return WORDS["neither" if all(preserved) else "demand"]


_SENSES = ("participation", "foreknowledge")


def _choice_of(pool: Sequence[str], choice: Mapping[str, Any]) -> Any:
    """A choice, by the digests of programs."""
    if choice["kind"] == "given":
        return [[pool[int(k)] for k in own] for own in choice["chosen"]]
    laws = [
        sorted([[pool[int(k)] for k in row["programs"]], row["probability"]] for row in own)
        for own in choice["beliefs"]
    ]
    return [[sorted(pool[int(k)] for k in own) for own in choice["spaces"]], laws]


def _item(seed: int, difficulty: int, own: Strategy, people: People, rng: Random, pair: str) -> Item:
    n = len(own.programs)
    game = _demand_game(own, people)
    chosen = [claim_program(c) for c in own.programs]
    default = play_programs(chosen, game).outcome
    before = tuple(map(str, default)) if isinstance(default, tuple) else ()
    after = tuple(min(names, key=int) for names in game.actions)
    f = _transformation(own, n, (before, after))
    strategy = full_strategy(f, chosen)
    model = _model(own, game, f)
    demand = demand_by_number()
    games = program_game(
        game, *([claim_program(c) for c in space] for space in own.spaces or [(c,) for c in own.programs])
    )
    verdicts: list[Any] = [
        verify_independence(games, strategy, model, demand, which, knowledge=own.knowledge, equality=own.equality)  # type: ignore[arg-type]
        for which in _SENSES
    ]
    right = class_of(own)
    named = [*chosen, *strategy.images, *(claim_program(c) for c in (*(own.used or ()), *(own.believed or ())))]
    named += [claim_program(c) for space in own.spaces for c in space]
    asked: dict[str, Any] = {"programs": [[program_digest(p) for p in row] for row in (chosen, strategy.images)]}
    for which, listed in zip(_SENSES, (own.used, own.believed), strict=True):
        if listed is not None:
            asked[which] = [[program_digest(claim_program(c))] for c in listed]
        else:
            spaces = [sorted(program_digest(claim_program(c)) for c in space) for space in own.spaces]
            laws = [sorted([[program_digest(q)], format_exact(p)] for q, p in law.items()) for law in _laws(own, f)]
            asked[which] = [spaces, laws]
    return Item(
        family="independence",
        seed=seed,
        difficulty=difficulty,
        knobs=(("circumstances", 2 * n + len(own.further)), ("players", n)),
        texts=tuple(
            (wording, f"{strategy_text(wording, own, people, (before, after))}\n\n{_ASKED}") for wording in WORDINGS
        ),
        form="choice",
        answer=WORDS[right],
        options=word_options(WORDS, class_of(own), misread_class(own), rng),
        asks=(
            ("equality", own.equality),
            ("knowledge", own.knowledge),
            ("game", game.digest),
            *((key, json.dumps(value)) for key, value in asked.items()),
            ("demands", json.dumps({program_digest(p): demand(p) for p in named})),
        ),
        files=(("game.toml", write_game(game)), ("setting.toml", strategy_setting(own, people, (before, after)))),
        proofs=tuple(Proof(which, v.certificate.text) for which, v in zip(_SENSES, verdicts, strict=True)),
        shape=strategy_shape(own),
        pair=pair,
    )


def demand_by_number() -> Callable[[Program], str]:
    """What a claim demands, inside its wraps.

    Source: clr-agenda-2026, Appendix B.2
    """
    by_action, by_demand = demand_by("action"), demand_by("demand")

    def demand(own: Program) -> str:
        inner = own
        while "default" in (bound := dict(inner.bindings)) and isinstance(bound["default"], Program):
            inner = bound["default"]
        return str((by_demand if "demand" in dict(inner.bindings) else by_action)(inner))

    return demand


def _demand_game(own: Strategy, people: People) -> Game:
    """Everybody gets what she demands if that can be had, otherwise all get nothing."""
    claims = [*own.programs, *(own.images or ()), *(own.used or ()), *(own.believed or ())]
    claims += [c for space in own.spaces for c in space]
    numbers = sorted({x for c in claims for x in (c.demand, c.otherwise) if x})
    n = len(people.names)
    payoffs: Any = [list(a) if sum(a) <= 100 else [0] * n for a in product(numbers, repeat=n)]
    for _ in range(n - 1):
        payoffs = [payoffs[k : k + len(numbers)] for k in range(0, len(payoffs), len(numbers))]
    return Game.from_payoffs(payoffs, actions=[list(map(str, numbers))] * n, players=list(people.names))


def _transformation(own: Strategy, n: int, proposal: tuple[tuple[str, ...], tuple[str, ...]]) -> Transformation:
    if own.images is None:
        return renegotiate({proposal[0]: proposal[1]}, players=n)
    maps = [{claim_program(a): claim_program(b)} for a, b in zip(own.programs, own.images, strict=True)]
    return factorised_map("an exchange of programs", maps)


def _model(own: Strategy, game: Game, f: Transformation) -> ChoiceModel:
    chosen = [claim_program(c) for c in own.programs]
    if own.used is None or own.believed is None:
        games = program_game(game, *([claim_program(c) for c in space] for space in own.spaces))
        return best_reply_choice(games, _laws(own, f))
    others = [(*chosen[:i], *chosen[i + 1 :]) for i in range(len(chosen))]
    used, believed = (
        [{theirs: claim_program(c)} for theirs, c in zip(others, listed, strict=True)]
        for listed in (own.used, own.believed)
    )
    return choice_table(if_used=used, if_believed=believed)


def _laws(own: Strategy, f: Transformation) -> list[dict[Program, Fraction]]:
    """What each of two players believes of the other's program, wrapped or not."""
    parts = f.parts or ()
    return [
        {(parts[1 - i](claim_program(q)) if w else claim_program(q)): p for q, w, p in law}
        for i, law in enumerate(own.beliefs)
    ]


FAMILY = Family(
    name="independence",
    title="Would players have chosen the same had others not taken part, or had they known of it?",
    knob="circumstances",
    errors=ERRORS,
    generate=generate,
    label=label,
)
"""Benchmark items about participation and foreknowledge independence."""
