"""Random programs that read one string: laws by hand, and the enumeration of strings as oracle."""

import random
from fractions import Fraction

import pytest

from spi import load_program, play_programs
from spi.core.game import Game, Profile
from spi.errors import HypothesisError, ProgramError
from spi.programs.chances import random_outcome
from spi.programs.machines import Undefined
from spi.programs.members import Program
from spi.programs.reader import read_program
from spi.programs.shared import MAX_STATES, SharedOutcome, shared_outcome
from tests.programs import random_oracle

F = Fraction
PLAYERS = ("Ann", "Bob")
THREE = ("Ann", "Bob", "Eve")


def agent(*lines: str, others: str = "it") -> Program:
    return read_program(f"def agent({others}):\n" + "".join(f"    {line}\n" for line in lines))


def meet(*programs: Program) -> SharedOutcome:
    return shared_outcome(programs, PLAYERS if len(programs) == 2 else THREE)


def grounded(epsilon: str) -> Program:
    return agent(f'if chance("{epsilon}"): return "C"', "return simulate(it(me), back=1)")


CB, DB = agent('return "C"'), agent('return "D"')
COIN = agent('return "C" if chance("1/2") else "D"')


# --- programs of the shelf


def test_a_trigger_that_all_pull_at_once() -> None:
    """Eve defects always: Ann and Bob defect, but for the entry that stops (1/10)."""
    own = load_program("cooper-et-al-2025/simulationist", base="C", trusted=frozenset({("C", "C", "C")}), otherwise="D")
    outcome = meet(own, own, agent('return "D"', others="*others"))
    assert outcome.law == {("C", "C", "D"): F(1, 10), ("D", "D", "D"): F(9, 10)}


def test_grounded_fair_bots() -> None:
    assert meet(grounded("1/10"), grounded("1/10")).law == {("C", "C"): 1}
    assert meet(grounded("1/10"), DB).law == {("C", "D"): F(1, 10), ("D", "D"): F(9, 10)}
    # of different ε, by hand: both run on with 4/5, with 1/10 only the first does. Alone it takes
    # a = 1 + 9/10·b, b = 1 + 4/5·a: b = 45/7. So x = 1 + 1/10·45/7 + 4/5·x = 115/14, less than 10 = 1/min ε
    outcome = meet(grounded("1/10"), grounded("1/5"))
    assert outcome.law == {("C", "C"): 1} and outcome.expected_depth == F(115, 14) and outcome.stops == F(1, 10)


# --- by hand


def test_players_share_their_draws() -> None:
    assert meet(COIN, COIN) == SharedOutcome({("C", "C"): F(1, 2), ("D", "D"): F(1, 2)}, F(1), F(1), 1)
    assert random_outcome((COIN, COIN), PLAYERS).laws == ({"C": F(1, 2), "D": F(1, 2)},) * 2
    quarter = agent('return "C" if chance("1/4") else "D"')
    assert meet(COIN, quarter).law == {("C", "C"): F(1, 4), ("C", "D"): F(1, 4), ("D", "D"): F(1, 2)}
    # a run stays at its entry; a simulation does not
    assert meet(COIN, agent("return it(me)")).law == {("C", "C"): F(1, 2), ("D", "D"): F(1, 2)}
    assert meet(COIN, agent("return simulate(it(me), back=1)")).law == {
        (a, b): F(1, 4) for a in ("C", "D") for b in ("C", "D")
    }


def test_mixtures_follow_the_order_of_the_map() -> None:
    """C below 1/2, D up to 5/6, E above, however the map is written."""
    first = agent('return mix({"C": "1/2", "D": "1/3", "E": "1/6"})')
    second = agent('return mix({"E": "1/6", "D": "1/3", "C": "1/2"})')
    third = agent('return "C" if chance("2/3") else "D"')
    assert meet(first, second).law == {("C", "C"): F(1, 2), ("D", "D"): F(1, 3), ("E", "E"): F(1, 6)}
    assert meet(first, third).law == {
        ("C", "C"): F(1, 2),
        ("D", "C"): F(1, 6),
        ("D", "D"): F(1, 6),
        ("E", "D"): F(1, 6),
    }
    assert meet(first, agent('return mix({"C": "0", "D": "1"})')).law == {
        ("C", "D"): F(1, 2),
        ("D", "D"): F(1, 3),
        ("E", "D"): F(1, 6),
    }


