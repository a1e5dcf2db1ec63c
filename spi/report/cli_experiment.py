"""The command about experiments: experiment."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from spi.empirical.counts import count_responses
from spi.empirical.experiment_spec import load_experiment
from spi.empirical.runner import run_experiment
from spi.report import documents
from spi.report.cli_answers import HOLDS, UNKNOWN, AsJson
from spi.report.experiments import run_text

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="Example: spi experiment toy.toml --folder toy-run")(experiment)


def experiment(
    spec: Annotated[Path, typer.Argument(help="A .toml file that says what to run.", show_default=False)],
    folder: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="Where its log is kept; default: SPEC without .toml.", show_default=False),
    ] = None,
    network: Annotated[bool, typer.Option("--network", help="Allow calls of models; they can cost money.")] = False,
    retry_errors: Annotated[bool, typer.Option("--retry-errors", help="Ask again where calls failed.")] = False,
    by_scenario: Annotated[bool, typer.Option("--by-scenario", help="A line of counts for every scenario.")] = False,
    as_json: AsJson = False,
) -> int:
    """Run an experiment with agents, or what is left of it, and count the answers.

    A run that was interrupted, or that ended with its budget, goes on where it stopped; no call is made twice.
    """
    read = load_experiment(spec)
    run = run_experiment(
        read, folder or spec.with_suffix(""), network=network, retry_errors=retry_errors, progress=not as_json
    )
    if as_json:
        document = {
            "schema": documents.SCHEMA,
            "command": "experiment",
            "episodes": run.episodes,
            "stopped": run.stopped or None,
            "calls": run.calls,
            "tokens": run.tokens,
            "cells": [
                {
                    "model": cell.model,
                    "method": cell.method,
                    "scenario": cell.scenario,
                    "kind": cell.kind,
                    "answers": cell.answers,
                    "missing": cell.missing,
                    "errors": cell.errors,
                }
                for cell in count_responses(run.responses)
            ],
        }
        typer.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        typer.echo(run_text(run, by_scenario=by_scenario))
    return UNKNOWN if run.stopped else HOLDS
