"""Encounters: every field is load-bearing, and no value in any place raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spi.checker.programs import FORMS
from tests.checker import mutants
from tests.checker.encounters import ACCEPTED
from tests.checker.mutants import changes, judged

NUMBERS = ("0", "1", "2", "-1", "1/3")
WORDS = [
    "direct",
    "modal",
    "independent",
    "shared",
    "program",
    "function",
    "me",
    "others",
    "same",
    "in",
    "and",
    "or",
    "at",
]
WORDS += ["not", "all", "any", "first", "mine", "player", "run", "outcome", "set", "profile", "keyword", "label"]
P, Q, R = (f"objects.programs[{k}][1]" for k in range(3))  # their groups


def renamed(players: int) -> set[str]:
    """Where no program asks for a name, players may have any."""
    names = {f"objects.players[{k}] = C D 0 -1 1/3" for k in range(players)}
    return changes(*names, *(f"objects.players: swap {j} {k}" for k in range(players) for j in range(k)))


# Changes after which the claim is still true and still proved. "-1" allows any number of other players.
STILL_TRUE = {
    "clique with another": changes(  # not the same as anything else, which need not be a program
        *(f"{P}[0][1] = -1", f"{P}[0][3][1]: swap 1 2", f"{P}[0][3][1][2][0] = set profile"),
        *(f"{P}[0][3][2][1] = C. c 1 2 D", f"{Q}[0][1] = 1"),
    ),
    "mirrors": changes(  # whoever runs herself needs herself, too
        *(f"{P}[0][1] = -1", f"{P}[0][3]: swap 1 2", f"{Q}[0][1] = -1", f"{Q}[0][3]: swap 1 2"),
        *(f"{P}[0][3][0] = outcome", f"{Q}[0][3][0] = outcome"),
    ),
    "outcome in order": changes(  # the label for another outcome
        *(f"{P}[0][1] = 2", f"{Q}[0][1] = -1", f"{Q}[0][3][1]: swap 1 2", f"{Q}[0][3][3][1] = D. d 1 2 C"),
        *(f"{Q}[1][1] = 2", f"{R}[0][1] = 2"),
    ),
    "defaults of functions": changes(  # what is compared with the other program must not be C, that is all
        *(f"{P}[0][1] = -1", f"{P}[0][3][1][2][0][1][1] = E. e 1 2 C D", f"{P}[0][3]: swap 2 3", f"{P}[1][1] = -1"),
        *(f"{P}[1][3][1]: swap 1 2", f"{P}[1][3][2][0] = label", f"{P}[2][0] = function", f"{P}[2][1] = 1 2 0"),
        *(f"{P}[2][3][1] = D. d 1 2", f"{Q}[0][1] = 1", "objects.programs: swap 0 1"),
    ),
    "members": changes(  # definition 1 only has to be there, and not to be the other program
        *(f"{P}[0][1] = -1", f"{P}[0][3][2]: extra item", f"{P}[0][3][2][0][1]: extra item"),
        *(f"{P}[0][3][3][1] = D. d 1 2 C", f"{P}[1][0] = function", f"{P}[1][1] = 2 -1"),
        *(f"{P}[1][2][0][1] = null C. c 1 2 D", f"{P}[1][3][0] = same in and or at outcome set profile"),
        *(f"{P}[1][3]: drop 1", f"{P}[1][3]: drop 2", f"{P}[1][3]: swap 1 2", f"{P}[1][3][1][1] = 0 1"),
    ),
    "fair and D": changes(  # no other box of which the term is false at world 0
        *("evidence.worlds = 2", f"{P}[0][1] = -1", f"{P}[0][3][1][1][1][0] = same outcome"),
        *(f"{P}[0][3][1][1][2][1] = C. c 1 2", f"{P}[0][3][1][1]: swap 1 2", f"{P}[0][3][2][1] = C. c 1 2 D"),
        *(f"{Q}[0][1] = 1", "objects.programs: swap 0 1"),
    ),
    "prudent and fair": changes(  # both boxes are true, also with another order of what is compared or run
        *(
            "evidence.worlds = 2",
            f"{P}[0][1] = -1",
            f"{P}[0][3][1][0] = same or",
            f"{P}[0][3][1][1][1][1][1][1] = true",
        ),
        *(f"{P}[0][3][1][1][1][2][1]: swap 1 2", f"{P}[0][3][1][1][1][2]: swap 1 2", f"{P}[0][3][1][1][1]: swap 1 2"),
        *(f"{P}[0][3][1][2][1][1]: swap 1 2", f"{P}[0][3][1][2][1]: swap 1 2", f"{P}[0][3][1]: swap 1 2"),
        *(f"{P}[0][3][3][1] = D. d 1 2 C", f"{P}[1][1] = 1", f"{P}[1][3][1] = D. d 1 2", f"{Q}[0][1] = -1"),
        *(f"{Q}[0][3][1][1]: swap 1 2", "objects.programs: swap 0 1"),
    ),
    "fair by a function": changes(  # "I play C against the other" and "I play C against me" are proved like the rest
        *("evidence.worlds = 0 2", f"{P}[0][1] = -1", f"{P}[0][3][1]: swap 2 3", f"{P}[0][3][3][1] = D. d 1 2 C"),
        *(f"{P}[1][1] = -1", f"{P}[1][3][1][1][1][1] = 1", f"{P}[1][3][1][1][2][1] = 0", f"{P}[1][3][1][1]: swap 1 2"),
        *(f"{P}[1][3][1]: swap 1 2", f"{Q}[0][1] = -1", f"{Q}[0][3][1][1][1]: swap 1 2", f"{Q}[0][3][1][1]: swap 1 2"),
        *(f"{Q}[0][3][3][1] = D. d 1 2 C", "objects.programs: swap 0 1"),
    ),
    "turns": changes(  # also in steps of one, and with the upper half for the lower one
        *(f"{P}[0][1] = -1", f"{P}[0][3][1][1] = 1/2.", f"{P}[0][3][3][1][2] = 1", f"{P}[0][3]: swap 2 3"),
        *(f"{P}[0][3][3][1][1]: swap 1 2", f"{Q}[0][1] = 1"),
    ),
    "one goes on": changes(f"{P}[0][1] = -1", f"{P}[0][3][1][1] = 1/2.", f"{Q}[0][1] = -1", f"{Q}[0][3][1][1] = 1/4."),
    "grounded and D": set(),
    "mix": set(),
}


@pytest.mark.parametrize("name", STILL_TRUE)
def test_every_field_is_load_bearing(name: str) -> None:
    certificate = ACCEPTED[name]
    found = mutants.still_accepted(certificate, WORDS, NUMBERS, ["1", "2", "C", "D"])
    players = len(certificate["objects"]["players"])
    anybody = set() if certificate["claim"]["engine"] == "independent" else renamed(players)  # calls name players
    assert found == STILL_TRUE[name] | anybody


@given(st.sampled_from(sorted(ACCEPTED)), st.data())
def test_no_value_in_any_place_raises(name: str, data: st.DataObject) -> None:
    judged(mutants.put_anywhere(ACCEPTED[name], ["C", "a", *FORMS], ["call", "law"], data))
