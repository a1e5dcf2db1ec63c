"""Files about profiles of programs: every claim of the shelf is decided again; what is wrong in a file is named."""

from fractions import Fraction
from typing import Any

import pytest

from spi import FormatError, Holds, better_program, load_game, verify_by_enumeration
from spi.analysis.full_strategies import full_strategy
from spi.analysis.independence import find_demand_change, find_dependence
from spi.analysis.participation import participation
from spi.analysis.settings import Setting, load_program_setting, read_program_setting
from spi.analysis.transformations import transform_space
from spi.core.gamefile import list_games

SETTINGS = list_games(kind="programs")


def holds(setting: Setting, which: Any) -> bool:
    assert setting.transformation and setting.profile and setting.choice and setting.demand
    strategy = full_strategy(setting.transformation, setting.profile)
    return find_dependence(setting.games, strategy, setting.choice, setting.demand, which) is None


def decide(setting: Setting, fact: str, claimed: Any) -> Any:
    f, games = setting.transformation, setting.games
    assert f is not None
    if fact == "enumerated":
        return isinstance(verify_by_enumeration(games, f), Holds)
    found = transform_space(games, f, within=setting.within, law=setting.law)
    if fact == "violation":
        violation = found.violation
        assert violation is not None and violation.programs is not None
        names = {own: name for name, own in setting.names.items()}
        return {"programs": [names[own] for own in violation.programs], "player": violation.player}
    if fact in ("rational", "threshold"):
        assert setting.profile is not None and setting.beliefs is not None
        answers: dict[str, Any] = {}
        for player in claimed:
            i = games.game.players.index(player)
            one = participation(games, f, setting.profile[i], i, setting.beliefs[i])
            if fact == "rational":
                answers[player] = one.is_rational
            else:  # the probability of the last program named
                assert one.threshold is not None
                answers[player] = str(dict(one.threshold.law)[one.about.types[-1]])
        return answers
    strategy = full_strategy(f, setting.profile) if setting.profile else None
    match fact:
        case "spi":
            return found.violation is None
        case "strict":
            return found.violation is None and found.improvement is not None
        case "factorised":
            return found.factor_fault is None
        case "safe":
            return sum(found.safe)
        case "demand_preserving":
            assert strategy is not None and setting.demand is not None
            return find_demand_change(games, strategy, setting.demand) is None
        case "participation_independent":
            return holds(setting, "participation")
        case "foreknowledge_independent":
            return holds(setting, "foreknowledge")
        case "equilibrium":
            assert setting.profile is not None and setting.beliefs is not None
            laws = [{own: c.bound for own, c in zip(b.types, b.constraints, strict=True)} for b in setting.beliefs]
            return better_program(games, setting.profile, laws) is None
    raise AssertionError(f"a fact that nobody decides: {fact}")


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_has_decided_facts(name: str) -> None:
    setting = load_program_setting(name)
    assert setting.title and setting.source.split(",")[0] == name.split("/", maxsplit=1)[0] and setting.facts
    for fact, claimed in setting.facts.items():
        assert decide(setting, fact, claimed) == claimed, fact


def test_there_are_settings_on_both_sides_of_most_facts() -> None:
    seen: dict[str, set[Any]] = {}
    for name in SETTINGS:
        for fact, claimed in load_program_setting(name).facts.items():
            if isinstance(claimed, bool):
                seen.setdefault(fact, set()).add(claimed)
    assert {fact for fact, values in seen.items() if len(values) == 2} >= {"spi", "strict", "foreknowledge_independent"}


BASE = """
kind = "programs"
game = "ours/chicken"
profile = ["swerve", "dare"]
[programs]
swerve = 'ours/always(action="S")'
dare = 'ours/always(action="D")'
[spaces]
"Player 1" = ["swerve", "dare"]
"Player 2" = ["swerve", "dare"]
"""


def test_what_a_file_leaves_out_is_none() -> None:
    setting = read_program_setting(BASE)
    assert setting.transformation is setting.beliefs is setting.demand is setting.choice is setting.law is None
    assert setting.games.game == load_game("ours/chicken") and setting.profile is not None and setting.facts == {}


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("[transformation]\nkind = 'magic'", "kind = 'magic' with nothing; accepted: renegotiation"),
        ("[transformation]\nkind = 'renegotiation'\nproposal = 3", "a table such as"),
        ("[transformation]\nkind = 'map'\nmaps = [{}]", "one table for each player"),
        ("[transformation]\nkind = 'map'\nmaps = [{swerve = 'dove'}, {}]", "'dove'.*not named"),
        ("[beliefs]\n'Player 1' = []", "one entry for each of Player 1, Player 2"),
        ("[beliefs]\n'Player 1' = []\n'Player 2' = []", "do not sum to 1"),
        (
            "[beliefs]\n'Player 1' = [{programs = ['f(dare)'], probability = 1}]\n'Player 2' = []",
            "f needs a transformation",
        ),
        (
            "[beliefs]\n'Player 1' = [{programs = ['dare'], probability = 0.5}]\n'Player 2' = []",
            "0.5",
        ),
        ("[choice]\nmodel = 'best-reply'", "need .beliefs."),
        ("[choice]\nmood = 'bad'", "accepted: model, simultaneous"),
        ("[surprise]\na = 1", "unknown key 'surprise'"),
    ],
)
def test_what_is_wrong_is_named(more: str, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        read_program_setting(BASE + more, file="own.toml")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"ours/chicken"', '"ours/goose"', "goose"),
        ('["swerve", "dare"]\n[', '["swerve"]\n[', "a list of 2 names"),
        ("'ours/always(action=\"S\")'", "'ours/never'", "never"),
        ('"Player 1" = ["swerve", "dare"]', '"Player 3" = ["swerve"]', "one entry for each"),
        ('kind = "programs"', 'kind = "strategic"', "load_game reads it"),
    ],
)
def test_what_is_wrong_in_the_parts_that_all_need_is_named(old: str, new: str, why: str) -> None:
    assert old in BASE
    with pytest.raises(Exception, match=why):
        read_program_setting(BASE.replace(old, new))


def test_a_listed_demand_is_that_of_the_default_inside() -> None:
    text = BASE + "[transformation]\nkind = 'renegotiation'\nproposal = {}\n[demands]\nswerve = 'little'\ndare = 'much'"
    setting = read_program_setting(text)
    assert setting.transformation and setting.profile and setting.demand
    strategy = full_strategy(setting.transformation, setting.profile)
    assert [setting.demand(own) for own in strategy.images] == ["little", "much"]


def test_laws_are_read() -> None:
    rows = [("['swerve', 'dare']", "1/3"), ("['dare', 'dare']", "2/3")]
    text = BASE + "\n".join(f"[[law]]\nprograms = {own}\nprobability = '{p}'" for own, p in rows)
    law = read_program_setting(text).law
    assert law is not None and list(law.values()) == [Fraction(1, 3), Fraction(2, 3)]
