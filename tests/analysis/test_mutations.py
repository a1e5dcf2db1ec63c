"""Certificates with one thing changed: the checker refuses them, unless what they now claim is true by brute force."""

import contextlib
import copy
import json
import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

import spi
from spi.core.verdict import Certificate
from tests import oracle
from tests.analysis.test_decide import random_game

Path = tuple[Any, ...]


def certificates(rng: random.Random, count: int) -> Iterator[Certificate]:
    """Certificates of every kind and answer, of shelf games and of random ones."""
    names = [
        "demand-game",
        "prisoners-dilemma",
        "temptation",
        "complicated-temptation",
        "chicken-with-dominated-option",
    ]
    shelf = [spi.load_game(f"oesterheld-conitzer-2022/{name}") for name in names]
    shelf += [spi.load_game(f"ours/{name}") for name in ("pd-with-tie", "matching-pennies", "coordination")]
    for k in range(count):
        game = shelf[k] if k < len(shelf) else random_game(rng, rng.choice([2, 2, 3]))
        yield spi.decide_spi(game, strict=True).certificate  # type: ignore[union-attr]
        yield spi.decide_spi(game, strict=False).certificate  # type: ignore[union-attr]
        yield spi.decide_spi(game, strict=rng.random() < 0.5, unilateral=True).certificate  # type: ignore[union-attr]
        yield spi.decide_spi(game, duplicates=True).certificate  # type: ignore[union-attr]
        yield spi.decide_spi(game, strict=False, unilateral=rng.random() < 0.5, printed=True).certificate  # type: ignore[union-attr]
        reduced = spi.reduce(game).reduced
        outcomes = list(spi.profiles(reduced))
        found = spi.find_spis(game, strict=False).spis
        smaller = found[0].subset_game if found and k % 2 else random_subset_game(rng, game)
        support = rng.sample(outcomes, rng.randint(1, len(outcomes))) if rng.random() < 0.6 else None
        yield spi.verify_spi(game, smaller, strict=rng.random() < 0.5, support=support).certificate


def random_subset_game(rng: random.Random, game: spi.Game) -> spi.Game:
    kept = [rng.sample(own, rng.randint(1, len(own))) for own in game.actions]
    smaller = spi.subset_game(game, kept)
    if rng.random() < 0.5:
        return smaller
    table = tuple(tuple(Fraction(rng.randint(0, 2)) for _ in row) for row in smaller.table)
    return spi.Game(game.players, smaller.actions, table)


def paths(value: Any, here: Path = ()) -> Iterator[Path]:
    yield here
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from paths(inner, (*here, key))


def at(document: Any, path: Path) -> Any:
    for key in path:
        document = document[key]
    return document


def mutated(rng: random.Random, document: dict[str, Any]) -> dict[str, Any] | None:
    """The document with one thing changed, or None if the draw changed nothing."""
    new = copy.deepcopy(document)
    path = rng.choice([p for p in paths(document) if p])
    holder, key, value = at(new, path[:-1]), path[-1], at(new, path)
    words = [v for p in paths(document) if isinstance(v := at(document, p), str)]
    change = rng.choice(["replace", "replace", "drop", "add", "swap", "null"])
    if change == "null":
        holder[key] = None
    elif change == "drop":
        del holder[key]
    elif change == "add" and isinstance(value, list):
        value.insert(rng.randint(0, len(value)), copy.deepcopy(rng.choice(value)) if value else rng.choice(words))
    elif change == "add" and isinstance(value, dict):
        value[rng.choice(words)] = rng.choice(words)
    elif change == "swap" and isinstance(value, list) and len(value) > 1:
        i, j = rng.sample(range(len(value)), 2)
        value[i], value[j] = value[j], value[i]
    elif change == "swap" and isinstance(value, dict) and len(value) > 1:
        i, j = rng.sample(sorted(value), 2)
        value[i], value[j] = value[j], value[i]
    elif isinstance(value, bool):
        holder[key] = not value
    elif isinstance(value, str):
        number = value.lstrip("-").replace("/", "").isdigit()
        holder[key] = (
            str(Fraction(value) + rng.choice([Fraction(-1), Fraction(1), Fraction(1, 2)]))
            if number
            else rng.choice(words)
        )
    elif value is None:
        others = [v for p in paths(document) if p and p[-1] == key and (v := at(document, p)) is not None]
        holder[key] = copy.deepcopy(rng.choice(others)) if others else rng.choice(words)
    elif isinstance(value, int):
        holder[key] = value + 1
    return None if new == document else new


