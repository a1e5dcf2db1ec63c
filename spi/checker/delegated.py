"""The rules for claims about delegated games: proofs/README.md sections 2 to 6. Functions refuse by raising."""

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from itertools import product
from operator import and_, eq, ge

from spi.checker.reader import Game, Item, Profile, Receipt, quote, read_game

Fields = dict[str, Item]
Actions = tuple[tuple[str, ...], ...]  # the survivors: the actions of each player in a reduced game
Outcomes = dict[Profile, Profile]  # what each outcome of a reduced game becomes
Variable = tuple[int, str]  # a player and one of that player's surviving actions
Domains = dict[Variable, frozenset[str]]
Kinds = dict[str, tuple[str, ...]]  # the further keys of an object, by its kind

CLAIMS: Kinds = {
    "is-spi": ("answer", "strict", "support", "relation", "findings"),
    "exists-spi": ("answer", "strict", "unilateral", "duplicates", "reading"),
}
FINDINGS = ("spi", "strict", "trivial", "payoff_neutral", "unilateral")
RECOMPUTED = {  # in words, for the longer pieces of evidence
    "elimination": "elimination log of game: length {}, end reduced",
    "subset_elimination": "elimination log of subset_game: length {}, end reduced",
    "isomorphism": "isomorphism: a bijection for each player, payoffs agree at every outcome",
    "isomorphisms": "isomorphism tree: every end, every bijection covered",
    "refutations": "refutations ({}): every step and every end, every map covered",
}
TREE_ENDS: Kinds = {"sizes": (), "payoffs": (), "action": ("player", "action"), "profile": ("outcome",)}
ENDS: Kinds = {"empty": ("player", "action")}
UNILATERAL: Kinds = {"affine": ("player", "outcomes"), "elimination": ("log",)}
LEMMA_4 = "oesterheld-conitzer-2022, Lemma 4"
PROPOSITION = "oesterheld-conitzer-2022, Proposition {} (repaired: D13, D17)"
ALL_USED = "every isomorphism is used in some model of Assumptions 1 and 2"
INDEPENDENT = "unrelated reduced games are played independently in some model of Assumptions 1 and 2"


def judge(document: Item, name: str) -> Receipt:
    """The whole certificate: the outermost keys (section 1), the claim by its kind (4, 5), and the scope (6)."""
    top = document.fields(("format", "version", "claim", "objects", "evidence", "scope"))
    top["format"].equals("spi-certificate", "value")
    top["version"].equals(1, "value")
    kind, claim = top["claim"].tagged("kind", CLAIMS)
    answer, strict = claim["answer"].choice(("yes", "no")), claim["strict"].flag()
    if (kind, answer) == ("exists-spi", "no"):
        games = [read_game(top["objects"].fields(("game",))["game"])]
        evidence = top["evidence"].fields(("elimination", "refutations"))
        sentence, trusts = exists_no(claim, games[0], evidence)
    else:
        objects = top["objects"].fields(("game", "subset_game"))
        games = [read_game(objects["game"])]
        games.append(read_game(objects["subset_game"], games[0]))
        keys = ("isomorphisms", "violation", "unimproved") if kind == "is-spi" else ("player", "nontrivial")
        evidence = top["evidence"].fields(("elimination", "subset_elimination", "isomorphism", "improvement", *keys))
        sentence, trusts = (is_spi if kind == "is-spi" else exists_yes)(claim, games[0], games[1], evidence)
    assumptions = [f"oesterheld-conitzer-2022, Assumption {k}" for k in (1, 2)]
    if "duplicates" in claim and claim["duplicates"].flag():
        assumptions.append("duplicate actions are interchangeable")
    if kind == "is-spi":  # findings are claims too
        strict = claim["support"].value is None and (strict or claim["findings"].fields(FINDINGS)["strict"].flag())
    if strict:
        assumptions.append("every outcome of the reduced game can occur")
    scope = top["scope"].fields(("assumptions", "trusts"))
    scope["assumptions"].equals(assumptions, "scope")
    scope["trusts"].equals(trusts, "scope")
    recomputed = ["digests of the games", "scope"]
    for key, value in [(key, item.value) for key, item in evidence.items() if item.value is not None]:
        recomputed.append(RECOMPUTED.get(key, f"{key}: as stated").format(len(value) if isinstance(value, list) else 1))
    digests, lists = tuple(game.digest for game in games), (tuple(recomputed), tuple(assumptions), tuple(trusts))
    return Receipt(name, kind, answer, sentence, digests, *lists)


