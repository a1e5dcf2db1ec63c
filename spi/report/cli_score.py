"""The command about negotiations that were conducted: score."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import spi
from spi.report.cli_answers import HOLDS, UNKNOWN, AsJson, show_document

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="Example: spi score talk.json --scenario negotiation/flat-and-lease")(score)


def score(
    transcript: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A transcript (.json), a log of LAMEN (.csv), or the log of a tournament (.jsonl).",
            show_default=False,
        ),
    ],
    scenario: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What was negotiated: a shelf name or a .toml file.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """What is a negotiation worth that was conducted?

    By its outcome, its course, and how honest it was. Whether there was a deal is said by detectors with names; sides
    whose notes name different deals are reported, and not averaged. Exit status 2: no result is valid, neither the
    stated one nor what any detector finds.
    """
    from spi.negotiation.scoring.transcript_scores import score_transcript
    from spi.negotiation.scoring.yardstick import yardstick
    from spi.negotiation.transcriptfile import load_transcript
    from spi.negotiation.transcripts import Invalid
    from spi.report import scores

    if transcript.suffix == ".jsonl":
        from spi.empirical.tournaments import read_tournament

        if scenario is not None:
            raise typer.BadParameter("a tournament's log says what was negotiated; accepted: it without --scenario")
        games = list(read_tournament(transcript))
        if not games:
            raise spi.FormatError("no match in it; accepted: the log of a tournament", file=str(transcript))
        if as_json:
            show_document("score", tournament=scores.tournament_json(games))
        else:
            typer.echo(scores.tournament_text(games))
        return HOLDS
    played, repairs = load_transcript(transcript, scenario=scenario)
    measure = yardstick(played.scenario)
    found = score_transcript(measure, played)
    if as_json:
        show_document("score", result=scores.score_json(measure, found, repairs))
    else:
        typer.echo(scores.score_text(measure, found, repairs))
    results = (found.stated, found.hard, found.soft)
    return UNKNOWN if all(isinstance(one, Invalid) for one in results) else HOLDS
