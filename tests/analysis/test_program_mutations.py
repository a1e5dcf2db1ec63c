"""Certificates about programs with one thing changed: refused, or what they now claim is what the engines say.

The programs are made again from their trees here; the checker has an interpreter of its own.
"""

import json
import random
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import pytest

import spi
from spi.core.verdict import Certificate
from spi.programs.encounters import Encounter, play_programs
from spi.programs.groups import Definition, group
from spi.programs.machines import Undefined
from spi.programs.members import Program, finite_map, program
from spi.programs.terms import Term
from tests.analysis.test_mutations import mutated, rehashed
from tests.programs.generators import FLAVOURS
from tests.programs.test_random_programs import pool

GAME = spi.Game.from_payoffs([["1, 2", "2, 1"], ["2, 1", "0, 3"]], actions=[["D", "C"], ["C", "D"]])
Law = dict[tuple[str, ...], Fraction]


def certificates(rng: random.Random, count: int) -> Iterator[Certificate]:
    """Encounters of random programs, in a game or not, and equilibria."""
    while count:
        own = pool(rng.choice(FLAVOURS), 200, 1)
        randomness: Any = rng.choice(("independent", "shared"))
        try:
            if rng.random() < 0.6:
                pair = rng.choice(own), rng.choice(own)
                yield spi.prove_encounter(pair, rng.choice((None, GAME)), randomness=randomness, fuel=300).certificate
            else:
                drawn = [*own[:2], rng.choice(own)]
                games = spi.program_game(GAME, drawn, drawn[:2], randomness=randomness, fuel=300)
                beliefs: Any = [{drawn[0]: "1/3", drawn[1]: "2/3"}, {drawn[2]: 1}]
                verdict = spi.verify_equilibrium(games, (rng.choice(drawn), drawn[1]), rng.choice((None, beliefs)))
                if isinstance(verdict, spi.Unknown):
                    continue
                yield verdict.certificate
        except (spi.HypothesisError, spi.ProgramError):
            continue
        count -= 1


# --- programs from their trees


def read_term(data: Any) -> Term:
    kind, *parts = data
    match kind:
        case "label" | "truth" | "keyword" | "chance":
            return (kind, *parts)
        case "other" | "variable":
            return (kind, int(parts[0]))
        case "map":
            return (kind, *((read_term(key), read_term(value)) for key, value in parts))
        case "build":
            return (kind, int(parts[0]), tuple((key, read_term(value)) for key, value in parts[1]))
        case "match":
            cases = tuple((int(k), tuple(keys), read_term(body)) for k, keys, body in parts[1])
            return (kind, read_term(parts[0]), cases, read_term(parts[2]))
        case "simulate":
            return (kind, read_term(parts[0]), int(parts[1]))
    return (kind, *map(read_term, parts))


def read_value(data: Any) -> Any:
    if isinstance(data, str | bool):
        return data
    kind, *parts = data
    match kind:
        case "profile":
            return tuple(parts)
        case "set":
            return frozenset(map(read_value, parts))
        case "map":
            return finite_map({read_value(key): read_value(value) for key, value in parts})
    definitions = [
        Definition(kind, int(others), tuple((name, default) for name, default in keywords), read_term(body))
        for kind, others, keywords, body in parts[0]
    ]
    return program(group(definitions), {name: read_value(value) for name, value in parts[1]})


def read_game(data: Any) -> spi.Game | None:
    return None if data is None else spi.Game.from_payoffs(**{k: data[k] for k in ("payoffs", "actions", "players")})


# --- what is true


def law_of(encounter: Encounter) -> Law | None:
    """The law of profiles; None if there is none, or not for sure."""
    if encounter.joint is not None:
        law = encounter.joint.law
        return law if not isinstance(law, Undefined) and sum(law.values()) == 1 else None
    if encounter.law is not None:
        laws = encounter.law.laws
        if isinstance(laws, Undefined) or any(sum(own.values()) != 1 for own in laws):
            return None
        chosen = product(*(own.items() for own in laws))
        return {tuple(x for x, _ in pairs): prod((p for _, p in pairs), start=Fraction(1)) for pairs in chosen}
    outcome = encounter.outcome
    return None if isinstance(outcome, Undefined) else {outcome: Fraction(1)}


