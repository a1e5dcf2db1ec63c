"""Questions about naive recursion of three players and more: with which probability does a program halt?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import prod
from random import Random

from spi.analysis.halting import prove_halting
from spi.core.numbers import format_exact
from spi.programs.halting import halting_brackets, halting_step
from spi.tasks.families.open_source_outcome.questions import Question, first_names, shuffled
from spi.tasks.items import Proof
from spi.tasks.material.certificates import subject_of_text
from spi.tasks.material.draws import draw_people
from spi.tasks.material.shapes import digest_of

__all__ = ["draw_stops", "halting_mistakes", "halting_questions"]

Stops = tuple[Fraction, ...]

_WIDTH = Fraction(1, 10**7)

_SCENES = (
    "{names} hand in programs for a tournament; every program can run all others.",
    "The software agents {names} prepare for a meeting, and each may simulate the others.",
    "{names} are planning tools of neighbouring towns that forecast each other.",
    "Robots called {names} think about what the others are about to do.",
    "{names} are trading programs, each with a copy of all the others.",
    "Probes called {names} meet at a comet; each carries everybody's source text on board and can run it.",
    "{names} are chess engines turned diplomats, which try each other out before they speak.",
)


def draw_stops(rng: Random, difficulty: int) -> tuple[Stops, Stops, int]:
    """With which probabilities programs stop at once, in two cases that differ in one number, and who is asked about.

    Of three kinds of cases two are drawn: all halt for certain; the one who is asked about may halt or not; two never
    stop by themselves, so that they wait for each other. Rejected are cases in which the answers are the same, and
    unknown ones, which need not be rational.

    Source: oesterheld-2019, more than two players, and ours
    """
    kinds = rng.sample(("certain", "perhaps", "waiting"), 2)
    alone = rng.random() < 0.9  # of two who wait for each other one is asked about
    while True:
        players = rng.randint(3 + difficulty // 4, 3 + difficulty // 2)
        asked, other = rng.sample(range(players), 2)
        never = other if "waiting" in kinds else None
        draw = _perhaps if "perhaps" in kinds else _certain
        first = draw(rng, players, difficulty, never)
        if first is None:
            continue
        twin = list(first)
        if never is not None:
            twin[asked if alone else rng.choice([k for k in range(players) if k != other])] = Fraction(0)
        else:
            enough = _enough(rng, first, other, difficulty)
            if enough is None:
                continue
            twin[other] = enough
        answers = [halting_brackets(stops, width=_WIDTH)[asked] for stops in (first, twin)]
        if all(b.lower == b.upper for b in answers) and answers[0] != answers[1]:
            return first, tuple(twin), asked


def _enough(rng: Random, stops: Stops, k: int, difficulty: int) -> Fraction | None:
    """With which greater probability program k could stop at once, so that all halt for certain."""
    rest = 1 - sum((1 - e) / (2 - e) for j, e in enumerate(stops) if j != k)
    if rest <= 0:
        return None
    enough = max(stops[k], (1 - 2 * rest) / (1 - rest))
    below = rng.randint(5, 12 + 8 * difficulty)
    choices = [Fraction(c, below) for c in range(1, below) if enough <= Fraction(c, below) != stops[k]]
    return rng.choice(choices) if choices else None


def _perhaps(rng: Random, players: int, difficulty: int, never: int | None) -> Stops | None:
    """Programs that halt with rational probabilities below 1; one of them never stops by itself, if wanted."""
    most = 14 + 3 * difficulty
    halting = []
    for _ in range(players):
        below = rng.randint(2, most)
        halting.append(Fraction(rng.randint(1, below - 1), below))
    if never is not None:
        halting[never] = prod((s for k, s in enumerate(halting) if k != never), start=Fraction(1))
    rest = [prod((s for k, s in enumerate(halting) if k != i), start=Fraction(1)) for i in range(players)]
    stops = tuple((s - r) / (1 - r) for s, r in zip(halting, rest, strict=True))
    if any(e < 0 or (e == 0 and k != never) or e.denominator > _DIGITS[difficulty] for k, e in enumerate(stops)):
        return None
    return stops


_DIGITS = {1: 3000, 2: 5000, 3: 9999, 4: 9999, 5: 9999}


def _certain(rng: Random, players: int, difficulty: int, never: int | None) -> Stops | None:
    """Programs that halt with probability 1 although one of them never stops by itself."""
    below = [rng.randint(40, 100 + 30 * difficulty) for _ in range(players)]
    stops = [Fraction(rng.randint(1, b - 1), b) for b in below]
    if never is not None:
        stops[never] = Fraction(0)
    return tuple(stops) if sum((1 - e) / (2 - e) for e in stops) <= 1 else None


def halting_mistakes(
    stops: Sequence[Fraction], asked: int, halting: Sequence[Fraction]
) -> Iterator[tuple[str, Fraction]]:
    """The probability by each mistake.

    Parameters
    ----------
    stops, halting : sequence of n Fraction
    asked : int

    Source: ours
    """
    own = stops[asked]
    yield "always-halts", Fraction(1)
    yield "own-stop", own
    yield "one-level", halting_step(stops, stops)[asked]
    yield "some-stop", 1 - prod((1 - e for e in stops), start=Fraction(1))
    if len(stops) == 3 and own > 0:
        yield "all-alike", min(Fraction(1), own / (1 - own)) if own < 1 else Fraction(1)
    yield "never-halts", Fraction(0)
    yield from (("sides-swapped", s) for k, s in enumerate(halting) if k != asked)


def halting_questions(rng: Random, difficulty: int) -> list[Question]:
    """Two questions about programs that differ in one probability.

    Source: oesterheld-2019, more than two players, and ours
    """
    first, twin, asked = draw_stops(rng, difficulty)
    names = draw_people(rng, ["any"] * len(first))
    scene = rng.choice(_SCENES).format(names=f"{', '.join(names[:-1])} and {names[-1]}")
    found = [_question(rng, stops, asked, names, scene) for stops in (first, twin)]
    return found


def _question(rng: Random, stops: Stops, asked: int, names: Sequence[str], scene: str) -> Question:
    verdict = prove_halting(stops, names, width=_WIDTH)
    text = verdict.certificate.text
    answer = json.loads(text)["claim"]["intervals"][asked]["lower"]
    halting = [bracket.lower for bracket in verdict.result.brackets]
    wrong = first_names([(e, format_exact(p)) for e, p in halting_mistakes(stops, asked, halting)], answer)
    choices = [answer, *rng.sample(sorted(wrong), min(4, len(wrong)))]
    rest = [e for k, e in enumerate(stops) if k != asked]
    return Question(
        engine="halting",
        parts=len(stops) + sum(len(str(e.denominator)) for e in stops) // 2,
        texts=_texts(stops, asked, names, scene),
        files=tuple((f"{name.lower()}.py", _source(stops, k, names)) for k, name in enumerate(names)),
        proof=Proof("halting", text),
        asks={"engine": "halting", "subject": subject_of_text(text), "player": names[asked]},
        answer=answer,
        choices=shuffled(rng, choices),
        wrong=wrong,
        shape=digest_of(["halting", str(stops[asked]), sorted(map(str, rest))]),
    )


def _source(stops: Stops, own: int, names: Sequence[str]) -> str:
    """The program of one player, in the language of programs."""
    others = [k for k in range(len(names)) if k != own]
    lines = [f"def {names[own].lower()}({', '.join(names[k].lower() for k in others)}):"]
    if stops[own]:
        lines += [f'    if chance("{format_exact(stops[own])}"):', '        return "done"']
    runs = []
    for k in others:
        against = ", ".join("me" if j == own else names[j].lower() for j in range(len(names)) if j != k)
        runs.append(f'simulate({names[k].lower()}({against}), back=1) == "done"')
    return "\n".join([*lines, f"    if {' and '.join(runs)}:", '        return "done"', '    return "odd"']) + "\n"


def _texts(stops: Stops, asked: int, names: Sequence[str], scene: str) -> tuple[tuple[str, str], ...]:
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    question = f"What is the exact probability that {names[asked]}’s program halts?"
    numbers = [format_exact(e) for e in stops]
    formal = [
        f"{len(names)} programs, of {listed}. Program i stops at once with probability εᵢ; else it simulates each of "
        "the other programs once, in fresh runs that do likewise and draw by themselves, and halts when all these have "
        "halted. " + "; ".join(f"ε({name}) = {e}" for name, e in zip(names, numbers, strict=True)) + ".",
        "A run that simulates without end does not halt, and neither does what waits for it.",
        question,
    ]
    rows = "\n".join(f"| {name} | {e} |" for name, e in zip(names, numbers, strict=True))
    matrix = [
        "Each program stops at once with its probability; otherwise it runs\n\n    for other in the_other_programs:\n"
        "        run(other)   # a fresh run, with fresh random numbers\n\nand halts after that.",
        f"| program of | stops at once with probability |\n|---|---|\n{rows}",
        "A run that calls others without end does not halt, and neither does what waits for it.",
        question,
    ]
    told = " ".join(
        f"{name} decides at once with probability {e}." if stop else f"{name} never decides at once (probability {e})."
        for name, stop, e in zip(names, stops, numbers, strict=True)
    )
    story = [
        scene,
        f"{told} Whoever does not decide at once first simulates every one of the others, one after the other; each "
        "simulated program behaves in the same way, throws its own dice, and may simulate all the others in turn.",
        "A simulation that leads to simulations without end never comes back, and whoever waits for it never decides. "
        + question,
    ]
    return (("formal", "\n\n".join(formal)), ("matrix", "\n\n".join(matrix)), ("story", "\n\n".join(story)))
