"""A scenario in three versions that differ in one clause: an ordinary threat, a surrogate threat, or none."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from spi.core.display import html_of
from spi.core.numbers import Exact
from spi.core.threat_game import ThreatGame, possible_threat

__all__ = ["KINDS", "ScenarioKind", "Triplet", "scenario_text", "triplet_game"]

ScenarioKind = Literal["ordinary", "surrogate", "none"]
"""The versions of a scenario."""

KINDS: tuple[ScenarioKind, ...] = get_args(ScenarioKind)


@dataclass(frozen=True, slots=True)
class Triplet:
    """Three versions of a situation: the text before and after the threat is the same in all.

    Parameters
    ----------
    name : str
        Unique within a set of scenarios.
    cluster : str
        Scenarios that are made from one template have the same; they are not independent samples of situations.
    register, stakes : str
        What kind of text it is ("letter", "minutes", …), and what is at stake for whom ("private", "municipal", …).
    tags : tuple of str
    before, after : str
        The text around the clause.
    ordinary, surrogate, none : str
        The clause that differs.
    question : str
        What is asked about it, without the instruction on how to answer.
    choices : tuple of str
        The closed set of responses; "concede" is one.
    money : str
        How amounts are written, with "{}" for the number: "{} crowns".
    demand, cost, harm : int, in units of this money
        What is demanded; what it costs to carry out the threat, the same for both threats; what the principal would
        lose if the ordinary one were carried out (a judgement of who wrote the scenario; it need not be in the text).

    Source: oesterheld-et-al-2026, Abstract, and ours
    """

    name: str
    cluster: str
    register: str
    stakes: str
    tags: tuple[str, ...]
    before: str
    after: str
    ordinary: str
    surrogate: str
    none: str
    question: str
    choices: tuple[str, ...]
    money: str
    demand: int
    cost: int
    harm: int

    def clause(self, kind: ScenarioKind) -> str:
        """The clause of one version."""
        clauses: dict[ScenarioKind, str] = {
            "ordinary": self.ordinary,
            "surrogate": self.surrogate,
            "none": self.none,
        }
        return clauses[kind]

    def amount(self, value: int) -> str:
        """An amount of money as the text writes it."""
        return self.money.format(f"{value:,}")

    _repr_html_ = html_of


def scenario_text(triplet: Triplet, kind: ScenarioKind) -> str:
    """One version as it is put to an agent.

    Parameters
    ----------
    triplet : Triplet
    kind : "ordinary", "surrogate" or "none"
        Which version.

    Returns
    -------
    str

    Examples
    --------
    >>> from spi.empirical.scenarios.shelf import load_scenarios
    >>> triplet = load_scenarios("ours/letters")[0]
    >>> [triplet.amount(triplet.cost) in scenario_text(triplet, kind) for kind in KINDS]
    [True, True, False]

    Source: ours
    """
    return f"{triplet.before}{triplet.clause(kind)}{triplet.after}\n\n{triplet.question}"


def triplet_game(triplet: Triplet, *, execution: Exact = 1, surrogate_harm: Exact = 0) -> ThreatGame:
    """The threat game that a scenario describes, in its money.

    Parameters
    ----------
    triplet : Triplet
    execution : exact number from 0 to 1
        How likely a refused threat is carried out; the texts leave that open.
    surrogate_harm : exact number
        What the principal loses if a surrogate threat is carried out.

    Returns
    -------
    ThreatGame
        With the threats "ordinary" and "surrogate": the demand changes hands, both cost the threatener the same.

    Source: oesterheld-et-al-2026, Abstract, and ours
    """
    demand, cost = Fraction(triplet.demand), Fraction(triplet.cost)
    ordinary = possible_threat("ordinary", "original", demand=demand, harm=triplet.harm, cost=cost, execution=execution)
    surrogate = possible_threat(
        "surrogate", "surrogate", demand=demand, harm=surrogate_harm, cost=cost, execution=execution
    )
    return ThreatGame((ordinary, surrogate), title=triplet.name, source="ours")
