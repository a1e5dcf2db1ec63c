"""Every class that people meet shows something in a notebook, and the records among them show all their parts."""

import re
import sys
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Any, get_args, get_origin

import numpy as np
import pytest

import spi
from spi.core.display import html_of, one_line
from spi.programs.machines import Undefined
from spi.programs.members import Family
from spi.programs.reader import read_program_file
from spi.report.pages import page_text
from spi.report.records import record_page, value_text

WITHOUT = {
    "ConcessionPolicy": "a protocol: it has no objects",
    "Negotiator": "a protocol: it has no objects",
    "Receipt": "of the checker, which shares no code with the rest; its text is enough",
    "Refused": "of the checker, which shares no code with the rest; its text is enough",
    "ModelAgent": "an open connection, not data",
    "Undefined": "an enumeration: Python reserves such names there, and its members say what they are",
}


def public_classes() -> set[type]:
    """The classes in the table of names, and those that the functions in it return."""
    values = [getattr(spi, name) for name in spi.__all__]
    found = {value for value in values if isinstance(value, type)}
    for value in values:
        if not isinstance(value, type) and callable(value) and hasattr(value, "__annotations__"):
            module = sys.modules[value.__module__]
            words = re.findall(r"\w+", str(value.__annotations__.get("return", "")))
            for word in words:
                found |= set(classes_in(getattr(module, word, None)))
    return {kind for kind in found if kind.__module__.startswith("spi.")}


def classes_in(value: Any) -> list[type]:
    """A class, or those of a union or alias."""
    origin, inner = get_origin(value), get_args(value)
    own = [one for one in (value, origin) if isinstance(one, type) and (one is origin or not inner)]
    return [*own, *(kind for part in inner for kind in classes_in(part))]


def test_every_public_class_has_html() -> None:
    kinds = public_classes()
    assert {"Game", "Holds", "Finding", "Quotient"} <= {kind.__name__ for kind in kinds}
    bare = {kind for kind in kinds if not hasattr(kind, "_repr_html_") and not issubclass(kind, Exception)}
    names = {kind.__name__ for kind in bare}
    assert names == set(WITHOUT), "give it `_repr_html_ = html_of`, or a reason here"


def test_unions_are_taken_apart() -> None:
    assert set(classes_in(spi.Holds[int] | spi.Unknown)) == {spi.Holds, int, spi.Unknown}
    assert classes_in(None) == [] and classes_in(Fraction) == [Fraction]


@dataclass(frozen=True)
class Small:
    size: int
    note: str = ""


@dataclass(frozen=True)
class Named:
    size: int

    def __repr__(self) -> str:
        return "<Named>"


@dataclass(frozen=True)
class RecordOfAll:
    big_number: Fraction
    nothing: None = None
    truth: bool = True
    title: str = ""
    words: tuple[str, ...] = ("a", "b")
    smalls: tuple[Small, ...] = (Small(1), Small(2, "<i>"))
    one: Small = Small(3)
    named: tuple[Named, ...] = (Named(1),)
    secret: int = field(default=7, repr=False)
    _inner: int = 8


def test_a_record_part_by_part() -> None:
    page = record_page(RecordOfAll(Fraction(1, 3)))
    assert page is not None
    lines = [" ".join(line.split()) for line in page_text(page).splitlines() if line.strip()]
    assert lines == [
        "record of all", "part value", "big number 1/3", "nothing none", "truth yes", "words a, b",
        "one small (size 3; note )", "named <Named>",
        "smalls", "size note", "1 1", "2 2 <i>",
    ]  # fmt: skip
    html = html_of(RecordOfAll(Fraction(1, 3)))
    assert "&lt;i&gt;" in html and "<i>" not in html and "7" not in html and "8" not in html
    assert record_page(3) is None and record_page(Small) is None


