"""Is this the Pareto frontier of a negotiation? With a certificate that does not list the outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spi.analysis.envelope import Json, certificate, held, refuted, vector_json
from spi.core.display import html_of
from spi.core.numbers import Exact, exact, format_exact
from spi.core.verdict import Certificate, Fails, Holds
from spi.errors import GameError, HypothesisError
from spi.negotiation.frontier import Frontier, find_frontier, witnesses
from spi.negotiation.issues import issue
from spi.negotiation.preferences import Additive, additive, option_values
from spi.negotiation.scenario import Payoffs, Scenario, scenario

__all__ = [
    "FrontierClaim",
    "compare_frontier",
    "negotiation_json",
    "prove_frontier",
    "read_negotiation_json",
    "verify_frontier",
]


@dataclass(frozen=True, slots=True)
class FrontierClaim:
    """Points that were asked about, held against the frontier.

    Parameters
    ----------
    frontier : Frontier
    points : tuple of Payoffs
        As they were given.
    missing, wrong : tuple of Payoffs
        Points of the frontier that are not among them, and points among them that are not on the frontier.

    Source: ours
    """

    frontier: Frontier
    points: tuple[Payoffs, ...]
    missing: tuple[Payoffs, ...]
    wrong: tuple[Payoffs, ...]

    def __str__(self) -> str:
        from spi.report.text import frontier_claim_text

        return frontier_claim_text(self)

    _repr_html_ = html_of


def verify_frontier(
    negotiation: Scenario, points: Sequence[Sequence[Exact]]
) -> Holds[FrontierClaim] | Fails[FrontierClaim]:
    """Are these payoffs exactly the Pareto frontier of all outcomes?

    Parameters
    ----------
    negotiation : Scenario
        With additive utilities, all outcomes feasible.
    points : sequence of one exact number per side
        In any order; given twice they count once.

    Returns
    -------
    Holds or Fails
        `.result.missing` and `.result.wrong` say what is different. The certificate has an outcome for each point of
        the frontier, and a list per issue that covers all partial sums, so that the checker never lists the outcomes.

    Raises
    ------
    HypothesisError
        If utilities are not sums over the issues.
    GameError
        For points of another length, and for floats.

    Examples
    --------
    >>> from spi.negotiation.scenariofile import load_negotiation
    >>> talks = load_negotiation("negotiation/flat-and-lease")
    >>> bool(verify_frontier(talks, [["2/3", 1], [1, "2/3"]]))
    False

    Source: ours
    """
    found = compare_frontier(negotiation, points)
    written = _frontier_certificate(found)
    return refuted(written, found) if found.missing or found.wrong else held(written, found)


def compare_frontier(negotiation: Scenario, points: Sequence[Sequence[Exact]]) -> FrontierClaim:
    """Points held against the frontier; claims nothing. Arguments and errors are those of `verify_frontier`.

    Source: ours
    """
    if not negotiation.is_additive:
        raise HypothesisError(
            "certificates of frontiers are about sums over issues; accepted: additive utilities and no constraint "
            "(`find_frontier` takes others)"
        )
    given = tuple(dict.fromkeys(tuple(exact(x, place="a point") for x in point) for point in points))
    if any(len(point) != len(negotiation.sides) for point in given):
        raise GameError(f"a point is no payoff of {len(negotiation.sides)} sides; accepted: one number per side")
    frontier = find_frontier(negotiation)
    true, stated = set(frontier.points), set(given)
    missing = tuple(p for p in frontier.points if p not in stated)
    wrong = tuple(p for p in given if p not in true)
    return FrontierClaim(frontier, given, missing, wrong)


def prove_frontier(negotiation: Scenario) -> Holds[FrontierClaim]:
    """The Pareto frontier of all outcomes, with a certificate that it is complete.

    Parameters
    ----------
    negotiation : Scenario
        With additive utilities, all outcomes feasible.

    Returns
    -------
    Holds
        `.result.frontier` is the frontier.

    Raises
    ------
    HypothesisError
        If utilities are not sums over the issues.

    Source: ours
    """
    points = find_frontier(negotiation).points if negotiation.is_additive else ()
    verdict = verify_frontier(negotiation, points)
    if not isinstance(verdict, Holds):
        raise AssertionError("the frontier was not found to be itself")
    return verdict


def _frontier_certificate(found: FrontierClaim) -> Certificate:
    frontier = found.frontier
    claim = {
        "kind": "frontier",
        "answer": "no" if found.missing or found.wrong else "yes",
        "points": list(map(vector_json, found.points)),
    }
    evidence = {
        "layers": [[vector_json(frontier.payoffs(level)) for level in layer] for layer in frontier.layers],
        "witnesses": list(map(list, witnesses(frontier, frontier.levels))),
    }
    return certificate(claim, {"negotiation": negotiation_json(frontier.scenario)}, evidence)


def negotiation_json(negotiation: Scenario) -> Json:
    """A negotiation, as certificates hold it: what each option adds for each side.

    Source: ours
    """
    utilities = [side.utility for side in negotiation.sides if isinstance(side.utility, Additive)]
    columns = list(map(option_values, utilities))
    issues = []
    for k, one in enumerate(negotiation.issues):
        rows = zip(*(column[k] for column in columns), strict=True)
        options = [{"option": x, "adds": vector_json(own)} for x, own in zip(one.options, rows, strict=True)]
        issues.append({"name": one.name, "options": options})
    return {
        "sides": list(negotiation.names),
        "offset": [format_exact(utility.offset) for utility in utilities],
        "issues": issues,
        "digest": negotiation.digest,
    }


def read_negotiation_json(data: Json) -> Scenario:
    """The issues and utilities of an accepted certificate, which knows no disagreement point: the offset stands for it.

    Source: ours
    """
    issues = [issue(row["name"], [entry["option"] for entry in row["options"]]) for row in data["issues"]]
    utilities = {
        name: additive([[entry["adds"][i] for entry in row["options"]] for row in data["issues"]], offset=offset)
        for i, (name, offset) in enumerate(zip(data["sides"], data["offset"], strict=True))
    }
    return scenario(issues, utilities, disagreement=data["offset"])
