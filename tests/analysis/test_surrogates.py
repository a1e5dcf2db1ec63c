"""Verdicts about surrogate threats, against plays listed from the definitions; every certificate is read back."""

import copy
import json
import random
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import spi
from spi.analysis.concession import CONDITIONS
from tests import threat_oracle as oracle
from tests.analysis.test_mutations import mutated

F = Fraction
Game = spi.ThreatGame
Verdict = spi.Holds[Any] | spi.Fails[Any]


Question = tuple[str, Callable[[], Verdict], Callable[[], bool]]


def questions(game: Game, policy: spi.ConcessionTable, becomes: dict[str, str], delta: Fraction) -> list[Question]:
    """Each question, with the library's way to answer it and the brute force."""
    plain, rates = oracle.to_oracle(game), dict(policy.rates)

    def approximate(form: Any) -> Verdict:
        return spi.approx_concession_equivalence(game, policy, becomes, delta=delta, form=form)

    def attractiveness() -> tuple[Fraction, Fraction]:
        return oracle.choice(plain, rates, ("original",))[0], oracle.choice(plain, rates, ("surrogate",))[0]

    return [
        (
            "exact",
            lambda: spi.verify_concession_equivalence(game, policy, becomes),
            lambda: oracle.equivalent(plain, rates, becomes, F(0), "max"),
        ),
        ("max", lambda: approximate("max"), lambda: oracle.equivalent(plain, rates, becomes, delta, "max")),
        ("rms", lambda: approximate("rms"), lambda: oracle.equivalent(plain, rates, becomes, delta, "rms")),
        ("spi", lambda: spi.verify_surrogate_spi(game, becomes), lambda: oracle.is_spi(plain, becomes)),
        (
            "strict",
            lambda: spi.verify_surrogate_spi(game, becomes, strict=True),
            lambda: oracle.is_strict_spi(plain, becomes),
        ),
        (
            "expected",
            lambda: spi.verify_expected_improvement(game, policy, becomes),
            lambda: oracle.no_less_expected(plain, rates, becomes),
        ),
        (
            "neutral",
            lambda: spi.verify_threatener_neutrality(game, policy),
            lambda: attractiveness()[0] == attractiveness()[1],
        ),
        (
            "new threats",
            lambda: spi.verify_no_new_threats(game, policy),
            lambda: not attractiveness()[0] == 0 < attractiveness()[1],
        ),
        ("orthogonal", lambda: spi.verify_orthogonality(game), lambda: not oracle.shared_act(plain)),
        ("stakes", lambda: spi.verify_monotone_stakes(game, becomes), lambda: oracle.is_monotone(plain, becomes)),
    ]


def random_questions(rng: random.Random) -> tuple[Game, list[Question]]:
    game, policy, becomes = oracle.random_game(rng)
    return game, questions(game, policy, becomes, F(rng.randint(0, 4), 8))


def compare_with_brute_force(seed: int, games: int, asked: int) -> Counter[tuple[str, bool]]:
    rng = random.Random(seed)
    seen: Counter[tuple[str, bool]] = Counter()
    for _ in range(games):
        game, all_questions = random_questions(rng)
        for question, decide, answer in rng.sample(all_questions, asked):
            verdict = decide()
            assert bool(verdict) == answer() == isinstance(verdict, spi.Holds), (question, game.threats)
            seen[question, bool(verdict)] += 1
    return seen


def test_verdicts_by_brute_force() -> None:
    seen = compare_with_brute_force(seed=1, games=400, asked=4)
    assert len(seen) == 20 and min(seen.values()) >= 8, seen


@pytest.mark.slow
def test_many_verdicts_by_brute_force() -> None:
    seen = compare_with_brute_force(seed=2, games=1800, asked=10)
    assert len(seen) == 20 and min(seen.values()) >= 108, seen


def test_counterexamples_by_brute_force() -> None:
    rng = random.Random(2)
    for _ in range(300):
        game, policy, becomes = oracle.random_game(rng)
        plain, rates = oracle.to_oracle(game), dict(policy.rates)
        gap = spi.verify_concession_equivalence(game, policy, becomes).result.violation
        if gap is not None:
            assert rates[gap.name] != rates[becomes[gap.name]]
        branches = spi.verify_surrogate_spi(game, becomes, strict=True).result
        plays = {(t, x, y): (old, new) for t, x, y, old, new in oracle.coupled(plain, becomes)}
        for change, sign in ((branches.violation, -1), (branches.improvement, 1)):
            if change is not None:
                old, new = plays[change.original, change.branch, change.becomes]
                i = ("principal", "threatener").index(change.party)
                assert (new[i] - old[i]) * sign > 0 and change.surrogate == becomes[change.original]
        expected = spi.verify_expected_improvement(game, policy, becomes).result.violation
        if expected is not None:
            threat, party = expected
            i = ("principal", "threatener").index(party)
            image = becomes[threat]
            assert oracle.expected(plain[image], rates[image])[i] < oracle.expected(plain[threat], rates[threat])[i]
        new_threat = spi.verify_no_new_threats(game, policy).result.new_threat
        if new_threat is not None:
            assert oracle.expected(plain[new_threat], rates[new_threat])[1] > 0
            assert oracle.choice(plain, rates, ("original",))[0] == 0
        shared = spi.verify_orthogonality(game).result.shared
        if shared is not None:
            assert shared[2] in plain[shared[0]]["acts"] and shared[2] in plain[shared[1]]["acts"]


