"""What programs do when they meet, and the claim about it: proofs/README.md section 13."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from spi.checker.calls import meeting
from spi.checker.draws import check_laws, read_law
from spi.checker.engines import Meeting, direct, modal
from spi.checker.machine import Machine, Value, cost
from spi.checker.payoffs import Law, Table, brief, expected, read_table
from spi.checker.programs import read_program
from spi.checker.reader import Fields, Item, Profile, Receipt, quote
from spi.checker.strings import check_joint
from spi.checker.words import label

FORBIDDEN = {  # terms, by the engine
    "direct": {"proves", "chance", "mix", "simulate"},
    "modal": {"chance", "mix", "simulate"},
    "independent": {"proves"},
    "shared": {"proves"},
}
DRAWS = {"independent": ("every simulation draws by itself",), "shared": ("all programs read one random string",)}
LARGE = "what modal agents play is what is true at all large worlds of finite linear frames (Gödel–Löb logic)"
CLAIM, EVIDENCE = ("outcome", "diverges", "laws", "joint"), ("worlds", "calls", "weights")


@dataclass(frozen=True, slots=True)
class Guest:
    """A program that meets others, where it is found, and the terms in it."""

    item: Item
    program: Value
    tags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """What programs play: one law for all players, or one for each if they are independent; None if they diverge.

    And in words what they do, and what was done to find it.
    """

    laws: Sequence[Law] | None
    words: str
    done: str


def encounter(top: Fields) -> Receipt:
    """Section 13."""
    claim = top["claim"].fields(("kind", "answer", "engine", *CLAIM))
    objects, evidence = top["objects"].fields(("players", "game", "programs")), top["evidence"].fields(EVIDENCE)
    claim["answer"].choice(("yes",))
    engine, machine = claim["engine"].choice(FORBIDDEN), Machine(objects["players"].names(), objects["programs"])
    table = read_table(machine, objects["game"])
    guests = [read_guest(machine, item) for item in objects["programs"].items(len(machine.players), "program")]
    found = meet(machine, table, {**claim, **evidence}, guests)
    digests = [digest(guest) for guest in guests]
    who, words = f"programs {listing([digest[:12] for digest in digests], ' and ')}", found.words
    done = "digests of the programs"
    if table:
        who += f" in game {table.exact.game.digest[:12]}"
        if found.laws:
            worth = brief(expected(machine, table, product(machine, found.laws)))
            words += f", worth {worth}{' in expectation' * any(len(law) > 1 for law in found.laws)}"
        digests, done = [table.exact.game.digest, *digests], "digests of the game and of the programs"
    scope = DRAWS.get(engine, ()), (LARGE,) * (engine == "modal")
    return Receipt("", "encounter", "yes", f"{who} {words}", tuple(digests), (done, "scope", found.done), *scope)


def read_guest(machine: Machine, item: Item) -> Guest:
    """A program that is to meet others."""
    machine.item, machine.tags = item, set()
    return Guest(item, read_program(machine, item), frozenset(machine.tags))


def digest(guest: Guest) -> str:
    """The digest of a program."""
    return hashlib.sha256(json.dumps(guest.item.value, sort_keys=True).encode()).hexdigest()


def meet(machine: Machine, table: Table | None, fields: Fields, guests: Sequence[Guest]) -> Found:
    """What these do, one for each player, if it is as the fields say."""
    engine = fields["engine"].choice(FORBIDDEN)
    terms = ", ".join(sorted(FORBIDDEN[engine] & frozenset().union(*(guest.tags for guest in guests))))
    fields["engine"].need(not terms, "encounter", f"programs with {terms} need another engine")
    fields["worlds"].given(engine == "modal")
    fields["calls"].given(fields["laws"].given(engine == "independent"))
    fields["weights"].given(fields["joint"].given(engine == "shared"))
    players = []
    for seat, guest in enumerate(guests):
        machine.item = guest.item
        players.append((guest.item, meeting(machine, [guest.program for guest in guests], seat)))
    found = ENGINES[engine](machine, fields, players)
    outcome = next(iter(found.laws[0])) if found.laws and engine in ("direct", "modal") else None
    if fields["outcome"].given(outcome is not None):
        fields["outcome"].equals(list(outcome or ()), "encounter")
    fields["diverges"].equals(found.laws is None, "encounter")
    if table and found.laws:
        belong(table, guests, found.laws)
    return found


def directly(machine: Machine, fields: Fields, players: Meeting) -> Found:
    """By working out the calls."""
    outcome = direct(machine, players)
    if outcome is None:
        return Found(None, "diverge: a call needs itself", "calls: one that needs itself")
    return Found([{outcome: Fraction(1)}], f"play {shown(outcome)}", "calls: every one that is needed")


def provably(machine: Machine, fields: Fields, players: Meeting) -> Found:
    """At a world from which on nothing changes."""
    n = fields["worlds"].value
    outcome, boxes = modal(machine, fields["worlds"], players)
    done = f"calls: every one that is needed at world {n}; boxes ({boxes}): there and at the next"
    return Found([{outcome: Fraction(1)}], f"play {shown(outcome)} at all large worlds", done)


def independently(machine: Machine, fields: Fields, players: Meeting) -> Found:
    """By the laws of all calls."""
    laws, words = check_laws(machine, fields["calls"], [frame for _, frame in players]), []
    for item, law in zip(fields["laws"].items(len(players), "encounter"), laws, strict=False):
        stated = read_law(item)
        item.need(stated == law, "encounter", "the call of this player has another law")
        pairs = [[str(x.value) for x in entry.items()] for entry in item.items()]
        shares = [f"{show(x)} {p if len(p) <= 20 else f'{p[:17]}...'}" for x, p in pairs]
        words.append(f"({listing(shares)})")
    found: list[Law] = [{(label,): p for label, p in law.items()} for law in laws[: len(players)]]
    done = f"calls ({len(laws)}): every way, what they add up to, a sure end"
    return Found(found, f"play {listing(words, ' and ')}", done)


def together(machine: Machine, fields: Fields, players: Meeting) -> Found:
    """By the law of what is known of the string further down."""
    stated = read_law(fields["joint"], lambda item: tuple(map(label, item.items(len(players), "profile"))))
    law, states = check_joint(machine, fields["weights"], players)
    fields["joint"].need(stated == law, "encounter", "the programs have another law")
    shares = [str(entry.value) for one in fields["joint"].items() for entry in [*one.items()][1:]]
    pairs = zip(stated, shares, strict=True)
    words = listing([f"{shown(profile)} {p if len(p) <= 20 else f'{p[:17]}...'}" for profile, p in pairs], " and ")
    return Found([law], f"play {words}", f"states ({states}): what follows each, their weights, what is played")


ENGINES = {"direct": directly, "modal": provably, "independent": independently, "shared": together}


def belong(table: Table, guests: Sequence[Guest], laws: Sequence[Law]) -> None:
    """Only actions of the game are played."""
    seat = 0
    for law in laws:
        for part in law:
            for k, action in enumerate(part, seat):
                fits = action in table.places[k]
                guests[k].item.need(fits, "program", f"it plays {quote(action)}, which the game does not have there")
        seat += len(next(iter(law)))


def product(machine: Machine, laws: Sequence[Law]) -> Law:
    """The law of profiles."""
    found: dict[Profile, Fraction] = {(): Fraction(1)}
    for law in laws:
        longer = {}
        for before, p in found.items():
            for part, q in law.items():
                machine.spend(cost(p, q))
                longer[*before, *part] = p * q
        found = longer
    return found


def shown(outcome: Profile) -> str:
    """A profile, shortly."""
    return f"({listing(list(map(show, outcome)))})"


def listing(texts: list[str], last: str = ", ") -> str:
    """Texts one after the other, but not too many of them."""
    short = texts[:6] + ["..."] * (len(texts) > 6)
    return last.join(", ".join(part) for part in (short[:-1], short[-1:]) if part)


def show(text: str) -> str:
    """A label as it stands, if it is a short word."""
    return text if text.isidentifier() and len(text) <= 20 else quote(text)
