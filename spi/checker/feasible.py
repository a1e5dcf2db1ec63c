"""Claims about payoffs that can be arranged: proofs/README.md sections 7, 8 and 10.

Work: the profiles of the game are gone through once for each different direction, that is, for each list of weights
or of weights and multipliers; all else is linear in the length of the certificate.
"""

from collections import Counter
from collections.abc import Callable, Collection
from itertools import product, repeat
from operator import add, mul

from spi.checker import lotteries
from spi.checker.lotteries import Exact, Row, brief, by_classes, vector, weighted
from spi.checker.reader import Fields, Item, Profile, Receipt, receipt
from spi.checker.reduction import ASSUMPTIONS, EVERY_OUTCOME, RECOMPUTED, read_support, replay

PROPOSITION_12 = "oesterheld-conitzer-2022, Proposition 12 (repaired: D6, N3)"
COROLLARY_14 = "oesterheld-conitzer-2022, Corollary 14 (repaired: D6, D7, N3)"
STATED_LAW = "default play follows the stated law"
DONE = {
    **RECOMPUTED,
    "lottery": "lottery ({}): probabilities, payoffs as claimed",
    "lotteries": "lotteries ({}): every class of outcomes, probabilities, payoffs, nobody loses",
    "weights": "weights: compared at every profile of game",
    "multipliers": "multipliers ({}): every class of outcomes, the bound over every profile of game",
}
EACH_CLASS = {"weights": "weights ({}): every class of outcomes, compared at every profile of game"}
GOALS = {"weights": ("weights",), "max-min": ("origin",), "nash": ("origin",)}
IN_WORDS = {
    "weights": "the weighted sum with weights {}",
    "max-min": "the least gain over {}",
    "nash": "the product of the gains over {}",
}


def heights(game: Exact) -> Callable[[Item, list[int]], int]:
    """A function that gives, for weights, the largest weighted sum of payoffs at a profile of the game."""
    points = list(set(game.game.level.values()))
    columns = [[values[levels[i]] for levels in points] for i, values in enumerate(game.table)]
    known: dict[tuple[int, ...], int] = {}

    def height(item: Item, weights: list[int]) -> int:
        key = tuple(weights)
        game.spend(item, len(columns) * (1 if key in known else len(points)), lotteries.longest(weights), game.bits)
        if key not in known:
            sums = [0] * len(points)
            for weight, column in zip(weights, columns, strict=True):
                if weight:
                    sums = list(map(add, sums, map(mul, column, repeat(weight))))
            known[key] = max(sums)
        return known[key]

    return height


def against(game: Exact, payoffs: Row, y: Row) -> list[int]:
    """How much more than y everybody gets, up to a positive factor."""
    unit = payoffs.unit * game.unit
    return [mine * y.unit - stated * unit for mine, stated in zip(payoffs.numbers, y.numbers, strict=True)]


def offers(item: Item, game: Exact, outcomes: Collection[Profile]) -> dict[Profile, Row]:
    """By classes, the payoffs of lotteries in which nobody loses."""
    found: dict[Profile, Row] = {}
    for a, entry in by_classes(item, "lottery", game.game, outcomes):
        found[a] = lotteries.expected(entry, game, lotteries.lottery(entry, game.game.actions))
        no_loss = min(lotteries.gains(game, found[a], a)) >= 0
        entry.need(no_loss, "improvement", "somebody gets less from this lottery than at the outcome")
    return found


def pareto_optimal(top: Fields) -> Receipt:
    """Section 7."""
    claim = top["claim"].fields(("kind", "answer", "payoffs", "case"))
    case = claim["case"].choice(("efficient", "improvable", "out-of-reach"))
    claim["answer"].equals("no" if case == "improvable" else "yes", "flag")
    evidence = top["evidence"].fields(("weights", "lottery"))
    game = lotteries.read_exact(top["objects"])
    y = vector(claim["payoffs"], len(game.table))
    if evidence["lottery"].given(case != "out-of-reach"):
        item = evidence["lottery"]
        more = against(game, lotteries.expected(item, game, lotteries.lottery(item, game.game.actions)), y)
        if case == "efficient":
            item.need(not any(more), "witness", "its payoffs are not those that are claimed")
        else:
            item.need(min(more) >= 0 and any(more), "witness", "its payoffs are not better than those that are claimed")
    if evidence["weights"].given(case != "improvable"):
        item, w = evidence["weights"], vector(evidence["weights"], len(game.table))
        signs = min(w.numbers) > 0 if case == "efficient" else min(w.numbers) >= 0
        item.need(signs, "witness", "the weights are positive, or for 'out-of-reach' not negative")
        above = heights(game)(item, w.numbers) * y.unit - weighted(w.numbers, y.numbers) * game.unit
        item.need(above < 0 or (above == 0 and case == "efficient"), "witness", "some profile has a larger sum")
    words = {
        "efficient": "are Pareto-optimal among the feasible payoffs",
        "improvable": "are not Pareto-optimal: feasible payoffs are better",
        "out-of-reach": "are out of reach: no feasible payoffs are as good for everybody",
    }[case]
    words = f"game {game.game.digest[:12]}: payoffs {brief(claim['payoffs'].items())} {words}"
    return receipt(claim, words, [game.game], evidence, DONE, ([], []))


