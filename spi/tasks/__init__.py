"""Benchmark tasks whose answers are proved: families of items, export, scorers, quality of a set."""
