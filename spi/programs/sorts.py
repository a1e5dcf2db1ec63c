"""Sorts, what a term can be: unknown until unification finds it, or open for good."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = [
    "LABEL",
    "PROFILE",
    "PROGRAM",
    "SET",
    "TRUTH",
    "DifferentError",
    "EndlessError",
    "Signature",
    "Sort",
    "callable_sort",
    "copied",
    "unify",
]


class DifferentError(Exception):
    """Two sorts that are not the same.

    Source: ours
    """


class EndlessError(DifferentError):
    """A sort would have to be a part of itself.

    Source: ours
    """


@dataclass(slots=True, eq=False)
class Sort:
    """A sort, or one that is still unknown: then `same_as` may name what it was found to be.

    Parameters
    ----------
    name : str
        "" while unknown.
    parts : tuple of Sort
        Of a map: keys and values; of something that can be called: what it returns.

    Source: ours
    """

    name: str = ""
    parts: tuple[Sort, ...] = ()
    same_as: Sort | None = field(default=None, repr=False)

    def resolved(self) -> Sort:
        """What it was found to be."""
        sort = self
        while sort.same_as is not None:
            sort = sort.same_as
        return sort

    def __str__(self) -> str:
        sort = self.resolved()
        if sort.name == "callable":
            result = sort.parts[0].resolved()
            if result is LABEL:
                return "a program"
            return f"a function that returns {result}" if result.name else "a program or a function"
        if sort.name == "map":
            known = [str(part) for part in sort.parts if part.resolved().name]
            return f"a map from {sort.parts[0]} to {sort.parts[1]}" if known else "a map"
        return sort.name or "anything"


LABEL, TRUTH, PROFILE, SET = Sort("a label"), Sort("a truth value"), Sort("a profile"), Sort("a set of profiles")


def callable_sort(result: Sort) -> Sort:
    """Of programs (they return labels, the actions) and of functions.

    Source: ours
    """
    return Sort("callable", (result,))


PROGRAM = callable_sort(LABEL)


@dataclass(slots=True, eq=False)
class Signature:
    """The sorts of a definition.

    Parameters
    ----------
    others : tuple of Sort
        Of the positional parameters; empty for *others, who are programs.
    keywords : dict from name to Sort
    result : Sort
        A label: then it is a program.

    Source: ours
    """

    others: tuple[Sort, ...]
    keywords: dict[str, Sort]
    result: Sort

    @property
    def is_program(self) -> bool:
        """It returns a label."""
        return self.result.resolved() is LABEL


def unify(left: Sort, right: Sort) -> None:
    """Make two sorts the same, or raise `DifferentError`.

    Source: ours
    """
    first, second = left.resolved(), right.resolved()
    if first is second:
        return
    if not first.name or not second.name:
        loose, other = (first, second) if not first.name else (second, first)
        if _occurs(loose, other):
            raise EndlessError
        loose.same_as = other
        return
    if first.name != second.name:
        raise DifferentError
    for a, b in zip(first.parts, second.parts, strict=True):
        unify(a, b)


def _occurs(loose: Sort, sort: Sort) -> bool:
    sort = sort.resolved()
    return sort is loose or any(_occurs(loose, part) for part in sort.parts)


def copied(signature: Signature) -> Signature:
    """With new sorts for those that are open.

    Source: ours
    """
    fresh: dict[Sort, Sort] = {}

    def copy(sort: Sort) -> Sort:
        sort = sort.resolved()
        if not sort.name:
            return fresh.setdefault(sort, Sort())
        return Sort(sort.name, tuple(map(copy, sort.parts))) if sort.parts else sort

    keywords = {key: copy(sort) for key, sort in signature.keywords.items()}
    return Signature(tuple(map(copy, signature.others)), keywords, copy(signature.result))
