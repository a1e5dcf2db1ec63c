"""Pareto-optimality among the feasible payoffs, as a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spi.analysis.envelope import certificate, game_json, held, lottery_json, refuted, vector_json
from spi.core.game import Game
from spi.core.lottery import Payoffs, read_payoffs
from spi.core.numbers import Exact
from spi.core.verdict import Fails, Holds
from spi.solve.feasible import Efficient, Improvable, OutOfReach, pareto_optimality

__all__ = ["Optimality", "decide_pareto_optimal"]


@dataclass(frozen=True, slots=True)
class Optimality:
    """Payoffs of a game, and why they are Pareto-optimal in C(Γ) or not.

    Parameters
    ----------
    game : Game
    payoffs : tuple of Fraction, length n
    witness : Efficient or Improvable or OutOfReach

    Source: oesterheld-conitzer-2022, Lemma 11
    """

    game: Game
    payoffs: Payoffs
    witness: Efficient | Improvable | OutOfReach

    def __str__(self) -> str:
        from spi.report.text import optimality_text

        return optimality_text(self.witness)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


def decide_pareto_optimal(game: Game, payoffs: Sequence[Exact]) -> Holds[Optimality] | Fails[Optimality]:
    """Decide whether payoffs are Pareto-optimal relative to C(Γ), with a certificate.

    Parameters
    ----------
    game : Game
    payoffs : sequence of n exact numbers

    Returns
    -------
    Holds or Fails
        With an `Optimality`. As in the paper, payoffs beyond C(Γ) with nothing feasible above them count as optimal;
        their witness is `OutOfReach`, that of feasible ones `Efficient`.

    Raises
    ------
    GameError
        Unless there is one exact number per player.

    Examples
    --------
    >>> import spi
    >>> dilemma = spi.load_game("oesterheld-conitzer-2022/prisoners-dilemma")
    >>> bool(spi.decide_pareto_optimal(dilemma, [3, 3])), bool(spi.decide_pareto_optimal(dilemma, [2, 2]))
    (True, False)

    Source: oesterheld-conitzer-2022, Lemma 11
    """
    y = read_payoffs(game, payoffs)
    witness = pareto_optimality(game, y)
    case = {Efficient: "efficient", Improvable: "improvable", OutOfReach: "out-of-reach"}[type(witness)]
    written = certificate(
        {
            "kind": "pareto-optimal",
            "answer": "no" if isinstance(witness, Improvable) else "yes",
            "payoffs": vector_json(y),
            "case": case,
        },
        {"game": game_json(game)},
        {
            "weights": None if isinstance(witness, Improvable) else vector_json(witness.weights),
            "lottery": None if isinstance(witness, OutOfReach) else lottery_json(witness.lottery),
        },
    )
    result = Optimality(game, y, witness)
    return refuted(written, result) if isinstance(witness, Improvable) else held(written, result)
