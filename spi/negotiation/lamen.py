"""LAMEN's YAML: a game with issues and weights, and the issues, whose payoffs stand in tables of both sides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from spi.errors import FormatError, GameError
from spi.negotiation.imports import Imported, Numeral, field_of, read_number, read_text
from spi.negotiation.issues import Issue, issue
from spi.negotiation.preferences import Utility, additive
from spi.negotiation.protocols import Handshake
from spi.negotiation.scenario import Scenario, scenario

__all__ = ["lamen_rounded", "read_lamen"]

_KINDS = ("distributive", "compatible", "integrative", "custom")
_GAME = ("name", "description", "sides", "parties", "issues", "issue_weights", "scale", "rules_prompt", "rules")
_ISSUE = ("name", "issue_type", "payoffs", "payoff_labels", "descriptions", "num_steps")


@dataclass(frozen=True, slots=True)
class _Table:
    """An issue as read: its options, and the payoffs of both sides."""

    issue: Issue
    payoffs: tuple[list[Fraction], list[Fraction]]


def read_lamen(
    game: str | bytes, issues: Mapping[str, str | bytes] | None = None, *, file: str = "<game>"
) -> Imported[Scenario]:
    """Read a game of LAMEN.

    Parameters
    ----------
    game : str or bytes
        The YAML of a game. YAML is read as data: tags that would build objects are refused.
    issues : mapping from the name of an issue file to its YAML, optional
        Issues that the game only names.
    file : str

    Returns
    -------
    Imported
        The scenario. Option i of an issue is row i of both tables; ids are the first side's labels, and each side keeps
        its own. The payoff of an option is payoff / largest payoff · weight / sum of weights · scale, exactly
        (`lamen_rounded` has that project's rounding). A partial deal and no deal are worth 0 to both, by its rules. The
        protocol is a handshake. Keys that were not read are reported.

    Raises
    ------
    FormatError
        With the file and the key: more or fewer weights than issues, tables of different lengths, labels that occur
        twice, a declared type that the payoffs contradict.

    Source: davidson-et-al-2024, Data files
    """
    data = _yaml(game, file)
    repairs = [f"{file}: {key} is not read" for key in data if key not in _GAME]
    tables = []
    for k, entry in enumerate(field_of(data, "issues", list, file=file, at="")):
        if isinstance(entry, str):
            if issues is None or entry not in issues:
                raise FormatError(
                    f"issues[{k}] is {entry!r}; accepted: an issue, or its text in issues={{…}}", file=file
                )
            tables.append(_issue(_yaml(issues[entry], entry), entry, "", repairs))
        else:
            tables.append(_issue(entry, file, f"issues[{k}]", repairs))
    sides = _sides(data, file)
    weights, scale = _weights(data, len(tables), file, repairs), _pair(data, "scale", file, repairs)
    utilities: dict[str, Utility] = {}
    for i, side in enumerate(sides):
        total = sum(weights[i])
        if total <= 0:
            raise FormatError(f"issue_weights[{i}] sum to {total}; accepted: more than 0", file=file)
        factors = [w / total * scale[i] for w in weights[i]]
        utilities[side] = additive(
            [_share(table.payoffs[i], table.issue.name, file) for table in tables], weights=factors
        )
    try:
        made = scenario(
            [table.issue for table in tables],
            utilities,
            disagreement=[0, 0],
            protocol=Handshake(),
            title=str(data.get("name", "")),
        )
    except GameError as error:
        raise FormatError(str(error), file=file) from None
    return Imported(made, tuple(repairs))


def lamen_rounded(payoff: Fraction) -> Fraction:
    """A payoff of one issue as LAMEN's tables show it: rounded to three decimals, halves to even.

    Sums of these need not be what they should: three equal issues of 100 points share between 99.999 and 100.002.

    Source: davidson-et-al-2024, Normalised payoffs
    """
    return round(payoff, 3)


def _share(payoffs: list[Fraction], name: str, file: str) -> list[Fraction]:
    most = max(payoffs)
    if most <= 0:
        raise FormatError(
            f"{name} has no positive payoff for a side, so that its largest cannot be the unit", file=file
        )
    return [v / most for v in payoffs]


def _issue(entry: Any, file: str, at: str, repairs: list[str]) -> _Table:
    name = str(field_of(entry, "name", str, file=file, at=at))
    where = f"{at + ', ' if at else ''}{name}"
    repairs += [f"{file}: {where}: {key} is not read" for key in entry if key not in _ISSUE]
    kind = entry.get("issue_type", "custom")
    if kind not in _KINDS:
        raise FormatError(f"{where}.issue_type is {kind!r}; accepted: {', '.join(_KINDS)}", file=file)
    payoffs, labels = (
        [list(own) if isinstance(own, list) else [] for own in field_of(entry, key, list, file=file, at=where)]
        for key in ("payoffs", "payoff_labels")
    )
    sizes = [len(own) for own in (*payoffs, *labels)]
    if len(sizes) != 4 or len(set(sizes)) != 1 or 0 in sizes:
        raise FormatError(
            f"{where}: payoffs and payoff_labels have lists of lengths {sizes}; accepted: two each, all as long",
            file=file,
        )
    values = [
        [read_number(v, file=file, at=f"{where}.payoffs[{i}][{j}]") for j, v in enumerate(own)]
        for i, own in enumerate(payoffs)
    ]
    shown = [[str(label).strip() for label in own] for own in labels]
    try:
        made = issue(name, shown[0], labels=() if shown[0] == shown[1] else shown, kind=kind)
    except GameError as error:
        raise FormatError(f"{where}: {error}", file=file) from None
    if kind in ("distributive", "compatible"):
        rows = sorted(zip(*values, strict=True))
        other = [b for _, b in rows]
        if other != sorted(other, reverse=kind == "distributive"):
            raise FormatError(f"{where} is declared {kind}, and its payoffs are not", file=file)
    return _Table(made, (values[0], values[1]))


def _sides(data: Any, file: str) -> list[str]:
    names = data.get("parties", ["Party 1", "Party 2"])
    if not isinstance(names, list) or len(names) != 2 or not all(isinstance(name, str) for name in names):
        raise FormatError(f"parties is {names!r}; accepted: two names", file=file)
    return [str(name) for name in names]


def _weights(data: Any, count: int, file: str, repairs: list[str]) -> list[list[Fraction]]:
    rows = data.get("issue_weights")
    if rows is None:
        repairs.append(f"{file}: issue_weights are missing, and all taken to be 1, that project's default")
        return [[Fraction(1)] * count for _ in range(2)]
    if not isinstance(rows, list) or len(rows) != 2:
        raise FormatError("issue_weights: accepted: a list for each of two sides", file=file)
    found = []
    for i, own in enumerate(rows):
        if not isinstance(own, list) or len(own) != count:
            length = len(own) if isinstance(own, list) else 0
            raise FormatError(
                f"issue_weights[{i}] has {length} weights for {count} issues; accepted: one per issue", file=file
            )
        found.append([read_number(w, file=file, at=f"issue_weights[{i}][{j}]") for j, w in enumerate(own)])
    return found


def _pair(data: Any, key: str, file: str, repairs: list[str]) -> list[Fraction]:
    pair = data.get(key)
    if pair is None:
        repairs.append(f"{file}: {key} is missing, and taken to be 100 for both, that project's default")
        return [Fraction(100)] * 2
    if not isinstance(pair, list) or len(pair) != 2:
        raise FormatError(f"{key}: accepted: a number for each of two sides", file=file)
    return [read_number(v, file=file, at=f"{key}[{i}]") for i, v in enumerate(pair)]


def _yaml(text: str | bytes, file: str) -> Any:
    """YAML without objects and without floats: scalars stay the text they are."""
    import yaml

    source = read_text(text, file=file)
    try:
        node = yaml.compose(source, Loader=yaml.SafeLoader)
        data = _plain(node, file, [_MAX_NODES])
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark is not None else 0
        raise FormatError(f"not YAML: {error.problem}", file=file, line=line) from None
    except (yaml.YAMLError, RecursionError):
        raise FormatError("not YAML that can be read", file=file) from None
    if not isinstance(data, dict):
        raise FormatError("accepted: a table of keys", file=file)
    return data


_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp")}
_MAX_NODES = 100_000
"""A short text can repeat parts of itself more often than any memory holds."""


def _plain(node: Any, file: str, left: list[int]) -> Any:
    """The data of a node; `left` holds how many more nodes may be read."""
    import yaml

    if node is None:
        return None
    line = node.start_mark.line + 1
    left[0] -= 1
    if left[0] < 0:
        raise FormatError(
            f"more than {_MAX_NODES:,} values, or one within itself; accepted: fewer", file=file, line=line
        )
    if node.tag not in _TAGS:
        raise FormatError(f"the tag {node.tag!r} is refused; accepted: plain data", file=file, line=line)
    if isinstance(node, yaml.MappingNode):
        pairs = [(str(_plain(key, file, left)), _plain(value, file, left)) for key, value in node.value]
        found = dict(pairs)
        if len(found) < len(pairs):
            raise FormatError("a key occurs twice", file=file, line=line)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_plain(value, file, left) for value in node.value]
    if node.tag.endswith(":null"):
        return None
    return Numeral(node.value) if _NUMBER.fullmatch(node.value) and node.style is None else str(node.value)
