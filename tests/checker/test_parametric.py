"""Claims about parameters: certificates accepted, refused, and changed in one place; and hostile ones."""

import copy
import itertools
import json
import random
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

import spi
from spi.checker import Receipt, Refused, check, parameters
from tests import oracle
from tests.analysis.test_mutations import mutated
from tests.checker import mutants
from tests.checker.certificates import ALL_USED, INDEPENDENT, LEMMA_4, Json, game, text
from tests.checker.mutants import judged, refusal
from tests.checker.parametric import (
    ACCEPTED,
    WAR,
    atom,
    branch,
    columns,
    cut,
    digest,
    end,
    fact,
    leaf,
    multiples,
    pair,
    parametric,
    pgame,
    scale,
)
from tests.parametric_games import NAMES, SHAPES, random_game, random_subset_game

HERE = Path(__file__).parent


def changed(name: str, *changes: tuple[str, Json]) -> Json:
    return mutants.changed(ACCEPTED[name], *changes)


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted(name: str) -> None:
    certificate = ACCEPTED[name]
    receipt = check(text(certificate), name=name)
    assert isinstance(receipt, Receipt), receipt
    games = [certificate["objects"][key] for key in ("game", "subset_game")]
    assert receipt.digests == tuple(one["digest"] for one in games if one)
    assert (receipt.name, receipt.kind, receipt.answer) == (name, "parametric", "yes")
    assert list(receipt.assumptions) == certificate["scope"]["assumptions"]
    assert list(receipt.trusted) == certificate["scope"]["trusts"]
    assert is_true(certificate)


def test_receipts() -> None:
    dilemma = "subset game ad28a82ed0d6 is a safe Pareto improvement on game 6b20fc0ff9c8"
    for name, words, cases in (
        (
            "takeover",
            f"in game {WAR['digest'][:12]} nobody loses by the listed changes of outcomes "
            "exactly where (1*t + -1*d >= 0), and strictly so exactly where (1*t + -1*d > 0)",
            3,
        ),
        ("dilemma", f"{dilemma} exactly where (1*c + -1 >= 0), and strictly so exactly where (1*c + -1 > 0)", 4),
        ("never within bounds", "exactly where (never), and strictly so exactly where (never)", 1),
        ("no pairs", "exactly where (always), and strictly so exactly where (never)", 1),
    ):
        receipt = check(text(ACCEPTED[name]))
        assert isinstance(receipt, Receipt) and receipt.claim.endswith(words)
        assert receipt.recomputed[-1] == f"cases ({cases}): all are covered"


def test_every_file_is_here() -> None:
    files = [json.loads(path.read_text()) for path in sorted((HERE / "accepted").iterdir())]
    mine = [one for one in files if one["claim"]["kind"] == "parametric"]
    assert len(mine) == 2 and all(one in ACCEPTED.values() for one in mine)


def test_digests_are_those_of_games() -> None:
    assert ACCEPTED["without parameters"]["objects"]["game"]["digest"] == game("x y", "1 2")["digest"]
    built = spi.ParametricGame.from_payoffs(
        [["d, d"], ["t, t"]], actions=[["war", "peace"], ["x"]], players=["A", "B"], parameters=["t", "d"]
    )
    assert WAR["digest"] == built.digest


# ---- one thing changed: refused at a place by a rule

