"""Numbers as people write them, read exactly or not at all."""

from __future__ import annotations

import re
from fractions import Fraction

from spi.core.numbers import exact
from spi.errors import GameError

__all__ = ["plain_signs", "read_number"]

_MINUS = str.maketrans(dict.fromkeys("\u2212\u2010\u2011\u2012\u2013\u2014\ufe63\uff0d", "-"))
_SLASH = str.maketrans(dict.fromkeys("\u2044\u2215", "/"))
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2009\u202f\u2007", " "))
_VULGAR = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5", "⅘": "4/5"}
_VULGAR |= {"⅙": "1/6", "⅚": "5/6", "⅐": "1/7", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8", "⅑": "1/9", "⅒": "1/10"}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_*']*(?:\([^=]*\))?")
_LATEX = re.compile(r"([+-]?)\s*\\[dt]?frac\s*\{\s*([^{}]*?)\s*\}\s*\{\s*([^{}]*?)\s*\}")
_GROUPS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")


def plain_signs(text: str) -> str:
    """Typographic minus signs, fraction slashes and spaces as those of a keyboard; single spaces.

    Source: ours
    """
    return " ".join(text.translate(_MINUS).translate(_SLASH).translate(_SPACES).split())


def read_number(text: str) -> Fraction | None:
    r"""The number that a text is, exactly; None if it is none, or if it could be several.

    Read are `5/2`, `2.5`, `2.5e0`, `250%` (a hundredth for each per cent), `\frac{5}{2}`, `½`, and `1,234`, in which
    commas part groups of three digits. A name may stand before an equals sign, and equal numbers may be chained:
    `x = 5/2 = 2.5`. Not read are `0,5` (a decimal comma, or two numbers?), `2 1/2` and `2½` (a sum, or a product?),
    `about 1/3`, `10²`, and anything with further words.

    Parameters
    ----------
    text : str

    Returns
    -------
    Fraction or None

    Examples
    --------
    >>> read_number("p = −1/2") == read_number("-0.5") == read_number("-50 %")
    True
    >>> print(read_number("2 1/2"), read_number("0,5"), read_number("≈ 1/3"))
    None None None

    Source: ours
    """
    parts = [part.strip() for part in plain_signs(text).split("=")]
    if len(parts) > 1 and _NAME.fullmatch(parts[0]):
        parts = parts[1:]
    values = {_number(part) for part in parts}
    return values.pop() if len(values) == 1 else None


def _number(text: str) -> Fraction | None:
    text = text.replace("{,}", ",").replace("\\%", "%").replace("\\,", "")
    text = _LATEX.sub(r"\1\2/\3", text)
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    if text[-1:] in _VULGAR and text[:-1] in ("", "+", "-"):
        text = text[:-1] + _VULGAR[text[-1]]
    percent = text.endswith("%")
    text = re.sub(r"\s*/\s*", "/", text.removesuffix("%").strip())
    text = re.sub(r"^([+-])\s+", r"\1", text)
    if _GROUPS.fullmatch(text):
        text = text.replace(",", "")
    if text.count("/") == 1 and "-" in text.split("/")[1]:
        return None
    try:
        return exact(text) / (100 if percent else 1)
    except GameError:
        return None
