"""The rules for "there is no such map of actions": proofs/README.md section 5, no. Functions refuse by raising."""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from spi.checker import reduction
from spi.checker.reader import Game, Item, quote
from spi.checker.reduction import Actions

MAX_TOKENS = 250_000
NUMBER = re.compile(r"0|[1-9][0-9]{0,5}")
HALL = re.compile(r"h[1-9a-f][0-9a-f]*")
AFFINE = re.compile(r"a(0|[1-9][0-9]{0,5})((?::(?:0|[1-9][0-9]{0,5})(?:,(?:0|[1-9][0-9]{0,5}))*){1,2})")

Scale = tuple[list[int], list[int]]  # payoffs in order, and for each the actions that give at least as much, as bits
Rule = tuple[Fraction, Fraction]  # payoff before = factor * payoff after + constant
Node = tuple[list[int], dict[int, str], dict[int, Rule]]  # D of each late variable as bits, assigned, rules by player


class Search:
    """One refutation. Sets of the last player's actions are integers, bit k for the k-th action in the game's order."""

    def __init__(
        self, game: Game, source: Actions, last: int, committed: int | None, strict: bool, logs: Item, tokens: int
    ) -> None:
        self.game, self.source, self.last, self.committed, self.strict = game, source, last, committed, strict
        self.variables = [(i, x) for i, names in enumerate(source) for x in names]
        self.number = {variable: v for v, variable in enumerate(self.variables)}
        self.late = [v for v, (i, _) in enumerate(self.variables) if i == last]
        self.names = [list(names) for names in game.actions]
        self.logs, self.items, self.tokens = logs, logs.items(), tokens
        self.known: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
        self.ruled: dict[tuple[object, ...], list[int]] = {}
        self.scales: dict[tuple[str, ...], list[Scale]] = {}

    def check(self, parts: Item) -> int:
        """Every part; what is left of the tokens that may be used."""
        for k, part in enumerate(parts.items(len(self.variables), "refutation")):
            if isinstance(part.value, str):
                self.tree(part, part.value, k)
            else:
                self.symmetry(part.fields(("symmetry",))["symmetry"], k)
        self.logs.need(next(self.items, None) is None, "refutation", "more logs than there are ends that need one")
        return self.tokens

    def symmetry(self, item: Item, k: int) -> None:
        """A bijection of the survivors along which payoffs do not change; it sends variable k to an earlier one."""
        goes: dict[tuple[int, str], str] = {}
        maps = item.fields(self.game.players)
        for i, names in enumerate(self.source):
            own = maps[self.game.players[i]]
            images = [(x, y.choice(names, "name")) for x, y in own.fields(list(names)).items()]
            own.need(len({y for _, y in images}) == len(images), "refutation", "two actions go to the same one")
            goes |= {(i, x): y for x, y in images}
        level = self.game.level
        same = all(level[a] == level[tuple(goes[v] for v in enumerate(a))] for a in product(*self.source))
        item.need(same, "refutation", "payoffs change along these bijections")
        i, x = self.variables[k]
        item.need(self.number[i, goes[i, x]] < k, "refutation", f"{quote(x)} goes to no earlier variable")

    def tree(self, item: Item, text: str, k: int) -> None:
        """A search tree: every node in preorder."""
        words = text.split(" ")
        self.tokens -= len(words)
        item.need(self.tokens >= 0, "size", f"a certificate has at most {MAX_TOKENS} tokens of search trees")
        candidates: list[list[str]] = []
        for v, (i, _) in enumerate(self.variables):
            kept = self.source[i]
            candidates.append([y for y in self.names[i] if v > k or (y in kept) == (v < k)])
        sets = [sum(1 << self.names[self.last].index(w) for w in candidates[v]) for v in self.late]
        if len(self.source) == 1:
            sets = [d & m for d, m in zip(sets, self.allowed((), ()), strict=True)]
        stack: list[Node] = [(sets, {}, {})]
        for place, word in enumerate(words):
            item.need(bool(stack), "refutation", f"the tree has ended before token {place + 1}")
            node = stack.pop()
            why = self.step(word, node, candidates, stack)
            item.need(why == "", "refutation", f"token {place + 1}, {quote(word)}: {why}")
        item.need(not stack, "refutation", f"the tree has further nodes after its {len(words)} tokens")

    def step(self, word: str, node: Node, candidates: list[list[str]], stack: list[Node]) -> str:
        """Treat one node; what is wrong with its token, or nothing."""
        sets, assigned, rules = node
        if NUMBER.fullmatch(word):
            v = int(word)
            if v >= len(self.variables) or v in assigned:
                return "the number of a variable that is not assigned is needed"
            if v in self.late:
                k, children = self.late.index(v), []
                for w, name in enumerate(self.names[self.last]):
                    if sets[k] >> w & 1:
                        children.append(([*sets[:k], 1 << w, *sets[k + 1 :]], {**assigned, v: name}, rules))
            else:
                children = list(self.live(v, node, candidates[v]))
            stack += reversed(children)
            return ""
        if HALL.fullmatch(word) and int(word[1:], 16) < 1 << len(self.late):
            chosen = [d for k, d in enumerate(sets) if int(word[1:], 16) >> k & 1]
            union = 0
            for d in chosen:
                union |= d
            return "" if union.bit_count() < len(chosen) else "these variables have actions enough"
        if word == "n" and self.strict:
            if any(v not in assigned for v in range(len(self.variables)) if v not in self.late):
                return "an early variable is not assigned"
            return "a payoff can still change" if self.can_gain(node) else ""
        if (found := AFFINE.fullmatch(word)) and self.committed is not None:
            return self.affine(int(found[1]), found[2], node, stack)
        if word == "e" and self.committed is not None:
            return self.elimination(assigned)
        return "no such token here"

    def live(self, v: int, node: Node, candidates: list[str]) -> Iterator[Node]:
        """L of an early variable, each with the node that it leads to."""
        sets, assigned, rules = node
        i = self.variables[v][0]
        taken = {y for w, y in assigned.items() if self.variables[w][0] == i}
        profiles = list(self.profiles(assigned, v))
        for y in candidates:
            if y not in taken:
                below, now = sets, {**assigned, v: y}
                for others in profiles:
                    for masks in self.filters(others, now, rules):
                        below = [d & m for d, m in zip(below, masks, strict=True)]
                if all(below):
                    yield below, now, rules

    def profiles(self, assigned: dict[int, str], only: int | None = None) -> Iterator[tuple[int, ...]]:
        """The profiles of the early players that are assigned, as variables; those with one of them, if it is given."""
        lists: list[list[int]] = []
        for i, names in enumerate(self.source):
            if i != self.last:
                own = [self.number[i, x] for x in names]
                lists.append([only] if only in own else [v for v in own if v in assigned])
        return product(*lists)

    def filters(self, others: tuple[int, ...], assigned: dict[int, str], rules: dict[int, Rule]) -> Iterator[list[int]]:
        """For each late variable the actions with which nobody loses there, and those that rules of affinity leave."""
        before, after = tuple(self.variables[v][1] for v in others), tuple(assigned[v] for v in others)
        yield self.allowed(before, after)
        for j, rule in rules.items():
            yield self.affine_sets(before, after, j, rule)

    def whole(self, others: tuple[str, ...], action: str) -> tuple[str, ...]:
        """The profile of the early players' actions and the last player's."""
        return (*others[: self.last], action, *others[self.last :])

    def allowed(self, before: tuple[str, ...], after: tuple[str, ...]) -> list[int]:
        """Condition (1)."""
        if (before, after) not in self.known:
            there = [(1 << w, self.whole(after, name)) for w, name in enumerate(self.names[self.last])]
            self.known[before, after] = [
                sum(bit for bit, b in there if self.game.no_loss(self.whole(before, x), b))
                for x in self.source[self.last]
            ]
        return self.known[before, after]

    def affine_sets(self, before: tuple[str, ...], after: tuple[str, ...], j: int, rule: Rule) -> list[int]:
        """Condition (4)."""
        key = (before, after, j, rule)
        if key not in self.ruled:
            factor, constant = rule
            there = [(1 << w, self.payoff(self.whole(after, y), j)) for w, y in enumerate(self.names[self.last])]
            here = [self.payoff(self.whole(before, x), j) for x in self.source[self.last]]
            self.ruled[key] = [sum(bit for bit, u in there if own == factor * u + constant) for own in here]
        return self.ruled[key]

    def payoff(self, profile: tuple[str, ...], j: int) -> Fraction:
        """Player j's payoff."""
        return self.game.values[j][self.game.level[profile][j]]

    def can_gain(self, node: Node) -> bool:
        """Does an image that is left change a payoff? Section 5, `n`."""
        sets, assigned, _ = node
        for others in self.profiles(assigned):
            before, after = tuple(self.variables[v][1] for v in others), tuple(assigned[v] for v in others)
            for d, x in zip(sets, self.source[self.last], strict=True):
                level = self.game.level[self.whole(before, x)]
                for w, name in enumerate(self.names[self.last]):
                    if d >> w & 1 and self.game.level[self.whole(after, name)] != level:
                        return True
        return False

    def affine(self, j: int, text: str, node: Node, stack: list[Node]) -> str:
        """Section 5, `a`: from here on a player's payoffs change by a known map, or there is none."""
        sets, assigned, rules = node
        if j >= len(self.game.players) or j == self.committed or j in rules:
            return "a player who does not commit, and has no rule yet, is needed"
        pairs: list[tuple[Fraction, Fraction]] = []
        for listed in text[1:].split(":"):
            numbers = [int(digits) for digits in listed.split(",")]
            fits = len(numbers) == len(self.source) and all(v in assigned for v in numbers)
            if not fits or any(self.variables[v][0] != i for i, v in enumerate(numbers)):
                return "profiles of assigned variables are needed"
            before = tuple(self.variables[v][1] for v in numbers)
            pairs.append((self.payoff(before, j), self.payoff(tuple(assigned[v] for v in numbers), j)))
        factor, (u, v_) = Fraction(1), pairs[0]
        if len(pairs) == 1:
            if len({self.game.level[a][j] for a in product(*self.source)}) > 1:
                return "the payoff is not constant, so two profiles are needed"
        else:
            rise, after = u - pairs[1][0], v_ - pairs[1][1]
            if not rise:
                return "the payoffs at the two profiles are the same"
            if rise * after <= 0:
                return ""
            factor = rise / after
        rule = (factor, u - factor * v_)
        for others in self.profiles(assigned):
            before, images = tuple(self.variables[v][1] for v in others), tuple(assigned[v] for v in others)
            sets = [d & m for d, m in zip(sets, self.affine_sets(before, images, j, rule), strict=True)]
        stack.append((sets, assigned, {**rules, j: rule}))
        return ""

    def elimination(self, assigned: dict[int, str]) -> str:
        """Section 5, `e`: condition (5) fails for what is assigned."""
        if len(assigned) < len(self.variables):
            return "all variables have to be assigned"
        log = next(self.items, None)
        if log is None:
            return "there is no log left for it"
        chosen = [{assigned[self.number[i, x]] for x in names} for i, names in enumerate(self.source)]
        start = tuple(chosen[i] if i == self.committed else names for i, names in enumerate(self.game.actions))
        alive = reduction.replay(log, self.game, start, committed=self.committed)
        same = all(set(names) == chosen[i] for i, names in enumerate(alive))
        return "the elimination ends with exactly the images of the surviving actions" if same else ""
