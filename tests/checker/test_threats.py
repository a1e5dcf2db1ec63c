"""Claims about threats and surrogates: certificates accepted, refused, and changed in one place."""

import itertools
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spi.checker import Receipt, check
from spi.checker.judge import KINDS
from tests.checker import mutants
from tests.checker.certificates import Json, text
from tests.checker.mutants import changes, judged, refusal
from tests.checker.threats import (
    ACCEPTED,
    BEST,
    COUPLED,
    EVEN,
    RATES,
    REPLACED,
    THEFT,
    THREATS,
    digest,
    equivalent,
    expected,
    improves,
    orthogonal,
    stakes,
    threat_game,
)

HERE = Path(__file__).parent


def changed(name: str, *changes: tuple[str, Json]) -> Json:
    return mutants.changed(ACCEPTED[name], *changes)


def rehashed(certificate: Json) -> Json:
    """With the digest of its threats, whatever they are now."""
    game = certificate["objects"]["threat_game"]
    game["digest"] = digest(game["threats"])
    return certificate


# --- receipts


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted(name: str) -> None:
    certificate = ACCEPTED[name]
    receipt = check(text(certificate), name=name)
    assert isinstance(receipt, Receipt), receipt
    claim, game = certificate["claim"], certificate["objects"]["threat_game"]
    assert (receipt.name, receipt.kind, receipt.answer) == (name, claim["kind"], claim["answer"])
    assert receipt.digests == (game["digest"],)
    assert receipt.claim.startswith(f"threat game {game['digest'][:12]}: ")
    assert list(receipt.assumptions) == certificate["scope"]["assumptions"] and receipt.trusted == ()
    assert receipt.recomputed[:2] == ("digest of the threat game", "scope") and len(receipt.recomputed) == 3
    assert receipt.claim in str(receipt)


def test_every_kind_and_answer_and_every_file_is_here() -> None:
    claims = {(certificate["claim"]["kind"], certificate["claim"]["answer"]) for certificate in ACCEPTED.values()}
    assert claims == set(itertools.product(THREATS, ("yes", "no"))) and set(KINDS) >= THREATS
    files = [json.loads(path.read_text()) for path in sorted((HERE / "accepted").iterdir())]
    mine = [one for one in files if one["claim"]["kind"] in THREATS]
    assert len(mine) == 3 and all(one in ACCEPTED.values() for one in mine)


RECEIPTS = [
    ("exact", "surrogate threats are conceded as the originals are", "every rate, every condition of a surrogate", 1),
    ("max, no", "surrogate threats are not conceded as the originals are, up to a gap of 1/3", "every rate", 1),
    (
        "rms",
        "surrogate threats are conceded as the originals are, up to a root mean square gap of 2/5",
        "every rate",
        1,
    ),
    ("spi, strict", "surrogate threats are a strict safe Pareto improvement on the originals", "every way in which", 2),
    ("spi, no", "surrogate threats are not a safe Pareto improvement on the originals", "every way in which", 2),
    ("expected, no", "not every surrogate threat is as good for both in expectation as its original", "what each", 1),
    ("neutral", "the surrogate goal is threatener-neutral", "what each is worth to the threatener", 3),
    ("hostile", "the surrogate goal is threatener-hostile, not neutral", "what each is worth to the threatener", 3),
    ("new", "a surrogate threat is worth making, though no original is", "what each is worth to the threatener", 3),
    ("no new", "no new threat is worth making", "what each is worth to the threatener", 3),
    ("not orthogonal", "an act executes both an original and a surrogate threat", "every act", 0),
    ("stakes, no", "larger original threats do not always become larger surrogate threats", "every pair", 0),
]
SCOPES: tuple[list[str], ...] = ([], [RATES], [REPLACED, COUPLED], [RATES, BEST])


@pytest.mark.parametrize(("name", "claim", "done", "scope"), RECEIPTS, ids=lambda value: str(value)[:30])
def test_receipts(name: str, claim: str, done: str, scope: int) -> None:
    receipt = check(text(ACCEPTED[name]))
    assert isinstance(receipt, Receipt)
    threats = len(ACCEPTED[name]["objects"]["threat_game"]["threats"])
    assert receipt.claim.partition(": ")[2] == claim
    assert receipt.recomputed[2].startswith(f"threats ({threats}): {done}")
    assert list(receipt.assumptions) == SCOPES[scope]


