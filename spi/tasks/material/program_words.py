"""How games of two players and their programs are told: in symbols, as a table with code, and as a story."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from spi.core.gamefile import quote, write_game
from spi.core.numbers import format_exact
from spi.tasks.material.names_of_two import SETTINGS, Naming
from spi.tasks.material.plans_of_two import Plan, Scene, scene_game

__all__ = [
    "WORDINGS",
    "Named",
    "Wording",
    "describe_plan",
    "describe_scene",
    "plan_reference",
    "setting_text",
]

Wording = Literal["formal", "matrix", "story"]
WORDINGS: tuple[Wording, ...] = ("formal", "matrix", "story")

Named = tuple[str, Plan, int]
"""A name, the plan that it stands for, and the seat that it is for."""

_DEFINITIONS: dict[Wording, dict[str, str]] = {
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
    "matrix": {
        "always": "def always(opponent, *, action):\n    return action",
        "expects": "def conditional_demander(opponent, *, expected, accept, insist):\n"
        "    return accept if opponent == expected else insist  # == compares code; a wrapped program has other code",
        "hardens": "def hardener(opponent, *, soft, hard):\n"
        "    match opponent:\n        case renegotiator():\n            return hard\n    return soft",
        "wraps": "def renegotiator(opponent, *, default, proposal):\n"
        "    match opponent:\n"
        "        case renegotiator(default=theirs, proposal=their_proposal):\n"
        "            projected = outcome(default, theirs)  # the profile when these two run against each other\n"
        "            if proposal[projected] == their_proposal[projected]:  # what is not listed is sent to itself\n"
        "                return mine(proposal[projected])  # my action in it\n"
        "            return mine(projected)\n"
        "    return default(opponent)",
    },
    "story": {
        "always": "Some agents do the same whatever the other agent is.",
        "expects": "Some look at the other agent's code: they yield to one code, letter by letter, and insist against "
        "all others, also against that code inside a wrapper.",
        "hardens": "Some bargain harder with every agent that is a renegotiator than with all others.",
        "wraps": "Some are renegotiators. A renegotiator has a default, which is another agent, and a list of "
        "proposals: what to do instead of which outcome. When two renegotiators meet, they first work out what their "
        "two defaults would have done against each other. If both lists say the same of that outcome (an outcome "
        "that is not on a list stays as it is), they do what the lists say, and otherwise what the defaults would have "
        "done. Towards an agent that is no renegotiator, a renegotiator does what its default does towards it.",
    },
}


def describe_scene(
    wording: Wording, scene: Scene, naming: Naming, named: Sequence[Named], *, proposals: Sequence[int] = ()
) -> str:
    """The players, the payoffs, the proposals and the programs, with what one has to know of programs.

    Parameters
    ----------
    wording : Wording
    scene : Scene
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
    kinds = {kind for _, plan, _ in named for kind in _kinds(plan)} | ({"wraps"} if proposals else set())
    terms = [_DEFINITIONS[wording][kind] for kind in ("always", "expects", "hardens", "wraps") if kind in kinds]
    rows = [(naming.outcome((a, b)), scene.at((a, b))) for a in naming.listed[0] for b in naming.listed[1]]
    programs = [describe_plan(wording, name, plan, seat, naming) for name, plan, seat in named]
    used = sorted({*proposals, *(p for _, plan, _ in named for p in _proposals(plan))})
    offers = [_proposal_text(wording, p, scene, naming) for p in used]
    match wording:
        case "formal":
            cells = "; ".join(f"u({a}, {b}) = ({format_exact(u)}, {format_exact(v)})" for (a, b), (u, v) in rows)
            parts = [
                f"Players {first} (first) and {second} (second) submit programs, which read each other's code and then "
                f"each play an action. Payoffs u = (u_{first}, u_{second}): {cells}.",
                *terms,
                *offers,
                *programs,
            ]
        case "matrix":
            width = max(len(name) for own in naming.actions for name in own) + 2
            head = " " * width + "".join(naming.actions[1][b].ljust(width + 4) for b in naming.listed[1])
            lines = [head.rstrip()]
            for a in naming.listed[0]:
                row = [", ".join(map(format_exact, scene.at((a, b)))) for b in naming.listed[1]]
                lines.append((naming.actions[0][a].ljust(width) + "".join(c.ljust(width + 4) for c in row)).rstrip())
            parts = [
                f"Rows: {first}. Columns: {second}. Entries: payoffs of {first}, {second}. Each submits a program that "
                "reads the other's code and then plays an action.",
                "\n".join(lines),
                "\n\n".join(terms),
                "\n".join([*offers, *programs]),
            ]
            return "\n\n".join(parts)
        case _:
            subject = SETTINGS[naming.setting][0]
            told = [
                f"if {first}'s agent takes “{a}” and {second}'s takes “{b}”, {first} gets {format_exact(u)} and "
                f"{second} {format_exact(v)}"
                for (a, b), (u, v) in rows
            ]
            parts = [
                f"{first} and {second} are in charge where {subject}. Each sends an agent, a program that can read the "
                f"other's code before it chooses. What comes of it: {'; '.join(told)}.",
                " ".join(terms),
                *offers,
                *programs,
            ]
    return "\n".join(parts)


