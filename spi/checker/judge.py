"""The whole certificate: its outermost keys, its claim by kind, and its scope, proofs/README.md sections 1 and 22."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

from spi.checker.reader import Fields, Item, Receipt

KINDS = {
    "is-spi": "delegated.is_spi",
    "exists-spi": "delegated.exists_spi",
    "pareto-optimal": "feasible.pareto_optimal",
    "exists-pc-spi": "feasible.exists_pc_spi",
    "is-pc-spi": "tokens.is_pc_spi",
    "achievable": "feasible.achievable",
    "best-achievable": "feasible.achievable",
    "threat-points": "enforcement.threat_points",
    "program-equilibrium": "enforcement.program_equilibrium",
    "execution-independent": "enforcement.execution_independent",
    "encounter": "encounters.encounter",
    "lock-out": "lock_out.lock_out",
    "restoring-clause": "lock_out.restoring_clause",
    "transformation": "transformations.transformation",
    "independent": "independence.independent",
    "participation": "participation.participation",
    "no-gap": "transformations.no_gap",
    "concession-equivalent": "concession.concession_equivalent",
    "surrogate-spi": "concession.surrogate_spi",
    "expected-improvement": "concession.expected_improvement",
    "threatener-neutral": "surrogates.threatener_neutral",
    "no-new-threats": "surrogates.no_new_threats",
    "orthogonal-goals": "surrogates.orthogonal_goals",
    "monotone-stakes": "surrogates.monotone_stakes",
    "subjective-equilibrium": "equilibria.subjective_equilibrium",
    "parametric": "parametric.parametric",
    "enumeration": "enumeration.enumeration",
    "frontier": "frontier.frontier",
    "bounded-outcome": "bounded.bounded_outcome",
    "halting": "halting.halting",
}
# For each kind of claim the file and the function that check it; a file is loaded when it is first needed.


def judge(document: Item, name: str) -> Receipt:
    """Refuse, or return what the rule for this kind of claim gives, once the scope agrees with it."""
    top = document.fields(("format", "version", "claim", "objects", "evidence", "scope"))
    top["format"].equals("spi-certificate", "value")
    top["version"].equals(1, "value")
    file, _, function = KINDS[top["claim"].tag("kind", KINDS)].partition(".")
    rule: Callable[[Fields], Receipt] = getattr(import_module(f"spi.checker.{file}"), function)
    try:
        found = rule(top)
    except RecursionError:  # what is written or compared as a whole may be nested more deeply than Python allows
        top["objects"].refuse("size", "values are nested too deeply")
    scope = top["scope"].fields(("assumptions", "trusts"))
    scope["assumptions"].equals(list(found.assumptions), "scope")
    scope["trusts"].equals(list(found.trusted), "scope")
    return replace(found, name=name)
