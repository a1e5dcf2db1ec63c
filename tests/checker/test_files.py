"""Certificates in folders, and the command that checks them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from spi.checker import Receipt, Refused, check

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

REFUSED = {
    "a-gap-too-large.json": ("claim.answer", "flag"),
    "another-digest.json": ("objects.game.digest", "digest"),
    "another-profile.json": ("evidence.violation.places", "improvement"),
    "belief-not-admissible.json": ("evidence.belief", "witness"),
    "belief-without-a-chance.json": ("evidence.findings[2].beliefs[1].belief", "witness"),
    "bound-too-high.json": ("evidence.multipliers", "witness"),
    "come-to-another-outcome.json": ("evidence.classes.images", "encounter"),
    "counts-of-other-classes.json": ("evidence.pairs", "sum"),
    "demand-left-out.json": ("objects.demands", "program"),
    "does-not-follow.json": ("evidence.tree.failed.facts[0]", "parameters"),
    "draws-without-end.json": ("evidence.calls", "encounter"),
    "encounter-without-need.json": ("evidence.encounters[2]", "encounter"),
    "layer-with-a-gap.json": ("evidence.layers[0]", "witness"),
    "improves-by-one-isomorphism-only.json": ("evidence.improvements", "isomorphism"),
    "lottery-without-randomness.json": ("claim.randomness", "null"),
    "meet-without-need.json": ("evidence.encounters[2]", "encounter"),
    "no-such-end.json": ("evidence.improvement.becomes", "witness"),
    "no-such-place.json": ("evidence.violation.places[1]", "program"),
    "nobody-can-be-the-first.json": ("evidence.falls[2]", "witness"),
    "nobody-gains.json": ("evidence.improvement.player", "improvement"),
    "not-dominated.json": ("evidence.elimination[1].by", "dominance"),
    "number-of-201-digits.json": ("claim.sizes[0]", "program"),
    "one-part-missing.json": ("evidence.refutations[0].parts", "refutation"),
    "outcome-twice.json": ("objects.outcomes[2]", "lottery"),
    "overstated.json": ("claim.findings.payoff_neutral", "flag"),
    "probabilities-above-one.json": ("evidence.lottery", "lottery"),
    "program-out-of-order.json": ("objects.programs[0][1]", "program"),
    "punishment-too-weak.json": ("claim.intervals[1].upper", "witness"),
    "she-does-not-lose.json": ("evidence.violation.player", "improvement"),
    "silent-assumption.json": ("scope.assumptions", "scope"),
    "silent-trust.json": ("scope.trusts", "scope"),
    "smaller-clause-not-ruled-out.json": ("evidence.findings", "refutation"),
    "strict-on-the-boundary.json": ("evidence.tree.passed.failed", "parameters"),
    "sum-of-another-space.json": ("evidence.pairs", "sum"),
    "the-other-root.json": ("claim.intervals", "witness"),
    "token-of-the-game.json": ("objects.token_game", "game"),
    "too-many-classes.json": ("evidence.classes.sizes", "size"),
    "world-too-low.json": ("evidence.worlds", "encounter"),
}
UNREADABLE = {
    "byte-order-mark.json": ("file", "encoding"),
    "cut-off.json": ("file", "json"),
    "deep.json": ("file", "nesting"),
    "float.json": ("file", "json"),
    "latin-1.json": ("file", "encoding"),
    "twice.json": ("file", "duplicate-key"),
}


def run(*arguments: str | Path, **environment: str) -> tuple[int, list[str], str]:
    """Exit status, lines of output, and errors of the command."""
    done = subprocess.run(
        [sys.executable, "-S", "-m", "spi.checker", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout.decode().splitlines(), done.stderr.decode()


def test_every_file_is_expected() -> None:
    assert {p.name for p in (HERE / "refused").iterdir()} == set(REFUSED)
    assert {p.name for p in (HERE / "unreadable").iterdir()} == set(UNREADABLE)


@pytest.mark.parametrize("path", sorted((HERE / "accepted").iterdir()), ids=lambda path: path.name)
def test_accepted_files(path: Path) -> None:
    assert isinstance(check(path.read_bytes()), Receipt)


@pytest.mark.parametrize(
    ("folder", "name"), [("refused", n) for n in REFUSED] + [("unreadable", n) for n in UNREADABLE]
)
def test_refused_files(folder: str, name: str) -> None:
    result = check((HERE / folder / name).read_bytes(), name=name)
    assert isinstance(result, Refused)
    assert (result.place, result.rule) == {**REFUSED, **UNREADABLE}[name]


def test_command_on_accepted_files() -> None:
    status, lines, errors = run(HERE / "accepted")
    files = sorted(str(p) for p in (HERE / "accepted").iterdir())
    assert (status, errors, len(lines)) == (0, "", len(files) + 1)
    assert [line.split("  ")[:2] for line in lines[:-1]] == [["accepted", file] for file in files]
    assert lines[-1] == f"{len(files)} accepted, 0 refused, 0 unreadable"


def test_command_on_all_folders() -> None:
    status, lines, errors = run(HERE)
    count = len(REFUSED) + len(UNREADABLE)
    assert (status, errors, lines[-1].split(", ")[1:]) == (1, "", [f"{count} refused", "0 unreadable"])
    assert sum(line.startswith("refused   ") for line in lines) == count


def test_command_on_one_refused_file() -> None:
    path = HERE / "refused" / "not-dominated.json"
    status, lines, _ = run(path)
    assert status == 1
    assert lines[0].startswith(f"refused   {path}  evidence.elimination[1].by: dominance: ")


def test_command_without_anything_to_check(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("{}")
    assert run(tmp_path)[0] == 3
    assert run(tmp_path / "nowhere.json")[0] == 3
    assert "nowhere.json" in run(tmp_path / "nowhere.json")[2]
    accepted = sorted((HERE / "accepted").iterdir())[0]
    assert run(accepted, tmp_path / "nowhere.json")[0] == 3
    assert run(HERE / "refused", tmp_path / "nowhere.json")[0] == 1


def test_command_usage() -> None:
    assert run()[0] == 3
    assert run("--verbose", HERE)[0] == 3
    assert run("-h")[0] == run("--help")[0] == 0
    assert "usage:" in run("-h")[1][0] and "usage:" in run()[2]


def test_command_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "é.json").write_text('{"é": "\\ud800"}', encoding="utf-8")
    status, lines, _ = run(tmp_path, PYTHONIOENCODING="ascii")
    assert status == 1 and "file: keys" in lines[0]
