"""Questions about agents with bounded proof searches: who plays what, of two to five?"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from random import Random

from spi.analysis.bounded import prove_bounded_outcome
from spi.programs.bounded_programs import bounded_agents
from spi.programs.reader import read_program
from spi.tasks.families.open_source_outcome.provers import (
    ALWAYS,
    Prover,
    atoms_of,
    draw_provers,
    form_of,
    greatest,
    least,
    mistakes_of,
    prover_source,
    prover_variants,
    stones_of,
    told_formula,
)
from spi.tasks.families.open_source_outcome.questions import Question, first_names, pair_text, shuffled
from spi.tasks.items import Proof
from spi.tasks.material.certificates import subject_of_text
from spi.tasks.material.draws import draw_people
from spi.tasks.material.shapes import digest_of

__all__ = ["bounded_questions", "draw_meetings_of_provers"]

_SCENES = (
    "{names} hand in programs for a tournament; every program is given the texts of all others.",
    "The software agents {names} negotiate a joint project, and each may inspect the rules of all.",
    "{names} are municipal AIs whose rule books are public.",
    "Robots called {names} meet on a construction site; their designs are open to one another.",
    "{names} each deposit a rule with a notary; each rule may speak of the others.",
    "Probes called {names} meet at a comet; each carries everybody's source text on board.",
    "In a lending club the contracts of {names} refer to each other's wording.",
)

_MEANING = (
    "⊢ s means: the program finds a proof of s in Peano arithmetic that has no more characters than its own budget. "
    "All programs know the texts of all. The budgets are very large; they need not be equal, but none is more than a "
    "fixed power of another. What is asked for is what they play for all budgets that are large enough."
)

_ATOMS = ("plays", "avoids")

_PLAIN = (
    "Each has a proof budget: it goes through all proofs, from the usual axioms of arithmetic, that are not longer "
    "than that. Rules are public, so that proofs can speak of them, and of each other. All budgets are very large; "
    "they need not be equal, but none is more than a fixed power of another. What happens for all budgets that are "
    "large enough?"
)


def draw_meetings_of_provers(rng: Random, difficulty: int) -> tuple[list[Prover], list[Prover]]:
    """Agents, and the same with one formula changed in one place, of whom others play their guarded acts.

    Rejected are pairs in which fewer than two mistakes lead elsewhere, and those without an agent that needs a proof
    which rests on itself.

    Source: critch-2019, parametric bounded Löb, and ours
    """
    while True:
        n = 2 if difficulty < 3 and rng.random() < 0.06 else rng.choice(_AGENTS[difficulty])
        sizes = [rng.choice(_SIZES[difficulty]) if n > 2 else 5 + (rng.random() < 0.5) for _ in range(n)]
        sizes = [size + (n == 3) for size in sizes]  # few agents with short formulas would soon occur twice
        stones = rng.sample(range(n), 2 if n > 3 and rng.random() < 0.5 else 1)
        for k in stones:
            sizes[k] = 0
        agents = draw_provers(rng, sizes, [k for k in range(n) if k in stones or rng.random() < 0.5])
        near: dict[frozenset[int], list[list[Prover]]] = {}
        for k in [k for k in range(n) if k not in stones]:
            for other in prover_variants(agents, k):
                twin = [*agents[:k], (agents[k][0], other), *agents[k + 1 :]]
                near.setdefault(greatest(twin), []).append(twin)
        near.pop(greatest(agents), None)
        if not near:
            continue
        twin = rng.choice(near[rng.choice(sorted(near, key=sorted))])
        elsewhere = [{found for _, found in mistakes_of(m)} - {greatest(m)} for m in (agents, twin)]
        if min(map(len, elsewhere)) >= min(2, n - 1) and any(least(m) != greatest(m) for m in (agents, twin)):
            return agents, twin


_AGENTS = {1: (3, 3, 3, 4), 2: (3, 3, 4), 3: (3, 4, 4), 4: (4, 4, 5), 5: (4, 5, 5, 5)}
_SIZES = {1: (3, 3, 4), 2: (3, 4), 3: (3, 4, 4), 4: (3, 4, 4), 5: (3, 4, 4)}


def bounded_questions(rng: Random, difficulty: int, acts: Sequence[str]) -> list[Question]:
    """Two questions about agents that differ in one place.

    Source: critch-2019, parametric bounded Löb, and ours
    """
    pair = draw_meetings_of_provers(rng, difficulty)
    names = draw_people(rng, ["any"] * len(pair[0]))
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    scene = rng.choice(_SCENES).format(names=listed)
    choices = _choices(rng, pair, acts)
    return [_question(rng, agents, acts, names, scene, choices) for agents in pair]


def _played(agents: Sequence[Prover], found: Collection[int]) -> tuple[int, ...]:
    return tuple(guard if k in found else 1 - guard for k, (guard, _) in enumerate(agents))


def _choices(rng: Random, pair: Sequence[Sequence[Prover]], acts: Sequence[str]) -> list[str]:
    """Up to eight outcomes, none of which is nearer to the others than the rest; stones play what they play.

    They are a plane: an outcome, and all that differ from it by sums of some differences between answers and mistakes.
    """
    free = [k for k in range(len(pair[0])) if k not in stones_of(pair[0])]
    truth = _played(pair[0], greatest(pair[0]))
    seen = [_played(agents, found) for agents in pair for _, found in mistakes_of(agents)]
    rng.shuffle(seen)
    changed = [tuple(x ^ (k == j) for k, x in enumerate(truth)) for j in free]
    plane = {truth}
    for other in [_played(pair[1], greatest(pair[1])), *seen, *changed]:
        if other not in plane and len(plane) < 8:
            plane |= {tuple(x ^ y ^ z for x, y, z in zip(p, truth, other, strict=True)) for p in plane}
    return [pair_text([acts[x] for x in p]) for p in sorted(plane)]


def _question(
    rng: Random,
    agents: Sequence[Prover],
    acts: Sequence[str],
    names: Sequence[str],
    scene: str,
    choices: Sequence[str],
) -> Question:
    sources = [prover_source(agents, k, acts, names) for k in range(len(agents))]
    programs = [read_program(text, name=name.lower()) for text, name in zip(sources, names, strict=True)]
    verdict = prove_bounded_outcome(bounded_agents(programs, names))
    text = verdict.certificate.text
    answer = pair_text(json.loads(text)["claim"]["outcome"])
    wrong = [(error, pair_text([acts[x] for x in _played(agents, s)])) for error, s in mistakes_of(agents)]
    return Question(
        engine="bounded",
        parts=(len(agents) + sum(atoms_of(formula) for _, formula in agents)) // 2,
        texts=_texts(agents, acts, names, scene, sources),
        files=tuple((f"{name.lower()}.py", source) for name, source in zip(names, sources, strict=True)),
        proof=Proof("bounded-outcome", text),
        asks={"engine": "bounded", "subject": subject_of_text(text)},
        answer=answer,
        choices=shuffled(rng, choices),
        wrong=first_names(wrong, answer),
        shape=digest_of(["bounded", form_of(agents)]),
    )


def _texts(
    agents: Sequence[Prover], acts: Sequence[str], names: Sequence[str], scene: str, sources: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    question = f"What do they play (in the order {', '.join(names)})?"
    asked = {
        (does, k): (names[k], acts[agents[k][0] ^ (does == "avoids")]) for k in range(len(agents)) for does in _ATOMS
    }
    plain = {atom: f"{name} = “{act}”" for atom, (name, act) in asked.items()}
    words = {atom: f"{name} plays “{act}”" for atom, (name, act) in asked.items()}
    formal, rows, story = [], [], []
    for name, (guard, formula) in zip(names, agents, strict=True):
        one, other = acts[guard], acts[1 - guard]
        if formula == ALWAYS:
            formal.append(f"{name} = “{one}” in any case.")
            rows.append(f"| {name} | | | {one} |")
            story.append(f"{name}’s rule: play “{one}”, whatever the others do.")
            continue
        told = told_formula(formula, words, notation=False)
        formal.append(f"{name} = “{one}” if ⊢ [{told_formula(formula, plain, notation=True)}], else “{other}”.")
        rows.append(f"| {name} | {told} | {one} | {other} |")
        story.append(
            f"{name}’s rule: look for a proof that {told}. If you find one, play “{one}”; otherwise “{other}”."
        )
    start = f"{', '.join(names[:-1])} and {names[-1]} each submit a program that plays “{acts[0]}” or “{acts[1]}”."
    table = "\n".join(["| program | looks for a proof that | if found | otherwise |", "|---|---|---|---|", *rows])
    code = "\n\n".join(f"{name}'s program:\n\n{text}" for name, text in zip(names, sources, strict=True))
    calls = (
        "In a program, `me` is this one and the parameters are the others'; `a(me, b)` is what a plays against this "
        "one and b. `proves(s)` is ⊢ s."
    )
    return (
        ("formal", "\n\n".join([start, *formal, _MEANING, question])),
        ("matrix", "\n\n".join([start, table, code, f"{calls} {_MEANING}", question])),
        ("story", "\n\n".join([scene, f"Each plays “{acts[0]}” or “{acts[1]}”.", *story, _PLAIN, question])),
    )
