"""The responses of an experiment as a table, through the gate, which knows what the experiment was to be."""

from __future__ import annotations

from collections.abc import Iterable

from spi.empirical.experiment_spec import ExperimentSpec
from spi.empirical.gate import GateRules
from spi.empirical.records import Response
from spi.empirical.responses import FileRecord, ResponseTable, tabulate_responses

__all__ = ["experiment_rules", "tabulate_experiment"]


def experiment_rules(spec: ExperimentSpec) -> GateRules:
    """What the gate insists on: all repetitions, and models that answer under their names.

    How often a model speaks is up to the method, and no sign of a truncation.

    Source: ours
    """
    names = {(model, name) for model, backend in spec.backends.items() for name in (backend.name, *backend.served)}
    return GateRules(
        truncation_median=None,
        repetitions=spec.repetitions,
        served=frozenset((model, name) for model, name in names if name),
    )


def tabulate_experiment(
    spec: ExperimentSpec, responses: Iterable[Response], *, override: str = "", files: Iterable[FileRecord] = ()
) -> ResponseTable:
    """Send the responses of an experiment through the gate, and count them.

    Parameters
    ----------
    spec : ExperimentSpec
        Its scenarios say which answers there are; conceding is the first.
    responses : iterable of Response
    override : str
        Why runs that the gate refuses, such as unfinished ones, shall be looked at nevertheless.
    files : iterable of FileRecord

    Returns
    -------
    ResponseTable

    Raises
    ------
    FormatError
        For an answer that no scenario of the experiment offers.

    Source: ours
    """
    choices = sorted({choice for triplet in spec.triplets for choice in triplet.choices}, key=lambda c: c != "concede")
    return tabulate_responses(
        responses, answers=choices, rules=experiment_rules(spec), override=override, files=tuple(files)
    )
