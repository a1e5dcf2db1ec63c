"""A demonstration of what is asked and never scored."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from spi.errors import SpiError
from spi.tasks.items import Family, Item, Option
from tests.tasks.demo.demo_games import draw_game, file_of, game_of, shape_of, texts_of


def generate(seed: int, difficulty: int) -> tuple[Item, ...]:
    game = game_of(*draw_game(Random(f"demo-attitude:{seed}:{difficulty}"), difficulty))
    item = Item(
        family="demo-attitude",
        seed=seed,
        difficulty=difficulty,
        knobs=(("actions", sum(game.shape)),),
        texts=texts_of(game, "Should one commit before the other does?"),
        form="choice",
        answer="",
        options=(Option("yes"), Option("no"), Option("it depends")),
        asks=(),
        files=file_of(game),
        proofs=(),
        shape=shape_of(game),
        graded=False,
    )
    return (item,)


def label(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    raise SpiError("there is no answer to an attitude")


FAMILY = Family("demo-attitude", "What does one think of commitment races?", "actions", {}, generate, label)
