"""Claims about commitments: certificates accepted, refused, and changed in one place."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from spi.analysis.envelope import read_game_json
from spi.analysis.lock_out_certificates import read_commitments_json, read_policies, read_problem
from spi.checker import Receipt, check
from tests import lock_out_oracle as oracle
from tests.checker import mutants
from tests.checker.certificates import Json, game, text
from tests.checker.lock_out import (
    ACCEPTED,
    CHICKEN,
    HOPE,
    STAY,
    TALK,
    belief,
    bound,
    left,
    lock_out,
    locked,
    objects,
    outside,
    policies,
    restoring,
    rule,
)
from tests.checker.mutants import refusal

FINDING, OBSTACLE = "evidence.findings[0]", "evidence.findings[0].obstacles[0]"


def changed(name: str, *changes: tuple[str, Json]) -> Json:
    return mutants.changed(ACCEPTED[name], *changes)


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted(name: str) -> None:
    receipt = check(text(ACCEPTED[name]))
    assert isinstance(receipt, Receipt), receipt
    assert receipt.digests == (CHICKEN["digest"],)
    assert receipt.answer == ACCEPTED[name]["claim"]["answer"] and len(receipt.assumptions) == 3 and not receipt.trusted


def test_files_are_among_these() -> None:
    files = [json.loads(path.read_text()) for path in sorted((Path(__file__).parent / "accepted").iterdir())]
    mine = [one for one in files if one["claim"]["kind"] in ("lock-out", "restoring-clause")]
    assert len(mine) == 2 and all(one in ACCEPTED.values() for one in mine)


def test_words() -> None:
    words = {name: str(check(text(ACCEPTED[name])).claim).partition(": ")[2] for name in ACCEPTED}  # type: ignore[union-attr]
    assert words["second"].startswith(
        "after 1 commitment, no safe Pareto improvement of the family that is within reach"
    )
    assert words["lifted"] == "after 2 commitments, a safe Pareto improvement of the family is left"
    assert words["both clauses"].endswith("keep 2 policies") and "no exception clause" in words["no clause"]


SECOND, THIRD = "evidence.findings[1]", "evidence.findings[2]"
BLAMED = f"{SECOND}.obstacles[0]"
NOWHERE = "three ways that lead nowhere"
RULE, CONSTRAINT = "objects.commitments[0]", "objects.beliefs[0].constraints[0]"
MAPS = "objects.transforms[0].maps"

REFUSED = [
    ("second", {"claim.answer": "no"}, "claim.answer", "flag"),
    ("second", {"claim.cases[1]": "implementation"}, "claim.cases[1]", "flag"),
    ("second", {"claim.cases": ["open"]}, "claim.cases", "type"),
    # a smaller multiplier, by which the chance of d is not reached; a negative one; one too few; a bound above 0
    ("second", {f"{BLAMED}.comparisons[0]": "1/2"}, f"{BLAMED}.total", "witness"),
    ("second", {f"{BLAMED}.comparisons[1]": "-1"}, f"{BLAMED}.comparisons", "witness"),
    ("second", {f"{BLAMED}.comparisons": ["2"]}, f"{BLAMED}.comparisons", "type"),
    ("second", {f"{BLAMED}.total": "1/3"}, f"{BLAMED}.total", "witness"),
    # player 2 has but one alternative left, and is content with t; and nobody is asked for d
    ("second", {f"{BLAMED}.player": "2"}, f"{BLAMED}.comparisons", "type"),
    ("second", {f"{BLAMED}.player": "2", f"{BLAMED}.comparisons": ["2"]}, f"{BLAMED}.total", "witness"),
    ("second", {f"{BLAMED}.policy": "d"}, f"{BLAMED}.policy", "name"),
    ("second", {f"{SECOND}.case": "implementation"}, SECOND, "witness"),
    ("pessimist", {f"{OBSTACLE}.constraints[0]": "-12"}, f"{OBSTACLE}.constraints", "witness"),
    ("pessimist", {f"{OBSTACLE}.constraints[0]": "25/2"}, f"{OBSTACLE}.total", "witness"),
    ("pessimist", {f"{OBSTACLE}.constraints[0]": "23/2"}, f"{OBSTACLE}.total", "witness"),
    ("the same pessimist", {f"{OBSTACLE}.constraints[0]": "9"}, f"{OBSTACLE}.constraints", "witness"),
    # beliefs: no policy of the menu is better, what is seen has a chance, the constraints are met
    ("lifted", {f"{FINDING}.beliefs[0].belief[0].others": ["t"]}, f"{FINDING}.beliefs[0].belief", "witness"),
    ("lifted", {f"{THIRD}.beliefs[0].belief": []}, f"{THIRD}.beliefs[0].belief", "lottery"),
    ("lifted", {f"{THIRD}.beliefs[1].belief[0].others": ["s"]}, f"{THIRD}.beliefs[1].belief", "witness"),
    ("lifted", {f"{FINDING}.beliefs[0].policy": "d"}, f"{FINDING}.beliefs[0].policy", "name"),
    ("lifted", {f"{FINDING}.beliefs": HOPE["beliefs"][:1]}, f"{FINDING}.beliefs", "type"),
    *[
        ("lifted", {"objects.beliefs[0].constraints": [own]}, f"{FINDING}.beliefs[0].belief", "witness")
        for own in (bound("at-most", "1/2", s="1"), bound("equal", "1/2", s="1"), bound("at-least", "2", s="1"))
    ],
    ("lifted", {f"{FINDING}.improvement.outcome": ["d", "s"]}, f"{FINDING}.improvement", "improvement"),
    ("lifted", {"objects.transforms[0]": {**STAY, "name": "talk"}}, f"{FINDING}.transform", "witness"),
    ("lifted", {"objects.commitments[1].removes[1].policy": "t"}, "objects.commitments[1].exceptions", "name"),
    (NOWHERE, {f"{FINDING}.obstacles[0].transform": "yield"}, f"{FINDING}.obstacles[0].transform", "name"),
    (NOWHERE, {f"{FINDING}.obstacles[1].player": "2"}, f"{FINDING}.obstacles[1]", "witness"),
    (NOWHERE, {f"{FINDING}.obstacles[1].outcome": ["s", "s"]}, f"{FINDING}.obstacles[1]", "witness"),
    (NOWHERE, {f"{FINDING}.obstacles[1].because": "outside"}, f"{FINDING}.obstacles[1]", "witness"),
    (NOWHERE, {"objects.transforms[0]": {**TALK, "name": "stay"}}, f"{FINDING}.obstacles[0]", "witness"),
    # objects
    ("second", {"objects.space": [["d", "s"]]}, "objects.space", "profile"),
    ("second", {"objects.space": [["d", "d"]] * 2}, "objects.space", "profile"),
    ("second", {"objects.transforms": []}, "objects.transforms", "name"),
    ("second", {"objects.transforms": [TALK, TALK]}, "objects.transforms[1].name", "name"),
    ("second", {f"{MAPS}.1.d": "x"}, f"{MAPS}['1'].d", "name"),
    ("second", {f"{MAPS}.1": {"x": "d"}}, f"{MAPS}['1']", "keys"),
    ("second", {f"{MAPS}.1": []}, f"{MAPS}['1']", "type"),
    ("second", {"objects.beliefs[0].player": "2"}, "objects.beliefs[0].player", "name"),
    ("second", {f"{RULE}.rule": " "}, f"{RULE}.rule", "name"),
    ("second", {f"{RULE}.player": "3"}, f"{RULE}.player", "name"),
    ("second", {f"{RULE}.exceptions": policies("1 s")}, f"{RULE}.exceptions", "name"),
    ("lifted", {"objects.commitments[1].player": None}, "objects.commitments[1].exceptions", "name"),
    ("second", {f"{RULE}.removes": policies("2 s", "2 s")}, f"{RULE}.removes[1]", "name"),
    ("second", {f"{RULE}.removes": policies("2 s", "2 d", "2 t")}, SECOND, "name"),
    ("pessimist", {f"{CONSTRAINT}.terms[0].others": ["x"]}, f"{CONSTRAINT}.terms[0].others[0]", "profile"),
    ("pessimist", {f"{CONSTRAINT}.terms": [{"others": ["s"], "weight": "1"}] * 2}, f"{CONSTRAINT}.terms", "profile"),
    ("pessimist", {f"{CONSTRAINT}.relation": "below"}, f"{CONSTRAINT}.relation", "value"),
    # clauses
    ("both clauses", {"claim.clauses": [policies("1 t")]}, "claim.clauses", "flag"),
    ("both clauses", {"claim.answer": "no"}, "claim.answer", "flag"),
    ("both clauses", {f"{SECOND}.kept": policies("1 s")}, f"{SECOND}.kept", "value"),
    ("both clauses", {f"{FINDING}.kept": []}, "evidence.findings", "refutation"),
    ("no clause", {f"{FINDING}.kept": []}, "evidence.findings", "refutation"),
    ("no clause", {f"{FINDING}.kept": policies("1 t")}, f"{FINDING}.kept", "value"),
]


@pytest.mark.parametrize(("name", "changes", "place", "rule"), REFUSED)
def test_refused(name: str, changes: dict[str, Json], place: str, rule: str) -> None:
    assert refusal(changed(name, *changes.items())) == (place, rule)


def test_refused_from_scratch() -> None:
    idle = locked("implementation", {"transform": "talk", "because": "idle"})
    assert refusal(lock_out("yes", "implementation", objects(), idle)) == (OBSTACLE, "witness")
    far = locked("implementation", outside("1"))
    assert refusal(lock_out("yes", "implementation", objects(), far)) == (OBSTACLE, "witness")
    gone = objects(rule("1", "1 t"))
    assert refusal(lock_out("no", "open open", gone, HOPE, HOPE)) == (f"{SECOND}.transform", "witness")
    # clauses of different sizes; one set twice
    mixed = objects(rule("2", "2 d"))
    found = restoring("yes", [[], policies("2 d")], mixed, ([], HOPE), (policies("2 d"), HOPE))
    assert refusal(found) == ("claim.clauses", "flag")
    assert refusal(restoring("yes", [[], []], objects(), ([], HOPE), ([], HOPE))) == (f"{SECOND}.kept", "value")


def is_true(certificate: Json) -> bool:
    """Is what the certificate claims true, by brute force?"""
    claim, about = certificate["claim"], certificate["objects"]
    problem, commitments = read_problem(read_game_json(about["game"]), about), list(read_commitments_json(about))
    if claim["kind"] == "lock-out":
        menus = [oracle.menus_left(problem.game, commitments[:k], set()) for k in range(len(commitments) + 1)]
        # where beliefs are refuted by what is seen, nothing is supported
        cases = [oracle.case(problem, left) or "incentive" for left in menus]
        return bool(claim["cases"] == cases and claim["answer"] == ("no" if cases[-1] == "open" else "yes"))
    expected = oracle.smallest_clauses(problem, commitments)
    clauses = [set(read_policies(clause)) for clause in claim["clauses"]]
    same = expected is not None and sorted(map(sorted, clauses)) == sorted(map(sorted, expected))
    return same and claim["answer"] == ("yes" if clauses else "no")


WORDS = ("open", "implementation", "incentive", "worse", "idle", "outside", "at-most", "at-least", "equal", "yes", "no")
NUMBERS = ("0", "1", "-1", "1/2", "2", "1/4", "12")


def accepted_mutants(certificate: Json) -> Iterator[tuple[str, Json]]:
    for what, mutant in mutants.mutations(certificate, "", ["1", "2", "s", "d", "t", "talk"], WORDS, NUMBERS):
        if isinstance(mutants.judged(mutant), Receipt) and text(mutant) != text(certificate):  # two equal items swapped
            yield what, mutant


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_is_changed_in_one_place_is_refused_or_true(name: str) -> None:
    found = list(accepted_mutants(ACCEPTED[name]))
    for what, mutant in found:
        assert is_true(mutant), what
    about_evidence = [what for what, _ in found if what.startswith((".claim.answer", ".claim.cases", ".scope"))]
    assert not about_evidence  # nothing of what is claimed can be changed alone


def test_the_truth_is_told_apart() -> None:
    assert all(map(is_true, ACCEPTED.values()))
    assert not is_true(changed("second", ("claim.cases[1]", "open")))
    assert not is_true(changed("both clauses", ("claim.clauses", [policies("1 t")])))


def test_no_commitment_and_one_player() -> None:
    alone = {
        "game": game("a b", "0 1"),
        "default": [{"outcome": ["a"], "probability": "1"}],
        "space": [["a"]],
        "transforms": [{"name": "f", "maps": {"1": {"a": "b"}}}],
        "beliefs": [{"player": "1", "constraints": []}],
        "commitments": [],
    }
    finding = {
        "case": "open",
        "transform": "f",
        "improvement": {"outcome": ["a"], "player": "1"},
        "beliefs": [{"player": "1", "policy": "b", "belief": [{"others": [], "probability": "1"}]}],
    }
    assert isinstance(check(text(lock_out("no", "open", alone, finding))), Receipt)


def test_long_numbers_and_many_sets_are_refused_in_time() -> None:
    long = "1/" + "9" * 3999
    beliefs = [belief("1", "t", s="1"), belief("2", "t", s="1")]
    about = objects(first=tuple(bound("at-most", long, s=f"1/{'9' * 3990}{k:03}1") for k in range(1, 400)))
    assert refusal(lock_out("no", "open", about, left(*beliefs)))[1] in ("size", "witness")
    # 40 policies that rules took away: more sets than anybody would go through
    names = " ".join(f"x{k}" for k in range(41))
    whole = game(names, " ".join(["0"] * 41))
    wide = {
        "game": whole,
        "default": [{"outcome": ["x0"], "probability": "1"}],
        "space": [["x0"]],
        "transforms": [{"name": "f", "maps": {"1": {}}}],
        "beliefs": [{"player": "1", "constraints": []}],
        "commitments": [{**rule("1", *(f"1 x{k}" for k in range(1, 41))), "rule": "only x0"}],
    }
    finding = locked("implementation", {"transform": "f", "because": "idle"})
    assert refusal(restoring("no", [], wide, ([], finding))) == ("evidence.findings", "size")


def test_three_players() -> None:
    """Two of three have to be believed to talk; the shares of the others are independent of each other or not."""
    whole = game("d t | d t | d t", "0,0,0 0,0,0 0,0,0 0,0,0 0,0,0 0,0,0 0,0,0 1,1,1")
    about = {
        "game": whole,
        "default": [{"outcome": ["d", "d", "d"], "probability": "1"}],
        "space": [["d", "d", "d"]],
        "transforms": [{"name": "talk", "maps": {p: {"d": "t"} for p in "123"}}],
        "beliefs": [{"player": p, "constraints": []} for p in "123"],
        "commitments": [],
    }
    beliefs = [
        {
            "player": p,
            "policy": "t",
            "belief": [{"others": ["t", "t"], "probability": "1/2"}, {"others": ["d", "t"], "probability": "1/2"}],
        }
        for p in "123"
    ]
    finding = {
        "case": "open",
        "transform": "talk",
        "improvement": {"outcome": ["d", "d", "d"], "player": "3"},
        "beliefs": beliefs,
    }
    assert isinstance(check(text(lock_out("no", "open", about, finding))), Receipt)
