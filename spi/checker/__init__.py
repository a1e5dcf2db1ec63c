"""The independent certificate checker.

`check` reads a certificate (proofs/README.md), recomputes all that the specification lists, and answers `Receipt` or
`Refused`. It searches for nothing, needs only the standard library, and shares no code with the other rooms.
"""

from spi.checker.judge import judge
from spi.checker.reader import Receipt, Refusal, Refused, read_json

__all__ = ["Receipt", "Refused", "check"]


def check(certificate: bytes | str, *, name: str = "<certificate>") -> Receipt | Refused:
    """Check one certificate given as the content of its file. Never raises, whatever the content is.

    Parameters
    ----------
    certificate : bytes or str
    name : str
        What the answer calls it.

    Returns
    -------
    Receipt or Refused

    Source: ours
    """
    try:
        return judge(read_json(certificate), name)
    except Refusal as refusal:
        return Refused(name, *refusal.args)
    except (MemoryError, ValueError):  # too little memory, or a Python set to convert only shorter integers
        return Refused(name, "file", "size", "the certificate is beyond the limits within which Python runs here")
