"""Where the shelves are: finds the text of a file under `games/`, `programs/` or `proofs/`; knows no grammar."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from spi.errors import ShelfError

__all__ = ["SUFFIXES", "find_text", "list_shelf", "shelf_path"]

SUFFIXES = {"games": ".toml", "programs": ".py", "proofs": ".json"}
"""The shelves and the ending of their files."""

_OWN = SUFFIXES | {"games": ".toml (a strategic game: also .nfg or .efg)"}


def shelf_path(shelf: str) -> Path:
    """Folder of a shelf: inside the installed package, or beside the package in a checkout.

    Source: ours
    """
    package = Path(__file__).parent
    installed = package / "_shelves"
    return (installed if installed.is_dir() else package.parent) / shelf


def list_shelf(shelf: str) -> list[str]:
    """Names of the files on a shelf, `<source>/<name>`, sorted.

    Source: ours
    """
    root = shelf_path(shelf)
    suffix = SUFFIXES[shelf]
    return sorted(path.relative_to(root).with_suffix("").as_posix() for path in root.glob(f"*/*{suffix}"))


def find_text(shelf: str, name: str, *, among: Callable[[], Sequence[str]] | None = None) -> tuple[str, bytes]:
    """Content of a shelf file, or of a file of the user's own.

    Parameters
    ----------
    shelf : str
        `"games"`, `"programs"` or `"proofs"`.
    name : str
        `<source>/<name>` on the shelf, or a path that ends like the shelf's files.
    among : function to a sequence of names, optional
        The names that can be meant; asked only where there is no such file. Default: all of the shelf.

    Returns
    -------
    tuple of str and bytes
        The name for messages, and the content.

    Raises
    ------
    ShelfError
        With the closest names that exist.

    Source: ours
    """
    suffix = SUFFIXES[shelf]
    path = Path(name) if name.endswith(suffix) else shelf_path(shelf) / f"{name}{suffix}"
    if not name.endswith(suffix) and not _is_there(shelf_path(shelf), f"{name}{suffix}"):
        known = list_shelf(shelf) if among is None else among()
        close = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
        names = f"close names: {', '.join(close)}" if close else f"its names are like {known[0]}"
        raise ShelfError(f"no {name!r} on the shelf {shelf}/ ({names}); a file of your own has to end in {_OWN[shelf]}")
    try:
        return str(name), path.read_bytes()
    except OSError as error:
        there = _is_there(shelf_path(shelf), name)
        without = f"without it: {name.removesuffix(suffix)}" if there else "without it"
        raise ShelfError(
            f"cannot read {path}: {error.strerror}; accepted: a file {suffix}, or a name on the shelf {without}"
        ) from None


def _is_there(root: Path, name: str) -> bool:
    """Whether `<source>/<file>` is below the root in just these letters, whatever the file system makes of others."""
    source, _, file = name.partition("/")
    try:
        return source in os.listdir(root) and file in os.listdir(root / source)
    except OSError:  # a file where the folder would be
        return False