def test_claims_are_short() -> None:
    delta = "1/1" + "0" * 3000
    receipt = check(text(equivalent("yes", THEFT, "theft=1 burn=1", "theft=burn", "max", delta, "co ex ch ha", None)))
    assert isinstance(receipt, Receipt) and len(receipt.claim) < 120


# --- refused: the certificate, what is put where, where the checker stops, and by which rule

G, T = "objects.threat_game", "objects.threat_game.threats"
GAME = [
    ("exact", f"{G}.digest", "0" * 64, f"{G}.digest", "digest"),
    ("exact", f"{T}[0].harm", "21", f"{G}.digest", "digest"),
    ("exact", f"{T}[0].name", "burn", f"{T}[1]", "name"),
    ("exact", f"{T}[0].name", "", f"{T}[0]", "name"),
    ("exact", f"{T}[0].kind", "main", f"{T}[0].kind", "value"),
    ("exact", f"{T}[0].execution", "3/2", f"{T}[0].execution", "game"),
    ("exact", f"{T}[0].execution", "-1", f"{T}[0].execution", "game"),
    ("exact", f"{T}[0].loss", "0.5", f"{T}[0].loss", "rational"),
    ("exact", f"{T}[0].gain", None, f"{T}[0].gain", "rational"),
    ("exact", f"{T}[0].demand", "1", f"{G}.digest", "digest"),
    ("exact", f"{T}[0].stakes", "x", f"{T}[0].stakes", "rational"),
    ("exact", f"{T}[0].acts", ["a", "a"], f"{T}[0].acts[1]", "name"),
    ("exact", f"{T}[0].acts", None, f"{T}[0].acts", "type"),
    ("exact", T, [], T, "name"),
    ("exact", "objects.rates[0].threat", "fire", "objects.rates[0].threat", "game"),
    ("exact", "objects.rates[1].threat", "theft", "objects.rates[1].threat", "game"),
    ("exact", "objects.rates", [], "objects.rates", "game"),
    ("exact", "objects.rates[0].rate", "3/2", "objects.rates[0].rate", "lottery"),
    ("exact", "objects.rates[0].rate", "-1/2", "objects.rates[0].rate", "lottery"),
    ("exact", "objects.rates[0].rate", "1/3", "claim.answer", "flag"),
    ("exact", "objects.surrogates", [], "objects.surrogates", "game"),
    ("exact", "objects.surrogates[0].threat", "burn", "objects.surrogates[0].threat", "game"),
    ("exact", "objects.surrogates[0].becomes", "theft", "objects.surrogates[0].becomes", "game"),
]
CLAIMS = [
    ("exact", "claim.answer", "no", "claim.answer", "flag"),
    ("exact", "claim.form", "mean", "claim.form", "value"),
    ("exact", "claim.form", "max", "claim.delta", "null"),
    ("exact", "claim.delta", "0", "claim.delta", "null"),
    ("max", "claim.delta", "-1", "claim.delta", "value"),
    ("max", "claim.delta", "2/5", "claim.answer", "flag"),
    ("max", "claim.conditions.cheaper", True, "claim.conditions.cheaper", "flag"),
    ("exact", "claim.conditions.harm", False, "claim.conditions.harm", "flag"),
    ("exact", "claim.conditions.execution", False, "claim.conditions.execution", "flag"),
    ("exact", "claim.conditions.concession", "yes", "claim.conditions.concession", "type"),
    ("exact", "evidence.violation", "theft", "evidence.violation", "null"),
    ("exact, no", "evidence.violation", "half", "evidence.violation", "witness"),
    ("exact, no", "evidence.violation", "more", "evidence.violation", "witness"),
    ("exact, no", "evidence.violation", None, "evidence.violation", "null"),
    ("max, no", "claim.delta", "1/2", "claim.answer", "flag"),
    ("rms", "claim.delta", "1/3", "claim.answer", "flag"),
    ("rms, no", "evidence.violation", "most", "evidence.violation", "null"),
    ("rms, no", "claim.delta", "2/5", "claim.answer", "flag"),
    ("exact", "scope.assumptions", [], "scope.assumptions", "scope"),
    ("spi", "claim.strict", True, "claim.answer", "flag"),
    ("spi", "claim.answer", "no", "claim.answer", "flag"),
    ("spi", "evidence.violation", "", "evidence.violation", "null"),
    ("spi, strict", "evidence.improvement", None, "evidence.improvement", "null"),
    ("spi, strict", "evidence.improvement.branch", "conceded", "evidence.improvement.becomes", "witness"),
    ("spi, strict", "evidence.improvement.becomes", "spared", "evidence.improvement.becomes", "witness"),
    ("spi, strict", "evidence.improvement.party", "owner", "evidence.improvement.party", "name"),
    ("spi, strict", "evidence.improvement.threat", "burn", "evidence.improvement.threat", "name"),
    ("spi, no", "claim.answer", "yes", "claim.answer", "flag"),
    ("spi, no", "evidence.violation", None, "evidence.violation", "null"),
    ("spi, no", "evidence.violation.branch", "executed", None, ""),  # at both executed she loses as well
    ("spi, not strict", "claim.strict", False, "claim.answer", "flag"),
    ("spi", "scope.assumptions", [REPLACED], "scope.assumptions", "scope"),
    ("expected", "claim.answer", "no", "claim.answer", "flag"),
    ("expected", "objects.rates[1].rate", "5/13", "claim.answer", "flag"),  # below 6/13 he keeps to theft
    ("expected", "evidence.violation", {"threat": "theft", "party": "principal"}, "evidence.violation", "null"),
    ("expected, no", "evidence.violation.party", "principal", "evidence.violation", "witness"),
    ("expected, no", "evidence.violation.threat", "burn", "evidence.violation.threat", "name"),
    ("expected, no", "objects.rates[1].rate", "1/2", "claim.answer", "flag"),
    ("neutral", "claim.answer", "no", "claim.answer", "flag"),
    ("neutral", "claim.attitude", "friendly", "claim.attitude", "flag"),
    ("neutral", "claim.best.original", [], "claim.best.original", "flag"),
    ("neutral, nothing", "claim.best.surrogate", ["b"], "claim.best.surrogate", "flag"),
    ("friendly", "claim.best.surrogate", ["more", "less"], "claim.best.surrogate", "flag"),
    ("friendly", "claim.best.surrogate", ["less"], "claim.best.surrogate", "flag"),
    ("friendly", "objects.rates[3].rate", "3/5", "claim.best.surrogate", "flag"),
    ("hostile", "claim.answer", "yes", "claim.answer", "flag"),
    ("neutral", "evidence.violation", None, "evidence", "keys"),
    ("neutral", "scope.assumptions", [RATES], "scope.assumptions", "scope"),
    ("no new", "claim.answer", "no", "claim.answer", "flag"),
    ("no new", "objects.rates[0].rate", "1/2", "claim.answer", "flag"),
    ("new", "evidence.violation", "a", "evidence.violation", "witness"),
    ("new", "evidence.violation", None, "evidence.violation", "null"),
    ("new", "objects.rates[1].rate", "1/2", "claim.answer", "flag"),
    ("orthogonal", "claim.answer", "no", "claim.answer", "flag"),
    ("not orthogonal", "claim.answer", "yes", "claim.answer", "flag"),
    ("not orthogonal", "evidence.violation.act", "stabbing", "evidence.violation.act", "witness"),
    ("not orthogonal", "evidence.violation.act", "shooting", "evidence.violation.act", "witness"),
    ("not orthogonal", "evidence.violation.original", "hurt", "evidence.violation.act", "witness"),
    ("not orthogonal", "evidence.violation.surrogate", "kill", "evidence.violation.surrogate", "name"),
    ("not orthogonal", "scope.assumptions", [RATES], "scope.assumptions", "scope"),
    ("stakes", "claim.answer", "no", "claim.answer", "flag"),
    ("stakes", "objects.surrogates[0].becomes", "more", "claim.answer", "flag"),
    ("stakes, no", "claim.answer", "yes", "claim.answer", "flag"),
    ("stakes, no", "evidence.violation.larger", "hurt", "evidence.violation", "witness"),
    ("stakes, no", "evidence.violation.smaller", "murder", "evidence.violation.smaller", "name"),
]


