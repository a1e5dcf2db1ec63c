"""The command about commitments: lockout."""

from __future__ import annotations

from typing import Annotated

import typer

import spi
from spi.report.cli_answers import FAILS, HOLDS, AsJson, Save, answer, show_names, show_value

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    freeze = 'lock-out/value-freeze --at frozen --at "frozen, and war"'
    app.command(epilog=f"Example: spi lockout {freeze}")(lockout)


def lockout(
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE",
            help="A shelf name or a .toml file of commitments; none: list the shelf.",
            show_default=False,
        ),
    ] = None,
    at: Annotated[
        list[str] | None,
        typer.Option(metavar="STATE", help="The state asked about; repeat for states on the way.", show_default=False),
    ] = None,
    clause: Annotated[
        bool, typer.Option("--clause", help="Ask instead which smallest exception clauses would leave an SPI.")
    ] = False,
    certificate: Save = None,
    as_json: AsJson = False,
) -> int:
    """Do commitments lock out all safe Pareto improvements?

    Without --at: in which states of the graph, what would have helped, and which risk factors are there.
    """
    if file is None:
        return show_names("lockout", spi.list_games(kind="commitments"), as_json)
    graph = spi.load_commitments(file)
    if at:
        verdict = spi.decide_restoring_clause(graph, at) if clause else spi.decide_lock_out(graph, at)
        return answer("lockout", verdict, certificate, as_json)
    if clause or certificate is not None:
        raise typer.BadParameter("--clause and --certificate are about one state; accepted: them with --at STATE")
    from spi.report.lock_out import LockOutSurvey

    found = {state: verdict.result for state, verdict in spi.survey_lock_outs(graph).items()}
    locked = [state for state, result in found.items() if result.case != "open"]
    clauses = {state: spi.decide_restoring_clause(graph, state) for state in locked}
    show_value("lockout", LockOutSurvey(graph, found, clauses, spi.find_risk_factors(graph)), as_json)
    return HOLDS if locked else FAILS
