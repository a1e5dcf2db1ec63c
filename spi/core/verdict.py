"""Three-valued answers, each with its evidence."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, NoReturn, TypeVar

from spi.core.display import html_of, one_line
from spi.errors import SpiError, UndecidedError

__all__ = ["Certificate", "Fails", "Holds", "Unknown", "Verdict", "write_content", "write_text"]

T = TypeVar("T", covariant=True)
R = TypeVar("R", covariant=True)


@dataclass(frozen=True, slots=True)
class Certificate:
    """The evidence of a verdict, as the text that the checker reads; its format is `proofs/README.md`.

    Parameters
    ----------
    text : str
        JSON, ended by a line feed.

    Source: ours
    """

    text: str

    def as_dict(self) -> dict[str, Any]:
        """The parsed JSON."""
        data: dict[str, Any] = json.loads(self.text)
        return data

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write it to a file, whole or not at all; raises `SpiError` with the reason if that is not possible."""
        write_text(path, self.text)

    def __repr__(self) -> str:
        return f"<Certificate: {len(self.text):,} characters>"

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Holds(Generic[T]):
    """Yes, and a certificate that the checker has accepted.

    Parameters
    ----------
    claim : str
        What holds, in one sentence.
    result : object
        What was found; its type depends on the question.
    certificate : Certificate
        The evidence.
    assumptions : tuple of str
        What is assumed of the representatives.
    recomputed, trusted : tuple of str
        What the checker worked out again, and which theorems it took for granted.

    Source: ours
    """

    claim: str
    result: T
    certificate: Certificate
    assumptions: tuple[str, ...]
    recomputed: tuple[str, ...]
    trusted: tuple[str, ...]

    def __bool__(self) -> bool:
        return True

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the certificate to a file; `spi.load_verdict` reads it again."""
        self.certificate.save(path)

    def __repr__(self) -> str:
        return one_line("Holds", self.claim)

    def __str__(self) -> str:
        return _text(self)

    def _repr_html_(self) -> str:
        return _html(self)


@dataclass(frozen=True, slots=True)
class Fails(Generic[R]):
    """No, and a counterexample or refutation that the checker has accepted.

    Parameters
    ----------
    claim : str
        What does not hold, in one sentence.
    result : object
        The counterexample, or a summary of the refutation.
    certificate, assumptions, recomputed, trusted
        As those of `Holds`.

    Source: ours
    """

    claim: str
    result: R
    certificate: Certificate
    assumptions: tuple[str, ...]
    recomputed: tuple[str, ...]
    trusted: tuple[str, ...]

    def __bool__(self) -> bool:
        return False

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the certificate to a file; `spi.load_verdict` reads it again."""
        self.certificate.save(path)

    def __repr__(self) -> str:
        return one_line("Fails", self.claim)

    def __str__(self) -> str:
        return _text(self)

    def _repr_html_(self) -> str:
        return _html(self)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Neither yes nor no: the budget ran out. It is an error to use it as a truth value.

    Parameters
    ----------
    question : str
        What was asked.
    reason : str
        Why there is no answer, and what would help.
    spent : int
        Steps taken.
    search : object
        Where the question can be taken up again (`resume=`), or None.

    Source: ours
    """

    question: str
    reason: str
    spent: int
    search: object = field(default=None, repr=False, compare=False)

    def __bool__(self) -> NoReturn:
        raise UndecidedError(
            f"the answer is unknown ({self.reason}); test isinstance(verdict, spi.Unknown) before using it as yes or no"
        )

    def save(self, path: str | os.PathLike[str]) -> NoReturn:
        """There is nothing to save: raises `SpiError`."""
        raise SpiError(
            f"an unknown answer carries no evidence, so {os.fspath(path)} is not written; ask with a larger budget"
        )

    def __repr__(self) -> str:
        return one_line("Unknown", self.question)

    def __str__(self) -> str:
        return _text(self)

    def _repr_html_(self) -> str:
        return _html(self)


Verdict = Holds[T] | Fails[R] | Unknown
"""A three-valued answer."""


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Write a file whole or not at all: to a temporary file in the same folder, then renamed.

    Parameters
    ----------
    path : path
        Its folder must exist; a file that is there is replaced.
    text : str
        Written as UTF-8.

    Raises
    ------
    SpiError
        If the file cannot be written; nothing is left behind then.

    Source: ours
    """
    write_content(path, text.encode())


def write_content(path: str | os.PathLike[str], content: bytes) -> None:
    """Write a file whole or not at all, as `write_text` does.

    Source: ours
    """
    target = Path(path)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise _unwritten(target, error) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)  # mkstemp makes it private
        os.replace(name, target)
    except OSError as error:
        os.unlink(name)
        raise _unwritten(target, error) from None
    except BaseException:
        os.unlink(name)
        raise


def _unwritten(target: Path, error: OSError) -> SpiError:
    return SpiError(
        f"cannot write {target}: {error.strerror}; accepted: the path of a file, in a folder that exists and can be "
        "written to"
    )


def _text(verdict: object) -> str:
    from spi.report.text import verdict_text

    return verdict_text(verdict)


def _html(verdict: object) -> str:
    from spi.report.html import verdict_html

    return verdict_html(verdict)
