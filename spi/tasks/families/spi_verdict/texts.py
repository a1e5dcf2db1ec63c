"""The questions about safe Pareto improvements in words, and the files and forms that go with them."""

from __future__ import annotations

import json
from typing import Any

from spi.core.game import Game, profiles
from spi.core.numbers import format_exact
from spi.tasks.families.spi_verdict.spaces import Space
from spi.tasks.families.spi_verdict.subset_games import Delegation
from spi.tasks.items import Wording
from spi.tasks.material.named_plans import plan_form, plan_texts, reference_of
from spi.tasks.material.programs import READING, family_source, setting_text
from spi.tasks.material.shapes import Ranks
from spi.tasks.material.words import formal_payoffs, listed, payoff_table, profile_text, told_payoffs, vector_text
from spi.tasks.material.wraps import DEFINITIONS, proposal_form, proposal_text, proposal_toml

__all__ = ["space_form", "subset_texts", "transformation_file", "transformation_texts"]


def transformation_texts(space: Space, game: Game, *, refuted: bool = False) -> tuple[tuple[str, str], ...]:
    """A change of programs in three wordings: is it an SPI, or, if it is refuted, by which programs?

    Source: digiovanni-et-al-2024, Definition 2
    """
    names = listed([f"{p.name}" for p in space.plans[0]]), listed([f"{p.name}" for p in space.plans[1]])
    first, second = game.players
    formal = [
        formal_payoffs(game),
        "A program reads the code of the program that it faces, and then plays an action. U(p, q) are the payoffs of "
        "the outcome when the programs p and q face each other. The programs:",
        _programs(space, "formal"),
        _change(space, "formal"),
        f"The space: every program of {first} ({names[0]}) facing every program of {second} ({names[1]}). A map f of "
        "programs is a safe Pareto improvement (SPI) on the space if for no pair (p, q) of it some player has a "
        "smaller payoff in U(f(p), f(q)) than in U(p, q). It is a strict SPI if, moreover, for some pair some "
        "player has a larger one. Is f an SPI on this space, and is it a strict one?",
    ]
    families = ["ours/always"]
    if any(p.yields_to for own in space.plans for p in own):
        families.append("digiovanni-et-al-2024/conditional_demander")
    if space.kind != "map":
        families.append(DEFINITIONS[space.kind].name)
    matrix = [
        payoff_table(game),
        READING,
        family_source(*families),
        _programs(space, "matrix"),
        _change(space, "matrix"),
        f"Every program of {first} is tried with every program of {second}, before and after the change. The change "
        "is a safe Pareto improvement (SPI) if in none of these pairs somebody's payoff falls, and a strict SPI if, "
        "moreover, in at least one of them somebody's payoff rises. Is it an SPI, and is it a strict one?",
    ]
    scene = space.cast.scene
    story = [
        f"{space.cast.opening} Each of them {scene.choice}, and they leave this to assistants: each sends one, and "
        "the two assistants read each other's instructions before they choose.",
        told_payoffs(game, scene.unit),
        f"It is not known which assistants they will send. {first} may send any of {names[0]}; {second} any of "
        f"{names[1]}.",
        _programs(space, "story"),
        _change(space, "story"),
        "Compare, for every pair of assistants that may be sent, the results without and with this change. Call the "
        "change a safe Pareto improvement (SPI) if in no pair anybody ends up with less than before, and a strict "
        "SPI if, moreover, in at least one pair somebody ends up with more. Is the change an SPI, and is it a strict "
        "one?",
    ]
    if refuted:
        for parts in (formal, matrix, story):
            parts[-1] = parts[-1].rsplit(". ", 1)[0] + "."
        formal.append(
            "f is no SPI on this space: there is exactly one pair for which some player's payoff falls. Which one?"
        )
        matrix.append("It is no SPI: there is exactly one pair in which somebody's payoff falls. Which one?")
        story.append("The change is no SPI: there is exactly one pair in which somebody ends up with less. Which one?")
    return tuple((key, "\n\n".join(parts)) for key, parts in (("formal", formal), ("matrix", matrix), ("story", story)))


