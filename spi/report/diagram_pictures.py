"""Derivations and correspondences as pictures, and the words in them."""

from __future__ import annotations

from itertools import pairwise

from spi.core.correspondence import Correspondence
from spi.core.game import Game, Profile, is_profile
from spi.core.numbers import format_exact
from spi.report.layout import outcome_text
from spi.report.palette import BLUE, GREY, RED, shortened
from spi.report.picture import INK, LINE, Anchor, Arrow, Box, Item, Note, Picture, Style, text_height, text_width
from spi.solve.derivation import Derivation, Step
from spi.solve.isomorphism import Isomorphism

__all__ = ["change_of", "correspondence_picture", "derivation_picture", "game_label", "outcome_label", "step_label"]

_MOST_GAMES = 5  # at either end of a derivation
_MOST_OUTCOMES = 20  # on either side of a correspondence
_MOST_PLAYERS = 6
_MOST_MOVES = 5  # lines about an isomorphism
_WIDEST, _WIDEST_OUTCOME = 28, 48  # letters of a line
_EDGE, _ROOM, _GAP = 10, 18, 56  # around a picture, around the words in it, between boxes at least
_FAN, _ROW = 150, 22  # how wide the arrows of a correspondence are, and how high each of its rows
_STEPS: dict[str, tuple[str, Style]] = {
    "eliminate": (INK, "solid"),
    "isomorphism": (BLUE, "solid"),
    "restore": (INK, "dashed"),
    "left out": (INK, "dotted"),
}
_CHANGES: dict[str, tuple[str, Style, str]] = {
    "better": (BLUE, "solid", "somebody gains, nobody loses"),
    "same": (GREY, "dashed", "the same payoffs"),
    "worse": (RED, "dotted", "somebody loses"),
}


def derivation_picture(derivation: Derivation) -> Picture:
    """Boxes with action sets, arrows with steps; of a long derivation the beginning and the end.

    Parameters
    ----------
    derivation : Derivation

    Returns
    -------
    Picture

    Source: ours
    """
    count = len(derivation.games)
    shown = list(range(count))
    if count > 2 * _MOST_GAMES + 1:  # one game less would take as much room as the note
        shown = [*range(_MOST_GAMES), *range(count - _MOST_GAMES, count)]
    labels = [_cut(game_label(derivation.games[k]), _MOST_PLAYERS) for k in shown]
    steps = []
    for before, k in pairwise(shown):
        step = derivation.steps[before]
        far = (f"{k - before - 1:,} more games", "left out")
        steps.append(far if k > before + 1 else (_cut(step_label(step), _MOST_MOVES), step[0]))
    height = max(map(text_height, labels)) + _ROOM
    middle = _EDGE + max([height / 2, *(text_height(label) for label, _ in steps)])
    items: list[Item] = []
    right = float(_EDGE)
    for k, label in enumerate(labels):
        if k:
            words, kind = steps[k - 1]
            colour, line = _STEPS[kind]
            left, right = right, right + max(_GAP, text_width(words) + _ROOM)
            items.append(Arrow(((left, middle), (right, middle)), colour, line))
            items.append(Note(((left + right) / 2, middle - text_height(words) / 2 - 4), words))
        width = text_width(label) + _ROOM
        items.append(Box((right + width / 2, middle), (width, height), label, tip=f"game {shown[k]}"))
        right += width
    size = right + _EDGE, middle + height / 2 + _EDGE
    return Picture(size, f"derivation in {len(derivation.steps)} steps", tuple(items))


