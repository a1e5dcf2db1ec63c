"""Algorithms on games: elimination, isomorphism, linear programs, searches; they return evidence, never verdicts."""
