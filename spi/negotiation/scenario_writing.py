"""Negotiations written as the TOML of `games/` with `kind = "negotiation"`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from spi.core.gamefile import quote
from spi.core.numbers import format_exact
from spi.errors import FormatError
from spi.negotiation.issues import outcomes
from spi.negotiation.preferences import Additive, Tabular
from spi.negotiation.protocols import AlternatingOffers, DemandGame, Handshake, NoteMatching, Protocol
from spi.negotiation.scenario import Scenario

__all__ = ["write_negotiation"]


def write_negotiation(negotiation: Scenario) -> str:
    """Write a negotiation as text that `read_scenario_file` reads.

    Parameters
    ----------
    negotiation : Scenario
        With additive or tabular utilities, all outcomes feasible.

    Returns
    -------
    str
        TOML as described in `games/README.md`, without facts.

    Raises
    ------
    FormatError
        For utilities that are functions, a mixture of kinds, and constraints: these have no form in a file.

    Source: ours
    """
    kinds = {type(side.utility) for side in negotiation.sides}
    if negotiation.feasible is not None or kinds not in ({Additive}, {Tabular}):
        raise FormatError("functions cannot be written; accepted: additive or tabular utilities, all outcomes feasible")
    lines = ['kind = "negotiation"']
    lines += [f"{key} = {quote(v)}" for key, v in (("title", negotiation.title), ("source", negotiation.source)) if v]
    lines += [f"sides = {_list(negotiation.names)}", f"disagreement = {_row(negotiation.disagreement)}"]
    utilities = [side.utility for side in negotiation.sides]
    sums = [u for u in utilities if isinstance(u, Additive)]
    if sums and any(u.offset for u in sums):
        lines.append(f"offset = {_row([u.offset for u in sums])}")
    tables = [u for u in utilities if isinstance(u, Tabular)]
    if tables:
        rows = zip(outcomes(negotiation.issues), zip(*(u.values for u in tables), strict=True), strict=True)
        lines.append("outcomes = [")
        lines += [f"  {{ deal = {_list(deal)}, payoffs = {_row(own)} }}," for deal, own in rows]
        lines.append("]")
    if negotiation.protocol is not None:
        lines.append(f"protocol = {_protocol_row(negotiation.protocol, negotiation.names)}")
    for k, one in enumerate(negotiation.issues):
        lines += [
            "[[issues]]",
            f"name = {quote(one.name)}",
            f"kind = {quote(one.kind)}",
            f"options = {_list(one.options)}",
        ]
        if sums:
            columns = zip(*(u.tables[k] for u in sums), strict=True)
            lines.append("values = [" + ", ".join(map(_row, columns)) + "]")
        if one.labels:
            shown = zip(negotiation.names, one.labels, strict=True)
            lines.append("labels = { " + ", ".join(f"{quote(name)} = {_list(own)}" for name, own in shown) + " }")
    if any(w != 1 for u in sums for w in u.weights):
        lines.append("[weights]")
        for name, u in zip(negotiation.names, sums, strict=True):
            lines.append(f"{quote(name)} = {_list(map(format_exact, u.weights))}")
    tellings = (
        ("descriptions", {side.name: side.description for side in negotiation.sides if side.description}),
        ("sees", {side.name: side.sees for side in negotiation.sides if side.sees != "own"}),
    )
    for key, told in tellings:
        lines += [f"[{key}]", *(f"{quote(name)} = {quote(text)}" for name, text in told.items())] if told else []
    if negotiation.conflicts:
        lines += ["[conflicts]", *(f"{quote(c.name)} = {_row(c.payoffs)}" for c in negotiation.conflicts)]
    return "\n".join(lines) + "\n"


def _protocol_row(protocol: Protocol, names: Sequence[str]) -> str:
    match protocol:
        case AlternatingOffers():
            return (
                f'{{ kind = "alternating-offers", rounds = {protocol.rounds}, first = {quote(names[protocol.first])}, '
                f'discount = {_row(protocol.discount)}, breakdown = "{format_exact(protocol.breakdown)}" }}'
            )
        case DemandGame():
            return f'{{ kind = "demand", settle = {quote(protocol.settle)} }}'
        case Handshake():
            return (
                f'{{ kind = "handshake", rounds = {protocol.rounds}, first = {quote(names[protocol.first])}, '
                f"phrase = {quote(protocol.phrase)} }}"
            )
        case NoteMatching():
            return f'{{ kind = "note-matching", rounds = {protocol.rounds}, first = {quote(names[protocol.first])} }}'


def _list(names: Iterable[str]) -> str:
    return "[" + ", ".join(map(quote, names)) + "]"


def _row(numbers: Sequence[Fraction]) -> str:
    return quote(", ".join(map(format_exact, numbers)))
