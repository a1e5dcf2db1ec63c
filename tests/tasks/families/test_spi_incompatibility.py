import json
from collections import Counter
from fractions import Fraction
from functools import lru_cache

import pytest

from spi.analysis.risk_factors import RISK_FACTORS
from spi.core.commitmentfile import read_commitment_file
from spi.core.commitments import Commitment
from spi.core.game import Game
from spi.core.numbers import format_exact
from spi.errors import SpiError
from spi.tasks.families.spi_incompatibility.family import (
    AS_WORDED,
    FAMILY,
    OPEN_QUESTION,
    PUT_OFF,
    VERDICTS,
    wrong_verdicts,
)
from spi.tasks.families.spi_incompatibility.stories import STORIES
from spi.tasks.items import Item
from spi.tasks.material.commitment_plans import make_plan
from tests.commitment_oracle import Data, cases, read, smallest
from tests.tasks.checks import assert_a_thousand


def items_of(seeds: range, difficulties: tuple[int, ...] = (1, 2, 3, 4, 5)) -> list[Item]:
    return [item for s in seeds for item in FAMILY.generate(s, difficulties[s % len(difficulties)])]


ITEMS = items_of(range(16))


@lru_cache
def more() -> list[Item]:
    return items_of(range(100))


def by_hand(item: Item) -> str:
    data, asks = read(dict(item.files)["plan.toml"]), dict(item.asks)
    if asks["question"] == "attitude":
        return OPEN_QUESTION
    if asks["question"] == "advice":
        found = smallest(data)
        if not found or not found[0]:  # nothing helps, or nothing is needed
            return AS_WORDED
        (((player, policy),),) = found
        return f"make it now, with an exception for {player}: “{policy}”"
    states = cases(data)
    if asks["question"] == "memo":
        wrong = [n for n, (k, said) in enumerate(json.loads(asks["about"]), 1) if states[k] != said]
        return f"statement {wrong[0]}" if wrong else "all of them are right"
    if states[int(asks["about"]) - 1] != "open":
        return VERDICTS["none"]
    return VERDICTS[{"open": "remains", "implementation": "closed", "incentive": "unwanted"}[states[-1]]]


def test_the_answer_is_that_of_the_definition() -> None:
    for item in items_of(range(10), (1, 2)):  # larger ones take the oracle long: see below
        assert by_hand(item) == item.answer


@pytest.mark.slow
def test_the_answer_is_that_of_the_definition_on_many_more() -> None:
    for item in items_of(range(10, 110), (1, 2, 3)):
        assert by_hand(item) == item.answer


@pytest.mark.slow
def test_every_story_is_of_a_risk_factor_and_has_an_item() -> None:
    assert [story.atom for story in STORIES] == list(RISK_FACTORS)
    assert {dict(item.asks)["atom"] for item in more()} == set(RISK_FACTORS)


def test_labels_follow_from_the_certificates() -> None:
    for item in ITEMS:
        certificates = [json.loads(proof.text) for proof in item.proofs]
        assert FAMILY.label(certificates, dict(item.asks)) == item.answer
        assert [o.text for o in item.options if not o.error] == [item.answer]
        assert {o.error for o in item.options} <= {*FAMILY.errors, ""}


def test_a_certificate_about_something_else_is_refused() -> None:
    for question in ("verdict", "advice", "memo"):
        of_kind = [item for item in ITEMS if dict(item.asks)["question"] == question]
        one, twin = of_kind[0], of_kind[1 if question != "memo" else -1]
        with pytest.raises(SpiError):
            FAMILY.label([json.loads(twin.proofs[0].text)], dict(one.asks))


def test_the_same_seed_gives_the_same_items() -> None:
    assert FAMILY.generate(5, 4) == FAMILY.generate(5, 4) != FAMILY.generate(6, 4)


def test_every_wording_has_every_payoff_and_every_rule() -> None:
    for item in ITEMS:
        graph = read_commitment_file(dict(item.files)["plan.toml"]).graph
        for _, text in item.texts:
            assert all(format_exact(v) in text for row in graph.problem.game.table for v in row)
            assert all(step.commitment.rule[1:] in text for step in graph.steps)


def mentioned(data: Data) -> set[tuple[int, str, str, str]]:
    """Which number removes or excepts what of whom."""
    return {
        (k, key, player, x)
        for k, move in enumerate(data["moves"])
        for key in ("removes", "except")
        for player, own in move.get(key, {}).items()
        for x in own
    }


def test_pairs_differ_in_one_thing_and_in_the_answer() -> None:
    pairs: dict[str, list[Item]] = {}
    for item in ITEMS:
        if item.pair:
            pairs.setdefault(item.pair, []).append(item)
    for one, other in pairs.values():
        assert one.answer != other.answer and one.shape != other.shape
        first, second = (read(dict(item.files)["plan.toml"]) for item in (one, other))
        payoffs = [(k, i) for k in first["table"] for i in (0, 1) if first["table"][k][i] != second["table"][k][i]]
        lists = [mentioned(data) for data in (first, second)]
        if dict(one.asks)["question"] == "memo":  # one statement
            memos = [json.loads(dict(item.asks)["about"]) for item in (one, other)]
            assert first == second and sum(p != q for p, q in zip(*memos, strict=True)) == 1
            continue
        assert len(payoffs) + len(lists[0] ^ lists[1]) == 1
        assert one.control != other.control or dict(one.asks)["question"] == "verdict"


