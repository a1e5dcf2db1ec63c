"""Certificates about lock-out, `lock-out` and `restoring-clause` of `proofs/README.md`: writing and reading them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from spi.analysis.envelope import Json, certificate, game_json, lottery_json, vector_json
from spi.core.beliefs import BeliefConstraint, Beliefs, Law
from spi.core.commitments import Commitment, Policy
from spi.core.correspondence import ActionMaps
from spi.core.game import Game, Profile
from spi.core.numbers import format_exact
from spi.core.policy_game import PolicyGame, PolicyTransform, others_of
from spi.core.verdict import Certificate
from spi.solve.adoption import Adoption, Finding, Obstacle
from spi.solve.beliefs import NoBelief

__all__ = [
    "commitment_json",
    "finding_json",
    "lock_out_certificate",
    "policies_json",
    "read_commitments_json",
    "read_finding",
    "read_problem",
    "read_policies",
    "restoring_certificate",
]

_ASSUMPTIONS = [
    "default play follows the stated law",
    "no transforms but the stated ones are considered",
    "commitments are seen and kept, and beliefs before that are among the stated ones",
]


def lock_out_certificate(
    problem: PolicyGame, commitments: Sequence[Commitment], findings: Sequence[Finding]
) -> Certificate:
    """Certificate of "is there a lock-out after these commitments?", whatever the answer.

    Parameters
    ----------
    problem : PolicyGame
    commitments : sequence of k Commitment
    findings : sequence of k + 1 Finding
        At the start and after each commitment.

    Returns
    -------
    Certificate

    Source: ours
    """
    cases = [finding.case for finding in findings]
    claim: Json = {"kind": "lock-out", "answer": "no" if cases[-1] == "open" else "yes", "cases": cases}
    evidence: Json = {"findings": [finding_json(finding) for finding in findings]}
    return certificate(claim, _objects(problem, commitments), evidence, _ASSUMPTIONS)


def restoring_certificate(
    problem: PolicyGame,
    commitments: Sequence[Commitment],
    clauses: Sequence[tuple[Policy, ...]],
    findings: Iterable[tuple[tuple[Policy, ...], Finding]],
) -> Certificate:
    """Certificate of "which smallest exception clauses would leave a way out?", whatever the answer.

    Parameters
    ----------
    problem : PolicyGame
    commitments : sequence of Commitment
    clauses : sequence of tuples of Policy
        None: no clause would.
    findings : iterable of (tuple of Policy, Finding)
        What would be found if these policies had been kept.

    Returns
    -------
    Certificate

    Source: ours
    """
    claim: Json = {
        "kind": "restoring-clause",
        "answer": "yes" if clauses else "no",
        "clauses": [policies_json(clause) for clause in clauses],
    }
    evidence: Json = {
        "findings": [{"kept": policies_json(kept), "finding": finding_json(found)} for kept, found in findings]
    }
    return certificate(claim, _objects(problem, commitments), evidence, _ASSUMPTIONS)


def _objects(problem: PolicyGame, commitments: Sequence[Commitment]) -> Json:
    game = problem.game
    return {
        "game": game_json(game),
        "default": lottery_json(problem.default),
        "space": [list(p) for p in problem.space],
        "transforms": [
            {
                "name": transform.name,
                "maps": {
                    player: {x: y for x, y in own if x != y}
                    for player, own in zip(game.players, transform.maps.pairs, strict=True)
                },
            }
            for transform in problem.transforms
        ],
        "beliefs": [
            {"player": player, "constraints": [_constraint(belief, own) for own in belief.constraints]}
            for player, belief in zip(game.players, problem.beliefs, strict=True)
        ],
        "commitments": [commitment_json(commitment) for commitment in commitments],
    }


def commitment_json(commitment: Commitment) -> Json:
    """A rule or an event.

    Source: ours
    """
    return {
        "rule": commitment.rule,
        "player": commitment.player,
        "removes": policies_json(commitment.removes),
        "exceptions": policies_json(commitment.exceptions),
    }


def policies_json(policies: Iterable[Policy]) -> list[Json]:
    """Players with policies.

    Source: ours
    """
    return [{"player": player, "policy": policy} for player, policy in policies]


def _constraint(belief: Beliefs[Profile], constraint: BeliefConstraint) -> Json:
    terms = zip(belief.types, constraint.weights, strict=True)
    return {
        "terms": [{"others": list(q), "weight": format_exact(w)} for q, w in terms if w],
        "relation": constraint.relation,
        "bound": format_exact(constraint.bound),
    }


def finding_json(finding: Finding) -> Json:
    """What is found with certain menus.

    Source: ours
    """
    adoption = finding.adoption
    if adoption is None:
        return {"case": finding.case, "obstacles": [_obstacle(obstacle) for obstacle in finding.obstacles]}
    return {
        "case": "open",
        "transform": adoption.transform,
        "improvement": {"outcome": list(adoption.outcome), "player": adoption.player},
        "beliefs": [
            {
                "player": player,
                "policy": policy,
                "belief": [{"others": list(q), "probability": format_exact(p)} for q, p in law],
            }
            for player, policy, law in adoption.beliefs
        ],
    }


def _obstacle(obstacle: Obstacle) -> Json:
    written: Json = {"transform": obstacle.transform, "because": obstacle.because}
    if obstacle.refutation is not None:
        r = obstacle.refutation
        return written | {
            "player": obstacle.player,
            "policy": obstacle.policy,
            "total": format_exact(r.total),
            "constraints": vector_json(r.multipliers),
            "comparisons": vector_json(r.comparisons),
        }
    if obstacle.outcome is not None:
        return written | {"outcome": list(obstacle.outcome), "player": obstacle.player}
    return written


def read_problem(game: Game, objects: Json) -> PolicyGame:
    """What is decided about, from an accepted certificate.

    Source: ours
    """
    transforms = [
        PolicyTransform(
            t["name"],
            ActionMaps.of(
                {p: {x: t["maps"][p].get(x, x) for x in own} for p, own in zip(game.players, game.actions, strict=True)}
            ),
        )
        for t in objects["transforms"]
    ]
    beliefs = []
    for i, entry in enumerate(objects["beliefs"]):
        constraints = []
        for c in entry["constraints"]:
            weight = {tuple(term["others"]): Fraction(term["weight"]) for term in c["terms"]}
            weights = tuple(weight.get(q, Fraction(0)) for q in others_of(game, i))
            constraints.append(BeliefConstraint(weights, c["relation"], Fraction(c["bound"])))
        beliefs.append(Beliefs(others_of(game, i), tuple(constraints)))
    default = {tuple(e["outcome"]): Fraction(e["probability"]) for e in objects["default"]}
    return PolicyGame(
        game,
        tuple((p, default[p]) for p in sorted(default, key=game.profile_index)),
        tuple(map(tuple, objects["space"])),
        tuple(transforms),
        tuple(beliefs),
    )


def read_commitments_json(objects: Json) -> tuple[Commitment, ...]:
    """The commitments of an accepted certificate, in their order.

    Source: ours
    """
    return tuple(
        Commitment(c["rule"], c["player"], read_policies(c["removes"]), read_policies(c["exceptions"]))
        for c in objects["commitments"]
    )


def read_policies(entries: Iterable[Json]) -> tuple[Policy, ...]:
    """Players with policies, from an accepted certificate.

    Source: ours
    """
    return tuple((entry["player"], entry["policy"]) for entry in entries)


def read_finding(finding: Json) -> Finding:
    """What was found with certain menus, from an accepted certificate.

    Source: ours
    """
    if finding["case"] != "open":
        return Finding(finding["case"], None, tuple(map(_read_obstacle, finding["obstacles"])))
    improvement = finding["improvement"]
    supports = [(entry["player"], entry["policy"], _read_law(entry["belief"])) for entry in finding["beliefs"]]
    adoption = Adoption(finding["transform"], tuple(improvement["outcome"]), improvement["player"], tuple(supports))
    return Finding("open", adoption, ())


def _read_obstacle(o: Json) -> Obstacle:
    if o["because"] == "unsupported":
        multipliers, comparisons = (tuple(map(Fraction, o[key])) for key in ("constraints", "comparisons"))
        refutation = NoBelief(Fraction(o["total"]), multipliers, comparisons)
        return Obstacle(o["transform"], "unsupported", None, o["player"], o["policy"], refutation)
    outcome = tuple(o["outcome"]) if "outcome" in o else None
    return Obstacle(o["transform"], o["because"], outcome, o.get("player"))


def _read_law(entries: list[dict[str, Any]]) -> Law[Profile]:
    return tuple((tuple(e["others"]), Fraction(e["probability"])) for e in entries)
