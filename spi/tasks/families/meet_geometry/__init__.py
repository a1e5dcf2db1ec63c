"""Pareto meet minima and projections: the geometry that PMP-extensions are made of, among outcomes and lotteries."""

from spi.tasks.families.meet_geometry.family import FAMILY

__all__ = ["FAMILY"]
