"""Settings: files about profiles of programs, with spaces, a transformation, beliefs, demands and choices."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn, cast

from spi.analysis.full_strategies import (
    ChoiceModel,
    Demand,
    best_reply_choice,
    choice_table,
    demand_by,
    simultaneous_choice,
)
from spi.core.beliefs import Beliefs, beliefs
from spi.core.display import html_of
from spi.core.gamefile import find_file, load_game, read_table
from spi.core.numbers import exact
from spi.errors import FormatError, GameError, ProgramError
from spi.programs.games import ProgramGame, program_game
from spi.programs.members import Program, finite_map
from spi.programs.references import load_family, read_reference
from spi.programs.spaces import ProgramSpace, commitments, family_space, program_space, union_space
from spi.transforms.ex_post_commitments import commit_to_tokens, disarm
from spi.transforms.renegotiation import renegotiate, renegotiate_literally
from spi.transforms.set_wraps import Kind, extend_programs, renegotiate_sets
from spi.transforms.transformation import Programs, Transformation, factorised_map, joint_map

__all__ = ["Setting", "load_program_setting", "read_program_setting"]

_KEYS: dict[str, tuple[type, str]] = {
    "kind": (str, "a string"),
    "title": (str, "a string"),
    "source": (str, "a string"),
    "story": (str, "a string"),
    "game": (str, "a name on the shelf or a path"),
    "randomness": (str, "'independent' or 'shared'"),
    "programs": (dict, "a table from name to program"),
    "spaces": (dict, "a table from player to a list of names and families"),
    "transformation": (dict, "a table"),
    "profile": (list, "a list of names, one for each player"),
    "within": (list, "a list of lists of names"),
    "law": (list, "a list of tables with programs and probability"),
    "beliefs": (dict, "a table from player to a list of tables with programs and probability, or between"),
    "demands": (dict, 'a table from name to demand, or parameter = "…"'),
    "choice": (dict, "a table"),
    "facts": (dict, "a table"),
}
_NEEDED = ("kind", "game", "programs", "spaces")
_IMAGE = re.compile(r"f\((.+)\)")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a file about profiles of programs says; what it leaves out is None.

    Parameters
    ----------
    title, source : str
    names : dict from name to Program
    games : ProgramGame
    transformation : Transformation or None
    profile : tuple of n Program or None
        The input programs of a full strategy.
    within : tuple of profiles of programs or None
        The space on which the transformation is asked about.
    law : dict from profile of programs to probability, or None
    beliefs : tuple of n Beliefs about tuples of n - 1 programs, or None
        One law each, or all laws over the programs named.
    demand : function from Program to demand, or None
    choice : ChoiceModel or None
    facts : dict
        What is claimed, not yet checked.

    Source: ours
    """

    title: str
    source: str
    names: dict[str, Program]
    games: ProgramGame
    transformation: Transformation | None
    profile: Programs | None
    within: tuple[Programs, ...] | None
    law: dict[Programs, Fraction] | None
    beliefs: tuple[Beliefs[Programs], ...] | None
    demand: Demand | None
    choice: ChoiceModel | None
    facts: dict[str, Any]

    _repr_html_ = html_of


def load_program_setting(name: str | Path) -> Setting:
    """Load a setting from the shelf `games/` or from a file of your own.

    Parameters
    ----------
    name : str or Path
        `"<source>/<name>"`, or a path ending in `.toml`.

    Returns
    -------
    Setting

    Raises
    ------
    ShelfError
        If there is no such file; names the closest ones.
    FormatError
        Naming the key, player or program at fault.

    Source: ours
    """
    file, text = find_file(name, "programs")
    return read_program_setting(text, file=file)


def read_program_setting(text: str | bytes, *, file: str = "<text>") -> Setting:
    """Read a setting, the TOML of `games/` with kind = "programs".

    Parameters
    ----------
    text : str or bytes
    file : str
        Name for messages.

    Returns
    -------
    Setting

    Raises
    ------
    FormatError
        Naming the key, player or program at fault.

    Source: ours
    """
    data = read_table(text, "programs", _KEYS, _NEEDED, file=file)
    try:
        return _Reader(data, file).read()
    except (GameError, ProgramError) as error:
        raise FormatError(str(error), file=file) from None


