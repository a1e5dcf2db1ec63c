"""The family `justification-gap`: is there an alternative that somebody likes better than what an SPI leads to?"""

from spi.tasks.families.justification_gap.family import FAMILY

__all__ = ["FAMILY"]
