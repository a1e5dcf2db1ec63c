"""Token games: new actions for the representatives, whose outcomes the principals turn into lotteries of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, count
from typing import Any

from spi.core.game import Game, Profile, profiles
from spi.core.lottery import Lottery, Payoffs, Probabilities, expected_payoffs, read_lottery
from spi.errors import GameError

__all__ = ["TokenGame", "token_copy", "token_game"]


@dataclass(frozen=True, slots=True)
class TokenGame:
    """A token game (Aˢ, uˢ, uᵉ) of a game: representatives play (Aˢ, uˢ), principals receive uᵉ.

    `token_game` and `token_copy` make one.

    Parameters
    ----------
    game : Game
        Γ = (A, u).
    tokens : Game
        (Aˢ, uˢ), with the same players; no player's tokens are among her actions in `game`.
    coordination : tuple of Lottery
        For each profile of `tokens`, in the order of its table, the lottery over A that is played instead. So uᵉ is
        among the feasible payoffs by construction.

    Source: oesterheld-conitzer-2022, section 5.1
    """

    game: Game
    tokens: Game
    coordination: tuple[Lottery, ...]

    def __post_init__(self) -> None:
        if self.game.players != self.tokens.players:
            raise GameError(
                f"the players of the token game are {', '.join(self.tokens.players)}; "
                f"accepted: those of the game in their order, {', '.join(self.game.players)}"
            )
        for player, own, new in zip(self.game.players, self.game.actions, self.tokens.actions, strict=True):
            if known := set(own) & set(new):
                raise GameError(f"{min(known)!r} is an action of {player} in the game; accepted: new names for tokens")
        if len(self.coordination) != len(self.tokens.table):
            raise GameError(
                f"{len(self.coordination)} lotteries for {len(self.tokens.table)} token outcomes; accepted: one each"
            )
        for lottery in self.coordination:
            if read_lottery(self.game, lottery) != lottery:
                raise GameError("a lottery with zeros or out of order; accepted: what `read_lottery` makes")

    def lottery(self, tokens: Sequence[str]) -> Lottery:
        """What the principals play at an outcome of the token game."""
        return self.coordination[self.tokens.profile_index(tokens)]

    def payoffs(self, tokens: Sequence[str]) -> Payoffs:
        """The payoffs uᵉ of the principals at an outcome of the token game."""
        return expected_payoffs(self.game, self.lottery(tokens))

    def __str__(self) -> str:
        from spi.report.text import token_game_text

        return token_game_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import token_game_html

        return token_game_html(self)


def token_game(game: Game, tokens: Game, coordination: Mapping[Any, Probabilities]) -> TokenGame:
    """Build a token game.

    Parameters
    ----------
    game : Game
        Γ.
    tokens : Game
        (Aˢ, uˢ): what the representatives play.
    coordination : mapping from profile of `tokens` to a lottery over the outcomes of `game`
        One entry for every profile of `tokens`; a lottery is a mapping from outcome to probability.

    Returns
    -------
    TokenGame

    Raises
    ------
    GameError
        For other players, tokens that are actions already, missing or foreign profiles, and what is no lottery.

    Examples
    --------
    >>> dilemma = Game.from_payoffs([["3, 3", "1, 4"], ["4, 1", "2, 2"]], actions=[["C", "D"], ["C", "D"]])
    >>> single = Game.from_payoffs([["0, 0"]], actions=[["t"], ["t"]])
    >>> made = token_game(dilemma, single, {("t", "t"): {("C", "D"): "1/2", ("D", "C"): "1/2"}})
    >>> list(map(str, made.payoffs(("t", "t"))))
    ['5/2', '5/2']

    Source: oesterheld-conitzer-2022, section 5.1
    """
    for t in coordination:
        tokens.profile_index(t)
    missing = [t for t in profiles(tokens) if t not in coordination]
    if missing:
        raise GameError(f"no lottery for the token outcome ({', '.join(missing[0])}); accepted: one for each of them")
    return TokenGame(game, tokens, tuple(read_lottery(game, coordination[t]) for t in profiles(tokens)))


def token_copy(game: Game, base: Game, coordination: Mapping[Profile, Lottery] | None = None) -> TokenGame:
    """The token game in which the representatives play a copy of a subset game under new names.

    Parameters
    ----------
    game : Game
        Γ.
    base : Game
        A subset game of Γ; of use is the reduced game, as Assumption 2 says nothing of games that are not reduced.
    coordination : mapping from profile of `base` to Lottery, optional
        What its copy is worth to the principals; an outcome that is not named is played itself.

    Returns
    -------
    TokenGame
        The token of an action x is x′, with as many strokes as make the name new.

    Raises
    ------
    GameError
        For profiles that are none of `base`, and what is no lottery.

    Source: oesterheld-conitzer-2022, Lemma 13 (repaired: N3)
    """
    chosen = coordination or {}
    for a in chosen:
        base.profile_index(a)
    actions = [_fresh(own, set(all_own)) for own, all_own in zip(base.actions, game.actions, strict=True)]
    tokens = replace(base, actions=tuple(actions), title="", source="", rounding="")
    itself = {a: ((a, Fraction(1)),) for a in profiles(base)}
    return TokenGame(game, tokens, tuple(read_lottery(game, chosen.get(a, itself[a])) for a in profiles(base)))


def _fresh(names: Sequence[str], taken: set[str]) -> tuple[str, ...]:
    """A new name for each of these names, unlike all that are taken."""
    fresh: list[str] = []
    for name in names:
        strokes = (f"{name[:150]}{'′' * k}" for k in range(1, 40))
        tries = chain(strokes, (f"token {k}" for k in count(1)))
        fresh.append(next(candidate for candidate in tries if candidate not in taken and candidate not in fresh))
    return tuple(fresh)
