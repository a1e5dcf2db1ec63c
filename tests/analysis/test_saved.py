from pathlib import Path

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