def test_conditions_are_reported_and_not_assumed() -> None:
    """b < c and r ≤ h fail, and concessions are equivalent all the same."""
    rng = random.Random(3)
    seen: Counter[tuple[str, bool]] = Counter()
    for _ in range(300):
        game, policy, becomes = oracle.random_game(rng)
        plain = oracle.to_oracle(game)
        failed = spi.failed_conditions(spi.read_surrogates(game, becomes))
        claim = spi.verify_concession_equivalence(game, policy, becomes).certificate.as_dict()["claim"]
        for t, s in becomes.items():
            old, new = plain[t], plain[s]
            holds = {
                "concession": old["loss"] == new["loss"] and old["gain"] == new["gain"],
                "execution": old["execution"] == new["execution"],
                "cheaper": new["cost"] < old["cost"],
                "harm": new["harm"] <= old["harm"],
            }
            for condition in CONDITIONS:
                assert holds[condition] == (t not in failed[condition])
                seen[condition, holds[condition]] += 1
        assert claim["conditions"] == {condition: not failed[condition] for condition in CONDITIONS}
    assert len(seen) == 8 and min(seen.values()) > 20
    found = spi.load_threat_file("baumann-2017/platinum-sphere")
    assert found.policy and found.surrogates
    assert spi.verify_concession_equivalence(found.game, found.policy, found.surrogates)
    assert spi.failed_conditions(spi.read_surrogates(found.game, found.surrogates))["cheaper"] == ("kill Alice",)


def pair(**surrogate: object) -> tuple[Game, dict[str, str]]:
    """A threat of theft, and the same against a surrogate goal but for some numbers."""
    numbers: dict[str, object] = {"loss": 10, "gain": 10, "harm": 20, "cost": 8, "execution": "1/2"}
    theft = spi.possible_threat("theft", "original", **numbers)  # type: ignore[arg-type]
    burn = spi.possible_threat("burn", "surrogate", **(numbers | surrogate))  # type: ignore[arg-type]
    return Game((theft, burn)), {"theft": "burn"}


@pytest.mark.parametrize(
    ("change", "spi_holds", "strict_holds"),
    [
        ({}, True, False),  # the same threat under another name
        ({"harm": 0}, True, True),
        ({"cost": 7}, True, True),
        ({"harm": 21}, False, False),
        ({"cost": 9, "harm": 0}, False, False),
        ({"loss": 9}, True, True),  # conceding is better for her
        ({"gain": 9}, False, False),
        ({"execution": "1/3"}, True, True),  # executed less often
        ({"execution": "2/3"}, False, False),  # spared plays are executed
        ({"execution": "2/3", "harm": 0, "cost": 0}, True, True),  # but that hurts nobody
        ({"execution": 0, "harm": 99, "cost": 99}, True, True),  # never executed
        ({"execution": 1, "harm": -1, "cost": -1}, True, True),
    ],
)
def test_spis_by_hand(change: dict[str, object], spi_holds: bool, strict_holds: bool) -> None:
    game, becomes = pair(**change)
    assert bool(spi.verify_surrogate_spi(game, becomes)) is spi_holds
    assert bool(spi.verify_surrogate_spi(game, becomes, strict=True)) is strict_holds


