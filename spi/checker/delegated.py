"""The rules for claims about delegated games: proofs/README.md sections 4 and 5. Functions refuse by raising."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from operator import and_, eq, ge

from spi.checker import reduction
from spi.checker.reader import Fields, Game, Item, Kinds, Receipt, quote, read_game, read_games, receipt
from spi.checker.reduction import ALL_USED, ASSUMPTIONS, EVERY_OUTCOME, INDEPENDENT, RECOMPUTED, Actions, Variable

Domains = dict[Variable, frozenset[str]]

FINDINGS = ("spi", "strict", "trivial", "payoff_neutral", "unilateral")
INTERCHANGEABLE = "duplicate actions are interchangeable"
ENDS: Kinds = {"empty": ("player", "action")}
UNILATERAL: Kinds = {"affine": ("player", "outcomes"), "elimination": ("log",)}
LEMMA_4 = "oesterheld-conitzer-2022, Lemma 4"
PROPOSITION = "oesterheld-conitzer-2022, Proposition {} (repaired: D13, D17)"


def unilateral_players(game: Game, subset: Game) -> list[str]:
    """Sections 4 and 5: the players such that all others keep all their actions and their payoffs."""
    kept = [set(a) == set(b) for a, b in zip(game.actions, subset.actions, strict=True)]
    for b in product(*subset.actions):
        kept = list(map(and_, kept, map(eq, game.payoffs(b), subset.payoffs(b))))
    return [player for i, player in enumerate(game.players) if all(kept[:i] + kept[i + 1 :])]


def changed(item: Item, game: Game, source: Actions, mapping: reduction.Outcomes) -> None:
    """Sections 4 and 5, `improvement`: an outcome and a player whose payoff changes, where nobody's payoff falls."""
    fields = item.fields(("outcome", "player"))
    a, i = fields["outcome"].profile(source), fields["player"].index(game.players)
    fields["player"].need(game.level[mapping[a]][i] > game.level[a][i], "improvement", "this player gains nothing here")


