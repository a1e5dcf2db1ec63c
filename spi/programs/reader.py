"""Programs read by the grammar of `programs/README.md`: texts with definitions, as groups of canonical trees."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from spi.errors import FormatError, ProgramError
from spi.programs.groups import ANY_NUMBER, Definition, Group, groups, reachable
from spi.programs.heads import DEFINITION, Head, add_used, read_head
from spi.programs.inference import signatures
from spi.programs.members import Program, program
from spi.programs.program_text import ProgramText, decoded
from spi.programs.scope import Scope
from spi.programs.statements import ASIDES, read_body, split_docstring
from spi.programs.term_sorts import Clash
from spi.programs.terms import kinds_in, references
from spi.programs.values import Value

__all__ = ["ProgramFile", "read_program", "read_program_file"]

MAX_DEFINITIONS = 50


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
    whole = decoded(text, file).removeprefix("\ufeff")
    try:
        return _read(ProgramText(whole, file), uses or {})
    except RecursionError:
        raise FormatError(
            "nested too deeply for what is left of Python's stack; accepted: smaller definitions", file=file
        ) from None


def _read(text: ProgramText, uses: Mapping[str, Group | Program]) -> ProgramFile:
    """All definitions."""
    docstring, statements = split_docstring(text.tree.body)
    heads = _heads(text, statements)
    own = list(heads.values())
    given = add_used(heads, uses)
    _check_names(text, own, heads, uses)
    definitions = [*(_definition(text, head, heads) for head in own), *given]
    names = [(head.name, *(() if head.starred else head.others)) for head in own]
    used = {head.place: head.name for head in heads.values() if head.node is None}
    names += [
        (used.get(place, "a definition from elsewhere"), *(f"other{k}" for k in range(definition.others)))
        for place, definition in enumerate(given, len(own))
    ]
    definitions = _with_kinds(text, definitions, names)
    _check_kinds(text, own, definitions)
    try:
        found = groups(definitions, range(len(own)))
    except ProgramError as error:
        raise FormatError(str(error), file=text.file) from None
    return ProgramFile({head.name: whole for head, whole in zip(own, found, strict=True)}, docstring)


def _heads(text: ProgramText, statements: Sequence[ast.stmt]) -> dict[str, Head]:
    heads: dict[str, Head] = {}
    for node in statements:
        if not isinstance(node, ast.FunctionDef):
            text.fail(node, f"only definitions stand here{ASIDES.get(type(node), '')}; accepted: {DEFINITION}")
        if node.name in heads:
            text.fail(node, f"a second definition of {node.name!r}; accepted: each name once")
        if len(heads) == MAX_DEFINITIONS:
            text.fail(node, f"more than {MAX_DEFINITIONS} definitions; accepted: at most {MAX_DEFINITIONS}")
        heads[node.name] = read_head(text, node, len(heads))
    if not heads:
        raise FormatError(f"no definition; accepted: {DEFINITION}", file=text.file)
    return heads


def _check_names(text: ProgramText, own: Sequence[Head], heads: Mapping[str, Head], uses: Mapping[str, object]) -> None:
    """Nothing has the name of a definition but the definition."""
    for head in own:
        if head.name in uses:
            text.fail(head.node, f"{head.name!r} is given from elsewhere; accepted: another name")
        for name in head.parameters:
            if name in heads:
                text.fail(
                    head.node,
                    f"{name!r} is a parameter of {head.name!r} and a definition of this file; "
                    "accepted: another name for one of them",
                )


def _definition(text: ProgramText, head: Head, heads: Mapping[str, Head]) -> Definition:
    assert head.node is not None
    others = ANY_NUMBER if head.starred else len(head.others)
    body = read_body(Scope(text, head, heads), head.node)
    return Definition("program", others, tuple(sorted(head.keywords.items())), body)


def _with_kinds(
    text: ProgramText, definitions: Sequence[Definition], names: Sequence[Sequence[str]]
) -> list[Definition]:
    """With the kinds that they have by what they return."""
    try:
        own = signatures(definitions, names)
    except Clash as clash:
        node = text.places.get(id(clash.term))
        if node is None:
            whole = [n for n in text.tree.body if isinstance(n, ast.FunctionDef)]
            node = whole[clash.place] if clash.place < len(whole) else None
        text.fail(node, clash.why)
    return [replace(d, kind="program" if s.is_program else "function") for d, s in zip(definitions, own, strict=True)]


def _check_kinds(text: ProgramText, own: Sequence[Head], definitions: Sequence[Definition]) -> None:
    """No definition has proofs and chances, with all that it refers to."""
    direct = [set(references(d.body)) for d in definitions]
    kinds = [kinds_in(d.body) & {"proves", "chance", "mix", "simulate"} for d in definitions]
    for head in own:
        found = frozenset().union(*(kinds[place] for place in reachable(direct, head.place)))
        if "proves" in found and len(found) > 1:
            text.fail(
                head.node,
                f"{head.name!r} has proofs and chances, by itself or by what it refers to; accepted: one or the other",
            )
