"""Gambit's `.nfg` files: games in strategic form."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from typing import Literal

from spi.core.game import Game
from spi.core.numbers import format_exact
from spi.errors import GameError
from spi.formats.tokens import Tokens, quote

__all__ = ["read_nfg", "write_nfg"]


def read_nfg(text: str | bytes, *, file: str = "<text>", repair_names: bool = False) -> Game:
    r"""Read a game from the text of a Gambit `.nfg` file.

    Parameters
    ----------
    text : str or bytes
        Any dialect: actions named (`{ { "a" "b" } { "c" } }`) or counted (`{ 2 1 }`, then they are called 1, 2, …);
        payoffs as a plain list or as numbered outcomes; an optional comment, which becomes the game's `source`.
        Bytes must be UTF-8.
    file : str
        Name for messages.
    repair_names : bool
        Accept empty, repeated and otherwise unfit names of players and actions, and repair them: what is empty is
        called by its position, a repeated name gets `_2`, `_3`, …

    Returns
    -------
    Game

    Raises
    ------
    FormatError
        With line and caret, for everything else: also for names that `repair_names=True` would accept.

    Notes
    -----
    Exact: `1/3`, `0.1` (1/10) and `1e-3` are read as rationals. In the list of profiles the first player's action
    changes fastest. Outcome 0 is Gambit's null outcome, 0 to everybody.

    Examples
    --------
    >>> game = read_nfg('NFG 1 R "T" { "Ann" "Bob" } { 2 2 }  3 3  4 1  1 4  0.1 1/3')
    >>> game["2", "1"], game["2", "2"]
    ((Fraction(4, 1), Fraction(1, 1)), (Fraction(1, 10), Fraction(1, 3)))

    Source: gambit, section strategic game format
    """
    tokens = Tokens(text, file=file)
    tokens.word("NFG")
    tokens.word("1")
    tokens.word("R", "D")
    title = tokens.text("the title").value
    players = tokens.names(tokens.list_of_texts("player"), "player", repair_names)
    actions = _actions(tokens, players, repair_names)
    comment = tokens.take().value if tokens.peek().kind == "text" else ""
    shape = tuple(map(len, actions))
    rows = (_outcome_body if tokens.peek().kind == "{" else _payoff_body)(tokens, players, math.prod(shape))
    end = tokens.take()
    if end.kind != "end":
        tokens.fail(f"{end.value[:50]!r} after the last profile; accepted: the end of the file", end)
    table: list[tuple[Fraction, ...]] = [()] * len(rows)
    for place, row in zip(_gambit_order(shape), rows, strict=True):
        table[place] = row
    return Game(players, actions, tuple(table), title, comment)


def write_nfg(game: Game, *, dialect: Literal["gambit", "payoff"] = "gambit") -> str:
    r"""Write a game as the text of a `.nfg` file.

    Parameters
    ----------
    game : Game
    dialect : {"gambit", "payoff"}
        "gambit": actions named, one outcome for each profile, as Gambit writes today; nothing is lost but `rounding`,
        and reading it back gives the game. "payoff": actions counted and payoffs as a plain list, which is all that
        OpenSpiel and older programs read; the names of the actions and the source are lost, so that reading it back
        gives the same game with actions called 1, 2, … in the order listed.

    Returns
    -------
    str

    Raises
    ------
    GameError
        For another dialect.

    Notes
    -----
    Exact: rationals are written as `1/3`. Both dialects carry any name; but Gambit (from 16.7) accepts only names of
    printable ASCII characters, and OpenSpiel reads no `"` inside a name or a title, turns payoffs into floats, and in
    quotients has 32 bits for numerator and denominator.

    Examples
    --------
    >>> game = Game.from_payoffs([["3, 3", "1, 4"], ["4, 1", "1/2, 2"]], actions=[["C", "D"], ["C", "D"]])
    >>> print(write_nfg(game, dialect="payoff"), end="")
    NFG 1 R "" { "Player 1" "Player 2" } { 2 2 }
    <BLANKLINE>
    3 3
    4 1
    1 4
    1/2 2

    Source: gambit, section strategic game format
    """
    if dialect not in ("gambit", "payoff"):
        raise GameError(f"dialect={dialect!r}; accepted: 'gambit' or 'payoff'")
    rows = [list(map(format_exact, game.table[place])) for place in _gambit_order(game.shape)]
    head = f"NFG 1 R {quote(game.title)} {_texts(game.players)}"
    if dialect == "payoff":
        return f"{head} {{ {' '.join(map(str, game.shape))} }}\n\n" + "".join(f"{' '.join(row)}\n" for row in rows)
    lines = [head, "", "{", *map(_texts, game.actions), "}", quote(game.source), "", "{"]
    lines += [f'{{ "{number}" {", ".join(row)} }}' for number, row in enumerate(rows, 1)]
    lines += ["}", " ".join(map(str, range(1, len(rows) + 1)))]
    return "\n".join(lines) + "\n"


def _texts(names: tuple[str, ...]) -> str:
    return f"{{ {' '.join(map(quote, names))} }}"


def _gambit_order(shape: tuple[int, ...]) -> list[int]:
    """Places in `Game.table` of the profiles in the order of the file: the first player's action changes fastest."""
    offsets = [[x * math.prod(shape[k + 1 :]) for x in range(size)] for k, size in enumerate(shape)]
    return list(map(sum, itertools.product(*reversed(offsets))))


