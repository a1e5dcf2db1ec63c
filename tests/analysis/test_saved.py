import gc
import json
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import spi
from spi.analysis import saved
from spi.analysis.encounters import LARGE
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
    punish, fall_back = spi.enforce(demand, smaller), spi.enforce(demand, smaller, otherwise="default")
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


def encounter_verdicts() -> list[spi.Holds[spi.Encounter]]:
    """One verdict for every engine, for what diverges, for programs in programs, and for three players."""
    grounded, always = (
        spi.load_program("oesterheld-2019/grounded_fair_bot"),
        spi.load_program("ours/always", action="D"),
    )
    fair, prudent = (spi.load_program(f"barasz-et-al-2014/{name}") for name in ("fair_bot", "prudent_bot"))
    mirror, clique = spi.load_program("ours/mirror_bot"), spi.load_program("tennenholtz-2004/clique_bot")
    moves = spi.finite_map({("D", "C"): ("C", "D")})
    own = spi.load_program("digiovanni-et-al-2024/renegotiator", default=always, proposal=moves)
    return [
        spi.prove_encounter((always, fair)),
        spi.prove_encounter((prudent, fair)),
        spi.prove_encounter((clique, always)),
        spi.prove_encounter((clique, always, clique)),
        spi.prove_encounter((own, own)),
        spi.prove_encounter((mirror, mirror)),
        spi.prove_encounter((grounded, always), randomness="independent"),
        spi.prove_encounter((grounded, grounded), randomness="independent"),
        spi.prove_encounter((grounded, always), spi.load_game("ours/prisoners-dilemma"), randomness="shared"),
    ]


@pytest.mark.parametrize("engine", ["independent", "shared", "modal"])
def test_programs_without_draws_and_proofs_may_be_certified_by_any_engine(tmp_path: Path, engine: str) -> None:
    """Another writer's certificates: the checker accepts them, and the encounter is what it is."""
    verdict = spi.prove_encounter([spi.load_program("ours/always", action=action) for action in "CD"])
    document = verdict.certificate.as_dict()
    claim, evidence, scope = document["claim"], document["evidence"], document["scope"]
    claim["engine"] = engine
    if engine == "independent":
        claim |= {"outcome": None, "laws": [[["C", "1"]], [["D", "1"]]]}
        trees = document["objects"]["programs"]
        calls = [
            ({"player": player, "programs": trees}, law)
            for player, law in zip(verdict.result.players, "CD", strict=True)
        ]
        evidence["calls"] = [{"call": call, "law": [[action, "1"]]} for call, action in calls]
        scope["assumptions"] = ["every simulation draws by itself"]
    if engine == "shared":
        claim |= {"outcome": None, "joint": [[["C", "D"], "1"]]}
        evidence["weights"] = ["1"]
        scope["assumptions"] = ["all programs read one random string"]
    if engine == "modal":
        evidence["worlds"] = "0"
        scope["trusts"] = [LARGE]
    (tmp_path / "it.json").write_text(json.dumps(document))
    assert spi.load_verdict(tmp_path / "it.json").result == verdict.result


def test_encounters_come_back(tmp_path: Path) -> None:
    for verdict in encounter_verdicts():
        verdict.save(tmp_path / "it.json")
        again = spi.load_verdict(tmp_path / "it.json")
        assert isinstance(again, spi.Holds) and again == verdict
        assert str(again) == str(verdict) or verdict.result.game is not None  # whose title is not in the certificate


def test_an_encounter_comes_back_without_names(tmp_path: Path) -> None:
    text = 'def zoe(it): return "C" if it == me else "D"  # only here'
    verdict = spi.prove_encounter([spi.read_program(text.replace("C", "Cooperate").replace("D", "Defect"))] * 2)
    verdict.save(tmp_path / "it.json")
    code = verdict.result.programs[0].code_id
    del verdict
    gc.collect()
    again = spi.load_verdict(tmp_path / "it.json")
    assert again.result.outcome == ("Cooperate", "Cooperate")
    assert [(p.name, p.code_id) for p in again.result.programs] == [("", code)] * 2


def test_an_encounter_comes_back_with_its_game(tmp_path: Path) -> None:
    game, other = (spi.load_game(f"ours/{name}") for name in ("prisoners-dilemma", "chicken"))
    cooperators = [spi.load_program("ours/always", action="C")] * 2
    for played in (game, None):
        verdict = spi.prove_encounter(cooperators, played)
        verdict.save(tmp_path / "it.json")
        again = spi.load_verdict(tmp_path / "it.json")
        assert again == verdict and again.result.game == played
        for wanted in (game, other):
            if wanted is played:
                assert spi.load_verdict(tmp_path / "it.json", game=wanted) == verdict
            else:
                with pytest.raises(spi.GameError, match="about programs in another game, or in none"):
                    spi.load_verdict(tmp_path / "it.json", game=wanted)


def test_an_encounter_has_to_come_to_what_was_certified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each engine in turn, exchanged for one that says what other programs come to."""
    grounded, fair = (spi.load_program(n) for n in ("oesterheld-2019/grounded_fair_bot", "barasz-et-al-2014/fair_bot"))
    mirror, always = spi.load_program("ours/mirror_bot"), spi.load_program("ours/always", action="D")
    cooperate = spi.load_program("ours/always", action="C")
    for first, second, randomness in (
        ((always, always), (always, cooperate), None),
        ((mirror, mirror), (mirror, always), None),
        ((fair, fair), (fair, always), None),
        ((grounded, grounded), (grounded, always), "independent"),
        ((grounded, grounded), (grounded, always), "shared"),
    ):
        met = [spi.play_programs(pair, randomness=cast(Any, randomness)) for pair in (first, second)]
        for own, right, wrong in ((first, met[0], met[1]), (second, met[1], met[0])):
            spi.prove_encounter(own, randomness=cast(Any, randomness)).save(tmp_path / "it.json")
            monkeypatch.setattr(saved, "play_programs", lambda *_, met=right, **__: met)
            assert spi.load_verdict(tmp_path / "it.json").result is right
            monkeypatch.setattr(saved, "play_programs", lambda *_, met=wrong, **__: met)
            with pytest.raises(AssertionError, match="the checker accepted"):
                spi.load_verdict(tmp_path / "it.json")
    monkeypatch.undo()
    monkeypatch.setattr(saved, "_FUEL", 1)
    spi.prove_encounter([spi.load_program("barasz-et-al-2014/prudent_bot")] * 2).save(tmp_path / "it.json")
    with pytest.raises(spi.SpiError, match="did not meet again within 1 calls"):
        spi.load_verdict(tmp_path / "it.json")
