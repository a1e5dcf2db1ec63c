"""Agents with bounded proof searches: what is known of a few pairs, never mixed with the limit of unbounded proofs.

For concrete budgets the outcome depends on the length of actual proofs, which nothing here computes. So only pairs
about which a theorem or a report exists are answered, with its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from spi.core.display import html_of
from spi.core.game import Profile
from spi.errors import HypothesisError
from spi.programs.members import Program
from spi.programs.references import load_program

__all__ = ["BoundedOutcome", "bounded_outcome"]


@dataclass(frozen=True, slots=True)
class BoundedOutcome:
    """What two agents with proof budgets do, according to the literature.

    Parameters
    ----------
    programs : tuple of 2 Program
    outcome : profile
    condition : str
        Of the budgets.
    status : "theorem" or "reported"
        "reported": read in notes on a formalisation, checked by nobody here.

    Source: critch-2019, bounded FairBot, and ours
    """

    programs: tuple[Program, ...]
    outcome: Profile
    condition: str
    status: Literal["theorem", "reported"]

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


def bounded_outcome(programs: Sequence[Program]) -> BoundedOutcome:
    """What two agents of the shelf do if their proof searches are bounded.

    Parameters
    ----------
    programs : sequence of 2 Program
        FairBot, PrudentBot, CUPOD, CooperateBot, DefectBot of the shelf, with the actions C and D.

    Returns
    -------
    BoundedOutcome
        Not a limit: PrudentBot defects against itself at a shared budget, although it cooperates in the limit.

    Raises
    ------
    HypothesisError
        For every other pair.

    Examples
    --------
    >>> fair = load_program("barasz-et-al-2014/fair_bot")
    >>> bounded_outcome([fair, fair]).outcome
    ('C', 'C')

    Source: critch-2019, bounded FairBot, and ours
    """
    pair = tuple(programs)
    known = _known()
    if pair not in known and pair[::-1] in known:
        outcome, condition, status = known[pair[::-1]]
        return BoundedOutcome(pair, outcome[::-1], condition, status)
    if pair not in known:
        pairs = "; ".join(f"{a.name} and {b.name}" for a, b in known)
        raise HypothesisError(f"nothing is known of these two with bounded proofs; accepted: {pairs}")
    outcome, condition, status = known[pair]
    return BoundedOutcome(pair, outcome, condition, status)


@cache
def _known() -> dict[tuple[Program, ...], tuple[Profile, str, Literal["theorem", "reported"]]]:
    fair, prudent, cupod, cooperate, defect = (
        load_program(f"barasz-et-al-2014/{name}")
        for name in ("fair_bot", "prudent_bot", "cupod_bot", "cooperate_bot", "defect_bot")
    )
    return {
        (fair, fair): (("C", "C"), "for all large budgets, which need not be equal", "theorem"),
        (fair, cooperate): (("C", "C"), "for all large budgets", "theorem"),
        (fair, defect): (("D", "D"), "for every budget, as no false statement is proved", "theorem"),
        (cupod, cupod): (("D", "D"), "for all large budgets", "theorem"),
        (prudent, prudent): (
            ("D", "D"),
            "at a shared budget, within which its own prudence is not provable",
            "reported",
        ),
        (prudent, fair): (("D", "D"), "at a shared budget", "reported"),
    }
