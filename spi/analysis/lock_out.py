"""Have commitments locked out all safe Pareto improvements, and which exception clause would have left one?

The agenda speaks of lock-out in words; the formal handle, `decide_lock_out`'s notes, is ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

from spi.analysis.envelope import certify
from spi.analysis.lock_out_certificates import lock_out_certificate, restoring_certificate
from spi.core.commitments import Commitment, CommitmentGraph, Policy, path_through, reach_after, with_kept
from spi.core.display import html_of
from spi.core.game import Game
from spi.core.policy_game import PolicyGame
from spi.core.verdict import Fails, Holds, Unknown, Verdict
from spi.solve.adoption import Case, Finding, find_adoption

__all__ = ["BUDGET", "LockOut", "Restoration", "decide_lock_out", "decide_restoring_clause", "survey_lock_outs"]

BUDGET = 2_000
"""Sets of policies that the search for a clause visits at most."""


@dataclass(frozen=True, slots=True)
class LockOut:
    """What commitments made one after the other leave of the family of SPIs.

    Parameters
    ----------
    problem : PolicyGame
    commitments : tuple of Commitment, length k
    findings : tuple of Finding, length k + 1
        Before the first commitment, and after each of them.

    Source: clr-agenda-2026, incentive lock-out, implementation lock-out, and ours
    """

    problem: PolicyGame
    commitments: tuple[Commitment, ...]
    findings: tuple[Finding, ...]

    @property
    def game(self) -> Game:
        """The game of policies."""
        return self.problem.game

    @property
    def case(self) -> Case:
        """After the last commitment."""
        return self.findings[-1].case

    def first(self, case: Case | None = None) -> int | None:
        """The number of commitments after which there is a lock-out (of this kind) for the first time; None: never."""
        for k, finding in enumerate(self.findings):
            if finding.case == case or (case is None and finding.case != "open"):
                return k
        return None

    def __str__(self) -> str:
        from spi.report.text import lock_out_text

        return lock_out_text(self)

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Restoration:
    """The smallest exception clauses that would leave a way out.

    Parameters
    ----------
    problem : PolicyGame
    commitments : tuple of Commitment
    clauses : tuple of tuples of Policy
        All sets of policies of the least size which, if the rules had kept them, would leave a way out; none: no
        clause would. The empty set alone: there is no lock-out.
    findings : tuple of (tuple of Policy, Finding)
        For every set that had to be looked at what would be found if the rules had kept it.

    Source: clr-agenda-2026, Part II.2, and ours
    """

    problem: PolicyGame
    commitments: tuple[Commitment, ...]
    clauses: tuple[tuple[Policy, ...], ...]
    findings: tuple[tuple[tuple[Policy, ...], Finding], ...]

    @property
    def game(self) -> Game:
        """The game of policies."""
        return self.problem.game

    def __str__(self) -> str:
        from spi.report.text import restoration_text

        return restoration_text(self)

    _repr_html_ = html_of


def decide_lock_out(graph: CommitmentGraph, states: str | Sequence[str]) -> Holds[LockOut] | Fails[LockOut]:
    """Are all SPIs of the family locked out after these commitments?

    Parameters
    ----------
    graph : CommitmentGraph
    states : str or sequence of str
        The state that is asked about, or states on the way to it, in order; a shortest path through them is taken. The
        answer depends on the last state only, the findings before it on the path.

    Returns
    -------
    Holds or Fails
        With a `LockOut`: the case at the start and after each commitment, each with its evidence.

    Raises
    ------
    GameError
        For states that are no path.
    HypothesisError
        If the case would be "incentive" because no admissible belief of a player gives a chance to what is left.

    Notes
    -----
    Given are policies with payoffs u, the law of the joint policy that is played by default, a space 𝒫 of joint
    policies, and a finite family of transforms, each with one map of policies per player. A transform f is *an SPI* if
    u(f(p)) ≥ u(p) for everybody at every p of 𝒫, and *strict* if somebody gains at some p that the default can be,
    which is to say in expectation. Commitments leave each player i the policies Pᵢᵗ.

    *Implementation lock-out*: no strict SPI f of the family has f(p) in P₁ᵗ × … × Pₙᵗ for all p that the default can
    be. It lasts: no further commitment lifts it.

    *Incentive lock-out*: there are such f, but for each of them f(p) is, for some p that the default can be, a
    subjective equilibrium for no admissible beliefs: some player i prefers another policy of Pᵢᵗ whatever she believes.
    Admissible are the laws of a given polytope over the joint policies of the others. Commitments are seen: what she
    believes now is a law of the polytope, given that the others keep to what they have left, which has to have a
    positive chance. Each policy that f may ask of her may have a belief of its own. A further commitment can lift an
    incentive lock-out, as it removes alternatives.

    One linear program for each transform, player and policy asked of her, in each state on the path.

    Examples
    --------
    >>> import spi
    >>> freeze = spi.load_commitments("lock-out/value-freeze")
    >>> found = spi.decide_lock_out(freeze, ["frozen", "frozen, and war"]).result
    >>> [finding.case for finding in found.findings], found.first()
    (['open', 'open', 'implementation'], 2)

    Source: clr-agenda-2026, incentive lock-out, implementation lock-out, and ours
    """
    commitments = tuple(step.commitment for step in path_through(graph, states))
    problem = graph.problem
    findings = []
    for k in range(len(commitments) + 1):
        menus = reach_after(problem.game, commitments[:k]).menus
        findings.append(find_adoption(problem, menus))
    found = LockOut(problem, commitments, tuple(findings))
    return certify(lock_out_certificate(problem, commitments, found.findings), found)


def survey_lock_outs(graph: CommitmentGraph) -> dict[str, Holds[LockOut] | Fails[LockOut]]:
    """The answer in every state of a graph.

    Parameters
    ----------
    graph : CommitmentGraph

    Returns
    -------
    dict from state to Holds or Fails
        As `decide_lock_out` gives it, in the order of `graph.states`.

    Examples
    --------
    >>> import spi
    >>> found = survey_lock_outs(spi.load_commitments("lock-out/moving-second"))
    >>> [(state, verdict.result.case) for state, verdict in found.items()][:2]
    [('free', 'open'), ('B is first', 'incentive')]

    Source: clr-agenda-2026, incentive lock-out, implementation lock-out, and ours
    """
    return {state: decide_lock_out(graph, state) for state in graph.states}


def decide_restoring_clause(
    graph: CommitmentGraph, states: str | Sequence[str], *, budget: int = BUDGET
) -> Verdict[Restoration, Restoration]:
    """Which exception clauses, with as few policies as possible, would have left a way out?

    Parameters
    ----------
    graph : CommitmentGraph
    states : str or sequence of str
        As for `decide_lock_out`.
    budget : int
        Sets of policies to visit at most. There are 2ʳ of the r policies that rules took away, visited by size.

    Returns
    -------
    Holds, Fails or Unknown
        With a `Restoration`. It fails if no clause would: what is missing was taken by an event, or was never there.

    Raises
    ------
    GameError, HypothesisError
        As for `decide_lock_out`.

    Examples
    --------
    >>> import spi
    >>> freeze = spi.load_commitments("lock-out/value-freeze")
    >>> spi.decide_restoring_clause(freeze, "frozen, and war").result.clauses
    ((('Defender', 'surrogate, without approval'),),)

    Source: clr-agenda-2026, Part II.2, and ours
    """
    problem = graph.problem
    commitments = tuple(step.commitment for step in path_through(graph, states))
    reach = reach_after(problem.game, commitments)
    # an implementation lock-out in spite of a clause is one in spite of every part of it
    whole = reach.restorable
    everything = find_adoption(problem, with_kept(problem.game, reach, whole))
    clauses: list[tuple[Policy, ...]] = []
    findings: dict[tuple[Policy, ...], Finding] = {}
    if everything.case == "implementation":
        findings[whole] = everything
    else:
        spent = 0
        for size in range(len(whole) + 1):
            if spent + comb(len(whole), size) > budget:
                question = f"which exception clauses would restore an SPI after {len(commitments)} commitments?"
                reason = f"there are more than {budget:,} sets of at most {size} policies; ask with a larger budget"
                return Unknown(question, reason, spent)
            for kept in combinations(whole, size):
                findings[kept] = find_adoption(problem, with_kept(problem.game, reach, kept))
                spent += 1
            clauses = [kept for kept, finding in findings.items() if finding.case == "open"]
            if clauses:
                break
    found = Restoration(problem, commitments, tuple(clauses), tuple(findings.items()))
    return certify(restoring_certificate(problem, commitments, found.clauses, found.findings), found)
