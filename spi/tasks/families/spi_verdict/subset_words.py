"""The questions about subset games in words."""

from __future__ import annotations

from spi.core.game import profiles
from spi.core.numbers import format_exact
from spi.tasks.families.spi_verdict.subset_games import Delegation
from spi.tasks.material.words import formal_payoffs, listed, payoff_table, profile_text, told_payoffs, vector_text

__all__ = ["subset_texts"]

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
    "its choices, whatever anybody else does; and it makes no difference whether such choices are there at all, so "
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
    sets = [f"Aˢ{'₁₂₃'[k]} = {{{', '.join(names)}}}" for k, names in enumerate(subset.actions)]
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
    players = game.players
    paid = []
    for b in profiles(subset):
        agents = [f"{p}'s agent" for p in players]
        chosen = [f"{agents[0]} chooses {b[0]}", *(f"{p} {x}" for p, x in zip(agents[1:], b[1:], strict=True))]
        first, *rest = map(format_exact, subset[b])
        gets = [f"{agents[0]} gets {first}", *(f"{p} {u}" for p, u in zip(agents[1:], rest, strict=True))]
        paid.append(f"If {listed(chosen)}: {listed(gets)}.")
    among = [f"{listed(names, 'or')} (for {p})" for p, names in zip(players, subset.actions, strict=True)]
    story = [
        f"{own.cast.opening} Each of them {scene.choice}, and each has an agent who decides for her or him. The "
        "agents are able, but nobody knows how they will play.",
        told_payoffs(game, scene.unit),
        f"{listed(players)} consider a new contract. Under it the agents may choose only among {listed(among)}, and "
        "they are paid, in points of their own, not by the results above but like this:\n" + "\n".join(paid),
        f"Without the contract the agents aim for the results above as if they were their own. {ASSUMPTIONS_STORY}",
        "The contract is a safe Pareto improvement (SPI) if, however the agents play within what is known, none of "
        f"{listed(players)} ends up with fewer {scene.unit} than without it. It is a strict SPI if, moreover, "
        f"however they play, one of the {'two' if len(players) == 2 else 'three'} ends up with more in some case that "
        "can occur. Is the contract an SPI, and is it a strict one?",
    ]
    return tuple((key, "\n\n".join(parts)) for key, parts in (("formal", formal), ("matrix", matrix), ("story", story)))
