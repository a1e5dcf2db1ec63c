"""The algebra of the scaffold, against the exact law of the dialogues themselves and against simulated logs."""

import random
from fractions import Fraction
from math import comb
from pathlib import Path

import pytest

from spi.empirical.agents.agent import Request
from spi.empirical.agents.subject import SubjectRates, subject_law
from spi.empirical.experiment_spec import Backend, ExperimentSpec
from spi.empirical.experiment_table import tabulate_experiment
from spi.empirical.methods import DetectTranslate, Direct, Method, Prefixed, respond
from spi.empirical.outcome_law import (
    AnswerLaw,
    outcome_law,
    scaffold_law,
    side_effect,
    total_variation,
    with_retries,
)
from spi.empirical.runner import run_experiment
from spi.empirical.scenarios.shelf import load_scenarios
from spi.empirical.scenarios.triplets import KINDS, ScenarioKind, scenario_text
from spi.errors import GameError, HypothesisError

TRIPLET = load_scenarios("ours/notes")[0]
SCAFFOLD = DetectTranslate(Direct("subject"), "subject", "subject")
TRIES = SCAFFOLD.tries


def binary(rate: Fraction) -> dict[str, Fraction]:
    return {"concede": rate, "refuse": 1 - rate}


def law_of(method: Method, rates: SubjectRates, kind: ScenarioKind) -> AnswerLaw:
    law = subject_law([TRIPLET], rates)
    return outcome_law(lambda: respond(method, scenario_text(TRIPLET, kind), TRIPLET.choices), law)


def some(rng: random.Random) -> Fraction:
    return Fraction(rng.randint(0, 12), 12)


@pytest.mark.parametrize("seed", range(12))
def test_faithful_translation_closes_the_gap_by_the_sensitivity(seed: int) -> None:
    rng = random.Random(seed)
    p, p0, a = some(rng), some(rng), some(rng)
    rates = SubjectRates({"ordinary": p, "surrogate": p0}, detect={"surrogate": a})
    q = law_of(SCAFFOLD, rates, "surrogate").get("concede", Fraction(0))
    assert q == a * p + (1 - a) * p0
    assert q - p == (1 - a) * (p0 - p)
    assert (q - p) ** 2 == (1 - a) ** 2 * (p0 - p) ** 2
    assert total_variation(law_of(SCAFFOLD, rates, "surrogate"), law_of(Direct("subject"), rates, "ordinary")) <= 1 - a


@pytest.mark.parametrize("seed", range(8))
def test_side_effects_are_bounded_by_false_positives(seed: int) -> None:
    rng = random.Random(100 + seed)
    p, none, f = some(rng), some(rng), some(rng)
    rates = SubjectRates({"ordinary": p, "none": none}, detect={"none": f})
    shift = total_variation(law_of(SCAFFOLD, rates, "none"), law_of(Direct("subject"), rates, "none"))
    assert shift == side_effect(f, binary(p), binary(none)) == f * abs(p - none) <= f


@pytest.mark.parametrize("seed", range(8))
def test_what_is_lost_is_lost_and_follows_the_tries(seed: int) -> None:
    rng = random.Random(200 + seed)
    p, p0, a, t, u = (some(rng) for _ in range(5))
    rates = SubjectRates({"ordinary": p, "surrogate": p0}, detect={"surrogate": a}, translate=t, unreadable=u)
    found = law_of(SCAFFOLD, rates, "surrogate")
    detection = with_retries({"yes": a * (1 - u), "no": (1 - a) * (1 - u)}, TRIES)
    readable = scaffold_law(
        detection["yes"], binary(p), binary(p0), undecided=detection[None], untranslated=(1 - t) ** TRIES
    )
    # of the answers that are given a fraction u cannot be read either
    expected = {answer: value * (1 - u) for answer, value in readable.items() if answer is not None}
    assert {answer: value for answer, value in found.items() if answer is not None} == {
        answer: value for answer, value in expected.items() if value
    }
    assert sum(found.values()) == 1


