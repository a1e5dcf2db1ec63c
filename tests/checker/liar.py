"""Refutations of what is true, written as well as they can be: every tree is closed wherever the checker lets it be."""

from itertools import combinations, permutations, product

import spi
from spi import Game
from spi.analysis.envelope import game_json, log_json, steps_json
from spi.checker import Receipt, check
from spi.core.numbers import to_integers
from spi.solve.reduction import Elimination, dominated
from tests.checker.certificates import (
    PROPOSITION_23,
    PROPOSITION_25,
    Json,
    exists_claim,
    exists_no,
    searched,
    text,
)

MOST = 100
"""Tokens of a tree at which the liar gives up."""

Actions = tuple[tuple[str, ...], ...]


def lie(whole: Game, strict: bool, mover: str | None, last: str) -> tuple[Json, int]:
    """A certificate that a game has no safe improvement (by the mover alone), and how many parts the checker took.

    Part after part and token after token it writes what the checker takes, ends of branches first, and stops where the
    checker takes nothing any more.
    """
    reduction = spi.reduce(whole)
    survivors = reduction.reduced.actions
    count = sum(map(len, survivors))
    claim = exists_claim("no", strict=strict, unilateral=None if mover is None else [mover])
    refutation = searched(*[""] * count, player=mover, last=last)
    trusts = PROPOSITION_23 if mover is None else PROPOSITION_25
    certificate = exists_no(claim, game_json(whole), log_json(reduction), [refutation], trusts)
    (refutation,) = certificate["evidence"]["refutations"]
    words, logs = tokens(whole, survivors, mover, last), possible_logs(whole, survivors, mover)
    for k in range(count):
        if not turned(certificate, refutation, k, survivors) and not grown(certificate, refutation, k, words, logs):
            return certificate, k
    return certificate, count


def turned(certificate: Json, refutation: Json, k: int, survivors: Actions) -> bool:
    """Does the checker take some bijections, all of which are tried, for a symmetry that makes part k redundant?"""
    for images in product(*map(permutations, survivors)):
        maps = (dict(zip(x, y, strict=True)) for x, y in zip(survivors, images, strict=True))
        refutation["parts"][k] = {"symmetry": dict(zip(certificate["objects"]["game"]["players"], maps, strict=True))}
        if said(certificate, k) == "closed":
            return True
    return False


def grown(certificate: Json, refutation: Json, k: int, words: list[str], logs: list[Json]) -> bool:
    """Does the checker let a tree grow until part k is done?"""
    written: list[str] = []
    for _ in range(MOST):
        before = list(refutation["logs"])
        for word in words:
            refutation["parts"][k] = " ".join([*written, word])
            for log in logs if word == "e" else [None]:
                refutation["logs"] = before if log is None else [*before, log]
                answer = said(certificate, k)
                if answer != "refused":
                    break
            if answer != "refused":
                break
        else:
            return False
        written.append(word)
        if answer == "closed":
            return True
    return False


def said(certificate: Json, k: int) -> str:
    """What the checker says of part k: closed, open if the tree is right so far, or refused."""
    result = check(text(certificate))
    if isinstance(result, Receipt):
        return "closed"
    if "the tree has further nodes" in result.why:
        return "open"
    where = result.place.removeprefix("evidence.refutations[0].parts[").partition("]")[0]
    return "closed" if where.isdigit() and int(where) > k else "refused"


def tokens(whole: Game, survivors: Actions, mover: str | None, last: str) -> list[str]:
    """All that may stand in a tree, ends before branches; maps of payoffs are those from the first profile."""
    late = len(survivors[whole.player_index(last)])
    words = [f"h{chosen:x}" for chosen in range(1, 1 << late)]
    numbers, start = [], 0
    for own in survivors:
        numbers.append(range(start, start + len(own)))
        start += len(own)
    first, *others = [",".join(map(str, a)) for a in product(*numbers)]
    for j, player in enumerate(whole.players):
        if mover not in (None, player):
            words += [f"a{j}:{first}", *(f"a{j}:{first}:{other}" for other in others)]
    return [*words, "n", "e", *map(str, range(start))]


def possible_logs(whole: Game, survivors: Actions, mover: str | None) -> list[Json]:
    """The eliminations by the others, for every set of actions that the mover may be left with."""
    if mover is None:
        return [[]]
    i, table = whole.player_index(mover), to_integers(whole.table)
    others = [j for j in range(len(whole.players)) if j != i]
    found = []
    for own in combinations(range(whole.shape[i]), len(survivors[i])):
        alive = [list(own) if j == i else list(range(size)) for j, size in enumerate(whole.shape)]
        steps = []
        while (step := next(dominated(table, whole.shape, alive, others), None)) is not None:
            j, x, y = step
            alive[j].remove(x)
            steps.append(Elimination(whole.players[j], whole.actions[j][x], whole.actions[j][y]))
        if (log := steps_json(steps)) not in found:
            found.append(log)
    return found
