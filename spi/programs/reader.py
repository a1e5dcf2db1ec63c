"""Programs read by the grammar of `programs/README.md`: parsed by `ast` into canonical trees, never executed."""

from __future__ import annotations

import ast
import os
import re
import unicodedata  # noqa: F401 — Python's parser would import it for names beyond ASCII, from wherever it finds it
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from spi.core.numbers import exact
from spi.errors import FormatError, GameError, ProgramError
from spi.programs.inference import signatures
from spi.programs.term_sorts import Clash
from spi.programs.groups import ANY_NUMBER, Definition, Group, groups, reachable
from spi.programs.members import Program, program
from spi.programs.terms import Term, kinds_in, references, renumbered, free_variables
from spi.programs.values import MAX_LABEL, FiniteMap, Value

__all__ = ["RESERVED", "ProgramFile", "read_program", "read_program_file"]

MAX_CHARACTERS = 100_000
MAX_DEFINITIONS = 50
MAX_DEPTH = 60
MAX_BITS = 10_000
RESERVED = frozenset(
    {
        "all",
        "any",
        "chance",
        "delegate",
        "first",
        "me",
        "mine",
        "mix",
        "outcome",
        "player",
        "pmp",
        "proves",
        "select",
        "set",
        "simulate",
    }
)
"""Words of the language; no names for parameters, values and definitions."""

_NO_FILE = f"{os.devnull}/program"
"""To show a line with an error, Python's parser opens the file that it is told of: so none that could be there."""

_SHOWN = 300
"""Characters of a line that a message shows."""


@dataclass(frozen=True, slots=True)
class ProgramFile:
    """The definitions of a file.

    Parameters
    ----------
    groups : dict from name to Group
        Each definition with what it refers to, in the order of the file.
    docstring : str
        Of the file.

    Source: ours
    """

    groups: Mapping[str, Group]
    docstring: str


def read_program(text: str | bytes, *, file: str = "<text>", name: str | None = None, **bindings: Value) -> Program:
    """Read a program from text.

    Parameters
    ----------
    text : str or UTF-8 bytes
    file : str
        Name of the text, for messages.
    name : str, optional
        Of the definition that is meant. Default: the only one, or the last.
    **bindings : values
        Of its keyword parameters; those with a default may be left out.

    Returns
    -------
    Program

    Raises
    ------
    FormatError
        With line and caret, for anything outside the language.
    ProgramError
        For parameters that it does not have, or that are missing.

    Examples
    --------
    >>> copycat = read_program("def clique(other, *, yes='C', no='D'): return yes if other == me else no")
    >>> copycat.bindings
    (('no', 'D'), ('yes', 'C'))

    Source: ours
    """
    read = read_program_file(text, file=file)
    chosen = list(read.groups)[-1] if name is None else name
    if chosen not in read.groups:
        raise FormatError(f"no definition {chosen!r}; accepted: {', '.join(read.groups)}", file=file)
    return program(read.groups[chosen], bindings, chosen)


def read_program_file(
    text: str | bytes, *, file: str = "<text>", uses: Mapping[str, Group | Program] | None = None
) -> ProgramFile:
    """Read all definitions of a text.

    Parameters
    ----------
    text : str or UTF-8 bytes
        At most 100,000 characters.
    file : str
        Name of the text, for messages.
    uses : mapping from name to Group or Program, optional
        Families and programs from elsewhere to which the text may refer by these names.

    Returns
    -------
    ProgramFile

    Raises
    ------
    FormatError
        With line and caret, for anything outside the language.

    Source: ours
    """
    if isinstance(text, bytes):
        given = text
        try:
            text = given.decode()
        except UnicodeDecodeError as error:
            line = given.count(b"\n", 0, error.start) + 1
            raise FormatError(
                f"byte {error.start + 1} of the file is not UTF-8; accepted: UTF-8 text", file=file, line=line
            ) from None
    if len(text) > MAX_CHARACTERS:
        raise FormatError(f"{len(text):,} characters; accepted: at most {MAX_CHARACTERS:,}", file=file)
    try:
        return _File(text.removeprefix("\ufeff"), file, dict(uses or {})).read()
    except RecursionError:
        raise FormatError(
            "nested too deeply for what is left of Python's stack; accepted: smaller definitions", file=file
        ) from None


@dataclass(frozen=True, slots=True, eq=False)
class _Head:
    """What is known of a definition before its body is read.

    `node` is None for one that comes from elsewhere; `fixed` are then the values of a program's parameters.
    """

    name: str
    place: int
    node: ast.FunctionDef | None
    others: tuple[str, ...]
    starred: bool
    keywords: dict[str, str | None]
    fixed: tuple[tuple[str, Term], ...] = ()

    @property
    def parameters(self) -> list[str]:
        return [*self.others, *self.keywords]


