"""Random programs of all sorts: as canonical trees, and as texts that differ in nothing that counts.

Everything is drawn from `random.Random`, along the sorts, so that every text is in the language.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from spi.programs.groups import ANY_NUMBER, Definition, group
from spi.programs.members import Program, finite_map, program
from spi.programs.terms import Term, kinds_in, subterms

Flavour = Literal["direct", "modal", "random"]
FLAVOURS: tuple[Flavour, ...] = ("direct", "modal", "random")
Sort = str
"""label, truth, profile, set, program, moves (a map of profiles), names (a map of labels), accepts (a function)."""

ACTIONS = ("C", "D")
KEYWORDS = (
    *("default", "proposal", "cooperate", "x", "v0", "v1", "other0", "other1", "others", "main_1", "program_1", "_"),
    *("build", "match", "case", "label", "run", "type", "variable", "map", "let", "keyword", "star", "π"),
)
"""Names of keyword parameters: they are code, so that everything else has to keep clear of them."""

RUNS = {"run", "outcome", "proves", "chance", "mix", "simulate", "delegate"}


@dataclass
class Head:
    """What others may know of a definition."""

    place: int
    others: int
    keywords: dict[str, tuple[Sort, str | None]]
    result: Sort
    arguments: tuple[Sort, ...] = ()


@dataclass
class Family:
    """Definitions of one file, of which the first is the program, and the sorts of its parameters."""

    definitions: list[Definition]
    keywords: dict[str, tuple[Sort, str | None]]


def random_family(rng: random.Random, flavour: Flavour = "direct", *, players: int = 2, depth: int = 4) -> Family:
    """A program with one to three parameters, and families and functions to which it may refer."""
    heads = [_head(rng, 0, players, "label")]
    for place in range(1, rng.choice((1, 1, 2, 3))):
        heads.append(_head(rng, place, players, rng.choice(("label", "label", "set", "truth"))))
    definitions = []
    for head in heads:
        body = _Draw(rng, flavour, players, heads, head).block(head.result, depth)
        if head.result == "set":  # a function is one by what its body says
            body = _under_lets(body, lambda inner: ("join", inner, ("set",)))
        if head.result == "truth":
            body = _under_lets(body, lambda inner: ("and", inner, ("truth", True)))
        kind: Literal["program", "function"] = "program" if head.result == "label" else "function"
        keywords = tuple(sorted((key, default) for key, (_, default) in head.keywords.items()))
        definitions.append(Definition(kind, head.others, keywords, body))
    return Family(definitions, heads[0].keywords)


def random_member(rng: random.Random, family: Family, pool: Sequence[Program]) -> Program:
    """A member of a family for two players; programs and functions among its parameters come from a pool."""
    given = {
        key: _value(rng, sort, pool)
        for key, (sort, default) in family.keywords.items()
        if default is None or rng.random() < 0.3
    }
    return program(group(family.definitions), given, "drawn")


def _value(rng: random.Random, sort: Sort, pool: Sequence[Program]) -> Any:
    def profile() -> tuple[str, ...]:
        return rng.choice(ACTIONS), rng.choice(ACTIONS)

    match sort:
        case "label":
            return rng.choice(ACTIONS)
        case "truth":
            return rng.random() < 0.5
        case "profile":
            return profile()
        case "set":
            return frozenset(profile() for _ in range(rng.randrange(3)))
        case "moves":
            return finite_map({profile(): profile() for _ in range(rng.randrange(3))})
        case "names":
            return finite_map({rng.choice(ACTIONS): rng.choice(ACTIONS) for _ in range(rng.randrange(3))})
        case "accepts":
            return rng.choice([p for p in pool if p.definition.kind == "function"])
    return rng.choice([p for p in pool if p.definition.kind == "program"])


def _head(rng: random.Random, place: int, players: int, result: Sort) -> Head:
    names = rng.sample(KEYWORDS, rng.choice((1, 1, 2, 3)))
    sorts = rng.choices(
        ("label", "truth", "profile", "set", "program", "moves", "names", "accepts"), (6, 1, 1, 2, 5, 3, 1, 1), k=3
    )
    keywords = {
        name: (sort, rng.choice(ACTIONS) if sort == "label" and rng.random() < 0.6 else None)
        for name, sort in zip(names, sorts, strict=False)
    }
    if result == "label":
        return Head(place, rng.choice((players - 1, players - 1, ANY_NUMBER)), keywords, result)
    arguments = tuple(rng.choices(("profile", "program", "label", "set"), k=rng.choice((1, 2))))
    return Head(place, len(arguments), keywords, result, arguments)


def _under_lets(body: Term, change: Callable[[Term], Term]) -> Term:
    """Change what is returned, on every path."""
    match body:
        case ("let", value, rest):
            return ("let", value, _under_lets(rest, change))
        case ("if", condition, then, otherwise) if kinds_in(body) & {"let", "match"}:
            return ("if", condition, _under_lets(then, change), _under_lets(otherwise, change))
        case ("match", scrutinee, cases, otherwise):
            changed = tuple((place, keys, _under_lets(inner, change)) for place, keys, inner in cases)
            return ("match", scrutinee, changed, _under_lets(otherwise, change))
    return change(body)


@dataclass
class _Draw:
    """Draws the body of one definition; variables are (sort, is it the value of a run), the innermost last."""

    rng: random.Random
    flavour: Flavour
    players: int
    heads: Sequence[Head]
    own: Head
    variables: list[tuple[Sort, bool]] = field(default_factory=list)
    proving: bool = False

    # --- where statements may stand

    def block(self, sort: Sort, depth: int) -> Term:
        rng = self.rng
        draw = rng.random()
        if depth > 1 and draw < 0.25:
            named = rng.choice(("label", "profile", "program", "truth", "set"))
            value = self.term(named, depth - 1)
            run = bool(kinds_in(value) & RUNS) or any(self.variables[-1 - k][1] for k in free(value))
            self.variables.append((named, run))
            rest = self.block(sort, depth - 1)
            self.variables.pop()
            return ("let", value, rest)
        if depth > 1 and draw < 0.5:
            return ("if", self.condition(depth - 1), self.block(sort, depth - 1), self.block(sort, depth - 1))
        if depth > 1 and draw < 0.7:
            return self.match(sort, depth)
        return self.term(sort, depth)

    def match(self, sort: Sort, depth: int) -> Term:
        rng = self.rng
        programs = [head for head in self.heads if head.result == "label"]
        cases = []
        scrutinee = self.term("program", 1)
        for head in rng.sample(programs, rng.randint(1, len(programs))):
            keys = sorted(rng.sample(sorted(head.keywords), rng.randint(0, len(head.keywords))))
            self.variables += [(head.keywords[key][0], False) for key in keys]
            cases.append((head.place, tuple(keys), self.block(sort, depth - 1)))
            del self.variables[len(self.variables) - len(keys) :]
        return ("match", scrutinee, tuple(cases), self.block(sort, depth - 1))

    # --- expressions

    def condition(self, depth: int) -> Term:
        if self.flavour == "random" and self.rng.random() < 0.4:
            return ("chance", self.rng.choice(("1/2", "1/10", "0.9", "0", "1")))
        return self.term("truth", depth)

    def term(self, sort: Sort, depth: int) -> Term:
        ways = self.leaves(sort)
        if depth > 0:
            ways = [*self.rng.choices(ways, k=1), *self.nodes(sort, depth)] if ways else self.nodes(sort, depth)
        return self.rng.choice(ways)()

    def leaves(self, sort: Sort) -> list[Callable[[], Term]]:
        rng = self.rng
        found: list[Callable[[], Term]] = []
        for k, (own, run) in enumerate(reversed(self.variables)):
            if own == sort and not (run and self.proving):
                found.append(lambda k=k: ("variable", k))  # type: ignore[misc]
        for key, (own, _) in self.own.keywords.items():
            if own == sort:
                found.append(lambda key=key: ("keyword", key))  # type: ignore[misc]
        for k, own in enumerate(self.own.arguments):
            if own == sort:
                found.append(lambda k=k: ("other", k))  # type: ignore[misc]
        match sort:
            case "label":
                found.append(lambda: ("label", rng.choice(ACTIONS)))
            case "truth":
                found.append(lambda: ("truth", rng.random() < 0.5))
            case "profile":
                found.append(self.literal_profile)
            case "set":
                found += [lambda: ("set",), lambda: ordered("set", {self.literal_profile() for _ in range(2)})]
            case "moves":
                found.append(lambda: self.table(self.literal_profile))
            case "names":
                found.append(lambda: self.table(lambda: ("label", rng.choice(ACTIONS))))
            case "program" if self.own.result == "label":
                found.append(lambda: ("me",))
                if self.own.others != ANY_NUMBER:
                    found += [lambda: ("other", rng.randrange(self.own.others))] * 2
        if not found:
            found.append(lambda: self.build([head for head in self.heads if head.result == "label"], 0))
        return found

    def nodes(self, sort: Sort, depth: int) -> list[Callable[[], Term]]:
        rng, less = self.rng, depth - 1
        starred = self.own.result == "label" and self.own.others == ANY_NUMBER
        found: list[Callable[[], Term]] = []
        functions = [head for head in self.heads if head.result == sort and head.arguments]
        if functions:
            found.append(lambda: self.call(rng.choice(functions), less))
        if sort != "accepts":
            found.append(lambda: ("if", self.condition(less), self.term(sort, less), self.term(sort, less)))
        match sort:
            case "label":
                found += [lambda: self.run(less)] * 3
                found += [lambda: ("mine", self.term("profile", less))]
                found += [lambda: ("at", self.term("names", 0), self.term("label", less))]
                found += [lambda: ("player", self.term("program", less))] * (rng.random() < 0.1)
                if self.flavour == "random":
                    found += [lambda: ("simulate", self.term("label", less), rng.randint(1, 9)), self.mix]
            case "truth":
                found += [lambda: ("not", self.term("truth", less))]
                found += [lambda: (rng.choice(("and", "or")), self.term("truth", less), self.term("truth", less))]
                compared = rng.choice(("label", "profile", "program", "program", "set", "truth", "moves"))
                found += [lambda: ("same", self.term(compared, less), self.term(compared, less))] * 3
                found += [lambda: ("in", self.term("profile", less), self.term("set", less))]
                if starred:
                    found += [lambda: (rng.choice(("all", "any")), self.bounded(less))] * 3
                if self.flavour == "modal":
                    found += [lambda: self.proof(less)] * 4
            case "profile":
                found += [lambda: self.outcome(less)] * 3
                found += [lambda: ("at", self.term("moves", 0), self.term("profile", less))]
                found += [lambda: ("select", ("label", "leximin"), self.term("set", less))]
                found += [lambda: ("profile", *(self.term("label", less) for _ in range(self.players)))]
            case "set":
                found += [lambda: (rng.choice(("meet", "join")), self.term("set", less), self.term("set", less))]
                found += [lambda: ("pmp", self.term("profile", less))]
                found += [lambda: ordered("set", {self.term("profile", less) for _ in range(2)})]
                if "accepts" in {own for own, _ in [*self.own.keywords.values(), *self.variables]}:
                    found += [lambda: ("run", self.term("accepts", 0), self.term("program", 0))] * 2
            case "program":
                found += [lambda: self.build([head for head in self.heads if head.result == "label"], less)] * 2
                found += [lambda: self.looked_up(less)] * (rng.random() < 0.2)
                if starred:
                    found += [lambda: self.first(less)] * 2
        return found

    def first(self, depth: int) -> Term:
        """The first of the others with a property, mostly after a test whether there is one."""
        found = ("first", self.bounded(depth))
        return ("if", ("any", found[1]), found, self.term("program", 0)) if self.rng.random() < 0.8 else found

    def literal_profile(self) -> Term:
        return ("profile", *(("label", self.rng.choice(ACTIONS)) for _ in range(self.players)))

    def table(self, entry: Callable[[], Term]) -> Term:
        pairs = {entry(): entry() for _ in range(self.rng.randrange(3))}
        return ("map", *sorted(pairs.items(), key=lambda pair: repr(pair[0])))

    def looked_up(self, depth: int) -> Term:
        table = [(("label", action), self.term("program", depth)) for action in ACTIONS]
        return ("at", ("map", *table), self.term("label", depth))

    def mix(self) -> Term:
        chances = self.rng.choice((("1/2", "1/2"), ("1/3", "2/3"), ("1", "0")))
        return ("mix", ("map", *((("label", x), ("label", p)) for x, p in zip(ACTIONS, chances, strict=True))))

    def bounded(self, depth: int) -> Term:
        self.variables.append(("program", False))
        condition = self.term("truth", depth)
        self.variables.pop()
        return condition

    def proof(self, depth: int) -> Term:
        before, self.proving = self.proving, True
        condition = self.term("truth", depth)
        self.proving = before
        return ("proves", condition)

    def run(self, depth: int) -> Term:
        ends = [("keyword", key) for key, (sort, _) in self.own.keywords.items() if sort == "program"]
        callee = self.rng.choice(ends) if ends and self.rng.random() < 0.7 else self.term("program", min(depth, 1))
        return ("run", callee, *(self.term("program", min(depth, 1)) for _ in range(self.players - 1)))

    def outcome(self, depth: int) -> Term:
        mine = self.term("program", min(depth, 1))
        if self.own.result == "label" and self.own.others == ANY_NUMBER and self.rng.random() < 0.5:
            return ("outcome", mine, ("star", ("others",)))
        return ("outcome", mine, *(self.term("program", min(depth, 1)) for _ in range(self.players - 1)))

    def call(self, head: Head, depth: int) -> Term:
        return ("run", self.build([head], 0), *(self.term(sort, depth) for sort in head.arguments))

    def build(self, heads: Sequence[Head], depth: int) -> Term:
        head = self.rng.choice(heads)
        pairs = []
        for key, (sort, default) in sorted(head.keywords.items()):
            if default is None or self.rng.random() < 0.3:
                pairs.append((key, self.parameter(sort, depth)))
        return ("build", head.place, tuple(pairs))

    def parameter(self, sort: Sort, depth: int) -> Term:
        """A value for a parameter; where there is no end otherwise, the simplest there is."""
        if depth > 0 and sort != "accepts":
            return self.term(sort, depth - 1)
        simple = {"program": ("me",), "accepts": ("me",)}
        known = [k for k, (own, run) in enumerate(reversed(self.variables)) if own == sort and not run]
        keys = [key for key, (own, _) in self.own.keywords.items() if own == sort]
        if sort in simple:
            if keys:
                return ("keyword", self.rng.choice(keys))
            if known:
                return ("variable", known[0])
            if sort == "program" and self.own.result == "label":
                return ("me",)
            raise NoWayError
        return self.term(sort, 0)


class NoWayError(Exception):
    """Nothing of a sort is at hand here."""


def ordered(kind: str, parts: set[Term]) -> Term:
    return (kind, *sorted(parts, key=repr))


def free(term: Term, bound: int = 0) -> set[int]:
    """The variables of a term that are bound outside it."""
    match term:
        case ("variable", depth):
            return {depth - bound} if depth >= bound else set()
        case ("let", value, body):
            return free(value, bound) | free(body, bound + 1)
        case ("first" | "all" | "any", condition):
            return free(condition, bound + 1)
        case ("match", scrutinee, cases, otherwise):
            found = free(scrutinee, bound) | free(otherwise, bound)
            return found.union(*(free(body, bound + len(keys)) for _, keys, body in cases))
    return set().union(*(free(part, bound) for part in subterms(term)))


def some_family(rng: random.Random, flavour: Flavour = "direct", *, players: int = 2, depth: int = 4) -> Family:
    """A random family; draws again where nothing of a sort was at hand."""
    while True:
        try:
            return random_family(rng, flavour, players=players, depth=depth)
        except NoWayError:
            continue


# --- texts


def some_text(rng: random.Random, definitions: Sequence[Definition]) -> tuple[str, str]:
    """A text of definitions in which everything that does not count is drawn; and the name of the first of them."""
    taken = {key for d in definitions for key, _ in d.keywords}
    words = (*(f"{a}{b}" for a in "abcdefgh" for b in "klmno"), "Ω", "été", "match_", "v9")
    pool = [word for word in words if word not in taken]
    names = rng.sample(pool, len(definitions))
    free_words = [word for word in pool if word not in names]
    texts = [_Text(rng, names, free_words).definition(d, name) for d, name in zip(definitions, names, strict=True)]
    rng.shuffle(texts)
    lines = ['"""A docstring.\n\nSource: ours\n"""', ""] if rng.random() < 0.5 else []
    newline = rng.choice(("\n", "\n", "\r\n"))
    return "\n".join([*lines, *texts]).replace("\n", newline), names[0]


class _Text:
    """Writes one definition; `names` are the variables, the innermost last."""

    def __init__(self, rng: random.Random, families: Sequence[str], pool: Sequence[str]) -> None:
        self.rng, self.families, self.pool = rng, families, list(pool)
        self.others: list[str] = []
        self.step = rng.choice(("    ", " ", "\t", "  "))
        self.rng.shuffle(self.pool)

    def definition(self, definition: Definition, name: str) -> str:
        self.others = [self.pool.pop() for _ in range(max(definition.others, 1))]
        keywords = [key if default is None else f"{key}={self.quoted(default)}" for key, default in definition.keywords]
        self.rng.shuffle(keywords)
        first = [f"*{self.others[0]}"] if definition.others == ANY_NUMBER else self.others[: definition.others]
        bare = ["*"] if keywords and definition.others != ANY_NUMBER else []
        lines = [f"def {name}({', '.join([*first, *bare, *keywords])}):"]
        if self.rng.random() < 0.3:
            lines.append(f'{self.step}"""Some words: return "X" if unseen."""')
        return "\n".join(lines + self.block(definition.body, [], 1)) + "\n"

    def fresh(self, names: Sequence[str]) -> str:
        return self.rng.choice([w for w in self.pool if w not in names])

    def block(self, term: Term, names: list[str], indent: int) -> list[str]:
        pad = self.step * indent
        lines = [f"{pad}# a comment"] if self.rng.random() < 0.1 else []
        match term:
            case ("let", value, body):
                name = self.fresh(names)
                return [*lines, f"{pad}{name} = {self.text(value, names)}", *self.block(body, [*names, name], indent)]
            case ("if", condition, then, otherwise) if kinds_in(term) & {"let", "match"} or self.rng.random() < 0.6:
                word = "if"
                while True:
                    lines.append(f"{pad}{word} {self.text(condition, names)}:")
                    lines += self.block(then, names, indent + 1)
                    if otherwise[0] != "if" or self.rng.random() < 0.5:
                        break
                    word = "elif"
                    _, condition, then, otherwise = otherwise
                if word == "elif" or self.rng.random() < 0.5:
                    return [*lines, f"{pad}else:", *self.block(otherwise, names, indent + 1)]
                return [*lines, *self.block(otherwise, names, indent)]
            case ("match", scrutinee, cases, otherwise):
                lines.append(f"{pad}match {self.text(scrutinee, names)}:")
                for place, keys, body in cases:
                    bound: list[str] = []
                    for _ in keys:
                        bound.append(self.fresh([*names, *bound]))
                    pairs = [f"{key}={name}" for key, name in zip(keys, bound, strict=True)]
                    self.rng.shuffle(pairs)
                    lines.append(f"{pad}{self.step}case {self.families[place]}({', '.join(pairs)}):")
                    lines += self.block(body, [*names, *bound], indent + 2)
                return lines + self.block(otherwise, names, indent)
        return [*lines, f"{pad}return {self.text(term, names)}{self.rng.choice(('', '  # so', ''))}"]

    def text(self, term: Term, names: Sequence[str]) -> str:
        written = self.written(term, names)
        return f"({written})" if self.rng.random() < 0.1 else written

    def written(self, term: Term, names: Sequence[str]) -> str:
        rng = self.rng
        kind, *parts = term

        def part(inner: Term) -> str:
            return self.text(inner, names)

        match kind:
            case "label":
                return self.quoted(parts[0])
            case "truth":
                return str(parts[0])
            case "other":
                return self.others[parts[0]]
            case "keyword":
                return str(parts[0])
            case "variable":
                return names[-1 - int(parts[0])]
            case "profile":
                return f"({''.join(f'{part(x)}, ' for x in parts)})"
            case "map":
                pairs = [f"{part(key)}: {part(value)}" for key, value in parts]
                rng.shuffle(pairs)
                return "{" + ", ".join(pairs) + "}"
            case "set":
                members = [part(x) for x in [*parts, *(rng.sample(parts, 1) if parts else ())]]
                rng.shuffle(members)
                return "{" + ", ".join(members) + "}" if parts else "set()"
            case "at":
                return f"{part(parts[0])}[{part(parts[1])}]"
            case "run":
                return f"({part(parts[0])})({', '.join(map(part, parts[1:]))})"
            case "build":
                pairs = [f"{key}={part(value)}" for key, value in parts[1]]
                rng.shuffle(pairs)
                return f"{self.families[parts[0]]}({', '.join(pairs)})" if pairs else self.families[parts[0]]
            case "not" if parts[0][0] in ("same", "in") and rng.random() < 0.7:
                return f"({part(parts[0][1])} {'!=' if parts[0][0] == 'same' else 'not in'} {part(parts[0][2])})"
            case "not":
                return f"(not {part(parts[0])})"
            case "and" | "or":
                right = parts[1]
                if right[0] == kind and rng.random() < 0.7:
                    return f"({part(parts[0])} {kind} {part(right[1])} {kind} {part(right[2])})"
                return f"({part(parts[0])} {kind} {part(right)})"
            case "same" | "in" | "meet" | "join":
                sign = {"same": "==", "in": "in", "meet": "&", "join": "|"}[kind]
                return f"({part(parts[0])} {sign} {part(parts[1])})"
            case "if":
                return f"({part(parts[1])} if {part(parts[0])} else {part(parts[2])})"
            case "outcome" if parts[1][0] == "star":
                return f"outcome({part(parts[0])}, *{self.others[0]})"
            case "chance":
                return f"chance({self.quoted(parts[0])})"
            case "simulate":
                return f"simulate({part(parts[0])}, back={parts[1]})"
            case "first" | "all" | "any":
                name = self.fresh(names)
                condition = self.text(parts[0], [*names, name])
                if kind == "first":
                    return f"first({name} for {name} in {self.others[0]} if ({condition}))"
                return f"{kind}({condition} for {name} in {self.others[0]})"
            case "me":
                return "me"
        return f"{kind!s}({', '.join(map(part, parts))})"

    def quoted(self, text: str) -> str:
        return self.rng.choice((f'"{text}"', f"'{text}'", f'"""{text}"""'))


# --- one change that counts


def changed(rng: random.Random, term: Term) -> Term:
    """The term with another label, operator, argument order or branch order at one place that is drawn."""
    ways = [way for way in _changes(term) if way != term]
    return rng.choice(ways) if ways else ("if", ("truth", True), term, term)


def _changes(term: Term) -> list[Term]:
    kind, *parts = term
    found: list[Term] = []
    match kind:
        case "label":
            found.append(("label", parts[0] + "!"))
        case "truth":
            found.append(("truth", not parts[0]))
        case "and" | "or":
            found += [({"and": "or", "or": "and"}[kind], *parts), (kind, parts[1], parts[0])]
        case "meet" | "join":
            found.append(({"meet": "join", "join": "meet"}[kind], *parts))
        case "all" | "any":
            found.append(({"all": "any", "any": "all"}[kind], *parts))
        case "if":
            found.append(("if", parts[0], parts[2], parts[1]))
        case "same" | "in":
            found += [("not", term)] + [("same", parts[1], parts[0])] * (kind == "same")
        case "chance":
            found.append(("chance", "1/7"))
        case "simulate":
            found.append(("simulate", parts[0], parts[1] % 9 + 1))
        case "run" if parts[0][0] != "build":
            found.append(("run", parts[1], parts[0], *parts[2:]))
    if kind in ("map", "build", "match", "let", "mix"):
        return found + _inside(term)
    for k, part in enumerate(parts):
        if isinstance(part, tuple) and kind not in ("set", "outcome"):
            found += [(kind, *parts[:k], way, *parts[k + 1 :]) for way in _changes(part)]
    return found


def _inside(term: Term) -> list[Term]:
    match term:
        case ("let", value, body):
            return [("let", value, way) for way in _changes(body)] + [("let", way, body) for way in _changes(value)]
        case ("match", scrutinee, cases, otherwise):
            changed_cases = [
                ("match", scrutinee, (*cases[:k], (place, keys, way), *cases[k + 1 :]), otherwise)
                for k, (place, keys, body) in enumerate(cases)
                for way in _changes(body)
            ]
            return changed_cases + [("match", scrutinee, cases, way) for way in _changes(otherwise)]
        case ("build", place, pairs):
            return [
                ("build", place, (*pairs[:k], (key, way), *pairs[k + 1 :]))
                for k, (key, value) in enumerate(pairs)
                for way in _changes(value)
            ]
    return []
