"""Encounters with certificates: the checker's own interpreter agrees, in all three engines."""

import json
import random
from collections import Counter
from fractions import Fraction
from typing import Any, Literal

import pytest

from spi import (
    Game,
    HypothesisError,
    ProgramError,
    Receipt,
    Refused,
    check,
    finite_map,
    load_game,
    load_program,
    play_programs,
    prove_encounter,
    read_program,
)
from spi.programs.machines import Undefined
from spi.programs.members import Program, program
from tests.programs import random_oracle
from tests.programs.generators import FLAVOURS
from tests.programs.test_random_programs import pool

ALWAYS = {x: load_program("ours/always", action=x) for x in ("1", "2", "C", "D")}
CLIQUE, MIRROR = load_program("tennenholtz-2004/clique_bot"), load_program("ours/mirror_bot")
MODAL = [
    load_program(f"barasz-et-al-2014/{name}")
    for name in (
        "cooperate_bot",
        "defect_bot",
        "fair_bot",
        "prudent_bot",
        "fair_bot_1",
        "cupod_bot",
        "just_bot",
    )
]
RANDOMNESS: tuple[Literal["independent", "shared"], ...] = ("independent", "shared")
GROUNDED = load_program("oesterheld-2019/grounded_fair_bot")


def renegotiator(default: str) -> Program:
    proposal = finite_map({("1", "2"): ("2", "1")})
    return load_program("digiovanni-et-al-2024/renegotiator", default=ALWAYS[default], proposal=proposal)


@pytest.mark.parametrize(
    "programs",
    [
        (ALWAYS["C"], ALWAYS["D"]),
        (CLIQUE, CLIQUE),
        (CLIQUE, ALWAYS["C"]),
        (CLIQUE, CLIQUE, CLIQUE),
        (renegotiator("1"), renegotiator("2")),
        (renegotiator("2"), renegotiator("1")),
        (renegotiator("1"), ALWAYS["2"]),
        (MIRROR, ALWAYS["C"]),
    ],
)
def test_direct(programs: tuple[Program, ...]) -> None:
    proved = prove_encounter(programs)
    assert proved.result.outcome == play_programs(programs).outcome
    assert proved.result.limit is None and proved.result.law is None and not proved.trusted
    assert isinstance(check(proved.certificate.text), Receipt)


def test_divergence_is_proved() -> None:
    proved = prove_encounter((MIRROR, MIRROR))
    assert proved.result.outcome is Undefined.DIVERGES
    assert proved.certificate.as_dict()["claim"]["diverges"] is True


def test_the_whole_modal_table() -> None:
    for row in MODAL:
        for column in MODAL:
            proved = prove_encounter((row, column))
            assert proved.result.outcome == play_programs((row, column)).outcome
            assert proved.trusted or {row, column} <= set(MODAL[:2])


def test_laws() -> None:
    proved = prove_encounter((GROUNDED, ALWAYS["D"]), randomness="independent")
    assert proved.certificate.as_dict()["claim"]["laws"] == [[["C", "1/10"], ["D", "9/10"]], [["D", "1"]]]
    assert prove_encounter((GROUNDED, GROUNDED), randomness="independent").assumptions == (
        "every simulation draws by itself",
    )


def test_joint_laws() -> None:
    coin = read_program('def coin(o): return "C" if chance("1/2") else "D"')
    proved = prove_encounter((coin, coin), randomness="shared")
    assert proved.certificate.as_dict()["claim"]["joint"] == [[["C", "C"], "1/2"], [["D", "D"], "1/2"]]
    assert proved.assumptions == ("all programs read one random string",) and not proved.trusted
    trusts = load_program(
        "cooper-et-al-2025/simulationist", base="C", trusted=frozenset({("C", "C", "C")}), otherwise="D"
    )
    proved = prove_encounter((trusts, trusts, ALWAYS["D"]), randomness="shared")
    # they see each other's C for as long as nobody is caught: D has been seen unless the first entry stops
    assert proved.claim.endswith("play (C, C, D) 1/10 and (D, D, D) 9/10")
    dilemma = load_game("ours/prisoners-dilemma")  # 2, 2 and 1, 1
    assert prove_encounter((coin, coin), dilemma, randomness="shared").claim.endswith("worth (3/2, 3/2) in expectation")


