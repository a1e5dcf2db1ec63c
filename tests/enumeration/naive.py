"""Naive evaluators over tables, one profile after the other, and random games and tables."""

from itertools import product
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

from spi.core.game import Game, profiles


def random_game(rng: Random, players: int, actions: int, top: int = 3) -> Game:
    """Few different payoffs, so that there are ties; one of the players in thirds."""
    own = [[f"{i}{a}" for a in range(actions)] for i in range(players)]

    def nest(depth: int) -> Any:
        if depth == players:
            return [rng.randrange(top) if k else f"{rng.randrange(top)}/3" for k in range(players)]
        return [nest(depth + 1) for _ in range(actions)]

    return Game.from_payoffs(nest(0), actions=own)


def random_table(rng: Random, shape: tuple[int, ...], outcomes: int, dtype: Any = np.uint8) -> npt.NDArray[Any]:
    """Numbers of outcomes."""
    size = int(np.prod(shape))
    return np.array([rng.randrange(outcomes) for _ in range(size)], dtype=dtype).reshape(shape)


def says(game: Game, a: int, b: int) -> int:
    """−1, 0 or 1: is somebody worse off by the b-th profile than by the a-th, or only somebody better?"""
    every = list(profiles(game))
    old, new = game[every[a]], game[every[b]]
    if any(v < u for u, v in zip(old, new, strict=True)):
        return -1
    return int(old != new)


def naive_changes(game: Game, before: Any, after: Any) -> dict[str, Any]:
    """Counts and first places, by the definition."""
    found: dict[str, Any] = {"worse": 0, "better": 0, "first_worse": None, "first_better": None, "pairs": {}}
    known = {(a, b): says(game, a, b) for a, b in product(range(len(list(profiles(game)))), repeat=2)}
    for place in product(*map(range, before.shape)):
        pair = int(before[place]), int(after[place])
        found["pairs"][pair] = found["pairs"].get(pair, 0) + 1
        for sign, name in ((-1, "worse"), (1, "better")):
            if known[pair] == sign:
                found[name] += 1
                if found[f"first_{name}"] is None:
                    found[f"first_{name}"] = place
    return found
