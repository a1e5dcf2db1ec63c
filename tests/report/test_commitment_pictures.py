"""Graphs of commitments and policies over time: every state, rule, case and policy is there, within the edges."""

from collections.abc import Iterator

import matplotlib
import pytest
from matplotlib import pyplot

import spi
from spi.core.commitments import Commitment, CommitmentGraph, CommitmentStep
from spi.report.commitment_pictures import commitments_picture, draw_commitments, draw_lock_out, lock_out_picture
from spi.report.html import object_html
from spi.report.palette import BLUE, GREY, ORANGE, RED
from spi.report.picture import Arrow, Badge, Box, Note
from tests.report.pictures import freeze, inside, of_kind, words

matplotlib.use("Agg")


@pytest.fixture(autouse=True)
def _close() -> Iterator[None]:
    yield
    pyplot.close("all")


def test_commitments_state_by_state() -> None:
    picture = commitments_picture(freeze())
    bold = [note.text for note in of_kind(picture, Note) if note.bold]
    assert sorted(bold) == sorted(["free", "frozen", "frozen with an exception", "war", "frozen, and war",
                                   "frozen with an exception, and war"])  # fmt: skip
    tips = {name: box.tip for name, box in zip(bold, of_kind(picture, Box), strict=True)}
    # the freeze takes a surrogate without approval, the war one with approval: nothing is left but these two
    assert tips["frozen, and war"] == (
        "Defender: stand firm; give in\nThreatener: refrain; threaten; threaten the surrogate"
    )
    # the file has three rules and seven steps: each arrow has the number of its rule
    arrows = of_kind(picture, Arrow)
    assert len(arrows) == 7 and all(arrow.head for arrow in arrows)
    badges = sorted((badge.text, badge.colour) for badge in of_kind(picture, Badge))
    own = [("1", BLUE)] * 2 + [("2", BLUE)] * 2 + [("3", GREY)] * 3  # the war is nobody's rule
    assert badges == sorted([*own, ("1", BLUE), ("2", BLUE), ("3", GREY)])  # and those of the legend
    legend = " ".join(" ".join(note.text for note in of_kind(picture, Note) if note.anchor == "start").split())
    assert "a war leaves no humans who could approve (an event), takes away: surrogate, with approval" in legend
    assert "consulted (Defender), takes away: rewrite values (Defender)" in legend  # the exception is kept
    assert not any("SPI" in text or "lock-out" in text for text in words(picture))
    inside(picture)


def test_cases_are_words_and_lines_and_colours() -> None:
    for name, case, colour, line in (
        ("value-freeze", "→ implementation lock-out", RED, "dotted"),
        ("moving-second", "→ incentive lock-out", ORANGE, "dashed"),
    ):
        graph = spi.load_commitments(f"lock-out/{name}")
        picture = commitments_picture(graph, spi.survey_lock_outs(graph))
        text = words(picture)
        # by the facts of both files one state is locked out
        assert text.count(case) == 1 and text.count("→ an SPI is left") == len(graph.states) - 1
        styles = [(box.colour, box.line) for box in of_kind(picture, Box)]
        assert styles.count((colour, line)) == 1 and styles.count((BLUE, "solid")) == len(graph.states) - 1


def test_policies_over_time() -> None:
    path = ["frozen", "frozen, and war"]
    picture = lock_out_picture(spi.decide_lock_out(freeze(), path).result)
    lines = [arrow for arrow in of_kind(picture, Arrow) if arrow.line == "solid"]
    start = lines[0].path[0][0]
    columns = [badge.at[0] for badge in of_kind(picture, Badge)[:2]]
    ends = [round((arrow.path[1][0] - start) / (columns[0] - start), 6) for arrow in lines]
    # three times; the rule takes the fourth and the fifth policy after the first, the war the third after the second
    assert ends == [3, 3, 2, 1, 1, 3, 3, 3]
    assert columns[1] - start == pytest.approx(2 * (columns[0] - start))
    assert [note.text for note in of_kind(picture, Note) if note.faded] == [
        "surrogate, with approval", "surrogate, without approval", "rewrite values"
    ]  # fmt: skip
    assert words(picture).count("×") == 3
    assert [box.text for box in of_kind(picture, Box)] == [
        "an SPI is left", "an SPI is left", "implementation\nlock-out"
    ]  # fmt: skip
    assert [badge.colour for badge in of_kind(picture, Badge)[:2]] == [BLUE, GREY]
    inside(picture)


def test_no_commitments_at_all() -> None:
    graph = freeze()
    alone = CommitmentGraph(graph.problem, "now", ())
    assert len(of_kind(commitments_picture(alone), Box)) == 1 and not of_kind(commitments_picture(alone), Badge)
    picture = lock_out_picture(spi.decide_lock_out(graph, []).result)
    assert not of_kind(picture, Badge) and "×" not in words(picture)
    assert [box.text for box in of_kind(picture, Box)] == ["an SPI is left"]
    inside(picture)


def test_many_states_have_no_picture() -> None:
    problem = freeze().problem
    steps = [
        CommitmentStep(f"s{k}", Commitment(f"<rule {k}>", None, ()), f"s{k + 1}") for k in range(40)
    ]  # 41 states, one more than tables have rows
    html = object_html(CommitmentGraph(problem, "s0", tuple(steps)))
    assert "<svg" not in html and "no picture of so many states" in html and "and 1 more row<" in html
    html = object_html(CommitmentGraph(problem, "s0", tuple(steps[:3])))
    assert "<svg" in html and "&lt;rule 2&gt;" in html and "<rule" not in html


def test_drawing_into_axes_that_are_given() -> None:
    graph = freeze()
    found = spi.decide_lock_out(graph, "frozen, and war").result
    _, (one, two, other) = pyplot.subplots(1, 3)
    pyplot.sca(other)
    assert draw_commitments(graph, found=spi.survey_lock_outs(graph), ax=one) is one
    assert draw_lock_out(found, ax=two) is two
    assert pyplot.gca() is other and not other.texts and len(pyplot.get_fignums()) == 1
    assert {"free", "war"} <= {text.get_text() for text in one.texts}
    assert {"Defender", "rewrite values"} <= {text.get_text() for text in two.texts}
    alone = draw_lock_out(found)
    alone.figure.canvas.draw()
    assert not alone.axison and len(pyplot.get_fignums()) == 2


@pytest.mark.parametrize("name", spi.RISK_FACTORS)
def test_the_graphs_of_the_shelf_fit(name: str) -> None:
    graph = spi.load_commitments(f"lock-out/{name}")
    found = spi.survey_lock_outs(graph)
    picture = commitments_picture(graph, found)
    assert len(of_kind(picture, Box)) == len(graph.states) and len(of_kind(picture, Arrow)) == len(graph.steps)
    inside(picture)
    for verdict in found.values():
        inside(lock_out_picture(verdict.result))