TREE, FAILED = "evidence.tree", "evidence.tree.failed"
CASE = "evidence.tree.failed.case"
LAST = "evidence.tree.passed.passed.failed"
MULTIPLIERS = "evidence.tree.facts[0].multipliers"
IDENTITY = f"{CASE}.isomorphisms.children.a.children.o.children.l.children.m.children.r"
REFUSALS: list[tuple[str, str, Json, str, str]] = [
    ("takeover", "claim.answer", "no", "claim.answer", "value"),
    ("takeover", "claim.condition", [], "evidence.points.condition", "witness"),
    ("takeover", "claim.condition[0][0].relation", ">", "evidence.points.condition[0]", "witness"),
    ("takeover", "claim.condition[0][0].relation", "=", "evidence.tree.passed.passed", "parameters"),
    ("takeover", "claim.condition[0][0].relation", "<", "claim.condition[0][0].relation", "value"),
    ("takeover", "claim.condition[0][0].form", ["0", "1", "0"], "evidence.tree.failed", "parameters"),
    ("takeover", "claim.condition[0][0].form", ["0", "1/2", "-1/2"], "claim.condition[0][0].form", "parameters"),
    ("takeover", "claim.condition[0][0].form", ["0", "1"], "claim.condition[0][0].form", "parameters"),
    ("takeover", "claim.strict[0][0].relation", ">=", "evidence.tree.passed.failed", "parameters"),
    ("takeover", "claim.pairs", None, "claim.pairs", "null"),
    ("takeover", "claim.pairs[0].becomes[0].outcome", ["war", "y"], "claim.pairs[0].becomes[0].outcome[1]", "profile"),
    ("takeover", "claim.pairs[0].becomes[0].probability", "1/2", "claim.pairs[0].becomes", "lottery"),
    ("takeover", "claim.pairs[1]", pair("peace,x", "war,x"), "evidence.tree.passed.passed", "parameters"),
    ("takeover", "objects.parameters", ["t", "t"], "objects.parameters[1]", "name"),
    ("takeover", "objects.parameters", ["t", "2d"], "objects.parameters[1]", "name"),
    ("takeover", "objects.parameters", ["t", "or"], "objects.parameters[1]", "name"),
    ("takeover", "objects.parameters", ["t", "a+b"], "objects.parameters[1]", "name"),
    ("takeover", "objects.parameters", ["d", "t"], "objects.game.digest", "digest"),
    ("takeover", "objects.parameters", ["t"], "objects.game.payoffs[0][0][0]", "parameters"),
    ("takeover", "objects.parameters", None, "objects.parameters", "type"),
    ("takeover", "objects.bounds", [atom("1:0:0 =")], "evidence.points.condition[0]", "witness"),
    ("takeover", "objects.bounds", [atom("0:1:0 >")], "evidence.points.condition[0]", "witness"),
    ("takeover", "objects.game.payoffs[0][0][0][0]", "1", "objects.game.digest", "digest"),
    ("takeover", "objects.game.payoffs[0][0][0]", ["0", "0"], "objects.game.payoffs[0][0][0]", "parameters"),
    ("takeover", "objects.game.payoffs[0][0]", [], "objects.game.payoffs[0][0]", "game"),
    ("takeover", "objects.game.payoffs[0]", {}, "objects.game.payoffs[0]", "type"),
    ("takeover", "objects.subset_game", pgame("t d", "war | y", "0,0", "A B"), "objects.subset_game.actions", "game"),
    ("takeover", "objects.subset_game", pgame("t d", "war | x", "0,0", "A C"), "objects.subset_game.players", "game"),
    ("takeover", "objects.subset_game", pgame("t d", "war | x", "0,0", "A B"), "claim.pairs", "null"),
    ("takeover", "evidence.inside", ["0"], "evidence.inside", "parameters"),
    ("takeover", "evidence.points.strict", [["0", "0"]], "evidence.points.strict[0]", "witness"),
    ("takeover", "evidence.points.condition", [], "evidence.points.condition", "witness"),
    ("takeover", "evidence.tree", leaf(), "evidence.tree", "parameters"),
    ("takeover", "evidence.tree.passed", leaf(), "evidence.tree.passed", "parameters"),
    ("takeover", "evidence.tree.cut.relation", "=", "evidence.tree.cut.relation", "value"),
    ("takeover", "evidence.tree.cut.form", ["0", "1", "1"], "evidence.tree.failed", "parameters"),
    ("takeover", CASE, {}, CASE, "null"),
    ("takeover", f"{FAILED}.facts", [fact("0:1:-1 >=", "0")], f"{FAILED}.facts[0]", "parameters"),
    ("takeover", f"{FAILED}.facts", [fact("0:-1:1 >=", "-1")], f"{FAILED}.facts[0]", "parameters"),
    ("takeover", "scope.assumptions", ["nobody is late"], "scope.assumptions", "scope"),
    ("lotteries within bounds", "evidence.inside", ["2"], "evidence.inside", "witness"),
    ("never within bounds", MULTIPLIERS, ["1/3", "0"], f"{TREE}.facts[0]", "parameters"),
    ("never within bounds", MULTIPLIERS, ["1/2"], MULTIPLIERS, "parameters"),
    ("never within bounds", f"{TREE}.facts[0].form", ["-3", "4"], f"{TREE}.facts[0]", "parameters"),  # only >= 0
    ("never within bounds", "evidence.tree.facts", [], "evidence.tree", "parameters"),
    ("never within bounds", "claim.condition", [[atom("-1:1 >")]], "evidence.points.condition", "witness"),
    ("given an equation", MULTIPLIERS, ["1", "0", "0"], f"{TREE}.facts[0]", "parameters"),
    ("given an equation", MULTIPLIERS, ["0", "1", "0"], f"{TREE}.facts[0]", "parameters"),
    ("dilemma", "claim.strict", [], "evidence.points.strict", "witness"),
    ("dilemma", "claim.condition[0][0].form", ["-2", "1"], "evidence.points.condition[0]", "witness"),
    ("dilemma", CASE, None, CASE, "null"),
    ("dilemma", f"{FAILED}.facts", [], f"{CASE}.elimination[0].by", "dominance"),
    ("dilemma", f"{CASE}.elimination", [], f"{CASE}.elimination", "reduced"),
    ("dilemma", f"{LAST}.facts[0].multipliers", ["0", "0", "0"], f"{LAST}.facts[0]", "parameters"),
    ("dilemma", f"{LAST}.case.isomorphisms", None, f"{LAST}.case.isomorphism", "null"),
    (
        "dilemma",
        f"{CASE}.isomorphism.ratios[0]",
        scale("0"),
        f"{CASE}.isomorphism.ratios[0]",
        "isomorphism",
    ),
    (
        "dilemma",
        f"{CASE}.isomorphism.map.1.D",
        "D",
        f"{CASE}.isomorphism.map['1'].D",
        "name",
    ),
    (
        "dilemma",
        f"{CASE}.isomorphisms",
        {"end": "sizes"},
        f"{CASE}.isomorphism",
        "null",
    ),
    ("dilemma", "scope.trusts", LEMMA_4, "scope.trusts", "scope"),
    ("dilemma", "scope.assumptions", [], "scope.assumptions", "scope"),
    (
        "a ratio that varies",
        "evidence.tree.passed.case.isomorphism.ratios[0].multiples",
        ["0", "1", "1"],
        "evidence.tree.passed.case.isomorphism.ratios[0]",
        "isomorphism",
    ),
    (
        "a ratio that varies",
        "evidence.tree.passed.case.isomorphism.ratios[0]",
        multiples("a,l,o", "0 1 2"),
        "evidence.tree.passed.case.isomorphism.ratios[0]",
        "isomorphism",
    ),
    (
        "a ratio that varies",
        "evidence.tree.passed.case.isomorphism.ratios[0]",
        scale("1"),
        "evidence.tree.passed.case.isomorphism.ratios[0]",
        "isomorphism",
    ),
    (
        "a ratio that varies",
        "evidence.tree.cut.relation",
        ">=",
        "evidence.tree.passed.case.isomorphism.ratios[0]",
        "isomorphism",
    ),
    ("a ratio that varies", IDENTITY, {"end": "sizes"}, IDENTITY, "isomorphism"),
    ("a ratio that varies", IDENTITY, end("multiple", "1", "a,m,o a,l,o a,m,o a,l,o", "1"), IDENTITY, "isomorphism"),
    ("a ratio that varies", IDENTITY, end("ratio", "1", "a,l,o a,l,o a,m,o a,l,o", "1"), IDENTITY, "isomorphism"),
    ("a ratio that varies", IDENTITY, branch("2", "l"), f"{IDENTITY}.branch", "isomorphism"),
]


