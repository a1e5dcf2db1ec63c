"""The claim that nobody gains by another program, given what is believed: proofs/README.md section 14."""

from collections.abc import Collection, Sequence
from fractions import Fraction

from spi.checker.encounters import digest, listing
from spi.checker.lotteries import Chances, chances
from spi.checker.machine import cost
from spi.checker.payoffs import short
from spi.checker.reader import Fields, Item, Receipt, quote
from spi.checker.tables import Encounters, Indices, read_encounters

Belief = Chances[Indices]


def read_beliefs(found: Encounters, item: Item, profile: Indices) -> list[Belief]:
    """What each player believes of the others' programs; null: what is true."""
    if item.value is None:
        return [Chances({(*profile[:k], *profile[k + 1 :]): 1}, 1) for k in range(len(profile))]
    entries = item.items(len(profile), "lottery")
    return [chances(entry, "programs", lambda others: found.indices(others, without=1)) for entry in entries]


def value(found: Encounters, seat: int, program: int, belief: Belief) -> Fraction:
    """What the player at a seat expects of a program, times the common denominator of her belief."""
    total = Fraction(0)
    for indices, weight in zip(found.meetings(seat, program, belief.numbers), belief.numbers.values(), strict=True):
        p, u = Fraction(weight), found.rows[indices].payoffs[seat]
        found.machine.spend(cost(p, u))
        more = p * u
        found.machine.spend(cost(total, more))
        total += more
    return total


def subjective_equilibrium(top: Fields) -> Receipt:
    """Section 14."""
    claim = top["claim"].fields(("kind", "answer", "randomness"))
    objects = top["objects"].fields(("game", "programs", "profile", "spaces", "beliefs"))
    evidence = top["evidence"].fields(("encounters", "violation"))
    yes = claim["answer"].choice(("yes", "no")) == "yes"
    found = read_encounters(objects, evidence["encounters"], claim["randomness"])
    profile, players = found.indices(objects["profile"]), found.players
    spaces = [read_space(found, item) for item in objects["spaces"].items(len(players), "program")]
    beliefs = read_beliefs(found, objects["beliefs"], profile)
    names = [digest(found.pool[k])[:12] for k in profile]
    words = f"programs {listing(names, ' and ')} in game {found.table.exact.game.digest[:12]}"
    told = "an equilibrium" if objects["beliefs"].value is None else "an equilibrium given the stated beliefs"
    if not evidence["violation"].given(not yes):
        need_best(found, evidence["encounters"], profile, spaces, beliefs)
        sizes = " × ".join([str(len(space)) for space in spaces[:6]] + ["..."] * (len(spaces) > 6))
        return found.receipt(claim, f"{words} are {told}, in spaces of {sizes} programs")
    violation = evidence["violation"].fields(("player", "program"))
    seat, other = violation["player"].index(players), found.index(violation["program"])
    violation["program"].need(other in spaces[seat], "program", "this program is not in the player's space")
    needed = {needs for k in (other, profile[seat]) for needs in found.meetings(seat, k, beliefs[seat].numbers)}
    found.need(evidence["encounters"], needed)
    earns, instead = (value(found, seat, k, beliefs[seat]) for k in (other, profile[seat]))
    violation["program"].need(earns > instead, "improvement", "it earns the player no more than her own program")
    earns, instead = earns / beliefs[seat].unit, instead / beliefs[seat].unit
    more = f"{quote(players[seat])} earns {short(earns)} by {digest(found.pool[other])[:12]}, not {short(instead)}"
    return found.receipt(claim, f"{words} are not {told}: {more}")


def read_space(found: Encounters, item: Item) -> set[int]:
    """What a player can submit."""
    space = set[int]()
    for entry in item.items():
        index = found.index(entry)
        entry.need(index not in space, "program", "this program is in the space already")
        space.add(index)
    item.need(bool(space), "program", "a space has at least one program")
    return space


def need_best(
    found: Encounters, item: Item, profile: Indices, spaces: Sequence[Collection[int]], beliefs: Sequence[Belief]
) -> None:
    """Nobody has a program in her space that earns her more."""
    needed = set[Indices]()
    for seat, (own, space, belief) in enumerate(zip(profile, spaces, beliefs, strict=True)):
        for program in {own, *space}:
            needed.update(found.meetings(seat, program, belief.numbers))
    found.need(item, needed)
    for seat, (own, space, belief) in enumerate(zip(profile, spaces, beliefs, strict=True)):
        now = value(found, seat, own, belief)
        for program in space:
            best = value(found, seat, program, belief) <= now
            item.need(best, "improvement", f"{quote(found.players[seat])} earns more by program {program}")
