"""What families of benchmark items draw from: streams that depend on a seed alone, names of people, laws, digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

from spi.core.numbers import format_exact

__all__ = ["digest_of", "draw_law", "draw_people", "least_digest", "stream"]

_PEOPLE = {
    "she": "Ada Bruna Carla Dora Edda Frida Greta Hanna Ines Jelena Kira Lotte Mina Nora Olga Rosa Tilda Vera Zita",
    "he": "Anton Boris Cyril Dario Emil Farid Goran Hugo Ivo Jonas Karim Leon Marek Nils Otto Pavel Samir Ugo Yusuf",
}


def stream(family: str, seed: int, difficulty: int) -> Random:
    """The stream of random numbers of a family, a seed and a difficulty; the same on every machine.

    Parameters
    ----------
    family : str
        Its name.
    seed, difficulty : int

    Returns
    -------
    random.Random

    Source: ours
    """
    return Random(f"{family}:{seed}:{difficulty}")


def draw_people(rng: Random, pronouns: Sequence[str]) -> list[str]:
    """Distinct first names, no two with the same initial, that go with these pronouns.

    Parameters
    ----------
    rng : random.Random
    pronouns : sequence of "she" and "he"
        At most ten.

    Returns
    -------
    list of str

    Examples
    --------
    >>> draw_people(Random(1), ["she", "he"])
    ['Edda', 'Cyril']

    Source: ours
    """
    found: list[str] = []
    for pronoun in pronouns:
        initials = {name[0] for name in found}
        found.append(rng.choice([name for name in _PEOPLE[pronoun].split() if name[0] not in initials]))
    return found


def draw_law(rng: Random, size: int, denominator: int) -> list[Fraction]:
    """Positive probabilities over a common denominator, which need not stay after reduction.

    Parameters
    ----------
    rng : random.Random
    size : int
    denominator : int
        At least the size.

    Returns
    -------
    list of Fraction
        They sum to 1; every composition of the denominator is as likely as any other.

    Source: ours
    """
    cuts = [0, *sorted(rng.sample(range(1, denominator), size - 1)), denominator]
    return [Fraction(b - a, denominator) for a, b in pairwise(cuts)]


def digest_of(value: Any) -> str:
    """SHA-256 of a value's JSON text, fractions being written as `format_exact` does.

    Source: ours
    """
    return hashlib.sha256(_text(value).encode()).hexdigest()


def least_digest(values: Iterable[Any]) -> str:
    """The digest of the value with the least JSON text: of all ways to name the same thing, one.

    Parameters
    ----------
    values : iterable
        Usually one for each permutation of names; not empty.

    Returns
    -------
    str

    Source: ours
    """
    return hashlib.sha256(min(map(_text, values)).encode()).hexdigest()


def _text(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True, default=format_exact)