class _Reader:
    """Reads the parts in turn; names of programs are resolved in one place."""

    def __init__(self, data: Mapping[str, Any], file: str) -> None:
        self.data, self.file = data, file
        self.game = load_game(data["game"])
        self.players = self.game.players
        self.known = {
            name: read_reference(self.string(text, f"programs.{name}"), file=file)
            for name, text in data["programs"].items()
        }
        self.transformation: Transformation | None = None

    def read(self) -> Setting:
        """The whole setting."""
        data = self.data
        spaces = [self.space(own, i) for i, own in enumerate(self.by_player("spaces"))]
        options = {"randomness": data["randomness"]} if "randomness" in data else {}
        games = program_game(self.game, *spaces, **options)
        self.transformation = self.read_transformation() if "transformation" in data else None
        held = self.read_beliefs() if "beliefs" in data else None
        profile = self.profile(data["profile"], "profile") if "profile" in data else None
        return Setting(
            data.get("title", ""),
            data.get("source", ""),
            self.known,
            games,
            self.transformation,
            profile,
            tuple(self.profile(own, "within") for own in data["within"]) if "within" in data else None,
            dict(self.laws(data["law"], "law", None)) if "law" in data else None,
            held,
            self.read_demand() if "demands" in data else None,
            self.read_choice(games, profile, held) if "choice" in data else None,
            data.get("facts", {}),
        )

    def fail(self, where: str, why: str) -> NoReturn:
        """Refuse the file."""
        raise FormatError(f"{where}: {why}", file=self.file)

    def string(self, value: object, where: str) -> str:
        """A string, or a refusal."""
        if not isinstance(value, str):
            self.fail(where, f"{value!r}; accepted: a string")
        return value

    def by_player(self, key: str) -> list[Any]:
        """What a table says of each player, in order."""
        table = self.data[key]
        if set(table) != set(self.players):
            self.fail(key, f"{', '.join(table) or 'nobody'}; accepted: one entry for each of {', '.join(self.players)}")
        for player, own in table.items():
            if not isinstance(own, list):
                self.fail(f"{key}.{player}", f"{own!r}; accepted: a list")
        return [table[player] for player in self.players]

    def program(self, name: object, player: int) -> Program:
        """The program of a name; `f(name)` is what the transformation makes of it at a player's seat."""
        text = self.string(name, "a program")
        if text in self.known:
            return self.known[text]
        image = _IMAGE.fullmatch(text)
        if image is None or image[1] not in self.known:
            self.fail(f"the program {text!r}", f"not named; accepted: {', '.join(self.known)}, or f(…) of one of these")
        if self.transformation is None or self.transformation.parts is None:
            self.fail(f"the program {text!r}", "f needs a transformation of each player's program by itself")
        return self.transformation.parts[player](self.known[image[1]])

    def space(self, entries: list[Any], player: int) -> ProgramSpace:
        """Programs by name, families as tables of values of their parameters, and conditional commitments."""
        named = program_space(self.program(own, player) for own in entries if not isinstance(own, dict))
        return union_space(named, *(self.family(own, player) for own in entries if isinstance(own, dict)))

    def family(self, table: Mapping[str, Any], player: int) -> ProgramSpace:
        """All members of a family whose parameters are from these lists."""
        where = f"spaces.{self.players[player]}"
        axes = {key: values for key, values in table.items() if key not in ("family", "conditional")}
        for key, values in axes.items():
            if not isinstance(values, list) or not values:
                self.fail(where, f"{key} = {values!r}; accepted: a list of values")
        match sorted(set(table) & {"family", "conditional"}):
            case ["family"]:
                group = load_family(self.string(table["family"], where)).group
                known = {key: [self.value(own) for own in values] for key, values in axes.items()}
                return family_space(group, table["family"].rsplit("/", 1)[-1], **known)
            case ["conditional"] if list(axes) == ["actions"]:
                types = [self.program(name, player) for name in table["conditional"]]
                return commitments(types, [self.string(action, where) for action in axes["actions"]])
        self.fail(where, f"{dict(table)!r}; accepted: family with lists of values, or conditional with actions")

    def value(self, given: object) -> Any:
        """The value of a parameter: a program by its name, another label, or a map of outcomes."""
        if isinstance(given, str):
            return self.known.get(given, given)
        return finite_map(self.outcomes(given))

    def profile(self, names: object, where: str) -> Programs:
        """A profile of programs."""
        if not isinstance(names, list) or len(names) != len(self.players):
            self.fail(where, f"{names!r}; accepted: a list of {len(self.players)} names")
        return tuple(self.program(name, i) for i, name in enumerate(names))

    def others(self, names: object, where: str, player: int) -> Programs:
        """The programs of all but one player."""
        seats = [k for k in range(len(self.players)) if k != player]
        if not isinstance(names, list) or len(names) != len(seats):
            self.fail(where, f"{names!r}; accepted: a list of {len(seats)} names")
        return tuple(self.program(name, k) for name, k in zip(names, seats, strict=True))

    def laws(self, rows: object, where: str, player: int | None) -> list[tuple[Programs, Fraction]]:
        """Profiles, or others' programs, with probabilities."""
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.fail(where, f"{rows!r}; accepted: a list of tables with programs and probability")
        found = []
        for row in cast(list[dict[str, Any]], rows):
            if set(row) != {"programs", "probability"}:
                self.fail(where, f"the keys {', '.join(row)}; accepted: programs and probability")
            names = row["programs"]
            own = self.profile(names, where) if player is None else self.others(names, where, player)
            found.append((own, exact(row["probability"], place=where)))
        return found

    def read_transformation(self) -> Transformation:
        """By its kind."""
        table, n = self.data["transformation"], len(self.players)
        kind = table.get("kind")
        options = {key: value for key, value in table.items() if key != "kind"}
        match kind, sorted(options):
            case "renegotiation", ["proposal"] | ["proposals"]:
                return renegotiate(self.proposals(options), players=n)
            case "literal-renegotiation", ["proposal"] | ["proposals"]:
                return renegotiate_literally(self.proposals(options))
            case "sets", ["functions"] | ["functions", "selector"]:
                functions = [read_reference(self.string(f, "functions"), file=self.file) for f in options["functions"]]
                return renegotiate_sets(functions, selector=options.get("selector", "utilitarian"))
            case "extension", [] | ["reference"]:
                return extend_programs(kind=cast(Kind, options.get("reference", "base")))
            case "disarmament", ["instead"]:
                return disarm(options["instead"])
            case "tokens", ["reading"]:
                return commit_to_tokens(self.outcomes(options["reading"]))
            case "map", ["maps"]:
                return factorised_map("a map of each player's programs", self.maps(options["maps"]))
            case "joint", ["table"]:
                rows = {
                    self.profile(row.get("programs"), "table"): self.profile(row.get("becomes"), "table")
                    for row in options["table"]
                }
                return joint_map("a joint map", rows)
        self.fail(
            "transformation",
            f"kind = {kind!r} with {', '.join(options) or 'nothing'}; accepted: renegotiation or literal-renegotiation "
            "with proposal or proposals, sets with functions and selector, extension with reference, disarmament with "
            "instead, tokens with reading, map with maps, joint with table",
        )

    def proposals(self, options: Mapping[str, Any]) -> list[dict[Any, Any]]:
        """One for all, or one for each."""
        if "proposal" in options:
            return [self.outcomes(options["proposal"])] * len(self.players)
        return [self.outcomes(own) for own in options["proposals"]]

    def outcomes(self, table: object) -> dict[Any, Any]:
        """A map of outcomes, written "a, b" = "c, d"."""
        if not isinstance(table, dict):
            self.fail("transformation", f'{table!r}; accepted: a table such as {{"a, b" = "c, d"}}')
        return {_profile_of(key): _profile_of(self.string(value, "an outcome")) for key, value in table.items()}

    def maps(self, tables: object) -> list[dict[Program, Program]]:
        """For each player a table from name to name."""
        if not isinstance(tables, list) or len(tables) != len(self.players):
            self.fail("transformation", f"maps = {tables!r}; accepted: one table for each player")
        return [{self.program(a, i): self.program(b, i) for a, b in own.items()} for i, own in enumerate(tables)]

    def read_beliefs(self) -> tuple[Beliefs[Programs], ...]:
        """One law each, or with `between` all laws over some programs."""
        held: list[Beliefs[Programs]] = []
        for i, rows in enumerate(self.by_player("beliefs")):
            where = f"beliefs.{self.players[i]}"
            if len(rows) == 1 and isinstance(rows[0], dict) and set(rows[0]) == {"between"}:
                held.append(beliefs(self.others(own, where, i) for own in rows[0]["between"]))
                continue
            law = self.laws(rows, where, i)
            if sum(p for _, p in law) != 1:
                self.fail(where, "the probabilities do not sum to 1")
            held.append(beliefs((own for own, _ in law), equal=[({own: 1}, p) for own, p in law]))
        return tuple(held)

    def read_demand(self) -> Demand:
        """By a parameter, or listed by name; a wrapped program demands what is listed for its default."""
        table = self.data["demands"]
        if set(table) == {"parameter"}:
            return demand_by(self.string(table["parameter"], "demands.parameter"))
        listed = {self.program(name, 0): demand for name, demand in table.items()}

        def demand(own: Program) -> Any:
            while own not in listed:
                bound = dict(own.bindings)
                inner = next((bound[key] for key in ("default", "base") if isinstance(bound.get(key), Program)), None)
                if inner is None:
                    raise ProgramError(f"no demand is listed for {own!r}; accepted: one for each program in [demands]")
                own = inner
            return listed[own]

        return demand

    def read_choice(
        self, games: ProgramGame, profile: Programs | None, held: Sequence[Beliefs[Programs]] | None
    ) -> ChoiceModel:
        """Best replies to the beliefs, or a table of choices; simultaneous if it says so."""
        table = dict(self.data["choice"])
        simultaneous = table.pop("simultaneous", False)
        if set(table) == {"model"} and table["model"] == "best-reply":
            if held is None:
                self.fail("choice", "best replies need [beliefs]")
            laws = [{types: self.certain(own, types) for types in own.types} for own in held]
            model = best_reply_choice(games, laws)
        else:
            model = self.listed_choice(table)
        if not simultaneous:
            return model
        if profile is None:
            self.fail("choice", "simultaneous choice needs a profile")
        return simultaneous_choice(profile, model)

    def certain(self, own: Beliefs[Programs], types: Programs) -> Fraction:
        """The probability that a single law gives to these programs."""
        for constraint in own.constraints:
            if constraint.weights[own.types.index(types)]:
                return constraint.bound
        self.fail("choice", "best replies need one law for each player, not `between`")

    def listed_choice(self, table: Mapping[str, Any]) -> ChoiceModel:
        """Tables if_used, if_believed and if_absent: for each player the name of what she would choose."""
        known = {"if_used", "if_believed", "if_absent"}
        if not set(table) <= known or not table:
            self.fail(
                "choice", f"the keys {', '.join(table)}; accepted: model, simultaneous, {', '.join(sorted(known))}"
            )
        chosen: dict[str, list[Program | None]] = {}
        for key in sorted(known):
            own = table.get(key, {})
            chosen[key] = [self.program(own[p], i) if p in own else None for i, p in enumerate(self.players)]
        if "profile" not in self.data:
            self.fail("choice", "what would be chosen instead needs a profile")
        profile = self.profile(self.data["profile"], "profile")
        rows = {
            key: [
                {} if program is None else {(*profile[:i], *profile[i + 1 :]): program}
                for i, program in enumerate(chosen[key])
            ]
            for key in ("if_used", "if_believed")
        }
        return choice_table(if_used=rows["if_used"], if_believed=rows["if_believed"], if_absent=chosen["if_absent"])


def _profile_of(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(","))
