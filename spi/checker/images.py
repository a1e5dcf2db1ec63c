"""Which actions a survivor can become where the others' images are known: proofs/README.md section 5, no, D.

Sets of actions of one player, the last, are integers: bit k is for her k-th action in the game's order.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from fractions import Fraction
from functools import reduce
from itertools import accumulate, product
from math import prod
from operator import and_, or_

from spi.checker.reader import Game, Item, Profile
from spi.checker.reduction import Actions

MAX_TOKENS = 250_000
MAX_STEPS = 250_000_000

Sets = list[int]  # one for each survivor of the last player
Limits = tuple[list[int], list[int]]  # a player's payoffs in order, and for each the actions that give as much
Rule = tuple[Fraction, Fraction, dict[int, int]]  # payoff after = factor * payoff before + constant; levels, if known


class Left:
    """What may still be used for a certificate, and what is being read."""

    def __init__(self) -> None:
        self.tokens, self.steps, self.item = MAX_TOKENS, MAX_STEPS, Item(None, "evidence.refutations")

    def read(self, item: Item, tokens: int) -> None:
        """Go on to a search tree with this number of tokens."""
        self.item, self.tokens = item, self.tokens - tokens
        item.need(self.tokens >= 0, "size", f"a certificate has at most {MAX_TOKENS} tokens of search trees")

    def use(self, steps: int) -> None:
        """Count steps, and refuse what takes too many."""
        self.steps -= steps
        if self.steps < 0:
            self.item.refuse("size", f"going through the searches takes more than {MAX_STEPS} steps")


class Images:
    """What the last player's survivors can become, by what the profiles of the others become; remembered."""

    def __init__(self, game: Game, source: Actions, last: int, left: Left) -> None:
        self.game, self.source, self.last, self.left = game, source, last, left
        self.names = list(game.actions[last])
        self.words = 1 + len(self.names) // 128
        self.row = (50 + len(source[last])) * self.words
        self.kept = sum(1 << k for k, y in enumerate(self.names) if y in source[last])
        self.limits: dict[Profile, list[Limits]] = {}
        self.known: dict[tuple[Profile, Profile], Sets] = {}
        self.rules: dict[tuple[int, ...], Rule] = {}
        self.payers: dict[int, tuple[dict[Fraction, int], bool, int]] = {}

    def whole(self, others: Profile, action: str) -> Profile:
        """The profile of the others' actions and the last player's."""
        return (*others[: self.last], action, *others[self.last :])

    def limits_at(self, after: Profile) -> list[Limits]:
        """For each player her payoffs where the others play this."""
        if after not in self.limits:
            self.left.use(20 * len(self.source) * len(self.names) * self.words)
            found: list[Limits] = []
            for levels in zip(*(self.game.level[self.whole(after, y)] for y in self.names), strict=True):
                order = sorted(range(len(levels)), key=levels.__getitem__)
                masks = [*accumulate((1 << w for w in reversed(order)), or_)]
                found.append(([levels[w] for w in order], [*reversed(masks), 0]))
            self.limits[after] = found
        return self.limits[after]

    def allowed(self, before: Profile, after: Profile) -> Sets:
        """Condition (1): with which actions nobody loses."""
        if (before, after) not in self.known:
            self.left.use(20 * len(self.source) * self.row)
            there, found = self.limits_at(after), []
            for x in self.source[self.last]:
                here = self.game.level[self.whole(before, x)]
                enough = [masks[bisect_left(order, k)] for k, (order, masks) in zip(here, there, strict=True)]
                found.append(reduce(and_, enough))
            self.known[before, after] = found
        return self.known[before, after]

    def unchanged(self, before: Profile, after: Profile) -> Iterator[int]:
        """With which actions no payoff changes."""
        self.left.use(20 * len(self.source) * self.row)
        there = self.limits_at(after)
        for x in self.source[self.last]:
            yield reduce(and_, map(exactly, there, self.game.level[self.whole(before, x)]))

    def by_rule(self, before: Profile, after: Profile, j: int, rule: Rule) -> Iterator[int]:
        """Condition (4): with which actions player j's payoff changes by a rule."""
        self.left.use(20 * self.row)
        there, (factor, constant, known), (levels, _, cost) = self.limits_at(after)[j], rule, self.payer(j)
        for x in self.source[self.last]:
            k = self.game.level[self.whole(before, x)][j]
            if k not in known:
                self.left.use(cost)
                known[k] = levels.get(factor * self.game.values[j][k] + constant, -1)
            yield exactly(there, known[k])

    def payer(self, j: int) -> tuple[dict[Fraction, int], bool, int]:
        """The levels of player j's payoffs, whether these are constant on R, and the steps that a number takes."""
        if j not in self.payers:
            self.left.use(10 * prod(map(len, self.source)))
            values, first = self.game.values[j], next(product(*self.source))
            same = all(self.game.level[a][j] == self.game.level[first][j] for a in product(*self.source))
            bits = max(sum(map(int.bit_length, value.as_integer_ratio())) for value in values)
            self.payers[j] = {value: k for k, value in enumerate(values)}, same, 300 + bits**2 // 1000
        return self.payers[j]

    def rule(self, j: int, one: tuple[int, int], other: tuple[int, int]) -> Rule:
        """Section 5, `a`: by player j's levels before and after at two profiles, which are one if hers is constant."""
        key, values = (j, *one, *other), self.game.values[j]
        if key not in self.rules:
            self.left.use(self.payer(j)[2])
            (u, v), (u_, v_) = ([values[k] for k in pair] for pair in (one, other))
            factor = Fraction(1) if u == u_ else (v - v_) / (u - u_)
            self.rules[key] = factor, v - factor * u, {}
        return self.rules[key]


def exactly(limits: Limits, level: int) -> int:
    """The actions that give a player this."""
    order, masks = limits
    return masks[bisect_left(order, level)] ^ masks[bisect_right(order, level)]
