from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import spi
from spi.strategies import exact_numbers, games, subset_games


def test_every_kind_of_verdict_comes_back(tmp_path: Path) -> None:
    game = spi.load_game("oesterheld-conitzer-2022/temptation")
    verdicts = [
        spi.decide_spi(game),
        spi.decide_spi(game, unilateral=True),
        spi.decide_spi(game, unilateral="Player 2"),
        spi.decide_spi(game, strict=False, printed=True),
        spi.decide_spi(spi.load_game("ours/demand-game-with-duplicate"), duplicates=True),
        spi.verify_spi(game, spi.subset_game(game, {"Player 1": ["R"]}), strict=True, support=[("T", "C")]),
        spi.verify_spi(game, spi.subset_game(game, {"Player 2": ["F"]})),
    ]
    for k, verdict in enumerate(verdicts):
        path = tmp_path / f"{k}.json"
        verdict.save(path)
        again = spi.load_verdict(path)
        assert type(again) is type(verdict)
        assert again == verdict


@given(st.data())
@settings(max_examples=40)
def test_random_verdicts_come_back(data: st.DataObject) -> None:
    import tempfile

    game = data.draw(games(max_players=2, dominated=True, payoffs=exact_numbers(low=0, high=1)))
    verdict: spi.Verdict[object, object] = (
        spi.decide_spi(game, strict=data.draw(st.booleans()), unilateral=data.draw(st.booleans()))
        if data.draw(st.booleans())
        else spi.verify_spi(game, data.draw(subset_games(game)), strict=data.draw(st.booleans()))
    )
    with tempfile.TemporaryDirectory() as folder:
        verdict.save(Path(folder) / "verdict.json")
        assert spi.load_verdict(Path(folder) / "verdict.json") == verdict


def test_refused_and_missing_files(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    with pytest.raises(spi.SpiError, match="cannot read"):
        spi.load_verdict(path)
    path.write_text("{}")
    with pytest.raises(spi.RefusedError, match="refused at"):
        spi.load_verdict(path)


def test_certificate_of_another_game(tmp_path: Path) -> None:
    game, other = (spi.load_game(f"oesterheld-conitzer-2022/{name}") for name in ("demand-game", "temptation"))
    path = tmp_path / "c.json"
    spi.decide_spi(game).save(path)
    assert spi.load_verdict(path, game=game)
    with pytest.raises(spi.GameError, match="another game"):
        spi.load_verdict(path, game=other)


def test_certificate_with_another_digest_is_refused(tmp_path: Path) -> None:
    one = spi.decide_spi(spi.load_game("oesterheld-conitzer-2022/demand-game"))
    other = spi.load_game("oesterheld-conitzer-2022/temptation")
    assert isinstance(one, spi.Holds)
    path = tmp_path / "c.json"
    path.write_text(one.certificate.text.replace(one.result.game.digest, other.digest))
    with pytest.raises(spi.RefusedError) as error:
        spi.load_verdict(path)
    assert error.value.rule == "digest"


def coordination_verdicts() -> list[Any]:
    """One verdict for every kind of result about coordination and enforcement."""
    paper = "oesterheld-conitzer-2022/"
    demand, smaller = spi.load_game(paper + "demand-game"), spi.load_game(paper + "demand-game-spi")
    chicken = spi.load_game(paper + "chicken-with-dominated-option")
    differ = spi.load_game("ours/coordination-on-difference")
    half = {("a", "b"): "1/2", ("b", "a"): "1/2"}
    uniform = dict.fromkeys(spi.profiles(spi.reduce(demand).reduced), "1/4")
    copy = spi.token_copy(differ, differ, {("a", "a"): ((("a", "b"), Fraction(1)),)})
    worse = spi.token_copy(differ, differ, {("a", "b"): ((("a", "a"), Fraction(1)),)})
    punish, fall_back = spi.enforce(demand, smaller), spi.enforce(demand, smaller, "default")
    unrelated = spi.Game.from_payoffs([["5, 5"]], actions=[["x"], ["y"]], players=demand.players)
    single = spi.token_game(demand, unrelated, {("x", "y"): {("RM", "RM"): 1}})
    return [
        *(spi.decide_pareto_optimal(chicken, y) for y in ([4, 0], [1, 1], [100, 100])),
        spi.decide_strict_pc_spi(demand),
        spi.decide_strict_pc_spi(chicken, support=list(half)),
        spi.verify_pc_spi(copy, strict=True, support=[("a", "a")]),
        spi.verify_pc_spi(worse),
        spi.verify_pc_spi(single),
        spi.decide_achievable(chicken, half, [3, 3]),
        spi.decide_achievable(demand, uniform, [1, 1]),
        spi.best_achievable(demand, uniform),
        spi.best_achievable(demand, uniform, "nash", origin=[0, 0]),
        spi.best_achievable(demand, uniform, [1, 2]),
        spi.prove_threat_points(spi.load_game("ours/public-goods-three-players")),
        spi.verify_program_equilibrium(punish),
        spi.verify_program_equilibrium(fall_back),
        spi.verify_program_equilibrium(spi.enforce(demand, demand)),
        spi.verify_program_equilibrium(spi.enforce(demand, demand), law={("DM", "DM"): 1}),
        spi.verify_execution_independence(punish),
        spi.verify_execution_independence(punish, support=[("DM", "DM")]),
        spi.verify_execution_independence(fall_back),
    ]


def test_verdicts_about_coordination_come_back(tmp_path: Path) -> None:
    for verdict in coordination_verdicts():
        verdict.save(tmp_path / "it.json")
        again = spi.load_verdict(tmp_path / "it.json")
        assert type(again) is type(verdict) and again.result == verdict.result, verdict.claim
        assert (again.claim, again.assumptions, again.trusted) == (verdict.claim, verdict.assumptions, verdict.trusted)
        assert str(again.result) == str(verdict.result)