def test_a_run_written_twice_reads_the_same_entry() -> None:
    same = agent('return "E" if it(me) != it(me) else "F"')
    assert meet(COIN, same).law == {("C", "F"): F(1, 2), ("D", "F"): F(1, 2)}
    later = agent('return "E" if simulate(it(me), back=1) != simulate(it(me), back=1) else "F"')
    assert meet(COIN, later).law == {("C", "F"): F(1, 2), ("D", "F"): F(1, 2)}
    apart = agent('return "E" if simulate(it(me), back=1) != simulate(it(me), back=2) else "F"')
    assert meet(COIN, apart).law == {(a, b): F(1, 4) for a in ("C", "D") for b in ("E", "F")}
    # two names for two entries, of which the nearer is also reached in two steps
    nested = agent(
        "x = simulate(simulate(it(me), back=1), back=1) == simulate(it(me), back=2)", 'return "F" if x else "E"'
    )
    assert meet(COIN, nested).law == {("C", "F"): F(1, 2), ("D", "F"): F(1, 2)}


def test_joint_law_and_depth_by_hand() -> None:
    """Below 1/4 both stop, at (C, D); from there to 1/2 only Ann does, at C; above, each copies the other."""
    ann = agent('if chance("1/2"): return "C"', "return simulate(it(me), back=1)")
    bob = agent('if chance("1/4"): return "D"', "return simulate(it(me), back=1)")
    # P(a = C) = 1/2 + P(b = C)/2 and P(b = C) = 3/4·P(a = C): 4/5 and 3/5. (C, C) is got from a = C with 1/4, and from
    # itself with 1/2: 2/5. (C, D): 1/4, from a = D with 1/4, and from (D, C) with 1/2; (D, C): from (C, D) with 1/2.
    law: dict[Profile, Fraction] = {("C", "C"): F(2, 5), ("C", "D"): F(2, 5), ("D", "C"): F(1, 5)}
    # depth of Ann alone 1 + 1/2·(1 + 3/4·it): 12/5; of both 1 + 1/4·12/5 + 1/2·it: 16/5
    # known of (Ann, Bob): nothing, (C, –), (–, C), (C, D), (D, C), (C, C)
    outcome = meet(ann, bob)
    assert outcome == SharedOutcome(law, F(16, 5), F(1, 4), 6)
    # in this order: nothing, below 1/4 (C, D), below 1/2 (C, –); then (C, C) and (D, C) after (C, D);
    # (–, C) after (C, –)
    assert outcome.weights == (0, F(2, 5), 0, F(2, 5), F(1, 5), 0)
    assert random_outcome((ann, bob), PLAYERS).laws == ({"C": F(4, 5), "D": F(1, 5)}, {"C": F(3, 5), "D": F(2, 5)})


def test_steps_of_two() -> None:
    """C below 1/2, else not what it does two entries down: c = 1/2 + (1 − c)/2, after 1, 3, 5, … entries: 2·2 − 1."""
    own = agent('if chance("1/2"): return "C"', 'return "D" if simulate(me(it), back=2) == "C" else "C"')
    outcome = meet(own, CB)
    assert outcome.law == {("C", "C"): F(2, 3), ("D", "C"): F(1, 3)}
    assert outcome.expected_depth == 3 and outcome.halts == 1
    nine = agent('if chance("1/2"): return "C"', 'return "D" if simulate(me(it), back=9) == "C" else "C"')
    assert meet(nine, CB) == SharedOutcome(outcome.law, F(10), F(1, 2), 3)  # 1, 10, 19, …: 9·2 − 8


def test_what_is_never_known_is_one_state() -> None:
    """Nobody ever gets to what stands two entries down, as what stands one down is not known; so steps are of one."""
    never = "def never(it): return it(never)\n"
    own = read_program(
        never + "def own(it):\n    if chance('1/2'): return 'C'\n"
        "    return 'C' if simulate(never(never), back=1) == simulate(it(me), back=2) else 'D'",
        name="own",
    )
    assert meet(own, CB) == SharedOutcome({("C", "C"): F(1, 2)}, None, F(0), 1)


def test_windows_of_several_entries() -> None:
    """C below 1/2, and above if at both of the next two entries it is C: as no D ever begins, all is C."""
    own = agent(
        'if chance("1/2"): return "C"',
        'return "C" if simulate(me(it), back=1) == "C" and simulate(me(it), back=2) == "C" else "D"',
    )
    assert meet(own, CB).law == {("C", "C"): 1}


# --- evaluations that never end


def test_what_goes_on_for_ever() -> None:
    forever = agent("return simulate(it(me), back=1)")
    outcome = meet(forever, forever)
    assert outcome == SharedOutcome({}, None, F(0), 1) and outcome.halts == 0
    assert meet(forever, CB) == SharedOutcome({("C", "C"): F(1)}, F(2), F(0), 2)


