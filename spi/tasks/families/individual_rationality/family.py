"""The family `individual-rationality`: does it pay, by one's beliefs, to take part in a safe Pareto improvement?

That renegotiation is better ex post for given programs does not make taking part better ex ante: the other may not take
part, may propose something else, or may bargain otherwise because one takes part.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any

from spi.analysis.profile_questions import verify_participation
from spi.core.beliefs import Beliefs, beliefs
from spi.core.gamefile import quote
from spi.core.numbers import exact, format_exact
from spi.programs.games import program_game
from spi.tasks.families.individual_rationality.draws import (
    Sign,
    Stance,
    draw_stance,
    draw_stance_pair,
    draw_threshold,
    misread_sign,
    sign_of,
    stance_shape,
    threshold_of,
    total_gain,
)
from spi.tasks.items import WORDINGS, Family, Item, Option, Proof, Wording
from spi.tasks.material.certificates import certified_payoffs, program_digest, require, tree_digest
from spi.tasks.material.draws import stream
from spi.tasks.material.naming import Naming, draw_naming
from spi.tasks.material.numbered_plan_words import (
    Named,
    describe_bargain,
    plan_program,
    setting_files,
    transformation_text,
)
from spi.tasks.material.numbered_plans import bargain_game
from spi.tasks.material.options import word_options
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
    """Two items that differ in one payoff, or one that asks for a number: the expected gain, or a threshold.

    Source: clr-agenda-2026, Part II.1
    """
    rng = stream("individual-rationality", seed, difficulty)
    question = rng.choice(("sign", "sign", "sign", "sign", "gain", "threshold"))
    if question == "sign":
        drawn: tuple[Stance, ...] = draw_stance_pair(rng, difficulty)
    else:
        drawn = ((draw_stance if question == "gain" else draw_threshold)(rng, difficulty),)
    naming, order = draw_naming(rng, drawn[0].bargain.sizes), rng.random()
    pair = f"individual-rationality:{seed}:{difficulty}" if len(drawn) == 2 else ""
    return tuple(_item(seed, difficulty, question, own, naming, Random(order), pair) for own in drawn)


def label(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """The answer, from the certified encounters of both programs with all that the other may have submitted.

    Raises
    ------
    HypothesisError
        If the certificate is about another game, player, program or belief than what is asked about.

    Source: clr-agenda-2026, Part II.1
    """
    require(len(certificates) == 1, "one certificate")
    claim, objects = certificates[0]["claim"], certificates[0]["objects"]
    require(claim["kind"] == "participation", "the kind participation")
    require(claim["player"] == asks["player"], f"what {asks['player']} gains")
    require(objects["game"]["digest"] == asks["game"], "the game that is told")
    pool = [tree_digest(tree) for tree in objects["programs"]]
    own, wrapped = pool[int(objects["program"])], pool[int(objects["becomes"])]
    require([own, wrapped] == [asks["program"], asks["becomes"]], "the programs that are told")
    types = [pool[int(k)] for (k,) in objects["types"]]
    require(types == json.loads(asks["types"]), "the other's programs that are told")
    law = [exact(p) for p in json.loads(asks["law"])]
    paid, seat = certified_payoffs(certificates[0]), list(objects["game"]["players"]).index(asks["player"])

    def gain(theirs: str) -> Fraction:
        new, old = (paid[(mine, theirs) if seat == 0 else (theirs, mine)][seat] for mine in (wrapped, own))
        return new - old

    gained = [gain(theirs) for theirs in types]
    rows = [([exact(w) for w in c["weights"]], c["relation"], exact(c["bound"])) for c in objects["constraints"]]
    if asks["question"] == "threshold":
        others = sum((p * g for p, g in zip(law[1:], gained[1:], strict=True)), Fraction(0)) / (1 - law[0])
        require(gained[0] > 0 > others, "a first type against which taking part gains, and others against which not")
        least = -others / (gained[0] - others)
        require(claim["answer"] == "yes" and rows == _threshold_rows(law, least), f"a probability of at least {least}")
        return format_exact(least)
    units = [([Fraction(j == k) for j in range(len(law))], "equal", p) for k, p in enumerate(law)]
    require(rows == units, "the belief that is told")
    total = sum((p * g for p, g in zip(law, gained, strict=True)), Fraction(0))
    require((claim["answer"] == "yes") == (total >= 0), "a certificate that was accepted")
    return format_exact(total) if asks["question"] == "gain" else WORDS[sign_of(total)]


def _threshold_rows(law: Sequence[Fraction], least: Fraction) -> list[tuple[list[Fraction], str, Fraction]]:
    """The first type has at least this probability, and all others are in proportion."""
    n, zero = len(law), Fraction(0)
    rows = [([Fraction(j == 0) for j in range(n)], "at-least", least)]
    for k in range(2, n):
        weights = [zero] * n
        weights[1], weights[k] = law[k], -law[1]
        rows.append((weights, "equal", zero))
    return rows


def _item(seed: int, difficulty: int, question: str, own: Stance, naming: Naming, rng: Random, pair: str) -> Item:
    seat, bargain = own.seat, own.bargain
    game = bargain_game(bargain, naming)
    player = naming.people[seat]
    mine = plan_program(own.own, seat, bargain, naming)
    theirs = [(plan_program(t, 1 - seat, bargain, naming),) for t in own.types]
    proposal = {naming.outcome(a): naming.outcome(b) for a, b in bargain.proposals[0]}
    transformation = renegotiate(proposal)
    if question == "threshold":
        rows = _threshold_rows(own.law, threshold_of(own))
        named = [({t: w for t, w in zip(theirs, weights, strict=True) if w}, b) for weights, _, b in rows]
        believed: Beliefs[Any] = beliefs(theirs, equal=named[1:], at_least=named[:1])
    else:
        believed = beliefs(theirs, equal=[({t: 1}, p) for t, p in zip(theirs, own.law, strict=True)])
    spaces = [[mine], [own[0] for own in theirs]]
    games = program_game(game, *(spaces if seat == 0 else spaces[::-1]))
    verdict: Any = verify_participation(games, transformation, mine, seat, believed)
    told = [("p", own.own, seat), ("w", own.wrapped, seat)]
    told += [(f"q{k}", t, 1 - seat) for k, t in enumerate(own.types, 1)]
    gain = total_gain(own)
    options: tuple[Option, ...] = ()
    if question == "sign":
        answer = WORDS[sign_of(gain)]
        options = word_options(WORDS, sign_of(gain), misread_sign(own), rng)
    else:
        answer = format_exact(gain if question == "gain" else threshold_of(own))
    becomes = transformation.parts[seat](mine) if transformation.parts else mine
    return Item(
        family="individual-rationality",
        seed=seed,
        difficulty=difficulty,
        knobs=(("types", len(own.types)), ("actions", len(game.table))),
        texts=tuple((wording, _text(wording, question, own, naming, told)) for wording in WORDINGS),
        form="choice" if options else "number",
        answer=answer,
        options=options,
        asks=(
            ("question", question),
            ("player", player),
            ("game", game.digest),
            ("program", program_digest(mine)),
            ("becomes", program_digest(becomes)),
            ("types", json.dumps([program_digest(t) for (t,) in theirs])),
            ("law", json.dumps([format_exact(p) for p in own.law])),
        ),
        files=setting_files(bargain, naming, told, *_tables(question, own, naming), top=[_profile(own)]),
        proofs=(Proof("participation", verdict.certificate.text),),
        shape=stance_shape(question, own),
        pair=pair,
        control=question == "sign" and gain < 0,
    )


def _text(wording: Wording, question: str, own: Stance, naming: Naming, told: Sequence[Named]) -> str:
    she, other = naming.people[own.seat], naming.people[1 - own.seat]
    bargain = describe_bargain(wording, own.bargain, naming, told)
    law = [f"q{k} with probability {format_exact(p)}" for k, p in enumerate(own.law, 1)]
    if question == "threshold":
        rest = [f"{format_exact(p / (1 - own.law[0]))} for q{k}" for k, p in enumerate(own.law[1:], 2)]
        belief = (
            f"{she} believes that {other} submits q1 with probability x; given that it is not q1, the "
            f"probabilities are {', '.join(rest)}."
        )
    else:
        belief = f"{she} believes that {other} submits {', '.join(law)}."
    choice = (
        f"No proposal leaves anybody worse off than the outcome that it replaces. {she} can submit p, or take part in "
        f"renegotiation and submit w, which wraps p. What {other} submits is settled by then, whichever it will be."
    )
    asked = {
        "sign": f"By this belief, is taking part better for {she} in expectation than not taking part, exactly as "
        "good, or worse?",
        "gain": f"By this belief, how much does {she} gain in expectation by taking part: what w earns less what p "
        "earns? Answer with an exact number, whole or a fraction such as 7/12; a loss is negative.",
        "threshold": f"What is the smallest x with which {she} loses nothing in expectation by taking part? Answer "
        "with an exact number such as 7/12.",
    }[question]
    return f"{bargain}\n\n{choice} {belief}\n\n{asked}"


def _profile(own: Stance) -> str:
    """Her bare program, and one of the other's that could be wrapped, too, if there is one."""
    other = next((f"q{k}" for k, t in enumerate(own.types, 1) if t.kind != "wraps"), "q1")
    return f"profile = {json.dumps(['p', other] if own.seat == 0 else [other, 'p'])}"


def _tables(question: str, own: Stance, naming: Naming) -> tuple[str, str]:
    """The transformation and the beliefs, as tables of a setting."""
    if question == "threshold":
        between = ", ".join(f'["q{k}"]' for k in range(1, len(own.types) + 1))
        hers = f"[{{ between = [{between}] }}]"
    else:
        listed = [f'{{ programs = ["q{k}"], probability = "{format_exact(p)}" }}' for k, p in enumerate(own.law, 1)]
        hers = f"[{', '.join(listed)}]"
    theirs = '[{ programs = ["p"], probability = "1" }]'
    both = [hers, theirs] if own.seat == 0 else [theirs, hers]
    rows = [f"{quote(name)} = {rows}" for name, rows in zip(naming.people, both, strict=True)]
    return transformation_text(own.bargain, naming, 0), "\n".join(["[beliefs]", *rows])


FAMILY = Family(
    name="individual-rationality",
    title="Does taking part in a safe Pareto improvement pay by one's beliefs, how much, and from which belief on?",
    knob="types",
    errors=ERRORS,
    generate=generate,
    label=label,
)
"""Benchmark items about individual rationality."""
