"""What exact solvers show: eliminations, isomorphisms, derivations, threats, and searches without a hit."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from spi.analysis.questions import Exhausted
from spi.core.numbers import format_exact
from spi.report.coordination import optimality_text
from spi.report.diagram_pictures import derivation_picture
from spi.report.layout import action_sets, mixture_text
from spi.report.pages import Aligned, Part, sheet
from spi.report.shown_models import maps_text
from spi.solve.array_reduction import ArrayReduction, Removal
from spi.solve.derivation import Derivation, Step
from spi.solve.feasible import Efficient, Improvable, OutOfReach
from spi.solve.isomorphism import CanonicalForm, Isomorphism
from spi.solve.threats import Threat
from spi.solve.zero_sum import ZeroSumSolution

__all__ = ["page_of"]

_MOST_LEFT = 20  # positions, before a list is cut


def page_of(thing: object) -> Sequence[Part] | None:
    """The page of something that was solved, or None.

    Source: ours
    """
    match thing:
        case Removal():
            return [_removal(thing)]
        case ArrayReduction():
            return _arrays(thing)
        case Isomorphism():
            return _isomorphism(thing)
        case CanonicalForm():
            return [*_isomorphism(thing.isomorphism), Aligned(str(thing.game))]
        case Derivation():
            return _derivation(thing)
        case Exhausted():
            return _exhausted(thing)
        case Threat():
            return _threat(thing)
        case Efficient() | Improvable() | OutOfReach():
            return [Aligned(optimality_text(thing))]
        case ZeroSumSolution():
            rows = [("row", _mixture(thing.row)), ("column", _mixture(thing.column))]
            head = ("player", "optimal mixture of positions, counted from 0")
            return [sheet(f"value {format_exact(thing.value)}", head, rows)]
    return None


def _removal(removal: Removal) -> str:
    if isinstance(removal.by, int):
        verb = "duplicates" if removal.rule == "duplicate" else "is strictly dominated by"
        return f"player {removal.player}: action {removal.action} {verb} {removal.by}"
    mixture = " + ".join(f"{format_exact(weight)}·{action}" for action, weight in removal.by)
    return f"player {removal.player}: action {removal.action} is strictly dominated by the mixture {mixture}"


def _arrays(reduction: ArrayReduction) -> list[Part]:
    rows = []
    for k, own in enumerate(reduction.survivors):
        more = f", and {len(own) - _MOST_LEFT:,} more" if len(own) > _MOST_LEFT else ""
        rows.append((f"player {k}", f"{len(own):,}", ", ".join(map(str, own[:_MOST_LEFT])) + more))
    steps = [(str(k), _removal(step)) for k, step in enumerate(reduction.steps, 1)]
    return [
        sheet("what is left, positions counted from 0", ("player", "actions", "positions"), rows),
        sheet(f"{len(steps):,} removed", ("step", "because"), steps),
    ]


def _isomorphism(found: Isomorphism) -> list[Part]:
    rows = [
        (player, ", ".join(f"{x} → {y}" for x, y in own), format_exact(scale), format_exact(shift))
        for player, own, scale, shift in zip(
            found.maps.players, found.maps.pairs, found.scale, found.shift, strict=True
        )
    ]
    head = ("player", "actions", "scale", "shift")
    return [sheet("isomorphism: source payoff = scale · target payoff + shift", head, rows)]


def _derivation(derivation: Derivation) -> list[Part]:
    rows = [("0", "", action_sets(derivation.games[0]))]
    rows += [
        (str(k), _step(step), action_sets(game))
        for k, (step, game) in enumerate(zip(derivation.steps, derivation.games[1:], strict=True), 1)
    ]
    table = sheet(f"derivation in {len(derivation.steps)} steps", ("step", "by", "game"), rows)
    return [derivation_picture(derivation), table]


def _step(step: Step) -> str:
    kind, detail = step
    if isinstance(detail, Isomorphism):
        return f"isomorphism (Assumption 2): {maps_text(detail.maps)}"
    return f"{kind} (Assumption 1): {detail}"


def _exhausted(found: Exhausted) -> list[Part]:
    search = f"{found.candidates:,} candidate maps refuted in {found.nodes:,} nodes"
    if not found.written:
        search += " of a search that is too long to be written down: the checker has not gone through it"
    return [f"survivors of elimination: {action_sets(found.reduction.reduced)}\n{search}"]


def _mixture(weights: Sequence[Fraction]) -> str:
    return mixture_text(tuple((str(k), weight) for k, weight in enumerate(weights) if weight))


def _threat(threat: Threat) -> list[Part]:
    low, high = format_exact(threat.lower), format_exact(threat.upper)
    value = low if low == high else f"between {low} and {high}"
    rows = [(threat.player, f"guarantees {low}", mixture_text(threat.guarantee))]
    rows += [(who, f"holds {threat.player} to {high}", mixture_text(own)) for who, own in threat.punishment.items()]
    return [sheet(f"threat point of {threat.player}: {value}", ("player", "", "plays"), rows)]
