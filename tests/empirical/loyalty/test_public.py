"""The public counts of PrincipalBench, counted again: what the paper prints, what the files say, what is missing.

Expected numbers were worked out from the files by other means, and stand in the review that found the discrepancies.
"""

from collections.abc import Sequence
from fractions import Fraction

import pytest

from spi.empirical.counting import CountBounds
from spi.empirical.literature import reproduce
from spi.empirical.loyalty.claims import per_cent
from spi.empirical.loyalty.public import PublicSubject, Tally, load_public_counts, public_table
from spi.empirical.loyalty.rows import METRICS, metric_bounds
from spi.errors import SpiError

COUNTS = load_public_counts()


def sums(subjects: Sequence[PublicSubject], metric: str, *, held_out: bool = False) -> tuple[int, int]:
    own = [s.held_out if held_out else s.core for s in subjects]
    return sum(t.of(metric) for t in own if t), sum(t.n for t in own if t)


def tallies(subjects: Sequence[PublicSubject], *, held_out: bool = False) -> list[Tally]:
    return [t for s in subjects if (t := s.held_out if held_out else s.core) is not None]


def test_all_subjects_are_there() -> None:
    assert len(COUNTS.subjects) == 13
    assert [s.cluster for s in COUNTS.subjects].count("selective") == 9
    assert [s.name for s in COUNTS.subjects if s.cluster == "over-refusing"] == ["GPT-5-mini", "GPT-5", "Qwen3.5-27B"]
    assert sum(s.core.n for s in COUNTS.subjects) == 1365  # scored core rows of the website
    with pytest.raises(SpiError, match="no subject 'GPT-4'; known: Gemini"):
        COUNTS["GPT-4"]


@pytest.mark.parametrize("subject", COUNTS.subjects, ids=lambda s: s.name)
def test_counts_fit_together(subject: PublicSubject) -> None:
    for tally in (subject.core, *subject.arms.values(), *tallies([subject], held_out=True), subject.gated):
        assert max(tally.of("bound"), tally.of("missed")) <= tally.of("harm")  # harm is any of the flags
        assert (
            max(tally.of("harm"), tally.of("leak")) <= tally.of("harm or leak") <= tally.of("harm") + tally.of("leak")
        )
        assert tally.of("harm or leak") <= tally.n <= 108
    assert sum(t.n for t in subject.arms.values()) == subject.core.n
    assert all(gated <= every for gated, every in zip(subject.gated.fired, subject.core.fired, strict=True))


def test_36_of_39_printed_figures() -> None:
    wrong = {
        (s.name, arm): (per_cent(s.arms[arm].of("harm"), s.arms[arm].n), printed)
        for s in COUNTS.subjects
        for arm, printed in s.printed_arms.items()
        if per_cent(s.arms[arm].of("harm"), s.arms[arm].n) != str(printed)
    }
    assert wrong == {
        ("Claude-Sonnet", "plain"): ("17", 19),
        ("Claude-Sonnet", "prompted"): ("26", 22),
        ("Claude-Sonnet", "scaffolded"): ("19", 17),
    }


def test_11_held_out_subjects() -> None:
    printed = [s for s in COUNTS.subjects if s.printed_held_out is not None]
    assert len(printed) == 11
    for s in printed:
        assert s.held_out is not None
        assert (s.held_out.n, *s.held_out.fired[:4]) == s.printed_held_out


@pytest.mark.parametrize(
    ("cluster", "held_out", "n", "expected"),
    [
        ("selective", False, 947, ("14.5", "11.3", "2.3")),
        ("over-refusing", False, 312, ("66.7", "2.6", "0.0")),
        ("selective", True, 479, ("9.4", "18.4", "9.2")),
        ("over-refusing", True, 210, ("82.4", "1.0", "0.5")),
    ],
)
def test_profiles(cluster: str, held_out: bool, n: int, expected: tuple[str, ...]) -> None:
    own = [s for s in COUNTS.subjects if s.cluster == cluster]
    pooled = [sums(own, metric, held_out=held_out) for metric in ("missed", "leak", "bound")]
    assert {m for _, m in pooled} == {n}
    assert tuple(per_cent(*pair, places=1) for pair in pooled) == expected


@pytest.mark.parametrize(
    ("cluster", "held_out", "n", "harm", "empty", "probes", "shares"),
    [
        ("selective", False, 840, 133, 274, (1068, 1734), ("15.8", "23.5", "48.5")),
        ("over-refusing", False, 312, 208, 40, (108, 642), ("66.7", "76.5", "79.5")),
        ("selective", True, 479, 77, 252, (584, 884), ("16.1", "33.9", "68.7")),
        ("over-refusing", True, 210, 173, 27, (36, 400), ("82.4", "94.5", "95.2")),
    ],
)
def test_fail_open_bounds(
    cluster: str, held_out: bool, n: int, harm: int, empty: int, probes: tuple[int, int], shares: tuple[str, str, str]
) -> None:
    table, own = public_table(held_out=held_out), COUNTS.valid(cluster)
    names = [s.name for s in own if not held_out or s.held_out]
    assert metric_bounds(table, "harm", subjects=names) == CountBounds(harm, harm + empty, n)
    parsed = metric_bounds(table, "harm", subjects=names, missing="drop")
    assert parsed == CountBounds(harm, harm, n - empty)
    published, worst = Fraction(harm, n), Fraction(harm + empty, n)
    for rate, share in zip((published, parsed.rate[0], worst), shares, strict=True):
        assert per_cent(rate.numerator, rate.denominator, places=1) == share
    found = [t.probes or (0, 0) for t in tallies(own, held_out=held_out)]
    assert (sum(p[0] for p in found), sum(p[1] for p in found)) == probes


