"""The verdicts against the definitions, evaluated in plain Python from the items' files alone."""

import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable
from fractions import Fraction
from itertools import permutations, product
from math import prod
from pathlib import Path
from typing import Any

import pytest

from spi import SpiError, load_game, load_program_setting, verify_spi, verify_transformation
from spi.programs.reader import read_program_file
from spi.tasks.families.spi_verdict.family import FAMILY
from spi.tasks.families.spi_verdict.three_words import CODE_OF_THREE, READING_OF_THREE
from spi.tasks.families.spi_verdict.verdicts import (
    NOT,
    STRICT,
    WEAK,
    WORDS,
    mistaken_expectations,
    mistaken_words,
    verdict_word,
)
from spi.tasks.items import Item
from spi.tasks.scoring import score_answer
from spi.transforms.renegotiation import renegotiator_family
from tests.tasks.checks import (
    assert_a_thousand,
    assert_answers,
    assert_deterministic,
    assert_knob_rises,
    assert_proved,
    certificates_of,
    drawn,
    told_by,
)
from tests.tasks.plain import read_game
from tests.tasks.plain_verdicts import right_maps, slow_answer, slow_changes, survivors

F = Fraction


def some() -> list[Item]:
    return drawn(FAMILY, range(25))


def many() -> list[Item]:
    return drawn(FAMILY, range(1000, 1220))


CLAUSES = {"programs", "expectation"}
"""What the items of a pair ask that differ in a clause."""


def verdicts(items: list[Item]) -> list[Item]:
    """Without those that ask which programs refute an SPI."""
    return [item for item in items if item.answer in WORDS]


def table_of(item: Item) -> dict[tuple[str, ...], tuple[F, ...]]:
    return read_game(dict(item.files)["game.toml"])[2]


def about(item: Item) -> str:
    return dict(item.asks)["about"]


def tells_a_law(item: Item) -> bool:
    return "with probability" in dict(item.texts)["formal"]


def test_answers_agree_with_the_definitions() -> None:
    assert_answers(some(), slow_answer)


@pytest.mark.slow
def test_answers_agree_with_the_definitions_on_many_items() -> None:
    """Of every kind, for two players and for three, there are enough."""
    assert_answers(many(), slow_answer)
    kinds = Counter((about(item), tells_a_law(item), dict(item.knobs)["players"]) for item in many())
    for kind in (("programs", False), ("programs", True), ("expectation", True), ("subset game", False)):
        assert kinds[*kind, 2] >= 8 and kinds[*kind, 3] >= 3, kinds
    for kind in (("refutation", False), ("map", False)):  # single items, of one draw in thirteen
        assert kinds[*kind, 2] >= 8 and kinds[*kind, 3] >= 2, kinds


def test_items_have_what_every_family_has() -> None:
    assert_proved(FAMILY, some())
    assert_deterministic(FAMILY)
    assert_knob_rises(FAMILY, some())
    assert FAMILY.generate(7, 3) == FAMILY.generate(7, 3)


def test_certificates_about_something_else_are_refused() -> None:
    by_kind: dict[str, list[Item]] = defaultdict(list)
    for item in some():
        by_kind[about(item) if not tells_a_law(item) or about(item) == "expectation" else "with a law"].append(item)
    for own in (by_kind["programs"], by_kind["subset game"]):
        first, twin, other = own[0], own[1], own[2]
        for foreign in (twin, other):  # the twin is about another payoff, the other about another game altogether
            with pytest.raises(SpiError, match="game that is told"):
                FAMILY.label([json.loads(foreign.proofs[0].text)], dict(first.asks))
        with pytest.raises(SpiError, match="0 certificates"):
            FAMILY.label([], dict(first.asks))
    with pytest.raises(SpiError, match="accepted: the kind"):
        FAMILY.label([json.loads(by_kind["programs"][0].proofs[0].text)], dict(by_kind["subset game"][0].asks))


def maps_asked(seeds: range) -> list[Item]:
    return [item for item in drawn(FAMILY, seeds) if about(item) == "map"]


