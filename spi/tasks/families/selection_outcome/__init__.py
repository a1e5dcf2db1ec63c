"""Conditional set-valued renegotiation: what do two programs settle on, and who gains by accepting more?"""

from spi.tasks.families.selection_outcome.family import FAMILY

__all__ = ["FAMILY"]
