"""Random games with parameters, subset games of them, and points that hit the boundaries of conditions exactly."""

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod

import spi
from spi import Affine, Condition, ParametricGame, affine
from spi.core.conditions import atom

NAMES = ("x", "y", "z")
SHAPES = [(2, 2), (2, 2), (2, 2), (2, 3), (3, 1), (3,), (2, 1, 2)]
BOUNDS = ["always", "always", "0 <= x <= 1", "x > 0", "x >= -1"]


def random_form(rng: random.Random, names: tuple[str, ...], density: float) -> Affine:
    form = affine(rng.randint(-2, 3))
    if rng.random() < density:
        for name in rng.sample(names, rng.randint(1, min(2, len(names)))):
            form = form + affine(name) * rng.choice([Fraction(-1), Fraction(1), Fraction(1), Fraction(1, 2)])
    return form


def random_game(rng: random.Random, shapes: list[tuple[int, ...]], names: tuple[str, ...]) -> ParametricGame:
    shape, density = rng.choice(shapes), rng.choice([0.1, 0.3, 0.5])
    actions = tuple(tuple(f"{'abc'[i]}{x}" for x in range(size)) for i, size in enumerate(shape))
    table = tuple(tuple(random_form(rng, names, density) for _ in shape) for _ in range(prod(shape)))
    bounds = spi.read_condition(rng.choice(BOUNDS))
    return ParametricGame(tuple(f"P{i}" for i in range(len(shape))), actions, table, names, bounds)


def random_subset_game(rng: random.Random, game: ParametricGame) -> ParametricGame:
    """Some actions with their payoffs, with any, or a block of the game copied to other actions in other units."""
    kept = [rng.sample(own, rng.randint(1, len(own))) for own in game.actions]
    kind = rng.choice(["own", "any", "copy", "copy"])
    smaller = spi.subset_game(game, kept)
    if kind == "own":
        return smaller
    if kind == "any":
        table = tuple(tuple(random_form(rng, game.parameters, 0.15) for _ in row) for row in smaller.table)
        return ParametricGame(game.players, smaller.actions, table, game.parameters, game.bounds)
    images = [rng.sample(own, len(block)) for own, block in zip(game.actions, kept, strict=True)]
    back = [dict(zip(image, block, strict=True)) for image, block in zip(images, kept, strict=True)]
    scale = [rng.choice([Fraction(1), Fraction(2), Fraction(1, 3)]) for _ in game.players]
    shift = [affine(rng.randint(-1, 1)) for _ in game.players]
    rows = []
    for b in product(*images):
        own = game[tuple(one[x] for one, x in zip(back, b, strict=True))]
        row = [form * s + c for form, s, c in zip(own, scale, shift, strict=True)]
        if rng.random() < 0.15:
            row[0] = random_form(rng, game.parameters, 0.5)
        rows.append(tuple(row))
    return ParametricGame(game.players, tuple(map(tuple, images)), tuple(rows), game.parameters, game.bounds)


def points(rng: random.Random, game: ParametricGame, conditions: list[Condition]) -> Iterator[dict[str, Fraction]]:
    """Points within the bounds: any, on both sides of every comparison, and where comparisons are equations."""

    def full(values: dict[str, Fraction]) -> dict[str, Fraction]:
        return {name: values.get(name, Fraction(rng.randint(-4, 6), 2)) for name in game.parameters}

    found = [full({}) for _ in range(3)]
    for condition in conditions:
        sides = spi.boundaries(condition, given=game.bounds)
        found += [full(dict(point)) for side in sides for point in (side.holds, side.fails) if point is not None]
        for conjunct in condition.conjuncts:
            for own in rng.sample(conjunct, min(2, len(conjunct))):
                point, (name, k) = full({}), own.form.terms[0]
                point[name] -= own.form.at(point) / k
                found.append(point)
            forms = rng.sample(conjunct, min(len(game.parameters), len(conjunct)))
            corner = spi.find_point(Condition((tuple(atom(own.form, "=") for own in forms),)))
            found += [] if corner is None else [full(dict(corner))]
    yield from (point for point in found if game.bounds.at(point))