def describe_plan(wording: Wording, name: str, plan: Plan, seat: int, naming: Naming) -> str:
    """One line that says what a named program is.

    Source: ours
    """
    match wording:
        case "formal":
            return f"{name} = {_symbols(plan, seat, naming)}"
        case "matrix":
            return f"{name} = {_code(plan, seat, naming)}"
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


def _code(plan: Plan, seat: int, naming: Naming) -> str:
    names = [f'"{naming.actions[seat][a]}"' for a in plan.actions]
    match plan.kind:
        case "always":
            return f"always(action={names[0]})"
        case "hardens":
            return f"hardener(soft={names[0]}, hard={names[1]})"
    assert plan.inner is not None
    if plan.kind == "expects":
        expected = _code(plan.inner, 1 - seat, naming)
        return f"conditional_demander(expected={expected}, accept={names[0]}, insist={names[1]})"
    return f"renegotiator(default={_code(plan.inner, seat, naming)}, proposal=proposal_{plan.proposal + 1})"


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
        return f"takes {names[0]} if the other's code is that of the agent that {inner}, and {names[1]} otherwise"
    return f"is a renegotiator with list {plan.proposal + 1}, whose default {_words(plan.inner, seat, naming)}"


def _proposal_text(wording: Wording, number: int, scene: Scene, naming: Naming) -> str:
    pairs = [(naming.outcome(a), naming.outcome(b)) for a, b in scene.proposals[number]]
    match wording:
        case "formal":
            moved = ", ".join(f"({a}, {b}) ↦ ({c}, {d})" for (a, b), (c, d) in pairs)
            return f"ρ{number + 1}: {moved}."
        case "matrix":
            moved = ", ".join(f'("{a}", "{b}"): ("{c}", "{d}")' for (a, b), (c, d) in pairs)
            return f"proposal_{number + 1} = {{{moved}}}"
    moved = "; ".join(f"instead of “{a}” and “{b}” take “{c}” and “{d}”" for (a, b), (c, d) in pairs)
    return f"List {number + 1} says ({naming.people[0]}'s agent first): {moved}."


def plan_reference(plan: Plan, seat: int, scene: Scene, naming: Naming) -> str:
    """A program as files of settings name it.

    Source: ours
    """
    names = [f'"{naming.actions[seat][a]}"' for a in plan.actions]
    match plan.kind:
        case "always":
            return f"ours/always(action={names[0]})"
        case "hardens":
            return f"ours/hardener(soft={names[0]}, hard={names[1]})"
    assert plan.inner is not None
    if plan.kind == "expects":
        expected = plan_reference(plan.inner, 1 - seat, scene, naming)
        own = f"expected={expected}, accept={names[0]}, insist={names[1]}"
        return f"digiovanni-et-al-2024/conditional_demander({own})"
    pairs = [(naming.outcome(a), naming.outcome(b)) for a, b in scene.proposals[plan.proposal]]
    proposal = ", ".join(f'("{a}", "{b}"): ("{c}", "{d}")' for (a, b), (c, d) in pairs)
    default = plan_reference(plan.inner, seat, scene, naming)
    return f"digiovanni-et-al-2024/renegotiator(default={default}, proposal={{{proposal}}})"


def setting_text(
    scene: Scene, naming: Naming, named: Sequence[Named], further: Sequence[str] = (), *, top: Sequence[str] = ()
) -> tuple[tuple[str, str], ...]:
    """Files of the game and of a setting with these programs; the setting names the game by its file.

    Parameters
    ----------
    scene : Scene
    naming : Naming
    named : sequence of (name, Plan, seat)
    further : sequence of str
        Lines after the tables of programs and spaces.
    top : sequence of str
        Lines before them.

    Returns
    -------
    tuple of (name, text)

    Source: ours
    """
    lines = ['kind = "programs"', 'game = "game.toml"', *top, "", "[programs]"]
    lines += [f"{quote(name)} = '{plan_reference(plan, seat, scene, naming)}'" for name, plan, seat in named]
    lines += ["", "[spaces]"]
    for k, person in enumerate(naming.people):
        lines.append(f"{quote(person)} = [{', '.join(quote(name) for name, _, seat in named if seat == k)}]")
    return ("game.toml", write_game(scene_game(scene, naming))), ("setting.toml", "\n".join([*lines, *further]) + "\n")


def _kinds(plan: Plan) -> set[str]:
    return {plan.kind} | (_kinds(plan.inner) if plan.inner is not None else set())


def _proposals(plan: Plan) -> set[int]:
    inner = _proposals(plan.inner) if plan.inner is not None else set()
    return inner | ({plan.proposal} if plan.kind == "wraps" else set())
