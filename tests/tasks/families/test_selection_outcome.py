"""What programs settle on that renegotiate by sets, evaluated in plain Python from the items' files alone."""

import tomllib
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from spi import SpiError
from spi.tasks.families.selection_outcome.family import FAMILY
from spi.tasks.families.selection_outcome.meetings import (
    SetMeeting,
    misread_outcomes,
    settled,
)
from spi.tasks.items import Item
from spi.tasks.material.scenes import SCENES, Cast
from tests.tasks.checks import (
    assert_a_thousand,
    assert_answers,
    assert_deterministic,
    assert_knob_rises,
    assert_proved,
    certificates_of,
    drawn,
)
from tests.tasks.plain import read_game, read_reference

Profile = tuple[str, ...]
EXTENDED = ("pmp_extension", "literal_pmp_extension", "conditional_pmp_extension")


def some() -> list[Item]:
    return drawn(FAMILY, range(25))


def many() -> list[Item]:
    return drawn(FAMILY, range(1000, 1110))


def slow_answer(item: Item) -> str:
    files = dict(item.files)
    players, _, u = read_game(files["game.toml"])
    programs = {k: read_reference(v) for k, v in tomllib.loads(files["programs.toml"])["programs"].items()}
    outcome = run(programs["P"], programs["Q"], u)
    if dict(item.asks)["about"] == "outcome":
        return f"({', '.join(outcome)})"
    later = run(programs["P_changed"], programs["Q_changed"], u)
    words = []
    for player, x, y in zip(players, u[outcome], u[later], strict=True):
        words.append(f"{player} {'gains' if y > x else 'loses' if y < x else 'neither gains nor loses'}")
    return ", ".join(words)


def run(first: Any, second: Any, u: Any) -> Profile:
    """Algorithm 2."""
    a = (first[1]["default"][1]["action"], second[1]["default"][1]["action"])
    if first[1].get("selector", "utilitarian") != second[1].get("selector", "utilitarian"):
        return a
    return settle(first[1]["renegotiation"], second[1]["renegotiation"], a, 0, first[1]["selector"], u)


def settle(own: Any, theirs: Any, a: Profile, seat: int, selector: str, u: Any) -> Profile:
    agreed = accepted(own, theirs, a, seat, u) & accepted(theirs, own, a, 1 - seat, u)
    return max(agreed, key=lambda b: key(selector, u[b])) if agreed else a


def key(selector: str, v: Any) -> Any:
    if selector == "utilitarian":
        return sum(v), *v
    if selector == "leximin":
        return *sorted(v), *v
    if selector == "lexicographic":
        return v
    return sum(int(w) * x for w, x in zip(selector.split(", "), v, strict=True)), *v


def accepted(own: Any, theirs: Any, a: Profile, seat: int, u: Any) -> frozenset[Profile]:
    family, values = own
    if family == "accepts":
        return frozenset(values["outcomes"])
    base = values["base"]
    if family == "conditional_pmp_extension" and theirs[0] != family:
        return accepted(base, theirs, a, seat, u)
    against = theirs if family == "literal_pmp_extension" or theirs[0] != family else theirs[1]["base"]
    reference = settle(base, against, a, seat, values["selector"], u)
    return accepted(base, against, a, seat, u) | projections(reference, seat, u)


def projections(b: Profile, seat: int, u: Any) -> frozenset[Profile]:
    """Definition 5, among outcomes."""
    rows = set(u.values())
    efficient = [v for v in rows if not any(w != v and all(y >= x for x, y in zip(v, w, strict=True)) for w in rows)]
    due = [max(min(v[k] for v in efficient), u[b][k]) for k in (0, 1)]
    return frozenset(c for c, v in u.items() if v[seat] >= due[seat] and v[1 - seat] == due[1 - seat])


def test_answers_agree_with_the_algorithm() -> None:
    assert_answers(some(), slow_answer)


@pytest.mark.slow
def test_answers_agree_with_the_algorithm_on_many_items() -> None:
    assert_answers(many(), slow_answer)


def test_items_have_what_every_family_has() -> None:
    assert_proved(FAMILY, some())
    assert_deterministic(FAMILY)
    assert_knob_rises(FAMILY, some())
    assert all(len(item.options) == 4 for item in some())
    assert len({item.shape for item in some()}) == len(some())


def test_certificates_about_something_else_are_refused() -> None:
    for about in ("outcome", "gain"):
        own = [item for item in some() if dict(item.asks)["about"] == about]
        with pytest.raises(SpiError, match="the programs that are told"):
            FAMILY.label(certificates_of(own[1]), dict(own[0].asks))
        with pytest.raises(SpiError, match="the game that is told"):
            FAMILY.label(certificates_of(own[2]), dict(own[0].asks))
        with pytest.raises(SpiError, match="certificates; accepted"):
            FAMILY.label(certificates_of(own[0])[1:], dict(own[0].asks))
    swapped = next(item for item in some() if dict(item.asks)["about"] == "gain" and item.proofs[0] != item.proofs[1])
    with pytest.raises(SpiError, match="the programs that are told"):  # what was before is not what is after
        FAMILY.label(certificates_of(swapped)[::-1], dict(swapped.asks))


def test_pairs_differ_in_one_outcome_or_the_selector_and_in_the_answer() -> None:
    for one, two in zip(some()[::2], some()[1::2], strict=True):
        assert dict(one.files)["game.toml"] == dict(two.files)["game.toml"]
        assert one.answer != two.answer
        kinds, changes = [], 0
        for item in (one, two):
            programs = tomllib.loads(dict(item.files)["programs.toml"])["programs"]
            kinds.append([read_reference(programs[name])[1] for name in "PQ"])
        for own, other in zip(*kinds, strict=True):
            sets = [frozenset(base(values["renegotiation"])[1]["outcomes"]) for values in (own, other)]
            changes += len(sets[0] ^ sets[1])
            assert own["default"] == other["default"]
        changes += kinds[0][0]["selector"] != kinds[1][0]["selector"]
        assert changes == 1