@pytest.mark.parametrize(("name", "where", "value", "place", "rule"), REFUSALS, ids=lambda value: str(value)[:40])
def test_refused_at_a_place_by_a_rule(name: str, where: str, value: Json, place: str, rule: str) -> None:
    assert refusal(changed(name, (where, value))) == (place, rule)


def test_a_cell_in_which_a_form_has_no_sign() -> None:
    empty = cut("0:1:-1 >", leaf(), leaf())  # below 0:-1:1 > there is nothing
    assert refusal(changed("takeover", ("evidence.tree.failed", empty)))[1] == "parameters"


def test_an_outcome_that_is_not_assigned() -> None:
    early = end("multiple", "3", "a,l,o a,m,o a,l,o a,m,o", "0")
    place = f"{CASE}.isomorphisms.children.a.children.o.children.m"
    assert refusal(changed("a ratio that varies", (place, early))) == (f"{place}.outcomes[1]", "isomorphism")


# ---- every field is load-bearing: what is accepted after a change is still true


def is_true(document: Json) -> bool:
    """The claim, at all points of a grid."""
    return _is_true(json.dumps([document["objects"], document["claim"]]))


@cache
def _is_true(said: str) -> bool:
    objects, claim = json.loads(said)
    names = objects["parameters"]
    if objects["subset_game"] is not None:
        steps = list(map(Fraction, ("-1", "0", "1/2", "1", "3/2", "2", "3", "4")))
    else:
        steps = [Fraction(k, 4) for k in range(-14, 15)] if len(names) < 2 else [Fraction(k, 2) for k in range(-4, 5)]
    for values in itertools.product(steps, repeat=len(names)):

        def value(form: list[str], values: tuple[Fraction, ...] = values) -> Fraction:
            return Fraction(form[0]) + sum(
                (Fraction(k) * x for k, x in zip(form[1:], values, strict=True)), Fraction(0)
            )

        def holds(one: Json) -> bool:
            return {">": value(one["form"]) > 0, ">=": value(one["form"]) >= 0, "=": value(one["form"]) == 0}[
                one["relation"]
            ]

        if not all(map(holds, objects["bounds"])):
            continue
        at = [
            None
            if one is None
            else oracle.plain(one["actions"], map_leaves(one["payoffs"], len(one["players"]), value))
            for one in (objects["game"], objects["subset_game"])
        ]
        safe, strict = truth(claim["pairs"], at[0], at[1])
        for key, found in (("condition", safe), ("strict", strict)):
            if any(all(map(holds, part)) for part in claim[key]) != found:
                return False
    return True


