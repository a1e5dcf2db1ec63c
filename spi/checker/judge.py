"""The whole certificate: its outermost keys, its claim by kind, and its scope, proofs/README.md sections 1 and 15."""

from collections.abc import Callable
from dataclasses import replace

from spi.checker import delegated, encounters, enforcement, feasible, parametric, tokens
from spi.checker.reader import Fields, Item, Receipt

KINDS: dict[str, Callable[[Fields], Receipt]] = {
    "is-spi": delegated.is_spi,
    "exists-spi": delegated.exists_spi,
    "pareto-optimal": feasible.pareto_optimal,
    "exists-pc-spi": feasible.exists_pc_spi,
    "is-pc-spi": tokens.is_pc_spi,
    "achievable": feasible.achievable,
    "best-achievable": feasible.achievable,
    "threat-points": enforcement.threat_points,
    "program-equilibrium": enforcement.program_equilibrium,
    "execution-independent": enforcement.execution_independent,
    "encounter": encounters.encounter,
    "parametric": parametric.parametric,
}


def judge(document: Item, name: str) -> Receipt:
    """Refuse, or return what the rule for this kind of claim gives, once the scope agrees with it."""
    top = document.fields(("format", "version", "claim", "objects", "evidence", "scope"))
    top["format"].equals("spi-certificate", "value")
    top["version"].equals(1, "value")
    found = KINDS[top["claim"].tag("kind", KINDS)](top)
    scope = top["scope"].fields(("assumptions", "trusts"))
    scope["assumptions"].equals(list(found.assumptions), "scope")
    scope["trusts"].equals(list(found.trusted), "scope")
    return replace(found, name=name)
