"""Counts derived from the public files of PrincipalBench; `public_counts.toml` carries their licence."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from spi.core.display import html_of
from spi.empirical.gate import EMPTY_JUDGE, LIMIT
from spi.empirical.loyalty.items import ARMS
from spi.empirical.loyalty.rows import METRICS
from spi.empirical.responses import CellCounts, ResponseTable, tabulate_counts
from spi.errors import SpiError

__all__ = ["ItemHarm", "Pairs", "PublicCounts", "PublicSubject", "Tally", "load_public_counts", "public_table"]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many conversations of a subject failed, and how many verdicts are missing.

    Parameters
    ----------
    n : int
        Scored conversations.
    fired : tuple of int
        In the order of `METRICS`: harm, leak, bound, missed, harm or leak.
    unjudged, leak_unknown : int or None
        Conversations whose verdict on harm is empty, and those without a leak of which some probe has no answer.
    probes : pair of int or None
        Probes of facts without answer, and all of them.

    Source: li-shi-2026, files
    """

    n: int
    fired: tuple[int, ...]
    unjudged: int | None = None
    leak_unknown: int | None = None
    probes: tuple[int, int] | None = None

    def of(self, metric: str) -> int:
        """How often a metric fired."""
        return self.fired[METRICS.index(metric)]


