"""What an experiment shows, on one page: for every method and comparison the gap, how sure it is, what is missing.

Three things are kept apart. The mean squared gap T, with its bounds, is about these scenarios or about others like
them; only an upper bound certifies, and a test that does not reject certifies nothing. The direction is that of signed
differences, which squares do not see. The judgements are posterior probabilities of what the theory asks for, scenario
by scenario: that rates are equal up to ε, and, where scenarios have games, that neither party expects less.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from pathlib import Path

from spi.core.display import one_line
from spi.core.numbers import Exact, exact
from spi.core.threat_game import ThreatGame
from spi.empirical.capability import CapabilityDelta, capability_delta, load_scores
from spi.empirical.compared_arms import ComparedArms, compare_arms
from spi.empirical.experiment_gaps import COMPARISONS, method_samples
from spi.empirical.experiment_spec import ExperimentSpec
from spi.empirical.experiment_table import tabulate_experiment
from spi.empirical.multiple import holm
from spi.empirical.reading import read_content
from spi.empirical.records import Response
from spi.empirical.responses import ResponseTable
from spi.empirical.runner import RESPONSES
from spi.empirical.scenarios.triplets import triplet_game
from spi.errors import GameError, HypothesisError, SpiError

__all__ = ["ExperimentReport", "report_experiment", "report_run"]


@dataclass(frozen=True, slots=True)
class ExperimentReport:
    """The page of an experiment; `report_experiment` makes one.

    Parameters
    ----------
    title : str
    table : ResponseTable
        With the report of its gate.
    answer : str
        The answer whose rates are compared; all others count as one.
    epsilon : Fraction
        The largest gap of rates that is to count as none.
    alpha : Fraction
        Bounds have level 1 − α, judgements pass from probability 1 − α on.
    compared : tuple of ComparedArms
        By comparison, then by model and method.
    unmeasured : tuple of (comparison or "", method, reason)
        What is not estimated, and why.
    capability : tuple of (benchmark, method, CapabilityDelta)

    Source: ours
    """

    title: str
    table: ResponseTable
    answer: str
    epsilon: Fraction
    alpha: Fraction
    compared: tuple[ComparedArms, ...]
    unmeasured: tuple[tuple[str, str, str], ...] = ()
    capability: tuple[tuple[str, str, CapabilityDelta], ...] = ()

    @property
    def is_refused(self) -> bool:
        """Did the gate refuse a run, so that nothing is estimated from it?"""
        return bool(self.table.gate.faults) and not self.table.gate.override

    def __repr__(self) -> str:
        title = f"{self.title}: " * bool(self.title)
        found = "refused" if self.is_refused else f"{len(self.compared)} comparisons"
        return one_line("ExperimentReport", title + found)

    def __str__(self) -> str:
        from spi.report.experiment_text import report_text

        return report_text(self)

    def _repr_html_(self) -> str:
        from spi.report.experiment_html import report_html

        return report_html(self)


def report_experiment(
    table: ResponseTable,
    *,
    title: str = "",
    baseline: str = "baseline",
    answer: str = "concede",
    epsilon: Exact = "1/10",
    alpha: Exact = "1/20",
    clusters: Mapping[str, str] | None = None,
    games: Mapping[str, ThreatGame] | None = None,
    capability: Sequence[tuple[str, str, CapabilityDelta]] = (),
) -> ExperimentReport:
    """Everything that the responses of an experiment say about its methods.

    Parameters
    ----------
    table : ResponseTable
        Runs that its gate refused, and did not override, are not estimated; the report says so.
    title, baseline : str
        The baseline of a method is that of its own model; if this has none, the only one that there is.
    answer : str
    epsilon : exact number
        How far rates may be apart.
    alpha : exact number
    clusters : mapping from scenario to cluster, optional
        Scenarios of one cluster, such as of one template, are not independent.
    games : mapping from scenario to ThreatGame, optional
        With one original threat and one surrogate each, as `triplet_game` makes them.
    capability : sequence of (benchmark, method, CapabilityDelta)

    Returns
    -------
    ExperimentReport

    Raises
    ------
    GameError
        For an answer that the table does not have, and for an ε or α that is none.

    Source: oesterheld-et-al-2026, Abstract, and ours
    """
    if not table.responses:
        raise GameError("the table has no responses; accepted: at least one")
    if answer not in table.responses:
        raise GameError(f"no response {answer!r}; accepted: {', '.join(table.responses)}")
    models = sorted({cell.model for cell in table.cells if cell.method == baseline})
    tolerance, risk = exact(epsilon, place="epsilon"), exact(alpha, place="alpha")
    if not (0 <= tolerance <= 1 and 0 < risk < Fraction(1, 2)):
        raise GameError(f"epsilon = {tolerance}, alpha = {risk}; accepted: from 0 to 1, and between 0 and 1/2")
    compare = partial(
        compare_arms, answer=answer, epsilon=tolerance, alpha=risk, clusters=clusters or {}, games=games or {}
    )
    found: list[ComparedArms] = []
    unmeasured: list[tuple[str, str, str]] = []
    refused = {} if table.gate.override else {fault.run: fault.why for fault in reversed(table.gate.faults)}
    for model, method in dict.fromkeys((cell.model, cell.method) for cell in table.cells):
        reference = model if model in models else min(models, default="")
        shown = f"{method} ({model})" if model else method
        if not models:
            unmeasured.append(("", shown, f"there is no method {baseline!r} to compare it with"))
        elif reference != model and len(models) > 1:
            unmeasured.append(("", shown, f"{model} has no {baseline}, and {len(models)} other models have one"))
        elif bad := [run for run in dict.fromkeys((reference, model)) if run in refused]:
            unmeasured.append(("", shown, f"the gate refused {bad[0] or 'the run'}: {refused[bad[0]]}"))
        else:
            try:
                samples = method_samples(table, method, baseline=baseline, models=(reference, model))
            except SpiError as error:
                unmeasured.append(("", shown, str(error)))
                continue
            for comparison, own in samples.items():
                if (comparison, method) == ("consistency", baseline):  # it is fidelity
                    continue
                try:
                    found.append(compare(comparison, own))
                except HypothesisError as error:
                    unmeasured.append((comparison, shown, str(error)))
    order = {name: k for k, name in enumerate(COMPARISONS)}
    return ExperimentReport(
        title,
        table,
        answer,
        tolerance,
        risk,
        tuple(sorted(_adjusted(found), key=lambda arms: order[arms.comparison])),
        tuple(unmeasured),
        tuple(capability),
    )


def report_run(
    spec: ExperimentSpec, folder: str | Path, responses: Iterable[Response], *, override: str = ""
) -> ExperimentReport:
    """The page of an experiment that was run: its responses go through the gate, its scenarios have games.

    Parameters
    ----------
    spec : ExperimentSpec
    folder : str or Path
        Where its log is; the page calls the log as it is called there.
    responses : iterable of Response
        What the log says, as of `run_experiment`.
    override : str
        Why runs that the gate refuses, such as unfinished ones, shall count.

    Returns
    -------
    ExperimentReport

    Source: ours
    """
    _, record = read_content(Path(folder) / RESPONSES)
    capability = [
        (benchmark, method, capability_delta(load_scores(files["baseline"]), load_scores(file)))
        for benchmark, files in spec.scores.items()
        for method, file in files.items()
        if method != "baseline"
    ]
    return report_experiment(
        tabulate_experiment(spec, responses, override=override, files=[replace(record, name=RESPONSES)]),
        title=spec.title,
        epsilon=spec.epsilon,
        alpha=spec.alpha,
        clusters={triplet.name: triplet.cluster for triplet in spec.triplets},
        games={triplet.name: triplet_game(triplet, execution=spec.execution) for triplet in spec.triplets},
        capability=capability,
    )


def _adjusted(found: Sequence[ComparedArms]) -> list[ComparedArms]:
    """The tests of one comparison are a family: one would report the method that happens to look best."""
    adjusted = []
    for comparison in COMPARISONS:
        own = [arms for arms in found if arms.comparison == comparison]
        values = holm({k: arms.permutation.p_value for k, arms in enumerate(own)})
        adjusted += [replace(arms, holm=values[k]) for k, arms in enumerate(own)]
    return adjusted
