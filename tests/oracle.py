"""Slow reference answers for small games: every function below is its definition, tried out on every candidate.

Nothing here is clever or uses the package under test. Players are numbered from 0, payoffs are Fractions.
Definitions: Oesterheld & Conitzer (2022), with non-triviality read as "the set of surviving actions changes".
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations, product
from typing import Any, Literal

Profile = tuple[str, ...]
Actions = tuple[tuple[str, ...], ...]
Payoffs = tuple[Fraction, ...]
Maps = tuple[dict[str, str], ...]
Model = set[tuple[Profile, Profile]]
Graph = Sequence[Sequence[int]]  # adjacency matrix, entries 0 and 1
Step = tuple[int, str, str, str]  # (player, removed action, because of which, "dominated" or "duplicate")


@dataclass(frozen=True)
class G:
    """A finite game: the actions of each player, and a payoff vector at every profile."""

    actions: Actions
    u: dict[Profile, Payoffs]


def profiles(actions: Sequence[Sequence[str]]) -> list[Profile]:
    """All outcomes: one action for each player, the last player's changing fastest."""
    return list(product(*actions))


def plain(actions: Sequence[Sequence[str]], nested_payoffs: Any) -> G:
    """The game with nested_payoffs[a1][a2]... = (u1, u2, ...); numbers are ints, Fractions or strings like "5/2"."""
    u: dict[Profile, Payoffs] = {}

    def walk(done: Profile, node: Any) -> None:
        if len(done) == len(actions):
            if any(isinstance(x, float) for x in node):
                raise TypeError("exact numbers only")
            u[done] = tuple(Fraction(x) for x in node)
            assert len(u[done]) == len(actions), done
        else:
            for action, child in zip(actions[len(done)], node, strict=True):
                walk((*done, action), child)

    walk((), nested_payoffs)
    return G(tuple(tuple(a) for a in actions), u)


def restrict(g: G, actions: Sequence[Sequence[str]]) -> G:
    """The game in which only these actions are left and payoffs are the same as before."""
    return G(tuple(tuple(a) for a in actions), {a: g.u[a] for a in profiles(actions)})


def equal(g: G, h: G) -> bool:
    """Same actions for every player and same payoffs at every profile, in whatever order actions are listed."""
    return g.u == h.u


def _against(g: G, i: int, x: str, y: str) -> list[tuple[Payoffs, Payoffs]]:
    """Payoffs of (x, y) against each profile of the opponents of i."""
    others = profiles([a for j, a in enumerate(g.actions) if j != i])
    return [(g.u[(*o[:i], x, *o[i:])], g.u[(*o[:i], y, *o[i:])]) for o in others]


def dominated(g: G, i: int, x: str, y: str) -> bool:
    """Strict dominance by a pure action: i is better off with y than with x whatever the others do."""
    return all(with_y[i] > with_x[i] for with_x, with_y in _against(g, i, x, y))


def duplicates(g: G, i: int, x: str, y: str) -> bool:
    """Whatever the others do, nobody's payoff depends on whether i plays x or y."""
    return all(with_x == with_y for with_x, with_y in _against(g, i, x, y))


def _removable(g: G, merge_duplicates: bool) -> list[Step]:
    """Every removal allowed now; dominated actions first, and an earlier action is kept before a later one."""
    pairs = [(i, x, y) for i, acts in enumerate(g.actions) for y in acts for x in acts if x != y]
    steps = [(i, x, y, "dominated") for i, x, y in pairs if dominated(g, i, x, y)]
    if merge_duplicates:
        steps += [(i, x, y, "duplicate") for i, x, y in pairs if duplicates(g, i, x, y)]
    return steps


def is_reduced(g: G) -> bool:
    """No action of any player is strictly dominated."""
    return not _removable(g, False)


def reduce(g: G, order: random.Random | None = None, merge_duplicates: bool = False) -> tuple[Actions, list[Step]]:
    """Iterated elimination, one action at a time, until nothing is removable: the survivors and what was done.

    `order` picks each removal at random among those allowed at that moment, otherwise the first is taken.
    """
    log: list[Step] = []
    while steps := _removable(g, merge_duplicates):
        step = order.choice(steps) if order else steps[0]
        g = restrict(g, [[x for x in a if (i, x) != step[:2]] for i, a in enumerate(g.actions)])
        log.append(step)
    return g.actions, log


def image(phi: Maps, a: Profile) -> Profile:
    """The outcome at which every player plays the image of their action in a."""
    return tuple(f[x] for f, x in zip(phi, a, strict=True))


