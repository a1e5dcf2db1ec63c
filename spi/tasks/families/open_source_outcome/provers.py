"""Agents with bounded proof searches: drawn, changed in one place, decided, and told in three ways.

An agent is `(guard, formula)`: it plays the act `guard` (0 or 1) if it finds a proof of the formula, else the other. A
formula is `("plays", k)`, agent k plays its guarded act; `("least", t, parts)`, at least t of these hold; or `ALWAYS`,
of a stone, which proves nothing. Of stones it can also be `("avoids", k)`, k plays the other act, which is false. The
evaluation here is for drawing and for mistakes; answers are the certificate's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations, permutations
from random import Random
from typing import Any

__all__ = [
    "ALWAYS",
    "Formula",
    "Prover",
    "atoms_of",
    "draw_provers",
    "form_of",
    "greatest",
    "holds",
    "least",
    "mistakes_of",
    "prover_source",
    "prover_variants",
    "stones_of",
    "told_formula",
]

Formula = tuple[Any, ...]
Prover = tuple[int, Formula]
ALWAYS: Formula = ("least", 0, ())


def holds(formula: Formula, playing: Collection[int]) -> bool:
    """Does a formula hold if exactly these agents play their guarded acts?

    Source: critch-2019, section 4, and ours
    """
    if formula[0] != "least":
        return formula[0] == "plays" and formula[1] in playing
    return bool(sum(holds(part, playing) for part in formula[2]) >= formula[1])


def stones_of(agents: Sequence[Prover]) -> frozenset[int]:
    """The agents that always play the same.

    Source: ours
    """
    return frozenset(k for k, (_, formula) in enumerate(agents) if formula == ALWAYS)


def greatest(agents: Sequence[Prover]) -> frozenset[int]:
    """The greatest fixed point: who plays guarded acts if all budgets are large.

    Source: critch-2019, parametric bounded Löb, and ours
    """
    found = frozenset(range(len(agents)))
    while (smaller := _next(agents, found)) != found:
        found = smaller
    return found


def least(agents: Sequence[Prover]) -> frozenset[int]:
    """The least fixed point: who does if nobody may rely on what is proved about oneself.

    Source: ours
    """
    found = stones_of(agents)
    while (larger := _next(agents, found)) != found:
        found = larger
    return found


def _next(agents: Sequence[Prover], playing: Collection[int]) -> frozenset[int]:
    return frozenset(k for k, (_, formula) in enumerate(agents) if holds(formula, playing))


def mistakes_of(agents: Sequence[Prover]) -> Iterator[tuple[str, frozenset[int]]]:
    """Who plays guarded acts, by each mistake.

    Source: ours
    """
    everybody, top, bottom = frozenset(range(len(agents))), greatest(agents), least(agents)
    yield "nobody-first", bottom
    yield "everything-provable", everybody
    yield "one-step", _next(agents, everybody)
    yield "one-step-up", _next(agents, stones_of(agents))
    for size in range(len(top) - 1, len(bottom), -1):
        for part in combinations(sorted(top), size):
            if _next(agents, part) == frozenset(part):
                yield "provability-as-truth", frozenset(part)
    yield "nothing-provable", stones_of(agents)
    yield (
        "proof-means-first",
        frozenset(k for k in everybody if (k in top) == (agents[k][0] == 0) or k in stones_of(agents)),
    )


def draw_provers(rng: Random, sizes: Sequence[int], wanted: Collection[int]) -> list[Prover]:
    """Agents of whom exactly the wanted ones play their guarded acts.

    Parameters
    ----------
    rng : random.Random
    sizes : sequence of n int
        How many atoms each agent's formula has; with 0 it is a stone.
    wanted : collection of int
        Stones among them; all, if there is no stone.

    Returns
    -------
    list of n Prover

    Source: ours
    """
    n = len(sizes)
    stones = [k for k in range(n) if sizes[k] == 0]
    falling = [k for k in range(n) if k not in wanted]
    rng.shuffle(falling)
    formulas = [ALWAYS] * n
    for k in range(n):
        left = set(wanted) if k in wanted else set(range(n)) - set(falling[: falling.index(k)])
        while sizes[k]:
            formulas[k] = _draw(rng, [j for j in range(n) if j != k or rng.random() < 0.2], stones, sizes[k])
            if holds(formulas[k], left) == (k in wanted):
                break
    return [(rng.choice((0, 1)), formula) for formula in formulas]


def _draw(rng: Random, pool: Sequence[int], stones: Collection[int], size: int) -> Formula:
    if size == 1:
        return _atom(rng, rng.choice(pool), stones)
    if 2 < size <= len(pool) and rng.random() < 0.5:  # distinct agents, and how many of them
        return ("least", rng.randint(1, size), tuple(_atom(rng, k, stones) for k in rng.sample(pool, size)))
    while True:
        cut = rng.randint(1, size - 1)
        parts = (_draw(rng, pool, stones, cut), _draw(rng, pool, stones, size - cut))
        if parts[0] != parts[1]:
            return ("least", rng.choice((1, 2)), parts)


def _atom(rng: Random, k: int, stones: Collection[int]) -> Formula:
    return ("avoids" if k in stones and rng.random() < 0.6 else "plays", k)


def prover_variants(agents: Sequence[Prover], own: int) -> Iterator[Formula]:
    """All formulas of an agent that differ in one place: in an agent, an act, or how many conditions have to hold.

    Source: ours
    """
    yield from _variants(agents[own][1], len(agents), stones_of(agents))


def _variants(formula: Formula, n: int, stones: Collection[int]) -> Iterator[Formula]:
    if formula[0] != "least":
        if formula[1] in stones:
            yield ("plays" if formula[0] == "avoids" else "avoids", formula[1])
        yield from (("plays", k) for k in range(n) if k != formula[1])
        return
    _, count, parts = formula
    yield from (("least", t, parts) for t in (count - 1, count + 1) if 1 <= t <= len(parts))
    for k, part in enumerate(parts):
        for other in _variants(part, n, stones):
            if other not in parts:
                yield ("least", count, (*parts[:k], other, *parts[k + 1 :]))


def atoms_of(formula: Formula) -> int:
    """How many atoms a formula has.

    Source: ours
    """
    return sum(map(atoms_of, formula[2])) if formula[0] == "least" else 1


def form_of(agents: Sequence[Prover]) -> str:
    """The same text for agents in another order, and with the acts exchanged.

    Source: ours
    """
    forms = []
    for order in permutations(range(len(agents))):
        place = {k: p for p, k in enumerate(order)}
        rows = [(agents[k][0], _renumbered(agents[k][1], place)) for k in order]
        turn = rows[0][0]
        forms.append(str([(guard ^ turn, formula) for guard, formula in rows]))
    return min(forms)


def _renumbered(formula: Formula, place: dict[int, int]) -> str:
    if formula[0] != "least":
        return f"{formula[0]} {place[formula[1]]}"
    return f"{formula[1]}({' '.join(sorted(_renumbered(part, place) for part in formula[2]))})"


def prover_source(agents: Sequence[Prover], own: int, acts: Sequence[str], names: Sequence[str]) -> str:
    """The program of one agent in the language of programs.

    Source: ours
    """
    guard, formula = agents[own]
    others = [name.lower() for k, name in enumerate(names) if k != own]
    head = f"def {names[own].lower()}({', '.join(others)}):\n"
    if formula == ALWAYS:
        return head + f'    return "{acts[guard]}"\n'
    atoms: dict[Formula, str] = {}
    for k, (act, _) in enumerate(agents):
        against = ["me" if j == own else names[j].lower() for j in range(len(agents)) if j != k]
        call = f"{'me' if k == own else names[k].lower()}({', '.join(against)})"
        atoms |= {("plays", k): f'{call} == "{acts[act]}"', ("avoids", k): f'{call} == "{acts[1 - act]}"'}
    condition = _code(formula, atoms)
    return head + f'    if proves({condition}):\n        return "{acts[guard]}"\n    return "{acts[1 - guard]}"\n'


def _code(formula: Formula, atoms: Mapping[Formula, str], inside: bool = False) -> str:
    if formula[0] != "least":
        return atoms[formula]
    _, count, parts = formula
    if count == len(parts):
        text = " and ".join(_code(part, atoms, True) for part in parts)
    elif count == 1:
        text = " or ".join(_code(part, atoms, True) for part in parts)
    else:
        ways = [" and ".join(_code(part, atoms, True) for part in some) for some in combinations(parts, count)]
        text = " or ".join(f"({way})" for way in ways)
    return f"({text})" if inside else text


def told_formula(formula: Formula, atoms: Mapping[Formula, str], *, notation: bool, inside: bool = False) -> str:
    """A formula in notation, or in words.

    Parameters
    ----------
    formula : Formula
    atoms : mapping from atom to str
        That each agent plays its guarded act, and that it plays the other one.
    notation : bool
    inside : bool
        Is it part of another one?

    Returns
    -------
    str

    Source: ours
    """
    if formula[0] != "least":
        return atoms[formula]
    _, count, parts = formula
    told = [told_formula(part, atoms, notation=notation, inside=True) for part in parts]
    if len(parts) == 2:
        words = {1: ("∨", "or (or both)"), 2: ("∧", "and")}[count]
        text = f" {words[0 if notation else 1]} ".join(told)
        if not notation and not inside:
            return text
        return f"({text})" if inside else text
    if notation:
        return f"at least {count} of {{{', '.join(told)}}}"
    amount = f"all {count}" if count == len(parts) else f"at least {count}"
    return f"{amount} of the following hold: " + "; ".join(told) if not inside else f"({amount} of: {'; '.join(told)})"
