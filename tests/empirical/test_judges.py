"""Agreement of judges, held against textbook examples, and warnings where verdicts are missing unevenly."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

import pytest

from spi.empirical.judges import Rating, cohen_kappa, fleiss_kappa, judge_agreement
from spi.empirical.missingness import find_uneven_missingness, fisher_exact
from spi.errors import SpiError


def ratings(said: Mapping[str, str]) -> list[Rating]:
    """A verdict a letter; a dot is a missing one."""
    return [Rating(f"r{k:03}", j, None if v == "." else v) for j, own in said.items() for k, v in enumerate(own)]


def test_cohen_by_the_definition() -> None:
    # 20 times yes-yes, 5 yes-no, 10 no-yes, 15 no-no: agreement 7/10, by chance 1/2 · 3/5 + 1/2 · 2/5 = 1/2
    first, second = "y" * 25 + "n" * 25, "y" * 20 + "n" * 5 + "y" * 10 + "n" * 15
    found = judge_agreement(ratings({"a": first, "b": second}))
    assert (found.kind, found.observed, found.expected, found.kappa) == (
        "cohen",
        Fraction(7, 10),
        Fraction(1, 2),
        Fraction(2, 5),
    )
    assert cohen_kappa(first, second) == Fraction(2, 5)
    assert [dict(j.prevalence)["y"] for j in found.judges] == [Fraction(1, 2), Fraction(3, 5)]
    assert (found.complete, found.rows, found.warnings) == (50, 50, ())


def test_fleiss_by_his_example() -> None:
    # Fleiss (1971) as it is retold everywhere: 10 subjects, 14 raters, 5 categories, kappa 0.210
    table = [
        (0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
        (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7),
    ]  # fmt: skip
    rows = ["".join("abcde"[k] * n for k, n in enumerate(row)) for row in table]
    kappa = fleiss_kappa(rows)
    assert kappa is not None and round(float(kappa), 3) == 0.210
    said = {f"j{j:02}": "".join(row[j] for row in rows) for j in range(14)}
    found = judge_agreement(ratings(said))
    assert (found.kind, found.kappa) == ("fleiss", kappa)


def test_agreement_on_one_value_only_has_no_kappa() -> None:
    found = judge_agreement(ratings({"a": "nnnn", "b": "nnnn"}))
    assert (found.observed, found.kappa) == (1, None)
    assert "not defined" in str(found)


def test_opposite_judges() -> None:
    assert cohen_kappa("yynn", "nnyy") == -1
    assert cohen_kappa([], []) is None


def test_missing_verdicts_leave_the_kappa_and_are_counted() -> None:
    found = judge_agreement(ratings({"a": "yyn.", "b": "yn.n"}))
    assert (found.complete, found.rows, found.observed) == (2, 4, Fraction(1, 2))
    assert found.observed_bounds == (Fraction(1, 4), Fraction(3, 4))
    assert [(j.missing, j.rows) for j in found.judges] == [(1, 4), (1, 4)]
    assert judge_agreement(ratings({"a": ".", "b": "y"})).kappa is None


def test_bounds_of_agreement_are_those_of_all_completions() -> None:
    for verdicts in product("yn.", repeat=3):
        found = judge_agreement(ratings(dict(zip("abc", verdicts, strict=True)))).observed_bounds
        # a missing verdict may also be one that nobody else gave
        free = [k for k, v in enumerate(verdicts) if v == "."]
        shares = []
        for filled in product("ynxzw", repeat=len(free)):
            own = list(verdicts)
            for k, value in zip(free, filled, strict=True):
                own[k] = value
            shares.append(Fraction(sum(own[a] == own[b] for a, b in ((0, 1), (0, 2), (1, 2))), 3))
        assert found == (min(shares), max(shares)), verdicts


def test_warnings_name_who_misses_more() -> None:
    given = [Rating(f"{arm}{k}", j, None if arm == "scaffolded" and j == "b" and k < 15 else "y", "s", arm)
             for arm in ("plain", "scaffolded") for k in range(20) for j in "ab"]  # fmt: skip
    found = judge_agreement(given)
    assert [(w.by, w.more, w.less) for w in found.warnings] == [
        ("judge", ("b", 15, 40), ("a", 0, 40)),
        ("arm", ("scaffolded", 15, 40), ("plain", 0, 40)),
    ]
    assert found.missing == {"subject": {"s": (15, 80)}, "arm": {"plain": (0, 40), "scaffolded": (15, 40)}}
    assert "missing by arm: plain 0 of 40, scaffolded 15 of 40" in str(found)
    assert "WARNING missing unevenly by judge: b 15 of 40 (38 %), a 0 of 40" in str(found)


def test_what_cannot_be_judged() -> None:
    with pytest.raises(SpiError, match="1 judges; accepted: two or more"):
        judge_agreement([Rating("r", "a", "y")])
    with pytest.raises(SpiError, match="a has two verdicts on r"):
        judge_agreement([Rating("r", "a", "y"), Rating("r", "a", "n"), Rating("r", "b", "y")])
    with pytest.raises(SpiError, match="r is of two subjects or arms"):
        judge_agreement([Rating("r", "a", "y", "s"), Rating("r", "b", "y", "t")])
    with pytest.raises(SpiError, match="the same number"):
        fleiss_kappa(["yy", "y"])


def test_fisher_by_his_tea_tasting() -> None:
    assert fisher_exact(3, 4, 1, 4) == Fraction(17, 35)  # 34/70, two-sided
    assert fisher_exact(4, 4, 0, 4) == Fraction(1, 35)
    assert fisher_exact(0, 5, 0, 9) == 1


def test_even_missingness_is_no_warning() -> None:
    assert find_uneven_missingness("arm", {"a": (3, 20), "b": (4, 20)}) == ()
    assert find_uneven_missingness("arm", {"a": (0, 0), "b": (4, 20)}) == ()
    # 1/35 is under 1/20; 3/35, for three pairs, is not
    two = {"a": (4, 4), "b": (0, 4)}
    assert find_uneven_missingness("arm", two)[0].p_value == Fraction(1, 35)
    assert find_uneven_missingness("arm", two | {"c": (2, 4)}) == ()
