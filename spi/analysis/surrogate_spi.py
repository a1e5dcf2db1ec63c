"""Surrogate threats instead of the originals: an SPI play by play, whatever the policy, or better in expectation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from spi.analysis.envelope import Json, certificate, held, refuted
from spi.analysis.threat_certificates import COUPLED, RATES, REPLACED, pairs_json, rates_json, threat_game_json
from spi.core.concession import ConcessionPolicy, ConcessionTable, tabulate_policy
from spi.core.threat_game import Pairs, ThreatGame, read_surrogates
from spi.core.verdict import Fails, Holds
from spi.solve.threat_choice import threat_payoffs
from spi.solve.tolerance import Branch, branch_payoffs, possible_ends

__all__ = [
    "BranchChange",
    "BranchComparison",
    "ExpectedComparison",
    "Party",
    "compare_branches",
    "compare_expectations",
    "verify_expected_improvement",
    "verify_surrogate_spi",
]

Party = Literal["principal", "threatener"]
_PARTIES: tuple[Party, ...] = ("principal", "threatener")


@dataclass(frozen=True, slots=True)
class BranchChange:
    """How a play can end with an original threat and with its surrogate, and who notices.

    Parameters
    ----------
    original, surrogate : str
    branch, becomes : "conceded", "executed" or "spared"
        "spared": refused, and not executed.
    party : "principal" or "threatener"

    Source: ours
    """

    original: str
    surrogate: str
    branch: Branch
    becomes: Branch
    party: Party


@dataclass(frozen=True, slots=True)
class BranchComparison:
    """What surrogate threats do to every way in which a threat can end, whatever the demand and the rate of conceding.

    Parameters
    ----------
    game : ThreatGame
    pairs : Pairs
    violation : BranchChange or None
        Somebody is worse off. None: it is an SPI.
    improvement : BranchChange or None
        Somebody is better off; given where nobody is worse off. None: nobody ever is.

    Source: clr-agenda-2026, Appendix B.3, and ours
    """

    game: ThreatGame
    pairs: Pairs
    violation: BranchChange | None
    improvement: BranchChange | None

    def __str__(self) -> str:
        from spi.report.text import branches_text

        return branches_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


@dataclass(frozen=True, slots=True)
class ExpectedComparison:
    """What surrogate threats are worth in expectation, next to the originals, to a principal with a given policy.

    Parameters
    ----------
    game : ThreatGame
    policy : ConcessionTable
    pairs : Pairs
    violation : (str, Party) or None
        An original threat, and who expects less from its surrogate.

    Source: clr-agenda-2026, Appendix B.3, and ours
    """

    game: ThreatGame
    policy: ConcessionTable
    pairs: Pairs
    violation: tuple[str, Party] | None

    def __str__(self) -> str:
        from spi.report.text import expectations_text

        return expectations_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


def verify_surrogate_spi(
    game: ThreatGame, surrogates: Mapping[str, str], *, strict: bool = False
) -> Holds[BranchComparison] | Fails[BranchComparison]:
    """Is it an SPI to be threatened with surrogates: is nobody worse off in any play, whatever demand and policy are?

    Parameters
    ----------
    game : ThreatGame
    surrogates : mapping from original to surrogate threat
    strict : bool
        Ask also that somebody is better off in some play that can occur.

    Returns
    -------
    Holds or Fails
        `.result.violation` is a play in which somebody is worse off.

    Raises
    ------
    GameError
        If the map lacks an original threat.

    Notes
    -----
    Plays are paired: the surrogate is conceded when the original would have been, and executed, as far as the two
    probabilities allow, when that would have been. No other pairing of refused plays does better: where it improves on
    the original outcomes, so does this one, as "no worse for both" is transitive and "spared" is worth 0 in both.

    Source: clr-agenda-2026, Appendix B.3, and ours
    """
    comparison = compare_branches(game, surrogates)
    answer = comparison.violation is None and not (strict and comparison.improvement is None)
    shown = comparison.improvement if strict else None
    written = certificate(
        {"kind": "surrogate-spi", "answer": "yes" if answer else "no", "strict": strict},
        {"threat_game": threat_game_json(game), "surrogates": pairs_json(comparison.pairs)},
        {"violation": _change_json(comparison.violation), "improvement": _change_json(shown)},
        [REPLACED, COUPLED],
    )
    return held(written, comparison) if answer else refuted(written, comparison)


def verify_expected_improvement(
    game: ThreatGame, policy: ConcessionPolicy, surrogates: Mapping[str, str]
) -> Holds[ExpectedComparison] | Fails[ExpectedComparison]:
    """Does neither party expect less from any surrogate threat than from the original that it stands for?

    Parameters
    ----------
    game : ThreatGame
    policy : ConcessionPolicy
    surrogates : mapping from original to surrogate threat

    Returns
    -------
    Holds or Fails
        `.result.violation` names a threat and who expects less. If it is the threatener, the threat is not deflected.

    Raises
    ------
    GameError
        If the policy or the map lacks a threat.

    See Also
    --------
    spi.tolerance_interval : the rates of conceding for which it holds.

    Source: ours
    """
    comparison = compare_expectations(game, policy, surrogates)
    v = comparison.violation
    written = certificate(
        {"kind": "expected-improvement", "answer": "no" if v else "yes"},
        {
            "threat_game": threat_game_json(game),
            "rates": rates_json(comparison.policy),
            "surrogates": pairs_json(comparison.pairs),
        },
        {"violation": v and {"threat": v[0], "party": v[1]}},
        [RATES],
    )
    return refuted(written, comparison) if v else held(written, comparison)


def compare_branches(game: ThreatGame, surrogates: Mapping[str, str]) -> BranchComparison:
    """Put the ends of surrogate threats next to those of the originals; claims nothing.

    Source: ours
    """
    pairs = read_surrogates(game, surrogates)
    violation = next(_branch_changes(pairs, -1), None)
    improvement = None if violation else next(_branch_changes(pairs, 1), None)
    return BranchComparison(game, pairs, violation, improvement)


def compare_expectations(
    game: ThreatGame, policy: ConcessionPolicy, surrogates: Mapping[str, str]
) -> ExpectedComparison:
    """Put what surrogate threats are worth next to what the originals are worth; claims nothing.

    Source: ours
    """
    table, pairs = tabulate_policy(policy, game), read_surrogates(game, surrogates)
    violation = next(_losses(table, pairs), None)
    return ExpectedComparison(game, table, pairs, violation)


def _branch_changes(pairs: Pairs, sign: int) -> Iterator[BranchChange]:
    """Plays that can occur, in pairs, after which somebody is worse off (sign −1) or better off (sign 1)."""
    for original, surrogate in pairs:
        for before, after in possible_ends(original, surrogate):
            old, new = branch_payoffs(original, before), branch_payoffs(surrogate, after)
            for party, u, v in zip(_PARTIES, old, new, strict=True):
                if sign * (v - u) > 0:
                    yield BranchChange(original.name, surrogate.name, before, after, party)


def _losses(policy: ConcessionTable, pairs: Pairs) -> Iterator[tuple[str, Party]]:
    for original, surrogate in pairs:
        old = threat_payoffs(original, policy.rate(original))
        new = threat_payoffs(surrogate, policy.rate(surrogate))
        for party, u, v in zip(_PARTIES, old, new, strict=True):
            if v < u:
                yield original.name, party


def _change_json(change: BranchChange | None) -> Json | None:
    if change is None:
        return None
    return {"threat": change.original, "branch": change.branch, "becomes": change.becomes, "party": change.party}
