"""Programs that stop by chance and else simulate all others: proofs/README.md section 21."""

import hashlib
from fractions import Fraction
from math import prod

from spi.checker.lotteries import common
from spi.checker.reader import Fields, Item, Receipt

MAX_PLAYERS = 50
MAX_BITS = 20_000  # of all numbers of a kind, over their common denominator, times the players
ALONE = "every simulation draws by itself"


def step(stops: list[Fraction], halting: list[Fraction], i: int) -> Fraction:
    """With which probability program i halts if the simulated ones halt with these."""
    return stops[i] + (1 - stops[i]) * prod(s for j, s in enumerate(halting) if j != i)


def probability(item: Item) -> Fraction:
    """A rational from 0 to 1."""
    number = item.rational()
    item.need(0 <= number <= 1, "lottery", "a probability is needed, from 0 to 1")
    return number


def need_least(item: Item, stops: list[Fraction], lower: list[Fraction]) -> None:
    """Section 21: no solution is below these bounds, which are at most what follows from them."""
    product = prod(lower)
    ratios = [(1 - stop) * product / (low * low) for stop, low in zip(stops, lower, strict=True)]
    item.need(sum(r / (1 + r) for r in ratios) <= 1, "witness", "a smaller solution than these bounds may exist")


def halting(top: Fields) -> Receipt:
    """Section 21."""
    claim = top["claim"].fields(("kind", "answer", "intervals"))
    claim["answer"].equals("yes", "flag")
    top["evidence"].fields(())
    objects = top["objects"].fields(("players", "epsilons"))
    names = objects["players"].names()
    objects["players"].need(2 <= len(names) <= MAX_PLAYERS, "size", f"2 to {MAX_PLAYERS} players are needed")
    stops = [probability(item) for item in objects["epsilons"].items(len(names), "game")]
    bounds = [item.fields(("lower", "upper")) for item in claim["intervals"].items(len(names), "game")]
    lower = [probability(row["lower"]) for row in bounds]
    upper = [probability(row["upper"]) for row in bounds]
    for numbers in (stops, lower, upper):
        bits = common(claim["intervals"], numbers).unit.bit_length() * len(names)
        claim["intervals"].need(bits <= MAX_BITS, "size", "the numbers are too long")

    waiting = stops.count(Fraction(0)) > 1  # for one another
    for i, (row, low, high) in enumerate(zip(bounds, lower, upper, strict=True)):
        if waiting:
            row["lower"].need(low <= stops[i], "witness", "it is more than the chance to stop at once")
            row["upper"].need(high >= stops[i], "witness", "it is less than the chance to stop at once")
            continue
        row["lower"].need(0 < low <= step(stops, lower, i), "witness", "it is more than follows from these bounds")
        row["upper"].need(low <= high, "witness", "it is below the lower bound")
        row["upper"].need(high >= step(stops, upper, i), "witness", "it is less than follows from these bounds")
    if not waiting:
        need_least(claim["intervals"], stops, lower)

    lines = ["spi-naive-recursion 1", *(f"stop {stop}" for stop in stops)]
    digest = hashlib.sha256("".join(line + "\n" for line in lines).encode()).hexdigest()
    exact = lower == upper
    words = f"{len(names)} programs that stop by chance or simulate all others halt with the stated probabilities"
    words += "" if exact else ", or with ones in the stated intervals"
    done = ("digest of the chances to stop", "scope", f"intervals ({len(names)}): {'exact' if exact else 'enclosed'}")
    return Receipt("", "halting", "yes", words, (digest,), done, (ALONE,), ())
