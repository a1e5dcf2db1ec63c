"""Proof repair: which step of an argument fails, and what refutes the principle behind it?"""

from spi.tasks.families.proof_repair.family import FAMILY

__all__ = ["FAMILY"]
