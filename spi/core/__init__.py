"""Nouns: exact numbers, games, outcome correspondences, the Pareto order, verdicts."""
