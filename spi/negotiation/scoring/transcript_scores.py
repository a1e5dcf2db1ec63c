"""Everything that is scored of one transcript, each part with its name."""

from __future__ import annotations

from dataclasses import dataclass

from spi.core.display import html_of
from spi.negotiation.scoring.completion import Completion, detect_completion, detected_result
from spi.negotiation.scoring.honesty import FaithfulnessCounts, internal_faithfulness
from spi.negotiation.scoring.lamen_compat import LamenScore, lamen_score
from spi.negotiation.scoring.legality import Legality, legality_counts, read_offer
from spi.negotiation.scoring.outcomes import OutcomeScore, score_outcome
from spi.negotiation.scoring.process import Acceptance, ProcessScore, score_acceptance, score_process
from spi.negotiation.scoring.yardstick import Yardstick
from spi.negotiation.transcripts import Result, Transcript

__all__ = ["SideScore", "TranscriptScore", "score_transcript"]


@dataclass(frozen=True, slots=True)
class SideScore:
    """What one side did.

    Parameters
    ----------
    process : ProcessScore
    acceptance : Acceptance or None
        None without a stated deal.
    internal, internal_totals : FaithfulnessCounts
        Of messages to notes, issue by issue and in sum.
    legality : dict from Legality to int
        Of the offers in its messages, as they were written.

    Source: ours
    """

    process: ProcessScore
    acceptance: Acceptance | None
    internal: FaithfulnessCounts
    internal_totals: FaithfulnessCounts
    legality: dict[Legality, int]


@dataclass(frozen=True, slots=True)
class TranscriptScore:
    """What one negotiation is worth.

    Parameters
    ----------
    stated : Result
        As the transcript says.
    outcome : OutcomeScore
        Of that.
    completion : Completion
        What the last turns amount to, by any test.
    hard, soft : Result
        By the two detectors, with notes that have to name one whole deal.
    hard_outcome, soft_outcome : OutcomeScore
    sides : tuple of SideScore
    lamen : LamenScore or None
        That project's numbers; None where it has none.

    Source: ours
    """

    stated: Result
    outcome: OutcomeScore
    completion: Completion
    hard: Result
    soft: Result
    hard_outcome: OutcomeScore
    soft_outcome: OutcomeScore
    sides: tuple[SideScore, ...]
    lamen: LamenScore | None

    _repr_html_ = html_of


def score_transcript(measure: Yardstick, played: Transcript) -> TranscriptScore:
    """Score a transcript.

    Parameters
    ----------
    measure : Yardstick
        Of its negotiation.
    played : Transcript

    Returns
    -------
    TranscriptScore

    Examples
    --------
    >>> from spi.negotiation.play.match import play_negotiation
    >>> from spi.negotiation.play.strategies import boulware, conceder
    >>> from spi.negotiation.protocols import AlternatingOffers
    >>> from spi.negotiation.scenariofile import load_negotiation
    >>> from spi.negotiation.scoring.yardstick import yardstick
    >>> flat = load_negotiation("negotiation/flat-and-lease")
    >>> played = play_negotiation(flat, [boulware(), conceder()], protocol=AlternatingOffers(10))
    >>> score = score_transcript(yardstick(flat), played)
    >>> print(score.outcome.status, *score.outcome.payoffs)
    deal 1 1/3

    Source: ours
    """
    negotiation = played.scenario
    hard, soft = detected_result(played), detected_result(played, detector="soft")
    sides = tuple(
        SideScore(
            score_process(measure, played, side),
            score_acceptance(played, side),
            internal_faithfulness(played, side),
            internal_faithfulness(played, side, totals=True),
            legality_counts([read_offer(negotiation.issues, side, t.message) for t in played.turns if t.side == side]),
        )
        for side in range(len(negotiation.sides))
    )
    return TranscriptScore(
        played.result,
        score_outcome(measure, played.result),
        detect_completion(played),
        hard,
        soft,
        score_outcome(measure, hard),
        score_outcome(measure, soft),
        sides,
        lamen_score(played) if len(sides) == 2 and negotiation.is_additive else None,
    )
