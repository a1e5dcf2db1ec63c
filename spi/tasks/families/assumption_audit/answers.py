"""What is answered: which clauses are violated, or which believed program violates one; and the options."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from random import Random

from spi.tasks.items import Option
from spi.tasks.material.certificates import require
from spi.tasks.material.options import word_options

__all__ = [
    "NONE",
    "Clauses",
    "Faults",
    "answer_text",
    "audit_options",
    "clause_words",
    "clauses_of",
    "failure_options",
    "failure_text",
]

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
        taken_for = {error: clauses_of(wrong) for error, wrong in misread.items()}
        return word_options(clause_words(assumption), clauses_of(found), taken_for, rng)
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


def failure_text(found: Collection[tuple[int, int]], names: Sequence[str]) -> str:
    """Which pair of a program of the player's and one of the other's violates a clause: there is at most one.

    Parameters
    ----------
    found : collection of pairs of int
    names : sequence of str
        Of the other's programs.

    Returns
    -------
    str

    Raises
    ------
    HypothesisError
        If several do.

    Source: ours
    """
    require(len(found) <= 1, "at most one pair that violates the clause")
    return next((f"w{own + 1} with {names[k]}." for own, k in found), NONE)


def failure_options(
    found: Collection[tuple[int, int]],
    misread: Mapping[str, Collection[tuple[int, int]]],
    pairs: Collection[tuple[int, int]],
    names: Sequence[str],
    rng: Random,
) -> tuple[Option, ...]:
    """Four pairs and none: the right one, those that mistakes lead to, and others at random.

    Parameters
    ----------
    found : collection of pairs of int
        The pair that violates the clause, or nothing.
    misread : mapping from mistake to such collections
    pairs : collection of pairs of int
        All that the clause speaks of.
    names : sequence of str
        Of the other's programs.
    rng : random.Random

    Returns
    -------
    tuple of Option

    Source: ours
    """
    errors: dict[tuple[int, int], str] = {}
    for error, wrong in misread.items():
        for pair in sorted(wrong):
            errors.setdefault(pair, error)
    rest = [pair for pair in pairs if pair not in found]
    rest = sorted(rng.sample(rest, len(rest)), key=lambda pair: pair not in errors)
    shown = sorted([*found, *rest[: 4 - len(found)]])
    missed = next((error for error, wrong in misread.items() if not wrong), "guess")
    options = [Option(failure_text([p], names), "" if p in found else errors.get(p, "guess")) for p in shown]
    return (*options, Option(NONE, missed if found else ""))


def clauses_of(found: Faults) -> Clauses:
    """Which clauses are violated at all.

    Source: digiovanni-et-al-2024, Assumption 4, Assumption 8
    """
    return any(clause == 1 for clause, _ in found), any(clause == 2 for clause, _ in found)
