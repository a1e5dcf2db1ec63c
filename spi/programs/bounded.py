"""Agents with bounded proof searches that read each other: what they do if all budgets are large.

This is not the limit of unbounded proofs (`modal_outcome`), and is decided for other agents: those who play an action
exactly if they find a proof of a condition that is monotone in what the others do likewise.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from spi.core.display import html_of
from spi.core.game import Profile
from spi.errors import HypothesisError

__all__ = [
    "MOST_LEVELS",
    "AtLeast",
    "BoundedAgent",
    "BoundedOutcome",
    "Condition",
    "each_of",
    "some_of",
    "at_least",
    "bounded_outcome",
    "is_met",
]

MOST_LEVELS = 100
"""Conditions inside conditions, at most."""


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A condition: at least so many of these are met.

    Parameters
    ----------
    count : int
        From 0 (always met) to one more than there are parts (never met).
    of : tuple of conditions
        A name stands for "this agent plays its guarded action".

    Source: ours
    """

    count: int
    of: tuple[Condition, ...]

    _repr_html_ = html_of


Condition = str | AtLeast
"""What is to be proved: the name of an agent, that it plays its guarded action, or at least so many of some conditions.

Every monotone formula is one: "and" is all of them, "or" is one of them, true is none of none, false is one of none."""


def at_least(count: int, *of: Condition) -> AtLeast:
    """At least so many of these conditions.

    Parameters
    ----------
    count : int
    *of : conditions

    Returns
    -------
    AtLeast

    Source: ours
    """
    return AtLeast(count, of)


def each_of(*of: Condition) -> AtLeast:
    """All of these conditions; without any it is true.

    Parameters
    ----------
    *of : conditions

    Returns
    -------
    AtLeast

    Source: ours
    """
    return AtLeast(len(of), of)


def some_of(*of: Condition) -> AtLeast:
    """One of these conditions or more; without any it is false.

    Parameters
    ----------
    *of : conditions

    Returns
    -------
    AtLeast

    Source: ours
    """
    return AtLeast(1, of)


@dataclass(frozen=True, slots=True)
class BoundedAgent:
    """An agent that plays its guarded action if it finds a proof of a condition within its budget, else another one.

    Parameters
    ----------
    name : str
    guarded, otherwise : str
        Two different actions.
    proves : condition
        What is to be proved, about the agents of these names; the agent's own may be among them.

    Source: critch-2019, section 4, and ours
    """

    name: str
    guarded: str
    otherwise: str
    proves: Condition

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class BoundedOutcome:
    """What agents with proof budgets do if all budgets are large.

    Parameters
    ----------
    agents : tuple of BoundedAgent
    outcome : profile
    falls : tuple of str
        Who does not play its guarded action, in an order in which each one's condition is false even if all others
        play theirs but those before it. That holds whatever the budgets are.

    Source: critch-2019, parametric bounded Löb, and ours
    """

    agents: tuple[BoundedAgent, ...]
    outcome: Profile
    falls: tuple[str, ...]

    @property
    def guarded(self) -> tuple[str, ...]:
        """Who plays its guarded action."""
        return tuple(agent.name for agent in self.agents if agent.name not in self.falls)

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


def bounded_outcome(agents: Sequence[BoundedAgent]) -> BoundedOutcome:
    """What agents with bounded proof searches do, who know each other's code, if all budgets are large.

    Parameters
    ----------
    agents : sequence of n BoundedAgent
        One or more; `bounded_agents` reads them off programs.

    Returns
    -------
    BoundedOutcome
        Of the agents, exactly those of the greatest fixed point play their guarded actions: the largest set such that
        the condition of each of its members is met if exactly this set does.

    Raises
    ------
    HypothesisError
        For two agents of one name, an agent with one action only, and conditions about nobody.

    Notes
    -----
    Agent i has the budget h_i(k), where k ≤ h_i(k) ≤ k^c for some c; the budgets need not be equal. Then for all large
    k: (a) Those who play guarded actions are in the greatest fixed point S. For let T be the set of those who do. Each
    has found a proof, and what is proved is true; so the conditions of the members of T are met by T, and S is the
    largest such set. This needs no large k. (b) All members of S do. Let ψ(k) say so. A proof of ψ(k) of at most k/2
    characters would be, by monotonicity, the longest part of proofs of the conditions of all members, each of which has
    then at most k; so they would find these, and ψ(k) would be true. All this can be proved in arithmetic, for all
    large k. By Critch's bounded form of Löb's theorem ψ(k) is then provable for all large k, and true.

    It is essential that conditions are monotone: of FairBot against one who defects exactly if a proof of cooperation
    is found, and of PrudentBot, nothing follows in this way.

    Examples
    --------
    >>> fair = [BoundedAgent("Ann", "C", "D", "Bob"), BoundedAgent("Bob", "C", "D", "Ann")]
    >>> bounded_outcome(fair).outcome
    ('C', 'C')
    >>> trio = [BoundedAgent(x, "C", "D", at_least(2, "Ann", "Bob", "Eve")) for x in ("Ann", "Bob")]
    >>> bounded_outcome([*trio, BoundedAgent("Eve", "C", "D", some_of())]).falls
    ('Eve',)

    Source: critch-2019, parametric bounded Löb, and ours
    """
    found = tuple(agents)
    _require_readable(found)
    left = dict.fromkeys(agent.name for agent in found)
    falls: list[str] = []
    while fallen := [agent.name for agent in found if agent.name in left and not is_met(agent.proves, left)]:
        falls += fallen  # what is not met by all that are left is not met by fewer
        for name in fallen:
            del left[name]
    outcome = tuple(agent.guarded if agent.name in left else agent.otherwise for agent in found)
    return BoundedOutcome(found, outcome, tuple(falls))


def is_met(condition: Condition, playing: Collection[str]) -> bool:
    """Is a condition met if exactly these agents play their guarded actions?

    Parameters
    ----------
    condition : condition
    playing : collection of names

    Returns
    -------
    bool

    Source: ours
    """
    if isinstance(condition, str):
        return condition in playing
    return sum(is_met(part, playing) for part in condition.of) >= condition.count


def _require_readable(agents: Sequence[BoundedAgent]) -> None:
    names = [agent.name for agent in agents]
    if not names or len(set(names)) < len(names):
        raise HypothesisError(f"agents {', '.join(names) or 'are missing'}; accepted: one or more, of different names")
    for agent in agents:
        if agent.guarded == agent.otherwise:
            raise HypothesisError(f"{agent.name} plays {agent.guarded!r} in any case; accepted: two different actions")
        _require_condition(agent.proves, agent.name, names, MOST_LEVELS)


def _require_condition(condition: Condition, who: str, names: Sequence[str], levels: int) -> None:
    if isinstance(condition, str):
        if condition not in names:
            raise HypothesisError(f"{who} asks what {condition!r} does; accepted: {', '.join(names)}")
        return
    if not 0 <= condition.count <= len(condition.of) + 1:
        most = len(condition.of) + 1
        raise HypothesisError(
            f"{who} asks for {condition.count} of {len(condition.of)} conditions; accepted: 0 to {most}"
        )
    if not levels:
        raise HypothesisError(f"{who}'s condition is nested too deeply; accepted: at most {MOST_LEVELS} levels")
    for part in condition.of:
        _require_condition(part, who, names, levels - 1)
