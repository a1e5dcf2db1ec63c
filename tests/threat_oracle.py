"""Threat games straight from the definitions: plays are listed, nothing is solved. Slow on purpose.

Plain data: a threat is a dictionary of its numbers, a policy and a map are dictionaries by name. Nothing here is taken
from `spi` but the classes in which `to_oracle` finds the numbers.
"""

import random
from fractions import Fraction
from itertools import product
from math import lcm
from typing import Any

from spi import ConcessionTable, ThreatGame

Threat = dict[str, Any]
Threats = dict[str, Threat]
Policy = dict[str, Fraction]
Map = dict[str, str]
Payoffs = tuple[Fraction, Fraction]
ENDS = ("conceded", "executed", "spared")


def to_oracle(game: ThreatGame) -> Threats:
    keys = ("kind", "loss", "gain", "harm", "cost", "execution", "demand", "stakes", "acts")
    return {threat.name: {key: getattr(threat, key) for key in keys} for threat in game.threats}


def end_payoffs(threat: Threat, end: str) -> Payoffs:
    """Principal and threatener."""
    return {
        "conceded": (-threat["loss"], threat["gain"]),
        "executed": (-threat["harm"], -threat["cost"]),
        "spared": (Fraction(0), Fraction(0)),
    }[end]


def plays(threat: Threat, rate: Fraction, size: int) -> list[str]:
    """How the threat ends in `size` equally likely plays; `size` has to make all probabilities whole numbers."""
    counts = (rate * size, (1 - rate) * threat["execution"] * size, (1 - rate) * (1 - threat["execution"]) * size)
    assert all(count.denominator == 1 for count in counts)
    return [end for end, count in zip(ENDS, counts, strict=True) for _ in range(int(count))]


def size_of(*pairs: tuple[Threat, Fraction]) -> int:
    return lcm(*(rate.denominator * threat["execution"].denominator for threat, rate in pairs))


def expected(threat: Threat, rate: Fraction) -> Payoffs:
    """The sum over all ends of probabilities and payoffs."""
    e = threat["execution"]
    law = {"conceded": rate, "executed": (1 - rate) * e, "spared": (1 - rate) * (1 - e)}
    rows = [(p, end_payoffs(threat, end)) for end, p in law.items()]
    return sum((p * u for p, (u, _) in rows), Fraction(0)), sum((p * v for p, (_, v) in rows), Fraction(0))


def originals(game: Threats) -> list[str]:
    return [name for name, threat in game.items() if threat["kind"] == "original"]


def equivalent(game: Threats, policy: Policy, becomes: Map, delta: Fraction, form: str) -> bool:
    gaps = [abs(policy[becomes[t]] - policy[t]) for t in originals(game)]
    if form == "rms":
        return sum(gap * gap for gap in gaps) <= delta * delta * len(gaps)
    return all(gap <= delta for gap in gaps)


def coupled(game: Threats, becomes: Map) -> list[tuple[str, str, str, Payoffs, Payoffs]]:
    """Every play with common randomness that can occur for some rate: the threat, both ends, the payoffs at both.

    The principal concedes to both or to none. If she refuses, one of n equally likely numbers decides on the execution:
    it takes place if the number is among the first e·n.
    """
    found = []
    for t in originals(game):
        old, new = game[t], game[becomes[t]]
        n = lcm(old["execution"].denominator, new["execution"].denominator)
        ends = [("conceded", "conceded")]
        for k in range(n):
            ends.append(tuple("executed" if k < one["execution"] * n else "spared" for one in (old, new)))  # type: ignore[arg-type]
        found += [(t, x, y, end_payoffs(old, x), end_payoffs(new, y)) for x, y in ends]
    return found


def is_spi(game: Threats, becomes: Map) -> bool:
    return all(v >= u for *_, old, new in coupled(game, becomes) for u, v in zip(old, new, strict=True))


def is_strict_spi(game: Threats, becomes: Map) -> bool:
    return is_spi(game, becomes) and any(new != old for *_, old, new in coupled(game, becomes))