def map_leaves(payoffs: Json, depth: int, value: object) -> Json:
    if depth == 0:
        return [value(form) for form in payoffs]  # type: ignore[operator]
    return [map_leaves(part, depth - 1, value) for part in payoffs]


def truth(pairs: Json, whole: oracle.G | None, subset: oracle.G | None) -> tuple[bool, bool]:
    assert whole is not None
    if subset is not None:
        return oracle.is_spi(whole, subset), oracle.is_strict_spi(whole, subset)
    gains = []
    for one in pairs:
        sides = [
            [
                sum(Fraction(e["probability"]) * whole.u[tuple(e["outcome"])][i] for e in one[key])
                for key in ("outcome", "becomes")
            ]
            for i in range(len(whole.actions))
        ]
        gains += [new - old for old, new in sides]
    return min(gains, default=0) >= 0, min(gains, default=0) >= 0 and any(gains)


def rehashed(document: Json) -> Json:
    """With digests made to fit, where the games can be read at all."""
    document = copy.deepcopy(document)
    for key in ("game", "subset_game"):
        try:
            one = document["objects"][key]
            flat = one["payoffs"]
            for _ in one["actions"][1:]:
                flat = [cell for row in flat for cell in row]
            u = dict(zip(itertools.product(*one["actions"]), flat, strict=True))
            one["digest"] = digest(document["objects"]["parameters"], one["players"], one["actions"], u)
        except (TypeError, ValueError, KeyError, IndexError, AttributeError):
            continue
    return document


