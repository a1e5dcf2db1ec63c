"""Refutations: the checker against a second one (tests/checker/refutation_oracle.py), and against the truth."""

import json
import random
from collections import Counter
from typing import Any

import pytest

import spi
from spi import Game
from spi.analysis.envelope import game_json, log_json
from spi.checker import Receipt, check, images
from spi.solve import map_search
from tests import oracle
from tests.bridge import to_oracle
from tests.checker import refutation_oracle
from tests.checker.certificates import (
    PD,
    PD_LOG,
    PROPOSITION_23,
    PROPOSITION_25,
    Json,
    exists_claim,
    exists_no,
    game,
    searched,
    text,
)
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


def false_claims(seeds: range, tries: int) -> Counter[str]:
    """Certificates of "no" for games that have one: each is refused."""
    count: Counter[str] = Counter()
    for seed in seeds:
        rng = random.Random(seed)
        whole = some_game(rng)
        strict, unilateral = rng.random() < 0.5, rng.random() < 0.4
        movers = range(len(whole.players)) if unilateral else None
        if not oracle.exists_spi(to_oracle(whole), strict, movers):
            continue
        count["games"] += 1
        reduction = spi.reduce(whole)
        players = list(whole.players)
        written = game_json(whole)
        steps = log_json(reduction)
        claim = exists_claim("no", strict=strict, unilateral=players if unilateral else None)
        number = sum(map(len, reduction.reduced.actions))
        for _ in range(tries):
            refutations = []
            for player in players if unilateral else [None]:
                parts = [_random_tree(rng, number, len(players)) for _ in range(number)]
                refutations.append(searched(*parts, player=player, last=rng.choice(players)))
            trusts = PROPOSITION_25 if unilateral else PROPOSITION_23
            certificate = exists_no(claim, written, steps, refutations, trusts)
            assert not accepted(certificate), (seed, certificate)
            count["refused"] += 1
    return count


def _random_tree(rng: random.Random, variables: int, players: int) -> str:
    """Mostly branches in some order with ends after them, short enough to fit now and then."""
    order = rng.sample(range(variables), variables)
    ends = [*(f"h{k:x}" for k in range(1, 8)), "n", "e", *map(str, order)]
    ends += [f"a{rng.randrange(players)}:" + ",".join(map(str, order[:players]))]
    head = [str(v) for v in order[: rng.randint(1, min(3, variables))]]
    return " ".join(head + [rng.choice(ends) for _ in range(rng.choice([0, 0, 1, 1, 2, 3]))])


def test_no_random_tree_refutes_what_is_true() -> None:
    count = false_claims(range(250), 8)
    assert count["games"] >= 15 and count["refused"] == 8 * count["games"]


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
