"""Tables of TOML: which keys they may have, which they must have, and of what type the values are."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from spi.errors import GameError

__all__ = ["check_entry"]

_WORDS: dict[type, str] = {int: "a whole number", str: "a string", dict: "a table", list: "a list"}


def check_entry(place: str, entry: Mapping[str, object], known: Mapping[str, type], optional: Collection[str]) -> None:
    """Check the keys of a table and the types of their values.

    Parameters
    ----------
    place : str
        Which table it is, for messages.
    entry : mapping
    known : mapping from key to int, str, dict or list
    optional : collection of str
        The keys that may be left out.

    Raises
    ------
    GameError
        For the first key that is not known or value of another type, or for all keys that are missing.

    Source: ours
    """
    for key, value in entry.items():
        if key not in known:
            raise GameError(f"{place}: the key {key!r}; accepted: {', '.join(known)}")
        if not isinstance(value, known[key]) or isinstance(value, bool):
            raise GameError(f"{place}: {key} = {value!r}; accepted: {_WORDS[known[key]]}")
    if missing := [key for key in known if key not in entry and key not in optional]:
        words = ", ".join(f"{key!r} ({_WORDS[known[key]]})" for key in missing)
        are, them = ("are", "all of them") if len(missing) > 1 else ("is", "it")
        raise GameError(f"{place}: {words} {are} missing; accepted: with {them}")
