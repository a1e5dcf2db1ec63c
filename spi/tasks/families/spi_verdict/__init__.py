"""Is it a safe Pareto improvement, and a strict one? Of changes of programs, and of games for representatives."""

from spi.tasks.families.spi_verdict.family import FAMILY

__all__ = ["FAMILY"]
