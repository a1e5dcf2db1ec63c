"""Encounters whose outcomes are known from the papers or by hand: each once, and here."""

from fractions import Fraction
from typing import Any

import pytest

from spi import Game, finite_map, load_game, load_program
from spi.programs.bounded_programs import reported_outcome
from spi.programs.encounters import play_programs
from spi.programs.games import better_program, outcome_payoffs, program_game, pure_equilibria
from spi.programs.grounded import deviation_payoff, grounded_deviation, grounded_threshold, is_grounded_equilibrium
from spi.programs.halting import halting_probability
from spi.programs.machines import Undefined
from spi.programs.members import Program
from spi.programs.modal_tables import modal_table
from spi.programs.reader import read_program
from tests.programs import modal_oracle

F = Fraction
PD, PD5 = (
    load_game("ours/prisoners-dilemma"),
    load_game("ours/prisoners-dilemma-5-3-1-0"),
)  # (T, R, P, S) = (3, 2, 1, 0)
SG, CH = load_game("digiovanni-et-al-2024/scheduling"), load_game("ours/chicken")
ALWAYS = {action: load_program("ours/always", action=action) for action in ("C", "D", "1", "2", "50")}
CLIQUE, MIRROR = load_program("tennenholtz-2004/clique_bot"), load_program("ours/mirror_bot")
ONE, TWO = ALWAYS["1"], ALWAYS["2"]
MISS = ("1", "2")  # in the Scheduling Game (1, 1) is worth 3, 1; (2, 2) 1, 3; (3, 3) 1, 1; all else 0, 0


def outcome(*programs: Program) -> Any:
    return play_programs(programs).outcome


def worth(game: Game, *programs: Program) -> Any:
    return outcome_payoffs(program_game(game, *([p] for p in programs), randomness="independent"), programs)


def cooperation(*programs: Program) -> Fraction:
    """The probability with which the first of two programs cooperates, each simulation drawing by itself."""
    law = play_programs(programs, randomness="independent").law
    assert law is not None and not isinstance(law.laws, Undefined)
    return law.laws[0].get("C", F(0))


# --- programs that compare code


def test_cliques_and_defectors_are_the_equilibria_of_three_bots() -> None:
    """Tennenholtz (2004). A clique pays 2; against it a defector gets 1, less, and a cooperator 0."""
    games = program_game(PD, [ALWAYS["C"], ALWAYS["D"], CLIQUE])
    assert set(pure_equilibria(games)) == {(ALWAYS["D"], ALWAYS["D"]), (CLIQUE, CLIQUE)}
    better = better_program(games, (ALWAYS["C"], ALWAYS["C"]))
    assert better is not None and (better.player, better.program) == ("Player 1", ALWAYS["D"])
    assert (better.earns, better.instead_of) == (3, 2)


def test_mirrors_never_come_to_an_action() -> None:
    """Each waits for the other, without end: a value, and no error."""
    encounter = play_programs((MIRROR, MIRROR))
    assert encounter.direct is encounter.outcome is Undefined.DIVERGES
    assert outcome(MIRROR, ALWAYS["C"]) == ("C", "C")


# --- DiGiovanni, Clifton & Macé (2024), Example 1 and Algorithm 1


def yields(expected: Program, accept: str, insist: str) -> Program:
    name = "digiovanni-et-al-2024/conditional_demander"
    return load_program(name, expected=expected, accept=accept, insist=insist)


def renegotiator(default: Program, proposal: dict[Any, Any]) -> Program:
    return load_program("digiovanni-et-al-2024/renegotiator", default=default, proposal=finite_map(proposal))


def test_two_demanders_miss_each_other() -> None:
    """Example 1: slots 1 and 2."""
    assert outcome(ONE, TWO) == MISS and worth(SG, ONE, TWO) == (0, 0)


def test_two_conditional_demanders_miss_each_other() -> None:
    """Example 1: each yields to the code that always insists, and neither is that code."""
    first, second = yields(TWO, "2", "1"), yields(ONE, "1", "2")
    assert outcome(first, second) == MISS and worth(SG, first, second) == (0, 0)
    assert worth(SG, first, TWO) == (1, 3) and worth(SG, ONE, second) == (3, 1)


