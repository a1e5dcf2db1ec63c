import json
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest

from spi.core.commitmentfile import read_commitment_file
from spi.core.commitments import Commitment
from spi.core.game import Game
from spi.core.numbers import format_exact
from spi.errors import SpiError
from spi.tasks.families.lock_out.family import FAMILY, NEVER, mistakes
from spi.tasks.items import Item
from spi.tasks.material.commitment_plans import Plan, make_plan, shape_of_plan
from tests.commitment_oracle import cases, read, smallest
from tests.tasks.checks import assert_a_thousand


def items_of(seeds: range, difficulties: tuple[int, ...] = (1, 2, 3, 4, 5)) -> list[Item]:
    return [item for s in seeds for item in FAMILY.generate(s, difficulties[s % len(difficulties)])]


ITEMS = items_of(range(10))


def by_hand(item: Item) -> str:
    data = read(dict(item.files)["plan.toml"])
    if dict(item.asks)["question"] == "clause":
        found = smallest(data)
        assert len(found) <= 1
        order = [(q, x) for q, own in zip(data["players"], data["policies"], strict=True) for x in own]
        named = [f"{q}: “{x}”" for q, x in order if found and (q, x) in found[0]]
        return "; ".join(named) or "no exceptions to these rules would have"
    first = next((k for k, case in enumerate(cases(data)) if case != "open"), None)
    return NEVER if first is None else f"after number {first}"


def test_the_answer_is_that_of_the_definition() -> None:
    for item in items_of(range(10), (1, 2)):  # larger ones take the oracle long: see below
        assert by_hand(item) == item.answer


@pytest.mark.slow
def test_the_answer_is_that_of_the_definition_on_many_more() -> None:
    for item in items_of(range(10, 120), (1, 2, 3, 2)):
        assert by_hand(item) == item.answer


def test_the_same_seed_gives_the_same_items() -> None:
    assert FAMILY.generate(7, 3) == FAMILY.generate(7, 3)
    assert FAMILY.generate(7, 3) != FAMILY.generate(8, 3)


def test_labels_follow_from_the_certificates() -> None:
    for item in ITEMS:
        certificates = [json.loads(proof.text) for proof in item.proofs]
        assert FAMILY.label(certificates, dict(item.asks)) == item.answer
        assert [o.error for o in item.options].count("") == 1
        assert next(o.text for o in item.options if not o.error) == item.answer
        assert {o.error for o in item.options} <= {*FAMILY.errors, ""}


def test_a_certificate_about_something_else_is_refused() -> None:
    one = next(item for item in ITEMS if dict(item.asks)["question"] == "first")
    twin = next(item for item in ITEMS if item.pair == one.pair and item is not one)
    other = next(item for item in ITEMS if dict(item.asks)["question"] == "clause")
    for wrong in (twin, other):
        with pytest.raises(SpiError):
            FAMILY.label([json.loads(proof.text) for proof in wrong.proofs], dict(one.asks))


def test_every_wording_has_every_payoff_and_every_rule() -> None:
    for item in ITEMS[:20]:
        graph = read_commitment_file(dict(item.files)["plan.toml"]).graph
        for _, text in item.texts:
            assert all(format_exact(v) in text for row in graph.problem.game.table for v in row)
            assert all(step.commitment.rule[1:] in text for step in graph.steps)
            assert all(transform.name in text for transform in graph.problem.transforms)


def test_pairs_differ_in_one_thing_and_in_the_answer() -> None:
    pairs: dict[str, list[Item]] = {}
    for item in ITEMS:
        pairs.setdefault(item.pair, []).append(item)
    for one, other in pairs.values():
        assert one.answer != other.answer and one.shape != other.shape
        first, second = (read(dict(item.files)["plan.toml"]) for item in (one, other))
        payoffs = [k for k in first["table"] if first["table"][k] != second["table"][k]]
        clauses = [
            sum(len(some) for own in (m.get("except", {}) for m in data["moves"]) for some in own.values())
            for data in (first, second)
        ]
        if dict(one.asks)["question"] == "clause":
            (cell,) = payoffs
            changed = zip(first["table"][cell], second["table"][cell], strict=True)
            assert [v != w for v, w in changed].count(True) == 1
            assert first["moves"] == second["moves"]
        else:
            assert not payoffs and abs(clauses[0] - clauses[1]) == 1
        for key in ("policies", "default", "space", "transforms"):
            assert first[key] == second[key]


@pytest.mark.slow
def test_a_thousand_are_proved_and_of_distinct_shapes() -> None:
    assert_a_thousand(FAMILY, range(500))