def is_spi(top: Fields) -> Receipt:
    """Section 4."""
    claim = top["claim"].fields(("kind", "answer", "strict", "support", "relation", "findings"))
    asked, (game, subset) = claim["strict"].flag(), read_games(top["objects"])
    keys = ("isomorphism", "isomorphisms", "violation", "improvement", "unimproved")
    evidence = top["evidence"].fields(("elimination", "subset_elimination", *keys))
    level, stated = game.level, claim["findings"].fields(FINDINGS)
    source = reduction.replay(evidence["elimination"], game, game.actions)
    target = reduction.replay(evidence["subset_elimination"], subset, subset.actions)
    outcomes, targets = list(product(*source)), list(product(*target))
    support = reduction.read_support(claim["support"], source)
    relation = claim["relation"].choice(("equal", "isomorphic", "unrelated"))
    same_game = (relation == "equal") == reduction.equal_games(game, source, subset, target)
    claim["relation"].need(same_game, "flag", "it is 'equal' exactly if the reduced games are equal")
    mapping = {a: a for a in outcomes}
    if evidence["isomorphism"].given(relation == "isomorphic"):
        mapping = reduction.isomorphism(evidence["isomorphism"], game, source, subset, target)
    if relation == "unrelated":  # every outcome of R' can follow on every outcome of R
        worst = [min(column) for column in zip(*(level[b] for b in targets), strict=True)]
        spi = all(all(map(ge, worst, level[a])) for a in outcomes)
        neutral = len({level[a] for a in outcomes + targets}) == 1
    else:
        spi = all(game.no_loss(a, b) for a, b in mapping.items())
        neutral = all(level[a] == level[b] for a, b in mapping.items())
    if evidence["violation"].given(not spi):
        fields = evidence["violation"].fields(("outcome", "becomes", "player"))
        a, b = fields["outcome"].profile(source), fields["becomes"].profile(target)
        fields["becomes"].need(relation == "unrelated" or b == mapping[a], "improvement", "the outcome becomes another")
        i = fields["player"].index(game.players)
        fields["player"].need(level[b][i] < level[a][i], "improvement", "this player does not lose here")
    # With a support, `strict` is what is stated: the tree below shows true, and this isomorphism itself shows false.
    strict, possible = False, {level[a] for a in support or outcomes}
    if spi and relation == "unrelated":
        strict = all(possible != {level[b]} for b in targets)
    elif spi and relation == "isomorphic":
        strict = stated["strict"].flag() if support else not neutral
        same = all(level[mapping[a]] == level[a] for a in support or outcomes)
        stated["strict"].need(strict or same, "flag", "the isomorphism improves on an outcome of the support")
    shown = strict and relation == "isomorphic"
    if evidence["isomorphisms"].given(relation == "unrelated" or (shown and bool(support))):
        pair, inside = reduction.compare(evidence["isomorphisms"], game, source, subset, target), set(support)

        def improved(fields: Fields, assigned: reduction.Assigned) -> bool:
            a, b = reduction.image(fields["outcome"], pair, assigned)
            return a in inside and level[a] != level[b]

        reduction.check_tree(evidence["isomorphisms"], pair, {"improved": (("outcome",), improved)} if shown else {})
    if evidence["improvement"].given(shown and not support):
        changed(evidence["improvement"], game, source, mapping)
    if evidence["unimproved"].given(spi and not strict and relation == "unrelated"):
        b = evidence["unimproved"].profile(target)
        evidence["unimproved"].need(possible == {level[b]}, "improvement", "the payoffs differ from possible ones")
    for key, finding in (("spi", spi), ("strict", strict), ("payoff_neutral", neutral)):
        stated[key].equals(finding, "flag")
    stated["trivial"].equals(list(map(set, source)) == list(map(set, target)), "flag")
    stated["unilateral"].equals(unilateral_players(game, subset), "flag")
    answer = "yes" if spi and (strict or not asked) else "no"
    claim["answer"].equals(answer, "flag")
    trusts = [LEMMA_4] * (relation == "isomorphic" and spi) + [INDEPENDENT] * (relation == "unrelated" and not strict)
    trusts += [ALL_USED] * (relation == "isomorphic" and (not spi or (bool(support) and not strict)))
    words = f"{'not ' * (answer == 'no')}a {'strict ' * asked}safe Pareto improvement on game {game.digest[:12]}"
    words = f"subset game {subset.digest[:12]} is {words}{', given which outcomes can occur' * bool(support)}"
    assumptions = ASSUMPTIONS + [EVERY_OUTCOME] * (not support and (asked or strict))  # findings are claims too
    words += f" (reduced games: {relation})"
    return receipt(claim, words, (game, subset), evidence, RECOMPUTED, (assumptions, trusts))


def question(claim: Fields, game: Game) -> tuple[list[str], str]:
    """Section 5: the players asked about, none for the omnilateral question, and what is asked for in words."""
    duplicates, strict = claim["duplicates"].flag(), claim["strict"].flag()
    printed = claim["reading"].choice(("repaired", "printed")) == "printed"
    fits = not printed or (claim["answer"].value == "yes" and not strict and not duplicates)
    claim["reading"].need(fits, "flag", "the printed reading is for 'yes', without strictness and duplicates")
    words = f"{'strict' if strict else 'non-trivial'} safe Pareto improvement"
    words += " when duplicate actions are interchangeable" * duplicates + ", as the printed definition has it" * printed
    if claim["unilateral"].value is None:
        return [], words
    players = [player.choice(game.players, "name") for player in claim["unilateral"].items()]
    fits = bool(players) and players == [p for p in game.players if p in players] and not duplicates
    claim["unilateral"].need(fits, "flag", "null, or (without duplicates) distinct players in their order")
    return players, f"{words}, unilateral for {' or '.join(map(quote, players))}"


