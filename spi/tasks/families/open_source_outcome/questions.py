"""What every kind of question of this family comes to, and names of mistakes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from spi.tasks.items import Item, Option, Proof

__all__ = ["ENDLESS", "ERRORS", "Question", "first_names", "item_of", "pair_text", "shuffled"]

ENDLESS = "they do not halt"

ERRORS = {
    "provability-as-truth": "what is to be provable is only asked to be true",
    "consistency-overlooked": "premises of consistency are dropped, as if they were provable",
    "nothing-provable": "no proof about the other is thought possible, since the other's depends on it",
    "everything-provable": "whatever may be proved is taken to be proved",
    "running-for-proving": "proofs about each other are taken for runs of each other, which do not end",
    "nobody-first": "nobody is thought to find a proof that rests on what others find",
    "one-step": "whoever would find a proof if all others did is taken to find one",
    "one-step-up": "whoever would find a proof only if others did is taken to find none",
    "proof-means-first": "who finds a proof is taken to play the first action, whatever the rule says",
    "circle-is-0": "a run that needs itself is taken to play the first action",
    "circle-is-1": "a run that needs itself is taken to play the second action",
    "same-behaviour": "a test of the code is taken to be met by any program",
    "sides-swapped": "two players are confused",
    "other-randomness": "simulations that draw by themselves are confused with ones that read one string",
    "one-level": "the simulated program is taken to play its base action, or to stop, at once",
    "ungrounded": "the second player's simulation is taken never to stop by chance",
    "one-player": "the chance of one player's action is taken for that of both",
    "always-halts": "what can stop at every level is taken to stop for certain",
    "never-halts": "what simulates what simulates it is taken never to halt",
    "own-stop": "only that the program stops at once is counted",
    "some-stop": "one program that stops at once is taken to be enough",
    "all-alike": "all programs are taken to stop with the probability with which this one does",
    "guess": "none of these",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question before it is an item.

    Parameters
    ----------
    engine : str
        Which kind of question it is.
    parts : int
        The family's knob.
    texts : tuple of (wording, text)
    files : tuple of (name, text)
    proof : Proof
    asks : mapping
        What `label` is told.
    answer : str
    choices : tuple of str
        Options in the order in which they are shown.
    wrong : mapping from option to error
        Where mistakes lead; other wrong options are guesses.
    shape : str

    Source: ours
    """

    engine: str
    parts: int
    texts: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]
    proof: Proof
    asks: Mapping[str, str]
    answer: str
    choices: tuple[str, ...]
    wrong: Mapping[str, str]
    shape: str


def item_of(question: Question, seed: int, difficulty: int) -> Item:
    """A question as an item of this family.

    Source: ours
    """
    options = (
        Option(text, "" if text == question.answer else question.wrong.get(text, "guess")) for text in question.choices
    )
    return Item(
        family="open-source-outcome",
        seed=seed,
        difficulty=difficulty,
        knobs=(("parts", question.parts),),
        texts=question.texts,
        form="choice",
        answer=question.answer,
        options=tuple(options),
        asks=tuple(question.asks.items()),
        files=question.files,
        proofs=(question.proof,),
        shape=question.shape,
        pair=f"open-source-outcome-{seed}-{difficulty}",
    )


def pair_text(actions: Sequence[str]) -> str:
    """An outcome, as answers have it.

    Source: ours
    """
    return f"({', '.join(actions)})"


def first_names(wrong: Sequence[tuple[str, str]], answer: str) -> dict[str, str]:
    """Options with the first mistake that leads to each and not to the answer.

    Parameters
    ----------
    wrong : sequence of (error, option)
    answer : str

    Returns
    -------
    dict from option to error

    Source: ours
    """
    found: dict[str, str] = {}
    for error, option in wrong:
        if option != answer:
            found.setdefault(option, error)
    return found


def shuffled(rng: Random, choices: Sequence[str]) -> tuple[str, ...]:
    """Options in a random order.

    Source: ours
    """
    order = list(choices)
    rng.shuffle(order)
    return tuple(order)
