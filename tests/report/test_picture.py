"""Pictures as SVG and with matplotlib: the same words in both, well-formed, escaped, readable on any ground."""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any
from xml.etree import ElementTree

import matplotlib
import pytest
from matplotlib import pyplot

import spi
from spi.core.commitments import Commitment, CommitmentGraph, CommitmentStep
from spi.core.correspondence import Correspondence
from spi.report.commitment_pictures import commitments_picture, draw_commitments, draw_lock_out, lock_out_picture
from spi.report.diagram_pictures import correspondence_picture, derivation_picture
from spi.report.diagrams import draw_correspondence, draw_derivation
from spi.report.html import object_html
from spi.report.layers import place_in_layers
from spi.report.pages import page_text
from spi.report.palette import BLUE, GREY, ORANGE, RED
from spi.report.picture import Arrow, Badge, Box, Note, Picture, draw_picture, picture_svg, text_height, text_width

matplotlib.use("Agg")

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _close() -> Iterator[None]:
    yield
    pyplot.close("all")


def temptation() -> spi.Game:
    return spi.load_game("oesterheld-conitzer-2022/temptation")


def chain() -> spi.Derivation:
    game = temptation()
    smaller = spi.subset_game(game, {"Player 1": ["R"]})
    return spi.derive(game, smaller, spi.ActionMaps.of({"Player 1": {"T": "R"}, "Player 2": {"C": "F"}}))


def freeze() -> CommitmentGraph:
    return spi.load_commitments("lock-out/value-freeze")


def read(picture: Picture) -> ElementTree.Element:
    return ElementTree.fromstring(picture_svg(picture))


def words(picture: Picture) -> list[str]:
    return [text.text or "" for text in read(picture).iter(f"{SVG}text")]


def of_kind(picture: Picture, kind: type[Any]) -> list[Any]:
    return [item for item in picture.items if isinstance(item, kind)]


EVERYTHING = Picture(
    (100, 80),
    'a "title" & <more>',
    (
        Arrow(((0, 0), (10, 0), (10, 30)), RED, "dotted"),
        Arrow(((0, 5), (50, 5)), head=False),
        Box((50, 40), (40, 20), "<b>\n&", BLUE, "dashed", tip="<tip>"),
        Note((5, 60), "left", "start", bold=True),
        Note((95, 60), "right", "end", faded=True),
        Badge((20, 70), "1", GREY),
        Box((50, 70), (10, 10), ""),
    ),
)


def test_svg_element_by_element() -> None:
    svg = read(EVERYTHING)
    assert (svg.get("width"), svg.get("height"), svg.get("viewBox")) == ("100", "80", "0 0 100 80")
    assert svg.get("role") == "img" and svg.get("aria-label") == 'a "title" & <more>'
    assert words(EVERYTHING) == ["<b>", "&", "left", "right", "1"]
    lines = [path.get("d") for path in svg.iter(f"{SVG}path")]
    # the head is 8 long and 8 wide, the line ends where it begins
    assert lines == ["M 0 0 L 10 0 L 10 22", "M 10 30 L 6 22 L 14 22 Z", "M 0 5 L 50 5"]
    first = next(svg.iter(f"{SVG}rect"))
    assert [first.get(key) for key in ("x", "y", "width", "height")] == ["30", "30", "40", "20"]
    assert first.get("stroke") == BLUE and first.get("stroke-dasharray") == "6 4" and first.get("fill") == "none"
    assert [title.text for title in svg.iter(f"{SVG}title")] == ["<tip>"]
    sides = {text.text: text.get("text-anchor") for text in svg.iter(f"{SVG}text")}
    assert sides["left"] == "start" and sides["right"] == "end" and sides["<b>"] == "middle"


def test_svg_has_the_colour_of_the_page_and_loads_nothing() -> None:
    text = picture_svg(EVERYTHING)
    assert read(EVERYTHING).get("fill") == "currentColor"
    colours = set(re.findall(r'(?:fill|stroke|color)="([^"]*)"', text))
    assert colours == {"currentColor", "none", "white", RED, BLUE, GREY}  # white stands on the badge
    assert not re.search(r"href|url\(|<script|<style|<image|<foreign| id=| on\w+=", text)


def test_matplotlib_draws_the_same() -> None:
    ax: Any = draw_picture(EVERYTHING)
    assert [text.get_text() for text in ax.texts] == ["<b>\n&", "left", "right", "1"]
    assert ax.get_ylim() == (80, 0) and ax.get_xlim() == (0, 100)  # down is down
    assert [tuple(line.get_ydata()) for line in ax.lines] == [(0, 0, 22), (5, 5)]
    assert len(ax.patches) == 4  # a head, two boxes, a disc
    _, own = pyplot.subplots()
    assert draw_picture(EVERYTHING, own) is own
    dollars = draw_picture(Picture((50, 50), "", (Note((25, 25), "$5 or $x"),)))
    dollars.figure.canvas.draw()  # no formula, so no complaint about one
    assert dollars.texts[0].get_text() == "$5 or $x"


