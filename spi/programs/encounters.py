"""Programs that meet: which engine is theirs, and what they do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from weakref import WeakKeyDictionary

from spi.core.display import html_of
from spi.core.game import Game, Profile
from spi.errors import HypothesisError, ProgramError
from spi.programs.chances import RandomOutcome, random_outcome
from spi.programs.machines import FUEL, DirectMachine, Undefined, profile_call
from spi.programs.members import Program, require_programs
from spi.programs.modal import ModalOutcome, modal_outcome
from spi.programs.nesting import inner_first
from spi.programs.shared import SharedOutcome, shared_outcome
from spi.programs.terms import kinds_in
from spi.programs.values import FiniteMap, Value

__all__ = ["Encounter", "Representatives", "kinds_in_value", "kinds_of", "play_programs"]

Representatives = Callable[[str, int], str]
"""Tells what the representative at a seat plays in a game, by the game's name."""

_RANDOM = {"chance", "mix", "simulate"}


@dataclass(frozen=True, slots=True)
class Encounter:
    """What programs do against each other; one engine has answered, the fields of the others are None.

    Parameters
    ----------
    programs : tuple of n Program
    players : tuple of n names
    direct : profile or Undefined, or None
        Of programs without proofs and chances, by direct evaluation.
    limit : ModalOutcome or None
        Of programs that prove things, in the limit of unbounded proofs.
    law : RandomOutcome or None
        Of programs with chances, each simulation having its own: what players play is independent.
    joint : SharedOutcome or None
        Of programs with chances that all read one random string.
    game : Game or None
        What was played, if that was said.

    Source: ours
    """

    programs: tuple[Program, ...]
    players: tuple[str, ...]
    direct: Profile | Undefined | None = None
    limit: ModalOutcome | None = None
    law: RandomOutcome | None = None
    game: Game | None = None
    joint: SharedOutcome | None = None

    @property
    def outcome(self) -> Profile | Undefined:
        """The profile that is played, or why there is none; raises `HypothesisError` if it is random."""
        if self.law is not None or self.joint is not None:
            where = ".law" if self.joint is None else ".joint"
            raise HypothesisError(
                f"these programs draw by chance, so that they have a law and no outcome; accepted: {where}"
            )
        if self.limit is not None:
            return self.limit.limit
        if self.direct is None:
            raise ProgramError("an encounter that no engine has answered")
        return self.direct

    def __str__(self) -> str:
        from spi.report.text import encounter_text

        return encounter_text(self)

    _repr_html_ = html_of


def play_programs(
    programs: Sequence[Program],
    game: Game | None = None,
    *,
    players: Sequence[str] = (),
    randomness: Literal["independent", "shared"] | None = None,
    representatives: Representatives | None = None,
    fuel: int = FUEL,
) -> Encounter:
    """Let programs meet.

    Parameters
    ----------
    programs : sequence of n Program
        One for each player, in their order.
    game : Game, optional
        What is played; actions are checked against it, and `select` and `pmp` use its payoffs.
    players : sequence of n names, optional
        Without a game; default: Player 1, Player 2, …
    randomness : "independent" or "shared", optional
        Needed if a program has chances: each simulation draws by itself, or all read one random string.
    representatives : function of a game's name and a seat, optional
        Needed if a program delegates.
    fuel : int
        Calls that the evaluation may make.

    Returns
    -------
    Encounter

    Raises
    ------
    HypothesisError
        If chances meet proofs, or the choice of randomness is missing.
    ProgramError
        For another number of programs, and where a value is not what the language needs; for an action that the game
        does not have.

    Source: ours
    """
    own = require_programs(programs)
    names = game.players if game is not None else tuple(players) or tuple(f"Player {k + 1}" for k in range(len(own)))
    if len(own) != len(names):
        raise ProgramError(f"{len(own)} programs for {len(names)} players; accepted: one for each")
    for p in own:
        if p.definition.kind != "program":
            raise ProgramError(f"{p!r} is a function, not a program; accepted: a definition that returns an action")
    kinds = frozenset().union(*(kinds_of(p) for p in own))
    if "proves" in kinds and kinds & _RANDOM:
        raise HypothesisError(
            "one program proves and another draws by chance, and no semantics covers both; accepted: one or the other"
        )
    if kinds & _RANDOM:
        if randomness not in ("independent", "shared"):
            raise HypothesisError(
                f"these programs draw by chance, and randomness is {randomness!r}; accepted: randomness='independent' "
                "(each simulation has its own coins) or 'shared' (all read one random string)"
            )
        if randomness == "shared":
            joint = shared_outcome(own, names, game, representatives=representatives, fuel=fuel)
            if not isinstance(joint.law, Undefined):
                for profile in joint.law:
                    for seat, action in enumerate(profile):
                        _check(game, own, seat, action)
            return Encounter(own, names, game=game, joint=joint)
        law = random_outcome(own, names, game, representatives=representatives, fuel=fuel)
        if not isinstance(law.laws, Undefined):
            for seat, chances in enumerate(law.laws):
                for action in chances:
                    _check(game, own, seat, action)
        return Encounter(own, names, law=law, game=game)
    if "proves" in kinds:
        limit = modal_outcome(own, names, game, representatives=representatives, fuel=fuel)
        if not isinstance(limit.limit, Undefined):
            for seat, action in enumerate(limit.limit):
                _check(game, own, seat, action)
        return Encounter(own, names, limit=limit, game=game)
    machine = DirectMachine(names, game, representatives=representatives, fuel=fuel)
    actions = []
    for seat in range(len(own)):
        value = machine.value(profile_call(own, seat))
        if isinstance(value, Undefined):
            return Encounter(own, names, direct=value, game=game)
        _check(game, own, seat, value)
        actions.append(value)
    return Encounter(own, names, direct=tuple(actions), game=game)


_KINDS: WeakKeyDictionary[Program, frozenset[str]] = WeakKeyDictionary()


def kinds_of(program: Program) -> frozenset[str]:
    """The kinds of nodes in a program, those of the programs among its parameters included.

    Source: ours
    """
    known = _KINDS.get(program)
    if known is not None:
        return known
    for own in inner_first(program, _KINDS.__contains__):
        bodies = [kinds_in(d.body) for d in own.group.definitions]
        _KINDS[own] = frozenset().union(*bodies, *(kinds_in_value(bound) for _, bound in own.bindings))
    return _KINDS[program]


def kinds_in_value(value: Value) -> frozenset[str]:
    """The kinds of nodes in the programs of a value.

    Source: ours
    """
    if isinstance(value, Program):
        return kinds_of(value)
    if isinstance(value, FiniteMap):
        return frozenset().union(*(kinds_in_value(x) for pair in value.pairs for x in pair))
    return frozenset()


def _check(game: Game | None, programs: tuple[Program, ...], seat: int, action: Any) -> None:
    if game is not None and action not in game.actions[seat]:
        raise ProgramError(
            f"{programs[seat]!r} plays {action!r} as {game.players[seat]}; accepted: {', '.join(game.actions[seat])}"
        )
