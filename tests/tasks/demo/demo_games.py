"""What the demonstration families share; it has no FAMILY, so that the catalogue passes it over."""

import hashlib
from collections.abc import Sequence
from random import Random

from spi.analysis.questions import decide_spi
from spi.core.game import Game
from spi.core.gamefile import write_game
from spi.core.numbers import format_exact
from spi.core.verdict import Fails, Holds
from spi.solve.isomorphism import canonical_form

NAMES = ("Ada", "Ben", "Cleo", "Dan", "Eve", "Finn")
ACTIONS = ("hawk", "dove", "left", "right", "stay", "leave", "sign", "wait")
Payoffs = list[list[list[int]]]


def draw_game(random: Random, difficulty: int, most: int = 40) -> tuple[Payoffs, list[str], list[list[str]]]:
    """Payoffs, players and actions of a random game, from 2 × 2 to 3 × 4."""
    rows, columns = 2 + difficulty // 3, 2 + difficulty // 2
    payoffs = [[[random.randint(0, most) for _ in range(2)] for _ in range(columns)] for _ in range(rows)]
    return payoffs, random.sample(NAMES, 2), [random.sample(ACTIONS, rows), random.sample(ACTIONS, columns)]


def draw_dilemma(random: Random, difficulty: int) -> tuple[Payoffs, list[str], list[list[str]]]:
    """A game in which each player's first action dominates all others, before actions are shuffled by their names."""
    payoffs, players, actions = draw_game(random, difficulty)
    for row in payoffs:
        for cell in row:
            cell[0] = random.randint(0, payoffs[0][row.index(cell)][0] - 1) if row is not payoffs[0] else cell[0] + 20
            cell[1] = random.randint(0, row[0][1] - 1) if cell is not row[0] else cell[1] + 20
    return payoffs, players, actions


def is_improvable(payoffs: Payoffs) -> bool:
    """Is the outcome of dominant actions Pareto-dominated? Then it is the one thing that a strict SPI can improve."""
    x, y = payoffs[0][0]
    return any(a >= x and b >= y and (a, b) != (x, y) for row in payoffs for a, b in row)


def game_of(payoffs: Payoffs, players: Sequence[str], actions: Sequence[Sequence[str]]) -> Game:
    return Game.from_payoffs(payoffs, actions=actions, players=players)


def decided(game: Game) -> tuple[bool, str]:
    """Has it a strict SPI, and the certificate."""
    verdict = decide_spi(game)
    assert isinstance(verdict, Holds | Fails)
    return bool(verdict), verdict.certificate.text


def shape_of(game: Game) -> str:
    form = canonical_form(game).game
    return hashlib.sha256(f"{form.shape} {form.table}".encode()).hexdigest()


def texts_of(game: Game, question: str) -> tuple[tuple[str, str], ...]:
    rows = [f"({a}, {b}): {', '.join(map(format_exact, game[a, b]))}" for a in game.actions[0] for b in game.actions[1]]
    one, two = game.players
    listed = "\n".join(rows)
    story = " ".join(f"If {one} plays {row[1:].split(',')[0]}: {row}." for row in rows)
    return (
        ("formal", f"Let Γ be the game of {one} and {two} with payoffs\n{listed}\n{question}"),
        ("matrix", f"Outcomes and what {one} and {two} get:\n{listed}\n{question}"),
        ("story", f"{one} and {two} meet. {story} {question}"),
    )


def file_of(game: Game) -> tuple[tuple[str, str], ...]:
    return (("game.toml", write_game(game)),)
