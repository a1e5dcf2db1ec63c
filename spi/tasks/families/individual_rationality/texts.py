"""What is asked about taking part, in words and as files of settings."""

from __future__ import annotations

import json
from fractions import Fraction

from spi.core.gamefile import quote
from spi.core.numbers import format_exact
from spi.tasks.families.individual_rationality.draws import Stance
from spi.tasks.items import Wording
from spi.tasks.material.naming import Naming
from spi.tasks.material.numbered_plan_words import Named, describe_bargain, transformation_text

__all__ = ["programs_of", "question_text", "setting_tables", "types_of"]


def programs_of(question: str, stance: Stance) -> list[Named]:
    """Her programs: the bare one, p, and the wrapped one, w, or one for each proposal, w1, w2, ….

    Source: ours
    """
    if question != "ranking":
        return [("p", stance.own, stance.seat), ("w", stance.wrapped(), stance.seat)]
    wraps = [(f"w{k + 1}", stance.wrapped(k), stance.seat) for k in range(len(stance.bargain.proposals))]
    return [("p", stance.own, stance.seat), *wraps]


def types_of(stance: Stance) -> list[Named]:
    """The other's programs, q1, q2, ….

    Source: ours
    """
    return [(f"q{k}", t, 1 - stance.seat) for k, t in enumerate(stance.types, 1)]


def question_text(wording: Wording, question: str, own: Stance, naming: Naming, aim: Fraction) -> str:
    """The question in one wording.

    Parameters
    ----------
    wording : Wording
    question : "sign", "gain", "threshold", "ranking" or "belief"
    own : Stance
    naming : Naming
    aim : Fraction
        What is to be gained, if a belief is asked for.

    Returns
    -------
    str

    Source: clr-agenda-2026, Part II.1
    """
    she, other = naming.people[own.seat], naming.people[1 - own.seat]
    hers = programs_of(question, own)
    bargain = describe_bargain(wording, own.bargain, naming, [*hers, *types_of(own)])
    law = [f"q{k} with probability {format_exact(p)}" for k, p in enumerate(own.law, 1)]
    n = len(own.types)
    if question == "threshold":
        rest = [f"{format_exact(p / (1 - own.law[0]))} for q{k}" for k, p in enumerate(own.law[1:], 2)]
        belief = (
            f"{she} believes that {other} submits q1 with probability x; given that it is not q1, the "
            f"probabilities are {', '.join(rest)}."
        )
    elif question == "belief":
        belief = f"{she} believes that {other} submits one of q1 to q{n}, and that each of them is possible."
    else:
        belief = f"{she} believes that {other} submits {', '.join(law)}."
    wraps = [name for name, _, _ in hers[1:]]
    part = (
        f"submit {wraps[0]}, which wraps p"
        if len(wraps) == 1
        else f"submit one of {', '.join(wraps)}, which wrap p with different proposals"
    )
    choice = (
        f"No proposal leaves anybody worse off than the outcome that it replaces. {she} can submit p, or take part in "
        f"renegotiation and {part}. What {other} submits is settled by then, whichever it will be."
    )
    asked = {
        "sign": f"By this belief, is taking part better for {she} in expectation than not taking part, exactly as "
        "good, or worse?",
        "gain": f"By this belief, how much does {she} gain in expectation by taking part: what w earns less what p "
        "earns? Answer with an exact number, whole or a fraction such as 7/12; a loss is negative.",
        "threshold": f"What is the smallest x with which {she} loses nothing in expectation by taking part? Answer "
        "with an exact number such as 7/12.",
        "ranking": f"Put the programs that {she} can submit in order by what {she} earns in expectation by this "
        "belief, the best first.",
        "belief": f"State probabilities of q1 to q{n}, by which {she} gains exactly {format_exact(aim)} in expectation "
        "by taking part: what w earns less what p earns (a loss is negative). All of them have to be positive, and "
        "their sum 1. Answer with exact numbers in the order of the programs, divided by commas.",
    }[question]
    return f"{bargain}\n\n{choice} {belief}\n\n{asked}"


def _profile(own: Stance) -> str:
    """Her bare program, and one of the other's that could be wrapped, too, if there is one."""
    other = next((f"q{k}" for k, t in enumerate(own.types, 1) if t.kind != "wraps"), "q1")
    return f"profile = {json.dumps(['p', other] if own.seat == 0 else [other, 'p'])}"


def setting_tables(question: str, own: Stance, naming: Naming) -> tuple[str, str, str]:
    """The profile, the transformation and the beliefs, as parts of a setting; of several proposals the first.

    Source: ours
    """
    if question in ("threshold", "belief"):
        between = ", ".join(f'["q{k}"]' for k in range(1, len(own.types) + 1))
        hers = f"[{{ between = [{between}] }}]"
    else:
        listed = [f'{{ programs = ["q{k}"], probability = "{format_exact(p)}" }}' for k, p in enumerate(own.law, 1)]
        hers = f"[{', '.join(listed)}]"
    theirs = '[{ programs = ["p"], probability = "1" }]'
    both = [hers, theirs] if own.seat == 0 else [theirs, hers]
    rows = [f"{quote(name)} = {rows}" for name, rows in zip(naming.people, both, strict=True)]
    beliefs = "\n".join(["[beliefs]", *rows])
    return _profile(own), transformation_text(own.bargain, naming, 0), beliefs
