"""Sphinx's settings.

From the root of the repository:

    python -m sphinx -W --keep-going -c docs . docs/_build/html

The source folder is the repository itself, so that READMEs and notebooks are pages where they are.
"""

import inspect
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import pages
from sphinx.application import Sphinx

import spi

pages.write_pages(pages.FOLDER)

project = "spi"
author = copyright = "The spi developers"
version = release = spi.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
root_doc = "docs/index"
include_patterns = [
    "docs/**.md",
    "docs/**.rst",
    "examples/*.ipynb",
    "games/README.md",
    "programs/README.md",
    "proofs/README.md",
    "spi/tasks/README.md",
    "spi/empirical/README.md",
    "spi/empirical/scenarios/README.md",
    "benchmarks/README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
]
exclude_patterns = [".*", "**/.*", "docs/_build", "**/__pycache__"]

nb_execution_mode = "off"  # notebooks are shown as they were saved
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the docstrings say more
napoleon_google_docstring = False
napoleon_custom_sections = ["Source"]
napoleon_use_param = False  # types are prose: "array of shape (m, n)", "mapping from player to action"
napoleon_use_rtype = False
add_module_names = False
toc_object_entries = False  # a contents list of 1,000 methods helps nobody
default_role = "code"

html_theme = "furo"
html_title = "spi: safe Pareto improvements, decided exactly"
html_extra_path = ["start"]  # an index.html that leads to docs/index.html
html_copy_source = False
html_show_sphinx = False


def prepare(_app: object, _what: str, _name: str, value: object, _options: object, lines: list[str]) -> None:
    """Translate what reStructuredText would read otherwise: |q − p|, names in backticks, and the last line."""
    own = inspect.signature(value).parameters if inspect.isroutine(value) else {}

    def link(match: re.Match[str]) -> str:
        text = match[1]
        return f":py:obj:`~spi.{text}`" if text in spi._ROOM_OF and text not in own else f"``{text}``"

    example = False
    for i, line in enumerate(lines):
        example = line.lstrip().startswith(">>>") or (example and line != "")
        if example:
            continue
        if line.count("`") % 2 == 0:  # else something in backticks goes on in the next line
            line = re.sub(r"(?<!`)`([^`]+)`(?!`)", link, line)
        parts = line.split("``")
        parts[::2] = [part.replace("|", "\\|") for part in parts[::2]]
        lines[i] = "``".join(parts)
        if line.startswith("Source: "):  # else it would belong to the section above it
            lines[i : i + 1] = ["Source", "------", line.removeprefix("Source: ")]
            return


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("autodoc-process-docstring", prepare, priority=400)  # before napoleon
