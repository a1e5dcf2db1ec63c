"""Signatures of definitions, found by unification: what a parameter is follows from how it is used.

Definitions are gone through after those that they refer to, and what a definition leaves open is open anew for
everybody who refers to it. So the sorts of a definition, and whether it is a program or a function, depend on its own
code and on nothing else that stands in the file.
"""

from __future__ import annotations

from collections.abc import Sequence

from spi.programs.groups import ANY_NUMBER, Definition, components
from spi.programs.sorts import LABEL, PROGRAM, DifferentError, Signature, unify
from spi.programs.term_sorts import RETURNED, Clash, TermSorts
from spi.programs.terms import Term, subterms

__all__ = ["signatures"]


class _NoProgramError(Clash):
    """A positional parameter of a program that is used as something else than a program."""


def signatures(definitions: Sequence[Definition], names: Sequence[Sequence[str]] = ()) -> list[Signature]:
    """The sorts of definitions, whatever their kind is said to be.

    Parameters
    ----------
    definitions : sequence of Definition
        Their bodies refer to places in it.
    names : sequence of (name of the definition, names of its positional parameters …)
        For messages.

    Returns
    -------
    list of Signature
        What stays open can be anything.

    Raises
    ------
    Clash
        If a term is not of the sort that is needed where it stands.

    Source: ours
    """
    try:
        return _read(TermSorts(definitions, names))
    except _NoProgramError as clash:  # what is wrong is seen best if one knows from the start what it is
        _read(TermSorts(definitions, names, clash.place))
        raise


def _read(known: TermSorts) -> list[Signature]:
    """Find the sorts of all definitions."""
    for together in components(known.definitions):
        _read_together(known, together)
    return known.signatures


def _read_together(known: TermSorts, together: Sequence[int]) -> None:
    """Find the sorts of definitions that refer to one another."""
    known.runs = []
    for known.place in together:
        known.scope = []
        known.check(known.definitions[known.place].body, known.signatures[known.place].result, RETURNED)
    _use_programs(known, together)
    for place in together:  # what can return anything returns labels: the programs that only run each other
        result = known.signatures[place].result.resolved()
        if not result.name:
            result.same_as = LABEL
    _use_programs(known, together)
    for place in together:
        if known.definitions[place].others == ANY_NUMBER and not known.signatures[place].is_program:
            result = known.signatures[place].result
            raise Clash(
                place,
                None,
                f"{known.names[place][0]!r} returns {result}, so it is a function, and *others is for programs; "
                "accepted: its parameters one by one",
            )
    known.settled |= set(together)


def _use_programs(known: TermSorts, together: Sequence[int]) -> None:
    """Programs run on programs: so their parameters are, and what they are given."""
    places, runs = list(together), known.runs
    while True:
        programs = [place for place in places if known.signatures[place].is_program]
        ready = [run for run in runs if run[1].resolved() is LABEL]
        if not programs and not ready:
            return
        places = [place for place in places if place not in programs]
        runs = [run for run in runs if run not in ready]
        for place in programs:
            _use_program(known, place)
        for known.place, _, arguments in ready:
            for term, sort in arguments:
                known.agree(term, sort, PROGRAM, "what a program is run on")


def _use_program(known: TermSorts, place: int) -> None:
    """The positional parameters of a program are the programs of the other players."""
    name, *others = known.names[place]
    for k, sort in enumerate(known.signatures[place].others):
        found = str(sort)
        try:
            unify(sort, PROGRAM)
        except DifferentError:
            raise _NoProgramError(
                place,
                _first_use(known.definitions[place].body, ("other", k)),
                f"{name!r} returns a label, so it is a program and {others[k]!r} the program of another player, "
                f"but it is used as {found}; accepted: for other values a keyword parameter, after *",
            ) from None


def _first_use(term: Term, wanted: Term) -> Term | None:
    if term == wanted:
        return term
    return next((found for part in subterms(term) if (found := _first_use(part, wanted)) is not None), None)
