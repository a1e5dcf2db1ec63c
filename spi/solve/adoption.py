"""Whether a transform of a family can still be adopted with what is reachable, and by whom it would be chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

from spi.core.beliefs import Law
from spi.core.commitments import Menus
from spi.core.display import html_of
from spi.core.game import Profile
from spi.core.pareto import improves
from spi.core.policy_game import PolicyGame, PolicyTransform, others_of
from spi.errors import HypothesisError
from spi.solve.beliefs import NoBelief, supporting_belief

__all__ = ["Adoption", "Case", "Finding", "Obstacle", "asked_of", "find_adoption", "flaw_of"]

Case = Literal["open", "implementation", "incentive"]


@dataclass(frozen=True, slots=True)
class Adoption:
    """A transform that is an SPI, is within reach, and asks nobody for what she would not choose under some belief.

    Parameters
    ----------
    transform : str
    outcome : Profile
        One that the default can be, at which somebody gains strictly.
    player : str
        Who does.
    beliefs : tuple of (player, policy, Law)
        For each player and each policy asked of her a belief, held before anything was seen, under which no other
        policy within reach is better, given what is within the others' reach.

    Source: ours
    """

    transform: str
    outcome: Profile
    player: str
    beliefs: tuple[tuple[str, str, Law[Profile]], ...]

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a transform is no way out.

    Parameters
    ----------
    transform : str
    because : str
        "worse": at `outcome`, of the space, `player` loses. "idle": nobody gains at anything that the default can be.
        "outside": at `outcome`, which the default can be, what it asks of `player` is out of reach. "unsupported": what
        it then asks of `player`, `policy`, is a best reply to no admissible belief.
    outcome : Profile or None
    player, policy : str or None
    refutation : NoBelief or None
        With "unsupported"; its comparisons are with the other policies within reach, in the order of the game.

    Source: ours
    """

    transform: str
    because: Literal["worse", "idle", "outside", "unsupported"]
    outcome: Profile | None = None
    player: str | None = None
    policy: str | None = None
    refutation: NoBelief | None = None

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Finding:
    """Is there a way out, and if not, of which kind is the lock-out?

    Parameters
    ----------
    case : {"open", "implementation", "incentive"}
    adoption : Adoption or None
        Given exactly if the case is "open".
    obstacles : tuple of Obstacle
        Otherwise one for each transform of the family, in their order.

    Source: ours
    """

    case: Case
    adoption: Adoption | None
    obstacles: tuple[Obstacle, ...]


def find_adoption(problem: PolicyGame, menus: Menus) -> Finding:
    """Look for a transform that is an SPI, within reach and supported by beliefs.

    Parameters
    ----------
    problem : PolicyGame
    menus : Menus
        What is within reach.

    Returns
    -------
    Finding
        With the first transform that will do; "incentive" if some are SPIs within reach and each of these asks
        somebody for what no belief of hers supports; else "implementation".

    Raises
    ------
    HypothesisError
        If the case would be "incentive", and no admissible belief of a player gives what the others have left a
        chance: beliefs that are refuted support nothing, whatever the commitments are.

    Notes
    -----
    At most one linear program for each transform, player and policy asked of her.

    Source: clr-agenda-2026, incentive lock-out, implementation lock-out, and ours
    """
    obstacles = []
    for transform in problem.transforms:
        obstacle = flaw_of(problem, transform) or _outside(problem, transform, menus)
        found = obstacle or _supported(problem, transform, menus)
        if isinstance(found, Adoption):
            return Finding("open", found, ())
        obstacles.append(found)
    unsupported = [obstacle.player for obstacle in obstacles if obstacle.player and obstacle.because == "unsupported"]
    for player in unsupported:
        _require_belief(problem, menus, player)
    return Finding("incentive" if unsupported else "implementation", None, tuple(obstacles))


def flaw_of(problem: PolicyGame, transform: PolicyTransform) -> Obstacle | None:
    """Why a transform is not an SPI on the space that improves strictly on the default, or None if it is.

    Parameters
    ----------
    problem : PolicyGame
    transform : PolicyTransform

    Returns
    -------
    Obstacle or None
        "worse" or "idle".

    Source: clr-agenda-2026, Appendix B.1, and ours
    """
    game = problem.game
    for p in problem.space:
        before, after = game[p], game[transform.maps(p)]
        if not improves(after, before):
            loser = next(q for q, u, v in zip(game.players, before, after, strict=True) if v < u)
            return Obstacle(transform.name, "worse", p, loser)
    return Obstacle(transform.name, "idle") if next(_gains(problem, transform), None) is None else None


def asked_of(problem: PolicyGame, transform: PolicyTransform) -> Iterator[tuple[int, str]]:
    """What a transform may ask of the players when the default is what it can be: player and policy, in order.

    Source: ours
    """
    for i, own in enumerate(problem.game.actions):
        asked = {transform.maps(p)[i] for p, _ in problem.default}
        yield from ((i, policy) for policy in own if policy in asked)


def _gains(problem: PolicyGame, transform: PolicyTransform) -> Iterator[tuple[Profile, str]]:
    """Where the default can be, and who gains there."""
    for p, _ in problem.default:
        before, after = problem.game[p], problem.game[transform.maps(p)]
        for player, u, v in zip(problem.game.players, before, after, strict=True):
            if v > u:
                yield p, player


def _outside(problem: PolicyGame, transform: PolicyTransform, menus: Menus) -> Obstacle | None:
    for p, _ in problem.default:
        for player, policy, own in zip(problem.game.players, transform.maps(p), menus, strict=True):
            if policy not in own:
                return Obstacle(transform.name, "outside", p, player)
    return None


def _supported(problem: PolicyGame, transform: PolicyTransform, menus: Menus) -> Adoption | Obstacle:
    game = problem.game
    found = []
    for i, policy in asked_of(problem, transform):
        seen = _left_to_others(menus, i)
        own = {x: {q: game[(*q[:i], x, *q[i:])][i] for q in others_of(game, i)} for x in menus[i]}
        gains = [{q: own[policy][q] - own[x][q] for q in own[x]} for x in menus[i] if x != policy]
        belief = supporting_belief(problem.beliefs[i], gains, seen=seen)
        if isinstance(belief, NoBelief):
            return Obstacle(transform.name, "unsupported", None, game.players[i], policy, belief)
        found.append((game.players[i], policy, belief))
    outcome, player = next(_gains(problem, transform))
    return Adoption(transform.name, outcome, player, tuple(found))


def _left_to_others(menus: Menus, player: int) -> list[Profile]:
    return list(product(*menus[:player], *menus[player + 1 :]))


def _require_belief(problem: PolicyGame, menus: Menus, player: str) -> None:
    i = problem.game.player_index(player)
    if isinstance(supporting_belief(problem.beliefs[i], [], seen=_left_to_others(menus, i)), NoBelief):
        raise HypothesisError(
            f"no admissible belief of {player} gives a chance to what the others have left; accepted: beliefs that do"
        )
