"""What the agenda says of lock-out in words, run on small exact models that are ours."""

from __future__ import annotations

from functools import partial

from spi.analysis.finding import Claims, Finding, claim_of, is_proved
from spi.analysis.lock_out import decide_lock_out, decide_restoring_clause, survey_lock_outs
from spi.analysis.risk_factors import find_risk_factors
from spi.core.commitmentfile import load_commitments
from spi.core.gamefile import list_games
from spi.core.verdict import Unknown

__all__ = ["LOCK_OUT"]

LOCK_OUT: Claims = {}
"""What to run for the agenda's remarks on lock-out."""

_remark = partial(claim_of, LOCK_OUT)


def _scenario(name: str, harmful: list[str], control: list[str], case: str, *clauses: str, found: str) -> Finding:
    """A file of the shelf: locked out on one path and not on its twin, and what would have helped.

    `clauses` has a line for each smallest clause: the policies that it keeps, of whichever player, with semicolons.
    """
    graph = load_commitments(f"lock-out/{name}")
    restored = decide_restoring_clause(graph, harmful)
    kept = [] if isinstance(restored, Unknown) else ["; ".join(x for _, x in c) for c in restored.result.clauses]
    proofs = {
        f"clr-agenda-2026/lock-out-{name}": "yes",
        f"clr-agenda-2026/lock-out-{name}-clause": "yes",
        f"clr-agenda-2026/lock-out-{name}-control": "no",
    }
    ok = (
        decide_lock_out(graph, harmful).result.case == case
        and decide_lock_out(graph, control).result.case == "open"
        and kept == list(clauses)
        and name in {factor.factor for factor in find_risk_factors(graph)}
        and all(is_proved(proof, graph.problem.game, answer) for proof, answer in proofs.items())
    )
    return Finding(ok, found, tuple(proof.partition("/")[2] for proof in proofs))


@_remark("value freeze")
def _value_freeze() -> Finding:
    return _scenario(
        "value-freeze",
        ["frozen", "frozen, and war"],
        ["frozen with an exception", "frozen with an exception, and war"],
        "implementation",
        "surrogate, without approval",
        found="the freeze alone does no harm, nor does the war; both together put every surrogate goal out of reach; "
        "an exception for surrogate goals without approval is the smallest that would have helped",
    )


@_remark("unconditional demand")
def _unconditional_demand() -> Finding:
    return _scenario(
        "unconditional-demand",
        ["bound"],
        ["bound with an exception"],
        "implementation",
        "demand 8, renegotiate",
        found="the demand does no harm, that it excludes renegotiation does; with an exception for it an SPI is left",
    )


@_remark("demand before surrogate goal")
def _demand_before_surrogate() -> Finding:
    return _scenario(
        "demand-before-surrogate",
        ["demand first", "demand first, surrogate second"],
        ["surrogate first", "surrogate first, demand second"],
        "implementation",
        "demand, strike at a surrogate",
        found="locked out after the first of two commitments, and not lifted by the second; in the other order an SPI "
        "is left throughout",
    )


@_remark("opaque default")
def _opaque_default() -> Finding:
    return _scenario(
        "opaque-default",
        ["opaque"],
        ["opaque but for the default"],
        "implementation",
        "hard, renegotiate; hard, renegotiate",
        found="one player’s rule takes from two others what they would have to do; a clause has to keep it for both",
    )


@_remark("successor without default")
def _successor_without_default() -> Finding:
    return _scenario(
        "successor-without-default",
        ["handed over"],
        ["handed over with the slot"],
        "implementation",
        "hold out, renegotiate",
        "successor, with the default in its slot",
        found="a successor that decides afresh leaves nothing to renegotiate; a slot for the default would have done",
    )


@_remark("moving second")
def _moving_second() -> Finding:
    return _scenario(
        "moving-second",
        ["B is first"],
        ["B is first, but open"],
        "incentive",
        "swerve",
        found="the SPI stays within reach, but whoever sees the other bound to dare prefers to swerve, whatever she "
        "believed before",
    )


@_remark("implementation lock-out")
def _implementation() -> Finding:
    found = decide_lock_out(
        load_commitments("lock-out/demand-before-surrogate"), ["demand first", "demand first, surrogate second"]
    ).result
    ok = [finding.case for finding in found.findings] == ["open", "implementation", "implementation"]
    return Finding(ok and _models("implementation") == 5, "in five of the six models; no further commitment lifts it")


@_remark("incentive lock-out")
def _incentive() -> Finding:
    graph, proof = load_commitments("lock-out/moving-second"), "lock-out-moving-second-lifted"
    found = decide_lock_out(graph, ["B is first", "both are bound"]).result
    ok = [finding.case for finding in found.findings] == ["open", "incentive", "open"]
    ok &= is_proved(f"clr-agenda-2026/{proof}", graph.problem.game, "no") and _models("incentive") == 1
    return Finding(ok, "in one of the six models; a further commitment can lift it, as it does there", (proof,))


def _models(case: str) -> int:
    """The number of files on the shelf in which some state is of this case."""
    graphs = [load_commitments(name) for name in list_games(kind="commitments") if name.startswith("lock-out/")]
    return sum(any(v.result.case == case for v in survey_lock_outs(graph).values()) for graph in graphs)
