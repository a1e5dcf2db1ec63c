"""A negotiation: issues, sides with preferences and a disagreement point, who knows what, and a protocol."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import get_args

from spi.core.display import html_of
from spi.core.game import check_names, read_position
from spi.core.numbers import Exact, exact, format_exact
from spi.errors import GameError, HypothesisError
from spi.negotiation.issues import Issue, Outcome, count_outcomes, outcomes, read_outcome
from spi.negotiation.preferences import Additive, Utility, check_utility, option_values, utility_of
from spi.negotiation.protocols import AlternatingOffers, Handshake, NoteMatching, Protocol, Sight

__all__ = ["Conflict", "Payoffs", "Scenario", "Side", "canonical_scenario", "feasible_outcomes", "scenario"]

Payoffs = tuple[Fraction, ...]
"""One number per side, in their order."""


@dataclass(frozen=True, slots=True)
class Side:
    """One party to a negotiation.

    Parameters
    ----------
    name : str
    utility : Additive, Tabular or Computed
    disagreement : Fraction
        What the side has if there is no deal. Required: walk-away payoffs differ (0, a bid of its own, 5 points), and a
        missing one is not 0.
    description : str
        What the side is told about itself.
    sees : str
        What it sees of the others.

    Source: nash-1950, Two-person bargaining
    """

    name: str
    utility: Utility
    disagreement: Fraction
    description: str = ""
    sees: Sight = "own"

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Conflict:
    """An outcome without a deal that is not walking away: a breakdown, a fight, a strike.

    Parameters
    ----------
    name : str
    payoffs : tuple of Fraction, one per side

    Source: ours
    """

    name: str
    payoffs: Payoffs

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Scenario:
    """A negotiation over issues; `scenario` builds one from plain values.

    Parameters
    ----------
    issues : tuple of Issue
        One or more with distinct names.
    sides : tuple of Side
        Two or more with distinct names.
    protocol : Protocol or None
        None: only the bargaining problem is given.
    conflicts : tuple of Conflict
    feasible : function from Outcome to bool, or None
        Which outcomes can be agreed on; None: all.
    title, source : str
        For people.

    Raises
    ------
    GameError
        Naming the side, issue or conflict at fault.

    Source: nash-1950, Two-person bargaining, and ours
    """

    issues: tuple[Issue, ...]
    sides: tuple[Side, ...]
    protocol: Protocol | None = None
    conflicts: tuple[Conflict, ...] = ()
    feasible: Callable[[Outcome], bool] | None = None
    title: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        check_names("issue", tuple(one.name for one in self.issues))
        check_names("side", tuple(side.name for side in self.sides))
        if len(self.sides) < 2:
            raise GameError("one side; accepted: two or more")
        for one in self.issues:
            if one.labels and len(one.labels) != len(self.sides):
                raise GameError(
                    f"{one.name} has labels for {len(one.labels)} of {len(self.sides)} sides; one list each"
                )
        for side in self.sides:
            check_utility(side.utility, self.issues, side.name)
            if type(side.disagreement) is not Fraction:
                raise GameError(f"the disagreement of {side.name} is {side.disagreement!r}; accepted: a Fraction")
            if side.sees not in get_args(Sight):
                raise GameError(f"{side.name} sees {side.sees!r}; accepted: {', '.join(get_args(Sight))}")
        names = tuple(conflict.name for conflict in self.conflicts)
        if names:
            check_names("conflict", names)
        for conflict in self.conflicts:
            if len(conflict.payoffs) != len(self.sides):
                raise GameError(f"{conflict.name} has {len(conflict.payoffs)} payoffs for {len(self.sides)} sides")
        match self.protocol:
            case AlternatingOffers() if len(self.protocol.discount) != len(self.sides):
                raise GameError(f"{len(self.protocol.discount)} discount factors for {len(self.sides)} sides")
            case AlternatingOffers() | Handshake() | NoteMatching() if not self.protocol.first < len(self.sides):
                raise GameError(f"side {self.protocol.first} is to begin; accepted: 0 to {len(self.sides) - 1}")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the sides."""
        return tuple(side.name for side in self.sides)

    @property
    def disagreement(self) -> Payoffs:
        """What the sides have without a deal."""
        return tuple(side.disagreement for side in self.sides)

    @property
    def is_additive(self) -> bool:
        """Are all utilities sums over the issues, and all outcomes feasible?"""
        return self.feasible is None and all(isinstance(side.utility, Additive) for side in self.sides)

    @property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) of the canonical text of `games/README.md`; `HypothesisError` unless additive."""
        return hashlib.sha256(canonical_scenario(self).encode()).hexdigest()

    def issue(self, name: str) -> Issue:
        """An issue by its name; raises `GameError` with the names that exist."""
        for one in self.issues:
            if one.name == name:
                return one
        raise GameError(f"no issue {name!r}; the issues: {', '.join(one.name for one in self.issues)}")

    def side_index(self, side: str | int) -> int:
        """Position of a side, by name, or by position, from 0; raises `GameError` with the names that exist."""
        return read_position("side", self.names, side)

    def conflict(self, name: str) -> Payoffs:
        """The payoffs of a conflict outcome; raises `GameError` with the names that exist."""
        for conflict in self.conflicts:
            if conflict.name == name:
                return conflict.payoffs
        known = ", ".join(conflict.name for conflict in self.conflicts) or "none"
        raise GameError(f"no conflict outcome {name!r}; those of this negotiation: {known}")

    def payoffs(self, outcome: Mapping[str, str] | Sequence[str]) -> Payoffs:
        """What a deal is worth to each side; raises `GameError` for what is no feasible outcome."""
        chosen = read_outcome(self.issues, outcome)
        if self.feasible is not None and not self.feasible(chosen):
            raise GameError(f"{', '.join(chosen)} is not feasible in this negotiation")
        return tuple(utility_of(side.utility, self.issues, chosen) for side in self.sides)

    def __repr__(self) -> str:
        title = f" {self.title!r}" if self.title else ""
        return f"<Scenario{title}: {', '.join(self.names)}; {count_outcomes(self.issues):,} outcomes>"

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


def scenario(
    issues: Sequence[Issue],
    utilities: Mapping[str, Utility],
    *,
    disagreement: Sequence[Exact],
    protocol: Protocol | None = None,
    conflicts: Mapping[str, Sequence[Exact]] | None = None,
    feasible: Callable[[Outcome], bool] | None = None,
    title: str = "",
    source: str = "",
) -> Scenario:
    """Build a negotiation from plain values.

    Parameters
    ----------
    issues : sequence of Issue
    utilities : mapping from side to its utility
    disagreement : sequence of exact numbers
        One per side, in the order of `utilities`; required.
    protocol : Protocol, optional
    conflicts : mapping from name to one exact number per side, optional
    feasible : function from Outcome to bool, optional
    title, source : str

    Returns
    -------
    Scenario

    Raises
    ------
    GameError
        As `Scenario`; for a disagreement point of the wrong length, and for floats.

    Examples
    --------
    >>> from spi.negotiation.issues import issue
    >>> from spi.negotiation.preferences import additive
    >>> rent = issue("rent", ["low", "high"])
    >>> talks = scenario([rent], {"tenant": additive([[1, 0]]), "landlord": additive([[0, 1]])}, disagreement=[0, 0])
    >>> talks.payoffs(["low"])
    (Fraction(1, 1), Fraction(0, 1))

    Source: nash-1950, Two-person bargaining, and ours
    """
    if isinstance(disagreement, str) or len(disagreement) != len(utilities):
        raise GameError(
            f"the disagreement point {disagreement!r} does not fit {len(utilities)} sides; accepted: one number per "
            "side (what it has without a deal; it is never taken to be 0)"
        )
    sides = tuple(
        Side(name, utility, exact(d, place=f"the disagreement of {name}"))
        for (name, utility), d in zip(utilities.items(), disagreement, strict=True)
    )
    fights = tuple(
        Conflict(name, tuple(exact(x, place=f"a payoff of {name}") for x in payoffs))
        for name, payoffs in (conflicts or {}).items()
    )
    return Scenario(tuple(issues), sides, protocol, fights, feasible, title, source)


def feasible_outcomes(negotiation: Scenario) -> Iterator[Outcome]:
    """All outcomes that can be agreed on, in the order of `outcomes`.

    Source: ours
    """
    every = outcomes(negotiation.issues)
    return every if negotiation.feasible is None else filter(negotiation.feasible, every)


def canonical_scenario(negotiation: Scenario) -> str:
    """The text whose SHA-256 is the digest: sides, issues, options and what each option adds; see `games/README.md`.

    Raises
    ------
    HypothesisError
        Unless all utilities are additive and all outcomes feasible.

    Source: ours
    """
    if not negotiation.is_additive:
        raise HypothesisError("the digest is of sums over issues; accepted: additive utilities and no constraint")
    values = [option_values(side.utility) for side in negotiation.sides if isinstance(side.utility, Additive)]
    offsets = [side.utility.offset for side in negotiation.sides if isinstance(side.utility, Additive)]
    lines = ["spi-negotiation 1"]
    for side, offset in zip(negotiation.sides, offsets, strict=True):
        lines += [f"side {side.name}", f"offset {format_exact(offset)}"]
    for k, one in enumerate(negotiation.issues):
        lines.append(f"issue {one.name}")
        for j, option in sorted(enumerate(one.options), key=lambda entry: entry[1]):
            lines += [f"option {option}", "adds " + " ".join(format_exact(own[k][j]) for own in values)]
    return "\n".join(lines) + "\n"
