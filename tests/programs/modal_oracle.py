"""Modal agents once more, from the definition: formulas as trees, evaluated at the worlds 0, 1, …, N of a line.

World n sees all m < n; □φ is true at n if φ is at all m < n. An agent is a formula all of whose atoms are inside boxes.
Nothing here comes from `spi`.
"""

import random
from functools import cache
from typing import Any

WORLDS = 40
Formula = tuple[Any, ...]

LOWER: tuple[Formula, ...] = (
    ("true",),
    ("not", ("true",)),
    ("box", ("it", "me")),  # FairBot
    # PrudentBot: □(it C) ∧ □(¬□⊥ → it defects against DefectBot)
    ("and", ("box", ("it", "me")), ("box", ("or", ("box", ("not", ("true",))), ("not", ("it", 1))))),
    ("not", ("box", ("not", ("it", "me")))),  # CUPOD
)
"""Agents that others may refer to; ("it", k) says: my opponent cooperates with the k-th of these."""


@cache
def value(formula: Formula, mine: Formula, yours: Formula, world: int) -> bool:
    """Truth at a world of what the agent `mine` says when it meets `yours`."""
    match formula:
        case ("true",):
            return True
        case ("not", inner):
            return not value(inner, mine, yours, world)
        case ("and", left, right):
            return value(left, mine, yours, world) & value(right, mine, yours, world)
        case ("or", left, right):
            return value(left, mine, yours, world) | value(right, mine, yours, world)
        case ("box", inner):
            return all(value(inner, mine, yours, m) for m in range(world))
        case ("it", "me"):
            return cooperates(yours, mine, world)
        case ("it", int(k)):
            return cooperates(yours, LOWER[k], world)
        case ("me", "it"):
            return cooperates(mine, yours, world)
        case (int(k), "it"):
            return cooperates(LOWER[k], yours, world)
    raise ValueError(formula)


def cooperates(mine: Formula, yours: Formula, world: int) -> bool:
    """Does an agent cooperate at a world? Its boxes speak of lower worlds only, so that this is no circle."""
    return value(mine, mine, yours, world)


def at_all_worlds(mine: Formula, yours: Formula) -> list[str]:
    """What the first of two agents plays at the worlds 0, …, N."""
    return ["C" if cooperates(mine, yours, world) else "D" for world in range(WORLDS + 1)]


def text(formula: Formula) -> str:
    """The formula in the language of programs."""
    match formula:
        case ("true",):
            return "True"
        case ("not", inner):
            return f"(not {text(inner)})"
        case ("and" | "or" as word, left, right):
            return f"({text(left)} {word} {text(right)})"
        case ("box", inner):
            return f"proves({text(inner)})"
        case ("it", "me"):
            return '(it(me) == "C")'
        case ("it", k):
            return f'(it(lower{k}) == "C")'
        case ("me", "it"):
            return '(me(it) == "C")'
        case (k, "it"):
            return f'(lower{k}(it) == "C")'
    raise ValueError(formula)


def source(formula: Formula) -> str:
    """A file with the agent, called `agent`, and all lower ones."""
    lower = [f'def lower{k}(it): return "C" if {text(own)} else "D"' for k, own in enumerate(LOWER)]
    return "\n".join([*lower, f'def agent(it): return "C" if {text(formula)} else "D"'])


def random_agent(rng: random.Random) -> Formula:
    """A boolean combination of boxes; boxes inside boxes up to depth 3."""
    kind = rng.choice(["box", "box", "not", "and", "or"])
    if kind == "box":
        return ("box", _inside(rng, 4, 2))
    return (kind, *(("box", _inside(rng, 4, 2)) for _ in range(1 if kind == "not" else 2)))


def _inside(rng: random.Random, size: int, boxes: int) -> Formula:
    kind = rng.choice(["atom", "atom", "not", "and", "or", *["box"] * 2 * (boxes > 0)]) if size else "atom"
    if kind == "atom":
        place = rng.randrange(len(LOWER))
        return rng.choice([("it", "me"), ("it", "me"), ("it", "me"), ("it", place), ("me", "it"), (place, "it")])
    if kind == "box":
        return ("box", _inside(rng, size - 1, boxes - 1))
    return (kind, *(_inside(rng, size - 1, boxes) for _ in range(1 if kind == "not" else 2)))
