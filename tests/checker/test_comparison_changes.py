"""Claims about programs that become others: every field is load-bearing, no value raises, and hostile ones."""

from itertools import product

import pytest
from hypothesis import given as given_by_hypothesis
from hypothesis import strategies as st

from spi.checker import Receipt, check
from tests.checker import mutants
from tests.checker.certificates import Json, text
from tests.checker.certificates import game as table
from tests.checker.comparisons import (
    ACCEPTED,
    BELIEF,
    BELIEFS,
    CHOICE,
    CONSTRAINT,
    ENTRIES,
    P0,
    P1,
    constraint,
    no_gap,
    profiles,
    transformation,
)
from tests.checker.encounters import C, define, program, say
from tests.checker.mutants import changed, changes, judged, refusal

# --- every field is load-bearing

NUMBERS = ("0", "1", "2", "-1", "1/3")
WORDS = ["yes", "no", "worse", "participation", "foreknowledge", "program", "absence", "code", "demand", "choice"]
WORDS += ["given", "best-reply", "at-most", "at-least", "equal"]


ENCOUNTERS = "evidence.encounters"


def swaps(place: str, count: int) -> set[str]:
    return {f"{place}: swap {j} {k}" for k in range(count) for j in range(k)}


OTHER_WORDS = {"all": "1 2 ALL C D all.", "half": "1 2 HALF C D half.", "none": "1 2 NONE C D none."}


def demands(*words: str) -> set[str]:
    """What these programs demand need not be this."""
    return changes(*(f"objects.demands[{k}][1] = {OTHER_WORDS[word]}" for k, word in enumerate(words)))


# Changes after which the claim is still true and still proved. The order of encounters never matters.
STILL_TRUE = {
    "four profiles": changes("claim.factorised = false", "claim.strict = false") | swaps(ENTRIES, 4),
    "worse": changes(  # one profile is enough, and the other only has to be another
        *("claim.factorised = true", "claim.strict = false", f"{ENTRIES}: drop 1", f"{P1}.becomes[0] = 0 1"),
        *(f"{P1}.becomes[1] = 0 1", f"{P1}.programs[0] = 2", f"{P1}.programs[1] = 0 2"),
    ),
    "worse in expectation": changes("claim.factorised = true", "claim.strict = false", f"{ENTRIES}: swap 0 1"),
    "split": changes(  # what becomes of the other player's programs does not matter
        *("claim.strict = false", f"{ENTRIES}: swap 0 1", f"{P0}.becomes[0] = 1 2", f"{P0}.becomes[1] = 1"),
        *(f"{P0}.programs[0] = 2", f"{P1}.becomes[0] = 0 1", f"{P1}.becomes[1] = 1", f"{P1}.programs[0] = 2"),
    ),
    "nobody gains": changes("claim.factorised = true", f"{ENTRIES}: swap 0 1"),
    "no gap": changes(  # from where the transformation leads there does not matter
        *(f"{ENTRIES}: swap 0 1", "objects.alternatives: swap 0 1"),
        *(f"{ENTRIES}: drop 1", "objects.alternatives: drop 0"),  # (0, 0) is what one becomes, and an alternative
        *(f"{P0}.programs[0] = 0 2", f"{P0}.programs[1] = 2", f"{P1}.programs: swap 0 1", f"{P1}.programs[0] = 0 2"),
        f"{P1}.programs[1] = 2",
    ),
    "at least": changes(  # -2 + 3 (-1) is below -2
        "evidence.belief[0].type = 0", "objects.constraints[0].weights[0] = -1", "objects.types: swap 0 1"
    ),
    "at most": changes(
        *("objects.types: swap 0 1", "objects.constraints[0].bound = 0", "objects.constraints[0].weights[0] = 2"),
        *("objects.constraints[0].weights[1] = 2", "objects.constraints[0].weights[2] = 1/3"),
    ),
    "equal": changes(
        *("evidence.belief[0].type = 1", "objects.constraints[0].relation = at-least", "objects.types: swap 0 1"),
        "objects.constraints[0].weights[1] = -1",
    ),
    "no change": set(),
    "a loss of the second player": changes(
        *("objects.types: drop 1", "objects.types: drop 2", "objects.types: swap 1 2"),
        *("objects.types[1][0] = 2", "objects.types[2][0] = 2"),
    ),
    "the same demand": changes(  # who might have chosen 0 might have chosen 3
        *("claim.knowledge = absence", "objects.choice.chosen: swap 0 1", "objects.choice.chosen[0]: swap 0 1"),
        *("objects.choice.chosen[1][0] = 1", "objects.images[0] = 1", "objects.images[1] = 1"),
        *("objects.profile[0] = 2", "objects.profile[1] = 2", f"objects.demands[0][1] = {OTHER_WORDS['none']}"),
    ),
    "diverges the same": demands("none") | changes("objects.tests: swap 0 1"),
    "diverges differently": demands("none") | changes("objects.choice.chosen[0][0] = 0 1 2"),
    "best replies that behave the same": demands("all", "all")
    | changes(
        *("objects.choice.spaces[0]: drop 0", "objects.choice.spaces[0]: swap 0 1", "objects.images: swap 0 1"),
        *("objects.images[0] = 2", "objects.images[1] = 1", "objects.profile[0] = 2"),
    ),
    "best replies, known": demands("all", "none")
    | changes(
        *("claim.knowledge = absence", f"{BELIEFS}[0]: swap 0 1", f"{BELIEFS}[1]: swap 0 1"),
        *(f"{BELIEFS}[0][0].programs[0] = 1 2", f"{BELIEFS}[1][0].programs[0] = 2", f"{CHOICE}.spaces[0]: swap 0 1"),
        *(f"{CHOICE}.spaces[1][0] = 0 1 2", "objects.images: swap 0 1", "objects.images[1] = 1"),
    ),
}


