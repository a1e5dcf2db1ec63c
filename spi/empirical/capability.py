"""What a method costs in capability: scores on a benchmark before and after, paired item by item."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from spi.core.display import html_of
from spi.core.numbers import exact
from spi.empirical.loyalty.sign_tests import sign_test
from spi.empirical.reading import json_lines, read_file
from spi.errors import FormatError, GameError, HypothesisError

__all__ = ["CapabilityDelta", "capability_delta", "load_scores"]

Scores = dict[str, Fraction | None]
"""Score by item; None is "was not scored"."""


@dataclass(frozen=True, slots=True)
class CapabilityDelta:
    """How scores changed, over the items that both runs have a score for.

    Parameters
    ----------
    items : int
        How many pairs there are.
    before, after : Fraction
        Mean scores over the pairs.
    better, worse : int
        In how many pairs the score rose and fell.
    variance : Fraction or None
        Of the mean difference, estimated without bias: the sample variance of differences over their number; None for a
        single pair.
    unpaired : tuple of str
        Items that have a score in one run only, or in neither.
    low, high : Fraction
        The least and largest mean difference over all items, whatever from 0 to 1 the absent scores are.

    Source: ours
    """

    items: int
    before: Fraction
    after: Fraction
    better: int
    worse: int
    variance: Fraction | None
    unpaired: tuple[str, ...]
    low: Fraction
    high: Fraction

    @property
    def delta(self) -> Fraction:
        """The mean difference, after minus before."""
        return self.after - self.before

    @property
    def p_value(self) -> Fraction:
        """Of the exact two-sided sign test; with scores 0 and 1 it is McNemar's. A large one shows no equality."""
        return sign_test(self.worse, self.better) if self.worse or self.better else Fraction(1)

    _repr_html_ = html_of


def load_scores(path: str | Path, *, item: str = "item", score: str = "score") -> Scores:
    """Read the scores of a benchmark run.

    Parameters
    ----------
    path : str or Path
        `.csv` with a header, or `.jsonl`, one object a line.
    item, score : str
        The columns, or keys. A score is a number from 0 to 1, true or false; empty or null if an item was not scored.

    Returns
    -------
    dict from item to Fraction or None
        Decimals are read exactly.

    Raises
    ------
    FormatError
        Naming the line: for absent columns, items that occur twice, and scores that are none.

    Source: ours
    """
    path = Path(path)
    text, _ = read_file(path)
    if path.suffix == ".csv":
        reader = csv.DictReader(io.StringIO(text))
        rows: list[tuple[int, Mapping[str, object]]] = [(reader.line_num, row) for row in reader]
    elif path.suffix == ".jsonl":
        rows = [(number, entry) for number, entry in json_lines(text, file=str(path), decimals=True)]
    else:
        raise FormatError(f"the ending {path.suffix!r}; accepted: .csv and .jsonl", file=str(path))
    scores: Scores = {}
    for number, row in rows:
        if not isinstance(row, dict) or item not in row or score not in row:
            raise FormatError(f"accepted: {item!r} and {score!r} in every line", file=str(path), line=number)
        name = str(row[item])
        if name in scores:
            raise FormatError(f"the item {name!r} again; accepted: each once", file=str(path), line=number)
        try:
            scores[name] = _score(row[score])
        except GameError as error:
            raise FormatError(str(error), file=str(path), line=number) from None
    return scores


def capability_delta(before: Mapping[str, Fraction | None], after: Mapping[str, Fraction | None]) -> CapabilityDelta:
    """How scores changed from one run to another.

    Parameters
    ----------
    before, after : mapping from item to Fraction or None
        As `load_scores` reads them.

    Returns
    -------
    CapabilityDelta
        Exact.

    Raises
    ------
    HypothesisError
        If no item has a score in both.

    Examples
    --------
    >>> one, no = Fraction(1), Fraction(0)
    >>> found = capability_delta({"a": one, "b": one, "c": no, "d": one}, {"a": one, "b": no, "c": no, "d": None})
    >>> print(found.delta, found.better, found.worse, found.unpaired, found.low, found.high)
    -1/3 0 1 ('d',) -1/2 -1/4

    Source: ours
    """
    items = list({**before, **after})
    pairs: dict[str, tuple[Fraction, Fraction]] = {}
    low = high = Fraction(0)
    for name in items:
        old, new = before.get(name), after.get(name)
        if old is not None and new is not None:
            pairs[name] = (old, new)
        low += (0 if new is None else new) - (1 if old is None else old)
        high += (1 if new is None else new) - (0 if old is None else old)
    if not pairs:
        raise HypothesisError("no item has a score in both runs; accepted: runs of one benchmark")
    n = len(pairs)
    changes = [new - old for old, new in pairs.values()]
    mean = sum(changes, Fraction(0)) / n
    return CapabilityDelta(
        items=n,
        before=sum((old for old, _ in pairs.values()), Fraction(0)) / n,
        after=sum((new for _, new in pairs.values()), Fraction(0)) / n,
        better=sum(change > 0 for change in changes),
        worse=sum(change < 0 for change in changes),
        variance=sum(((c - mean) ** 2 for c in changes), Fraction(0)) / (n * (n - 1)) if n > 1 else None,
        unpaired=tuple(name for name in items if name not in pairs),
        low=low / len(items),
        high=high / len(items),
    )


def _score(value: object) -> Fraction | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool) or value in ("true", "True", "false", "False"):
        return Fraction(str(value).lower() == "true")
    read = exact(value, place="a score")
    if not 0 <= read <= 1:
        raise GameError(f"the score {read}; accepted: from 0 to 1")
    return read
