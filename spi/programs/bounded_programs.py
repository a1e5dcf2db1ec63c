"""Programs that ask what is provable, read as agents with bounded proof searches, and what is reported of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NoReturn

from spi.core.display import html_of
from spi.core.game import Profile
from spi.errors import HypothesisError
from spi.programs.bounded import AtLeast, BoundedAgent, Condition, each_of, some_of
from spi.programs.members import Program
from spi.programs.references import load_program
from spi.programs.terms import Term

__all__ = ["ReportedOutcome", "bounded_agents", "reported_outcome"]

_Tree = tuple[Any, ...]
"""("box", condition), ("not", tree), ("and", tree, tree), ("or", tree, tree) or ("truth", bool).

In a condition, an atom is ("plays", seat, action)."""

_TRUE, _FALSE = ("truth", True), ("truth", False)


@dataclass(frozen=True, slots=True)
class ReportedOutcome:
    """What two agents with proof budgets are reported to do, by notes on a formalisation that nobody checked here.

    Parameters
    ----------
    programs : tuple of 2 Program
    outcome : profile
    condition : str
        Of the budgets.

    Source: ours
    """

    programs: tuple[Program, ...]
    outcome: Profile
    condition: str

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


def reported_outcome(programs: Sequence[Program]) -> ReportedOutcome:
    """What is reported of two agents of the shelf about which `bounded_outcome` says nothing.

    Parameters
    ----------
    programs : sequence of 2 Program
        PrudentBot and itself or FairBot, with the actions C and D.

    Returns
    -------
    ReportedOutcome
        Not the limit: PrudentBot defects against itself at a shared budget, although it cooperates in the limit.

    Raises
    ------
    HypothesisError
        For every other pair.

    Source: ours
    """
    pair = tuple(programs)
    for known, condition in _reported().items():
        if pair in (known, known[::-1]):
            return ReportedOutcome(pair, ("D", "D"), condition)
    raise HypothesisError(
        "nothing is reported of these two; accepted: prudent_bot and prudent_bot; prudent_bot and fair_bot"
    )


@cache
def _reported() -> dict[tuple[Program, ...], str]:
    fair, prudent = (load_program(f"barasz-et-al-2014/{name}") for name in ("fair_bot", "prudent_bot"))
    return {
        (prudent, prudent): "at a shared budget, within which its own prudence is not provable",
        (prudent, fair): "at a shared budget",
    }


@dataclass(frozen=True, slots=True)
class _Read:
    """Two actions, and the first one is played if the tree is true; one action if there is no choice."""

    actions: tuple[str, ...]
    tree: _Tree


def bounded_agents(programs: Sequence[Program], players: Sequence[str] | None = None) -> tuple[BoundedAgent, ...]:
    """Programs that meet, as agents with bounded proof searches.

    Parameters
    ----------
    programs : sequence of n Program
        Each plays one action, or chooses between two by what is provable: `proves(E)`, where E says, with `and` and
        `or`, which actions some play in this meeting.
    players : sequence of n names, optional
        By default Player 1, Player 2, …

    Returns
    -------
    tuple of BoundedAgent
        What a program asks of several proofs is one condition: with large budgets that comes to the same.

    Raises
    ------
    HypothesisError
        If a program does something else, if its choice is not monotone in what it proves, or if it asks for proofs that
        another one plays the action to which that one does not need a proof: then no theorem here tells the outcome.

    Examples
    --------
    >>> fair, cupod = (load_program(f"barasz-et-al-2014/{name}") for name in ("fair_bot", "cupod_bot"))
    >>> [agent.guarded for agent in bounded_agents([cupod, cupod])]
    ['D', 'D']
    >>> bounded_agents([fair, cupod])
    Traceback (most recent call last):
    spi.errors.HypothesisError: Player 1 asks whether Player 2 plays 'C', which it does if it finds no proof; ...

    Source: critch-2019, section 4, and ours
    """
    count = len(programs)
    names = [f"Player {k}" for k in range(1, count + 1)] if players is None else list(players)
    if len(names) != count or not count:
        raise HypothesisError(f"{len(names)} players and {count} programs; accepted: as many, one at least")
    readers = [_Reader(program, seat, names) for seat, program in enumerate(programs)]
    read = [_guarded(reader.read(reader.program.definition.body), reader) for reader in readers]
    asked = dict.fromkeys(action for one in read for action in one.actions)
    agents = []
    for own, reader in zip(read, readers, strict=True):
        guarded, *others = own.actions
        otherwise = next(iter([*others, *(x for x in asked if x != guarded)]), f"not {guarded}")
        agents.append(BoundedAgent(names[reader.seat], guarded, otherwise, reader.condition(own.tree, read)))
    return tuple(agents)


def _guarded(own: _Read, reader: _Reader) -> _Read:
    """The same with the action first that needs proofs."""
    if len(own.actions) == 1:
        return _Read(own.actions, _TRUE)
    if (tree := _without_not(own.tree, True)) is not None:
        return _Read(own.actions, tree)
    if (tree := _without_not(own.tree, False)) is not None:
        return _Read(own.actions[::-1], tree)
    reader.refuse("chooses by that something is provable and that something else is not", "a monotone choice")


def _without_not(tree: _Tree, sign: bool) -> _Tree | None:
    """A tree, or its negation, without negations; None if there is none."""
    if tree[0] == "truth":
        return ("truth", tree[1] == sign)
    if tree[0] == "box":
        return tree if sign else None
    if tree[0] == "not":
        return _without_not(tree[1], not sign)
    parts = [_without_not(part, sign) for part in tree[1:]]
    if None in parts:
        return None
    return (tree[0] if sign else {"and": "or", "or": "and"}[tree[0]], *parts)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one program at its seat."""

    program: Program
    seat: int
    names: Sequence[str]

    def refuse(self, what: str, accepted: str) -> NoReturn:
        """Say why there is no such agent."""
        raise HypothesisError(f"{self.names[self.seat]} {what}; accepted: {accepted}")

    def read(self, term: Term, known: tuple[_Tree, ...] = ()) -> _Read:
        """A body: by which of two actions, and when."""
        if term[0] == "let":
            return self.read(term[2], (self.choice(term[1], known), *known))
        if term[0] != "if":
            return _Read((self.label(term),), _TRUE)
        test = self.choice(term[1], known)
        yes, no = self.read(term[2], known), self.read(term[3], known)
        actions = tuple(dict.fromkeys([*yes.actions, *no.actions]))
        if len(actions) > 2:
            self.refuse(f"plays one of {len(actions)} actions", "one or two")
        if len(actions) == 1:
            return yes
        first, second = (_first(own, actions[0]) for own in (yes, no))
        if second == _FALSE or first == _TRUE:  # test and first, or: test, or else second
            tree = ("and", test, first) if second == _FALSE else ("or", test, second)
        elif first == _FALSE or second == _TRUE:
            tree = ("and", ("not", test), second) if first == _FALSE else ("or", ("not", test), first)
        else:
            self.refuse("chooses further on both sides of a choice", "a choice of which one side is an action")
        return _Read(actions, tree)

    def label(self, term: Term) -> str:
        """An action that stands there, or is bound to a keyword."""
        value = term[1] if term[0] == "label" else dict(self.program.bindings).get(term[1])
        if term[0] not in ("label", "keyword") or not isinstance(value, str):
            self.refuse("does something else than to play an action", "an action")
        return value

    def choice(self, term: Term, known: tuple[_Tree, ...]) -> _Tree:
        """A condition of an `if`: what is provable."""
        if term[0] == "variable":
            return known[term[1]]
        if term[0] == "proves":
            return ("box", self.claim(term[1]))
        if term[0] in ("and", "or"):
            return (term[0], self.choice(term[1], known), self.choice(term[2], known))
        if term[0] == "not":
            return ("not", self.choice(term[1], known))
        return term if term[0] == "truth" else self.refuse("asks for more than proofs", "proves(…), and, or, not")

    def claim(self, term: Term) -> _Tree:
        """What is to be proved."""
        if term[0] == "truth":
            return term
        if term[0] in ("and", "or"):
            return (term[0], self.claim(term[1]), self.claim(term[2]))
        if term[0] == "same":
            call, action = (term[1], term[2]) if term[1][0] == "run" else (term[2], term[1])
            if call[0] == "run" and action[0] in ("label", "keyword"):
                return ("plays", self.called(call), self.label(action))
        self.refuse("wants a proof of something else than who plays what", "a(me, …) == action, and, or")

    def called(self, call: Term) -> int:
        """Whose call in this very meeting it is."""
        others = [k for k in range(len(self.names)) if k != self.seat]
        seats = []
        for part in call[1:]:
            fits = part[0] == "me" or (part[0] == "other" and part[1] < len(others))
            seats.append((self.seat if part[0] == "me" else others[part[1]]) if fits else None)
        who, *against = seats
        if who is None or against != [k for k in range(len(self.names)) if k != who]:
            self.refuse("asks about another meeting than this one", "a call with the programs that meet, in order")
        return who

    def condition(self, tree: _Tree, read: Sequence[_Read]) -> Condition:
        """A tree without negations as a condition about guarded actions."""
        if tree[0] == "box":
            return self.condition(tree[1], read)
        if tree[0] == "truth":
            return each_of() if tree[1] else some_of()
        if tree[0] == "plays":
            return self.atom(read[tree[1]], *tree[1:])
        neutral, absorbing = (each_of(), some_of()) if tree[0] == "and" else (some_of(), each_of())
        parts: list[Condition] = []
        for part in tree[1:]:
            inner = self.condition(part, read)
            if inner == absorbing:
                return absorbing
            if isinstance(inner, AtLeast) and inner.count == (len(inner.of) if tree[0] == "and" else 1):
                parts += inner.of  # "a and b and c" is one condition
            elif inner != neutral:
                parts.append(inner)
        if len(parts) == 1:
            return parts[0]
        return each_of(*parts) if tree[0] == "and" else some_of(*parts)

    def atom(self, own: _Read, seat: int, action: str) -> Condition:
        """That somebody plays an action."""
        if len(own.actions) == 1 or action not in own.actions:
            return each_of() if action in own.actions else some_of()
        if action == own.actions[0]:
            return self.names[seat]
        who, own_name = self.names[seat], self.names[self.seat]
        raise HypothesisError(
            f"{own_name} asks whether {who} plays {action!r}, which it does if it finds no proof; accepted: programs "
            "that ask for actions which take a proof (`prove_encounter` tells the limit of unbounded proofs)"
        )


def _first(own: _Read, action: str) -> _Tree:
    """When an action is played that is one of two."""
    if own.actions == (action,):
        return _TRUE
    if action not in own.actions:
        return _FALSE
    return own.tree if own.actions[0] == action else ("not", own.tree)
