"""What all importers of other programs' negotiations have in common: numbers, names, and the record of repairs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Generic, TypeVar

from spi.core.display import html_of
from spi.core.numbers import exact
from spi.errors import FormatError, GameError

__all__ = ["Imported", "Numeral", "field_of", "read_json", "read_number", "read_text"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Imported(Generic[T]):
    """What an importer read, and what it had to mend.

    Parameters
    ----------
    value : object
    repairs : tuple of str
        Each says what was changed and where; empty if the file was read as it stands. Nothing is mended silently.

    Source: ours
    """

    value: T
    repairs: tuple[str, ...] = ()

    _repr_html_ = html_of


class Numeral(str):
    """A number of a JSON or YAML text, kept as it is written until it is read exactly.

    Source: ours
    """

    __slots__ = ()


def read_text(text: str | bytes, *, file: str) -> str:
    """The text of a file; raises `FormatError` if it is not UTF-8.

    Source: ours
    """
    if isinstance(text, str):
        return text
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        raise FormatError(f"not UTF-8 (byte {error.start})", file=file) from None


def read_json(text: str | bytes, *, file: str) -> Any:
    """JSON whose numbers stay `Numeral`s, so that 0.1 is 1/10 and nothing goes through a float.

    Raises
    ------
    FormatError
        With the line and the column; for a key that occurs twice, infinities and NaN.

    Source: ours
    """

    def entries(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise FormatError(f"the key {twice!r} occurs twice in an object", file=file)
        return found

    def refuse(word: str) -> Any:
        raise FormatError(f"{word} is no number of any game; accepted: decimals", file=file)

    source = read_text(text, file=file)
    try:
        return json.loads(
            source, parse_int=Numeral, parse_float=Numeral, parse_constant=refuse, object_pairs_hook=entries
        )
    except json.JSONDecodeError as error:
        lines = source.splitlines() or [""]
        shown = lines[min(error.lineno, len(lines)) - 1]
        raise FormatError(
            f"not JSON: {error.msg}", file=file, line=error.lineno, column=error.colno, text=shown
        ) from None
    except RecursionError:
        raise FormatError("nested too deeply", file=file) from None


def field_of(data: Any, key: str, kind: type, *, file: str, at: str) -> Any:
    """An entry of an object, of a kind; raises `FormatError` with the place if there is none.

    Source: ours
    """
    words = {"dict": "an object", "list": "a list", "str": "a string"}[kind.__name__]
    if not isinstance(data, Mapping):
        raise FormatError(f"{at or 'the file'} is no object; accepted: one with {key!r}", file=file)
    value = data.get(key)
    fits = isinstance(value, kind) and (kind is not str or not isinstance(value, Numeral))
    if not fits:
        found = "is missing" if key not in data else f"is {str(value)[:60]!r}"
        raise FormatError(f"{at + '.' if at else ''}{key} {found}; accepted: {words}", file=file)
    return value


def read_number(value: Any, *, file: str, at: str, line: int = 0) -> Fraction:
    """A number as it is written, exactly; raises `FormatError` with the place.

    Source: ours
    """
    if isinstance(value, str):
        try:
            return exact(str(value), place=at)
        except GameError as error:
            raise FormatError(str(error), file=file, line=line) from None
    raise FormatError(f"{at} is {value!r}; accepted: a number", file=file, line=line)


def unknown_keys(data: Mapping[str, Any], known: Sequence[str], *, at: str) -> list[str]:
    """A repair for each key that was not read.

    Source: ours
    """
    return [f"{at + '.' if at else ''}{key}: not read" for key in data if key not in known]
