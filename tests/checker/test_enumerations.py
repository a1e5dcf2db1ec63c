"""Claims about whole program spaces: certificates accepted, refused, changed in one place, and made at random."""

import copy
import itertools
import random
from collections import Counter
from collections.abc import Iterator
from math import prod
from typing import Any

import pytest

from spi.checker import Receipt, check, lotteries
from tests.checker import mutants
from tests.checker.certificates import Json, game, text
from tests.checker.encounters import CLIQUE as CLIQUE_BOT
from tests.checker.encounters import LARGE, C, D, digest
from tests.checker.enumerations import ACCEPTED, AFTER, ALIKE, BEFORE, CELLS, WHOLE, accepts, enumeration, quotient
from tests.checker.mutants import refusal
from tests.checker.tables import DILEMMA, plays


def changed(name: str, *changes: tuple[str, Json]) -> Json:
    return mutants.changed(ACCEPTED[name], *changes)


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted(name: str) -> None:
    certificate = ACCEPTED[name]
    assert accepts(certificate)
    receipt = check(text(certificate), name=name)
    assert isinstance(receipt, Receipt), receipt
    assert (receipt.name, receipt.kind, receipt.answer) == (name, "enumeration", certificate["claim"]["answer"])
    objects, count = certificate["objects"], len(certificate["evidence"]["encounters"])
    assert receipt.digests == (objects["game"]["digest"], *map(digest, objects["programs"]))
    done = ("digests of the game and of the programs", "scope", f"encounters ({count}): every one that counts")
    compared = "counts by outcomes before and after, and who is worse off by them"
    assert receipt.recomputed == (*(done if count else ("digests of the games", "scope")), compared)
    assert list(receipt.assumptions) == certificate["scope"]["assumptions"]
    assert list(receipt.trusted) == certificate["scope"]["trusts"]


def test_receipts() -> None:
    start = f"among {{}} program profiles of game {DILEMMA['digest'][:12]} the change is "
    claims = {
        "counts": (12, "a safe Pareto improvement (0 worse, 5 better)"),
        "counts, strictly": (12, "a strict safe Pareto improvement (0 worse, 5 better)"),
        "counts, and one loses": (10, "not a safe Pareto improvement (5 worse, 4 better): player '2' gets less"),
        "nobody gains": (7, "not a strict safe Pareto improvement (0 worse, 0 better): nobody gains anywhere"),
    }
    for name, (profiles, words) in claims.items():
        receipt = check(text(ACCEPTED[name]))
        assert isinstance(receipt, Receipt) and receipt.claim == start.format(profiles) + words


# --- refused: the certificate, what is put where, where the checker stops, and by which rule

