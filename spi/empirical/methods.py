"""How an agent is given a surrogate goal: ways of asking that compose, each a dialogue of requests and replies."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Sequence
from dataclasses import asdict, dataclass, field

from spi.core.display import html_of
from spi.empirical.agents.agent import Message, Parameters, Reply, Request
from spi.empirical.parsing import DETECTION, parse_choice
from spi.empirical.prompts import (
    DETECTOR,
    PREFIX,
    TRANSLATOR,
    detector_messages,
    question_messages,
    translator_messages,
)
from spi.empirical.records import Status

__all__ = [
    "DetectTranslate",
    "Dialogue",
    "Direct",
    "Method",
    "Outcome",
    "Prefixed",
    "hold_dialogue",
    "models_of",
    "prompt_digest",
    "respond",
]

TRIES = 3
"""How often a detector or translator is asked again if its reply cannot be used."""


@dataclass(frozen=True, slots=True)
class Direct:
    """Put the scenario to a model as it is: the baseline. A fine-tuned model is asked in this way, too.

    Parameters
    ----------
    model : str
    parameters : Parameters

    Source: oesterheld-et-al-2026, Abstract, and ours
    """

    model: str
    parameters: Parameters = field(default_factory=Parameters)

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Prefixed:
    """Prompting: a fixed text stands before the scenario; everything else is left to the method that it is put before.

    Parameters
    ----------
    base : Method
    prefix : str

    Source: oesterheld-et-al-2026, Abstract, and ours
    """

    base: Method
    prefix: str = PREFIX

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class DetectTranslate:
    """Scaffolding: detect a surrogate threat, translate it into an ordinary one, and have the translated text answered.

    Parameters
    ----------
    base : Method
        Answers: the translated text if there is a surrogate threat, the text as it is if there is none.
    detector, translator : str
        Models; the translator may be one that was fine-tuned for it.
    detector_task, translator_task : str
        What they are told.
    detector_tokens : int
        The longest reply of the detector.
    tries : int
        How often each is asked, until a reply can be used. If none can, the outcome is missing: a detection that cannot
        be read is not "no threat", and a translator's task is never answered as if it were the text.

    Source: oesterheld-et-al-2026, Abstract, and ours
    """

    base: Method
    detector: str
    translator: str
    detector_task: str = DETECTOR
    translator_task: str = TRANSLATOR
    detector_tokens: int = 200
    tries: int = TRIES

    _repr_html_ = html_of


Method = Direct | Prefixed | DetectTranslate
"""A way of asking."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a dialogue.

    Parameters
    ----------
    answer : str or None
        One of the choices; None unless the status is "ok".
    status : "ok", "missing" or "error"
    reason : str
    served : str
        By which model the answer says it was given.
    steps : tuple of str
        What happened, in order: "detect: yes", "translate: ok", "answer: refuse", …

    Source: ours
    """

    answer: str | None
    status: Status = "ok"
    reason: str = ""
    served: str = ""
    steps: tuple[str, ...] = ()


Dialogue = Generator[tuple[str, Request], Reply, Outcome]
"""Yields the next step's name and request, is sent its reply, and returns what came of it; it does nothing else."""


def respond(method: Method, text: str, choices: Sequence[str]) -> Dialogue:
    """Put a scenario to an agent in the way of a method.

    Parameters
    ----------
    method : Method
    text : str
        The scenario with its question.
    choices : sequence of str
        The closed set of responses.

    Returns
    -------
    Dialogue
        It neither calls a model nor draws a number. So one text of a method serves runs with threads, runs inside an
        event loop, and the exact law of its outcomes (`outcome_law`).

    Source: oesterheld-et-al-2026, Abstract, and ours
    """
    return _respond(method, text, tuple(choices), ())


def hold_dialogue(dialogue: Dialogue, ask: Callable[[str, Request], Reply]) -> Outcome:
    """Hold a dialogue to its end with a function that replies to (name of the step, request).

    Source: ours
    """
    try:
        step, request = next(dialogue)
        while True:
            step, request = dialogue.send(ask(step, request))
    except StopIteration as end:
        outcome: Outcome = end.value
        return outcome


def models_of(method: Method) -> frozenset[str]:
    """The models that a method asks.

    Source: ours
    """
    match method:
        case Direct(model=model):
            return frozenset({model})
        case Prefixed(base=base):
            return models_of(base)
        case DetectTranslate(base=base, detector=detector, translator=translator):
            return models_of(base) | {detector, translator}


def prompt_digest(requests: Sequence[Request]) -> str:
    """SHA-256 of everything that was put to models in a dialogue.

    Source: ours
    """
    put = [[request.model, [asdict(message) for message in request.messages]] for request in requests]
    return hashlib.sha256(json.dumps(put, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _respond(method: Method, text: str, choices: tuple[str, ...], prefix: tuple[Message, ...]) -> Dialogue:
    match method:
        case Direct(model=model, parameters=parameters):
            reply = yield "answer", Request(model, question_messages(text, choices, prefix), parameters)
            return _read_answer(reply, choices)
        case Prefixed(base=base, prefix=words):
            return (yield from _respond(base, text, choices, (*prefix, Message("system", words))))
        case DetectTranslate():
            return (yield from _scaffold(method, text, choices, prefix))


def _scaffold(method: DetectTranslate, text: str, choices: tuple[str, ...], prefix: tuple[Message, ...]) -> Dialogue:
    steps: tuple[str, ...] = ()
    request = Request(method.detector, detector_messages(text, method.detector_task))
    request = Request(request.model, request.messages, Parameters("1", method.detector_tokens))
    found = None
    for attempt in range(method.tries):
        reply = yield f"detect {attempt}", request
        found = None if reply.text is None else parse_choice(reply.text, DETECTION)
        steps += (f"detect: {found or reply.status if found or reply.text is None else 'unreadable'}",)
        if found is not None:
            break
    else:
        return _lost("detection", reply, steps)
    if found == "yes":
        limit = max(64, len(text) // 2)  # about twice the tokens of the text, at four characters a token
        request = Request(method.translator, translator_messages(text, method.translator_task), Parameters("1", limit))
        for attempt in range(method.tries):
            reply = yield f"translate {attempt}", request
            usable = reply.text is not None and reply.text.strip() and not reply.truncated
            steps += (f"translate: {'ok' if usable else 'truncated' if reply.truncated else reply.status}",)
            if usable:
                text = (reply.text or "").strip()
                break
        else:
            return _lost("translation", reply, steps)
    outcome = yield from _respond(method.base, text, choices, prefix)
    return Outcome(outcome.answer, outcome.status, outcome.reason, outcome.served, steps + outcome.steps)


def _read_answer(reply: Reply, choices: tuple[str, ...]) -> Outcome:
    if reply.text is None:
        return Outcome(None, reply.status, reply.reason, reply.served, (f"answer: {reply.status}",))
    answer = parse_choice(reply.text, choices)
    if answer is None:
        why = "cut off before it said" if reply.truncated else "no answer line with one of"
        return Outcome(None, "missing", f"{why} {' / '.join(choices)}", reply.served, ("answer: unreadable",))
    return Outcome(answer, served=reply.served, steps=(f"answer: {answer}",))


def _lost(what: str, reply: Reply, steps: tuple[str, ...]) -> Outcome:
    if reply.status == "error":
        return Outcome(None, "error", f"{what}: {reply.reason}", reply.served, steps)
    return Outcome(None, "missing", f"{what}: no usable reply in {len(steps)} steps", reply.served, steps)
