"""Small games for proofs, some of them with an action that is dominated weakly, or by a mixture alone."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from spi.core.game import Game, profiles
from spi.core.numbers import format_exact
from spi.tasks.material.draws import draw_people

__all__ = ["draw_game", "retold", "table_text"]

_LABELS = ("north", "south", "east", "west", "red", "blue", "green", "gold", "oak", "elm", "ash", "fir", "tin", "zinc")


def draw_game(rng: Random, kind: str) -> Game:
    """A game of two players with two or three actions each.

    Parameters
    ----------
    rng : Random
    kind : str
        "weak" and "mixed": the first listed action of a player's, before shuffling, is dominated only so. "strict": it
        is dominated strictly. Otherwise payoffs are random.

    Returns
    -------
    Game

    Source: ours
    """
    players = draw_people(rng, ["any", "any"])
    labels = rng.sample(_LABELS, 6)
    rows, columns = (3 if kind == "mixed" else rng.choice((2, 3))), rng.choice((2, 3))
    cells = [[[rng.randint(-9, 20), rng.randint(-9, 20)] for _ in range(columns)] for _ in range(rows)]
    for k in range(columns):
        if kind == "weak":
            cells[0][k][0] = cells[1][k][0] - rng.randint(0, 5)
        elif kind == "strict":
            cells[0][k][0] = cells[1][k][0] - rng.randint(1, 5)
        elif kind == "mixed":  # halfway between the second and the third, and a little less
            middle = (cells[1][k][0] + cells[2][k][0]) // 2
            cells[0][k][0] = middle - rng.randint(1, 2)
    if kind == "weak":
        cells[0][rng.randrange(columns)][0] = 0
        k = next(k for k in range(columns) if cells[0][k][0] == 0)
        cells[1][k][0] = 0
    order = rng.sample(range(rows), rows)
    cells = [cells[r] for r in order]
    actions = [tuple(labels[:rows]), tuple(labels[3 : 3 + columns])]
    if rng.random() < 0.5:
        cells = [[cell[::-1] for cell in column] for column in zip(*cells, strict=True)]
        actions.reverse()
    table = tuple(tuple(map(Fraction, cell)) for row in cells for cell in row)
    return Game(players, (actions[0], actions[1]), table)


def retold(
    game: Game, scales: tuple[Fraction, Fraction], shifts: tuple[int, int], swap: tuple[str, str] | None
) -> Game:
    """The game with payoffs scaled and shifted player by player, and with two of somebody's actions exchanged.

    Source: ours
    """
    exchange = {} if swap is None else {swap[0]: swap[1], swap[1]: swap[0]}
    table = tuple(
        tuple(
            scale * v + shift
            for scale, shift, v in zip(scales, shifts, game[tuple(exchange.get(x, x) for x in a)], strict=True)
        )
        for a in profiles(game)
    )
    return Game(game.players, game.actions, table)


def table_text(game: Game) -> str:
    """The payoffs row by row: cells are divided by bars.

    Source: ours
    """
    width = len(game.actions[1])
    cells = [", ".join(map(format_exact, row)) for row in game.table]
    return "\n".join(" | ".join(cells[k : k + width]) for k in range(0, len(cells), width))


def turned(game: Game) -> Game:
    """The game with the players in the other order.

    Source: ours
    """
    table = tuple(game[x, y][::-1] for y in game.actions[1] for x in game.actions[0])
    return Game(game.players[::-1], game.actions[::-1], table)
