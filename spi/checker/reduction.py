"""What all kinds share: elimination, isomorphisms and supports, proofs/README.md sections 2 to 4."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from operator import eq

from spi.checker.reader import Fields, Game, Item, Kinds, Profile, quote

Actions = tuple[Collection[str], ...]  # the survivors: the actions of each player in a reduced game
Outcomes = dict[Profile, Profile]  # what each outcome of a reduced game becomes
Variable = tuple[int, str]  # a player and one of that player's surviving actions
Assigned = dict[Variable, str]  # what actions are mapped to at a node of a tree
End = tuple[tuple[str, ...], Callable[[Fields, Assigned], bool]]  # further keys of an end, and whether it holds

TREE_ENDS: Kinds = {"sizes": (), "payoffs": (), "action": ("player", "action"), "profile": ("outcome",)}
ASSUMPTIONS = [f"oesterheld-conitzer-2022, Assumption {k}" for k in (1, 2)]
EVERY_OUTCOME = "every outcome of the reduced game can occur"
ALL_USED = "every isomorphism is used in some model of Assumptions 1 and 2"
INDEPENDENT = "unrelated reduced games are played independently in some model of Assumptions 1 and 2"
RECOMPUTED = {  # in words, for the longer pieces of evidence
    "elimination": "elimination log of game: length {}, end reduced",
    "subset_elimination": "elimination log of subset_game: length {}, end reduced",
    "isomorphism": "isomorphism: a bijection for each player, payoffs agree at every outcome",
    "isomorphisms": "isomorphism tree: every end, every bijection covered",
    "refutations": "refutations ({}): every branch of the search, every map covered",
}
MAX_BITS = 2**25  # of the normalised payoffs of a player, all together
BLOCK = 8192


def variable(fields: Fields, game: Game, actions: Actions) -> Variable:
    """The player and the action named by the entries `player` and `action`; the action is one of `actions`."""
    i = fields["player"].index(game.players)
    return i, fields["action"].choice(actions[i], "name", "an action that this player has here")


def rows(game: Game, alive: Actions, i: int, action: str) -> Iterator[tuple[int, ...]]:
    """What everybody gets from an action of player i against all profiles of the others' alive actions, in order."""
    return map(game.level.__getitem__, product(*alive[:i], (action,), *alive[i + 1 :]))


def dominating(columns: list[tuple[int, ...]]) -> tuple[int, int] | None:
    """Places x and y with more at y than at x in every column, if there are any: one bit for each y, block by block."""
    size = len(columns[0])
    orders = [sorted(range(size), key=column.__getitem__, reverse=True) for column in columns]
    for start in range(0, size, BLOCK):
        better = [-1] * size
        for column, order in zip(columns, orders, strict=True):
            more, same, level = 0, 0, column[order[0]]
            for x in order:
                if column[x] < level:
                    more, same, level = more | same, 0, column[x]
                better[x] &= more
                if 0 <= x - start < BLOCK:
                    same |= 1 << (x - start)
        for x, found in enumerate(better):
            if found:
                return x, start + found.bit_length() - 1
    return None


def replay(log: Item, game: Game, start: Actions, duplicates: bool = False, committed: int | None = None) -> Actions:
    """Section 2: the survivors of a log on the actions `start`, reduced but for a committed player (section 5)."""
    alive = tuple(map(dict.fromkeys, start))
    for item in log.items():
        step = item.fields(("player", "action", "by", "rule"))
        i, x = variable(step, game, alive)
        step["player"].need(i != committed, "dominance", "the player who commits eliminates nothing here")
        y = step["by"].choice(alive[i], "name", "an action of this player that is alive")
        if step["rule"].choice(("dominated", "duplicate") if duplicates else ("dominated",)) == "dominated":
            pairs = zip(rows(game, alive, i, x), rows(game, alive, i, y), strict=True)
            holds = all(p[i] < q[i] for p, q in pairs)
        else:
            holds = x != y and all(map(eq, rows(game, alive, i, x), rows(game, alive, i, y)))
        step["by"].need(holds, "dominance", f"{quote(y)} must do what the rule says against all that is alive")
        del alive[i][x]
    for i, names in enumerate(alive):
        if i != committed and len(names) > 1:
            pair = dominating(list(zip(*([p[i] for p in rows(game, alive, i, x)] for x in names), strict=True)))
            x, y = (list(names)[k] for k in pair or (0, 0))
            log.need(not pair, "reduced", f"{quote(y)} still dominates {quote(x)}")
        seen: dict[object, str] = {}
        for x in names if duplicates else ():
            unique = seen.setdefault(tuple(rows(game, alive, i, x)), x) == x
            log.need(unique, "reduced", f"{quote(x)} is still a duplicate of another action")
    return alive


def equal_games(game: Game, source: Actions, subset: Game, target: Actions) -> bool:
    """Section 1: the same sets of actions and the same payoffs."""
    same_actions = list(map(set, source)) == list(map(set, target))
    return same_actions and all(game.payoffs(a) == subset.payoffs(a) for a in product(*source))