def test_mirrors_wait_for_themselves() -> None:
    mirror = agent("return it(me)")
    outcome = meet(agent('if chance("1/3"): return "C"', "return it(me)"), mirror)
    # below 1/3 both play C; above, each waits for the other at the same entry, for ever
    assert outcome.law == {("C", "C"): F(1, 3)} and outcome.halts == F(1, 3) and outcome.expected_depth is None


def test_missing_mass_by_hand() -> None:
    """1/3 stop at C, 1/3 wait for themselves, 1/3 simulate: half of the mass is lost though a third of entries stop."""
    own = agent('if chance("1/3"): return "C"', 'if chance("2/3"): return me(it)', "return simulate(it(me), back=1)")
    outcome = meet(own, own)
    assert outcome.law == {("C", "C"): F(1, 2)} and outcome.stops == F(1, 3) and outcome.expected_depth is None


def test_no_entry_stops_all_and_yet_all_stop() -> None:
    """Below 1/2 Bob stops, at C, and Ann copies him; above, Ann stops, at D, and Bob copies her."""
    ann = agent('if chance("1/2"): return simulate(it(me), back=1)', 'return "D"')
    bob = agent('if chance("1/2"): return "C"', "return simulate(it(me), back=1)")
    # P(b = C) = 1/2 + P(a = C)/2, P(a = C) = P(b = C)/2: 2/3 and 1/3. (C, C): 1/2·2/3; (D, C): 1/2·1/3 + 1/2·1/3.
    # Depth: 1 for both, and then 1 + 1/2·(1 + 1/2·(…)) = 2 for whoever is left
    outcome = meet(ann, bob)
    assert outcome.law == {("C", "C"): F(1, 3), ("D", "C"): F(1, 3), ("D", "D"): F(1, 3)}
    assert outcome.stops == 0 and outcome.halts == 1 and outcome.expected_depth == 3


# --- what is unknown


def test_fuel_and_states() -> None:
    grow = "def wrap(it, *, base): return simulate(it(wrap(base=me)), back=1) if chance('1/2') else 'C'"
    endless = read_program(grow, base=CB)
    outcome = shared_outcome((endless, endless), PLAYERS, fuel=300)
    assert outcome.law is outcome.halts is Undefined.UNKNOWN
    assert outcome.reason == "more than 300 evaluations; accepted: fuel=…" and outcome.expected_depth is None
    wide = agent(
        'if chance("1/2"): return "C"',
        'if simulate(me(it), back=1) == "C": return "D"',
        'return "D" if simulate(me(it), back=9) == "C" else "C"',
    )
    outcome = meet(wide, CB)  # nine entries, each C, D or unknown
    assert outcome.law is Undefined.UNKNOWN and f"more than {MAX_STATES} states" in outcome.reason
    assert shared_outcome((wide, CB), PLAYERS, fuel=100).reason == "more than 100 evaluations; accepted: fuel=…"
    nest = read_program("def nest(it, *, base): return base(nest(base=me))", base=CB)
    assert meet(nest, CB).law == {("C", "C"): 1}


def test_one_question_has_one_answer_however_often_it_is_asked() -> None:
    """Two ways in all, not two more for each of the 24 times."""
    asks = 'def asks(it, own): return simulate(it(own), back=1) == "C"\n'
    lines = '    if asks(it, me) != asks(it, me): return "E"\n' * 12
    often = read_program(f'{asks}def often(it):\n{lines}    return "D"', name="often")
    outcome = shared_outcome((COIN, often), PLAYERS, fuel=60)
    assert outcome.law == {("C", "D"): F(1, 2), ("D", "D"): F(1, 2)}


def test_functions_at_one_entry() -> None:
    text = """
def lucky(it): return True if chance("1/3") else not lucky(it)
def asks(it, own): return it(own) == "C"
def agent(it): return "C" if lucky(it) else "D"
def other(it): return "C" if asks(it, me) and asks(it, me) else "D"
"""
    one, two = read_program(text, name="agent"), read_program(text, name="other")
    assert meet(one, two).law == {("C", "C"): F(1, 3)}  # above 1/3 the function waits for itself, at the same entry


# --- in encounters


