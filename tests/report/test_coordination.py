import re
from fractions import Fraction

import pytest

import spi
from spi.analysis.achievability import Achieved, Unachievable
from spi.analysis.comparison import Change
from spi.analysis.enforcement import ProfitableDeviation, enforce
from spi.analysis.execution_independence import Interference
from spi.analysis.optimality import Optimality
from spi.analysis.threat_points import ThreatPoints
from spi.analysis.token_games import AllOptimal, TokenComparison
from spi.core.game import Profile
from spi.core.lottery import Payoffs
from spi.core.token_game import TokenGame, token_copy, token_game
from spi.report.coordination import AchievableRegion
from spi.report.documents import document
from spi.report.html import result_html, verdict_html
from spi.report.text import result_text, verdict_text
from spi.solve.achievable import Bound, achievable_polygon
from spi.solve.default_play import read_law

HALF: dict[Profile, str] = {("a", "b"): "1/2", ("b", "a"): "1/2"}


@pytest.fixture
def chicken() -> spi.Game:
    return spi.load_game("oesterheld-conitzer-2022/chicken-with-dominated-option")


@pytest.fixture
def demand() -> spi.Game:
    return spi.load_game("oesterheld-conitzer-2022/demand-game")


@pytest.fixture
def better(chicken: spi.Game) -> TokenGame:
    certain = ((("c", "c"), Fraction(1)),)
    return token_copy(chicken, spi.reduce(chicken).reduced, {("a", "a"): certain, ("b", "b"): certain})


def comparison(made: TokenGame, **findings: object) -> TokenComparison:
    """As `verify_pc_spi` makes it, with these findings."""
    reduction, after = spi.reduce(made.game), spi.reduce(made.tokens)
    found = spi.find_isomorphism(reduction.reduced, after.reduced)
    known = {"support": None, "violation": None, "strict": False, "unimproved": None} | findings
    relation = "unrelated" if found is None else "isomorphic"
    return TokenComparison(made, reduction, after, relation, found, **known)  # type: ignore[arg-type]


def verdict(result: object) -> spi.Holds[object]:
    return spi.Holds("it is so", result, spi.Certificate("{}\n"), (), ("everything",), ())


def test_token_games(better: TokenGame) -> None:
    lines = str(better).splitlines()
    assert lines[0] == "token game: {a′, b′} × {a′, b′}"
    assert lines[2].split("  ")[0] == "token outcome"
    assert lines[3].split() == ["(a′,", "a′)", "-5,", "-5", "(c,", "c)", "3,", "3"]
    html = better._repr_html_()
    assert html.count("<tr>") == 5
    cells = re.sub("<(/?)t[dh][^>]*>", r"<\1td>", html)  # headings and alignment are not the point here
    assert "<td>(a′, a′)</td><td>-5, -5</td><td>(c, c)</td><td>3, 3</td>" in cells


def test_lotteries_are_exact_and_long_ones_are_broken(demand: spi.Game) -> None:
    single = spi.Game.from_payoffs([["0, 0"]], actions=[["t"], ["t"]], players=demand.players)
    two = {("DM", "RM"): "1/3", ("RM", "DM"): "2/3"}
    assert "(DM, RM) with 1/3, (RM, DM) with 2/3  2/3, 4/3" in str(token_game(demand, single, {("t", "t"): two}))
    many = dict.fromkeys(spi.profiles(demand), "1/16")
    lines = str(token_game(demand, single, {("t", "t"): many})).splitlines()
    assert len(lines) == 3 + 16
    assert lines[-1].strip() == "(RL, RL) with 1/16"


def test_html_escapes_names() -> None:
    game = spi.Game.from_payoffs([["1, 2"]], actions=[["<b>"], ["&"]])
    assert "<b>" not in token_copy(game, game)._repr_html_()
    assert "&lt;b&gt;′" in token_copy(game, game)._repr_html_()


def test_comparisons_with_token_games(chicken: spi.Game, better: TokenGame) -> None:
    text = str(comparison(better, strict=True))
    assert "a strict perfect-coordination SPI; isomorphic reduced games" in text
    assert "(a, a)           -5, -5   ->  (a′, a′)  3, 3     better for Player 1, Player 2" in text
    assert "which one is used" not in text  # no action of this game can be exchanged for another
    text = str(comparison(token_copy(chicken, spi.reduce(chicken).reduced), support=(("a", "b"),)))
    assert "a perfect-coordination SPI, not strict" in text
    assert "can occur:      (a, b)" in text
    assert "no payoffs change" in text
    worse = token_copy(chicken, spi.reduce(chicken).reduced, {("a", "b"): ((("a", "a"), Fraction(1)),)})
    text = str(comparison(worse, violation=Change(("a", "b"), ("a′", "b′"), "Player 1")))
    assert "not a perfect-coordination SPI" in text
    assert "counterexample: (a, b), worth 4, 0, can become (a′, b′), worth -5, -5: worse for Player 1" in text


