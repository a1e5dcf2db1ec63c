"""Verdicts about whole program spaces, and the certificates that the library writes for them."""

from pathlib import Path
from typing import Any

import pytest

import spi
from spi import Fails, Game, Holds, Receipt, SpiError, Unknown, load_game, load_program, program_game
from spi.analysis import enumerations
from spi.analysis.enumerations import verify_by_enumeration
from spi.programs.reader import read_program
from spi.programs.spaces import commitments
from spi.transforms.renegotiation import renegotiate
from spi.transforms.transformation import factorised_map

SG = load_game("digiovanni-et-al-2024/scheduling")  # 3, 1 and 1, 3 on slots 1 and 2, 1, 1 on slot 3, else 0, 0
SLOTS = [load_program("ours/always", action=slot) for slot in "123"]
ONE, TWO, THREE = SLOTS
MISSES = {(a, b): ("3", "3") for a in "123" for b in "123" if a != b}
DILEMMA = load_game("ours/prisoners-dilemma")
COOPERATE, DEFECT = (load_program("ours/always", action=action) for action in DILEMMA.actions[0])


def proved(verdict: Any) -> tuple[Receipt, dict[str, Any]]:
    """The receipt of a certificate, which says of what rests on trust what the verdict says."""
    assert isinstance(verdict, Holds | Fails), verdict
    receipt = spi.check(verdict.certificate.text)
    assert isinstance(receipt, Receipt)
    assert receipt.answer == ("yes" if isinstance(verdict, Holds) else "no")
    assert receipt.trusted == verdict.trusted and receipt.assumptions == verdict.assumptions
    return receipt, verdict.certificate.as_dict()


def test_programs_one_by_one_leave_nothing_to_be_trusted() -> None:
    verdict = verify_by_enumeration(program_game(SG, SLOTS), renegotiate(MISSES))
    receipt, document = proved(verdict)
    assert isinstance(verdict, Holds) and receipt.trusted == () and receipt.assumptions == ()
    # of nine profiles, six miss; 3, 3 instead pays 1 to both
    assert (document["claim"]["worse"], document["claim"]["better"]) == ("0", "6")
    assert document["evidence"]["classes"]["sizes"] == [["1"] * 3] * 2


def test_classes_are_trusted_to_do_alike() -> None:
    space = commitments(SLOTS, SG.actions[0])  # 81 programs, which against each other use their last answer only
    verdict = verify_by_enumeration(program_game(SG, space), renegotiate({("1", "2"): ("3", "3")}), strict=True)
    receipt, document = proved(verdict)
    assert isinstance(verdict, Holds)
    assert document["evidence"]["classes"]["sizes"] == [["27"] * 3] * 2 and document["evidence"]["encounters"]
    assert document["claim"]["better"] == str(27 * 27)
    before, after = verdict.result.tables
    assert receipt.trusted == (f"programs of one class do alike at every profile: tables {before} and {after}",)


@pytest.mark.parametrize(
    ("limit", "words"),
    [("_PLAYED", "what profiles of classes come to, and that"), ("_CELLS", "how often each outcome becomes which")],
)
def test_certificates_with_less_evidence_trust_more(monkeypatch: pytest.MonkeyPatch, limit: str, words: str) -> None:
    """As for spaces of many classes: no encounters, and then no classes either."""
    monkeypatch.setattr(enumerations, limit, 8)  # there are nine profiles of classes
    space = commitments(SLOTS, SG.actions[0])
    receipt, document = proved(verify_by_enumeration(program_game(SG, space), renegotiate({("1", "2"): ("3", "3")})))
    assert len(receipt.trusted) == 1 and receipt.trusted[0].startswith(words)
    assert document["objects"]["programs"] == document["evidence"]["encounters"] == []
    assert (document["evidence"]["classes"] is None) == (limit == "_CELLS")


def test_somebody_loses_at_a_profile_that_is_named() -> None:
    verdict = verify_by_enumeration(program_game(SG, SLOTS), renegotiate({("1", "1"): ("3", "3")}))
    receipt, document = proved(verdict)
    assert isinstance(verdict, Fails) and receipt.trusted == ()
    violation = document["evidence"]["violation"]  # 1, 1 instead of 3, 1
    assert (violation["player"], violation["places"], document["claim"]["worse"]) == ("Player 1", ["0", "0"], "1")


def test_nobody_gains() -> None:
    games = program_game(SG, [THREE])
    assert isinstance(verify_by_enumeration(games, renegotiate(MISSES)), Holds)
    verdict = verify_by_enumeration(games, renegotiate(MISSES), strict=True)
    receipt, document = proved(verdict)
    assert isinstance(verdict, Fails) and document["evidence"]["violation"] is None
    assert receipt.claim.endswith("nobody gains anywhere") and document["claim"]["sizes"] == ["1", "1"]