def met(programs: list[Program], game: Any, players: list[str], engine: str) -> Encounter:
    randomness: Any = engine if engine in ("independent", "shared") else None
    return play_programs(programs, game, players=players, randomness=randomness)


def is_true(document: dict[str, Any]) -> bool:
    """Whether a claim about programs that the checker accepts is true; raises ProgramError where the library does."""
    claim, objects = document["claim"], document["objects"]
    programs, game = [read_value(tree) for tree in objects["programs"]], read_game(objects["game"])
    if claim["kind"] == "encounter":
        encounter = met(programs, game, objects["players"], claim["engine"])
        if claim["diverges"]:
            return encounter.direct is Undefined.DIVERGES
        if claim["engine"] == "shared":
            stated = {tuple(a): Fraction(p) for a, p in claim["joint"]}
        elif claim["engine"] == "independent":
            chosen = product(*claim["laws"])
            stated = {tuple(x for x, _ in w): prod((Fraction(p) for _, p in w), start=Fraction(1)) for w in chosen}
        else:
            stated = {tuple(claim["outcome"]): Fraction(1)}
        return law_of(encounter) == stated
    assert game is not None
    profile = [int(k) for k in objects["profile"]]

    def expects(seat: int, own: int) -> Fraction:
        """What she earns in expectation; programs without a law earn nothing that could be compared."""
        others = [profile[:seat] + profile[seat + 1 :]]
        belief: Any = [(row, "1") for row in others]
        if objects["beliefs"] is not None:
            rows = objects["beliefs"][seat]
            belief = [([int(k) for k in row["programs"]], row["probability"]) for row in rows]
        total = Fraction(0)
        for row, p in belief:
            meeting = [programs[k] for k in [*row[:seat], own, *row[seat:]]]
            law = law_of(met(meeting, game, list(game.players), claim["randomness"] or "direct"))
            assert law is not None
            total += Fraction(p) * sum(q * game[a][seat] for a, q in law.items())
        return total

    if claim["answer"] == "no":
        violation = document["evidence"]["violation"]
        seat, own = game.players.index(violation["player"]), int(violation["program"])
        return str(own) in objects["spaces"][seat] and expects(seat, own) > expects(seat, profile[seat])
    return all(
        expects(seat, int(k)) <= expects(seat, profile[seat]) for seat, own in enumerate(objects["spaces"]) for k in own
    )


def run(seed: int, count: int, per_certificate: int) -> Counter[str]:
    rng = random.Random(seed)
    found: Counter[str] = Counter()
    for certificate in certificates(rng, count):
        document = certificate.as_dict()
        assert is_true(document), certificate.text
        for _ in range(per_certificate):
            new = mutated(rng, document)
            if new is None:
                continue
            text = json.dumps(rehashed(new))
            found["tried"] += 1
            if isinstance(spi.check(text), spi.Receipt):
                found["accepted"] += 1
                try:
                    assert is_true(json.loads(text)), text
                except (
                    spi.ProgramError
                ):  # what is not of the sorts of the language, and comes to something all the same
                    found["beyond the language"] += 1
    return found


def test_mutations_are_refused_or_true() -> None:
    found = run(seed=1, count=40, per_certificate=12)
    assert found["tried"] > 350
    assert 10 < found["accepted"] < found["tried"] / 2
    assert found["beyond the language"] < found["accepted"] / 3


@pytest.mark.slow
def test_many_mutations_are_refused_or_true() -> None:
    assert run(seed=2, count=250, per_certificate=15)["tried"] > 2_500


def test_the_library_can_say_no() -> None:
    always = [spi.load_program("ours/always", action=x) for x in "CD"]
    document = spi.prove_encounter(always).certificate.as_dict()
    assert is_true(document)
    document["claim"]["outcome"] = ["C", "C"]
    assert not is_true(document)
    verdict = spi.verify_equilibrium(spi.program_game(GAME, always), always)
    assert not isinstance(verdict, spi.Unknown)
    document = verdict.certificate.as_dict()
    assert is_true(document)
    document["claim"]["answer"] = "no" if document["claim"]["answer"] == "yes" else "yes"
    document["evidence"]["violation"] = document["evidence"]["violation"] or {"player": "Player 1", "program": "0"}
    assert not is_true(document)
