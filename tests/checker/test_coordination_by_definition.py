"""Claims about coordination on random games, by definition; and what takes too long."""

import itertools
import random
import re
from fractions import Fraction
from math import prod

import pytest

from spi.checker import lotteries, reduction, tokens
from spi.checker.reader import Item, Refusal, read_game
from tests.checker.certificates import (
    Json,
    game,
)
from tests.checker.coordination import (
    ACCEPTED,
    PAIR,
    PAIR_MEANS,
    PAIR_TOKENS,
    achievable,
    exists,
    pareto,
    punishment,
    threats,
    weights,
)
from tests.checker.coordination import lotteries as by_class
from tests.checker.mutants import accepted, changed, refusal

# --- sizes

LONG = [f"1/{10**3999 + k}" for k in range(3, 13)]  # hardly a common factor: three need 12,000 digits


def test_long_common_denominators() -> None:
    drawn = [{"outcome": a, "probability": p} for a, p in zip(itertools.product("abc", "abc"), LONG, strict=False)]
    assert refusal(changed(ACCEPTED["efficient, a lottery"], ("evidence.lottery", drawn))) == (
        "evidence.lottery",
        "size",
    )
    assert refusal(changed(ACCEPTED["out of reach, three players"], ("claim.payoffs", LONG[:3]))) == (
        "claim.payoffs",
        "size",
    )
    long_game = game("A B | A B", "{},0 {},0 {},0 0,0".format(*LONG))
    assert refusal(pareto("yes", "out-of-reach", long_game, "9 9", weights=["1", "1"])) == ("objects.game", "size")
    two = pareto("yes", "out-of-reach", game("A | A B", "{},0 {},0".format(*LONG)), "9 9", weights=["1", "1"])
    accepted(two)


def test_products_of_long_numbers() -> None:
    """Weights of 3,000 digits are compared at one profile, but not at a thousand different ones."""
    weight = [str(10**3000), str(10**3000 + 1)]
    for size, ok in ((1, True), (33, False)):
        names = " ".join(f"x{k}" for k in range(size))
        cells = " ".join(f"{10**3000 + k},{-k}" for k in range(size * size))
        one = pareto("yes", "out-of-reach", game(f"{names} | {names}", cells), f"{10**3001} 9", weights=weight)
        if ok:
            accepted(one)
        else:
            assert refusal(one) == ("evidence.weights", "size")


def test_many_comparisons() -> None:
    """Each different list of weights is compared at every profile; the work for all of them together is limited."""
    n, whole = 32, zero_sum(32)
    profiles = [f"x{i},x{j}" for i in range(n) for j in range(n)]
    accepted(exists("no", whole, [], weights=weights(*(f"{a} = 1 1" for a in profiles))))
    long = weights(*(f"{a} = {10**500 + k} {10**500 + k}" for k, a in enumerate(profiles)))
    place, rule = refusal(exists("no", whole, [], weights=long))
    assert rule == "size" and re.fullmatch(r"evidence\.weights\[\d+\]\.weights", place)


def zero_sum(n: int, low: str | None = None) -> Json:
    """Nothing is dominated, and all payoffs differ; the lowest of player 1 can be replaced by a lower one."""
    names = " ".join(f"x{k}" for k in range(n))
    payoffs = [(i * n + j + 1) * (-1) ** (i + j) for i in range(n) for j in range(n)]
    written = [low if low and v == min(payoffs) else str(v) for v in payoffs]
    return game(f"{names} | {names}", " ".join(f"{v},{v[1:] if v[0] == '-' else f'-{v}'}" for v in written))


def test_long_normalised_payoffs() -> None:
    """A lowest payoff of 8,000 digits is subtracted from a few payoffs, but not from many."""
    for n, ok in ((3, True), (27, False)):
        long = zero_sum(n, f"-{9 * 10**3999 + 1}/{10**3996}")
        certificate = changed(
            ACCEPTED["unrelated tokens, strict"], ("objects.game", long), ("evidence.elimination", [])
        )
        certificate["objects"]["coordination"] = by_class("t,t = x0,x0", "s,t = x0,x0")
        assert refusal(certificate) == (("evidence.violation", "null") if ok else ("evidence.isomorphisms", "size"))


