"""The commands about benchmark tasks: tasks make, verify, score, report, list."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from spi.report.cli_answers import FAILS, HOLDS, AsJson, show_document

__all__ = ["register"]

Folder = Annotated[Path, typer.Argument(metavar="OUT", help="The folder of an export.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    tasks = typer.Typer(
        help="Make and score benchmark questions with proved answers.",
        rich_markup_mode=None,
    )
    tasks.command(epilog="Example: spi tasks make tasks.toml -o tasks")(make)
    tasks.command(epilog="Example: spi tasks verify tasks --regenerate")(verify)
    tasks.command(epilog="Example: spi tasks score tasks answers.jsonl")(score)
    tasks.command(epilog="Example: spi tasks report tasks")(report)
    tasks.command("list", epilog="Example: spi tasks list")(list_families)
    app.add_typer(tasks, name="tasks")


def make(
    spec: Annotated[
        Path,
        typer.Argument(
            metavar="SPEC", help="A .toml file that says what to make: see spi/tasks/README.md.", show_default=False
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="OUT", help="The folder to write.", show_default=False)],
    force: Annotated[bool, typer.Option("--force", help="Replace an earlier export.")] = False,
    as_json: AsJson = False,
) -> int:
    """Make a set of questions with proved answers.

    It has questions, exact games, certificates, a card, a task of Inspect and a manifest. The same file gives the same
    bytes. The folder is written whole or not at all.
    """
    from spi.tasks.export import export_tasks
    from spi.tasks.making import make_tasks
    from spi.tasks.spec import load_task_spec

    tasks = make_tasks(load_task_spec(spec), progress=not as_json)
    export_tasks(tasks, out, force=force)
    splits = {s.name: sum(entry.split == s.name for entry in tasks.entries) for s in tasks.spec.splits}
    questions = sum(len(entry.item.texts) for entry in tasks.entries)
    found = {"folder": str(out), "items": len(tasks.entries), "questions": questions, "splits": splits}
    shown = ", ".join(f"{name} {n}" for name, n in splits.items())
    _show("make", found, f"{out}: {len(tasks.entries)} items ({shown}), {questions} questions", as_json)
    return HOLDS


def verify(
    folder: Folder,
    regenerate: Annotated[
        bool, typer.Option("--regenerate", help="Also make the set again, and compare all bytes.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Prove every label of an export again.

    By its certificates alone; whatever was changed is named.
    """
    from spi.report.tasks import audit_json
    from spi.tasks.auditing import audit_tasks

    audit = audit_tasks(folder, regenerate=regenerate, progress=not as_json)
    _show("verify", audit_json(audit), str(audit), as_json)
    return HOLDS if audit else FAILS


def score(
    folder: Folder,
    answers: Annotated[
        Path,
        typer.Argument(
            metavar="ANSWERS", help='JSONL, lines of {"id": …, "answer": all that was said}.', show_default=False
        ),
    ],
    as_json: AsJson = False,
) -> int:
    """Score answers, by family, difficulty and wording.

    Right, wrong, or unreadable, which is counted apart; by pair, too.
    """
    from spi.report.tasks import score_json, score_text
    from spi.tasks.scoring import load_answers, score_answers

    table = score_answers(folder, load_answers(answers))
    _show("score", score_json(table), score_text(table), as_json)
    return HOLDS


def report(
    folder: Folder,
    level: Annotated[str, typer.Option(metavar="P", help="Of the statement that baselines are near chance.")] = "0.95",
    as_json: AsJson = False,
) -> int:
    """Is a set fair?

    Balance, difficulties, twins, and what trivial baselines get right. Exit status 1 if items differ in names only, or
    a baseline beats guessing in a family that does not say why.
    """
    from spi.report.tasks import quality_json, quality_text
    from spi.tasks.export import load_tasks
    from spi.tasks.quality import report_quality

    found = report_quality(load_tasks(folder), level=level)
    _show("report", quality_json(found), quality_text(found), as_json)
    return HOLDS if found.is_fair else FAILS


def list_families(as_json: AsJson = False) -> int:
    """The families of questions, and what they ask.

    With the mistakes that wrong options come from.
    """
    from spi.tasks.catalogue import load_task_family, task_family_names

    families = [load_task_family(name) for name in task_family_names()]
    found = [
        {
            "name": family.name,
            "title": family.title,
            "knob": family.knob,
            "errors": dict(family.errors),
            "known_bias": family.known_bias,
        }
        for family in families
    ]
    lines = []
    for family in families:
        lines.append(f"{family.name}: {family.title} Grows with difficulty: {family.knob}.")
        lines += [f"    {name}: {why}" for name, why in family.errors.items()]
    _show("list", {"families": found}, "\n".join(lines), as_json)
    return HOLDS


def _show(command: str, found: dict[str, Any], words: str, as_json: bool) -> None:
    if as_json:
        show_document(f"tasks {command}", result=found)
    else:
        typer.echo(words)
