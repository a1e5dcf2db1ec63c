"""What families of benchmark items draw from: streams that depend on a seed alone, names of people, laws."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Literal

__all__ = ["Pronoun", "draw_law", "draw_people", "stream"]

Pronoun = Literal["she", "he", "any"]

_PEOPLE: dict[Pronoun, str] = {
    "she": "Ada Bruna Carla Dora Edda Frida Greta Hanna Ines Jelena Kira Lotte Mina Nora Olga Rosa Tilda Vera Zita",
    "he": "Anton Boris Cyril Dario Emil Farid Goran Hugo Ivo Jonas Karim Leon Marek Nils Otto Pavel Samir Ugo Yusuf",
    "any": "Alex Bo Chidi Deniz Emre Farah Gil Hiro Ilya Jun Kavya Lars Mika Noor Oya Quinn Robin Sasha Tove Uma Wren",
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


def draw_people(rng: Random, pronouns: Sequence[Pronoun], *, avoid: Collection[str] = ()) -> tuple[str, ...]:
    """Distinct first names, no two with the same initial, that go with these pronouns.

    Parameters
    ----------
    rng : random.Random
    pronouns : sequence of "she", "he" and "any"
        At most ten; `"any"` where the item uses none.
    avoid : collection of str
        Words that mean something else in the item.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> draw_people(Random(1), ["she", "he"])
    ('Edda', 'Cyril')

    Source: ours
    """
    found: list[str] = []
    for pronoun in pronouns:
        names = " ".join(_PEOPLE.values()) if pronoun == "any" else _PEOPLE[pronoun]
        initials = {name[0] for name in found}
        found.append(rng.choice([x for x in names.split() if x[0] not in initials and x not in avoid]))
    return tuple(found)


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
