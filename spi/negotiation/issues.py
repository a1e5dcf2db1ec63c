"""What is negotiated: issues, each with options of which a deal picks one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Literal

from spi.core.display import html_of
from spi.core.game import check_names
from spi.errors import GameError

__all__ = ["IssueKind", "Issue", "Outcome", "count_outcomes", "issue", "outcomes", "read_outcome"]

Outcome = tuple[str, ...]
"""A deal: one option per issue, by its id, in the order of the issues."""

IssueKind = Literal["distributive", "compatible", "integrative", "custom"]


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that a deal settles, by picking one of its options.

    An option has an id, which is what outcomes, transcripts and certificates name. What a side calls it is a label, and
    mere presentation: two sides may have different words for the same row of their tables.

    Parameters
    ----------
    name : str
    options : tuple of str
        The ids of the options: one or more distinct names.
    labels : tuple of tuple of str, shape (number of sides, number of options)
        What each side calls them, distinct for each side; empty if all call them by their ids.
    kind : str
        What the issue is declared to be, for people and for tables of results; nothing is concluded from it.

    Raises
    ------
    GameError
        For ids or labels that are no names, occur twice or do not fit each other.

    See Also
    --------
    spi.issue

    Source: davidson-et-al-2024, Games and issues
    """

    name: str
    options: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...] = ()
    kind: IssueKind = "custom"

    def __post_init__(self) -> None:
        check_names("issue", (self.name,))
        check_names(f"option of {self.name}", self.options)
        for k, own in enumerate(self.labels):
            if len(own) != len(self.options):
                raise GameError(
                    f"{self.name}: {len(own)} labels of side {k + 1} for {len(self.options)} options; "
                    "accepted: one label per option"
                )
            check_names(f"label of {self.name} for side {k + 1}", own)
        if self.kind not in ("distributive", "compatible", "integrative", "custom"):
            raise GameError(
                f"{self.name} is declared {self.kind!r}; accepted: distributive, compatible, integrative, custom"
            )

    def index(self, option: str) -> int:
        """Position of an option, counted from 0; raises `GameError` with the ids that exist."""
        try:
            return self.options.index(option)
        except ValueError:
            raise GameError(f"{self.name} has no option {option!r}; its options: {', '.join(self.options)}") from None

    def labels_of(self, side: int) -> tuple[str, ...]:
        """What a side (counted from 0) calls the options."""
        return self.labels[side] if self.labels else self.options

    _repr_html_ = html_of


def issue(
    name: str,
    options: Sequence[str],
    *,
    labels: Sequence[Sequence[str]] = (),
    kind: IssueKind = "custom",
) -> Issue:
    """Build an issue.

    Parameters
    ----------
    name : str
    options : sequence of str
        Ids.
    labels : sequence of sequences of str
        For each side, what it calls them.
    kind : str

    Returns
    -------
    Issue

    Raises
    ------
    GameError
        As `Issue`; for a string in the place of a list.

    Examples
    --------
    >>> issue("rent", ["900", "1000"]).index("1000")
    1

    Source: ours
    """
    for what in (options, *labels):
        if isinstance(what, str):
            raise GameError(f"{name}: the string {what!r} stands for a list; accepted: a list of names")
    return Issue(name, tuple(options), tuple(map(tuple, labels)), kind)


def count_outcomes(issues: Sequence[Issue]) -> int:
    """How many outcomes there are.

    Source: ours
    """
    return prod(len(one.options) for one in issues)


def outcomes(issues: Sequence[Issue]) -> Iterator[Outcome]:
    """All outcomes, in lexicographic order of the options as listed, the last issue's changing fastest.

    Source: ours
    """
    return itertools.product(*(one.options for one in issues))


def read_outcome(issues: Sequence[Issue], chosen: Mapping[str, str] | Sequence[str]) -> Outcome:
    """An outcome, from a mapping from issue to option or a list of options.

    Parameters
    ----------
    issues : sequence of Issue
    chosen : mapping from issue to option, or sequence of options
        By id. All issues are settled: a partial deal is a set of outcomes, not one.

    Returns
    -------
    Outcome

    Raises
    ------
    GameError
        For unknown issues or options, and for issues that are not settled.

    Source: davidson-et-al-2024, Rules
    """
    names = [one.name for one in issues]
    if isinstance(chosen, Mapping):
        for name in chosen:
            if name not in names:
                raise GameError(f"no issue {name!r}; the issues: {', '.join(names)}")
        missing = [name for name in names if name not in chosen]
        if missing:
            raise GameError(f"{missing[0]!r} is not settled; a deal settles every issue: {', '.join(names)}")
        chosen = [chosen[name] for name in names]
    if isinstance(chosen, str) or len(chosen) != len(issues):
        raise GameError(f"{chosen!r} is no outcome; accepted: one option each for {', '.join(names)}")
    for one, option in zip(issues, chosen, strict=True):
        one.index(option)
    return tuple(chosen)