def exists_spi(top: Fields) -> Receipt:
    """Section 5."""
    claim = top["claim"].fields(("kind", "answer", "strict", "unilateral", "duplicates", "reading"))
    strict, duplicates = claim["strict"].flag(), claim["duplicates"].flag()
    assumptions = ASSUMPTIONS + [INTERCHANGEABLE] * duplicates + [EVERY_OUTCOME] * strict
    if claim["answer"].choice(("yes", "no")) == "yes":
        return exists_yes(claim, assumptions, *read_games(top["objects"]), top["evidence"])
    return exists_no(claim, assumptions, read_game(top["objects"].fields(("game",))["game"]), top["evidence"])


def exists_yes(claim: Fields, assumptions: list[str], game: Game, subset: Game, item: Item) -> Receipt:
    """Section 5, yes."""
    keys = ("player", "isomorphism", "nontrivial", "improvement")
    evidence = item.fields(("elimination", "subset_elimination", *keys))
    players, words = question(claim, game)
    if evidence["player"].given(bool(players)):
        evidence["player"].choice(players, "name")
        evidence["player"].choice(unilateral_players(game, subset), "flag")
    source = reduction.replay(evidence["elimination"], game, game.actions, claim["duplicates"].flag())
    target = reduction.replay(evidence["subset_elimination"], subset, subset.actions)
    mapping = reduction.isomorphism(evidence["isomorphism"], game, source, subset, target)
    no_loss = all(game.no_loss(a, b) for a, b in mapping.items())
    evidence["isomorphism"].need(no_loss, "improvement", "somebody loses at some outcome of the reduced game")
    if evidence["nontrivial"].given(claim["reading"].value == "repaired"):
        fields = evidence["nontrivial"].fields(("player", "action"))
        i, y = reduction.variable(fields, game, target)
        fields["action"].need(y not in source[i], "improvement", f"{quote(y)} is in the reduced game, too")
    else:
        equal = reduction.equal_games(game, source, subset, target)
        evidence["nontrivial"].need(not equal, "improvement", "the reduced games are equal")
    if evidence["improvement"].given(claim["strict"].flag()):
        changed(evidence["improvement"], game, source, mapping)
    words = f"game {game.digest[:12]} has a {words}: subset game {subset.digest[:12]}"
    return receipt(claim, words, (game, subset), evidence, RECOMPUTED, (assumptions, [LEMMA_4]))


def exists_no(claim: Fields, assumptions: list[str], game: Game, item: Item) -> Receipt:
    """Section 5, no."""
    evidence = item.fields(("elimination", "refutations"))
    (players, words), duplicates = question(claim, game), claim["duplicates"].flag()
    source = reduction.replay(evidence["elimination"], game, game.actions, duplicates)
    wanted: Sequence[str | None] = players if players else [None]
    for player, refutation in zip(wanted, evidence["refutations"].items(len(wanted), "refutation"), strict=True):
        fields = refutation.fields(("player", "parts"))
        fields["player"].equals(player, "refutation")
        committed = None if player is None else game.players.index(player)
        check_parts(fields["parts"], game, source, committed, claim["strict"].flag())
    trust = PROPOSITION.format(25 if players else 23) + ", extended to duplicate actions" * duplicates
    words = f"game {game.digest[:12]} has no {words}"
    return receipt(claim, words, (game,), evidence, RECOMPUTED, (assumptions, [trust]))


def check_parts(parts: Item, game: Game, source: Actions, committed: int | None, strict: bool) -> None:
    """Section 5, no: part k treats the maps for which variable k is the first that takes an eliminated action."""
    variables = [(i, x) for i, names in enumerate(source) for x in names]
    survivors, everything = list(map(frozenset, source)), list(map(frozenset, game.actions))
    for k, part in enumerate(parts.items(len(variables), "refutation")):
        start = {v: survivors[v[0]] if n < k else everything[v[0]] for n, v in enumerate(variables)}
        start[variables[k]] -= survivors[variables[k][0]]
        stack = [(part, start)]
        while stack:
            node, domains = stack.pop()
            is_end = isinstance(node.value, dict) and "end" in node.value
            fields = node.fields(("remove", "end") if is_end else ("remove", "branch", "children"))
            for step in fields["remove"].items():
                remove(step, game, source, domains)
            if is_end:
                check_end(fields["end"], game, source, domains, committed, strict)
            else:
                v = reduction.variable(fields["branch"].fields(("player", "action")), game, source)
                children = fields["children"].fields(domains[v]).items()
                stack += [(child, {**domains, v: frozenset((y,))}) for y, child in children]


