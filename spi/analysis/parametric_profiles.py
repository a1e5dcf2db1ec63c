"""For which parameters a transformation of programs is an SPI, a choice is a best reply, a concession is equivalent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from spi.analysis.parametric import prove_improvement_conditions
from spi.core.affine import Affine, affine
from spi.core.conditions import ALWAYS, Atom, Condition, atom
from spi.core.parametric_game import ParametricGame
from spi.core.verdict import Holds, Unknown
from spi.errors import HypothesisError, ProgramError
from spi.programs.encounters import kinds_of, play_programs
from spi.programs.machines import Undefined
from spi.programs.members import Program
from spi.solve.conditions import simplify
from spi.solve.improvement import Improvement
from spi.transforms.transformation import Programs, Transformation, transform_programs

__all__ = ["best_reply_condition", "concession_condition", "independence_condition", "prove_transformation_condition"]


def prove_transformation_condition(
    game: ParametricGame,
    spaces: Sequence[Sequence[Program]],
    transformation: Transformation,
    *,
    within: Iterable[Sequence[Program]] | None = None,
) -> Holds[Improvement]:
    """For which parameters a transformation of program profiles is a safe Pareto improvement, proved.

    Parameters
    ----------
    game : ParametricGame
    spaces : sequence of n sequences of Program
        Programs that play without chances, and do not look at payoffs.
    transformation : Transformation
    within : iterable of profiles of programs, optional
        Default: all profiles of the spaces.

    Returns
    -------
    Holds
        `.result.condition` holds exactly where nobody is worse off at any profile, `.result.strict` exactly where,
        besides, somebody is better off at some.

    Raises
    ------
    HypothesisError
        If a program looks at payoffs, draws by chance, or diverges: then its outcome is no profile for all parameters.

    Examples
    --------
    >>> from spi.programs.references import load_program
    >>> from spi.transforms.renegotiation import renegotiate
    >>> game = ParametricGame.from_payoffs([["d, d", "t, t"]], actions=[["x"], ["war", "peace"]])
    >>> spaces = [[load_program("ours/always", action=a)] for a in ("x", "war")]
    >>> f = renegotiate({("x", "war"): ("x", "peace")})
    >>> found = prove_transformation_condition(game, spaces, f).result
    >>> print(found.condition, "| strict:", found.strict)
    t ≥ d | strict: t > d

    Source: clr-agenda-2026, Appendix B.4, and ours
    """
    profiles = product(*spaces) if within is None else map(tuple, within)
    pairs = [(_outcome(game, own), _outcome(game, transform_programs(transformation, own))) for own in profiles]
    return prove_improvement_conditions(game, dict.fromkeys(pairs))


def best_reply_condition(
    game: ParametricGame,
    space: Sequence[Program],
    program: Program,
    player: str | int,
    belief: Mapping[Any, object],
) -> Condition | Unknown:
    """For which parameters a program earns a player most, by a belief about the others' programs.

    Parameters
    ----------
    game : ParametricGame
    space : sequence of Program
        What she could submit instead.
    program : Program
    player : str or int
        i: her name, or her position, from 0.
    belief : mapping from the others' programs to probability
        A probability may be affine in parameters, too: "p", "1 - p". That they are probabilities is for the bounds to
        say.

    Returns
    -------
    Condition
        Exactly where no program of the space earns her more.
    Unknown
        If a probability with parameters meets a payoff with parameters: what is expected is not affine then.

    Source: digiovanni-et-al-2024, Definition 1, and ours
    """
    i = game.player_index(player)
    atoms: list[Atom] = []
    for other in space:
        total = affine(0)
        for theirs, probability in belief.items():
            others = (theirs,) if isinstance(theirs, Program) else tuple(theirs)
            mine, instead = (game[_outcome(game, (*others[:i], own, *others[i:]))][i] for own in (program, other))
            share = _times(affine(probability, place="a belief"), mine - instead)
            if share is None:
                return Unknown(
                    f"for which parameters is {program!r} a best reply?",
                    f"the probability {probability} meets the payoffs {mine} and {instead}, so that what is expected "
                    "is not affine; parameters in one of them alone would help",
                    0,
                )
            total += share
        atoms.append(atom(total, ">="))
    return simplify(Condition((tuple(dict.fromkeys(atoms)),)), given=game.bounds)


def independence_condition(
    game: ParametricGame,
    spaces: Sequence[Sequence[Program]],
    programs: Sequence[Program],
    beliefs: Sequence[Mapping[Any, object]],
    which: str,
) -> Condition | Unknown:
    """For which parameters players who reply best to their beliefs choose these programs, taking part or not.

    Parameters
    ----------
    game : ParametricGame
    spaces : sequence of n sequences of Program
    programs : sequence of n Program
        The input programs of a full strategy that preserves demands.
    beliefs : sequence of n mappings from the others' programs to probability
    which : "participation" or "foreknowledge"
        Best replies to the beliefs; or to the others' actual input programs.

    Returns
    -------
    Condition or Unknown
        Exactly where the full strategy is participation, or foreknowledge independent.

    Raises
    ------
    ProgramError
        For another question, and another number of programs or beliefs.

    Source: clr-agenda-2026, Appendix B.2, and ours
    """
    own, n = tuple(programs), len(game.players)
    if which not in ("participation", "foreknowledge"):
        raise ProgramError(f"independence of {which!r}; accepted: 'participation' and 'foreknowledge'")
    if not n == len(own) == len(beliefs) == len(spaces):
        raise ProgramError(
            f"{len(own)} programs, {len(beliefs)} beliefs and {len(spaces)} spaces; accepted: {n} of each"
        )
    parts = []
    for i in range(n):
        belief = beliefs[i] if which == "participation" else {(*own[:i], *own[i + 1 :]): 1}
        found = best_reply_condition(game, spaces[i], own[i], i, belief)
        if isinstance(found, Unknown):
            return found
        parts.append(found)
    together = Condition((tuple(a for part in parts for conjunct in part.conjuncts for a in conjunct),))
    return simplify(together if all(part.conjuncts for part in parts) else Condition(()), given=game.bounds)


def concession_condition(
    rates: Iterable[tuple[object, object]], *, delta: object = 0, given: Condition = ALWAYS
) -> Condition:
    """For which parameters threats and their surrogates are conceded alike, up to a gap.

    Parameters
    ----------
    rates : iterable of (rate at the original threat, rate at the surrogate)
        Each affine in parameters: "q", "1 - x".
    delta : affine, optional
        The largest gap that is allowed.
    given : Condition
        What is known of the parameters.

    Returns
    -------
    Condition
        Exactly where |q_S(φ(t)) − q_OG(t)| ≤ delta for every pair.

    Examples
    --------
    >>> print(concession_condition([("q", "1 - q")]))
    q = 1/2
    >>> print(concession_condition([("q", "1/2")], delta="e"))
    2*e + 2*q ≥ 1 and 2*e + 1 ≥ 2*q

    Source: clr-agenda-2026, Appendix B.3, and ours
    """
    bound = affine(delta, place="delta")
    atoms: list[Atom] = []
    for original, surrogate in rates:
        gap = affine(surrogate, place="a surrogate's rate") - affine(original, place="an original's rate")
        atoms += [atom(bound - gap, ">="), atom(bound + gap, ">=")]
    return simplify(Condition((tuple(dict.fromkeys(atoms)),)), given=given)


def _times(left: Affine, right: Affine) -> Affine | None:
    if left.terms and right.terms:
        return None
    return right * left.constant if not left.terms else left * right.constant


def _outcome(game: ParametricGame, programs: Programs) -> tuple[str, ...]:
    """What programs play whatever the payoffs are."""
    kinds = frozenset[str]().union(*map(kinds_of, programs))
    if looking := kinds & {"select", "pmp", "chance", "mix", "simulate"}:
        raise HypothesisError(
            f"{', '.join(map(repr, programs))}: {min(looking)}(…) makes the outcome depend on payoffs or chances; "
            "accepted: programs without it"
        )
    outcome = play_programs(programs, players=game.players).outcome
    if isinstance(outcome, Undefined):
        raise HypothesisError(f"{', '.join(map(repr, programs))}: {outcome.value}; accepted: programs that halt")
    return outcome