def test_a_record_with_an_array() -> None:
    relation = spi.action_relation([("C", "C"), ("C", "D"), ("D", "C"), ("D", "D")], [0])
    lines = [" ".join(line.split()) for line in page_text(record_page(relation) or []).splitlines()]
    # four outcomes have numbers of two bits: 16 pairs
    assert lines == ["relation", "part value", "table 16 of uint32", "bits 2"]


class Colour(Enum):
    RED = "red"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "none"),
        (False, "no"),
        (Fraction(-1, 2), "-1/2"),
        (Fraction(10**30 + 1, 3 * 10**30), "about 0.333333"),
        (Fraction(1, 10**18 + 9), "1/1000000000000000009"),
        (Fraction(10**60 + 1), str(10**60 + 1)),
        (12_345, "12345"),
        ((), "none"),
        ((("T", "C"), ("R", "F")), "(T, C), (R, F)"),
        (((1, Fraction(1, 2)), [2]), "(1, 1/2), (2)"),
        ({"a": (1, 2), "b": {"c": None}}, "a: (1, 2); b: c: none"),
        (frozenset("ba"), "a, b"),
        (Colour.RED, "red"),
        (Undefined.DIVERGES, "diverges"),
        (np.zeros((1_000, 2), dtype=np.int8), "1,000 × 2 of int8"),
        (np.int64(3), "3"),
        (len, "len"),
        (tuple(range(15)), "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, and 3 more"),
        ({k: k for k in range(13)}, "; ".join(f"{k}: {k}" for k in range(12)) + "; and 1 more"),
        (Small(1, "x"), "small (size 1; note x)"),
        (((((Small(1),),),),), "(((small)))"),  # too deep for its parts
        (spi.Game.from_payoffs([["1, 2"]]), "<Game: Player 1, Player 2; 1 × 1 actions>"),
    ],
)
def test_values_on_one_line(value: Any, text: str) -> None:
    assert value_text(value) == text


def test_text_of_many_lines_is_cut_to_its_first() -> None:
    table = spi.concession_table({"a": "1/2"})
    assert value_text(table) == "probability of conceding …"


def test_a_long_list_of_records_is_counted() -> None:
    page = record_page(RecordOfAll(Fraction(1), smalls=tuple(map(Small, range(100)))))
    assert page is not None and page_text(page).endswith("and 60 more rows")


def test_one_line_is_one_line_of_bounded_width() -> None:
    assert one_line("Holds", "a\n  b") == "<Holds: a b>"
    assert one_line("Holds", "x" * 500) == "<Holds: " + "x" * 90 + "…>"
    assert len(one_line("Holds", "x" * 91)) == 100 and "…" not in one_line("Holds", "x" * 91)


def test_verdicts_in_one_line() -> None:
    game = spi.load_game("oesterheld-conitzer-2022/temptation")
    holds, fails = spi.decide_spi(game), spi.decide_spi(spi.load_game("ours/chicken"))
    unknown = spi.Unknown("is it <so>?", "the budget ran out", 3)
    assert repr(unknown) == "<Unknown: is it <so>?>"
    for verdict, word in ((holds, "Holds"), (fails, "Fails")):
        assert not isinstance(verdict, spi.Unknown)
        line = repr(verdict)
        assert line.startswith(f"<{word}: {verdict.claim[:60]}") and len(line) <= 100
        assert str(verdict).startswith(f"{word.upper()}\n") and verdict.claim[-12:] in " ".join(str(verdict).split())


def test_programs_show_their_parameters_in_one_line() -> None:
    always = spi.load_program("ours/always", action="C")
    assert repr(always) == '<Program: always(action="C")>'
    plain = spi.read_program("def zed(them): return 'Q'")
    assert repr(plain) == "<Program: zed>"
    # a program inside a program is named only, and what is long is cut
    nested = Family(read_program_file("def h(o, *, p): return p(o)").groups["h"], "h")
    assert repr(nested(p=always)) == "<Program: h(p=always(…))>"
    wide = spi.load_program("ours/always", action="y" * 150)
    assert len(repr(wide)) == 100 and repr(wide).endswith("…>")
