"""Pages of HTML, read by a parser that complains about what does not belong into a notebook."""

from html.parser import HTMLParser

SVG = {
    *("xmlns", "width", "height", "viewbox", "role", "aria-label", "x", "y", "rx", "cx", "cy", "r", "d"),
    *("fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray"),
    *("text-anchor", "font-weight", "pointer-events"),
}
"""What the elements of pictures may have."""


class Page(HTMLParser):
    """Text and tables of a page; complains about tags that do not match."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.cells: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "link", "img", "iframe"}
        assert not {name for name, _ in attrs} - {"style", "scope"} - (SVG if "svg" in (*self.open, tag) else set())
        if tag != "br":
            self.open.append(tag)
        if tag in {"th", "td"}:
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.open and self.open[-1] in {"th", "td", "s"}:
            self.cells[-1] += data


def read(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    assert not page.open
    return page