def test_the_outage() -> None:
    dead = COUNTS["Mistral-Large"]
    assert [s.name for s in COUNTS.subjects if s.is_dead] == ["Mistral-Large"]
    assert (dead.core.n, dead.dead, dead.core.of("harm")) == (107, (107, 107), 13)
    assert [per_cent(t.of("harm"), t.n) for t in dead.arms.values()] == ["9", "6", "22"]
    assert len(COUNTS.valid("selective")) == 8
    assert "Mistral-Large (107 of 107 conversations without a word of the agent)" in str(public_table())
    with pytest.raises(SpiError):
        COUNTS["nobody"]


def test_the_unexplained_mean() -> None:
    gemini = COUNTS["Gemini-2.5-flash"]
    assert per_cent(gemini.core.of("harm"), gemini.core.n, places=1) == "16.5"
    assert (5 * Fraction("5.5") - Fraction("16.5")) / 4 == Fraction("2.75")


def test_thresholds_do_not_survive_but_the_order_does() -> None:
    parsed = {s.name: metric_bounds(public_table(), "harm", subjects=[s.name], missing="drop") for s in COUNTS.valid()}
    selective = sorted(parsed[s.name].rate[0] for s in COUNTS.valid("selective"))
    others = sorted(parsed[s.name].rate[0] for s in COUNTS.valid() if s.cluster != "selective")
    ends = (selective[0], selective[-1], others[0])
    assert ends == (Fraction(12, 77), Fraction(1, 3), Fraction(52, 84))
    assert [per_cent(r.numerator, r.denominator, places=1) for r in ends] == ["15.6", "33.3", "61.9"]
    assert parsed["GLM-4.6"].rate[0] == others[0]  # on the high side of the gap now


def test_harm_or_leak() -> None:
    rates = sorted(Fraction(s.core.of("harm or leak"), s.core.n) for s in COUNTS.valid("selective"))
    assert (rates[0], rates[-1]) == (Fraction(20, 107), Fraction(44, 105))  # 18.7 and 41.9 %


@pytest.mark.parametrize(
    ("name", "harm", "leak"),
    [  # per cent: lower bound, of readable verdicts, upper bound; lower and upper bound
        ("Gemini-2.5-flash", ("16.5", "22.7", "43.7"), ("7.8", "61.2")),
        ("DeepSeek-v3.1", ("10.7", "16.2", "44.7"), ("11.7", "70.9")),
        ("Qwen3-32B", ("17.1", "33.3", "65.7"), ("31.4", "73.3")),
        ("GLM-4.6", ("49.1", "61.9", "69.8"), ("3.8", "33.0")),
        ("GPT-5", ("68.3", "77.2", "79.8"), ("2.9", "20.2")),
        ("Qwen3.5-27B", ("70.2", "83.0", "85.6"), ("2.9", "10.6")),
    ],
)
def test_bounds_of_subjects(name: str, harm: tuple[str, ...], leak: tuple[str, ...]) -> None:
    table = public_table()
    bounds, parsed = (metric_bounds(table, "harm", subjects=[name], missing=m) for m in ("bounds", "drop"))
    rates = (bounds.rate[0], parsed.rate[0], bounds.rate[1])
    assert tuple(per_cent(r.numerator, r.denominator, places=1) for r in rates) == harm
    lost = metric_bounds(table, "leak", subjects=[name]).rate
    assert tuple(per_cent(r.numerator, r.denominator, places=1) for r in lost) == leak


def test_no_bounds_beyond_what_there_is() -> None:
    for held_out in (False, True):
        table = public_table(held_out=held_out)
        for cell in table.cells:
            assert min(cell.counts) >= 0
        for metric in METRICS:
            own = metric_bounds(table, metric)
            assert own.low <= own.high <= own.n


def test_items_add_up_to_subjects() -> None:
    for cluster, side in (("selective", "selective"), ("over-refusing", "over_refusing")):
        for arm, rows in COUNTS.items.items():
            pooled = [sum(getattr(row, side)[k] for row in rows) for k in (0, 1)]
            own = [s.arms[arm] for s in COUNTS.valid(cluster)]
            assert pooled == [sum(t.of("harm") for t in own), sum(t.n for t in own)]
        held_out = [
            sum(getattr(row, side)[k] for rows in COUNTS.held_out_items.values() for row in rows) for k in (0, 1)
        ]
        assert held_out == list(sums(COUNTS.valid(cluster), "harm", held_out=True))


def test_per_cent_rounds_half_up() -> None:
    assert [per_cent(1, 8, places=1), per_cent(1, 200), per_cent(1, 201)] == ["12.5", "1", "0"]


def test_the_claims_are_confirmed_and_the_gaps_are_named() -> None:
    rows = {row.node: row.finding for row in reproduce("li-shi-2026")}
    assert all(finding.confirmed for finding in rows.values() if finding is not None)
    run = {node for node, finding in rows.items() if finding is not None}
    assert {"harm per arm", "held-out subjects", "profile of flags", "two clusters", "trade-off"} <= run
    assert {"P1", "P2", "P3", "P4", "P5", "P6"} <= run
    assert rows["five seeds"] is None  # the runs are not public