PAIRS, KLASS, LIST = "evidence.pairs", "evidence.classes", "evidence.encounters"
ONE, CLIQUE, DRAWN = "counts, and one loses", "defectors join the clique", "by draws"
LONG = "1" + "0" * 200
REFUSED: list[tuple[str, str, Any, str, str]] = [
    ("counts", "claim.answer", "maybe", "claim.answer", "value"),
    ("counts", "claim.answer", "no", "claim.answer", "flag"),
    ("counts", "claim.strict", None, "claim.strict", "type"),
    ("nobody gains", "claim.answer", "yes", "claim.answer", "flag"),
    ("nobody gains", "claim.strict", False, "claim.answer", "flag"),
    (ONE, "claim.answer", "yes", "claim.answer", "flag"),
    ("counts", "claim.worse", "1", "claim.worse", "sum"),
    ("counts", "claim.worse", True, "claim.worse", "sum"),
    ("counts", "claim.better", "12", "claim.better", "sum"),
    ("counts", "claim.better", "05", "claim.better", "sum"),
    ("counts", "claim.randomness", "shared", "claim.randomness", "null"),
    ("lotteries", "claim.randomness", None, "claim.randomness", "null"),
    ("lotteries", "claim.randomness", "mixed", "claim.randomness", "value"),
    ("lotteries", "claim.randomness", "shared", "scope.assumptions", "scope"),
    (DRAWN, "claim.randomness", "shared", "claim.randomness", "encounter"),
    (DRAWN, "claim.randomness", None, "claim.randomness", "null"),
    ("counts", "claim.sizes", ["12"], "claim.sizes", "program"),
    ("counts", "claim.sizes[0]", "0", "claim.sizes[0]", "program"),
    ("counts", "claim.sizes[0]", "03", "claim.sizes[0]", "program"),
    ("counts", "claim.sizes[0]", "٣", "claim.sizes[0]", "program"),
    ("counts", "claim.sizes[0]", LONG, "claim.sizes[0]", "program"),
    ("counts", "claim.sizes[0]", LONG[:-1], PAIRS, "sum"),
    ("counts", "claim.sizes[0]", "4", PAIRS, "sum"),
    ("counts", "objects.tables.before", "b" * 63, "objects.tables.before", "value"),
    ("counts", "objects.tables.after", "A" * 64, "objects.tables.after", "value"),
    ("counts", "objects.tables.after", "c" * 64, "scope.trusts", "scope"),
    ("counts", "objects.programs", [C], "objects.programs", "program"),
    ("counts", LIST, plays("0,0:C,C"), LIST, "encounter"),
    ("counts", "objects.game.digest", "0" * 64, "objects.game.digest", "digest"),
    ("counts", "objects.outcomes[2].profile", ["C", "C"], "objects.outcomes[2]", "lottery"),
    ("counts", "objects.outcomes[2].profile", ["C", "E"], "objects.outcomes[2].profile[1]", "profile"),
    ("counts", "objects.outcomes[2].profile", None, "objects.outcomes[2].lottery", "null"),
    ("counts", "objects.outcomes[2].lottery", [], "objects.outcomes[2].lottery", "null"),
    ("counts", f"{PAIRS}[0].count", "6", PAIRS, "sum"),
    ("counts", f"{PAIRS}[0].count", "0", f"{PAIRS}[0].count", "program"),
    ("counts", f"{PAIRS}[0].count", LONG, f"{PAIRS}[0].count", "program"),
    ("counts", f"{PAIRS}[0].after", "0", "claim.better", "sum"),
    ("counts", f"{PAIRS}[0].after", "3", f"{PAIRS}[0].after", "program"),
    ("counts", f"{PAIRS}[1]", {"before": "0", "after": "1", "count": "7"}, f"{PAIRS}[1]", "program"),
    ("counts", PAIRS, [], PAIRS, "sum"),
    ("counts", "scope.trusts", [], "scope.trusts", "scope"),
    ("counts", "scope.trusts", [CELLS], "scope.trusts", "scope"),
    ("counts", "evidence.violation", {}, "evidence.violation", "null"),
    (ONE, "evidence.violation", None, "evidence.violation", "null"),
    (ONE, "evidence.violation.player", "1", "evidence.violation.player", "improvement"),
    (ONE, "evidence.violation.player", "3", "evidence.violation.player", "name"),
    (ONE, "evidence.violation.after", "0", "evidence.violation", "improvement"),
    (ONE, "evidence.violation.places", ["2", "4"], "evidence.violation.places[0]", "program"),
    (ONE, "evidence.violation.places", ["0", "5"], "evidence.violation.places[1]", "program"),
    (ONE, "evidence.violation.places", ["0"], "evidence.violation.places", "program"),
    (ONE, "evidence.violation.places", ["0", LONG], "evidence.violation.places[1]", "program"),
    (ONE, "evidence.violation.places", ["0", "0"], "", ""),  # which profile it is has to be trusted here
    ("classes of one program", "evidence.violation.places", ["0", "0"], "evidence.violation.places", "improvement"),
    ("alone in the clique", "evidence.violation.places", ["0", "0"], "evidence.violation.places", "improvement"),
    ("classes", f"{KLASS}.sizes[1]", ["2", "2"], PAIRS, "sum"),
    ("classes", f"{KLASS}.sizes[1]", ["3", "2"], f"{KLASS}.sizes", "sum"),
    ("classes", f"{KLASS}.sizes[1]", ["4", "0"], f"{KLASS}.sizes[1][1]", "program"),
    ("classes", f"{KLASS}.sizes", [["1", "2"]], f"{KLASS}.sizes", "program"),
    ("classes", f"{KLASS}.before", ["0", "2", "0"], f"{KLASS}.before", "program"),
    ("classes", f"{KLASS}.before", ["0", "2", "2", "0"], PAIRS, "sum"),
    ("classes", f"{KLASS}.after[0]", "3", f"{KLASS}.after[0]", "program"),
    ("classes", f"{KLASS}.images", [["0", "0"], ["0", "0"]], f"{KLASS}.images", "null"),
    ("classes", f"{KLASS}.programs", [], f"{KLASS}.images", "null"),
    ("classes", KLASS, None, "scope.trusts", "scope"),
    ("classes", "scope.trusts", [WHOLE], "scope.trusts", "scope"),
    ("defectors give in", "scope.trusts", [], "scope.trusts", "scope"),
    ("defectors give in", "scope.trusts", [CELLS], "scope.trusts", "scope"),
    ("defectors give in", f"{KLASS}.images", None, f"{KLASS}.images", "null"),
    ("defectors give in", f"{KLASS}.programs", None, "objects.programs", "program"),
    ("defectors give in", f"{KLASS}.images", [["1"], ["1"]], f"{KLASS}.images", "encounter"),
    ("defectors give in", f"{KLASS}.images", [["0"], ["1"]], LIST, "encounter"),
    ("defectors give in", f"{KLASS}.images", [["0"], ["2"]], f"{KLASS}.images[1][0]", "program"),
    ("defectors give in", f"{KLASS}.images", [["0"], ["0", "0"]], f"{KLASS}.images[1]", "program"),
    ("defectors give in", f"{LIST}[0].outcome", ["C", "D"], f"{LIST}[0].outcome", "encounter"),
    ("defectors give in", LIST, plays("1,1:D,D 0,0:C,C 0,1:C,D"), f"{LIST}[2]", "encounter"),
    ("defectors give in", LIST, plays("1,1:D,D"), LIST, "encounter"),
    (CLIQUE, "scope.trusts", [ALIKE], "scope.trusts", "scope"),
    (CLIQUE, f"{KLASS}.programs[0]", ["0", "0"], f"{KLASS}.programs", "program"),
    (CLIQUE, f"{KLASS}.programs[0]", ["1", "0"], f"{KLASS}.programs", "encounter"),
    ("by provability", "scope.trusts", [], "scope.trusts", "scope"),
    ("by provability", "scope.trusts", [*LARGE, ALIKE], "scope.trusts", "scope"),
    (DRAWN, "scope.assumptions", [], "scope.assumptions", "scope"),
    (DRAWN, "objects.outcomes[0].lottery[0].probability", "1/5", "objects.outcomes[0].lottery", "lottery"),
    ("by a string", "objects.outcomes[0].lottery[0].outcome", ["C", "C"], f"{KLASS}.programs", "encounter"),
]


