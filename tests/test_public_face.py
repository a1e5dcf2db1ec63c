import ast
import enum
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import spi

HEAVY = {
    "sympy",
    "scipy",
    "numba",
    "numpy",
    "nashpy",
    "networkx",
    "matplotlib",
    "hypothesis",
    "typer",
    "rich",
    "pandas",
}


def fresh(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


def test_import_is_light() -> None:
    loaded = set(fresh("import spi, sys; print(*sys.modules)").split())
    assert not loaded & HEAVY
    assert "spi.analysis" not in loaded


def test_deciding_stays_light() -> None:
    code = "import spi, sys; spi.decide_spi(spi.load_game('oesterheld-conitzer-2022/demand-game')); print(*sys.modules)"
    assert not set(fresh(code).split()) & HEAVY


def test_parameters_stay_light() -> None:
    code = "import spi, sys; g = spi.ParametricGame.from_payoffs([['t, 1'], ['0, 2']]); spi.verify_parametric_spi(g, g)"
    assert not set(fresh(f"{code}; print(*sys.modules)").split()) & HEAVY


def test_table_of_names_agrees_with_the_imports_for_type_checkers() -> None:
    tree = ast.parse(Path(spi.__file__).read_text())
    guard = next(node for node in tree.body if isinstance(node, ast.If))
    typed = {
        (node.module, alias.name) for node in guard.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert typed == {(room, name) for room, names in spi._ROOMS.items() for name in names}
    assert set(spi.__all__) == {"__version__", *spi._ROOM_OF}


SECTIONS = ("Parameters", "Returns", "Yields", "Raises", "Notes", "See Also", "Examples")


def faults(value: object) -> list[str]:
    """What a docstring lacks of a sentence, the parameters of the signature by name, what comes back, and a source."""
    lines = (inspect.getdoc(value) or "").splitlines()
    if not lines:
        return ["no docstring"]
    found = [] if lines[0].endswith((".", "?")) else ["the first line is no sentence"]
    if isinstance(value, type) and issubclass(value, Exception):
        return found
    if not lines[-1].startswith("Source: "):
        found.append("the last line is no source")
    if isinstance(value, type) and (issubclass(value, enum.Enum) or getattr(value, "_is_protocol", False)):
        return found  # nobody calls these
    signature = inspect.signature(value)  # type: ignore[arg-type]
    named = {name for head in section(lines, "Parameters") for name in re.findall(r"\w+", head.partition(" : ")[0])}
    found += [f"{name} is not described" for name in signature.parameters if name[0] != "_" and name not in named]
    found += [f"there is no parameter {name}" for name in sorted(named - set(signature.parameters))]
    silent = isinstance(value, type) or signature.return_annotation in ("None", None)
    if signature.parameters and not silent and not section(lines, "Returns") and not section(lines, "Yields"):
        found.append("what comes back is not described")
    return found


def section(lines: list[str], title: str) -> list[str]:
    """The lines of a numpydoc section that are not indented."""
    if title not in lines or not lines[lines.index(title) + 1].startswith("---"):
        return []
    below = lines[lines.index(title) + 2 :]
    end = next(i for i, line in enumerate(below) if line in SECTIONS or line.startswith("Source: "))
    return [line for line in below[:end] if line and line[0] != " "]


@pytest.mark.parametrize("name", spi.__all__)
def test_every_public_name_loads_and_is_documented(name: str) -> None:
    value = getattr(spi, name)
    if callable(value) and getattr(value, "__module__", "").startswith("spi."):
        assert faults(value) == []


def test_docstrings_at_fault() -> None:
    def undocumented(game: spi.Game) -> bool:
        raise NotImplementedError

    def other(game: spi.Game) -> bool:
        """Is it
        one?

        Parameters
        ----------
        games : Game

        Notes
        -----
        None.
        """
        raise NotImplementedError

    assert faults(undocumented) == ["no docstring"]
    assert faults(other) == [
        "the first line is no sentence",
        "the last line is no source",
        "game is not described",
        "there is no parameter games",
        "what comes back is not described",
    ]


def test_unknown_names_are_attribute_errors() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        spi.nonsense  # noqa: B018


def test_errors_have_one_root() -> None:
    for name in spi.__all__:
        value = getattr(spi, name)
        if isinstance(value, type) and issubclass(value, Exception):
            assert issubclass(value, spi.SpiError)
