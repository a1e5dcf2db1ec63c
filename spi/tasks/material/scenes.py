"""Who bargains in a benchmark item, and over what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from spi.core.game import Game
from spi.tasks.material.draws import draw_people
from spi.tasks.material.words import listed

__all__ = ["SCENES", "Cast", "Scene", "draw_cast"]


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
    names = iter(random.sample(scene.actions, sum(sizes)))
    players = draw_people(random, ["any"] * len(sizes), avoid=scene.actions)
    return Cast(scene, players, tuple(tuple(next(names) for _ in range(size)) for size in sizes))
