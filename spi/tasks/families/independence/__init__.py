"""The family `independence`: would players have chosen the same, had others not taken part, or had they known?"""

from spi.tasks.families.independence.family import FAMILY

__all__ = ["FAMILY"]
