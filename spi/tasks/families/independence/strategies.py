"""Full strategies with what would have been chosen otherwise, and in which senses they are independent."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from spi.tasks.material.shapes import digest_of

__all__ = ["Claim", "Class", "Strategy", "choices_of", "class_of", "misread_class", "strategy_shape"]

Class = Literal["both", "participation", "foreknowledge", "demand", "neither"]
"""Independent in both senses; in one of them alone; not even demand-preserving; demand-preserving, and neither."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A program that demands something, perhaps something else of exact copies of itself.

    Parameters
    ----------
    demand : int
    otherwise : int
        Of exact copies; 0 for a program that does not look.

    Source: ours
    """

    demand: int
    otherwise: int = 0


@dataclass(frozen=True, slots=True)
class Strategy:
    """A full strategy with a choice model.

    Parameters
    ----------
    programs : tuple of n Claim
        p.
    images : tuple of n Claim, or None
        f(p); None if f wraps everybody's program in renegotiation.
    equality : "code" or "demand"
        When two programs count as the same choice.
    knowledge : "program" or "absence"
        Of foreknowledge.
    used, believed : tuple of n Claim, or None
        What each would have chosen had the others used p, and had she believed that; None if choices are best replies.
    further : tuple of (player, Claim, Claim)
        What a player would have chosen had the others all used another program: this does not matter.
    spaces : tuple of tuples of Claim
        For best replies: what each chooses from.
    beliefs : tuple of tuples of (Claim, wrapped?, Fraction)
        For best replies of two players: the other's programs with their probabilities.

    Source: clr-agenda-2026, Appendix B.2
    """

    programs: tuple[Claim, ...]
    images: tuple[Claim, ...] | None
    equality: Literal["code", "demand"]
    knowledge: Literal["program", "absence"]
    used: tuple[Claim, ...] | None = None
    believed: tuple[Claim, ...] | None = None
    further: tuple[tuple[int, Claim, Claim], ...] = ()
    spaces: tuple[tuple[Claim, ...], ...] = ()
    beliefs: tuple[tuple[tuple[Claim, bool, Fraction], ...], ...] = ()


def choices_of(strategy: Strategy, which: Literal["participation", "foreknowledge"]) -> list[list[Claim]]:
    """All that each player might have chosen had the others not taken part, or had she known that.

    Source: clr-agenda-2026, Appendix B.2
    """
    listed = strategy.used if which == "participation" else strategy.believed
    if listed is not None:
        return [[own] for own in listed]
    found = []
    for i, law in enumerate(strategy.beliefs):
        other = strategy.programs[1 - i]
        given = law
        if which == "foreknowledge":
            known = [(q, w, p) for q, w, p in law if not w and (strategy.knowledge == "absence" or q == other)]
            given = tuple(known)
        earns = {
            own: sum((p * _earned(own, q, wrapped) for q, wrapped, p in given), Fraction(0))
            for own in strategy.spaces[i]
        }
        found.append([own for own, earned in earns.items() if earned == max(earns.values())])
    return found


def class_of(strategy: Strategy, *, equality: str = "", players: int = 0, ignore: str = "") -> Class:
    """In which senses a full strategy is independent.

    Parameters
    ----------
    strategy : Strategy
    equality : str
        Instead of the strategy's own.
    players : int
        Look only at so many; 0: all.
    ignore : "demands" or "choices"
        A clause to leave out.

    Returns
    -------
    "both", "participation", "foreknowledge", "demand" or "neither"

    Source: clr-agenda-2026, Appendix B.2
    """
    n = players or len(strategy.programs)
    images = strategy.images or strategy.programs
    if ignore != "demands" and any(images[i].demand != strategy.programs[i].demand for i in range(n)):
        return "demand"
    same = equality or strategy.equality
    holds = []
    senses: tuple[Literal["participation", "foreknowledge"], ...] = ("participation", "foreknowledge")
    for which in senses:
        chosen = choices_of(strategy, which)
        holds.append(
            ignore == "choices"
            or all(any(_same(same, own, strategy.programs[i]) for own in chosen[i]) for i in range(n))
        )
    if all(holds):
        return "both"
    return "participation" if holds[0] else "foreknowledge" if holds[1] else "neither"


def misread_class(strategy: Strategy) -> dict[str, Class]:
    """What each mistake takes the class to be.

    Source: ours
    """
    other = "demand" if strategy.equality == "code" else "code"
    right = class_of(strategy)
    granted: dict[Class, Class] = {"neither": "participation", "foreknowledge": "both"}
    swap: dict[Class, Class] = {"participation": "foreknowledge", "foreknowledge": "participation"}
    return {
        other: class_of(strategy, equality=other),
        "demands-ignored": class_of(strategy, ignore="demands"),
        "first-player": class_of(strategy, players=1),
        "swapped": swap.get(right, right),
        "demands-only": class_of(strategy, ignore="choices"),
        "simultaneous": granted.get(right, right),
    }


def strategy_shape(strategy: Strategy) -> str:
    """A digest: programs have no names in it but their demands, and players are in order.

    Source: ours
    """
    rows = [
        [[c.demand, c.otherwise] for c in own] if own is not None else None
        for own in (strategy.programs, strategy.images, strategy.used, strategy.believed)
    ]
    further = sorted([i, a.demand, a.otherwise, b.demand, b.otherwise] for i, a, b in strategy.further)
    spaces = [sorted([c.demand, c.otherwise] for c in own) for own in strategy.spaces]
    laws = [sorted([q.demand, q.otherwise, int(w), str(p)] for q, w, p in own) for own in strategy.beliefs]
    return digest_of([strategy.equality, strategy.knowledge, rows, further, spaces, laws])


def _same(equality: str, one: Claim, two: Claim) -> bool:
    return one == two if equality == "code" else one.demand == two.demand


def _earned(own: Claim, other: Claim, wrapped: bool) -> int:
    """What a bare program earns against another, which may be wrapped: then it is no copy, and acts as if bare."""
    copies = own == other and not wrapped
    mine = own.otherwise if copies and own.otherwise else own.demand
    # inside the wrap the default meets the bare program itself
    theirs = other.otherwise if own == other and other.otherwise else other.demand
    return mine if mine + theirs <= 100 else 0
