"""The subset games that improving maps build, as Definition 5 does, and what they do."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from spi.analysis.certificates import Question
from spi.analysis.comparison import Change, Comparison, unilateral_players
from spi.core.correspondence import ActionMaps
from spi.core.game import Game, profiles, subset_game
from spi.solve.isomorphism import isomorphism_along
from spi.solve.reduction import Reduction, reduce

__all__ = ["comparison_along", "comparison_of", "printed_comparison"]


def comparison_of(reduction: Reduction, maps: ActionMaps, mover: str | None) -> Comparison:
    """The subset game that a map builds, uˢ = u∘Φ⁻¹ (of a mover alone: where she can choose), and what it does.

    Source: oesterheld-conitzer-2022, Definition 5
    """
    game, reduced = reduction.game, reduction.reduced
    before = maps.inverse()
    images = maps.images()
    kept = [
        [x for x in own if x in image] if mover in (None, player) else list(own)
        for player, own, image in zip(game.players, game.actions, images, strict=True)
    ]
    built = subset_game(game, kept)
    block = set(product(*images))
    table = []
    for b, payoffs in zip(profiles(built), built.table, strict=True):
        own = reduced[before(b)] if b in block else payoffs
        table.append(tuple(o if mover in (None, p) else u for p, o, u in zip(game.players, own, payoffs, strict=True)))
    built = replace(built, table=tuple(table), title="", rounding="")
    return comparison_along(reduction, built, maps)


def printed_comparison(question: Question, reduction: Reduction) -> Comparison:
    """The subset game that makes the printed Definition 5 say yes of every game: one player's payoffs, plus 1.

    Source: oesterheld-conitzer-2022, Definition 5 (repaired: D13)
    """
    game = reduction.game
    lucky = 0 if question.unilateral is None else game.player_index(question.unilateral[0])
    base = reduction.reduced if question.unilateral is None else game
    table = tuple(tuple(u + (i == lucky) for i, u in enumerate(payoffs)) for payoffs in base.table)
    shifted = replace(base, table=table, title="", source="", rounding="")
    identity = ActionMaps(game.players, tuple(tuple((x, x) for x in own) for own in reduction.reduced.actions))
    return comparison_along(reduction, shifted, identity)


def comparison_along(reduction: Reduction, built: Game, maps: ActionMaps) -> Comparison:
    """The comparison with a subset game that was built along an improving map, which is kept as the isomorphism.

    Parameters
    ----------
    reduction : Reduction
        Of the game, possibly with duplicates merged.
    built : Game
    maps : ActionMaps
        From the reduced game's actions to those of `built`'s reduced game.

    Returns
    -------
    Comparison

    Source: ours
    """
    game, reduced = reduction.game, reduction.reduced
    subset_reduction = reduce(built)
    isomorphism = isomorphism_along(reduced, subset_reduction.reduced, maps)
    if isomorphism is None:
        raise AssertionError(f"the map {maps.as_dict()} is no isomorphism to the game that was built from it")
    pairs = [(a, maps(a)) for a in profiles(reduced)]
    better = [Change(a, b, p) for a, b in pairs for i, p in enumerate(game.players) if game[b][i] > game[a][i]]
    return Comparison(
        game=game,
        subset_game=built,
        reduction=reduction,
        subset_reduction=subset_reduction,
        relation="isomorphic",
        isomorphism=isomorphism,
        support=None,
        violation=None,
        strict=bool(better),
        improvement=better[0] if better else None,
        trivial=all(set(own) == set(image) for own, image in zip(reduced.actions, maps.images(), strict=True)),
        payoff_neutral=not better,
        unilateral=unilateral_players(game, built),
    )
