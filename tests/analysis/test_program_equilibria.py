"""Equilibria of program games and subjective ones, as verdicts with certificates; brute force as oracle."""

import random
from collections import Counter
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import spi
from spi import (
    BetterProgram,
    Fails,
    Game,
    Holds,
    HypothesisError,
    Program,
    ProgramError,
    ProgramGame,
    Receipt,
    Undefined,
    Unknown,
    check,
    load_game,
    load_program,
    program_game,
    pure_equilibria,
    read_program,
    verify_equilibrium,
)
from spi.analysis.tables import encounter_table
from spi.programs.games import outcome_of
from tests.programs.generators import FLAVOURS
from tests.programs.test_random_programs import pool

F = Fraction
PD = Game.from_payoffs([["2, 2", "0, 3"], ["3, 0", "1, 1"]], actions=[["C", "D"], ["C", "D"]])
SG = load_game("digiovanni-et-al-2024/scheduling")
CH = Game.from_payoffs([["3, 3", "1, 4"], ["4, 1", "0, 0"]], actions=[["C", "D"], ["C", "D"]])
CB, DB = load_program("ours/always", action="C"), load_program("ours/always", action="D")
ONE, TWO, THREE = (load_program("ours/always", action=x) for x in "123")
CLIQUE, MIRROR = load_program("tennenholtz-2004/clique_bot"), load_program("ours/mirror_bot")
FAIR, PRUDENT = (load_program(f"barasz-et-al-2014/{name}_bot") for name in ("fair", "prudent"))
GROUNDED = load_program("oesterheld-2019/grounded_fair_bot")


def claim_of(verdict: object) -> dict[str, Any]:
    assert isinstance(verdict, Holds | Fails)
    assert isinstance(check(verdict.certificate.text), Receipt)
    return dict(verdict.certificate.as_dict()["claim"])


# --- theory §5


def test_t1_equilibria_of_three_bots() -> None:
    """(DB, DB) and (Clique, Clique), of the nine profiles."""
    games = program_game(PD, [CB, DB, CLIQUE])
    found = {pair for pair in product((CB, DB, CLIQUE), repeat=2) if verify_equilibrium(games, pair)}
    assert found == {(DB, DB), (CLIQUE, CLIQUE)} == set(pure_equilibria(games))
    verdict = verify_equilibrium(games, (CLIQUE, CLIQUE))
    assert isinstance(verdict, Holds)
    assert verdict.result.expects == (2, 2) and verdict.result.beliefs is None and verdict.result.game == PD
    assert not verdict.assumptions and not verdict.trusted
    # each of three programs against the clique, on either side
    assert len(verdict.certificate.as_dict()["evidence"]["encounters"]) == 5
    verdict = verify_equilibrium(games, (CB, CB))
    assert isinstance(verdict, Fails) and verdict.result == BetterProgram("Player 1", DB, F(3), F(2))
    assert len(verdict.certificate.as_dict()["evidence"]["encounters"]) == 2
    assert str(verdict.result) == 'Player 1 earns 3 instead of 2 by always(action="D")'
    assert "earns 3 instead of 2" in verdict._repr_html_() and "FAILS" in str(verdict)


def test_both_insist_and_both_are_wrong() -> None:
    """T2: each is certain that the other yields to her slot, and they get nothing."""
    games = program_game(SG, [ONE, TWO, THREE])
    assert outcome_of(games, (ONE, TWO)) == ("1", "2") and SG["1", "2"] == (0, 0)
    verdict = verify_equilibrium(games, (ONE, TWO), [{ONE: 1}, {TWO: 1}])
    assert isinstance(verdict, Holds) and verdict.result.expects == (3, 3)
    assert claim_of(verdict) == {"kind": "subjective-equilibrium", "answer": "yes", "randomness": None}
    assert 'Player 1: always(action="1") with 1' in str(verdict.result)
    assert "expects 3" in verdict._repr_html_() and "HOLDS" in str(verdict)
    truth = verify_equilibrium(games, (ONE, TWO))
    assert isinstance(truth, Fails) and truth.result == BetterProgram("Player 1", TWO, F(1), F(0))


def test_t26_both_dare() -> None:
    games, belief = program_game(CH, [CB, DB]), {CB: "4/5", DB: "1/5"}
    verdict = verify_equilibrium(games, (DB, DB), [belief, belief])
    assert isinstance(verdict, Holds) and verdict.result.expects == (F(16, 5), F(16, 5))
    timid = verify_equilibrium(games, (CB, DB), [belief, belief])
    assert isinstance(timid, Fails) and timid.result == BetterProgram("Player 1", DB, F(16, 5), F(13, 5))