def test_a_game_with_symmetries_has_several_isomorphisms_to_its_tokens() -> None:
    pennies = spi.load_game("ours/matching-pennies")  # both can call heads tails
    verdict = spi.verify_pc_spi(token_copy(pennies, pennies))
    assert isinstance(verdict, spi.Holds)
    compared = verdict.result
    assert not compared.is_certain
    assert "By one of several isomorphisms (which one is used is unknown):" in str(compared)


def test_verdicts_of_the_checker(better: TokenGame) -> None:
    holds = spi.verify_pc_spi(better, strict=True)
    assert str(holds).startswith("HOLDS\n")
    assert str(comparison(better, strict=True)) in str(holds)
    optimal = spi.decide_strict_pc_spi(better.game, support=[("a", "b")])
    assert "All that can occur is Pareto-optimal" in str(optimal)
    assert "Proposition 12 (repaired: D6, N3): there is one unless" in " ".join(str(optimal).split())
    assert "perfect-coordination" in optimal._repr_html_()


def test_comparisons_with_unrelated_token_games(chicken: spi.Game) -> None:
    tokens = spi.Game.from_payoffs([["0, 0"], ["0, 0"]], actions=[["s", "t"], ["t"]])
    both = token_game(chicken, tokens, {t: {("c", "c"): 1} for t in spi.profiles(tokens)})
    text = str(comparison(both, unimproved=("s", "t")))
    assert "any of 2" in text
    assert "unrelated reduced games" in text
    assert "not strict:     (s, t) is worth 3, 3, as all that can occur by default" in text


def test_optimality(chicken: spi.Game) -> None:
    support = (("a", "b"), ("b", "a"))
    weights: dict[Payoffs, Payoffs] = {chicken["a", "b"]: (Fraction(3), Fraction(1))}
    weights[chicken["b", "a"]] = Fraction(1, 2), Fraction(4)
    text = str(AllOptimal(chicken, spi.reduce(chicken), support, weights))
    assert text.splitlines()[-2:] == [
        "(a, b)                   4, 0     3, 1",
        "(b, a)                   0, 4     1/2, 4",
    ]
    assert "3, 3 is feasible and better: (c, c)" in result_text(spi.pareto_optimality(chicken, [2, 2]))
    assert "(a, b) with 1/2, (c, c) with 1/2" in result_text(spi.pareto_optimality(chicken, ["7/2", "3/2"]))
    assert result_text(spi.pareto_optimality(chicken, [100, 100])).startswith("Out of reach: under the weights ")


@pytest.mark.parametrize(
    ("goal", "origin", "words"),
    [
        (None, None, "these payoffs"),
        ("max-min", ("1", "2"), "best least gain over 1, 2, and then the best sum; the least gain is 0"),
        ("nash", ("0", "1/2"), "best product of gains over 0, 1/2; it is 3"),
        ((Fraction(1), Fraction(-1, 2)), None, "best weighted sum with weights 1, -1/2; it is 1"),
    ],
)
def test_achieved(
    chicken: spi.Game, better: TokenGame, goal: object, origin: tuple[str, str] | None, words: str
) -> None:
    start = None if origin is None else tuple(map(Fraction, origin))
    law = read_law(chicken, HALF)
    achieved = Achieved(chicken, law, (Fraction(2), Fraction(2)), better, goal, start)  # type: ignore[arg-type]
    text = str(achieved)
    assert "default play:   (a, b) with 1/2, (b, a) with 1/2" in text
    assert f"goal:           {words}\n" in text
    assert "Player 1  2                    2         0" in text
    assert text.endswith(str(better))


def test_unachievable_and_the_region(chicken: spi.Game) -> None:
    law, three = read_law(chicken, HALF), (Fraction(3), Fraction(3))
    text = str(Unachievable(chicken, law, three, Bound((Fraction(1), Fraction(1)), {}, Fraction(4))))
    assert "w = 1, 1" in text
    assert "w·z ≤ 4 for everything z that is safely achievable, but w·y = 6 for y = 3, 3" in text
    assert str(AchievableRegion(chicken, law, achievable_polygon(chicken, law))).splitlines()[-2:] == [
        "safely achievable expected payoffs: a point",
        "  2, 2",
    ]


