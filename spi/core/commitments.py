"""Graphs of irrevocable commitments, and which policies they leave reachable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from spi.core.display import html_of, one_line
from spi.core.game import Game, check_names
from spi.core.policy_game import PolicyGame
from spi.errors import GameError

__all__ = [
    "Commitment",
    "CommitmentGraph",
    "Menus",
    "Policy",
    "Reach",
    "CommitmentStep",
    "path_through",
    "reach_after",
    "with_kept",
]

Policy = tuple[str, str]
"""A player, and a policy of hers."""

Menus = tuple[tuple[str, ...], ...]
"""The policies that are reachable, for each player, in the order of the game."""


@dataclass(frozen=True, slots=True)
class Commitment:
    """A rule that a player binds herself to, or an event that nobody chose; either takes policies away for good.

    Parameters
    ----------
    rule : str
        In words.
    player : str or None
        Who commits; None: an event.
    removes : tuple of Policy
        Of any player: a rule of one can make a policy of another impossible.
    exceptions : tuple of Policy
        The clauses of the rule: these of `removes` are kept.

    Source: clr-agenda-2026, Part II.2, and ours
    """

    rule: str
    player: str | None
    removes: tuple[Policy, ...]
    exceptions: tuple[Policy, ...] = ()

    @property
    def removed(self) -> tuple[Policy, ...]:
        """What is taken away."""
        return tuple(policy for policy in self.removes if policy not in self.exceptions)

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Reach:
    """What some commitments leave.

    Parameters
    ----------
    menus : Menus
        P₁ᵗ, …, Pₙᵗ: the policies still reachable.
    restorable : tuple of Policy
        What rules took away and no event did: exception clauses could keep it. In the order of the game.

    Source: ours
    """

    menus: Menus
    restorable: tuple[Policy, ...]


@dataclass(frozen=True, slots=True)
class CommitmentStep:
    """A commitment made in one state, leading to another.

    Parameters
    ----------
    before : str
        The state in which it is made.
    commitment : Commitment
    after : str
        The state that it leads to.

    Source: ours
    """

    before: str
    commitment: Commitment
    after: str

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class CommitmentGraph:
    """A finite acyclic graph of states, whose edges are irrevocable commitments.

    Parameters
    ----------
    problem : PolicyGame
    start : str
        The state in which every policy is reachable.
    steps : tuple of CommitmentStep
        At most one from one state to another.
    title, source, story : str
        For people.

    Raises
    ------
    GameError
        For cycles, states that cannot be reached, a player without any policy, and ways to one state that leave
        different policies (or different ones that clauses could keep).

    See Also
    --------
    spi.load_commitments

    Source: clr-agenda-2026, Part II.2, and ours
    """

    problem: PolicyGame
    start: str
    steps: tuple[CommitmentStep, ...]
    title: str = ""
    source: str = ""
    story: str = ""
    _reach: dict[str, Reach] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        edges = [(step.before, step.after) for step in self.steps]
        if len(set(edges)) < len(edges):
            raise GameError("two commitments lead from one state to the same other; accepted: at most one")
        check_names("state", list(dict.fromkeys([self.start, *(state for edge in edges for state in edge)])))
        reach = {self.start: reach_after(self.problem.game, ())}
        waiting = list(self.steps)
        while waiting:
            # a state is known once all steps into it come from known ones, so that a cycle is never entered
            ready = [step for step in waiting if step.before in reach]
            ready = [s for s in ready if all(t.before in reach for t in self.steps if t.after == s.after)]
            if not ready or any(step.after == self.start for step in waiting):
                states = ", ".join(dict.fromkeys(step.after for step in waiting))
                raise GameError(
                    f"the states {states} are in a cycle or cannot be reached from {self.start}; accepted: an acyclic "
                    "graph with one first state"
                )
            for step in ready:
                found = _one_more(self.problem.game, reach[step.before], step.commitment)
                if found != reach.setdefault(step.after, found):
                    raise GameError(
                        f"two ways to the state {step.after} leave different policies; accepted: two states"
                    )
                waiting.remove(step)
        object.__setattr__(self, "_reach", reach)

    @property
    def states(self) -> tuple[str, ...]:
        """All states; each after those that lead to it."""
        return tuple(self._reach)

    def reach(self, state: str) -> Reach:
        """What is left in a state; raises `GameError` for a state that the graph does not have."""
        if state not in self._reach:
            raise GameError(f"no state {state!r}; the states are {', '.join(self._reach)}")
        return self._reach[state]

    def __repr__(self) -> str:
        title = f"{self.title}: " if self.title else ""
        return one_line("CommitmentGraph", f"{title}{len(self.states)} states, {len(self.steps)} commitments")

    def __str__(self) -> str:
        from spi.report.text import commitments_text

        return commitments_text(self)

    _repr_html_ = html_of


def reach_after(game: Game, commitments: Iterable[Commitment]) -> Reach:
    """What commitments made one after the other leave; their order does not matter.

    Parameters
    ----------
    game : Game
        Of policies.
    commitments : iterable of Commitment

    Returns
    -------
    Reach

    Raises
    ------
    GameError
        For a policy that the game does not have, an exception to nothing, a player who is left without a policy.

    Source: ours
    """
    reach = Reach(game.actions, ())
    for commitment in commitments:
        reach = _one_more(game, reach, commitment)
    return reach


def with_kept(game: Game, reach: Reach, kept: Iterable[Policy]) -> Menus:
    """The reachable policies if exception clauses had kept these, too.

    Parameters
    ----------
    game : Game
    reach : Reach
    kept : iterable of Policy
        All of them restorable.

    Returns
    -------
    Menus

    Raises
    ------
    GameError
        For a policy that no exception clause could keep.

    Source: ours
    """
    more = set(kept)
    for player, policy in more - set(reach.restorable):
        raise GameError(
            f"no exception clause could keep {player}: {policy}; no rule took it away, or an event did, too"
        )
    return tuple(
        tuple(x for x in own if x in left or (player, x) in more)
        for player, own, left in zip(game.players, game.actions, reach.menus, strict=True)
    )


def path_through(graph: CommitmentGraph, states: str | Sequence[str]) -> tuple[CommitmentStep, ...]:
    """A shortest path from the start through some states; of equally short ones the first in the order of the steps.

    Parameters
    ----------
    graph : CommitmentGraph
    states : str or sequence of str
        In the order in which they are passed; the path ends in the last. None: the path of no steps.

    Returns
    -------
    tuple of CommitmentStep

    Raises
    ------
    GameError
        For a state that the graph does not have, or that cannot be reached after those before it.

    Source: ours
    """
    path: list[CommitmentStep] = []
    here = graph.start
    for state in [states] if isinstance(states, str) else states:
        graph.reach(state)
        ways: dict[str, list[CommitmentStep]] = {here: []}
        queue = [here]
        for before in queue:  # grows while it is gone through: breadth first
            for step in graph.steps:
                if step.before == before and step.after not in ways:
                    ways[step.after] = [*ways[before], step]
                    queue.append(step.after)
        if state not in ways:
            raise GameError(f"no commitments lead from {here} to {state}; accepted: states in the order of a path")
        path += ways[state]
        here = state
    return tuple(path)


def _one_more(game: Game, reach: Reach, commitment: Commitment) -> Reach:
    """What is left after one more commitment."""
    check_names("rule", [commitment.rule])
    if commitment.player is not None:
        game.player_index(commitment.player)
    for player, policy in commitment.removes:
        if policy not in game.actions[game.player_index(player)]:
            raise GameError(f"{commitment.rule}: {player} has no policy {policy!r} to remove")
    for kept in commitment.exceptions:
        if kept not in commitment.removes:
            raise GameError(f"{commitment.rule}: an exception for {kept[1]!r}, which it does not remove")
        if commitment.player is None:
            raise GameError(f"{commitment.rule}: an event has no exception clauses; accepted: those of a player's rule")
    removed = set(commitment.removed)
    menus: list[tuple[str, ...]] = []
    restorable: list[Policy] = []
    for player, own, left in zip(game.players, game.actions, reach.menus, strict=True):
        menus.append(tuple(x for x in left if (player, x) not in removed))
        if not menus[-1]:
            raise GameError(f"{commitment.rule}: it leaves {player} without any policy; accepted: at least one stays")
        # what an event took before stays lost, and so does what this one takes
        gone = [(player, x) for x in own if x not in menus[-1] and (x in left or (player, x) in reach.restorable)]
        restorable += [policy for policy in gone if commitment.player is not None or policy not in removed]
    return Reach(tuple(menus), tuple(restorable))
