"""The command `spi`. Exit status: 0 holds, 1 fails, 2 unknown, 3 bad input, 70 internal error, 130 interrupted."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

import spi
from spi.report import (
    cli_concession,
    cli_coordination,
    cli_estimate,
    cli_experiment,
    cli_lock_out,
    cli_loyalty,
    cli_negotiate,
    cli_profiles,
    cli_programs,
    cli_score,
    cli_tasks,
)
from spi.report.cli_answers import (
    BAD_INPUT,
    FAILS,
    HOLDS,
    INTERNAL,
    INTERRUPTED,
    UNKNOWN,
    AsJson,
    GameName,
    Keep,
    Save,
    SubsetGame,
    Support,
    answer,
    read_outcomes,
    read_subset_game,
    show_document,
    show_fault,
    show_names,
    show_value,
)

__all__ = ["app", "main"]

_ClickError: type[Exception] = typer.BadParameter.__mro__[2]  # see `cli_answers`

app = typer.Typer(
    help="Decide questions about safe Pareto improvements (SPIs) exactly, with checkable evidence.",
    epilog="Each spi COMMAND --help has an example. "
    "Exit status: 0 holds, 1 fails, 2 unknown, 3 bad input, 70 internal error.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Budget = Annotated[int, typer.Option(metavar="N", help="Search nodes to visit at most.", min=1)]
Unilateral = Annotated[bool, typer.Option("--unilateral", help="Ask for one that a single player can bring about.")]
By = Annotated[
    str | None, typer.Option(metavar="PLAYER", help="Ask for one that this player can bring about.", show_default=False)
]
Duplicates = Annotated[bool, typer.Option("--duplicates", help="Assume that duplicate actions are interchangeable.")]


@app.command(epilog="Example: spi decide oesterheld-conitzer-2022/temptation --unilateral")
def decide(
    game: GameName,
    strict: Annotated[bool, typer.Option(help="Ask for a strict SPI, or for any non-trivial one.")] = True,
    unilateral: Unilateral = False,
    by: By = None,
    duplicates: Duplicates = False,
    printed: Annotated[
        bool, typer.Option("--printed", help="With --no-strict: Definition 5 as printed (erratum D13).")
    ] = False,
    budget: Budget = 200_000,
    cp_sat: Annotated[bool, typer.Option("--cp-sat", help="Let CP-SAT look as well (extra: search).")] = False,
    progress: Annotated[bool, typer.Option("--progress", help="Show how far the search is.")] = False,
    certificate: Save = None,
    as_json: AsJson = False,
) -> int:
    """Is there an SPI of this game?

    By default a strict one, in which all players may take part.
    """
    verdict = spi.decide_spi(
        spi.load_game(game),
        strict=strict,
        unilateral=by or unilateral,
        duplicates=duplicates,
        printed=printed,
        budget=budget,
        cp_sat=cp_sat,
        progress=progress,
    )
    return answer("decide", verdict, certificate, as_json)


@app.command(epilog='Example: spi verify oesterheld-conitzer-2022/temptation --keep "Player 1=R" --strict')
def verify(
    game: GameName,
    subset: SubsetGame = None,
    keep: Keep = None,
    strict: Annotated[bool, typer.Option("--strict", help="Ask for a strict SPI.")] = False,
    support: Support = None,
    certificate: Save = None,
    as_json: AsJson = False,
) -> int:
    """Is this subset game an SPI of this game?"""
    loaded = spi.load_game(game)
    smaller = read_subset_game(loaded, subset, keep)
    verdict = spi.verify_spi(loaded, smaller, strict=strict, support=read_outcomes(support))
    return answer("verify", verdict, certificate, as_json)


@app.command(epilog="Example: spi find ours/two-block-rock-paper-scissors")
def find(
    game: GameName,
    strict: Annotated[bool, typer.Option(help="Strict SPIs, or all non-trivial ones.")] = True,
    unilateral: Unilateral = False,
    by: By = None,
    duplicates: Duplicates = False,
    budget: Budget = 200_000,
    as_json: AsJson = False,
) -> int:
    """All strict SPIs of a game, and which are maximal.

    With --no-strict also those under which nobody ever gains.
    """
    found = spi.find_spis(
        spi.load_game(game), strict=strict, unilateral=by or unilateral, duplicates=duplicates, budget=budget
    )
    show_value("find", found, as_json)
    if found.spis:
        return HOLDS
    return FAILS if found.complete else UNKNOWN


@app.command(epilog="Example: spi reduce oesterheld-conitzer-2022/demand-game")
def reduce(
    game: GameName,
    mixed: Annotated[bool, typer.Option("--mixed", help="Also delete what only a mixture dominates.")] = False,
    duplicates: Annotated[bool, typer.Option("--duplicates", help="Also merge duplicate actions.")] = False,
    as_json: AsJson = False,
) -> int:
    """Delete strictly dominated actions, step by step."""
    reduction = spi.reduce(spi.load_game(game), dominance="mixed" if mixed else "pure", duplicates=duplicates)
    show_value("reduce", reduction, as_json)
    return HOLDS


@app.command(epilog="Example: spi show oesterheld-conitzer-2022/complicated-temptation")
def show(
    game: Annotated[
        str | None,
        typer.Argument(
            metavar="GAME",
            help="A shelf name or a .toml, .nfg or .efg file; without it, all names.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Show a game, or list the shelf.

    Actions that elimination removes stand in brackets.
    """
    if game is None:
        return show_names("show", spi.list_games(), as_json)
    loaded = spi.load_game(game)
    if as_json:
        show_value("show", loaded, as_json)
    else:
        from spi.report.text import game_text

        typer.echo(game_text(loaded, spi.reduce(loaded).reduced))
        typer.echo(f"digest {loaded.digest}")
    return HOLDS