def no_less_expected(game: Threats, policy: Policy, becomes: Map) -> bool:
    for t in originals(game):
        old, new = expected(game[t], policy[t]), expected(game[becomes[t]], policy[becomes[t]])
        if new[0] < old[0] or new[1] < old[1]:
            return False
    return True


def choice(game: Threats, policy: Policy, kinds: tuple[str, ...]) -> tuple[Fraction, set[str | None]]:
    """What the threatener expects at best, and every way to get it; None is to make no threat."""
    worth: dict[str | None, Fraction] = {None: Fraction(0)}
    for name, threat in game.items():
        if threat["kind"] in kinds:
            worth[name] = expected(threat, policy[name])[1]
    best = max(worth.values())
    return best, {name for name, value in worth.items() if value == best}


def losing_plays(old: Threat, new: Threat, p: Fraction, q: Fraction) -> Fraction:
    """Over all ways to pair equally likely plays of both threats, the least fraction in which somebody is worse off."""
    size = size_of((old, p), (new, q))
    left, right = plays(old, p, size), plays(new, q, size)
    good = {
        (x, y): all(v >= u for u, v in zip(end_payoffs(old, x), end_payoffs(new, y), strict=True))
        for x, y in product(ENDS, ENDS)
    }
    partner: dict[int, int] = {}  # of plays on the right

    def augment(i: int, seen: set[int]) -> bool:
        for j, end in enumerate(right):
            if j not in seen and good[left[i], end]:
                seen.add(j)
                if j not in partner or augment(partner[j], seen):
                    partner[j] = i
                    return True
        return False

    return 1 - Fraction(sum(augment(i, set()) for i in range(size)), size)


def shared_act(game: Threats) -> bool:
    return any(
        act in other["acts"]
        for threat, other in product(game.values(), game.values())
        if (threat["kind"], other["kind"]) == ("original", "surrogate")
        for act in threat["acts"]
    )


def is_monotone(game: Threats, becomes: Map) -> bool:
    return all(
        game[becomes[t]]["stakes"] < game[becomes[u]]["stakes"]
        for t, u in product(originals(game), originals(game))
        if game[t]["stakes"] < game[u]["stakes"]
    )


def random_game(rng: random.Random) -> tuple[ThreatGame, ConcessionTable, Map]:
    """One to three originals and one to three surrogates with many ties; a policy; a map that need not be injective."""
    from spi import concession_table, possible_threat

    def number(low: int, high: int) -> Fraction:
        return Fraction(rng.randint(low, high), rng.choice([1, 1, 2]))

    same = rng.random() < 0.6  # what is demanded and how likely execution is do not differ
    terms = {"loss": number(0, 4), "gain": number(0, 4), "execution": Fraction(rng.randint(0, 3), 3)}
    threats = []
    for kind in ("original", "surrogate"):
        for k in range(rng.randint(1, 3)):
            own = terms if same else terms | {"loss": number(-1, 4), "gain": number(-1, 4)}
            own = own if same or rng.random() < 0.5 else own | {"execution": Fraction(rng.randint(0, 2), 2)}
            acts = rng.sample(["a", "b", "c", "d"], rng.randint(1, 2)) if rng.random() < 0.9 else ["a"]
            threats.append(
                possible_threat(
                    f"{kind} {k}",
                    kind,
                    harm=number(-1, 4),
                    cost=number(-1, 3),
                    stakes=number(0, 2),
                    acts=acts if kind == "original" else [act + "′" * (rng.random() < 0.7) for act in acts],
                    **own,
                )
            )
    rng.shuffle(threats)
    game = ThreatGame(tuple(threats))
    images = [threat.name for threat in game.surrogates]
    becomes = {threat.name: rng.choice(images) for threat in game.originals}
    rates = {threat.name: Fraction(rng.randint(0, 4), 4) for threat in game.threats}
    if rng.random() < 0.4:
        rates |= {t: rates[s] for t, s in becomes.items()}
    return game, concession_table(rates), becomes