def variable(fields: Fields, game: Game, actions: Sequence[Collection[str]]) -> Variable:
    """The player and the action named by the entries `player` and `action`; the action is one of `actions`."""
    i = fields["player"].index(game.players)
    return i, fields["action"].choice(actions[i], "name")


def rows(game: Game, alive: Sequence[Collection[str]], i: int, action: str) -> Iterator[tuple[int, ...]]:
    """What everybody gets from an action of player i against all profiles of the others' alive actions, in order."""
    return map(game.level.__getitem__, product(*alive[:i], (action,), *alive[i + 1 :]))


def dominated(game: Game, alive: Sequence[Collection[str]], i: int, x: str, y: str) -> bool:
    """Section 2: against every profile of the others' alive actions, player i gets strictly more from y than from x."""
    return all(p[i] < q[i] for p, q in zip(rows(game, alive, i, x), rows(game, alive, i, y), strict=True))


def replay(log: Item, game: Game, start: Actions, duplicates: bool = False, committed: int | None = None) -> Actions:
    """Section 2: the survivors of a log on the actions `start`, reduced but for a committed player (section 5)."""
    alive = [dict.fromkeys(names) for names in start]
    for item in log.items():
        step = item.fields(("player", "action", "by", "rule"))
        i, x = variable(step, game, alive)
        step["player"].need(i != committed, "dominance", "the player who commits eliminates nothing here")
        y = step["by"].choice(alive[i], "name")
        if step["rule"].choice(("dominated", "duplicate") if duplicates else ("dominated",)) == "dominated":
            holds = dominated(game, alive, i, x, y)
        else:
            holds = x != y and all(map(eq, rows(game, alive, i, x), rows(game, alive, i, y)))
        step["by"].need(holds, "dominance", f"{quote(y)} must do what the rule says against all that is alive")
        del alive[i][x]
    for i, names in enumerate(alive):  # an action can only dominate if it does against the others' first profile
        first = {x: next(rows(game, alive, i, x))[i] for x in names}
        descending = sorted(names, key=first.__getitem__, reverse=True)
        seen: dict[object, str] = {}
        for x in names if i != committed else ():
            for y in descending:
                if first[y] <= first[x]:
                    break
                log.need(not dominated(game, alive, i, x, y), "reduced", f"{quote(y)} still dominates {quote(x)}")
            unique = not duplicates or seen.setdefault(tuple(rows(game, alive, i, x)), x) == x
            log.need(unique, "reduced", f"at the end {quote(x)} is still a duplicate of another action")
    return tuple(map(tuple, alive))


def equal_games(game: Game, source: Actions, subset: Game, target: Actions) -> bool:
    """Section 1: the same sets of actions and the same payoffs."""
    same_actions = list(map(set, source)) == list(map(set, target))
    return same_actions and all(game.payoffs(a) == subset.payoffs(a) for a in product(*source))


def isomorphism(item: Item, game: Game, source: Actions, subset: Game, target: Actions) -> Outcomes:
    """Section 3: bijections of the actions with u = scale * u' + shift everywhere. Returns what outcomes become."""
    fields = item.fields(("map", "scale", "shift"))
    maps = fields["map"].fields(game.players)
    phi: list[dict[str, str]] = []
    for player, names, images in zip(game.players, source, target, strict=True):
        phi.append({x: y.choice(images, "name") for x, y in maps[player].fields(names).items()})
        maps[player].need(sorted(phi[-1].values()) == sorted(images), "isomorphism", "a bijection is needed here")
    mapping = {a: tuple(bijection[x] for bijection, x in zip(phi, a, strict=True)) for a in product(*source)}
    shift = [number.rational() for number in fields["shift"].items(len(source), "isomorphism")]
    for i, number in enumerate(fields["scale"].items(len(source), "isomorphism")):
        scale = number.rational()
        fits = scale > 0 and (scale == 1 or len({game.level[a][i] for a in mapping}) > 1)
        number.need(fits, "isomorphism", "a scale is positive, and 1 for a constant payoff")
        fits = all(game.payoffs(a)[i] == scale * subset.payoffs(b)[i] + shift[i] for a, b in mapping.items())
        number.need(fits, "isomorphism", "the payoff of this player is not scale * target + shift at every outcome")
    return mapping


def normalised(game: Game, actions: Actions, labels: dict[tuple[Fraction, ...], int]) -> dict[Profile, int]:
    """Section 3: the normalised payoff vector at each profile, as a number that only equal vectors share."""
    columns: list[list[Fraction]] = []
    for column in zip(*map(game.payoffs, product(*actions)), strict=True):
        low, width = min(column), max(column) - min(column) or Fraction(1)
        columns.append([(v - low) / width for v in column])
    vectors = zip(product(*actions), zip(*columns, strict=True), strict=True)
    return {a: labels.setdefault(vector, len(labels)) for a, vector in vectors}


