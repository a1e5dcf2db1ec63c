"""Full strategies and what would have been chosen otherwise: draws for the family `independence`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Literal

from spi.tasks.draws import digest_of, draw_law

__all__ = [
    "CLASSES",
    "Class",
    "Claim",
    "Strategy",
    "choices_of",
    "class_of",
    "draw_best_replies",
    "draw_choice_pair",
    "misread_class",
    "strategy_shape",
]

Class = Literal["both", "participation", "foreknowledge", "demand", "neither"]
CLASSES: tuple[Class, ...] = ("both", "participation", "foreknowledge", "demand", "neither")
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


def draw_choice_pair(rng: Random, players: int, further: int) -> tuple[Strategy, Strategy]:
    """Two strategies with listed choices that differ in one of them, or in one image, and so in their class.

    Every class is as likely as any other.

    Source: clr-agenda-2026, Appendix B.2
    """
    first: Class
    second: Class
    if rng.random() < 0.4:  # with these weights each of the five classes is at one end of two fifths of the pairs
        first, second = "demand", rng.choice(("both", "participation", "foreknowledge", "neither"))
    else:
        first = rng.choice(("participation", "foreknowledge"))
        second = rng.choice(("both", "neither"))
    while True:
        strategy = _listed(rng, players, further, first)
        if class_of(strategy) != first:
            continue
        for _ in range(30):
            twin = _one_changed(rng, strategy)
            if class_of(twin) == second:
                return (strategy, twin) if rng.random() < 0.5 else (twin, strategy)


def draw_best_replies(rng: Random, wanted: Class) -> Strategy:
    """A strategy of two players who choose best replies to their beliefs, at the same time, of a class.

    Then the classes "foreknowledge" and "neither" do not occur: what is chosen is a best reply by the same belief.

    Everybody gets what she demands if the demands sum to at most 100, and otherwise nothing. Wrapped programs demand
    what they demand bare. Rejected are strategies of another class, and programs that are no best replies.

    Source: clr-agenda-2026, Appendix B.2
    """
    while True:
        demands = rng.sample(range(5, 96, 5), 4)
        spaces = tuple(tuple(_claim(rng, x, demands) for x in rng.sample(demands, 3)) for _ in (0, 1))
        programs = tuple(rng.choice(own) for own in spaces)
        images = _images(rng, programs, demands, wanted)
        laws = []
        for i in (0, 1):
            known = [(q, False) for q in spaces[1 - i]] + ([(programs[1 - i], True)] if images is None else [])
            known = [(programs[1 - i], False), *(row for row in known if row != (programs[1 - i], False))]
            some = [known[0], *rng.sample(known[1:], rng.randint(1, len(known) - 1))]
            law = draw_law(rng, len(some), rng.choice((5, 6, 8, 10, 12)))
            laws.append(tuple((q, w, p) for (q, w), p in zip(some, law, strict=True)))
        strategy = Strategy(
            programs,
            images,
            rng.choice(("code", "demand")),
            rng.choice(("program", "absence")),
            spaces=spaces,
            beliefs=tuple(laws),
        )
        replies = zip(programs, choices_of(strategy, "participation"), strict=True)
        if class_of(strategy) == wanted and all(own in best for own, best in replies):
            return strategy


def _listed(rng: Random, players: int, further: int, wanted: Class) -> Strategy:
    demands = rng.sample(range(5, 96, 5), 4 if players == 2 else 3)
    equality: Literal["code", "demand"] = rng.choice(("code", "demand"))
    programs = tuple(_claim(rng, rng.choice(demands), demands) for _ in range(players))

    def chosen(independent: bool) -> tuple[Claim, ...]:
        found = list(programs)
        for i in range(players):
            if equality == "demand" and rng.random() < 0.5:
                found[i] = _claim(rng, programs[i].demand, demands)
        if not independent:
            for i in rng.sample(range(players), rng.randint(1, players)):
                alike = equality == "code" and rng.random() < 0.6
                found[i] = _claim(rng, programs[i].demand if alike else rng.choice(demands), demands)
        return tuple(found)

    flags = {"both": (True, True), "participation": (True, False), "foreknowledge": (False, True)}
    used, believed = flags.get(wanted, (rng.random() < 0.5, rng.random() < 0.5) if wanted == "demand" else (False,) * 2)
    return Strategy(
        programs,
        _images(rng, programs, demands, wanted),
        equality,
        "program",
        chosen(used),
        chosen(believed),
        tuple(
            (
                rng.randrange(players),
                _claim(rng, rng.choice(demands), demands),
                _claim(rng, rng.choice(demands), demands),
            )
            for _ in range(further)
        ),
    )


def _images(rng: Random, programs: tuple[Claim, ...], demands: list[int], wanted: Class) -> tuple[Claim, ...] | None:
    """Wraps, or programs with the same demands; for the class "demand" somebody's demand changes."""
    if wanted != "demand" and rng.random() < 0.3:
        return None
    images = [_claim(rng, own.demand, demands) for own in programs]
    if wanted == "demand":
        i = rng.randrange(len(programs))
        images[i] = _claim(rng, rng.choice([x for x in demands if x != programs[i].demand]), demands)
    return tuple(images)


def _one_changed(rng: Random, strategy: Strategy) -> Strategy:
    """One program among what is chosen otherwise, or among the images, is another."""
    demands = sorted({own.demand for own in strategy.programs} | {own.demand for own in strategy.used or ()})
    i = rng.randrange(len(strategy.programs))
    other = _claim(rng, rng.choice([strategy.programs[i].demand, *demands]), demands)
    place = rng.choice(("used", "believed", "images"))
    now = {"used": strategy.used, "believed": strategy.believed, "images": strategy.images}[place]
    if now is None or now[i] == other:
        return strategy
    changed = (*now[:i], rng.choice((other, strategy.programs[i])), *now[i + 1 :])
    if place == "used":
        return replace(strategy, used=changed)
    return replace(strategy, believed=changed) if place == "believed" else replace(strategy, images=changed)


def _claim(rng: Random, demand: int, demands: list[int]) -> Claim:
    others = [x for x in demands if x != demand]
    return Claim(demand, rng.choice(others) if others and rng.random() < 0.6 else 0)


def _same(equality: str, one: Claim, two: Claim) -> bool:
    return one == two if equality == "code" else one.demand == two.demand


def _earned(own: Claim, other: Claim, wrapped: bool) -> int:
    """What a bare program earns against another, which may be wrapped: then it is no copy, and acts as if bare."""
    copies = own == other and not wrapped
    mine = own.otherwise if copies and own.otherwise else own.demand
    # inside the wrap the default meets the bare program itself
    theirs = other.otherwise if own == other and other.otherwise else other.demand
    return mine if mine + theirs <= 100 else 0
