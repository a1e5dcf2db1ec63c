"""What is said of surrogate goals, run again: Baumann (2017), and the research agenda's appendix on them."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from spi.analysis.concession import approx_concession_equivalence, verify_concession_equivalence
from spi.analysis.finding import Claims, Finding, claim_of, is_proved
from spi.analysis.surrogate_spi import verify_expected_improvement, verify_surrogate_spi
from spi.analysis.surrogate_tests import (
    attractiveness,
    overlap_of,
    stakes_scale,
    verify_no_new_threats,
    verify_threatener_neutrality,
)
from spi.core.concession import ConcessionTable, affine_concession, concession_table
from spi.core.threat_game import ThreatGame
from spi.core.threatfile import load_threat_file
from spi.solve.affine_demands import affine_drift
from spi.solve.threat_choice import choice_drift, threatener_choice

__all__ = ["CLAIMS", "CONCESSION"]

CLAIMS: Claims = {}
"""What to run for Baumann (2017)."""

CONCESSION: Claims = {}
"""What to run for the agenda's Appendix B.3."""

_baumann = partial(claim_of, CLAIMS)
_agenda = partial(claim_of, CONCESSION)


def _load(name: str) -> tuple[ThreatGame, ConcessionTable, dict[str, str]]:
    """A game of the shelf with its policy and its map; both are in the file."""
    read = load_threat_file(name)
    return read.game, read.policy or concession_table({}), read.surrogates or {}


def _finding(ok: bool, found: str, source: str, **answers: tuple[str, str]) -> Finding:
    """What was found, and whether these certificates prove what they should: the game and the answer of each."""
    proofs = {name.replace("_", "-"): expected for name, expected in answers.items()}
    ok &= all(is_proved(f"{source}/{name}", _load(game)[0], answer) for name, (game, answer) in proofs.items())
    return Finding(ok, found, tuple(proofs))


_of_baumann = partial(_finding, source="baumann-2017")
_of_agenda = partial(_finding, source="clr-agenda-2026")


@_baumann("The basic idea")
def _basic_idea() -> Finding:
    sphere = "baumann-2017/platinum-sphere"
    game, policy, surrogates = _load(sphere)
    ok = bool(verify_concession_equivalence(game, policy, surrogates))
    ok &= bool(verify_expected_improvement(game, policy, surrogates))
    return _of_baumann(
        ok,
        "a strict SPI whatever demand and response are, where the sphere costs Bob as much and is responded to alike",
        platinum_sphere=(sphere, "yes"),
    )


@_baumann("Avoiding threats against the original goal")
def _orthogonal() -> Finding:
    folder = "baumann-2017/"
    games = {name: _load(folder + name) for name in ("platinum-sphere", "prevent-murder", "spheres-of-any-size")}
    ok = overlap_of(games["platinum-sphere"][0]).shared is None
    shared = overlap_of(games["prevent-murder"][0]).shared
    ok &= shared == ("kill Alice", "murder somebody", "murdering Alice")
    game, _, surrogates = games["spheres-of-any-size"]
    ok &= stakes_scale(game, surrogates).violation is None
    return _of_baumann(
        ok,
        "spheres are orthogonal to her life, “prevent murder” is not; spheres of any size keep up with higher stakes, "
        "one sphere does not",
        orthogonal_spheres=(folder + "platinum-sphere", "yes"),
        murder_is_not_orthogonal=(folder + "prevent-murder", "no"),
        stakes_of_spheres=(folder + "spheres-of-any-size", "yes"),
        stakes_of_one_sphere=(folder + "one-sphere-or-none", "no"),
    )


@_baumann("Credibility")
def _credibility() -> Finding:
    game, policy, _ = _load("baumann-2017/platinum-sphere")
    believed = concession_table(dict(policy.rates) | {"create a sphere": 0})
    with_goal, without = threatener_choice(game, believed), threatener_choice(game, policy, among=("original",))
    ok = with_goal == without and without.chosen == game["kill Alice"]
    return Finding(
        ok, "who believes that she would never concede to it threatens her life, as he would without the goal"
    )


