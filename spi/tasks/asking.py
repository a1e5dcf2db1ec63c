"""How an item is asked: the question, the options by letters, and the form of the answer."""

from __future__ import annotations

import string

from spi.errors import GameError
from spi.tasks.items import Item, Option

__all__ = ["LETTERS", "ending", "letters_of", "prompt", "question_of", "target"]

LETTERS = string.ascii_uppercase
"""By which options are named, in the order in which they are shown."""

_FORMS = {
    "choice": "where X is the letter of one option.",
    "ranking": "where X has the letters of all options in the order that is asked for, joined by ' > '.",
    "number": "where X is a single exact number such as 5/2 or -3.",
    "exact": "where X is the word that is asked for, or the outcome, such as (a, b).",
    "witness": "where X is what is asked for. If it takes several lines, put them into a code block below that line.",
}


def prompt(item: Item, wording: str) -> str:
    """What is put to whoever answers.

    Parameters
    ----------
    item : Item
    wording : str
        One of those in `item.texts`.

    Returns
    -------
    str
        The question; its options with letters, if it has some; and how to write the answer.

    Raises
    ------
    GameError
        If the item has no such wording, or more options than there are letters.

    Source: ours
    """
    texts = dict(item.texts)
    if wording not in texts:
        raise GameError(f"{item.family}: no wording {wording!r}; accepted: {', '.join(texts)}")
    return texts[wording].rstrip() + ending(item)


def ending(item: Item) -> str:
    """What follows the question in a prompt: options, and the form of the answer.

    Source: ours
    """
    if len(item.options) > len(LETTERS):
        raise GameError(f"{item.family}: {len(item.options)} options; accepted: at most {len(LETTERS)}")
    lines = [f"{letter}) {option.text}" for letter, option in zip(LETTERS, item.options, strict=False)]
    options = "\n\n" + "\n".join(lines) if lines else ""
    return f"{options}\n\nEnd your reply with one line of the form ANSWER: X\n{_FORMS[item.form]}"


def question_of(text: str, item: Item) -> str | None:
    """The question in a prompt, or None if the text does not end as prompts of this item do.

    Source: ours
    """
    rest = ending(item)
    return text[: -len(rest)] if text.endswith(rest) else None


def target(item: Item) -> str:
    """The right answer as it is to be written: a letter, letters, or the answer itself; empty if it is not graded.

    Source: ours
    """
    if not item.graded:
        return ""
    if item.form == "choice":
        return letters_of([item.answer], item.options)
    if item.form == "ranking":
        return letters_of(item.answer.split(" > "), item.options)
    return item.answer


def letters_of(texts: list[str], options: tuple[Option, ...]) -> str:
    """The letters of some options, joined by `" > "`; raises `GameError` for what is none of them.

    Source: ours
    """
    known = [option.text for option in options]
    if wrong := [text for text in texts if text not in known]:
        raise GameError(f"{wrong[0]!r} is not an option; accepted: {', '.join(known)}")
    return " > ".join(LETTERS[known.index(text)] for text in texts)
