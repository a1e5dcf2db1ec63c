"""The pages of the documentation that are read off the package: the public names by room, and the errata.

    python docs/pages.py      writes them to docs/generated/

Sphinx calls `write_pages` before every build (docs/conf.py). Nothing here needs Sphinx.
"""

from __future__ import annotations

import ast
import inspect
import sys
from importlib import import_module
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # this checkout, whatever else is installed

import spi  # noqa: E402
from spi.empirical.literature import CLAIMS  # noqa: E402
from spi.report.nodes import docstring_sources  # noqa: E402
from spi.sources import Erratum, Source, load_sources, read_citation  # noqa: E402

FOLDER = Path(__file__).resolve().parent / "generated"


def rooms() -> dict[str, dict[str, list[str]]]:
    """The public names by room and module, in the order of the table of names.

    Returns
    -------
    dict from room to dict from module to list of str
        The rooms are the first words after `spi.`, alphabetically.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for module, names in spi._ROOMS.items():
        found.setdefault(module.split(".")[1], {})[module] = list(names)
    return dict(sorted(found.items()))


def first_sentence(name: str) -> str:
    """The first line of what a public name says about itself."""
    return docstring(name).partition("\n")[0]


def docstring(name: str) -> str:
    """What a public name says about itself; of a value, the string that stands below it in its module."""
    value = getattr(spi, name)
    if isinstance(value, type) or inspect.isroutine(value):
        return inspect.getdoc(value) or ""
    body = ast.parse(inspect.getsource(import_module(spi._ROOM_OF[name]))).body
    for statement, below in pairwise(body):
        if name in _assigned(statement) and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            return inspect.cleandoc(str(below.value.value))
    return ""


def _assigned(statement: ast.stmt) -> list[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def room_page(room: str) -> str:
    """reStructuredText: a table of the room's names with their first sentences, then every docstring, by module."""
    modules = rooms()[room]
    count = sum(map(len, modules.values()))
    lines = [*_heading(room, "="), _doc_line(f"spi.{room}"), "", f"{count} public names.", ""]
    lines += [".. list-table::", "   :widths: 30 70", ""]
    for module_names in modules.values():
        for name in module_names:
            lines += [f"   * - :py:obj:`~spi.{name}`", f"     - {_plain(first_sentence(name))}"]
    for module, names in modules.items():
        if module != f"spi.{room}":
            lines += ["", *_heading(module.removeprefix("spi."), "-"), _doc_line(module)]
        for name in names:
            lines += ["", *_directive(name)]
    return "\n".join(lines) + "\n"


def names_page() -> str:
    """Markdown: all rooms, with what each is for and the names in it."""
    lines = [
        "# Public names",
        "",
        f"`import spi` offers {len(spi._ROOM_OF)} names, grouped by the room that they live in.",
        "A name is loaded when it is first used. Every docstring ends with its source: the statement of a paper that",
        "it matches, or `ours`.",
        "",
        "```{toctree}",
        ":hidden:",
        "",
        *rooms(),
        "```",
        "",
    ]
    for room, modules in rooms().items():
        names = sorted((name for names in modules.values() for name in names), key=str.lower)
        links = ", ".join(f"{{py:obj}}`~spi.{name}`" for name in names)
        lines += [f"## [{room}]({room}.rst)", "", _doc_line(f"spi.{room}"), "", links, ""]
    return "\n".join(lines)


def errata_page() -> str:
    """Markdown: for each erratum what is wrong in print, what is read instead, where, and what shows it."""
    papers = [paper for paper in load_sources().values() if paper.errata]
    lines = [
        "# Errata",
        "",
        "What is wrong in the papers as printed, what is read instead, which names of `spi` honour the repair, and",
        "what shows that the print fails. This page is generated from `spi/sources.toml`, from the `Source:` lines of",
        "docstrings, and from the claims that `spi reproduce SOURCE` runs. *Certificates* are files that the checker",
        "accepts.",
        "",
    ]
    for paper in papers:
        lines += [f"## {paper.title}", "", f"{', '.join(paper.authors)} ({paper.year}), {paper.venue}.", ""]
        for erratum in paper.errata.values():
            lines += _erratum(paper, erratum)
    return "\n".join(lines)


def write_pages(folder: Path) -> list[Path]:
    """Write all generated pages; what would not change is left alone, and what is not among them removed.

    Parameters
    ----------
    folder : path
        Made if it is not there.

    Returns
    -------
    list of path
        The pages.
    """
    pages = {"names.md": names_page(), "errata.md": errata_page()}
    pages |= {f"{room}.rst": room_page(room) for room in rooms()}
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.name not in pages:
            path.unlink()
    for name, text in pages.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    return [folder / name for name in pages]


def _plain(text: str) -> str:
    return text.replace("|", r"\|").replace("*", r"\*")


def _heading(text: str, line: str) -> list[str]:
    return [text, line * len(text), ""]


def _doc_line(module: str) -> str:
    return (import_module(module).__doc__ or "").strip().partition("\n\n")[0].replace("\n", " ")


def _directive(name: str) -> list[str]:
    value = getattr(spi, name)
    if isinstance(value, type):
        options = [] if issubclass(value, Exception) else ["   :members:"]
        return [f".. autoclass:: spi.{name}", *options]
    if inspect.isroutine(value):
        return [f".. autofunction:: spi.{name}"]
    return [f".. py:data:: spi.{name}", "", *(f"   {line}".rstrip() for line in docstring(name).splitlines())]


def _erratum(paper: Source, erratum: Erratum) -> list[str]:
    names = [
        name.removeprefix("spi.")
        for name, line in docstring_sources()
        if (citation := read_citation(line)).source == paper.key and erratum.key in citation.repaired
    ]
    run = CLAIMS.get(paper.key, {}).get(erratum.key)
    finding = None if run is None else run()
    lines = [
        f"### {erratum.key}: {erratum.item}",
        "",
        f"In print\n: {erratum.printed}",
        "",
        f"Read instead\n: {erratum.repair}",
        "",
        f"In spi\n: {', '.join(f'`{name}`' for name in names) or 'no name depends on it'}",
        "",
    ]
    if finding is not None:
        shown = finding.found if finding.confirmed else f"NOT CONFIRMED: {finding.found}"
        proofs = ", ".join(f"`proofs/{paper.key}/{proof}.json`" for proof in finding.proofs)
        lines += [f"Shown by\n: {shown}", ""]
        lines += [f"Certificates\n: {proofs}", ""] if proofs else []
    return lines


if __name__ == "__main__":
    for page in write_pages(FOLDER):
        print(page.relative_to(ROOT))