def test_an_arrow_of_no_length_has_no_head() -> None:
    assert len(list(read(Picture((9, 9), "", (Arrow(((1, 1), (1, 1))),))).iter(f"{SVG}path"))) == 1


def test_how_wide_text_is() -> None:
    assert text_width("ab\nabcd") == text_width("abcd") == 4 * text_width("a")
    assert text_width("取") == 2 * text_width("a")
    assert text_height("a\nb") == 2 * text_height("a")


def test_a_derivation_box_by_box() -> None:
    picture = derivation_picture(chain())
    assert [box.text for box in of_kind(picture, Box)] == [
        "{T, R}\n{C, F}", "{T}\n{C, F}", "{T}\n{C}", "{R}\n{F}", "{R}\n{C, F}"
    ]  # fmt: skip
    assert [note.text for note in of_kind(picture, Note)] == [
        "− R\n(Player 1)", "− F\n(Player 2)", "Assumption 2\nT→R, C→F", "+ C\n(Player 2)"
    ]  # fmt: skip
    assert [(a.colour, a.line) for a in of_kind(picture, Arrow)] == [
        ("", "solid"), ("", "solid"), (BLUE, "solid"), ("", "dashed")
    ]  # fmt: skip
    inside(picture)


def test_a_derivation_of_no_steps_is_one_box() -> None:
    game = spi.Game.from_payoffs([["1, 2"]], actions=[["<a>"], ["b"]])
    picture = derivation_picture(spi.derive(game, game))
    assert words(picture) == ["{<a>}", "{b}"] and not of_kind(picture, Arrow)
    assert "&lt;a&gt;" in picture_svg(picture)


def falling(n: int) -> spi.Game:
    """Every row is worse than the one above it, every column than the one before it."""
    rows = [[f"{n - i}, {n - j}" for j in range(n)] for i in range(n)]
    return spi.Game.from_payoffs(rows, actions=[[f"r{i}" for i in range(n)], [f"c{j}" for j in range(n)]])


def test_a_long_derivation_is_cut_with_a_count() -> None:
    whole = falling(9)
    picture = derivation_picture(spi.derive(whole, spi.reduce(whole).reduced))
    # 16 eliminations, 17 games, of which 5 are shown at either end
    assert len(of_kind(picture, Box)) == 10 and "7 more games" in words(picture)
    assert [arrow.line for arrow in of_kind(picture, Arrow)].count("dotted") == 1
    assert of_kind(picture, Box)[-1].text == "{r0}\n{c0}" and of_kind(picture, Box)[-1].tip == "game 16"
    inside(picture)
    short = falling(6)  # 10 eliminations: to leave out one of 11 games would save nothing
    picture = derivation_picture(spi.derive(short, spi.reduce(short).reduced))
    assert len(of_kind(picture, Box)) == 11 and not any("more games" in text for text in words(picture))


def test_many_actions_and_players_are_cut() -> None:
    wide = spi.Game.from_payoffs([["0, 0"] * 90], actions=[["a"], [f"action {k}" for k in range(90)]])
    assert words(derivation_picture(spi.derive(wide, wide)))[1] == "{action 0, action 1, action…"
    many = spi.Game(tuple(f"P{k}" for k in range(9)), (("x",),) * 9, ((Fraction(0),) * 9,))
    assert words(derivation_picture(spi.derive(many, many))) == ["{x}"] * 5 + ["and 4 more"]


def test_a_correspondence_arrow_by_arrow() -> None:
    found = chain().correspondence
    picture = correspondence_picture(found, temptation())
    # Table 6: (T, C) alone is played, and becomes (R, F)
    assert set(words(picture)) == {
        "outcome", "becomes", "(T, C)  1, 2", "(T, F)  5, 1", "(R, C)  0, 0", "(R, F)  4, 4",
        "somebody gains, nobody loses",
    }  # fmt: skip
    faded = [note.text for note in of_kind(picture, Note) if note.faded]
    assert sorted(faded) == ["(R, C)  0, 0", "(R, C)  0, 0", "(R, F)  4, 4", "(T, F)  5, 1"]
    arrow, legend = of_kind(picture, Arrow)
    assert arrow.colour == legend.colour == BLUE
    at = {note.text: note.at for note in of_kind(picture, Note) if not note.faded}
    assert arrow.path[0][1] == at["(T, C)  1, 2"][1] and arrow.path[1][1] == at["(R, F)  4, 4"][1]
    inside(picture)
    plain = correspondence_picture(found)
    assert "(T, C)" in words(plain) and [a.colour for a in of_kind(plain, Arrow)] == [""]
    back = correspondence_picture(found.inverse(), temptation())
    assert [(a.colour, a.line) for a in of_kind(back, Arrow)] == [(RED, "dotted")] * 2


