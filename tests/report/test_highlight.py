import re
from html import unescape

import pytest

from spi.report.highlight import COLOURS, source_html

SOURCE = "# a comment: return\ndef fair(them):\n    return 'C' if proves(them(me) == \"C\") else 'D'\n"


def test_the_text_is_the_text() -> None:
    html = source_html(SOURCE)
    assert unescape(re.sub("<[^>]*>", "", html)) == SOURCE.rstrip("\n")
    assert "<b>" not in source_html("return '<b>'")


def test_kinds_of_words() -> None:
    html = source_html(SOURCE)
    for text, colour in (("def", "keyword"), ("proves", "word"), ("'C'", "string"), ("# a comment: return", "comment")):
        assert re.search(f'<span style="[^"]*{COLOURS[colour]}[^"]*">' + re.escape(text.replace("'", "&#x27;")), html)
    assert "fair</span>" not in html and html.count(">return<") == 1  # the one in the comment is no keyword


def test_long_programs_are_cut() -> None:
    html = source_html("x = 'C'\n" * 10_000)
    assert "60,000 more characters" in html and len(html) < 10**6


@pytest.mark.parametrize("colour", COLOURS.values())
@pytest.mark.parametrize("ground", ["#ffffff", "#111111"])
def test_colours_can_be_read_on_light_and_dark_pages(colour: str, ground: str) -> None:
    """The contrast of WCAG 2.2: (lighter + 0.05) / (darker + 0.05) of relative luminances."""

    def luminance(code: str) -> float:
        parts = [int(code[k : k + 2], 16) / 255 for k in (1, 3, 5)]
        red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(colour), luminance(ground)))
    assert (high + 0.05) / (low + 0.05) > 3.8
