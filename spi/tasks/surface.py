"""What a question looks like to somebody who does not understand it: lengths, numbers, places, first mentions."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from spi.core.game import Game
from spi.core.gamefile import read_game
from spi.errors import SpiError
from spi.tasks.items import Item
from spi.tasks.numerals import plain_signs

__all__ = ["MOST_LABELS", "Surface", "games_of", "labels_of", "numbers_in", "option_payoff", "surface_of"]

MOST_LABELS = 12
"""So many words are told apart at most; where answers are more different, they are no set of words."""

_NUMBER = re.compile(r"(?<![\w./])-?\d+(?:/\d+|\.\d+)?(?![\w/])")


@dataclass(frozen=True, slots=True)
class Surface:
    """The surface of a question in one wording.

    Parameters
    ----------
    about : tuple of float
        Of the question as a whole: its length, its numbers, its knobs.
    candidates : tuple of str
        What could be answered: the options, or answers that are common in the family.
    features : tuple of tuple of float
        Of each candidate: its place, length, numbers, and where the question mentions it first.

    Source: ours
    """

    about: tuple[float, ...]
    candidates: tuple[str, ...]
    features: tuple[tuple[float, ...], ...]


def numbers_in(text: str) -> list[Fraction]:
    """The numbers in a text, in their order; those inside words are none.

    Examples
    --------
    >>> print(*numbers_in("A1 pays -3, 5/2 or 0.5."))
    -3 5/2 1/2

    Source: ours
    """
    found = (match[0] for match in _NUMBER.finditer(plain_signs(text)))
    return [Fraction(text) for text in found if not re.search(r"/0+$", text)]


def games_of(item: Item) -> list[Game]:
    """The games in strategic form among an item's files.

    Source: ours
    """
    found = (_game(text) for name, text in item.files if name.endswith(".toml"))
    return [game for game in found if game is not None]


@lru_cache(maxsize=1024)
def _game(text: str) -> Game | None:
    try:
        return read_game(text) if tomllib.loads(text).get("kind") == "strategic" else None
    except (tomllib.TOMLDecodeError, SpiError):
        return None  # an audit says so


def option_payoff(text: str, games: Sequence[Game]) -> Fraction | None:
    """The sum of the payoffs of the outcome that an option is; None if it is no outcome of a game.

    Source: ours
    """
    profile = tuple(part.strip() for part in text.strip("()").split(","))
    for game in games:
        if len(profile) == len(game.players) and all(x in own for x, own in zip(profile, game.actions, strict=True)):
            return sum(game[profile], Fraction(0))
    return None


def labels_of(items: Sequence[Item]) -> tuple[str, ...]:
    """The words that are options, or answers without options, of some items again and again, sorted.

    Parameters
    ----------
    items : sequence of Item

    Returns
    -------
    tuple of str
        What occurs in three items at least, and in a twentieth of them; of more than 12 the most common.

    Source: ours
    """
    own = [[option.text for option in item.options] or [item.answer] for item in items]
    counts = Counter(text for texts in own for text in texts)
    common = sorted((text for text, n in counts.items() if n >= max(3, len(items) / 20)), key=lambda t: (-counts[t], t))
    return tuple(sorted(common[:MOST_LABELS]))


def surface_of(item: Item, question: str, labels: tuple[str, ...]) -> Surface:
    """The surface of an item in one wording.

    Parameters
    ----------
    item : Item
    question : str
        Without options.
    labels : tuple of str
        Candidates, where the item has no options.

    Source: ours
    """
    numbers = numbers_in(question)
    values = [float(number) for number in numbers] or [0.0]
    about = (
        *(float(len(question)), float(len(question.split())), float(question.count("\n")), float(len(numbers))),
        *(float(len(set(numbers))), max(values), min(values), sum(values) / len(values), values[0], values[-1]),
        *(float(value) for _, value in item.knobs),
    )
    candidates = tuple(option.text for option in item.options) or labels
    games = games_of(item)
    rows = []
    for place, text in enumerate(candidates):
        own = [float(number) for number in numbers_in(text)]
        payoff = option_payoff(text, games)
        mentioned = question.find(text)
        rows.append(
            (
                *(float(item.options != () and place == k) for k in range(5)),
                *(float(len(text)), float(len(own)), max(own, default=0.0), min(own, default=0.0), sum(own)),
                *(0.0 if payoff is None else float(payoff), float(mentioned >= 0), float(max(mentioned, 0))),
            )
        )
    ranked = [row + tuple(_rank(rows, k, row) for k in (5, 7, 10, 12)) for row in rows]
    return Surface(about, candidates, tuple(ranked))


def _rank(rows: list[tuple[float, ...]], column: int, row: tuple[float, ...]) -> float:
    """How far up a row is among all, from 0 to 1, by one column."""
    below = sum(other[column] < row[column] for other in rows)
    same = sum(other[column] == row[column] for other in rows)
    return (below + (same - 1) / 2) / max(1, len(rows) - 1)
