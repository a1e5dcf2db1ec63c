"""Reading a certificate from bytes that may be hostile: proofs/README.md section 1, games/README.md for the digest.

Numbers stay strings until form and length are known; messages quote the input shortly and never computed numbers.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, product
from operator import ge
from typing import Any, NoReturn

MAX_BYTES = 8 * 1024 * 1024
RATIONAL = re.compile(r"0|-?[1-9][0-9]{0,3999}(?:/[1-9][0-9]{0,3999})?")
NAME = re.compile("(?! )[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]{1,200}(?<! )")
Profile = tuple[str, ...]
Fields = dict[str, "Item"]
Kinds = Mapping[str, tuple[str, ...]]  # the further keys of an object, by its kind
Words = Mapping[str, str]
Scope = tuple[list[str], list[str]]  # the assumptions, and what is trusted
RULES = (
    *("size", "encoding", "json", "nesting", "duplicate-key", "keys", "type", "value", "null", "rational", "name"),
    *("profile", "game", "digest", "dominance", "reduced", "isomorphism", "improvement", "refutation", "flag", "scope"),
    *("lottery", "witness", "program", "encounter", "parameters", "sum"),
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """An accepted certificate: the claim in words, what was recomputed, and what the claim still rests on.

    Parameters
    ----------
    name : str
        The file.
    kind, answer, claim : str
        The question, "yes" or "no", and both in words.
    digests : tuple of str
        Of the games, or whatever else it is about.
    recomputed, assumptions, trusted : tuple of str

    Source: ours
    """

    name: str
    kind: str
    answer: str
    claim: str
    digests: tuple[str, ...]
    recomputed: tuple[str, ...]
    assumptions: tuple[str, ...]
    trusted: tuple[str, ...]

    def __str__(self) -> str:
        """Several readable lines."""
        more = {"recomputed": self.recomputed, "assumes": self.assumptions, "trusts": self.trusted}
        lines = [f"  {title}: {entry}" for title, entries in more.items() for entry in entries]
        return "\n".join([f"accepted  {self.name}  {self.claim}", *lines])


@dataclass(frozen=True, slots=True)
class Refused:
    """A certificate that shows nothing: where it fails, by which rule (one of `RULES`), and what would be accepted.

    Parameters
    ----------
    name : str
        The file.
    place, rule, why : str

    Source: ours
    """

    name: str
    place: str
    rule: str
    why: str

    def __str__(self) -> str:
        """One readable line."""
        return f"refused   {self.name}  {self.place}: {self.rule}: {self.why}"


class Refusal(Exception):
    """Raised inside the checker with place, rule and reason, and turned into a `Refused` value by `check`."""


def quote(value: object) -> str:
    """A short printable mention of a value; containers are not shown, as they may be deep or large."""
    if isinstance(value, str):
        return repr(value) if len(value) <= 60 else f"{value[:60]!r}... ({len(value)} characters)"
    return "an object" if isinstance(value, dict) else "a list" if isinstance(value, list) else json.dumps(value)


def rational(text: object) -> Fraction | None:
    """The number that is written in canonical form, if it is."""
    if not isinstance(text, str) or not RATIONAL.fullmatch(text):
        return None
    above, _, below = text.partition("/")
    if not below:
        return Fraction(int(above))
    number, denominator = Fraction(int(above), int(below)), int(below)
    return number if number.denominator == denominator > 1 else None


def sort_key(number: Fraction) -> tuple[int, int | Fraction]:
    """Fractions compare slowly; few have the same integer part after multiplication by a large number."""
    above, below = number.numerator << 256, number.denominator
    return (above, 0) if below == 1 else (above // below, number)


@dataclass(frozen=True, slots=True)
class Item:
    """A value of the certificate together with its place. The methods read it, or refuse what is not allowed there."""

    value: object
    place: str

    def refuse(self, rule: str, why: str) -> NoReturn:
        """Give up on the certificate because of this value."""
        raise Refusal(self.place or "file", rule, why)

    def need(self, holds: bool, rule: str, why: str) -> None:
        """Give up unless something holds."""
        if not holds:
            self.refuse(rule, why)

    def equals(self, expected: str | int | bool | list[str] | None, rule: str) -> None:
        """Exactly this value, which has been recomputed; true is not 1."""
        same = type(self.value) is type(expected) and self.value == expected
        self.need(same, rule, f"{quote(self.value)} is stated here, needed is {json.dumps(expected)[:2000]}")

    def fields(self, keys: Collection[str]) -> Fields:
        """Section 1: an object with exactly these keys."""
        if not isinstance(self.value, dict):
            self.refuse("type", f"an object is needed here, not {quote(self.value)}")
        wanted = set(keys)
        if self.value.keys() != wanted:
            missing = ", ".join(map(quote, sorted(wanted - self.value.keys())[:5]))
            unknown = ", ".join([quote(key) for key in self.value if key not in wanted][:5])
            faults = [f"missing: {missing}"] * bool(missing) + [f"no key of this object: {unknown}"] * bool(unknown)
            self.refuse("keys", "; ".join(faults))
        places = {key: f".{key}" if key.isidentifier() else f"[{quote(key)}]" for key in wanted}
        return {key: Item(value, (self.place + places[key]).removeprefix(".")) for key, value in self.value.items()}

    def tag(self, key: str, allowed: Collection[str]) -> str:
        """One entry of an object, which says what else is in it."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return Item(value, f"{self.place}.{key}").choice(allowed)

    def tagged(self, tag: str, kinds: Kinds) -> tuple[str, Fields]:
        """An object whose entry `tag` says which other keys it has."""
        kind = self.tag(tag, kinds)
        return kind, self.fields((tag, *kinds[kind]))

    def items(self, length: int | None = None, rule: str = "type") -> Iterator[Item]:
        """A list of anything, or of exactly this length."""
        if not isinstance(self.value, list):
            self.refuse("type", f"a list is needed here, not {quote(self.value)}")
        self.need(length in (None, len(self.value)), rule, f"a list of length {length} is needed here")
        return (Item(value, f"{self.place}[{k}]") for k, value in enumerate(self.value))

    def flag(self) -> bool:
        """True or false."""
        self.need(isinstance(self.value, bool), "type", f"true or false is needed here, not {quote(self.value)}")
        return self.value is True

    def given(self, wanted: bool) -> bool:
        """Section 1: what does not apply is null, and only that."""
        none = f"null is needed, not {quote(self.value)}: this does not apply to the claim"
        self.need((self.value is not None) == wanted, "null", "the claim needs a value, not null" if wanted else none)
        return wanted

    def choice(self, allowed: Collection[str], rule: str = "value", what: str = "") -> str:
        """One of the strings allowed here, and what these are, where the place does not say it."""
        if not isinstance(self.value, str) or self.value not in allowed:
            some = ", ".join(quote(name) for name, _ in zip(allowed, range(9), strict=False))
            known = f"allowed: {some}" if some else "there is none"
            self.refuse(rule, f"{quote(self.value)} is not {what or 'allowed here'}; {known}")
        return self.value

    def index(self, names: Sequence[str]) -> int:
        """The index of one of these names."""
        return names.index(self.choice(names, "name"))

    def profile(self, actions: Sequence[Collection[str]]) -> Profile:
        """Section 1: a profile, one of these action names for each player in the order of the players."""
        entries = zip(self.items(len(actions), "profile"), actions, strict=True)
        return tuple(item.choice(names, "profile") for item, names in entries)

    def name(self) -> str:
        """Section 1: a name."""
        if not isinstance(self.value, str) or not NAME.fullmatch(self.value):
            self.refuse("name", f"{quote(self.value)}: 1 to 200 printable characters without outer spaces are needed")
        return self.value

    def names(self) -> tuple[str, ...]:
        """Section 1: a non-empty list of distinct names."""
        names: dict[str, None] = {}
        for item in self.items():
            name = item.name()
            item.need(name not in names, "name", f"{quote(name)} occurs twice; the names must be distinct")
            names[name] = None
        self.need(bool(names), "name", "at least one name is needed here")
        return tuple(names)

    def rational(self) -> Fraction:
        """Section 1: a rational in canonical form with at most 4,000 digits above and below."""
        number = rational(self.value)
        if number is None:
            needed = "'0', '-3' or '5/2', in lowest terms and with at most 4000 digits, is needed"
            self.refuse("rational", f"{quote(self.value)}: {needed}")
        return number


