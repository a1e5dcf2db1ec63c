"""Tuples of programs, sums and comparisons of what they earn, and what it takes: proofs/README.md section 15."""

from collections.abc import Callable, Collection, Hashable
from fractions import Fraction
from typing import TypeVar

from spi.checker.encounters import digest, listing
from spi.checker.lotteries import Row, common, longest, weighted
from spi.checker.reader import Fields, Item, Receipt
from spi.checker.tables import Programs, Tables, close, digests, law, payoffs
from spi.checker.words import natural

Ratio = tuple[int, int]  # above and below the fraction line, not in lowest terms
T = TypeVar("T", bound=Hashable)
SUMS = "programs that draw by chance count by their expected payoffs"


def member(tables: Tables, item: Item) -> int:
    """A program of the pool, by its index."""
    tables.machine.item = item
    tables.machine.spend(2)
    return natural(item, len(tables.guests))


def members(tables: Tables, item: Item) -> list[int]:
    """A non-empty list of distinct programs."""
    return distinct(item, lambda entry: member(tables, entry))


def row(tables: Tables, item: Item, length: int | None = None) -> Programs:
    """A program for each player, or for this many of them."""
    length = len(tables.machine.players) if length is None else length
    return tuple(member(tables, entry) for entry in item.items(length, "program"))


def rows(tables: Tables, item: Item, length: int | None = None) -> list[Programs]:
    """A non-empty list of distinct tuples of programs."""
    return distinct(item, lambda entry: row(tables, entry, length))


def distinct(item: Item, read: Callable[[Item], T]) -> list[T]:
    """A non-empty list of distinct things."""
    found: dict[T, None] = {}
    for entry in item.items():
        one = read(entry)
        entry.need(one not in found, "program", "this is in the list already")
        found[one] = None
    item.need(bool(found), "program", "at least one entry is needed here")
    return list(found)


def joined(others: Programs, seat: int, own: int) -> Programs:
    """The encounter of a player's program with those of the others."""
    return (*others[:seat], own, *others[seat:])


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


def alike(tables: Tables, one: Programs, two: Programs) -> bool:
    """Whether the outcomes of two encounters have the same law; programs that diverge are alike."""
    laws = [law(tables, who) for who in (one, two)]
    tables.machine.spend(sum(1 + len(found or ()) for found in laws))
    return laws[0] == laws[1]


def changes(tables: Tables, before: Programs, after: Programs) -> list[int]:
    """For each player -1, 0 or 1, as she gets less after than before, the same, or more."""
    pairs = zip(payoffs(tables, before), payoffs(tables, after), strict=True)
    return [sign(tables, y.as_integer_ratio(), x.as_integer_ratio()) for x, y in pairs]


def compared(tables: Tables, claim: Fields, words: str, done: str, *further: str) -> Receipt:
    """The receipt, once no encounter is listed without need."""
    close(tables)
    kind, answer = str(claim["kind"].value), str(claim["answer"].value)
    games, used = [tables.table.exact.game.digest, *digests(tables)], f"encounters ({len(tables.laws)}): as for tables"
    assumptions = (*tables.assumptions, *[SUMS] * (claim["randomness"].value is not None), *further)
    recomputed = ("digests of the game and of the programs", "scope", used, done)
    return Receipt("", kind, answer, words, tuple(games), recomputed, assumptions, tables.trusts)


def place(tables: Tables) -> str:
    """The game, shortly."""
    return f"game {tables.table.exact.game.digest[:12]}"


def names(tables: Tables, programs: Programs) -> str:
    """Some programs of the pool, shortly."""
    return listing([digest(tables.guests[k])[:12] for k in programs], " and ")
