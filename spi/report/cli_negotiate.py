"""The command about negotiations: negotiate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import spi
from spi.report.cli_answers import HOLDS, AsJson, Save, answer, show_document, show_names

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="Example: spi negotiate negotiation/flat-and-lease --plot flat.svg")(negotiate)


def negotiate(
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE",
            help="A shelf name or a .toml file of a negotiation; none: list the shelf.",
            show_default=False,
        ),
    ] = None,
    plot: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="Draw payoffs, frontier and solutions into this file.", show_default=False),
    ] = None,
    prove: Annotated[bool, typer.Option("--prove", help="Prove that the frontier is complete.")] = False,
    certificate: Save = None,
    as_json: AsJson = False,
) -> int:
    """What is efficient, and what do bargaining solutions choose?"""
    from spi.report import negotiation  # loads what only negotiations need

    if file is None:
        return show_names("negotiate", spi.list_games(kind="negotiation"), as_json)
    if certificate is not None and not prove:
        raise typer.BadParameter("--certificate is about the frontier; accepted: it with --prove")
    if prove and as_json:
        raise typer.BadParameter("--prove prints no JSON; accepted: --certificate PATH, which is JSON")
    talks = spi.load_negotiation(file)
    if plot is not None:
        from matplotlib import pyplot

        from spi.report.experiment_figure import save_figure
        from spi.report.payoff_space import draw_payoff_space

        draw_payoff_space(talks)
        try:
            save_figure(pyplot.gcf(), plot)
        finally:
            pyplot.close()
    if prove:
        return answer("negotiate", spi.prove_frontier(talks), certificate, as_json)
    if as_json:
        show_document("negotiate", result=negotiation.theory_json(talks))
    else:
        typer.echo(negotiation.theory_text(talks))
    return HOLDS
