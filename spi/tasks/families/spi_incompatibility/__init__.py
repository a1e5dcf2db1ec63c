"""Behaviour that is incompatible with safe Pareto improvements, and its harmless twins."""

from spi.tasks.families.spi_incompatibility.family import FAMILY

__all__ = ["FAMILY"]
