"""Stand-in: tables of encounters."""

from dataclasses import dataclass, field
from fractions import Fraction

from spi.checker.encounters import CLAIM, DRAWS, EVIDENCE, LARGE, Guest, digest, meet, product, read_guest
from spi.checker.machine import Machine
from spi.checker.payoffs import Law, Table, expected, read_table
from spi.checker.reader import Fields, Item
from spi.checker.words import natural

Programs = tuple[int, ...]


@dataclass(slots=True)
class Tables:
    machine: Machine
    table: Table
    guests: list[Guest]
    item: Item
    laws: dict[Programs, tuple[Item, Law | None]]
    used: set[Programs] = field(default_factory=set)
    worth: dict[Programs, list[Fraction]] = field(default_factory=dict)
    assumptions: tuple[str, ...] = ()
    trusts: tuple[str, ...] = ()


def read_tables(claim: Fields, objects: Fields, evidence: Fields) -> Tables:
    players = tuple(
        item.value for item in objects["game"].fields(("players", "actions", "payoffs", "digest"))["players"].items()
    )
    machine = Machine(players, objects["programs"])  # type: ignore[arg-type]
    table = read_table(machine, objects["game"])
    assert table
    guests = [read_guest(machine, item) for item in objects["programs"].items()]
    randomness = claim["randomness"].value
    engines = ("direct", "modal") if randomness is None else ("independent",)
    laws: dict[Programs, tuple[Item, Law | None]] = {}
    modal = False
    for entry in evidence["encounters"].items():
        fields = entry.fields(("programs", "engine", *CLAIM, *EVIDENCE))
        who = tuple(natural(x, len(guests)) for x in fields["programs"].items(len(players), "program"))
        fields["programs"].need(who not in laws, "encounter", "twice")
        modal |= fields["engine"].choice(engines) == "modal"
        found = meet(machine, table, fields, [guests[k] for k in who])
        laws[who] = entry, None if found.laws is None else product(machine, found.laws)
    scope = (DRAWS,) * (randomness is not None), (LARGE,) * modal
    return Tables(machine, table, guests, evidence["encounters"], laws, set(), {}, *scope)


def law(tables: Tables, who: Programs) -> Law | None:
    tables.item.need(
        who in tables.laws, "encounter", f"the encounter of the programs {', '.join(map(str, who))} is missing"
    )
    tables.used.add(who)
    return tables.laws[who][1]


def payoffs(tables: Tables, who: Programs) -> list[Fraction]:
    if who not in tables.worth:
        played = law(tables, who)
        if played is None:
            tables.laws[who][0].refuse("encounter", "programs that diverge have no payoffs")
        tables.worth[who] = expected(tables.machine, tables.table, played)
    return tables.worth[who]


def close(tables: Tables) -> None:
    for who, (entry, _) in tables.laws.items():
        entry.need(who in tables.used, "encounter", "no use")


def digests(tables: Tables) -> list[str]:
    return [digest(guest) for guest in tables.guests]