def test_one_proposal_for_both_comes_out() -> None:
    """Algorithm 1: (1, 2) is renegotiated to (3, 3), worth 1, 1."""
    both = renegotiator(ONE, {MISS: ("3", "3")}), renegotiator(TWO, {MISS: ("3", "3")})
    assert outcome(*both) == ("3", "3") and worth(SG, *both) == (1, 1)


def test_different_proposals_leave_the_default() -> None:
    """Algorithm 1: each proposes her own slot, and nobody's proposal is played."""
    apart = renegotiator(ONE, {MISS: ("1", "1")}), renegotiator(TWO, {MISS: ("2", "2")})
    assert outcome(*apart) == MISS and worth(SG, *apart) == (0, 0)


def test_who_looks_at_code_sees_that_a_renegotiator_is_another_one() -> None:
    """The conditional demander yields to "always slot 1", and not to what that becomes: 3, 1 is lost."""
    second = yields(ONE, "1", "2")
    assert worth(SG, ONE, second) == (3, 1) and worth(SG, renegotiator(ONE, {}), second) == (0, 0)


def test_who_believes_that_others_swerve_dares_and_who_knows_better_swerves() -> None:
    """Definition 1 in Chicken: by belief daring earns 4·4/5 and swerving 3·4/5 + 1/5; against Dare 0 and 1."""
    swerve, dare = (load_program("ours/always", action=a) for a in "SD")
    games = program_game(CH, [swerve, dare])
    belief = {swerve: "4/5", dare: "1/5"}
    assert better_program(games, (dare, dare), [belief, belief]) is None
    timid = better_program(games, (swerve, dare), [belief, belief])
    assert timid is not None and (timid.program, timid.earns, timid.instead_of) == (dare, F(16, 5), F(13, 5))
    better = better_program(games, (dare, dare))
    assert better is not None and (better.program, better.earns, better.instead_of) == (swerve, 1, 0)


# --- the agenda's Appendix B.4


def literal(base: Program, proposal: dict[Any, Any]) -> Program:
    return load_program("clr-agenda-2026/renegotiation_program", base=base, proposal=finite_map(proposal))


FAIR, HAWK = (
    ALWAYS["50"],
    load_program("clr-agenda-2026/demander", demand="80", leaves="20", threat="device"),
)
TAKEOVER = {("50", "device"): ("takeover", "takeover")}


def test_a_fair_demand_and_a_hawks_end_at_the_device() -> None:
    """The hawk leaves the device only to who leaves her 80."""
    assert outcome(FAIR, HAWK) == ("50", "device")
    assert outcome(load_program("ours/always", action="20"), HAWK) == ("20", "80")


@pytest.mark.parametrize("wrap", [literal, renegotiator])
def test_the_demanders_renegotiate_if_they_propose_the_same(wrap: Any) -> None:
    """By either text, as neither default looks at code."""
    assert outcome(wrap(FAIR, TAKEOVER), wrap(HAWK, TAKEOVER)) == ("takeover", "takeover")
    assert outcome(wrap(FAIR, TAKEOVER), wrap(HAWK, {("50", "device"): ("50", "50")})) == ("50", "device")


# --- modal agents: Bárász et al. (2014), Critch et al. (2022)

NAMES = {
    "CB": "barasz-et-al-2014/cooperate_bot",
    "DB": "barasz-et-al-2014/defect_bot",
    "FB": "barasz-et-al-2014/fair_bot",
    "PB": "barasz-et-al-2014/prudent_bot",
    "FB1": "barasz-et-al-2014/fair_bot_1",
    "Cupod": "barasz-et-al-2014/cupod_bot",
    "Just": "barasz-et-al-2014/just_bot",
    "Imp": "ours/implication_bot",
}
BOT = {short: load_program(name) for short, name in NAMES.items()}
COLUMNS = ("CB", "DB", "FB", "PB", "FB1", "Cupod", "Just")
TABLE = {  # Bárász et al. have FB and PB with CB, DB, FB, PB; all are by hand, and by the definition below
    "FB": "CC DD CC CC CC DC CC",
    "PB": "DC DD CC CC DD DC CC",
    "FB1": "CC DD CC DD CC CC CC",
    "Cupod": "CC DD CD CD CC DD CD",
    "Just": "CC DD CC CC CC DC CC",
}
ENTRIES = [(row, column, entry) for row in TABLE for column, entry in zip(COLUMNS, TABLE[row].split(), strict=True)]
IMPLICATION = [("Imp", "Imp", "CC"), ("Imp", "CB", "CC"), ("Imp", "DB", "DD"), ("Imp", "FB", "CC"), ("Imp", "PB", "CC")]
IMPLICATION += [("Imp", "Cupod", "DC")]


