"""Lock-out: after which commitment is there no way out any more, and which exception would have left one?"""

from spi.tasks.families.lock_out.family import FAMILY

__all__ = ["FAMILY"]
