"""The family `individual-rationality`: does it pay, by one's beliefs, to take part in a safe Pareto improvement?

That renegotiation is better ex post for given programs does not make taking part better ex ante: the other may not take
part, may propose something else, or may bargain otherwise because one takes part.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any, Literal

from spi.analysis.profile_questions import verify_participation
from spi.core.beliefs import Beliefs, beliefs
from spi.core.numbers import exact, format_exact
from spi.programs.games import program_game
from spi.tasks.families.individual_rationality.aims import belief_for, draw_aim
from spi.tasks.families.individual_rationality.draws import (
    Sign,
    Stance,
    draw_ranking,
    draw_stance,
    draw_stance_pair,
    draw_threshold,
    expected_gains,
    gains,
    misread_sign,
    sign_of,
    stance_shape,
    threshold_of,
    total_gain,
)
from spi.tasks.families.individual_rationality.texts import programs_of, question_text, setting_tables, types_of
from spi.tasks.items import SURPLUS, WORDINGS, Family, Form, Item, Option, Proof
from spi.tasks.material.certificates import certified_payoffs, program_digest, require, tree_digest
from spi.tasks.material.draws import stream
from spi.tasks.material.naming import Naming, draw_naming
from spi.tasks.material.numbered_plan_words import plan_program, setting_files
from spi.tasks.material.numbered_plans import bargain_game
from spi.tasks.material.options import word_options
from spi.tasks.numerals import read_number
from spi.transforms.renegotiation import renegotiate

__all__ = ["FAMILY", "WORDS"]

WORDS: dict[Sign, str] = {
    "better": "Taking part is better in expectation.",
    "equal": "Both are exactly as good in expectation.",
    "worse": "Not taking part is better in expectation.",
}
"""How the sign of the expected gain is answered."""

ERRORS = {
    "ex-post": "infers from the improvement of given programs that taking part is better in expectation",
    "worst-case": "looks at the worst case instead of the expectation",
    "likeliest": "looks only at the likeliest program of the other",
    "unweighted": "counts all programs of the other alike, whatever their probabilities are",
    "sum": "adds up what both players gain",
    "code-blind": "supposes that programs which look at code treat a wrapped program like the one inside",
    "guess": "no named mistake leads here",
}


def generate(seed: int, difficulty: int) -> tuple[Item, ...]:
    """Two items that differ in one payoff; or one that asks for a number, for an order of programs, or for a belief.

    Source: clr-agenda-2026, Part II.1
    """
    rng = stream("individual-rationality", seed, difficulty)
    question = rng.choice(("sign", "sign", "sign", "sign", "gain", "threshold", "ranking", "belief"))
    drawn: tuple[Stance, ...]
    aim = Fraction(0)
    match question:
        case "sign":
            drawn = draw_stance_pair(rng, difficulty)
        case "threshold":
            drawn = (draw_threshold(rng, difficulty),)
        case "ranking":
            drawn = (draw_ranking(rng, difficulty),)
        case _:
            drawn = (draw_stance(rng, difficulty),)
            if question == "belief":
                aim = draw_aim(rng, drawn[0])
    naming, order = draw_naming(rng, drawn[0].bargain.sizes), rng.random()
    pair = f"individual-rationality:{seed}:{difficulty}" if len(drawn) == 2 else ""
    return tuple(_item(seed, difficulty, question, own, aim, naming, Random(order), pair) for own in drawn)


def label(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """The answer, from the certified encounters of her programs with all that the other may have submitted.

    Raises
    ------
    HypothesisError
        If a certificate is about another game, player, program or belief than what is asked about.

    Source: clr-agenda-2026, Part II.1
    """
    wraps = json.loads(asks["becomes"])
    require(len(certificates) == len(wraps), "one certificate for each way to take part")
    totals = [_certified(own, becomes, asks) for own, becomes in zip(certificates, wraps, strict=True)]
    if asks["question"] == "ranking":
        worth = _worth([total for _, total in totals])
        stated = {name: exact(asks[SURPLUS + name]) for name in worth}
        require(worth == stated, "the gains that are stated")
        return _best_first(worth)
    ((answer, total),) = totals
    return {"sign": WORDS[sign_of(total)], "gain": format_exact(total)}.get(asks["question"], answer)


def _certified(certificate: Mapping[str, Any], becomes: str, asks: Mapping[str, str]) -> tuple[str, Fraction]:
    """What a certificate says of one way to take part: a threshold or a belief, if asked for, and the expected gain."""
    claim, objects = certificate["claim"], certificate["objects"]
    require(claim["kind"] == "participation", "the kind participation")
    require(claim["player"] == asks["player"], f"what {asks['player']} gains")
    require(objects["game"]["digest"] == asks["game"], "the game that is told")
    pool = [tree_digest(tree) for tree in objects["programs"]]
    own, wrapped = pool[int(objects["program"])], pool[int(objects["becomes"])]
    require([own, wrapped] == [asks["program"], becomes], "the programs that are told")
    types = [pool[int(k)] for (k,) in objects["types"]]
    require(types == json.loads(asks["types"]), "the other's programs that are told")
    gained = _gained(certificate, own, wrapped, types)
    rows = [([exact(w) for w in c["weights"]], c["relation"], exact(c["bound"])) for c in objects["constraints"]]
    law = [exact(p) for p in json.loads(asks.get("law", "[]"))]
    answer = ""
    if asks["question"] == "threshold":
        others = sum((p * g for p, g in zip(law[1:], gained[1:], strict=True)), Fraction(0)) / (1 - law[0])
        require(gained[0] > 0 > others, "a first type against which taking part gains, and others against which not")
        least = -others / (gained[0] - others)
        require(claim["answer"] == "yes" and rows == _threshold_rows(law, least), f"a probability of at least {least}")
        return format_exact(least), Fraction(0)
    if asks["question"] == "belief":
        aim = exact(asks["aim"])
        require(min(gained) < aim < max(gained), "a gain that some belief gives which holds everything possible")
        law = belief_for(gained, aim)
        answer = _belief_text(law)
    units = [([Fraction(j == k) for j in range(len(law))], "equal", p) for k, p in enumerate(law)]
    require(rows == units, "the belief that is told")
    total = sum((p * g for p, g in zip(law, gained, strict=True)), Fraction(0))
    require((claim["answer"] == "yes") == (total >= 0), "a certificate that was accepted")
    return answer, total


def _gained(certificate: Mapping[str, Any], own: str, wrapped: str, types: Sequence[str]) -> list[Fraction]:
    """What is gained against each type, by what the encounters pay."""
    paid = certified_payoffs(certificate)
    seat = list(certificate["objects"]["game"]["players"]).index(certificate["claim"]["player"])
    pairs = [[(mine, t) if seat == 0 else (t, mine) for mine in (wrapped, own)] for t in types]
    require({pair for both in pairs for pair in both} <= set(paid), "all encounters with what is believed possible")
    return [paid[new][seat] - paid[old][seat] for new, old in pairs]


def accepts(item: Item, witness: str) -> Literal["right", "wrong", "unreadable"]:
    """Is this a belief that gives the gain that is asked for? By the encounters that are certified.

    Parameters
    ----------
    item : Item
        Of the form `"witness"`.
    witness : str
        Probabilities, divided by commas.

    Returns
    -------
    "right", "wrong" or "unreadable"

    Source: clr-agenda-2026, Part II.1
    """
    asks = dict(item.asks)
    types = json.loads(asks["types"])
    law = [read_number(part) for part in witness.strip().strip("()[]{}").split(",")]
    read = [p for p in law if p is not None]
    if len(law) != len(types) or len(read) < len(law):
        return "unreadable"
    (becomes,) = json.loads(asks["becomes"])
    gained = _gained(json.loads(item.proofs[0].text), asks["program"], becomes, types)
    total = sum((p * g for p, g in zip(read, gained, strict=True)), Fraction(0))
    return "right" if min(read) > 0 and sum(read) == 1 and total == exact(asks["aim"]) else "wrong"


def _worth(gained: Sequence[Fraction]) -> dict[str, Fraction]:
    """What each program of hers is worth beside the bare one, by the names that they have in a ranking."""
    return {"p": Fraction(0)} | {f"w{k}": gain for k, gain in enumerate(gained, 1)}


def _best_first(worth: Mapping[str, Fraction]) -> str:
    return " > ".join(sorted(worth, key=lambda name: -worth[name]))


def _belief_text(law: Sequence[Fraction]) -> str:
    return ", ".join(map(format_exact, law))


def _threshold_rows(law: Sequence[Fraction], least: Fraction) -> list[tuple[list[Fraction], str, Fraction]]:
    """The first type has at least this probability, and all others are in proportion."""
    n, zero = len(law), Fraction(0)
    rows = [([Fraction(j == 0) for j in range(n)], "at-least", least)]
    for k in range(2, n):
        weights = [zero] * n
        weights[1], weights[k] = law[k], -law[1]
        rows.append((weights, "equal", zero))
    return rows


def _item(
    seed: int, difficulty: int, question: str, own: Stance, aim: Fraction, naming: Naming, rng: Random, pair: str
) -> Item:
    seat, bargain = own.seat, own.bargain
    game = bargain_game(bargain, naming)
    mine = plan_program(own.own, seat, bargain, naming)
    theirs = [(plan_program(t, 1 - seat, bargain, naming),) for t in own.types]
    law = belief_for(gains(own), aim) if question == "belief" else own.law
    if question == "threshold":
        rows = _threshold_rows(own.law, threshold_of(own))
        named = [({t: w for t, w in zip(theirs, weights, strict=True) if w}, b) for weights, _, b in rows]
        believed: Beliefs[Any] = beliefs(theirs, equal=named[1:], at_least=named[:1])
    else:
        believed = beliefs(theirs, equal=[({t: 1}, p) for t, p in zip(theirs, law, strict=True)])
    spaces = [[mine], [one[0] for one in theirs]]
    games = program_game(game, *(spaces if seat == 0 else spaces[::-1]))
    hers = programs_of(question, own)
    becomes, proofs = [], []
    for (name, _, _), moved in zip(hers[1:], bargain.proposals, strict=False):
        f = renegotiate({naming.outcome(a): naming.outcome(b) for a, b in moved})
        verdict: Any = verify_participation(games, f, mine, seat, believed)
        becomes.append(program_digest(f.parts[seat](mine) if f.parts else mine))
        proofs.append(Proof("participation" if name == "w" else f"participation-{name}", verdict.certificate.text))
    asks = [
        ("question", question),
        ("player", naming.people[seat]),
        ("game", game.digest),
        ("program", program_digest(mine)),
        ("becomes", json.dumps(becomes)),
        ("types", json.dumps([program_digest(t) for (t,) in theirs])),
        ("aim", format_exact(aim)) if question == "belief" else ("law", json.dumps([format_exact(p) for p in own.law])),
    ]
    if question == "ranking":
        asks += [(SURPLUS + name, format_exact(gain)) for name, gain in _worth(expected_gains(own)).items()]
    form, answer, options = _answer(question, own, law, rng)
    return Item(
        family="individual-rationality",
        seed=seed,
        difficulty=difficulty,
        knobs=(("types", len(own.types)), ("actions", len(game.table))),
        texts=tuple((wording, question_text(wording, question, own, naming, aim)) for wording in WORDINGS),
        form=form,
        answer=answer,
        options=options,
        asks=tuple(asks),
        files=_files(question, own, naming),
        proofs=tuple(proofs),
        shape=stance_shape(question, own, aim),
        pair=pair,
        control=question == "sign" and total_gain(own) < 0,
    )


def _files(question: str, own: Stance, naming: Naming) -> tuple[tuple[str, str], ...]:
    profile, *tables = setting_tables(question, own, naming)
    named = [*programs_of(question, own), *types_of(own)]
    return setting_files(own.bargain, naming, named, *tables, top=[profile])


def _answer(question: str, own: Stance, law: Sequence[Fraction], rng: Random) -> tuple[Form, str, tuple[Option, ...]]:
    gain = total_gain(own)
    match question:
        case "sign":
            return "choice", WORDS[sign_of(gain)], word_options(WORDS, sign_of(gain), misread_sign(own), rng)
        case "ranking":
            worth = _worth(expected_gains(own))
            return "ranking", _best_first(worth), tuple(map(Option, rng.sample(list(worth), len(worth))))
        case "belief":
            return "witness", _belief_text(law), ()
    return "number", format_exact(gain if question == "gain" else threshold_of(own)), ()


FAMILY = Family(
    name="individual-rationality",
    title="Does taking part in a safe Pareto improvement pay by one's beliefs, how much, by which proposal, and from "
    "which belief on?",
    knob="types",
    errors=ERRORS,
    generate=generate,
    label=label,
    accepts=accepts,
)
"""Benchmark items about individual rationality."""
