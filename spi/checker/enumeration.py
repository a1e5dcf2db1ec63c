"""Claims about all profiles of large program spaces: proofs/README.md section 19."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from spi.checker.asking import SUMS, Tables, compared, law, read_tables, row
from spi.checker.encounters import DRAWS
from spi.checker.lotteries import Chances, Exact, exact
from spi.checker.outcomes import read_outcomes, signs
from spi.checker.reader import Fields, Item, Profile, Receipt, quote, read_game
from spi.checker.words import natural

ANSWERS = ("yes", "no")
MAX_COUNT = 200  # digits of a number of profiles
MAX_CELLS = 200_000  # profiles of classes
CLASSES = ("sizes", "before", "after", "programs", "images")
DIGEST = re.compile("[0-9a-f]{64}")
ALIKE = "programs of one class do alike at every profile: tables {} and {}"
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
    played = classes and evidence["classes"].fields(CLASSES)["programs"].value is not None
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
    whole = prod(sizes)
    evidence["pairs"].need(sum(pairs.values()) == whole, "sum", "the counts must sum to the number of profiles")
    trusted, found = COUNTS, Classes([], [], [])
    if classes:
        found = read_classes(evidence["classes"], sizes, len(laws))
        game.spend(evidence["classes"], len(found.before) * len(sizes), 0, 0)
        evidence["pairs"].need(counted(found) == pairs, "sum", "the classes come to other counts")
        trusted = CELLS if tables is None else ALIKE
        evidence["classes"].fields(CLASSES)["images"].given(played)
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
        why = violated(evidence["violation"], sizes, changes, game, found)
    elif not yes:
        why = ": nobody gains anywhere"
    words = f"among {whole} program profiles of game {game.game.digest[:12]} the change is {'not ' * (not yes)}a "
    words += f"{'strict ' * strict}safe Pareto improvement ({worse} worse, {gain} better){why}"
    alone = tables is not None and len(found.before) == whole  # every program is a class of its own
    trusts = () if alone else (trusted.format(*names),)
    done = "counts by outcomes before and after, and who is worse off by them"
    if tables is not None:
        receipt = compared(tables, claim, words, done)
        return replace(receipt, trusted=(*receipt.trusted, *trusts))
    assumptions, games = (*DRAWS[str(claim["randomness"].value)], SUMS) if drawn else (), (game.game.digest,)
    answer, recomputed = "yes" if yes else "no", ("digests of the games", "scope", done)
    return Receipt("", "enumeration", answer, words, games, recomputed, assumptions, trusts)


def read_digest(item: Item) -> str:
    """A SHA-256."""
    if not isinstance(item.value, str) or not DIGEST.fullmatch(item.value):
        item.refuse("value", f"{quote(item.value)}: a SHA-256 is needed here, 64 digits from 0 to f")
    return item.value


def count(item: Item) -> int:
    """A positive number of any size."""
    text = item.value
    fits = isinstance(text, str) and len(text) <= MAX_COUNT and re.fullmatch("[1-9][0-9]*", text)
    item.need(bool(fits), "program", f"{quote(text)}: a number from '1' on, of at most {MAX_COUNT} digits, is needed")
    return int(str(text))


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
    fields = item.fields(CLASSES)
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
    fields = item.fields(CLASSES)
    for key, outcomes in (("programs", classes.before), ("images", classes.after)):
        lists = zip(fields[key].items(len(classes.sizes), "program"), classes.sizes, strict=True)
        members = [row(tables, entry, len(own)) for entry, own in lists]
        twice = key == "programs" and any(len(own) > len(set(own)) for own in members)
        fields[key].need(not twice, "program", "a program has one class")
        for who, outcome in dict.fromkeys(zip(product(*members), outcomes, strict=True)):
            stated, found = laws[outcome], law(tables, who)
            numbers, unit = (stated.numbers, stated.unit) if isinstance(stated, Chances) else ({stated: 1}, 1)
            same = found is not None and {a: p * unit for a, p in found.items()} == numbers
            fields[key].need(same, "encounter", f"programs {', '.join(map(str, who))} come to another outcome")


def violated(
    item: Item, sizes: Sequence[int], changes: dict[tuple[int, int], list[int]], game: Exact, found: Classes
) -> str:
    """A player who is worse off somewhere, in words."""
    fields = item.fields(("player", "before", "after", "places"))
    i, pair = fields["player"].index(game.game.players), (natural(fields["before"]), natural(fields["after"]))
    item.need(pair in changes, "improvement", "this pair of outcomes does not occur")
    fields["player"].need(changes[pair][i] < 0, "improvement", "this player does not get less by it")
    at = 0
    for place, own in zip(fields["places"].items(len(sizes), "program"), sizes, strict=True):
        place.need(place.value == "0" or count(place) < own, "program", "there is no such program")
        at = at * own + int(str(place.value))
    if len(found.before) == prod(sizes):
        here = found.before[at], found.after[at]
        fields["places"].need(here == pair, "improvement", "other outcomes come about there")
    return f": player {quote(game.game.players[i])} gets less"
