from pathlib import Path

import pytest

import spi
from spi.core.verdict import write_text


def test_unknown_is_neither_yes_nor_no(tmp_path: Path) -> None:
    unknown = spi.Unknown("is it?", "the budget ran out", 7)
    with pytest.raises(spi.UndecidedError, match="unknown"):
        bool(unknown)
    with pytest.raises(spi.SpiError, match="no evidence"):
        unknown.save(tmp_path / "x.json")
    assert list(tmp_path.iterdir()) == []
    assert "UNKNOWN" in str(unknown)


def test_files_are_written_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(spi.SpiError, match="cannot write"):
        write_text(tmp_path / "missing" / "x.json", "text")
    (tmp_path / "folder").mkdir()
    with pytest.raises(spi.SpiError, match="cannot write"):
        write_text(tmp_path / "folder", "text")
    with pytest.raises(UnicodeEncodeError):
        write_text(tmp_path / "x.json", "\ud800")
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]
    write_text(tmp_path / "x.json", "old")
    write_text(tmp_path / "x.json", "new")
    assert (tmp_path / "x.json").read_text() == "new"