def test_maps_of_ones_own_are_checked() -> None:
    """Every map that is right by the definition is, and every other map of the survivors is not."""
    items = maps_asked(range(200, 260))
    assert len(items) >= 4
    several = 0
    for item in items[:4]:
        files = dict(item.files)
        players, actions, u = read_game(files["game.toml"])
        left = survivors(actions, u)
        right = set(right_maps(files))
        several += len(right) > 1
        every = list(product(*(permutations(own, len(kept)) for own, kept in zip(actions, left, strict=True))))
        for images in every[:: max(1, len(every) // 60)]:
            rules = [
                ", ".join(f"{x} -> {y}" for x, y in zip(kept, own, strict=True))
                for kept, own in zip(left, images, strict=True)
            ]
            text = "; ".join(f"{player}: {rule}" for player, rule in zip(players, rules, strict=True))
            assert score_answer(item, f"ANSWER: {text}").outcome == ("right" if text in right else "wrong")
    assert several  # ours is one of several


def test_maps_are_read_leniently_and_never_guessed() -> None:
    item = maps_asked(range(200, 260))[0]
    lines = item.answer.split("; ")
    block = "\n".join(line.replace("->", "→").upper() for line in reversed(lines))
    assert score_answer(item, f"So it is.\n\nANSWER:\n```\n{block}\n```").outcome == "right"
    rule = lines[0].split(": ")[1]
    first = rule.split(", ")[0]
    source = first.split(" -> ")[0]
    for unreadable in (
        "; ".join(lines[1:]),  # a player is missing
        "; ".join([*lines, lines[0]]),  # or is there twice
        item.answer.replace(first, f"{source} -> somewhere", 1),
        item.answer.replace(rule, f"{rule}, {first}", 1),
        item.answer.replace("->", "to"),
    ):
        assert score_answer(item, f"ANSWER: {unreadable}").outcome == "unreadable", unreadable
    players, actions, _ = read_game(dict(item.files)["game.toml"])
    same = [f"{who}: {', '.join(f'{x} -> {x}' for x in own)}" for who, own in zip(players, actions, strict=True)]
    assert score_answer(item, f"ANSWER: {'; '.join(same)}").outcome == "wrong"  # nobody gains
    longest = max(lines, key=lambda line: line.count("->"))
    rules = longest.split(": ")[1]
    ends = [own.split(" -> ") for own in rules.split(", ")]
    assert len(ends) > 1
    merged = ", ".join(f"{x} -> {ends[0][1]}" for x, _ in ends)
    assert score_answer(item, f"ANSWER: {item.answer.replace(rules, merged)}").outcome == "wrong"  # two go to one
    short = item.answer.replace(rules, ", ".join(f"{x} -> {y}" for x, y in ends[1:]))
    assert score_answer(item, f"ANSWER: {short}").outcome == "wrong"  # one that survives is left out


def test_labels_of_maps_need_a_strict_spi_of_all_players() -> None:
    item, other, *_ = maps_asked(range(200, 260))
    asks = dict(item.asks)
    with pytest.raises(SpiError, match="game that is told"):
        FAMILY.label(certificates_of(other), asks)
    for change in ({"strict": False}, {"unilateral": ["x"]}, {"duplicates": True}, {"answer": "no"}):
        (changed,) = certificates_of(item)
        changed["claim"] |= change
        with pytest.raises(SpiError):
            FAMILY.label([changed], asks)


def test_certificates_about_cases_say_nothing_of_expectations_nor_the_other_way_round() -> None:
    drawn = (FAMILY.generate(seed, 1) for seed in range(200))
    expected, every = next(own for own in drawn if {about(item) for item in own} == CLAUSES)
    if about(expected) == "programs":
        expected, every = every, expected
    assert dict(expected.asks)["game"] == dict(every.asks)["game"]
    with pytest.raises(SpiError, match="in expectation"):
        FAMILY.label(certificates_of(every), dict(expected.asks))
    with pytest.raises(SpiError, match="strict SPI on listed profiles"):
        FAMILY.label(certificates_of(expected), dict(every.asks))
    other = certificates_of(expected)
    first, second, *_ = other[0]["objects"]["profiles"]
    first["probability"], second["probability"] = second["probability"], first["probability"]
    if first["probability"] != second["probability"]:
        with pytest.raises(SpiError, match="programs that are told"):
            FAMILY.label(other, dict(expected.asks))


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
    assert all("there is exactly one" in text for _, text in item.texts)


def test_a_certificate_about_fewer_programs_proves_no_spi() -> None:
    item = next(i for i in some() if i.answer == STRICT and about(i) == "programs")
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
    for item in verdicts(some())[::3]:
        for name, text in item.files:
            Path(name).write_text(text, encoding="utf-8")
        if "setting.toml" in dict(item.files):
            setting = load_program_setting("setting.toml")
            assert setting.transformation is not None
            assert (setting.law is not None) == (about(item) == "expectation")
            asked = (setting.games, setting.transformation)
            verdict = verify_transformation(*asked, within=setting.within, law=setting.law)
            strict = verify_transformation(*asked, within=setting.within, law=setting.law, strict=True)
            assert item.answer == (STRICT if strict else WEAK if verdict else NOT)
        else:
            game, subset = load_game("game.toml"), load_game("subset-game.toml")
            holds, more = bool(verify_spi(game, subset)), bool(verify_spi(game, subset, strict=True))
            assert item.answer == (STRICT if more else WEAK if holds else NOT)


def pairs_of(items: list[Item]) -> list[tuple[Item, Item]]:
    own = verdicts(items)
    return list(zip(own[::2], own[1::2], strict=True))


def test_pairs_differ_in_one_number_or_clause_and_in_the_answer() -> None:
    for one, two in pairs_of(some()):
        assert one.pair == two.pair
        assert one.answer != two.answer
        tables = [read_game(text)[2] for item in (one, two) for name, text in item.files if name != "setting.toml"]
        half = len(tables) // 2
        entries = [
            [u for table in own for row in table.values() for u in row] for own in (tables[:half], tables[half:])
        ]
        changed = sum(x != y for x, y in zip(*entries, strict=True))
        if {about(one), about(two)} == CLAUSES:
            assert changed == 0
            for wording in ("formal", "matrix", "story"):
                (*shared, asked), (*also, other) = (dict(own.texts)[wording].split("\n\n") for own in (one, two))
                assert shared == also and asked != other
            assert dict(one.files)["setting.toml"] != dict(two.files)["setting.toml"]
        else:
            assert changed == 1
            assert dict(one.files).get("setting.toml") == dict(two.files).get("setting.toml")


def test_probabilities_are_told_in_every_wording() -> None:
    for item in some():
        law = tomllib.loads(dict(item.files).get("setting.toml", "")).get("law", [])
        told = [dict(item.texts)[wording].split("\n\n")[-2] for wording in ("formal", "matrix", "story") if law]
        for text in told:
            if "independently" in text:
                laws = [
                    {name: F(p) for name, p in re.findall(r"([pqt]\d) with probability ([\d/]+)", part)}
                    for part in text.split(": ")[1].split(";")
                ]
                chances = {
                    own: prod(own_law[x] for x, own_law in zip(own, laws, strict=True)) for own in product(*laws)
                }
            else:
                found = re.findall(r"(p\d) facing (q\d)(?: and (t\d))? with probability ([\d/]+)", text)
                chances = {tuple(x for x in own if x): F(p) for *own, p in found}
            assert chances == {tuple(row["programs"]): F(row["probability"]) for row in law}


@pytest.mark.slow
def test_near_misses_become_more_frequent() -> None:
    """A single player loses 1 in a single case: hardly more often than not at first, and nearly always in the end."""
    shares = []
    for difficulty in (1, 5):
        items = [item for seed in range(2000, 2060) for item in FAMILY.generate(seed, difficulty)]
        refuted = [
            slow_changes(dict(i.files))
            for i in items
            if about(i) == "programs" and not tells_a_law(i) and i.answer == NOT
        ]
        losses = [
            [x - y for old, new in own.values() for x, y in zip(old, new, strict=True) if y < x] for own in refuted
        ]
        shares.append(sum(own == [1] for own in losses) / len(losses))
    assert shares[1] >= shares[0] + 0.3


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
def test_a_thousand_items_are_proved_and_their_answers_even() -> None:
    items = drawn(FAMILY, range(560))
    assert_a_thousand(FAMILY, range(560))
    own = verdicts(items)
    counts = Counter(item.answer for item in own)
    assert all(0.9 * len(own) / 3 <= counts[word] <= 1.1 * len(own) / 3 for word in WORDS)


@pytest.mark.slow
def test_surface_features_do_not_tell_the_answers() -> None:
    items, features = verdicts(drawn(FAMILY, range(560))), dict[str, Callable[[Item], Any]]()
    features["position"] = lambda item: [o.text for o in item.options].index(WEAK)
    features["actions"] = lambda item: dict(item.knobs)["actions"]
    features["players"] = lambda item: dict(item.knobs)["players"]
    features["what is asked"] = lambda item: (about(item), tells_a_law(item))
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


def test_mistakes_about_expectations_lead_where_they_should() -> None:
    """By hand: with 3/4 the first player loses 1 and the second gains 2, with 1/4 it is 5 and 1 the other way round.

    Expected gains are (5 - 3)/4 and (6 - 1)/4, so it is a strict SPI in expectation, and no SPI case by case.
    """
    changes = [((F(4), F(0)), (F(3), F(2))), ((F(0), F(1)), (F(5), F(0)))]
    law = [F(3, 4), F(1, 4)]
    found = mistaken_expectations(changes, law)
    assert found["case-by-case"] == found["likeliest-case"] == NOT
    assert found["unweighted"] == found["sums"] == found["first-player-only"] == STRICT
    assert found["strict-for-everybody"] == STRICT
    assert mistaken_words(changes, law)["ex-ante"] == STRICT
    even = mistaken_expectations([((F(0), F(0)), (F(1), F(0))), ((F(0), F(0)), (F(-3), F(0)))], law)
    assert even["strict-for-everybody"] == even["second-player-only"] == WEAK  # 3/4 - 3/4, and nothing for the second
    assert even["unweighted"] == NOT


@pytest.mark.slow
def test_weights_count_in_expectation() -> None:
    """Mostly somebody loses in some case, although not in expectation: the two questions have different answers."""
    items = [item for item in many() if about(item) == "expectation" and item.answer != NOT]
    changes = [slow_changes(dict(item.files)).values() for item in items]
    assert all(any(y < x for old, new in own for x, y in zip(old, new, strict=True)) for own in changes)


def test_the_code_of_renegotiation_among_three_is_what_runs() -> None:
    assert read_program_file(CODE_OF_THREE).groups["renegotiator"] == renegotiator_family(3).group
    assert "the other players' codes" in READING_OF_THREE and "outcome(p, q, t)" in READING_OF_THREE


@pytest.mark.slow
def test_each_mistake_occurs() -> None:
    seen = {option.error for item in many() for option in item.options} - {""}
    assert seen == set(FAMILY.errors)