@pytest.mark.parametrize(("name", "where", "value", "place", "rule"), REFUSED, ids=lambda value: str(value)[:40])
def test_refused_at_a_place_by_a_rule(name: str, where: str, value: Json, place: str, rule: str) -> None:
    mutant = changed(name, (where, value))
    if place:
        assert refusal(mutant) == (place, rule)
    else:
        assert isinstance(check(text(mutant)), Receipt)


def test_a_lottery_is_the_same_in_any_order() -> None:
    same = changed("lotteries")
    same["objects"]["outcomes"][1] = {
        "profile": None,
        "lottery": [*reversed(same["objects"]["outcomes"][0]["lottery"])],
    }
    assert refusal(same) == ("objects.outcomes[1]", "lottery")


# --- every field is load-bearing: one change in each place, and what the page says of it

WORDS = ["yes", "no", "independent", "shared"]
NUMBERS = ["0", "1", "2", "3", "4", "5", "7", "12", "1/2", "1/3", "-1", "00", "010"]
ELSEWHERE = {"objects": ("game", "programs"), "evidence": ("encounters",)}


def changes(certificate: Json) -> Iterator[tuple[str, Json]]:
    """Changed in one place, but for games, programs and encounters, which are as in other claims about tables."""
    hollow = copy.deepcopy(certificate)
    for part, keys in ELSEWHERE.items():
        for key in keys:
            hollow[part][key] = None
    before = text(hollow)
    for what, mutant in mutants.mutations(hollow, "", ["1", "2", *"CD"], WORDS, NUMBERS):
        if text(mutant) == before or any(f".{part}.{key}" in what for part, keys in ELSEWHERE.items() for key in keys):
            continue
        for part, keys in ELSEWHERE.items():
            inner = mutant.get(part) if isinstance(mutant, dict) else None
            if isinstance(inner, dict):
                mutant = {**mutant, part: inner | {key: certificate[part][key] for key in keys if key in inner}}
        yield what, mutant


