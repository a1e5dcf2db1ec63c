"""Words about threat games: what a person reads of games, gaps, branches, choices and tolerated gaps."""

from fractions import Fraction
from typing import Any

import pytest

import spi
from spi.report.documents import document
from spi.report.html import result_html, verdict_html
from tests.solve.test_tolerance import pair

F = Fraction


def flat(value: object) -> str:
    return " ".join(str(value).split())


def test_a_game_is_a_table_of_its_threats() -> None:
    lines = str(spi.load_threat_game("baumann-2017/spheres-of-any-size")).splitlines()
    assert lines[0] == "Spheres of any size" and lines[1].startswith("(baumann-2017, ")
    head = ["threat", "against", "loss", "gain", "harm", "cost", "execution", "demand", "stakes", "acts"]
    assert lines[2].split() == head
    assert flat(lines[3]) == "hurt Alice the original goal 2 2 100 1 1 2 100 assault"
    assert flat(lines[-1]) == "a large sphere the surrogate goal 10 10 0 5 1 10 1000 casting 10 kg"
    bare = spi.ThreatGame((spi.possible_threat("x", "original", loss=1, gain=2, harm=3, cost=4),))
    assert str(bare).splitlines()[0].split() == head[:7]  # no title, sizes or acts


def test_names_are_escaped() -> None:
    game = spi.ThreatGame((spi.possible_threat("<b>", "original", demand=1, harm=1, cost=1),))
    assert "<b>" not in game._repr_html_() and "&lt;b&gt;" in game._repr_html_()


@pytest.mark.parametrize(
    ("numbers", "p", "words"),
    [
        ((10, 10, 20, 8, 6, 0, "1/2"), "1/2", ["tolerated gap: -1/26 to 1/2", "tolerated rate: from 6/13 to 1"]),
        ((10, 10, 20, 8, 6, 0, "1/2"), "1/2", ["principal: content with a gap of at most 1/2"]),
        ((10, 10, 20, 8, 6, 0, "1/2"), "1/2", ["threatener: content with a gap of at least -1/26"]),
        ((100, 100, 50, 40, 40, 0, "1/2"), "9/10", ["0 to 1/40", "q < p, the surrogate deflects nothing"]),
        ((1, 4, 3, 4, 2, 2, 1), "1/2", ["tolerated gap: from -1/6", "principal: content with a gap of at least -1/2"]),
        ((2, 4, 3, 2, 1, 2, 1), "1/2", ["tolerated gap: from -1/10", "principal: content with any gap"]),
        ((2, 4, 1, 2, 1, 2, 1), "1/2", ["tolerated gap: none", "rate: none", "principal: content with no gap"]),
        ((1, -3, 1, 1, 1, 1, 1), "1/2", ["threatener: content with a gap of at most 0"]),
        ((0, 0, 1, 1, 0, 0, 1), "1/2", ["tolerated gap: any", "tolerated rate: from 0 to 1"]),
        ((1, -3, 3, 1, 1, 2, 1), "1/2", ["tolerated gap: -1/2 to 0"]),
        ((2, -3, 3, 1, 1, 2, 1), "1/2", ["tolerated gap: up to 0"]),
    ],
)
def test_tolerated_gaps_in_words(numbers: tuple[object, ...], p: str, words: list[str]) -> None:
    text = flat(spi.tolerance_interval(*pair(*numbers), p))
    for word in words:
        assert word in text
    assert ("deflects nothing" in text) == ("deflects nothing" in words[-1])


def verdicts() -> list[Any]:
    found = spi.load_threat_file("baumann-2017/one-sphere-or-none")
    game, policy, surrogates = found.game, found.policy, found.surrogates
    assert policy is not None and surrogates is not None
    return [
        spi.verify_concession_equivalence(game, policy, surrogates),
        spi.verify_surrogate_spi(game, surrogates),
        spi.verify_expected_improvement(game, policy, surrogates),
        spi.verify_threatener_neutrality(game, policy),
        spi.verify_orthogonality(game),
        spi.verify_monotone_stakes(game, surrogates),
    ]


def test_every_result_has_words_html_and_a_document() -> None:
    for verdict in verdicts():
        text, html = str(verdict), verdict_html(verdict)
        assert verdict.claim in flat(text) and "One sphere or none, digest" in flat(text)
        assert str(verdict.result) in text
        assert result_html(verdict.result) == verdict.result._repr_html_() and "<pre>" in html
        assert document("concession", verdict)["result"]["game"]["digest"] == verdict.result.game.digest


def test_counterexamples_in_words() -> None:
    texts = [flat(verdict.result) for verdict in verdicts()]
    for text, words in zip(
        texts,
        [
            "counterexample: the gap of kill Alice",
            "where kill Alice is conceded, a sphere is conceded, which is worse for the threatener",
            "the threatener expects less than from kill Alice; he rather makes that threat, and it is not deflected",
            "threats become more attractive by -13/2: threatener-hostile",
            "no act is part of both an original and a surrogate threat",
            "kill Alice is a larger threat than hurt Alice, but becomes no larger surrogate",
        ],
        strict=True,
    ):
        assert words in text
    principal = spi.possible_threat("x", "original", demand=1, harm=1, cost=1)
    worse = spi.possible_threat("y", "surrogate", demand=1, harm=2, cost=1)
    game = spi.ThreatGame((principal, worse))
    lost = spi.verify_expected_improvement(game, spi.concession_table({"x": "1/2", "y": "1/2"}), {"x": "y"})
    assert flat(lost.result).endswith("counterexample: the principal expects less than from x")
    same = spi.ThreatGame((principal, spi.possible_threat("y", "surrogate", demand=1, harm=1, cost=1)))
    assert "nobody is better off in any play" in str(spi.verify_surrogate_spi(same, {"x": "y"}).result)


def test_ties_and_knife_edges_are_told() -> None:
    found = spi.load_threat_file("baumann-2017/platinum-sphere")
    assert found.policy is not None and found.surrogates is not None
    effects = spi.surrogate_effects(found.game, found.policy, found.surrogates)
    text = flat(effects)
    assert "any less often than its original, q < p, deflects nothing: kill Alice" in text
    assert "after: kill Alice, 7 for the threatener, -208 for the principal; as good for him: create a sphere" in text
    assert "threshold" not in text
    best = spi.surrogate_effects(found.game, found.policy, found.surrogates, ties="best")
    assert "as good for him: kill Alice" in flat(best) and "at most 1000" in flat(best)
    assert "<pre>" in effects._repr_html_()
