"""Delegated games with parameters in one cell: elimination, isomorphisms and gains, proofs/README.md section 18."""

from collections.abc import Callable
from itertools import product

from spi.checker.parameters import NEGATIVE, POSITIVE, Cell, Form, Sheet, mirrored
from spi.checker.reader import Item, Kinds, Profile, quote
from spi.checker.reduction import Actions, Assigned

Groups = dict[Profile, list[Form]]  # what players gain
Images = Callable[[Profile], Profile]
ENDS: Kinds = {"sizes": (), "multiple": ("player", "outcomes", "factor"), "ratio": ("player", "outcomes", "factor")}


def situation(cell: Cell, item: Item, game: Sheet, subset: Sheet) -> tuple[bool, Groups]:
    """Whether the reduced games are isomorphic, and what players gain at the possible pairs."""
    fields = item.fields(("elimination", "subset_elimination", "isomorphism", "isomorphisms"))
    source = replay(cell, fields["elimination"], game)
    target = replay(cell, fields["subset_elimination"], subset)
    related = fields["isomorphisms"].value is None
    fields["isomorphism"].given(related)
    groups: Groups = {}
    if related:
        becomes = isomorphism(cell, fields["isomorphism"], game, source, subset, target)
        groups[()] = [gain for a in product(*source) for gain in gains(cell, item, game, a, becomes(a))]
    else:
        no_isomorphism(cell, fields["isomorphisms"], game, source, subset, target)
        for b in product(*target):
            groups[b] = [gain for a in product(*source) for gain in gains(cell, item, game, a, b)]
    return related, groups


def gains(cell: Cell, item: Item, game: Sheet, a: Profile, b: Profile) -> list[Form]:
    """What each player gains when an outcome becomes another."""
    return [cell.minus(item, new, old) for new, old in zip(game.rows[b], game.rows[a], strict=True)]


def replay(cell: Cell, log: Item, game: Sheet) -> Actions:
    """The survivors of a log, every step of which is right in the whole cell, and which are reduced there."""
    alive = tuple(map(dict.fromkeys, game.actions))

    def better(item: Item, i: int, new: str, old: str) -> list[bool | None]:
        others = [product(*alive[:i], (x,), *alive[i + 1 :]) for x in (new, old)]
        pairs = zip(*others, strict=True)
        forms = (cell.minus(item, game.rows[a][i], game.rows[b][i]) for a, b in pairs)
        return [cell.holds(item, form, ">") for form in forms]

    for item in log.items():
        step = item.fields(("player", "action", "by", "rule"))
        i = step["player"].index(game.players)
        x, y = (step[key].choice(alive[i], "name", "an action that is alive") for key in ("action", "by"))
        step["rule"].choice(("dominated",))
        step["by"].need(all(better(item, i, y, x)), "dominance", f"{quote(y)} is not known to be better everywhere")
        del alive[i][x]
    for i, names in enumerate(alive):
        for x, y in product(names, names):
            reduced = x == y or False in better(log, i, y, x)
            log.need(reduced, "reduced", f"{quote(y)} is not known to be no better than {quote(x)} somewhere")
    return alive


def differences(
    cell: Cell, item: Item, games: tuple[Sheet, Sheet], images: Images, i: int, a: Profile, b: Profile
) -> tuple[Form, Form]:
    """By how much a player's payoff at an outcome exceeds that at another, and the same at their images."""
    game, subset = games
    before = cell.minus(item, game.rows[a][i], game.rows[b][i])
    return before, cell.minus(item, subset.rows[images(a)][i], subset.rows[images(b)][i])


