"""Refutations: the checker against a second one (tests/checker/refutation_oracle.py), and against the truth."""

import json
import random
from collections import Counter
from functools import cache, reduce
from operator import or_
from typing import Any

import pytest

import spi
from spi import Game
from spi.checker import Receipt, check, images, maps
from spi.solve import map_search
from tests import oracle
from tests.bridge import to_oracle
from tests.checker import refutation_oracle
from tests.checker.certificates import (
    PD,
    PD_LOG,
    PROPOSITION_23,
    Json,
    exists_claim,
    exists_no,
    game,
    searched,
    text,
)
from tests.checker.liar import lie
from tests.checker.mutants import refusal
from tests.solve.test_improving_maps import three_players, with_dominated_copies

QUESTIONS: list[dict[str, Any]] = [{}, {"unilateral": True}, {"unilateral": True}, {"duplicates": True}]


def accepted(certificate: Json) -> bool:
    return isinstance(check(text(certificate)), Receipt)


def some_game(rng: random.Random) -> Game:
    if rng.random() < 0.4:
        return three_players(rng)
    sizes, copies = (rng.randint(1, 3), rng.randint(1, 3)), (rng.randint(0, 2), rng.randint(0, 1))
    return with_dominated_copies(rng, sizes, copies, rng.choice([1, 2, 3]))


def survivors(certificate: Json) -> list[list[str]]:
    gone = {(step["player"], step["action"]) for step in certificate["evidence"]["elimination"]}
    written = certificate["objects"]["game"]
    return [
        [x for x in own if (player, x) not in gone]
        for player, own in zip(written["players"], written["actions"], strict=True)
    ]


def change_tokens(rng: random.Random, parts: list[Json], k: int) -> None:
    tokens = parts[k].split(" ")
    t, s = rng.randrange(len(tokens)), rng.randrange(len(tokens))
    known = [token for part in parts if isinstance(part, str) for token in part.split(" ")]
    other = rng.choice([*known, str(rng.randrange(len(parts) + 1)), "n", "e", f"h{rng.randrange(8):x}", "", "a1:0,1"])
    what = rng.randrange(5)
    if what == 0:
        del tokens[t]
    elif what == 1:
        tokens.insert(t, tokens[t])
    elif what == 2:
        tokens[t] = other
    elif what == 3:
        tokens[s], tokens[t] = tokens[t], tokens[s]
    else:
        tokens.insert(t, other)
    parts[k] = " ".join(tokens)


def change(rng: random.Random, certificate: Json) -> None:
    """One change in one refutation."""
    refutation = rng.choice(certificate["evidence"]["refutations"])
    parts, logs = refutation["parts"], refutation["logs"]
    k, players = rng.randrange(len(parts)), certificate["objects"]["game"]["players"]
    what = rng.randrange(9)
    if what < 5 and isinstance(parts[k], str):
        change_tokens(rng, parts, k)
    elif what < 6:
        s = rng.randrange(len(parts))
        parts[s], parts[k] = parts[k], parts[s]
    elif what == 6:
        refutation["last"] = rng.choice(players)
    elif what == 7:
        if logs and (own := rng.choice(logs)):
            del own[rng.randrange(len(own))]
        else:
            logs.append([])
    elif isinstance(parts[k], dict):
        one = rng.choice(list(parts[k]["symmetry"].values()))
        x, y = rng.choice(list(one)), rng.choice(list(one))
        one[x], one[y] = one[y], one[x]
    else:
        own = zip(players, survivors(certificate), strict=True)
        parts[k] = {"symmetry": {player: dict(zip(x, rng.sample(x, len(x)), strict=True)) for player, x in own}}


def agree_on_games(monkeypatch: pytest.MonkeyPatch, seeds: range, mutants: int) -> Counter[str | bool]:
    """Both accept what the searches wrote, and agree on what became of it."""
    count: Counter[str | bool] = Counter()
    for seed in seeds:
        rng = random.Random(seed)
        whole, options, strict = some_game(rng), rng.choice(QUESTIONS), rng.random() < 0.5
        monkeypatch.setattr(map_search, "FIRST", rng.choice([0, 3, 300]))
        verdict = spi.decide_spi(whole, strict=strict, **options)
        if not isinstance(verdict, spi.Fails):
            continue
        original = json.dumps(verdict.certificate.as_dict())
        assert accepted(json.loads(original)) and refutation_oracle.accepts(json.loads(original)), seed
        count.update(token[0] for token in original.replace('"', " ").split() if token[0] in "ahne")
        for _ in range(mutants):
            certificate = json.loads(original)
            for _ in range(rng.choice([1, 1, 1, 2, 3])):
                change(rng, certificate)
            result = accepted(certificate)
            assert result == refutation_oracle.accepts(certificate), (seed, certificate)
            count[result] += 1
    return count


def test_two_checkers_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    count = agree_on_games(monkeypatch, range(40), 15)
    assert count[True] > 30 and count[False] > 150


@pytest.mark.slow
def test_two_checkers_agree_on_more(monkeypatch: pytest.MonkeyPatch) -> None:
    count = agree_on_games(monkeypatch, range(1000, 1350), 30)
    assert count[True] > 500 and count[False] > 3000


# ---- what is true cannot be refuted


