"""Claims about programs that become others, by definition: random games in which each program plays one action."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, compress, product
from operator import eq, ge, le, mul

import pytest

from spi.checker import Receipt, check
from tests.checker.certificates import Json, text
from tests.checker.certificates import game as table
from tests.checker.comparisons import (
    NOT_STRICT,
    constraint,
    fails,
    independent,
    no_gap,
    participation,
    replies,
    split,
    transformation,
    worse,
)
from tests.checker.encounters import define, program, say

Index = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class World:
    """A random game with many ties, and the programs that play its actions, the same for all players."""

    rng: random.Random
    game: Json
    programs: list[Json]
    payoffs: dict[Index, list[int]]

    def certificate(self, make: Callable[..., Json], *arguments: Json, needed: set[Index], **more: Json) -> Json:
        lines = [f"{spell(who)} = {' '.join('ABC'[k] for k in who)}" for who in sorted(needed)]
        self.rng.shuffle(lines)
        return make(*arguments, game=self.game, programs=self.programs, met=lines, **more)

    def some(self, least: int = 1) -> list[Index]:
        """Some profiles, in any order."""
        return self.rng.sample(sorted(self.payoffs), self.rng.randint(least, min(4, len(self.payoffs))))


def spell(who: Index) -> str:
    return " ".join(map(str, who))


def world(seed: int) -> World:
    rng = random.Random(seed)
    players, size = rng.choice([(1, 3), (2, 2), (2, 3), (3, 2)])
    payoffs = {who: [rng.randint(0, 2) for _ in range(players)] for who in product(range(size), repeat=players)}
    cells = " ".join(",".join(map(str, u)) for u in payoffs.values())
    game = table(" | ".join([" ".join("ABC"[:size])] * players), cells)
    return World(rng, game, [program(define(say(x), -1)) for x in "ABC"[:size]], payoffs)


def accepts(certificate: Json) -> bool:
    return isinstance(check(text(certificate)), Receipt)


@pytest.mark.parametrize("seed", range(60))
def test_transformations_by_definition(seed: int) -> None:
    """Exactly one answer is accepted, and a violation exactly if it is one."""
    w = world(seed)
    before, u = w.some(), w.payoffs
    after = [w.rng.choice([*u, p, p]) for p in before]
    factorised, strict, expected = (w.rng.random() < 0.5 for _ in range(3))
    asked = " ".join(compress(("factorised", "strict", "expected"), (factorised, strict, expected)))
    weights = [w.rng.randint(1, 3) for _ in before]
    shares = [f" : {Fraction(x, sum(weights))}" if expected else "" for x in weights]
    lines = [f"{spell(p)} > {spell(q)}{x}" for p, q, x in zip(before, after, shares, strict=True)]
    players = range(len(before[0]))
    gain = [[y - x for x, y in zip(u[p], u[q], strict=True)] for p, q in zip(before, after, strict=True)]
    if expected:
        gain = [[sum(x * row[i] for x, row in zip(weights, gain, strict=True)) for i in players]]
    pairs = list(combinations(range(len(before)), 2))
    torn = {(i, k, m) for i in players for k, m in pairs if before[k][i] == before[m][i] and after[k][i] != after[m][i]}
    safe, gains = all(x >= 0 for row in gain for x in row), any(x > 0 for row in gain for x in row)
    answer = safe and (gains or not strict) and not (factorised and torn)
    everything = {*before, *after}
    assert accepts(w.certificate(transformation, "yes", asked, *lines, needed=everything)) == answer
    for i in players:
        for k in range(len(gain)):
            violation = worse(str(i + 1), None if expected else str(k))
            needed = everything if expected else {before[k], after[k]}
            refuted = w.certificate(transformation, "no", asked, *lines, needed=needed, violation=violation)
            assert accepts(refuted) == (gain[k][i] < 0)
        for k, m in pairs:
            violation = split(str(i + 1), str(k), str(m))
            refuted = w.certificate(transformation, "no", asked, *lines, needed=set(), violation=violation)
            assert accepts(refuted) == (factorised and (i, k, m) in torn)
    refuted = w.certificate(transformation, "no", asked, *lines, needed=everything, violation=NOT_STRICT)
    assert accepts(refuted) == (strict and safe and not gains)


@pytest.mark.parametrize("seed", range(30))
def test_gaps_by_definition(seed: int) -> None:
    w = world(seed)
    u, before, alternatives = w.payoffs, w.some(), w.some()
    after = [w.rng.choice(sorted(u, key=lambda p: sum(u[p]))[-3:]) for _ in before]
    lines = [f"{spell(p)} > {spell(q)}" for p, q in zip(before, after, strict=True)]
    others = ", ".join(map(spell, alternatives))
    liked = {
        (i, k, m)
        for (k, q), (m, a) in product(enumerate(after), enumerate(alternatives))
        for i in range(len(q))
        if u[a][i] > u[q][i]
    }
    certificate = w.certificate(no_gap, "yes", *lines, alternatives=others, needed={*after, *alternatives})
    assert accepts(certificate) == (not liked)
    for i, k, m in product(range(len(before[0])), range(len(after)), range(len(alternatives))):
        violation = {"player": str(i + 1), "profile": str(k), "alternative": str(m)}
        needed = {after[k], alternatives[m]}
        certificate = w.certificate(no_gap, "no", *lines, alternatives=others, needed=needed, violation=violation)
        assert accepts(certificate) == ((i, k, m) in liked)


@pytest.mark.parametrize("seed", range(40))
def test_participation_by_definition(seed: int) -> None:
    """A yes is accepted only if no admissible law, of many, has a loss; a no exactly if its belief has one."""
    w = world(seed)
    u, rng, players = w.payoffs, w.rng, len(next(iter(w.payoffs)))
    seat, before, after = rng.randrange(players), *rng.choices(range(len(w.programs)), k=2)
    every = list(product(range(len(w.programs)), repeat=players - 1))
    types = rng.sample(every, rng.randint(1, min(3, len(every))))

    def insert(t: Index, own: int) -> Index:
        return (*t[:seat], own, *t[seat:])

    gains = [u[insert(t, after)][seat] - u[insert(t, before)][seat] for t in types]
    laws = [x for x in product(range(5), repeat=len(types)) if sum(x) == 4]  # in quarters
    weights, bound = [rng.randint(-1, 1) for _ in types], rng.randint(-2, 2)
    relation = rng.choice(("at-most", "at-least", "equal"))
    compare = {"at-most": le, "at-least": ge, "equal": eq}[relation]
    admissible = [x for x in laws if compare(sum(map(mul, x, weights)), 2 * bound)]
    losing = [x for x in admissible if sum(map(mul, x, gains)) < 0]
    limit = constraint(spell(tuple(weights)), relation, str(Fraction(bound, 2)))
    names = ", ".join(map(spell, types)), limit

    def stated(law: Index) -> str:
        return " ".join(f"{k}:{Fraction(x, 4)}" for k, x in enumerate(law) if x)

    for law in laws:
        needed = {insert(t, own) for t, x in zip(types, law, strict=True) if x for own in (before, after)}
        question = ("no", str(seat + 1), f"{before} > {after}", *names)
        certificate = w.certificate(participation, *question, belief=stated(law), needed=needed)
        assert accepts(certificate) == (law in losing)
    needed = {insert(t, own) for t in types for own in (before, after)}
    proved = False
    for total, multiplier in product(range(-3, 3), range(-3, 4)):
        question = ("yes", str(seat + 1), f"{before} > {after}", *names)
        for law in (rng.choice(laws), rng.choice(admissible or laws)):
            bounded = f"{total} = {multiplier}"
            certificate = w.certificate(participation, *question, belief=stated(law), bound=bounded, needed=needed)
            ok = accepts(certificate)
            assert not ok or (law in admissible and not losing)
            proved |= ok
    if admissible and min(gains) >= 0:
        assert proved


@pytest.mark.parametrize("seed", range(60))
def test_choices_by_definition(seed: int) -> None:
    """Best replies, by code or by demand."""
    w = world(seed)
    u, rng, size, players = w.payoffs, w.rng, len(w.programs), len(next(iter(w.payoffs)))
    which, equality = rng.choice(("participation", "program", "absence")), rng.choice(("code", "demand"))
    spaces = [sorted(rng.sample(range(size), rng.randint(1, size))) for _ in range(players)]
    every = list(product(range(size), repeat=players - 1))
    beliefs = []
    for _ in range(players):
        numbers = {t: rng.randint(1, 3) for t in rng.sample(every, rng.randint(1, len(every)))}
        beliefs.append({t: Fraction(x, sum(numbers.values())) for t, x in numbers.items()})
    profile, images = (tuple(rng.choices(range(size), k=players)) for _ in range(2))
    demanded = {k: rng.choice("xxy") for k in range(size)}
    chosen: list[set[int]] = []
    asked: list[set[Index]] = []
    possible = True
    for i, (space, belief) in enumerate(zip(spaces, beliefs, strict=True)):
        others = [*range(i), *range(i + 1, players)]
        given_that = [
            t
            for t in belief
            if which == "participation"
            or (which == "program" and t == tuple(profile[j] for j in others))
            or (which == "absence" and all(k in spaces[j] for k, j in zip(t, others, strict=True)))
        ]
        possible &= bool(given_that)
        earned = {c: sum(belief[t] * u[*t[:i], c, *t[i:]][i] for t in given_that) for c in space}
        chosen.append({c for c in space if earned[c] == max(earned.values())})
        asked.append({(*t[:i], c, *t[i:]) for c in space for t in given_that})
    good = {
        (i, "choice"): profile[i] in chosen[i]
        if equality == "code"
        else demanded[profile[i]] in {demanded[c] for c in chosen[i]}
        for i in range(players)
    }
    good |= {(i, "demand"): demanded[profile[i]] == demanded[images[i]] for i in range(players)}
    laws = [" ".join(f"{','.join(map(str, t)) or '-'}:{p}" for t, p in belief.items()) for belief in beliefs]
    choice = replies(*(f"{spell(tuple(space))} ; {law}" for space, law in zip(spaces, laws, strict=True)))

    def states(answer: str, whose: set[int], needed: set[Index], **more: Json) -> Json:
        listed = sorted({*profile, *images, *(c for i in whose for c in chosen[i] if equality == "demand")})
        demands = " ".join(f"{k}:{demanded[k]}" for k in listed)
        question = (answer, which, equality, f"{spell(profile)} > {spell(images)}", demands, choice)
        return w.certificate(independent, *question, needed=needed, **more)

    assert accepts(states("yes", {*range(players)}, set().union(*asked))) == (possible and all(good.values()))
    for (i, clause), holds in good.items():
        whose, needed = ({i}, asked[i]) if clause == "choice" else (set[int](), set[Index]())
        refuted = states("no", whose, needed, violation=fails(str(i + 1), clause))
        assert accepts(refuted) == (possible and not holds)
