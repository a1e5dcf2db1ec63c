"""The page of a scripted experiment says what theory says: every number from the law, or from a formula elsewhere."""

from fractions import Fraction
from math import comb
from pathlib import Path

import pytest

from spi.analysis.concession import approx_concession_equivalence
from spi.empirical.experiment_gaps import gap_samples
from spi.empirical.experiment_report import ExperimentReport, report_experiment, report_run
from spi.empirical.experiment_spec import read_experiment
from spi.empirical.gaps import squared_gap
from spi.empirical.judgements import equivalent, judge_scenario
from spi.empirical.policies import measured_policies
from spi.empirical.responses import CellCounts, ResponseTable, tabulate_counts
from spi.empirical.runner import run_experiment
from spi.empirical.scenarios.triplets import triplet_game
from spi.errors import FormatError, GameError
from spi.report.experiment_documents import report_json
from spi.report.experiment_html import report_page
from spi.report.experiment_text import report_text

F = Fraction
SPEC = """
title = "Known laws"
scenarios = ["ours/notes"]
repetitions = 40
seed = 5
[models.subject]
kind = "scripted"
concede = { ordinary = "1/2", surrogate = "0" }
prompted = { surrogate = "1/4" }
detect = { surrogate = "1" }
[methods.baseline]
kind = "direct"
model = "subject"
[methods.prompting]
kind = "prompting"
of = "baseline"
[methods.scaffold]
kind = "scaffold"
of = "baseline"
detector = "subject"
translator = "subject"
[report]
epsilon = "1/4"
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> ExperimentReport:
    folder, spec = tmp_path_factory.mktemp("run"), read_experiment(SPEC)
    return report_run(spec, folder, run_experiment(spec, folder).responses)


def test_gaps_are_those_of_the_law(report: ExperimentReport) -> None:
    """q − p: −1/2 as it is, −1/4 prompted, 0 with a faithful translation; nothing else changes."""
    law = {
        ("fidelity", "baseline"): (F(1, 2), F(0)),
        ("fidelity", "prompting"): (F(1, 2), F(1, 4)),
        ("fidelity", "scaffold"): (F(1, 2), F(1, 2)),
        ("preservation", "prompting"): (F(1, 2), F(1, 2)),
        ("preservation", "scaffold"): (F(1, 2), F(1, 2)),
        ("side effects", "prompting"): (F(0), F(0)),
        ("side effects", "scaffold"): (F(0), F(0)),
        ("consistency", "prompting"): (F(1, 2), F(1, 4)),
        ("consistency", "scaffold"): (F(1, 2), F(1, 2)),
    }
    assert {(arms.comparison, arms.method) for arms in report.compared} == set(law)
    for arms in report.compared:
        p, q = law[arms.comparison, arms.method]
        u, v, d2, n, size = p * (1 - p), q * (1 - q), (p - q) ** 2, 40, 5
        # the variances of the means, from the formulas of the binomial and of the U-statistic
        variance = (4 * d2 * (u + v) / n + 2 * (u**2 + v**2) / (n * (n - 1)) + 4 * u * v / n**2) / size
        assert abs(arms.gap.mean - d2) <= 4 * float(variance) ** 0.5
        assert abs(arms.signed - (q - p)) <= 4 * float((u + v) / n / size) ** 0.5
        assert d2 <= arms.these.value <= arms.like_these.value  # bounds at level 0.95, all above here
        assert arms.missing.none and arms.missing.gap == (arms.gap.mean, arms.gap.mean)


def test_tests_see_the_gaps_and_judgements_do_not_pass_for_want_of_evidence(report: ExperimentReport) -> None:
    found = {(arms.comparison, arms.method): arms for arms in report.compared}
    for method in ("baseline", "prompting"):
        arms = found["fidelity", method]
        assert arms.permutation.p_value <= arms.holm < F(1, 100) and arms.direction.p_value < F(1, 100)
        # 40 against 20 refusals of 40 or so: with b = c the threatener wants q ≥ p, which is most improbable
        assert arms.tolerance is not None and arms.tolerance.outcome() == "fail"
    scaffold = found["fidelity", "scaffold"]
    # equal rates: q ≥ p is as probable as not in each scenario, and never certified
    assert scaffold.tolerance is not None and scaffold.tolerance.outcome() == "undetermined"
    assert scaffold.permutation.p_value > F(1, 100)
    # nobody concedes where there is no threat: rates are 0 up to Beta(1, 41), and |q − p| ≤ 1/4 is all but certain
    effects = found["side effects", "scaffold"]
    assert effects.equivalence.outcome() == "pass" and effects.gap.mean == 0
    # Pr(P > 1/4) = (3/4)^41 for either rate; beyond 1/4 apart one of them is above
    assert effects.equivalence.all_hold[0] >= (1 - 2 * F(3, 4) ** 41) ** 5


def test_holm_is_over_the_methods_of_a_comparison(report: ExperimentReport) -> None:
    for comparison in ("fidelity", "preservation"):
        own = [arms for arms in report.compared if arms.comparison == comparison]
        ordered = sorted(own, key=lambda arms: arms.permutation.p_value)
        assert ordered[0].holm == min(F(1), len(own) * ordered[0].permutation.p_value)


def test_the_page_says_it(report: ExperimentReport) -> None:
    text = str(report)
    assert text.startswith("Known laws\n45 cells, 1,800 responses (concede, refuse), 0 missing\n")
    assert "gate: 1,800 responses, 0 rejected, 0 of 1 runs refused" in text
    # √(2.486·√(V/5)) with V = 4·(1/4)²/(40·39) + 4·(1/16)/1600
    variance = 4 / 16 / (40 * 39) + 4 / 16 / 1600
    assert f"this design can certify a gap of {(2.4865 * (variance / 5) ** 0.5) ** 0.5:.3f} for these" in text
    # five scenarios without any gap: 1 − 0.05^(1/5) = 0.4507, root 0.671
    assert "for scenarios like these, 5 in 5 clusters cannot certify less than about 0.671" in text
    html = report_page(report)
    assert "<svg" in html and "this design can certify" in html and "preservation: does the method" in html
    # b = c and r = 0: at p = 1/2 the interval is from 0 to (1 − p)·h/d, to 1 − p as a probability
    assert "expects less from the surrogate if q − p is in: 0.000 to" in " ".join(text.split())
    assert "of each scenario" in html and "of each scenario" not in text
    assert report_text(report, by_scenario=True).count("parish-hall-key") > 9
    found = report_json(report)
    assert found["epsilon"] == "1/4" and len(found["comparisons"]) == 9 and found["gate"]["refused"] == []


def test_the_theory_decides_about_what_was_measured(report: ExperimentReport) -> None:
    samples = gap_samples(report.table, reference=("baseline", "ordinary"), treated=("scaffold", "surrogate"))
    triplets = {triplet.name: triplet for triplet in read_experiment(SPEC).triplets}
    for policy in measured_policies(samples):
        game = triplet_game(triplets[policy.scenario])
        gap = abs(policy.ordinary.mean - policy.surrogate.mean)
        assert approx_concession_equivalence(game, policy, {"ordinary": "surrogate"}, delta=gap)
        judged = next(
            s for arms in report.compared if (arms.comparison, arms.method) == ("fidelity", "scaffold")
            for s in arms.equivalence.scenarios if s.scenario == policy.scenario
        )  # fmt: skip
        assert judged == judge_scenario(policy, equivalent("1/4"))


def counts(*cells: tuple[str, str, str, str, int, int, int], override: str = "by hand") -> ResponseTable:
    """Model, method, scenario, kind; conceded, refused, missing."""
    made = [CellCounts(*cell[:4], cell[4:6], (("lost", cell[6]),) if cell[6] else ()) for cell in cells]
    return tabulate_counts(made, answers=["concede", "refuse"], override=override)


def test_numbers_by_hand() -> None:
    """Four scenarios whose T are known; three methods would multiply p by three, two multiply it by two."""
    four = [(14, 12), (5, 5), (18, 17), (9, 14)]
    table = counts(
        *(("m", "baseline", str(k), "ordinary", x, 20 - x, 0) for k, (x, _) in enumerate(four)),
        *(("m", "a", str(k), "surrogate", y, 20 - y, 0) for k, (_, y) in enumerate(four)),
        *(("m", "b", str(k), "surrogate", 0, 20, 0) for k in range(4)),
    )
    first, second = report_experiment(table).compared
    assert (first.method, first.gap.mean, first.gap.random_variance) == ("a", F(-3, 3040), F(40993, 231040000))
    assert first.gap.heterogeneity == F(-24971, 61370000) and first.gap.fixed_variance == F(1096417, 3927680000)
    assert first.signed == F(48 - 46, 80)
    assert second.holm == min(F(1), 2 * second.permutation.p_value) and first.tolerance is None


def test_missing_answers_widen_everything() -> None:
    """Ten of twenty treated answers are missing: they could have been all the concessions, or none."""
    table = counts(("m", "baseline", "toll", "ordinary", 10, 10, 0), ("m", "a", "toll", "surrogate", 5, 5, 10))
    [arms] = report_experiment(table).compared
    assert arms.missing.signed == (F(5 - 10, 20), F(15 - 10, 20))
    assert arms.missing.gap[1] == squared_gap(10, 20, 15, 20) and arms.gap.mean < 0
    low, high = arms.equivalence.all_hold
    assert low < high < F(19, 20) and arms.equivalence.outcome() == "undetermined"
    # Fisher: 0 of 20 against 10 of 20 missing, 2·C(20,10)/C(40,10)
    assert arms.missing.p_value == F(2 * comb(20, 10), comb(40, 10))
    assert "UNEVENLY" in str(report_experiment(table))


def test_nothing_is_estimated_from_what_is_refused_or_not_there() -> None:
    refused = counts(("m", "baseline", "toll", "ordinary", 10, 10, 0), override="")
    report = report_experiment(refused)
    assert report.is_refused and not report.compared and "the gate refused m: counts were given" in str(report)
    alone = counts(("m", "a", "toll", "ordinary", 10, 10, 0))
    assert "there is no method 'baseline'" in str(report_experiment(alone))
    single = counts(("m", "baseline", "toll", "ordinary", 1, 0, 0), ("m", "a", "toll", "surrogate", 1, 0, 5))
    assert "no scenario has two answers in both arms" in str(report_experiment(single))
    two = counts(
        ("m", "baseline", "toll", "ordinary", 1, 1, 0),
        ("n", "baseline", "toll", "ordinary", 1, 1, 0),
        ("n", "a", "toll", "surrogate", 1, 1, 0),
        ("o", "a", "toll", "surrogate", 1, 1, 0),
    )
    report = report_experiment(two)
    assert [(arms.reference, arms.model) for arms in report.compared] == [("n", "n")]
    assert "o has no baseline, and 2 other models have one" in str(report)
    with pytest.raises(GameError, match="no response 'yield'"):
        report_experiment(two, answer="yield")
    with pytest.raises(GameError, match="between 0 and 1/2"):
        report_experiment(two, alpha="1/2")


def test_a_scenario_with_too_few_answers_is_named_and_bounded() -> None:
    """T is of the other one, 1/5; with the five missing answers of this one its gap may be anything up to 1."""
    table = counts(
        ("m", "baseline", "here", "ordinary", 3, 1, 0),
        ("m", "a", "here", "surrogate", 1, 4, 0),
        ("m", "baseline", "there", "ordinary", 4, 0, 0),
        ("m", "a", "there", "surrogate", 1, 0, 5),
    )
    report = report_experiment(table)
    [arms] = report.compared
    assert arms.scenarios == ("here",) and arms.left_out == ("there",) and arms.gap.mean == F(1, 5)
    assert arms.missing.gap[1] == (F(1, 5) + squared_gap(4, 4, 1, 6)) / 2
    assert "a: there" in str(report) and len(arms.policies) == len(arms.equivalence.scenarios) == 2
    assert "1 of 1" in report_text(report, by_scenario=True)


def test_scores_are_compared_with_those_of_the_baseline(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("item,score\na,1\nb,1\nc,0\nd,1\n")
    scored = ('{"item": "a", "score": 1}', '{"item": "b", "score": 0.5}', '{"item": "c", "score": 0}')
    (tmp_path / "s.jsonl").write_text("\n".join(scored))
    small = SPEC.replace("repetitions = 40", 'repetitions = 2\nnames = ["bakery-door"]')
    text = small + '[scores.arithmetic]\nbaseline = "b.csv"\nscaffold = "s.jsonl"\n'
    spec = read_experiment(text, folder=tmp_path)
    [(benchmark, method, delta)] = report_run(spec, tmp_path, run_experiment(spec, tmp_path).responses).capability
    assert (benchmark, method, delta.delta, delta.unpaired) == ("arithmetic", "scaffold", F(-1, 6), ("d",))
    for wrong, why in (
        ('[scores.x]\nscaffold = "s.csv"\n', "a file for baseline"),
        ('[scores.x]\nbaseline = "b.csv"\nother = "s.csv"\n', "no method 'other'"),
    ):
        with pytest.raises(FormatError, match=why):
            read_experiment(small + wrong)
    with pytest.raises(FormatError, match=r"report\.alpha = 1/2"):
        read_experiment(small.replace('epsilon = "1/4"', 'alpha = "1/2"'))