@pytest.mark.parametrize(("row", "column", "entry"), [*ENTRIES, *IMPLICATION])
def test_the_table_of_limits_entry_by_entry(row: str, column: str, entry: str) -> None:
    """FairBot cooperates with itself by Löb's theorem. PrudentBot takes one level of consistency for granted, and
    FairBot one level up defects against DefectBot from the second level on: so the two defect. CUPOD finds its own
    defection provable. ImplicationBot's implication is a tautology against itself; against DefectBot it is □⊥."""
    assert outcome(BOT[row], BOT[column]) == tuple(entry)
    assert outcome(BOT[column], BOT[row]) == tuple(reversed(entry))  # modal agents do not look at seats


def test_the_table_of_limits_has_35_entries_and_comes_out_in_one_go() -> None:
    table = modal_table(list(BOT.values()), ("Ann", "Bob"))
    place = {short: k for k, short in enumerate(BOT)}
    assert len(ENTRIES) == len(TABLE) * len(COLUMNS) == 35 and len({entry[:2] for entry in ENTRIES}) == 35
    for row, column, entry in [*ENTRIES, *IMPLICATION]:
        assert table[place[row]][place[column]] == tuple(entry)


FALSE: modal_oracle.Formula = ("not", ("true",))
FORMULAS: dict[str, modal_oracle.Formula] = dict(
    zip(("CB", "DB", "FB", "PB", "Cupod"), modal_oracle.LOWER, strict=True),
    FB1=("box", ("or", ("box", FALSE), ("it", "me"))),
    Just=("box", ("it", 2)),
    Imp=("box", ("or", ("not", ("me", "it")), ("it", "me"))),
)


@pytest.mark.parametrize(("row", "column", "entry"), [*ENTRIES, *IMPLICATION])
def test_the_table_of_limits_by_the_definition(row: str, column: str, entry: str) -> None:
    """Formulas at the worlds 0, …, 40 of a line, each of which sees those below; nothing of this is from `spi`."""
    mine, yours = FORMULAS[row], FORMULAS[column]
    seen = zip(modal_oracle.at_all_worlds(mine, yours), modal_oracle.at_all_worlds(yours, mine), strict=True)
    assert {"".join(profile) for profile in list(seen)[10:]} == {entry}


def box(condition: str) -> Program:
    """Plays C where a formula is true; X stands for: the other cooperates with me."""
    formula = condition.replace("X", '(it(me) == "C")')
    return read_program(f'def agent(it): return "C" if {formula} else "D"')


@pytest.mark.parametrize("other", NAMES)
def test_loebs_axiom_is_true_at_every_world(other: str) -> None:
    """□(□X → X) → □X, whatever X is."""
    limit = play_programs((box("not proves(not proves(X) or X) or proves(X)"), BOT[other])).limit
    assert limit is not None and isinstance(limit.limit, tuple)
    assert all(profile == ("C", profile[1]) for profile in limit.trace if isinstance(profile, tuple))


def test_reflection_is_not_provable() -> None:
    """□X → X is false at world 0 if X is; in the limit it is true of DefectBot."""
    assert outcome(box("proves(not proves(X) or X)"), BOT["DB"]) == ("D", "D")
    limit = play_programs((box("not proves(X) or X"), BOT["DB"])).limit
    assert limit is not None and limit.trace[0] == ("D", "D") and limit.limit == ("C", "D")


