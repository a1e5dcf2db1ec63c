"""A demonstration: has this game a strict safe Pareto improvement? Minimal pairs that differ in one payoff."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from spi.errors import SpiError
from spi.tasks.items import Family, Item, Option, Proof
from tests.tasks.demo.demo_games import decided, draw_dilemma, file_of, game_of, is_improvable, shape_of, texts_of

QUESTION = (
    "A subset game is a strict safe Pareto improvement if, however the game would have been played, nobody is worse "
    "off in it, and somebody can be better off. Is there one?"
)


def generate(seed: int, difficulty: int) -> tuple[Item, ...]:
    random = Random(f"demo-spi:{seed}:{difficulty}")
    while True:
        payoffs, players, actions = draw_dilemma(random, difficulty)
        before, first = is_improvable(payoffs), game_of(payoffs, players, actions)
        row, column = random.randrange(1, len(payoffs)), random.randrange(1, len(payoffs[0]))
        payoffs[row][column][0] = random.randint(0, payoffs[0][column][0] - 1)
        if is_improvable(payoffs) == before:
            continue  # no pair: the answer is the same
        second = game_of(payoffs, players, actions)
        (one, text), (two, other) = decided(first), decided(second)
        assert (one, two) == (before, not before)
        order = random.sample(("yes", "no"), 2)
        items = []
        for game, answer, proof in ((first, one, text), (second, two, other)):
            word = "yes" if answer else "no"
            items.append(
                Item(
                    family="demo-spi",
                    seed=seed,
                    difficulty=difficulty,
                    knobs=(("actions", sum(game.shape)),),
                    texts=texts_of(game, QUESTION),
                    form="choice",
                    answer=word,
                    options=tuple(Option(text, "" if text == word else "guess") for text in order),
                    asks=(("strict", "yes"),),
                    files=file_of(game),
                    proofs=(Proof("exists-spi", proof),),
                    shape=shape_of(game),
                    pair=f"{seed}",
                    control=not answer,
                )
            )
        return tuple(random.sample(items, 2))


def label(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    claim = certificates[0]["claim"]
    if claim["kind"] != "exists-spi" or claim["unilateral"] is not None or claim["strict"] != (asks["strict"] == "yes"):
        raise SpiError("the certificate is about another question; accepted: exists-spi, of all players, strict")
    return str(claim["answer"])


FAMILY = Family(
    name="demo-spi",
    title="Is there a strict safe Pareto improvement?",
    knob="actions",
    errors={"guess": "Not thinking about it."},
    generate=generate,
    label=label,
)
