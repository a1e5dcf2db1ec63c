"""What models show of themselves: maps, correspondences, concession policies, beliefs, certificates."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from spi.core.beliefs import BeliefConstraint, Beliefs
from spi.core.concession import AffineConcession, ConcessionTable
from spi.core.correspondence import ActionMaps, Correspondence
from spi.core.numbers import format_exact
from spi.core.policy_game import PolicyGame
from spi.core.threatfile import ThreatFile
from spi.core.verdict import Certificate
from spi.report.diagram_pictures import correspondence_picture
from spi.report.layout import lottery_text, outcome_text, vector_text
from spi.report.pages import Aligned, Part, Sheet, sheet
from spi.report.records import value_text

__all__ = ["facts_sheet", "maps_text", "page_of"]

_LONG = 60  # characters of JSON that are shown as they are
_MOST_NAMES = 8
_RELATIONS = {"at-most": "≤", "at-least": "≥", "equal": "="}


def page_of(thing: object) -> Sequence[Part] | None:
    """The page of a model, or None.

    Source: ours
    """
    match thing:
        case ActionMaps():
            return [maps_text(thing)]
        case Correspondence():
            return _correspondence(thing)
        case ConcessionTable():
            return [_rates(thing)]
        case AffineConcession():
            curve = f"{format_exact(thing.intercept)} − {format_exact(thing.slope)}·x"
            ends = f"{format_exact(thing.low)} ≤ x ≤ {format_exact(thing.high)}"
            return [f"a demand of x is conceded with probability {curve}, for {ends}"]
        case PolicyGame():
            return _policies(thing)
        case Beliefs():
            return _beliefs(thing)
        case ThreatFile():
            return _threat_file(thing)
        case Certificate():
            return _certificate(thing)
    return None


def maps_text(maps: ActionMaps) -> str:
    """`Player 1: T → R; Player 2: C → F`."""
    each = (f"{p}: {', '.join(f'{x} → {y}' for x, y in own)}" for p, own in zip(maps.players, maps.pairs, strict=True))
    return "; ".join(each)


def _correspondence(found: Correspondence) -> list[Part]:
    images: dict[tuple[str, ...], list[str]] = {a: [] for a in sorted(found.domain)}
    for a, b in sorted(found.pairs):
        images[a].append(outcome_text(b))
    rows = [(outcome_text(a), ", ".join(own) or "is never played") for a, own in images.items()]
    sizes = f"{len(found.domain):,} outcomes to {len(found.codomain):,}, {len(found.pairs):,} pairs"
    table = sheet(f"correspondence of {sizes}", ("outcome", "becomes one of"), rows)
    return [correspondence_picture(found), table]


def _policies(problem: PolicyGame) -> list[Part]:
    game = problem.game
    rows = [(outcome_text(a), vector_text(game[a])) for a in problem.space]
    parts: list[Part] = [game.title] if game.title else []
    parts.append(f"played by default: {lottery_text(problem.default)}")
    parts.append(sheet("where nobody may be worse off", ("policies", f"payoffs ({', '.join(game.players)})"), rows))
    parts.append(
        sheet("transforms", ("transform", "policies"), [(t.name, maps_text(t.maps)) for t in problem.transforms])
    )
    return parts


def _rates(policy: ConcessionTable) -> Sheet:
    rows = [(name, format_exact(rate)) for name, rate in policy.rates]
    return sheet("probability of conceding", ("threat", "conceded with"), rows)


def _beliefs(found: Beliefs[Any]) -> list[Part]:
    types = sheet(f"beliefs about {len(found.types):,} types", ("", "type"), _numbered(map(value_text, found.types)))
    if not found.constraints:
        return [types, "every law is admissible"]
    rows = _numbered(_constraint(found, one) for one in found.constraints)
    return [types, sheet("admissible are the laws with", ("", "constraint"), rows, total=len(found.constraints))]


def _constraint(about: Beliefs[Any], constraint: BeliefConstraint) -> str:
    """`P(soft) + 2·P(fair) ≥ 1/2`."""
    terms = [
        f"{'' if weight == 1 else format_exact(weight) + '·'}P({value_text(one)})"
        for one, weight in zip(about.types, constraint.weights, strict=True)
        if weight
    ]
    left = " + ".join(terms[:_MOST_NAMES]) + f" + {len(terms) - _MOST_NAMES:,} more terms" * (len(terms) > _MOST_NAMES)
    return f"{left or '0'} {_RELATIONS[constraint.relation]} {format_exact(constraint.bound)}"


def _numbered(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((str(k), text) for k, text in enumerate(texts, 1))


def _threat_file(found: ThreatFile) -> list[Part]:
    parts: list[Part] = [Aligned(str(found.game))]
    parts += [_rates(found.policy)] if found.policy is not None else []
    if found.surrogates is not None:
        parts.append(sheet("surrogates", ("original threat", "becomes"), list(found.surrogates.items())))
    return [*parts, *facts_sheet(found.facts)]


def facts_sheet(facts: Mapping[str, object]) -> list[Sheet]:
    """What a file claims of what it holds, if it claims anything."""
    rows = [(name.replace("_", " "), value_text(value)) for name, value in facts.items()]
    return [sheet("facts that the file states", ("fact", "value"), rows)] if rows else []


def _certificate(found: Certificate) -> list[Part]:
    data = found.as_dict()
    claim = [(name, json.dumps(value, ensure_ascii=False)) for name, value in data.get("claim", {}).items()]
    rest = [(name, _size(value)) for name, value in data.items() if name != "claim"]
    return [
        f"certificate of {len(found.text):,} characters; spi.check goes through it again, save writes it to a file",
        sheet("claim", ("", "value"), claim),
        sheet("what it holds", ("part", "value"), rest),
    ]


def _size(value: object) -> str:
    """A value of JSON: what is long by its length."""
    text = json.dumps(value, ensure_ascii=False)
    if len(text) <= _LONG or not isinstance(value, dict | list):
        return text
    names = f": {', '.join(islice(value, _MOST_NAMES))}" if isinstance(value, dict) else ""
    return f"{len(value):,} entries{names}" + ", …" * (bool(names) and len(value) > _MOST_NAMES)
