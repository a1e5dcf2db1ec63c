"""What agents with bounded proof searches do, with a certificate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spi.analysis.envelope import Json, certificate, held
from spi.core.verdict import Holds
from spi.programs.bounded import AtLeast, BoundedAgent, BoundedOutcome, Condition, bounded_outcome

__all__ = ["LARGE", "LOEB", "SOUND", "agents_json", "prove_bounded_outcome", "read_agents_json"]

LARGE = "all proof budgets are large enough, and none is longer than a power of another"
SOUND = "nothing false can be proved"
LOEB = "critch-2019, parametric bounded Löb, and our corollary of it for monotone conditions"


def prove_bounded_outcome(agents: Sequence[BoundedAgent]) -> Holds[BoundedOutcome]:
    """What agents with large proof budgets do, proved but for the theorem: who is in the greatest fixed point.

    Parameters
    ----------
    agents : sequence of n BoundedAgent
        `bounded_agents` reads them off programs.

    Returns
    -------
    Holds
        With the `BoundedOutcome`. The certificate has the order in which agents fall out; it trusts the corollary of
        Critch's theorem unless all do.

    Raises
    ------
    HypothesisError
        As `bounded_outcome`.

    Examples
    --------
    >>> duel = [BoundedAgent("Ann", "C", "D", "Bob"), BoundedAgent("Bob", "C", "D", "Ann")]
    >>> prove_bounded_outcome(duel).result.outcome
    ('C', 'C')

    Source: critch-2019, parametric bounded Löb, and ours
    """
    found = bounded_outcome(agents)
    claim = {"kind": "bounded-outcome", "answer": "yes", "outcome": list(found.outcome)}
    objects, evidence = {"agents": agents_json(found.agents)}, {"falls": list(found.falls)}
    trusts = [LOEB] if found.guarded else []
    return held(certificate(claim, objects, evidence, [LARGE, SOUND], trusts), found)


def agents_json(agents: Sequence[BoundedAgent]) -> list[Json]:
    """Agents, as certificates hold them.

    Source: ours
    """
    return [
        {"name": a.name, "guarded": a.guarded, "otherwise": a.otherwise, "proves": _condition_json(a.proves)}
        for a in agents
    ]


def _condition_json(condition: Condition) -> Any:
    if isinstance(condition, str):
        return condition
    return {"at_least": str(condition.count), "of": list(map(_condition_json, condition.of))}


def read_agents_json(data: Sequence[Json]) -> tuple[BoundedAgent, ...]:
    """Agents from an accepted certificate.

    Source: ours
    """
    return tuple(
        BoundedAgent(row["name"], row["guarded"], row["otherwise"], _read_condition(row["proves"])) for row in data
    )


def _read_condition(data: Any) -> Condition:
    if isinstance(data, str):
        return data
    return AtLeast(int(data["at_least"]), tuple(map(_read_condition, data["of"])))
