"""Tables of encounters between programs of a pool: proofs/README.md section 14."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from spi.checker.encounters import CLAIM, DRAWS, EVIDENCE, LARGE, Guest, digest, listing, meet, product, read_guest
from spi.checker.machine import Machine
from spi.checker.payoffs import Law, Table, expected, read_table
from spi.checker.reader import Fields, Item, Receipt
from spi.checker.words import natural

Indices = tuple[int, ...]  # of programs in the pool, one for each player


@dataclass(frozen=True, slots=True)
class Row:
    """What an encounter comes to: the law of profiles and the expected payoffs; None if it diverges."""

    item: Item
    law: Law | None
    payoffs: list[Fraction]


@dataclass(slots=True)
class Encounters:
    """A pool, and what is listed of its encounters; the machine has the steps that are left for the certificate."""

    machine: Machine
    table: Table
    pool: list[Guest]
    rows: dict[Indices, Row] = field(default_factory=dict)
    assumptions: tuple[str, ...] = ()
    trusted: tuple[str, ...] = ()

    @property
    def players(self) -> tuple[str, ...]:
        """The players of the game."""
        return self.machine.players

    def index(self, item: Item) -> int:
        """A program, by its place in the pool."""
        return natural(item, len(self.pool))

    def indices(self, item: Item, without: int = 0) -> Indices:
        """A program for each player, or for all but some of them."""
        return tuple(self.index(entry) for entry in item.items(len(self.players) - without, "program"))

    def meetings(self, seat: int, program: int, others: Collection[Indices]) -> Iterator[Indices]:
        """The encounters of a program at a seat with these programs of the others."""
        for theirs in others:
            self.machine.spend(1 + len(theirs) // 16)
            yield (*theirs[:seat], program, *theirs[seat:])

    def need(self, item: Item, needed: Collection[Indices]) -> None:
        """All these encounters are listed, no others, and none of them diverges."""
        missing = next((indices for indices in needed if indices not in self.rows), ())
        item.need(not missing, "encounter", f"programs {listing([*map(str, missing)])} meet, and are not listed")
        for indices, row in self.rows.items():
            row.item.need(indices in needed, "encounter", "this is not needed for the claim")
            row.item.need(row.law is not None, "encounter", "they diverge, so that they have no payoffs")

    def receipt(self, claim: Fields, words: str) -> Receipt:
        """What a claim about these encounters comes to."""
        digests = (self.table.exact.game.digest, *map(digest, self.pool))
        done = (
            "digests of the game and of the programs",
            "scope",
            f"encounters ({len(self.rows)}): every one that counts",
        )
        kind, answer = str(claim["kind"].value), str(claim["answer"].value)
        return Receipt("", kind, answer, words, digests, done, self.assumptions, self.trusted)


def read_encounters(objects: Fields, encounters: Item, randomness: Item) -> Encounters:
    """A pool and a game, and every encounter that is listed, worked out."""
    game, programs = objects["game"], objects["programs"]
    machine = Machine(game.fields(("players", "actions", "payoffs", "digest"))["players"].names(), programs)
    table = read_table(machine, game)
    if table is None:
        game.refuse("null", "a game is needed here")
    pool, known = list[Guest](), set[object]()
    for item in programs.items():
        pool.append(read_guest(machine, item))
        item.need(pool[-1].program not in known, "program", "this program is in the pool already")
        known.add(pool[-1].program)
    found, engines = Encounters(machine, table, pool), set[str]()
    for item in encounters.items():
        fields = item.fields(("programs", "engine", *CLAIM, *EVIDENCE))
        indices = found.indices(fields["programs"])
        fields["programs"].need(indices not in found.rows, "encounter", "these programs are listed already")
        result = meet(machine, table, fields, [pool[k] for k in indices])
        machine.item = item
        law = None if result.laws is None else product(machine, result.laws)
        found.rows[indices] = Row(item, law, [] if law is None else expected(machine, table, law))
        engines.add(str(fields["engine"].value))
    machine.item, drawn = programs, engines & DRAWS.keys()
    encounters.need(len(drawn) < 2, "encounter", "programs draw by themselves, or read one string, but not both")
    if randomness.given(bool(drawn)):
        randomness.equals(min(drawn), "encounter")
    found.assumptions = tuple(entry for engine in drawn for entry in DRAWS[engine])
    found.trusted = (LARGE,) * ("modal" in engines)
    return found
