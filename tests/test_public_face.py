import ast
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


@pytest.mark.parametrize("name", spi.__all__)
def test_every_public_name_loads_and_is_documented(name: str) -> None:
    value = getattr(spi, name)
    if callable(value) and getattr(value, "__module__", "").startswith("spi."):
        assert value.__doc__
        if not issubclass(value, Exception) if isinstance(value, type) else True:
            assert "Source: " in value.__doc__ or value.__module__.startswith("spi.checker")


def test_unknown_names_are_attribute_errors() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        spi.nonsense  # noqa: B018


def test_errors_have_one_root() -> None:
    for name in spi.__all__:
        value = getattr(spi, name)
        if isinstance(value, type) and issubclass(value, Exception):
            assert issubclass(value, spi.SpiError)