def affine(pairs: Sequence[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction] | None:
    """(scale, shift), scale > 0, source = scale * target + shift at all pairs, or None; constant targets: scale 1."""
    source, target = pairs[0]
    scales = [(s - source) / (t - target) for s, t in pairs if t != target]
    scale = scales[0] if scales else Fraction(1)
    shift = source - scale * target
    fits = scale > 0 and all(s == scale * t + shift for s, t in pairs)
    return (scale, shift) if fits else None


def injections(kept: Sequence[Sequence[str]], actions: Sequence[Sequence[str]]) -> Iterator[Maps]:
    """All ways to map, for every player, the kept actions one-to-one into the actions."""
    each = [[dict(zip(k, p, strict=True)) for p in permutations(a, len(k))] for k, a in zip(kept, actions, strict=True)]
    return product(*each)


def isomorphisms(g: G, h: G) -> list[Maps]:
    """All tuples of bijections under which every player's payoff in g is a positive affine function of that in h."""
    if [len(a) for a in g.actions] != [len(a) for a in h.actions]:
        return []

    def fits(phi: Maps) -> bool:
        players = range(len(phi))
        return all(affine([(v[i], h.u[image(phi, a)][i]) for a, v in g.u.items()]) for i in players)

    return [phi for phi in injections(g.actions, h.actions) if fits(phi)]


def improving(g: G, kept: Actions, phi: Maps) -> bool:
    """Nobody loses at any kept outcome when it is replaced by its image, by the payoffs of g."""
    return all(y >= x for a in profiles(kept) for x, y in zip(g.u[a], g.u[image(phi, a)], strict=True))


def is_trivial(kept: Actions, phi: Maps) -> bool:
    """For every player the set of images is the set of kept actions."""
    return all(set(f.values()) == set(k) for k, f in zip(kept, phi, strict=True))


def is_strict_map(g: G, kept: Actions, phi: Maps) -> bool:
    """Improving, and at some kept outcome the image is strictly better for somebody."""
    return improving(g, kept, phi) and any(gains(g, a, image(phi, a)) for a in profiles(kept))


def gains(g: G, a: Profile, b: Profile) -> bool:
    """Somebody is strictly better off at b than at a."""
    return any(y > x for x, y in zip(g.u[a], g.u[b], strict=True))


def omnilateral_maps(g: G, merge_duplicates: bool = False) -> list[Maps]:
    """All improving tuples of injections of the surviving actions into all actions, trivial ones included."""
    kept, _ = reduce(g, merge_duplicates=merge_duplicates)
    return [phi for phi in injections(kept, g.actions) if improving(g, kept, phi)]


def _images(g: G, phi: Maps) -> Actions:
    """The images for each player, in the order in which g lists them."""
    return tuple(tuple(x for x in a if x in f.values()) for a, f in zip(g.actions, phi, strict=True))


def subset_game_of(g: G, kept: Actions, phi: Maps) -> G:
    """The images as the only actions, and each outcome worth to the representatives what its origin is worth in g."""
    return G(_images(g, phi), {image(phi, a): g.u[a] for a in profiles(kept)})


def unilateral_subset_game(g: G, kept: Actions, phi: Maps, i: int) -> G:
    """Player i has only the images, the others all their actions; only i's payoffs, only on the images, change."""
    block = subset_game_of(g, kept, phi)
    actions = tuple(block.actions[j] if j == i else a for j, a in enumerate(g.actions))
    u = {a: tuple(block.u.get(a, g.u[a])[j] if j == i else x for j, x in enumerate(g.u[a])) for a in profiles(actions)}
    return G(actions, u)


def unilateral_maps(g: G, i: int) -> list[Maps]:
    """The improving tuples of injections that an instruction to player i's representative alone brings about.

    Besides (1) improving: (2) on the survivors the other players' payoffs are positive affine functions of their
    payoffs at the images, and (3) the game in which only i is instructed reduces to exactly the images.
    """
    kept, _ = reduce(g)
    others = [j for j in range(len(kept)) if j != i]
    found = []
    for phi in omnilateral_maps(g):
        if all(affine([(g.u[a][j], g.u[image(phi, a)][j]) for a in profiles(kept)]) for j in others):
            left, _ = reduce(unilateral_subset_game(g, kept, phi, i))
            if left == _images(g, phi):
                found.append(phi)
    return found


def exists_spi(g: G, strict: bool, unilateral: Iterable[int] | None = None, merge_duplicates: bool = False) -> bool:
    """Is there a non-trivial (strict) SPI by Definition 5, or one that is unilateral for one of these players?"""
    if merge_duplicates and unilateral is not None:
        raise ValueError("merging duplicates is defined for the omnilateral question only")
    kept, _ = reduce(g, merge_duplicates=merge_duplicates)
    if unilateral is None:
        maps = omnilateral_maps(g, merge_duplicates)
    else:
        maps = [phi for i in unilateral for phi in unilateral_maps(g, i)]
    return any(not is_trivial(kept, phi) and (not strict or is_strict_map(g, kept, phi)) for phi in maps)


def model_pairs(g: G, gs: G) -> list[Model]:
    """What can be known about (outcome of g, outcome of gs): one set of possible pairs for each kind of model.

    By Assumption 1 both games are played like their reduced games. If those are equal, one thing is played: (a, a).
    If they are isomorphic, Assumption 2 fixes some isomorphism, but any of them may be the one: a model for each.
    Otherwise no assumption connects them: one model, in which all pairs are possible and correlated in any way.
    """
    r, rs = (restrict(game, reduce(game)[0]) for game in (g, gs))
    if equal(r, rs):
        return [{(a, a) for a in r.u}]
    if maps := isomorphisms(r, rs):
        return [{(a, image(phi, a)) for a in r.u} for phi in maps]
    return [set(product(r.u, rs.u))]


def is_spi(g: G, gs: G) -> bool:
    """In every model and at every possible pair, nobody is worse off by the payoffs of g (not those of gs)."""
    return not any(gains(g, b, a) for model in model_pairs(g, gs) for a, b in model)


def is_strict_spi(g: G, gs: G, support: Iterable[Profile] | None = None) -> bool:
    """An SPI with which, in every model, somebody has a positive probability of being strictly better off.

    Exactly the outcomes in `support` (default: all of the reduced game) have positive probability in g. The pairs that
    have positive probability together are then any set L of possible pairs whose first members are exactly the support.
    L contains the graph of a function b(a), and is itself allowed if it is such a graph; a gain in the graph is a gain
    in L. So every law has a gain if and only if every function has, and as b(a) can be chosen for each a separately,
    that is: for some a in the support, all possible b are gains.
    """
    models = model_pairs(g, gs)
    possible = {a for a, _ in models[0]}
    chosen = possible if support is None else set(support)
    if not chosen or not chosen <= possible:
        raise ValueError("the support must be a non-empty set of outcomes of the reduced game")
    return is_spi(g, gs) and all(
        any(all(gains(g, a, b) for origin, b in model if origin == a) for a in chosen) for model in models
    )


def unilateral_players(g: G, gs: G) -> tuple[int, ...]:
    """Definition 2: the i such that every other player keeps all actions, and their payoffs at the profiles of gs."""

    def unchanged(j: int) -> bool:
        return set(g.actions[j]) == set(gs.actions[j]) and all(g.u[a][j] == v[j] for a, v in gs.u.items())

    players = range(len(g.actions))
    return tuple(i for i in players if all(unchanged(j) for j in players if j != i))


def _graph_pay(edges: Graph, bonus: int, eps: Fraction, blank: Fraction, i: int, j: int) -> tuple[Any, Any]:
    """Payoffs at (i, j): 1..n are the vertices, n+1..2n their partners, c = 2n+1 and c+1 two corners."""
    n, c = len(edges), 2 * len(edges) + 1
    if i >= c and j >= c:
        return (6 if i == j == c else eps, 6 if i == j == c + 1 else eps)
    if i >= c:
        return (3 + bonus, blank)
    if j >= c:
        return (blank, 3)
    if i <= n and j <= n:
        return (2, 2) if i == j else (edges[i - 1][j - 1], 1)
    return (4 + bonus + j * eps, 4) if abs(i - j) == n else (-1, -1)


def hardness_game(graph: Graph, target: Graph, corners: Literal["table", "formula"] = "table") -> G:
    """The two-player game that has an SPI of any of the four kinds if and only if the graph embeds in the target.

    Rows T and columns D carry the graph, rows R and columns P the target. Where just one player is at a corner,
    the payoff of the other is 0 in the printed tables, which is what works, but epsilon by the printed formulas.
    """
    eps = Fraction(1, 4 * max(len(graph), len(target)))
    blank = Fraction(0) if corners == "table" else eps
    small, large = range(1, 2 * len(graph) + 3), range(1, 2 * len(target) + 3)
    u = {(f"T{i}", f"D{j}"): _graph_pay(graph, 0, eps, blank, i, j) for i in small for j in small}
    u |= {(f"R{i}", f"P{j}"): _graph_pay(target, 1, eps, blank, i, j) for i in large for j in large}
    u |= {(f"R{i}", f"D{j}"): (-2, -1) for i in large for j in small}
    u |= {(f"T{i}", f"P{j}"): (10, -10) for i in small for j in large}
    rows = [f"T{i}" for i in small] + [f"R{i}" for i in large]
    columns = [f"D{j}" for j in small] + [f"P{j}" for j in large]
    return plain([rows, columns], [[u[x, y] for y in columns] for x in rows])


def embeds(graph: Graph, target: Graph) -> int:
    """How many one-to-one vertex maps send every edge of the graph to an edge of the target (loops are ignored)."""
    n = len(graph)
    edges = [(i, j) for i in range(n) for j in range(n) if i != j and graph[i][j]]
    return sum(all(target[f[i]][f[j]] for i, j in edges) for f in permutations(range(len(target)), n))
