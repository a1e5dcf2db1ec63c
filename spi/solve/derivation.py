"""Derivations: chains of games in which each step is one use of an assumption, and their normal form."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from spi.core.correspondence import ActionMaps, Correspondence
from spi.core.display import html_of
from spi.core.game import Game, profiles, subset_game
from spi.errors import HypothesisError
from spi.solve.isomorphism import Isomorphism, isomorphism_along, isomorphisms
from spi.solve.reduction import Elimination, dominates, is_reduced, reduce

__all__ = ["Derivation", "Step", "derive", "normal_form"]

Step = (
    tuple[Literal["eliminate"], Elimination]
    | tuple[Literal["restore"], Elimination]
    | tuple[Literal["isomorphism"], Isomorphism]
)
"""How one game of a chain leads to the next: Assumption 1, Assumption 1 read backwards, or Assumption 2."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """A chain of games Γ⁰, …, Γᵏ with one step of Assumption 1 or 2 between neighbours.

    Parameters
    ----------
    games : tuple of Game, length k + 1
    steps : tuple of Step, length k

    Raises
    ------
    HypothesisError
        If a step is not what it says: names the step and the condition.

    Source: oesterheld-conitzer-2022, Definition 5
    """

    games: tuple[Game, ...]
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if len(self.games) != len(self.steps) + 1:
            raise HypothesisError(
                f"{len(self.steps)} steps lead through {len(self.steps) + 1} games, not {len(self.games)}"
            )
        for number, ((before, after), step) in enumerate(zip(pairwise(self.games), self.steps, strict=True), 1):
            if (problem := _problem(before, after, step)) is not None:
                raise HypothesisError(f"step {number} ({step[0]}): {problem}")

    @property
    def correspondence(self) -> Correspondence:
        """The composition of the steps' correspondences (Lemma 2).

        A step of Assumption 2 contributes the union over *all* isomorphisms between its games: which one is used is
        unknown, so that the claim for a single one would be false in some models.
        """
        whole = Correspondence.identity(self.games[0])
        for (before, after), step in zip(pairwise(self.games), self.steps, strict=True):
            whole = whole.then(_correspondence(before, after, step))
        return whole

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


def derive(source: Game, target: Game, maps: ActionMaps | None = None) -> Derivation:
    """The derivation in normal form from one game to another: eliminate fully, apply one isomorphism, restore.

    Parameters
    ----------
    source, target : Game
        For an SPI, the game and its subset game.
    maps : ActionMaps, optional
        An isomorphism between the reduced games; None: they are equal.

    Returns
    -------
    Derivation

    Raises
    ------
    HypothesisError
        If the maps are no isomorphism between the reduced games, or there are none and these differ.

    Source: oesterheld-conitzer-2022, Lemma 21 (repaired: D14)
    """
    down, up = reduce(source), reduce(target)
    games, steps = [source], list[Step]()
    for elimination in down.steps:
        games.append(_without(games[-1], elimination))
        steps.append(("eliminate", elimination))
    if maps is not None:
        isomorphism = isomorphism_along(down.reduced, up.reduced, maps)
        if isomorphism is None:
            raise HypothesisError("these maps are no isomorphism between the reduced games")
        games.append(up.reduced)
        steps.append(("isomorphism", isomorphism))
    elif down.reduced != up.reduced:
        raise HypothesisError("the reduced games differ, so an isomorphism between them is needed")
    restored = [target]
    for elimination in up.steps:
        restored.append(_without(restored[-1], elimination))
    games += restored[-2::-1]
    steps += [("restore", elimination) for elimination in reversed(up.steps)]
    return Derivation(tuple(games), tuple(steps))


def normal_form(derivation: Derivation) -> Derivation:
    """Bring a derivation to eliminations, at most one isomorphism, and reversed eliminations.

    Parameters
    ----------
    derivation : Derivation

    Returns
    -------
    Derivation
        Between the same games. It can be longer than the original (erratum D14), and its correspondence is at least as
        strong.

    Source: oesterheld-conitzer-2022, Lemma 21 (repaired: D14)
    """
    maps: ActionMaps | None = None
    for kind, step in derivation.steps:
        if kind == "isomorphism" and isinstance(step, Isomorphism):
            maps = step.maps if maps is None else maps.then(step.maps)
    return derive(derivation.games[0], derivation.games[-1], maps)


def _without(game: Game, elimination: Elimination) -> Game:
    return subset_game(
        game,
        {
            elimination.player: [
                x for x in game.actions[game.player_index(elimination.player)] if x != elimination.action
            ]
        },
    )


def _problem(before: Game, after: Game, step: Step) -> str | None:
    kind, detail = step
    if isinstance(detail, Isomorphism):
        if not (is_reduced(before) and is_reduced(after)):
            return "Assumption 2 speaks of games without dominated actions only"
        return (
            None if isomorphism_along(before, after, detail.maps) == detail else "not an isomorphism between the games"
        )
    larger, smaller = (before, after) if kind == "eliminate" else (after, before)
    if len(larger.actions[larger.player_index(detail.player)]) < 2 or _without(larger, detail) != smaller:
        return f"the games do not differ by {detail.player}'s action {detail.action}"
    worse = dominates(larger, detail.player, str(detail.by), detail.action)
    return None if worse else f"{detail.action} is not strictly dominated by {detail.by}"


def _correspondence(before: Game, after: Game, step: Step) -> Correspondence:
    kind, detail = step
    if isinstance(detail, Isomorphism):
        pairs = {(a, own.maps(a)) for own in isomorphisms(before, after) for a in profiles(before)}
        return Correspondence(frozenset(profiles(before)), frozenset(profiles(after)), frozenset(pairs))
    if kind == "eliminate":
        return Correspondence.elimination(before, after)
    return Correspondence.elimination(after, before).inverse()
