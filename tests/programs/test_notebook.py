"""Python functions taken by their source: as programs and families, or refused before anything else."""

import linecache
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spi.errors import FormatError, ProgramError
from spi.programs.encounters import play_programs
from spi.programs.members import Family, Program
from spi.programs.notebook import program
from spi.programs.reader import read_program, read_program_file

HEAD = "from spi.programs.notebook import program\nimport spi.programs.notebook as notebook\n"


def loaded(tmp_path: Path, source: str, name: str = "own") -> Any:
    """What a file of this source defines under a name."""
    file = tmp_path / "cell.py"
    file.write_text(HEAD + source, encoding="utf-8")
    space: dict[str, Any] = {}
    linecache.checkcache(str(file))
    exec(compile(HEAD + source, str(file), "exec"), space)
    return space[name]


def test_a_program_and_a_family(tmp_path: Path) -> None:
    source = '@program\ndef own(other, *, yes="aye", no="nay"):\n    return yes if other == me else no\n'
    clique = loaded(tmp_path, source)
    assert isinstance(clique, Program) and clique.name == "own"
    assert clique is read_program('def f(o, *, yes="aye", no="nay"): return yes if o == me else no')
    family = loaded(tmp_path, "@program\ndef own(*others, action):\n    return action\n")
    assert isinstance(family, Family) and repr(family) == "<Family: own(action)>"
    assert family(action="aye") is read_program("def always(*others, action): return action", action="aye")
    assert play_programs([clique, family(action="aye")]).outcome == ("nay", "aye")


@pytest.mark.parametrize(
    "source",
    [
        "@program\ndef own(other):\n    return other(me)\n",
        "@notebook.program\ndef own(other):\n    return other(me)\n",
        "@program  # a comment\n\n# another\ndef own(other):\n    return other(me)\n",
        "@program(\n    uses=[]\n)\ndef own(other): return other(me)\n",
        "def own(other): return other(me)\nown = program(own)\n",
        "if True:\n    @program\n    def own(other):\n        # text\n        return other(me)\n",
        'if True:\n\t@program\n\tdef own(other):\n\t\t"""Words\nat the left\n"""\n\t\treturn other(me)\n',
        "def outer():\n  @program\n  def own(other):\n    return other(me)\n  return own\nown = outer()\n",
        "other = 3\n@program\ndef own(other):\n    return other(me)\n",
    ],
)
def test_ways_to_write_one_program(tmp_path: Path, source: str) -> None:
    assert loaded(tmp_path, source) is read_program("def mirror(them): return them(me)")


def test_doctests_and_tests_have_source() -> None:
    @program
    def own(other, *, k="C"):  # type: ignore[no-untyped-def]
        return k if other == me else own(k="D")(other)  # type: ignore[name-defined] # noqa: F821

    assert own is read_program('def f(o, *, k="C"): return k if o == me else f(k="D")(o)')


def test_others_may_be_used_by_name(tmp_path: Path) -> None:
    source = """
@program
def fair(other, *, yes="C", no="D"):
    return yes if proves(other(me) == yes) else no

@program
def always(*others, action):
    return action

always_d = always(action="D")
object.__setattr__(always_d, "name", "always_d")

@program(uses=[fair, always, always_d])
def own(other, *, yes="C"):
    if other == always_d or other == always(action=yes):
        return yes
    match other:
        case always(action=theirs):
            return theirs
    return yes if proves(other(fair) == yes) and proves(other(fair(no="E")) == yes) else "D"
"""
    text = """
def fair(other, *, yes="C", no="D"):
    return yes if proves(other(me) == yes) else no
def always(*others, action):
    return action
def own(other, *, yes="C"):
    if other == always(action="D") or other == always(action=yes):
        return yes
    match other:
        case always(action=theirs):
            return theirs
    return yes if proves(other(fair) == yes) and proves(other(fair(no="E")) == yes) else "D"
"""
    assert loaded(tmp_path, source) is read_program(text, name="own")


def test_programs_whose_parameters_are_of_all_sorts_may_be_used() -> None:
    holds = Family(read_program_file('def holds(other, *, a, b, k="C"): return k').groups["holds"], "holds")
    always = Family(read_program_file("def always(*others, action): return action").groups["always"], "always")
    held: list[Any] = ["C", True, ("C", "D"), {("C", "D")}, set(), {}, {"C": ("D",)}, always(action="C")]
    for value in held:
        given = holds(a=value, b=always(action="D"))
        read = read_program_file("def f(o): return given(o) if o != given else given(me)", uses={"given": given})
        (whole,) = read.groups.values()
        plays = Family(whole, "f")()
        assert play_programs([plays, given]).outcome == ("C", "C")
        equal = read_program_file('def f(o): return "E" if o == given else "N"', uses={"given": given}).groups["f"]
        assert play_programs([Family(equal)(), given]).outcome == ("E", "C")
        assert play_programs([Family(equal)(), holds(a=value, b=always(action="C"))]).outcome == ("N", "C")


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ('def f(o): return given(k="C")(o)', "'given' has no parameter 'k'; accepted: none"),
        ('def f(o):\n    match o:\n        case given(): return "C"\n    return "D"', "is one program, not a family"),
        ('def given(o): return "C"', "'given' is given from elsewhere; accepted: another name"),
        ('def f(given): return "C"', "'given' is a parameter of 'f' and a definition"),
        ("def f(o): return given(o, o)", "'given' has 1 positional parameter"),
    ],
)
def test_uses_that_are_refused(text: str, phrase: str) -> None:
    given = read_program("def always(other, *, action): return action", action="C")
    with pytest.raises(FormatError) as error:
        read_program_file(text, uses={"given": given})
    assert phrase in str(error.value)


