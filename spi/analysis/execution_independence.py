"""Does a drop-out change what programs that enforce a subset game have the others do?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spi.analysis.comparison import read_support
from spi.analysis.enforcement import Enforcement, punishments_json
from spi.analysis.envelope import ASSUMPTIONS, FULL_SUPPORT, certificate, game_json, held, log_json, refuted
from spi.core.game import Game, Profile, profiles
from spi.core.verdict import Fails, Holds
from spi.solve.reduction import reduce

__all__ = ["Interference", "verify_execution_independence"]


@dataclass(frozen=True, slots=True)
class Interference:
    """A player who does not do what default play would have been, because another one drops out.

    Parameters
    ----------
    enforcement : Enforcement
    dropout : str
        Who submits her default program.
    player, action : str
        Who then plays this action with positive probability.
    outcome : profile
        What default play can be; her action in it is another.

    Source: ours
    """

    enforcement: Enforcement
    dropout: str
    player: str
    action: str
    outcome: Profile

    @property
    def game(self) -> Game:
        """Γ."""
        return self.enforcement.game

    def __str__(self) -> str:
        from spi.report.text import interference_text

        return interference_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


def verify_execution_independence(
    enforcement: Enforcement, *, support: Sequence[Sequence[str]] | None = None
) -> Holds[Enforcement] | Fails[Interference]:
    """Decide whether a drop-out changes nothing in what the others do: participation independence of the execution.

    Parameters
    ----------
    enforcement : Enforcement
    support : sequence of outcomes of the reduced game, optional
        How default play can end. Default: in all of them.

    Returns
    -------
    Holds or Fails
        Fails where a punishment is not what default play would have been; never for "default".

    Raises
    ------
    HypothesisError
        If the support is not made of outcomes of the reduced game.

    Examples
    --------
    >>> import spi
    >>> game = spi.load_game("oesterheld-conitzer-2022/demand-game")
    >>> enforcement = spi.enforce(game, spi.load_game("oesterheld-conitzer-2022/demand-game-spi"))
    >>> bool(spi.verify_execution_independence(enforcement))
    False
    >>> bool(spi.verify_execution_independence(enforcement, support=[("DM", "DM")]))
    True

    Source: ours
    """
    game, reduction = enforcement.game, reduce(enforcement.game)
    supported = None if support is None else read_support(reduction.reduced, support)
    watched = tuple(profiles(reduction.reduced)) if supported is None else supported
    found = next(
        (
            Interference(enforcement, dropout, player, x, a)
            for dropout, punishment in zip(game.players, enforcement.punishments, strict=False)
            for player, mixture in punishment.items()
            for x, _ in mixture
            for a in watched
            if a[game.player_index(player)] != x
        ),
        None,
    )
    claim = {
        "kind": "execution-independent",
        "answer": "yes" if found is None else "no",
        "otherwise": enforcement.otherwise,
        "support": None if supported is None else [list(a) for a in supported],
    }
    violation = None
    if found is not None:
        violation = {
            "dropout": found.dropout,
            "player": found.player,
            "action": found.action,
            "outcome": list(found.outcome),
        }
    evidence = {
        "elimination": log_json(reduction),
        "punishments": punishments_json(enforcement),
        "violation": violation,
    }
    written = certificate(
        claim,
        {"game": game_json(game), "subset_game": game_json(enforcement.subset_game)},
        evidence,
        [ASSUMPTIONS[0], *[FULL_SUPPORT] * (supported is None)],
    )
    return held(written, enforcement) if found is None else refuted(written, found)
