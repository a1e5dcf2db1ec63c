"""The programs of the shelf: their stated facts, and how they are named in one line."""

import ast
from pathlib import Path

import pytest

from spi import ShelfError, finite_map, list_programs, load_game, load_program, play_programs, program_game, shelves
from spi.errors import FormatError, ProgramError
from spi.programs.machines import Undefined
from spi.programs.references import load_program_file, read_reference, read_value
from spi.sources import read_citation
from tests.programs.facts import Fact, read_facts

FACTS = [
    (name, fact)
    for name in list_programs()
    for fact in read_facts(load_program_file(name).docstring, name.split("/", maxsplit=1)[0], file=name)
]
ONE = load_program("ours/always", action="1")


@pytest.mark.parametrize("name", list_programs())
def test_every_program_says_what_it_is_and_where_it_comes_from(name: str) -> None:
    read = load_program_file(name)
    assert name.rsplit("/", 1)[1] in read.groups
    lines = read.docstring.splitlines()
    assert lines[0].endswith(".")
    (source,) = [line.removeprefix("Source: ") for line in lines if line.startswith("Source: ")]
    read_citation(source)
    ast.parse(shelves.find_text("programs", name)[1])  # Python's syntax, so that editors know it


@pytest.mark.parametrize(("name", "fact"), FACTS, ids=[f"{name}-{k}" for k, (name, _) in enumerate(FACTS)])
def test_stated_facts(name: str, fact: Fact) -> None:
    game = load_game(fact.game) if fact.game else None
    encounter = play_programs(fact.programs, game, randomness="independent")
    if fact.laws is not None:
        assert encounter.law is not None and encounter.law.laws == fact.laws
    else:
        assert encounter.outcome == (Undefined.DIVERGES if fact.diverges else fact.outcome)


def test_there_are_facts_of_most_programs() -> None:
    assert len(FACTS) >= 40 and len({name for name, _ in FACTS}) >= 14


def test_references_and_values() -> None:
    text = 'digiovanni-et-al-2024/renegotiator(default=ours/always(action="1"), proposal={("1", "2"): ("3", "3")})'
    meet = finite_map({("1", "2"): ("3", "3")})
    assert load_program(text) is load_program("digiovanni-et-al-2024/renegotiator", default=ONE, proposal=meet)
    assert read_reference("fair_bot", folder="barasz-et-al-2014") is load_program("barasz-et-al-2014/fair_bot")
    assert read_value('("a", "b")') == ("a", "b") and read_value('{("a", "b"),}') == frozenset({("a", "b")})
    assert read_value("set()") == frozenset() and read_value("True") is True and read_value('"it\\"s"') == 'it"s'
    assert read_value('{"a": "1/2"}') == finite_map({"a": "1/2"}) and read_value("{}") == finite_map({})


def test_a_name_is_no_program_and_one_program_is_no_sequence() -> None:
    own, game = load_program("ours/always", action="S"), load_game("ours/chicken")
    for ask in (play_programs, lambda programs: program_game(game, programs)):
        with pytest.raises(
            ProgramError, match=r"'ours/mirror_bot' is no program; accepted: programs, such as load_prog"
        ):
            ask([own, "ours/mirror_bot"])  # type: ignore[list-item]
        with pytest.raises(
            ProgramError, match=r"<Program: always\(action=\"S\"\)> alone; accepted: a sequence of programs"
        ):
            ask(own)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("ours/alwais", ShelfError, "ours/always"),
        ("ours/always", ProgramError, "needs a value for its parameter 'action'"),
        ('ours/always(deed="C")', ProgramError, "no parameter 'deed'"),
        ('ours/always(action="C"', FormatError, "it ends here"),
        ('ours/always(action="C") x', FormatError, "nothing is expected"),
        ('ours/always(action="C", action="D")', FormatError, "given twice"),
        ("ours/always(action={)", FormatError, "a value is needed|name of a program"),
        ('"C"', FormatError, "name of a program"),
        ("", FormatError, "it ends here"),
        ("ours/always(action=" * 61, FormatError, "more than 60 levels of brackets"),
        ("ours/always(action=" + '{"a": ' * 20_000, FormatError, "more than 60 levels of brackets"),
        ("ours/always(action=" + "(" * 20_000, FormatError, "more than 60 levels of brackets"),
    ],
)
def test_references_that_are_none(text: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        load_program(text)


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "own.py"
    path.write_text('def own(opponent, *, yes="C"):\n    return yes\n')
    assert play_programs((load_program(str(path)), load_program(str(path), yes="D"))).outcome == ("C", "D")
