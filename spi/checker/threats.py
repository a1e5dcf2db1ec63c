"""Threat games, policies and maps to surrogates: proofs/README.md section 17.

All numbers that are multiplied are integers over one common denominator, whose length is limited as in section 6.
"""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

from spi.checker.lotteries import common
from spi.checker.reader import Fields, Item, Receipt

NUMBERS = ("loss", "gain", "harm", "cost", "execution")
SIZES = ("demand", "stakes")
RATES = "the principal concedes at the stated rates"


@dataclass(frozen=True, slots=True)
class Threat:
    """A threat as read: its five numbers in the order of NUMBERS, and its stakes if it has any."""

    kind: str
    numbers: tuple[Fraction, ...]
    stakes: Fraction | None
    acts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Threats:
    """A threat game: its threats by name, and those of one kind."""

    item: Item
    all: dict[str, Threat]
    digest: str

    def of(self, kind: str) -> list[str]:
        """The names of the threats of one kind."""
        return [name for name, threat in self.all.items() if threat.kind == kind]


def read_threats(item: Item) -> Threats:
    """Section 17: a threat game with its digest recomputed."""
    fields = item.fields(("threats", "digest"))
    rows = [entry.fields(("name", "kind", *NUMBERS, *SIZES, "acts")) for entry in fields["threats"].items()]
    names = Item([row["name"].value for row in rows], fields["threats"].place).names()
    found: dict[str, Threat] = {}
    blocks = {}
    for name, row in zip(names, rows, strict=True):
        kind = row["kind"].choice(("original", "surrogate"))
        numbers = tuple(row[key].rational() for key in NUMBERS)
        row["execution"].need(0 <= numbers[4] <= 1, "game", "a probability is needed, from 0 to 1")
        sizes = {key: row[key].rational() for key in SIZES if row[key].value is not None}
        acts = row["acts"].names() if row["acts"].value != [] else ()
        found[name] = Threat(kind, numbers, sizes.get("stakes"), acts)
        block = [f"{kind} {name}", "pays " + " ".join(str(row[key].value) for key in NUMBERS)]
        block += [f"{key} {row[key].value}" for key in sizes] + [f"act {act}" for act in sorted(acts)]
        blocks[name] = block
    lines = ["spi-threat-game 1", *(line for name in sorted(blocks) for line in blocks[name])]
    digest = hashlib.sha256("".join(line + "\n" for line in lines).encode()).hexdigest()
    fields["digest"].equals(digest, "digest")
    return Threats(item, found, digest)


def entries(item: Item, key: str, names: Collection[str]) -> Iterator[tuple[str, Item]]:
    """A list with one entry for each of these threats, in any order."""
    open_names = set(names)
    for entry in item.items():
        fields = entry.fields(("threat", key))
        name = fields["threat"].choice(open_names, "game")
        open_names.remove(name)
        yield name, fields[key]
    item.need(not open_names, "game", "an entry for a threat is missing")


def read_pairs(item: Item, threats: Threats) -> dict[str, str]:
    """Section 17: a surrogate for every original threat, of which there is one at least."""
    surrogates = threats.of("surrogate")
    pairs = {name: image.choice(surrogates, "game") for name, image in entries(item, "becomes", threats.of("original"))}
    item.need(bool(pairs), "game", "there is no original threat")
    return pairs


def read_rates(item: Item, threats: Threats) -> tuple[dict[str, int], dict[str, list[int]], int]:
    """Section 17: the rate of each threat, and its five numbers, all as multiples of 1/unit."""
    rates = {}
    for name, rate in entries(item, "rate", threats.all):
        rates[name] = rate.rational()
        rate.need(0 <= rates[name] <= 1, "lottery", "a probability is needed, from 0 to 1")
    row = common(item, [*rates.values(), *(x for threat in threats.all.values() for x in threat.numbers)])
    numbers = iter(row.numbers)
    scaled = {name: next(numbers) for name in rates}
    return scaled, {name: [next(numbers) for _ in NUMBERS] for name in threats.all}, row.unit


def worth(q: int, numbers: list[int], unit: int) -> tuple[int, int]:
    """The expected payoffs of principal and threatener, as multiples of 1/unit^3."""
    loss, gain, harm, cost, execution = numbers
    return -q * loss * unit - (unit - q) * execution * harm, q * gain * unit - (unit - q) * execution * cost


def receipt(claim: Fields, threats: Threats, words: str, done: str, *assumptions: str) -> Receipt:
    """What a rule returns."""
    recomputed = ("digest of the threat game", "scope", f"threats ({len(threats.all)}): {done}")
    words = f"threat game {threats.digest[:12]}: {words}"
    kind, answer = str(claim["kind"].value), str(claim["answer"].value)
    return Receipt("", kind, answer, words, (threats.digest,), recomputed, assumptions, ())
