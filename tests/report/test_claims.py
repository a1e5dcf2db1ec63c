"""Claims call programs by their names; the checker, which knows none, by hashes."""

from __future__ import annotations

import gc
import re
from pathlib import Path

import spi
from spi.report.claims import claim_words

DILEMMA = spi.load_game("ours/prisoners-dilemma")


def test_programs_are_called_by_their_names() -> None:
    fair, prudent = (spi.load_program(f"barasz-et-al-2014/{name}") for name in ("fair_bot", "prudent_bot"))
    verdict = spi.prove_encounter([fair, prudent], DILEMMA)
    assert re.match("programs [0-9a-f]{12} and [0-9a-f]{12} in game", verdict.claim)
    assert claim_words(verdict).startswith(f"programs fair_bot and prudent_bot in game {DILEMMA.digest[:12]} play")
    assert "programs fair_bot and prudent_bot" in str(verdict)
    assert "programs fair_bot and prudent_bot" in verdict._repr_html_()


# a program has the name under which its code was first read, so these labels are used by no other test
RARE = spi.Game.from_payoffs([["2,2", "0,3"], ["3,0", "1,1"]], actions=[["calm-24", "bold-24"]] * 2)


def test_equal_names_are_told_apart_by_parameters() -> None:
    c, d = (spi.load_program("ours/always", action=action) for action in RARE.actions[0])
    alike = spi.prove_encounter([c, c], RARE)
    assert claim_words(alike).startswith("programs always and always in game")  # one program: nothing to tell apart
    verdict = spi.prove_encounter([c, d], RARE)
    assert claim_words(verdict).startswith('programs always(action="calm-24") and always(action="bold-24") in game')


def test_equal_names_without_parameters_are_told_apart_by_hashes() -> None:
    calm, bold = RARE.actions[0]
    c, d = (
        spi.read_program(f'def bot(other): return "{x}" if other == me else "{y}"')
        for x, y in ((calm, bold), (bold, calm))
    )
    verdict = spi.prove_encounter([c, d], RARE)
    own, other = verdict.claim.split()[1:4:2]
    assert claim_words(verdict).startswith(f"programs bot [{own}] and bot [{other}] in game")


def test_what_has_no_name_stays_a_hash(tmp_path: Path) -> None:
    verdict = spi.decide_spi(spi.load_game("oesterheld-conitzer-2022/demand-game"))
    assert isinstance(verdict, spi.Holds) and claim_words(verdict) == verdict.claim  # not about programs
    path = tmp_path / "met.json"
    spi.prove_encounter([spi.read_program('def gone(own): return "C" if own == me else "D"')] * 2, DILEMMA).save(path)
    gc.collect()  # certificates know no names, and nobody uses the program any more
    again = spi.load_verdict(path)
    assert isinstance(again, spi.Holds) and claim_words(again) == again.claim