@app.command(epilog="Example: spi convert oesterheld-conitzer-2022/temptation temptation.nfg")
def convert(
    game: GameName,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write: .toml or .nfg.", show_default=False)],
    counted: Annotated[
        bool, typer.Option("--counted", help=".nfg with counted actions, as OpenSpiel reads it; names are lost.")
    ] = False,
    repair_names: Annotated[
        bool, typer.Option("--repair-names", help="Accept empty and repeated names in .nfg and .efg, and repair them.")
    ] = False,
) -> int:
    """Convert a game between file formats.

    An .efg file is read, as its reduced strategic form.
    """
    form = {".toml": "toml", ".nfg": "nfg-payoff" if counted else "nfg"}.get(path.suffix)
    if form is None or (counted and path.suffix != ".nfg"):
        raise typer.BadParameter(f"{path}: accepted endings are .toml and .nfg (--counted is for .nfg)")
    from spi.core.verdict import write_text

    loaded = spi.load_game(game, repair_names=repair_names)
    write_text(path, spi.write_as(loaded, form))
    typer.echo(f"{path}: {loaded!r}")
    return HOLDS


@app.command(epilog="Example: spi reproduce oesterheld-conitzer-2022")
def reproduce(
    source: Annotated[
        str | None,
        typer.Argument(metavar="SOURCE", help="A paper, as docstrings cite it; none: list them.", show_default=False),
    ] = None,
    table: Annotated[bool, typer.Option("--table", help="Print node -> name -> proof as Markdown instead.")] = False,
    as_json: AsJson = False,
) -> int:
    """Run the claims of a paper again, and those of its errata."""
    if source is None:
        from spi.empirical.literature import CLAIMS

        return show_names("reproduce", list(CLAIMS), as_json, kind="sources")
    rows = list(spi.reproduce(source))
    if table:
        from spi.report.nodes import node_table

        typer.echo(node_table(source, rows), nl=False)
    elif as_json:
        show_value("reproduce", rows, as_json)
    else:
        from spi.report.text import reproduction_text

        typer.echo(reproduction_text(rows))
    return HOLDS if all(row.finding.confirmed for row in rows if row.finding is not None) else FAILS


@app.command(epilog="Example: spi decide ours/chicken --certificate mine.json; spi check mine.json --game ours/chicken")
def check(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE", help="Certificates.", show_default=False)],
    game: Annotated[
        str | None, typer.Option(metavar="GAME", help="They have to be about this game.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Check certificates with the independent checker."""
    from spi.analysis.saved import require_game  # loads all that certificates are about

    wanted = None if game is None else spi.load_game(game)
    results = []
    for path in paths:
        try:
            results.append(spi.check(path.read_bytes(), name=str(path)))
        except OSError as error:
            raise spi.SpiError(f"cannot read {path}: {error.strerror}; accepted: certificate files") from None
    for result in results:
        if wanted is not None and isinstance(result, spi.Receipt):
            require_game(result, wanted)
    accepted = [isinstance(result, spi.Receipt) for result in results]
    if as_json:
        files = [
            {"file": r.name, "accepted": True, "claim": r.claim, "answer": r.answer, "trusted": list(r.trusted)}
            if isinstance(r, spi.Receipt)
            else {"file": r.name, "accepted": False, "place": r.place, "rule": r.rule, "why": r.why}
            for r in results
        ]
        show_document("check", files=files)
    else:
        typer.echo("\n\n".join(map(str, results)))
    return HOLDS if all(accepted) else FAILS


cli_coordination.register(app)
cli_programs.register(app)
cli_lock_out.register(app)
cli_profiles.register(app)
cli_concession.register(app)
cli_loyalty.register(app)
cli_experiment.register(app)
cli_estimate.register(app)
cli_negotiate.register(app)
cli_score.register(app)
cli_tasks.register(app)


def main() -> None:
    """Run the command line; every way out has one of the documented exit statuses."""
    arguments = sys.argv[1:] or ["--help"]
    try:
        status = app(arguments, prog_name="spi", standalone_mode=False)
        if status == INTERRUPTED:  # newer versions of typer swallow what happened
            raise KeyboardInterrupt
    except _ClickError as error:
        message = str(error.format_message()).removeprefix("Invalid value: ")  # type: ignore[attr-defined]
        show_fault(error, message, arguments)
        status = BAD_INPUT
    except spi.SpiError as error:
        show_fault(error, str(error), arguments)
        status = BAD_INPUT
    except (typer.Abort, KeyboardInterrupt):
        typer.echo("interrupted", err=True)
        status = INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone; nobody is left to tell
        status = INTERNAL
    except Exception:  # the last resort, so that no fault of ours looks like an answer
        import traceback

        traceback.print_exc()
        typer.echo("internal error: this is a fault of spi, not of your input; please report the lines above", err=True)
        status = INTERNAL
    sys.exit(status)