def with_a_better_copy(rng: random.Random) -> Game:
    """A random game, and a copy that is better for both and that player 1 can have played by moving there alone.

    The copy's rows are worse for player 1, and without them its columns for player 2; with them alone, the others are.
    """
    rows, columns, gain = rng.randint(2, 3), rng.randint(1, 2), rng.randint(0, 2)
    u = [[(rng.randint(0, 2), rng.randint(0, 2)) for _ in range(columns)] for _ in range(rows)]
    top = [[*row, *((a + gain + 1, -1) for a, _ in row)] for row in u]
    bottom = [[*((a - 1, -1) for a, _ in row), *((a + gain, b + gain) for a, b in row)] for row in u]
    return Game.from_payoffs(top + bottom)


@cache
def problems_with_maps() -> list[tuple[Game, bool, str | None, str]]:
    """Small games that have a safe improvement, with the question and with the player whose survivors come last."""
    found = []
    for seed in range(400):
        rng = random.Random(seed)
        sizes, copies = (rng.randint(2, 3), rng.randint(2, 3)), (rng.randint(1, 2), rng.randint(0, 2))
        whole = three_players(rng) if seed % 3 == 0 else with_dominated_copies(rng, sizes, copies, rng.choice([1, 2]))
        mover = None
        if seed % 20 == 0:
            whole = with_a_better_copy(rng)
            mover = whole.players[0]
        strict, last = rng.random() < 0.5, rng.choice(whole.players)
        movers = None if mover is None else [whole.player_index(mover)]
        if sum(spi.reduce(whole).reduced.shape) > 2 and oracle.exists_spi(to_oracle(whole), strict, movers):
            found.append((whole, strict, mover, last))
    return found


def test_what_is_true_is_not_refuted_wherever_trees_can_be_closed() -> None:
    """At times the liar gets parts past the checker: those in which there is no map. Never all of them."""
    count: Counter[str] = Counter()
    for whole, strict, mover, last in problems_with_maps():
        certificate, parts = lie(whole, strict, mover, last)
        assert not accepted(certificate), (whole, certificate)
        count.update({"games": 1, "by one player": mover is not None, "closed": parts > 0})
    assert count["games"] > 20 and count["by one player"] > 5 and count["closed"] > 5, count


def too_narrow_sets(self: images.Images, before: Any, after: Any) -> list[int]:
    """Somebody has to gain."""
    same = list(self.unchanged(before, after))
    return [mask & ~equal for mask, equal in zip(ALLOWED(self, before, after), same, strict=True)]


def too_few_candidates(self: maps.Search, variable: Any, k: int) -> list[str]:
    """The survivors of an early player go to survivors, in every part."""
    return [y for y in CANDIDATES(self, variable, k) if y in self.source[variable[0]]]


def too_many_violators(self: maps.Search, word: str, node: Any, k: int, stack: Any) -> str:
    """As many actions as sets are too few."""
    if word.startswith("h"):
        chosen = [d for place, d in enumerate(node[0]) if int(word[1:], 16) >> place & 1]
        return "" if reduce(or_, chosen, 0).bit_count() <= len(chosen) else "enough"
    return STEP(self, word, node, k, stack)


def any_bijection(self: maps.Search, item: Any, k: int) -> None:
    """Payoffs may change along a symmetry."""
    i, x = self.variables[k]
    item.need(self.number[i, item.value[self.game.players[i]][x]] < k, "refutation", "no earlier variable")


ALLOWED, CANDIDATES, STEP = images.Images.allowed, maps.Search.candidates, maps.Search.step
UNSOUND: dict[str, tuple[type, str, Any]] = {
    "symmetry": (maps.Search, "symmetry", any_bijection),
    "sets": (images.Images, "allowed", too_narrow_sets),
    "candidates": (maps.Search, "candidates", too_few_candidates),
    "h": (maps.Search, "step", too_many_violators),
    "n": (images.Images, "unchanged", lambda self, *_: [-1] * len(self.source[self.last])),
    "a": (images.Images, "by_rule", lambda self, *_: [0] * len(self.source[self.last])),
    "e": (maps.Search, "elimination", lambda self, *_: next(self.items, None) and ""),
}


@pytest.mark.parametrize("rule", UNSOUND)
def test_an_unsound_rule_would_be_noticed(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*UNSOUND[rule])
    assert any(accepted(lie(*problem)[0]) for problem in problems_with_maps())


# ---- by hand


def test_too_many_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = exists_no(exists_claim("no"), PD, PD_LOG, [searched("0 1 n n", "0")], PROPOSITION_23)
    monkeypatch.setattr(images, "MAX_TOKENS", 3)
    assert refusal(certificate) == ("evidence.refutations[0].parts[0]", "size")


def test_too_many_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part with one token takes more than the 100 steps of its token, and there are two of them."""
    flat = game("H T | H T", "0,0 0,0 0,0 0,0")
    turn = {"1": {"H": "T", "T": "H"}, "2": {"H": "T", "T": "H"}}
    certificate = exists_no(exists_claim("no"), flat, [], [searched("0", turn, "2", turn)], PROPOSITION_23)
    assert accepted(certificate)
    monkeypatch.setattr(images, "MAX_STEPS", 200)
    assert refusal(certificate)[1] == "size"
