"""Names of two players, of their actions, and of what they are about."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from spi.tasks.material.draws import draw_people

__all__ = ["SETTINGS", "Naming", "Outcome", "draw_naming"]

Outcome = tuple[int, int]
"""The numbers of two actions."""

SETTINGS = (
    (
        "two builders share a plot of land, and software agents settle who builds where",
        ("north", "east", "gate", "yard", "wall"),
        ("south", "west", "well", "barn", "road"),
    ),
    (
        "two broadcasters share a mast, and software agents settle on the bands",
        ("long", "medium", "short", "ultra", "narrow"),
        ("alpha", "beta", "gamma", "delta", "kappa"),
    ),
    (
        "two ferry companies share a harbour, and software agents settle on the berths",
        ("quay", "pier", "buoy", "dock", "slip"),
        ("dawn", "noon", "dusk", "night", "tide"),
    ),
    (
        "two theatres share a stage, and software agents settle on the programme",
        ("opera", "drama", "ballet", "farce", "revue"),
        ("spring", "summer", "autumn", "winter", "lent"),
    ),
    (
        "two farms share a canal, and software agents settle on the water",
        ("rice", "maize", "barley", "clover", "flax"),
        ("sluice", "pump", "ditch", "tank", "weir"),
    ),
    (
        "two laboratories share a telescope, and software agents settle on what is observed",
        ("comet", "nova", "quasar", "moon", "pulsar"),
        ("red", "green", "blue", "violet", "amber"),
    ),
    (
        "two towns share a railway, and software agents settle on the timetable",
        ("express", "local", "freight", "mail", "shuttle"),
        ("bridge", "tunnel", "ridge", "valley", "coast"),
    ),
    (
        "two publishers share a printing press, and software agents settle on the order of jobs",
        ("atlas", "novel", "poem", "comic", "manual"),
        ("quarto", "folio", "octavo", "scroll", "leaflet"),
    ),
)
"""What a story is about, and names of actions for the one player and the other."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Names for players and actions, and the orders in which actions are listed.

    Parameters
    ----------
    setting : int
        Of `SETTINGS`.
    people, pronouns : pair of str
    actions : pair of tuples of str
        The name of action 0, 1, … of each player.
    listed : pair of tuples of int

    Source: ours
    """

    setting: int
    people: tuple[str, str]
    pronouns: tuple[str, str]
    actions: tuple[tuple[str, ...], tuple[str, ...]]
    listed: tuple[tuple[int, ...], tuple[int, ...]]

    def outcome(self, own: Outcome) -> tuple[str, str]:
        """An outcome by the names of its actions."""
        return self.actions[0][own[0]], self.actions[1][own[1]]


def draw_naming(rng: Random, sizes: tuple[int, int]) -> Naming:
    """Names at random; the same for the two items of a pair.

    Source: ours
    """
    setting = rng.randrange(len(SETTINGS))
    pronouns = rng.choice((("she", "he"), ("he", "she"), ("she", "she"), ("he", "he")))
    people = draw_people(rng, pronouns)
    pools = [list(SETTINGS[setting][1]), list(SETTINGS[setting][2])]
    rng.shuffle(pools)
    names = [tuple(rng.sample(pool, size)) for pool, size in zip(pools, sizes, strict=True)]
    orders = [tuple(rng.sample(range(size), size)) for size in sizes]
    return Naming(setting, (people[0], people[1]), pronouns, (names[0], names[1]), (orders[0], orders[1]))
