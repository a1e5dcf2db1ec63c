"""Files of commitments: the TOML of `games/` with kind = "commitments"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from spi.core.beliefs import BeliefConstraint, Beliefs
from spi.core.commitments import Commitment, CommitmentGraph, CommitmentStep, Policy
from spi.core.correspondence import ActionMaps
from spi.core.game import Game, Profile
from spi.core.gamefile import find_file, read_table
from spi.core.lottery import read_lottery
from spi.core.numbers import exact
from spi.core.policy_game import PolicyGame, PolicyTransform, others_of
from spi.errors import FormatError, GameError

__all__ = ["CommitmentFile", "load_commitments", "read_commitment_file"]

_KEYS: dict[str, tuple[type, str]] = {
    "kind": (str, "a string"),
    "title": (str, "a string"),
    "source": (str, "a string"),
    "story": (str, "a string"),
    "players": (list, "a list"),
    "policies": (list, "a list of lists"),
    "payoffs": (list, "nested lists"),
    "start": (str, "the name of a state"),
    "default": (list, "a list of tables"),
    "space": (list, "a list of joint policies"),
    "transforms": (list, "a list of tables"),
    "beliefs": (list, "a list of tables"),
    "moves": (list, "a list of tables"),
    "facts": (dict, "a table"),
}
_NEEDED = ("kind", "players", "policies", "payoffs", "start", "default", "space", "transforms", "moves")
_RELATIONS: dict[str, Literal["at-most", "at-least", "equal"]] = {
    "at_most": "at-most",
    "at_least": "at-least",
    "equal": "equal",
}


@dataclass(frozen=True, slots=True)
class CommitmentFile:
    """What a file of commitments says: the graph, and the facts that are claimed of it (not yet checked).

    Parameters
    ----------
    graph : CommitmentGraph
    facts : dict
        The `[facts]` table as it stands.

    Source: ours
    """

    graph: CommitmentGraph
    facts: dict[str, Any]


def load_commitments(name: str | Path) -> CommitmentGraph:
    """Load a graph of commitments from the shelf or from a file of your own.

    Parameters
    ----------
    name : str or Path
        `"<source>/<name>"` as listed by `list_games(kind="commitments")`, or a path ending in `.toml`.

    Returns
    -------
    CommitmentGraph

    Raises
    ------
    ShelfError
        If there is no such file; names the closest ones.
    FormatError
        If the file is not one of commitments.

    Examples
    --------
    >>> load_commitments("lock-out/moving-second").states
    ('free', 'B is first', 'B is first, but open', 'both are bound')

    Source: ours
    """
    file, text = find_file(name, "commitments")
    return read_commitment_file(text, file=file).graph


def read_commitment_file(text: str | bytes, *, file: str = "<text>") -> CommitmentFile:
    """Read the text of a file of commitments, facts included.

    Parameters
    ----------
    text : str or bytes
        TOML as described in `games/README.md`; bytes must be UTF-8.
    file : str
        Name for messages.

    Returns
    -------
    CommitmentFile

    Raises
    ------
    FormatError
        With file, line and caret where the text has one; else naming the key, player, policy or state at fault.

    Source: ours
    """
    data = read_table(text, "commitments", _KEYS, _NEEDED, file=file)
    try:
        return CommitmentFile(_graph(data), data.get("facts", {}))
    except GameError as error:
        raise FormatError(str(error), file=file) from None


def _graph(data: dict[str, Any]) -> CommitmentGraph:
    title, source = data.get("title", ""), data.get("source", "")
    game = Game.from_payoffs(
        data["payoffs"], actions=data["policies"], players=data["players"], title=title, source=source
    )
    default = [
        (_profile(entry["policies"], "default"), entry["probability"])
        for entry in _tables(data["default"], "default", ("policies", "probability"))
    ]
    steps = []
    for move in _tables(data["moves"], "moves", ("rule", "removes", "steps"), ("by", "except")):
        commitment = Commitment(
            _word(move["rule"], "rule"),
            None if "by" not in move else _word(move["by"], "by"),
            _policies(move["removes"], "removes"),
            _policies(move.get("except", {}), "except"),
        )
        for ends in _list(move["steps"], "steps"):
            if len(_list(ends, "steps")) != 2:
                raise GameError(f"steps has {ends!r}; accepted: two states, before and after")
            steps.append(CommitmentStep(_word(ends[0], "steps"), commitment, _word(ends[1], "steps")))
    problem = PolicyGame(
        game,
        read_lottery(game, tuple(default)),
        tuple(_profile(entry, "space") for entry in data["space"]),
        tuple(
            PolicyTransform(_word(entry["name"], "name"), _maps(game, entry["maps"]))
            for entry in _tables(data["transforms"], "transforms", ("name", "maps"))
        ),
        _beliefs(game, _tables(data.get("beliefs", []), "beliefs", ("of", "terms"), tuple(_RELATIONS))),
    )
    return CommitmentGraph(problem, data["start"], tuple(steps), title, source, data.get("story", ""))


def _maps(game: Game, given: object) -> ActionMaps:
    """A map of policies per player; who or what is not named stays as it is."""
    named = _table(given, "maps")
    for player, own in named.items():
        actions = game.actions[game.player_index(player)]
        for policy, image in _table(own, "maps").items():
            if policy not in actions or image not in actions:
                raise GameError(f"maps.{player} takes {policy!r} to {image!r}; policies are {', '.join(actions)}")
    return ActionMaps.of(
        {p: {x: named.get(p, {}).get(x, x) for x in own} for p, own in zip(game.players, game.actions, strict=True)}
    )


def _beliefs(game: Game, entries: list[dict[str, Any]]) -> tuple[Beliefs[Profile], ...]:
    """For each player the laws over the others' joint policies that meet the constraints stated for her."""
    constraints: list[list[BeliefConstraint]] = [[] for _ in game.players]
    for entry in entries:
        i = game.player_index(_word(entry["of"], "of"))
        relation = [key for key in _RELATIONS if key in entry]
        if len(relation) != 1:
            raise GameError(f"a belief of {entry['of']} needs exactly one of {', '.join(_RELATIONS)}")
        weights = [Fraction(0)] * len(others_of(game, i))
        for term in _tables(entry["terms"], "terms", ("when",), ("weight",)):
            when = _table(term["when"], "when")
            for player, policy in when.items():
                j = game.player_index(player)
                if j == i or policy not in game.actions[j]:
                    raise GameError(
                        f"when.{player} = {policy!r} in a belief of {entry['of']}; accepted: others' policies"
                    )
            others = [player for player in game.players if player != entry["of"]]
            for k, theirs in enumerate(others_of(game, i)):
                played = dict(zip(others, theirs, strict=True))
                if all(played[player] == policy for player, policy in when.items()):
                    weights[k] += exact(term.get("weight", 1), place="weight")
        bound = exact(entry[relation[0]], place=relation[0])
        constraints[i].append(BeliefConstraint(tuple(weights), _RELATIONS[relation[0]], bound))
    return tuple(Beliefs(others_of(game, i), tuple(own)) for i, own in enumerate(constraints))


