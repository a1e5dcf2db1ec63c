"""The table "paper node -> name in `spi` -> proof", read off docstrings and the reproduction."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import spi
from spi.analysis.finding import Reproduced
from spi.sources import load_sources, read_citation

__all__ = ["docstring_sources", "node_table"]


@cache
def docstring_sources() -> tuple[tuple[str, str], ...]:
    """Every `Source:` line of the package, with the dotted name of what it documents.

    Returns
    -------
    tuple of pairs of str
        Name (`module.function` or `module.Class.method`) and the text after `Source: `.

    Source: ours
    """
    return tuple(_package_sources())


def _package_sources() -> Iterator[tuple[str, str]]:
    root = Path(spi.__file__).parent
    for path in sorted(root.rglob("*.py")):
        module = ".".join(("spi", *path.relative_to(root).with_suffix("").parts)).removesuffix(".__init__")
        yield from _sources(ast.parse(path.read_text(encoding="utf-8")), module)


def _sources(node: ast.AST, name: str) -> Iterator[tuple[str, str]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            inner = f"{name}.{child.name}"
            last = (ast.get_docstring(child) or "").splitlines()[-1:]
            if last and last[0].startswith("Source: "):
                yield inner, last[0].removeprefix("Source: ")
            yield from _sources(child, inner)


def node_table(source: str, rows: Sequence[Reproduced]) -> str:
    """Markdown: each item and erratum of a paper, the names that carry it, and the certificates; gaps are listed too.

    Parameters
    ----------
    source : str
        A key of `spi/sources.toml`.
    rows : sequence of Reproduced
        What `spi.reproduce(source)` yields.

    Returns
    -------
    str

    Source: ours
    """
    paper = load_sources()[source]
    names: dict[str, list[str]] = {}
    for name, line in docstring_sources():
        citation = read_citation(line)
        if citation.source == source:
            for node in (*citation.places, *citation.repaired):
                names.setdefault(node, []).append(name.removeprefix("spi."))
    lines = [
        f"# {paper.title}",
        "",
        f"{', '.join(paper.authors)} ({paper.year}), {paper.venue}. Generated: `spi reproduce {source} --table`.",
        "",
        "| node | says (errata: is wrong about) | in `spi` | found | certificates |",
        "|---|---|---|---|---|",
        *(_row(row, names.get(row.node, [])) for row in rows),
    ]
    missing = [row.node for row in rows if row.finding is None and row.node not in names]
    lines += ["", f"Carried by nothing yet: {', '.join(missing) or 'none'}."]
    return "\n".join(lines) + "\n"


def _row(row: Reproduced, names: list[str]) -> str:
    found = "" if row.finding is None else row.finding.found if row.finding.confirmed else "NOT CONFIRMED"
    proofs = "" if row.finding is None else ", ".join(f"[{p}]({p}.json)" for p in row.finding.proofs)
    cells = [row.node, row.printed, ", ".join(f"`{name}`" for name in names), found, proofs]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