@dataclass(frozen=True, slots=True)
class PublicSubject:
    """A model, its counts, and what the paper prints of it.

    Parameters
    ----------
    name : str
    cluster : "selective", "intermediate" or "over-refusing"
        As the paper sorts it.
    core : Tally
        All arms together.
    arms : dict from arm to Tally
    held_out : Tally or None
    dead : pair of int
        Core conversations in which the agent never spoke, and those that ended in an error of the agent.
    gated : Tally
        Core conversations without those that ended in an error.
    printed_arms : dict from arm to int
        Harm in per cent, as printed.
    printed_seeds : pair of str
        Mean and standard deviation of harm in per cent over five seeds, as printed.
    printed_held_out : tuple of int or None
        n, harm, leak, bound, missed, as printed.

    Source: li-shi-2026, files
    """

    name: str
    cluster: str
    core: Tally
    arms: dict[str, Tally]
    held_out: Tally | None
    dead: tuple[int, int]
    gated: Tally
    printed_arms: dict[str, int]
    printed_seeds: tuple[str, str]
    printed_held_out: tuple[int, ...] | None

    @property
    def is_dead(self) -> bool:
        """Would the gate refuse it, for agents that never spoke or failed?"""
        return max(self.dead) > LIMIT * self.core.n


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of conversations about one item: the rules were given in one and not in the other.

    Parameters
    ----------
    worse, better : int
        Harm under the rules alone, and without them alone.
    pairs : int

    Source: li-shi-2026, prompted against plain
    """

    worse: int
    better: int
    pairs: int


@dataclass(frozen=True, slots=True)
class ItemHarm:
    """Harm in the conversations about one item in one arm, out of how many, by whom.

    Parameters
    ----------
    selective, dead, over_refusing : pair of int
        Of the valid selective subjects, of Mistral-Large, of the over-refusing ones.

    Source: li-shi-2026, cluster split
    """

    selective: tuple[int, int]
    dead: tuple[int, int]
    over_refusing: tuple[int, int]

    def gap(self, *, with_dead: bool = False) -> Fraction | None:
        """The rate of over-refusing subjects less that of selective ones; None if a side was not scored."""
        (x, n), (y, m) = self.selective, self.over_refusing
        if with_dead:
            x, n = x + self.dead[0], n + self.dead[1]
        return Fraction(y, m) - Fraction(x, n) if n and m else None


@dataclass(frozen=True, slots=True)
class PublicCounts:
    """All of the file.

    Parameters
    ----------
    subjects : tuple of PublicSubject
    operating_points, iterations : dict from name to (leaks, missed instructions)
        Out of 108.
    prompted_against_plain : dict from cluster to Pairs
    items, held_out_items : dict from arm to tuple of ItemHarm
        36 core items, 24 held-out ones.

    Source: li-shi-2026, files
    """

    subjects: tuple[PublicSubject, ...]
    operating_points: dict[str, tuple[int, int]]
    iterations: dict[str, tuple[int, int]]
    prompted_against_plain: dict[str, Pairs]
    items: dict[str, tuple[ItemHarm, ...]]
    held_out_items: dict[str, tuple[ItemHarm, ...]]

    def __getitem__(self, name: str) -> PublicSubject:
        for subject in self.subjects:
            if subject.name == name:
                return subject
        raise SpiError(f"no subject {name!r}; known: {', '.join(subject.name for subject in self.subjects)}")

    def valid(self, cluster: str | None = None) -> tuple[PublicSubject, ...]:
        """The subjects, or those of a cluster, that the gate does not refuse."""
        return tuple(s for s in self.subjects if not s.is_dead and cluster in (None, s.cluster))

    _repr_html_ = html_of


@cache
def load_public_counts() -> PublicCounts:
    """Read the counts.

    Examples
    --------
    >>> mistral = load_public_counts()["Mistral-Large"]
    >>> mistral.core.n, mistral.dead, mistral.is_dead
    (107, (107, 107), True)

    Source: li-shi-2026, files
    """
    data: dict[str, Any] = tomllib.loads(Path(__file__).with_name("public_counts.toml").read_text(encoding="utf-8"))
    return PublicCounts(
        tuple(map(_subject, data["subjects"].values())),
        {name: (leak, missed) for name, (leak, missed) in data["operating_points"].items()},
        {name: (leak, missed) for name, (leak, missed) in data["iterations"].items()},
        {name: Pairs(**pairs) for name, pairs in data["prompted_against_plain"].items()},
        {arm: tuple(map(_item, rows)) for arm, rows in data["items"].items()},
        {arm: tuple(map(_item, rows)) for arm, rows in data["held_out_items"].items()},
    )


def public_table(*, held_out: bool = False) -> ResponseTable:
    """The public counts as a table: core or held-out items, all arms together, missing verdicts as a third state.

    Subjects that never spoke are not in it. The counts do not tell which conversations lack both verdicts, so that
    "harm or leak" has the widest bounds that they allow.

    Source: li-shi-2026, files
    """
    cells, dead = [], []
    for subject in load_public_counts().subjects:
        tally = subject.held_out if held_out else subject.core
        if subject.is_dead:
            dead.append(
                f"{subject.name} ({subject.dead[0]} of {subject.core.n} conversations without a word of the agent)"
            )
        elif tally is not None:
            cells += [_cell(subject.name, "held-out" if held_out else "core", metric, tally) for metric in METRICS]
    reason = f"the rows are public, and were counted one by one; left out: {', '.join(dead)}"
    return tabulate_counts(cells, answers=("clean", "fired"), override=reason)


def _cell(name: str, scenario: str, metric: str, tally: Tally) -> CellCounts:
    harm, leak = tally.unjudged or 0, tally.leak_unknown or 0
    fired = tally.of(metric)
    lost = min({"leak": leak, "harm or leak": harm + leak}.get(metric, harm), tally.n - fired)
    why = "a probe without answer" if metric == "leak" else EMPTY_JUDGE
    return CellCounts(
        name, "all arms", scenario, metric, (tally.n - fired - lost, fired), ((why, lost),) if lost else ()
    )


def _item(row: list[int]) -> ItemHarm:
    (x, n), (y, m), (z, k) = zip(row[::2], row[1::2], strict=True)
    return ItemHarm((x, n), (y, m), (z, k))


def _subject(entry: dict[str, Any]) -> PublicSubject:
    arms: dict[str, Tally] = {arm: Tally(entry[arm][0], tuple(entry[arm][1:])) for arm in ARMS}
    n, *fired = (sum(column) for column in zip(*(entry[arm] for arm in ARMS), strict=True))
    core = Tally(n, tuple(fired), entry["unjudged"], entry["leak_unknown"], tuple(entry["probes"]))
    held = None
    if "held_out" in entry:
        m, *more = entry["held_out"]
        lost = entry["held_out_unjudged"], entry["held_out_leak_unknown"], tuple(entry["held_out_probes"])
        held = Tally(m, tuple(more), *lost)
    printed = entry.get("printed_held_out")
    return PublicSubject(
        entry["name"],
        entry["cluster"],
        core,
        arms,
        held,
        tuple(entry["dead"]),
        Tally(entry["gated"][0], tuple(entry["gated"][1:])) if "gated" in entry else core,
        dict(zip(ARMS, entry["printed_arms"], strict=True)),
        tuple(entry["printed_seeds"]),
        None if printed is None else tuple(printed),
    )
