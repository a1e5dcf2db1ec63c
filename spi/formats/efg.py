"""Gambit's `.efg` files: games in extensive form, read as their reduced strategic form."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from spi.core.game import Game
from spi.core.numbers import exact, format_exact
from spi.errors import GameError
from spi.formats.reduced import BUDGET, End, Moves, reduced_game
from spi.formats.tokens import Token, Tokens

__all__ = ["read_efg"]


def read_efg(text: str | bytes, *, file: str = "<text>", repair_names: bool = False, budget: int = BUDGET) -> Game:
    r"""Read the reduced strategic form of the game in a Gambit `.efg` file.

    Parameters
    ----------
    text : str or bytes
        Bytes must be UTF-8.
    file : str
        Name for messages.
    repair_names : bool
        Accept empty, repeated and otherwise unfit names of players and of the actions at an information set, and repair
        them as `read_nfg` does.
    budget : int
        Largest number of profiles, which is known before any of them is built.

    Returns
    -------
    Game
        A strategy names an action for each of the player's information sets that her own earlier actions leave
        reachable, and `*` for the others, in the order in which the sets first appear in the file: `C1 F2`, `D1 *`. An
        action's name that has a space or a quotation mark in it, or is `*`, is put in quotation marks there. With one
        information set the strategies are the actions. A player who never moves has the one strategy `*`. Where a name
        would be longer than 200 characters, this player's strategies are called 1, 2, … in the same order.

    Raises
    ------
    FormatError
        With line and caret: also for probabilities that do not add up to exactly 1 (as 0.333 three times does not), for
        an information set or an outcome that is described twice and differently, and for text after the last node.
    GameError
        If the game is larger than `budget`.

    Notes
    -----
    Exact: probabilities and payoffs are rationals, and the payoffs of all outcomes on a path add up. The strategic form
    needs no perfect recall: a pure strategy acts alike at all nodes of an information set, even if a path meets the set
    twice. (Without perfect recall, mixed and behaviour strategies differ, and only the former have a place here.)

    Examples
    --------
    >>> game = read_efg('''EFG 2 R "Entry" { "New" "Old" }
    ... p "" 1 1 "" { "In" "Out" } 0
    ... p "" 2 1 "" { "Fight" "Share" } 0
    ... t "" 1 "" { -1, -1 }
    ... t "" 2 "" { 1/2, 0.5 }
    ... t "" 3 "" { 0, 2 }''')
    >>> game.actions, game["In", "Share"]
    ((('In', 'Out'), ('Fight', 'Share')), (Fraction(1, 2), Fraction(1, 2)))

    Source: gambit, section extensive game format
    """
    tokens = Tokens(text, file=file)
    tokens.word("EFG")
    tokens.word("2")
    tokens.word("R", "D")
    title = tokens.text("the title").value
    players = tokens.names(tokens.list_of_texts("player"), "player", repair_names)
    comment = tokens.take().value if tokens.peek().kind == "text" else ""
    tree = _Tree(tokens, players, repair_names, [Moves() for _ in players])
    _read_nodes(tree)
    end = tokens.take()
    if end.kind != "end":
        tokens.fail(f"{end.value[:50]!r} after the last node; accepted: the end of the file", end)
    return reduced_game(players, tree.moves, tree.ends, budget=budget, title=title, source=comment)


@dataclass(frozen=True, slots=True)
class _Path:
    """What counts on the way to a node: probability, payoffs so far, and each player's own history."""

    probability: Fraction
    payoffs: tuple[Fraction, ...]
    histories: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Set:
    """An information set as first described: its index among the player's sets, name, actions, probabilities."""

    index: int
    name: str
    actions: tuple[str, ...]
    odds: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class _Tree:
    """What has been read so far; player 0 is chance."""

    tokens: Tokens
    players: tuple[str, ...]
    repair: bool
    moves: list[Moves]
    sets: dict[tuple[int, int], _Set] = field(default_factory=dict)
    outcomes: dict[int, tuple[str, tuple[Fraction, ...]]] = field(default_factory=dict)
    ends: list[End] = field(default_factory=list)


def _read_nodes(tree: _Tree) -> None:
    """Read the nodes in the order of the file, each before its children; no recursion, for trees may be deep."""
    n = len(tree.players)
    waiting = [_Path(Fraction(1), (Fraction(0),) * n, (0,) * n)]  # nodes that must still come, the next one last
    while waiting:
        path = waiting.pop()
        tokens = tree.tokens
        start = tokens.peek()
        if start.kind == "end":
            tokens.fail(f"the file ends early; nodes that are missing at least: {len(waiting) + 1}", start)
        kind = tokens.word("c", "p", "t")
        tokens.text("the name of the node")
        if kind == "t":
            payoffs = _add_outcome(tree, path.payoffs)
            tree.ends.append(End(path.probability, payoffs, path.histories))
            continue
        owner = 0
        if kind == "p":
            token = tokens.peek()
            owner = tokens.whole("the number of a player", least=1)
            if owner > n:
                tokens.fail(f"player {owner}; there are {n}", token)
        here = _read_set(tree, owner)
        payoffs = _add_outcome(tree, path.payoffs)
        waiting.extend(reversed([_child(tree, path, owner, here, x, payoffs, start) for x in range(len(here.actions))]))