class _File:
    """Reads a text; `places` tells where each term that is read stands."""

    def __init__(self, text: str, file: str, uses: dict[str, Group | Program]) -> None:
        self.file, self.uses = file, uses
        self.lines = re.split(r"\r\n|\r|\n", text)
        self.places: dict[int, ast.AST] = {}
        self.terms: list[Term] = []
        self.check_characters(text)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what Python finds odd is said below, in our words
                self.tree = ast.parse(text, _NO_FILE)
        except SyntaxError as error:
            why = f"not Python's syntax: {error.msg}; accepted: programs/README.md"
            if "integer string conversion" in error.msg:
                why = _NO_NUMBERS
            self.refuse(why, error.lineno or 0, error.offset or 0)
        except (RecursionError, MemoryError):
            raise FormatError(
                f"nested too deeply for Python's parser; accepted: at most {MAX_DEPTH} levels", file=file
            ) from None

    def check_characters(self, text: str) -> None:
        """What Python's parser would not take as text."""
        found = re.search("[\0\ud800-\udfff]", text)
        if found:
            before = re.split(r"\r\n|\r|\n", text[: found.start()])
            what = "a null byte" if found.group() == "\0" else "half of a surrogate pair"
            self.refuse(f"{what} is no character of a text; accepted: UTF-8 text", len(before), len(before[-1]) + 1)

    def read(self) -> ProgramFile:
        """All definitions."""
        statements, docstring = list(self.tree.body), ""
        if statements and _is_text(statements[0]):
            docstring = statements.pop(0).value.value  # type: ignore[attr-defined]
        heads: dict[str, _Head] = {}
        for node in statements:
            if not isinstance(node, ast.FunctionDef):
                self.fail(node, f"only definitions stand here{_ASIDES.get(type(node), '')}; accepted: {_DEFINITION}")
            if node.name in heads:
                self.fail(node, f"a second definition of {node.name!r}; accepted: each name once")
            if len(heads) == MAX_DEFINITIONS:
                self.fail(node, f"more than {MAX_DEFINITIONS} definitions; accepted: at most {MAX_DEFINITIONS}")
            heads[node.name] = self.head(node, len(heads))
        if not heads:
            raise FormatError(f"no definition; accepted: {_DEFINITION}", file=self.file)
        own = list(heads.values())
        given = self.add_used(heads)
        for head in own:
            if head.name in self.uses:
                self.fail(head.node, f"{head.name!r} is given from elsewhere; accepted: another name")
            for name in head.parameters:
                if name in heads:
                    self.fail(
                        head.node,
                        f"{name!r} is a parameter of {head.name!r} and a definition of this file; "
                        "accepted: another name for one of them",
                    )
        bodies = [_Body(self, head, heads).read() for head in own]
        definitions = [
            Definition(
                "program",
                ANY_NUMBER if head.starred else len(head.others),
                tuple(sorted(head.keywords.items())),
                body,
            )
            for head, body in zip(own, bodies, strict=True)
        ]
        names = [(head.name, *(() if head.starred else head.others)) for head in own]
        used = {head.place: head.name for head in heads.values() if head.node is None}
        names += [
            (used.get(place, "a definition from elsewhere"), *(f"other{k}" for k in range(definition.others)))
            for place, definition in enumerate(given, len(own))
        ]
        definitions = self.sorted_out([*definitions, *given], names)
        self.check_kinds(own, definitions)
        try:
            found = groups(definitions, range(len(own)))
        except ProgramError as error:
            raise FormatError(str(error), file=self.file) from None
        return ProgramFile({head.name: whole for head, whole in zip(own, found, strict=True)}, docstring)

    def sorted_out(self, definitions: Sequence[Definition], names: Sequence[Sequence[str]]) -> list[Definition]:
        """With the kinds that they have by what they return."""
        try:
            own = signatures(definitions, names)
        except Clash as clash:
            node = self.places.get(id(clash.term))
            if node is None:
                whole = [n for n in self.tree.body if isinstance(n, ast.FunctionDef)]
                node = whole[clash.place] if clash.place < len(whole) else None
            self.fail(node, clash.why)
        return [
            replace(d, kind="program" if s.is_program else "function") for d, s in zip(definitions, own, strict=True)
        ]

    def check_kinds(self, own: Sequence[_Head], definitions: Sequence[Definition]) -> None:
        """No definition has proofs and chances, with all that it refers to."""
        direct = [set(references(d.body)) for d in definitions]
        kinds = [kinds_in(d.body) & {"proves", "chance", "mix", "simulate"} for d in definitions]
        for head in own:
            found = frozenset().union(*(kinds[place] for place in reachable(direct, head.place)))
            if "proves" in found and len(found) > 1:
                self.fail(
                    head.node,
                    f"{head.name!r} has proofs and chances, by itself or by what it refers to; "
                    "accepted: one or the other",
                )

    def add_used(self, heads: dict[str, _Head]) -> list[Definition]:
        """Heads for what is given from elsewhere, and its definitions."""
        first = len(heads)
        definitions: list[Definition] = []
        known: dict[Group, int] = {}

        def place(whole: Group) -> int:
            if whole not in known:
                known[whole] = start = first + len(definitions)
                new = {k: start + k for k in range(len(whole.definitions))}
                definitions.extend(replace(d, body=renumbered(d.body, new)) for d in whole.definitions)
            return known[whole]

        def quoted(value: Value) -> Term:
            if isinstance(value, bool):
                return ("truth", value)
            if isinstance(value, str):
                return ("label", value)
            if isinstance(value, tuple):
                return ("profile", *map(quoted, value))
            if isinstance(value, frozenset):
                return ("set", *map(quoted, value))
            if isinstance(value, FiniteMap):
                return ("map", *((quoted(k), quoted(v)) for k, v in value.pairs))
            return ("build", place(value.group), fixed(value))

        def fixed(whole: Program) -> tuple[tuple[str, Term], ...]:
            defaults = dict(whole.definition.keywords)
            return tuple((key, quoted(bound)) for key, bound in whole.bindings if bound != defaults[key])

        for name, whole in self.uses.items():
            family = whole if isinstance(whole, Group) else whole.group
            own = () if isinstance(whole, Group) else fixed(whole)
            definition = family.definitions[0]
            starred = definition.others == ANY_NUMBER
            others = tuple(f"other{k}" for k in range(max(definition.others, 0)))
            keywords = {} if own else dict(definition.keywords)  # a program of which nothing is fixed is its family
            head = _Head(name, place(family), None, others, starred, keywords, own)
            heads.setdefault(name, head)
        return definitions

    def head(self, node: ast.FunctionDef, place: int) -> _Head:
        """The first line of a definition."""
        given = node.args
        if node.decorator_list:
            self.fail(node.decorator_list[0], f"no decorators; accepted: {_DEFINITION}")
        for annotation in filter(None, [node.returns, *getattr(node, "type_params", ())]):
            self.fail(annotation, f"no annotations; accepted: {_DEFINITION}")
        if given.posonlyargs:
            self.fail(given.posonlyargs[0], "no parameters before /; accepted: (other, …, *, keyword, …)")
        if given.defaults:
            self.fail(
                given.defaults[0],
                "the parameters for other players have no defaults; accepted: a keyword parameter, after *",
            )
        if given.kwarg:
            self.fail(given.kwarg, f"no **{given.kwarg.arg}; accepted: keyword parameters one by one")
        if given.vararg is not None and given.args:
            self.fail(given.vararg, "either one parameter for each of the others or *others; accepted: not both")
        starred = given.vararg is not None
        positional = [given.vararg] if given.vararg is not None else given.args
        seen: set[str] = set()
        for argument in [*positional, *given.kwonlyargs]:
            if argument.annotation is not None:
                self.fail(argument.annotation, f"no annotations; accepted: {_DEFINITION}")
            self.check_name(argument, argument.arg)
            if argument.arg in seen:
                self.fail(argument, f"two parameters are called {argument.arg!r}; accepted: each name once")
            seen.add(argument.arg)
        keywords: dict[str, str | None] = {}
        for argument, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
            if default is not None and not (isinstance(default, ast.Constant) and isinstance(default.value, str)):
                self.fail(
                    default, "this is no default; accepted: a label in quotes (other values are given when it is built)"
                )
            keywords[argument.arg] = None if default is None else self.label(default)
        self.check_name(node, node.name)
        return _Head(node.name, place, node, tuple(a.arg for a in positional), starred, keywords)

    def check_name(self, node: ast.AST, name: str) -> None:
        """A name is no word of the language."""
        if name in RESERVED:
            self.fail(node, f"{name!r} is a word of the language; accepted: another name")

    def term(self, node: ast.AST, kind: str, *parts: Any) -> Term:
        """A term that stands at a node; a new object each time, so that its place is known."""
        made = (kind, *parts)
        self.terms.append(made)
        self.places[id(made)] = node
        return made

    def label(self, node: ast.expr) -> str:
        """A text in quotes."""
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            self.fail(node, "a label in quotes is needed here")
        if not 1 <= len(node.value) <= MAX_LABEL or not node.value.isprintable():
            self.fail(node, f"this is no label; accepted: 1 to {MAX_LABEL} printable characters in quotes")
        return node.value

    def fail(self, node: ast.AST | None, why: str) -> NoReturn:
        """Refuse, at the place of a node."""
        line, offset = getattr(node, "lineno", 0), getattr(node, "col_offset", -1)
        column = len(self.line(line).encode()[:offset].decode(errors="ignore")) + 1 if offset >= 0 else 0
        self.refuse(why, line, column)

    def refuse(self, why: str, line: int, column: int) -> NoReturn:
        """Refuse, at a line and a column; the line is shown without what a terminal would not print."""
        shown = "".join(c if c.isprintable() else " " for c in self.line(line)[:_SHOWN])
        raise FormatError(
            why, file=self.file, line=line, column=column, text=shown if column < _SHOWN else ""
        ) from None

    def line(self, line: int) -> str:
        return self.lines[line - 1] if 1 <= line <= len(self.lines) else ""


