"""Is a set fair? Balance of answers, difficulties, twins, and what can be had without understanding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from spi.core.display import html_of, one_line
from spi.core.numbers import Exact
from spi.empirical.rates import read_level
from spi.solve.isomorphism import canonical_form
from spi.tasks.asking import LETTERS
from spi.tasks.baselines import Baseline, run_baselines
from spi.tasks.catalogue import load_task_family
from spi.tasks.making import Entry, TaskSet
from spi.tasks.surface import games_of

__all__ = ["FamilyQuality", "QualityReport", "Twins", "report_quality"]


@dataclass(frozen=True, slots=True)
class FamilyQuality:
    """What a set has of one family.

    Parameters
    ----------
    name : str
    items, pairs, controls, ungraded : int
    answers : tuple of (str, int)
        How often each answer occurs, the most common first.
    places : tuple of (str, int)
        How often each letter is right.
    difficulties : tuple of (int, int, Fraction)
        For each difficulty, how many items, and the mean of the family's knob.
    baselines : tuple of Baseline
    known_bias : str
        What the family says about baselines that do better than guessing.

    Source: ours
    """

    name: str
    items: int
    pairs: int
    controls: int
    ungraded: int
    answers: tuple[tuple[str, int], ...]
    places: tuple[tuple[str, int], ...]
    difficulties: tuple[tuple[int, int, Fraction], ...]
    baselines: tuple[Baseline, ...]
    known_bias: str

    @property
    def biased(self) -> tuple[Baseline, ...]:
        """The baselines that do better than guessing can."""
        return tuple(baseline for baseline in self.baselines if not baseline.is_near_chance)


@dataclass(frozen=True, slots=True)
class Twins:
    """Items that are alike, though no pair.

    Parameters
    ----------
    items : tuple of str
        Their names.
    splits : tuple of str

    Source: ours
    """

    items: tuple[str, ...]
    splits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QualityReport:
    """How fair a set is.

    Parameters
    ----------
    families : tuple of FamilyQuality
    same_shape : tuple of Twins
        Items that differ in names only.
    same_games : tuple of Twins
        Items whose games are the same up to names and units; what is asked may still differ.
    level : Fraction
        If all baselines guess, then with at least this probability none of all is called better than guessing.

    Source: ours
    """

    families: tuple[FamilyQuality, ...]
    same_shape: tuple[Twins, ...]
    same_games: tuple[Twins, ...]
    level: Fraction

    @property
    def unexplained(self) -> tuple[str, ...]:
        """Families with a bias of which they say nothing."""
        return tuple(family.name for family in self.families if family.biased and not family.known_bias)

    @property
    def is_fair(self) -> bool:
        """No twins by shape, and no bias that is not explained."""
        return not self.same_shape and not self.unexplained

    def __repr__(self) -> str:
        return one_line("QualityReport", f"{len(self.families)} families, {'' if self.is_fair else 'not '}fair")

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


def report_quality(tasks: TaskSet, *, level: Exact = "0.95") -> QualityReport:
    """Judge a set by what it looks like from outside.

    Parameters
    ----------
    tasks : TaskSet
    level : exact number
        Of the statement that baselines are near chance, for all of them together.

    Returns
    -------
    QualityReport

    Source: ours
    """
    read = read_level(level)
    wordings, families = len(tasks.spec.wordings), len(tasks.spec.families)
    tail = (1 - read) / (families * (7 + 5 * wordings))  # so many baselines there can be
    names = dict.fromkeys(entry.item.family for entry in tasks.entries)
    return QualityReport(
        families=tuple(_family(tasks, name, tail) for name in names),
        same_shape=tuple(_twins([(entry.item.shape, entry) for entry in tasks.entries])),
        same_games=tuple(_twins(list(_by_games(tasks)))),
        level=read,
    )


def _family(tasks: TaskSet, name: str, tail: Fraction) -> FamilyQuality:
    family = load_task_family(name)
    items = [entry.item for entry in tasks.entries if entry.item.family == name]
    graded = [item for item in items if item.graded]
    answers = Counter(item.answer for item in graded)
    right = [k for item in graded if item.form == "choice" for k, o in enumerate(item.options) if o.text == item.answer]
    places = Counter(LETTERS[k] for k in right)
    difficulties = []
    for difficulty in sorted({item.difficulty for item in items}):
        values = [dict(item.knobs).get(family.knob, 0) for item in items if item.difficulty == difficulty]
        difficulties.append((difficulty, len(values), Fraction(sum(values), len(values))))
    return FamilyQuality(
        name=name,
        items=len(items),
        pairs=len({item.pair for item in items if item.pair}),
        controls=sum(item.control for item in items),
        ungraded=len(items) - len(graded),
        answers=tuple(sorted(answers.items(), key=lambda entry: (-entry[1], entry[0]))),
        places=tuple(sorted(places.items())),
        difficulties=tuple(difficulties),
        baselines=tuple(run_baselines(graded, tail=tail)) if graded else (),
        known_bias=family.known_bias,
    )


def _by_games(tasks: TaskSet) -> Iterator[tuple[str, Entry]]:
    for entry in tasks.entries:
        forms = [canonical_form(game).game for game in games_of(entry.item)]
        if forms:  # players keep their order, not their names
            yield entry.item.family + " ".join(sorted({f"{form.shape} {form.table}" for form in forms})), entry


def _twins(keyed: list[tuple[str, Entry]]) -> Iterator[Twins]:
    """Entries with one key that are not all of one pair."""
    groups: dict[str, list[Entry]] = {}
    for key, entry in keyed:
        groups.setdefault(key, []).append(entry)
    for entries in groups.values():
        if len({entry.item.pair or entry.name for entry in entries}) > 1:
            splits = tuple(dict.fromkeys(entry.split for entry in entries))
            yield Twins(tuple(entry.name for entry in entries), splits)