def test_prudent_bots_at_a_shared_budget_defect_but_cooperate_in_the_limit() -> None:
    """Reported in notes on a formalisation, and so marked; the limit is by the table above."""
    assert reported_outcome([BOT["PB"], BOT["PB"]]).outcome == ("D", "D")
    assert outcome(BOT["PB"], BOT["PB"]) == ("C", "C")


# --- grounded simulation: Oesterheld (2019), Cooper et al. (2025)

GROUNDED = load_program("oesterheld-2019/grounded_fair_bot")  # ε = 1/10


def grounded(epsilon: str) -> Program:
    return read_program(f'def g(it): return "C" if chance("{epsilon}") else simulate(it(me), back=1)')


def mixer(q: Fraction) -> Program:
    return read_program(f'def m(it): return mix({{"C": "{q}", "D": "{1 - q}"}})')


def test_a_defector_meets_cooperation_with_epsilon() -> None:
    """ε = 1/10, which earns it 5ε + 1 − ε = 7/5 with payoffs 5, 3, 1, 0."""
    assert cooperation(GROUNDED, ALWAYS["D"]) == F(1, 10)
    assert worth(PD5, GROUNDED, ALWAYS["D"])[1] == deviation_payoff(PD5, "1/10", 0) == F(7, 5)


@pytest.mark.parametrize("epsilon", ["1/10", "1/3", "1/2", "9/10", "1"])
def test_grounded_fair_bot_cooperates_with_itself_and_meets_q_with_epsilon_and_the_rest_of_q(epsilon: str) -> None:
    """x = ε + (1 − ε)y: against itself 1, whatever the other's ε; against q ε + (1 − ε)q."""
    own, e = grounded(epsilon), F(epsilon)
    assert cooperation(own, own) == cooperation(own, grounded("1/7")) == 1
    for q in (F(0), F(1, 5), F(1, 2), F(99, 100)):
        assert cooperation(own, mixer(q)) == e + (1 - e) * q


def test_up_to_which_epsilon_grounded_fair_bots_are_an_equilibrium() -> None:
    """(2R − T − S)/(R − S) = (6 − 5)/3 with payoffs 5, 3, 1, 0, and (4 − 3)/2 with 3, 2, 1, 0."""
    assert (grounded_threshold(PD5), grounded_threshold(PD)) == (F(1, 3), F(1, 2))


def test_at_one_half_to_cooperate_half_of_the_time_beats_it() -> None:
    """It is met with p = 1/2 + 1/4 = 3/4: (3·3/4 + 0)/2 + (5·3/4 + 1/4)/2 = 9/8 + 2 = 25/8, and with itself 3."""
    rival = grounded("1/2")
    assert worth(PD5, mixer(F(1, 2)), rival)[0] == F(25, 8) == grounded_deviation(PD5, "1/2").payoff
    assert worth(PD5, rival, rival) == (3, 3) and not is_grounded_equilibrium(PD5, "1/2")
    assert worth(PD5, ALWAYS["D"], rival)[0] == 3  # pure defection would only need ε ≤ 1/2


def test_three_who_simulate_each_other_halt_with_probability_one_ninth() -> None:
    """s = ε + (1 − ε)s² with ε = 1/10 has the roots 1/9 and 1, and the least one counts."""
    assert halting_probability("1/10", 3) == F(1, 9) and halting_probability("1/10", 2) == 1
    naive = read_program(
        'def naive(*others): return "C" if chance("1/10") else mine(simulate(outcome(me, *others), back=1))'
    )
    law = play_programs((naive,) * 3, randomness="independent").law
    assert law is not None and law.laws is Undefined.UNKNOWN and "not linear" in law.reason


@pytest.mark.parametrize("players", [2, 3, 4])
def test_with_one_string_all_stop_at_the_first_entry_below_epsilon(players: int) -> None:
    """With probability 1 there is one, after 10 entries on average."""
    profile = ("C",) * players
    family = "cooper-et-al-2025/simulationist"
    own = load_program(family, base="C", trusted=frozenset({profile}), otherwise="D")
    joint = play_programs((own,) * players, randomness="shared").joint
    assert joint is not None and joint.law == {profile: F(1)} and joint.halts == 1
    assert (joint.expected_depth, joint.stops) == (10, F(1, 10))