def test_controls_are_where_nothing_needs_to_change() -> None:
    for item in ITEMS:
        if dict(item.asks)["question"] == "verdict":
            assert item.control == (item.answer in (VERDICTS["remains"], VERDICTS["none"]))
        elif dict(item.asks)["question"] == "advice":
            assert item.control == (item.answer == AS_WORDED)


@pytest.mark.slow
def test_questions_of_attitude_are_few_and_not_graded() -> None:
    asked = [item for item in more() if not item.graded]
    assert 1 <= len(asked) <= 12
    assert all(item.pair == "" and dict(item.asks)["question"] == "attitude" for item in asked)


@pytest.mark.slow
def test_answers_are_balanced() -> None:
    verdicts = Counter(item.answer for item in more() if dict(item.asks)["question"] == "verdict")
    assert len(verdicts) == 4 and all(0.6 / 4 <= n / verdicts.total() <= 1.6 / 4 for n in verdicts.values())
    memos = Counter(item.answer for item in more() if dict(item.asks)["question"] == "memo")
    assert len(memos) == 4 and max(memos.values()) < 0.5 * memos.total()
    advice = Counter(item.answer == AS_WORDED for item in more() if dict(item.asks)["question"] == "advice")
    assert advice[True] == advice[False]


@pytest.mark.slow
def test_a_thousand_are_proved_and_of_distinct_shapes() -> None:
    assert_a_thousand(FAMILY, range(620))


@pytest.mark.slow
def test_answers_are_balanced_and_shapes_distinct_among_a_thousand() -> None:
    items = [item for s in range(620) for item in FAMILY.generate(s, 2)]
    assert len({item.shape for item in items}) == len(items) >= 1_000
    verdicts = Counter(item.answer for item in items if dict(item.asks)["question"] == "verdict")
    assert all(0.8 / 4 <= n / verdicts.total() <= 1.2 / 4 for n in verdicts.values())


@pytest.mark.slow
def test_surface_features_do_not_tell_the_answer() -> None:
    asked = [item for item in more() if dict(item.asks)["question"] == "verdict"]

    def by_exceptions(item: Item) -> str:
        move = read(dict(item.files)["plan.toml"])["moves"][int(dict(item.asks)["about"]) - 1]
        return VERDICTS["remains" if "except" in move else "closed"]

    def by_length(item: Item) -> str:
        move = read(dict(item.files)["plan.toml"])["moves"][int(dict(item.asks)["about"]) - 1]
        return VERDICTS["closed" if sum(map(len, move["removes"].values())) > 2 else "remains"]

    for guess in (by_exceptions, by_length, lambda item: item.options[0].text, lambda item: VERDICTS["closed"]):
        assert sum(guess(item) == item.answer for item in asked) / len(asked) < 0.4  # chance is 1/4
    advice = [item for item in more() if dict(item.asks)["question"] == "advice"]
    for size in (max, min):  # the longest and the shortest option
        right = sum(size((o.text for o in item.options), key=len) == item.answer for item in advice)
        assert right / len(advice) < 0.45  # half of the answers are the same short one


def test_mistakes_lead_where_they_would_by_hand() -> None:
    # default (h, h) is worth (0, 0); P asks for (r, r), worth (4, 4), Q for (q, r), worth (-1, 9)
    game = Game.from_payoffs(
        [["0, 0", "0, 0", "0, 0"], ["0, 0", "4, 4", "0, 0"], ["0, 0", "-1, 9", "0, 0"]],
        actions=[["h", "r", "q"], ["h", "r", "s"]],
        players=["A", "B"],
    )
    maps = {"P": {"A": {"h": "r"}, "B": {"h": "r"}}, "Q": {"A": {"h": "q"}, "B": {"h": "r"}}}
    kept = Commitment("kept", "A", (("A", "r"),), (("A", "r"),))
    lost = Commitment("lost", "A", (("A", "r"),))
    law = ((("h", "h"), Fraction(1)),)
    # r is kept: whoever overlooks that thinks it closed
    assert wrong_verdicts(make_plan(game, law, maps, (), (kept,)), 1, "remains") == {"closed": "exceptions-overlooked"}
    # r is lost, q is not: whoever adds payoffs thinks that Q is still a way out
    assert wrong_verdicts(make_plan(game, law, maps, (), (lost,)), 1, "closed") == {"remains": "sums"}


@pytest.mark.slow
def test_every_mistake_occurs() -> None:
    errors = {o.error for item in more() for o in item.options}
    assert errors | {"opinion"} == {*FAMILY.errors, ""}
    advice = next(item for item in ITEMS if dict(item.asks)["question"] == "advice")
    assert next(o.error for o in advice.options if o.text == PUT_OFF) == "needless-delay"
