"""Texts that are none: characters, limits, the caret, and how deep nesting may be."""

import re

import pytest

from spi import shelves
from spi.errors import FormatError
from spi.programs import groups, machines, program_text, reader, shared, values
from spi.programs.reader import read_program, read_program_file


@pytest.mark.parametrize(
    ("text", "line", "column", "phrase"),
    [
        ('def f(o):\n    return "é" + "D"', 2, 12, "no such operator"),
        ('def f(o): return ("漢字", 1)', 1, 25, "no numbers"),  # columns count characters
        ('def f(o): return ("𝒳", 1)', 1, 24, "no numbers"),
        ("def f(o):\n\treturn 1", 2, 9, "no numbers"),
        ("def f(o):\r\n    return 1\r\n", 2, 12, "no numbers"),
        ("# \x0b \x85 \u2028 are no ends of lines\ndef f(o): return 1", 2, 18, "no numbers"),
        ("\x0cdef f(o):\n\x0c    return 1", 2, 13, "no numbers"),
        ('def f(o): return "é" "C', 1, 22, "not Python's syntax"),
        ('def f(o):\n    return "C\0"', 2, 14, "a null byte"),
        ('def f(o):\r\n    return "\ud800"', 2, 13, "half of a surrogate pair"),
        (b'def f(o):\n    return "\xff"', 2, 0, "byte 23 of the file is not UTF-8"),
        ('def f(o): return "C"\n' + "#" * 99_980, 0, 0, "100,001 characters; accepted: at most 100,000"),
        ('def f(o): return "' + "x" * 5000, 1, 18, "not Python's syntax"),
        ("def f(o): return " + " " * 5000 + "1", 1, 5018, "no numbers"),
    ],
)
def test_characters(text: str | bytes, line: int, column: int, phrase: str) -> None:
    with pytest.raises(FormatError) as error:
        read_program_file(text)
    assert phrase in error.value.why
    assert (error.value.line, error.value.column) == (line, column)
    assert len(str(error.value)) < 1000


def test_numbers_of_more_digits_than_python_reads() -> None:
    with pytest.raises(FormatError, match=r"line 2.*: no numbers outside quotes"):
        read_program_file("# x\ndef f(o): return " + "9" * 90_000)


def test_exactly_100_000_characters_are_read() -> None:
    text = 'def f(o): return "C"\n#'
    assert read_program(text + "x" * (100_000 - len(text))) is read_program('def f(o): return "C"')


def test_fifty_definitions_are_read_and_no_more() -> None:
    definitions = [f'def f{k}(o): return "C"' for k in range(51)]
    assert len(read_program_file("\n".join(definitions[:50])).groups) == 50
    with pytest.raises(FormatError, match="line 51, column 1: more than 50 definitions; accepted: at most 50"):
        read_program_file("\n".join(definitions))


def test_the_page_states_the_limits_that_hold() -> None:
    page = (shelves.shelf_path("programs") / "README.md").read_text(encoding="utf-8")
    (limits,) = re.findall(r"\* \*\*Limits\.\*\* (.*?)\n\* ", page, re.DOTALL)
    stated = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", limits)]
    assert stated == [
        1, values.MAX_LABEL, program_text.MAX_CHARACTERS, reader.MAX_DEFINITIONS, program_text.MAX_DEPTH,
        groups.MAX_HEIGHT, values.MAX_NESTED, machines.FUEL, shared.MAX_STATES,
    ] == [1, 200, 100_000, 50, 60, 130, 20, 10_000, 1000]  # fmt: skip


def test_the_caret_stands_below_the_fault() -> None:
    for text in ("def f(o):\n\tétat = 1\n\treturn état", 'def f(o):\n\t"\x1b[31m"; x = 1\n\treturn x'):
        with pytest.raises(FormatError) as error:
            read_program_file(text)
        _, shown, caret = str(error.value).split("\n")
        assert shown[caret.index("^")] == "1" and shown.isprintable()


@pytest.mark.parametrize(
    "text",
    [
        "def f(o): return " + "(" * 150 + '"C"' + ")" * 150,  # brackets by themselves are no levels
        "def f(o): return " + "(" * 58 + '"C"' + ' if True else "D")' * 58,
        'def f(o): return "C" if ' + " and ".join(["True"] * 57) + ' else "D"',
        'def f(o): return "C" if ' + "not " * 56 + 'True else "D"',
        "def f(o):\n" + "".join(f"    x{k} = 'C'\n" for k in range(58)) + "    return x0",
        "def f(o):\n" + "".join(f"    {'if' if k == 0 else 'elif'} o == me: return 'C'\n" for k in range(57))
        + "    return 'D'",
        "def f(o):\n" + "".join(f"{' ' * k} if o == me:\n" for k in range(57)) + " " * 58 + "return 'C'\n"
        + "".join(f"{' ' * k} return 'D'\n" for k in range(56, -1, -1)),
    ],
)  # fmt: skip
def test_as_deep_as_is_read(text: str) -> None:
    read_program(text)


@pytest.mark.parametrize(
    "text",
    [
        "def f(o): return " + "(" * 90_000,
        "def f(o): return " + "(" * 60 + '"C"' + ' if True else "D")' * 60,
        'def f(o): return "C" if ' + "not " * 20_000 + 'True else "D"',
        'def f(o): return "C" if ' + "not " * 60 + 'True else "D"',
        'def f(o): return "C" if ' + " and ".join(["True"] * 10_000) + ' else "D"',
        'def f(o): return "C" if ' + " == ".join(["o"] * 10_000) + ' else "D"',
        "def f(o): return " + "o" + "(me)" * 20_000,
        "def f(o): return " + "o" + ".x" * 40_000,
        "def f(o): return " + "{o: " * 100 + "o" + "}" * 100,
        "def f(o): return " + "set() | " * 10_000 + "set()",
        "def f(o): return " + "-" * 90_000 + "1",
        "def f(o): return " + "lambda: " * 10_000 + "o",
        "def f(o):\n    if o == me: return 'C'\n" + "    elif o == me: return 'C'\n" * 1000 + "    return 'D'",
        "def f(o):\n" + "".join(f"    x{k} = 'C'\n" for k in range(5000)) + "    return x0",
        "def f(o):\n" + "".join(f"{' ' * k} if o == me:\n" for k in range(99)) + " " * 100 + "return 'C'",
        "def f(o):\n" + "".join(f"{' ' * k} if o == me:\n" for k in range(200)) + " " * 201 + "return 'C'",
        # a match is two levels, as it is printed with two more steps of indentation, of which Python reads 100
        "def f(o):\n"
        + "".join(f"{' ' * 2 * k} match o:\n{' ' * 2 * k}  case f():\n" for k in range(31))
        + " " * 63
        + "return 'C'\n"
        + "".join(f"{' ' * 2 * k} return 'D'\n" for k in range(30, -1, -1)),
        "@x\n" * 30_000 + "def f(o): return 'C'",
        "".join(f"{' ' * k}def f(o):\n" for k in range(99)) + " " * 99 + "return 'C'",
    ],
)
def test_deep_nesting_is_refused_in_words(text: str) -> None:
    with pytest.raises(FormatError, match="accepted: "):
        read_program_file(text)
