"""Bargains of two players and their programs in words: in symbols, as a table with code, as a story, and as files."""

from __future__ import annotations

import json
from collections.abc import Sequence

from spi.core.gamefile import write_game
from spi.programs.members import Program
from spi.programs.references import read_reference
from spi.tasks.items import Wording
from spi.tasks.material.naming import Naming, Outcome
from spi.tasks.material.numbered_plans import Bargain, Plan, bargain_game
from spi.tasks.material.programs import READING, family_source, setting_text
from spi.tasks.material.words import formal_payoffs, payoff_table, told_payoffs
from spi.tasks.material.wraps import Proposal, proposal_toml, proposal_value

__all__ = ["Named", "describe_bargain", "plan_program", "setting_files", "transformation_text"]

Named = tuple[str, Plan, int]
"""A name, the plan that it stands for, and the seat that it is for."""

_FAMILIES = {
    "always": "ours/always",
    "expects": "digiovanni-et-al-2024/conditional_demander",
    "hardens": "ours/hardener",
    "wraps": "digiovanni-et-al-2024/renegotiator",
}
"""The families on the shelf that the kinds of plans are from."""

_DEFINITIONS: dict[str, dict[str, str]] = {
    "formal": {
        "always": "const(x) plays x against every program.",
        "expects": "yield(c; x, y) plays x against the program whose code is exactly c, and y against every other "
        "(a program that wraps c has another code).",
        "hardens": "harden(x, y) plays y against every renegotiation program, and x against every other program.",
        "wraps": "R(d, ρ) is the renegotiation program with default d and proposal ρ, a map from outcomes to outcomes "
        "that leaves alone what it does not list. Against another renegotiation program R(d′, ρ′) it works out the "
        "default outcome o, which d and d′ have against each other (not against the wrapped programs); if ρ(o) = "
        "ρ′(o) it plays its part of ρ(o), else its part of o. Against any other program it "
        "plays what d plays against it.",
    },
    "story": {
        "always": "Some agents do the same whatever the other agent is.",
        "expects": "Some look at the other agent's code: they yield to one code, letter by letter, and insist against "
        "all others, also against that code inside a wrapper.",
        "hardens": "Some bargain harder with every agent that is a renegotiator than with all others.",
        "wraps": "Some are renegotiators, also called renegotiation programs. A renegotiator has a default, which is "
        "another agent, and a list of proposals: what to do instead of which outcome. When two renegotiators meet, "
        "they first work out what their two defaults would have done against each other. If both lists say the same "
        "of that outcome (an outcome that is not on a list stays as it is), they do what the lists say, and "
        "otherwise what the defaults would have done. Towards an agent that is no renegotiator, a renegotiator does "
        "what its default does towards it.",
    },
}


def describe_bargain(
    wording: Wording, bargain: Bargain, naming: Naming, named: Sequence[Named], *, proposals: Sequence[int] = ()
) -> str:
    """The players, the payoffs, the proposals and the programs, with what one has to know of programs.

    Parameters
    ----------
    wording : Wording
    bargain : Bargain
    naming : Naming
    named : sequence of (name, Plan, seat)
        Told in this order.
    proposals : sequence of int
        Numbers of proposals that are told even if no program has them.

    Returns
    -------
    str

    Source: ours
    """
    first, second = naming.people
    game, place = bargain_game(bargain, naming), naming.cast.scene
    kinds = {kind for _, plan, _ in named for kind in _kinds(plan)} | ({"wraps"} if proposals else set())
    shown = [kind for kind in _FAMILIES if kind in kinds]
    programs = [_named(wording, name, plan, seat, naming) for name, plan, seat in named]
    used = sorted({*proposals, *(p for _, plan, _ in named for p in _proposals(plan))})
    offers = [_proposal_text(wording, p, bargain, naming) for p in used]
    match wording:
        case "formal":
            terms = [_DEFINITIONS["formal"][kind] for kind in shown]
            parts = [
                formal_payoffs(game),
                f"{first} and {second} submit programs, which read each other's code and then each play an action.",
                "\n".join([*terms, *offers, *programs]),
            ]
        case "matrix":
            wraps = " A renegotiator is also called a renegotiation program." if "wraps" in kinds else ""
            parts = [
                payoff_table(game),
                f"{first} and {second} each submit a program. {READING}{wraps}",
                family_source(*(_FAMILIES[kind] for kind in shown)),
                "\n".join([*offers, *programs]),
            ]
        case _:
            parts = [
                f"{naming.cast.opening} Each of them {place.choice}, and they leave this to agents: each sends one, a "
                "program that can read the other's code before it chooses.",
                told_payoffs(game, place.unit),
                " ".join(_DEFINITIONS["story"][kind] for kind in shown),
                "\n".join([*offers, *programs]),
            ]
    return "\n\n".join(parts)


def _named(wording: Wording, name: str, plan: Plan, seat: int, naming: Naming) -> str:
    """One line that says what a named program is."""
    match wording:
        case "formal":
            return f"{name} = {_symbols(plan, seat, naming)}"
        case "matrix":
            return f"{name} = {_reference(plan, seat, naming, proposals=None)}"
    return f"The agent {name} {_words(plan, seat, naming)}."


