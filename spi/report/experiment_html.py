"""The page of an experiment as HTML, with its figure in it: one file that needs nothing else."""

from __future__ import annotations

import io
from html import escape
from typing import TYPE_CHECKING

from spi.report.experiment_counts import Rows
from spi.report.experiment_text import scenario_tables, sections

if TYPE_CHECKING:
    from spi.empirical.experiment_report import ExperimentReport

__all__ = ["report_html", "report_page"]

_STYLE = (
    "body{font:15px/1.45 sans-serif;max-width:78em;margin:2em auto;padding:0 1em}table{border-collapse:collapse}"
    "th,td{padding:.15em .6em;text-align:left;border-bottom:1px solid #ccc;white-space:nowrap}"
    "div.wide{overflow-x:auto}svg{max-width:100%;height:auto}"
)


def report_html(report: ExperimentReport) -> str:
    """What the text says, as HTML for a notebook.

    Source: ours
    """
    parts = [f"<pre>{escape(str(report.table))}</pre>"]
    for section in sections(report):
        parts.append(f"<h3>{escape(section.title)}</h3>")
        parts += map(_table, section.tables)
        for label, items in section.notes:
            listed = "".join(f"<li>{escape(item)}</li>" for item in items)
            parts.append(f"<div><b>{escape(label)}</b><ul>{listed}</ul></div>")
    for title, rows in scenario_tables(report):
        parts.append(f"<details><summary>{escape(title)}</summary>{_table(rows)}</details>")
    return "".join(parts)


def _table(rows: Rows) -> str:
    head, *others = rows
    lines = ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in others]
    names = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = f"<tr>{names}</tr>" + "".join(f"<tr>{line}</tr>" for line in lines)
    return f'<div class="wide"><table>{body}</table></div>'


def report_page(report: ExperimentReport) -> str:
    """The page of an experiment as HTML, with its figure in it if methods were compared; it needs no other file.

    Parameters
    ----------
    report : ExperimentReport

    Returns
    -------
    str
        A whole document, to be written to a file.

    Source: ours
    """
    drawn = ""
    if report.compared:
        from spi.report.experiment_figure import draw_report

        figure = draw_report(report)
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None})
        drawn = file.getvalue()
        drawn = drawn[drawn.index("<svg") :]
    title = escape(report.title or "An experiment")
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    return (
        f'<!doctype html><html lang="en"><head>{head}</head>'
        f"<body><h1>{title}</h1>{drawn}{report_html(report)}</body></html>\n"
    )