@pytest.mark.parametrize("backs", [[1], [1, 2], [1, 3], [2, 4, 6]])
def test_joint_laws_of_many_states(backs: list[int]) -> None:
    """What strings of length 4 settle is in what is proved."""
    most = found = 0
    for seed in range(10):
        rng = random.Random(f"{seed} {backs}")
        bodies = [random_oracle.random_body(rng, 2, backs, [Fraction(1, 2), Fraction(1, 3)]) for _ in range(2)]
        programs = [read_program(random_oracle.source(body), name="agent") for body in bodies]
        joint = play_programs(programs, randomness="shared").joint
        assert joint is not None
        if joint.halts != 1:
            with pytest.raises(HypothesisError, match="never halt"):
                prove_encounter(programs, randomness="shared")
            continue
        proved = prove_encounter(programs, randomness="shared")
        told = {tuple(a): Fraction(p) for a, p in proved.certificate.as_dict()["claim"]["joint"]}
        cuts = [Fraction(1, 4), Fraction(1, 3), Fraction(1, 2), Fraction(2, 3)]  # all thresholds of these programs
        strings = random_oracle.string_laws([(bodies[0], bodies[1]), (bodies[1], bodies[0])], cuts, 4)
        assert strings.lost == 0 and all(p <= told[a] <= p + strings.left for a, p in strings.law.items())
        most, found = max(most, joint.states), found + 1
    assert found > 4 and most > 9


def accepting(default: str, *outcomes: tuple[str, str]) -> Program:
    """Algorithm 2: agree on one of these outcomes, if the other has it, too; the selector is utilitarian."""
    accepts = load_program("digiovanni-et-al-2024/conditional_set_renegotiator.accepts", outcomes=frozenset(outcomes))
    family = "digiovanni-et-al-2024/conditional_set_renegotiator"
    return load_program(family, default=ALWAYS[default], renegotiation=accepts)


def test_in_a_game() -> None:
    """The Scheduling Game; (3, 3) is worth 1, 1, and the conflict nothing."""
    game = load_game("digiovanni-et-al-2024/scheduling")
    both = accepting("1", ("3", "3"), ("2", "2")), accepting("2", ("3", "3"), ("1", "1"))
    proved = prove_encounter(both, game)
    assert proved.result.outcome == ("3", "3") and proved.claim.endswith("play ('3', '3'), worth (1, 1)")
    assert proved.recomputed[0] == "digests of the game and of the programs"
    assert Game.from_payoffs(**_parts(proved.certificate.as_dict()["objects"]["game"])) == game
    assert prove_encounter((renegotiator("1"), renegotiator("2")), game).claim.endswith("worth (0, 0)")
    with pytest.raises(ProgramError, match="needs the payoffs of a game"):
        prove_encounter((both[0], accepting("2", ("3", "3"))))
    law = prove_encounter((GROUNDED, ALWAYS["D"]), load_game("ours/prisoners-dilemma"), randomness="independent")
    # C against D pays 0, 3 and D against D 1, 1: a tenth of the one and nine tenths of the other
    assert law.claim.endswith("worth (9/10, 6/5) in expectation")


def _parts(game: dict[str, Any]) -> dict[str, Any]:
    return {key: game[key] for key in ("payoffs", "actions", "players")}


def test_a_lie_is_refused() -> None:
    document = prove_encounter((MODAL[2], MODAL[3])).certificate.as_dict()
    document["claim"]["outcome"] = ["C", "D"]
    assert isinstance(check(json.dumps(document)), Refused)
    document = prove_encounter((GROUNDED, ALWAYS["D"]), randomness="independent").certificate.as_dict()
    lie = [["C", "1/5"], ["D", "4/5"]]  # of another program, with chance("1/5"), it would be true
    document["claim"]["laws"][0] = document["evidence"]["calls"][0]["law"] = lie
    assert isinstance(check(json.dumps(document)), Refused)


def test_what_is_named_and_not_needed() -> None:
    """The other's run never ends, and nobody asks for it."""
    careless = read_program('def careless(o):\n    x = o(me)\n    return "C" if "C" == "C" else x')
    proved = prove_encounter((careless, MIRROR))
    assert proved.result.outcome == ("C", "C") == prove_encounter((careless, careless)).result.outcome
    # half of the time it is drawn, once: C against D would be seen if it were drawn anew
    text = 'def coin(o): return "C" if chance("1/2") else "D"\ndef once(o):\n    x = coin(o)\n    '
    once = read_program(text + 'return ("E" if x == "C" else "F") if x == "C" else x', name="once")
    laws = prove_encounter((once, ALWAYS["C"]), randomness="independent").certificate.as_dict()["claim"]["laws"]
    assert laws[0] == [["D", "1/2"], ["E", "1/2"]]


