"""The command about given counts: estimate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from spi.report.cli_answers import HOLDS, UNKNOWN, AsJson, show_document
from spi.report.cli_experiment import Figure, Html, Override, check_pages, write_pages

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="Example: spi estimate counts.csv --epsilon 1/10")(estimate)


def estimate(
    counts: Annotated[
        Path,
        typer.Argument(
            metavar="COUNTS",
            help="Counts: .csv with columns scenario, kind, response, count, and perhaps model and method; or .json. "
            "Or a log of responses, .jsonl.",
            show_default=False,
        ),
    ],
    baseline: Annotated[
        str, typer.Option(metavar="NAME", help="The method that others are compared with.")
    ] = "baseline",
    answer: Annotated[str, typer.Option(metavar="NAME", help="The answer whose rates are compared.")] = "concede",
    epsilon: Annotated[
        str, typer.Option(metavar="P", help="The largest gap of rates that is to count as none.")
    ] = "1/10",
    alpha: Annotated[str, typer.Option(metavar="P", help="The risk of a wrong verdict.")] = "1/20",
    scenarios: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Scenarios (repeat) that say which are clusters, and what games they are.",
            show_default=False,
        ),
    ] = None,
    execution: Annotated[str, typer.Option(metavar="P", help="How likely a refused threat is carried out.")] = "1",
    override: Override = "",
    html: Html = None,
    figure: Figure = None,
    as_json: AsJson = False,
) -> int:
    """What do counts of responses show about methods?

    The page of an experiment, for counts from elsewhere. Exit status 2 if a log of responses is refused by the gate:
    nothing is estimated from what it refused.
    """
    from spi.empirical.experiment_report import report_experiment
    from spi.empirical.reading import load_counts, load_responses
    from spi.empirical.responses import tabulate_counts, tabulate_responses
    from spi.empirical.scenarios.shelf import load_scenarios
    from spi.empirical.scenarios.triplets import triplet_game
    from spi.report.experiment_documents import report_json

    check_pages(figure)
    if counts.suffix == ".jsonl":
        log = load_responses(counts)
        table = tabulate_responses(log.responses, override=override, files=log.files)
    else:
        given = load_counts(counts)
        why = override or "counts were asked about as they are; their rows were seen by nobody here"
        table = tabulate_counts(given.cells, answers=given.answers, override=why, files=given.files)
    triplets = [triplet for name in scenarios or () for triplet in load_scenarios(name)]
    report = report_experiment(
        table,
        title=counts.name,
        baseline=baseline,
        answer=answer,
        epsilon=epsilon,
        alpha=alpha,
        clusters={triplet.name: triplet.cluster for triplet in triplets},
        games={triplet.name: triplet_game(triplet, execution=execution) for triplet in triplets},
    )
    write_pages(report, html, figure)
    if as_json:
        show_document("estimate", result=report_json(report))
    else:
        typer.echo(str(report))
    return UNKNOWN if report.is_refused else HOLDS
