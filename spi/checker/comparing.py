"""Exact sums and comparisons of what encounters are worth, which take steps: proofs/README.md section 15."""

from collections.abc import Collection
from fractions import Fraction

from spi.checker.asking import Tables, law, payoffs
from spi.checker.lotteries import Row, common, longest, weighted
from spi.checker.reader import Item
from spi.checker.tables import Indices

Ratio = tuple[int, int]  # above and below the fraction line, not in lowest terms


def sign(tables: Tables, x: Ratio, y: Ratio) -> int:
    """-1, 0 or 1 as x is below y, is y, or is above it."""
    spend(tables, 2, *(max(map(int.bit_length, number)) for number in (x, y)))
    one, two = x[0] * y[1], y[0] * x[1]
    return (one > two) - (one < two)


def weighed(tables: Tables, item: Item, weights: Row, numbers: Collection[Fraction]) -> Ratio:
    """The sum of the products, without a last reduction."""
    row, tables.machine.item = common(item, numbers), item
    tables.machine.spend(16 + len(row.numbers) * (row.unit.bit_length() // 2**9))
    spend(tables, len(row.numbers), longest(weights.numbers), longest(row.numbers))
    return weighted(row.numbers, weights.numbers), row.unit * weights.unit


def spend(tables: Tables, products: int, a: int, b: int) -> None:
    """The steps for products of numbers this long."""
    tables.machine.spend(products * (1 + (64 + a) * (64 + b) // 2**20))


def alike(tables: Tables, one: Indices, two: Indices) -> bool:
    """Whether the outcomes of two encounters have the same law; programs that diverge are alike."""
    laws = [law(tables, who) for who in (one, two)]
    tables.machine.spend(sum(1 + len(found or ()) for found in laws))
    return laws[0] == laws[1]


def changes(tables: Tables, before: Indices, after: Indices) -> list[int]:
    """For each player -1, 0 or 1, as she gets less after than before, the same, or more."""
    pairs = zip(payoffs(tables, before), payoffs(tables, after), strict=True)
    return [sign(tables, y.as_integer_ratio(), x.as_integer_ratio()) for x, y in pairs]