# --- by definition, on random games


def random_game(seed: int, sizes: tuple[int, ...]) -> tuple[Json, dict[tuple[str, ...], tuple[Fraction, ...]]]:
    rng = random.Random(seed)
    actions = [[f"{'abc'[i]}{k}" for k in range(size)] for i, size in enumerate(sizes)]
    u = {a: tuple(Fraction(rng.randint(-9, 9), rng.randint(1, 4)) for _ in sizes) for a in itertools.product(*actions)}
    cells = " ".join(",".join(map(str, payoffs)) for payoffs in u.values())
    return game(" | ".join(map(" ".join, actions)), cells), u


def random_mixture(rng: random.Random, things: list[str]) -> dict[str, Fraction]:
    chosen = rng.sample(things, rng.randint(1, len(things)))
    shares = [rng.randint(1, 5) for _ in chosen]
    return {x: Fraction(share, sum(shares)) for x, share in zip(chosen, shares, strict=True)}


@pytest.mark.parametrize("seed", range(20))
def test_threats_by_definition(seed: int) -> None:
    rng, sizes = random.Random(seed), ((2, 3), (3, 2, 2), (2, 2, 3), (4,))[seed % 4]
    whole, u = random_game(seed, sizes)
    entries = []
    for i, player in enumerate(whole["players"]):
        drawn = [random_mixture(rng, names) for names in whole["actions"]]
        own, others = drawn[i], [j for j in range(len(sizes)) if j != i]
        least = min(
            sum(p * u[(*rest[:i], x, *rest[i:])][i] for x, p in own.items())
            for rest in itertools.product(*(whole["actions"][j] for j in others))
        )
        most = max(
            sum(
                prod(drawn[j][a[j]] for j in others) * u[a][i]
                for a in u
                if a[i] == x and all(a[j] in drawn[j] for j in others)
            )
            for x in whole["actions"][i]
        )
        words = [" ".join(f"{x}:{p}" for x, p in one.items()) for one in drawn]
        assert least <= most, player
        entries.append((f"{least} {most}", words[i], punishment(*(f"{j + 1} = {words[j]}" for j in others))))
    certificate = threats(whole, *entries)
    accepted(certificate)
    wrong = rng.choice(certificate["claim"]["intervals"])
    wrong[rng.choice(["lower", "upper"])] = "77/78"
    assert refusal(certificate)[1] == "witness"


@pytest.mark.parametrize("seed", range(20))
def test_bounds_by_definition(seed: int) -> None:
    rng = random.Random(seed)
    while True:
        whole, u = random_game(rng.randint(0, 10**9), ((2, 2), (2, 3), (2, 2, 2))[seed % 3])
        if refusal(exists("no", whole, [], weights=[]))[0] != "evidence.elimination":
            break  # nothing is dominated
    drawn = random_mixture(rng, [",".join(a) for a in u])
    mass: dict[tuple[Fraction, ...], Fraction] = {}
    for one, p in drawn.items():
        mass[u[tuple(one.split(","))]] = mass.get(u[tuple(one.split(","))], Fraction(0)) + p
    w = [Fraction(rng.randint(-4, 4), rng.randint(1, 3)) for _ in whole["players"]]
    bound, entries = Fraction(0), []
    for payoffs, p in mass.items():
        mu = [Fraction(rng.randint(0, 4), rng.randint(1, 3)) for _ in w]
        most = max(sum((x + m) * v for x, m, v in zip(w, mu, values, strict=True)) for values in u.values())
        bound += p * (most - sum(m * v for m, v in zip(mu, payoffs, strict=True)))
        member = rng.choice([one for one in drawn if u[tuple(one.split(","))] == payoffs])
        entries.append(f"{member} = {' '.join(map(str, mu))}")
    if not any(w):
        return
    i = next(k for k, x in enumerate(w) if x)
    law = " ".join(f"{one}:{p}" for one, p in drawn.items())
    for excess in (Fraction(1, 10**6), Fraction(0), Fraction(-1, 10**6)):
        y = [Fraction(k, 3) for k in range(len(w))]
        y[i] = (bound + excess - sum(x * v for k, (x, v) in enumerate(zip(w, y, strict=True)) if k != i)) / w[i]
        numbers = {"weights": list(map(str, w)), "multipliers": weights(*entries)}
        certificate = achievable("no", whole, [], law, " ".join(map(str, y)), **numbers)
        if excess > 0:
            accepted(certificate)
        else:
            assert refusal(certificate) == ("evidence.multipliers", "witness")