class _Body:
    """Reads the body of one definition; `names` are the variables, the innermost last."""

    def __init__(self, file: _File, head: _Head, heads: Mapping[str, _Head]) -> None:
        self.file, self.head, self.heads = file, head, heads
        self.names: list[tuple[str, bool]] = []
        """Variables, and whether they are the values of runs."""
        self.depth = 0

    def fail(self, node: ast.AST, why: str) -> NoReturn:
        self.file.fail(node, why)

    def deeper(self, node: ast.AST, levels: int = 1) -> None:
        """Count levels of nesting; statements that follow one another are nested, too."""
        self.depth += levels
        if self.depth > MAX_DEPTH:
            self.fail(node, f"more than {MAX_DEPTH} levels of statements and brackets; accepted: smaller definitions")

    def read(self) -> Term:
        """The body as a term."""
        assert self.head.node is not None
        statements = self.head.node.body
        if _is_text(statements[0]):
            statements = statements[1:]
        return self.block(statements, self.head.node)

    # --- statements

    def block(self, statements: list[ast.stmt], after: ast.AST) -> Term:
        """A sequence of statements as one term."""
        if not statements:
            self.fail(after, "this ends without return; accepted: a return on every path")
        before, self.depth = self.depth, self.depth
        term = self.statement(statements[0], statements[1:])
        self.depth = before
        return term

    def statement(self, first: ast.stmt, rest: list[ast.stmt]) -> Term:
        """A statement with those that follow it."""
        self.deeper(first)
        match first:
            case ast.Return(value=ast.expr() as value):
                if rest:
                    self.fail(rest[0], "this is never reached, as a return stands before it; accepted: return last")
                return self.expression(value)
            case ast.Assign(targets=[ast.Name(id=name) as target], value=value):
                self.fresh(target, name)
                bound = self.expression(value)
                run = bool(kinds_in(bound) & _RUNS) or any(self.names[-1 - depth][1] for depth in free_variables(bound))
                return self.term(first, "let", bound, self.under([(name, run)], lambda: self.block(rest, first)))
            case ast.If():
                condition = self.condition(first.test)
                then = self.block(first.body, first.body[-1])
                otherwise = first.orelse or rest
                if rest and first.orelse:
                    if len(first.orelse) > 1 or not isinstance(first.orelse[0], ast.If):
                        self.fail(
                            rest[0],
                            "this is never reached, as every branch before it returns; accepted: either else or "
                            "statements after the if",
                        )
                    otherwise = [*first.orelse, *rest]  # elif
                if not otherwise:
                    self.fail(
                        first,
                        "without else this ends without return where the condition is false; accepted: a return on "
                        "every path",
                    )
                return self.term(first, "if", condition, then, self.block(otherwise, first))
            case ast.Match():
                return self.match(first, rest)
            case ast.Return():
                self.fail(first, "a return without a value; accepted: return E")
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
                self.fail(first, "values are named one by one and once; accepted: name = E")
            case ast.For() | ast.While():
                self.fail(first, "no loops; accepted: first(…), all(…) and any(…) over *others")
            case ast.FunctionDef():
                self.fail(first, "no definitions inside definitions; accepted: at the top of the file")
            case ast.Expr(value=value):
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    self.fail(first, "a text stands here; accepted: comments with #, and a docstring as the first line")
                self.expression(value)
                self.fail(first, "the value is not used; accepted: return E, or name = E")
        aside = _ASIDES.get(type(first), "")
        self.fail(first, f"no statement of the language{aside}; accepted: name = E, if, match, return")

    def match(self, node: ast.Match, rest: list[ast.stmt]) -> Term:
        """A match on the code of a program."""
        self.deeper(node)  # it is printed with two more steps of indentation
        scrutinee = self.expression(node.subject)
        cases = []
        for case in node.cases:
            family, bound = self.pattern(case.pattern)
            if case.guard is not None:
                self.fail(case.guard, "no conditions on a case; accepted: an if inside the case")
            keys = sorted(bound)
            variables = [(bound[key], False) for key in keys]
            body = self.under(variables, lambda body=case.body: self.block(body, body[-1]))  # type: ignore[misc]
            cases.append((family.place, tuple(keys), body))
        if not rest:
            self.fail(node, "this ends without return where no case matches; accepted: a return after the match")
        return self.term(node, "match", scrutinee, tuple(cases), self.block(rest, node))

    def pattern(self, pattern: ast.pattern) -> tuple[_Head, dict[str, str]]:
        """A case family(keyword=name, …): the family, and the names of its parameters."""
        match pattern:
            case ast.MatchAs(pattern=None):
                self.fail(pattern, "no case for all the rest; accepted: the statements after the match are for it")
            case ast.MatchClass(cls=ast.Name(id=name), patterns=[]):
                pass
            case _:
                self.fail(pattern, "this is no case; accepted: family(keyword=name, …)")
        family = self.heads.get(name)
        if family is None:
            self.fail(pattern, f"no family {name!r} in this file; accepted: {', '.join(self.heads)}")
        if family.fixed:
            self.fail(pattern, f"{name!r} is one program, not a family; accepted: a comparison, … == {name}")
        bound: dict[str, str] = {}
        for key, inner in zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True):
            if key not in family.keywords:
                self.fail(inner, f"{name!r} has no parameter {key!r}; accepted: {_list(family.keywords)}")
            match inner:
                case ast.MatchAs(pattern=None, name=str() as given):
                    pass
                case ast.MatchAs(pattern=None):
                    self.fail(inner, f"{key!r} is given no name; accepted: {key}=name, or to leave it out")
                case _:
                    self.fail(inner, f"a parameter is given a name here; accepted: {key}=name, and an if inside")
            self.fresh(inner, given)
            if given in bound.values():
                self.fail(inner, f"{given!r} stands for two parameters; accepted: each name once")
            if key in bound:
                self.fail(inner, f"{key!r} is given twice; accepted: each parameter once")
            bound[key] = given
        return family, bound

    def under(self, variables: list[tuple[str, bool]], read: Callable[[], Term]) -> Term:
        """Read with more variables."""
        self.names += variables
        term = read()
        del self.names[len(self.names) - len(variables) :]
        return term

    def fresh(self, node: ast.AST, name: str) -> None:
        """A name is given once."""
        self.file.check_name(node, name)
        if name in self.heads or name in self.head.parameters or any(name == known for known, _ in self.names):
            self.fail(node, f"{name!r} has a meaning already; accepted: a new name")

    # --- expressions

    def term(self, node: ast.AST, kind: str, *parts: Any) -> Term:
        return self.file.term(node, kind, *parts)

    def condition(self, node: ast.expr) -> Term:
        """What stands between if and else, or the colon: here a chance is allowed."""
        return self.expression(node, chance=True)

    def expression(self, node: ast.expr, *, chance: bool = False) -> Term:
        """An expression as a term."""
        self.deeper(node)
        term = self.read_expression(node, chance)
        self.depth -= 1
        return term

    def read_expression(self, node: ast.expr, chance: bool) -> Term:
        match node:
            case ast.Constant(value=bool() as value):
                return self.term(node, "truth", value)
            case ast.Constant(value=str()):
                return self.term(node, "label", self.file.label(node))
            case ast.Name(id=name):
                return self.name(node, name)
            case ast.Tuple(elts=elements) if elements:
                return self.term(node, "profile", *map(self.expression, elements))
            case ast.Dict(keys=listed, values=contents):
                return self.table(node, listed, contents)
            case ast.Set(elts=elements):
                return self.term(node, "set", *map(self.expression, elements))
            case ast.Subscript(value=table, slice=key):
                if isinstance(key, ast.Slice):
                    self.fail(key, "no slices; accepted: map[E]")
                return self.term(node, "at", self.expression(table), self.expression(key))
            case ast.Compare():
                return self.comparison(node)
            case ast.BinOp(left=left, op=ast.BitAnd() | ast.BitOr() as operator, right=right):
                kind = "meet" if isinstance(operator, ast.BitAnd) else "join"
                return self.term(node, kind, self.expression(left), self.expression(right))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self.term(node, "not", self.expression(operand))
            case ast.BoolOp(op=operator, values=conditions):
                return self.chain(node, "and" if isinstance(operator, ast.And) else "or", conditions)
            case ast.IfExp(test=test, body=then, orelse=otherwise):
                condition = self.condition(test)
                return self.term(node, "if", condition, self.expression(then), self.expression(otherwise))
            case ast.Call():
                return self.call(node, chance)
            case ast.Constant(value=int() | float() | complex()):
                self.fail(node, _NO_NUMBERS)
        why = _FOREIGN.get(type(node), "no expression of the language; accepted: see programs/README.md")
        self.fail(node, why)

    def chain(self, node: ast.expr, kind: str, conditions: list[ast.expr]) -> Term:
        """a and b and c is a and (b and c), as deep as it is long."""
        left = self.expression(conditions[0])
        if len(conditions) == 2:
            return self.term(node, kind, left, self.expression(conditions[1]))
        self.deeper(node)
        right = self.chain(conditions[1], kind, conditions[1:])
        self.depth -= 1
        return self.term(node, kind, left, right)

    def name(self, node: ast.expr, name: str) -> Term:
        """A name by itself."""
        for depth, (known, _) in enumerate(reversed(self.names)):
            if known == name:
                return self.term(node, "variable", depth)
        head = self.head
        if name == "me":
            return self.term(node, "me")
        if name in head.keywords:
            return self.term(node, "keyword", name)
        if name in head.others and not head.starred:
            return self.term(node, "other", head.others.index(name))
        if name in self.heads:
            family = self.heads[name]
            if missing := [key for key, default in family.keywords.items() if default is None]:
                given = ", ".join(f"{key}=…" for key in missing)
                self.fail(node, f"{name!r} needs its parameters; accepted: {name}({given})")
            return self.term(node, "build", family.place, family.fixed)
        if name in head.others:
            self.fail(
                node,
                f"{name!r} stands for all the others; accepted: outcome(E, *{name}), and first(…), all(…) "
                f"and any(…) with for j in {name}",
            )
        if name in RESERVED:
            self.fail(node, f"{name!r} is a word of the language; accepted: {_USES[name]}")
        usable = [n for n in head.parameters if not (head.starred and n in head.others)]
        known_names = [*usable, *(n for n, _ in self.names), *self.heads, "me"]
        hint = f'; the label "{name}" stands in quotes' if name.isascii() and len(name) < 20 else ""
        self.fail(node, f"nothing is called {name!r} here{hint}; accepted: {', '.join(known_names)}")

    def table(self, node: ast.Dict, keys: Sequence[ast.expr | None], values: Sequence[ast.expr]) -> Term:
        """A map."""
        pairs, seen = [], set()
        for key, value in zip(keys, values, strict=True):
            if key is None:
                self.fail(value, "no **; accepted: the pairs one by one, {E: E, …}")
            read = self.expression(key)
            if read in seen:
                self.fail(key, "this key stands twice in the map; accepted: each key once")
            seen.add(read)
            pairs.append((read, self.expression(value)))
        return self.term(node, "map", *pairs)

    def comparison(self, node: ast.Compare) -> Term:
        """One of ==, !=, in, not in."""
        if len(node.ops) > 1:
            self.fail(node, "several comparisons at once; accepted: one at a time, a == b and b == c")
        operator = node.ops[0]
        if not isinstance(operator, ast.Eq | ast.NotEq | ast.In | ast.NotIn):
            self.fail(node, "no comparison of the language; accepted: ==, !=, in, not in")
        kind = "in" if isinstance(operator, ast.In | ast.NotIn) else "same"
        result = self.term(node, kind, self.expression(node.left), self.expression(node.comparators[0]))
        return self.term(node, "not", result) if isinstance(operator, ast.NotEq | ast.NotIn) else result

    def call(self, node: ast.Call, chance: bool) -> Term:
        """A word of the language, a run, or a member of a family."""
        function, keywords = node.func, node.keywords
        if isinstance(function, ast.Name) and function.id in RESERVED - {"me"}:
            return self.word(node, function.id, chance)
        for argument in node.args:
            if isinstance(argument, ast.Starred):
                self.fail(argument, "no * here; accepted: the programs one by one, or outcome(E, *others)")
        if keywords and not node.args:
            return self.build(node, function)
        if keywords:
            self.fail(
                node,
                "values with and without keyword; accepted: f(E, …) runs a program, family(keyword=E, …) "
                "builds a member of a family, family(keyword=E, …)(E, …) runs that",
            )
        if not node.args:
            self.fail(node, "nothing is given; accepted: f(E, …) to run it on programs, or the name alone")
        callee = self.expression(function)
        return self.term(node, "run", callee, *map(self.expression, node.args))

    def build(self, node: ast.Call, function: ast.expr) -> Term:
        """A member of a family."""
        if not (isinstance(function, ast.Name) and function.id in self.heads):
            self.fail(function, f"a family is needed here; accepted: {', '.join(self.heads)}")
        family = self.heads[function.id]
        given: dict[str, Term] = {}
        for keyword in node.keywords:
            if keyword.arg is None:
                self.fail(keyword.value, "no **; accepted: the parameters one by one, keyword=E")
            if keyword.arg not in family.keywords:
                self.fail(
                    keyword, f"{family.name!r} has no parameter {keyword.arg!r}; accepted: {_list(family.keywords)}"
                )
            if keyword.arg in given:
                self.fail(keyword, f"{keyword.arg!r} is given twice; accepted: each parameter once")
            given[keyword.arg] = self.expression(keyword.value)
        for key, default in family.keywords.items():
            if key not in given and default is None:
                self.fail(node, f"{family.name!r} needs its parameter {key!r}; accepted: {key}=E")
        return self.term(node, "build", family.place, tuple(sorted(given.items())))

    def word(self, node: ast.Call, word: str, chance: bool) -> Term:
        """The words of the language."""
        arguments, keywords = node.args, node.keywords
        needed = {"set": 0, "outcome": None, "select": 2}.get(word, 1)
        allowed = ["back"] if word == "simulate" else []
        if [k.arg for k in keywords] != allowed or (needed is not None and len(arguments) != needed):
            self.fail(node, f"{word} is not used like this; accepted: {_USES[word]}")
        match word:
            case "outcome":
                return self.outcome(node, arguments)
            case "proves":
                return self.proof(node, arguments[0])
            case "chance":
                if not chance:
                    self.fail(
                        node, "a chance is a condition by itself; accepted: if chance(…): … and E if chance(…) else E"
                    )
                return self.term(node, "chance", self.probability(arguments[0]))
            case "mix":
                self.check_mix(arguments[0])
            case "simulate":
                back = keywords[0].value
                if not (isinstance(back, ast.Constant) and type(back.value) is int and 1 <= back.value <= 9):
                    self.fail(back, "this is no number of entries; accepted: back=1 to back=9")
                return self.term(node, "simulate", self.expression(arguments[0]), back.value)
            case "first" | "all" | "any":
                return self.bounded(node, word, arguments[0])
        return self.term(node, word, *map(self.expression, arguments))

    def outcome(self, node: ast.expr, arguments: list[ast.expr]) -> Term:
        """outcome(E, E, …) or outcome(E, *others)."""
        if len(arguments) < 2 or isinstance(arguments[0], ast.Starred):
            self.fail(node, f"outcome is not used like this; accepted: {_USES['outcome']}")
        mine = self.expression(arguments[0])
        match arguments[1:]:
            case [ast.Starred(value=ast.Name(id=name))] if self.head.starred and name == self.head.others[0]:
                return self.term(node, "outcome", mine, ("star", ("others",)))
        for argument in arguments[1:]:
            if isinstance(argument, ast.Starred):
                self.fail(
                    argument, f"only the parameter *others stands here with *, alone; accepted: {_USES['outcome']}"
                )
        return self.term(node, "outcome", mine, *map(self.expression, arguments[1:]))

    def proof(self, node: ast.expr, condition: ast.expr) -> Term:
        """proves(E), where E has no values of runs."""
        result = self.expression(condition)
        for depth in sorted(free_variables(result)):
            name, run = self.names[-1 - depth]
            if run:
                self.fail(
                    node,
                    f"{name!r} is worked out from a run, a proof or a chance, of which a proof cannot "
                    "speak; accepted: the run itself, inside proves(…)",
                )
        return self.term(node, "proves", result)

    def bounded(self, node: ast.expr, word: str, argument: ast.expr) -> Term:
        """first(j for j in others if E), all(E for j in others), any(E for j in others)."""
        usage = f"accepted: {_USES[word]}, where *others is the parameter"
        match argument:
            case ast.GeneratorExp(
                elt=element,
                generators=[ast.comprehension(target=ast.Name(id=name), iter=ast.Name(id=over), ifs=tests, is_async=0)],
            ) if self.head.starred and over == self.head.others[0]:
                self.fresh(argument, name)
                if word == "first":
                    if not (isinstance(element, ast.Name) and element.id == name and len(tests) == 1):
                        self.fail(argument, f"first gives the first of the others with a property; {usage}")
                    condition = tests[0]
                else:
                    if tests:
                        self.fail(tests[0], f"the condition stands before for; {usage}")
                    condition = element
                inner = self.under([(name, False)], lambda: self.expression(condition))
                return self.term(node, word, inner)
        self.fail(argument, f"{word} is not used like this; {usage}")

    def check_mix(self, node: ast.expr) -> None:
        """The probabilities of a mixture that are written out."""
        if isinstance(node, ast.Dict) and all(isinstance(value, ast.Constant) for value in node.values):
            total = exact(0)
            for value in node.values:
                total += exact(self.probability(value))
                if total.denominator.bit_length() > MAX_BITS:
                    self.fail(
                        value, "too many digits for one mixture; accepted: probabilities with simpler denominators"
                    )
            if total != 1:
                self.fail(node, f"the probabilities sum to {total}; accepted: a sum of 1")

    def probability(self, node: ast.expr) -> str:
        """A rational from 0 to 1 in quotes."""
        accepted = 'accepted: a rational in quotes from "0" to "1", such as "1/10"'
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            self.fail(node, f"a probability is needed here; {accepted}")
        text = self.file.label(node)
        try:
            value = exact(text)
        except GameError:
            value = exact(-1)
        if not 0 <= value <= 1:
            self.fail(node, f"{text!r} is no probability; {accepted}")
        return text


