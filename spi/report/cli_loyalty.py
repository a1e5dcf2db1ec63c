"""The command about agents that bargain for a principal: loyalty."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

import spi
from spi.report.cli_answers import HOLDS, AsJson, show_document

if TYPE_CHECKING:
    from spi.empirical.responses import ResponseTable

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="Example: spi loyalty --groups 2")(loyalty)


def loyalty(
    results: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            help="scored.jsonl, or records of PrincipalBench's website (a .json file or a folder), or .jsonl or .csv "
            "of responses; without it, the public counts.",
            show_default=False,
        ),
    ] = None,
    trajectories: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The conversations of scored.jsonl.", show_default=False)
    ] = None,
    split: Annotated[
        str | None, typer.Option(metavar="training|held-out", help="Of website records.", show_default=False)
    ] = None,
    trust_empty: Annotated[
        bool, typer.Option("--trust-empty", help="Believe empty verdicts, as the published figures do.")
    ] = False,
    override: Annotated[
        str, typer.Option(metavar="WHY", help="Why runs that the gate refuses shall count.", show_default=False)
    ] = "",
    groups: Annotated[int, typer.Option(metavar="N", help="Mixtures of up to so many groups.", min=1, max=6)] = 3,
    as_json: AsJson = False,
) -> int:
    """Whose side are agents on, by leaks, harm and refusals?

    With bounds for missing verdicts.
    """
    from spi.empirical.loyalty.analysis import analyse_loyalty
    from spi.report.loyalty import loyalty_json, loyalty_text

    table = _table(results, trajectories, split, "clean" if trust_empty else "missing", override)
    try:
        analysis = analyse_loyalty(table, groups=groups)
    except spi.SpiError:
        if not as_json:
            typer.echo(str(table.gate))  # the report is shown above all if nobody passes
        raise
    if as_json:
        show_document("loyalty", result=loyalty_json(analysis))
    else:
        typer.echo(loyalty_text(analysis))
    return HOLDS


def _table(
    results: Path | None,
    trajectories: Path | None,
    split: str | None,
    empty: Literal["missing", "clean"],
    override: str,
) -> ResponseTable:
    from spi.empirical.loyalty.public import public_table
    from spi.empirical.loyalty.readers import load_explorer, load_scored
    from spi.empirical.loyalty.rows import ANSWERS, LOYALTY_RULES, loyalty_table
    from spi.empirical.reading import load_responses
    from spi.empirical.responses import tabulate_responses

    if split not in (None, "training", "held-out"):
        raise typer.BadParameter(f"--split {split}: accepted are training and held-out")
    if results is None:
        return public_table(held_out=split == "held-out")
    if trajectories is not None:
        read = load_scored(results, trajectories=trajectories, empty_verdicts=empty)
    elif results.is_dir() or results.suffix == ".json":
        read = load_explorer(results, split=split, empty_verdicts=empty)
    elif results.suffix == ".jsonl" and _is_scored(results):
        read = load_scored(results, empty_verdicts=empty)
    else:
        given = load_responses(results)
        return tabulate_responses(
            given.responses, answers=ANSWERS, rules=LOYALTY_RULES, override=override, files=given.files
        )
    return loyalty_table(read.rows, override=override, files=read.files)


def _is_scored(path: Path) -> bool:
    """Are its lines scored conversations, not responses?"""
    from spi.empirical.reading import json_lines, read_file

    text, record = read_file(path)
    return "harm" in next(json_lines(text, file=record.name), (0, {}))[1]
