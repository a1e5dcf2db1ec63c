"""How full strategies and what would have been chosen are told: in symbols, as a table with code, and as a story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from spi.core.numbers import format_exact
from spi.tasks.families.independence.strategies import Claim, Strategy
from spi.tasks.items import Wording
from spi.tasks.material.draws import draw_people

__all__ = ["People", "claim_words", "draw_cast", "strategy_text"]

_SETTINGS = (
    "heirs divide an estate; shares are in hundredths of it",
    "towns divide the water of a river; shares are in hundredths of it",
    "partners divide the profit of a year; shares are in hundredths of it",
    "crews divide the salvage of a wreck; shares are in hundredths of it",
    "ministries divide a budget; shares are in hundredths of it",
    "studios divide the time on a stage; shares are in hundredths of it",
    "cooperatives divide a pasture; shares are in hundredths of it",
    "laboratories divide the hours of a reactor; shares are in hundredths of it",
)


@dataclass(frozen=True, slots=True)
class People:
    """Who plays, what it is about, and in what order the circumstances are told.

    Parameters
    ----------
    names : tuple of str
    setting : int
    order : tuple of int
        A permutation of the circumstances: two for each player, then the further ones.

    Source: ours
    """

    names: tuple[str, ...]
    setting: int
    order: tuple[int, ...]


def draw_cast(rng: Random, players: int, circumstances: int) -> People:
    """Names at random; the same for the two items of a pair.

    Source: ours
    """
    names = draw_people(rng, ["any"] * players)
    order = rng.sample(range(circumstances), circumstances)
    return People(names, rng.randrange(len(_SETTINGS)), tuple(order))


def claim_words(wording: Wording, claim: Claim, wrapped: bool = False) -> str:
    """A program in a wording.

    Source: ours
    """
    x, y = claim.demand, claim.otherwise
    match wording:
        case "formal":
            bare = f"claim({x}; {y})" if y else f"claim({x})"
            return f"R({bare}, ρ)" if wrapped else bare
        case "matrix":
            bare = f'claimant(demand="{x}", otherwise="{y}")' if y else f'always(action="{x}")'
            return f"renegotiator(default={bare}, proposal=proposal)" if wrapped else bare
    bare = f"“{x}, but {y} of copies”" if y else f"“{x}”"
    return f"the wrapped {bare}" if wrapped else bare


def strategy_text(
    wording: Wording, own: Strategy, people: People, proposal: tuple[Sequence[str], Sequence[str]]
) -> str:
    """Everything that has to be known, but for the question.

    Parameters
    ----------
    wording : Wording
    own : Strategy
    people : People
    proposal : pair of outcomes
        What renegotiation sends where, if f wraps programs.

    Returns
    -------
    str

    Source: clr-agenda-2026, Appendix B.2
    """
    parts = [_opening(wording, people), _programs(wording, own, proposal), _actual(wording, own, people)]
    parts.append(_listed(wording, own, people) if own.used is not None else _replies(wording, own, people))
    return "\n\n".join([*parts, _definitions(wording, own)])


def _opening(wording: Wording, people: People) -> str:
    names = f"{', '.join(people.names[:-1])} and {people.names[-1]}"
    rule = "whoever demands a number gets it if all demands sum to at most 100; otherwise all get 0"
    match wording:
        case "formal":
            return f"Players {names} submit programs, which read each other's code and then make a demand: {rule}."
        case "matrix":
            return f"Players: {names}. Actions: demands, as labels. Payoffs: {rule}. Programs read each other's code."
    told = f"{names} look after how {_SETTINGS[people.setting]}. Each sends a software agent that makes a demand after "
    return f"{told}it has read the code of the others: {rule}."


def _programs(wording: Wording, own: Strategy, proposal: tuple[Sequence[str], Sequence[str]]) -> str:
    before, after = (", ".join(a) for a in proposal)
    match wording:
        case "formal":
            told = (
                "claim(x) demands x whatever the others are. claim(x; y) demands x, but y if another player's "
                "program has exactly the same code. Either has the demand d = x."
            )
            wrap = (
                f" R(p, ρ) is the renegotiation program with default p; ρ sends ({before}) to ({after}) and leaves "
                "alone all else. It has the demand of its default: d(R(p, ρ)) = d(p)."
            )
        case "matrix":
            told = (
                "def always(*others, action):\n    return action\n\n"
                "def claimant(*others, demand, otherwise):\n"
                "    return otherwise if any(j == me for j in others) else demand\n\n"
                'The demand of always(action="x") and of claimant(demand="x", otherwise="y") is x.'
            )
            wrap = (
                f" renegotiator(default=p, proposal=proposal) renegotiates, with a proposal that sends ({before}) to "
                f"({after}); its demand is that of p."
            )
        case _:
            told = (
                "The agent “x” demands x whatever the others are. The agent “x, but y of copies” demands x, but y if "
                "another agent has exactly the same code. Of either kind one says that it demands x."
            )
            wrap = (
                f" Wrapped agents renegotiate: where the agents inside would have come to ({before}) they come to "
                f"({after}). One says that a wrapped agent demands what the agent inside demands."
            )
    uses_wraps = own.images is None or any(w for law in own.beliefs for _, w, _ in law)
    return told + wrap if uses_wraps else told


def _actual(wording: Wording, own: Strategy, people: People) -> str:
    rows = []
    for i, (name, program) in enumerate(zip(people.names, own.programs, strict=True)):
        image = claim_words(wording, own.images[i]) if own.images else claim_words(wording, program, wrapped=True)
        chosen = claim_words(wording, program)
        match wording:
            case "formal":
                rows.append(f"{name}: p = {chosen}, f(p) = {image}.")
            case "matrix":
                rows.append(f"| {name} | {chosen} | {image} |")
            case _:
                rows.append(f"{name} chose {chosen}; because of the agreement, {image} is sent in its place.")
    match wording:
        case "formal":
            return "The full strategy (f, p):\n" + "\n".join(rows)
        case "matrix":
            return "| player | chosen program p | what f makes of it |\n" + "\n".join(rows)
    return "All have taken part in an agreement f, by which agents are exchanged for others:\n" + "\n".join(rows)


def _listed(wording: Wording, own: Strategy, people: People) -> str:
    assert own.used is not None and own.believed is not None
    rows = []
    for i, name in enumerate(people.names):
        used, believed = claim_words(wording, own.used[i]), claim_words(wording, own.believed[i])
        match wording:
            case "formal":
                rows.append(f"p^P of {name} = {used} (had each other player used her or his p instead of f(p)).")
                rows.append(f"p^F of {name} = {believed} (had {name} known beforehand that each other would use p).")
            case "matrix":
                rows.append(f"| {name} | the others use p instead of f(p) | {used} |")
                rows.append(f"| {name} | {name} knows beforehand that the others will use p | {believed} |")
            case _:
                rows.append(f"Had the others not taken part and sent what they chose, {name} would have chosen {used}.")
                rows.append(
                    f"Had {name} known beforehand that the others would send just what they chose, {name} would have "
                    f"chosen {believed}."
                )
    for i, other, chosen in own.further:
        name, theirs, mine = people.names[i], claim_words(wording, other), claim_words(wording, chosen)
        match wording:
            case "formal":
                rows.append(f"Had each other player used {theirs}, {name} would have chosen {mine}.")
            case "matrix":
                rows.append(f"| {name} | each of the others uses {theirs} | {mine} |")
            case _:
                rows.append(f"Had each of the others sent {theirs}, {name} would have chosen {mine}.")
    ordered = [rows[k] for k in people.order]
    head = {
        "formal": "What would have been chosen in other circumstances:\n",
        "matrix": "| player | circumstances | would have chosen |\n",
        "story": "It is known what would have been chosen in other circumstances.\n",
    }[wording]
    return head + "\n".join(ordered)


def _replies(wording: Wording, own: Strategy, people: People) -> str:
    rows = []
    for i, name in enumerate(people.names):
        space = ", ".join(claim_words(wording, c) for c in own.spaces[i])
        law = "; ".join(f"{claim_words(wording, q, w)} with {format_exact(p)}" for q, w, p in own.beliefs[i])
        other = people.names[1 - i]
        rows.append(f"{name} chooses from: {space}. Belief of {name} about the program that {other} uses: {law}.")
    known = (
        "that the other uses the program that the other has in fact chosen"
        if own.knowledge == "program"
        else "only that the other does not take part: that the program is one of those that the other chooses from"
    )
    return (
        "\n".join(rows)
        + "\nPlayers choose at the same time what is best in expectation by their beliefs, and would have done so by "
        "the same beliefs had the other not taken part. With foreknowledge they would have chosen what is best by "
        f"their beliefs given what they would have known, {known}. Where several programs are equally good, any of "
        "them might have been chosen, and it is enough if one of them is the same choice."
    )


def _definitions(wording: Wording, own: Strategy) -> str:
    same = {
        "code": "Two choices are the same if the code is the same, numbers included.",
        "demand": "Two choices are the same if what they demand is the same, whatever the code is.",
    }[own.equality]
    if wording == "formal":
        return (
            "(f, p) is demand-preserving if d(f(p)_i) = d(p_i) for every player i. It is participation independent if "
            "it is demand-preserving and for every i what i would have chosen had the others used p instead of f(p) is "
            "the same as p_i; foreknowledge independent if it is demand-preserving and for every i what i would have "
            f"chosen, had i known that beforehand, is the same as p_i. {same}"
        )
    return (
        "One speaks of participation independence if two things hold of everybody: what is used after f demands what "
        "the chosen program demands; and the choice would have been the same had the others not taken part. One speaks "
        "of foreknowledge independence if the first holds of everybody, and the choice would have been the same had it "
        f"been known beforehand that the others do not take part. {same}"
    )
