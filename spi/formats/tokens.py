"""The words, names and places that Gambit's two text formats have in common."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple, NoReturn

from spi.core.numbers import exact
from spi.errors import FormatError, GameError

__all__ = ["Token", "Tokens", "name_fault", "quote", "repaired"]

MAX_NAME = 200
"""Longest name of a player or an action, as `Game` has it."""

_SPACE = " \\t\\n\\r\\f\\v"  # ASCII only: a no-break space is no space to Gambit either
_TOKEN = re.compile(
    rf'[{_SPACE}]*(?:(?P<text>"[^"\\]*(?:\\.[^"\\]*)*")|(?P<mark>[{{}},])|(?P<word>[^{_SPACE}{{}},"]+)|(?P<open>"))',
    re.S,
)
_ESCAPED = re.compile(r'\\(["\\])')
_TO_ESCAPE = re.compile(r'"|\\(?=["\\]|\Z)')
_WHOLE = re.compile(r"[0-9]{1,18}")


class Token(NamedTuple):
    """One word of a file: `kind` is "text" (quoted), "word", "end", or the mark itself; `at` is its offset.

    Source: ours
    """

    kind: str
    value: str
    at: int


class Tokens:
    r"""The words of a text, read one after the other.

    Parameters
    ----------
    text : str or bytes
        Bytes must be UTF-8; a byte order mark is skipped.
    file : str
        Name for messages.

    Raises
    ------
    FormatError
        For bytes that are not UTF-8 and for a quotation mark that is never closed.

    Examples
    --------
    >>> tokens = Tokens('p "a \\" b" 1/3')
    >>> tokens.take(), tokens.text("a name"), tokens.number("a payoff")
    (Token(kind='word', value='p', at=0), Token(kind='text', value='a " b', at=2), Fraction(1, 3))

    Source: ours
    """

    def __init__(self, text: str | bytes, *, file: str = "<text>") -> None:
        self.file = file
        try:
            self.source = (text if isinstance(text, str) else text.decode()).removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            self.source = error.object.decode(errors="replace")
            self.fail(f"not UTF-8 (byte {error.start})", Token("end", "", len(error.object[: error.start].decode())))
        self._tokens: list[Token] = []
        self._next = 0
        at = 0
        while match := _TOKEN.match(self.source, at):
            kind = match.lastgroup or ""
            value = match[kind]
            token = Token(value if kind == "mark" else kind, value, match.start(kind))
            if kind == "open":
                self.fail('this quotation mark is never closed; a quotation mark inside a name is written \\"', token)
            if kind == "text":
                token = token._replace(value=_ESCAPED.sub(r"\1", value[1:-1]))
            self._tokens.append(token)
            at = match.end()
        self._tokens.append(Token("end", "", len(self.source.rstrip())))

    def fail(self, why: str, token: Token) -> NoReturn:
        """Raise the `FormatError` that points at a token."""
        at = token.at
        start = self.source.rfind("\n", 0, at) + 1
        end = self.source.find("\n", at)
        shown = self.source[start : len(self.source) if end < 0 else end].rstrip("\r")
        raise FormatError(
            why,
            file=self.file,
            line=self.source.count("\n", 0, at) + 1,
            column=at - start + 1,
            text="".join(c if c.isprintable() else " " for c in shown) or " ",
        )

    @property
    def left(self) -> int:
        """Number of words that are still to be read."""
        return len(self._tokens) - 1 - self._next

    def peek(self) -> Token:
        """The next word, which stays where it is."""
        return self._tokens[self._next]

    def take(self) -> Token:
        """The next word; at the end of the text again and again the word "end"."""
        token = self._tokens[self._next]
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def skip(self, kind: str) -> bool:
        """Whether the next word is of this kind; if so it is taken."""
        found = self.peek().kind == kind
        if found:
            self.take()
        return found

    def expect(self, kind: str, what: str) -> Token:
        """The next word, which must be of this kind."""
        token = self.take()
        if token.kind != kind:
            self.fail(f"{_shown(token)} where {what} is expected", token)
        return token

    def word(self, *accepted: str) -> str:
        """The next word, which must be one of these."""
        token = self.take()
        if token.kind != "word" or token.value not in accepted:
            self.fail(f"{_shown(token)} where {' or '.join(accepted)} is expected", token)
        return token.value

    def text(self, what: str) -> Token:
        """The next word, which must be in quotation marks."""
        return self.expect("text", f"{what} in quotation marks")

    def number(self, what: str) -> Fraction:
        """The next word, which must be an exact number."""
        token = self.expect("word", what)
        try:
            return exact(token.value)
        except GameError as error:
            self.fail(f"{what}: {error}", token)

    def whole(self, what: str, *, least: int) -> int:
        """The next word, which must be a whole number of at most 18 digits."""
        token = self.expect("word", what)
        if not _WHOLE.fullmatch(token.value) or int(token.value) < least:
            self.fail(f"{_shown(token)} where {what} is expected; accepted: a whole number of at least {least}", token)
        return int(token.value)

    def list_of_texts(self, what: str) -> list[Token]:
        """A list `{ "…" "…" }` with at least one member."""
        opened = self.expect("{", f"the list {{ … }} of {what}s")
        found = []
        while not self.skip("}"):
            found.append(self.text(f"{_a(what)} (or the closing }})"))
        if not found:
            self.fail(f"an empty list; accepted: at least one {what}", opened)
        return found

    def payoffs(self, n: int, what: str) -> tuple[Fraction, ...]:
        """A list `{ u1, …, un }` from its first number to its closing brace; commas are optional, as in Gambit."""
        row = []
        for k in range(n):
            token = self.peek()
            if token.kind == "}":
                self.fail(f"{k} payoffs at {what}; accepted: {n}, one for each player", token)
            row.append(self.number(f"a payoff of {what}"))
            self.skip(",")
        token = self.take()
        if token.kind != "}":
            self.fail(f"{_shown(token)} after the {n} payoffs of {what}; accepted: }}", token)
        return tuple(row)

    def names(self, tokens: Sequence[Token], what: str, repair: bool) -> tuple[str, ...]:
        """Names that a `Game` accepts: as they are, or repaired if that is asked for.

        Raises
        ------
        FormatError
            Pointing at the first name that is empty, two times there or otherwise unfit; says what
            `repair_names=True` would make of it.

        Source: ours
        """
        given = [token.value for token in tokens]
        if repair:
            return repaired(given)
        seen = set()
        for k, token in enumerate(tokens):
            fault = name_fault(token.value) or (f"two times {token.value!r}" if token.value in seen else "")
            if fault:
                instead = repaired(given)[k]
                self.fail(f"{fault} as name of {_a(what)}; repair_names=True would call it {instead!r}", token)
            seen.add(token.value)
        return tuple(given)


def _a(what: str) -> str:
    return f"an {what}" if what.startswith("a") else f"a {what}"


def _shown(token: Token) -> str:
    return "the end of the file" if token.kind == "end" else repr(token.value[:50])


def _allowed(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp")


def name_fault(name: str) -> str:
    """What keeps this from being a name in a `Game`; empty if nothing does.

    Examples
    --------
    >>> name_fault("a"), name_fault(" a")
    ('', "' a' (a space at an end)")

    Source: ours
    """
    if not name:
        return "the empty text"
    if len(name) > MAX_NAME:
        return f"{name[:50]!r}… (more than {MAX_NAME} characters)"
    if name != name.strip(" "):
        return f"{name!r} (a space at an end)"
    for character in name:
        if not _allowed(character):
            return f"{name!r} (the character U+{ord(character):04X})"
    return ""


def repaired(names: Sequence[str]) -> tuple[str, ...]:
    """Names that a `Game` accepts, close to the given ones; good ones stay as they are.

    Parameters
    ----------
    names : sequence of str
        Of all players, or of all actions that stand side by side.

    Returns
    -------
    tuple of str, same length
        Of a fit name the first one stays. In the others control characters become spaces, spaces at the ends go, and
        what is longer than 200 characters is cut; what is empty then is called by its position, 1, 2, …; and if
        another has this name, `_2`, `_3`, … is added, the first number that gives a new name.

    Examples
    --------
    >>> repaired(["", "a", "a", " b", "a_2"])
    ('1', 'a', 'a_3', 'b', 'a_2')

    Source: ours
    """
    taken = {name for name in names if not name_fault(name)}
    kept: set[str] = set()
    last: dict[str, int] = {}
    result = []
    for position, name in enumerate(names, 1):
        if name in taken and name not in kept:
            kept.add(name)
            result.append(name)
            continue
        clean = "".join(c if _allowed(c) else " " for c in name).strip(" ")[:MAX_NAME].rstrip(" ") or str(position)
        candidate = clean
        while candidate in taken or candidate in kept:
            last[clean] = last.get(clean, 1) + 1
            candidate = f"{clean[: MAX_NAME - 20]}_{last[clean]}"
        kept.add(candidate)
        result.append(candidate)
    return tuple(result)


def quote(text: str) -> str:
    r"""Write a text in quotation marks so that `Tokens` reads it back.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        A quotation mark becomes `\"`. A backslash stays single, which is how Gambit reads it, unless a quotation mark,
        another backslash or the end follows: then it is doubled, which Gambit writes but cannot read.

    Examples
    --------
    >>> print(quote('a"b'), quote("a\\b"), quote("a\\"))
    "a\"b" "a\b" "a\\"

    Source: ours
    """
    return '"' + _TO_ESCAPE.sub(r"\\\g<0>", text) + '"'
