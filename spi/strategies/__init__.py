"""Hypothesis strategies for the objects of `spi`; `st.from_type(spi.Game)` works without importing this package.

They build from small integers with many ties, because ties, constant players and single actions are where claims break.
They never filter, and they shrink structure first: fewer players, fewer actions, shorter programs, then numbers
towards 0. So a conjecture that is false comes back as a counterexample that one can read. For example: *in a symmetric
game, the players need not agree on roles, since wherever there is a strict SPI, there is one in which both change in
the same way.*

>>> import spi
>>> from hypothesis import find, settings
>>> from spi.strategies import exact_numbers, symmetric_games
>>> def needs_roles(game):
...     found = spi.find_spis(game, strict=True).spis
...     return bool(found) and all(own.subset_game.actions[0] != own.subset_game.actions[1] for own in found)
>>> drawn = symmetric_games(payoffs=exact_numbers(low=0, high=2))
>>> game = find(drawn, needs_roles, settings=settings(max_examples=5000, derandomize=True, deadline=None))
>>> game.shape
(3, 3)

The game may be this one, where 3 dominates 2, and then 1, so that both have 1. Only (1, 2) and (2, 1) are better::

       1     2     3
    1  0, 0  2, 1  0, 2
    2  1, 2  0, 0  0, 1
    3  2, 0  1, 0  1, 1

With fewer actions the conjecture is true: if one of two is eliminated, both players leave the other one for it, since
whoever does so alone loses.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spi.strategies.of_games import (
        certified_spis,
        exact_numbers,
        games,
        planted_games,
        reduced_games,
        subset_games,
        symmetric_games,
        zero_sum_games,
    )
    from spi.strategies.of_negotiations import issues, negotiations, utilities
    from spi.strategies.of_policies import concession_tables, measured_policies, threat_games
    from spi.strategies.of_programs import program_games, program_spaces, programs
    from spi.strategies.of_responses import response_tables, responses
    from spi.strategies.of_transformations import choice_models, proposals, transformations
    from spi.strategies.registration import register

__all__ = [
    "certified_spis",
    "choice_models",
    "concession_tables",
    "exact_numbers",
    "games",
    "issues",
    "measured_policies",
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
        "certified_spis",
        "exact_numbers",
        "games",
        "planted_games",
        "reduced_games",
        "subset_games",
        "symmetric_games",
        "zero_sum_games",
    ),
    "of_negotiations": ("issues", "negotiations", "utilities"),
    "of_policies": ("concession_tables", "measured_policies", "threat_games"),
    "of_programs": ("program_games", "program_spaces", "programs"),
    "of_responses": ("response_tables", "responses"),
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
