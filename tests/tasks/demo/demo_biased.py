"""What must not be: answers that nothing proves, and that can be had from the largest payoff without thinking."""

from random import Random

from spi.tasks.items import Family, Item, Option
from tests.tasks.demo.demo_games import draw_game, file_of, game_of, shape_of, texts_of
from tests.tasks.demo.demo_spi import QUESTION, label


def generate(seed: int, difficulty: int) -> tuple[Item, ...]:
    random = Random(f"demo-biased:{seed}:{difficulty}")
    word = random.choice(("yes", "no"))
    game = game_of(*draw_game(random, difficulty, most=90 if word == "yes" else 30))
    item = Item(
        family="demo-biased",
        seed=seed,
        difficulty=difficulty,
        knobs=(("actions", sum(game.shape)),),
        texts=texts_of(game, QUESTION),
        form="choice",
        answer=word,
        options=tuple(Option(text, "" if text == word else "guess") for text in random.sample(("yes", "no"), 2)),
        asks=(("strict", "yes"),),
        files=file_of(game),
        proofs=(),
        shape=shape_of(game),
    )
    return (item,)


FAMILY = Family(
    name="demo-biased",
    title="Is there a strict safe Pareto improvement?",
    knob="actions",
    errors={"guess": "Not thinking about it."},
    generate=generate,
    label=label,
)
