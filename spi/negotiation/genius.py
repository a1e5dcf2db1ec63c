"""Genius's XML: one utility space for each side, with a weight for each issue and an evaluation for each item."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from fractions import Fraction

from spi.errors import FormatError, GameError
from spi.negotiation.imports import Imported, read_number, read_text
from spi.negotiation.issues import issue
from spi.negotiation.preferences import Utility, additive
from spi.negotiation.protocols import AlternatingOffers
from spi.negotiation.scenario import Scenario, scenario

__all__ = ["read_genius"]

_DECLARATION = re.compile(r"<!\s*(DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)


def read_genius(
    profiles: Mapping[str, str | bytes],
    *,
    disagreement: Mapping[str, Fraction | int | str] | None = None,
    rounds: int | None = None,
) -> Imported[Scenario]:
    """Read a negotiation from one utility space per side.

    Parameters
    ----------
    profiles : mapping from the name of a side to the XML of its utility space
        Issues of type discrete, the same items in each. The value of an item is its evaluation over the largest one of
        its issue.
    disagreement : mapping from side to exact number, optional
        For sides whose file has no `reservation`.
    rounds : int, optional
        With it, the negotiation is one of alternating offers, with the files' discount factors (1 where there is none).

    Returns
    -------
    Imported
        The scenario, and the repairs. Weights that do not sum to 1 are kept as they are, and that is reported.

    Raises
    ------
    FormatError
        With the file and what is at fault in it. Document types and entities are refused unread, whatever they declare.

    Source: ours
    """
    repairs: list[str] = []
    utilities: dict[str, Utility] = {}
    reserves, discounts, shapes = [], [], []
    for side, content in profiles.items():
        text = read_text(content, file=side)
        declared = _DECLARATION.search(text)
        if declared:
            line = text.count("\n", 0, declared.start()) + 1
            raise FormatError(
                f"{declared[0]} is a declaration, which could make the file say anything; accepted: XML without",
                file=side,
                line=line,
            )
        try:
            root = ET.fromstring(text)
        except ET.ParseError as error:
            line, column = error.position
            raise FormatError(f"not XML: {error}", file=side, line=line, column=column + 1) from None
        shape, tables, weights = _space(root, side)
        shapes.append(shape)
        if shape != shapes[0]:
            raise FormatError("its issues and items are not those of the first file", file=side)
        if sum(weights) != 1:
            repairs.append(f"{side}: the weights sum to {sum(weights)}, and are kept so")
        utilities[side] = additive(tables, weights=weights)
        reserve = _attribute(root, "reservation", side)
        if reserve is None and disagreement is not None and side in disagreement:
            reserve = read_number(str(disagreement[side]), file=side, at="disagreement")
        if reserve is None:
            raise FormatError("no <reservation value=…>; accepted: one, or a number in disagreement={…}", file=side)
        reserves.append(reserve)
        discount = _attribute(root, "discount_factor", side)
        discounts.append(Fraction(1) if discount is None else discount)
    try:
        issues = [issue(name, items) for name, items in (shapes[0] if shapes else [])]
        protocol = None if rounds is None else AlternatingOffers(rounds, 0, tuple(discounts))
        made = scenario(issues, utilities, disagreement=reserves, protocol=protocol)
    except GameError as error:
        raise FormatError(str(error), file=", ".join(profiles) or "<profiles>") from None
    return Imported(made, tuple(repairs))


Shape = list[tuple[str, list[str]]]


def _space(root: ET.Element, file: str) -> tuple[Shape, list[list[Fraction]], list[Fraction]]:
    """Issues with their items, the values of the items, and the weights."""
    space = root if root.tag == "objective" else root.find("objective")
    if space is None:
        raise FormatError("no <objective>; accepted: a utility space of Genius", file=file)
    weights = {}
    for entry in space.findall("weight"):
        at = f"weight of issue {entry.get('index')}"
        weights[entry.get("index")] = read_number(entry.get("value"), file=file, at=at)
    shape, tables, factors = [], [], []
    for one in space.findall("issue"):
        name, index = one.get("name"), one.get("index")
        if name is None or one.get("vtype", one.get("type", "discrete")) != "discrete":
            raise FormatError(f"issue {name or index} has no name, or other values than discrete ones", file=file)
        rows = [(item.get("value"), item.get("evaluation")) for item in one.findall("item")]
        values = [read_number(e, file=file, at=f"evaluation of {name}, {value}") for value, e in rows]
        most = max(values, default=Fraction(0))
        if most <= 0:
            raise FormatError(f"issue {name} has no item with a positive evaluation", file=file)
        if index not in weights:
            raise FormatError(f"issue {name} has no weight", file=file)
        shape.append((name, [str(value) for value, _ in rows]))
        tables.append([v / most for v in values])
        factors.append(weights[index])
    return shape, tables, factors


def _attribute(root: ET.Element, tag: str, file: str) -> Fraction | None:
    found = root.find(tag)
    return None if found is None else read_number(found.get("value"), file=file, at=tag)