@pytest.mark.slow
def test_answers_are_balanced_and_shapes_distinct_among_a_thousand() -> None:
    items = [item for s in range(500) for item in FAMILY.generate(s, 2)]
    assert len({item.shape for item in items}) == len(items) >= 1_000
    asked = [item for item in items if dict(item.asks)["question"] == "first"]
    for n in Counter(item.answer for item in asked).values():
        assert 0.6 / 4 <= n / len(asked) <= 1.6 / 4
    places = Counter([o.text for o in item.options].index(item.answer) for item in items)
    assert max(places.values()) < 1.6 / 4 * len(items)


@pytest.mark.slow
def test_surface_features_do_not_tell_the_answer() -> None:
    asked = [item for s in range(100) for item in FAMILY.generate(s, 2) if dict(item.asks)["question"] == "first"]

    def most_removed(item: Item) -> str:
        moves = read(dict(item.files)["plan.toml"])["moves"]
        sizes = [sum(map(len, m["removes"].values())) for m in moves]
        return f"after number {1 + sizes.index(max(sizes))}"

    def first_bare(item: Item) -> str:
        moves = read(dict(item.files)["plan.toml"])["moves"]
        return next((f"after number {k}" for k, m in enumerate(moves, 1) if "except" not in m), NEVER)

    for guess in (most_removed, first_bare, lambda item: item.options[0].text, lambda item: NEVER):
        right = sum(guess(item) == item.answer for item in asked) / len(asked)
        assert right < 0.45  # chance is 1/4


def two_agents(rules: list[Commitment], low: str = "5") -> Plan:
    """Default (h, h) is worth (0, 0). P asks for (r, r), worth (4, 4); Q for (q, r), worth (5, 9)."""
    actions = [["h", "r", "q"], ["h", "r", "s"]]
    game = Game.from_payoffs(
        [["0, 0", "0, 0", "0, 0"], ["0, 0", "4, 4", "0, 0"], ["0, 0", f"{low}, 9", "0, 0"]],
        actions=actions,
        players=["A", "B"],
    )
    maps = {"P": {"A": {"h": "r"}, "B": {"h": "r"}}, "Q": {"A": {"h": "q"}, "B": {"h": "r"}}}
    return make_plan(game, ((("h", "h"), Fraction(1)),), maps, (), rules)


def test_mistakes_lead_where_they_would_by_hand() -> None:
    rules = [
        Commitment("one", "A", (("A", "r"), ("A", "q")), (("A", "q"),)),  # P is lost, Q is kept
        Commitment("two", "B", (("B", "h"),)),  # the default
        Commitment("three", "B", (("B", "r"),)),  # what Q asks of B
    ]
    found = mistakes(two_agents(rules))
    assert found["one-lost-is-all-lost"] == "after number 1"
    assert found["exceptions-overlooked"] == "after number 1"
    assert found["default-lost"] == "after number 2"
    assert found["incentives-overlooked"] == "after number 3"  # that is the truth here: q is a best reply to r
    # at (-1, 9) Q costs A something, but its sum is larger: then P was the only way out, which is lost at once
    lost = mistakes(two_agents(rules, low="-1"))
    assert lost["sums"] == "after number 3" and lost["incentives-overlooked"] == "after number 1"


@pytest.mark.slow
def test_every_mistake_occurs() -> None:
    errors = {o.error for item in items_of(range(40)) for o in item.options}
    assert errors == {*FAMILY.errors, ""}


def test_shapes_ignore_names_and_orders() -> None:
    rules = [Commitment("one", "A", (("A", "r"),)), Commitment("two", "B", (("B", "r"),))]
    plan = two_agents(rules)
    other = Game.from_payoffs(  # the same with players and policies in another order, and other names
        [["4, 4", "9, 5", "0, 0"], ["0, 0", "0, 0", "0, 0"], ["0, 0", "0, 0", "0, 0"]],
        actions=[["R", "H", "S"], ["r", "q", "h"]],
        players=["Z", "Y"],
    )
    maps = {"N": {"Z": {"H": "R"}, "Y": {"h": "q"}}, "M": {"Z": {"H": "R"}, "Y": {"h": "r"}}}
    same = [Commitment("eins", "Y", (("Y", "r"),)), Commitment("zwei", "Z", (("Z", "R"),))]
    twin = make_plan(other, ((("H", "h"), Fraction(1)),), maps, (), same)
    assert shape_of_plan(plan) == shape_of_plan(twin)
    assert shape_of_plan(plan) != shape_of_plan(replace(plan, commitments=plan.commitments[::-1]))
    assert shape_of_plan(plan) != shape_of_plan(two_agents(rules, low="6"))


def test_controls_are_paths_without_a_lock_out() -> None:
    for item in ITEMS:
        assert item.control == (item.answer == NEVER)