def check_tree(root: Item, game: Game, source: Actions, subset: Game, target: Actions, support: list[Profile]) -> None:
    """Section 3: each bijection is no isomorphism or, with a support, changes payoffs somewhere in it."""
    labels: dict[tuple[Fraction, ...], int] = {}
    before, after = normalised(game, source, labels), normalised(subset, target, labels)
    stack: list[tuple[Item, dict[Variable, str]]] = [(root, {})]
    while stack:
        node, assigned = stack.pop()
        if isinstance(node.value, dict) and "branch" in node.value:
            fields = node.fields(("branch", "children"))
            i, x = variable(fields["branch"].fields(("player", "action")), game, source)
            fields["branch"].need((i, x) not in assigned, "isomorphism", f"{quote(x)} is already assigned")
            free = set(target[i]) - {y for (j, _), y in assigned.items() if j == i}
            stack += [(child, {**assigned, (i, x): y}) for y, child in fields["children"].fields(free).items()]
            continue
        end, fields = node.tagged("end", TREE_ENDS | {"improved": ("outcome",)} if support else TREE_ENDS)
        if end == "sizes":
            holds = list(map(len, source)) != list(map(len, target))
        elif end == "payoffs":
            holds = sorted(before.values()) != sorted(after.values())
        elif end == "action":
            i, x = variable(fields, game, source)
            fields["action"].need((i, x) in assigned, "isomorphism", f"{quote(x)} is not assigned here")
            row = sorted(label for a, label in before.items() if a[i] == x)
            holds = row != sorted(label for b, label in after.items() if b[i] == assigned[i, x])
        else:
            a = fields["outcome"].profile(source)
            fields["outcome"].need(assigned.keys() >= set(enumerate(a)), "isomorphism", "not all of it is assigned")
            b = tuple(assigned[v] for v in enumerate(a))
            holds = before[a] != after[b] if end == "profile" else a in support and game.level[a] != game.level[b]
        node.need(holds, "isomorphism", f"the end {end!r} does not hold here")


def unilateral_players(game: Game, subset: Game) -> list[str]:
    """Sections 4 and 5: the players such that all others keep all their actions and their payoffs."""
    kept = [set(a) == set(b) for a, b in zip(game.actions, subset.actions, strict=True)]
    for b in product(*subset.actions):
        kept = list(map(and_, kept, map(eq, game.payoffs(b), subset.payoffs(b))))
    return [player for i, player in enumerate(game.players) if all(kept[:i] + kept[i + 1 :])]


def changed(item: Item, game: Game, source: Actions, mapping: Outcomes) -> None:
    """Sections 4 and 5, `improvement`: an outcome and a player whose payoff changes, where nobody's payoff falls."""
    fields = item.fields(("outcome", "player"))
    a, i = fields["outcome"].profile(source), fields["player"].index(game.players)
    fields["player"].need(game.level[mapping[a]][i] > game.level[a][i], "improvement", "this player gains nothing here")


def is_spi(claim: Fields, game: Game, subset: Game, evidence: Fields) -> tuple[str, list[str]]:
    """Section 4. Returns the claim in words and the trusted theorems."""
    level, stated = game.level, claim["findings"].fields(FINDINGS)
    source = replay(evidence["elimination"], game, game.actions)
    target = replay(evidence["subset_elimination"], subset, subset.actions)
    outcomes, targets = list(product(*source)), list(product(*target))
    support: list[Profile] = []
    if claim["support"].value is not None:
        support = [outcome.profile(source) for outcome in claim["support"].items()]
        claim["support"].need(0 < len(support) == len(set(support)), "profile", "null or distinct outcomes are needed")
    relation = claim["relation"].choice(("equal", "isomorphic", "unrelated"))
    same_game = (relation == "equal") == equal_games(game, source, subset, target)
    claim["relation"].need(same_game, "flag", "it is 'equal' exactly if the reduced games are equal")
    mapping = {a: a for a in outcomes}
    if evidence["isomorphism"].given(relation == "isomorphic"):
        mapping = isomorphism(evidence["isomorphism"], game, source, subset, target)
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
        check_tree(evidence["isomorphisms"], game, source, subset, target, support if shown else [])
    if evidence["improvement"].given(shown and not support):
        changed(evidence["improvement"], game, source, mapping)
    if evidence["unimproved"].given(spi and not strict and relation == "unrelated"):
        b = evidence["unimproved"].profile(target)
        evidence["unimproved"].need(possible == {level[b]}, "improvement", "the payoffs differ from possible ones")
    for key, finding in (("spi", spi), ("strict", strict), ("payoff_neutral", neutral)):
        stated[key].equals(finding, "flag")
    stated["trivial"].equals(list(map(set, source)) == list(map(set, target)), "flag")
    stated["unilateral"].equals(unilateral_players(game, subset), "flag")
    asked = claim["strict"].flag()
    answer = "yes" if spi and (strict or not asked) else "no"
    claim["answer"].equals(answer, "flag")
    trusts = [LEMMA_4] * (relation == "isomorphic" and spi) + [INDEPENDENT] * (relation == "unrelated" and not strict)
    trusts += [ALL_USED] * (relation == "isomorphic" and (not spi or (bool(support) and not strict)))
    words = f"{'not ' * (answer == 'no')}a {'strict ' * asked}safe Pareto improvement on game {game.digest[:12]}"
    words = f"subset game {subset.digest[:12]} is {words}{', given which outcomes can occur' * bool(support)}"
    return f"{words} (reduced games: {relation})", trusts


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