def read_json(certificate: bytes | str) -> Item:
    """Section 1: UTF-8 without a byte-order mark, at most 8 MiB, one JSON value, no key twice, no number but 1."""
    file = Item(None, "file")

    def entries(pairs: list[tuple[str, object]]) -> dict[str, object]:
        result = dict(pairs)
        if len(result) < len(pairs):
            twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
            file.refuse("duplicate-key", f"the key {quote(twice)} occurs twice in an object")
        return result

    def number(digits: str) -> int:  # called with the text, so that long numbers are never converted
        file.need(digits == "1", "json", f"{digits[:20]}: the only number is the version, 1; others are strings")
        return 1

    try:
        data = certificate.encode() if isinstance(certificate, str) else certificate
        file.need(len(data) <= MAX_BYTES, "size", "a certificate has at most 8 MiB")
        text = data.decode()
        file.need(not text.startswith("\ufeff"), "encoding", "a certificate has no byte-order mark")
        value = json.loads(text, object_pairs_hook=entries, parse_int=number, parse_float=number, parse_constant=number)
    except UnicodeError:
        file.refuse("encoding", "a certificate is UTF-8 text")
    except json.JSONDecodeError as error:
        file.refuse("json", f"line {error.lineno}, column {error.colno}: {error.msg}; one JSON value is needed")
    except RecursionError:
        file.refuse("nesting", "objects and lists are nested too deeply")
    return Item(value, "")


