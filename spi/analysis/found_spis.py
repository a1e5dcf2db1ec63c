"""All SPIs of a game that come from Definition 5, and which of them are maximal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from spi.analysis.built_spis import comparison_of
from spi.analysis.comparison import Comparison
from spi.analysis.questions import BUDGET, read_question
from spi.core.correspondence import ActionMaps
from spi.core.game import Game, Profile, profiles
from spi.core.pareto import improves
from spi.solve.improving_maps import MapProblem
from spi.solve.isomorphism import automorphisms
from spi.solve.map_search import all_maps
from spi.solve.reduction import Reduction, reduce

__all__ = ["FoundSpis", "find_spis"]


@dataclass(frozen=True, slots=True)
class FoundSpis:
    """The SPIs of a game that come from Definition 5, one entry per subset game.

    Parameters
    ----------
    game : Game
    strict : bool
        Were only strict ones asked for?
    reduction : Reduction
    spis : tuple of Comparison
        Distinct subset games; two maps that differ by an automorphism of the reduced game build the same one. The
        maximal ones come first.
    maximal : tuple of bool
        For each: is no other one at least as good after every default outcome and better after some, whichever
        isomorphisms are used?
    maps : int
        Number of maps that build them.
    complete : bool
        False if the budget ran out: there may be more, and maximality is among those found.
    spent : int
        Search nodes visited.

    Source: oesterheld-conitzer-2022, section 6
    """

    game: Game
    strict: bool
    reduction: Reduction
    spis: tuple[Comparison, ...]
    maximal: tuple[bool, ...]
    maps: int
    complete: bool
    spent: int

    def __str__(self) -> str:
        from spi.report.text import found_text

        return found_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import found_html

        return found_html(self)


def find_spis(
    game: Game,
    *,
    strict: bool = True,
    unilateral: bool | str = False,
    duplicates: bool = False,
    budget: int | None = BUDGET,
) -> FoundSpis:
    """Find all strict SPIs of a game, modulo automorphisms, and tell which of them are maximal.

    Parameters
    ----------
    game : Game
    strict, unilateral, duplicates, budget
        As for `decide_spi`: there is one here exactly where that holds with the same options. With `strict=False` all
        non-trivial SPIs are found.

    Returns
    -------
    FoundSpis
        There can be exponentially many; with several maximal ones the players have to select one (section 6).

    Notes
    -----
    An SPI S is set below T if after every default outcome a, u(Φ_T(σ(a))) ≥ u(Φ_S(a)) for *every* automorphism σ of the
    reduced game, and some payoff differs: which isomorphism the representatives use is unknown.

    Examples
    --------
    >>> import spi
    >>> found = find_spis(spi.load_game("ours/two-block-rock-paper-scissors"))
    >>> found.maps, len(found.spis)
    (9, 3)

    Source: oesterheld-conitzer-2022, section 6
    """
    question = read_question(game, strict, unilateral, duplicates, printed=False)
    reduction = reduce(game, duplicates=duplicates)
    found: dict[Game, Comparison] = {}
    spent, complete = 0, True
    seen: set[ActionMaps] = set()
    for mover in question.unilateral or (None,):
        for maps in all_maps(MapProblem.of(game, reduction.reduced, strict=strict, mover=mover), budget):
            if isinstance(maps, int):
                spent, complete = spent + abs(maps), complete and maps > 0
            else:
                seen.add(maps)
                candidate = comparison_of(reduction, maps, mover)
                found.setdefault(candidate.subset_game, candidate)
    spis = list(found.values())
    vectors = [_improved_payoffs(spi) for spi in spis]
    symmetries = [own.maps for own in automorphisms(reduction.reduced)]
    maximal = [not any(_below(own, other, symmetries) for other in vectors) for own in vectors]
    order = sorted(range(len(spis)), key=lambda k: not maximal[k])
    return FoundSpis(
        game,
        strict,
        reduction,
        tuple(spis[k] for k in order),
        tuple(maximal[k] for k in order),
        len(seen),
        complete,
        spent,
    )


def _improved_payoffs(spi: Comparison) -> dict[Profile, tuple[Fraction, ...]]:
    """u(Φ(a)) for every default outcome a."""
    return {a: spi.game[b] for a in profiles(spi.reduction.reduced) for b in spi.becomes(a)}


def _below(
    own: dict[Profile, tuple[Fraction, ...]],
    other: dict[Profile, tuple[Fraction, ...]],
    symmetries: Sequence[ActionMaps],
) -> bool:
    """Is the other at least as good after every default outcome and somewhere different, under every automorphism?"""
    moved = [(other[sigma(a)], payoffs) for sigma in symmetries for a, payoffs in own.items()]
    return all(improves(new, old) for new, old in moved) and any(new != old for new, old in moved)
