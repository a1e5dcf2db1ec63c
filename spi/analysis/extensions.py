"""PMP-extensions of equilibria on finite program games: Assumption 8 and Theorem 3, hypothesis by hypothesis.

Among outcomes alone the theorem needs more than is printed, and the report names what fails; nothing is assumed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from spi.analysis.non_punishment import PointwiseLoss, enlarged_game, find_pointwise_loss, plays
from spi.analysis.transformations import ProgramChange, Transformed
from spi.core.display import html_of, one_line
from spi.core.game import Game, Profile, profiles
from spi.core.lottery import Payoffs
from spi.core.numbers import Exact
from spi.core.pareto import improves
from spi.errors import HypothesisError
from spi.programs.beliefs import read_all_beliefs
from spi.programs.games import BetterProgram, ProgramGame, better_program, outcome_payoffs
from spi.programs.members import Program
from spi.solve.pareto_meet import pareto_meet_minimum, projections
from spi.solve.selection import select_outcome
from spi.transforms.set_wraps import (
    Kind,
    announced_set,
    extend_programs,
    extension_family,
    set_renegotiator_family,
)
from spi.transforms.transformation import Programs, Transformation, factorised_map, transform_programs

__all__ = [
    "ExtensionReport",
    "Hypothesis",
    "Mistreated",
    "extension_report",
    "find_mistreatment",
    "find_projection_gap",
    "find_shortfall",
]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A hypothesis of a theorem on given programs and beliefs.

    Parameters
    ----------
    name : str
        What is supposed, in words.
    fault : object or None
        What shows that it fails; None if it holds.

    Source: ours
    """

    name: str
    fault: object | None

    @property
    def holds(self) -> bool:
        """Does it hold?"""
        return self.fault is None

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Mistreated:
    """A violation of Assumption 8.

    Parameters
    ----------
    clause : "i" or "ii"
    player : str
        Whose response it is.
    program : Program
        A program that answers a set-renegotiation program otherwise than its default (i), or a renegotiation function
        that answers the extension otherwise than allowed (ii).
    met : Program
        The set-renegotiation program (i), or the function whose extension is met (ii).
    default : Profile or None
        The default outcome at which (ii) fails.
    found, allowed : object
        What is played and what should be (i); what is accepted against the extension and against the function (ii).

    Source: digiovanni-et-al-2024, Assumption 8
    """

    clause: Literal["i", "ii"]
    player: str
    program: Program
    met: Program
    default: Profile | None
    found: object
    allowed: object

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class ExtensionReport:
    """Theorem 3 on a finite program game: what it supposes, and what it concludes, each checked by itself.

    Parameters
    ----------
    games : ProgramGame
        Enlarged by the extensions; the conclusions are relative to these programs.
    programs, extended : profiles of programs
    hypotheses : tuple of Hypothesis
    loss : PointwiseLoss or None
        Believed programs against which extending costs.
    better : BetterProgram or None
        Who has a better program than the extension; None if the extended profile is a subjective equilibrium.
    payoffs, extended_payoffs, meet : payoff vectors
        Before and after, and the Pareto meet minimum (among outcomes).

    Source: digiovanni-et-al-2024, Theorem 3 (repaired: R2, R5)
    """

    games: ProgramGame
    programs: Programs
    extended: Programs
    hypotheses: tuple[Hypothesis, ...]
    loss: PointwiseLoss | None
    better: BetterProgram | None
    payoffs: Payoffs
    extended_payoffs: Payoffs
    meet: Payoffs

    @property
    def is_equilibrium(self) -> bool:
        """Is the extended profile a subjective equilibrium?"""
        return self.better is None

    @property
    def reaches_meet(self) -> bool:
        """Does everybody get the Pareto meet minimum or more by the extended profile?"""
        return improves(self.extended_payoffs, self.meet)

    def require(self) -> None:
        """Raise `HypothesisError` with the first hypothesis that fails."""
        for hypothesis in self.hypotheses:
            if not hypothesis.holds:
                raise HypothesisError(
                    f"Theorem 3 does not apply: it is not so that {hypothesis.name} ({hypothesis.fault}); accepted: "
                    "programs and beliefs for which it is"
                )

    def __repr__(self) -> str:
        kept = sum(hypothesis.holds for hypothesis in self.hypotheses)
        found = f"{'an' if self.is_equilibrium else 'no'} equilibrium"
        return one_line("ExtensionReport", f"{kept} of {len(self.hypotheses)} hypotheses hold; {found}")

    def __str__(self) -> str:
        from spi.report.text import profiles_text

        return profiles_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


