"""What benchmark tasks show: items, sets, quality and scores; and counts of responses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from spi.core.numbers import format_exact
from spi.empirical.loyalty.analysis import LoyaltyAnalysis
from spi.empirical.responses import ResponseTable
from spi.report.loyalty import loyalty_text
from spi.report.pages import Aligned, Part, sheet
from spi.report.tasks import quality_text, score_text
from spi.tasks.items import Item
from spi.tasks.making import TaskSet
from spi.tasks.quality import QualityReport
from spi.tasks.scoring import ScoreTable
from spi.tasks.spec import TaskSpec

__all__ = ["page_of"]


def page_of(thing: object) -> Sequence[Part] | None:
    """The page of something about tasks or responses, or None.

    Source: ours
    """
    match thing:
        case Item():
            return _item(thing)
        case TaskSet():
            return _set(thing)
        case TaskSpec():
            return _spec(thing)
        case QualityReport():
            return [Aligned(quality_text(thing))]
        case ScoreTable():
            return [Aligned(score_text(thing))]
        case LoyaltyAnalysis():
            return [Aligned(loyalty_text(thing))]
        case ResponseTable():
            return [Aligned(str(thing)), _responses(thing)]
    return None


def _item(item: Item) -> list[Part]:
    notes = [f"difficulty {item.difficulty}", f"seed {item.seed}", *(f"{name} {value}" for name, value in item.knobs)]
    notes += [f"pair {item.pair}"] * bool(item.pair) + ["control"] * item.control + ["not graded"] * (not item.graded)
    parts: list[Part] = [f"{item.family}: {', '.join(notes)}"]
    parts += [f"{wording}: {text}" for wording, text in item.texts[:1]]
    if item.options:
        rows = [(chr(ord("A") + k), one.text, one.error or "right") for k, one in enumerate(item.options)]
        parts.append(sheet("options", ("", "text", "mistake"), rows))
    proofs = ", ".join(proof.name for proof in item.proofs) or "none"
    parts.append(f"answer ({item.form}): {item.answer}\nproofs: {proofs}")
    if len(item.texts) > 1:
        parts.append(f"also worded: {', '.join(wording for wording, _ in item.texts[1:])}")
    return parts


def _set(tasks: TaskSet) -> list[Part]:
    cells = Counter((entry.item.family, entry.item.difficulty, entry.split) for entry in tasks.entries)
    splits = list(dict.fromkeys(entry.split for entry in tasks.entries))
    keys = dict.fromkeys((family, difficulty) for family, difficulty, _ in cells)
    rows = [(f, str(d), *(str(cells[f, d, split]) for split in splits)) for f, d in keys]
    title = tasks.spec.title or "tasks"
    caption = f"{title}: {len(tasks.entries):,} items, seed {tasks.spec.seed}"
    return [sheet(caption, ("family", "difficulty", *splits), rows)]


def _spec(spec: TaskSpec) -> list[Part]:
    counts = dict(spec.counts)
    families = [(family, str(counts.get(family, spec.count))) for family in spec.families]
    splits = [(split.name, format_exact(split.share)) for split in spec.splits]
    head = f"{spec.title or 'tasks'}: seed {spec.seed}; difficulties {', '.join(map(str, spec.difficulties))}"
    return [
        f"{head}; worded {', '.join(spec.wordings)}",
        sheet("families", ("family", "items at each difficulty"), families),
        sheet("splits", ("split", "share"), splits),
    ]


def _responses(table: ResponseTable) -> Part:
    rows = [
        (cell.scenario, cell.kind, cell.model, cell.method, *map(str, cell.counts), str(cell.lost))
        for cell in table.cells
    ]
    head = ("scenario", "kind", "model", "method", *table.responses, "missing")
    return sheet("counts of responses", head, rows)
