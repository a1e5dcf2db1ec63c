"""Tuples of programs, sums and comparisons of what they earn, and what it takes: proofs/README.md section 15."""

from collections.abc import Iterable
from fractions import Fraction

from spi.checker.encounters import digest, listing
from spi.checker.machine import cost
from spi.checker.reader import Fields, Item, Receipt
from spi.checker.tables import Programs, Tables, close, digests, law, payoffs
from spi.checker.words import natural

SUMS = "programs that draw by chance count by their expected payoffs"


def member(tables: Tables, item: Item) -> int:
    """A program of the pool, by its index."""
    tables.machine.spend(2)
    return natural(item, len(tables.guests))


def members(tables: Tables, item: Item) -> list[int]:
    """A non-empty list of distinct programs."""
    found = [member(tables, entry) for entry in item.items()]
    item.need(0 < len(found) == len(set(found)), "program", "one or more distinct programs are needed")
    return found


def row(tables: Tables, item: Item, length: int | None = None) -> Programs:
    """A program for each player, or for this many of them."""
    length = len(tables.machine.players) if length is None else length
    return tuple(member(tables, entry) for entry in item.items(length, "program"))


def rows(tables: Tables, item: Item, length: int | None = None) -> list[Programs]:
    """A non-empty list of distinct tuples of programs."""
    found = [row(tables, entry, length) for entry in item.items()]
    item.need(0 < len(found) == len(set(found)), "program", "one or more tuples are needed, each of them once")
    return found


def joined(others: Programs, seat: int, own: int) -> Programs:
    """The encounter of a player's program with those of the others."""
    return (*others[:seat], own, *others[seat:])


def sign(tables: Tables, x: Fraction, y: Fraction) -> int:
    """-1, 0 or 1 as x is below y, is y, or is above it."""
    tables.machine.spend(cost(x, y))
    return (x > y) - (x < y)


def weighed(tables: Tables, pairs: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """The sum of the products."""
    total = Fraction(0)
    for p, x in pairs:
        tables.machine.spend(cost(p, x))
        share = p * x
        tables.machine.spend(cost(total, share))
        total += share
    return total


def alike(tables: Tables, one: Programs, two: Programs) -> bool:
    """Whether the outcomes of two encounters have the same law; programs that diverge are alike."""
    laws = [law(tables, who) for who in (one, two)]
    tables.machine.spend(sum(1 + len(found or ()) for found in laws))
    return laws[0] == laws[1]


def changes(tables: Tables, before: Programs, after: Programs) -> list[int]:
    """For each player -1, 0 or 1, as she gets less after than before, the same, or more."""
    return [sign(tables, y, x) for x, y in zip(payoffs(tables, before), payoffs(tables, after), strict=True)]


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