@pytest.mark.parametrize(
    ("name", "where", "value", "place", "rule"), [*GAME, *CLAIMS], ids=lambda value: str(value)[:40]
)
def test_refused_at_a_place_by_a_rule(name: str, where: str, value: Json, place: str | None, rule: str) -> None:
    certificate = changed(name, (where, value))
    if place is None:
        assert isinstance(check(text(certificate)), Receipt)
    else:
        assert refusal(certificate) == (place, rule)


def test_acts_and_stakes_are_needed_by_those_who_ask() -> None:
    assert refusal(orthogonal("yes", EVEN)) == (G, "game")
    for name in ("stakes", "stakes, no"):
        certificate = changed(name, (f"{T}[2].stakes", None))
        assert refusal(rehashed(certificate)) == (G, "game")
    one = threat_game("surrogate b: 1 1 1 1 1 acts=a")
    assert isinstance(check(text(orthogonal("yes", one))), Receipt)  # nothing original, nothing shared
    assert refusal(expected("yes", one, "b=1", "")) == ("objects.surrogates", "game")


def test_what_is_not_monotone_among_equals() -> None:
    """Originals with equal stakes may become anything; the next level has to be above all of them."""
    game = threat_game(
        *("original a: 1 1 1 1 1 stakes=1", "original b: 1 1 1 1 1 stakes=1", "original c: 1 1 1 1 1 stakes=2"),
        *("surrogate x: 1 1 1 1 1 stakes=1", "surrogate y: 1 1 1 1 1 stakes=2", "surrogate z: 1 1 1 1 1 stakes=3"),
    )
    assert isinstance(check(text(stakes("yes", game, "a=x b=y c=z"))), Receipt)
    assert isinstance(check(text(stakes("no", game, "a=x b=y c=y", {"smaller": "b", "larger": "c"}))), Receipt)
    assert refusal(stakes("no", game, "a=x b=y c=y", {"smaller": "a", "larger": "c"})) == (
        "evidence.violation",
        "witness",
    )
    assert refusal(stakes("yes", game, "a=x b=y c=y")) == ("claim.answer", "flag")


