"""Questions about safe Pareto improvements, answered by verdicts with evidence that the checker has accepted."""
