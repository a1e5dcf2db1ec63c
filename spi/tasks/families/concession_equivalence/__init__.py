"""The family `concession-equivalence`: are surrogate threats conceded like the originals, and what follows?"""

from spi.tasks.families.concession_equivalence.family import FAMILY

__all__ = ["FAMILY"]
