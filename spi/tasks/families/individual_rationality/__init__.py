"""The family `individual-rationality`: does it pay, by one's beliefs, to take part in a safe Pareto improvement?"""

from spi.tasks.families.individual_rationality.family import FAMILY

__all__ = ["FAMILY"]
