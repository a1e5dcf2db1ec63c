"""Unpublished drafts of 2026: what breaks them, run again. Experimental."""

from __future__ import annotations

from functools import partial

from spi.analysis.finding import Claims, Finding, claim_of, proved
from spi.analysis.full_strategies import best_reply_choice, full_strategy
from spi.analysis.independence import UndefinedChoice, find_dependence
from spi.analysis.settings import load_program_setting
from spi.core.game import Game
from spi.transforms.experimental import engages

__all__ = ["CLAIMS", "SOURCE"]

SOURCE = "digiovanni-drafts-2026"

CLAIMS: Claims = {}
"""What to run for each erratum."""

_claim = partial(claim_of, CLAIMS)


@_claim("B1")
def _foreknowledge() -> Finding:
    setting = load_program_setting(f"{SOURCE}/daring-in-chicken")
    if not (setting.transformation and setting.profile and setting.demand and setting.choice):
        raise AssertionError("a setting without a full strategy")
    games, strategy = setting.games, full_strategy(setting.transformation, setting.profile)
    swerve = setting.names["swerve"]
    sure = best_reply_choice(games, [{swerve: 1}, {swerve: 1}])
    pi = find_dependence(games, strategy, setting.choice, setting.demand, "participation")
    fi = find_dependence(games, strategy, setting.choice, setting.demand, "foreknowledge")
    undefined = find_dependence(games, strategy, sure, setting.demand, "foreknowledge")
    ok = pi is None and fi is not None and isinstance(undefined, UndefinedChoice)
    words = "both dare in Chicken: PI by beliefs of 4/5 in swerving, FI by none; undefined if swerving is certain"
    answers = {
        "daring-is-participation-independent": "yes",
        "daring-is-not-foreknowledge-independent": "no",
    }
    return proved(Finding(ok, words), SOURCE, games.game, answers)


@_claim("B2")
def _one_sided() -> Finding:
    game = Game.from_payoffs([["2, 2", "0, 0"], ["0, 0", "3, 3"]], actions=[["x", "x'"], ["y", "y'"]])
    worth = []
    for mutual in (False, True):
        engaged = engages((False, True), mutual=mutual)
        played = tuple(b if e else a for e, a, b in zip(engaged, ("x", "y"), ("x'", "y'"), strict=True))
        worth.append(set(game[played]))
    return Finding(
        worth == [{0}, {2}], "if one default alone is PI, 2, 2 becomes 0, 0 by the draft, and stays as repaired"
    )
