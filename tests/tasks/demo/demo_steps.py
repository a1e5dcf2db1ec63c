"""A demonstration of numbers: how many actions does the elimination of dominated actions remove? No pairs."""

import json
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any, Literal

from spi.errors import SpiError
from spi.tasks.items import Family, Item, Proof
from spi.tasks.numerals import read_number
from tests.tasks.demo.demo_games import decided, draw_game, file_of, game_of, shape_of, texts_of

QUESTION = "Actions that are strictly dominated are removed, one after the other, until none is. How many are removed?"


def generate(seed: int, difficulty: int) -> tuple[Item, ...]:
    random = Random(f"demo-steps:{seed}:{difficulty}")
    game = game_of(*draw_game(random, difficulty))
    _, proof = decided(game)
    item = Item(
        family="demo-steps",
        seed=seed,
        difficulty=difficulty,
        knobs=(("actions", sum(game.shape)), ("columns", game.shape[1])),
        texts=texts_of(game, QUESTION),
        form="number",
        answer=label([json.loads(proof)], {}),
        options=(),
        asks=(),
        files=file_of(game),
        proofs=(Proof("exists-spi", proof),),
        shape=shape_of(game),
    )
    return (item,)


def label(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    if certificates[0]["claim"]["kind"] != "exists-spi":
        raise SpiError("the certificate is about another question; accepted: exists-spi")
    return str(len(certificates[0]["evidence"]["elimination"]))


def accepts(item: Item, witness: str) -> Literal["right", "wrong", "unreadable"]:
    """For tests of witnesses: a number that is at least as large."""
    number = read_number(witness)
    if number is None:
        return "unreadable"
    return "right" if number >= int(item.answer) else "wrong"


FAMILY = Family(
    name="demo-steps",
    title="How many actions does elimination remove?",
    knob="actions",
    errors={},
    generate=generate,
    label=label,
    accepts=accepts,
)
