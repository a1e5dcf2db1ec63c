"""What the commands share: how answers and faults are shown, exit statuses, options that several commands have."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

import spi
from spi.report.schema import SCHEMA

__all__ = [
    "BAD_INPUT",
    "FAILS",
    "HOLDS",
    "INTERNAL",
    "INTERRUPTED",
    "UNKNOWN",
    "AsJson",
    "GameName",
    "Keep",
    "Save",
    "SubsetGame",
    "Support",
    "answer",
    "read_actions",
    "read_outcomes",
    "read_subset_game",
    "show_document",
    "show_fault",
    "show_names",
    "show_value",
]

HOLDS, FAILS, UNKNOWN, BAD_INPUT, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 70, 130  # 130: as shells say it

# newer versions of typer carry a copy of click; all export BadParameter, whose bases are the errors that are meant
_UsageError: type[Exception] = typer.BadParameter.__mro__[1]

GameName = Annotated[
    str,
    typer.Argument(
        metavar="GAME",
        help="A name on the shelf (spi show lists them) or a .toml, .nfg or .efg file.",
        show_default=False,
    ),
]
SubsetGame = Annotated[
    str | None, typer.Argument(metavar="SUBSET", help="The subset game: shelf name or .toml file.", show_default=False)
]
Keep = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PLAYER=A,B",
        help="Instead of SUBSET: the actions a player keeps, payoffs unchanged.",
        show_default=False,
    ),
]
Support = Annotated[
    list[str] | None,
    typer.Option(metavar="A,B", help="An outcome that can occur (repeat); default: all.", show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Save = Annotated[
    Path | None, typer.Option("--certificate", metavar="PATH", help="Write the certificate here.", show_default=False)
]


def answer(
    command: str, verdict: spi.Holds[Any] | spi.Fails[Any] | spi.Unknown, path: Path | None, as_json: bool
) -> int:
    """Show a verdict, write its certificate if a path is given, and return the exit status."""
    saved = None
    if path is not None and not isinstance(verdict, spi.Unknown):
        verdict.save(path)
        saved = str(path)
    show_value(command, verdict, as_json, saved)
    if saved is not None and not as_json:
        typer.echo(f"certificate:    {saved}")
    if isinstance(verdict, spi.Unknown):
        return UNKNOWN
    return HOLDS if verdict else FAILS


def show_value(command: str, value: object, as_json: bool, saved: str | None = None) -> None:
    """Print what was found, as text or as a JSON document."""
    if as_json:
        from spi.report.documents import document  # loads what all commands are about

        _echo_json(document(command, value, saved))
    else:
        typer.echo(str(value))


def show_document(command: str, **keys: object) -> None:
    """Print a JSON document of these keys."""
    _echo_json({"schema": SCHEMA, "command": command, **keys})


def show_names(command: str, names: Sequence[str], as_json: bool, *, kind: str = "games") -> int:
    """List the shelf, for a command that was given nothing; the exit status."""
    if as_json:
        show_document(command, **{kind: names})
    else:
        typer.echo("\n".join(names))
    return HOLDS


def show_fault(error: Exception, message: str, arguments: Sequence[str]) -> None:
    """Say what was wrong with the input or the call."""
    if "--json" in arguments:
        _echo_json({"schema": SCHEMA, "error": {"type": type(error).__name__, "message": message}})
    else:
        typer.echo(f"error: {message}", err=True)
        if isinstance(error, _UsageError):
            path = getattr(getattr(error, "ctx", None), "command_path", None) or " ".join(["spi", *arguments[:1]])
            typer.echo(f"try: {path} --help", err=True)


def read_actions(option: str) -> list[str]:
    """`A,B` as a list of names."""
    return [action.strip() for action in option.split(",")]


def read_outcomes(support: Sequence[str] | None) -> list[list[str]] | None:
    """The outcomes of --support; None without any."""
    return [read_actions(outcome) for outcome in support] if support else None


def read_subset_game(game: spi.Game, subset: str | None, keep: Sequence[str] | None) -> spi.Game:
    """The subset game that is named, or that --keep describes."""
    if (subset is None) == (not keep):
        raise typer.BadParameter("name the subset game, or give --keep PLAYER=ACTION,ACTION (one of the two)")
    if subset is not None:
        return spi.load_game(subset)
    kept = {}
    for option in keep or ():
        player, equals, actions = option.partition("=")
        if not equals:
            raise typer.BadParameter(f"--keep {option!r}; accepted: PLAYER=ACTION,ACTION")
        kept[player.strip()] = read_actions(actions)
    return spi.subset_game(game, kept)


def _echo_json(document: Mapping[str, object]) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False, indent=1))