def exists_yes(claim: Fields, game: Game, subset: Game, evidence: Fields) -> tuple[str, list[str]]:
    """Section 5, yes. Returns the claim in words and the trusted theorems."""
    players, words = question(claim, game)
    if evidence["player"].given(bool(players)):
        evidence["player"].choice(players, "name")
        evidence["player"].choice(unilateral_players(game, subset), "flag")
    source = replay(evidence["elimination"], game, game.actions, claim["duplicates"].flag())
    target = replay(evidence["subset_elimination"], subset, subset.actions)
    mapping = isomorphism(evidence["isomorphism"], game, source, subset, target)
    no_loss = all(game.no_loss(a, b) for a, b in mapping.items())
    evidence["isomorphism"].need(no_loss, "improvement", "somebody loses at some outcome of the reduced game")
    if evidence["nontrivial"].given(claim["reading"].value == "repaired"):
        fields = evidence["nontrivial"].fields(("player", "action"))
        i, y = variable(fields, game, target)
        fields["action"].need(y not in source[i], "improvement", f"{quote(y)} is in the reduced game, too")
    else:
        evidence["nontrivial"].need(not equal_games(game, source, subset, target), "improvement", "equal reduced games")
    if evidence["improvement"].given(claim["strict"].flag()):
        changed(evidence["improvement"], game, source, mapping)
    return f"game {game.digest[:12]} has a {words}: subset game {subset.digest[:12]}", [LEMMA_4]


def exists_no(claim: Fields, game: Game, evidence: Fields) -> tuple[str, list[str]]:
    """Section 5, no. Returns the claim in words and the trusted theorems."""
    (players, words), duplicates = question(claim, game), claim["duplicates"].flag()
    source = replay(evidence["elimination"], game, game.actions, duplicates)
    wanted: Sequence[str | None] = players if players else [None]
    for player, item in zip(wanted, evidence["refutations"].items(len(wanted), "refutation"), strict=True):
        fields = item.fields(("player", "parts"))
        fields["player"].equals(player, "refutation")
        committed = None if player is None else game.players.index(player)
        check_parts(fields["parts"], game, source, committed, claim["strict"].flag())
    trust = PROPOSITION.format(25 if players else 23) + ", extended to duplicate actions" * duplicates
    return f"game {game.digest[:12]} has no {words}", [trust]


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
                v = variable(fields["branch"].fields(("player", "action")), game, source)
                children = fields["children"].fields(domains[v]).items()
                stack += [(child, {**domains, v: frozenset((y,))}) for y, child in children]


def remove(item: Item, game: Game, source: Actions, domains: Domains) -> None:
    """Section 5, a step of a node: take an action out of a domain, because it is taken or leads to a loss."""
    step = item.fields(("player", "action", "target", "because"))
    i, x = variable(step, game, source)
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
    kinds = ENDS | ({"neutral": ()} if strict else {}) | (UNILATERAL if committed is not None else {})
    kind, end = item.tagged("kind", kinds)
    if kind == "empty":
        item.need(not domains[variable(end, game, source)], "refutation", "the domain of this action is not empty")
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
        start = tuple(tuple(chosen[i]) if i == committed else names for i, names in enumerate(game.actions))
        alive = replay(end["log"], game, start, committed=committed)
        same = all(set(names) == chosen[i] for i, names in enumerate(alive))
        item.need(not same, "refutation", "the elimination ends with exactly the images of the surviving actions")