def isomorphism(item: Item, game: Game, source: Actions, subset: Game, target: Actions) -> Outcomes:
    """Section 3: bijections of the actions with u = scale * u' + shift everywhere. Returns what outcomes become."""
    fields = item.fields(("map", "scale", "shift"))
    maps = fields["map"].fields(game.players)
    phi: list[dict[str, str]] = []
    for player, names, images in zip(game.players, source, target, strict=True):
        phi.append({x: y.choice(images, "name") for x, y in maps[player].fields(names).items()})
        maps[player].need(sorted(phi[-1].values()) == sorted(images), "isomorphism", "a bijection is needed here")
    mapping = {a: tuple(bijection[x] for bijection, x in zip(phi, a, strict=True)) for a in product(*source)}
    levels = [(game.level[a], subset.level[b]) for a, b in mapping.items()]
    shift = [number.rational() for number in fields["shift"].items(len(source), "isomorphism")]
    for i, number in enumerate(fields["scale"].items(len(source), "isomorphism")):
        scale = number.rational()
        pairs = {(a[i], b[i]) for a, b in levels}
        fits = scale > 0 and (scale == 1 or len({k for k, _ in pairs}) > 1)
        number.need(fits, "isomorphism", "a scale is positive, and 1 for a constant payoff")
        fits = all(game.values[i][k] == scale * subset.values[i][m] + shift[i] for k, m in pairs)
        number.need(fits, "isomorphism", "the payoff of this player is not scale * target + shift at every outcome")
    return mapping


@dataclass(frozen=True, slots=True)
class Pair:
    """Section 3: two reduced games; a number at each outcome that only equal normalised payoff vectors share."""

    game: Game
    source: Actions
    target: Actions
    before: dict[Profile, int]
    after: dict[Profile, int]


def compare(item: Item, game: Game, source: Actions, subset: Game, target: Actions) -> Pair:
    """The two reduced games that a tree, `item`, is about."""
    vectors: dict[tuple[int, ...], int] = {}
    numbers: dict[Fraction, int] = {}
    labels: list[dict[Profile, int]] = []
    for one, actions in ((game, source), (subset, target)):
        columns: list[map[int]] = []
        levels = zip(*map(one.level.__getitem__, product(*actions)), strict=True)
        for values, column in zip(one.values, levels, strict=True):
            low, width = values[min(column)], values[max(column)] - values[min(column)] or Fraction(1)
            different, parts = set(column), (*low.as_integer_ratio(), *width.as_integer_ratio())
            short = len(different) * sum(map(int.bit_length, parts)) <= MAX_BITS
            item.need(short, "size", "the normalised payoffs are too long to be compared")
            known = {k: numbers.setdefault((values[k] - low) / width, len(numbers)) for k in different}
            columns.append(map(known.__getitem__, column))
        outcomes = zip(product(*actions), zip(*columns, strict=True), strict=True)
        labels.append({a: vectors.setdefault(vector, len(vectors)) for a, vector in outcomes})
    return Pair(game, source, target, *labels)


def image(item: Item, pair: Pair, assigned: Assigned) -> tuple[Profile, Profile]:
    """An outcome all actions of which are assigned, and what it becomes."""
    a = item.profile(pair.source)
    item.need(assigned.keys() >= set(enumerate(a)), "isomorphism", "not all of it is assigned")
    return a, tuple(assigned[v] for v in enumerate(a))


def check_tree(root: Item, pair: Pair, further: Mapping[str, End]) -> None:
    """Section 3: each bijection is no isomorphism, or one of the further ends says what there is to say of it."""
    multisets: dict[tuple[int, ...], int] = {}
    shares: list[dict[Variable, int]] = []  # a number for each action that only equal multisets of vectors share
    for labels in (pair.before, pair.after):
        lists: dict[Variable, list[int]] = {}
        for a, label in labels.items():
            for v in enumerate(a):
                lists.setdefault(v, []).append(label)
        shares.append({v: multisets.setdefault(tuple(sorted(row)), len(multisets)) for v, row in lists.items()})
    sizes = list(map(len, pair.source)) != list(map(len, pair.target))
    payoffs = Counter(pair.before.values()) != Counter(pair.after.values())
    kinds = {**TREE_ENDS, **{end: keys for end, (keys, _) in further.items()}}
    stack: list[tuple[Item, Assigned, Assigned]] = [(root, {}, {})]
    while stack:
        node, earlier, latest = stack.pop()
        assigned = {**earlier, **latest}
        if isinstance(node.value, dict) and "branch" in node.value:
            fields = node.fields(("branch", "children"))
            i, x = variable(fields["branch"].fields(("player", "action")), pair.game, pair.source)
            fields["branch"].need((i, x) not in assigned, "isomorphism", f"{quote(x)} is already assigned")
            free = set(pair.target[i]) - {y for (j, _), y in assigned.items() if j == i}
            stack += [(child, assigned, {(i, x): y}) for y, child in fields["children"].fields(free).items()]
            continue
        end, fields = node.tagged("end", kinds)
        if end in further:
            holds = further[end][1](fields, assigned)
        elif end == "action":
            v = variable(fields, pair.game, pair.source)
            fields["action"].need(v in assigned, "isomorphism", f"{quote(v[1])} is not assigned here")
            holds = shares[0][v] != shares[1][v[0], assigned[v]]
        elif end == "profile":
            a, b = image(fields["outcome"], pair, assigned)
            holds = pair.before[a] != pair.after[b]
        else:
            holds = sizes if end == "sizes" else payoffs
        node.need(holds, "isomorphism", f"the end {end!r} does not hold here")


def read_support(item: Item, source: Actions) -> list[Profile]:
    """Section 4: null, which is read as no outcome at all, or a non-empty list of distinct outcomes."""
    if item.value is None:
        return []
    support = [outcome.profile(source) for outcome in item.items()]
    item.need(0 < len(support) == len(set(support)), "profile", "null or distinct outcomes are needed")
    return support
