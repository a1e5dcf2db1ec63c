"""Vectors, mixtures, lotteries, and lists by classes: proofs/README.md section 6.

All sums are sums of integers over a common denominator. What a certificate may ask for is limited, as products of long
numbers are slow: a list of numbers over its common denominator has a limited length, and all products together are
limited in number, where one of numbers with a and b bits counts as 1 + (64 + a)(64 + b) / 2^14.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from operator import mul
from typing import Generic, TypeVar

from spi.checker.reader import Game, Item, Profile, read_game

MAX_BITS = 33_220  # of a common denominator: 10,000 digits
MAX_LENGTH = 2**28  # of all numbers of a list together, over their common denominator, in bits
MAX_WORK = 10_000_000
ARRANGED = "feasible payoffs can be arranged, and arranging them changes no payoffs"
T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Row:
    """Numbers as multiples of 1/unit; payoffs of lotteries as multiples of 1/unit of what the game's unit is."""

    numbers: list[int]
    unit: int


@dataclass(frozen=True, slots=True)
class Chances(Generic[T]):
    """The positive probabilities of distinct things, as multiples of 1/unit."""

    numbers: dict[T, int]
    unit: int


@dataclass(slots=True)
class Exact:
    """A game with its payoffs in integers, as multiples of 1/unit; and the work that is left for the certificate."""

    game: Game
    unit: int
    table: list[list[int]]  # player i's payoff at the profile a is table[i][level[a][i]] / unit
    bits: int  # of the longest entry
    left: int = MAX_WORK

    def payoffs(self, profile: Profile) -> list[int]:
        """What everybody gets at a profile."""
        return [values[k] for values, k in zip(self.table, self.game.level[profile], strict=True)]

    def spend(self, item: Item, products: int, *bits: int) -> None:
        """Refuse the certificate if this many more products of two numbers, this long, are too many."""
        a, b = bits
        self.left -= products * (1 + (64 + a) * (64 + b) // 2**14)
        item.need(self.left >= 0, "size", "numbers that are too long, or too many, would have to be multiplied")


def longest(numbers: Iterable[int]) -> int:
    """The bits of the longest number."""
    return max(map(int.bit_length, numbers), default=0)


def common(item: Item, numbers: Collection[Fraction]) -> Row:
    """The numbers as integers over their least common denominator."""
    unit = 1
    for denominator in {number.denominator for number in numbers}:
        if unit % denominator:
            unit = lcm(unit, denominator)
            item.need(unit.bit_length() <= MAX_BITS, "size", "the common denominator has more than 10000 digits")
    short = len(numbers) * unit.bit_length() <= MAX_LENGTH
    item.need(short, "size", "over their common denominator the numbers are too long")
    return Row([number.numerator * (unit // number.denominator) for number in numbers], unit)


def exact(item: Item, game: Game) -> Exact:
    """The payoffs of a game over their common denominator."""
    row = common(item, [value for values in game.values for value in values])
    numbers = iter(row.numbers)
    table = [[next(numbers) for _ in values] for values in game.values]
    return Exact(game, row.unit, table, longest(row.numbers))


def read_exact(objects: Item) -> Exact:
    """The game, if it is the only object."""
    item = objects.fields(("game",))["game"]
    return exact(item, read_game(item))


def vector(item: Item, length: int) -> Row:
    """Section 6: one rational for each player."""
    return common(item, [number.rational() for number in item.items(length)])


def brief(items: Iterable[Item]) -> str:
    """Numbers as they are written, shortly."""
    written = [str(item.value) for item in items]
    short = [text if len(text) <= 20 else f"{text[:17]}..." for text in written[:6]]
    return f"({', '.join(short)}{', ...' if len(written) > 6 else ''})"


def chances(item: Item, key: str, read: Callable[[Item], T]) -> Chances[T]:
    """Section 6: distinct entries with positive probabilities, here over a common denominator, that sum to 1."""
    found: dict[T, Fraction] = {}
    for entry in item.items():
        fields = entry.fields((key, "probability"))
        value, p = read(fields[key]), fields["probability"].rational()
        fields[key].need(value not in found, "lottery", "this is in the list twice")
        fields["probability"].need(p > 0, "lottery", "probabilities are positive")
        found[value] = p
    row = common(item, found.values())
    item.need(sum(row.numbers) == row.unit, "lottery", "the probabilities must sum to 1")
    return Chances(dict(zip(found, row.numbers, strict=True)), row.unit)


def lottery(item: Item, actions: Sequence[Collection[str]]) -> Chances[Profile]:
    """Section 6: a lottery over profiles of these actions."""
    return chances(item, "outcome", lambda outcome: outcome.profile(actions))


def mixture(item: Item, actions: Collection[str]) -> Chances[str]:
    """Section 6: a mixture of these actions."""
    return chances(item, "action", lambda action: action.choice(actions, "name"))


def weighted(numbers: Sequence[int], weights: Iterable[int]) -> int:
    """The sum of the products."""
    return sum(map(mul, numbers, weights))


def expected(item: Item, game: Exact, chances: Chances[Profile]) -> Row:
    """The payoffs of a lottery."""
    game.spend(item, len(chances.numbers) * len(game.table), chances.unit.bit_length(), game.bits)
    columns = zip(*map(game.payoffs, chances.numbers), strict=True)
    return Row([weighted(column, chances.numbers.values()) for column in columns], chances.unit)


def average(item: Item, game: Exact, parts: Sequence[tuple[int, Row]]) -> Row:
    """The sum of rows, each times an integer."""
    scales = common(item, [Fraction(1, row.unit) for _, row in parts])
    factors, rows = [factor for factor, _ in parts], [row.numbers for _, row in parts]
    game.spend(item, len(parts), longest(scales.numbers), longest(factors))
    factors = list(map(mul, scales.numbers, factors))
    game.spend(item, sum(map(len, rows)), longest(factors), max(map(longest, rows)))
    return Row([weighted(column, factors) for column in zip(*rows, strict=True)], scales.unit)


def gains(game: Exact, payoffs: Row, profile: Profile) -> list[int]:
    """How much more than at a profile everybody gets, up to a positive factor."""
    return [new - payoffs.unit * old for new, old in zip(payoffs.numbers, game.payoffs(profile), strict=True)]


def by_classes(item: Item, key: str, game: Game, outcomes: Collection[Profile]) -> Iterator[tuple[Profile, Item]]:
    """Section 6: an entry for each class of these outcomes, with one of its members."""
    open_classes = set(map(game.level.__getitem__, outcomes))
    for entry in item.items():
        fields = entry.fields(("outcome", key))
        a = fields["outcome"].profile(game.actions)
        fields["outcome"].need(a in outcomes, "lottery", "this is none of the outcomes that the list is about")
        fields["outcome"].need(game.level[a] in open_classes, "lottery", "its class is in the list already")
        open_classes.remove(game.level[a])
        yield a, fields[key]
    item.need(not open_classes, "lottery", "a class of outcomes with the same payoffs is missing")
