"""Results about coordination and enforcement, read back from certificates that the checker has accepted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from spi.analysis.achievability import Achieved, Unachievable
from spi.analysis.comparison import Change
from spi.analysis.enforcement import Enforcement, ProfitableDeviation
from spi.analysis.envelope import read_game_json, read_reduction
from spi.analysis.execution_independence import Interference
from spi.analysis.optimality import Optimality
from spi.analysis.threat_points import ThreatPoints
from spi.analysis.token_games import AllOptimal, TokenComparison
from spi.core.correspondence import ActionMaps
from spi.core.game import Game, Profile, profiles
from spi.core.lottery import Lottery, Payoffs, expected_payoffs
from spi.core.token_game import TokenGame, token_copy
from spi.solve.achievable import Bound
from spi.solve.default_play import class_probabilities
from spi.solve.feasible import Efficient, Improvable, OutOfReach
from spi.solve.isomorphism import isomorphism_along
from spi.solve.reduction import Mixture
from spi.solve.threats import Threat, payoffs_against

__all__ = ["RESULTS"]

Json = dict[str, Any]


def _vector(numbers: list[str]) -> Payoffs:
    return tuple(map(Fraction, numbers))


def _lottery(entries: list[Json]) -> Lottery:
    return tuple((tuple(e["outcome"]), Fraction(e["probability"])) for e in entries)


def _mixture(entries: list[Json]) -> Mixture:
    return tuple((e["action"], Fraction(e["probability"])) for e in entries)


def _support(outcomes: list[list[str]] | None) -> tuple[Profile, ...] | None:
    return None if outcomes is None else tuple(map(tuple, outcomes))


def _by_class(game: Game, entries: list[Json], key: str, read: Callable[[Any], Any]) -> dict[Payoffs, Any]:
    return {game[entry["outcome"]]: read(entry[key]) for entry in entries}


def _optimality(claim: Json, game: Game, objects: Json, evidence: Json) -> Optimality:
    lottery = None if evidence["lottery"] is None else _lottery(evidence["lottery"])
    weights = None if evidence["weights"] is None else _vector(evidence["weights"])
    witness: Efficient | Improvable | OutOfReach
    if weights is None:
        witness = Improvable(lottery or (), expected_payoffs(game, lottery or ()))
    else:
        witness = OutOfReach(weights) if lottery is None else Efficient(weights, lottery)
    return Optimality(game, _vector(claim["payoffs"]), witness)


def _improved_copy(game: Game, reduced: Game, lotteries: Mapping[Payoffs, Lottery]) -> TokenGame:
    """A copy whose classes are worth these lotteries; those worth no more than before are played themselves."""
    better = {v: lottery for v, lottery in lotteries.items() if expected_payoffs(game, lottery) != v}
    return token_copy(game, reduced, {a: better[game[a]] for a in profiles(reduced) if game[a] in better})


def _strict_pc_spi(claim: Json, game: Game, objects: Json, evidence: Json) -> TokenGame | AllOptimal:
    reduction = read_reduction(game, evidence["elimination"])
    if claim["answer"] == "yes":
        return _improved_copy(game, reduction.reduced, _by_class(game, evidence["lotteries"], "lottery", _lottery))
    support = _support(claim["support"]) or tuple(profiles(reduction.reduced))
    return AllOptimal(game, reduction, support, _by_class(game, evidence["weights"], "weights", _vector))


def _token_comparison(claim: Json, game: Game, objects: Json, evidence: Json) -> TokenComparison:
    tokens = read_game_json(objects["token_game"])
    worth = {tuple(entry["outcome"]): _lottery(entry["lottery"]) for entry in objects["coordination"]}
    reduction = read_reduction(game, evidence["elimination"])
    token_reduction = read_reduction(tokens, evidence["token_elimination"])
    isomorphism = None
    if evidence["isomorphism"] is not None:
        maps = ActionMaps.of({p: evidence["isomorphism"]["map"][p] for p in game.players})
        isomorphism = isomorphism_along(reduction.reduced, token_reduction.reduced, maps)
    v = evidence["violation"]
    return TokenComparison(
        token_game=TokenGame(game, tokens, tuple(worth[t] for t in profiles(tokens))),
        reduction=reduction,
        token_reduction=token_reduction,
        relation=claim["relation"],
        isomorphism=isomorphism,
        support=_support(claim["support"]),
        violation=None if v is None else Change(tuple(v["outcome"]), tuple(v["becomes"]), v["player"]),
        strict=claim["findings"]["strict"],
        unimproved=None if evidence["unimproved"] is None else tuple(evidence["unimproved"]),
    )


def _achievability(claim: Json, game: Game, objects: Json, evidence: Json) -> Achieved | Unachievable:
    law, payoffs = _lottery(claim["law"]), _vector(claim["payoffs"])
    if claim["answer"] == "no":
        weights = _vector(evidence["weights"])
        multipliers = _by_class(game, evidence["multipliers"], "weights", _vector)
        value = Fraction(0)
        for v, p in class_probabilities(game, law).items():
            steep = [w + m for w, m in zip(weights, multipliers[v], strict=True)]
            best = max(_dot(steep, row) for row in game.table)
            value += p * (best - _dot(multipliers[v], v))
        return Unachievable(game, law, payoffs, Bound(weights, multipliers, value))
    reduced = read_reduction(game, evidence["elimination"]).reduced
    lotteries = _by_class(game, evidence["lotteries"], "lottery", _lottery)
    copy = token_copy(game, reduced, {a: lotteries[game[a]] for a in profiles(reduced) if game[a] in lotteries})
    aim = claim.get("goal")
    goal = None if aim is None else _vector(aim["weights"]) if aim["kind"] == "weights" else aim["kind"]
    origin = None if aim is None or "origin" not in aim else _vector(aim["origin"])
    return Achieved(game, law, payoffs, copy, goal, origin)


def _threat_points(claim: Json, game: Game, objects: Json, evidence: Json) -> ThreatPoints:
    threats = [
        Threat(
            interval["player"],
            Fraction(interval["lower"]),
            Fraction(interval["upper"]),
            _mixture(threat["guarantee"]),
            _punishment(threat["punishment"]),
        )
        for interval, threat in zip(claim["intervals"], evidence["threats"], strict=True)
    ]
    return ThreatPoints(game, tuple(threats))


def _punishment(entries: list[Json]) -> dict[str, Mixture]:
    return {entry["player"]: _mixture(entry["mixture"]) for entry in entries}


def _enforcement(claim: Json, game: Game, smaller: Game, evidence: Json) -> Enforcement:
    punishments = tuple(_punishment(entry["punishment"]) for entry in evidence["punishments"] or ())
    return Enforcement(game, smaller, claim["otherwise"], punishments)


def _equilibrium(claim: Json, game: Game, objects: Json, evidence: Json) -> Enforcement | ProfitableDeviation:
    enforcement = _enforcement(claim, game, read_game_json(objects["subset_game"]), evidence)
    v = evidence["violation"]
    if v is None:
        return enforcement
    i = game.player_index(v["player"])
    outcome, becomes = (None if v[key] is None else tuple(v[key]) for key in ("outcome", "becomes"))
    if outcome is not None:
        earns = game[(*outcome[:i], v["action"], *outcome[i + 1 :])][i]
    else:
        earns = payoffs_against(game, i, enforcement.punishments[i])[v["action"]]
    promised = expected_payoffs(game, _lottery(claim["law"])) if becomes is None else game[becomes]
    return ProfitableDeviation(enforcement, v["player"], v["action"], outcome, becomes, earns, promised[i])


def _independence(claim: Json, game: Game, objects: Json, evidence: Json) -> Enforcement | Interference:
    enforcement = _enforcement(claim, game, read_game_json(objects["subset_game"]), evidence)
    v = evidence["violation"]
    if v is None:
        return enforcement
    return Interference(enforcement, v["dropout"], v["player"], v["action"], tuple(v["outcome"]))


def _dot(left: list[Fraction] | Payoffs, right: Payoffs) -> Fraction:
    return sum((p * q for p, q in zip(left, right, strict=True)), Fraction(0))


RESULTS: dict[str, Callable[[Json, Game, Json, Json], object]] = {
    "pareto-optimal": _optimality,
    "exists-pc-spi": _strict_pc_spi,
    "is-pc-spi": _token_comparison,
    "achievable": _achievability,
    "best-achievable": _achievability,
    "threat-points": _threat_points,
    "program-equilibrium": _equilibrium,
    "execution-independent": _independence,
}
"""For each kind of claim: its result, from the claim, the game, all objects and the evidence."""
