"""The programs of the shelf: their stated facts, and the papers' examples of renegotiation."""

import ast
from pathlib import Path
from typing import Any

import pytest

from spi import ShelfError, finite_map, list_programs, load_game, load_program, play_programs, shelves
from spi.errors import FormatError, ProgramError
from spi.programs.facts import Fact, read_facts
from spi.programs.machines import Undefined
from spi.programs.members import Program
from spi.programs.references import load_program_file, read_reference, read_value
from spi.sources import read_citation

FACTS = [
    (name, fact)
    for name in list_programs()
    for fact in read_facts(load_program_file(name).docstring, name.split("/", maxsplit=1)[0], file=name)
]
ONE, TWO, THREE = (load_program("ours/always", action=str(k)) for k in (1, 2, 3))
MEET = {("1", "2"): ("3", "3")}


def renegotiator(default: Program, proposal: dict[Any, Any]) -> Program:
    return load_program("digiovanni-et-al-2024/renegotiator", default=default, proposal=finite_map(proposal))


def literal(base: Program, proposal: dict[Any, Any]) -> Program:
    return load_program("clr-agenda-2026/renegotiation_program", base=base, proposal=finite_map(proposal))


def yields_to(other: Program, accept: str, insist: str) -> Program:
    name = "digiovanni-et-al-2024/conditional_demander"
    return load_program(name, expected=other, accept=accept, insist=insist)


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


def test_t4_t5_algorithm_1() -> None:
    assert play_programs((renegotiator(ONE, MEET), renegotiator(TWO, MEET))).outcome == ("3", "3")
    mine, yours = {("1", "2"): ("1", "1")}, {("1", "2"): ("2", "2")}
    assert play_programs((renegotiator(ONE, mine), renegotiator(TWO, yours))).outcome == ("1", "2")


def test_profiles_are_in_player_order() -> None:
    # asymmetric maps: with the seats exchanged the default is (2, 1), of which the map says nothing
    assert play_programs((renegotiator(TWO, MEET), renegotiator(ONE, MEET))).outcome == ("2", "1")
    uneven = {("1", "2"): ("3", "1")}
    assert play_programs((renegotiator(ONE, uneven), renegotiator(TWO, uneven))).outcome == ("3", "1")
    # what only one proposes never comes out
    assert play_programs((renegotiator(ONE, uneven), renegotiator(TWO, {}))).outcome == ("1", "2")
    assert play_programs((renegotiator(ONE, uneven), TWO)).outcome == ("1", "2")


def test_t9_a_code_test_sees_a_new_code() -> None:
    yields = yields_to(ONE, "1", "2")  # yield to exactly "always slot 1"
    assert play_programs((ONE, yields)).outcome == ("1", "1")
    assert play_programs((renegotiator(ONE, {}), yields)).outcome == ("1", "2")


def test_t10_the_literal_pseudocode_is_no_spi() -> None:
    yields = yields_to(ONE, "1", "2")
    conflict = {("2", "1"): ("3", "3")}  # silent on (1, 1)
    assert play_programs((ONE, yields)).outcome == ("1", "1")  # 3, 1
    assert play_programs((renegotiator(ONE, conflict), renegotiator(yields, conflict))).outcome == ("1", "1")
    assert play_programs((literal(ONE, conflict), literal(yields, conflict))).outcome == ("1", "2")  # 0, 0


def test_no_regress() -> None:
    # a default that is itself a renegotiator meets the other's default, not a renegotiator of the same parameters
    nested = renegotiator(renegotiator(ONE, MEET), MEET)
    assert play_programs((nested, renegotiator(TWO, MEET))).outcome in {("1", "2"), ("3", "3")}
    assert play_programs((nested, nested)).outcome == ("1", "1")


def test_algorithm_2() -> None:
    def csr(default: Program, *outcomes: tuple[str, str], selector: str = "utilitarian") -> Program:
        name = "digiovanni-et-al-2024/conditional_set_renegotiator"
        accepts = load_program(f"{name}.accepts", outcomes=frozenset(outcomes))
        return load_program(name, default=default, renegotiation=accepts, selector=selector)

    game = load_game("digiovanni-et-al-2024/scheduling")
    everything = [("1", "1"), ("2", "2"), ("3", "3")]
    assert play_programs((csr(ONE, *everything), csr(TWO, ("2", "2"), ("3", "3"))), game).outcome == ("2", "2")
    assert play_programs((csr(ONE, ("1", "1")), csr(TWO, ("2", "2"))), game).outcome == ("1", "2")
    assert play_programs((csr(ONE, *everything), csr(TWO, *everything)), game).outcome == ("1", "1")  # 3, 1 before 1, 3
    assert play_programs((csr(ONE, *everything, selector="leximin"), csr(TWO, *everything)), game).outcome == ("1", "2")
    assert play_programs((csr(ONE, *everything), TWO), game).outcome == ("1", "2")


def test_b4_the_demanders_of_50_and_80_percent() -> None:
    fair = load_program("ours/always", action="50")
    hawk = load_program("clr-agenda-2026/demander", demand="80", leaves="20", threat="device")
    assert play_programs((fair, hawk)).outcome == ("50", "device")
    takeover = {("50", "device"): ("takeover", "takeover")}
    assert play_programs((literal(fair, takeover), literal(hawk, takeover))).outcome == ("takeover", "takeover")
    even = {("50", "device"): ("50", "50")}
    assert play_programs((literal(fair, takeover), literal(hawk, even))).outcome == ("50", "device")  # T29
    assert play_programs((renegotiator(fair, takeover), renegotiator(hawk, takeover))).outcome == ("takeover",) * 2
    assert play_programs((renegotiator(fair, takeover), renegotiator(hawk, even))).outcome == ("50", "device")


def test_references_and_values() -> None:
    text = 'digiovanni-et-al-2024/renegotiator(default=ours/always(action="1"), proposal={("1", "2"): ("3", "3")})'
    assert load_program(text) is renegotiator(ONE, MEET)
    assert read_reference("fair_bot", folder="barasz-et-al-2014") is load_program("barasz-et-al-2014/fair_bot")
    assert read_value('("a", "b")') == ("a", "b") and read_value('{("a", "b"),}') == frozenset({("a", "b")})
    assert read_value("set()") == frozenset() and read_value("True") is True and read_value('"it\\"s"') == 'it"s'
    assert read_value('{"a": "1/2"}') == finite_map({"a": "1/2"})


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
    ],
)
def test_references_that_are_none(text: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        load_program(text)


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "own.py"
    path.write_text('def own(opponent, *, yes="C"):\n    return yes\n')
    assert play_programs((load_program(str(path)), load_program(str(path), yes="D"))).outcome == ("C", "D")