def correspondence_picture(correspondence: Correspondence, game: Game | None = None) -> Picture:
    """Outcomes on the left, what they can become on the right; of many the first.

    Parameters
    ----------
    correspondence : Correspondence
    game : Game, optional
        The original game: labels show its payoffs, and arrows who is better off.

    Returns
    -------
    Picture

    Source: ours
    """
    sides = sorted(correspondence.domain), sorted(correspondence.codomain)
    unused = correspondence.never_played(), correspondence.never_reached()
    # of many outcomes those are shown first that have an arrow
    shown = [
        side if len(side) <= _MOST_OUTCOMES else sorted(side, key=idle.__contains__)[:_MOST_OUTCOMES]
        for side, idle in zip(sides, unused, strict=True)
    ]
    depth = max(map(len, shown))
    labels = [[shortened(outcome_label(a, game), _WIDEST_OUTCOME) for a in side] for side in shown]
    heads = "outcome", "becomes"
    left_out = [f"and {len(side) - _MOST_OUTCOMES:,} more" if len(side) > _MOST_OUTCOMES else "" for side in sides]
    widths = [max(map(text_width, (*labels[k], heads[k], left_out[k]))) for k in (0, 1)]
    across = _EDGE + widths[0], _EDGE + widths[0] + _FAN
    # the shorter side is spread over the height of the longer one
    place = [
        {a: (x, _ROW * (1.5 + (depth - 1) * (k / (len(side) - 1) if side[1:] else 0.5))) for k, a in enumerate(side)}
        for x, side in zip(across, shown, strict=True)
    ]
    items: list[Item] = []
    changes = set()
    for a, b in sorted(correspondence.pairs):
        if a in place[0] and b in place[1]:
            change = "" if game is None else change_of(game, a, b)
            colour, line, _ = _CHANGES.get(change, (INK, "solid", ""))
            (x, y), (u, v) = place[0][a], place[1][b]
            items.append(Arrow(((x + 6, y), (u - 6, v)), colour, line))
            changes.add(change)
    for k in (0, 1):
        anchor: Anchor = "start" if k else "end"
        items.append(Note((across[k], _ROW / 2), heads[k], anchor, bold=True))
        for a, label in zip(shown[k], labels[k], strict=True):
            items.append(Note(place[k][a], label, anchor, faded=a in unused[k]))
        if left_out[k]:
            items.append(Note((across[k], _ROW * (depth + 1.5)), left_out[k], anchor))
    down = float(_ROW * (depth + 1 + any(map(bool, left_out))))
    width = across[1] + widths[1]
    for change, (colour, line, meaning) in _CHANGES.items():
        if change in changes:
            down += LINE
            items += [
                Arrow(((_EDGE, down), (_EDGE + 34, down)), colour, line),
                Note((_EDGE + 42, down), meaning, "start"),
            ]
            width = max(width, 52 + text_width(meaning))
    title = f"correspondence of {len(sides[0]):,} outcomes to {len(sides[1]):,}"
    return Picture((width + _EDGE, down + LINE), title, tuple(items))


def game_label(game: Game) -> str:
    """The action sets, one a line."""
    return "\n".join("{" + ", ".join(own) + "}" for own in game.actions)


def step_label(step: Step) -> str:
    """What a step removes, brings back or renames."""
    kind, detail = step
    if isinstance(detail, Isomorphism):
        moved = [f"{x}→{y}" for own in detail.maps.pairs for x, y in own if x != y]
        lines = [", ".join(moved[k : k + 2]) for k in range(0, len(moved), 2)] or ["identity"]
        return "\n".join(["Assumption 2", *lines])
    return f"{'−' if kind == 'eliminate' else '+'} {detail.action}\n({detail.player})"


def outcome_label(outcome: Profile, game: Game | None) -> str:
    """An outcome, with its payoffs if the game is known."""
    if game is None or not is_profile(game, outcome):
        return outcome_text(outcome)
    return f"{outcome_text(outcome)}  {', '.join(map(format_exact, game[outcome]))}"


def change_of(game: Game, a: Profile, b: Profile) -> str:
    """Is the second outcome better for somebody and worse for nobody, the same, or worse for somebody?"""
    if any(new < old for new, old in zip(game[b], game[a], strict=True)):
        return "worse"
    return "same" if game[a] == game[b] else "better"


def _cut(label: str, most: int) -> str:
    """The first lines, none of them too long."""
    lines = [shortened(line, _WIDEST) for line in label.split("\n")]
    return "\n".join(lines if len(lines) <= most else [*lines[: most - 1], f"and {len(lines) - most + 1} more"])