def test_approximate_equivalence_has_two_forms() -> None:
    # gaps 0 and −1/5: the largest is 1/5, the mean square 1/50 = (√2/10)², between (1/8)² and (1/7)²
    threats = [spi.possible_threat(f"t{k}", "original", demand=k, harm=1, cost=1) for k in (1, 2)]
    threats += [spi.possible_threat(f"s{k}", "surrogate", demand=k, harm=0, cost=1) for k in (1, 2)]
    game, becomes = Game(tuple(threats)), {"t1": "s1", "t2": "s2"}
    policy = spi.concession_table({"t1": "1/2", "s1": "1/2", "t2": "1/2", "s2": "3/10"})
    for form, delta, degree in (
        ("max", "1/5", "approximate"),
        ("max", "1/6", "fails"),
        ("rms", "1/7", "approximate"),
        ("rms", "1/8", "fails"),
        ("max", 0, "fails"),
    ):
        verdict = spi.approx_concession_equivalence(game, policy, becomes, delta=delta, form=form)  # type: ignore[arg-type]
        assert verdict.result.degree == degree and bool(verdict) is (degree != "fails")
        assert (verdict.result.max_gap, verdict.result.mean_square, verdict.result.gaps) == (
            F(1, 5),
            F(1, 50),
            (0, F(-1, 5)),
        )
        violation = verdict.result.violation
        assert (violation and violation.name) == ("t2" if form == "max" and degree == "fails" else None)
        assert verdict.result.form == form and ("root mean square" in verdict.claim) == (form == "rms")
    same = spi.concession_table({"t1": "1/2", "s1": "1/2", "t2": 1, "s2": 1})
    assert spi.approx_concession_equivalence(game, same, becomes, delta="1/5").result.degree == "exact"


def test_approximate_equivalence_is_asked_for_properly() -> None:
    game, becomes = pair()
    policy = spi.concession_table({"theft": 1, "burn": 1})
    with pytest.raises(spi.HypothesisError, match="delta=-1"):
        spi.approx_concession_equivalence(game, policy, becomes, delta=-1)
    with pytest.raises(spi.HypothesisError, match="accepted: 'max' and 'rms'"):
        spi.approx_concession_equivalence(game, policy, becomes, delta=0, form="mean")  # type: ignore[arg-type]
    with pytest.raises(spi.GameError, match="float"):
        spi.approx_concession_equivalence(game, policy, becomes, delta=0.1)  # type: ignore[arg-type]


def test_what_is_missing_is_named() -> None:
    game, becomes = pair()
    policy = spi.concession_table({"theft": 1})
    with pytest.raises(spi.GameError, match="no rate of conceding to 'burn'"):
        spi.verify_concession_equivalence(game, policy, becomes)
    with pytest.raises(spi.GameError, match="no surrogate stands for 'theft'"):
        spi.verify_surrogate_spi(game, {})
    with pytest.raises(spi.HypothesisError, match="'theft' has no acts"):
        spi.verify_orthogonality(game)
    with pytest.raises(spi.HypothesisError, match="'theft' has no stakes"):
        spi.verify_monotone_stakes(game, becomes)


def test_the_agendas_example_is_friendly_by_81_in_10000() -> None:
    found = spi.load_threat_file("clr-agenda-2026/linear-demands")
    assert found.policy is not None
    verdict = spi.verify_threatener_neutrality(found.game, found.policy)
    assert isinstance(verdict, spi.Fails)
    assert (verdict.result.attitude, verdict.result.change) == ("friendly", F(81, 10_000))


def test_any_fall_of_concessions_stops_deflection_at_equal_costs() -> None:
    game, becomes = pair(harm=0)
    for q, holds in (("1/2", True), (F(1, 2) - F(1, 10**1000), False)):
        policy = spi.concession_table({"theft": "1/2", "burn": q})
        verdict = spi.verify_expected_improvement(game, policy, becomes)
        assert bool(verdict) is holds
        assert verdict.result.violation == (None if holds else ("theft", "threatener"))
        assert (spi.verify_threatener_neutrality(game, policy).result.attitude == "hostile") is not holds


def test_effects_of_each_pair() -> None:
    found = spi.load_threat_file("ours/burning-banknotes")
    assert found.policy and found.surrogates
    effects = spi.surrogate_effects(found.game, found.policy, found.surrogates)
    (one,) = effects.pairs
    # half conceded, a quarter executed: −5 − 20/4 and 5 − 8/4; then −5 and 5 − 6/4
    assert (one.before, one.after, one.rates, one.worse) == ((-10, 3), (-5, F(7, 2)), (F(1, 2), F(1, 2)), 0)
    assert (one.tolerance.low, one.tolerance.high) == (F(-1, 26), F(1, 2))
    assert (effects.drift.principal, effects.drift.threatener) == (5, F(1, 2))
    assert effects.policy == found.policy


def test_large_numbers_are_refused_by_the_checker_not_miscounted() -> None:
    game, becomes = pair(harm=0)
    rates = {"theft": F(1, 10**3999), "burn": F(1, 10**3999 - 1)}
    assert not spi.verify_concession_equivalence(game, spi.concession_table(rates), becomes)
    many = [spi.possible_threat(f"t{k}", "original", demand=1, harm=1, cost=1) for k in range(4)]
    larger = Game((*many, game["burn"]))
    odd = spi.concession_table({t.name: F(1, 10**3000 + 2 * k + 1) for k, t in enumerate(larger.threats)})
    with pytest.raises(spi.RefusedError, match="10000 digits"):
        spi.verify_concession_equivalence(larger, odd, {t.name: "burn" for t in many})


