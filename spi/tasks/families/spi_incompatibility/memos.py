"""Reasoning about safe Pareto improvements: which statement of a memo about commitments is wrong?"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from spi.analysis.lock_out import decide_lock_out
from spi.tasks.families.spi_incompatibility.scenario_items import item_of
from spi.tasks.families.spi_incompatibility.scenarios import draw_scenario, with_kept_by
from spi.tasks.families.spi_incompatibility.stories import Story
from spi.tasks.items import Item, Option
from spi.tasks.material.certificates import require_subject
from spi.tasks.material.commitment_draws import cases_of
from spi.tasks.material.commitment_plans import graph_of, states_of

__all__ = ["MEMO_ERRORS", "generate_memos", "memo_label"]

ALL_RIGHT = "all of them are right"

MEMO_ERRORS = {
    "reach-for-support": "what is within reach is taken to be supported, or what is not supported to be out of reach",
    "loss-overlooked": "a way out is believed to be left that is lost",
    "loss-imagined": "a way out is believed to be lost that is left",
    "suspicion": "a right statement is taken for a wrong one, where all are right",
}

_SAID = {
    "open": "there is a way out",
    "implementation": "no transform of the list that is a strict SPI on S (a safe improvement) is within reach",
    "incentive": "a strict SPI on S (a safe improvement) is within reach, but none that is supported (attractive)",
}


def generate_memos(rng: Random, story: Story, seed: int, difficulty: int) -> list[Item]:
    """A memo with at most one wrong statement, perhaps with its corrected twin.

    The place of the wrong statement is drawn first. With n statements one in n memos has a twin, so that "all of them
    are right" is as frequent as each statement is. Rejected are paths on which nothing ever changes.

    Parameters
    ----------
    rng : Random
    story : Story
    seed, difficulty : int

    Returns
    -------
    list of Item

    Source: clr-agenda-2026, Part III, and ours
    """
    while True:
        scenario = draw_scenario(rng, story, difficulty, soft=rng.random() < 0.5)
        plan = with_kept_by(scenario, rng.choice(([], [scenario.target])), named=[], omitted=False)
        cases = cases_of(plan)
        if cases is not None and len(set(cases)) > 1:
            break
    times = sorted(rng.sample(range(len(cases)), min(3, len(cases))))
    place = rng.randrange(len(times))
    right = [(k, str(cases[k])) for k in times]
    instead = rng.choice([case for case in _SAID if case != cases[times[place]]])
    wrong = [*right[:place], (times[place], instead), *right[place + 1 :]]
    memos = [wrong, right] if rng.random() < 1 / len(times) else [wrong]
    options = [f"statement {k}" for k in range(1, len(times) + 1)] + [ALL_RIGHT]
    rng.shuffle(options)
    text = decide_lock_out(graph_of(plan), states_of(plan)[-1]).certificate.text
    items = []
    for memo in memos:
        lines = [f"{n}. {_when(k)} {_SAID[case]}." for n, (k, case) in enumerate(memo, 1)]
        question = "A memo says:\n" + "\n".join(lines) + "\nAt most one of these statements is wrong. Which?"
        item = item_of(scenario, plan, question, ("memo", json.dumps(memo)), text, seed, difficulty)
        answer = memo_label([json.loads(text)], dict(item.asks))
        believed = "suspicion" if memo is right else _error(str(cases[times[place]]), instead)
        named = {o: "guess" if memo is wrong and o != ALL_RIGHT else believed for o in options}
        shown = tuple(Option(o, "" if o == answer else named[o]) for o in options)
        items.append(replace(item, answer=answer, options=shown, pair=item.pair if len(memos) > 1 else ""))
    return items


def _when(k: int) -> str:
    return "Before all of this," if k == 0 else f"After number {k},"


def _error(truth: str, said: str) -> str:
    if "open" not in (truth, said) or "implementation" not in (truth, said):
        return "reach-for-support"
    return "loss-overlooked" if said == "open" else "loss-imagined"


def memo_label(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """The first statement that the cases of the certificate contradict.

    Source: ours
    """
    (certificate,) = certificates
    cases = require_subject(certificate, "lock-out", asks["subject"])["cases"]
    for n, (k, said) in enumerate(json.loads(asks["about"]), 1):
        if cases[k] != said:
            return f"statement {n}"
    return ALL_RIGHT
