"""What is wanted of audits that are drawn: clauses that are violated or not, and where the one culprit stands."""

from __future__ import annotations

from random import Random

from spi.tasks.families.assumption_audit.answers import Clauses, Faults

__all__ = ["culprit_order", "draw_clauses"]


def draw_clauses(rng: Random) -> tuple[Clauses, Clauses]:
    """Which clauses two audits are to violate that differ in one of them; all four answers are as likely.

    Source: ours
    """
    clause, other = rng.randrange(2), rng.random() < 0.5
    before, after = rng.sample((False, True), 2)
    return ((before, other), (after, other)) if clause == 0 else ((other, before), (other, after))


def culprit_order(found: Faults, clause: int, wanted: int, size: int) -> list[int] | None:
    """The believed programs in an order in which the only one that violates a clause stands where it is wanted.

    Parameters
    ----------
    found : Faults
    clause : 1 or 2
    wanted : int
        Its place; as many as there are programs, if none is to violate the clause.
    size : int

    Returns
    -------
    list of int, or None
        None if it is not violated by that many.

    Source: ours
    """
    culprits = [k for c, k in found if c == clause]
    if len(culprits) != (wanted < size):
        return None
    order = [j for j in range(size) if j not in culprits]
    order[wanted:wanted] = culprits
    return order