# --- engines, players, spaces


def test_modal_agents() -> None:
    games = program_game(PD, [CB, DB, FAIR, PRUDENT])
    verdict = verify_equilibrium(games, (FAIR, FAIR))
    assert isinstance(verdict, Holds) and len(verdict.trusted) == 1 and "Gödel" in verdict.trusted[0]
    exploited = verify_equilibrium(games, (CB, FAIR))  # whoever cooperates with everybody can be exploited
    assert isinstance(exploited, Fails) and exploited.result == BetterProgram("Player 2", DB, F(3), F(2))


def test_programs_that_draw() -> None:
    games = program_game(PD, [CB, DB, GROUNDED], randomness="independent")
    verdict = verify_equilibrium(games, (GROUNDED, GROUNDED))
    assert claim_of(verdict)["randomness"] == "independent"
    assert isinstance(verdict, Holds) and verdict.assumptions == ("every simulation draws by itself",)
    string = program_game(PD, [CB, DB, GROUNDED], randomness="shared")
    verdict = verify_equilibrium(string, (GROUNDED, GROUNDED))
    assert isinstance(verdict, Holds) and verdict.assumptions == ("all programs read one random string",)
    # no program that draws is asked for
    assert claim_of(verify_equilibrium(string, (CB, CB)))["randomness"] is None


def test_three_players() -> None:
    """Contributions of 3 are worth 2 to everybody: by herself a contributor gets -1, with all others 3."""
    payoffs = [
        [[[str(2 * (a + b + c) - 3 * own) for own in (a, b, c)] for c in (1, 0)] for b in (1, 0)] for a in (1, 0)
    ]
    goods = Game.from_payoffs(payoffs, actions=[["C", "D"]] * 3)
    games = program_game(goods, [CB, DB, CLIQUE])
    alike = verify_equilibrium(games, (CLIQUE, CLIQUE, CLIQUE))
    assert isinstance(alike, Holds) and alike.result.expects == (3, 3, 3)
    assert len(alike.certificate.as_dict()["evidence"]["encounters"]) == 7
    assert isinstance(verify_equilibrium(games, (CB, CB, CB)), Fails)
    # the third is wrong about the second: with D and a clique the clique defects, and to defect is worth 0, not -1
    doubts: list[dict[Any, Any]] = [{(CLIQUE, CLIQUE): 1}, {(CLIQUE, CLIQUE): 1}, {(CLIQUE, DB): 1}]
    assert verify_equilibrium(games, (CLIQUE, CLIQUE, DB), doubts)
    doubts[2] = {(CLIQUE, DB): "3/4", (CLIQUE, CLIQUE): "1/4"}  # then the clique is worth 3/4 · 0 + 1/4 · 3
    verdict = verify_equilibrium(games, (CLIQUE, CLIQUE, DB), doubts)
    assert isinstance(verdict, Fails) and verdict.result == BetterProgram("Player 3", CLIQUE, F(3, 4), F(0))


def test_a_program_from_outside_and_a_space_with_one_program_twice() -> None:
    games = program_game(PD, [CB, DB, CB], [DB])
    verdict = verify_equilibrium(games, (CLIQUE, DB))
    assert isinstance(verdict, Holds) and verdict.result.expects == (1, 1)
    assert verdict.certificate.as_dict()["objects"]["spaces"] == [["2", "1"], ["1"]]
    one = program_game(PD, [CB], [DB])
    assert verify_equilibrium(one, (CB, DB))  # nothing else can be done


# --- what has no answer


def test_what_does_not_halt() -> None:
    games = program_game(PD, [MIRROR, CB])
    with pytest.raises(HypothesisError, match="diverges, which has no payoffs"):
        verify_equilibrium(games, (MIRROR, MIRROR))
    with pytest.raises(HypothesisError, match="diverges"):
        verify_equilibrium(games, (CB, MIRROR))  # the other's mirror against hers would count
    assert isinstance(verify_equilibrium(program_game(PD, [MIRROR, DB], [CB]), (DB, CB)), Holds)


def test_what_is_unknown() -> None:
    few = program_game(PD, [MIRROR, CB, CLIQUE], [CB, DB], fuel=1)
    verdict = verify_equilibrium(few, (MIRROR, CB))  # a run inside a run
    assert isinstance(verdict, Unknown) and "fuel" in verdict.reason and "equilibrium" in verdict.question
    wide = 'def agent(it): return "C" if f1("z") else "D"\n'
    for n in range(1, 13):  # 2 ** 12 calls of the last function
        own = ", ".join(f"a{k}" for k in range(n))
        wide += f'def f{n}({own}): return f{n + 1}({own}, "x") != f{n + 1}({own}, "y")\n'
    wide += f"def f13({own}, a12): return {('a',) * 150} == ({', '.join(['a0'] * 150)})\n"
    verdict = verify_equilibrium(program_game(PD, [read_program(wide, name="agent")], [CB]), (CB, CB))
    assert isinstance(verdict, Unknown) and verdict.reason.startswith("too large for a certificate")


