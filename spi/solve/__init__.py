"""Classical game theory that knows nothing of safe Pareto improvements; returns evidence, never verdicts."""
