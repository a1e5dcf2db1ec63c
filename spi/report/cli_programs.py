"""The command about programs: play."""

from __future__ import annotations

from typing import Annotated, Literal, cast

import typer

import spi
from spi.report.cli_answers import HOLDS, UNKNOWN, AsJson, show_document, show_names

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    fair, prudent = "barasz-et-al-2014/fair_bot", "barasz-et-al-2014/prudent_bot"
    app.command(epilog=f"Example: spi play {fair} {prudent} --game ours/prisoners-dilemma")(play)


def play(
    programs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PROGRAM",
            help="One for each player: source/name, a .py file, or source/name(keyword=value). None: list the shelf.",
            show_default=False,
        ),
    ] = None,
    game: Annotated[
        str | None, typer.Option(metavar="GAME", help="What is played; actions are checked.", show_default=False)
    ] = None,
    randomness: Annotated[
        str | None,
        typer.Option(metavar="HOW", help="For programs with chances: independent or shared.", show_default=False),
    ] = None,
    fuel: Annotated[int, typer.Option(metavar="N", help="Calls that the evaluation may make.", min=1)] = 10_000,
    as_json: AsJson = False,
) -> int:
    """Let programs that read each other's source meet."""
    from spi.programs.references import list_programs
    from spi.report.programs import encounter_json

    if not programs:
        return show_names("play", list_programs(), as_json, kind="programs")
    if randomness not in (None, "independent", "shared"):
        raise typer.BadParameter(f"--randomness {randomness}: accepted are independent and shared")
    played = None if game is None else spi.load_game(game)
    encounter = spi.play_programs(
        [spi.load_program(name) for name in programs],
        played,
        randomness=cast(Literal["independent", "shared"] | None, randomness),
        fuel=fuel,
    )
    if as_json:
        show_document("play", result=encounter_json(encounter))
    else:
        typer.echo(str(encounter))
    answer: object
    if encounter.joint is not None:
        answer = encounter.joint.law
    else:
        answer = encounter.outcome if encounter.law is None else encounter.law.laws
    return UNKNOWN if answer is spi.Undefined.UNKNOWN else HOLDS