_DEFINITION = "def name(other, …, *, keyword, …): …"
_NO_NUMBERS = 'no numbers outside quotes; accepted: labels and rationals such as "1" and "1/10"'
_RUNS = {"run", "outcome", "proves", "chance", "mix", "simulate", "delegate"}
"""What a value is worked out from when a proof cannot speak of it."""

_USES = {
    "me": "me, this program",
    "set": "set(), the empty set; other sets are {E, …}",
    "outcome": "outcome(my part, the others' parts …) or outcome(my part, *others)",
    "mine": "mine(profile)",
    "player": "player(other)",
    "proves": "proves(condition)",
    "chance": 'chance("1/10")',
    "mix": 'mix({"C": "1/2", "D": "1/2"})',
    "simulate": "simulate(E, back=1)",
    "delegate": 'delegate("name of a game")',
    "first": "first(j for j in others if condition)",
    "all": "all(condition for j in others)",
    "any": "any(condition for j in others)",
    "select": "select(selector, set)",
    "pmp": "pmp(profile)",
}
_ASIDES: dict[type[ast.AST], str] = {
    ast.Import: " (nothing is imported)",
    ast.ImportFrom: " (nothing is imported)",
    ast.ClassDef: " (no classes)",
    ast.AsyncFunctionDef: " (no async)",
    ast.Assign: " (no values outside definitions)",
    ast.Expr: " (only the first line may be a docstring)",
    ast.Pass: " (pass gives no value)",
}
_COMPREHENSION = "no comprehensions; accepted: first(…), all(…) and any(…) over *others"
_FOREIGN: dict[type[ast.AST], str] = {
    ast.Attribute: "no attributes; accepted: names without dots",
    ast.Lambda: "no lambda; accepted: a definition at the top of the file",
    ast.List: "no lists; accepted: a profile (E, E), or a set {E, E}",
    ast.Tuple: "a profile without entries; accepted: (E, E, …), a label for each player",
    ast.ListComp: _COMPREHENSION,
    ast.SetComp: _COMPREHENSION,
    ast.DictComp: _COMPREHENSION,
    ast.GeneratorExp: _COMPREHENSION,
    ast.JoinedStr: "no f-strings; accepted: a label in quotes",
    ast.NamedExpr: "no :=; accepted: name = E as a statement",
    ast.Starred: "no * here; accepted: outcome(E, *others)",
    ast.BinOp: "no such operator; accepted: & and | of sets",
    ast.UnaryOp: "no such operator; accepted: not E; a negative number is a label in quotes",
    ast.Constant: "no value of the language; accepted: labels in quotes, True, False",
    ast.Await: "no async; accepted: see programs/README.md",
    ast.Yield: "no generators; accepted: return E",
    ast.YieldFrom: "no generators; accepted: return E",
}


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _list(names: Mapping[str, object]) -> str:
    return ", ".join(names) or "none"
