"""What an answer says: one of a closed set of responses, or nothing that counts; and never a default."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["DETECTION", "PARSER", "answer_line", "parse_choice"]

PARSER = "answer-line 1"
"""Name and version of the parser, recorded with every response."""

DETECTION = ("yes", "no")
"""The closed set of answers of a detector."""

_LINE = re.compile(r"^[\s>*_#`\"'-]*answer[\s*_`]*[:=](.*)$", re.IGNORECASE)
_STRIPPED = " \t.!*_`\"'()[]<>"


def answer_line(choices: Sequence[str]) -> str:
    """The instruction that makes answers readable.

    Source: ours
    """
    return f"End with one line of the form ANSWER: {' / '.join(choices)} (one of them)."


def parse_choice(text: str, choices: Sequence[str]) -> str | None:
    r"""Which of the choices an answer makes; None if it makes none, or several.

    Parameters
    ----------
    text : str
        A reply. What counts are its lines `ANSWER: …`; decoration such as `**` does not matter.
    choices : sequence of str
        The closed set.

    Returns
    -------
    str or None
        None without such a line, for a line with anything but one of the choices, and if two lines disagree: an answer
        that cannot be read is missing. It is not "no".

    Examples
    --------
    >>> parse_choice("It is a bluff.\n**ANSWER: Refuse.**", ["concede", "refuse"])
    'refuse'
    >>> print(parse_choice("I refuse to concede.", ["concede", "refuse"]))
    None

    Source: ours
    """
    by_word = {choice.casefold(): choice for choice in choices}
    found = [match[1].strip(_STRIPPED).casefold() for line in text.splitlines() if (match := _LINE.match(line))]
    if len(set(found)) != 1:
        return None
    return by_word.get(found[0])