@_baumann("Threatener-neutrality")
def _neutrality() -> Finding:
    names = [f"baumann-2017/{name}" for name in ("platinum-sphere", "legal-threat", "one-sphere-or-none")]
    sphere, legal, small = names
    found = [attractiveness(*_load(name)[:2]) for name in names]
    ok = [one.attitude for one in found] == ["neutral", "friendly", "hostile"] and found[1].new_threat is not None
    game, policy, _ = _load(sphere)
    ok &= bool(verify_threatener_neutrality(game, policy)) and bool(verify_no_new_threats(game, policy))
    return _of_baumann(
        ok,
        "spheres that cost as much are neutral; if only murder is too costly, they are friendly and bring a threat "
        "where there was none; if only small threats can be deflected, they are hostile",
        neutral_sphere=(sphere, "yes"),
        friendly_sphere=(legal, "no"),
        new_threat=(legal, "no"),
        hostile_sphere=(small, "no"),
    )


@_baumann("Turning threats into trade")
def _trade() -> Finding:
    name = "baumann-2017/utopian-surrogate"
    game, policy, surrogates = _load(name)
    ok = bool(verify_surrogate_spi(game, surrogates, strict=True))
    refused = concession_table(dict(policy.rates) | {"end a famine": 0})
    ok &= verify_expected_improvement(game, refused, surrogates).result.violation == ("kill Alice", "threatener")
    return _of_baumann(
        ok,
        "with an execution that is worth 1000 to her it is a strict SPI; but only if she concedes as before, and does "
        "not let him execute it",
        utopian_surrogate=(name, "yes"),
    )


@_agenda("Appendix B.3")
def _appendix() -> Finding:
    one, doubted, worse = "clr-agenda-2026/one-demand", "clr-agenda-2026/skeptical-principal", "ours/harmful-surrogate"
    game, policy, surrogates = _load(doubted)
    ok = attractiveness(*_load(one)[:2]).attitude == "friendly"
    ok &= verify_expected_improvement(game, policy, surrogates).result.violation == ("attack", "threatener")
    return _of_agenda(
        ok,
        "for a fixed demand an SPI whatever demand and policy are; not if execution costs him more; and if execution "
        "costs as much, a principal who concedes less often by 1/100 deflects nothing",
        one_demand=(one, "yes"),
        harmful_surrogate=(worse, "no"),
        nothing_deflected=(doubted, "no"),
    )


@_agenda("concession equivalence")
def _equivalence() -> Finding:
    linear, doubted = "clr-agenda-2026/linear-demands", "clr-agenda-2026/skeptical-principal"
    game, policy, surrogates = _load(doubted)
    ok = bool(verify_concession_equivalence(*_load(linear)))
    ok &= not approx_concession_equivalence(game, policy, surrogates, delta="1/101")
    return _of_agenda(
        ok,
        "exact at each of eight demands; one who is a little less impressed is equivalent up to 1/100, not exactly",
        equivalent_at_all_demands=(linear, "yes"),
        not_equivalent=(doubted, "no"),
        equivalent_up_to_a_hundredth=(doubted, "yes"),
    )


@_agenda("demand drift")
def _drift() -> Finding:
    linear = "clr-agenda-2026/linear-demands"
    game, policy, _ = _load(linear)
    drift = choice_drift(game, policy)
    free = affine_drift(affine_concession(1, 1), cost="0.2", surrogate_cost="0.18", harm=1)
    ok = free.demands == (Fraction(2, 5), Fraction(41, 100))
    ok &= free.threatener == (Fraction(16, 100), Fraction(1681, 10_000))
    ok &= drift.tolerable_harm == free.tolerable_harm == Fraction(3981, 4100)
    ok &= drift.demand == Fraction(1, 100) and drift.principal < 0 < drift.threatener
    return _of_agenda(
        ok,
        "with q(x) = 1 − x the demand grows by half of what he saves, from 2/5 to 41/100 for 1/50; the principal "
        "gains only if the harm of execution falls from 1 to below 3981/4100: with 49/50 she loses",
        demand_from_40_to_41=(linear, "no"),
    )
