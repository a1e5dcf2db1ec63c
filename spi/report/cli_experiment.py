"""The command about experiments: experiment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from spi.report.cli_answers import HOLDS, UNKNOWN, AsJson, show_document

if TYPE_CHECKING:
    from spi.empirical.experiment_report import ExperimentReport

__all__ = ["Figure", "Html", "Override", "check_pages", "register", "write_pages"]

Override = Annotated[
    str, typer.Option(metavar="WHY", help="Why runs that the gate refuses shall count.", show_default=False)
]
Html = Annotated[
    Path | None, typer.Option("--html", metavar="PATH", help="Write the page as HTML here.", show_default=False)
]
Figure = Annotated[
    Path | None,
    typer.Option("--figure", metavar="PATH", help="Draw the gaps here (.svg, .pdf or .png).", show_default=False),
]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="Example: spi experiment toy.toml --folder toy-run")(experiment)


def experiment(
    spec: Annotated[
        Path,
        typer.Argument(
            metavar="SPEC", help="A .toml file that says what to run: see spi/empirical/README.md.", show_default=False
        ),
    ],
    folder: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="Where its log is kept; default: SPEC without .toml.", show_default=False),
    ] = None,
    network: Annotated[bool, typer.Option("--network", help="Allow calls of models; they can cost money.")] = False,
    retry_errors: Annotated[bool, typer.Option("--retry-errors", help="Ask again where calls failed.")] = False,
    by_scenario: Annotated[bool, typer.Option("--by-scenario", help="Counts and gaps of every scenario, too.")] = False,
    override: Override = "",
    html: Html = None,
    figure: Figure = None,
    as_json: AsJson = False,
) -> int:
    """Run an experiment with agents, and print what it shows.

    A run that was interrupted, or that ended with its budget, goes on where it stopped; no call is made twice. Exit
    status 2 if it is not finished or the gate refused a run: what it refused is counted, but not estimated from.
    """
    from spi.empirical.experiment_report import report_run
    from spi.empirical.experiment_spec import load_experiment
    from spi.empirical.runner import run_experiment
    from spi.report.experiment_counts import run_lines
    from spi.report.experiment_documents import report_json
    from spi.report.experiment_text import report_text

    check_pages(figure)
    read, kept = load_experiment(spec), folder or spec.with_suffix("")
    run = run_experiment(read, kept, network=network, retry_errors=retry_errors, progress=not as_json)
    report = report_run(read, kept, run.responses, override=override)
    write_pages(report, html, figure)
    if as_json:
        show_document(
            "experiment",
            episodes=run.episodes,
            stopped=run.stopped or None,
            calls=run.calls,
            tokens=run.tokens,
            result=report_json(report),
        )
    else:
        typer.echo("\n".join([*run_lines(run), report_text(report, by_scenario=by_scenario)]))
    return UNKNOWN if run.stopped or report.is_refused else HOLDS


def check_pages(figure: Path | None) -> None:
    """Refuse the name of a figure that cannot be written, before the work is done."""
    if figure is not None:
        from spi.report.experiment_figure import require_picture

        require_picture(figure)


def write_pages(report: ExperimentReport, html: Path | None, figure: Path | None) -> None:
    """Write the page and the figure, where they are asked for."""
    from spi.core.verdict import write_text

    if html is not None:
        from spi.report.experiment_html import report_page

        write_text(html, report_page(report))
    if figure is not None:
        from spi.report.experiment_figure import draw_report, save_figure

        save_figure(draw_report(report), figure)