def test_beliefs_that_are_none() -> None:
    games = program_game(PD, [CB, DB])
    wrong: list[list[dict[Any, Any]]] = [[{CB: "1/2"}, {CB: 1}], [{CB: 1}], [{(CB, CB): 1}, {CB: 1}]]
    for beliefs in wrong:
        with pytest.raises(ProgramError):
            verify_equilibrium(games, (CB, CB), beliefs)
    with pytest.raises(ProgramError, match="3 programs for 2 players"):
        verify_equilibrium(games, (CB, CB, CB))
    fallback = load_program("oesterheld-conitzer-2022/fallback", game="g", default="h")
    delegated = program_game(PD, [fallback], representatives=lambda name, seat: "C")
    with pytest.raises(HypothesisError, match="delegate"):
        verify_equilibrium(delegated, (fallback, fallback))
    with pytest.raises(HypothesisError, match="delegate"):  # in the space of one who has a better one that does not
        verify_equilibrium(program_game(PD, [CB, DB, fallback], representatives=lambda name, seat: "C"), (CB, CB))


def test_certificates_are_checked_not_loaded(tmp_path: Path) -> None:
    verify_equilibrium(program_game(PD, [CB, DB]), (DB, DB)).save(tmp_path / "it.json")
    with pytest.raises(spi.SpiError, match="verify_equilibrium"):
        spi.load_verdict(tmp_path / "it.json")


def test_tables_list_each_encounter_once() -> None:
    games = program_game(PD, [CB, DB, FAIR])
    table = encounter_table(games, [(CB, DB), (FAIR, DB), (CB, DB)], pool=[FAIR, CLIQUE])
    assert table.index == {FAIR: "0", CLIQUE: "1", CB: "2", DB: "3"} and len(table.programs) == 4
    assert [entry["programs"] for entry in table.encounters] == [["2", "3"], ["0", "3"]]
    assert [entry["engine"] for entry in table.encounters] == ["direct", "modal"]
    assert table.randomness is None and not table.assumptions and len(table.trusts) == 1


# --- by brute force


def plain(games: ProgramGame, programs: tuple[Program, ...], beliefs: Any) -> bool | None:
    """Is nobody better off by another program? By the definition; None if something has no payoffs."""
    for i in range(len(programs)):
        values = {}
        for mine in (programs[i], *games.spaces[i]):
            total = F(0)
            for theirs, p in beliefs[i].items():
                outcome = outcome_of(games, (*theirs[:i], mine, *theirs[i:]))
                if isinstance(outcome, Undefined):
                    return None
                law = {outcome: F(1)} if isinstance(outcome[0], str) else dict(outcome)
                total += p * sum(q * games.game[a][i] for a, q in law.items())
            values[mine] = total
        if max(values.values()) > values[programs[i]]:
            return False
    return True


def test_random_programs_by_brute_force() -> None:
    rng = random.Random(3)
    found: Counter[object] = Counter()
    for k in range(200):
        drawn = [CB, DB, *rng.sample(pool(FLAVOURS[k % 3], 200, 1), 2)]
        spaces = [rng.sample(drawn[:3], 2), rng.sample(drawn[:2], 1)]
        game = Game.from_payoffs(
            [[f"{rng.randint(0, 3)}, {rng.randint(0, 3)}" for _ in "CD"] for _ in "CD"], actions=[["C", "D"]] * 2
        )
        games = program_game(game, *spaces, randomness=rng.choice(("independent", "shared")), fuel=300)
        programs = rng.choice(spaces[0]), rng.choice(drawn)
        beliefs: Any = [{(programs[1],): F(1)}, {(programs[0],): F(1)}]
        if asked := rng.random() < 0.5:
            beliefs = [{(one,): F(1, 3), (two,): F(2, 3)} for one, two in (rng.sample(drawn, 2), rng.sample(drawn, 2))]
        try:
            verdict = verify_equilibrium(games, programs, beliefs if asked else None)
        except (ProgramError, HypothesisError) as error:
            found[type(error).__name__] += 1
            continue
        expected = plain(games, programs, beliefs)
        assert isinstance(verdict, Unknown) or bool(verdict) == expected or (expected is None and not verdict)
        found[type(verdict).__name__] += 1
    assert min(found["Holds"], found["Fails"]) > 30
