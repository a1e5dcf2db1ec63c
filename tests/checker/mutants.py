"""Certificates changed in one place."""

import copy
import itertools
import json
import re
from collections.abc import Collection, Iterator

from hypothesis import strategies as st

from spi.checker import Receipt, Refused, check
from spi.checker.reader import RULES
from tests.checker.certificates import Json, text

NUMBER = re.compile(r"-?[0-9]+(/[0-9]+)?")
INDEX = re.compile(r"\[[0-9]+\]")


def refusal(certificate: Json) -> tuple[str, str]:
    result = check(text(certificate))
    assert isinstance(result, Refused), result
    assert result.rule in RULES and result.why and result.place in str(result)
    return result.place, result.rule


def at(certificate: Json, place: str) -> tuple[Json, Json]:
    """The container and the key of a place like `evidence.elimination[2].by`; a name stands for itself."""
    steps = [int(k) if k else word for k, word in re.findall(r"\[(\d+)\]|([^.\[\]]+)", place)]
    for step in steps[:-1]:
        certificate = certificate[step]
    return certificate, steps[-1]


def changed(certificate: Json, *changes: tuple[str, Json]) -> Json:
    """The certificate with values put at some places."""
    certificate = copy.deepcopy(certificate)
    for place, value in changes:
        container, key = at(certificate, place)
        container[key] = copy.deepcopy(value)
    return certificate


SEEN: dict[tuple[str, str], set[str]] = {}
"""For each kind of claim and answer the places, without indices, at which everything has been tried."""


def seen_for(certificate: Json) -> set[str]:
    """Where everything has been tried for the same kind of claim and answer, of which one function reads all places."""
    return SEEN.setdefault((certificate["claim"]["kind"], certificate["claim"]["answer"]), set())


def mutations(
    value: Json,
    place: str,
    names: list[str],
    words: Collection[str],
    numbers: Collection[str] = (),
    *,
    seen: set[str] | None = None,
) -> Iterator[tuple[str, Json]]:
    """What changed where, and the changed value; the value itself is part of a copy and is put back afterwards.

    Some changes are made once in all places that differ by their indices only, in this certificate and in those that
    share `seen`: values of other types than `null`, and other names in a game, which its digest gives away.
    """
    seen = set() if seen is None else seen
    kind = INDEX.sub("[]", place)
    again = kind in seen
    seen.add(kind)
    if isinstance(value, dict):
        yield f"{place}: null", None
        yield f"{place}: extra key", {**value, "extra": None}
        for key, inner in value.items():
            yield f"{place}: drop {key}", {k: v for k, v in value.items() if k != key}
            for what, new in mutations(inner, f"{place}.{key}", names, words, numbers, seen=seen):
                yield what, {**value, key: new}
        return
    if isinstance(value, list):
        yield f"{place}: null", None
        if not again:
            yield f"{place}: string", "taken"
        yield f"{place}: extra item", [*value, value[0] if value else ""]
        for k, inner in enumerate(value):
            yield f"{place}: drop {k}", value[:k] + value[k + 1 :]
            for what, new in mutations(inner, f"{place}[{k}]", names, words, numbers, seen=seen):
                yield what, [*value[:k], new, *value[k + 1 :]]
        for j, k in itertools.combinations(range(len(value)), 2):
            swapped = list(value)
            swapped[j], swapped[k] = value[k], value[j]
            yield f"{place}: swap {j} {k}", swapped
        return
    others: list[Json] = [None, "", *([] if again and isinstance(value, str) else [True, False, 1, [], {}])]
    if isinstance(value, str) and "game" in place and place.startswith(".objects"):  # all of it is under the digest
        others += [f"{value} ", *([] if again else [value.swapcase(), *names[-2:], "0"])]
    elif isinstance(value, str):
        others += [f"{value} ", value.swapcase(), *names, *(words if value in words else [])]
        others += numbers if NUMBER.fullmatch(value) else []
    for other in others:
        if type(other) is not type(value) or other != value:
            yield f"{place} -> {json.dumps(other)}", other


def names_in(certificate: Json) -> list[str]:
    """All names of players and actions in a certificate."""
    games = [value for key, value in certificate["objects"].items() if "game" in key]
    lists = [own for one in games for own in [one["players"], *one["actions"]]]
    return sorted({name for own in lists for name in own})


def judged(certificate: Json) -> Receipt | Refused:
    """What the checker says: a receipt, or a refusal by one of its rules, and not for what Python cannot do."""
    result = check(text(certificate))
    assert isinstance(result, Receipt) or (result.rule in RULES and "limits within" not in result.why)
    return result


def accepted(certificate: Json) -> Receipt:
    result = check(text(certificate))
    assert isinstance(result, Receipt), result
    return result


def still_accepted(
    certificate: Json, words: Collection[str], numbers: Collection[str] = (), names: list[str] | None = None
) -> set[str]:
    """Which changes in one place are accepted; names are those of the certificate's games unless they are given."""
    found, names = set(), names_in(certificate) if names is None else names
    for what, mutant in mutations(certificate, "", names, words, numbers, seen=seen_for(certificate)):
        if mutant == certificate and text(mutant) == text(certificate):  # two equal items swapped
            continue
        if isinstance(judged(mutant), Receipt):
            found.add(what.removeprefix("."))
    return found


def changes(*lines: str) -> set[str]:
    """Mutants from "place = value value" or "place: swap 0 1".

    `{0,1}` in a place stands for 0 and for 1, a dot in a value for a space; null, true and false are not strings.
    """
    found = set()
    for line in lines:
        place, equal, values = line.partition(" = ")
        written = [
            value if value in ("null", "true", "false") else json.dumps(value.replace(".", " "))
            for value in values.split()
        ]
        parts = re.split(r"\{(.*?)\}", place)
        for chosen in itertools.product(*(part.split(",") if k % 2 else [part] for k, part in enumerate(parts))):
            where = "".join(chosen)
            found |= {f"{where} -> {value}" for value in written} if equal else {where}
    return found


def put_anywhere(certificate: Json, words: Collection[str], keys: Collection[str], data: st.DataObject) -> Json:
    """A copy of a certificate in which some value, made of these, stands in some place."""
    values = st.recursive(
        st.none() | st.booleans() | st.just(1) | st.sampled_from(["", "0", "1", "1/2", *words]),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(sorted(keys)), inner, max_size=3),
    )
    return put_value(certificate, values, data)


def put_value(certificate: Json, values: st.SearchStrategy[Json], data: st.DataObject) -> Json:
    """A copy of a certificate in which one of these values stands in some place."""
    certificate = copy.deepcopy(certificate)
    here = certificate
    while True:
        key = data.draw(st.sampled_from(sorted(here) if isinstance(here, dict) else range(len(here))))
        if not here[key] or not isinstance(here[key], dict | list) or data.draw(st.integers(0, 5)) == 0:
            break
        here = here[key]
    here[key] = data.draw(values)
    return certificate