def exists_pc_spi(top: Fields) -> Receipt:
    """Section 8."""
    claim = top["claim"].fields(("kind", "answer", "support"))
    yes = claim["answer"].choice(("yes", "no")) == "yes"
    evidence = top["evidence"].fields(("elimination", "lotteries", "weights", "improvement"))
    game = lotteries.read_exact(top["objects"])
    level, source = game.game.level, replay(evidence["elimination"], game.game, game.game.actions)
    outcomes = dict.fromkeys(product(*source))
    support = dict.fromkeys(read_support(claim["support"], source))
    found = offers(evidence["lotteries"], game, outcomes) if evidence["lotteries"].given(yes) else {}
    if evidence["improvement"].given(yes):
        fields = evidence["improvement"].fields(("outcome", "player"))
        a, i = fields["outcome"].profile(source), fields["player"].index(game.game.players)
        listed = a in found and (not support or level[a] in {level[b] for b in support})
        fields["outcome"].need(listed, "improvement", "an outcome of 'lotteries' that can occur is needed")
        gain = lotteries.gains(game, found[a], a)[i]
        fields["player"].need(gain > 0, "improvement", "this player gains nothing here")
    if evidence["weights"].given(not yes):
        height = heights(game)
        for a, item in by_classes(evidence["weights"], "weights", game.game, support or outcomes):
            w = vector(item, len(game.table))
            item.need(min(w.numbers) > 0, "witness", "the weights are positive")
            highest = height(item, w.numbers) == weighted(w.numbers, game.payoffs(a))
            item.need(highest, "witness", "some profile has a larger sum than the outcome")
    words = f"has {'a' if yes else 'no'} strict perfect-coordination safe Pareto improvement"
    words = f"game {game.game.digest[:12]} {words}{', given which outcomes can occur' * bool(support)}"
    assumptions = [*ASSUMPTIONS, *[EVERY_OUTCOME] * (not support), lotteries.ARRANGED]
    done = DONE | EACH_CLASS
    return receipt(claim, words, [game.game], evidence, done, (assumptions, [PROPOSITION_12]))


def achievable(top: Fields) -> Receipt:
    """Section 10, both claims."""
    best = top["claim"].tag("kind", ("achievable", "best-achievable")) == "best-achievable"
    claim = top["claim"].fields(("kind", "answer", "law", "payoffs", *["goal"] * best))
    yes = claim["answer"].choice(("yes",) if best else ("yes", "no")) == "yes"
    evidence = top["evidence"].fields(("elimination", "lotteries", "weights", "multipliers"))
    game = lotteries.read_exact(top["objects"])
    source = replay(evidence["elimination"], game.game, game.game.actions)
    law, y = lotteries.lottery(claim["law"], source), vector(claim["payoffs"], len(game.table))
    mass: Counter[tuple[int, ...]] = Counter()
    for a, p in law.numbers.items():
        mass[game.game.level[a]] += p
    if evidence["lotteries"].given(yes):
        item = evidence["lotteries"]
        parts = [(mass[game.game.level[a]], row) for a, row in offers(item, game, law.numbers).items()]
        total = lotteries.average(item, game, parts)
        reached = not any(against(game, Row(total.numbers, total.unit * law.unit), y))
        item.need(reached, "witness", "on average the lotteries do not give the payoffs that are claimed")
    item = evidence["multipliers"]
    evidence["weights"].given(best or not yes)
    if item.given(best or not yes):
        w, height, parts = vector(evidence["weights"], len(game.table)), heights(game), []
        for a, entry in by_classes(item, "weights", game.game, law.numbers):
            mu = vector(entry, len(game.table))
            entry.need(min(mu.numbers) >= 0, "witness", "multipliers are not negative")
            both = [v * mu.unit + m * w.unit for v, m in zip(w.numbers, mu.numbers, strict=True)]
            most = height(entry, both) - w.unit * weighted(mu.numbers, game.payoffs(a))
            parts.append((mass[game.game.level[a]], Row([most], mu.unit)))
        total = lotteries.average(item, game, parts)  # the bound, times the units of total, law, game and weights
        excess = weighted(w.numbers, y.numbers) * total.unit * law.unit * game.unit - total.numbers[0] * y.unit
        item.need(excess == 0 if best else excess > 0, "witness", "the bound is not where it has to be")
        if best:
            check_goal(claim["goal"], evidence["weights"], w, y)
    words = f"can{'' if yes else 'not'} be had safely when {STATED_LAW}"
    if best:
        kind, goal = claim["goal"].tagged("kind", GOALS)
        words = f"are the best that can be had safely when {STATED_LAW}, by {IN_WORDS[kind]}"
        words = words.format(brief(goal[GOALS[kind][0]].items()))
    words = f"game {game.game.digest[:12]}: payoffs {brief(claim['payoffs'].items())} {words}"
    assumptions = [*ASSUMPTIONS, STATED_LAW, lotteries.ARRANGED]
    return receipt(claim, words, [game.game], evidence, DONE, (assumptions, [COROLLARY_14]))


def check_goal(item: Item, weights: Item, w: Row, y: Row) -> None:
    """Section 10: the weights are such that what the bound shows is what the goal asks for."""
    kind, goal = item.tagged("kind", GOALS)
    given = vector(goal[GOALS[kind][0]], len(y.numbers))
    if kind == "weights":
        weights.need(w == given, "witness", "these are not the weights of the goal")
        return
    unit = y.unit * given.unit
    more = [mine * given.unit - origin * y.unit for mine, origin in zip(y.numbers, given.numbers, strict=True)]
    if kind == "max-min":
        signs = min(w.numbers) >= 0 and any(w.numbers)
        weights.need(signs, "witness", "no weight is negative, and not all are zero")
        least = all(not weight or gain == min(more) for weight, gain in zip(w.numbers, more, strict=True))
        weights.need(least, "witness", "only players with the least gain have a weight")
    else:
        goal["origin"].need(min(more) > 0, "witness", "everybody gains")
        inverse = all(weight * gain == w.unit * unit for weight, gain in zip(w.numbers, more, strict=True))
        weights.need(inverse, "witness", "each weight is 1 over the player's gain")
