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


def defaults(option: str) -> dict[str, object]:
    """The default of an option in every public function that has it."""
    signatures = {
        name: inspect.signature(getattr(spi, name)) for name in spi.__all__ if inspect.isroutine(getattr(spi, name))
    }
    return {name: found.parameters[option].default for name, found in signatures.items() if option in found.parameters}


def test_who_looks_for_spis_looks_for_strict_ones_and_who_verifies_asks_what_the_word_says() -> None:
    found = defaults("strict")
    assert {name for name, strict in found.items() if strict} == {"decide_spi", "find_spis"}
    assert all(name.startswith("verify_") for name, strict in found.items() if not strict)


@pytest.mark.parametrize(
    ("option", "default", "least"),
    [
        ("level", "0.95", 8),  # the confidence of an interval
        ("alpha", "1/20", 2),  # the risk of a wrong verdict
        ("selector", "utilitarian", 5),
        ("equality", "code", 2),
        ("knowledge", "program", 2),
        ("fuel", 10_000, 2),
        ("duplicates", False, 4),
        ("support", None, 6),
        ("disagreement", None, 9),
    ],
)
def test_an_option_has_the_same_default_everywhere(option: str, default: object, least: int) -> None:
    found = {name: value for name, value in defaults(option).items() if value is not inspect.Parameter.empty}
    assert len(found) >= least and set(found.values()) == {default}


def test_options_are_given_by_keyword() -> None:
    """Not what a function is about, which may be left out as well: a game, beliefs, a policy, a name."""
    positional = {
        (name, parameter.name)
        for name in spi.__all__
        if inspect.isroutine(getattr(spi, name))
        for parameter in inspect.signature(getattr(spi, name)).parameters.values()
        if parameter.default is not parameter.empty and parameter.kind is not parameter.KEYWORD_ONLY
    }
    arguments = {"game", "beliefs", "maps", "payoffs", "policy", "surrogates", "name", "goal", "demands", "players"}
    arguments |= {"issues", "coordination", "denominators", "function", "low", "high", "cooperate", "defect"}
    assert {option for _, option in positional} == arguments