def remove(item: Item, game: Game, source: Actions, domains: Domains) -> None:
    """Section 5, a step of a node: take an action out of a domain, because it is taken or leads to a loss."""
    step = item.fields(("player", "action", "target", "because"))
    i, x = reduction.variable(step, game, source)
    y, because = step["target"].choice(domains[i, x], "refutation"), step["because"]
    if isinstance(because.value, str):
        because.choice(("taken",))
        only = [z for z in source[i] if domains[i, z] == {y} and z != x]
        because.need(only != [], "refutation", f"no other action of the player has only {quote(y)} in its domain")
    else:
        a = because.profile(source)
        because.need(a[i] == x, "refutation", f"the player does not play {quote(x)} in this outcome")
        images = product(*({y} if v == (i, x) else domains[v] for v in enumerate(a)))
        because.need(not any(game.no_loss(a, b) for b in images), "refutation", f"with {quote(y)} nobody need lose")
    domains[i, x] -= {y}


def check_end(item: Item, game: Game, source: Actions, domains: Domains, committed: int | None, strict: bool) -> None:
    """Section 5, the end of a node: no map within the domains meets all the conditions."""
    kinds = {**ENDS, **({"neutral": ()} if strict else {}), **(UNILATERAL if committed is not None else {})}
    kind, end = item.tagged("kind", kinds)
    if kind == "empty":
        v = reduction.variable(end, game, source)
        item.need(not domains[v], "refutation", "the domain of this action is not empty")
    elif kind == "neutral":
        for a in product(*source):
            images = product(*(domains[v] for v in enumerate(a)))
            better = any(game.level[a] != game.level[b] and game.no_loss(a, b) for b in images)
            item.need(not better, "refutation", f"the outcome {a} can still become a better one")
    elif kind == "affine":
        j = end["player"].index(game.players)
        end["player"].need(j != committed, "refutation", "the payoffs of the player who commits are free")
        payoffs: list[tuple[Fraction, Fraction]] = []
        for outcome in end["outcomes"].items():
            a = outcome.profile(source)
            outcome.need(all(len(domains[v]) == 1 for v in enumerate(a)), "refutation", "an action of it is still open")
            b = tuple(min(domains[v]) for v in enumerate(a))
            payoffs.append((game.payoffs(a)[j], game.payoffs(b)[j]))
        end["outcomes"].need(len(payoffs) in (2, 3), "refutation", "two or three outcomes are needed here")
        # The differences to the first outcome must be proportional, with a positive factor.
        differences = [(u - payoffs[0][0], v - payoffs[0][1]) for u, v in payoffs[1:]]
        factor = next((u / v for u, v in differences if v), Fraction(1))
        affine = factor > 0 and all(u == factor * v for u, v in differences)
        end["outcomes"].need(not affine, "refutation", "the payoffs at these outcomes are affinely related")
    else:
        item.need({*map(len, domains.values())} == {1}, "refutation", "all domains need one element here")
        chosen = [{y for x in names for y in domains[i, x]} for i, names in enumerate(source)]
        start = tuple(chosen[i] if i == committed else names for i, names in enumerate(game.actions))
        alive = reduction.replay(end["log"], game, start, committed=committed)
        same = all(set(names) == chosen[i] for i, names in enumerate(alive))
        item.need(not same, "refutation", "the elimination ends with exactly the images of the surviving actions")
