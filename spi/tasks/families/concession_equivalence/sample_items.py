"""Items about samples: what do counts decide, and how many replies are enough?"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any

from spi.analysis.concession import approx_concession_equivalence
from spi.core.concession import concession_table
from spi.core.numbers import exact, format_exact
from spi.core.threat_game import Kind, PossibleThreat, ThreatGame, possible_threat
from spi.core.threatfile import write_threat_file
from spi.tasks.families.concession_equivalence.sample_mistakes import RANKS, misread_sample, misread_sizes
from spi.tasks.families.concession_equivalence.sample_texts import sample_texts
from spi.tasks.families.concession_equivalence.samples import (
    Experiment,
    Interval,
    Outcome,
    closest,
    enough,
    errors_of,
    farthest,
    intervals,
    radius_of,
    sample_shape,
    sampled_outcome,
)
from spi.tasks.families.concession_equivalence.texts import Naming
from spi.tasks.families.concession_equivalence.threats import Threat
from spi.tasks.items import Item, Option, Proof
from spi.tasks.material.certificates import require
from spi.tasks.material.options import word_options

__all__ = ["NOT_ENOUGH", "OUTCOMES", "sample_item", "sample_label"]

OUTCOMES: Mapping[Outcome, str] = {
    "shown": "Equivalence within the tolerance is shown.",
    "refuted": "Equivalence within the tolerance is refuted.",
    "open": "These data do not decide it.",
}
"""How it is answered what an experiment decides."""

NOT_ENOUGH = "None of them is enough."
"""The answer if no number on the ladder is enough."""


def sample_item(seed: int, difficulty: int, own: Experiment, naming: Naming, rng: Random, pair: str) -> Item:
    """The item of an experiment.

    Parameters
    ----------
    seed, difficulty : int
    own : Experiment
    naming : Naming
    rng : random.Random
        For the order of the options.
    pair : str

    Returns
    -------
    Item

    Source: clr-agenda-2026, concession equivalence, and ours
    """
    game, becomes = _objects(own, naming)
    both = [*zip(naming.originals, own.originals, strict=True), *zip(naming.surrogates, own.surrogates, strict=True)]
    put: dict[str, int] = {}
    for original, surrogate, (n, m) in zip(naming.originals, naming.surrogates, own.sizes, strict=False):
        put |= {original: n, surrogate: m}
    asks = {
        "question": "sampled" if own.sizes else "sizes",
        "game": game.digest,
        "delta": format_exact(own.delta),
        "error": format_exact(own.error),
        "becomes": json.dumps(becomes, ensure_ascii=False),
        "shares": json.dumps({name: format_exact(t.rates[0]) for name, t in both}, ensure_ascii=False),
        "put": json.dumps(put, ensure_ascii=False),
        "ladder": json.dumps(list(own.ladder)),
    }
    tables = _tables(asks)
    proofs = []
    for k, table in enumerate(tables, 1):
        verdict = approx_concession_equivalence(game, concession_table(table), becomes, delta=own.delta)
        proofs.append(Proof(f"proof-{k}", verdict.certificate.text))
    answer, options = _answers(own, naming, rng)
    policy = concession_table({name: t.rates[0] for name, t in both})
    return Item(
        family="concession-equivalence",
        seed=seed,
        difficulty=difficulty,
        knobs=(("threats", len(own.originals)), ("moods", 1)),
        texts=sample_texts(own, naming),
        form="choice",
        answer=answer,
        options=options,
        asks=tuple(asks.items()),
        files=(("threats.toml", write_threat_file(game, policy, becomes)),),
        proofs=tuple(proofs),
        shape=sample_shape(asks["question"], own),
        pair=pair,
    )


def _objects(own: Experiment, naming: Naming) -> tuple[ThreatGame, dict[str, str]]:
    def named(name: str, kind: Kind, t: Threat) -> PossibleThreat:
        return possible_threat(name, kind, demand=t.demand, harm=t.harm, cost=t.cost, execution=t.execution)

    threats = [named(naming.originals[k], "original", own.originals[k]) for k in naming.listed[0]]
    threats += [named(naming.surrogates[k], "surrogate", own.surrogates[k]) for k in naming.listed[1]]
    return ThreatGame(tuple(threats)), {naming.originals[k]: naming.surrogates[k] for k in naming.listed[0]}


def _answers(own: Experiment, naming: Naming, rng: Random) -> tuple[str, tuple[Option, ...]]:
    """The answer, and all answers in random order, each wrong one with a mistake that leads there."""
    if own.sizes:
        words: dict[Any, str] = dict(OUTCOMES)
        right: Any = sampled_outcome(own)
        misread: Mapping[str, Any] = misread_sample(own, naming)
    else:
        words = {n: f"n = {n}" for n in own.ladder} | {None: NOT_ENOUGH}
        right, misread = enough(own), misread_sizes(own)
    errors = sorted(misread, key=lambda name: (RANKS.get(name, 1), rng.random()))
    return words[right], word_options(words, right, {error: misread[error] for error in errors}, rng)


def sample_label(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """The answer, from certificates at the probabilities that differ most, and least, in the intervals.

    The intervals are made again from the shares and numbers that are told; where they are right, the probabilities of
    conceding are such that the certificates at their ends decide.

    Parameters
    ----------
    certificates : sequence of mapping
    asks : mapping

    Returns
    -------
    str

    Raises
    ------
    HypothesisError
        If they are about other threats, another tolerance, or probabilities that are no such ends.

    Source: hoeffding-1963, Two-sided bound, and ours
    """
    tables = _tables(asks)
    require(len(certificates) == len(tables), f"{len(tables)} certificates, one for each choice of probabilities")
    becomes = json.loads(asks["becomes"])
    within = []
    for certificate, table in zip(certificates, tables, strict=True):
        claim, objects = certificate["claim"], certificate["objects"]
        require(claim["kind"] == "concession-equivalent" and claim["form"] == "max", "the largest gap")
        require(claim["delta"] == asks["delta"], f"the tolerance {asks['delta']}")
        require(objects["threat_game"]["digest"] == asks["game"], "the threats that are told of")
        require({p["threat"]: p["becomes"] for p in objects["surrogates"]} == becomes, "the surrogates that are told")
        require({r["threat"]: exact(r["rate"]) for r in objects["rates"]} == table, "ends of the intervals")
        within.append(claim["answer"] == "yes")
    if asks["question"] == "sizes":
        ladder = json.loads(asks["ladder"])
        return next((f"n = {n}" for n, yes in zip(ladder, within, strict=True) if yes), NOT_ENOUGH)
    return OUTCOMES["shown" if within[0] else "open" if within[1] else "refuted"]


def _tables(asks: Mapping[str, str]) -> list[dict[str, Fraction]]:
    """The probabilities that decide.

    Of an experiment: those that differ most, and those that differ least; of a plan: those that differ most, for each
    number on the ladder.
    """
    becomes, shares, put = (json.loads(asks[key]) for key in ("becomes", "shares", "put"))
    level = errors_of(exact(asks["error"]), len(becomes))[2]

    def box(name: str, n: int) -> Interval:
        return intervals([exact(shares[name])], [radius_of(n, level)])[0]

    ladder = json.loads(asks["ladder"])
    tables = []
    for ends, n in [(farthest, n) for n in ladder] or [(farthest, 0), (closest, 0)]:
        table = {}
        for t, s in becomes.items():
            table[t], table[s] = ends(box(t, n or put[t]), box(s, n or put[s]))
        tables.append(table)
    return tables