def _actions(tokens: Tokens, players: tuple[str, ...], repair: bool) -> tuple[tuple[str, ...], ...]:
    """The block of actions, named or counted.

    Counts are held against what is left of the file before anything of that size is built: every profile takes a word.
    """
    tokens.expect("{", "the list { … } of actions")
    profiles = 1
    named = tokens.peek().kind == "{"
    actions: list[tuple[str, ...]] = []
    for player in players:
        first = tokens.peek()
        if first.kind == "}":
            tokens.fail(f"actions of {len(actions)} players; there are {len(players)} players", first)
        if named:
            actions.append(tokens.names(tokens.list_of_texts("action"), f"action of {player}", repair))
            continue
        count = tokens.whole(f"the number of actions of {player}", least=1)
        profiles *= count
        if profiles > tokens.left:
            tokens.fail(f"{profiles} profiles so far, but only {tokens.left} words follow in the file", first)
        actions.append(tuple(str(k + 1) for k in range(count)))
    closing = tokens.take()
    if closing.kind != "}":
        tokens.fail(f"{closing.value[:50]!r} after the actions of all {len(players)} players; accepted: }}", closing)
    return tuple(actions)


def _payoff_body(tokens: Tokens, players: tuple[str, ...], size: int) -> list[tuple[Fraction, ...]]:
    """The payoff vectors in the order of the file; a file that is too short ends this, whatever its header promises."""
    rows = []
    for number in range(1, size + 1):
        what = f"a payoff of profile {number} of {size}"
        rows.append(tuple(tokens.number(what) for _ in players))
    return rows


def _outcome_body(tokens: Tokens, players: tuple[str, ...], size: int) -> list[tuple[Fraction, ...]]:
    outcomes = [tuple(Fraction(0) for _ in players)]  # number 0
    tokens.expect("{", "the list of outcomes")
    while tokens.skip("{"):
        tokens.text("the name of an outcome")
        outcomes.append(tokens.payoffs(len(players), f"outcome {len(outcomes)}"))
    tokens.expect("}", "another outcome or the closing }")
    rows = []
    for number in range(1, size + 1):
        token = tokens.peek()
        chosen = tokens.whole(f"the outcome of profile {number} of {size}", least=0)
        if chosen >= len(outcomes):
            tokens.fail(f"outcome {chosen}; the file lists {len(outcomes) - 1} (0 is the null outcome)", token)
        rows.append(outcomes[chosen])
    return rows