def _policies(given: object, key: str) -> tuple[Policy, ...]:
    """The policies of a table from players to lists of policies."""
    own = {player: _list(policies, key) for player, policies in _table(given, key).items()}
    return tuple((player, _word(policy, key)) for player, policies in own.items() for policy in policies)


def _profile(given: object, key: str) -> Profile:
    return tuple(_word(policy, key) for policy in _list(given, key))


def _word(given: object, key: str) -> str:
    if not isinstance(given, str):
        raise GameError(f"{key} has {given!r}; accepted: a string")
    return given


def _list(given: object, key: str) -> list[Any]:
    if not isinstance(given, list):
        raise GameError(f"{key} = {given!r}; accepted: a list")
    return given


def _table(given: object, key: str) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise GameError(f"{key} = {given!r}; accepted: a table")
    return given


def _tables(given: object, key: str, needed: Iterable[str], more: Iterable[str] = ()) -> list[dict[str, Any]]:
    """A list of tables with these keys."""
    found = []
    for entry in _list(given, key):
        keys = set(_table(entry, key))
        missing, unknown = set(needed) - keys, keys - set(needed) - set(more)
        if missing or unknown:
            raise GameError(
                f"{key} has a table without {', '.join(sorted(missing)) or 'nothing'} or with "
                f"{', '.join(sorted(unknown)) or 'nothing'}; its keys are {', '.join([*needed, *more])}"
            )
        found.append(dict(entry))
    return found
