from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import matplotlib
import pytest
from matplotlib.text import Text

import spi
from spi.analysis.achievability import Achieved
from spi.analysis.token_games import AllOptimal, TokenComparison
from spi.core.game import Profile
from spi.core.token_game import TokenGame, token_copy, token_game
from spi.report.plane import draw_payoff_plane
from spi.solve.default_play import read_law

matplotlib.use("Agg")

CHICKEN = "oesterheld-conitzer-2022/chicken-with-dominated-option"
HALF: dict[Profile, str] = {("a", "b"): "1/2", ("b", "a"): "1/2"}
MIXED: dict[Profile, str] = {("a", "a"): "9/64", ("a", "b"): "15/64", ("b", "a"): "15/64", ("b", "b"): "25/64"}


@pytest.fixture(autouse=True)
def _close() -> Iterator[None]:
    import matplotlib.pyplot

    yield
    matplotlib.pyplot.close("all")


@pytest.fixture
def chicken() -> spi.Game:
    return spi.load_game(CHICKEN)


@pytest.fixture
def better(chicken: spi.Game) -> TokenGame:
    certain = ((("c", "c"), Fraction(1)),)
    return token_copy(chicken, spi.reduce(chicken).reduced, {("a", "a"): certain, ("b", "b"): certain})


def labels(ax: Any) -> set[str]:
    return {text.get_text() for text in ax.texts} - {""}


def arrows(ax: Any) -> set[tuple[tuple[float, float], tuple[float, float]]]:
    found = [text for text in ax.texts if not text.get_text()]
    pairs = {(tuple(text.get_position()), tuple(text.xy)) for text in found}
    assert len(pairs) == len(found)
    return pairs


def legend(ax: Any) -> list[str]:
    return [text.get_text() for text in ax.get_legend().get_texts()]


def marked(ax: Any, name: str) -> list[tuple[float, float]]:
    """Where the markers of a legend entry are."""
    (line,) = [line for line in ax.lines if line.get_label() == name]
    return sorted(zip(map(float, line.get_xdata()), map(float, line.get_ydata()), strict=True))


def test_subset_games() -> None:
    game = spi.load_game("oesterheld-conitzer-2022/demand-game")
    smaller = spi.load_game("oesterheld-conitzer-2022/demand-game-spi")
    ax = draw_payoff_plane(game, improved=spi.compare(game, smaller))
    assert arrows(ax) == {((-3, -3), (1, 1))}
    assert {"(DM, DM)", "(RM, RM), (DL, DL),\n(RL, RL)", "(DM, RM), (DL, RL)"} <= labels(ax)
    assert marked(ax, "default outcome") == [(-3, -3), (0, 2), (1, 1), (2, 0)]
    assert marked(ax, "outcome") == [(-5, 5), (5, -5)]
    assert marked(ax, "threat point 0, 0") == [(0, 0)]
    assert ax.get_title() == "Demand Game"
    assert ax.get_xlabel() == "payoff of Aliceland"
    assert ax.get_ylabel() == "payoff of Bobbesia"
    assert "safely achievable" not in legend(ax)
    assert "E" not in labels(ax)


def test_token_games_and_support(chicken: spi.Game, better: TokenGame) -> None:
    assert arrows(draw_payoff_plane(chicken, improved=better)) == {((-5, -5), (3, 3)), ((1, 1), (3, 3))}
    ax = draw_payoff_plane(chicken, improved=better, support=[("a", "b"), ("b", "b")], threat=False, zoom=False)
    assert arrows(ax) == {((1, 1), (3, 3))}
    assert marked(ax, "default outcome") == [(1, 1), (4, 0)]
    assert not any("threat" in name for name in legend(ax))


