"""Algorithms 1 and 2 and the PMP-extension as the paper defines them: slow, and on outcomes alone.

A program is its default outcome's maker; everything here starts from the profile that the defaults play against one
another. Renegotiation functions are Python functions of (the others' functions, default outcome), so that an extension
can look at what it meets.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from spi.core.game import Game, Profile

Choose = Callable[[frozenset[Profile]], Profile]


def outcomes_of(game: Game) -> list[Profile]:
    return list(product(*game.actions))


def at_least(game: Game, b: Profile, a: Profile) -> bool:
    return all(x >= y for x, y in zip(game[b], game[a], strict=True))


def algorithm_1(default: Profile, proposals: Sequence[dict[Profile, Profile]]) -> Profile:
    proposed = [proposal.get(default, default) for proposal in proposals]
    return proposed[0] if all(p == proposed[0] for p in proposed) else default


def pmm(game: Game) -> tuple[Fraction, ...]:
    own = outcomes_of(game)
    efficient = [a for a in own if not any(at_least(game, b, a) and game[b] != game[a] for b in own)]
    return tuple(min(game[a][i] for a in efficient) for i in range(len(game.players)))


def pmp(game: Game, a: Profile, i: int) -> frozenset[Profile]:
    least = pmm(game)
    found = set()
    for b in outcomes_of(game):
        others = [j for j in range(len(game.players)) if j != i]
        if game[b][i] >= max(least[i], game[a][i]) and all(game[b][j] == max(least[j], game[a][j]) for j in others):
            found.add(b)
    return frozenset(found)


@dataclass(frozen=True)
class Fixed:
    """Accepts these outcomes; against an extension those."""

    outcomes: frozenset[Profile]
    against_extensions: frozenset[Profile] | None = None


@dataclass(frozen=True)
class Extended:
    base: Fixed
    reference: str = "base"
    conditional: bool = False


def accepts(game: Game, functions: Sequence[Any], i: int, a: Profile, choose: Choose) -> frozenset[Profile]:
    own = functions[i]
    others = [f for k, f in enumerate(functions) if k != i]
    if isinstance(own, Fixed):
        chosen = own.outcomes
        if own.against_extensions is not None and any(isinstance(f, Extended) for f in others):
            chosen = own.against_extensions
        return frozenset(b for b in chosen if at_least(game, b, a))
    mine_bare = [own.base if k == i else f for k, f in enumerate(functions)]
    all_bare = [f.base if isinstance(f, Extended) else f for f in functions]
    if own.conditional and not all(isinstance(f, Extended) and f.conditional for f in others):
        return accepts(game, mine_bare, i, a, choose)
    reference = algorithm_2(game, all_bare if own.reference == "base" or own.conditional else mine_bare, a, choose)
    met = all_bare if own.conditional else mine_bare
    return accepts(game, met, i, a, choose) | pmp(game, reference, i)


def algorithm_2(game: Game, functions: Sequence[Any], a: Profile, choose: Choose) -> Profile:
    agreed = frozenset(outcomes_of(game))
    for i in range(len(functions)):
        agreed &= accepts(game, functions, i, a, choose)
    return choose(agreed) if agreed else a


def chooser(game: Game, selector: str) -> Choose:
    """The best by the selector's order; of equal payoffs the first in the table's order."""
    order = outcomes_of(game)
    weights = None if selector.isalpha() else [Fraction(part) for part in selector.split(",")]

    def value(a: Profile) -> Any:
        u = game[a]
        if weights is not None:
            return sum(w * x for w, x in zip(weights, u, strict=True)), u
        return {"utilitarian": (sum(u), u), "leximin": (sorted(u), u), "lexicographic": u}[selector]

    def choose(outcomes: frozenset[Profile]) -> Profile:
        best = None
        for a in order:
            if a in outcomes and (best is None or value(a) > value(best)):
                best = a
        assert best is not None
        return best

    return choose