# --- every field is load-bearing

WORDS = ["yes", "no", "exact", "max", "rms", "original", "surrogate", "conceded", "executed", "spared", "principal"]
WORDS += ["threatener", "friendly", "neutral", "hostile", *sorted(THREATS)]
NUMBERS = ("0", "1", "2", "-1", "1/3")
NAMES = ["theft", "burn", "half", "less", "more", "most", "kill", "murder"]
# The order of these lists never matters; that of threats matters for `best` only.
SWAP = re.compile(r"objects\.(rates|surrogates|threat_game\.threats(\[\d\]\.acts)?): swap \d+ \d+")
RATE = "objects.rates"
# Changes after which the claim is still true and still proved: other rates, and other numbers for delta, on the same
# side of what is asked for; strictness that is not asked for; another branch, or another party, of whom the same holds.
STILL_TRUE: dict[str, set[str]] = {
    "exact, no": changes(f"{RATE}[{{0,2}}].rate = 0 1/3", f"{RATE}[{{1,3}}].rate = 1 1/3"),
    "max": changes("claim.delta = 1 2", "claim.form = rms", f"{RATE}[0].rate = 0 1/3", f"{RATE}[2].rate = 1 1/3"),
    "max, no": changes("claim.delta = 0", f"{RATE}[0].rate = 0", f"{RATE}[1].rate = 0 1/3"),
    "rms": changes("claim.delta = 1 2", f"{RATE}[1].rate = 0 1/3", f"{RATE}[3].rate = 1 1/3"),
    "rms, no": changes("claim.delta = 0", f"{RATE}[{{0,2}}].rate = 0 1/3", f"{RATE}[{{1,3}}].rate = 1"),
    "spi, strict": changes("evidence.improvement.party = principal"),
    "spi, no": {"claim.strict -> true"}
    | changes("evidence.violation.branch = executed", "evidence.violation.party = threatener"),
    "expected": changes(f"{RATE}[0].rate = 0 1/3", f"{RATE}[1].rate = 1"),
    "expected, no": changes(f"{RATE}[0].rate = 1", f"{RATE}[1].rate = 0 1/3"),
    "neutral, nothing": changes(f"{RATE}[0].rate = 0", f"{RATE}[1].rate = 1/3"),
    "friendly": changes(f"{RATE}[0].rate = 0 1/3", f"{RATE}[1].rate = 1/3"),
    "hostile": changes(f"{RATE}[1].rate = 0"),
    "no new": changes(f"{RATE}[0].rate = 1", f"{RATE}[1].rate = 0 1/3"),
    "new": changes(f"{RATE}[0].rate = 0 1/3"),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_every_field_is_load_bearing(name: str) -> None:
    certificate = ACCEPTED[name]
    found = mutants.still_accepted(certificate, WORDS, NUMBERS, NAMES)
    assert {what for what in found if not SWAP.fullmatch(what)} == STILL_TRUE.get(name, set())
    if "rates" in certificate["objects"]:
        assert f"{RATE}: swap 0 1" in found


@given(st.sampled_from(sorted(ACCEPTED)), st.data())
def test_no_value_in_any_place_raises(name: str, data: st.DataObject) -> None:
    judged(mutants.put_anywhere(ACCEPTED[name], ["theft", "a", "original"], WORDS, data))


# --- sizes

LONG = [f"1/{10**3999 + k}" for k in range(3, 13)]  # hardly a common factor: three need 12,000 digits


def test_long_common_denominators() -> None:
    """Rates and numbers that are multiplied share a denominator; stakes and demands, and pairs of ends, do not."""
    for k, refused in ((2, False), (3, True)):
        rates = [{"threat": f"t{j}", "rate": p} for j, p in enumerate(LONG[:k])]
        rates += [{"threat": "s", "rate": "0"}]
        game = threat_game(*(f"original t{j}: 1 1 1 1 1" for j in range(k)), "surrogate s: 1 1 1 1 1")
        map = " ".join(f"t{j}=s" for j in range(k))
        certificate = equivalent("no", game, "", map, "max", "0", "co ex ha", "t1")
        certificate["objects"]["rates"] = rates
        if refused:
            assert refusal(certificate) == ("objects.rates", "size")
        else:
            assert isinstance(check(text(certificate)), Receipt)
    lines = [f"original t{k}: {x} {x} {x} {x} 1 demand={x} stakes={x}" for k, x in enumerate(LONG)]
    lines += [f"surrogate s{k}: {x} {x} {x} {x} 1 demand={x} stakes={x}" for k, x in enumerate(LONG)]
    map = " ".join(f"t{k}=s{k}" for k in range(len(LONG)))
    for certificate in (stakes("yes", threat_game(*lines), map), improves("yes", threat_game(*lines), map, False)):
        assert isinstance(check(text(certificate)), Receipt)


@pytest.mark.parametrize("n", [2000, pytest.param(6000, marks=pytest.mark.slow)])
def test_many_threats(n: int) -> None:
    """Thousands of threats, up to as many as fit into a file: comparing them pair by pair would take minutes."""
    lines = [f"original t{k}: 1 1 1 1 1 stakes={k} acts=a{k}" for k in range(n)]
    lines += [f"surrogate s{k}: 1 1 1 1 1 stakes={k} acts=b{k}" for k in range(n)]
    game, map = threat_game(*lines), " ".join(f"t{k}=s{k}" for k in range(n))
    for certificate in (stakes("yes", game, map), orthogonal("yes", game), improves("yes", game, map, False)):
        assert len(text(certificate)) > 250 * n
        assert isinstance(check(text(certificate)), Receipt)
