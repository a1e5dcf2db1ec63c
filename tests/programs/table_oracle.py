"""Outcome tables by their definition: one encounter after the other."""

from itertools import product

import numpy as np

from spi.programs.games import OutcomeTable, ProgramGame, number_outcomes, outcome_of


def slow_outcome_table(games: ProgramGame) -> OutcomeTable:
    """The outcomes of all program profiles."""
    found = [outcome_of(games, programs) for programs in product(*games.spaces)]
    outcomes = number_outcomes(games.game, found)
    numbers = {outcome: k for k, outcome in enumerate(outcomes)}
    ids = np.array([numbers[outcome] for outcome in found], dtype=np.min_scalar_type(len(outcomes) - 1))
    return OutcomeTable(games.game, games.spaces, ids.reshape(tuple(map(len, games.spaces))), outcomes)
