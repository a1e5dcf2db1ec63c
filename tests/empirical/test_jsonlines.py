"""A torn last line is dropped, every other fault is told."""

from pathlib import Path

import pytest

from spi.empirical.jsonlines import JsonLines, read_lines
from spi.errors import FormatError


def test_a_torn_last_line_is_dropped_and_written_over(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    with JsonLines(path) as lines:
        lines.append({"n": 1, "word": "für"})
        lines.append({"n": 2})
    path.write_bytes(path.read_bytes() + '{"n": 3, "word": "fü'.encode()[:-1])
    assert [entry["n"] for _, entry in read_lines(path)] == [1, 2]
    with JsonLines(path) as lines:
        lines.append({"n": 4})
    assert [(line, entry["n"]) for line, entry in read_lines(path)] == [(1, 1), (2, 2), (3, 4)]


def test_a_file_that_is_nothing_but_a_torn_line(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text('{"n"')
    with JsonLines(path):
        pass
    assert path.read_bytes() == b""


@pytest.mark.parametrize("line", [b"{torn\n", b"[1]\n", b"\xff\n"])
def test_a_fault_elsewhere_is_not_passed_over(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(b'{"n": 1}\n' + line + b'{"n": 2}\n')
    with pytest.raises(FormatError, match="line 2"):
        list(read_lines(path))
