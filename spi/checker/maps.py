"""The rules for "there is no such map of actions": proofs/README.md section 5, no. Functions refuse by raising."""

import re
from collections.abc import Iterator
from itertools import product
from math import prod
from operator import and_

from spi.checker import reduction
from spi.checker.images import Images, Left, Rule, Sets
from spi.checker.reader import Game, Item, Profile, quote
from spi.checker.reduction import Actions, Variable

DIGITS = "(?:0|[1-9][0-9]{0,5})"
NUMBER = re.compile(DIGITS)
HALL = re.compile(r"h[1-9a-f][0-9a-f]*")
AFFINE = re.compile(f"a({DIGITS}):({DIGITS}(?:,{DIGITS})*)(?::({DIGITS}(?:,{DIGITS})*))?")

Assigned = dict[Variable, str]
Node = tuple[Sets, Assigned, dict[int, Rule]]  # D of the late variables, what is assigned, rules of affinity by player


class Search:
    """One refutation."""

    def __init__(
        self, game: Game, source: Actions, last: int, committed: int | None, strict: bool, logs: Item, left: Left
    ) -> None:
        self.game, self.source, self.committed, self.strict = game, source, committed, strict
        self.logs, self.items, self.left = logs, logs.items(), left
        self.variables = [(i, x) for i, names in enumerate(source) for x in names]
        self.number = {variable: v for v, variable in enumerate(self.variables)}
        self.early = [i for i in range(len(source)) if i != last]
        self.late = {(last, x): k for k, x in enumerate(source[last])}
        self.numbers = [self.number[v] for v in self.late]
        self.images = Images(game, source, last, left)

    def check(self, parts: Item) -> None:
        """Every part."""
        for k, part in enumerate(parts.items(len(self.variables), "refutation")):
            if isinstance(part.value, str):
                self.tree(part, part.value, k)
            else:
                self.symmetry(part.fields(("symmetry",))["symmetry"], k)
        self.logs.need(next(self.items, None) is None, "refutation", "more logs than there are ends that need one")

    def symmetry(self, item: Item, k: int) -> None:
        """A bijection of the survivors along which payoffs do not change; it sends variable k to an earlier one."""
        self.left.read(item, 0)
        self.left.use(8 * len(self.source) * prod(map(len, self.source)))
        maps, goes = item.fields(self.game.players), []
        for player, names in zip(self.game.players, self.source, strict=True):
            goes.append({x: y.choice(names, "name") for x, y in maps[player].fields(names).items()})
            distinct = len(set(goes[-1].values())) == len(names)
            maps[player].need(distinct, "refutation", "two actions go to the same one")
        level, images = self.game.level, [[own[x] for x in names] for own, names in zip(goes, self.source, strict=True)]
        same = all(level[a] == level[b] for a, b in zip(product(*self.source), product(*images), strict=True))
        item.need(same, "refutation", "payoffs change along these bijections")
        i, x = self.variables[k]
        item.need(self.number[i, goes[i][x]] < k, "refutation", f"{quote(x)} goes to no earlier variable")

    def tree(self, item: Item, text: str, k: int) -> None:
        """A search tree in preorder; for each node above, the stack has its children that are still to come."""
        words = text.split(" ")
        self.left.read(item, len(words))
        self.left.use(self.images.row)
        full, kept = (1 << len(self.images.names)) - 1, self.images.kept
        sets = [full if v > k else kept if v < k else full ^ kept for v in self.numbers]
        if not self.early:
            sets = list(map(and_, sets, self.images.allowed((), ())))
        stack: list[Iterator[Node]] = [iter([(sets, {}, {})])]
        for place, word in enumerate(words):
            node = following(stack)
            if node is None:
                item.refuse("refutation", f"the tree has ended before token {place + 1}")
            self.left.use(100 + len(self.variables))
            if why := self.step(word, node, k, stack):
                item.refuse("refutation", f"token {place + 1}, {quote(word)}: {why}")
        item.need(following(stack) is None, "refutation", f"the tree has further nodes after its {len(words)} tokens")

    def candidates(self, variable: Variable, k: int) -> list[str]:
        """What an early variable may take in part k."""
        v, names, kept = self.number[variable], self.game.actions[variable[0]], self.source[variable[0]]
        self.left.use(5 * len(names))
        return [y for y in names if v > k or (y in kept) == (v < k)]

    def step(self, word: str, node: Node, k: int, stack: list[Iterator[Node]]) -> str:
        """Treat one node; what is wrong with its token, or nothing."""
        sets, assigned, _ = node
        if NUMBER.fullmatch(word):
            v = self.variables[int(word)] if int(word) < len(self.variables) else None
            if v is None or v in assigned:
                return "the number of a variable that is not assigned is needed"
            stack.append(self.taken(v, node) if v in self.late else self.live(v, node, k))
            return ""
        if HALL.fullmatch(word):
            bits = f"{int(word[1:], 16):b}"[::-1]
            if len(bits) > len(sets):
                return "there are fewer late variables"
            self.left.use(self.images.row)
            chosen, union = [d for d, bit in zip(sets, bits, strict=False) if bit == "1"], 0
            for d in chosen:
                union |= d
            return "" if union.bit_count() < len(chosen) else "these variables have actions enough"
        if word == "n" and self.strict:
            if any(v not in assigned and v not in self.late for v in self.variables):
                return "an early variable is not assigned"
            same = (self.images.unchanged(a, self.image(a, assigned)) for a in self.profiles(assigned))
            neutral = all(d & ~m == 0 for masks in same for d, m in zip(sets, masks, strict=True))
            return "" if neutral else "a payoff can still change"
        if (found := AFFINE.fullmatch(word)) and self.committed is not None:
            return self.affine(int(found[1]), [text for text in found.groups()[1:] if text], node, stack)
        if word == "e" and self.committed is not None:
            return self.elimination(self.committed, assigned)
        return "no such token here"

    def taken(self, variable: Variable, node: Node) -> Iterator[Node]:
        """D of a late variable, each with the node that it leads to."""
        (sets, assigned, rules), k = node, self.late[variable]
        for w, (bit, y) in enumerate(zip(f"{sets[k]:b}"[::-1], self.images.names, strict=False)):
            if bit == "1":
                self.left.use(len(self.variables) + self.images.row)
                yield [*sets[:k], 1 << w, *sets[k + 1 :]], {**assigned, variable: y}, rules

    def live(self, variable: Variable, node: Node, k: int) -> Iterator[Node]:
        """L of an early variable, each with the node that it leads to."""
        (sets, assigned, rules), i = node, variable[0]
        used = {y for (j, _), y in assigned.items() if j == i}
        profiles = list(self.profiles(assigned, variable))
        for y in self.candidates(variable, k):
            if y not in used:
                self.left.use(len(self.variables) + self.images.row * len(profiles))
                below, now = sets, {**assigned, variable: y}
                for before in profiles:
                    after = self.image(before, now)
                    below = list(map(and_, below, self.images.allowed(before, after)))
                    for j, rule in rules.items():
                        below = list(map(and_, below, self.images.by_rule(before, after, j, rule)))
                if all(below):
                    yield below, now, rules

    def profiles(self, assigned: Assigned, further: Variable | None = None) -> Iterator[Profile]:
        """The early players' profiles all of which is assigned; or those with a further variable, if it is given."""
        lists: dict[int, list[str]] = {i: [] for i in self.early}
        for i, x in assigned:
            lists.get(i, []).append(x)
        lists |= {} if further is None else {further[0]: [further[1]]}
        self.left.use(self.images.row * prod(map(len, lists.values())))
        return product(*lists.values())

    def image(self, before: Profile, assigned: Assigned) -> Profile:
        """What such a profile is assigned."""
        return tuple([assigned[v] for v in zip(self.early, before, strict=True)])

    def affine(self, j: int, listed: list[str], node: Node, stack: list[Iterator[Node]]) -> str:
        """Section 5, `a`: from here on a player's payoffs change by a known map, or there is none."""
        sets, assigned, rules = node
        if j >= len(self.game.players) or j == self.committed or j in rules:
            return "a player who does not commit, and has no rule yet, is needed"
        levels: list[tuple[int, int]] = []
        for text in listed:
            numbers = [int(digits) for digits in text.split(",")]
            variables = [self.variables[v] for v in numbers if v < len(self.variables)]
            fits = len(numbers) == len(variables) and [i for i, _ in variables] == list(range(len(self.source)))
            if not fits or any(v not in assigned for v in variables):
                return "profiles of assigned variables are needed"
            a, b = tuple([x for _, x in variables]), tuple([assigned[v] for v in variables])
            levels.append((self.game.level[a][j], self.game.level[b][j]))
        _, constant, _ = self.images.payer(j)
        if constant != (len(levels) == 1):
            return "two profiles are needed, or one if the payoff is constant"
        (before, after), (other, other_after) = levels[0], levels[-1]
        if not constant and before == other:
            return "the payoffs at the two profiles are the same"
        if not constant and (after == other_after or (before > other) != (after > other_after)):
            return ""
        rule = self.images.rule(j, levels[0], levels[-1])
        for a in self.profiles(assigned):
            sets = list(map(and_, sets, self.images.by_rule(a, self.image(a, assigned), j, rule)))
        stack.append(iter([(sets, assigned, {**rules, j: rule})]))
        return ""

    def elimination(self, committed: int, assigned: Assigned) -> str:
        """Section 5, `e`: condition (5) fails for what is assigned."""
        if len(assigned) < len(self.variables):
            return "all variables have to be assigned"
        log = next(self.items, None)
        if log is None:
            return "there is no log left for it"
        chosen = [{assigned[i, x] for x in names} for i, names in enumerate(self.source)]
        start = tuple(chosen[i] if i == committed else names for i, names in enumerate(self.game.actions))
        self.left.use(8 * len(start) ** 2 * prod(map(len, start)))
        alive = reduction.replay(log, self.game, start, committed=committed)
        same = all(set(names) == chosen[i] for i, names in enumerate(alive))
        return "the elimination ends with exactly the images of the surviving actions" if same else ""


def following(stack: list[Iterator[Node]]) -> Node | None:
    """The next node in preorder, if there is one."""
    while stack:
        if (node := next(stack[-1], None)) is not None:
            return node
        stack.pop()
    return None
