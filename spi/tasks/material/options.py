"""Options in words that stand for the answers of a question."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import TypeVar

from spi.tasks.items import Option

__all__ = ["word_options"]

T = TypeVar("T")


def word_options(words: Mapping[T, str], right: T, misread: Mapping[str, T], rng: Random) -> tuple[Option, ...]:
    """All words in random order, each wrong one with the first mistake that leads there, or "guess".

    Parameters
    ----------
    words : mapping from answer to str
        How each answer is put.
    right : answer
    misread : mapping from name of a mistake to answer
        What each mistake takes the answer to be.
    rng : Random

    Returns
    -------
    tuple of Option

    Examples
    --------
    >>> options = word_options({1: "one", 2: "two", 3: "three"}, 1, {"doubles": 2, "adds": 2}, Random(1))
    >>> sorted((option.text, option.error) for option in options)
    [('one', ''), ('three', 'guess'), ('two', 'doubles')]

    Source: ours
    """
    errors: dict[T, str] = {}
    for error, found in misread.items():
        errors.setdefault(found, error)
    options = [Option(text, "" if key == right else errors.get(key, "guess")) for key, text in words.items()]
    rng.shuffle(options)
    return tuple(options)
