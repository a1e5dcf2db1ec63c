"""How a game is played by default: a law over the outcomes of its reduced game, and what a token game makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from spi.core.game import Game, Profile, profiles
from spi.core.lottery import Lottery, Payoffs, Probabilities, read_lottery, read_probabilities
from spi.core.numbers import Exact
from spi.core.token_game import TokenGame, token_copy
from spi.errors import HypothesisError
from spi.solve.reduction import reduce

__all__ = ["class_probabilities", "read_law", "token_normal_form"]


def read_law(game: Game, law: Probabilities) -> Lottery:
    """Read the law of default play, a lottery over the outcomes of the reduced game.

    Parameters
    ----------
    game : Game
    law : mapping from outcome to probability, or pairs of them

    Returns
    -------
    Lottery
        Without outcomes of probability 0: nothing is ever conditioned on them.

    Raises
    ------
    GameError
        For what is no lottery over the game's outcomes.
    HypothesisError
        If an eliminated action is played, against Assumption 1.

    Source: oesterheld-conitzer-2022, section 5.1 (repaired: D7, N3)
    """
    lottery = read_lottery(game, law)
    survivors = reduce(game).reduced.actions
    for a, _ in lottery:
        for player, action, kept in zip(game.players, a, survivors, strict=True):
            if action not in kept:
                raise HypothesisError(
                    f"the law of play gives ({', '.join(a)}) a positive probability, but {action} of {player} is "
                    f"eliminated and never played (Assumption 1); accepted: outcomes of the reduced game"
                )
    return lottery


def class_probabilities(game: Game, law: Lottery) -> dict[Payoffs, Fraction]:
    """The probability of each payoff class under a law, by its payoffs.

    Source: ours
    """
    classes: dict[Payoffs, Fraction] = {}
    for a, p in law:
        classes[game[a]] = classes.get(game[a], Fraction(0)) + p
    return classes


def token_normal_form(
    token_game: TokenGame,
    law: Mapping[tuple[Profile, Profile], Exact] | Sequence[tuple[tuple[Profile, Profile], Exact]],
) -> TokenGame:
    """The copy of the reduced game that gives the same expected payoffs as any token game.

    Parameters
    ----------
    token_game : TokenGame
    law : mapping from (outcome of the reduced game, outcome of the token game) to probability
        The joint law of (Π(Γ), Π(Aˢ, uˢ)).

    Returns
    -------
    TokenGame
        Every payoff class of the reduced game is worth the expectation of uᵉ given that class; classes that do not
        occur are worth themselves. It is safe if the token game is so with certainty, whichever isomorphism is used.

    Raises
    ------
    GameError
        For what is no joint law.
    HypothesisError
        If an eliminated action of the game is played.

    Source: oesterheld-conitzer-2022, Lemma 13 (repaired: D6, D7, N3)
    """
    game, reduced = token_game.game, reduce(token_game.game).reduced
    pairs = law.items() if isinstance(law, Mapping) else law
    joint = read_probabilities(((tuple(a), tuple(t)), p) for (a, t), p in pairs)
    play: dict[Profile, Fraction] = {}
    worth: dict[Payoffs, dict[Profile, Fraction]] = {}
    for (a, t), p in joint.items():
        play[a] = play.get(a, Fraction(0)) + p
        mixed = worth.setdefault(game[a], {})
        for b, q in token_game.lottery(t):
            mixed[b] = mixed.get(b, Fraction(0)) + p * q
    classes = class_probabilities(game, read_law(game, play))
    lotteries = {v: tuple((b, q / classes[v]) for b, q in mixed.items()) for v, mixed in worth.items()}
    return token_copy(game, reduced, {a: lotteries[game[a]] for a in profiles(reduced) if game[a] in lotteries})