def _symbols(plan: Plan, seat: int, naming: Naming) -> str:
    names = [naming.actions[seat][a] for a in plan.actions]
    match plan.kind:
        case "always":
            return f"const({names[0]})"
        case "hardens":
            return f"harden({names[0]}, {names[1]})"
    assert plan.inner is not None
    if plan.kind == "expects":
        return f"yield({_symbols(plan.inner, 1 - seat, naming)}; {names[0]}, {names[1]})"
    return f"R({_symbols(plan.inner, seat, naming)}, ρ{plan.proposal + 1})"


def _words(plan: Plan, seat: int, naming: Naming) -> str:
    names = [f"“{naming.actions[seat][a]}”" for a in plan.actions]
    match plan.kind:
        case "always":
            return f"always takes {names[0]}"
        case "hardens":
            return f"takes {names[1]} with every renegotiator and {names[0]} with all others"
    assert plan.inner is not None
    if plan.kind == "expects":
        inner = _words(plan.inner, 1 - seat, naming)
        expected = f"that {inner}" if plan.inner.kind == "always" else f"(which {inner})"
        return f"takes {names[0]} if the other's code is that of the agent {expected}, and {names[1]} otherwise"
    return f"is a renegotiator with list {plan.proposal + 1}, whose default {_words(plan.inner, seat, naming)}"


def _proposal_text(wording: Wording, number: int, bargain: Bargain, naming: Naming) -> str:
    pairs = [(naming.outcome(a), naming.outcome(b)) for a, b in bargain.proposals[number]]
    match wording:
        case "formal":
            moved = ", ".join(f"({a}, {b}) ↦ ({c}, {d})" for (a, b), (c, d) in pairs)
            return f"ρ{number + 1}: {moved}."
        case "matrix":
            return f"proposal_{number + 1} = {proposal_value(dict(pairs))}"
    moved = "; ".join(f"instead of “{a}” and “{b}” take “{c}” and “{d}”" for (a, b), (c, d) in pairs)
    return f"List {number + 1} says ({naming.people[0]}'s agent first): {moved}."


def plan_program(plan: Plan, seat: int, bargain: Bargain, naming: Naming) -> Program:
    """The program that a plan at a seat stands for.

    Source: ours
    """
    return read_reference(_reference(plan, seat, naming, proposals=bargain.proposals))


def _reference(
    plan: Plan, seat: int, naming: Naming, *, proposals: Sequence[Sequence[tuple[Outcome, Outcome]]] | None
) -> str:
    """A program as files of settings name it; without proposals as code shows it: short, and with names for them."""
    names = [json.dumps(naming.actions[seat][a]) for a in plan.actions]
    family = _FAMILIES[plan.kind] if proposals is not None else _FAMILIES[plan.kind].split("/")[1]
    match plan.kind:
        case "always":
            return f"{family}(action={names[0]})"
        case "hardens":
            return f"{family}(soft={names[0]}, hard={names[1]})"
    assert plan.inner is not None
    if plan.kind == "expects":
        expected = _reference(plan.inner, 1 - seat, naming, proposals=proposals)
        return f"{family}(expected={expected}, accept={names[0]}, insist={names[1]})"
    default, proposal = _reference(plan.inner, seat, naming, proposals=proposals), f"proposal_{plan.proposal + 1}"
    if proposals is not None:
        proposal = proposal_value({naming.outcome(a): naming.outcome(b) for a, b in proposals[plan.proposal]})
    return f"{family}(default={default}, proposal={proposal})"


def transformation_text(bargain: Bargain, naming: Naming, proposal: int) -> str:
    """That everybody renegotiates by a proposal, as a table of a setting.

    Source: ours
    """
    pairs: Proposal = {naming.outcome(a): naming.outcome(b) for a, b in bargain.proposals[proposal]}
    return f'[transformation]\nkind = "renegotiation"\nproposal = {proposal_toml(pairs)}'


def setting_files(
    bargain: Bargain, naming: Naming, named: Sequence[Named], *tables: str, top: Sequence[str] = ()
) -> tuple[tuple[str, str], ...]:
    """Files of the game and of a setting with these programs; the setting names the game by its file.

    Parameters
    ----------
    bargain : Bargain
    naming : Naming
    named : sequence of (name, Plan, seat)
    *tables : str
        Tables after those of programs and spaces.
    top : sequence of str
        Lines before all tables.

    Returns
    -------
    tuple of (name, text)

    Source: ours
    """
    programs = [
        {
            name: _reference(plan, seat, naming, proposals=bargain.proposals)
            for name, plan, seat in named
            if seat == player
        }
        for player in (0, 1)
    ]
    setting = setting_text("A bargain of two programs", naming.people, programs, *tables, top=top)
    return ("game.toml", write_game(bargain_game(bargain, naming))), ("setting.toml", setting)


def _kinds(plan: Plan) -> set[str]:
    return {plan.kind} | (_kinds(plan.inner) if plan.inner is not None else set())


def _proposals(plan: Plan) -> set[int]:
    inner = _proposals(plan.inner) if plan.inner is not None else set()
    return inner | ({plan.proposal} if plan.kind == "wraps" else set())
