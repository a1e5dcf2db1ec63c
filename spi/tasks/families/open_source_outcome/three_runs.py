"""Questions about three programs that run each other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations
from random import Random
from typing import Any

from spi.analysis.encounters import prove_encounter
from spi.core.game import Game, profiles
from spi.core.gamefile import write_game
from spi.core.numbers import format_exact
from spi.programs.reader import read_program
from spi.tasks.families.open_source_outcome.questions import ENDLESS, Question, first_names, pair_text, shuffled
from spi.tasks.families.open_source_outcome.trios import Runner, Stones, Trio, draw_trios, trio_mistakes, turned
from spi.tasks.items import Proof
from spi.tasks.material.certificates import subject_of_text
from spi.tasks.material.draws import draw_people
from spi.tasks.material.shapes import digest_of

__all__ = ["trio_questions"]

_SCENES = (
    "{names} hand in programs for a tournament of three; every program is given the texts of the two others.",
    "Three firms let the software agents {names} meet, and each may run the others' rules.",
    "{names} are municipal AIs with public rule books that can be executed.",
    "A referee seats three robots, {names}, at a table; their designs are open.",
    "{names} each deposit a sealed rule with a notary; each rule may look up what another one comes to.",
    "Three probes, {names}, meet at a comet; each carries the source texts of all on board.",
    "In a lending club the contracts of {names} refer to each other.",
)


def trio_questions(rng: Random, difficulty: int, acts: tuple[str, str]) -> list[Question]:
    """Two questions about three programs that differ in one place.

    Source: oesterheld-2019, section 3, and ours
    """
    pair = draw_trios(rng, difficulty)
    names = draw_people(rng, ["any"] * 3)
    table = tuple(tuple(Fraction(rng.randint(-9, 20)) for _ in range(3)) for _ in range(8))
    game = Game(names, (acts, acts, acts), table)
    scene = rng.choice(_SCENES).format(names=f"{names[0]}, {names[1]} and {names[2]}")
    return [_question(rng, trio, game, scene) for trio in pair]


def _question(rng: Random, trio: Trio, game: Game, scene: str) -> Question:
    acts, names = game.actions[0], game.players
    sources = [_source(program, k, acts, names) for k, program in enumerate(trio)]
    programs = [read_program(text, name=name.lower()) for text, name in zip(sources, names, strict=True)]
    text = prove_encounter(programs, game).certificate.text
    claim = json.loads(text)["claim"]
    answer = ENDLESS if claim["diverges"] else pair_text(claim["outcome"])
    found = [(error, ENDLESS if o is None else pair_text([acts[x] for x in o])) for error, o in trio_mistakes(trio)]
    files = [(f"{name.lower()}.py", source) for name, source in zip(names, sources, strict=True)]
    return Question(
        engine="trio",
        parts=sum(map(len, trio)),
        texts=_texts(trio, game, scene, sources),
        files=(*files, ("game.toml", write_game(game))),
        proof=Proof("encounter", text),
        asks={"engine": "direct", "subject": subject_of_text(text)},
        answer=answer,
        choices=shuffled(rng, [*(pair_text(a) for a in profiles(game)), ENDLESS]),
        wrong=first_names(found, answer),
        shape=_shape(trio, game),
    )


def _shape(trio: Trio, game: Game) -> str:
    """The same for players or actions in another order, and for other names."""
    forms = []
    for order in permutations(range(3)):
        other_way = (order[1] - order[0]) % 3 == 2
        for flip in (False, True):
            programs = [turned(trio[k]) if other_way else trio[k] for k in order]
            programs = [turned(p, flip=True) if flip else p for p in programs]
            rows = []
            for profile in profiles(game):
                acts = [game.actions[k].index(x) ^ flip for k, x in enumerate(profile)]
                payoffs = game[profile]
                rows.append(([acts[k] for k in order], [format_exact(payoffs[k]) for k in order]))
            forms.append(repr((programs, sorted(rows))))
    return digest_of(["trio", min(forms)])


def _source(program: Runner, own: int, acts: Sequence[str], names: Sequence[str]) -> str:
    def call(d: int, against: Stones | None) -> str:
        k = (own + d) % 3
        seats = {(k + e) % 3: e for e in (1, 2)}  # of her others, by their place in her circle
        if against is None:
            inside = ["me" if j == own else names[j].lower() for j in sorted(seats)]
        else:
            inside = [f'always(action="{acts[against[e - 1]]}")' for _, e in sorted(seats.items())]
        return f"{names[k].lower()}({', '.join(inside)})"

    def returned(result: Any) -> str:
        if result in (0, 1):
            return f'return "{acts[result]}"'
        seen = call(result[1], None)
        return (
            f"return {seen}" if result[0] == "copy" else f'return "{acts[1]}" if {seen} == "{acts[0]}" else "{acts[0]}"'
        )

    others = [name.lower() for k, name in enumerate(names) if k != own]
    lines = [f"def {names[own].lower()}({', '.join(others)}):"]
    for (d, against, act), result in program[:-1]:
        lines += [f'    if {call(d, against)} == "{acts[act]}":', f"        {returned(result)}"]
    body = "\n".join([*lines, f"    {returned(program[-1])}"]) + "\n"
    return "def always(one, other, *, action):\n    return action\n\n\n" + body if "always(" in body else body


def _told(program: Runner, own: int, acts: Sequence[str], names: Sequence[str], run: str) -> str:
    """A program in words; `run` says how a run of somebody's program is called."""

    def called(d: int, against: Stones | None) -> str:
        k = (own + d) % 3
        if against is None:
            return run.format(name=names[k])
        told = [f"“{acts[act]}” in the place of {names[(k + e) % 3]}’s" for e, act in zip((1, 2), against, strict=True)]
        return f"{run.format(name=names[k])}, with programs that always play {' and '.join(told)},"

    def result(what: Any) -> str:
        if what in (0, 1):
            return f"“{acts[what]}”"
        seen = called(what[1], None)
        return f"whatever {seen} plays" if what[0] == "copy" else f"the opposite of what {seen} plays"

    parts = [
        f"if {called(d, against)} plays “{acts[act]}”, play {result(what)}" for (d, against, act), what in program[:-1]
    ]
    return "; otherwise, ".join([*parts, f"play {result(program[-1])}"])


