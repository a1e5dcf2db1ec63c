"""Complete the wrap: what do two programs do, given their defaults and what their renegotiation functions propose?"""

from spi.tasks.families.complete_the_wrap.family import FAMILY

__all__ = ["FAMILY"]