@pytest.mark.parametrize(
    ("source", "phrase"),
    [
        ('def own(other="C"): return "C"', "defaults of positional parameters, which Python has worked out before"),
        ("def own(other, *, k=3): return k", "has a int as default of 'k', which Python has worked out before"),
        ("def own(other, *, k=None): return k", "a NoneType as default of 'k'"),
        ("def own(other: int): return other(me)", "annotations, which Python works out before"),
        ("def own(other) -> str: return other(me)", "annotations, which Python works out before"),
        ("own = lambda other: other(me)", "a lambda has no source of its own"),
        ("own = print", "print is no function but a builtin_function_or_method"),
        ("class own: pass", "own is no function but a type"),
        ("own = 3", "int is no function but a int; accepted: a function that is defined by def"),
        ("class A:\n    def own(self): return 'C'\nown = A().own", "own is no function but a method"),
        ("class A:\n    def own(self): return 'C'\nown = A.own", "own is a method"),
        ("import functools\n@functools.wraps(print)\ndef own(other): return other(me)", "decorated by something else"),
        ("import functools\n@functools.cache\ndef own(other): return other(me)", "own is no function but a"),
        ("same = lambda f: f\n@same\n@same\ndef own(other): return other(me)", "own has several decorators"),
    ],
)
def test_refused_before_anything_else(tmp_path: Path, source: str, phrase: str) -> None:
    own = loaded(tmp_path, source)
    with pytest.raises(ProgramError) as error:
        program(own)
    assert phrase in str(error.value) and "accepted: " in str(error.value)


def test_no_source() -> None:
    space: dict[str, Any] = {}
    exec("def own(other): return other(me)", space)
    with pytest.raises(ProgramError, match=r"own has no source that could be read; accepted: .* or read_program"):
        program(space["own"])


def test_a_source_that_has_changed(tmp_path: Path) -> None:
    file = tmp_path / "cell.py"
    space: dict[str, Any] = {}
    exec(compile("def own(other, *, k): return k", str(file), "exec"), space)
    for other in (
        "def own(other, *, j): return j",
        "def foreign(other, *, k): return k",
        "def own(*other, k): return k",
    ):
        file.write_text(other)
        linecache.checkcache(str(file))
        with pytest.raises(ProgramError, match="the source of own is not what was defined, as the file has changed"):
            program(space["own"])
    for other in ("x = 1", "(((", ""):
        file.write_text(other)
        linecache.checkcache(str(file))
        with pytest.raises(ProgramError, match=r"the source of own is no definition|own has no source"):
            program(space["own"])


def test_errors_stand_at_the_line_of_the_file(tmp_path: Path) -> None:
    source = "\n\n\n@program\ndef own(other):\n    return 1\n"
    with pytest.raises(FormatError) as error:
        loaded(tmp_path, source)
    assert error.value.line == 8 and error.value.column == 12  # two lines of imports, three empty ones
    assert error.value.file.endswith("cell.py") and "no numbers outside quotes" in error.value.why


@pytest.mark.parametrize(
    ("body", "phrase"),
    [
        ("return helper(other)", "nothing is called 'helper'"),
        ("yield other", "no generators"),
        ("print(other)", "nothing is called 'print'"),
        ("nonlocal helper\n        return other(me)", "no statement of the language"),
    ],
)
def test_what_stands_outside_is_not_seen(tmp_path: Path, body: str, phrase: str) -> None:
    source = f"def outer(helper):\n    def own(other):\n        {body}\n    return own\nown = outer(print)\n"
    own = loaded(tmp_path, source)
    with pytest.raises(FormatError, match=phrase):
        program(own)


def test_uses_need_names() -> None:
    always = Family(read_program_file('def always(other): return "C"').groups["always"], "always")
    for uses, phrase in (
        ([3], "uses=3; accepted: families and programs with a name"),
        ([Family(always.group)], "accepted: families and programs with a name"),
        ([always, always], "two are called 'always'"),
    ):
        with pytest.raises(ProgramError, match=phrase):
            program(uses=uses)  # type: ignore[arg-type]


def test_the_function_is_never_called(tmp_path: Path) -> None:
    calls: list[str] = []

    def tracer(frame: Any, event: str, argument: Any) -> Callable[..., Any] | None:
        calls.append(frame.f_code.co_name)
        return None

    source = "def own(other):\n    return other(me)\n"
    own = loaded(tmp_path, source)
    sys.setprofile(tracer)
    try:
        read = program(own)
    finally:
        sys.setprofile(None)
    play_programs([read, read])
    assert "own" not in calls and "_from_function" in calls
