"""A second checker of refutations, written from proofs/README.md section 5 "no" alone: sets, Fractions, enumeration.

It knows nothing of the first one. Everything is its definition, worked out anew at every node for every profile.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from tests.checker.certificates import PROPOSITION_23, PROPOSITION_23_DUPLICATES, PROPOSITION_25, Json

Profile = tuple[str, ...]
Variable = tuple[int, str]  # a player and a survivor of that player
Assigned = dict[Variable, str]
Affine = dict[int, tuple[Fraction, Fraction]]  # by player: scale and shift

NOT_WRITTEN = "a search for maps found none, and was not written down"
NUMBER = "(?:0|[1-9][0-9]*)"
PROFILE = f":{NUMBER}(?:,{NUMBER})*"


class Wrong(Exception):
    """The certificate shows nothing."""


def need(holds: bool) -> None:
    if not holds:
        raise Wrong


def accepts(certificate: Json) -> bool:
    """Whether a claim that there is no safe Pareto improvement is shown; its game is taken to be well written."""
    try:
        check(certificate)
    except Wrong:
        return False
    return True


@dataclass(frozen=True)
class Table:
    """The game Γ."""

    players: list[str]
    actions: list[list[str]]
    u: dict[Profile, tuple[Fraction, ...]]

    def __init__(self, written: Json) -> None:
        """Read what section 1 calls a game."""
        object.__setattr__(self, "players", written["players"])
        object.__setattr__(self, "actions", written["actions"])
        cells = written["payoffs"]
        for _ in written["players"][1:]:
            cells = [cell for row in cells for cell in row]
        u = {a: tuple(map(Fraction, cell)) for a, cell in zip(product(*self.actions), cells, strict=True)}
        object.__setattr__(self, "u", u)


def check(certificate: Json) -> None:
    claim, evidence = certificate["claim"], certificate["evidence"]
    table = Table(certificate["objects"]["game"])
    need(type(evidence) is dict and set(evidence) == {"elimination", "refutations"})
    rules = ["dominated", "duplicate"] if claim["duplicates"] else ["dominated"]
    everybody = range(len(table.players))
    survivors = eliminate(table, table.actions, evidence["elimination"], rules, everybody)
    wanted = [None] if claim["unilateral"] is None else claim["unilateral"]
    refutations = evidence["refutations"]
    need(type(refutations) is list and len(refutations) == len(wanted))
    trusts = PROPOSITION_23 if claim["unilateral"] is None else PROPOSITION_25
    trusts = PROPOSITION_23_DUPLICATES if claim["duplicates"] else trusts
    for player, refutation in zip(wanted, refutations, strict=True):
        need(type(refutation) is dict and set(refutation) == {"player", "last", "parts", "logs"})
        need(refutation["player"] == player and refutation["last"] in table.players)
        parts, logs = refutation["parts"], refutation["logs"]
        need(type(logs) is list)
        if parts is None:
            need(logs == [])
            trusts = [*PROPOSITION_23, NOT_WRITTEN] if player is None else [*PROPOSITION_25, NOT_WRITTEN]
            trusts = [*PROPOSITION_23_DUPLICATES, NOT_WRITTEN] if claim["duplicates"] else trusts
            continue
        mover = None if player is None else table.players.index(player)
        last = table.players.index(refutation["last"])
        Search(table, survivors, last, mover, claim["strict"], list(logs)).check(parts)
    need(certificate["scope"]["trusts"] == trusts)


# ---- section 2


def against(alive: Sequence[Sequence[str]], i: int, x: str) -> Iterator[Profile]:
    for a in product(*alive):
        if a[i] == alive[i][0]:
            yield (*a[:i], x, *a[i + 1 :])


def dominated(table: Table, alive: Sequence[Sequence[str]], i: int, x: str, y: str) -> bool:
    pairs = zip(against(alive, i, x), against(alive, i, y), strict=True)
    return x != y and all(table.u[b][i] > table.u[a][i] for a, b in pairs)


def duplicate(table: Table, alive: Sequence[Sequence[str]], i: int, x: str, y: str) -> bool:
    pairs = zip(against(alive, i, x), against(alive, i, y), strict=True)
    return x != y and all(table.u[b] == table.u[a] for a, b in pairs)


def eliminate(
    table: Table, actions: Sequence[Sequence[str]], log: Json, rules: list[str], movers: Sequence[int]
) -> list[list[str]]:
    """What is alive after a log on these actions, in which only `movers` delete, until they can no more."""
    alive = [list(own) for own in actions]
    holds = {"dominated": dominated, "duplicate": duplicate}
    need(type(log) is list)
    for step in log:
        need(type(step) is dict and set(step) == {"player", "action", "by", "rule"})
        need(step["player"] in table.players and step["rule"] in rules)
        i, x, y = table.players.index(step["player"]), step["action"], step["by"]
        need(i in movers and x in alive[i] and y in alive[i] and holds[step["rule"]](table, alive, i, x, y))
        alive[i].remove(x)
    for i in movers:
        for x, y in product(alive[i], repeat=2):
            need(not any(holds[rule](table, alive, i, x, y) for rule in rules))
    return alive


# ---- section 5, no


class Search:
    def __init__(
        self, table: Table, survivors: list[list[str]], last: int, mover: int | None, strict: bool, logs: list[Json]
    ) -> None:
        self.table, self.survivors, self.last, self.mover, self.strict = table, survivors, last, mover, strict
        self.logs = logs
        # In the order in which the game lists actions, whatever is left of it.
        self.variables = [(i, x) for i, own in enumerate(table.actions) for x in own if x in survivors[i]]
        self.late = [v for v in self.variables if v[0] == last]
        self.early = [v for v in self.variables if v[0] != last]
        self.outcomes = list(product(*survivors))

    def check(self, parts: Json) -> None:
        need(type(parts) is list and len(parts) == len(self.variables))
        for k, part in enumerate(parts):
            if type(part) is dict:
                need(set(part) == {"symmetry"})
                self.symmetry(part["symmetry"], k)
            else:
                need(type(part) is str)
                self.tokens = part.split(" ")
                self.candidates = {v: self.candidates_of(v, k) for v in self.variables}
                self.node({}, {})
                need(self.tokens == [])
        need(self.logs == [])

    def candidates_of(self, v: Variable, k: int) -> list[str]:
        i, place = v[0], self.variables.index(v)
        every = self.table.actions[i]
        if place < k:
            return [w for w in every if w in self.survivors[i]]
        return [w for w in every if w not in self.survivors[i]] if place == k else every

    def symmetry(self, maps: Json, k: int) -> None:
        need(type(maps) is dict and set(maps) == set(self.table.players))
        for player, own in zip(self.table.players, self.survivors, strict=True):
            need(type(maps[player]) is dict and set(maps[player]) == set(own))
            images = list(maps[player].values())
            need(all(type(y) is str for y in images) and sorted(images) == sorted(own))
        for a in self.outcomes:
            b = tuple(maps[player][x] for player, x in zip(self.table.players, a, strict=True))
            need(self.table.u[a] == self.table.u[b])
        i, x = self.variables[k]
        need(self.variables.index((i, maps[self.table.players[i]][x])) < k)

    # -- D and L

    def with_action(self, y: Variable) -> list[Profile]:
        return [a for a in self.outcomes if a[y[0]] == y[1]]

    def image(self, a: Profile, w: str, assigned: Assigned) -> Profile:
        """The profile that consists of w for the last player, and of what the others' actions are assigned."""
        return tuple(w if i == self.last else assigned[i, x] for i, x in enumerate(a))

    def fits(self, a: Profile, b: Profile, affine: Affine) -> bool:
        before, after = self.table.u[a], self.table.u[b]
        nobody_loses = all(after[i] >= before[i] for i in range(len(a)))
        return nobody_loses and all(before[j] == scale * after[j] + shift for j, (scale, shift) in affine.items())

    def d(self, y: Variable, assigned: Assigned, affine: Affine) -> list[str]:
        found = []
        for w in [assigned[y]] if y in assigned else self.candidates[y]:
            known = [
                a
                for a in self.with_action(y)
                if all((i, x) in assigned for i, x in enumerate(a) if (i, x) in self.early)
            ]
            if all(self.fits(a, self.image(a, w, assigned), affine) for a in known):
                found.append(w)
        return found

    def l(self, v: Variable, assigned: Assigned, affine: Affine) -> list[str]:  # noqa: E743
        taken = [w for (i, _), w in assigned.items() if i == v[0]]
        free = [w for w in self.candidates[v] if w not in taken]
        return [w for w in free if all(self.d(y, {**assigned, v: w}, affine) for y in self.late)]

    # -- the nodes

    def node(self, assigned: Assigned, affine: Affine) -> None:
        need(self.tokens != [])
        token = self.tokens.pop(0)
        if re.fullmatch(NUMBER, token):
            need(len(token) < 9 and int(token) < len(self.variables))
            v = self.variables[int(token)]
            need(v not in assigned)
            options = self.d(v, assigned, affine) if v in self.late else self.l(v, assigned, affine)
            for w in options:
                self.node({**assigned, v: w}, affine)
        elif re.fullmatch("h[1-9a-f][0-9a-f]*", token):
            bits = int(token[1:], 16)
            need(bits < 2 ** len(self.late))
            chosen = [y for k, y in enumerate(self.late) if bits // 2**k % 2 == 1]
            union = {w for y in chosen for w in self.d(y, assigned, affine)}
            need(len(union) < len(chosen))
        elif token == "n":
            need(self.strict and all(v in assigned for v in self.early))
            for y in self.late:
                for w, a in product(self.d(y, assigned, affine), self.with_action(y)):
                    need(self.table.u[self.image(a, w, assigned)] == self.table.u[a])
        elif re.fullmatch(f"a{NUMBER}{PROFILE}(?:{PROFILE})?", token):
            self.affinity(token, assigned, affine)
        else:
            need(token == "e")
            self.elimination(assigned)

    def affinity(self, token: str, assigned: Assigned, affine: Affine) -> None:
        j, *written = token[1:].split(":")
        players = len(self.table.players)
        need(len(j) < 9 and self.mover is not None)
        i = int(j)
        need(i < players and i != self.mover and i not in affine)
        pairs = []
        for numbers in written:
            need(all(len(k) < 9 and int(k) < len(self.variables) for k in numbers.split(",")))
            chosen = [self.variables[int(k)] for k in numbers.split(",")]
            need([v[0] for v in chosen] == list(range(players)) and all(v in assigned for v in chosen))
            a, b = tuple(v[1] for v in chosen), tuple(assigned[v] for v in chosen)
            pairs.append((self.table.u[a][i], self.table.u[b][i]))
        constant = len({self.table.u[a][i] for a in self.outcomes}) == 1
        need(len(pairs) == (1 if constant else 2))
        if constant:
            self.node(assigned, {**affine, i: (Fraction(1), pairs[0][0] - pairs[0][1])})
            return
        (before, after), (other_before, other_after) = pairs
        need(before != other_before)
        if (before - other_before) * (after - other_after) > 0:
            scale = (before - other_before) / (after - other_after)
            self.node(assigned, {**affine, i: (scale, before - scale * after)})

    def elimination(self, assigned: Assigned) -> None:
        need(self.mover is not None and all(v in assigned for v in self.variables) and self.logs != [])
        images = [{assigned[i, x] for x in own} for i, own in enumerate(self.survivors)]
        game = [[w for w in own if i != self.mover or w in images[i]] for i, own in enumerate(self.table.actions)]
        others = [j for j in range(len(game)) if j != self.mover]
        left = eliminate(self.table, game, self.logs.pop(0), ["dominated"], others)
        need(any(set(left[j]) != images[j] for j in others))