def test_programs_in_maps() -> None:
    """A map that I was given has programs for my seat, one that I find in another's code for hers."""
    seat = read_program("def seat(*others): return player(me)")
    own = read_program('def own(o, *, of): return of["a"](o)', of=finite_map({"a": seat}))
    assert prove_encounter((own, own)).result.outcome == ("Player 1", "Player 2")
    text = 'def hers(o, *, of):\n    match o:\n        case hers(of=theirs): return theirs["a"](me)\n    return "D"'
    hers = read_program(text, of=finite_map({"a": seat}))
    assert prove_encounter((hers, hers)).result.outcome == ("Player 2", "Player 1")


def test_the_other_in_my_place() -> None:
    own = read_program("def own(o): return mine(outcome(o, o))")
    assert prove_encounter((own, ALWAYS["D"])).result.outcome == ("D", "D")


# The actions are those of the random programs; in the second one payoffs are tied, and it is listed in another order.
GAMES = [
    None,
    Game.from_payoffs([["3, 3", "1, 4"], ["4, 1", "0, 0"]], actions=[["C", "D"], ["C", "D"]]),
    Game.from_payoffs([["1, 2", "2, 1"], ["2, 1", "0, 3"]], actions=[["D", "C"], ["C", "D"]]),
    Game.from_payoffs([["1/3, 2", "1/2, 1/6"], ["0.1, 1/7", "5/2, -3"]], actions=[["C", "D"], ["D", "C"]]),
]


ENGINES = ("direct", "diverges", "modal", "independent", "shared")


def certified(pairs: int, families: int, seed: int) -> Counter[str]:
    """By engine, how many random pairs have a certificate, or no claim that could be certified."""
    rng = random.Random(seed)
    found: Counter[str] = Counter()
    for k in range(pairs):
        own, game = pool(FLAVOURS[k % 3], families, seed), rng.choice(GAMES)
        try:
            pair = rng.choice(own), rng.choice(own)
            proved = prove_encounter(pair, game, randomness=rng.choice(RANDOMNESS), fuel=300)
        except (HypothesisError, ProgramError) as error:  # RefusedError is neither
            found[type(error).__name__] += 1
        else:
            claim = proved.certificate.as_dict()["claim"]
            found["diverges" if claim["diverges"] else claim["engine"]] += 1
    return found


def test_what_the_library_says_of_random_programs_is_accepted() -> None:
    found = certified(400, 120, 1)
    assert min(found[word] for word in ENGINES) > 10
    assert sum(found.values()) == 400


@pytest.mark.slow
def test_what_the_library_says_of_many_random_programs_is_accepted() -> None:
    found = sum((certified(2500, 400, seed) for seed in (2, 3)), Counter[str]())
    assert min(found[word] for word in ENGINES) > 80


@pytest.mark.parametrize("levels", [200, 400, 20_000])
def test_programs_nested_too_deeply_for_a_certificate(levels: int) -> None:
    family = read_program('def holds(other, *, held): return "C"', held="C").group
    own = ALWAYS["C"]
    for _ in range(levels):
        own = program(family, {"held": own})
    with pytest.raises(HypothesisError, match=r"nested too deeply for a certificate; accepted: fewer"):
        prove_encounter((own, own))


def test_what_cannot_be_certified() -> None:
    fallback = load_program("oesterheld-conitzer-2022/fallback", game="g", default="h")
    with pytest.raises(HypothesisError, match="delegate"):
        prove_encounter((fallback, fallback))
    half = read_program('def half(o): return o(me) if chance("1/2") else o(me)')
    for randomness in RANDOMNESS:
        with pytest.raises(HypothesisError, match="never halt"):
            prove_encounter((half, half), randomness=randomness)
    with pytest.raises(HypothesisError, match="fuel"):
        prove_encounter((renegotiator("1"), renegotiator("2")), fuel=1)
    lucky = 'def lucky(it): return True if chance("1/3") else not lucky(it)\n'
    recursive = read_program(lucky + 'def agent(it): return "C" if lucky(it) else "D"', name="agent")
    with pytest.raises(HypothesisError, match="a function that runs itself"):
        prove_encounter((recursive, ALWAYS["C"]), randomness="independent")
    wide = 'def agent(it): return "C" if f1("z") else "D"\n'
    for n in range(1, 13):  # 2 ** 12 calls of the last function
        own = ", ".join(f"a{k}" for k in range(n))
        wide += f'def f{n}({own}): return f{n + 1}({own}, "x") != f{n + 1}({own}, "y")\n'
    wide += f"def f13({own}, a12): return {('a',) * 150} == ({', '.join(['a0'] * 150)})\n"
    with pytest.raises(HypothesisError, match="too large for a certificate: more than 1000000 steps"):
        prove_encounter((read_program(wide, name="agent"), ALWAYS["C"]))
