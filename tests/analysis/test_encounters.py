"""Encounters with certificates: the checker's own interpreter agrees, in all three engines."""

import json

import pytest

from spi import (
    HypothesisError,
    Receipt,
    Refused,
    check,
    finite_map,
    load_program,
    play_programs,
    prove_encounter,
    read_program,
)
from spi.programs.machines import Undefined
from spi.programs.members import Program

ALWAYS = {x: load_program("ours/always", action=x) for x in ("1", "2", "C", "D")}
CLIQUE, MIRROR = load_program("tennenholtz-2004/clique_bot"), load_program("ours/mirror_bot")
MODAL = [
    load_program(f"barasz-et-al-2014/{name}")
    for name in (
        "cooperate_bot",
        "defect_bot",
        "fair_bot",
        "prudent_bot",
        "fair_bot_1",
        "cupod_bot",
        "just_bot",
    )
]
GROUNDED = load_program("oesterheld-2019/grounded_fair_bot")


def renegotiator(default: str) -> Program:
    proposal = finite_map({("1", "2"): ("2", "1")})
    return load_program("digiovanni-et-al-2024/renegotiator", default=ALWAYS[default], proposal=proposal)


@pytest.mark.parametrize(
    "programs",
    [
        (ALWAYS["C"], ALWAYS["D"]),
        (CLIQUE, CLIQUE),
        (CLIQUE, ALWAYS["C"]),
        (CLIQUE, CLIQUE, CLIQUE),
        (renegotiator("1"), renegotiator("2")),
        (renegotiator("2"), renegotiator("1")),
        (renegotiator("1"), ALWAYS["2"]),
        (MIRROR, ALWAYS["C"]),
    ],
)
def test_direct(programs: tuple[Program, ...]) -> None:
    proved = prove_encounter(programs)
    assert proved.result.outcome == play_programs(programs).outcome
    assert proved.result.limit is None and proved.result.law is None and not proved.trusted
    assert isinstance(check(proved.certificate.text), Receipt)


def test_divergence_is_proved() -> None:
    proved = prove_encounter((MIRROR, MIRROR))
    assert proved.result.outcome is Undefined.DIVERGES
    assert proved.certificate.as_dict()["claim"]["diverges"] is True


def test_the_whole_modal_table() -> None:
    for row in MODAL:
        for column in MODAL:
            proved = prove_encounter((row, column))
            assert proved.result.outcome == play_programs((row, column)).outcome
            assert proved.trusted or {row, column} <= set(MODAL[:2])


def test_laws() -> None:
    proved = prove_encounter((GROUNDED, ALWAYS["D"]), randomness="independent")
    assert proved.certificate.as_dict()["claim"]["laws"] == [[["C", "1/10"], ["D", "9/10"]], [["D", "1"]]]
    assert prove_encounter((GROUNDED, GROUNDED), randomness="independent").assumptions == (
        "every simulation draws by itself",
    )


def test_a_lie_is_refused() -> None:
    document = prove_encounter((MODAL[2], MODAL[3])).certificate.as_dict()
    document["claim"]["outcome"] = ["C", "D"]
    assert isinstance(check(json.dumps(document)), Refused)
    document = prove_encounter((GROUNDED, ALWAYS["D"]), randomness="independent").certificate.as_dict()
    lie = [["C", "1/5"], ["D", "4/5"]]  # of another program, with chance("1/5"), it would be true
    document["claim"]["laws"][0] = document["evidence"]["calls"][0]["law"] = lie
    assert isinstance(check(json.dumps(document)), Refused)


def test_what_cannot_be_certified() -> None:
    fallback = load_program("oesterheld-conitzer-2022/fallback", game="g", default="h")
    with pytest.raises(HypothesisError, match="delegate"):
        prove_encounter((fallback, fallback))
    half = read_program('def half(o): return o(me) if chance("1/2") else o(me)')
    with pytest.raises(HypothesisError, match="never halt"):
        prove_encounter((half, half), randomness="independent")
    with pytest.raises(HypothesisError, match="fuel"):
        prove_encounter((renegotiator("1"), renegotiator("2")), fuel=1)