def test_encounters() -> None:
    game = Game.from_payoffs([["3, 3", "0, 5"], ["5, 0", "1, 1"]], actions=[["C", "D"], ["C", "D"]], players=PLAYERS)
    encounter = play_programs((COIN, COIN), game, randomness="shared")
    assert encounter.joint == meet(COIN, COIN) and encounter.law is None
    with pytest.raises(HypothesisError, match=r"accepted: \.joint"):
        assert encounter.outcome
    with pytest.raises(ProgramError, match="plays 'E' as Bob"):
        play_programs((COIN, agent('return "C" if chance("1/2") else "E"')), game, randomness="shared")
    delegates = agent('return delegate("token") if chance("1/3") else "D"')
    joint = play_programs((delegates, COIN), game, randomness="shared", representatives=lambda name, seat: "C").joint
    assert joint is not None and joint.law == {("C", "C"): F(1, 3), ("D", "C"): F(1, 6), ("D", "D"): F(1, 2)}
    selects = agent('return mine(select("utilitarian", {("C", "C"), ("D", "D")})) if chance("1/3") else "D"')
    joint = play_programs((selects, COIN), game, randomness="shared").joint
    assert joint is not None and joint.law == {("C", "C"): F(1, 3), ("D", "C"): F(1, 6), ("D", "D"): F(1, 2)}


# --- against the enumeration of strings

CUTS = [F(1, 4), F(1, 3), F(1, 2)]  # all thresholds of the oracle's programs


@pytest.mark.parametrize("backs", [[1], [1, 2], [1, 3]])
def test_random_programs_against_strings(backs: list[int]) -> None:
    """Exact joint laws lie between what strings of length 6 settle, and that and all that they leave."""
    tight = lost = deep = 0
    for seed in range(30):
        rng = random.Random(f"{seed} {backs}")
        mine, yours = (random_oracle.random_body(rng, 2, backs, [F(1, 2)]) for _ in range(2))
        programs = [read_program(random_oracle.source(body), name="agent") for body in (mine, yours)]
        outcome = shared_outcome(programs, PLAYERS)
        strings = random_oracle.string_laws([(mine, yours), (yours, mine)], CUTS, 6)
        assert not isinstance(outcome.law, Undefined) and not isinstance(outcome.halts, Undefined)
        assert sum(strings.law.values()) + strings.lost + strings.left == 1
        for profile in outcome.law.keys() | strings.law.keys():
            settled = strings.law.get(profile, F(0))
            assert settled <= outcome.law.get(profile, F(0)) <= settled + strings.left
        assert outcome.halts <= 1 - strings.lost
        if outcome.expected_depth is None:
            assert outcome.halts < 1
        else:
            assert outcome.halts == 1 and outcome.expected_depth >= sum(strings.beyond[:6])
            if not strings.left:
                assert outcome.expected_depth == sum(strings.beyond)
            elif backs == [1] and outcome.stops:  # beyond, each entry stops with probability `stops`
                rest = strings.left / outcome.stops
                assert outcome.expected_depth <= sum(strings.beyond[:6]) + rest
        tight += strings.left < F(1, 10)
        lost += strings.lost > 0
        deep += outcome.states > 3
    assert tight >= 15 and lost >= 2 and deep >= 5


PROFILES: list[Profile] = [(a, b, c) for a in "CD" for b in "CD" for c in "CD"]


def test_three_players_against_strings() -> None:
    """Everybody is simulated, and the reply depends on the whole profile."""
    rng = random.Random(5)
    for _ in range(6):
        epsilon = [rng.choice([F(1, 4), F(1, 2)]) for _ in range(3)]
        trusted = [{p: rng.choice("CD") for p in PROFILES} for _ in range(3)]
        programs = [
            read_program(
                f'def agent(*others):\n    if chance("{e}"): return "{"CD"[k % 2]}"\n'
                f"    x = simulate(outcome(me, *others), back=1)\n"
                + "".join(f'    if x == {p}: return "{reply}"\n' for p, reply in table.items())
                + '    return "E"'
            )
            for k, (e, table) in enumerate(zip(epsilon, trusted, strict=True))
        ]
        outcome = shared_outcome(programs, THREE)
        law: dict[Profile, Fraction] = {
            p: F(0) for p in PROFILES
        }  # of the profile at an entry, given that at the next: iterated from nothing
        for _ in range(30):
            after: dict[Profile, Fraction] = {p: F(0) for p in PROFILES}
            for low, high in [(F(0), F(1, 4)), (F(1, 4), F(1, 2)), (F(1, 2), F(1))]:
                stops = [low < e for e in epsilon]
                if all(stops):
                    after["C", "D", "C"] += high - low
                    continue
                for p, weight in law.items():
                    reply = tuple("CD"[k % 2] if stops[k] else trusted[k][p] for k in range(3))
                    after[reply] += weight * (high - low)
            law = after
        missing = 1 - sum(law.values())
        assert missing < F(1, 1000) and not isinstance(outcome.law, Undefined) and sum(outcome.law.values()) == 1
        assert all(law[p] <= outcome.law.get(p, F(0)) <= law[p] + missing for p in PROFILES)
