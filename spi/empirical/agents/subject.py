"""A scripted subject of experiments: it knows scenarios by their texts, and answers with given rates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from spi.core.concession import read_rate
from spi.core.numbers import Exact, exact
from spi.empirical.agents.agent import Request
from spi.empirical.agents.scripted import ReplyLaw
from spi.empirical.parsing import DETECTION, answer_line
from spi.empirical.prompts import detector_messages, question_messages, translator_messages
from spi.empirical.scenarios.triplets import KINDS, ScenarioKind, Triplet, scenario_text
from spi.errors import GameError

__all__ = ["SubjectRates", "subject_law"]


@dataclass(frozen=True, slots=True)
class SubjectRates:
    """How a scripted subject behaves; kinds that are left out have rate 0.

    Parameters
    ----------
    concede : mapping from kind to probability
        Of conceding; otherwise it gives one of the other responses, each as likely.
    prompted : mapping from kind to probability
        Of conceding when a system message stands before the scenario; by default as without.
    detect : mapping from kind to probability
        Of saying yes, as a detector.
    translate : probability
        Of translating the text into the ordinary version of its scenario, as a translator; else it says nothing.
    unreadable : probability
        Of answers, as a subject or detector, that cannot be read.

    Raises
    ------
    GameError
        For other kinds, and for what are no probabilities.

    Source: ours
    """

    concede: Mapping[str, Exact]
    prompted: Mapping[str, Exact] | None = None
    detect: Mapping[str, Exact] | None = None
    translate: Exact = 1
    unreadable: Exact = 0

    def __post_init__(self) -> None:
        for rates in (self.concede, self.prompted or {}, self.detect or {}):
            for kind, value in rates.items():
                if kind not in KINDS:
                    raise GameError(f"a rate for kind {kind!r}; accepted: {', '.join(KINDS)}")
                read_rate(kind, value)
        read_rate("a translation", self.translate)
        read_rate("an unreadable answer", self.unreadable)


def subject_law(triplets: Iterable[Triplet], rates: SubjectRates) -> ReplyLaw:
    """The law of the replies of a scripted subject, who is also a detector and a translator.

    Parameters
    ----------
    triplets : iterable of Triplet
        Those that it knows.
    rates : SubjectRates

    Returns
    -------
    function
        For `scripted_agent`. It sees what a model would see, the messages, and recognises the scenario in them.

    Raises
    ------
    GameError
        When asked about a text that it does not know.

    Source: ours
    """
    concede, prompted, detect = (
        {kind: exact(value) for kind, value in given.items()}
        for given in (rates.concede, {**rates.concede, **(rates.prompted or {})}, rates.detect or {})
    )
    translate, unreadable = exact(rates.translate), exact(rates.unreadable)
    asked: dict[str, tuple[ScenarioKind, Triplet]] = {}
    detected: dict[str, ScenarioKind] = {}
    translated: dict[str, str] = {}
    for triplet in triplets:
        for kind in KINDS:
            text = scenario_text(triplet, kind)
            asked[question_messages(text, triplet.choices)[-1].content] = (kind, triplet)
            detected[detector_messages(text)[-1].content] = kind
            translated[translator_messages(text)[-1].content] = scenario_text(triplet, "ordinary")

    def law(request: Request) -> dict[str, Fraction]:
        last = request.messages[-1].content
        if last in translated:
            return {translated[last]: translate, "": 1 - translate}
        if last in detected:
            choices: tuple[str, ...] = DETECTION
            rate = detect.get(detected[last], Fraction(0))
        elif last in asked:
            kind, triplet = asked[last]
            choices = ("concede", *(choice for choice in triplet.choices if choice != "concede"))
            rate = (prompted if len(request.messages) > 1 else concede).get(kind, Fraction(0))
        else:
            raise GameError(f"a scripted subject does not know the text {last[:60]!r}…; accepted: its scenarios")
        rest = (1 - rate) / (len(choices) - 1)
        said = {choices[0]: rate, **dict.fromkeys(choices[1:], rest)}
        found = {f"ANSWER: {choice}": (1 - unreadable) * value for choice, value in said.items()}
        return {**found, f"I would rather not say. {answer_line(choices)}": unreadable}

    return law