def test_an_isomorphism_tells_which_token_belongs_to_an_outcome(chicken: spi.Game) -> None:
    reduced = spi.reduce(chicken).reduced
    table = [[list(reduced["b", "b"]), list(reduced["b", "a"])], [list(reduced["a", "b"]), list(reduced["a", "a"])]]
    tokens = spi.Game.from_payoffs(table, actions=[["t", "s"], ["t", "s"]])  # as the copy, in another order
    play = {("s", "s"): ("c", "c"), ("t", "t"): ("b", "b"), ("t", "s"): ("b", "a"), ("s", "t"): ("a", "b")}
    made = token_game(chicken, tokens, {t: {a: 1} for t, a in play.items()})
    assert arrows(draw_payoff_plane(chicken, improved=made)) == {((-5, -5), (3, 3))}
    isomorphism = spi.find_isomorphism(reduced, tokens)
    reductions = spi.reduce(chicken), spi.reduce(tokens)
    seen = TokenComparison(made, *reductions, "isomorphic", isomorphism, None, None, True, None)
    assert arrows(draw_payoff_plane(chicken, improved=seen)) == {((-5, -5), (3, 3))}


def test_unrelated_games_lead_anywhere(chicken: spi.Game) -> None:
    tokens = spi.Game.from_payoffs([["0, 0"], ["0, 0"]], actions=[["s", "t"], ["t"]])
    made = token_game(
        chicken, tokens, {("s", "t"): {("c", "c"): 1}, ("t", "t"): {("c", "c"): "1/2", ("b", "b"): "1/2"}}
    )
    ax = draw_payoff_plane(chicken, improved=made)
    assert len(arrows(ax)) == 4 * 2
    assert marked(ax, "new payoffs") == [(2, 2)]


def test_laws(chicken: spi.Game, better: TokenGame) -> None:
    ax = draw_payoff_plane(chicken, law=HALF, payoffs=[3, 3])
    assert marked(ax, "default expectation E") == [(2, 2)]
    assert marked(ax, "safely achievable") == [(2, 2)]  # a point: a ring
    assert marked(ax, "payoffs y") == [(3, 3)]
    assert marked(ax, "default outcome") == [(0, 4), (4, 0)]
    assert {"E", "y"} <= labels(ax)
    law = read_law(chicken, MIXED)
    achieved = Achieved(chicken, law, (Fraction(81, 32), Fraction(81, 32)), better, "nash", None)
    ax = draw_payoff_plane(chicken, improved=achieved)
    assert marked(ax, "default expectation E") == [(0.625, 0.625)]
    assert marked(ax, "achieved expectation") == [(81 / 32, 81 / 32)]
    hatched = [patch for patch in ax.patches if patch.get_label() == "safely achievable"]
    assert len(hatched) == 1
    assert hatched[0].get_hatch()
    assert len(arrows(ax)) == 2


def test_theorem_15(chicken: spi.Game) -> None:
    ax = draw_payoff_plane(chicken, law=MIXED, theorem_15=True)
    assert {"L1", "L3"} <= labels(ax)  # case B: without L2
    assert "L2" not in labels(ax)
    styles = {line.get_linestyle() for line in ax.lines if str(line.get_label()).endswith("Theorem 15")}
    assert len(styles) == 2
    dilemma = spi.load_game("oesterheld-conitzer-2022/prisoners-dilemma")  # case A: (3, 3) is better than (2, 2)
    ax = draw_payoff_plane(dilemma, law={("Defect", "Defect"): 1}, theorem_15=True)
    assert {"L1", "L2", "L3"} <= labels(ax)
    with pytest.raises(spi.HypothesisError, match="hypothesis H"):
        draw_payoff_plane(
            spi.load_game("ours/theorem-15-counterexample"), law={("a", "a"): "2/3", ("a", "b"): "1/3"}, theorem_15=True
        )


def test_what_is_far_away_is_left_out_unless_asked_for(chicken: spi.Game) -> None:
    ax = draw_payoff_plane(chicken)
    assert ax.get_xlim()[0] > -10
    assert "outcome (some are outside)" in legend(ax)
    assert labels(ax) == {"(a, a)", "(a, b)", "(b, a)", "(b, b)", "(c, c)"}
    ax = draw_payoff_plane(chicken, zoom=False)
    assert ax.get_xlim()[0] < -100
    assert "outcome" in legend(ax)
    assert {"(a, c), (b, c)", "(c, a), (c, b)"} <= labels(ax)