def _programs(space: Space, wording: Wording) -> str:
    return plan_texts([p for own in space.plans for p in own], space.cast.players, wording)


def _change(space: Space, wording: Wording) -> str:
    players = space.cast.players
    if space.kind == "map":
        rows = [f"{a.name} becomes {b.name}" for own in space.maps for a, b in own.items()]
        changed = "; ".join(rows)
        return {
            "formal": f"The map f: {changed}; every other program stays as it is.",
            "matrix": f"The change: {changed}; every other program stays as it is.",
            "story": f"The change: whoever would have sent an assistant named here sends another instead. {changed}; "
            "every other assistant stays as it is.",
        }[wording]
    same = space.proposals[0] == space.proposals[1]
    texts = [proposal_text(own, wording, name) for own, name in zip(space.proposals, "rs", strict=True)]
    if wording == "formal":
        maps = f"r = s, where {texts[0]}" if same else f"where {texts[0]}; and {texts[1]}"
        wrap = DEFINITIONS[space.kind].letter
        return (
            f"{DEFINITIONS[space.kind].formal} The map f makes {wrap}(p, r) of every program p of {players[0]}, and "
            f"{wrap}(q, s) of every program q of {players[1]}, {maps}."
        )
    if wording == "matrix":
        name = DEFINITIONS[space.kind].name.split("/")[1]
        key = DEFINITIONS[space.kind].keyword
        r, s = texts[0], "r" if same else texts[1]
        return (
            f"r = {r}\ns = {s}\n\nThe change: every program p of {players[0]} becomes {name}({key}=p, proposal=r), "
            f"and every program q of {players[1]} becomes {name}({key}=q, proposal=s)."
        )
    lists = (
        f"The list of replacements, the same for both: {texts[0]}."
        if same
        else f"The list of {players[0]}: {texts[0]}. The list of {players[1]}: {texts[1]}."
    )
    return (
        f"The change: whichever assistants would have been sent, {DEFINITIONS[space.kind].nickname} assistants that "
        f"hold them are sent instead. {DEFINITIONS[space.kind].story} {lists} (Results are written as the choice of "
        f"{players[0]}, then that of {players[1]}.)"
    )


def transformation_file(space: Space, game: Game) -> str:
    """The programs and the change as a setting file, for the commands about programs.

    Source: ours
    """
    if space.kind == "map":
        tables = [
            "{ " + ", ".join(f"{a.name} = {json.dumps(b.name)}" for a, b in own.items()) + " }" for own in space.maps
        ]
        table = f'kind = "map"\nmaps = [{", ".join(tables)}]'
    else:
        kind = "renegotiation" if space.kind == "algorithm-1" else "literal-renegotiation"
        table = f'kind = "{kind}"\nproposals = [\n' + "".join(f"  {proposal_toml(r)},\n" for r in space.proposals) + "]"
    programs = [{p.name: reference_of(p) for p in own} for own in space.plans]
    return setting_text("A change of programs", game.players, programs, f"[transformation]\n{table}")


def space_form(space: Space, ranks: Ranks) -> Any:
    """Programs and change without names.

    Source: ours
    """
    plans = [sorted(plan_form(p, ranks) for p in own) for own in space.plans]
    maps = [sorted([plan_form(a, ranks), plan_form(b, ranks)] for a, b in own.items()) for own in space.maps]
    return [space.kind, plans, [proposal_form(r, ranks) for r in space.proposals], maps]


