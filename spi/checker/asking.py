"""Encounters as the claims about programs that become others ask for them: proofs/README.md section 15."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeVar

from spi.checker.encounters import digest, listing
from spi.checker.machine import Machine
from spi.checker.payoffs import Law
from spi.checker.reader import Fields, Item, Receipt
from spi.checker.tables import Encounters, Indices, read_encounters

T = TypeVar("T", bound=Hashable)
SUMS = "programs that draw by chance count by their expected payoffs"


@dataclass(frozen=True, slots=True)
class Tables:
    """Encounters as they are listed, and which have been asked for."""

    found: Encounters
    item: Item
    asked: set[Indices] = field(default_factory=set)

    @property
    def machine(self) -> Machine:
        """What has the steps that are left."""
        return self.found.machine

    @property
    def players(self) -> tuple[str, ...]:
        """The players of the game."""
        return self.found.players


def read_tables(claim: Fields, objects: Fields, evidence: Fields) -> Tables:
    """The encounters of a claim about programs that become others."""
    item = evidence["encounters"]
    return Tables(read_encounters(objects, item, claim["randomness"]), item)


def law(tables: Tables, who: Indices) -> Law | None:
    """What is played in an encounter; None if it diverges."""
    if who not in tables.found.rows:
        tables.item.refuse("encounter", f"the programs {', '.join(map(str, who))} meet, and are not listed")
    tables.machine.spend(1 + (len(who) - 1) // 16)
    tables.asked.add(who)
    return tables.found.rows[who].law


def payoffs(tables: Tables, who: Indices) -> list[Fraction]:
    """What everybody gets in an encounter."""
    diverges = law(tables, who) is None
    row = tables.found.rows[who]
    row.item.need(not diverges, "encounter", "they diverge, so that they have no payoffs")
    return row.payoffs


def member(tables: Tables, item: Item) -> int:
    """A program of the pool, by its index."""
    tables.machine.item = item
    tables.machine.spend(2)
    return tables.found.index(item)


def members(tables: Tables, item: Item) -> list[int]:
    """A non-empty list of distinct programs."""
    return distinct(item, lambda entry: member(tables, entry))


def row(tables: Tables, item: Item, length: int | None = None) -> Indices:
    """A program for each player, or for this many of them."""
    length = len(tables.players) if length is None else length
    return tuple(member(tables, entry) for entry in item.items(length, "program"))


def rows(tables: Tables, item: Item, length: int | None = None) -> list[Indices]:
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


def joined(others: Indices, seat: int, own: int) -> Indices:
    """The encounter of a player's program with those of the others."""
    return (*others[:seat], own, *others[seat:])


def compared(tables: Tables, claim: Fields, words: str, done: str, *further: str) -> Receipt:
    """The receipt, once no encounter is listed that has not been asked for."""
    for who, row in tables.found.rows.items():
        row.item.need(who in tables.asked, "encounter", "this is not needed for the claim")
    receipt = tables.found.receipt(claim, words)
    assumptions = (*receipt.assumptions, *[SUMS] * (claim["randomness"].value is not None), *further)
    return replace(receipt, recomputed=(*receipt.recomputed, done), assumptions=assumptions)


def place(tables: Tables) -> str:
    """The game, shortly."""
    return f"game {tables.found.table.exact.game.digest[:12]}"


def names(tables: Tables, programs: Indices) -> str:
    """Some programs of the pool, shortly."""
    return listing([digest(tables.found.pool[k])[:12] for k in programs], " and ")