@pytest.mark.parametrize("block", [1, 2, 3, 100])
def test_dominance_by_definition(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reduction, "BLOCK", block)
    rng = random.Random(block)
    for _ in range(400):
        rows = [[rng.randint(0, 5) for _ in range(rng.choice((1, 2, 3)))] for _ in range(1)]
        rows += [[rng.randint(0, 5) for _ in rows[0]] for _ in range(rng.randint(0, 6))]
        pairs = {
            (x, y) for x, y in itertools.permutations(range(len(rows)), 2) if all(map(int.__lt__, rows[x], rows[y]))
        }
        found = reduction.dominating(list(zip(*rows, strict=True)))
        assert found in pairs if pairs else found is None


def test_candidates_by_definition() -> None:
    """The ends `safe` and `improved` at every node that a tree could have, for several lotteries."""
    whole, token = read_game(Item(PAIR, "")), read_game(Item(PAIR_TOKENS, ""))
    source, target = ({"A": None, "B": None},) * 2, ({"X": None, "Y": None},) * 2
    exact = lotteries.exact(Item(PAIR, ""), whole)
    pair = reduction.compare(Item(None, ""), whole, source, token, target)
    worths = [PAIR_MEANS, by_class("X,X = c,c", "X,Y = A,c", "Y,X = A,B", "Y,Y = A,B")]
    worths += [by_class("X,X = A,A", "X,Y = B,A", "Y,X = c,c", "Y,Y = B,B")]
    choices = [{}, *({x: y} for x in "AB" for y in "XY"), {"A": "X", "B": "Y"}, {"A": "Y", "B": "X"}]

    def candidates(maps: tuple[dict[str, str], ...], a: tuple[str, ...]) -> list[tuple[str, ...]]:
        found: list[tuple[str, ...]] = []
        for b in itertools.product("XY", "XY"):
            fits = whole.payoffs(a) == token.payoffs(b)  # both games have payoffs from 0 to 1
            for one, x, y in zip(maps, a, b, strict=True):
                fits = fits and (one[x] == y if x in one else y not in one.values())
            found += [b] * fits
        return found

    seen = set()
    for means, first, second in itertools.product(worths, choices, choices):
        worth = tokens.read_coordination(Item(means, ""), exact, token)
        maps = (first, second)
        ends = tokens.further_ends(Item(None, ""), exact, worth, pair, [])
        assigned = {(i, x): y for i, one in enumerate(maps) for x, y in one.items()}

        values = {b: [Fraction(k, row.unit) for k in row.numbers] for b, row in worth.items()}
        safe = all(
            new >= old
            for a in itertools.product("AB", "AB")
            for b in candidates(maps, a)
            for new, old in zip(values[b], whole.payoffs(a), strict=True)
        )
        assert ends["safe"][1]({}, assigned) == safe
        for a in itertools.product("AB", "AB"):
            improved = all(values[b] != list(whole.payoffs(a)) for b in candidates(maps, a))
            assert ends["improved"][1]({"outcome": Item(list(a), "")}, assigned) == improved
            seen.add((safe, improved))
    assert len(seen) == 4
    exact.left = 0  # nothing is left to spend
    with pytest.raises(Refusal) as caught:
        ends["improved"][1]({"outcome": Item(["A", "A"], "")}, {})
    assert caught.value.args[1] == "size"
