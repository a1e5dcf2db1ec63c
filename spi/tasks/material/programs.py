"""Programs as items show them: the code of families from the shelf, and files of settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spi import shelves
from spi.core.gamefile import quote

__all__ = ["READING", "family_source", "setting_text"]

READING = (
    "Programs read each other's code: a program is called with the opponent's code as its argument, `==` compares "
    "code, `match` asks whether the code is that of a member of a family and with which parameters, `outcome(p, q)` is "
    "what one's own program p and the other's program q do when they face each other, written in the order of the "
    "players, `mine` takes one's own part of it, and a map leaves alone what it does not list."
)
"""What has to be known to read the code of families."""


def family_source(*names: str) -> str:
    """The code of families of the shelf, each definition once, without their comments, so that it can be shown.

    Parameters
    ----------
    *names : str
        Such as `"ours/always"`.

    Returns
    -------
    str

    Source: ours
    """
    found: list[str] = []
    for name in names:
        text = shelves.find_text("programs", name)[1].decode()
        found += text.split('"""', 2)[2].strip().split("\n\n\n")
    return "\n\n\n".join(dict.fromkeys(found))


def setting_text(
    title: str,
    players: Sequence[str],
    programs: Sequence[Mapping[str, str]],
    *tables: str,
    top: Sequence[str] = (),
    spaces: Sequence[Sequence[str]] = (),
) -> str:
    """A file of a setting, beside a file `game.toml`.

    Parameters
    ----------
    title : str
    players : sequence of n str
    programs : sequence of mappings
        From names to programs named in one line, usually one mapping for each player.
    *tables : str
        Further tables of the file, such as that of the transformation.
    top : sequence of str
        Lines before all tables.
    spaces : sequence of n sequences of str
        The names of each player's programs, if they are not those of her mapping.

    Returns
    -------
    str

    Source: ours
    """
    lines = ['kind = "programs"', f"title = {quote(title)}", 'source = "ours"', 'game = "game.toml"', *top, ""]
    lines += ["[programs]", *(f"{name} = {quote(text)}" for own in programs for name, text in own.items())]
    lines += ["", "[spaces]"]
    for player, own in zip(players, spaces or programs, strict=True):
        lines.append(f"{quote(player)} = [{', '.join(map(quote, own))}]")
    return "\n".join([*lines, *(f"\n{table}" for table in tables)]) + "\n"