def test_a_large_correspondence_shows_what_is_played_first() -> None:
    whole = falling(9)
    last = ("r8", "c8")
    found = Correspondence(
        frozenset((f"r{i}", f"c{j}") for i in range(9) for j in range(9)), frozenset({last}), frozenset({(last, last)})
    )
    picture = correspondence_picture(found)
    # 81 outcomes, 20 of them with room, the one with an arrow among them although it is the last by name
    assert "and 61 more" in words(picture) and words(picture).count("(r8, c8)") == 2
    assert len(of_kind(picture, Arrow)) == 1 and whole.shape == (9, 9)
    inside(picture)


def test_html_has_the_picture_and_text_has_not() -> None:
    assert chain()._repr_html_().count("<svg") == 1 and "<table>" in chain()._repr_html_()
    assert chain().correspondence._repr_html_().count("<svg") == 1
    assert freeze()._repr_html_().count("<svg") == 1
    found = spi.decide_lock_out(freeze(), "frozen, and war")
    assert found._repr_html_().count("<svg") == found.result._repr_html_().count("<svg") == 1
    for thing in (chain(), chain().correspondence, freeze(), found):
        assert "svg" not in str(thing)
    assert page_text([EVERYTHING, "words"]) == "words"


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
    for ax in (draw_derivation(chain()), draw_correspondence(chain().correspondence), draw_lock_out(found)):
        ax.figure.canvas.draw()
        assert not ax.axison


def test_layers_by_hand() -> None:
    sizes = {"a": (10.0, 10.0), "b": (20.0, 10.0), "c": (30.0, 40.0), "d": (10.0, 10.0)}
    edges = [("a", "b"), ("a", "c"), ("b", "d"), ("a", "d")]
    places, paths = place_in_layers(sizes, edges, across=50, down=5)
    # a | b, c and a lane of height 14 | d; the second layer is 30 wide and 10 + 40 + 14 + 2·5 = 74 high
    assert [places[node][0] for node in "abcd"] == [5, 75, 75, 145]
    assert places["a"][1] == places["d"][1] == 37
    assert abs(places["b"][1] - places["c"][1]) >= 30
    assert paths["a", "c"] == ((10, 37), (10, 37), (60, places["c"][1]), (60, places["c"][1]))
    assert [x for x, _ in paths["a", "d"]] == [10, 10, 60, 90, 140, 140]
    assert place_in_layers({"x": (3.0, 4.0)}, [], across=1, down=1) == ({"x": (1.5, 2)}, {})


def test_two_edges_that_need_not_cross_do_not() -> None:
    sizes = dict.fromkeys("abcd", (10.0, 10.0))
    places, _ = place_in_layers(sizes, [("a", "d"), ("b", "c")], across=9, down=9)
    assert (places["a"][1] < places["b"][1]) == (places["d"][1] < places["c"][1])


def test_no_edge_crosses_a_node_and_no_nodes_overlap() -> None:
    rng = Random(1)
    for _ in range(60):
        names = [f"n{k}" for k in range(rng.randint(1, 9))]
        sizes = {name: (float(rng.randint(5, 60)), float(rng.randint(5, 60))) for name in names}
        edges = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :] if rng.random() < 0.35]
        places, paths = place_in_layers(sizes, edges, across=40, down=6)
        boxes = {
            name: (x - sizes[name][0] / 2, y - sizes[name][1] / 2, x + sizes[name][0] / 2, y + sizes[name][1] / 2)
            for name, (x, y) in places.items()
        }
        assert min(min(box[:2]) for box in boxes.values()) >= -1e-9
        for i, a in enumerate(names):
            for b in names[i + 1 :]:
                p, q = boxes[a], boxes[b]
                assert min(p[2], q[2]) <= max(p[0], q[0]) or min(p[3], q[3]) <= max(p[1], q[1])
        for edge, path in paths.items():
            assert boxes[edge[0]][2] == pytest.approx(path[0][0]) and boxes[edge[1]][0] == pytest.approx(path[-1][0])
            for (x, y), (u, v) in pairwise(path):
                assert u >= x - 1e-9  # never back
                for k in range(21):
                    at = x + (u - x) * k / 20, y + (v - y) * k / 20
                    assert not any(
                        box[0] + 1e-6 < at[0] < box[2] - 1e-6 and box[1] + 1e-6 < at[1] < box[3] - 1e-6
                        for box in boxes.values()
                    )


def inside(picture: Picture) -> None:
    """Nothing is drawn beyond the edge."""
    width, height = picture.size
    for item in picture.items:
        if isinstance(item, Arrow):
            corners = list(item.path)
        elif isinstance(item, Box):
            (x, y), (w, h) = item.centre, item.size
            corners = [(x - w / 2, y - h / 2), (x + w / 2, y + h / 2)]
        elif isinstance(item, Note):
            w, h = text_width(item.text), text_height(item.text)
            left = item.at[0] - {"start": 0, "middle": w / 2, "end": w}[item.anchor]
            corners = [(left, item.at[1] - h / 2), (left + w, item.at[1] + h / 2)]
        else:
            corners = [(item.at[0] - 9, item.at[1] - 9), (item.at[0] + 9, item.at[1] + 9)]
        for x, y in corners:
            assert -1e-6 <= x <= width + 1e-6 and -1e-6 <= y <= height + 1e-6, item
