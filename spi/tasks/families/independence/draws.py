"""Full strategies and what would have been chosen otherwise: draws for the family `independence`."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Literal

from spi.tasks.families.independence.strategies import Claim, Class, Strategy, choices_of, class_of
from spi.tasks.material.draws import draw_law

__all__ = ["draw_best_replies", "draw_choice_pair"]


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
