"""Random programs once more, from the definition: bodies as trees, evaluated by brute force to a depth.

`lower_laws` enumerates all ways to draw, each run with coins of its own, cut off at a depth: what has not ended is left
out, so that the laws lie below the exact ones. `string_laws` enumerates strings of numbers in [0, 1) that all programs
read, by the pieces in which they lie. Nothing here comes from `spi`.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import accumulate, pairwise
from typing import Any

Body = tuple[Any, ...]
"""("play", action) | ("mix", ((action, p), …)) | ("run", target) | ("later", back, target) | ("chance", p, body, body)
| ("if", body, action, body, body): does a body come to an action? | ("name", body, body): what the first comes to is
("named",) in the second, and is worked out when it is needed."""

LOWER: tuple[Body, ...] = (
    ("play", "D"),
    ("chance", Fraction(1, 3), ("play", "C"), ("later", 1, "it me")),
    ("if", ("later", 1, "it me"), "C", ("mix", (("C", Fraction(1, 4)), ("E", Fraction(3, 4)))), ("play", "D")),
    ("chance", Fraction(1, 2), ("later", 1, "me it"), ("later", 1, "it me")),
    ("run", "me it"),
)
"""Programs that others refer to: a target is "it me", "me it", "it 0" (it against the first of these), "0 it"."""

Pair = tuple[Body, Body]
"""A program and whom it is run against."""


def call(target: str, mine: Body, yours: Body) -> Pair:
    """Who is run against whom."""
    first, second = ({"me": mine, "it": yours}.get(w) or LOWER[int(w)] for w in target.split())
    return first, second


# --- each run with coins of its own

Law = dict[str, Fraction]


def lower_laws(tops: Sequence[Pair], depth: int) -> list[Law]:
    """Probabilities of ending with each action within a depth of runs."""
    pairs = list(dict.fromkeys(tops))
    for first, second in pairs:  # grows on the way
        pairs += [p for p in dict.fromkeys(call(t, first, second) for t in _targets(first)) if p not in pairs]
    laws: dict[Pair, Law] = {pair: {} for pair in pairs}
    for _ in range(depth):
        after: dict[Pair, Law] = {}
        for pair in pairs:
            total = after.setdefault(pair, {})
            for p, action, _ in _ways(pair[0], pair, laws, None):
                total[action] = total.get(action, Fraction(0)) + p
        laws = after
    return [laws[pair] for pair in tops]


def _targets(body: Body) -> list[str]:
    own = [body[-1]] if body[0] in ("run", "later") else []
    return own + [t for part in body if isinstance(part, tuple) and part for t in _targets(part)]


Ways = Iterator[tuple[Fraction, str, Any]]
"""Probability, action, and what is known of the named value: None, a body that waits, or the action it came to."""


def _ways(body: Body, pair: Pair, laws: Mapping[Pair, Law], named: Any) -> Ways:
    match body:
        case ("play", action):
            yield Fraction(1), action, named
        case ("named",) if isinstance(named, str):
            yield Fraction(1), named, named
        case ("named",):
            for p, action, _ in _ways(named, pair, laws, None):
                yield p, action, action
        case ("mix", chances):
            yield from ((p, action, named) for action, p in chances)
        case ("run", target) | ("later", _, target):
            yield from ((p, action, named) for action, p in laws[call(target, *pair)].items())
        case ("chance", chance, yes, no):
            for weight, part in ((chance, yes), (1 - chance, no)):
                yield from ((weight * p, action, after) for p, action, after in _ways(part, pair, laws, named))
        case ("if", asked, action, yes, no):
            for p, answer, known in _ways(asked, pair, laws, named):
                for q, result, after in _ways(yes if answer == action else no, pair, laws, known):
                    yield p * q, result, after
        case ("name", first, rest):
            yield from ((p, action, named) for p, action, _ in _ways(rest, pair, laws, first))


# --- one string for all


class TooShortError(Exception):
    """The string ends before the programs do."""


class CircleError(Exception):
    """A run waits for itself at one entry; no longer string helps."""


@dataclass
class Strings:
    """What strings of at most some length tell: the law of profiles, the mass that is lost in circles, that which needs
    longer strings, and by k the probability that k entries are not enough.
    """

    law: dict[tuple[str, ...], Fraction]
    lost: Fraction
    left: Fraction
    beyond: list[Fraction]


def string_laws(tops: Sequence[Pair], cuts: Sequence[Fraction], length: int) -> Strings:
    """Go through all strings over the pieces between cuts, each only as far as it is needed."""
    found = Strings({}, Fraction(0), Fraction(0), [Fraction(0)] * (length + 1))
    ends = sorted({Fraction(0), Fraction(1), *cuts})
    todo: list[tuple[tuple[Fraction, ...], Fraction]] = [((), Fraction(1))]
    while todo:
        string, weight = todo.pop()
        try:
            results = [played(pair, 0, string) for pair in tops]
        except CircleError:
            found.lost += weight
            continue
        except TooShortError:
            found.beyond[len(string)] += weight
            if len(string) == length:
                found.left += weight
            else:
                todo += [((*string, low), weight * (high - low)) for low, high in pairwise(ends)]
            continue
        assert max(last for _, last in results) + 1 == len(string)
        profile = tuple(action for action, _ in results)
        found.law[profile] = found.law.get(profile, Fraction(0)) + weight
    return found


def played(pair: Pair, at: int, string: Sequence[Fraction], inside: frozenset[Pair] = frozenset()) -> tuple[str, int]:
    """What the first program of a pair plays at an entry of the string, and the last entry at which any is run."""
    if pair in inside:
        raise CircleError
    if at >= len(string):
        raise TooShortError
    last = [at]

    def result(body: Body, named: Callable[[], str] | None) -> str:
        match body:
            case ("play", action):
                return str(action)
            case ("named",):
                assert named is not None
                return named()
            case ("mix", chances):
                sums = accumulate(p for _, p in sorted(chances))  # in the order of the map's pairs
                return next(str(action) for (action, _), s in zip(sorted(chances), sums, strict=True) if string[at] < s)
            case ("run", target):
                return run(target, at, inside | {pair})
            case ("later", back, target):
                return run(target, at + back, frozenset())
            case ("chance", p, yes, no):
                return result(yes if string[at] < p else no, named)
            case ("if", asked, action, yes, no):
                return result(yes if result(asked, named) == action else no, named)
            case ("name", first, rest):
                return result(rest, cache(lambda: result(first, None)))
        raise ValueError(body)

    def run(target: str, entry: int, seen: frozenset[Pair]) -> str:
        action, deepest = played(call(target, *pair), entry, string, seen)
        last.append(deepest)
        return action

    return result(pair[0], None), max(last)


# --- as text, and at random


def source(body: Body) -> str:
    """A file with the program, called `agent`, and all that it may refer to."""
    lower = [f"def lower{k}(it):\n{_block(own, 1)}" for k, own in enumerate(LOWER)]
    return "\n".join([*lower, f"def agent(it):\n{_block(body, 1)}"])


def _block(body: Body, indent: int) -> str:
    pad = "    " * indent
    match body:
        case ("name", first, rest):
            return f"{pad}x = {_text(first)}\n{_block(rest, indent)}"
        case ("chance", p, yes, no):
            return f'{pad}if chance("{p}"):\n{_block(yes, indent + 1)}\n{_block(no, indent)}'
        case ("if", asked, action, yes, no):
            return f'{pad}if {_text(asked)} == "{action}":\n{_block(yes, indent + 1)}\n{_block(no, indent)}'
    return f"{pad}return {_text(body)}"


def _text(body: Body) -> str:
    match body:
        case ("play", action):
            return f'"{action}"'
        case ("named",):
            return "x"
        case ("mix", chances):
            return "mix({" + ", ".join(f'"{action}": "{p}"' for action, p in chances) + "})"
        case ("run", target):
            return _run(target)
        case ("later", back, target):
            return f"simulate({_run(target)}, back={back})"
        case ("chance", p, yes, no):
            return f'({_text(yes)} if chance("{p}") else {_text(no)})'
        case ("if", asked, action, yes, no):
            return f'({_text(yes)} if {_text(asked)} == "{action}" else {_text(no)})'
    raise ValueError(body)


def _run(target: str) -> str:
    first, second = (w if w in ("me", "it") else f"lower{w}" for w in target.split())
    return f"{first}({second})"


TARGETS = ["it me", "it me", "it me", "me it", "it 0", "it 1", "1 it", "2 it", "3 it"]


def random_body(rng: random.Random, size: int, backs: Sequence[int], chances: Sequence[Fraction]) -> Body:
    """A random body: with probability at least 1/3 of the first draw it plays something at once."""
    first = ("play", rng.choice("CDE"))
    return ("chance", rng.choice(chances), first, _random(rng, size, backs, chances, named=False))


def _random(rng: random.Random, size: int, backs: Sequence[int], chances: Sequence[Fraction], named: bool) -> Body:
    kinds = ["play", "mix", "later", "later", "run"] + ["named"] * 2 * named
    kinds += ["chance", "if", "if", *["name"] * (not named)] if size else []

    def inner(named: bool = named) -> Body:
        return _random(rng, size - 1, backs, chances, named)

    match rng.choice(kinds):
        case "play":
            return ("play", rng.choice("CDE"))
        case "mix":
            p = rng.choice(chances)
            return ("mix", (("D", p), ("C", 1 - p)))
        case "later":
            return ("later", rng.choice(backs), rng.choice(TARGETS))
        case "run":
            return ("run", rng.choice(["1 it", "2 it", "4 it", "it 0", "it me"]))
        case "named":
            return ("named",)
        case "chance":
            return ("chance", rng.choice(chances), inner(), inner())
        case "if":
            asked = ("later", rng.choice(backs), rng.choice(TARGETS))
            return ("if", ("named",) if named else asked, rng.choice("CD"), inner(), inner())
    return ("name", ("later", rng.choice(backs), rng.choice(TARGETS)), inner(True))