# ---- certificates


def test_every_kind_of_verdict_comes_back(tmp_path: Path) -> None:
    rng = random.Random(7)
    kinds: Counter[tuple[str, str]] = Counter()
    path = tmp_path / "verdict.json"
    for _ in range(40):
        game, policy, becomes = oracle.random_game(rng)
        for _, decide, _ in questions(game, policy, becomes, F(1, 4)):
            verdict = decide()
            verdict.save(path)
            again = spi.load_verdict(path, game=game)
            assert type(again) is type(verdict) and again == verdict
            claim = verdict.certificate.as_dict()["claim"]
            kinds[claim["kind"], claim["answer"]] += 1
    assert len(kinds) == 14
    with pytest.raises(spi.GameError, match="another game"):
        spi.load_verdict(path, game=spi.load_threat_game("ours/burning-banknotes"))
    with pytest.raises(spi.GameError, match="another game"):
        spi.load_verdict(path, game=spi.load_game("ours/chicken"))


def is_true(document: dict[str, Any]) -> bool:
    """The claim of a certificate that the checker accepts, by brute force."""
    claim, objects = document["claim"], document["objects"]
    numbers = ("loss", "gain", "harm", "cost", "execution", "stakes")
    game: oracle.Threats = {}
    for row in objects["threat_game"]["threats"]:
        own = {key: None if row[key] is None else F(row[key]) for key in numbers}
        game[row["name"]] = own | {"kind": row["kind"], "acts": row["acts"]}
    rates = {entry["threat"]: F(entry["rate"]) for entry in objects.get("rates", [])}
    becomes = {entry["threat"]: entry["becomes"] for entry in objects.get("surrogates", [])}
    yes: bool = claim["answer"] == "yes"
    match claim["kind"]:
        case "concession-equivalent":
            form = "max" if claim["form"] == "exact" else claim["form"]
            return yes == oracle.equivalent(game, rates, becomes, F(claim["delta"] or 0), form)
        case "surrogate-spi":
            return yes == (oracle.is_strict_spi if claim["strict"] else oracle.is_spi)(game, becomes)
        case "expected-improvement":
            return yes == oracle.no_less_expected(game, rates, becomes)
        case "orthogonal-goals":
            return yes == (not oracle.shared_act(game))
        case "monotone-stakes":
            return yes == oracle.is_monotone(game, becomes)
    kinds = {kind: oracle.choice(game, rates, (kind,)) for kind in ("original", "surrogate")}
    before, after = kinds["original"][0], kinds["surrogate"][0]
    if claim["kind"] == "no-new-threats":
        return yes == (not before == 0 < after)
    attitude = "neutral" if before == after else "friendly" if before < after else "hostile"
    best = {kind: [name for name in game if name in names] for kind, (_, names) in kinds.items()}
    return bool(yes == (before == after) and (claim["attitude"], claim["best"]) == (attitude, best))


def rehashed(document: dict[str, Any]) -> dict[str, Any]:
    """With a digest made to fit, so that changed numbers reach the rules behind it."""
    try:
        rows = document["objects"]["threat_game"]["threats"]
        document["objects"]["threat_game"]["digest"] = Game(tuple(spi.possible_threat(**row) for row in rows)).digest
    except (spi.SpiError, TypeError, KeyError):
        pass
    return document


def run(seed: int, games: int, per_certificate: int) -> tuple[int, int, int]:
    rng = random.Random(seed)
    tried = accepted = refused_lies = 0
    for _ in range(games):
        for _, decide, _ in random_questions(rng)[1]:
            document = decide().certificate.as_dict()
            assert is_true(document)
            lie = copy.deepcopy(document)
            lie["claim"]["answer"] = {"yes": "no", "no": "yes"}[lie["claim"]["answer"]]
            assert not is_true(lie) and isinstance(spi.check(json.dumps(lie)), spi.Refused)
            refused_lies += 1
            for k in range(2 * per_certificate):
                new = mutated(rng, document)
                if new is None:
                    continue
                text = json.dumps(rehashed(new) if k % 2 else new)
                tried += 1
                if isinstance(spi.check(text), spi.Receipt):
                    accepted += 1
                    assert is_true(json.loads(text)), text
    return tried, accepted, refused_lies


def test_mutations_are_refused_or_true() -> None:
    tried, accepted, lies = run(seed=1, games=25, per_certificate=8)
    assert tried >= 3000 and lies == 250
    assert 50 < accepted < tried / 4


@pytest.mark.slow
def test_many_mutations_are_refused_or_true() -> None:
    tried, _, _ = run(seed=2, games=120, per_certificate=12)
    assert tried >= 20_000