def extension_report(
    games: ProgramGame,
    programs: Sequence[Program],
    beliefs: Sequence[Mapping[Any, Exact]],
    *,
    kind: Kind = "base",
) -> ExtensionReport:
    """Check Theorem 3 on a finite program game, every hypothesis and every conclusion by itself.

    Parameters
    ----------
    games : ProgramGame
        For two players; `programs` and the programs of its spaces that are to be extended renegotiate by sets.
    programs : pair of Program
        p, of set-renegotiation programs.
    beliefs : pair of mappings from the other's program to probability
    kind : "base", "literal" or "conditional"
        Which extension; "literal" is Definition 7 as printed.

    Returns
    -------
    ExtensionReport

    Raises
    ------
    HypothesisError
        For programs that do not renegotiate by sets, or are extended already.

    Source: digiovanni-et-al-2024, Theorem 3 (repaired: R2, R5)
    """
    own = tuple(programs)
    f = extend_programs(kind=kind)
    extended = transform_programs(f, own)
    wide = enlarged_game(games, _where_possible(games, f))
    game = games.game
    hypotheses = (
        Hypothesis("the profile is a subjective equilibrium", better_program(wide, own, beliefs)),
        Hypothesis("every outcome has projections for everybody, and they meet", find_projection_gap(game)),
        Hypothesis(
            "believed and used programs answer as Assumption 8 says",
            find_mistreatment(games, own, beliefs, kind=kind),
        ),
        Hypothesis(
            "the programs that are actually met answer as clause (ii) of Assumption 8 says (R5)",
            find_mistreatment(games, own, [{own[1]: 1}, {own[0]: 1}], kind=kind),
        ),
    )
    return ExtensionReport(
        wide,
        own,
        extended,
        hypotheses,
        find_pointwise_loss(wide, f, own, beliefs),
        better_program(wide, extended, beliefs),
        outcome_payoffs(wide, own),
        outcome_payoffs(wide, extended),
        pareto_meet_minimum(game, mode="pure"),
    )


def find_projection_gap(game: Game) -> tuple[Profile, str] | Profile | None:
    """An outcome of which a player has no projection, or the players none in common; None if there is none.

    Parameters
    ----------
    game : Game

    Returns
    -------
    (Profile, player) or Profile or None
        The first outcome with the player whose projections are empty; else the first at which they do not meet.

    Notes
    -----
    Among lotteries non-empty projections always meet; among outcomes alone they need not, and Theorem 3 fails then: in
    Chicken, (D, D) projects to (D, S) for one player and to (S, D) for the other.

    Source: digiovanni-et-al-2024, Theorem 3, and ours
    """
    sets = {a: [projections(game, a, k) for k in range(len(game.players))] for a in profiles(game)}
    for a, own in sets.items():
        for player, found in zip(game.players, own, strict=True):
            if not found:
                return a, player
    return next((a for a, own in sets.items() if not frozenset.intersection(*own)), None)


def find_shortfall(found: Transformed) -> ProgramChange | None:
    """A profile and a player who gets less by the image than the larger of her payoff before and her meet minimum.

    Parameters
    ----------
    found : Transformed
        As `transform_space` gives it, say for defaults that are wrapped in set renegotiation with extended functions.

    Returns
    -------
    ProgramChange or None
        `instead_of` is what Proposition 4 promises her. The meet minimum is that among outcomes.

    Source: digiovanni-et-al-2024, Proposition 4 (repaired: R6)
    """
    game = found.games.game
    meet = pareto_meet_minimum(game, mode="pure")
    for own, image, before, after in zip(found.profiles, found.images, found.before, found.after, strict=True):
        for player, promised, got in zip(game.players, map(max, before, meet), after, strict=True):
            if got < promised:
                return ProgramChange(own, image, player, got, promised)
    return None


