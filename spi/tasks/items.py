"""What a benchmark item is: a question in several wordings, its answer, and the certificates that prove it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from spi.core.display import html_of

__all__ = ["SURPLUS", "WORDINGS", "Family", "Form", "Item", "Option", "Proof", "Wording"]

Form = Literal["choice", "exact", "number", "ranking", "witness"]
"""How an answer is given: one of the options; a word or an outcome; an exact number; the options in order; an object of
one's own that is checked, and need not equal ours."""

Wording = Literal["formal", "matrix", "story"]
"""How a question is put: in notation; as a table, and code where there are programs; as a story for people."""

WORDINGS: tuple[Wording, ...] = ("formal", "matrix", "story")

SURPLUS = "surplus of "
"""In `Item.asks` of a ranking, before the text of an option: how much is gained by it, proved by the certificates."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose from.

    Parameters
    ----------
    text : str
        What is shown; it is also how the option is meant in `Item.answer`.
    error : str
        The name of the mistake that leads here, one of `Family.errors`; empty for the right answer.

    Source: ours
    """

    text: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """A certificate that an answer follows from.

    Parameters
    ----------
    name : str
        Distinct within the item; part of the file's name.
    text : str
        What the checker reads.

    Source: ours
    """

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question with a proved answer.

    Parameters
    ----------
    family : str
    seed, difficulty : int
        What it was drawn from; difficulties are 1 to 5.
    knobs : tuple of (str, int)
        Quantities that say how hard it is, such as the number of programs; none falls as difficulty rises on average.
    texts : tuple of (str, str)
        The same question in several wordings: `"formal"`, `"matrix"`, `"story"`. None has the options or the form of
        the answer, which are added when it is asked.
    form : Form
    answer : str
        In canonical form: an option's text, a word, `format_exact` of a number, `"(a, b)"` for an outcome, options
        joined by `" > "` for a ranking, and for a witness the word that says whether there is one, or an example.
    options : tuple of Option
        In the order in which they are shown; empty where nothing is chosen. Exactly one has no error for a choice.
    asks : tuple of (str, str)
        What the question asks beyond what the certificates say, such as the player it is about; for `Family.label`.
    files : tuple of (str, str)
        Names and texts of files with the exact objects: games, programs, settings.
    proofs : tuple of Proof
    shape : str
        Equal for two items that are the same up to renaming of players' actions, programs and such.
    pair : str
        Empty, or shared with the item that differs from it in one thing and has another answer.
    control : bool
        Is *not* using an SPI right here?
    graded : bool
        False where theorists disagree: such items are asked, never scored.

    Source: ours
    """

    family: str
    seed: int
    difficulty: int
    knobs: tuple[tuple[str, int], ...]
    texts: tuple[tuple[str, str], ...]
    form: Form
    answer: str
    options: tuple[Option, ...]
    asks: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]
    proofs: tuple[Proof, ...]
    shape: str
    pair: str = ""
    control: bool = False
    graded: bool = True

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of question.

    Parameters
    ----------
    name : str
        Such as `"spi-verdict"`.
    title : str
        What is asked, in one sentence.
    knob : str
        The quantity in `Item.knobs` that grows with difficulty.
    errors : mapping from name to sentence
        The mistakes that wrong options come from.
    generate : function (seed, difficulty) -> items
        One item, or two that are a minimal pair; the same seed and difficulty give the same items, byte for byte.
    label : function (certificates, asks) -> str
        The answer, from certificates that the checker has accepted (parsed JSON, in the order of `Item.proofs`) and
        what is asked. It searches for nothing and believes nothing else: this is how a label is proved again.
    accepts : function (item, witness) -> str, or None
        For witnesses: `"right"`, `"wrong"` or `"unreadable"` for a text that somebody answered.
    known_bias : str
        Why answers can be told from the surface of the questions, where they can; shown in reports of quality.

    Source: ours
    """

    name: str
    title: str
    knob: str
    errors: Mapping[str, str]
    generate: Callable[[int, int], tuple[Item, ...]]
    label: Callable[[Sequence[Mapping[str, Any]], Mapping[str, str]], str]
    accepts: Callable[[Item, str], Literal["right", "wrong", "unreadable"]] | None = None
    known_bias: str = ""

    _repr_html_ = html_of