def rehashed(document: dict[str, Any]) -> dict[str, Any]:
    """With digests made to fit, so that changed payoffs and actions reach the rules behind the digest."""
    objects = document.get("objects")
    for game in objects.values() if isinstance(objects, dict) else ():
        if isinstance(game, dict) and {"payoffs", "actions", "players", "digest"} <= set(game):
            with contextlib.suppress(spi.SpiError, TypeError):
                changed = spi.Game.from_payoffs(game["payoffs"], actions=game["actions"], players=game["players"])
                game["digest"] = changed.digest
    return document


def is_true(document: dict[str, Any]) -> bool:
    """The claim of a certificate that the checker accepts, by brute force."""
    claim = document["claim"]
    players = document["objects"]["game"]["players"]
    game = oracle.plain(document["objects"]["game"]["actions"], document["objects"]["game"]["payoffs"])
    if claim["kind"] == "exists-spi":
        if claim["reading"] == "printed":
            return bool(claim["answer"] == "yes")
        movers = None if claim["unilateral"] is None else [players.index(p) for p in claim["unilateral"]]
        exists = oracle.exists_spi(game, claim["strict"], movers, merge_duplicates=claim["duplicates"])
        return bool(exists == (claim["answer"] == "yes"))
    smaller = oracle.plain(document["objects"]["subset_game"]["actions"], document["objects"]["subset_game"]["payoffs"])
    support = None if claim["support"] is None else [tuple(a) for a in claim["support"]]
    before, after = (oracle.restrict(g, oracle.reduce(g)[0]) for g in (game, smaller))
    possible = set().union(*oracle.model_pairs(game, smaller))
    relation = (
        "equal" if oracle.equal(before, after) else "isomorphic" if oracle.isomorphisms(before, after) else "unrelated"
    )
    findings = {
        "spi": oracle.is_spi(game, smaller),
        "strict": oracle.is_strict_spi(game, smaller, support),
        "trivial": all(set(x) == set(y) for x, y in zip(before.actions, after.actions, strict=True)),
        "payoff_neutral": all(game.u[a] == game.u[b] for a, b in possible),
        "unilateral": [players[i] for i in oracle.unilateral_players(game, smaller)],
    }
    answer = findings["spi"] and (findings["strict"] or not claim["strict"])
    return bool(
        relation == claim["relation"] and findings == claim["findings"] and answer == (claim["answer"] == "yes")
    )


def run(seed: int, games: int, per_certificate: int) -> tuple[int, int]:
    rng = random.Random(seed)
    tried = accepted = 0
    for certificate in certificates(rng, games):
        document = certificate.as_dict()
        assert is_true(document), certificate.text
        for _, rehash in product(range(per_certificate), (False, True)):
            new = mutated(rng, document)
            if new is None:
                continue
            text = json.dumps(rehashed(new) if rehash else new)
            tried += 1
            if isinstance(spi.check(text), spi.Receipt):
                accepted += 1
                assert is_true(json.loads(text)), text
    return tried, accepted


def test_mutations_are_refused_or_true() -> None:
    tried, accepted = run(seed=1, games=14, per_certificate=10)
    assert tried >= 1000
    assert accepted < tried / 5


@pytest.mark.slow
def test_many_mutations_are_refused_or_true() -> None:
    tried, _ = run(seed=2, games=150, per_certificate=15)
    assert tried >= 15_000


def test_the_brute_force_can_say_false() -> None:
    document = spi.decide_spi(spi.load_game("oesterheld-conitzer-2022/demand-game")).certificate.as_dict()  # type: ignore[union-attr]
    document["claim"]["answer"] = "no"
    assert not is_true(document)
    document = spi.decide_spi(spi.load_game("ours/chicken")).certificate.as_dict()  # type: ignore[union-attr]
    document["claim"]["answer"] = "yes"
    assert not is_true(document)
