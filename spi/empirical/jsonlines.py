"""Append-only files of one JSON object a line: a line that was torn when the writer died is dropped, no other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from spi.errors import FormatError

__all__ = ["JsonLines", "read_lines"]


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file with their line numbers; a last line without its end is not one.

    Parameters
    ----------
    path : Path

    Yields
    ------
    tuple of int and dict

    Raises
    ------
    FormatError
        For a complete line that is no object of JSON.

    Source: ours
    """
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    for number, line in enumerate(whole.splitlines(), start=1):
        try:
            entry = json.loads(line)
        except ValueError as error:  # not UTF-8, or not JSON
            raise FormatError(f"{error}; accepted: one JSON object a line", file=str(path), line=number) from None
        if not isinstance(entry, dict):
            raise FormatError("accepted: one JSON object a line", file=str(path), line=number)
        yield number, entry


class JsonLines:
    """A file that lines are appended to, from several threads too; each is handed over before `append` returns.

    Parameters
    ----------
    path : Path
        Made if it is not there. If its last line is torn, that line is cut off, so that what is appended can be read.

    Source: ours
    """

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        self._file = open(path, "ab+")  # noqa: SIM115 - closed by `close`
        end = self._file.seek(0, 2)
        self._file.seek(0)
        kept = self._file.read().rfind(b"\n") + 1
        if kept < end:
            self._file.truncate(kept)

    def append(self, entry: Mapping[str, Any]) -> None:
        """Write one object as one line."""
        line = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        with self._lock:
            self._file.write(line)
            self._file.flush()  # a killed process loses nothing that it was told; a power cut may

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> JsonLines:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
