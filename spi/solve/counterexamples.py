"""Where assumptions, safe improvements and correspondences fail for given representatives, and where they hold."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from spi.core.correspondence import Correspondence
from spi.core.display import html_of
from spi.core.game import Game, Profile, is_profile
from spi.core.pareto import improves
from spi.solve.isomorphism import isomorphisms
from spi.solve.reduction import reduce
from spi.solve.representatives import Representatives, joint_law, law

__all__ = [
    "Counterexample",
    "assumption_1_violation",
    "assumption_2_violation",
    "correspondence_holds",
    "correspondence_violation",
    "is_spi_in",
    "is_strict_spi_in",
    "satisfies_assumption_1",
    "satisfies_assumption_2",
    "spi_violation",
]


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Two games, and what happens in both at once with positive probability but should not.

    Parameters
    ----------
    game, other : Game
    outcomes : tuple of (profile, profile or None)
        Each pair is played in some state. None: `other`, the reduced game, is not listed and has no such outcome.

    Source: ours
    """

    game: Game
    other: Game
    outcomes: tuple[tuple[Profile, Profile | None], ...]

    _repr_html_ = html_of


def assumption_1_violation(representatives: Representatives) -> Counterexample | None:
    """Where Assumption 1 fails: an eliminated action is played, or two games that reduce to one are played differently.

    None exactly if the games given are played as in some Π on *all* games that satisfies Assumption 1.

    Parameters
    ----------
    representatives : Representatives

    Returns
    -------
    Counterexample or None

    Source: oesterheld-conitzer-2022, Assumption 1
    """
    ends = [(game, reduce(game).reduced) for game in representatives.games]
    for game, end in ends:
        for outcome in law(representatives, game):
            if not is_profile(end, outcome):
                return Counterexample(game, end, ((outcome, None),))
    for (game, end), (other, other_end) in combinations(ends, 2):
        if end == other_end:
            for a, b in joint_law(representatives, [game, other]):
                if a != b:
                    return Counterexample(game, other, ((a, b),))
    return None


def assumption_2_violation(representatives: Representatives) -> Counterexample | None:
    """Where Assumption 2 fails: two games with isomorphic reduced games, and pairs that no single isomorphism explains.

    Games that are not reduced stand for their reduced games, unless an eliminated action is played in them, which is up
    to Assumption 1. If neither assumption is violated, the games given are played as in some Π on *all* games that
    satisfies both.

    Parameters
    ----------
    representatives : Representatives

    Returns
    -------
    Counterexample or None

    Source: oesterheld-conitzer-2022, Assumption 2
    """
    ends = [(game, reduce(game).reduced) for game in representatives.games]
    sound = [(g, end) for g, end in ends if all(is_profile(end, a) for a in law(representatives, g))]
    for (game, end), (other, other_end) in combinations(sound, 2):
        if end != other_end:
            pairs = [(a, b) for a, b in joint_law(representatives, [game, other])]
            fits = [all(own.maps(a) == b for a, b in pairs) for own in isomorphisms(end, other_end)]
            if fits and not any(fits):
                return Counterexample(game, other, tuple(pairs))
    return None


def satisfies_assumption_1(representatives: Representatives) -> bool:
    """Is every game played like the one without a dominated action, as far as the games given can show?

    Parameters
    ----------
    representatives : Representatives

    Returns
    -------
    bool

    Source: oesterheld-conitzer-2022, Assumption 1
    """
    return assumption_1_violation(representatives) is None


def satisfies_assumption_2(representatives: Representatives) -> bool:
    """Are games with isomorphic reduced games played alike up to one isomorphism?

    Parameters
    ----------
    representatives : Representatives

    Returns
    -------
    bool

    Source: oesterheld-conitzer-2022, Assumption 2
    """
    return assumption_2_violation(representatives) is None


def spi_violation(representatives: Representatives, game: Game, subset_game: Game) -> Counterexample | None:
    """A pair of outcomes that occur together and at which somebody is worse off, by the payoffs of `game`.

    Parameters
    ----------
    representatives : Representatives
    game, subset_game : Game
        Two of the games that they play.

    Returns
    -------
    Counterexample or None
        None exactly if the subset game is an SPI for these representatives.

    Source: oesterheld-conitzer-2022, Definition 1 (repaired: D1)
    """
    pairs = joint_law(representatives, [game, subset_game])
    losses = (Counterexample(game, subset_game, ((a, b),)) for a, b in pairs if not improves(game[b], game[a]))
    return next(losses, None)


def is_spi_in(representatives: Representatives, game: Game, subset_game: Game) -> bool:
    """Is surely nobody worse off when these representatives play the subset game, by the payoffs of `game`?

    Parameters
    ----------
    representatives : Representatives
    game, subset_game : Game
        Two of the games that they play.

    Returns
    -------
    bool

    Source: oesterheld-conitzer-2022, Definition 1 (repaired: D1)
    """
    return spi_violation(representatives, game, subset_game) is None


def is_strict_spi_in(representatives: Representatives, game: Game, subset_game: Game) -> bool:
    """Is surely nobody worse off and with positive probability somebody better off?

    Parameters
    ----------
    representatives : Representatives
    game, subset_game : Game
        Two of the games that they play.

    Returns
    -------
    bool

    Source: oesterheld-conitzer-2022, Definition 1 (repaired: D1)
    """
    pairs = joint_law(representatives, [game, subset_game])
    return is_spi_in(representatives, game, subset_game) and any(game[b] != game[a] for a, b in pairs)


def correspondence_violation(
    representatives: Representatives, game: Game, other: Game, correspondence: Correspondence
) -> Counterexample | None:
    """A pair (a, b) with b ∉ Φ(a) that is played with positive probability.

    Parameters
    ----------
    representatives : Representatives
    game, other : Game
        Γ and Γ′, two of the games that they play.
    correspondence : Correspondence
        Φ, from outcomes of Γ to sets of outcomes of Γ′.

    Returns
    -------
    Counterexample or None
        None exactly if the correspondence holds.

    Source: oesterheld-conitzer-2022, Definition 3
    """
    pairs = joint_law(representatives, [game, other])
    return next((Counterexample(game, other, ((a, b),)) for a, b in pairs if b not in correspondence(a)), None)


def correspondence_holds(
    representatives: Representatives, game: Game, other: Game, correspondence: Correspondence
) -> bool:
    """Is Γ ∼_Φ Γ′ for these representatives: surely Π(Γ′) ∈ Φ(Π(Γ))?

    Parameters
    ----------
    representatives : Representatives
    game, other : Game
        Γ and Γ′, two of the games that they play.
    correspondence : Correspondence
        Φ, from outcomes of Γ to sets of outcomes of Γ′.

    Returns
    -------
    bool

    Source: oesterheld-conitzer-2022, Definition 3
    """
    return correspondence_violation(representatives, game, other, correspondence) is None
