"""Is taking part individually rational, by which beliefs; and what beats the image of a transformation?

That an SPI is better ex post for given programs does not make taking part better ex ante: a counterpart may not
reciprocate, may propose another improvement, or may bargain harder because one takes part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from spi.core.beliefs import Beliefs, beliefs, read_belief
from spi.core.game import Game
from spi.core.numbers import Exact
from spi.errors import ProgramError
from spi.programs.games import ProgramGame, outcome_payoffs
from spi.programs.members import Program
from spi.solve.beliefs import ExpectationRange, GainThreshold, expectation_range, gain_threshold
from spi.transforms.transformation import Programs, Transformation, transform_programs

__all__ = ["BetterAlternative", "NoGap", "Participation", "justification_gaps", "participation"]


@dataclass(frozen=True, slots=True)
class Participation:
    """What a player expects to gain by taking part in a transformation.

    Parameters
    ----------
    games : ProgramGame
    transformation : Transformation
    player : str
    program, becomes : Program
        Her program pᵢ, and fᵢ(pᵢ).
    about : Beliefs
        Over the programs of all others, as they are submitted: whether they take part is part of the belief.
    earns, instead_of : tuple of Fraction
        What she gets against each of these, taking part and not.
    expected : ExpectationRange
        Her least and largest expected gain over all admissible beliefs.
    threshold : GainThreshold or None
        Between these two beliefs: where the sign of her expected gain flips.

    Source: clr-agenda-2026, Part II.1
    """

    games: ProgramGame
    transformation: Transformation
    player: str
    program: Program
    becomes: Program
    about: Beliefs[Programs]
    earns: tuple[Fraction, ...]
    instead_of: tuple[Fraction, ...]
    expected: ExpectationRange[Programs]
    threshold: GainThreshold[Programs] | None

    @property
    def is_rational(self) -> bool:
        """Does she lose nothing in expectation by taking part, whichever admissible belief is hers?"""
        return self.expected.lowest.value >= 0

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


@dataclass(frozen=True, slots=True)
class NoGap:
    """That nobody likes an alternative better than what a transformation leads to.

    Parameters
    ----------
    games : ProgramGame
    transformation : Transformation
    space, alternatives : tuple of profiles of programs

    Source: clr-agenda-2026, Appendix B.1.1
    """

    games: ProgramGame
    transformation: Transformation
    space: tuple[Programs, ...]
    alternatives: tuple[Programs, ...]

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


@dataclass(frozen=True, slots=True)
class BetterAlternative:
    """A profile outside the space that a player likes better than the image of a profile of the space.

    Parameters
    ----------
    games : ProgramGame
    programs : profile of programs
        p, of the space.
    alternative : profile of programs
        p′, outside it.
    player : str
    payoff, instead_of : Fraction
        Her payoff at p′, and at f(p).

    Source: clr-agenda-2026, Appendix B.1.1
    """

    games: ProgramGame
    programs: Programs
    alternative: Programs
    player: str
    payoff: Fraction
    instead_of: Fraction

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


def participation(
    games: ProgramGame,
    transformation: Transformation,
    program: Program,
    player: str | int,
    believed: Beliefs[Programs] | Mapping[Any, Exact],
) -> Participation:
    """What a player expects to gain by taking part, over all admissible beliefs.

    Parameters
    ----------
    games : ProgramGame
    transformation : Transformation
        Factorised: taking part is hers to decide.
    program : Program
        pᵢ.
    player : str or int
        i: her name, or her position, from 0.
    believed : Beliefs about tuples of n - 1 programs, or a mapping from the others' programs to probability
        One belief, or a polytope of them. With one other player, her program will do for a tuple in a mapping.

    Returns
    -------
    Participation

    Raises
    ------
    ProgramError
        For a transformation without parts, and beliefs about another number of programs.
    HypothesisError
        If an encounter that counts diverges or is unknown, or no belief is admissible.

    Source: clr-agenda-2026, Part II.1
    """
    if transformation.parts is None:
        raise ProgramError(f"{transformation.name} has no parts for single players; accepted: a factorised one")
    i = games.game.player_index(player)
    about = believed if isinstance(believed, Beliefs) else _one_belief(believed)
    n = len(games.game.players)
    for theirs in about.types:
        if len(theirs) != n - 1:
            raise ProgramError(f"a belief about {theirs!r}; accepted: tuples of the programs of the {n - 1} others")
    becomes = transformation.parts[i](program)
    earns, instead_of = (
        tuple(outcome_payoffs(games, (*theirs[:i], own, *theirs[i:]))[i] for theirs in about.types)
        for own in (becomes, program)
    )
    gains = {theirs: new - old for theirs, new, old in zip(about.types, earns, instead_of, strict=True)}
    expected = expectation_range(about, gains)
    threshold = gain_threshold(about, expected.lowest.law, expected.highest.law, gains)
    name = games.game.players[i]
    return Participation(games, transformation, name, program, becomes, about, earns, instead_of, expected, threshold)


def justification_gaps(
    games: ProgramGame,
    transformation: Transformation,
    space: Iterable[Sequence[Program]],
    alternatives: Iterable[Sequence[Program]],
) -> Iterator[BetterAlternative]:
    """All alternatives that somebody likes better than the image of a profile; none: no gap relative to these.

    Parameters
    ----------
    games : ProgramGame
    transformation : Transformation
        f.
    space : iterable of profiles of programs
        𝒫, on which f is perhaps an SPI: that compares f(p) with p alone.
    alternatives : iterable of profiles of programs
        𝒫′: other transformations' images, other commitments.

    Yields
    ------
    BetterAlternative
        For each p, each p′ and each player with uᵢ(p′) > uᵢ(f(p)).

    Source: clr-agenda-2026, Appendix B.1.1
    """
    others = [tuple(own) for own in alternatives]
    for own in map(tuple, space):
        image = outcome_payoffs(games, transform_programs(transformation, own))
        for other in others:
            for player, payoff, instead_of in zip(
                games.game.players, outcome_payoffs(games, other), image, strict=True
            ):
                if payoff > instead_of:
                    yield BetterAlternative(games, own, other, player, payoff, instead_of)


def _one_belief(law: Mapping[Any, Exact]) -> Beliefs[Programs]:
    """The polytope of one point."""
    given = {((theirs,) if isinstance(theirs, Program) else tuple(theirs)): p for theirs, p in law.items()}
    return beliefs(given, equal=[({theirs: 1}, p) for theirs, p in read_belief(beliefs(given), given)])
