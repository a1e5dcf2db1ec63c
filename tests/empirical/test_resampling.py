"""Counter-based streams, and the bootstrap that is the same for any number of threads."""

import subprocess
import sys

import numpy as np
import pytest

from spi.core.compiling import compiled
from spi.empirical import resampling
from spi.empirical._kernels import fill_resampled_totals
from spi.empirical.resampling import resampled_totals
from spi.empirical.streams import approx_uniforms, resampled_rows, stream_keys, stream_words
from spi.errors import GameError


def test_words_are_those_of_splitmix64() -> None:
    """The first five outputs for the seed 1234567, as they are published with implementations in many languages."""
    words = stream_words(np.array([1234567], dtype=np.uint64), 5)
    assert words.tolist() == [
        [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821]
    ]


def test_a_word_depends_on_seed_replicate_and_number_alone() -> None:
    everything = stream_words(stream_keys(5, 0, 40), 9)
    assert (stream_words(stream_keys(5, 17, 3), 4) == everything[17:20, :4]).all()
    assert not (stream_words(stream_keys(6, 0, 40), 9) == everything).any()
    assert len(np.unique(everything)) == everything.size
    assert stream_keys(2**64 - 1, 0, 1).shape == (1,)
    with pytest.raises(GameError, match=r"from 0 to 2\^64"):
        stream_keys(-1, 0, 1)


def test_rows_are_as_good_as_uniform() -> None:
    """Chi-squared of 70,000 rows over 7: 6 degrees of freedom, below 22.5 in 999 of 1,000 cases."""
    rows = resampled_rows(stream_keys(1, 0, 10_000), 7)
    assert rows.shape == (10_000, 7) and rows.min() == 0 and rows.max() == 6
    counts = np.bincount(rows.ravel(), minlength=7)
    assert ((counts - 10_000) ** 2 / 10_000).sum() < 22.5
    pairs = np.bincount(rows[:, 0] * 7 + rows[:, 1], minlength=49)  # halves of one word: 48 degrees, below 84.0
    assert ((pairs - 10_000 / 49) ** 2 / (10_000 / 49)).sum() < 84.0
    uniforms = approx_uniforms(3, 0, 20_000, 1)
    assert uniforms.min() > 0 and uniforms.max() < 1
    assert abs(uniforms.mean() - 0.5) < 4 * 12**-0.5 / 20_000**0.5


@pytest.mark.parametrize("size", [1, 2, 7, 100, 1001])
def test_three_ways_agree(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel compiled, the same kernel in plain Python, and numpy's rows; 1 and 2 threads, blocks of any size."""
    values = np.random.default_rng(size).integers(-1000, 1000, size=size)
    small = resampled_totals(values, 23, seed=9)
    monkeypatch.setattr(resampling, "SMALL", 0)
    assert (resampled_totals(values, 23, seed=9) == small).all()
    for threads, block in [(1, 1), (2, 4), (2, 23), (3, 1000)]:
        assert (resampled_totals(values, 23, seed=9, threads=threads, block=block) == small).all()
    keys, out, plain = stream_keys(9, 0, 5), np.empty(5, dtype=np.int64), np.empty(5, dtype=np.int64)
    compiled(fill_resampled_totals)(values, keys, out)
    with np.errstate(over="ignore"):  # numpy warns where the kernel means to wrap around
        fill_resampled_totals(values, keys, plain)
    assert (out == plain).all() and (plain == small[:5]).all()


def test_the_spread_of_resampled_means_is_the_standard_error() -> None:
    """Of a sample of S with variance v (divisor S): v/S. 20,000 replicates know it to about one in two hundred."""
    values = np.random.default_rng(2).integers(-500, 900, size=60)
    means = resampled_totals(values, 20_000, seed=4) / 60
    assert means.std() == pytest.approx(values.std() / 60**0.5, rel=0.02)
    assert abs(means.mean() - values.mean()) < 4 * values.std() / 60**0.5 / 20_000**0.5


def test_small_inputs_do_not_load_numba() -> None:
    code = (
        "import numpy as np, sys; from spi.empirical.resampling import resampled_totals; "
        "resampled_totals(np.arange(100), 1999); "
        "from spi.empirical.bounds import approx_mean_gap_bound; "
        "approx_mean_gap_bound([(k % 20, 20, 7, 20) for k in range(101)]); "
        "print('numba' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert found.strip() == "False"


def test_exact_estimates_do_not_load_numpy() -> None:
    code = (
        "import sys; from spi.empirical.bounds import approx_mean_gap_bound; "
        "from spi.empirical.mean_gap import mean_gap; from spi.empirical.permutation import permutation_test; "
        "cells = [(3, 20, 7, 20)] * 5; print(approx_mean_gap_bound(cells), mean_gap(cells), permutation_test(cells)); "
        "print('numpy' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert found.split()[-1] == "False"


def test_what_is_refused() -> None:
    with pytest.raises(GameError, match="64 bits"):
        resampled_totals(np.array([2**61, 1]), 5)
    for refused in [(np.array([], dtype=np.int64), 5, 1), (np.arange(3), 0, 1), (np.arange(3), 5, 0)]:
        with pytest.raises(GameError, match="one or more of each"):
            resampled_totals(refused[0], refused[1], threads=refused[2])
