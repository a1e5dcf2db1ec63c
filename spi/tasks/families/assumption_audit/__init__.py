"""The family `assumption-audit`: does a player believe that renegotiation is not punished, clause by clause?"""

from spi.tasks.families.assumption_audit.family import FAMILY

__all__ = ["FAMILY"]