def _child(
    tree: _Tree, path: _Path, owner: int, here: _Set, x: int, payoffs: tuple[Fraction, ...], place: Token
) -> _Path:
    if owner == 0:
        probability = _bounded(tree, path.probability * here.odds[x], "the probability of a path", place)
        return _Path(probability, payoffs, path.histories)
    k = owner - 1
    history = tree.moves[k].follow(path.histories[k], here.index, x)
    return _Path(path.probability, payoffs, (*path.histories[:k], history, *path.histories[k + 1 :]))


def _bounded(tree: _Tree, number: Fraction, what: str, place: Token) -> Fraction:
    """The number, unless it has more digits than numbers may have: products along a deep path grow."""
    try:
        return exact(number, place=what)
    except GameError as error:
        tree.tokens.fail(str(error), place)


def _read_set(tree: _Tree, owner: int) -> _Set:
    """The information set of a node: described here, or named by its number."""
    tokens = tree.tokens
    token = tokens.peek()
    number = tokens.whole("the number of an information set", least=1)
    known = tree.sets.get((owner, number))
    who = f"player {owner}" if owner else "chance"
    if tokens.peek().kind != "text":
        if known is None:
            tokens.fail(f"information set {number} of {who} has not been described yet; accepted: its actions", token)
        return known
    described = tokens.peek()
    name = tokens.text("the name of the information set").value
    labels, odds = _read_actions(tokens, chance=owner == 0)
    if known is None:
        if owner == 0:  # names of chance's moves are for people
            actions = tuple(label.value for label in labels)
            _check_odds(tree, odds, described)
            index = 0
        else:
            actions = tokens.names(labels, f"action at information set {number} of {who}", tree.repair)
            index = tree.moves[owner - 1].add_set(actions)
        known = tree.sets[owner, number] = _Set(index, name, tuple(label.value for label in labels), odds)
    elif (name, tuple(label.value for label in labels), odds) != (known.name, known.actions, known.odds):
        tokens.fail(
            f"information set {number} of {who} was described before, as {known.name!r} with {', '.join(known.actions)}"
            f"{' and probabilities ' + ', '.join(map(str, known.odds)) if odds else ''}; accepted: the same again",
            described,
        )
    return known


def _check_odds(tree: _Tree, odds: tuple[Fraction, ...], place: Token) -> None:
    total = Fraction(0)
    for number in odds:
        if number < 0:
            tree.tokens.fail("a negative probability; accepted: numbers of at least 0 that add up to exactly 1", place)
        total = _bounded(tree, total + number, "the sum of the probabilities", place)
    if total != 1:
        tree.tokens.fail(
            f"the probabilities add up to {format_exact(total)}; accepted: numbers of at least 0 that add up to "
            "exactly 1 (so 1/3 and not 0.333)",
            place,
        )


def _read_actions(tokens: Tokens, *, chance: bool) -> tuple[list[Token], tuple[Fraction, ...]]:
    """A list `{ "a" "b" }`, or `{ "a" 1/2 "b" 1/2 }` of chance."""
    if not chance:
        return tokens.list_of_texts("action"), ()
    opened = tokens.expect("{", "the list { … } of actions and probabilities")
    labels, odds = [], []
    while not tokens.skip("}"):
        labels.append(tokens.text("an action (or the closing })"))
        odds.append(tokens.number("the probability of an action"))
    if not labels:
        tokens.fail("an empty list; accepted: at least one action with its probability", opened)
    return labels, tuple(odds)


def _add_outcome(tree: _Tree, payoffs: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    """Read a node's outcome, described here or named by its number, and add it to the payoffs so far."""
    tokens = tree.tokens
    token = tokens.peek()
    number = tokens.whole("the number of an outcome", least=0)
    described = tokens.peek()
    if described.kind == "text":
        if number == 0:
            tokens.fail("outcome 0 is the null outcome, 0 to everybody; accepted: no name and no payoffs", described)
        name = tokens.take().value
        tokens.expect("{", "the list { … } of payoffs")
        row = tokens.payoffs(len(tree.players), f"outcome {number}")
        if tree.outcomes.setdefault(number, (name, row)) != (name, row):
            before = tree.outcomes[number]
            tokens.fail(
                f"outcome {number} was described before, as {before[0]!r} with {', '.join(map(str, before[1]))}; "
                "accepted: the same again",
                described,
            )
    elif number and number not in tree.outcomes:
        tokens.fail(f"outcome {number} has not been described yet; accepted: its name and payoffs", token)
    if number == 0:
        return payoffs
    earned = tree.outcomes[number][1]
    return tuple(
        _bounded(tree, u + v, "the payoffs added up along a path", token) for u, v in zip(payoffs, earned, strict=True)
    )