@pytest.mark.parametrize("name", ACCEPTED)
def test_every_change_in_one_place_is_judged_as_the_page_says(name: str) -> None:
    tried, count = 0, 0
    for what, mutant in changes(ACCEPTED[name]):
        result = mutants.judged(mutant)
        assert isinstance(result, Receipt) == accepts(mutant), (what, result)
        tried, count = tried + 1, count + isinstance(result, Receipt)
    assert tried > 200 and count < tried / 10


def test_what_may_be_changed_without_harm() -> None:
    """The order of encounters; less is asked for; and the programs are for one other player only."""
    found = mutants.still_accepted(ACCEPTED["defectors give in"], WORDS, NUMBERS)
    assert found == {
        *("evidence.encounters: swap 0 1", "claim.strict -> false"),
        *(f'objects.programs[{k}][1][0][1] -> "1"' for k in range(2)),
    }


# --- random spaces, counted profile by profile


def random_certificate(rng: random.Random) -> Json:
    """Classes, or only their counts, of a change that was counted from its definition."""
    players = rng.randint(1, 3)
    actions = [["a", "b", "c"][: rng.randint(1, 3)] for _ in range(players)]
    profiles = list(itertools.product(*actions))
    payoffs = {a: [rng.choice(["0", "1", "1/2", "1/3"]) for _ in actions] for a in profiles}
    table = game(" | ".join(map(" ".join, actions)), " ".join(",".join(payoffs[a]) for a in profiles))
    lots = [[rng.randint(1, 3) for _ in range(rng.randint(1, 2))] for _ in actions]
    cells = list(itertools.product(*(range(len(own)) for own in lots)))
    used = rng.sample(range(len(profiles)), rng.randint(1, min(3, len(profiles))))
    before, after = ([rng.randrange(len(used)) for _ in cells] for _ in range(2))
    if rng.random() < 0.5:
        after = [a if rng.random() < 0.3 else b for a, b in zip(after, before, strict=True)]
    pairs: Counter[tuple[int, int]] = Counter()
    for cell, pair in zip(cells, zip(before, after, strict=True), strict=True):
        for _ in itertools.product(*(range(own[k]) for own, k in zip(lots, cell, strict=True))):
            pairs[pair] += 1
    spots = list(range(len(cells)))
    strict = rng.random() < 0.5

    def loses(pair: tuple[int, int]) -> list[bool]:
        old, new = (payoffs[profiles[used[k]]] for k in pair)
        value = {"0": 0, "1": 6, "1/2": 3, "1/3": 2}
        return [value[y] < value[x] for x, y in zip(old, new, strict=True)]

    worse = sum(n for pair, n in pairs.items() if any(loses(pair)))
    better = sum(n for pair, n in pairs.items() if not any(loses(pair)) and any(loses((pair[1], pair[0]))))
    violation = ""
    if worse:
        spot = rng.choice([k for k in spots if any(loses((before[k], after[k])))])
        player = loses((before[spot], after[spot])).index(True)
        places = [sum(own[:k]) for own, k in zip(lots, cells[spot], strict=True)]
        violation = f"{player + 1} {before[spot]}>{after[spot]} {','.join(map(str, places))}"
    classes = rng.random() < 0.7
    return enumeration(
        "yes" if not worse and (better or not strict) else "no",
        " ".join(str(sum(own)) for own in lots),
        " ; ".join(",".join(profiles[k]) for k in used),
        " ".join(f"{a}>{b}:{n}" for (a, b), n in pairs.items()),
        f"{worse} {better}",
        violation=violation,
        strict=strict,
        game=table,
        classes=quotient(
            " | ".join(" ".join(map(str, own)) for own in lots), *(" ".join(map(str, x)) for x in (before, after))
        )
        if classes
        else None,
        trusts=[CELLS if classes else WHOLE],
    )


