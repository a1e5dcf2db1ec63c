"""Measured policies: what counts say about rates of conceding, in the form in which the theory has policies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from spi.core.concession import ConcessionTable, concession_table
from spi.core.display import html_of
from spi.core.numbers import format_exact
from spi.core.threat_game import PossibleThreat, ThreatGame
from spi.empirical.beta_regions import Beta
from spi.empirical.experiment_gaps import GapSample
from spi.empirical.responses import CellCounts
from spi.errors import HypothesisError
from spi.programs.members import Program
from spi.programs.reader import read_program

__all__ = ["EmpiricalPolicy", "RatePosterior", "measured_policies", "rate_posterior"]


@dataclass(frozen=True, slots=True)
class RatePosterior:
    """What is known of one rate of conceding, after counts and with a uniform prior; `rate_posterior` makes one.

    Parameters
    ----------
    conceded, others : int
        How often it was conceded, and how often something else was answered.
    missing : int
        How often there is no answer. It could have been either.
    responses : int
        How many responses there are; the prior is uniform on their laws.

    Source: ours
    """

    conceded: int
    others: int
    missing: int = 0
    responses: int = 2

    @property
    def beta(self) -> Beta:
        """The law of the rate if what is missing is left out."""
        return Beta(Fraction(self.conceded + 1), Fraction(self.others + self.responses - 1))

    @property
    def mean(self) -> Fraction:
        """Its expectation."""
        return self.beta.mean

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        """The least and the largest expectation, over all that the missing answers could have been."""
        laws = tuple(self.completions())
        return laws[0].mean, laws[-1].mean

    def completions(self) -> Iterator[Beta]:
        """The laws of the rate for every number of concessions among the missing answers."""
        law = self.beta
        for conceded in range(self.missing + 1):
            yield Beta(law.a + conceded, law.b + self.missing - conceded)

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class EmpiricalPolicy:
    """A principal whose rates of conceding were measured in one scenario.

    It has the interface of the theory's policies (`ConcessionPolicy`), with its expected rates: what decides about
    policies that are written down decides about measured ones, too. Whether an answer would survive another sample is a
    question for `judge_scenario`.

    Parameters
    ----------
    scenario : str
    ordinary, surrogate : RatePosterior

    Source: oesterheld-et-al-2026, Abstract, and ours
    """

    scenario: str
    ordinary: RatePosterior
    surrogate: RatePosterior

    def rate(self, threat: PossibleThreat) -> Fraction:
        """The expected probability of conceding to this threat, by its kind."""
        return (self.ordinary if threat.kind == "original" else self.surrogate).mean

    def program(self, kind: str) -> Program:
        """What it does about threats of a kind, "original" or "surrogate", as a program that mixes."""
        rate = (self.ordinary if kind == "original" else self.surrogate).mean
        mixture = f'mix({{"concede": "{format_exact(rate)}", "refuse": "{format_exact(1 - rate)}"}})'
        text = f"def measured(*others):\n    return {mixture}\n"
        return read_program(text)

    def draw(self, game: ThreatGame, rng: Random) -> ConcessionTable:
        """A policy drawn from the posterior: one rate a kind, with all of its binary digits."""
        drawn = {
            kind: Fraction(rng.betavariate(*posterior.beta.whole))
            for kind, posterior in (("original", self.ordinary), ("surrogate", self.surrogate))
        }
        return concession_table({threat.name: drawn[threat.kind] for threat in game.threats})

    _repr_html_ = html_of


def rate_posterior(answers: dict[str, int], *, missing: int = 0, responses: int = 2) -> RatePosterior:
    """What counts say about the rate of conceding.

    Parameters
    ----------
    answers : dict from response to count
        Concessions are those of "concede".
    missing : int
    responses : int
        The size of the closed set of responses.

    Returns
    -------
    RatePosterior

    Raises
    ------
    HypothesisError
        For negative counts, and more responses than there are.

    Examples
    --------
    >>> found = rate_posterior({"concede": 12, "refuse": 6}, missing=2)
    >>> print(found.mean, *found.bounds)
    13/20 13/22 15/22

    Source: ours
    """
    conceded = answers.get("concede", 0)
    others = sum(answers.values()) - conceded
    if min([*answers.values(), missing], default=0) < 0 or responses < max(2, len(answers)):
        raise HypothesisError(f"{answers}, {missing} missing, {responses} responses; accepted: counts of a closed set")
    return RatePosterior(conceded, others, missing, responses)


def measured_policies(
    samples: Iterable[GapSample], *, answer: str = "concede", responses: int | None = None
) -> tuple[EmpiricalPolicy, ...]:
    """The policies that an experiment has measured, one a scenario.

    Parameters
    ----------
    samples : iterable of GapSample
        Of answers to ordinary threats, as the reference, and to surrogate ones: see `gap_samples`.
    answer : str
        Which one is a concession.
    responses : int, optional
        The size of the closed set of responses; by default that of the samples, two at least.

    Returns
    -------
    tuple of EmpiricalPolicy
        Failed calls are missing answers here: nothing says that they failed regardless of the answer.

    Source: ours
    """

    def posterior(cell: CellCounts, sample: GapSample) -> RatePosterior:
        conceded = cell.counts[sample.answers.index(answer)] if answer in sample.answers else 0
        size = max(2, len(sample.answers)) if responses is None else responses
        return RatePosterior(conceded, cell.answered - conceded, cell.lost, size)

    return tuple(
        EmpiricalPolicy(sample.scenario, posterior(sample.reference, sample), posterior(sample.treated, sample))
        for sample in samples
    )