_MEANING = (
    "Each of the three is worked out by running, against the two others of this meeting; where it is said that others "
    "play instead, in the places of the two, a program is run against these. A run that needs its own "
    "result, directly or through other runs, never ends, and then those that wait for it do not halt either; if one of "
    "the three does not halt, the answer is that they do not halt."
)


def _texts(trio: Trio, game: Game, scene: str, sources: Sequence[str]) -> tuple[tuple[str, str], ...]:
    acts, names = game.actions[0], game.players
    listed = f"{names[0]}, {names[1]} and {names[2]}"
    question = f"What do they play (in the order {', '.join(names)})?"
    payoffs = "; ".join(
        f"u({', '.join(f'“{x}”' for x in profile)}) = ({', '.join(map(format_exact, row))})"
        for profile, row in zip(profiles(game), game.table, strict=True)
    )
    formal = [
        f"{listed} each submit a program that plays “{acts[0]}” or “{acts[1]}”. Payoffs: {payoffs}.",
        *(f"{names[k]}: {_told(program, k, acts, names, 'run({name})')}." for k, program in enumerate(trio)),
        f"run(X) is a run of X's program, which reads the two others. {_MEANING}",
        question,
    ]
    rows = [
        "| " + " | ".join([*profile, *map(format_exact, row)]) + " |"
        for profile, row in zip(profiles(game), game.table, strict=True)
    ]
    head = "| " + " | ".join([*names, *(f"payoff of {name}" for name in names)]) + " |"
    matrix = [
        "\n".join([head, "|---" * 6 + "|", *rows]),
        *(f"{name}'s program:\n\n{text}" for name, text in zip(names, sources, strict=True)),
        "In a program, `me` is this one and the parameters are the two others'; `a(me, b)` is what a plays against "
        f"this one and b. {_MEANING}",
        question,
    ]
    worth = " ".join(
        f"If they play {', '.join(f'“{x}”' for x in profile)}, they get {', '.join(map(format_exact, row))}."
        for profile, row in zip(profiles(game), game.table, strict=True)
    )
    story = [
        scene,
        f"Each plays “{acts[0]}” or “{acts[1]}”. What follows is in the order {', '.join(names)}. {worth}",
        *(
            f"{names[k]}’s rule: {_told(program, k, acts, names, 'a run of {name}’s program')}."
            for k, program in enumerate(trio)
        ),
        _MEANING,
        question,
    ]
    return (("formal", "\n\n".join(formal)), ("matrix", "\n\n".join(matrix)), ("story", "\n\n".join(story)))
