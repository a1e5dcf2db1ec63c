"""The verdicts against the definitions, evaluated in plain Python from the items' files alone."""

import json
import tomllib
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from itertools import permutations, product
from pathlib import Path
from typing import Any

import pytest

from spi import SpiError, load_game, load_program_setting, verify_spi, verify_transformation
from spi.tasks.families.spi_verdict.family import FAMILY
from spi.tasks.families.spi_verdict.verdicts import NOT, STRICT, WEAK, WORDS, mistaken_words, verdict_word
from spi.tasks.items import Item
from tests.tasks.checks import assert_answers, assert_deterministic, assert_knob_rises, assert_proved, drawn, told_by
from tests.tasks.plain import play, program, read_game, read_reference, reduced

F = Fraction


def some() -> list[Item]:
    return drawn(FAMILY, range(25))


def many() -> list[Item]:
    return drawn(FAMILY, range(1000, 1110))


def verdicts(items: list[Item]) -> list[Item]:
    """Without those that ask which programs refute an SPI."""
    return [item for item in items if item.answer in WORDS]


def slow_answer(item: Item) -> str:
    files = dict(item.files)
    if dict(item.asks)["about"] == "refutation":
        (losing,) = [names for names, change in cases(files).items() if verdict_of([change]) == NOT]
        return f"{losing[0]} facing {losing[1]}"
    return of_programs(files) if "setting.toml" in files else of_games(files)


def of_programs(files: dict[str, str]) -> str:
    return verdict_of(list(cases(files).values()))


def cases(files: dict[str, str]) -> dict[tuple[str, str], tuple[Any, Any]]:
    """Definition 2 word for word: all pairs of programs, before and after."""
    _, _, u = read_game(files["game.toml"])
    setting = tomllib.loads(files["setting.toml"])
    named = {name: read_reference(text) for name, text in setting["programs"].items()}
    spaces, change = list(setting["spaces"].values()), setting["transformation"]

    def image(name: str, seat: int) -> Any:
        if change["kind"] == "map":
            return named[change["maps"][seat].get(name, name)]
        family, keyword = {
            "renegotiation": ("renegotiator", "default"),
            "literal-renegotiation": ("renegotiation_program", "base"),
        }[change["kind"]]
        proposal = {tuple(a.split(", ")): tuple(b.split(", ")) for a, b in change["proposals"][seat].items()}
        wrapped = program(family, **{keyword: named[name], "proposal": proposal})
        wrapped[1]["proposal"] = type(wrapped[1])(proposal)
        return wrapped

    pairs = product(*spaces)
    return {(p, q): (u[play(named[p], named[q])], u[play(image(p, 0), image(q, 1))]) for p, q in pairs}


def of_games(files: dict[str, str]) -> str:
    """Definition 1 by trying all bijections of the reduced games; unrelated ones are played in any way at all."""
    _, actions, u = read_game(files["game.toml"])
    _, subset, paid = read_game(files["subset-game.toml"])
    left, right = reduced(actions, u), reduced(subset, paid)
    maps = [dict(zip(product(*left), product(*right), strict=True))] if left == right and same(u, paid, left) else []
    if not maps and list(map(len, left)) == list(map(len, right)):
        for orders in product(*(permutations(own) for own in right)):
            pairs = dict(zip(product(*left), product(*orders), strict=True))
            if all(affine([(u[a][k], paid[b][k]) for a, b in pairs.items()]) for k in (0, 1)):
                maps.append(pairs)
    verdicts = {verdict_of([(u[a], u[b]) for a, b in pairs.items()]) for pairs in maps}
    if maps:
        assert len(verdicts) == 1  # Lemma 4
        return verdicts.pop()
    every = [(u[a], u[b]) for a in product(*left) for b in product(*right)]
    if verdict_of(every) != STRICT:
        return verdict_of(every)
    neutral = any(all(u[a] == u[b] for a in product(*left)) for b in product(*right))
    return WEAK if neutral else STRICT


def same(u: Any, v: Any, actions: Any) -> bool:
    return all(u[a] == v[a] for a in product(*actions))