def test_threats_and_programs(demand: spi.Game) -> None:
    game = spi.load_game("oesterheld-conitzer-2022/temptation")
    threats = str(ThreatPoints(game, spi.threat_points(game)))
    assert "Player 2  8/5           C with 3/5, F with 2/5  Player 1: T with 4/5, R with 1/5" in threats
    punish = enforce(game, spi.subset_game(game, {"Player 1": ["R"]}))
    words = " ".join(str(punish).split())
    assert "Player 1: if every program is this one, play as the representative would play the subset game" in words
    assert "if Player 2's differs, play T with 4/5, R with 1/5" in words
    assert "representatives get" not in words  # their payoffs are those of the game
    text = str(enforce(demand, spi.load_game("oesterheld-conitzer-2022/demand-game-spi"), otherwise="default"))
    assert "(DL, DL)  -3, -3               1, 1" in text
    assert "otherwise play as the representative would play the game" in text


def test_intervals_and_three_players() -> None:
    game = spi.load_game("ours/public-goods-three-players")
    threat = spi.Threat("Player 1", Fraction(1, 2), Fraction(3, 4), (("D", Fraction(1)),), {})
    assert "from 1/2 to 3/4" in str(ThreatPoints(game, (threat,)))
    words = " ".join(str(enforce(game, spi.subset_game(game, {p: ["C"] for p in game.players}))).split())
    assert "if Player 2's is the first that differs, play D; if Player 3's is the first that differs, play D" in words


def test_what_is_wrong_with_programs(demand: spi.Game) -> None:
    program = enforce(demand, spi.load_game("oesterheld-conitzer-2022/demand-game-spi"))
    two, one, a, b = Fraction(2), Fraction(1, 2), ("RM", "RM"), ("RL", "RL")
    start = "Aliceland does better by playing DM"
    for outcome, becomes, where in (
        (a, b, f"{start}, if the game is played (RM, RM) and the subset game (RL, RL): 2 instead of 1/2"),
        (None, b, f"{start}, if the subset game is played (RL, RL): 2 instead of 1/2"),
        (None, None, f"{start}: 2 instead of 1/2, which is expected if the subset game is played by the law"),
    ):
        assert str(ProfitableDeviation(program, "Aliceland", "DM", outcome, becomes, two, one)) == where
    found = Interference(program, "Aliceland", "Bobbesia", "DM", ("DM", "RM"))
    assert str(found) == "if Aliceland drops out, Bobbesia can come to play DM, but RM if default play is (DM, RM)"
    shown = verdict_text(spi.Fails("it is not so", found, spi.Certificate("{}\n"), (), (), ()))
    assert str(program) in shown  # the program, then what is wrong with it
    assert "counterexample: if Aliceland drops out" in shown


def test_verdicts_about_any_result(demand: spi.Game, better: TokenGame) -> None:
    shown = verdict_text(verdict(better))
    assert str(better) in shown
    assert better.game.digest in shown
    optimal = verdict(spi.pareto_optimality(demand, [2, 0]))  # without a game
    two = Optimality(demand, (Fraction(2), Fraction(0)), spi.pareto_optimality(demand, [2, 0]))
    assert f"digest {demand.digest}" in verdict_text(verdict(two))
    assert str(two) in verdict_text(verdict(two))
    assert "Pareto-optimal among the feasible payoffs" in verdict_text(optimal)
    assert "trusted:        nothing\n" in verdict_text(optimal) + "\n"
    assert "<table>" in verdict_html(verdict(better))
    assert "<pre>Pareto-optimal" in verdict_html(optimal)
    assert result_html(comparison(better)).startswith("<pre>token game")


def test_documents_of_what_no_command_finds(chicken: spi.Game, better: TokenGame) -> None:
    data = document("tokens", comparison(better, strict=True))["result"]
    assert {"outcome": ["a", "a"], "becomes": [["a′", "a′"]]} in data["outcomes"]
    assert (data["spi"], data["strict"], data["relation"], data["support"]) == (True, True, "isomorphic", None)
    cases = {"efficient": ["7/2", "3/2"], "improvable": ["2", "2"], "out-of-reach": ["100", "100"]}
    for case, point in cases.items():
        witness = spi.pareto_optimality(chicken, point)
        data = document("optimal", Optimality(chicken, tuple(map(Fraction, point)), witness))["result"]
        assert (data["case"], data["payoffs"]) == (case, point)
        assert document("optimal", witness)["result"].items() < data.items()
        assert data["better"] == (["3", "3"] if case == "improvable" else None)