@dataclass(frozen=True, slots=True)
class Game:
    """A game as read. Comparing two payoffs of a player is comparing their levels, which are integers."""

    players: tuple[str, ...]
    actions: tuple[dict[str, None], ...]  # ordered sets
    level: dict[Profile, tuple[int, ...]]  # player i's payoff at the profile a is values[i][level[a][i]]
    values: tuple[tuple[Fraction, ...], ...]  # the different payoffs of each player, ascending
    digest: str

    def payoffs(self, profile: Profile) -> tuple[Fraction, ...]:
        """The exact payoffs of all players at a profile."""
        return tuple(values[k] for values, k in zip(self.values, self.level[profile], strict=True))

    def no_loss(self, a: Profile, b: Profile) -> bool:
        """u(b) >= u(a)."""
        return all(map(ge, self.level[b], self.level[a]))


def read_game(item: Item, whole: Game | None = None) -> Game:
    """Section 1: a game, or a subset game of `whole`, with its digest recomputed."""
    fields = item.fields(("players", "actions", "payoffs", "digest"))
    players = fields["players"].names()
    if whole:
        fields["players"].need(players == whole.players, "game", "the players are those of the game, in their order")
    actions = tuple(dict.fromkeys(names.names()) for names in fields["actions"].items(len(players), "game"))
    if whole:
        inside = all(set(own) <= set(all_own) for own, all_own in zip(actions, whole.actions, strict=True))
        fields["actions"].need(inside, "game", "each player's actions are among those in the game")
    # One depth after the other, so that neither the depth nor the number of profiles is taken on trust.
    cells: list[Any] = [fields["payoffs"].value]
    sizes = (*map(len, actions), len(players))

    def cell(k: int, depth: int) -> Item:
        """The k-th value at a depth, with its place."""
        value, place = cells[k], ""
        for size in reversed(sizes[:depth]):
            k, index = divmod(k, size)
            place = f"[{index}]{place}"
        return Item(value, fields["payoffs"].place + place)

    for depth, size in enumerate(sizes):
        for k in [k for k, value in enumerate(cells) if not isinstance(value, list) or len(value) != size][:1]:
            cell(k, depth).items(size, "game")
        cells = list(chain.from_iterable(cells))
    known: dict[str, Fraction] = {}  # each different number is converted once
    for k, value in enumerate(cells):
        if not isinstance(value, str) or value not in known:
            known[str(value)] = rational(value) or cell(k, len(sizes)).rational()
    # Rationals are equal exactly if their canonical texts are, so the different payoffs are the different texts.
    columns = [cells[i :: len(players)] for i in range(len(players))]
    scales = [sorted(set(column), key=lambda text: sort_key(known[text])) for column in columns]
    ranks = [{text: k for k, text in enumerate(scale)} for scale in scales]
    levels = zip(*(map(rank.__getitem__, column) for rank, column in zip(ranks, columns, strict=True)), strict=True)
    level = dict(zip(product(*actions), levels, strict=True))
    words = dict(zip(level, map(" ".join, zip(*columns, strict=True)), strict=True))
    lines = ["spi-game 1"]
    for player, own in zip(players, actions, strict=True):
        lines += [f"player {player}", *(f"action {action}" for action in sorted(own))]
    lines += [f"payoff {words[profile]}" for profile in product(*map(sorted, actions))]
    digest = hashlib.sha256("".join(line + "\n" for line in lines).encode()).hexdigest()
    fields["digest"].equals(digest, "digest")
    return Game(players, actions, level, tuple(tuple(known[text] for text in scale) for scale in scales), digest)


def read_games(objects: Item) -> tuple[Game, Game]:
    """The game and the subset game, where they are the only objects."""
    fields = objects.fields(("game", "subset_game"))
    game = read_game(fields["game"])
    return game, read_game(fields["subset_game"], game)


def receipt(claim: Fields, words: str, games: Sequence[Game], evidence: Fields, done: Words, scope: Scope) -> Receipt:
    """What a rule returns; `done` says in words what has been recomputed for some of the evidence."""
    recomputed = ["digests of the games", "scope"]
    for key, value in [(key, item.value) for key, item in evidence.items() if item.value is not None]:
        recomputed.append(done.get(key, f"{key}: as stated").format(len(value) if isinstance(value, list) else 1))
    kind, answer, digests = str(claim["kind"].value), str(claim["answer"].value), tuple(game.digest for game in games)
    return Receipt("", kind, answer, words, digests, tuple(recomputed), *map(tuple, scope))
