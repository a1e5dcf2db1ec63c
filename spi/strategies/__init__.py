"""Hypothesis strategies for the objects of `spi`; `st.from_type(spi.Game)` works without importing this package.

They build from small integers with many ties, because ties, constant players and single actions are where claims break.
They never filter, and they shrink structure first: fewer players, fewer actions, shorter programs, then numbers
towards 0. So a conjecture that is false comes back as a counterexample that one can read. For example: *wherever there
is a strict SPI, some player can bring one about alone.*

>>> import spi
>>> from hypothesis import find, settings
>>> from spi.strategies import games
>>> def takes_two(game):
...     alone = spi.find_spis(game, strict=True, unilateral=True).spis
...     return bool(spi.find_spis(game, strict=True).spis) and not alone
>>> game = find(games(dominated=True), takes_two, settings=settings(derandomize=True, deadline=None))
>>> game.shape, spi.reduce(game).reduced.actions
((2, 2), (('a1',), ('b1',)))

The game is a Prisoner's Dilemma, perhaps this one, in which only (a2, b2) is better than what is played::

        b1     b2
    a1  0, 0   1, -1
    a2  -1, 2  0, 1

With `@given(games(dominated=True))` the same is a test.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spi.strategies.of_games import (
        exact_numbers,
        games,
        reduced_games,
        subset_games,
        symmetric_games,
        zero_sum_games,
    )
    from spi.strategies.of_negotiations import issues, negotiations, utilities
    from spi.strategies.of_policies import concession_tables, empirical_policies, threat_games
    from spi.strategies.of_programs import program_games, program_spaces, programs
    from spi.strategies.of_responses import response_tables, responses
    from spi.strategies.of_spis import certified_spis, planted_games
    from spi.strategies.of_transformations import choice_models, proposals, transformations
    from spi.strategies.registration import register

__all__ = [
    "certified_spis",
    "choice_models",
    "concession_tables",
    "empirical_policies",
    "exact_numbers",
    "games",
    "issues",
    "negotiations",
    "planted_games",
    "program_games",
    "program_spaces",
    "programs",
    "proposals",
    "reduced_games",
    "register",
    "response_tables",
    "responses",
    "subset_games",
    "symmetric_games",
    "threat_games",
    "transformations",
    "utilities",
    "zero_sum_games",
]

_FILES = {
    "of_games": (
        "exact_numbers",
        "games",
        "reduced_games",
        "subset_games",
        "symmetric_games",
        "zero_sum_games",
    ),
    "of_negotiations": ("issues", "negotiations", "utilities"),
    "of_policies": ("concession_tables", "empirical_policies", "threat_games"),
    "of_programs": ("program_games", "program_spaces", "programs"),
    "of_responses": ("response_tables", "responses"),
    "of_spis": ("certified_spis", "planted_games"),
    "of_transformations": ("choice_models", "proposals", "transformations"),
    "registration": ("register",),
}
_FILE_OF = {name: file for file, names in _FILES.items() for name in names}


def __getattr__(name: str) -> Any:
    # Names are loaded when they are first used: Hypothesis imports this package whenever it is imported itself.
    if name not in _FILE_OF:
        raise AttributeError(f"module 'spi.strategies' has no attribute {name!r}")
    return getattr(import_module(f"spi.strategies.{_FILE_OF[name]}"), name)


def __dir__() -> list[str]:
    return __all__
