r"""What a reply answers: one thing, or nothing that can be read. It is never guessed.

What counts are the lines `ANSWER: …` (also `Final answer: …`, with decoration such as `**`). Below a line with nothing
after the colon, the next line counts, or the code block that begins there. Without such lines it is what stands in
`\boxed{…}`, and without a box the whole reply, if it is one line or one code block. The last answer has to be readable,
and all that can be read have to agree: who says two things has said neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from spi.core.numbers import format_exact
from spi.tasks.asking import LETTERS
from spi.tasks.items import Item, Option
from spi.tasks.numerals import plain_signs, read_number

__all__ = ["READER", "read_answer"]

READER = "proved-answers 1"
"""Name and version of this reading, kept with every score; it changes when a reply is read differently."""

MOST_WORDS = 5
"""A word that is asked for, such as "does not halt", has at most so many parts; anything longer is prose."""

_LINE = re.compile(r"^[\s>*_#`\"'-]*(?:final\s+)?answer[\s*_`]*[:=](.*)$", re.IGNORECASE)
_DECORATION = " \t*_`\"'“”‘’"
_WRAPPED = re.compile(r"\\(?:boxed|text|textbf|mathrm|mathbf|operatorname)\s*\{(.*)\}", re.DOTALL)
_LETTER = re.compile(r"(?:option\s+|choice\s+)?[(\[]?([A-Za-z])[)\]]?(?:\s*[).:]|\s+-)?(?:\s+(\S.*))?", re.IGNORECASE)


def read_answer(item: Item, reply: str) -> str | None:
    """What a reply answers to an item, in the canonical form of `Item.answer`.

    Parameters
    ----------
    item : Item
        Its form and its options say what can be answered; its right answer has no influence but for the number of
        components of an outcome.
    reply : str
        All that was said.

    Returns
    -------
    str or None
        None: unreadable. For a choice the text of an option, given by its letter, by its text, or by an equal number;
        for a ranking all options; for a number what `read_number` reads; for a witness the text itself.

    Source: ours
    """
    reader = _reader(item)
    found = [reader(content) for content in _contents(reply)]
    if not found or found[-1] is None or len({answer for answer in found if answer is not None}) > 1:
        return None
    return found[-1]


def _reader(item: Item) -> Callable[[str], str | None]:
    match item.form:
        case "choice":
            return lambda text: _option(_bare(text), item.options)
        case "ranking":
            return lambda text: _ranking(_bare(text), item.options)
        case "number":
            return lambda text: _number(_bare(text))
        case "witness":
            return _witness
    size = len(_components(item.answer)) if _is_outcome(item.answer) else 0
    right = _word(item.answer, size)

    def word(text: str) -> str | None:
        found = _word(_bare(text), size)
        return item.answer if found == right else found

    return word


def _contents(reply: str) -> list[str]:
    lines = reply.splitlines()
    found = [match[1] if _bare(match[1]) else _below(lines, k) for k, match in _answer_lines(lines)]
    found = found or list(_boxes(reply)) or _alone(reply)
    return [text for text in found if _bare(text)]


def _answer_lines(lines: list[str]) -> Iterator[tuple[int, re.Match[str]]]:
    for k, line in enumerate(lines):
        if match := _LINE.match(line):
            yield k, match


def _below(lines: list[str], k: int) -> str:
    """The line, or the code block, below an empty answer line."""
    rest = lines[k + 1 :]
    while rest and not rest[0].strip():
        rest = rest[1:]
    if not rest or not rest[0].lstrip().startswith("```"):
        return rest[0] if rest else ""
    block: list[str] = []
    for line in rest[1:]:
        if line.lstrip().startswith("```"):
            return "\n".join(block)
        block.append(line)
    return ""  # a block without its end was cut off


def _boxes(reply: str) -> Iterator[str]:
    for match in re.finditer(r"\\boxed\s*\{", reply):
        depth = 1
        for k in range(match.end(), len(reply)):
            depth += {"{": 1, "}": -1}.get(reply[k], 0)
            if depth == 0:
                yield reply[match.end() : k]
                break


def _alone(reply: str) -> list[str]:
    """The whole reply, if there is one line or one code block."""
    lines = [line for line in reply.strip().splitlines() if line.strip()]
    fences = [k for k, line in enumerate(lines) if line.lstrip().startswith("```")]
    if fences == [0, len(lines) - 1]:
        return ["\n".join(lines[1:-1])]
    return lines if len(lines) == 1 and not fences else []


def _bare(text: str) -> str:
    """Without decoration around it."""
    while True:
        before, text = text, text.strip().strip(_DECORATION)
        text = text.removesuffix(".").removeprefix("\\(").removesuffix("\\)").removeprefix("\\[").removesuffix("\\]")
        text = text.strip("$").strip()
        if (match := _WRAPPED.fullmatch(text)) and "}" not in match[1].split("{")[0]:
            text = match[1]
        if text == before:
            return text


def _witness(text: str) -> str | None:
    text = text.strip()
    return (text if "\n" in text else text.strip("*` ")) or None


def _number(text: str) -> str | None:
    number = read_number(text)
    return None if number is None else format_exact(number)


def _folded(text: str) -> str:
    return plain_signs(text).removesuffix(".").casefold()


def _option(text: str, options: tuple[Option, ...]) -> str | None:
    text = plain_signs(text)
    named = [option.text for option in options if _folded(option.text) == _folded(text)]
    if (match := _LETTER.fullmatch(text)) and match[1].upper() in LETTERS[: len(options)]:
        chosen = options[LETTERS.index(match[1].upper())].text
        if match[2] is None:  # a small letter that is another option's text could be either
            return chosen if match[1].isupper() or named in ([], [chosen]) else None
        if match[2] is not None and _folded(match[2]) == _folded(chosen):
            return chosen
    if len(named) > 1:
        named = [option.text for option in options if option.text == text]
    if named:
        return named[0] if len(named) == 1 else None
    number = read_number(text)
    equal = [option.text for option in options if number is not None and read_number(option.text) == number]
    return equal[0] if len(equal) == 1 else None


def _ranking(text: str, options: tuple[Option, ...]) -> str | None:
    parts = [_bare(part) for part in text.split(">")]
    if len(parts) == 1 and len(options) > 1:
        parts = [part for part in re.split(r"[,\s]+", text) if part]
        if any(len(part) > 1 for part in parts):
            return None
    found = [_option(part, options) for part in parts]
    if None in found or sorted(map(str, found)) != sorted(option.text for option in options):
        return None
    return " > ".join(map(str, found))


def _is_outcome(text: str) -> bool:
    return text.startswith("(") and text.endswith(")")


def _components(text: str) -> list[str]:
    """The parts between commas that are in no further brackets."""
    if text[:1] + text[-1:] in ("()", "[]", "⟨⟩", "<>"):
        text = text[1:-1]
    depth, ends = 0, [-1]
    for k, sign in enumerate(text):
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth == 0:
            ends.append(k)
    return [text[a + 1 : b].strip() for a, b in pairwise([*ends, len(text)])]


def _word(text: str, size: int) -> str | None:
    """A word, or an outcome with so many components; numbers in it in lowest terms, case and brackets do not matter."""
    text = plain_signs(text)
    if not size:
        return text.casefold() if 0 < len(text.split()) <= MOST_WORDS else None
    parts = _components(text)
    if len(parts) != size or not all(parts):
        return None
    return "(" + ", ".join(_number(part) or part.casefold() for part in parts) + ")"