@pytest.mark.parametrize("seed", range(60))
def test_random_spaces(seed: int) -> None:
    rng = random.Random(seed)
    certificate = random_certificate(rng)
    assert isinstance(check(text(certificate)), Receipt) and accepts(certificate)
    for what, mutant in rng.sample([*changes(certificate)], 40):
        assert isinstance(check(text(mutant)), Receipt) == accepts(mutant), what


def test_an_answer_and_its_opposite_are_never_both_accepted() -> None:
    for seed in range(60):
        certificate = random_certificate(random.Random(seed))
        answer = "no" if certificate["claim"]["answer"] == "yes" else "yes"
        for violation in (None, {"player": "1", "before": "0", "after": "0", "places": ["0"] * 3}):
            other = mutants.changed(certificate, ("claim.answer", answer), ("evidence.violation", violation))
            assert not isinstance(check(text(other)), Receipt)


# --- hostile certificates


def crowd(players: int, choosers: int = 0, **more: Json) -> Json:
    """A game of many players, of whom some have two actions: nobody ever gets anything."""
    names = [f"p{k}" for k in range(players)]
    actions = [["a", "b"] if k < choosers else ["a"] for k in range(players)]
    count = prod(map(len, actions))
    return enumeration(
        *("yes", " ".join(["1"] * players), ",".join(["a"] * players), "0>0:1", "0 0"),
        game=game(" | ".join(map(" ".join, actions)), " ".join([",".join(["0"] * players)] * count), " ".join(names)),
        **more,
    )


def test_a_product_that_no_count_could_reach() -> None:
    """100 players with spaces of 10^199 programs each."""
    certificate = crowd(100)
    assert isinstance(check(text(certificate)), Receipt)
    certificate["claim"]["sizes"] = [LONG[:-1]] * 100
    assert refusal(certificate) == (PAIRS, "sum")


def test_too_many_profiles_of_classes() -> None:
    """448 * 447 = 200,256 are more than 200,000; 447 * 447 = 199,809 are not."""
    for first, refused in ((448, (f"{KLASS}.sizes", "size")), (447, (f"{KLASS}.before", "program"))):
        classes = {"sizes": [["1"] * first, ["1"] * 447], "before": [], "after": [], "programs": None, "images": None}
        certificate = enumeration("yes", f"{first} 447", "C,C", f"0>0:{first * 447}", "0 0", classes=classes)
        assert refusal(certificate) == refused
    doubled = crowd(
        40, classes={"sizes": [["1", "1"]] * 40, "before": [], "after": [], "programs": None, "images": None}
    )
    doubled["claim"]["sizes"], doubled["evidence"]["pairs"][0]["count"] = ["2"] * 40, str(2**40)
    assert refusal(doubled) == (f"{KLASS}.sizes", "size")


def test_work_is_that_of_the_whole_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    """A product for each player and pair, and for each player and profile of classes: 2 * 2 and 4 * 2 here."""
    original = lotteries.Exact.__init__

    def limited(left: int) -> None:
        def make(self: Any, game: Any, unit: int, table: Any, bits: int) -> None:
            original(self, game, unit, table, bits, left)

        monkeypatch.setattr(lotteries.Exact, "__init__", make)

    certificate = changed("classes")  # with 3 pairs, so that it is 3 * 2 + 4 * 2
    limited(14)
    assert isinstance(check(text(certificate)), Receipt)
    limited(13)
    assert refusal(certificate)[1] == "size"


def test_digests_tell_nothing_but_what_is_trusted() -> None:
    other = changed("classes", ("objects.tables.before", AFTER), ("objects.tables.after", BEFORE))
    assert refusal(other) == ("scope.trusts", "scope")
    other["scope"]["trusts"] = [CELLS.partition(":")[0] + f": tables {AFTER} and {BEFORE}"]
    assert isinstance(check(text(other)), Receipt)


def test_programs_of_a_pool_that_nobody_plays_are_allowed() -> None:
    more = changed("defectors give in", ("objects.programs", [C, D, CLIQUE_BOT]))
    assert isinstance(check(text(more)), Receipt)
