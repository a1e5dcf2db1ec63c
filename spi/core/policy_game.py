"""Policies with payoffs, what is played by default, and a family of transforms that might improve on it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from spi.core.beliefs import Beliefs
from spi.core.correspondence import ActionMaps
from spi.core.display import html_of, one_line
from spi.core.game import Game, Profile, check_names
from spi.core.lottery import Lottery, read_lottery
from spi.errors import GameError

__all__ = ["PolicyGame", "PolicyTransform", "others_of"]


@dataclass(frozen=True, slots=True)
class PolicyTransform:
    """A way to change everybody's policy: one map of policies per player.

    Parameters
    ----------
    name : str
    maps : ActionMaps
        Total: every policy of every player has an image, perhaps itself.

    Source: clr-agenda-2026, Appendix B.1, and ours
    """

    name: str
    maps: ActionMaps

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class PolicyGame:
    """Policies with their payoffs, what is played by default, and what might be done instead.

    Parameters
    ----------
    game : Game
        Its actions are the policies.
    default : Lottery
        The law of the joint policy that would be played without any change: a benchmark, which stays what it is when a
        commitment makes its policies unreachable (adopting a transform is such a commitment).
    space : tuple of profiles
        𝒫, the joint policies at which nobody may be worse off; it holds all that the default can be.
    transforms : tuple of PolicyTransform
        The family in which SPIs are looked for.
    beliefs : tuple of Beliefs, length n
        What each player may believe of the joint policy of the others (profiles of the other players, in their order).

    Raises
    ------
    GameError
        Naming the part at fault.

    Source: clr-agenda-2026, Appendix B.1, and ours
    """

    game: Game
    default: Lottery
    space: tuple[Profile, ...]
    transforms: tuple[PolicyTransform, ...]
    beliefs: tuple[Beliefs[Profile], ...]

    def __post_init__(self) -> None:
        game = self.game
        if read_lottery(game, self.default) != self.default:
            raise GameError("the default has zeros or is out of order; accepted: what `read_lottery` makes")
        if len({game.profile_index(p) for p in self.space}) < len(self.space):
            raise GameError("a joint policy is in the space twice; accepted: each of them once")
        for p, _ in self.default:
            if p not in self.space:
                raise GameError(f"the default ({', '.join(p)}) is not in the space; accepted: a space with all of it")
        check_names("transform", [transform.name for transform in self.transforms])
        for transform in self.transforms:
            known = [[x for x, _ in own] for own in transform.maps.pairs]
            if transform.maps.players != game.players or known != list(map(list, game.actions)):
                raise GameError(f"{transform.name}: accepted is a map with an image for every policy, in their order")
            for player, own, images in zip(game.players, game.actions, transform.maps.images(), strict=True):
                if not set(images) <= set(own):
                    raise GameError(
                        f"{transform.name}: some image is no policy of {player}; these are {', '.join(own)}"
                    )
        if len(self.beliefs) != len(game.players):
            raise GameError(f"{len(self.beliefs)} beliefs for {len(game.players)} players; accepted: one for each")
        for i, (player, belief) in enumerate(zip(game.players, self.beliefs, strict=True)):
            if belief.types != others_of(game, i):
                raise GameError(f"{player}'s belief; accepted: one about all joint policies of the others, in order")

    def __repr__(self) -> str:
        found = f"{len(self.space)} joint policies, {len(self.transforms)} transforms"
        return one_line("PolicyGame", f"{', '.join(self.game.players)}; {found}")

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


def others_of(game: Game, player: int) -> tuple[Profile, ...]:
    """All joint policies of the other players, in lexicographic order: what beliefs of a player are about.

    Source: ours
    """
    return tuple(product(*game.actions[:player], *game.actions[player + 1 :]))
