"""Between the library's games and the oracle's, and games that differ in nothing that matters."""

import random
from dataclasses import replace
from fractions import Fraction

from spi import Game, profiles, subset_game
from tests import oracle


def to_oracle(game: Game) -> oracle.G:
    return oracle.G(game.actions, {a: game[a] for a in profiles(game)})


def from_oracle(game: oracle.G, players: tuple[str, ...] | None = None) -> Game:
    names = players or tuple(f"Player {i + 1}" for i in range(len(game.actions)))
    return Game(names, game.actions, tuple(game.u[a] for a in oracle.profiles(game.actions)))


def relabelled(game: Game, seed: int) -> Game:
    """The game with shuffled actions under new names, and payoffs scaled and shifted per player."""
    rng = random.Random(seed)
    orders = [rng.sample(own, len(own)) for own in game.actions]
    shuffled = subset_game(game, orders)
    units = [Fraction(1), Fraction(2), Fraction(1, 3), Fraction(10**30)]
    zeros = [Fraction(0), Fraction(-7), Fraction(5, 2)]
    scales = [(rng.choice(units), rng.choice(zeros)) for _ in game.players]
    table = tuple(tuple(u * s + c for u, (s, c) in zip(row, scales, strict=True)) for row in shuffled.table)
    names = tuple(tuple(f"n{x}" for x in own) for own in shuffled.actions)
    return replace(shuffled, actions=names, table=table)
