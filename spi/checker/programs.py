"""Programs as they are read: proofs/README.md section 13."""

import json
from dataclasses import dataclass
from functools import reduce
from itertools import chain, repeat
from operator import or_
from typing import Any

from spi.checker.machine import Machine, Task, Value, kind
from spi.checker.reader import Item, quote
from spi.checker.words import LIMIT, effort, label, natural, numeral

STAR = ["star", ["others"]]
# The form of a list, entry by entry: E is a term, + one with one more variable, = one with a variable for each of the
# names, S a term or the star; other capitals are lists with a form in LISTS; small letters are explained in `datum`.
# What stands before a * may come any number of times. Terms begin with the word.
TERMS = "label:l truth:t other:o others: keyword:k variable:v me: profile:E* set:E* map:M* at:EE run:EE* build:pB"
TERMS += " same:EE in:EE meet:EE join:EE not:E and:EE or:EE if:EEE let:E+ match:ECE outcome:ES* mine:E player:E"
TERMS += " first:+ all:+ any:+ proves:E chance:q mix:E simulate:En select:EE pmp:E"
FORMS = dict(term.split(":") for term in TERMS.split())
LISTS = {"M": "EE", "B": "P*", "P": "bE", "C": "K*", "K": "pN="}


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A term, or a list in a term: the terms and lists in it, and all else.

    In `free`, bit i is set if it speaks of the variable that is bound outside it as the i-th, counted from 0.
    """

    tag: str
    data: list[Any]
    parts: list["Node"]
    free: int


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """A definition among those it was read with. It stands for the group of what it reaches; see `member`."""

    kind: str
    others: int
    keywords: dict[str, str | None]
    group: list["Definition"]
    members: dict[int, "Definition"]
    tokens: list[Any]  # the body without nesting; places are the only integers
    body: list[Node]  # one


def datum(letter: str, item: Item, own: Definition, bound: int, at: Definition) -> Any:
    """A label, a truth value, a probability; a keyword or keywords of a definition; a number."""
    if letter in "lt":
        return label(item) if letter == "l" else item.flag()
    if letter == "q":
        found = numeral(label(item))
        item.need(found is not None and 0 <= found <= 1, "program", "a probability is needed here, such as '1/10'")
        return found
    if letter in "kb":
        return item.choice((own if letter == "k" else at).keywords, "program", "a keyword of the definition")
    if letter == "N":
        return [name.choice(at.keywords, "program", "a keyword of the definition") for name in item.items()]
    limits = {"o": LIMIT if own.others < 0 else own.others, "p": len(own.group), "v": bound, "n": LIMIT}
    return natural(item, limits[letter])


def read_term(machine: Machine, item: Item, own: Definition, bound: int, form: str = "", at: Any = None) -> Task:
    """A term of a definition under some variables; or a list in one, with this form and keywords of `at`."""
    entries, tag = item.items(), ""
    data, parts = list[Any](), list[Node]()
    if not form:
        tag = next(entries, item).choice(FORMS, "program")
        form = FORMS[tag]
    fixed, more = (form[:-2], form[-2]) if form.endswith("*") else (form, "")
    item.need(tag != "me" or own.kind == "program", "program", "a function is not the program of a call")
    machine.spend(7 + bound // 64)
    own.tokens.append((tag,))
    count = 0
    for entry, letter in zip(entries, chain(fixed, repeat(more)), strict=False):
        item.need(letter != "", "program", "there is too much in this list")
        count += 1
        if letter in LISTS:
            parts.append((yield read_term(machine, entry, own, bound, LISTS[letter], at)))
        elif letter in "E+=" or (letter == "S" and entry.value != STAR):
            further = len(data[1]) if letter == "=" else letter == "+"
            parts.append((yield read_term(machine, entry, own, bound + further)))
        else:
            machine.spend(effort(str(entry.value)) if letter == "q" else 0)
            found: Any = "star" if letter == "S" else datum(letter, entry, own, bound, at)
            data.append(found)
            own.tokens.extend(found if letter == "N" else [found if letter in "pS" else str(entry.value)])
            at = own.group[found] if letter == "p" else at
    own.tokens.append(())
    item.need(count >= len(fixed), "program", "there is too little in this list")
    if tag == "outcome":
        item.need(not data or count == 2, "program", "the others come after the first program, and nothing else")
    if tag == "build":
        given = {part.data[0] for part in parts[0].parts}
        item.need(len(given) == len(parts[0].parts), "program", "a keyword is bound twice")
        unbound = next((k for k, default in at.keywords.items() if default is None and k not in given), None)
        item.need(unbound is None, "program", f"the keyword {quote(unbound)} has no default, and is not bound")
    free = 1 << bound - 1 - data[0] if tag == "variable" else reduce(or_, [part.free for part in parts], 0)
    return Node(tag, data, parts, free & (1 << bound) - 1)


def reach(machine: Machine, group: list[Definition], k: int) -> list[int]:
    """The places of a definition of the group and of all that it reaches, breadth first."""
    order, seen = [k], {k}
    for k in order:
        machine.spend(2 + len(group[k].keywords) + len(group[k].tokens) // 8)
        for token in group[k].tokens:
            if isinstance(token, int) and token not in seen:
                seen.add(token)
                order.append(token)
    return order


def member(machine: Machine, own: Definition, k: int) -> Definition:
    """Member k of the group: of all definitions that reach the same, the one that was asked for first."""
    if k not in own.members:
        order = reach(machine, own.group, k)
        renumbered = {old: new for new, old in enumerate(order)}
        found = [own.group[old] for old in order]
        heads = [(one.kind, one.others, tuple(one.keywords.items())) for one in found]
        bodies = [tuple(renumbered[x] if isinstance(x, int) else x for x in one.tokens) for one in found]
        own.members[k] = machine.known.setdefault((*heads, *bodies), own.group[k])
    return own.members[k]


def read_group(machine: Machine, item: Item) -> Task:
    """A list of definitions, exactly what the first one reaches, in order; the same text is read once."""
    text, group = json.dumps(item.value), list[Definition]()
    machine.spend(len(text) // 128)
    if text in machine.known:
        definition, tags = machine.known[text]
        machine.tags |= tags
        return definition
    members: dict[int, Definition] = {}
    for entry in item.items():
        word, others, keywords, _ = entry.items(4, "program")
        names: dict[str, str | None] = {}
        for pair in keywords.items():
            name, default = pair.items(2, "program")
            name.need(label(name) > next(reversed(names), ""), "program", "keywords are distinct and in order")
            names[label(name)] = None if default.value is None else label(default)
        machine.spend(8 + len(names))
        number = -1 if others.value == "-1" else natural(others)
        word.choice(("program", "function"), "program")
        group.append(Definition(str(word.value), number, names, group, members, [], []))
    for own, entry in zip(group, item.items(), strict=True):
        *_, body = entry.items(4)
        own.body.append((yield read_term(machine, body, own, 0)))
    ordered = group and reach(machine, group, 0) == list(range(len(group)))
    item.need(bool(ordered), "program", "needed is what the first definition reaches, breadth first")
    tags = {token[0] for own in group for token in own.tokens if isinstance(token, tuple) and token}
    machine.known[text] = member(machine, group[0], 0), tags
    machine.tags |= tags
    return machine.known[text][0]


def read_value(machine: Machine, item: Item) -> Task:
    """A value; programs have no seat yet."""
    if isinstance(item.value, bool | str):
        return item.value if isinstance(item.value, bool) else label(item)
    entries = item.items()
    word = next(entries, item).choice(("profile", "set", "map", "program"), "program")
    content: dict[Any, Any] = {}
    if word == "program":
        _, group, bindings = item.items(3, "program")
        definition = yield read_group(machine, group)
        keywords = definition.keywords
        for keyword, entry in zip(keywords, bindings.items(len(keywords), "program"), strict=True):
            name, value = entry.items(2, "program")
            name.equals(keyword, "program")
            content[keyword] = yield read_value(machine, value)
        return machine.value(word, content, definition)
    if word == "profile":
        return machine.value(word, tuple(map(label, entries)))
    last = ""
    for entry in entries:
        key, value = entry.items(2, "program") if word == "map" else (entry, Item(True, ""))
        text = json.dumps(key.value)
        machine.spend(4 + len(text) // 64)
        entry.need(text > last, "program", "entries are distinct, and ordered by their JSON text")
        found, last = (yield read_value(machine, key)), text
        content[found] = yield read_value(machine, value)
        fits = word == "map" or kind(found) == "profile"
        entry.need(fits, "program", "a set has profiles in it")
    return machine.value(word, content if word == "map" else frozenset(content))


def read_program(machine: Machine, item: Item) -> Value:
    """A program that meets others, which a function does not."""
    value: Value = machine.drive(read_value(machine, item))
    fits = kind(value) == "program" and value.definition.kind == "program"
    item.need(fits, "program", "a program is needed here, and no function")
    return value