def affine(pairs: list[tuple[F, F]]) -> bool:
    """Is u = λ·v + c with λ > 0 for these pairs (u, v)?"""
    (u0, v0), *rest = pairs
    steps = [(u - u0, v - v0) for u, v in rest]
    moved = [(x, y) for x, y in steps if (x, y) != (0, 0)]
    return not moved or all(x * y > 0 and x * moved[0][1] == y * moved[0][0] for x, y in moved)


def table_of(item: Item) -> dict[tuple[str, ...], tuple[F, ...]]:
    return read_game(dict(item.files)["game.toml"])[2]


def verdict_of(pairs: list[tuple[Any, Any]]) -> str:
    changes = [y - x for old, new in pairs for x, y in zip(old, new, strict=True)]
    return NOT if any(c < 0 for c in changes) else STRICT if any(c > 0 for c in changes) else WEAK


def test_answers_agree_with_the_definitions() -> None:
    assert_answers(some(), slow_answer)


@pytest.mark.slow
def test_answers_agree_with_the_definitions_on_many_items() -> None:
    items = many()
    assert [slow_answer(item) for item in items] == [item.answer for item in items]


def test_items_have_what_every_family_has() -> None:
    assert_proved(FAMILY, some())
    assert_deterministic(FAMILY)
    assert_knob_rises(FAMILY, some())
    assert FAMILY.generate(7, 3) == FAMILY.generate(7, 3)


def test_certificates_about_something_else_are_refused() -> None:
    by_kind: dict[str, list[Item]] = {"programs": [], "subset game": [], "refutation": []}
    for item in some():
        by_kind[dict(item.asks)["about"]].append(item)
    for own in (by_kind["programs"], by_kind["subset game"]):
        first, twin, other = own[0], own[1], own[2]
        for foreign in (twin, other):  # the twin is about another payoff, the other about another game altogether
            with pytest.raises(SpiError, match="game that is told"):
                FAMILY.label([json.loads(foreign.proofs[0].text)], dict(first.asks))
        with pytest.raises(SpiError, match="0 certificates"):
            FAMILY.label([], dict(first.asks))
    with pytest.raises(SpiError, match="accepted: the kind"):
        FAMILY.label([json.loads(by_kind["programs"][0].proofs[0].text)], dict(by_kind["subset game"][0].asks))


def test_programs_that_refute_need_both_certificates() -> None:
    drawn = (item for seed in range(100) for item in FAMILY.generate(seed, 2))
    item = next(item for item in drawn if dict(item.asks)["about"] == "refutation")
    refuted, safe = (json.loads(proof.text) for proof in item.proofs)
    asks = dict(item.asks)
    assert item.answer == FAMILY.label([refuted, safe], asks) == slow_answer(item)
    with pytest.raises(SpiError, match="a refutation, and a proof"):
        FAMILY.label([safe, refuted], asks)
    with pytest.raises(SpiError, match="1 certificates"):
        FAMILY.label([refuted], asks)
    safe["objects"]["profiles"].pop()
    with pytest.raises(SpiError, match="all programs that are told"):
        FAMILY.label([refuted, safe], asks)
    assert all("exactly one pair" in text for _, text in item.texts)


def test_a_certificate_about_fewer_programs_proves_no_spi() -> None:
    item = next(i for i in some() if i.answer == STRICT and dict(i.asks)["about"] == "programs")
    document = json.loads(item.proofs[0].text)
    document["objects"]["profiles"].pop()
    with pytest.raises(SpiError, match="all programs that are told"):
        FAMILY.label([document], dict(item.asks))
    document = json.loads(item.proofs[0].text) | {}
    document["claim"]["strict"] = False
    with pytest.raises(SpiError, match="a strict SPI on listed"):
        FAMILY.label([document], dict(item.asks))