@pytest.mark.parametrize("name", ["ours/matching-pennies", "ours/one-action-each", "ours/constant-2x2"])
def test_flat_games(name: str) -> None:
    game = spi.load_game(name)
    law = {a: Fraction(1, len(game.table)) for a in spi.profiles(game)}
    ax = draw_payoff_plane(game, law=law)
    assert {"feasible payoffs", "Pareto frontier", "default outcome", "safely achievable"} <= set(legend(ax))
    ax.figure.canvas.draw()


def test_every_label_is_inside_and_none_covers_another() -> None:
    numbers = iter([7, 18, 2, 11, 5, 0, 13, 9, 20, 4, 16, 1, 8, 19, 3, 12, 6, 15, 10, 17] * 2)
    game = spi.Game.from_payoffs([[f"{next(numbers)}, {next(numbers)}" for _ in range(5)] for _ in range(4)])
    ax = draw_payoff_plane(game)
    ax.figure.canvas.draw()
    boxes = [Text.get_window_extent(text) for text in ax.texts]  # without the lines to their points
    assert len(boxes) == len(set(game.table))
    frame = ax.get_window_extent()
    for k, box in enumerate(boxes):
        assert frame.x0 <= box.x0
        assert box.x1 <= frame.x1
        assert not any(box.overlaps(other) for other in boxes[:k])


def test_names_are_no_formulas_and_long_ones_are_cut() -> None:
    game = spi.Game.from_payoffs([["1, 2", "3, 1"]], actions=[["$x_^"], ["$", "y" * 150]], players=["$P$", "Q" * 99])
    ax = draw_payoff_plane(game)
    ax.figure.canvas.draw()
    assert "($x_^, $)" in labels(ax)
    assert max(map(len, labels(ax))) < 40
    assert ax.get_xlabel() == "payoff of $P$"


def test_the_axes_given_are_used(chicken: spi.Game) -> None:
    import matplotlib.pyplot

    before = dict(matplotlib.rcParams)
    _, ax = matplotlib.pyplot.subplots()
    assert draw_payoff_plane(chicken, ax=ax) is ax
    assert len(matplotlib.pyplot.get_fignums()) == 1
    draw_payoff_plane(chicken)
    assert len(matplotlib.pyplot.get_fignums()) == 2
    assert dict(matplotlib.rcParams) == before


def test_refusals(chicken: spi.Game, better: TokenGame) -> None:
    import matplotlib.pyplot

    other = spi.load_game("ours/chicken")
    optimal = AllOptimal(other, spi.reduce(other), (), {})
    calls: list[tuple[type[spi.SpiError], str, spi.Game, dict[str, Any]]] = [
        (spi.HypothesisError, "two players", spi.load_game("ours/public-goods-three-players"), {}),
        (spi.GameError, "another game", other, {"improved": better}),
        (spi.GameError, "accepted: a Comparison", other, {"improved": optimal}),
        (spi.GameError, "one of the two", chicken, {"law": HALF, "support": [("a", "b")]}),
        (spi.GameError, "law of play", chicken, {"theorem_15": True}),
        (spi.HypothesisError, "reduced game", chicken, {"support": [("c", "c")]}),
        (spi.HypothesisError, "eliminated", chicken, {"law": {("c", "c"): 1}}),
        (spi.GameError, "payoff vector", chicken, {"payoffs": [1]}),
        (spi.GameError, "float", chicken, {"payoffs": [0.5, 1]}),
        (spi.GameError, "too large", chicken, {"payoffs": [10**101, 1]}),
    ]
    for error, words, game, options in calls:
        with pytest.raises(error, match=words):
            draw_payoff_plane(game, **options)
    assert not matplotlib.pyplot.get_fignums()  # no empty figure is left behind