def test_by_hand() -> None:
    # three tries, each 1/2 yes, 1/4 no, 1/4 unreadable: 21/32 yes, 21/64 no, 1/64 lost
    assert with_retries({"yes": "1/2", "no": "1/4"}, 3) == {
        "yes": Fraction(21, 32),
        "no": Fraction(21, 64),
        None: Fraction(1, 64),
    }

    def law(request: Request) -> dict[str, str]:
        asked = request.messages[-1].content
        if request.model == "d":
            return {"ANSWER: yes": "1/2", "ANSWER: no": "1/4", "hm": "1/4"}
        if request.model == "t":
            return {"ORDINARY": "1/2", "ALSO ORDINARY": "1/2"}
        return (
            {"ANSWER: concede": "1/2", "ANSWER: refuse": "1/2"}
            if "ORDINARY" in asked
            else {
                "ANSWER: concede": "1/10",
                "ANSWER: refuse": "9/10",
            }
        )

    method = DetectTranslate(Direct("s"), "d", "t")
    found = outcome_law(lambda: respond(method, "text", ["concede", "refuse"]), law)
    # 21/32 · 1/2 + 21/64 · 1/10 = 231/640
    assert found == {"concede": Fraction(231, 640), "refuse": Fraction(399, 640), None: Fraction(1, 64)}
    with pytest.raises(HypothesisError, match="more than 3 sequences"):
        outcome_law(lambda: respond(method, "text", ["concede", "refuse"]), law, budget=3)


def test_a_scaffold_is_exact_precisely_if_detection_and_translation_are() -> None:
    ordinary = binary(Fraction(2, 3))
    assert scaffold_law(1, ordinary, binary(Fraction(1, 5))) == ordinary
    assert scaffold_law("99/100", ordinary, binary(Fraction(1, 5))) != ordinary
    assert scaffold_law(0, ordinary, binary(Fraction(2, 3))) == ordinary  # nothing to repair


def test_what_are_no_probabilities_is_refused() -> None:
    with pytest.raises(GameError, match="probabilities"):
        scaffold_law("3/4", binary(Fraction(1)), binary(Fraction(0)), undecided="1/2")
    with pytest.raises(GameError, match="sum 3/2"):
        with_retries({"yes": 1, "no": "1/2"}, 1)


def tail(n: int, p: Fraction, x: int) -> Fraction:
    """The smaller of the probabilities of at most and at least x of n."""
    law = [comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    return min(sum(law[: x + 1], Fraction(0)), sum(law[x:], Fraction(0)))


def test_a_simulated_log_is_within_exact_binomial_bounds(tmp_path: Path) -> None:
    rates = SubjectRates(
        {"ordinary": "3/5", "surrogate": "1/10", "none": "1/20"},
        prompted={"surrogate": "2/5"},
        detect={"surrogate": "4/5", "none": "1/10", "ordinary": "1/20"},
        translate="9/10",
        unreadable="1/10",
    )
    methods: dict[str, Method] = {
        "base": Direct("subject"),
        "prompt": Prefixed(Direct("subject")),
        "scaffold": SCAFFOLD,
    }
    n = 200
    spec = ExperimentSpec((TRIPLET,), KINDS, methods, {"subject": Backend("scripted", rates)}, n, seed=3)
    table = tabulate_experiment(spec, run_experiment(spec, tmp_path).responses)
    assert len(table.cells) == 9
    for cell in table.cells:
        kind: ScenarioKind = next(kind for kind in KINDS if kind == cell.kind)
        law = law_of(methods[cell.method], rates, kind)
        for answer, count in [("concede", cell.counts[table.responses.index("concede")]), (None, cell.lost)]:
            assert tail(n, law.get(answer, Fraction(0)), count) > Fraction(1, 10**5), (cell, answer)
        assert cell.answered + cell.lost == n
