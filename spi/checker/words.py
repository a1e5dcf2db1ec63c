"""The smallest parts of programs: labels and numbers, proofs/README.md section 13."""

import re
from fractions import Fraction

from spi.checker.reader import Item, quote

LIMIT = 10**9  # of numbers that nothing else limits
NATURAL = re.compile("0|[1-9][0-9]{0,8}")
NUMERAL = re.compile(r"([+-]?(?:[0-9]+/0*[1-9][0-9]*|[0-9]+(?:\.[0-9]*)?|\.[0-9]+))(?:[eE]([+-]?[0-9]{1,4}))?")
MAX_NUMERAL = 10**4000  # what is above and below its fraction line is smaller
MAX_EXPONENT = 4_300


def natural(item: Item, limit: int = LIMIT) -> int:
    """A number below the limit, as a string."""
    fits = isinstance(item.value, str) and NATURAL.fullmatch(item.value) and int(item.value) < limit
    item.need(bool(fits), "program", f"{quote(item.value)}: a number from '0' on and below {limit} is needed here")
    return int(str(item.value))


def label(item: Item) -> str:
    """A label, or any other string of 1 to 200 characters."""
    if not isinstance(item.value, str) or not 1 <= len(item.value) <= 200:
        item.refuse("program", f"{quote(item.value)}: a string of 1 to 200 characters is needed here")
    return item.value


def numeral(text: str) -> Fraction | None:
    """The number that a label is for programs, if it is one: '1/10', '2/20', '0.1' and '1e-1' are the same."""
    found = NUMERAL.fullmatch(text.strip(" "))
    if not found or ("/" in text and found[2]):
        return None
    if abs(int(found[2] or 0)) > MAX_EXPONENT:  # 200 digits do not make up for that
        return None if found[1].strip("+-0.") else Fraction(0)
    number = Fraction(found[0])
    return number if max(abs(number.numerator), number.denominator) < MAX_NUMERAL else None


def effort(text: str) -> int:
    """The steps that a numeral takes."""
    return 128 if "e" in text.lower() else 1
