"""Everything that `spi` raises on purpose: one root, each child also the nearest builtin."""

from __future__ import annotations


class SpiError(Exception):
    """Root of all errors raised by this library."""


class GameError(SpiError, ValueError):
    """A game, profile or number that is not what the mathematics needs; the message says where and what would be."""


class FormatError(SpiError, ValueError):
    """A text that cannot be read: `file`, `line` and `column` (1-based, 0 if unknown) say where.

    Parameters
    ----------
    why : str
        What is wrong and what would be accepted.
    file : str
        Name of the text.
    line, column : int
        Position of the fault, counted from 1; 0 when the fault has no single place.
    text : str
        The line at fault, shown with a caret.
    """

    def __init__(self, why: str, *, file: str = "<text>", line: int = 0, column: int = 0, text: str = "") -> None:
        self.why, self.file, self.line, self.column, self.text = why, file, line, column, text
        place = file + (f", line {line}" if line else "") + (f", column {column}" if column else "")
        caret = f"\n    {text}\n    {' ' * (column - 1)}^" if text and column else ""
        super().__init__(f"{place}: {why}{caret}")


class HypothesisError(SpiError, ValueError):
    """The question does not meet a condition of the theorem or procedure that would answer it; names the condition."""


class ProgramError(SpiError, ValueError):
    """A program that is put together or used in a way that its language does not have; says what would be accepted."""


class OverBudgetError(HypothesisError):
    """More would have to be visited or played than the budget allows; nothing is counted then."""


class BudgetError(SpiError, RuntimeError):
    """The next call of a model would exceed the budget of its experiment; it was not made."""


class ShelfError(SpiError, LookupError):
    """No such file on the shelves."""


class RefusedError(SpiError, ValueError):
    """A certificate that the checker does not accept: `place`, `rule` and `why` are the checker's words."""

    def __init__(self, name: str, place: str, rule: str, why: str) -> None:
        self.name, self.place, self.rule, self.why = name, place, rule, why
        super().__init__(f"{name}: refused at {place} ({rule}): {why}")


class UndecidedError(SpiError, TypeError):
    """An `Unknown` was used as if it were a yes or a no."""
