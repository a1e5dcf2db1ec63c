import numpy as np
import pytest

from spi.errors import GameError
from spi.negotiation.points import pareto_positions


def brute(points: list[list[int]]) -> list[int]:
    """By the definition: at least as good everywhere, and not the same."""

    def dominates(a: list[int], b: list[int]) -> bool:
        return a != b and all(x >= y for x, y in zip(a, b, strict=True))

    return [k for k, p in enumerate(points) if not any(dominates(q, p) for q in points)]


@pytest.mark.parametrize("sides", [2, 3, 4])
@pytest.mark.parametrize("large", [1, 10**9])
def test_random_points_agree_with_the_definition(sides: int, large: int) -> None:
    random = np.random.default_rng(7)
    for top in (1, 2, 5, 40, 10**9):
        for n in (1, 2, 7, 60):
            for _ in range(4):
                points = random.integers(-top, top + 1, (n, sides))
                assert pareto_positions(points, large=large).tolist() == brute(points.tolist())


@pytest.mark.parametrize("sides", [2, 3])
def test_large_sets_agree_with_sorting(sides: int) -> None:
    random = np.random.default_rng(8)
    n = 30_000
    uniform = random.integers(0, 10**6, (n, sides))
    correlated = uniform[:, :1] + random.integers(0, 10**5, (n, sides))
    grid = random.integers(0, 30, (n, sides))
    line = np.stack([np.arange(n), *[-np.arange(n)] * (sides - 1)], axis=1)  # everything is on the frontier
    extreme = np.array([[2**62 - 1, -(2**62) + 1, 0][:sides], [-(2**62) + 1, 2**62 - 1, 1][:sides]] * (n // 2))
    for points in (uniform, correlated, grid, line, extreme):
        assert (pareto_positions(points, large=1) == pareto_positions(points, large=10**9)).all()
    assert len(pareto_positions(line, large=1)) == n


def test_what_is_no_array_of_points_is_refused() -> None:
    for wrong in ([[0.5, 1.0]], [[1]], [1, 2], [], [[2**62, 0]], [[True, False]]):
        with pytest.raises(GameError, match="accepted"):
            pareto_positions(np.array(wrong))