@pytest.mark.parametrize("strict", [False, True])
def test_three_players(strict: bool) -> None:
    """By 3, 3, 3 for c, c, c; 1, 1, 1 for d, d, d; 2, 2, 2 for c, d, d; and else 0, 0, 0."""
    pays = {("c", "c", "c"): (3, 3, 3), ("d", "d", "d"): (1, 1, 1), ("c", "d", "d"): (2, 2, 2)}
    payoffs = [[[pays.get((a, b, c), (0, 0, 0)) for c in "cd"] for b in "cd"] for a in "cd"]
    game = Game.from_payoffs(payoffs, actions=[["c", "d"]] * 3)
    give, keep = (load_program("ours/always", action=action) for action in "cd")
    games = program_game(game, [give, keep], [keep], [keep])
    receipt, document = proved(verify_by_enumeration(games, factorised_map("give", [{keep: give}] * 3), strict=strict))
    assert (receipt.answer, receipt.trusted) == ("yes", ())
    assert document["claim"]["sizes"] == ["2", "1", "1"] and document["claim"]["better"] == "2"
    receipt, document = proved(verify_by_enumeration(games, factorised_map("two", [{}, {keep: give}, {}])))
    assert receipt.answer == "no" and document["claim"]["worse"] == "2"  # 0 instead of 2, and instead of 1
    assert document["evidence"]["violation"]["places"] == ["0", "0", "0"]


@pytest.mark.parametrize(
    ("randomness", "words"), [("independent", "every simulation draws"), ("shared", "all programs")]
)
@pytest.mark.parametrize("forgets", [False, True], ids=["encounters", "counts"])
def test_programs_that_draw(monkeypatch: pytest.MonkeyPatch, randomness: Any, words: str, forgets: bool) -> None:
    """A coin against D is worth 1/2 and 2; as C and C both get 2; and the way back is worse for the first."""
    if forgets:
        monkeypatch.setattr(enumerations, "_PLAYED", 0)
        monkeypatch.setattr(enumerations, "_CELLS", 0)
    coin = read_program('def coin(it):\n    return "C" if chance("1/2") else "D"')
    games = program_game(DILEMMA, [coin], [DEFECT], randomness=randomness)
    give = factorised_map("give", [{coin: COOPERATE}, {DEFECT: COOPERATE}])
    receipt, document = proved(verify_by_enumeration(games, give, strict=True))
    assert receipt.answer == "yes" and len(receipt.assumptions) == 2 and receipt.assumptions[0].startswith(words)
    assert (receipt.trusted == ()) == (not forgets) and document["claim"]["randomness"] == randomness
    games = program_game(DILEMMA, [COOPERATE], [COOPERATE], randomness=randomness)
    back = factorised_map("back", [{COOPERATE: coin}, {COOPERATE: DEFECT}])
    receipt, document = proved(verify_by_enumeration(games, back))
    assert receipt.answer == "no" and document["evidence"]["violation"]["player"] == DILEMMA.players[0]


def test_what_is_drawn_is_known_where_encounters_cannot_be_certified() -> None:
    """A function that runs itself is in no certificate's encounters; how programs draw is known from the game then.

    It is true with p = 1/3 + 2/3 (1 - p), which is 3/5. So two such agents get 2 · 9/25 + 3 · 6/25 + 1 · 4/25 = 8/5
    each, and 2 once they cooperate; the way back is worse for the first.
    """
    lucky = 'def lucky(it): return True if chance("1/3") else not lucky(it)\n'
    agent = read_program(lucky + 'def agent(it): return "C" if lucky(it) else "D"', name="agent")
    law = {("C", "C"): "9/25", ("C", "D"): "6/25", ("D", "C"): "6/25", ("D", "D"): "4/25"}
    for old, new, answer in (agent, COOPERATE, "yes"), (COOPERATE, agent, "no"):
        games = program_game(DILEMMA, [old], randomness="independent")
        receipt, document = proved(verify_by_enumeration(games, factorised_map("f", [{old: new}] * 2), strict=True))
        claim, objects, evidence = document["claim"], document["objects"], document["evidence"]
        assert (receipt.answer, claim["randomness"]) == (answer, "independent")
        assert receipt.assumptions[0] == "every simulation draws by itself" and len(receipt.assumptions) == 2
        (lottery,) = (outcome["lottery"] for outcome in objects["outcomes"] if outcome["lottery"])
        assert {tuple(entry["outcome"]): entry["probability"] for entry in lottery} == law
        # the encounters are not there, so what they come to is trusted
        assert objects["programs"] == evidence["encounters"] == [] and evidence["classes"]["programs"] is None
        assert len(receipt.trusted) == 1 and receipt.trusted[0].startswith("what profiles of classes come to, and that")
        assert (answer == "yes") == (evidence["violation"] is None)
        assert answer == "yes" or evidence["violation"]["player"] == DILEMMA.players[0]


def test_too_small_a_budget_is_unknown() -> None:
    games = program_game(SG, SLOTS)  # nine profiles
    assert isinstance(verify_by_enumeration(games, renegotiate(MISSES), budget=8), Unknown)
    assert isinstance(verify_by_enumeration(games, renegotiate(MISSES), budget=9), Holds)


def test_load_verdict_says_what_to_do_instead(tmp_path: Path) -> None:
    path = tmp_path / "enumeration.json"
    verify_by_enumeration(program_game(SG, SLOTS), renegotiate(MISSES)).save(path)
    with pytest.raises(SpiError, match="many profiles of programs, which are not made into a result again; accepted"):
        spi.load_verdict(path)
    assert isinstance(spi.check(path.read_bytes()), Receipt)
