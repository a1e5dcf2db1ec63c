"""What negotiations show: issues with what each option is worth to each side, frontiers, solutions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from spi.core.numbers import format_exact
from spi.negotiation.frontier import Frontier, witness
from spi.negotiation.issues import Issue, count_outcomes
from spi.negotiation.lotteries import LotteryFrontier
from spi.negotiation.preferences import Additive
from spi.negotiation.scenario import Scenario, Side
from spi.negotiation.solutions import Solution
from spi.negotiation.transcripts import Offer, Transcript
from spi.report.layout import vector_text
from spi.report.pages import Part, sheet
from spi.report.records import value_text

__all__ = ["page_of"]


def page_of(thing: object) -> Sequence[Part] | None:
    """The page of something about a negotiation, or None.

    Source: ours
    """
    match thing:
        case Scenario():
            return _scenario(thing)
        case Frontier():
            return _frontier(thing)
        case LotteryFrontier():
            rows = [(str(k), *map(format_exact, point)) for k, point in enumerate(thing.vertices, 1)]
            head = ("vertex", *thing.scenario.names)
            return [sheet("efficient expected payoffs: the edges between these vertices", head, rows)]
        case Solution():
            return _solution(thing)
        case Transcript():
            return _transcript(thing)
    return None


def _scenario(negotiation: Scenario) -> list[Part]:
    total = count_outcomes(negotiation.issues)
    head = [negotiation.title] * bool(negotiation.title) + [f"({negotiation.source})"] * bool(negotiation.source)
    restricted = "" if negotiation.feasible is None else ", not all of them feasible"
    head.append(
        f"{total:,} outcomes of {len(negotiation.issues)} issues between {', '.join(negotiation.names)}{restricted}"
    )
    if negotiation.protocol is not None:
        head.append(f"protocol: {type(negotiation.protocol).__name__}")
    without = [("no deal", *map(format_exact, negotiation.disagreement))]
    without += [(conflict.name, *map(format_exact, conflict.payoffs)) for conflict in negotiation.conflicts]
    parts: list[Part] = ["\n".join(head), sheet("without a deal", ("", *negotiation.names), without)]
    parts += [_issue(negotiation.sides, one, k) for k, one in enumerate(negotiation.issues)]
    offsets = [(s.name, format_exact(s.utility.offset)) for s in negotiation.sides if isinstance(s.utility, Additive)]
    if any(offset != "0" for _, offset in offsets):
        parts.append(f"with any deal besides: {', '.join(f'{name} {offset}' for name, offset in offsets)}")
    others = [side.name for side in negotiation.sides if not isinstance(side.utility, Additive)]
    if others:
        parts.append(f"no sum over issues: the utility of {', '.join(others)}")
    return parts


def _issue(sides: Sequence[Side], one: Issue, number: int) -> Part:
    rows = []
    for k, option in enumerate(one.options):
        labels = dict.fromkeys(own[k] for own in one.labels)
        called = f" ({' / '.join(labels)})" if labels and list(labels) != [option] else ""
        rows.append((option + called, *(_worth(side, number, k) for side in sides)))
    caption = one.name + f" ({one.kind})" * bool(one.kind)
    return sheet(caption, ("option", *(side.name for side in sides)), rows)


def _worth(side: Side, number: int, option: int) -> str:
    """What an option adds to the utility of a side, if that is a sum."""
    if not isinstance(side.utility, Additive):
        return "depends"
    return format_exact(Fraction(side.utility.weights[number] * side.utility.tables[number][option]))


def _frontier(frontier: Frontier) -> list[Part]:
    rows = (
        (*map(format_exact, frontier.payoffs(level)), ", ".join(witness(frontier, frontier.payoffs(level))))
        for level in frontier.levels
    )
    caption = f"Pareto frontier: {len(frontier):,} points"
    return [sheet(caption, (*frontier.scenario.names, "reached by"), rows, total=len(frontier))]


def _solution(solution: Solution) -> list[Part]:
    rows = [(str(k), vector_text(point)) for k, point in enumerate(solution.points, 1)]
    parts: list[Part] = [sheet(f"{solution.name}, value {format_exact(solution.value)}", ("", "payoffs"), rows)]
    if solution.degenerate:
        parts.append(f"degenerate: {solution.degenerate}")
    if solution.leximin != solution.points:
        parts.append(f"leximin: {'; '.join(map(vector_text, solution.leximin[:5]))}")
    return parts


def _transcript(found: Transcript) -> list[Part]:
    names = found.scenario.names
    head = ("turn", "round", "side", "act", "message", "offers by it", "note", "offers by it")
    rows = (
        (str(k), str(turn.round), names[turn.side], turn.act,
         turn.message, _offer(turn.offered), turn.note, _offer(turn.noted))
        for k, turn in enumerate(found.turns, 1)
    )  # fmt: skip
    title = found.scenario.title or "a negotiation"
    caption = f"{title}: {len(found.turns):,} turns of {', '.join(names)}"
    parts: list[Part] = [sheet(caption, head, rows, total=len(found.turns)), f"result: {value_text(found.result)}"]
    parts += [sheet("provenance", ("", "value"), found.provenance)] if found.provenance else []
    return parts


def _offer(offer: Offer | None) -> str:
    """An empty offer is one that settles nothing; none is no offer at all."""
    if offer is None:
        return ""
    return ", ".join(f"{issue}: {option}" for issue, option in offer) or "nothing settled"
