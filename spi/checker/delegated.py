"""The rules for claims about delegated games: proofs/README.md sections 4 and 5. Functions refuse by raising."""

from collections.abc import Sequence
from itertools import product
from operator import and_, eq, ge

from spi.checker import images, maps, reduction
from spi.checker.reader import Fields, Game, Item, Receipt, quote, read_game, read_games, receipt
from spi.checker.reduction import ALL_USED, ASSUMPTIONS, EVERY_OUTCOME, INDEPENDENT, RECOMPUTED, Actions

FINDINGS = ("spi", "strict", "trivial", "payoff_neutral", "unilateral")
INTERCHANGEABLE = "duplicate actions are interchangeable"
NOT_WRITTEN = "a search for maps found none, and was not written down"
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
        evidence["player"].choice(players, "name", "a player that the claim is about")
        alone = "a player who can bring this subset game about alone"
        evidence["player"].choice(unilateral_players(game, subset), "flag", alone)
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
    left, written = images.Left(), True
    for player, refutation in zip(wanted, evidence["refutations"].items(len(wanted), "refutation"), strict=True):
        fields = refutation.fields(("player", "last", "parts", "logs"))
        fields["player"].equals(player, "refutation")
        committed = None if player is None else game.players.index(player)
        last = fields["last"].index(game.players)
        if fields["parts"].value is None:
            written = False
            fields["logs"].need(fields["logs"].value == [], "refutation", "a search without parts has no logs")
        else:
            search = maps.Search(game, source, last, committed, claim["strict"].flag(), fields["logs"], left)
            search.check(fields["parts"])
    trusts = [PROPOSITION.format(25 if players else 23) + ", extended to duplicate actions" * duplicates]
    done = (
        RECOMPUTED if written else {**RECOMPUTED, "refutations": "refutations ({}): only those that are written down"}
    )
    words = f"game {game.digest[:12]} has no {words}"
    return receipt(claim, words, (game,), evidence, done, (assumptions, trusts + [NOT_WRITTEN] * (not written)))
