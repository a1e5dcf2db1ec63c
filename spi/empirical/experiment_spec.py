"""What an experiment is: scenarios, models, ways of asking, how often, and what it may cost; a file of TOML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from spi.core.display import html_of
from spi.core.gamefile import read_toml
from spi.empirical.agents.agent import Parameters
from spi.empirical.agents.cassette import Budget
from spi.empirical.agents.subject import SubjectRates
from spi.empirical.entries import check_entry
from spi.empirical.experiment_settings import read_score_files, read_settings
from spi.empirical.methods import DetectTranslate, Direct, Method, Prefixed, models_of
from spi.empirical.prompts import PREFIX
from spi.empirical.reading import decode
from spi.empirical.scenarios.shelf import load_scenarios
from spi.empirical.scenarios.triplets import KINDS, ScenarioKind, Triplet
from spi.errors import FormatError, GameError, SpiError

__all__ = ["Backend", "ExperimentSpec", "load_experiment", "read_experiment"]

_KEYS: dict[str, type] = {
    "title": str,
    "scenarios": list,
    "names": list,
    "kinds": list,
    "repetitions": int,
    "seed": int,
    "workers": int,
    "budget": dict,
    "models": dict,
    "methods": dict,
    "report": dict,
    "scores": dict,
}
_REQUIRED = ("scenarios", "repetitions", "models", "methods")
_BACKENDS: dict[str, dict[str, type]] = {
    "scripted": {"concede": dict, "prompted": dict, "detect": dict, "translate": str, "unreadable": str},
    "replay": {"cassette": str, "served": list},
    "model": {"name": str, "base_url": str, "tries": int, "served": list},
}
_METHODS: dict[str, dict[str, type]] = {
    "direct": {"model": str, "temperature": str, "max_tokens": int},
    "prompting": {"of": str, "prefix": str},
    "scaffold": {"of": str, "detector": str, "translator": str},
}
_OPTIONAL = {
    "prompted",
    "detect",
    "translate",
    "unreadable",
    "base_url",
    "tries",
    "served",
    "temperature",
    "max_tokens",
    "prefix",
}


@dataclass(frozen=True, slots=True)
class Backend:
    """Where the replies of a model come from.

    Parameters
    ----------
    kind : "scripted", "replay" or "model"
        Given rates; a file of recorded replies; a model that is called over a network, or on this machine.
    rates : SubjectRates or None
        Of a scripted one.
    cassette : str
        The file of a replayed one.
    name, base_url : str
        Of a model: as Inspect names it, such as "openai-api/local/qwen"; and the server, if it is not the provider's.
    tries : int
        How often a failed call is repeated, the first included.
    served : tuple of str
        Under which names it may answer, besides its own; the gate rejects what comes from others.

    Source: ours
    """

    kind: str
    rates: SubjectRates | None = None
    cassette: str = ""
    name: str = ""
    base_url: str = ""
    tries: int = 3
    served: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExperimentSpec:
    """An experiment; `load_experiment` reads one.

    Parameters
    ----------
    triplets : tuple of Triplet
    kinds : tuple of ScenarioKind
    methods : dict from name to Method
    backends : dict from model to Backend
    repetitions : int
        Of every cell.
    seed : int
        Of scripted models.
    workers : int
        How many episodes run at a time.
    budget : Budget
    title : str
    epsilon, alpha : Fraction
        For its report: the gap of rates that counts as none, and the risk of a wrong verdict.
    execution : Fraction
        How likely a refused threat is carried out, which the texts of scenarios leave open.
    scores : dict from benchmark to dict from method to path
        Files for `load_scores`.

    Source: ours
    """

    triplets: tuple[Triplet, ...]
    kinds: tuple[ScenarioKind, ...]
    methods: dict[str, Method]
    backends: dict[str, Backend]
    repetitions: int
    seed: int = 0
    workers: int = 1
    budget: Budget = field(default_factory=Budget)
    title: str = ""
    epsilon: Fraction = Fraction(1, 10)
    alpha: Fraction = Fraction(1, 20)
    execution: Fraction = Fraction(1)
    scores: dict[str, dict[str, str]] = field(default_factory=dict)

    _repr_html_ = html_of


def load_experiment(path: str | Path) -> ExperimentSpec:
    """Read the specification of an experiment.

    Parameters
    ----------
    path : str or Path
        A file of TOML, see `read_experiment`. Files that it names are looked for beside it.

    Returns
    -------
    ExperimentSpec

    Raises
    ------
    FormatError

    Source: ours
    """
    path = Path(path)
    try:
        text = path.read_bytes()
    except OSError as error:
        why = f"cannot be read: {error.strerror}; accepted: a .toml file that says what to run"
        raise FormatError(why, file=str(path)) from None
    return read_experiment(text, file=str(path), folder=path.parent)


def read_experiment(text: str | bytes, *, file: str = "<text>", folder: str | Path | None = None) -> ExperimentSpec:
    """Read the specification of an experiment.

    Parameters
    ----------
    text : str or bytes
        TOML with `scenarios` (a list of names for `load_scenarios`), perhaps `names` (only these of them), `kinds`,
        `repetitions`, `seed`, `workers`, `budget` (`calls`, `tokens`); `models`, a table each with `kind` "scripted",
        "replay" or "model"; and `methods`, a table each with `kind` "direct", "prompting" or "scaffold". The latter two
        have `of`, the method they are put around. For the report: `report` (`epsilon`, `alpha`, `execution`), and
        `scores`, for each benchmark a table from method to a file of scores.
    file : str
        For messages.
    folder : str or Path, optional
        Where files that it names are; default: where Python runs.

    Returns
    -------
    ExperimentSpec

    Raises
    ------
    FormatError
        Naming what is wrong and where.

    Source: ours
    """
    written = decode(text, file=file) if isinstance(text, bytes) else text
    data = read_toml(written, file=file)
    try:
        return _read(data, Path(folder or ""))
    except FormatError:
        raise
    except SpiError as error:
        raise FormatError(str(error), file=file) from None


def _read(data: dict[str, Any], folder: Path) -> ExperimentSpec:
    check_entry("the file", data, _KEYS, set(_KEYS) - set(_REQUIRED))
    kinds = tuple(data.get("kinds", KINDS))
    if not kinds or set(kinds) - set(KINDS) or len(set(kinds)) < len(kinds):
        raise GameError(f"kinds = {list(kinds)}; accepted: {', '.join(KINDS)}, each at most once")
    for key, least in (("repetitions", 1), ("workers", 1), ("seed", 0)):
        if data.get(key, least) < least:
            raise GameError(f"{key} = {data[key]}; accepted: {least} or more")
    backends = {name: _backend(f"models.{name}", entry, folder) for name, entry in data["models"].items()}
    methods = {name: _method(name, data["methods"], ()) for name in data["methods"]}
    for name, method in methods.items():
        if unknown := models_of(method) - set(backends):
            raise GameError(f"methods.{name}: no model {min(unknown)!r}; accepted: {', '.join(backends)}")
    budget = data.get("budget", {})
    check_entry("budget", budget, {"calls": int, "tokens": int}, {"calls", "tokens"})
    return ExperimentSpec(
        triplets=_triplets(data, folder),
        kinds=kinds,
        methods=methods,
        backends=backends,
        repetitions=data["repetitions"],
        seed=data.get("seed", 0),
        workers=data.get("workers", 1),
        budget=Budget(budget.get("calls"), budget.get("tokens")),
        title=data.get("title", ""),
        **read_settings(data.get("report", {})),
        scores=read_score_files(data.get("scores", {}), methods, folder),
    )


def _triplets(data: Mapping[str, Any], folder: Path) -> tuple[Triplet, ...]:
    found: dict[str, Triplet] = {}
    for name in data["scenarios"]:
        if not isinstance(name, str):
            raise GameError(f"scenarios has {name!r}; accepted: names and .toml files")
        for triplet in load_scenarios(str(folder / name) if name.endswith(".toml") else name):
            if triplet.name in found:
                raise GameError(f"two scenarios have the name {triplet.name!r}; accepted: distinct names")
            found[triplet.name] = triplet
    names = data.get("names", list(found))
    if unknown := [name for name in names if name not in found]:
        raise GameError(f"names has {unknown[0]!r}; accepted: {', '.join(found)}")
    if not names:
        raise GameError("no scenario; accepted: one at least")
    return tuple(found[name] for name in names)


def _backend(place: str, entry: Any, folder: Path) -> Backend:
    kind = _kind(place, entry, _BACKENDS)
    match kind:
        case "scripted":
            return Backend(kind, rates=SubjectRates(**{key: value for key, value in entry.items() if key != "kind"}))
        case "replay":
            return Backend(kind, cassette=str(folder / entry["cassette"]), served=_served(place, entry))
    return Backend(**{**entry, "served": _served(place, entry)})


def _served(place: str, entry: Mapping[str, Any]) -> tuple[str, ...]:
    names = entry.get("served", [])
    if not all(isinstance(name, str) and name for name in names):
        raise GameError(f"{place}.served = {names!r}; accepted: a list of names")
    return tuple(names)


def _method(name: str, entries: Mapping[str, Any], around: tuple[str, ...]) -> Method:
    place = f"methods.{name}"
    if name not in entries or name in around:
        why = "it is put around itself" if name in around else f"accepted: {', '.join(entries)}"
        raise GameError(f"{place}, which is named by {'.'.join(around[-1:])}: {why}")
    entry = entries[name]
    match _kind(place, entry, _METHODS):
        case "direct":
            default = Parameters()
            parameters = Parameters(
                entry.get("temperature", default.temperature), entry.get("max_tokens", default.max_tokens)
            )
            return Direct(entry["model"], parameters)
        case "prompting":
            return Prefixed(_method(entry["of"], entries, (*around, name)), entry.get("prefix", PREFIX))
    return DetectTranslate(
        _method(entry["of"], entries, (*around, name)), detector=entry["detector"], translator=entry["translator"]
    )


def _kind(place: str, entry: Any, kinds: Mapping[str, Mapping[str, type]]) -> str:
    if not isinstance(entry, dict) or entry.get("kind") not in kinds:
        raise GameError(f"{place} = {entry!r}; accepted: a table with kind = {' or '.join(map(repr, kinds))}")
    check_entry(place, entry, {"kind": str, **kinds[entry["kind"]]}, _OPTIONAL)
    return str(entry["kind"])