def find_mistreatment(
    games: ProgramGame,
    programs: Sequence[Program],
    beliefs: Sequence[Mapping[Any, Exact]],
    *,
    kind: Kind = "base",
) -> Mistreated | None:
    """A violation of Assumption 8 by used or believed programs, or None.

    (i) Those that do not renegotiate by sets play against each set-renegotiation program, extended or not, what they
    play against its default. (ii) The function of each believed set-renegotiation program accepts against the extension
    of the player's own function, at every default outcome, all that it accepts against the function, and else only
    projections of what the two functions settle on.

    Parameters
    ----------
    games : ProgramGame
        For two players.
    programs : pair of Program
    beliefs : pair of mappings from the other's program to probability
    kind : "base", "literal" or "conditional"

    Returns
    -------
    Mistreated or None

    Source: digiovanni-et-al-2024, Assumption 8
    """
    believed = [[theirs for (theirs,) in read_all_beliefs(beliefs, 2)[i]] for i in range(2)]
    for i in range(2):
        fault = _clause_one(games, i, programs, believed, kind)
        if fault is not None:
            return fault
    return next((f for i in range(2) if (f := _clause_two(games.game, i, programs[i], believed[i], kind))), None)


def _clause_one(
    games: ProgramGame, i: int, programs: Sequence[Program], believed: Sequence[Sequence[Program]], kind: Kind
) -> Mistreated | None:
    """Do the programs at seat i that do not renegotiate by sets treat the others like their defaults?"""
    family, j = set_renegotiator_family().group, 1 - i
    for own in dict.fromkeys((programs[i], *believed[j])):
        for met in dict.fromkeys((programs[j], *believed[i])):
            if own.group is family or met.group is not family:
                continue
            default = dict(met.bindings)["default"]
            for wrapped in [met] if _is_extended(met, kind) else [met, _extension(met, j, kind)]:
                found, allowed = (plays(games, _seated(own, q, i), i) for q in (wrapped, default))
                if found != allowed:
                    return Mistreated("i", games.game.players[i], own, wrapped, None, found, allowed)
    return None


def _clause_two(game: Game, i: int, own: Program, believed: Sequence[Program], kind: Kind) -> Mistreated | None:
    """Do believed functions answer the extension of player i's as they answer the function, but for projections?"""
    family, j = set_renegotiator_family().group, 1 - i
    if own.group is not family or _is_extended(own, kind):
        return None
    mine, selector = (dict(own.bindings)[key] for key in ("renegotiation", "selector"))
    bigger = dict(_extension(own, i, kind).bindings)["renegotiation"]
    for response in (dict(q.bindings)["renegotiation"] for q in believed if q.group is family):
        for a in profiles(game):
            before, after = (announced_set(game, response, met, a, seat=j) for met in (mine, bigger))
            agreed = announced_set(game, mine, response, a, seat=i) & before
            settled = select_outcome(game, selector, agreed) if agreed else a
            if not before <= after <= before | projections(game, settled, i):
                return Mistreated("ii", game.players[j], response, mine, a, after, before)
    return None


def _where_possible(games: ProgramGame, f: Transformation) -> Transformation:
    """The transformation as tables on the spaces, which leave alone what cannot be extended."""
    tables = []
    for space, part in zip(games.spaces, f.parts or (), strict=True):
        table = {}
        for p in space:
            try:
                table[p] = part(p)
            except HypothesisError:
                continue
        tables.append(table)
    return factorised_map(f.name, tables)


def _extension(own: Program, seat: int, kind: Kind) -> Program:
    return (extend_programs(kind=kind).parts or ())[seat](own)


def _is_extended(own: Program, kind: Kind) -> bool:
    function: Program = dict(own.bindings)["renegotiation"]
    return function.group is extension_family(kind=kind).group


def _seated(own: Program, other: Program, seat: int) -> Programs:
    return (own, other) if seat == 0 else (other, own)
