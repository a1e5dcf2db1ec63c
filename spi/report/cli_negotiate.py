"""The command about negotiations: negotiate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from spi.core.gamefile import list_games
from spi.errors import HypothesisError, SpiError
from spi.negotiation.scenariofile import load_negotiation
from spi.report import documents
from spi.report.cli_answers import HOLDS, AsJson, Save, answer

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="Example: spi negotiate negotiation/flat-and-lease --plot flat.svg")(negotiate)


def negotiate(
    file: Annotated[
        str | None,
        typer.Argument(help="A shelf name or a .toml file of a negotiation; none: list the shelf.", show_default=False),
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
        names = list_games(kind="negotiation")
        listed = json.dumps({"schema": documents.SCHEMA, "command": "negotiate", "games": names})
        typer.echo(listed if as_json else "\n".join(names))
        return HOLDS
    if certificate is not None and not prove:
        raise typer.BadParameter("--certificate is about the frontier; accepted: it with --prove")
    talks = load_negotiation(file)
    if plot is not None:
        from matplotlib import pyplot

        from spi.report.payoff_space import draw_payoff_space

        axes = draw_payoff_space(talks)
        try:
            pyplot.savefig(plot)
        except (OSError, ValueError) as error:
            raise SpiError(f"cannot draw into {plot}: {error}") from None
        finally:
            pyplot.close(axes.get_figure())  # type: ignore[arg-type]
    if prove:
        if as_json:
            raise HypothesisError("--prove prints no JSON; accepted: --certificate PATH, which is JSON")
        from spi.analysis.frontiers import prove_frontier

        return answer("negotiate", prove_frontier(talks), certificate, as_json)
    if as_json:
        found = {"schema": documents.SCHEMA, "command": "negotiate", "result": negotiation.theory_json(talks)}
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        typer.echo(negotiation.theory_text(talks))
    return HOLDS
