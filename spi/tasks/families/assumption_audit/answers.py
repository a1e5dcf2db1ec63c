"""What is answered: which clauses are violated, or which believed program violates one; and the options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from spi.tasks.items import Option
from spi.tasks.material.certificates import require

__all__ = ["NONE", "Clauses", "Faults", "answer_text", "audit_options", "clause_words", "clauses_of"]

Clauses = tuple[bool, bool]
"""Is the first clause violated, is the second?"""

Faults = set[tuple[int, int]]
"""Clauses, 1 or 2, with the numbers of the believed programs at which they fail."""

NONE = "None of them."
"""The option that a clause is not violated by any believed program."""


def clause_words(assumption: str) -> dict[Clauses, str]:
    """How it is answered which clauses of Assumption "4", or "8", are violated.

    Source: digiovanni-et-al-2024, Assumption 4, Assumption 8
    """
    one, two = ("(1)", "(2)") if assumption == "4" else ("(i)", "(ii)")
    return {
        (False, False): "Neither clause is violated.",
        (True, False): f"Clause {one} is violated, clause {two} is not.",
        (False, True): f"Clause {two} is violated, clause {one} is not.",
        (True, True): "Both clauses are violated.",
    }


def answer_text(assumption: str, question: str, found: Faults, names: Sequence[str]) -> str:
    """The answer, from what is violated.

    Parameters
    ----------
    assumption : "4" or "8"
    question : "clauses", "culprit 1" or "culprit 2"
    found : Faults
    names : sequence of str
        Of the programs that `found` counts.

    Returns
    -------
    str

    Raises
    ------
    HypothesisError
        If several programs violate the clause that one culprit is asked for.

    Source: ours
    """
    if question == "clauses":
        return clause_words(assumption)[clauses_of(found)]
    culprits = [k for clause, k in found if clause == int(question[-1])]
    require(len(culprits) <= 1, "at most one program that violates the clause")
    return f"{names[culprits[0]]}." if culprits else NONE


def audit_options(
    assumption: str, question: str, found: Faults, misread: Mapping[str, Faults], count: int, rng: Random
) -> tuple[Option, ...]:
    """The options, each with the first mistake that leads to it.

    Parameters
    ----------
    assumption : "4" or "8"
    question : "clauses", "culprit 1" or "culprit 2"
    found : Faults
        What is violated.
    misread : mapping from mistake to Faults
    count : int
        How many believed programs there are; they are offered in their order, which is random.
    rng : random.Random
        For the order of the options about clauses.

    Returns
    -------
    tuple of Option

    Source: ours
    """
    if question == "clauses":
        errors: dict[Clauses, str] = {}
        for error, wrong in misread.items():
            errors.setdefault(clauses_of(wrong), error)
        words = clause_words(assumption)
        options = [Option(t, "" if key == clauses_of(found) else errors.get(key, "guess")) for key, t in words.items()]
        rng.shuffle(options)
        return tuple(options)
    clause = int(question[-1])
    right = {k for c, k in found if c == clause}
    taken = {error: {k for c, k in wrong if c == clause} for error, wrong in misread.items()}
    options = []
    for k in range(count):
        error = next((e for e, wrong in taken.items() if k in wrong), "")
        error = error or ("other-clause" if (3 - clause, k) in found else "guess")
        options.append(Option(f"q{k + 1}.", "" if k in right else error))
    missed = next((e for e, wrong in taken.items() if not wrong), "guess")
    return (*options, Option(NONE, missed if right else ""))


def clauses_of(found: Faults) -> Clauses:
    """Which clauses are violated at all.

    Source: digiovanni-et-al-2024, Assumption 4, Assumption 8
    """
    return any(clause == 1 for clause, _ in found), any(clause == 2 for clause, _ in found)
