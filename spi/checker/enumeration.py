"""Claims about all profiles of large program spaces: proofs/README.md section 19."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from spi.checker.asking import SUMS, Tables, compared, law, read_tables, row
from spi.checker.encounters import DRAWS
from spi.checker.lotteries import Chances, Exact, Row, exact, expected, longest, lottery
from spi.checker.reader import Fields, Item, Profile, Receipt, quote, read_game
from spi.checker.words import natural

ANSWERS = ("yes", "no")
MAX_COUNT = 200  # digits of a number of profiles
MAX_CELLS = 200_000  # profiles of classes
DIGEST = re.compile("[0-9a-f]{64}")
CLASSES = "programs of one class do alike at every profile: tables {} and {}"
CELLS = "what profiles of classes come to, and that programs of one class do alike: tables {} and {}"
COUNTS = "how often each outcome becomes which: tables {} and {}"


@dataclass(frozen=True, slots=True)
class Classes:
    """For each player how many programs each class has, and the outcomes of profiles of classes."""

    sizes: list[list[int]]
    before: list[int]
    after: list[int]


def enumeration(top: Fields) -> Receipt:
    """Is somebody worse off after a change at some profile of a program space, as far as tables tell?"""
    claim = top["claim"].fields(("kind", "answer", "strict", "sizes", "worse", "better", "randomness"))
    objects = top["objects"].fields(("game", "programs", "outcomes", "tables"))
    evidence = top["evidence"].fields(("classes", "pairs", "encounters", "violation"))
    yes, strict = claim["answer"].choice(ANSWERS) == "yes", claim["strict"].flag()
    digests = objects["tables"].fields(("before", "after"))
    names = [read_digest(digests[key]) for key in ("before", "after")]
    classes = evidence["classes"].value is not None
    played = (
        classes and evidence["classes"].fields(("sizes", "before", "after", "programs", "images"))["programs"].value
    )
    tables = read_tables(claim, objects, evidence) if played else None
    if tables is None:
        objects["programs"].need(objects["programs"].value == [], "program", "no programs are needed here")
        evidence["encounters"].need(evidence["encounters"].value == [], "encounter", "no encounters are needed here")
        game = exact(objects["game"], read_game(objects["game"]))
    else:
        game = tables.found.table.exact
    laws, payoffs = read_outcomes(objects["outcomes"], game)
    drawn = any(isinstance(outcome, Chances) for outcome in laws)
    if tables is None and claim["randomness"].given(drawn):
        claim["randomness"].choice(DRAWS)
    sizes = [count(item) for item in claim["sizes"].items(len(game.game.players), "program")]
    pairs = read_pairs(evidence["pairs"], len(laws))
    evidence["pairs"].need(sum(pairs.values()) == prod(sizes), "sum", "the counts must sum to the number of profiles")
    trusted, found = COUNTS, Classes([], [], [])
    if classes:
        found = read_classes(evidence["classes"], sizes, len(laws))
        agrees = counted(found) == pairs
        evidence["pairs"].need(agrees, "sum", "the classes come to other counts")
        trusted = CELLS if tables is None else CLASSES
        if tables is not None:
            replay(tables, evidence["classes"], found, laws)
    changes = {pair: signs(evidence["pairs"], game, payoffs[pair[0]], payoffs[pair[1]]) for pair in pairs}
    worse = sum(many for pair, many in pairs.items() if min(changes[pair]) < 0)
    gain = sum(many for pair, many in pairs.items() if max(changes[pair]) > 0 and min(changes[pair]) >= 0)
    claim["worse"].equals(str(worse), "sum")
    claim["better"].equals(str(gain), "sum")
    claim["answer"].need(yes == (worse == 0 and (gain > 0 or not strict)), "flag", "the counts say otherwise")
    why = ""
    if evidence["violation"].given(not yes and worse > 0):
        why = violated(evidence["violation"], sizes, changes, game)
    elif not yes:
        why = ": nobody gains anywhere"
    words = f"among {prod(sizes)} program profiles of game {game.game.digest[:12]} the change is {'not ' * (not yes)}a "
    words += f"{'strict ' * strict}safe Pareto improvement ({worse} worse, {gain} better){why}"
    alone = tables is not None and all(size == 1 for own in found.sizes for size in own)
    trusts = () if alone else (trusted.format(*names),)
    done = "counts by outcomes before and after, and who is worse off by them"
    if tables is not None:
        receipt = compared(tables, claim, words, done)
        return replace(receipt, trusted=(*receipt.trusted, *trusts))
    assumptions = (*DRAWS[str(claim["randomness"].value)], SUMS) if drawn else ()
    recomputed = ("digests of the games", "scope", done)
    return Receipt(
        "", "enumeration", "yes" if yes else "no", words, (game.game.digest,), recomputed, assumptions, trusts
    )


def read_digest(item: Item) -> str:
    """A SHA-256."""
    if not isinstance(item.value, str) or not DIGEST.fullmatch(item.value):
        item.refuse("value", f"{quote(item.value)}: a SHA-256 is needed here, 64 digits from 0 to f")
    return item.value


def count(item: Item) -> int:
    """A positive number of any size."""
    text = item.value
    fits = isinstance(text, str) and len(text) <= MAX_COUNT and re.fullmatch("[1-9][0-9]*", text)
    item.need(
        bool(fits), "program", f"{quote(text)}: a number from '1' on, of at most {MAX_COUNT} digits, is needed here"
    )
    return int(str(text))


def read_outcomes(item: Item, game: Exact) -> tuple[list[Profile | Chances[Profile]], list[Row]]:
    """Distinct outcomes, profiles or lotteries, and what everybody gets by them."""
    laws, payoffs, seen = list[Profile | Chances[Profile]](), list[Row](), set[object]()
    for entry in item.items():
        fields = entry.fields(("profile", "lottery"))
        fields["lottery"].given(fields["profile"].value is None)
        if fields["lottery"].value is None:
            profile = fields["profile"].profile(game.game.actions)
            payoffs.append(Row(game.payoffs(profile), 1))
            laws.append(profile)
            key: object = profile
        else:
            drawn = lottery(fields["lottery"], game.game.actions)
            payoffs.append(expected(fields["lottery"], game, drawn))
            laws.append(drawn)
            key = frozenset(drawn.numbers.items()), drawn.unit
        entry.need(key not in seen, "lottery", "this outcome is in the list already")
        seen.add(key)
    return laws, payoffs


def read_pairs(item: Item, outcomes: int) -> dict[tuple[int, int], int]:
    """How many profiles have an outcome before and an outcome after."""
    found: dict[tuple[int, int], int] = {}
    for entry in item.items():
        fields = entry.fields(("before", "after", "count"))
        pair = natural(fields["before"], outcomes), natural(fields["after"], outcomes)
        entry.need(pair not in found, "program", "this pair is in the list already")
        found[pair] = count(fields["count"])
    return found


def read_classes(item: Item, sizes: Sequence[int], outcomes: int) -> Classes:
    """Classes of programs that do alike, and what their profiles come to, in row-major order."""
    fields = item.fields(("sizes", "before", "after", "programs", "images"))
    own = [[count(entry) for entry in player.items()] for player in fields["sizes"].items(len(sizes), "program")]
    for player, whole in zip(own, sizes, strict=True):
        fields["sizes"].need(sum(player) == whole, "sum", "a player's classes must have as many programs as her space")
    cells = prod(map(len, own))
    fields["sizes"].need(cells <= MAX_CELLS, "size", f"more than {MAX_CELLS} profiles of classes")
    before, after = (
        [natural(entry, outcomes) for entry in fields[key].items(cells, "program")] for key in ("before", "after")
    )
    return Classes(own, before, after)


def counted(classes: Classes) -> dict[tuple[int, int], int]:
    """How many profiles have an outcome before and an outcome after, class by class."""
    found: dict[tuple[int, int], int] = {}
    for pair, own in zip(zip(classes.before, classes.after, strict=True), product(*classes.sizes), strict=True):
        found[pair] = found.get(pair, 0) + prod(own)
    return found


def replay(tables: Tables, item: Item, classes: Classes, laws: Sequence[Profile | Chances[Profile]]) -> None:
    """The first programs of all classes, and what they become, come to the outcomes that are stated."""
    fields = item.fields(("sizes", "before", "after", "programs", "images"))
    for key, outcomes in (("programs", classes.before), ("images", classes.after)):
        lists = zip(fields[key].items(len(classes.sizes), "program"), classes.sizes, strict=True)
        members = [row(tables, entry, len(own)) for entry, own in lists]
        for who, outcome in zip(product(*members), outcomes, strict=True):
            stated, found = laws[outcome], law(tables, who)
            numbers = {stated: 1} if not isinstance(stated, Chances) else stated.numbers
            unit = 1 if not isinstance(stated, Chances) else stated.unit
            same = found is not None and {a: p * unit for a, p in found.items()} == numbers
            fields[key].need(same, "encounter", f"programs {', '.join(map(str, who))} come to another outcome")


def signs(item: Item, game: Exact, old: Row, new: Row) -> list[int]:
    """For each player -1, 0 or 1, as she gets less after than before, the same, or more."""
    before, after = old.numbers, new.numbers
    if old.unit != new.unit:
        bits = max(longest((*before, *after)), game.bits)
        game.spend(item, 2 * len(before), max(old.unit, new.unit).bit_length(), bits)
        before, after = [x * new.unit for x in before], [y * old.unit for y in after]
    return [(y > x) - (y < x) for x, y in zip(before, after, strict=True)]


def violated(item: Item, sizes: Sequence[int], changes: dict[tuple[int, int], list[int]], game: Exact) -> str:
    """A player who is worse off somewhere, in words."""
    fields = item.fields(("player", "before", "after", "places"))
    i, pair = fields["player"].index(game.game.players), (natural(fields["before"]), natural(fields["after"]))
    item.need(pair in changes, "improvement", "this pair of outcomes does not occur")
    fields["player"].need(changes[pair][i] < 0, "improvement", "this player does not get less by it")
    for place, own in zip(fields["places"].items(len(sizes), "program"), sizes, strict=True):
        place.need(place.value == "0" or count(place) < own, "program", "there is no such program")
    return f": player {quote(game.game.players[i])} gets less"
