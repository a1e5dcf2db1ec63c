"""The exact law of what a method answers, if the laws of all replies are known; and the algebra of the scaffold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from spi.core.numbers import Exact, exact
from spi.empirical.agents.agent import Reply, Request
from spi.empirical.agents.scripted import ReplyLaw, read_law
from spi.empirical.methods import Dialogue, Outcome, hold_dialogue
from spi.errors import GameError, HypothesisError

__all__ = ["AnswerLaw", "outcome_law", "scaffold_law", "side_effect", "total_variation", "with_retries"]

AnswerLaw = dict[str | None, Fraction]
"""The probability of each answer; None is "no answer"."""


class _Branching(Exception):
    """The dialogue wants a reply that is not chosen yet."""

    def __init__(self, request: Request) -> None:
        self.request = request


def outcome_law(dialogue: Callable[[], Dialogue], law: ReplyLaw, *, budget: int = 100_000) -> AnswerLaw:
    """The exact law of a dialogue's answer: every sequence of replies is gone through, with its probability.

    Parameters
    ----------
    dialogue : function without arguments
        Begins the dialogue anew, such as `lambda: respond(method, text, choices)`.
    law : function from request to a mapping from text to probability
        As of a `scripted_agent`.
    budget : int
        The most sequences to go through.

    Returns
    -------
    dict from answer to Fraction
        With sum 1; answers of probability 0 are left out.

    Raises
    ------
    HypothesisError
        If there are more sequences than the budget.

    Source: ours
    """
    total: AnswerLaw = {}
    pending: list[tuple[tuple[str, ...], Fraction]] = [((), Fraction(1))]
    finished = 0
    while pending:
        chosen, weight = pending.pop()
        try:
            outcome = _follow(dialogue(), chosen)
        except _Branching as branch:
            for text, probability in read_law(law(branch.request)).items():
                if probability:
                    pending.append(((*chosen, text), weight * probability))
            continue
        finished += 1
        if finished > budget:
            raise HypothesisError(f"more than {budget:,} sequences of replies; accepted: fewer, or a larger budget")
        total[outcome.answer] = total.get(outcome.answer, Fraction(0)) + weight
    return total


def _follow(dialogue: Dialogue, chosen: tuple[str, ...]) -> Outcome:
    replies = iter(chosen)

    def ask(step: str, request: Request) -> Reply:
        text = next(replies, None)
        if text is None:
            raise _Branching(request)
        return Reply(text)

    return hold_dialogue(dialogue, ask)


def scaffold_law(
    detected: Exact,
    translated: Mapping[str, Exact],
    raw: Mapping[str, Exact],
    *,
    undecided: Exact = 0,
    untranslated: Exact = 0,
) -> AnswerLaw:
    """What a detect-and-translate scaffold answers: q = a·t + (1 − a)·p₀, and what is lost is lost.

    Parameters
    ----------
    detected : exact number
        a: how likely the detector says yes.
    translated : mapping from response to probability
        t: the law of the base method's answer to the translated text. For a faithful translation it is that of the
        answer to the ordinary threat.
    raw : mapping from response to probability
        p₀: the law of its answer to the text as it is.
    undecided : exact number
        How likely no detection can be read.
    untranslated : exact number
        How likely no translation can be used, if one is asked for.

    Returns
    -------
    dict from response, or None for a missing one, to Fraction

    Raises
    ------
    GameError
        For what are no probabilities.

    Examples
    --------
    >>> ordinary, raw = {"concede": "1/2", "refuse": "1/2"}, {"concede": "1/10", "refuse": "9/10"}
    >>> print(scaffold_law("9/10", ordinary, raw)["concede"])  # 1/10 of the way back from 1/2 to 1/10
    23/50

    Source: ours
    """
    a, lost, failed = (
        exact(x, place=f"the probability of {what}")
        for x, what in ((detected, "detection"), (undecided, "no detection"), (untranslated, "no translation"))
    )
    if min(a, lost, failed) < 0 or a + lost > 1 or failed > 1:
        raise GameError(f"detected {a}, undecided {lost}, untranslated {failed}; accepted: probabilities, a + lost ≤ 1")
    t, p0 = read_law(translated), read_law(raw)
    law: AnswerLaw = {
        answer: a * (1 - failed) * t.get(answer, Fraction(0)) + (1 - a - lost) * p0.get(answer, Fraction(0))
        for answer in {**t, **p0}
    }
    law[None] = lost + a * failed
    return {answer: probability for answer, probability in law.items() if probability}


def with_retries(usable: Mapping[str, Exact], tries: int) -> AnswerLaw:
    """The law of the first usable reply among several; None is "none was usable".

    Parameters
    ----------
    usable : mapping from what a reply says to probability
        Of one attempt; what is missing from 1 is the probability that it cannot be used.
    tries : int

    Returns
    -------
    dict

    Examples
    --------
    >>> print(*with_retries({"yes": "1/2", "no": "1/4"}, 2).values())
    5/8 5/16 1/16

    Source: ours
    """
    once = {said: exact(value, place=f"the probability of {said}") for said, value in usable.items()}
    useless = 1 - sum(once.values(), Fraction(0))
    if useless < 0 or min(once.values(), default=Fraction(0)) < 0 or tries < 1:
        raise GameError(f"probabilities with sum {1 - useless}, {tries} tries; accepted: at most 1 in all, 1 or more")
    rounds = sum((useless**n for n in range(tries)), Fraction(0))
    law: AnswerLaw = {said: value * rounds for said, value in once.items()}
    law[None] = useless**tries
    return law


def total_variation(p: Mapping[str | None, Fraction], q: Mapping[str | None, Fraction]) -> Fraction:
    """Half the sum of |p − q|: the largest difference of the probabilities of an event.

    Source: ours
    """
    return sum((abs(p.get(x, Fraction(0)) - q.get(x, Fraction(0))) for x in {**p, **q}), Fraction(0)) / 2


def side_effect(false_positive: Exact, translated: Mapping[str, Exact], raw: Mapping[str, Exact]) -> Fraction:
    """How far, in total variation, a scaffold moves answers where there is no surrogate threat: f·TV(t, p₀) ≤ f.

    Parameters
    ----------
    false_positive : exact number
        f: how likely the detector says yes there.
    translated, raw : mapping from response to probability
        The laws of answers to what the translator makes of the text, and to the text.

    Returns
    -------
    Fraction

    Source: ours
    """
    law = scaffold_law(false_positive, translated, raw)
    before: AnswerLaw = {}
    before.update(read_law(raw))
    return total_variation(law, before)
