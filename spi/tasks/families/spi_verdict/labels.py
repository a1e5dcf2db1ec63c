"""Verdicts, and which case refutes one, from certificates alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from spi.analysis.encounters import program_json
from spi.core.numbers import format_exact
from spi.programs.members import Program
from spi.tasks.families.spi_verdict.verdicts import NOT, STRICT, WEAK
from spi.tasks.material.certificates import require, require_kinds
from spi.tasks.material.shapes import digest_of

__all__ = ["case_digest", "label"]


def case_digest(programs: Sequence[Program], images: Sequence[Program], chance: Fraction | None = None) -> str:
    """Programs that meet, what they become, and how probable that is, if this counts.

    Source: ours
    """
    told = None if chance is None else format_exact(chance)
    return digest_of([[program_json(p) for p in programs], [program_json(p) for p in images], told])


def label(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """The verdict, from a certificate about the change of programs or the subset game that is asked about.

    Source: digiovanni-et-al-2024, Definition 2
    """
    if asks["about"] == "refutation":
        return _refuting(certificates, asks)
    require_kinds(certificates, 1, "is-spi" if asks["about"] == "subset game" else "transformation")
    claim, objects, evidence = (certificates[0][key] for key in ("claim", "objects", "evidence"))
    require(objects["game"]["digest"] == asks["game"], "the game that is told")
    if asks["about"] == "subset game":
        require(objects["subset_game"]["digest"] == asks["subset_game"], "the subset game that is told")
        require(claim["support"] is None, "all outcomes")
        findings = claim["findings"]
        return NOT if not findings["spi"] else STRICT if findings["strict"] else WEAK
    expected = asks["about"] == "expectation"
    require(
        claim["strict"] and claim["expected"] == expected and not claim["factorised"],
        f"whether it is a strict SPI on listed profiles{', in expectation' * expected}",
    )
    shown, space = sorted(_shown(objects)), asks["space"].split()
    require(set(shown) <= set(space), "the programs that are told")
    require(shown == space or not expected, "all programs that are told")
    if claim["answer"] == "no" and evidence["violation"]["kind"] == "worse":
        return NOT
    require(shown == space, "all programs that are told")
    return STRICT if claim["answer"] == "yes" else WEAK


def _shown(objects: Mapping[str, Any]) -> list[str]:
    pool = objects["programs"]
    return [
        digest_of([*([pool[int(k)] for k in row[key]] for key in ("programs", "becomes")), row["probability"]])
        for row in objects["profiles"]
    ]


def _refuting(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """The one profile of programs in which somebody loses: a certificate refutes it, the other covers all the rest."""
    require_kinds(certificates, 2, "transformation")
    for one, answer in zip(certificates, ("no", "yes"), strict=True):
        claim = one["claim"]
        require(one["objects"]["game"]["digest"] == asks["game"], "the game that is told")
        require(
            claim["answer"] == answer and not claim["expected"] and not claim["factorised"],
            "a refutation, and a proof about the others",
        )
    require(certificates[0]["evidence"]["violation"]["kind"] == "worse", "a certificate that somebody loses")
    (losing,), rest = map(_shown, (one["objects"] for one in certificates))
    names = dict(zip(asks["space"].split(), asks["names"].split("; "), strict=True))
    require(sorted([losing, *rest]) == sorted(names), "all programs that are told")
    return names[losing]
