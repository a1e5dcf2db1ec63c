"""The claim about token games: proofs/README.md section 9.

Work: the end `safe` of a tree goes once through the outcomes of both reduced games, the end `improved` through those of
the token game that have the same normalised payoffs; this counts like products (see lotteries.py), and is limited.
"""

from collections.abc import Iterator
from itertools import product

from spi.checker import lotteries, reduction
from spi.checker.lotteries import Exact, Row
from spi.checker.reader import Fields, Game, Item, Profile, Receipt, read_game, receipt
from spi.checker.reduction import ALL_USED, ASSUMPTIONS, EVERY_OUTCOME, INDEPENDENT, RECOMPUTED, Assigned, End, Pair

DONE = {
    **RECOMPUTED,
    "token_elimination": "elimination log of token_game: length {}, end reduced",
    "improvements": "isomorphism tree: every end, every isomorphism improves on an outcome",
}
SAFE = {"isomorphisms": "isomorphism tree: every end, nobody loses by any isomorphism"}
Payoffs = dict[Profile, Row]  # what each outcome of the token game stands for


def read_token_game(item: Item, game: Game) -> Game:
    """Section 9: the players of the game, none of their actions."""
    token = read_game(item)
    item.need(token.players == game.players, "game", "the players are those of the game, in their order")
    fresh = all(mine.keys().isdisjoint(own) for mine, own in zip(game.actions, token.actions, strict=True))
    item.need(fresh, "game", "no action of a player is one of that player's actions in the game")
    return token


def read_coordination(item: Item, game: Exact, token: Game) -> Payoffs:
    """Section 9: a lottery for each outcome of the token game."""
    found: Payoffs = {}
    for entry in item.items():
        fields = entry.fields(("outcome", "lottery"))
        t = fields["outcome"].profile(token.actions)
        fields["outcome"].need(t not in found, "lottery", "this is in the list twice")
        drawn = lotteries.lottery(fields["lottery"], game.game.actions)
        found[t] = lotteries.expected(fields["lottery"], game, drawn)
    item.need(len(found) == len(token.level), "lottery", "every outcome of the token game needs a lottery")
    return found


def further_ends(item: Item, game: Exact, worth: Payoffs, pair: Pair, support: list[Profile]) -> dict[str, End]:
    """Section 9: the ends that a tree for all isomorphisms may have, one of them, besides those of section 3.

    Outcomes of R with the same normalised payoffs have the same payoffs. A candidate for an outcome has the same
    normalised payoffs and the same signature: for each player the assigned action, as named in R, or nothing.
    """
    by_label = {label: a for a, label in pair.before.items()}
    labelled = [(b, pair.after[b]) for b in product(*pair.target) if pair.after[b] in by_label]
    more = {b: lotteries.gains(game, worth[b], by_label[label]) for b, label in labelled}
    losing = [b for b, differences in more.items() if min(differences) < 0]
    at_risk = {pair.after[b] for b in losing}
    risky = [a for a, label in pair.before.items() if label in at_risk]
    equal: dict[int, list[Profile]] = {}  # by label, the outcomes that are worth what they stand for
    for b, differences in more.items():
        if not any(differences):
            equal.setdefault(pair.after[b], []).append(b)
    occurs = set(support or pair.before)

    def source_sign(a: Profile, assigned: Assigned) -> Profile:
        return tuple(x if (i, x) in assigned else "" for i, x in enumerate(a))

    def target_signs(assigned: Assigned, outcomes: list[Profile]) -> Iterator[Profile]:
        inverse = {(i, y): x for (i, x), y in assigned.items()}
        game.spend(item, 4 * len(outcomes) * len(pair.source), 0, 0)
        return (tuple(inverse.get(v, "") for v in enumerate(b)) for b in outcomes)

    def safe(_: Fields, assigned: Assigned) -> bool:
        game.spend(item, 4 * len(risky) * len(pair.source), 0, 0)
        seen = {(pair.before[a], source_sign(a, assigned)) for a in risky}
        signs = target_signs(assigned, losing)
        return all((pair.after[b], signature) not in seen for b, signature in zip(losing, signs, strict=True))

    def improved(fields: Fields, assigned: Assigned) -> bool:
        a = fields["outcome"].profile(pair.source)
        fields["outcome"].need(a in occurs, "isomorphism", "this is none of the outcomes that can occur")
        return source_sign(a, assigned) not in target_signs(assigned, equal.get(pair.before[a], []))

    return {"safe": ((), safe), "improved": (("outcome",), improved)}


