"""Set-valued renegotiation: what players accept, what they settle on, PMP-extensions; among outcomes or lotteries.

The functions are data here, for any number of players and in both feasibility modes. For two players and outcomes
alone, the shelf has the same as programs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from spi.core.display import html_of
from spi.core.game import Game, Profile
from spi.core.lottery import Payoffs, read_payoffs
from spi.core.pareto import improves
from spi.errors import HypothesisError
from spi.solve.pareto_meet import Mode, is_convex, projection_set, projections
from spi.solve.region_points import intersection, is_empty
from spi.solve.regions import Shape, cut, finite_region, union
from spi.solve.selection import select_outcome, select_payoffs

__all__ = [
    "Accepts",
    "Extension",
    "SetRenegotiation",
    "Settled",
    "accepted_set",
    "extend",
    "fix_selection",
    "settle",
    "settle_rounds",
]

Points = frozenset[Profile] | Shape
"""Outcomes in pure mode, a region of payoff vectors in convex mode."""


@dataclass(frozen=True, slots=True)
class Accepts:
    """A renegotiation function that accepts the same points at every default outcome.

    Parameters
    ----------
    points : frozenset of profiles, or region of payoff vectors
        It may be empty (erratum R4). Points that are worse than the default for somebody do not count. Profiles will
        do in convex mode, too; a region is for convex mode alone.
    against_extensions : the same, optional
        What it accepts instead as soon as somebody else's function is an extension.

    Source: digiovanni-et-al-2024, Definition 6 (repaired: R4)
    """

    points: Points
    against_extensions: Points | None = None

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Extension:
    """The PMP-extension of a renegotiation function.

    Parameters
    ----------
    base : Accepts
    reference : "base" or "literal"
        Whose outcome is projected: all functions unextended, or, as printed, only one's own.
    conditional : bool
        Extend only towards those who extend, too, and towards others be exactly the base.

    Source: digiovanni-et-al-2024, Definition 7 (repaired: R2)
    """

    base: Accepts
    reference: Literal["base", "literal"] = "base"
    conditional: bool = False

    _repr_html_ = html_of


SetRenegotiation = Accepts | Extension
"""A renegotiation function: a set of acceptable points for the others' functions and a default outcome."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What players settle on.

    Parameters
    ----------
    point : Profile, or payoff vector in convex mode
    payoffs : tuple of n Fraction
    agreed : frozenset of profiles, or Region
        What all accept; if it is empty, the default outcome is the point.

    Source: digiovanni-et-al-2024, Algorithm 2
    """

    point: Profile | Payoffs
    payoffs: Payoffs
    agreed: Points

    _repr_html_ = html_of


def extend(
    base: SetRenegotiation, *, reference: Literal["base", "literal"] = "base", conditional: bool = False
) -> Extension:
    """The PMP-extension of a renegotiation function.

    Parameters
    ----------
    base : renegotiation function
    reference : "base" or "literal"
        Whose outcome is projected: all functions unextended, or, as printed, only one's own.
    conditional : bool
        Extend only towards those who extend, too, and towards others be exactly the base.

    Returns
    -------
    Extension

    Raises
    ------
    HypothesisError
        For an extension: its base could not be told any more.

    Source: digiovanni-et-al-2024, Definition 7 (repaired: R2)
    """
    if isinstance(base, Extension):
        raise HypothesisError("an extension is not extended again; accepted: a function that is none")
    return Extension(base, reference, conditional)


def accepted_set(
    game: Game,
    functions: Sequence[SetRenegotiation],
    player: str | int,
    default: Sequence[Any],
    *,
    selector: str = "utilitarian",
    mode: Mode,
) -> Points:
    """What a player accepts against the others' functions.

    Parameters
    ----------
    game : Game
    functions : sequence of n renegotiation functions
        In player order.
    player : str or int
        i: her name, or her position, from 0.
    default : Profile, or payoff vector in convex mode
        a.
    selector : str
        As for `settle`; extensions need it to know the outcome that they project.
    mode : "pure" or "convex"

    Returns
    -------
    frozenset of profiles, or Region
        RNⁱ(RN⁻ⁱ, a), of points that are at least as good as the default for everybody.

    Source: digiovanni-et-al-2024, Definition 6 (repaired: R4)
    """
    i = game.player_index(player)
    own, a = functions[i], _read_default(game, default, mode)
    others = [f for k, f in enumerate(functions) if k != i]
    if isinstance(own, Accepts):
        extended = own.against_extensions is not None and any(isinstance(f, Extension) for f in others)
        return _above(game, cast(Points, own.against_extensions if extended else own.points), a, mode)
    bare = [f.base if isinstance(f, Extension) else f for f in functions]
    unextended: list[SetRenegotiation] = [own.base if k == i else f for k, f in enumerate(functions)]
    if own.conditional:
        if not all(isinstance(f, Extension) and f.conditional for f in others):
            return accepted_set(game, unextended, i, a, selector=selector, mode=mode)
        unextended = list(bare)
    projected = bare if own.reference == "base" else unextended
    reference = settle(game, projected, a, selector=selector, mode=mode)
    accepted = accepted_set(game, unextended, i, a, selector=selector, mode=mode)
    if not is_convex(mode):
        return cast(frozenset[Profile], accepted) | projections(game, cast(Profile, reference.point), i)
    return union(cast(Shape, accepted), projection_set(game, reference.payoffs, i))


def settle(
    game: Game,
    functions: Sequence[SetRenegotiation],
    default: Sequence[Any],
    *,
    selector: str = "utilitarian",
    mode: Mode,
) -> Settled:
    """What players settle on by Algorithm 2: the selected point of those that all accept, or the default.

    Parameters
    ----------
    game : Game
    functions : sequence of n renegotiation functions
        In player order.
    default : Profile, or in convex mode a profile or a feasible payoff vector
        What is done without renegotiation.
    selector : str
        Common to all: one of `SELECTORS`, or positive weights such as "1, 2".
    mode : "pure" or "convex"
        Whether points are outcomes, or lotteries that count by their payoffs. The answers differ.

    Returns
    -------
    Settled

    Raises
    ------
    GameError
        For a default, a selector or a mode that is none.

    Notes
    -----
    Exact; in convex mode by linear programs.

    Examples
    --------
    Two players who would both dare, and accept nothing but their projections:

    >>> from spi.core.gamefile import load_game
    >>> chicken, nothing = load_game("ours/chicken"), Accepts(frozenset())
    >>> for mode in ("pure", "convex"):
    ...     print(*settle(chicken, [extend(nothing)] * 2, ("D", "D"), mode=mode).payoffs)
    0 0
    1 1

    Source: digiovanni-et-al-2024, Algorithm 2
    """
    n, a = len(game.players), _read_default(game, default, mode)
    if len(functions) != n:
        raise HypothesisError(f"{len(functions)} renegotiation functions for {n} players; accepted: one for each")
    sets = [accepted_set(game, functions, k, a, selector=selector, mode=mode) for k in range(n)]
    if not is_convex(mode):
        agreed = frozenset.intersection(*cast(list[frozenset[Profile]], sets))
        profile = select_outcome(game, selector, agreed) if agreed else cast(Profile, a)
        return Settled(profile, game[profile], agreed)
    common = cast(Shape, sets[0])
    for shape in cast(list[Shape], sets[1:]):
        common = intersection(common, shape)
    point = cast(Payoffs, a) if is_empty(common) else select_payoffs(selector, common)
    return Settled(point, point, common)


def settle_rounds(
    game: Game,
    rounds: Sequence[Sequence[SetRenegotiation]],
    default: Sequence[Any],
    *,
    selector: str = "utilitarian",
    mode: Mode,
) -> tuple[Settled, ...]:
    """What players settle on round after round: the outcome of each round is the default of the next.

    Parameters
    ----------
    game : Game
    rounds : sequence of K sequences of n renegotiation functions
    default, selector, mode
        As for `settle`.

    Returns
    -------
    tuple of K Settled

    Source: digiovanni-et-al-2024, section 4
    """
    found: list[Settled] = []
    point: Sequence[Any] = default
    for functions in rounds:
        found.append(settle(game, functions, point, selector=selector, mode=mode))
        point = found[-1].point
    return tuple(found)


def fix_selection(
    game: Game,
    functions: Sequence[SetRenegotiation],
    default: Sequence[Any],
    *,
    selector: str = "utilitarian",
    mode: Mode,
) -> tuple[Accepts, ...]:
    """Renegotiation functions that settle on the same point whatever the selector is: it is only a way to coordinate.

    Parameters
    ----------
    game, functions, default, selector, mode
        As for `settle`.

    Returns
    -------
    tuple of n Accepts
        Of what is selected, alone; of nothing where nothing is agreed on (erratum R7).

    Source: digiovanni-et-al-2024, Appendix B (repaired: R7)
    """
    found = settle(game, functions, default, selector=selector, mode=mode)
    if is_convex(mode):
        shape = cast(Shape, found.agreed)
        points = [] if is_empty(shape) else [found.payoffs]
        return (Accepts(finite_region(points, dimension=len(game.players))),) * len(functions)
    return (Accepts(frozenset({cast(Profile, found.point)} if found.agreed else ())),) * len(functions)


def _read_default(game: Game, default: Sequence[Any], mode: Mode) -> Profile | Payoffs:
    if not is_convex(mode) or all(isinstance(x, str) for x in default):
        profile = tuple(default)
        payoffs = game[profile]  # refuses what is no profile
        return payoffs if is_convex(mode) else profile
    return read_payoffs(game, default)


def _above(game: Game, points: Points, a: Profile | Payoffs, mode: Mode) -> Points:
    """Those points that are worse than the default for nobody."""
    if not is_convex(mode):
        if not isinstance(points, frozenset):
            raise HypothesisError(
                "a region of payoffs among outcomes alone; accepted: a set of profiles, or mode='convex'"
            )
        floor = game[cast(Profile, a)]
        return frozenset(b for b in points if improves(game[b], floor))
    n = len(game.players)
    shape = finite_region([game[b] for b in points], dimension=n) if isinstance(points, frozenset) else union(points)
    for k, least in enumerate(cast(Payoffs, a)):
        shape = cut(shape, [-int(j == k) for j in range(n)], -least)
    return shape
