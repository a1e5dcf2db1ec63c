"""The claim that some payoffs are the Pareto frontier of a negotiation: proofs/README.md section 20.

The layers are not computed again but tested: each covers all sums of the one before and the options of an issue.
Whatever they are, no outcome is then better than all of the last; and that its members are outcomes is shown.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, chain, pairwise
from operator import add, ge

from spi.checker.lotteries import common
from spi.checker.reader import Fields, Item, Receipt, quote

MAX_SUMS = 2_000_000  # of a member of a layer and an option, for two sides
MAX_COMPARISONS = 10_000_000  # of two payoff vectors, for more
Vector = tuple[Fraction, ...]
Level = tuple[int, ...]  # a vector as multiples of one unit per side


@dataclass(frozen=True, slots=True)
class Negotiation:
    """A negotiation as read: what each option of each issue adds."""

    sides: tuple[str, ...]
    offset: Vector
    issues: tuple[dict[str, Vector], ...]
    digest: str


def vector(item: Item, sides: int) -> Vector:
    """One rational per side."""
    return tuple(entry.rational() for entry in item.items(sides, "game"))


def read_negotiation(item: Item) -> Negotiation:
    """Section 20: a negotiation with its digest recomputed."""
    fields = item.fields(("sides", "offset", "issues", "digest"))
    sides = fields["sides"].names()
    fields["sides"].need(len(sides) > 1, "game", "a negotiation has two sides or more")
    offset = vector(fields["offset"], len(sides))
    lines = ["spi-negotiation 1"]
    for side, number in zip(sides, offset, strict=True):
        lines += [f"side {side}", f"offset {number}"]
    rows = [entry.fields(("name", "options")) for entry in fields["issues"].items()]
    names = Item([row["name"].value for row in rows], fields["issues"].place).names()
    issues = []
    for name, row in zip(names, rows, strict=True):
        entries = [entry.fields(("option", "adds")) for entry in row["options"].items()]
        options = Item([entry["option"].value for entry in entries], row["options"].place).names()
        adds = {x: vector(entry["adds"], len(sides)) for x, entry in zip(options, entries, strict=True)}
        lines.append(f"issue {name}")
        for option in sorted(adds):
            lines += [f"option {option}", "adds " + " ".join(map(str, adds[option]))]
        issues.append(adds)
    digest = hashlib.sha256("".join(line + "\n" for line in lines).encode()).hexdigest()
    fields["digest"].equals(digest, "digest")
    return Negotiation(sides, offset, tuple(issues), digest)


def levels(item: Item, rows: Sequence[Vector]) -> list[Level]:
    """The vectors as integers, each side's over its common denominator, whose length is limited as in section 6."""
    columns = [common(item, column).numbers for column in zip(*rows, strict=True)]
    return list(zip(*columns, strict=True))


def uncovered(sums: Iterable[Level], layer: Sequence[Level]) -> bool:
    """Is some sum not below or at a member of the layer?"""
    if len(layer[0]) > 2:
        return not all(any(all(map(ge, member, one)) for member in layer) for one in sums)
    ordered = sorted(layer)
    first = [x for x, _ in ordered]
    best = list(accumulate((y for _, y in reversed(ordered)), max))[::-1]  # the largest second entry from here on
    for x, y in sums:
        k = bisect_left(first, x)
        if k == len(first) or best[k] < y:
            return True
    return False


def comparable(layer: Sequence[Level]) -> bool:
    """Does some member dominate another, or occur twice?"""
    if len(layer[0]) > 2:
        return any(all(map(ge, a, b)) for j, a in enumerate(layer) for k, b in enumerate(layer) if j != k)
    ordered = sorted(layer)
    return any(a[0] == b[0] or a[1] <= b[1] for a, b in pairwise(ordered))


def spend(item: Item, sides: int, before: int, options: int, after: int, left: int) -> int:
    """What is left of the sums, or comparisons, that a certificate may ask for."""
    left -= before * options * (1 if sides == 2 else after)
    item.need(left >= 0, "size", "too many sums of layers and options would have to be compared")
    return left


def frontier(top: Fields) -> Receipt:
    """Section 20."""
    claim = top["claim"].fields(("kind", "answer", "points"))
    evidence = top["evidence"].fields(("layers", "witnesses"))
    item = top["objects"].fields(("negotiation",))["negotiation"]
    negotiation = read_negotiation(item)
    sides, issues = len(negotiation.sides), negotiation.issues
    points = [vector(entry, sides) for entry in claim["points"].items()]
    claim["points"].need(len(set(points)) == len(points), "value", "a point is listed twice")

    places = list(evidence["layers"].items(len(issues), "witness"))
    layers = []
    for place in places:
        layers.append([vector(entry, sides) for entry in place.items()])
        place.need(bool(layers[-1]), "witness", "a layer has one member at least")
    left = MAX_SUMS if sides == 2 else MAX_COMPARISONS
    sizes = [1, *map(len, layers)]
    for before, own, layer, place in zip(sizes, issues, layers, places, strict=False):
        left = spend(place, sides, before, len(own), len(layer), left)
    if sides > 2:
        spend(places[-1], sides, len(layers[-1]), 1, len(layers[-1]), left)

    rows = [negotiation.offset, *chain(*(own.values() for own in issues)), *chain(*layers)]
    numbers = iter(levels(top["evidence"], rows))
    start = next(numbers)
    covered = [start]
    tables = [[next(numbers) for _ in own] for own in issues]
    for table, layer, place in zip(tables, layers, places, strict=True):
        members = [next(numbers) for _ in layer]
        sums = (tuple(map(add, one, option)) for one in covered for option in table)
        place.need(not uncovered(sums, members), "witness", "some sum is above or beside all members of this layer")
        covered = members
    places[-1].need(not comparable(covered), "witness", "a member of the last layer is below or at another")

    for entry, stated in zip(evidence["witnesses"].items(len(covered), "witness"), covered, strict=True):
        parts = [start]
        for option, own, table in zip(entry.items(len(issues), "profile"), issues, tables, strict=True):
            parts.append(table[list(own).index(option.choice(own, "name"))])
        entry.need(
            tuple(map(sum, zip(*parts, strict=True))) == stated,
            "witness",
            "this outcome has other payoffs than the member of the last layer",
        )

    same = set(points) == set(layers[-1])
    claim["answer"].equals("yes" if same else "no", "flag")
    words = f"{len(points)} points are {'' if same else 'not '}the Pareto frontier, which has {len(covered)}"
    done = (
        "digest of the negotiation",
        "scope",
        f"layers ({len(layers)}): each covers all sums of the one before and the options of an issue",
        f"witnesses ({len(covered)}): an outcome for every point",
    )
    name = f"negotiation {negotiation.digest[:12]} between {' and '.join(map(quote, negotiation.sides[:3]))}"
    return Receipt("", "frontier", "yes" if same else "no", f"{name}: {words}", (negotiation.digest,), done, (), ())