def is_pc_spi(top: Fields) -> Receipt:
    """Section 9."""
    claim = top["claim"].fields(("kind", "answer", "strict", "support", "relation", "findings"))
    asked, stated = claim["strict"].flag(), claim["findings"].fields(("spi", "strict"))
    related = claim["relation"].choice(("isomorphic", "unrelated")) == "isomorphic"
    objects = top["objects"].fields(("game", "token_game", "coordination"))
    keys = ("isomorphism", "isomorphisms", "improvements", "violation", "unimproved")
    evidence = top["evidence"].fields(("elimination", "token_elimination", *keys))
    whole = read_game(objects["game"])
    token, game = read_token_game(objects["token_game"], whole), lotteries.exact(objects["game"], whole)
    source = reduction.replay(evidence["elimination"], whole, whole.actions)
    target = reduction.replay(evidence["token_elimination"], token, token.actions)
    support = reduction.read_support(claim["support"], source)
    worth = read_coordination(objects["coordination"], game, token)
    possible = {whole.level[a]: a for a in support or product(*source)}  # an outcome for each payoff vector
    only = next(iter(possible.values()))
    mapping: reduction.Outcomes = {}
    if evidence["isomorphism"].given(related):
        mapping = reduction.isomorphism(evidence["isomorphism"], whole, source, token, target)
        spi = stated["spi"].flag()
        strict = spi and stated["strict"].flag()
        same = not any(any(lotteries.gains(game, worth[mapping[a]], a)) for a in support or mapping)
        stated["strict"].need(strict or same or not spi, "flag", "the isomorphism improves on an outcome")
    else:
        best = [max(column) for column in zip(*map(game.payoffs, product(*source)), strict=True)]
        rows = [worth[b] for b in product(*target)]
        spi = all(new >= row.unit * old for row in rows for new, old in zip(row.numbers, best, strict=True))
        strict = spi and (len(possible) > 1 or all(any(lotteries.gains(game, row, only)) for row in rows))
    trees = {"isomorphisms": ("safe", spi or not related), "improvements": ("improved", related and strict)}
    for key, (end, wanted) in trees.items():
        if evidence[key].given(wanted):
            pair = reduction.compare(evidence[key], whole, source, token, target)
            ends = further_ends(evidence[key], game, worth, pair, support)
            reduction.check_tree(evidence[key], pair, {end: ends[end]} if related else {})
    if evidence["violation"].given(not spi):
        fields = evidence["violation"].fields(("outcome", "becomes", "player"))
        a, b = fields["outcome"].profile(source), fields["becomes"].profile(target)
        fields["becomes"].need(not related or b == mapping[a], "improvement", "the outcome becomes another")
        loss = lotteries.gains(game, worth[b], a)[fields["player"].index(whole.players)] < 0
        fields["player"].need(loss, "improvement", "this player does not lose here")
    if evidence["unimproved"].given(spi and not strict and not related):
        b = evidence["unimproved"].profile(target)
        same = len(possible) == 1 and not any(lotteries.gains(game, worth[b], only))
        evidence["unimproved"].need(same, "improvement", "the payoffs differ from possible ones")
    stated["spi"].equals(spi, "flag")
    stated["strict"].equals(strict, "flag")
    answer = "yes" if spi and (strict or not asked) else "no"
    claim["answer"].equals(answer, "flag")
    words = f"{'not ' * (answer == 'no')}a {'strict ' * asked}perfect-coordination safe Pareto improvement"
    words = f"token game {token.digest[:12]} is {words} on game {whole.digest[:12]}"
    words += f"{', given which outcomes can occur' * bool(support)} (reduced games: {claim['relation'].value})"
    assumptions = ASSUMPTIONS + [EVERY_OUTCOME] * (not support and (asked or strict)) + [lotteries.ARRANGED]
    trusts = [] if strict else [ALL_USED if related else INDEPENDENT]
    done = DONE | SAFE if related else DONE
    return receipt(claim, words, [whole, token], evidence, done, (assumptions, trusts))
