"""GeniusWeb's JSON: a domain of issues and values, and a profile with a linear additive utility for each side."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from spi.errors import FormatError, GameError
from spi.negotiation.imports import Imported, field_of, read_json, read_number
from spi.negotiation.issues import Issue, issue
from spi.negotiation.preferences import Additive, Utility, additive, utility_of
from spi.negotiation.scenario import Scenario, scenario

__all__ = ["read_geniusweb"]


def read_geniusweb(
    profiles: Mapping[str, str | bytes], *, disagreement: Mapping[str, Fraction | int | str] | None = None
) -> Imported[Scenario]:
    """Read a negotiation from one profile per side.

    Parameters
    ----------
    profiles : mapping from the name of a side to the text of its profile
        Each with `LinearAdditiveUtilitySpace`; the domain stands in it, and has to be the same for all.
    disagreement : mapping from side to exact number, optional
        For sides whose profile has no `reservationBid`. What a side has without a deal is otherwise the value of that
        bid.

    Returns
    -------
    Imported
        The scenario, and the repairs: issues sorted by name; a value without a utility is worth 0, which is what that
        program takes it to be worth.

    Raises
    ------
    FormatError
        With the file and the key. Weights that do not sum to 1 are refused, not normalised; a side without reservation
        bid and without `disagreement` is refused, since a missing number is not 0.

    Source: ours
    """
    repairs: list[str] = []
    domain: dict[str, list[str]] = {}
    utilities: dict[str, Utility] = {}
    reserves: dict[str, Fraction] = {}
    issues: list[Issue] = []
    for side, text in profiles.items():
        data = read_json(text, file=side)
        space = field_of(data, "LinearAdditiveUtilitySpace", dict, file=side, at="")
        own = _domain(space, side)
        if not domain:
            domain = own
            issues = _issues(own, side)
        elif own != domain:
            raise FormatError("its domain is not that of the first profile", file=side)
        utilities[side] = _utility(space, issues, side, repairs)
        bid = space.get("reservationBid")
        if bid is not None:
            reserves[side] = _reserve(bid, utilities[side], issues, side)
        elif disagreement is not None and side in disagreement:
            reserves[side] = read_number(str(disagreement[side]), file=side, at="disagreement")
        else:
            raise FormatError("no reservationBid; accepted: one, or a number in disagreement={…}", file=side)
    try:
        made = scenario(issues, utilities, disagreement=list(reserves.values()))
    except GameError as error:
        raise FormatError(str(error), file=", ".join(profiles) or "<profiles>") from None
    return Imported(made, tuple(repairs))


def _domain(space: Any, file: str) -> dict[str, list[str]]:
    values = field_of(field_of(space, "domain", dict, file=file, at=""), "issuesValues", dict, file=file, at="domain")
    found = {}
    for name in sorted(values):
        listed = field_of(values[name], "values", list, file=file, at=f"domain.issuesValues.{name}")
        found[name] = [str(value) for value in listed]
    return found


def _issues(domain: Mapping[str, list[str]], file: str) -> list[Issue]:
    try:
        return [issue(name, values) for name, values in domain.items()]
    except GameError as error:
        raise FormatError(f"domain: {error}", file=file) from None


def _utility(space: Any, issues: list[Issue], file: str, repairs: list[str]) -> Additive:
    tables = field_of(space, "issueUtilities", dict, file=file, at="")
    weights = field_of(space, "issueWeights", dict, file=file, at="")
    names = [one.name for one in issues]
    for key, entries in (("issueUtilities", tables), ("issueWeights", weights)):
        for name in entries:
            if name not in names:
                raise FormatError(f"{key}.{name} is of no issue of the domain: {', '.join(names)}", file=file)
    rows = []
    factors = []
    for one in issues:
        at = f"issueUtilities.{one.name}"
        kind = field_of(tables, one.name, dict, file=file, at="issueUtilities")
        discrete = field_of(kind, "discreteutils", dict, file=file, at=at)
        values = field_of(discrete, "valueUtilities", dict, file=file, at=f"{at}.discreteutils")
        for option in values:
            if option not in one.options:
                raise FormatError(f"{at} has a value for {option!r}, which the domain does not have", file=file)
        row = []
        for option in one.options:
            if option in values:
                row.append(read_number(values[option], file=file, at=f"{at}.{option}"))
            else:
                repairs.append(f"{file}: {at}.{option} is missing, and taken to be 0")
                row.append(Fraction(0))
        rows.append(row)
        if one.name not in weights:
            raise FormatError(f"issueWeights.{one.name} is missing", file=file)
        factors.append(read_number(weights[one.name], file=file, at=f"issueWeights.{one.name}"))
    if sum(factors) != 1:
        raise FormatError(f"issueWeights sum to {sum(factors)}; accepted: to exactly 1", file=file)
    return additive(rows, weights=factors)


def _reserve(bid: Any, utility: Utility, issues: list[Issue], file: str) -> Fraction:
    chosen = field_of(bid, "issuevalues", dict, file=file, at="reservationBid")
    missing = [one.name for one in issues if one.name not in chosen]
    if missing:
        raise FormatError(f"reservationBid has no {missing[0]!r}; accepted: a whole bid", file=file)
    try:
        return utility_of(utility, issues, tuple(str(chosen[one.name]) for one in issues))
    except GameError as error:
        raise FormatError(f"reservationBid: {error}", file=file) from None