ASSUMPTIONS = (
    "Of how representatives play, only this is known. Strictly dominated actions (worse for their player than some "
    "other one of her actions, whatever the others do) are never played, and it makes no difference to play whether "
    "they are there, so that they can be removed one after the other. And if two games without such actions are the "
    "same up to the names of actions and positive linear rescalings of each player's payoffs (uᵢ = λᵢ·u′ᵢ + cᵢ with "
    "λᵢ > 0), then the two are played alike: what happens in one is what corresponds to what would have happened in "
    "the other. Nothing else is known: games that are not the same in this sense may be played in any way, "
    "independently of each other. Every outcome that remains when dominated actions are removed can occur."
)
ASSUMPTIONS_STORY = (
    "Of how the agents play, only this is known. An agent never makes a choice that pays it less than another one of "
    "its choices, whatever the other agent does; and it makes no difference whether such choices are there at all, so "
    "that they can be struck out one after the other. And suppose that two situations without such choices are the "
    "same but for the names of choices and the scale of each agent's pay (all of an agent's numbers are multiplied by "
    "one positive number, and another number is added). Then the agents do in the one what corresponds to what they "
    "would have done in the other. Nothing else is known: in situations that are not the same in this sense they may "
    "play in any way, whatever they would have done in the other. Everything that is left when such choices are "
    "struck out can happen."
)


def subset_texts(own: Delegation) -> tuple[tuple[str, str], ...]:
    """A game and a subset game in three wordings.

    Source: oesterheld-conitzer-2022, Definition 1 (repaired: D1)
    """
    game, subset = own.game, own.subset_game
    rows = [f"uˢ{profile_text(b)} = {vector_text(subset[b])}" for b in profiles(subset)]
    sets = [f"Aˢ{'₁₂'[k]} = {{{', '.join(names)}}}" for k, names in enumerate(subset.actions)]
    formal = [
        f"A game Γ. {formal_payoffs(game)}",
        f"A subset game Γˢ of it. {', '.join(sets)}. Payoffs by which the representatives play it:\n" + "\n".join(rows),
        f"Each player has a representative who plays for her. {ASSUMPTIONS}",
        "The players can have their representatives play Γˢ instead of Γ. Γˢ is a safe Pareto improvement (SPI) on Γ "
        "if, in every way of playing that fits what is known, the outcome of Γˢ is at least as good for every player "
        "as the outcome of Γ would have been, judged by u in both cases. It is a strict SPI if, moreover, in every "
        "such way somebody gains at some outcome that can occur. Is Γˢ an SPI on Γ, and is it a strict one?",
    ]
    matrix = [
        "The game:\n" + payoff_table(game),
        "The subset game that the representatives may be told to play, with the payoffs by which they play it:\n"
        + payoff_table(subset),
        f"Each player has a representative who plays for her. {ASSUMPTIONS}",
        "The subset game is a safe Pareto improvement (SPI) if, in every way of playing that fits what is known, its "
        "outcome gives every player at least as much as the outcome of the game would have given her, both by the "
        "payoffs in the first table. It is a strict SPI if, moreover, in every such way somebody gets more at some "
        "outcome that can occur. Is it an SPI, and is it a strict one?",
    ]
    scene = own.cast.scene
    first, second = game.players
    paid = [
        f"If {first}'s agent chooses {x} and {second}'s agent {y}: {first}'s agent gets "
        f"{format_exact(subset[x, y][0])} and {second}'s agent {format_exact(subset[x, y][1])}."
        for x, y in profiles(subset)
    ]
    story = [
        f"{own.cast.opening} Each of them {scene.choice}, and each has an agent who decides for her or him. The "
        "agents are able, but nobody knows how they will play.",
        told_payoffs(game, scene.unit),
        f"{first} and {second} consider a new contract. Under it the agents may choose only among "
        f"{listed(subset.actions[0], 'or')} (for {first}) and {listed(subset.actions[1], 'or')} (for {second}), and "
        "they are paid, in points of their own, not by the results above but like this:\n" + "\n".join(paid),
        f"Without the contract the agents aim for the results above as if they were their own. {ASSUMPTIONS_STORY}",
        "The contract is a safe Pareto improvement (SPI) if, however the agents play within what is known, neither "
        f"{first} nor {second} ends up with fewer {scene.unit} than without it. It is a strict SPI if, moreover, "
        "however they play, one of the two ends up with more in some case that can occur. Is the contract an SPI, "
        "and is it a strict one?",
    ]
    return tuple((key, "\n\n".join(parts)) for key, parts in (("formal", formal), ("matrix", matrix), ("story", story)))
