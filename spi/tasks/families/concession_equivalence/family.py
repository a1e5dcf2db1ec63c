"""The family `concession-equivalence`: are surrogate threats conceded like the originals, and what follows?

Six questions: to which degree the principal is concession-equivalent; what samples of replies decide about that, and
how many would be enough; whether surrogates leave nobody worse off, play by play or in expectation; by how much the
demand drifts; and how much less surrogates must harm to make up for it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

from spi.analysis.concession import approx_concession_equivalence, verify_concession_equivalence
from spi.analysis.surrogate_spi import verify_expected_improvement, verify_surrogate_spi
from spi.analysis.surrogate_tests import verify_threatener_neutrality
from spi.core.concession import ConcessionTable, concession_table
from spi.core.numbers import exact, format_exact
from spi.core.threat_game import Kind, PossibleThreat, ThreatGame, possible_threat
from spi.core.threatfile import write_threat_file
from spi.tasks.families.concession_equivalence.draws import draw_degree_pair, draw_priced, draw_safety_pair
from spi.tasks.families.concession_equivalence.mistakes import misread_degree, misread_safety
from spi.tasks.families.concession_equivalence.sample_draws import draw_sampled_pair, draw_sizes_pair
from spi.tasks.families.concession_equivalence.sample_items import sample_item, sample_label
from spi.tasks.families.concession_equivalence.sample_mistakes import SAMPLE_ERRORS
from spi.tasks.families.concession_equivalence.texts import Naming, draw_naming, threat_texts
from spi.tasks.families.concession_equivalence.threats import (
    Safety,
    Situation,
    Threat,
    best_of,
    degree_of,
    safety_of,
    shape_of,
    threshold_of,
    total_rate,
)
from spi.tasks.items import Family, Item, Proof
from spi.tasks.material.certificates import require
from spi.tasks.material.draws import stream
from spi.tasks.material.options import word_options

__all__ = ["DEGREES", "FAMILY", "SAFETIES"]

DEGREES = {
    "exact": "Exactly as likely, for every original.",
    "within": "Not exactly, but within the tolerance for every original.",
    "beyond": "Beyond the tolerance for some original.",
}
"""How the degree of equivalence is answered."""

SAFETIES: dict[Safety, str] = {
    (True, True): "Nobody is worse off in any play, and nobody expects less.",
    (True, False): "Nobody is worse off in any play, but somebody expects less at these probabilities.",
    (False, True): "Somebody is worse off in some play, but nobody expects less at these probabilities.",
    (False, False): "Somebody is worse off in some play, and somebody expects less at these probabilities.",
}
"""How it is answered what surrogates do to the parties: play by play, and in expectation."""

ERRORS = SAMPLE_ERRORS | {
    "order": "compares threats in the order in which they are listed, not with the surrogate that stands for them",
    "average": "compares the average probability of conceding instead of that of each threat",
    "squares": "looks at the mean of the squared gaps instead of at the largest gap",
    "likeliest-mood": "looks only at the likeliest mood of the principal",
    "strict": "counts a gap of exactly the tolerance as beyond it",
    "sum": "adds up what the two parties get instead of looking at each",
    "principal-only": "looks at the principal alone",
    "plays-for-expectation": "takes it for granted that what is no worse in every play is no worse in expectation",
    "expectation-for-plays": "takes it for granted that what is no worse in expectation is no worse in every play",
    "guess": "no named mistake leads here",
}


_WEIGHTS = {"degree": 3, "safety": 3, "sampled": 3, "sizes": 2, "drift": 1, "threshold": 1}
"""How often each question is drawn."""


def generate(seed: int, difficulty: int) -> tuple[Item, ...]:
    """Two items that differ in one number, or one item for the questions of drift and threshold.

    Source: clr-agenda-2026, Appendix B.3, and ours
    """
    rng = stream("concession-equivalence", seed, difficulty)
    question = rng.choice([name for name, weight in _WEIGHTS.items() for _ in range(weight)])
    if question in ("sampled", "sizes"):
        return _samples(rng, seed, difficulty, question)
    size, moods = 1 + difficulty, rng.choice(((1, 2), (2,), (2, 3), (2, 3), (3,))[difficulty - 1])
    if question == "degree":
        drawn: tuple[Situation, ...] = draw_degree_pair(rng, size, moods)
    elif question == "safety":
        drawn = draw_safety_pair(rng, size, moods)
    else:
        drawn = (draw_priced(rng, size, moods),)
    naming, order = draw_naming(rng, size), rng.random()
    pair = f"concession-equivalence:{seed}:{difficulty}" if len(drawn) == 2 else ""
    return tuple(_item(seed, difficulty, question, own, naming, Random(order), pair) for own in drawn)


def _samples(rng: Random, seed: int, difficulty: int, question: str) -> tuple[Item, ...]:
    size = 1 + difficulty
    drawn = (draw_sampled_pair if question == "sampled" else draw_sizes_pair)(rng, size)
    naming, order, pair = draw_naming(rng, size), rng.random(), f"concession-equivalence:{seed}:{difficulty}"
    return tuple(sample_item(seed, difficulty, own, naming, Random(order), pair) for own in drawn)


def label(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """The answer, from what the certificates claim of the threats and the rates that are asked about.

    Raises
    ------
    HypothesisError
        If they are of another kind, form, tolerance, game or policy than what is asked about.

    Source: clr-agenda-2026, Appendix B.3, and ours
    """
    if asks["question"] in ("sampled", "sizes"):
        return sample_label(certificates, asks)
    kinds = {
        "degree": ["concession-equivalent", "concession-equivalent"],
        "safety": ["surrogate-spi", "expected-improvement"],
        "drift": ["threatener-neutral"],
        "threshold": ["threatener-neutral"],
    }[asks["question"]]
    require([c["claim"]["kind"] for c in certificates] == kinds, f"certificates of the kinds {', '.join(kinds)}")
    objects = [c["objects"] for c in certificates]
    require({o["threat_game"]["digest"] for o in objects} == {asks["game"]}, "certificates about the game that is told")
    maps = {json.dumps(sorted(own["surrogates"], key=json.dumps)) for own in objects if "surrogates" in own}
    require(len(maps) <= 1, "certificates about one map of surrogates")
    _require_rates(objects, asks)
    yes = [c["claim"]["answer"] == "yes" for c in certificates]
    if asks["question"] == "safety":
        require(not certificates[0]["claim"]["strict"], "a weak improvement")
        return SAFETIES[(yes[0], yes[1])]
    if asks["question"] == "degree":
        first, second = (c["claim"] for c in certificates)
        require((first["form"], second["form"]) == ("exact", "max"), "the forms exact and max, in this order")
        require(second["delta"] == asks["delta"], f"the tolerance {asks['delta']}")
        return DEGREES["exact" if yes[0] else "within" if yes[1] else "beyond"]
    threats = {t["name"]: t for t in objects[0]["threat_game"]["threats"]}
    best = certificates[0]["claim"]["best"]
    require(len(best["original"]) == len(best["surrogate"]) == 1, "one best threat of each kind")
    before, after = threats[best["original"][0]], threats[best["surrogate"][0]]
    if asks["question"] == "drift":
        return format_exact(exact(after["demand"]) - exact(before["demand"]))
    rates = {row["threat"]: exact(row["rate"]) for row in objects[0]["rates"]}
    d, h, e, q = *(exact(before[key]) for key in ("loss", "harm", "execution")), rates[before["name"]]
    x, f, r = exact(after["loss"]), exact(after["execution"]), rates[after["name"]]
    return format_exact((q * d + (1 - q) * e * h - r * x) / ((1 - r) * f))


def _require_rates(objects: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> None:
    """The certified rates are those of the moods that the question tells of."""
    told = json.loads(asks["rates"])
    mean = {
        name: sum((exact(w) * exact(q) for w, q in zip(told["moods"], own, strict=True)), Fraction(0))
        for name, own in told["threats"].items()
    }
    for own in (o["rates"] for o in objects if "rates" in o):
        require({row["threat"]: exact(row["rate"]) for row in own} == mean, "the rates of conceding that are told")
    threats = {t["name"] for o in objects for t in o["threat_game"]["threats"]}
    require(threats == set(mean), "the threats that are told of")


def _item(seed: int, difficulty: int, question: str, own: Situation, naming: Naming, rng: Random, pair: str) -> Item:
    game, policy, becomes = _objects(question, own, naming)
    if question == "degree":
        verdicts: list[Any] = [
            verify_concession_equivalence(game, policy, becomes),
            approx_concession_equivalence(game, policy, becomes, delta=own.delta),
        ]
        options = word_options(DEGREES, degree_of(own), misread_degree(own, naming), rng)
        answer = DEGREES[degree_of(own)]
    elif question == "safety":
        verdicts = [verify_surrogate_spi(game, becomes), verify_expected_improvement(game, policy, becomes)]
        options = word_options(SAFETIES, safety_of(own), misread_safety(own, naming), rng)
        answer = SAFETIES[safety_of(own)]
    else:
        verdicts, options = [verify_threatener_neutrality(game, policy)], ()
        t, s = (getattr(own, kind)[best_of(own, kind)[0]] for kind in ("originals", "surrogates"))
        answer = format_exact(threshold_of(own) if question == "threshold" else s.demand - t.demand)
    rates = {
        "moods": [format_exact(w) for w in own.moods],
        "threats": {
            name: [format_exact(q) for q in threat.rates]
            for names, threats in ((naming.originals, own.originals), (naming.surrogates, own.surrogates))
            for name, threat in zip(names, threats, strict=True)
        },
    }
    return Item(
        family="concession-equivalence",
        seed=seed,
        difficulty=difficulty,
        knobs=(("threats", len(own.originals)), ("moods", len(own.moods))),
        texts=threat_texts(question, own, naming),
        form="choice" if options else "number",
        answer=answer,
        options=options,
        asks=(
            ("question", question),
            ("game", game.digest),
            ("delta", format_exact(own.delta)),
            ("rates", json.dumps(rates, ensure_ascii=False)),
        ),
        files=(("threats.toml", write_threat_file(game, policy, becomes)),),
        proofs=tuple(Proof(f"proof-{k}", v.certificate.text) for k, v in enumerate(verdicts, 1)),
        shape=shape_of(question, own),
        pair=pair,
    )


def _objects(question: str, own: Situation, naming: Naming) -> tuple[ThreatGame, ConcessionTable, dict[str, str]]:
    """The game, the rates before moods are known, and the map, with the names that are told."""
    if question == "threshold":  # then the harm of surrogates is not told, and nothing depends on it
        own = replace(own, surrogates=tuple(replace(s, harm=threshold_of(own)) for s in own.surrogates))

    def named(name: str, kind: Kind, t: Threat) -> PossibleThreat:
        return possible_threat(name, kind, demand=t.demand, harm=t.harm, cost=t.cost, execution=t.execution)

    threats = [named(naming.originals[k], "original", own.originals[k]) for k in naming.listed[0]]
    threats += [named(naming.surrogates[k], "surrogate", own.surrogates[k]) for k in naming.listed[1]]
    both = [*zip(naming.originals, own.originals, strict=True), *zip(naming.surrogates, own.surrogates, strict=True)]
    policy = concession_table({name: total_rate(own, t) for name, t in both})
    becomes = {naming.originals[k]: naming.surrogates[k] for k in naming.listed[0]}
    return ThreatGame(tuple(threats)), policy, becomes


FAMILY = Family(
    name="concession-equivalence",
    title="Are surrogate threats conceded like the originals, to whom are they worth what, and how do demands drift?",
    knob="threats",
    errors=ERRORS,
    generate=generate,
    label=label,
)
"""Benchmark items about concession equivalence."""
