"""Is a transformation of program profiles a safe Pareto improvement, on which profiles, and is it strict somewhere?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from spi.core.display import html_of
from spi.core.game import Game
from spi.core.lottery import Payoffs, read_probabilities
from spi.core.numbers import Exact
from spi.core.pareto import improves
from spi.errors import ProgramError
from spi.programs.games import ProgramGame, outcome_payoffs
from spi.programs.members import Program
from spi.transforms.transformation import Programs, Transformation, transform_programs

__all__ = ["DEFINITIONS", "NotFactorised", "ProgramChange", "Transformed", "transform_space"]

DEFINITIONS: dict[str, tuple[bool, bool]] = {"B1": (False, False), "DCM": (True, True), "BCPG": (True, False)}
"""What papers ask of an SPI of program profiles: is the map factorised, is it strict somewhere?

B1: Appendix B.1 of the agenda. DCM: Definition 2 of DiGiovanni, Clifton & Macé. BCPG: their draft on belief-conditioned
programs, for programs that do not read beliefs. What Oesterheld & Conitzer mean is about representatives: `verify_spi`.
"""


@dataclass(frozen=True, slots=True)
class ProgramChange:
    """What a transformation does for a player, at a profile of programs or in expectation.

    Parameters
    ----------
    programs, becomes : tuple of n Program, or None
        p and f(p); None for an expectation over profiles.
    player : str
    payoff, instead_of : Fraction
        Her expected payoffs after and before.

    Source: clr-agenda-2026, Appendix B.1
    """

    programs: Programs | None
    becomes: Programs | None
    player: str
    payoff: Fraction
    instead_of: Fraction

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class NotFactorised:
    """Two profiles in which a player has one program, of which the transformation makes two.

    Parameters
    ----------
    player : str
    first, second : profile of programs

    Source: digiovanni-et-al-2024, Definition 2
    """

    player: str
    first: Programs
    second: Programs

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Transformed:
    """What a transformation does to every profile of a space.

    Parameters
    ----------
    games : ProgramGame
    transformation : Transformation
        f.
    profiles, images : tuple of profiles of programs
        All p of the space 𝒫, in order, and f(p).
    before, after : tuple of payoff vectors
        U(p) and U(f(p)); expected payoffs where programs draw by chance.
    law : tuple of probabilities, or None
        One for each profile, if only expectations are compared.

    Source: clr-agenda-2026, Appendix B.1
    """

    games: ProgramGame
    transformation: Transformation
    profiles: tuple[Programs, ...]
    images: tuple[Programs, ...]
    before: tuple[Payoffs, ...]
    after: tuple[Payoffs, ...]
    law: tuple[Fraction, ...] | None = None

    @property
    def safe(self) -> tuple[bool, ...]:
        """For each profile: is nobody worse off? Those where it is true are the largest space on which f is an SPI."""
        return tuple(map(improves, self.after, self.before))

    @property
    def violation(self) -> ProgramChange | None:
        """A player for whom f is worse: at the first such profile, or in expectation."""
        return next(self._changes(lambda new, old: new < old), None)

    @property
    def improvement(self) -> ProgramChange | None:
        """A player for whom f is better: at the first such profile, or in expectation."""
        return next(self._changes(lambda new, old: new > old), None)

    @property
    def factor_fault(self) -> NotFactorised | None:
        """Why the map, on this space, is not one map for each player, or None if it is."""
        for i, player in enumerate(self.games.game.players):
            seen: dict[Program, tuple[Programs, Program]] = {}
            for own, image in zip(self.profiles, self.images, strict=True):
                first, sent = seen.setdefault(own[i], (own, image[i]))
                if sent is not image[i]:
                    return NotFactorised(player, first, own)
        return None

    def _changes(self, counts: Any) -> Any:
        players = self.games.game.players
        if self.law is None:
            rows: Iterable[Any] = zip(self.profiles, self.images, self.before, self.after, strict=True)
        else:
            rows = [(None, None, _mean(self.law, self.before), _mean(self.law, self.after))]
        for own, image, old, new in rows:
            for player, u, v in zip(players, old, new, strict=True):
                if counts(v, u):
                    yield ProgramChange(own, image, player, v, u)

    @property
    def game(self) -> Game:
        """What the programs play."""
        return self.games.game

    def __str__(self) -> str:
        from spi.report.text import profiles_text

        return profiles_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


def transform_space(
    games: ProgramGame,
    transformation: Transformation,
    *,
    within: Iterable[Sequence[Program]] | None = None,
    law: Mapping[Programs, Exact] | None = None,
) -> Transformed:
    """What a transformation does to every profile of a space; no claim is made.

    Parameters
    ----------
    games : ProgramGame
        The payoffs are those of its game, also for images outside its spaces.
    transformation : Transformation
        f.
    within : iterable of profiles of programs, optional
        𝒫; default: all profiles of the spaces.
    law : mapping from profile of programs to probability, optional
        Then 𝒫 is its support, and only expectations are compared.

    Returns
    -------
    Transformed

    Raises
    ------
    ProgramError
        For a law that is none, and for both a law and `within`.
    HypothesisError
        If a profile or its image diverges or is unknown: such values are never payoffs.

    Source: clr-agenda-2026, Appendix B.1
    """
    if law is not None and within is not None:
        raise ProgramError("both `within` and `law` name the profiles; accepted: one of them")
    weights = None
    if law is not None:
        weights = {own: p for own, p in read_probabilities((tuple(own), p) for own, p in law.items()).items() if p}
        within = weights
    profiles = tuple(product(*games.spaces)) if within is None else tuple(dict.fromkeys(map(tuple, within)))
    images = tuple(transform_programs(transformation, own) for own in profiles)
    before = tuple(outcome_payoffs(games, own) for own in profiles)
    after = tuple(outcome_payoffs(games, own) for own in images)
    probabilities = None if weights is None else tuple(weights[own] for own in profiles)
    return Transformed(games, transformation, profiles, images, before, after, probabilities)


def _mean(law: Sequence[Fraction], rows: Sequence[Payoffs]) -> Payoffs:
    return tuple(
        sum((p * u for p, u in zip(law, column, strict=True)), Fraction(0)) for column in zip(*rows, strict=True)
    )
