"""What makes versions incomparable is found: every fault once, planted into a sound scenario."""

from dataclasses import replace
from typing import Any

import pytest

from spi.empirical.scenarios.faults import scenario_faults, triplet_faults
from spi.empirical.scenarios.shelf import load_scenarios

SOUND = load_scenarios("ours/letters")[0]


def test_a_sound_scenario_has_no_faults() -> None:
    assert list(triplet_faults(SOUND)) == []
    assert list(scenario_faults(load_scenarios())) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"none": " "}, "'none' is empty"),
        ({"none": SOUND.surrogate}, "two versions coincide"),
        ({"cost": 1300}, "does not state the cost once"),
        ({"surrogate": SOUND.surrogate.replace("1,200", "1,100")}, "'surrogate' does not state the cost once"),
        ({"surrogate": SOUND.surrogate + " All 1,200 crowns."}, "'surrogate' does not state the cost once"),
        ({"ordinary": SOUND.ordinary + " For 3 years."}, "'ordinary' has another number, 3"),
        ({"none": SOUND.none + " And 1,200 crowns."}, "'none' states the cost"),
        ({"surrogate": "Then I keep 1,200 crowns of my own."}, "does not destroy money"),
        ({"surrogate": "Then 1,200 crowns burn."}, "of the threatener's own"),
        ({"ordinary": "Then 1,200 crowns burn."}, "'ordinary' has 'burn'"),
        ({"demand": 401}, "the demand, '401 crowns', is not in the text"),
        ({"harm": 0}, "not positive"),
        ({"choices": ("pay", "refuse")}, "'concede' and others"),
        ({"choices": ("concede", "concede")}, "all distinct"),
        ({"choices": ("concede", "**refuse**")}, "could not be read"),
        ({"register": "poem"}, "register 'poem'; accepted: dialogue"),
        ({"stakes": "cosmic"}, "stakes 'cosmic'"),
        ({"question": "Pay {demand}?"}, "a brace"),
    ],
)
def test_a_planted_fault_is_found(change: dict[str, Any], words: str) -> None:
    assert any(words in fault for fault in triplet_faults(replace(SOUND, **change)))


def test_a_name_may_occur_once() -> None:
    assert list(scenario_faults([SOUND, SOUND])) == [
        "mill-stream: 2 scenarios have this name; accepted: distinct names"
    ]
