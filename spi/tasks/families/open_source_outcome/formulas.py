"""Modal agents as formulas: drawn, changed in one place, evaluated world by world, and told in three ways.

A formula is a tuple: `("box", level, clause)` (provable, from that many levels of consistency), `("not", formula)`,
`("and", formula, formula)`, `("or", formula, formula)`. A clause is `("is", call, act)`, or two clauses with `"and"` or
`"or"`; acts are 0 and 1. A call is `"other"` (what the other does against me), `"own"` (what I do against the other) or
`"stone 0"`, `"stone 1"` (what the other does against a program that always plays this). An agent plays 0 if its formula
is true, else 1. The evaluation here is for drawing and for mistakes; answers are the certificate's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from random import Random
from typing import Any

__all__ = [
    "Formula",
    "code_of",
    "draw_formula",
    "limit_of",
    "notation_of",
    "renamed",
    "size_of",
    "truths_of",
    "variants",
    "words_of",
]

Formula = tuple[Any, ...]
_TARGETS = ("other", 0, 1)
_CALLS = ("other", "other", "other", "own", "stone 0", "stone 1")


def draw_formula(rng: Random, boxes: int) -> Formula:
    """A random formula with this many boxes.

    Source: ours
    """
    if boxes == 1:
        formula: Formula = ("box", rng.choice((0, 0, 0, 1, 1, 2)), _clause(rng))
        return ("not", formula) if rng.random() < 0.3 else formula
    left = rng.randint(1, boxes - 1)
    return (rng.choice(("and", "or")), draw_formula(rng, left), draw_formula(rng, boxes - left))


def _clause(rng: Random) -> Formula:
    atom = ("is", rng.choice(_CALLS), rng.choice((0, 1)))
    if rng.random() < 0.25:
        return (rng.choice(("and", "or")), atom, ("is", rng.choice(_CALLS), rng.choice((0, 1))))
    return atom


def size_of(formula: Formula) -> int:
    """How many boxes a formula has.

    Source: ours
    """
    return 1 if formula[0] == "box" else sum(size_of(part) for part in formula[1:])


def variants(formula: Formula) -> Iterator[Formula]:
    """All formulas that differ in one place: an act, a call, a connective, or a level of consistency.

    Source: ours
    """
    if formula[0] == "is":
        yield ("is", formula[1], 1 - formula[2])
        yield from (("is", call, formula[2]) for call in ("other", "own", "stone 0", "stone 1") if call != formula[1])
    elif formula[0] == "box":
        yield from (("box", level, formula[2]) for level in (0, 1, 2) if abs(level - formula[1]) == 1)
        yield from (("box", formula[1], clause) for clause in variants(formula[2]))
    elif formula[0] == "not":
        yield from (("not", inner) for inner in variants(formula[1]))
    else:
        yield ("or" if formula[0] == "and" else "and", *formula[1:])
        yield from ((formula[0], one, formula[2]) for one in variants(formula[1]))
        yield from ((formula[0], formula[1], other) for other in variants(formula[2]))


def renamed(formula: Formula) -> Formula:
    """The formula with acts 0 and 1 exchanged, where the agent's own answer is not.

    Source: ours
    """
    if formula[0] == "is":
        call = {"stone 0": "stone 1", "stone 1": "stone 0"}.get(formula[1], formula[1])
        return ("is", call, 1 - formula[2])
    if formula[0] == "box":
        return ("box", formula[1], renamed(formula[2]))
    return (formula[0], *(renamed(part) for part in formula[1:]))


def limit_of(agents: Sequence[Formula], *, levels: bool = True, proofs: bool | None = None) -> tuple[int, int]:
    """What two agents play at all large worlds of linear frames.

    Parameters
    ----------
    agents : two Formula
    levels : bool
        False: consistency is overlooked, as if it were true everywhere.
    proofs : bool, optional
        True or False: as if everything or nothing were provable.

    Returns
    -------
    tuple of two acts

    Source: barasz-et-al-2014, section 4
    """
    below: list[dict[tuple[int, object], int]] = []
    for _ in range(3 * sum(map(size_of, agents)) + 4):  # each box, of each target, turns false once

        def box(i: int, target: object, level: int, clause: Formula) -> bool:
            if proofs is not None:
                return proofs
            start = level if levels else 0
            return all(_clause_holds(clause, i, target, world) for world in below[start:])

        below.append({(i, target): 1 - _holds(agents[i], i, target, box) for i, target in product((0, 1), _TARGETS)})
    return below[-1][0, "other"], below[-1][1, "other"]


def truths_of(agents: Sequence[Formula]) -> set[tuple[int, int]]:
    """All pairs of acts that agree with the agents' formulas, were to be provable to be true.

    Source: ours
    """
    places = list(product((0, 1), _TARGETS))
    found = set()
    for acts in product((0, 1), repeat=len(places)):
        world = dict(zip(places, acts, strict=True))

        def box(i: int, target: object, level: int, clause: Formula, world: Any = world) -> bool:
            return _clause_holds(clause, i, target, world)

        if all(world[i, target] == 1 - _holds(agents[i], i, target, box) for i, target in places):
            found.add((world[0, "other"], world[1, "other"]))
    return found


def _holds(formula: Formula, i: int, target: object, box: Callable[[int, object, int, Formula], bool]) -> bool:
    if formula[0] == "box":
        return box(i, target, formula[1], formula[2])
    if formula[0] == "not":
        return not _holds(formula[1], i, target, box)
    parts = (_holds(part, i, target, box) for part in formula[1:])
    return all(parts) if formula[0] == "and" else any(parts)


def _clause_holds(clause: Formula, i: int, target: object, world: dict[tuple[int, object], int]) -> bool:
    if clause[0] != "is":
        parts = (_clause_holds(part, i, target, world) for part in clause[1:])
        return all(parts) if clause[0] == "and" else any(parts)
    _, call, act = clause
    if call == "own":
        return bool(world[i, target] == act)
    if target != "other":  # whom I face is a stone: it plays what it always plays
        return bool(target == act)
    return bool(world[1 - i, "other" if call == "other" else int(call[-1])] == act)


def code_of(formula: Formula, acts: Sequence[str]) -> str:
    """The condition in the language of programs.

    Source: ours
    """
    if formula[0] == "is":
        calls = {"other": "opponent(me)", "own": "me(opponent)"}
        calls |= {f"stone {k}": f'opponent(always(action="{act}"))' for k, act in enumerate(acts)}
        return f'{calls[formula[1]]} == "{acts[formula[2]]}"'
    if formula[0] == "box":
        inner = code_of(formula[2], acts)
        premise = {0: "", 1: "proves(False) or ", 2: "proves(proves(False)) or "}[formula[1]]
        return f"proves({premise}({inner}))" if premise and formula[2][0] == "and" else f"proves({premise}{inner})"
    if formula[0] == "not":
        return f"not {code_of(formula[1], acts)}"
    return "(" + f" {formula[0]} ".join(code_of(part, acts) for part in formula[1:]) + ")"


def notation_of(formula: Formula, acts: Sequence[str], names: Sequence[str]) -> str:
    """The formula in the notation of provability logic; `names` are mine and the other's.

    Source: ours
    """
    mine, other = names
    if formula[0] == "is":
        calls = {"other": f"{other}({mine})", "own": f"{mine}({other})"}
        calls |= {f"stone {k}": f"{other}(always “{act}”)" for k, act in enumerate(acts)}
        return f"{calls[formula[1]]} = “{acts[formula[2]]}”"
    if formula[0] == "box":
        premise = {0: "", 1: "¬□⊥ → ", 2: "¬□□⊥ → "}[formula[1]]
        return f"□[{premise}{notation_of(formula[2], acts, names)}]"
    if formula[0] == "not":
        return f"¬{notation_of(formula[1], acts, names)}"
    sign = {"and": "∧", "or": "∨"}[formula[0]]
    return "(" + f" {sign} ".join(notation_of(part, acts, names) for part in formula[1:]) + ")"


def words_of(formula: Formula, acts: Sequence[str], names: Sequence[str]) -> str:
    """The formula in words; `names` are mine and the other's.

    Source: ours
    """
    mine, other = names
    if formula[0] == "is":
        calls = {"other": f"{other} facing {mine}", "own": f"{mine} facing {other}"}
        calls |= {f"stone {k}": f"{other} facing somebody who always plays “{act}”" for k, act in enumerate(acts)}
        return f"{calls[formula[1]]} plays “{acts[formula[2]]}”"
    if formula[0] == "box":
        premise = {
            0: "",
            1: "unless arithmetic is inconsistent, ",
            2: "unless arithmetic proves its own inconsistency, ",
        }[formula[1]]
        return f"it can be proved that [{premise}{words_of(formula[2], acts, names)}]"
    if formula[0] == "not":
        return f"it is not so that {words_of(formula[1], acts, names)}"
    word = {"and": "and", "or": "or (or both)"}[formula[0]]
    return "(" + f" {word} ".join(words_of(part, acts, names) for part in formula[1:]) + ")"
