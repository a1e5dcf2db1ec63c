"""The agenda of 2026, Appendix B, run again: SPIs of program profiles, full strategies, the renegotiation example."""

from __future__ import annotations

from functools import partial

from spi.analysis.finding import Claims, Finding, claim_of, is_encounter_proved, proved
from spi.analysis.full_strategies import full_strategy
from spi.analysis.independence import find_demand_change, find_dependence
from spi.analysis.participation import justification_gaps
from spi.analysis.settings import Setting, load_program_setting
from spi.analysis.transformations import Transformed, transform_space
from spi.core.parametricfile import load_parametric_game
from spi.programs.encounters import play_programs
from spi.transforms.renegotiation import renegotiate, renegotiate_literally
from spi.transforms.transformation import transform_programs

__all__ = ["CLAIMS", "SOURCE"]

SOURCE = "clr-agenda-2026"

CLAIMS: Claims = {}
"""What to run for each item and erratum of Appendix B but B.3."""

_claim = partial(claim_of, CLAIMS)


def _transformed(setting: Setting) -> Transformed:
    if setting.transformation is None:
        raise AssertionError("a setting without a transformation")
    return transform_space(setting.games, setting.transformation)


@_claim("Appendix B.1")
def _spi() -> Finding:
    setting = load_program_setting("digiovanni-et-al-2024/scheduling-renegotiated")
    found, bad = _transformed(setting), transform_space(setting.games, renegotiate({("1", "1"): ("2", "2")}))
    ok = found.violation is None and sum(bad.safe) == 4 and bad.violation is not None
    return Finding(
        ok,
        "holds of a good proposal at 6 of 6 profiles; of a bad one on the 4 that do not play (1, 1)",
    )


@_claim("Appendix B.1.1")
def _gap() -> Finding:
    setting = load_program_setting("digiovanni-et-al-2024/scheduling-renegotiated")
    one, two = setting.names["one"], setting.names["two"]
    if setting.transformation is None:
        raise AssertionError("a setting without a transformation")
    gaps = list(justification_gaps(setting.games, setting.transformation, [(one, two)], [(one, one), (two, two)]))
    ok = [gap.player for gap in gaps] == ["Player 1", "Player 2"] and {gap.payoff for gap in gaps} == {3}
    return proved(
        Finding(ok, "the image of a miss is worth 1, 1; each would have liked it better to choose her slot both"),
        SOURCE,
        setting.games.game,
        {"justification-gap": "no"},
    )


@_claim("Appendix B.2")
def _full_strategy() -> Finding:
    setting = load_program_setting(f"{SOURCE}/sixty-or-fifty-had-she-known")
    kept, pi, fi = _independence(setting)
    return proved(
        Finding(kept and pi and not fi, "60 always, but 50 had she known: demand-preserving and PI, not FI"),
        SOURCE,
        setting.games.game,
        {"sixty-is-participation-independent": "yes", "sixty-is-not-foreknowledge-independent": "no"},
    )


@_claim("Appendix B.4")
def _renegotiation() -> Finding:
    setting = load_program_setting(f"{SOURCE}/fair-demand-and-device")
    found = _transformed(setting)
    apart = _transformed(load_program_setting(f"{SOURCE}/even-split-of-one-logic"))
    kept, pi, fi = _independence(setting)
    ok = found.violation is None and found.improvement is not None and apart.before == apart.after
    words = "takeover instead of doomsday, an SPI exactly if that pays both as much; 50 and 80 kept; not by two logics"
    found_so = proved(
        Finding(ok and kept and pi and fi, words),
        SOURCE,
        setting.games.game,
        {"takeover-instead-of-doomsday": "yes", "demands-kept-at-50-and-80": "yes"},
    )
    by_payoffs = load_parametric_game(f"{SOURCE}/takeover-or-doomsday-by-payoffs")
    return proved(found_so, SOURCE, by_payoffs, {"takeover-exactly-if-it-pays": "yes"})


@_claim("A1")
def _literal() -> Finding:
    setting = load_program_setting(f"{SOURCE}/literal-pseudocode")
    violation = _transformed(setting).violation
    ok = violation is not None and violation.player == "Player 1" and violation.payoff == 0
    proposal = {("1", "2"): ("3", "3")}
    programs, game = (setting.names["one"], setting.names["looking"]), setting.games.game
    met = {
        "literal-pseudocode": play_programs(transform_programs(renegotiate_literally(proposal), programs), game),
        "literal-pseudocode-repaired": play_programs(transform_programs(renegotiate(proposal), programs), game),
    }
    ok = ok and [encounter.outcome for encounter in met.values()] == [("1", "2"), ("1", "1")]
    finding = Finding(
        ok and all(is_encounter_proved(f"{SOURCE}/{name}", encounter) for name, encounter in met.items()),
        "against a default that yields to one code, 3, 1 becomes 0, 0; with Algorithm 1 it stays",
        tuple(met),
    )
    return proved(finding, SOURCE, game, {"literal-pseudocode-is-no-spi": "no"})


def _independence(setting: Setting) -> tuple[bool, bool, bool]:
    """Demand preservation, participation and foreknowledge independence of a setting's full strategy."""
    if not (setting.transformation and setting.profile and setting.demand and setting.choice):
        raise AssertionError("a setting without a full strategy")
    games, strategy = setting.games, full_strategy(setting.transformation, setting.profile)
    return (
        find_demand_change(games, strategy, setting.demand) is None,
        find_dependence(games, strategy, setting.choice, setting.demand, "participation") is None,
        find_dependence(games, strategy, setting.choice, setting.demand, "foreknowledge") is None,
    )
