"""Shapes: equal for twins under other names, different for anything else."""

import random
from itertools import product

from spi import Game
from spi.tasks.material.shapes import Ranks, shape_of


def renamed(game: Game, seed: int) -> tuple[Game, list[dict[str, str]]]:
    """The game with new names in a new order."""
    draw = random.Random(seed)
    names = [{x: f"{x}{draw.randint(0, 9)}!" for x in own} for own in game.actions]
    orders = [draw.sample(own, len(own)) for own in game.actions]
    actions = tuple(tuple(names[k][x] for x in own) for k, own in enumerate(orders))
    return Game(game.players, actions, tuple(game[a] for a in product(*orders))), names


def marked_shape(game: Game, profile: tuple[str, ...]) -> str:
    def described(ranks: Ranks) -> list[int]:
        return [ranks(k, x) for k, x in enumerate(profile)]

    return shape_of(game, described)


def drawn(seed: int, most: int) -> Game:
    draw = random.Random(seed)
    shape = draw.choice([(2, 2), (2, 3), (3, 3), (2, 2, 2)])
    actions = [[f"{'abc'[k]}{x}" for x in range(size)] for k, size in enumerate(shape)]
    rows = {a: [draw.randint(0, most) for _ in shape] for a in product(*actions)}

    def nest(prefix: tuple[str, ...]) -> object:
        depth = len(prefix)
        return rows[prefix] if depth == len(shape) else [nest((*prefix, x)) for x in actions[depth]]

    return Game.from_payoffs(nest(()), actions=actions)


def test_twins_have_one_shape() -> None:
    for seed in range(60):
        game = drawn(seed, most=2)  # so many ties that actions are often alike
        marked = tuple(own[0] for own in game.actions)
        twin, names = renamed(game, seed)
        image = tuple(names[k][x] for k, x in enumerate(marked))
        assert marked_shape(game, marked) == marked_shape(twin, image)


def test_one_number_makes_another_shape() -> None:
    for seed in range(40):
        game = drawn(seed, most=20)
        rows = [list(row) for row in game.table]
        rows[0][0] += 100
        other = Game(game.players, game.actions, tuple(map(tuple, rows)))
        assert shape_of(game, lambda ranks: None) != shape_of(other, lambda ranks: None)


def test_what_is_marked_counts_up_to_symmetry() -> None:
    """In a game where all payoffs are 0 all outcomes are alike; with one payoff of 1 that outcome is not."""
    flat = Game.from_payoffs([["0, 0"] * 3] * 3)
    assert len({marked_shape(flat, a) for a in product(*flat.actions)}) == 1
    peaked = Game.from_payoffs([["1, 0", "0, 0"], ["0, 0", "0, 0"]])
    assert len({marked_shape(peaked, a) for a in product(*peaked.actions)}) == 4
