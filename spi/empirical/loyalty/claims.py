"""Li & Shi (2026), counted again: what the public counts confirm of the paper, and what they contradict."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import partial

from spi.analysis.finding import Claims, Finding, claim_of
from spi.core.numbers import exact
from spi.empirical.loyalty.frontier import Box, box_dominance, dominated_by, non_dominated
from spi.empirical.loyalty.items import ARMS
from spi.empirical.loyalty.mixtures import compare_mixtures
from spi.empirical.loyalty.public import ItemHarm, PublicSubject, load_public_counts, public_table
from spi.empirical.loyalty.rows import metric_bounds
from spi.empirical.loyalty.sign_tests import SignedRanks, sign_test, signed_rank_test, wilcoxon_of_signs
from spi.empirical.loyalty.splits import rank_correlation

__all__ = ["CLAIMS", "SOURCE", "per_cent"]

SOURCE = "li-shi-2026"

CLAIMS: Claims = {}
"""What to run for the paper."""

_claim = partial(claim_of, CLAIMS)

_SPOTS = ("missed", "leak", "bound")


def per_cent(x: int, n: int, *, places: int = 0) -> str:
    """A rate in per cent, rounded half up as in print.

    Examples
    --------
    >>> per_cent(17, 103, places=1)
    '16.5'

    Source: ours
    """
    share = Decimal(100 * x) / Decimal(n)
    return str(share.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def _pooled(subjects: Sequence[PublicSubject], metric: str, *, held_out: bool = False) -> tuple[int, int]:
    tallies = [tally for s in subjects if (tally := s.held_out if held_out else s.core) is not None]
    return sum(t.of(metric) for t in tallies), sum(t.n for t in tallies)


@_claim("harm per arm")
def _arms() -> Finding:
    subjects = load_public_counts().subjects
    wrong = [
        (s.name, arm)
        for s in subjects
        for arm in ARMS
        if per_cent(s.arms[arm].of("harm"), s.arms[arm].n) != str(s.printed_arms[arm])
    ]
    ok = len(wrong) == 3 and {name for name, _ in wrong} == {"Claude-Sonnet"}
    return Finding(ok, "36 of 39 as printed; the other three are Claude-Sonnet's, whose public rows are of seed 2")


@_claim("held-out subjects")
def _held_out() -> Finding:
    printed = [s for s in load_public_counts().subjects if s.printed_held_out is not None]
    same = [
        s.held_out is not None
        and (s.held_out.n, *(s.held_out.of(m) for m in ("harm", "leak", "bound", "missed"))) == s.printed_held_out
        for s in printed
    ]
    return Finding(len(same) == 11 and all(same), "11 of 11 subjects as printed, in all five columns")


@_claim("profile of flags")
def _profile() -> Finding:
    counts = load_public_counts()
    found = {}
    for cluster in ("selective", "over-refusing"):
        own = [s for s in counts.subjects if s.cluster == cluster]
        for held_out in (False, True):
            pooled = [_pooled(own, metric, held_out=held_out) for metric in _SPOTS]
            found[cluster, held_out] = [per_cent(*pair, places=1) for pair in pooled]
    ok = found == {
        ("selective", False): ["14.5", "11.3", "2.3"],
        ("over-refusing", False): ["66.7", "2.6", "0.0"],
        ("selective", True): ["9.4", "18.4", "9.2"],
        ("over-refusing", True): ["82.4", "1.0", "0.5"],
    }
    return Finding(
        ok,
        "14.5/11.3/2.3 and 66.7/2.6/0.0 %; held-out 9.4/18.4/9.2 and 82.4/1.0/0.5 %: as printed but for rounding and "
        "Claude-Sonnet's seed",
    )


@_claim("cluster split")
def _split() -> Finding:
    counts = load_public_counts()

    def tested(rows: Sequence[ItemHarm], *, with_dead: bool = False) -> SignedRanks:
        return signed_rank_test([gap for row in rows if (gap := row.gap(with_dead=with_dead)) is not None])

    printed = [tested(counts.items[arm], with_dead=True) for arm in ARMS]
    without = [tested(counts.items[arm]) for arm in ARMS]
    held_out = [tested(counts.held_out_items[arm]) for arm in ARMS]
    ok = all(test.p_value < Fraction(1, 10**5) and test.above > test.below for test in [*printed, *without, *held_out])
    ok &= [f"{test.normal:.1e}" for test in printed] == ["1.1e-06", "2.2e-07", "5.4e-07"]
    ok &= max(f"{test.normal:.1e}" for test in held_out) == "1.8e-05"
    p, q = ", ".join(f"{test.normal:.1e}" for test in printed), ", ".join(f"{test.normal:.1e}" for test in without)
    return Finding(
        ok,
        f"plain, prompted, scaffolded: p = {p} (printed 1.8e-6, 2.2e-7, 5.9e-7), without Mistral-Large {q}; held-out "
        f"at most 1.8e-5, as printed; ties are exact here, and Claude-Sonnet's seed differs",
    )


@_claim("prompted against plain")
def _prompted() -> Finding:
    pairs = load_public_counts().prompted_against_plain
    over, selective = pairs["over_refusing"], pairs["selective"]
    p, q = wilcoxon_of_signs(over.worse, over.better), wilcoxon_of_signs(selective.worse, selective.better)
    ok = f"{p:.1g}" == "0.0002" and q > 0.5 and sign_test(over.worse, over.better) == Fraction(29, 131072)
    return Finding(
        ok,
        f"19 pairs worse, 2 better: p = {p:.2g} by the paper's test, {float(sign_test(19, 2)):.2g} by the exact sign "
        f"test; selective subjects 32 worse, 30 better, p = {q:.2f}",
    )


@_claim("two clusters")
def _clusters() -> Finding:
    counts = load_public_counts()
    means = {s.name: exact(s.printed_seeds[0]) for s in counts.subjects}
    low = [s for s in counts.subjects if means[s.name] <= 20]
    high = [s for s in counts.subjects if means[s.name] >= exact("53.6")]
    between = [s.name for s in counts.subjects if s not in low and s not in high]
    ok = (len(low), len(high), between) == (9, 3, ["GLM-4.6"]) and all(s.cluster == "selective" for s in low)
    return Finding(ok, "of the printed means, 9 and 3; GLM-4.6 is in between; but see the errata")


@_claim("trade-off")
def _trade_off() -> Finding:
    valid = load_public_counts().valid()
    points = {s.name: [Fraction(s.gated.of(m), s.gated.n) for m in ("leak", "missed")] for s in valid}
    free = set(non_dominated(points))
    ok = free == {"DeepSeek-v3.1", "Gemini-3.1-flash-lite", "Gemini-2.5-flash", "Llama-3.1-70B", "Gemini-3-flash",
                  "GLM-4.6", "GPT-5-mini"}  # fmt: skip
    leaks, missed = zip(*points.values(), strict=True)
    selective = [points[s.name] for s in valid if s.cluster == "selective"]
    pairs = rank_correlation(leaks, missed), rank_correlation(*zip(*selective, strict=True))
    ok &= [f"{r:.2f}" for r in pairs] == ["-0.64", "0.14"]
    table = public_table()
    bounds = [[metric_bounds(table, m, subjects=[s.name]).rate for m in ("leak", "missed")] for s in valid]
    boxes = [Box(*map(tuple, zip(*own, strict=True))) for own in bounds]
    ok &= not any(box_dominance(a, b) == "certain" for a in boxes for b in boxes)
    return Finding(
        ok,
        "7 of 12 valid subjects are undominated, rank correlation of leaks and missed instructions -0.64, but +0.14 "
        "among selective ones; with what unreadable verdicts leave open nobody dominates anybody for sure; see P6",
    )


@_claim("P1")
def _outage() -> Finding:
    counts = load_public_counts()
    dead = [s for s in counts.subjects if s.is_dead]
    ok = [s.name for s in dead] == ["Mistral-Large"] and dead[0].dead == (107, 107) and dead[0].core.n == 107
    arms = [per_cent(dead[0].arms[arm].of("harm"), dead[0].arms[arm].n) for arm in ARMS]
    ok &= arms == ["9", "6", "22"] and len(counts.valid("selective")) == 8
    return Finding(ok, "107 of 107 conversations without a word of the agent; its 9/6/22 % are verdicts on nothing")


@_claim("P2")
def _seeds() -> Finding:
    gemini = load_public_counts()["Gemini-2.5-flash"]
    first = exact(per_cent(gemini.core.of("harm"), gemini.core.n, places=1))
    others = (5 * exact(gemini.printed_seeds[0]) - first) / 4
    return Finding(first == exact("16.5") and others == exact("2.75"), "(5 · 5.5 - 16.5) / 4 = 2.75 % for seeds 2 to 5")


@_claim("P3")
def _fail_open() -> Finding:
    counts = load_public_counts()
    found, probes = [], []
    for cluster in ("selective", "over-refusing"):
        own = counts.valid(cluster)
        (harm, n), lost = _pooled(own, "harm"), sum(s.core.unjudged or 0 for s in own)
        found.append([per_cent(x, m, places=1) for x, m in ((harm, n), (harm, n - lost), (harm + lost, n))])
        probes.append(tuple(sum((s.core.probes or (0, 0))[k] for s in own) for k in (0, 1)))
    ok = found == [["15.8", "23.5", "48.5"], ["66.7", "76.5", "79.5"]] and probes == [(1068, 1734), (108, 642)]
    return Finding(
        ok,
        "harm of selective subjects 15.8 % as published, 23.5 % of readable verdicts, 48.5 % at worst; over-refusing "
        "66.7, 76.5, 79.5; unreadable probes 1068 of 1734 against 108 of 642",
    )


@_claim("P4")
def _thresholds() -> Finding:
    counts = load_public_counts()
    parsed = sorted(Fraction(s.core.of("harm"), s.core.n - (s.core.unjudged or 0)) for s in counts.valid())
    selective = [Fraction(s.core.of("harm"), s.core.n - (s.core.unjudged or 0)) for s in counts.valid("selective")]
    ok = [per_cent(r.numerator, r.denominator, places=1) for r in (min(selective), max(selective))] == ["15.6", "33.3"]
    ok &= [per_cent(r.numerator, r.denominator, places=1) for r in parsed[7:9]] == ["33.3", "61.9"]
    bics = [f"{m.bic:.1f}" for m in compare_mixtures([(s.gated.of("harm"), s.gated.n) for s in counts.valid()])]
    ok &= bics[:5] == ["351.0", "96.7", "95.9", "109.9", "98.1"]
    return Finding(
        ok,
        "of readable verdicts, selective subjects have 15.6 to 33.3 %, and the gap is from 33.3 to 61.9, GLM-4.6 above "
        f"it; BIC of K = 1, 2, 3: binomial {', '.join(bics[:3])}, beta-binomial {', '.join(bics[3:])}",
    )


@_claim("P5")
def _union() -> Finding:
    rates = [Fraction(s.core.of("harm or leak"), s.core.n) for s in load_public_counts().valid("selective")]
    ends = [per_cent(rate.numerator, rate.denominator, places=1) for rate in (min(rates), max(rates))]
    return Finding(ends == ["18.7", "41.9"], "harm or leak of the eight selective subjects: 18.7 to 41.9 %")


@_claim("P6")
def _frontier() -> Finding:
    counts = load_public_counts()
    points = counts.operating_points
    ok = non_dominated(points) == ("Llama KL i3",) and all(
        dominated_by(points)[p] for p in points if p != "Llama KL i3"
    )
    ok &= "Per-turn SFT i2" in dominated_by(points)["Per-token KL i1"]
    every = points | counts.iterations
    ok &= set(non_dominated(every)) == {"Llama KL i3", "Llama KL i1", "Llama KL i4"}
    return Finding(
        ok,
        "(7, 15) of Llama KL i3 dominates the ten others; a trade-off is left among iterations of one student: "
        "(3, 25), (6, 17), (7, 15)",
    )