WORDS = ["yes", "no", ">", ">=", "=", "sizes", "multiple", "ratio", "dominated", "duplicate", "t", "d", "c", "p"]


@pytest.mark.parametrize("name", ACCEPTED)
def test_changes_in_one_place_are_refused_or_true(name: str) -> None:
    certificate = ACCEPTED[name]
    tried = accepted = 0
    small = len(text(certificate)) < 2000
    for k, (what, mutant) in enumerate(mutants.mutations(certificate, "", ["x", "C"], WORDS, ("0", "2", "-1", "1/3"))):
        if not small and k % 5:
            continue
        for document in (mutant, rehashed(mutant)) if what.startswith(".objects") else (mutant,):
            tried += 1
            if isinstance(judged(document), Receipt) and document != certificate:
                accepted += 1
                assert is_true(document), text(document)
    assert tried > 200 and accepted < tried / 8


def test_mutations_of_written_certificates_are_refused_or_true() -> None:
    rng = random.Random(3)
    tried = accepted = 0
    while tried < 700:
        game = random_game(rng, SHAPES, NAMES[:1])
        smaller = random_subset_game(rng, game)
        verdict = spi.verify_parametric_spi(game, smaller, budget=12)
        if isinstance(verdict, spi.Unknown):
            continue
        document = verdict.certificate.as_dict()
        assert is_true(document)
        for _ in range(15):
            new = mutated(rng, document)
            if new is not None:
                tried += 1
                new = rehashed(new)
                if isinstance(check(json.dumps(new)), Receipt):
                    accepted += 1
                    assert is_true(new), json.dumps(new)
    assert accepted < tried / 4


# ---- hostile certificates


def test_work_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parameters, "MAX_WORK", 50)
    for name in ("takeover", "dilemma", "a ratio that varies"):
        found = check(text(ACCEPTED[name]))
        assert isinstance(found, Refused) and found.rule == "size"


def test_long_numbers_are_refused_in_time() -> None:
    # sums of 400 fractions with coprime denominators of 4000 digits
    rng = random.Random(1)
    outcomes = [f"x{k}" for k in range(400)]
    long = [f"{rng.randrange(10**3998, 10**3999)}/{rng.randrange(10**3998, 10**3999) | 1}" for _ in outcomes]
    payoffs = [f"{Fraction(one)}" for one in long]
    whole = pgame("", " ".join(outcomes), " ".join(payoffs))
    certificate = parametric(
        "", whole, leaf(), condition="always", strict="never", points=("-", ""), inside="-", pairs=[]
    )
    assert refusal(certificate)[1] == "size"


def test_deep_and_wide_trees() -> None:
    tree = leaf()
    for k in range(300):
        tree = cut(f"{k}:1:-1 >=", tree, leaf())
    assert refusal(changed("takeover", ("evidence.tree", tree)))[1] in ("parameters", "nesting")
    wide = parametric(
        "t", columns("0 0:1 0:2"), leaf(), condition="always", strict="never", points=("1", ""), inside="1",
        subset=columns("0 1 2"), trusts=(LEMMA_4, ALL_USED, INDEPENDENT),
    )  # fmt: skip
    assert refusal(wide) == ("evidence.tree.case", "null")
