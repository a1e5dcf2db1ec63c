"""Claims about threats and programs: proofs/README.md sections 11 and 12.

Work: each guarantee and each punishment goes once through the profiles that its mixtures can lead to; for deviations
from default play each player's payoffs are gone through once more.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

from spi.checker import lotteries, reduction
from spi.checker.lotteries import Chances, Exact, Row, brief, weighted
from spi.checker.reader import Fields, Game, Item, Receipt, read_games, receipt
from spi.checker.reduction import ASSUMPTIONS, EVERY_OUTCOME, INDEPENDENT, RECOMPUTED, Actions

AUTOMORPHISMS = "automorphisms of a reduced game change neither payoffs nor best replies"
STATED_LAW = "the subset game is played by the stated law"
OTHERWISE = {"punish": "punish whoever deviates", "default": "play the game by default"}
PRIVATE = "players draw from their mixtures privately and independently"
DONE = {
    **RECOMPUTED,
    "threats": "threats ({}): every guarantee against every profile, every action against every punishment",
    "punishments": "punishments ({}): every mixture, every action against it",
}
COMPARED = {"punishments": "punishments ({}): every mixture, compared with default play"}
Punishment = dict[int, Chances[str]]  # what everybody else draws from


def entries(item: Item, players: Sequence[str], *keys: str) -> Iterator[Fields]:
    """A list with an entry for each of these players, in this order."""
    for player, entry in zip(players, item.items(len(players)), strict=True):
        fields = entry.fields(("player", *keys))
        fields["player"].equals(player, "name")
        yield fields


def read_punishment(item: Item, game: Game, i: int) -> Punishment:
    """Section 11: a mixture of each player but i."""
    others = entries(item, [*game.players[:i], *game.players[i + 1 :]], "mixture")
    indices = (j for j in range(len(game.players)) if j != i)
    return {j: lotteries.mixture(fields["mixture"], game.actions[j]) for j, fields in zip(indices, others, strict=True)}


def read_punishments(item: Item, game: Game) -> list[Punishment]:
    """Section 12: a punishment of each player."""
    found = entries(item, game.players, "punishment")
    return [read_punishment(fields["punishment"], game, i) for i, fields in enumerate(found)]


def replies(item: Item, game: Exact, i: int, punishment: Punishment) -> Row:
    """What each action of player i earns when the others draw from their mixtures independently."""
    names = game.game.actions
    drawn: Actions = tuple(punishment[j].numbers if j != i else names[j] for j in range(len(names)))
    units = [chances.unit for chances in punishment.values()]
    game.spend(item, 2 * prod(map(len, drawn)), lotteries.longest(units), game.bits + prod(units).bit_length())
    earned: list[int] = []
    for x in names[i]:
        numbers = [game.table[i][levels[i]] for levels in reduction.rows(game.game, drawn, i, x)]
        for chances in reversed(punishment.values()):  # the last player's actions change fastest
            weights, size = list(chances.numbers.values()), len(chances.numbers)
            numbers = [weighted(numbers[k : k + size], weights) for k in range(0, len(numbers), size)]
        earned += numbers
    return Row(earned, prod(units))


def guaranteed(item: Item, game: Exact, i: int) -> tuple[int, int]:
    """The least that a mixture of player i earns, over the profiles of the others, and its unit."""
    chances = lotteries.mixture(item, game.game.actions[i])
    game.spend(item, len(game.game.level), chances.unit.bit_length(), game.bits)
    rows = [reduction.rows(game.game, game.game.actions, i, x) for x in chances.numbers]
    columns = zip(*([game.table[i][levels[i]] for levels in row] for row in rows), strict=True)
    return min(weighted(column, chances.numbers.values()) for column in columns), chances.unit


def threat_points(top: Fields) -> Receipt:
    """Section 11."""
    claim, evidence = top["claim"].fields(("kind", "answer", "intervals")), top["evidence"].fields(("threats",))
    claim["answer"].choice(("yes",))
    game = lotteries.read_exact(top["objects"])
    players = game.game.players
    intervals = list(entries(claim["intervals"], players, "lower", "upper"))
    for i, threat in enumerate(entries(evidence["threats"], players, "guarantee", "punishment")):
        best = replies(threat["punishment"], game, i, read_punishment(threat["punishment"], game.game, i))
        least, unit = guaranteed(threat["guarantee"], game, i)
        for key, value, scale in (("lower", least, unit), ("upper", max(best.numbers), best.unit)):
            above, below = intervals[i][key].rational().as_integer_ratio()
            exact = above * scale * game.unit == value * below
            intervals[i][key].need(exact, "witness", "the threats show another number")
    lower, upper = (brief(interval[key] for interval in intervals) for key in ("lower", "upper"))
    words = f"threat points between {lower} and {upper}" if lower != upper else f"threat points {lower}"
    return receipt(claim, f"game {game.game.digest[:12]}: {words}", [game.game], evidence, DONE, ([], []))


def program_equilibrium(top: Fields) -> Receipt:
    """Section 12, the first claim."""
    claim = top["claim"].fields(("kind", "answer", "otherwise", "law"))
    yes = claim["answer"].choice(("yes", "no")) == "yes"
    otherwise, with_law = claim["otherwise"].choice(OTHERWISE), claim["law"].value is not None
    punish = otherwise == "punish"
    keys = ("punishments", "isomorphism", "isomorphisms", "violation")
    evidence = top["evidence"].fields(("elimination", "subset_elimination", *keys))
    game, subset = read_games(top["objects"])
    target = reduction.replay(evidence["subset_elimination"], subset, subset.actions)
    evidence["violation"].given(not yes)
    if evidence["punishments"].given(punish):
        for key in ("elimination", "isomorphism", "isomorphisms"):
            evidence[key].given(False)
        check_punishing(claim["law"], evidence, lotteries.exact(top["objects"], game), target, yes)
        trusts: list[str] = []
    else:
        claim["law"].given(False)
        trusts = check_default(claim["answer"], evidence, game, subset, target)
    words = f"programs that play subset game {subset.digest[:12]} together, and otherwise {OTHERWISE[otherwise]}, are"
    words += f" {'not ' * (not yes)}an equilibrium of game {game.digest[:12]}{f', when {STATED_LAW}' * with_law}"
    words += f", {'however' if yes else 'in some ways in which'} the subset game is played" * (punish and not with_law)
    assumptions = ASSUMPTIONS[: 1 if punish else 2] + [EVERY_OUTCOME] * (not with_law and not yes)
    assumptions += [STATED_LAW] * with_law + [PRIVATE] * punish
    return receipt(claim, words, [game, subset], evidence, DONE, (assumptions, trusts))


def check_punishing(law: Item, evidence: Fields, game: Exact, target: Actions, yes: bool) -> None:
    """Section 12: nobody earns more against a punishment than in the subset game, or the violation says who does."""
    item, whole = evidence["punishments"], game.game
    earned = [replies(item, game, i, found) for i, found in enumerate(read_punishments(item, whole))]
    if law.value is not None:
        promised = lotteries.expected(law, game, lotteries.lottery(law, target))
    else:
        promised = Row([min(column) for column in zip(*map(game.payoffs, product(*target)), strict=True)], 1)
    if yes:
        for row, number in zip(earned, promised.numbers, strict=True):
            no_gain = max(row.numbers) * promised.unit <= number * row.unit
            item.need(no_gain, "witness", "somebody earns more against her punishment")
        return
    fields = evidence["violation"].fields(("player", "action", "outcome", "becomes"))
    i, x = reduction.variable(fields, whole, whole.actions)
    fields["outcome"].given(False)
    if fields["becomes"].given(law.value is None):
        promised = Row(game.payoffs(fields["becomes"].profile(target)), 1)
    gain = earned[i].numbers[list(whole.actions[i]).index(x)] * promised.unit > promised.numbers[i] * earned[i].unit
    fields["action"].need(gain, "improvement", "this action does not earn the player more")


def check_default(answer: Item, evidence: Fields, game: Game, subset: Game, target: Actions) -> list[str]:
    """Section 12: nobody gains by deviating from default play, or the violation says who does. Returns the trusts."""
    evidence["elimination"].given(True)
    source = reduction.replay(evidence["elimination"], game, game.actions)
    equal = reduction.equal_games(game, source, subset, target)
    isomorphic = not equal and evidence["isomorphism"].value is not None
    mapping = {a: a for a in product(*source)}
    if evidence["isomorphism"].given(isomorphic):
        mapping = reduction.isomorphism(evidence["isomorphism"], game, source, subset, target)
    if unrelated := evidence["isomorphisms"].given(not equal and not isomorphic):
        pair = reduction.compare(evidence["isomorphisms"], game, source, subset, target)
        reduction.check_tree(evidence["isomorphisms"], pair, {})
    for i in range(len(game.players) if answer.value == "yes" else 0):
        columns = ([levels[i] for levels in reduction.rows(game, source, i, x)] for x in game.actions[i])
        best = dict(zip(product(*source[:i], *source[i + 1 :]), map(max, zip(*columns, strict=True)), strict=True))
        if unrelated:
            no_gain = max(best.values()) <= min(game.level[b][i] for b in product(*target))
        else:
            no_gain = all(best[a[:i] + a[i + 1 :]] <= game.level[b][i] for a, b in mapping.items())
        answer.need(no_gain, "flag", "somebody gains by deviating from default play")
    if answer.value == "no":
        fields = evidence["violation"].fields(("player", "action", "outcome", "becomes"))
        a, b = fields["outcome"].profile(source), fields["becomes"].profile(target)
        fields["becomes"].need(unrelated or b == mapping[a], "improvement", "the outcome becomes another")
        i, x = reduction.variable(fields, game, game.actions)
        gain = game.level[(*a[:i], x, *a[i + 1 :])][i] > game.level[b][i]
        fields["action"].need(gain, "improvement", "this action does not earn the player more")
    return [AUTOMORPHISMS] * isomorphic + [INDEPENDENT] * (unrelated and answer.value == "no")


def execution_independent(top: Fields) -> Receipt:
    """Section 12, the second claim."""
    claim = top["claim"].fields(("kind", "answer", "otherwise", "support"))
    otherwise = claim["otherwise"].choice(OTHERWISE)
    punish = otherwise == "punish"
    yes = claim["answer"].choice(("yes", "no") if punish else ("yes",)) == "yes"
    evidence = top["evidence"].fields(("elimination", "punishments", "violation"))
    game, subset = read_games(top["objects"])
    source = reduction.replay(evidence["elimination"], game, game.actions)
    support = set(reduction.read_support(claim["support"], source))
    punishments = read_punishments(evidence["punishments"], game) if evidence["punishments"].given(punish) else []
    played = list(map(set, zip(*support, strict=True))) if support else list(map(set, source))
    if evidence["violation"].given(not yes):
        fields = evidence["violation"].fields(("dropout", "player", "action", "outcome"))
        i, j = fields["dropout"].index(game.players), fields["player"].index(game.players)
        fields["player"].need(i != j, "improvement", "somebody else than the player who drops out is needed")
        x, a = fields["action"].choice(punishments[i][j].numbers, "name"), fields["outcome"].profile(source)
        fields["outcome"].need(not support or a in support, "improvement", "this outcome cannot occur")
        fields["action"].need(a[j] != x, "improvement", "the player plays this action in the outcome, too")
    else:
        drawn = [(j, chances.numbers.keys()) for punishment in punishments for j, chances in punishment.items()]
        planned = all(len(names) == 1 and names == played[j] for j, names in drawn)
        evidence["punishments"].need(planned, "witness", "somebody punishes by what she would not have played")
    words = f"programs that play subset game {subset.digest[:12]} together, and otherwise {OTHERWISE[otherwise]}, are"
    words += f" {'not ' * (not yes)}execution independent in game {game.digest[:12]}"
    words += ", given which outcomes can occur" * bool(support)
    assumptions = ASSUMPTIONS[:1] + [EVERY_OUTCOME] * (not support)
    return receipt(claim, words, [game, subset], evidence, DONE | COMPARED, (assumptions, []))
