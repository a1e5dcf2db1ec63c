"""Who bargains in a benchmark item, over what, and how payoffs are put into words: notation, tables, sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from random import Random

from spi.core.game import Game, profiles
from spi.core.numbers import format_exact

__all__ = [
    "SCENES",
    "Cast",
    "Scene",
    "draw_cast",
    "formal_payoffs",
    "listed",
    "payoff_table",
    "profile_text",
    "told_payoffs",
    "vector_text",
]

PEOPLE = (
    "Ada", "Bruno", "Chiara", "Deniz", "Elif", "Farid", "Greta", "Hiro", "Ines", "Jonas", "Kavya", "Lars",
    "Mira", "Noor", "Olga", "Pavel", "Quinn", "Rosa", "Samir", "Tove", "Umar", "Vera", "Wanda", "Yusuf",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scene:
    """A setting that a game can be told in.

    Parameters
    ----------
    opening : str
        With `{people}` for the names.
    choice : str
        What each of them does: "reserves a machine".
    actions : tuple of str
        What there is to choose from; enough for all players to have actions of their own.
    unit : str
        Of payoffs, in the plural.

    Source: ours
    """

    opening: str
    choice: str
    actions: tuple[str, ...]
    unit: str


SCENES = (
    Scene(
        "{people} share a workshop in the evenings.",
        "reserves a machine",
        ("lathe", "press", "saw", "kiln", "loom", "drill", "forge", "plane", "wheel", "anvil", "chisel", "router"),
        "finished pieces",
    ),
    Scene(
        "{people} fish on the same lake.",
        "picks a bay",
        ("Reed", "Stone", "Mill", "Heron", "Birch", "Otter", "Chapel", "Ferry", "Willow", "Gravel", "Pike", "Lantern"),
        "baskets of fish",
    ),
    Scene(
        "{people} run market stalls on the same square.",
        "picks a product to offer",
        (
            "honey",
            "bread",
            "cheese",
            "plums",
            "candles",
            "soap",
            "herbs",
            "eggs",
            "flowers",
            "olives",
            "walnuts",
            "pears",
        ),
        "coins",
    ),
    Scene(
        "{people} plan one music festival together.",
        "books a band",
        (
            "Comets",
            "Lanterns",
            "Magpies",
            "Rivers",
            "Sparrows",
            "Tinkers",
            "Voyagers",
            "Embers",
            "Dials",
            "Foxgloves",
            "Harbingers",
            "Moths",
        ),
        "hundred tickets",
    ),
    Scene(
        "{people} send ships along the same coast.",
        "picks a harbour",
        (
            "Aldport",
            "Brackwater",
            "Cray",
            "Dunmouth",
            "Eastquay",
            "Fallow",
            "Grimsund",
            "Hythe",
            "Ironbay",
            "Kelmouth",
            "Lowquay",
            "Merrow",
        ),
        "crates sold",
    ),
    Scene(
        "{people} head laboratories that share a telescope.",
        "requests a target",
        (
            "Vega",
            "Rigel",
            "Altair",
            "Deneb",
            "Mira",
            "Spica",
            "Castor",
            "Antares",
            "Sirius",
            "Procyon",
            "Regulus",
            "Polaris",
        ),
        "hours of data",
    ),
    Scene(
        "{people} farm fields along one canal.",
        "plants a crop",
        ("barley", "beans", "flax", "hops", "maize", "oats", "peas", "rye", "squash", "lentils", "millet", "clover"),
        "sacks of harvest",
    ),
    Scene(
        "{people} lead teams in the same company, which is about to move.",
        "asks for a floor",
        (
            "ground",
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "attic",
            "roof",
            "cellar",
        ),
        "points of satisfaction",
    ),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """A scene with its people and what each of them can choose.

    Parameters
    ----------
    scene : Scene
    players : tuple of n str
    actions : tuple of n tuple of str
        No two players have an action of the same name.

    Source: ours
    """

    scene: Scene
    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]

    def game(self, table: Sequence[Sequence[Fraction | int]]) -> Game:
        """The game with these payoff vectors, in the order of the profiles."""
        rows = tuple(tuple(Fraction(u) for u in row) for row in table)
        return Game(self.players, self.actions, rows, title=f"A game of {listed(self.players)}", source="ours")

    @property
    def opening(self) -> str:
        """The first sentence of a story."""
        return self.scene.opening.format(people=listed(self.players))


def draw_cast(random: Random, sizes: Sequence[int]) -> Cast:
    """Draw a scene, people, and so many actions for each of them.

    Parameters
    ----------
    random : Random
    sizes : sequence of n int
        At most twelve actions in all.

    Returns
    -------
    Cast

    Source: ours
    """
    scene = random.choice(SCENES)
    people = [name for name in PEOPLE if name not in scene.actions]
    names = iter(random.sample(scene.actions, sum(sizes)))
    players = tuple(random.sample(people, len(sizes)))
    return Cast(scene, players, tuple(tuple(next(names) for _ in range(size)) for size in sizes))


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words in a row: "a", "a and b", "a, b and c".

    Source: ours
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def profile_text(profile: Sequence[str]) -> str:
    """A profile, as answers have it: "(a, b)".

    Source: ours
    """
    return f"({', '.join(profile)})"


def vector_text(payoffs: Sequence[Fraction]) -> str:
    """A payoff vector: "(1, 5/2)".

    Source: ours
    """
    return f"({', '.join(map(format_exact, payoffs))})"


def formal_payoffs(game: Game) -> str:
    """Players, action sets and u, in mathematical notation.

    Source: ours
    """
    numbers = "₁₂₃₄₅"
    names = ", ".join(f"{k + 1} = {player}" for k, player in enumerate(game.players))
    sets = ", ".join(f"A{numbers[k]} = {{{', '.join(own)}}}" for k, own in enumerate(game.actions))
    rows = [f"u{profile_text(a)} = {vector_text(game[a])}" for a in profiles(game)]
    return f"Players: {names}. Actions: {sets}. Payoffs, in the order of the players:\n" + "\n".join(rows)


def payoff_table(game: Game) -> str:
    """The payoffs as a table in plain text; for three players one table for each action of the third.

    Source: ours
    """
    if len(game.players) == 1:
        return _grid(["", *game.actions[0]], [["payoff", *(format_exact(row[0]) for row in game.table)]])
    rows, columns, *others = game.actions
    blocks = []
    for rest in product(*others):
        cells = [[x, *(", ".join(map(format_exact, game[(x, y, *rest)])) for y in columns)] for x in rows]
        heading = "".join(f"{p} plays {x}:\n" for p, x in zip(game.players[2:], rest, strict=True))
        blocks.append(heading + _grid(["", *columns], cells))
    rest_names = "" if len(game.players) == 2 else f"; {listed(game.players[2:])} as stated"
    order = listed(game.players, "then")
    head = f"Rows: {game.players[0]}. Columns: {game.players[1]}{rest_names}. Cells: payoffs of {order}.\n"
    return head + "\n".join(blocks)


def told_payoffs(game: Game, unit: str) -> str:
    """One sentence for each outcome.

    Source: ours
    """
    sentences = []
    for a in profiles(game):
        choices = listed([f"{player} chooses {x}" for player, x in zip(game.players, a, strict=True)])
        gets = listed([f"{player} {format_exact(u)}" for player, u in zip(game.players, game[a], strict=True)])
        sentences.append(f"If {choices}, then the result is: {gets}.")
    return f"The results, in {unit}:\n" + "\n".join(sentences)


def _grid(head: list[str], rows: list[list[str]]) -> str:
    widths = [max(len(row[k]) for row in [head, *rows]) for k in range(len(head))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in [head, *rows]]
    lines.insert(1, "-+-".join("-" * width for width in widths))
    return "\n".join(line.rstrip() for line in lines)
