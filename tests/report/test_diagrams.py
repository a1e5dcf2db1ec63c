import matplotlib.pyplot
import pytest

import spi
from spi.report.diagrams import correspondence_graph, derivation_graph, draw_correspondence, draw_derivation
from tests.report.games import chain

matplotlib.use("Agg")


@pytest.fixture(name="chain")
def derivation() -> spi.Derivation:
    return chain()


def test_derivation_as_data(chain: spi.Derivation) -> None:
    graph = derivation_graph(chain)
    assert [data["kind"] for _, _, data in graph.edges(data=True)] == [
        "eliminate",
        "eliminate",
        "isomorphism",
        "restore",
    ]
    assert graph.nodes[0]["game"] == chain.games[0]
    assert graph.nodes[2]["label"] == "{T}\n{C}"
    assert "T→R" in graph.edges[2, 3]["label"]


def test_correspondence_as_data(chain: spi.Derivation) -> None:
    game = chain.games[0]
    graph = correspondence_graph(chain.correspondence, game)
    assert list(graph.edges(data="change")) == [((0, ("T", "C")), (1, ("R", "F")), "better")]
    assert graph.number_of_nodes() == 4 + 2
    backwards = correspondence_graph(chain.correspondence.inverse(), game)
    assert [data["change"] for _, _, data in backwards.edges(data=True)] == ["worse"]
    same = correspondence_graph(spi.Correspondence.identity(game), game)
    assert {data["change"] for _, _, data in same.edges(data=True)} == {"same"}
    assert "change" not in next(iter(correspondence_graph(chain.correspondence).edges(data=True)))[2]


def test_pictures_show_every_label_and_use_the_axes_given(chain: spi.Derivation) -> None:
    _, ax = matplotlib.pyplot.subplots()
    assert draw_derivation(chain, ax=ax) is ax
    shown = {text.get_text() for text in ax.texts}
    assert {"{T, R}\n{C, F}", "{R}\n{F}", "− R\n(Player 1)", "+ C\n(Player 2)"} <= shown
    matplotlib.pyplot.close("all")
    own = draw_correspondence(chain.correspondence, chain.games[0])
    shown = {text.get_text() for text in own.texts}
    assert {"(T, C)  1, 2", "(R, F)  4, 4"} <= shown
    matplotlib.pyplot.close("all")