def test_files_can_be_asked_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for item in verdicts(some())[:12]:
        for name, text in item.files:
            Path(name).write_text(text, encoding="utf-8")
        if "setting.toml" in dict(item.files):
            setting = load_program_setting("setting.toml")
            assert setting.transformation is not None
            verdict = verify_transformation(setting.games, setting.transformation)
            strict = verify_transformation(setting.games, setting.transformation, strict=True)
            assert item.answer == (STRICT if strict else WEAK if verdict else NOT)
        else:
            game, subset = load_game("game.toml"), load_game("subset-game.toml")
            holds, more = bool(verify_spi(game, subset)), bool(verify_spi(game, subset, strict=True))
            assert item.answer == (STRICT if more else WEAK if holds else NOT)


def test_pairs_differ_in_one_number_and_in_the_answer() -> None:
    own = verdicts(some())
    for one, two in zip(own[::2], own[1::2], strict=True):
        assert one.pair == two.pair
        assert one.answer != two.answer
        tables = [read_game(text)[2] for item in (one, two) for name, text in item.files if name != "setting.toml"]
        half = len(tables) // 2
        entries = [
            [u for table in own for row in table.values() for u in row] for own in (tables[:half], tables[half:])
        ]
        assert sum(x != y for x, y in zip(*entries, strict=True)) == 1
        assert dict(one.files).get("setting.toml") == dict(two.files).get("setting.toml")


def test_every_wording_has_every_payoff() -> None:
    for item in some():
        games = [read_game(text) for name, text in item.files if name != "setting.toml"]
        texts = dict(item.texts)
        for players, actions, table in games:
            for profile, row in table.items():
                assert f"({', '.join(profile)}) = ({', '.join(map(str, row))})" in texts["formal"]
                assert ", ".join(map(str, row)) in texts["matrix"]
                assert all(str(u) in texts["story"] and p in texts["story"] for u, p in zip(row, players, strict=True))
            assert all(x in texts[w] for own in actions for x in own for w in texts)


def test_answers_are_even() -> None:
    own = verdicts(some())
    share = len(own) / 3
    assert all(0.6 * share <= n <= 1.6 * share for n in Counter(item.answer for item in own).values())


def test_shapes_differ() -> None:
    assert len({item.shape for item in some()}) == len(some())


@pytest.mark.slow
def test_thousand_items_have_distinct_shapes_and_even_answers() -> None:
    items = drawn(FAMILY, range(500))
    assert len({item.shape for item in items}) == len(items)
    own = verdicts(items)
    counts = Counter(item.answer for item in own)
    assert all(0.9 * len(own) / 3 <= counts[word] <= 1.1 * len(own) / 3 for word in WORDS)


@pytest.mark.slow
def test_surface_features_do_not_tell_the_answers() -> None:
    items, features = verdicts(drawn(FAMILY, range(500))), dict[str, Callable[[Item], Any]]()
    features["position"] = lambda item: [o.text for o in item.options].index(WEAK)
    features["actions"] = lambda item: dict(item.knobs)["actions"]
    features["cases"] = lambda item: dict(item.knobs)["cases"]
    features["largest payoff"] = lambda item: max(map(max, table_of(item).values())) // 6
    features["equal payoffs"] = lambda item: len(set(table_of(item).values())) // 2
    features["length"] = lambda item: len(dict(item.texts)["story"]) // 700
    for name, feature in features.items():  # by chance a third, and a little for the groups being small
        assert told_by(items, feature, lambda item: item.answer) <= 0.5, name


def test_mistakes_lead_where_they_should() -> None:
    """By hand: the second player loses 1 in the first case, the first player gains 4 there and nobody in the second."""
    changes = [((F(1), F(5)), (F(5), F(4))), ((F(2), F(2)), (F(2), F(2)))]
    assert verdict_word(changes) == NOT
    found = mistaken_words(changes)
    assert found["sums"] == STRICT  # 6 becomes 9
    assert found["first-player-only"] == STRICT
    assert found["ex-ante"] == found["second-player-only"] == NOT  # 7 becomes 6
    safe = [((F(1), F(5)), (F(5), F(5)))]
    assert (verdict_word(safe), mistaken_words(safe)["strict-for-everybody"]) == (STRICT, WEAK)


@pytest.mark.slow
def test_each_mistake_occurs() -> None:
    seen = {option.error for item in many() for option in item.options} - {""}
    assert seen == set(FAMILY.errors)