def isomorphism(cell: Cell, item: Item, game: Sheet, source: Actions, subset: Sheet, target: Actions) -> Images:
    """A bijection for each player by which all differences of payoffs are those of the images, times one number > 0."""
    fields = item.fields(("map", "ratios"))
    maps = fields["map"].fields(game.players)
    phi: list[dict[str, str]] = []
    for player, names, images in zip(game.players, source, target, strict=True):
        phi.append({x: y.choice(images, "name") for x, y in maps[player].fields(names).items()})
        maps[player].need(sorted(phi[-1].values()) == sorted(images), "isomorphism", "a bijection is needed here")
    outcomes = list(product(*source))

    def becomes(a: Profile) -> Profile:
        return tuple(own[x] for own, x in zip(phi, a, strict=True))

    for i, ratio in enumerate(fields["ratios"].items(len(source), "isomorphism")):
        pairs = [differences(cell, ratio, (game, subset), becomes, i, a, outcomes[0]) for a in outcomes]
        if isinstance(ratio.value, dict) and "scale" in ratio.value:
            scale = ratio.fields(("scale",))["scale"].rational()
            ratio.need(scale > 0, "isomorphism", "a scale is positive")
            zeros = [cell.minus(ratio, d, e, scale) for d, e in pairs]
        else:
            more = ratio.fields(("outcome", "multiples"))
            d, e = pairs[outcomes.index(more["outcome"].profile(source))]
            signs = cell.possible(ratio, d), cell.possible(ratio, e)
            fits = signs in ((POSITIVE, POSITIVE), (NEGATIVE, NEGATIVE))
            ratio.need(fits, "isomorphism", "the differences of this outcome do not have one sign")
            factors = [number.rational() for number in more["multiples"].items(len(outcomes), "isomorphism")]
            zeros = [cell.minus(ratio, p, d, k) for (p, _), k in zip(pairs, factors, strict=True)]
            zeros += [cell.minus(ratio, q, e, k) for (_, q), k in zip(pairs, factors, strict=True)]
        fits = all(cell.holds(ratio, form, "=") for form in zeros)
        ratio.need(fits, "isomorphism", "a difference is not known to be what it should")
    return becomes


def no_isomorphism(cell: Cell, root: Item, game: Sheet, source: Actions, subset: Sheet, target: Actions) -> None:
    """A tree through all bijections, each of which is an isomorphism nowhere in the cell."""
    stack: list[tuple[Item, Assigned]] = [(root, {})]
    while stack:
        node, assigned = stack.pop()
        if isinstance(node.value, dict) and "branch" in node.value:
            fields = node.fields(("branch", "children"))
            branch = fields["branch"].fields(("player", "action"))
            i = branch["player"].index(game.players)
            x = branch["action"].choice(source[i], "name")
            fields["branch"].need((i, x) not in assigned, "isomorphism", f"{quote(x)} is already assigned")
            free = set(target[i]) - {y for (j, _), y in assigned.items() if j == i}
            stack += [(child, {**assigned, (i, x): y}) for y, child in fields["children"].fields(free).items()]
            continue
        end, fields = node.tagged("end", ENDS)
        if end == "sizes":
            sizes = list(map(len, source)) != list(map(len, target))
            node.need(sizes, "isomorphism", "the numbers of actions are the same")
            continue
        i, factor, four = fields["player"].index(game.players), fields["factor"].rational(), []
        for outcome in fields["outcomes"].items(4, "isomorphism"):
            four.append(outcome.profile(source))
            outcome.need(assigned.keys() >= set(enumerate(four[-1])), "isomorphism", "not all of it is assigned")

        def images(a: Profile, assigned: Assigned = assigned) -> Profile:
            return tuple(assigned[v] for v in enumerate(a))

        d, e = differences(cell, node, (game, subset), images, i, four[0], four[1])
        p, q = differences(cell, node, (game, subset), images, i, four[2], four[3])
        if end == "multiple":
            signs = [cell.possible(node, cell.minus(node, *pair, factor)) for pair in ((d, p), (e, q))]
        else:
            signs = []
            for left, right in ((d, e), (p, q)):
                unit = cell.possible(node, right)
                node.need(unit in (POSITIVE, NEGATIVE), "isomorphism", "a difference of images may be zero")
                sign = cell.possible(node, cell.minus(node, left, right, factor))
                signs.append(sign if unit == POSITIVE else mirrored(sign))
        node.need(not signs[0] & signs[1], "isomorphism", f"the end {end!r} is not known to hold here")
