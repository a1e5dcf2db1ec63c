"""Every object of a collection shows a page: well-formed, escaped, not too long, with the object's own numbers."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import spi
from spi.negotiation.scenariofile import load_negotiation
from spi.programs.games import program_game
from spi.programs.reader import read_program
from spi.programs.spaces import program_space
from spi.report.html import object_html
from spi.report.pages import page_html, page_text, pre_html, sheet
from spi.report.shown_programs import program_name
from spi.solve.array_reduction import Removal
from spi.tasks.making import make_tasks
from spi.tasks.spec import read_task_spec
from tests.programs.table_oracle import slow_outcome_table
from tests.report.games import chain, temptation
from tests.report.pages import read

SPEC = 'seed = 1\nfamilies = ["lock-out"]\ncount = 2\ndifficulties = [1]'
SIZE = 100_000


def meeting() -> spi.ProgramGame:
    game = spi.Game.from_payoffs([["2,2", "0,3"], ["3,0", "1,1"]], actions=[["C", "D"], ["C", "D"]])
    mirror = read_program("def copycat(them): return them(me)  # both wait if both copy")
    return program_game(game, program_space([read_program("def nice(them): return 'C'"), mirror]))


def flat() -> spi.Scenario:
    return load_negotiation("negotiation/flat-and-lease")


COLLECTION: dict[str, Callable[[], Any]] = {
    "game": temptation,
    "three players": lambda: spi.load_game("ours/public-goods-three-players"),
    "reduction": lambda: spi.reduce(temptation()),
    "elimination": lambda: spi.reduce(temptation()).steps[0],
    "holds": lambda: spi.decide_spi(temptation()),
    "fails": lambda: spi.decide_spi(spi.load_game("ours/chicken")),
    "exhausted": lambda: spi.decide_spi(spi.load_game("ours/chicken")).result,  # type: ignore[union-attr]
    "found": lambda: spi.find_spis(spi.load_game("ours/two-block-rock-paper-scissors")),
    "derivation": chain,
    "correspondence": lambda: chain().correspondence,
    "maps": lambda: spi.ActionMaps.of({"<P>": {"<x>": "&"}}),
    "isomorphism": lambda: spi.find_isomorphism(temptation(), temptation()),
    "arrays": lambda: spi.reduce_arrays([[1, 5], [0, 4]], [[2, 1], [0, 4]]),
    "program": lambda: read_program("def careful(them): return 'C' if proves(them(me) == 'C') else 'D'"),
    "space": lambda: meeting().spaces[0],
    "program game": meeting,
    "outcome table": lambda: slow_outcome_table(meeting()),
    "scenario": flat,
    "frontier": lambda: spi.find_frontier(flat()),
    "lotteries": lambda: spi.find_lottery_frontier(flat()),
    "solution": lambda: spi.nash(spi.find_frontier(flat())),
    "concession": lambda: spi.concession_table({"<theft>": "1/2", "burning": "9/20"}),
    "affine": lambda: spi.affine_concession(1, 1),
    "tasks": lambda: make_tasks(read_task_spec(SPEC)),
    "item": lambda: make_tasks(read_task_spec(SPEC)).entries[0].item,
    "task specification": lambda: read_task_spec(SPEC),
    "commitments": lambda: spi.load_commitments(f"lock-out/{next(iter(spi.RISK_FACTORS))}"),
    "rate": lambda: spi.clopper_pearson_interval(7, 20),
}


@pytest.mark.parametrize("name", COLLECTION)
def test_pages_are_well_formed_and_short(name: str) -> None:
    thing = COLLECTION[name]()
    html = thing._repr_html_()
    assert len(html) < SIZE
    page = read(html)
    assert page.text.strip()
    assert "object at 0x" not in page.text + str(thing)
    assert "Fraction(" not in page.text + str(thing)


def test_names_are_escaped() -> None:
    for shown in (
        spi.ActionMaps.of({"<P>": {"<script>": "&"}}),
        spi.concession_table({"<script>": "1/2"}),
        spi.Game.from_payoffs([["1, 2"]], actions=[["<script>"], ["&"]], title="<script>"),
        spi.reduce(spi.Game.from_payoffs([["1, 2"], ["0, 0"]], actions=[["a", "<script>"], ["&"]])),
        read_program("def p(them): return '<script>'"),
    ):
        html = shown._repr_html_()
        assert "<script" not in html and "&lt;script&gt;" in html
        read(html)
    assert "<" not in pre_html("<i>").removeprefix("<pre>").removesuffix("</pre>")
    assert read(page_html(["<i>", sheet("<i>", ("<i>",), [("<i>\n<i>",)])])).text == "<i>" * 5


def test_an_elimination_is_struck_out_and_explained() -> None:
    html = spi.reduce(temptation())._repr_html_()
    assert "<s>R</s>" in html and "<s>F</s>" in html and "<s>T</s>" not in html
    # of the four payoffs only those of (T, C) are left: Table 6
    assert html.count("opacity") == 3 and "<td>1, 2</td>" in html
    assert "Player 1: R is strictly dominated by T" in read(html).text


def test_large_games_are_cut_with_a_note() -> None:
    size = 300
    rows = [["0, 0"] * size for _ in range(size)]
    names = [[f"a{k}" for k in range(size)], [f"b{k}" for k in range(size)]]
    game = spi.Game.from_payoffs(rows, actions=names)
    page = read(game._repr_html_())
    assert len(game._repr_html_()) < SIZE and "not shown: 260 more rows, 280 more columns" in page.text
    assert len(page.cells) == 41 * 21
    many = spi.Game.from_arrays(*(np.zeros((1, 1, 2, 2, 2, 2), dtype=int) for _ in range(6)))
    assert "not shown: 4 more tables" in read(many._repr_html_()).text


def test_tables_are_cut_with_a_note_and_rows_beyond_are_never_computed() -> None:
    def rows() -> Any:
        yield from ([str(k)] for k in range(40))
        raise AssertionError("a row that is not shown")

    cut = sheet("numbers", ("k",), rows(), total=1_041)
    assert "and 1,001 more rows" in page_text([cut]) and "and 1,001 more rows" in page_html([cut])
    assert "more row" not in page_text([sheet("numbers", ("k",), [["1"]] * 40)])
    assert page_text([sheet("", ("k",), [["1"]] * 41)]).endswith("and 1 more row")
    assert len(pre_html("x" * 10**6)) < SIZE and "980,000 more characters" in pre_html("x" * 10**6)


def test_tables_have_captions_and_scopes() -> None:
    html = chain().correspondence._repr_html_()
    assert html.count("<caption") == 1 and html.count('scope="col"') == 2 and html.count('scope="row"') == 4


def test_a_correspondence_row_by_row() -> None:
    # elimination leaves (T, C) alone, which becomes (R, F): the domain has the four outcomes of Table 6
    lines = [" ".join(line.split()) for line in str(chain().correspondence).splitlines()]
    assert lines[0] == "correspondence of 4 outcomes to 2, 1 pairs"
    assert "(T, C) (R, F)" in lines and lines.count("(R, C) is never played") == 1


def test_removals_in_words() -> None:
    assert str(Removal(0, 2, 1)) == "player 0: action 2 is strictly dominated by 1"
    assert str(Removal(1, 0, 3, "duplicate")) == "player 1: action 0 duplicates 3"
    half = ((1, Fraction(1, 2)), (2, Fraction(1, 2)))
    assert str(Removal(0, 0, half, "mixed")).endswith("dominated by the mixture 1/2·1 + 1/2·2")


def test_what_programs_do_counted_and_pair_by_pair() -> None:
    table = slow_outcome_table(meeting())
    cells = read(table._repr_html_()).cells
    # nice with anybody gives (C, C), three of four pairs; two copycats wait for each other
    assert cells[:9] == ["outcome", "payoffs (Player 1, Player 2)", "profiles of programs",
                         "(C, C)", "2, 2", "3", "diverges", "none", "1"]  # fmt: skip
    nice, copycat = map(program_name, table.spaces[0])  # what reads the same has the name that it had first
    assert cells[9:] == ["", nice, copycat, nice, "(C, C)", "(C, C)", copycat, "(C, C)", "diverges"]


def test_a_scenario_option_by_option() -> None:
    # the file gives rent half the weight of all, 500 being worth 2/3·1/2 = 1/3 to the tenant
    cells = read(flat()._repr_html_()).cells
    at = cells.index("500")
    assert cells[at : at + 3] == ["500", "1/3", "0"]
    frontier = spi.find_frontier(flat())
    shown = read(frontier._repr_html_()).cells
    for point in frontier.points:
        assert str(point[0]) in shown and str(point[1]) in shown


def test_verdicts_name_counterexamples_and_what_assumptions_mean() -> None:
    game = temptation()
    verdict = spi.verify_spi(game, spi.subset_game(game, {"Player 2": ["F"]}))
    text = read(verdict._repr_html_()).text
    assert "worse for Player 2" in text and "play does not change when a strictly dominated action is removed" in text


def test_what_has_no_page_shows_its_text() -> None:
    rate = spi.clopper_pearson_interval(7, 20)
    assert read(object_html(rate)).text == str(rate)