@pytest.mark.parametrize("name", STILL_TRUE)
def test_every_field_is_load_bearing(name: str) -> None:
    """But for the programs, of which every encounter is about the same as it is alone."""
    certificate, found = ACCEPTED[name], set()
    seen = mutants.seen_for(certificate)
    for part in ("claim", "objects", "evidence", "scope"):
        rest = {key: value for key, value in certificate[part].items() if key not in ("game", "programs")}
        same = {key: value for key, value in certificate[part].items() if key not in rest}
        for what, mutant in mutants.mutations(rest, part, mutants.names_in(certificate), WORDS, NUMBERS, seen=seen):
            whole = {**certificate, part: {**same, **mutant} if isinstance(mutant, dict) else mutant}
            if text(whole) == text(certificate):  # two equal items swapped
                continue
            if isinstance(judged(whole), Receipt):
                found.add(what)
    assert found == STILL_TRUE[name] | swaps(ENCOUNTERS, len(certificate["evidence"]["encounters"]))


@given_by_hypothesis(st.sampled_from(sorted(ACCEPTED)), st.data())
def test_no_value_in_any_place_raises(name: str, data: st.DataObject) -> None:
    judged(mutants.put_anywhere(ACCEPTED[name], ["C", "yes", "choice"], ["kind", "player"], data))


# --- hostile certificates

LONG = [f"1/{10**3999 + k}" for k in range(3, 13)]  # hardly a common factor: three need 12,000 digits


def test_long_common_denominators() -> None:
    """Of probabilities, of the weights of types or of constraints, and of multipliers."""
    drawn = profiles(*(f"{k} {k} > {k} {k} : {p}" for k, p in enumerate(LONG[:3])))
    assert refusal(changed(ACCEPTED["in expectation"], (ENTRIES, drawn))) == (ENTRIES, "size")
    believed = [{"type": str(k), "probability": p} for k, p in enumerate(LONG[:3])]
    assert refusal(changed(ACCEPTED["at least"], (BELIEF, believed))) == (BELIEF, "size")
    believed = [{"type": str(k), "probability": "1/3"} for k in range(3)]
    weighted = constraint(" ".join(LONG[:3]), "at-least", "0")
    found = refusal(changed(ACCEPTED["at least"], (BELIEF, believed), (CONSTRAINT, weighted)))
    assert found == (BELIEF, "size")
    lengthy = [constraint(f"{p} 0 0", "at-most", "1") for p in LONG[:3]]
    several = ("objects.constraints", lengthy), ("evidence.multipliers", ["0"] * 3), ("evidence.total", "-9")
    assert refusal(changed(ACCEPTED["at most"], *several)) == ("evidence.total", "size")
    assert refusal(changed(ACCEPTED["at most"], *several, ("objects.constraints[2].weights[0]", "0")))[1] == "witness"
    negative = [f"-{p}" for p in LONG[:3]]
    multiplied = *several[:1], ("evidence.multipliers", negative)
    assert refusal(changed(ACCEPTED["at most"], *multiplied)) == ("evidence.multipliers", "size")


def crowd(count: int, **more: Json) -> Json:
    """That many programs that always play C, each of which meets each."""
    pairs = [f"{i} {j}" for i in range(count) for j in range(count)]
    programs = [program(define(say("C"), -1, name=None), name=str(k)) for k in range(count)]
    met = [f"{pair} = C C" for pair in pairs]
    return transformation("yes", "", *(f"{pair} > {pair}" for pair in pairs), programs=programs, met=met, **more)


def test_many_comparisons() -> None:
    """Numbers of 4,000 digits can be compared a thousand times, but not three thousand times; short ones can."""
    payoff = f"{10**3999 + 1}/{10**3999 + 3}"
    long, short = table("C | C", f"{payoff},{payoff}"), table("C | C", "1,1")
    assert isinstance(check(text(crowd(20, game=long))), Receipt)
    assert isinstance(check(text(crowd(40, game=short))), Receipt)
    assert refusal(crowd(40, game=long))[1] == "size"


def test_many_indices_and_constraints() -> None:
    players = 19
    lines = ["".join(one) for one in product("01", repeat=players)][:27_000]
    one = no_gap(
        *("yes", f"{'0 ' * players} > {'0 ' * players}"),
        alternatives=", ".join(" ".join(line) for line in lines),
        game=table(" | ".join(["C"] * players), ",".join(["1"] * players)),
        programs=[C, program(define(say("C"), players - 1))],
    )
    place, rule = refusal(one)
    assert rule == "size" and place.startswith("objects.alternatives[")
    for count, ok in ((1000, True), (50_000, False)):
        constraints = ("objects.constraints", [constraint("0 0", "equal", "0")] * count)
        one = changed(ACCEPTED["all beliefs"], constraints, ("evidence.multipliers", ["0"] * count))
        if ok:
            assert isinstance(check(text(one)), Receipt)
        else:
            assert refusal(one) == ("evidence.belief", "size")