def base(function: Any) -> Any:
    return function[1]["base"] if function[0] in EXTENDED else function


def test_every_wording_has_every_payoff_and_every_accepted_outcome() -> None:
    for item in some():
        players, _, table = read_game(dict(item.files)["game.toml"])
        texts = dict(item.texts)
        for profile, row in table.items():
            assert f"u({', '.join(profile)}) = ({', '.join(map(str, row))})" in texts["formal"]
            assert ", ".join(map(str, row)) in texts["matrix"]
            assert f"{players[0]} {row[0]} and {players[1]} {row[1]}." in texts["story"]
        programs = tomllib.loads(dict(item.files)["programs.toml"])["programs"]
        for reference in programs.values():
            for outcome in base(read_reference(reference)[1]["renegotiation"])[1]["outcomes"]:
                assert f"({', '.join(outcome)})" in texts["formal"]
                assert f"({', '.join(outcome)})" in texts["story"]
                assert "({})".format(", ".join(f'"{x}"' for x in outcome)) in texts["matrix"]


@pytest.mark.slow
def test_a_thousand_items_are_proved_and_gains_even() -> None:
    assert_a_thousand(FAMILY, range(500))
    items = drawn(FAMILY, range(500))
    gains = [item for item in items if dict(item.asks)["about"] == "gain"]
    counts = Counter(kind_of(item) for item in gains)
    assert len(counts) == 6
    assert all(0.5 / 6 <= n / len(gains) <= 1.6 / 6 for n in counts.values())


@pytest.mark.slow
def test_crude_guesses_are_near_chance() -> None:
    """A quarter by chance; what both accept is named more often than what one does, which is half of the solution."""
    outcomes = [item for item in many() if dict(item.asks)["about"] == "outcome"]
    guesses: dict[str, Callable[[Item], str]] = {
        "first": lambda item: item.options[0].text,
        "last": lambda item: item.options[-1].text,
        "largest sum": lambda item: max((o.text for o in item.options), key=lambda text: worth(item, text)),
        "smallest sum": lambda item: min((o.text for o in item.options), key=lambda text: worth(item, text)),
        "named most": lambda item: max((o.text for o in item.options), key=dict(item.texts)["formal"].count),
    }
    for name, guess in guesses.items():
        share = sum(guess(item) == item.answer for item in outcomes) / len(outcomes)
        assert share <= 0.5, (name, share)


def kind_of(item: Item) -> tuple[str, ...]:
    return tuple(part.split(" ", 1)[1] for part in item.answer.split(", "))


def worth(item: Item, text: str) -> int:
    return int(sum(read_game(dict(item.files)["game.toml"])[2][tuple(text[1:-1].split(", "))]))


@pytest.mark.slow
def test_each_mistake_occurs() -> None:
    found = {option.error for item in many() for option in item.options}
    assert found - {"", "literal-reference"} == set(FAMILY.errors) - {"literal-reference"}
    pairs = (FAMILY.generate(seed, difficulty) for seed in range(100) for difficulty in (2, 3))
    assert any(option.error == "literal-reference" for pair in pairs for item in pair for option in item.options)


def scheduling(first: set[Profile], second: set[Profile], kind: str, selector: str = "utilitarian") -> SetMeeting:
    """The Scheduling Game with slots a to c and x to z, where both would miss each other."""
    own = Cast(SCENES[0], ("Ada", "Bruno"), (("a", "b", "c"), ("x", "y", "z")))
    game = own.game([(3, 1), (0, 0), (0, 0), (0, 0), (1, 3), (0, 0), (0, 0), (0, 0), (1, 1)])
    return SetMeeting(own, game, ("a", "y"), (frozenset(first), frozenset(second)), (kind, kind), selector)


def test_extensions_by_hand() -> None:
    """Each accepts its own favourite slot alone; the meet is (1, 1), and slot 3 is exactly that for both. So the first
    player's projections are slots 1 and 3, the second's 2 and 3, and they settle on slot 3 (facts of the shelf)."""
    bare = scheduling({("a", "x")}, {("b", "y")}, "none")
    assert settled(bare) == ("a", "y")
    extended = scheduling({("a", "x")}, {("b", "y")}, "base")
    assert settled(extended) == ("c", "z")
    found = misread_outcomes(extended)
    assert found["no-extension"] == ("a", "y")
    assert found["union"] == ("a", "x")  # sums 4 and 4, and the tie goes to the first player
    assert (found["first-set"], found["second-set"]) == (("a", "x"), ("b", "y"))


def test_literal_references_by_hand() -> None:
    """Each accepts the other's favourite slot. Unextended they settle on nothing; extended with base references both
    add slot 3, and both favourites are agreed as well: (1, 3) by ties for the first, sums 4. As printed, each takes
    the other's extended function, whose projections include one's own set: references (1, 3) and (3, 1), and the
    agreement set stays empty."""
    generous = scheduling({("b", "y")}, {("a", "x")}, "base")
    assert settled(generous) == ("a", "x")  # slots 1, 2 and 3 are agreed; the tie of sums goes to the first player
    literal = scheduling({("b", "y")}, {("a", "x")}, "literal")
    assert settled(literal) == ("a", "y")
    assert misread_outcomes(generous)["literal-reference"] == ("a", "y")
