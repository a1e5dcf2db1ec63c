"""Forms in parameters, what is known of their signs, and games whose payoffs they are: proofs/README.md section 18.

A form is a list of integers: the constant and a coefficient for each parameter. All that is done with them counts as
work, by the length of the numbers, as in section 6.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import gcd
from operator import mul

from spi.checker.lotteries import MAX_WORK, common, longest
from spi.checker.reader import Item, Profile

Form = list[int]
Atoms = list[tuple[Form, str]]  # comparisons with 0
Test = tuple[Form, bool]  # the form has to be positive (True), or not to be negative
WORD = re.compile(r"(?!(?:and|or|not|always|never)$)[^\W\d]\w*")
NEGATIVE, ZERO, POSITIVE = 1, 2, 4  # sets of signs
RELATIONS = {">": POSITIVE, ">=": POSITIVE | ZERO, "=": ZERO}


@dataclass(slots=True)
class Sheet:
    """A game; player i's payoff at the profile a is rows[a][i], in a unit that the games of a claim share."""

    players: tuple[str, ...]
    actions: tuple[dict[str, None], ...]
    rows: dict[Profile, list[Form]]
    digest: str


@dataclass(slots=True)
class Cell:
    """Where some tests are passed: the signs that forms, in lowest terms, can have there; and the work that is left."""

    tests: list[Test]
    left: list[int] = field(default_factory=lambda: [MAX_WORK])
    signs: dict[tuple[int, ...], int] = field(default_factory=dict)

    def spend(self, item: Item, *forms: Sequence[int]) -> None:
        """Count what is done with these forms, or refuse the certificate."""
        for form in forms:
            self.left[0] -= 1 + len(form) * (1 + (64 + longest(form)) ** 2 // 2**14)
        item.need(self.left[0] >= 0, "size", "too much would have to be calculated, or with numbers that are too long")

    def learn(self, item: Item, test: Test) -> None:
        """The test is passed."""
        key, flipped = self.key(item, test[0])
        allowed = RELATIONS[">" if test[1] else ">="]
        self.signs[key] = self.signs.get(key, 7) & (mirrored(allowed) if flipped else allowed)
        item.need(self.signs[key] > 0, "parameters", "together with what is known this leaves a form no sign")

    def key(self, item: Item, form: Form) -> tuple[tuple[int, ...], bool]:
        """A form up to a factor, and whether that is negative."""
        self.spend(item, form)
        factor = gcd(*form) or 1
        flipped = next((k for k in form[1:] if k), 1) < 0
        return tuple(k // (-factor if flipped else factor) for k in form), flipped

    def possible(self, item: Item, form: Form) -> int:
        """The signs that a form can have, by what is known."""
        if not any(form[1:]):
            return POSITIVE if form[0] > 0 else NEGATIVE if form[0] < 0 else ZERO
        key, flipped = self.key(item, form)
        signs = self.signs.get(key, 7)
        return mirrored(signs) if flipped else signs

    def holds(self, item: Item, form: Form, relation: str) -> bool | None:
        """Is it known to be so, known not to be so, or neither?"""
        signs, wanted = self.possible(item, form), RELATIONS[relation]
        return True if not signs & ~wanted else None if signs & wanted else False

    def minus(self, item: Item, left: Form, right: Form, factor: Fraction = Fraction(1)) -> Form:
        """A positive multiple of left - factor * right."""
        above, below = factor.as_integer_ratio()
        self.spend(item, left, right, (*left, *right, above, below))
        return [below * x - above * y for x, y in zip(left, right, strict=True)]


def mirrored(signs: int) -> int:
    """The signs of the negative."""
    return (signs & ZERO) | signs >> 2 | (signs & NEGATIVE) << 2


def read_parameters(item: Item) -> tuple[str, ...]:
    """Distinct words, perhaps none."""
    words = item.names() if list(item.items()) else ()
    for entry, word in zip(item.items(), words, strict=True):
        entry.need(bool(WORD.fullmatch(word)), "name", "letters, digits and _ are needed, and no word of conditions")
    return words


def read_form(item: Item, size: int) -> Form:
    """The form of an atom or a test, in integers."""
    row = common(item, [number.rational() for number in item.items(size + 1, "parameters")])
    item.need(row.unit == 1, "parameters", "integers are needed here")
    return row.numbers


def read_atoms(item: Item, size: int) -> Atoms:
    """A list of comparisons of forms with 0."""
    found = []
    for entry in item.items():
        fields = entry.fields(("form", "relation"))
        found.append((read_form(fields["form"], size), fields["relation"].choice(RELATIONS)))
    return found


def tests_of(atoms: Iterable[tuple[Form, str]]) -> list[Test]:
    """The tests that comparisons consist of."""
    found = []
    for form, relation in atoms:
        found.append((form, relation == ">"))
        found += [([-k for k in form], False)] * (relation == "=")
    return found


def check_point(item: Item, size: int, atoms: Iterable[tuple[Form, str]], cell: Cell) -> None:
    """A point at which these comparisons hold."""
    point = common(item, [number.rational() for number in item.items(size, "parameters")])
    for form, relation in atoms:
        cell.spend(item, form, point.numbers, (*form, *point.numbers))
        value = form[0] * point.unit + sum(map(mul, form[1:], point.numbers))
        sign = POSITIVE if value > 0 else NEGATIVE if value < 0 else ZERO
        item.need(bool(sign & RELATIONS[relation]), "witness", "a comparison that has to hold at this point does not")


def read_sheets(items: Sequence[Item], parameters: Sequence[str]) -> list[Sheet]:
    """The game and perhaps a subset game, with their digests recomputed and their payoffs in one unit."""
    found: list[Sheet] = []
    numbers: list[Fraction] = []
    for item in items:
        fields = item.fields(("players", "actions", "payoffs", "digest"))
        players = fields["players"].names()
        actions = tuple(dict.fromkeys(own.names()) for own in fields["actions"].items(len(players), "game"))
        for whole in found:
            fields["players"].need(
                players == whole.players, "game", "the players are those of the game, in their order"
            )
            inside = all(set(own) <= set(all_own) for own, all_own in zip(actions, whole.actions, strict=True))
            fields["actions"].need(inside, "game", "each player's actions are among those in the game")
        cells = [fields["payoffs"]]
        for own in (*actions, players):
            cells = [part for cell in cells for part in cell.items(len(own), "game")]
        texts = []
        for cell in cells:
            form = list(cell.items(len(parameters) + 1, "parameters"))
            numbers += [number.rational() for number in form]
            terms = sorted((name, str(k.value)) for name, k in zip(parameters, form[1:], strict=True) if k.value != "0")
            texts.append(str(form[0].value) + "".join(f"+{k}*{name}" for name, k in terms))
        words = iter(texts)
        payoffs = {a: [next(words) for _ in players] for a in product(*actions)}
        lines = ["spi-game 1"]
        for player, own in zip(players, actions, strict=True):
            lines += [f"player {player}", *(f"action {x}" for x in sorted(own))]
        lines += ["payoff " + " ".join(payoffs[a]) for a in product(*map(sorted, actions))]
        digest = hashlib.sha256("".join(line + "\n" for line in lines).encode()).hexdigest()
        fields["digest"].equals(digest, "digest")
        found.append(Sheet(players, actions, {}, digest))
    width, integers = len(parameters) + 1, iter(common(items[0], numbers).numbers)
    for sheet in found:
        for a in product(*sheet.actions):
            sheet.rows[a] = [[next(integers) for _ in range(width)] for _ in sheet.players]
    return found
