"""Open-source agents: what do two programs do that can read each other?"""

from spi.tasks.families.open_source_outcome.family import FAMILY

__all__ = ["FAMILY"]
