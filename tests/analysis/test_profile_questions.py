"""Verdicts about profiles of programs: the checker agrees with the definitions on random program games, both ways."""

import random
from fractions import Fraction
from typing import Any

import pytest

from spi import (
    Fails,
    Game,
    Holds,
    HypothesisError,
    ProgramError,
    Unknown,
    load_game,
    load_program,
    profiles,
    program_game,
)
from spi.analysis.full_strategies import best_reply_choice, choice_table, demand_by, full_strategy
from spi.analysis.independence import OtherChoice, find_dependence
from spi.analysis.independence_questions import verify_independence
from spi.analysis.participation import BetterAlternative, NoGap
from spi.analysis.profile_questions import verify_no_gap, verify_participation, verify_transformation
from spi.analysis.transformations import transform_space
from spi.core.beliefs import beliefs
from spi.programs.games import outcome_payoffs
from spi.programs.spaces import program_space
from spi.transforms.renegotiation import renegotiate
from spi.transforms.set_wraps import extension_family, renegotiate_sets
from spi.transforms.transformation import factorised_map, joint_map, transform_programs

F = Fraction
SG = load_game("digiovanni-et-al-2024/scheduling")
CH = load_game("ours/chicken")
ONE, TWO, THREE = (load_program("ours/always", action=slot) for slot in "123")
ACTION = demand_by("action")
MEET = {("1", "2"): ("3", "3")}


def claim(verdict: Any) -> dict[str, Any]:
    found: dict[str, Any] = verdict.certificate.as_dict()["claim"]
    return found


def random_setting(rng: random.Random, players: int = 2) -> Any:
    """A game, programs that look at code or not, and a map of outcomes that improves or not."""
    shape = [2, rng.randint(1, 3)] if players == 2 else [2, 2, 1]

    def nest(depth: int) -> Any:
        if depth == players:
            return [F(rng.randint(-1, 2), rng.choice([1, 1, 3])) for _ in range(players)]
        return [nest(depth + 1) for _ in range(shape[depth])]

    game = Game.from_payoffs(nest(0))
    spaces = []
    for seat in range(players):
        own = [load_program("ours/always", action=a) for a in game.actions[seat]]
        if players == 2:
            met = load_program("ours/always", action=rng.choice(game.actions[1 - seat]))
            accept, insist = rng.choice(game.actions[seat]), rng.choice(game.actions[seat])
            name = "digiovanni-et-al-2024/conditional_demander"
            own.append(load_program(name, expected=met, accept=accept, insist=insist))
        spaces.append(list(dict.fromkeys(own)))
    return program_game(game, *spaces)


def outcomes(game: Game) -> list[Any]:
    return list(profiles(game))


def test_random_transformations_are_judged_as_the_definition_says() -> None:
    rng = random.Random(1)
    seen: dict[tuple[str, bool], int] = {}
    for k in range(160):
        games = random_setting(rng, 2 + (k % 4 == 0))
        own, n = outcomes(games.game), len(games.game.players)
        proposal = {a: rng.choice(own) for a in own if rng.random() < 0.3}
        f = renegotiate(proposal, players=n)
        definition = rng.choice(["B1", "DCM", "BCPG"])
        verdict = verify_transformation(games, f, definition=definition)
        found = transform_space(games, f)
        safe = all(
            all(v >= u for u, v in zip(before, after, strict=True))
            for before, after in zip(found.before, found.after, strict=True)
        )
        better = found.before != found.after
        expected = safe and (better or definition != "DCM")
        assert isinstance(verdict, Holds if expected else Fails)
        seen[definition, expected] = seen.get((definition, expected), 0) + 1
        if safe:  # its own law of expectations holds, too
            law = dict.fromkeys(found.profiles, F(1, len(found.profiles)))
            assert verify_transformation(games, f, law=law)
    assert min(seen.values()) > 5 and len(seen) == 6


def test_the_checker_selects_and_projects_as_the_library_does() -> None:
    """Set renegotiation with extensions: every certificate is accepted, and says what the slow comparison says."""
    rng, seen = random.Random(9), {True: 0, False: 0}
    accepts = "digiovanni-et-al-2024/conditional_set_renegotiator.accepts"
    for _ in range(60):
        games = random_setting(rng)
        own = outcomes(games.game)
        selector = rng.choice(["utilitarian", "leximin", "lexicographic", "1, 2", "0.5,1/3"])
        functions = []
        for _ in range(2):
            base = load_program(accepts, outcomes=frozenset(a for a in own if rng.random() < 0.4))
            extended = extension_family()(base=base, selector=selector)
            functions.append(rng.choice([base, extended]))
        f = renegotiate_sets(functions, selector=selector)
        safe = all(transform_space(games, f).safe)
        assert isinstance(verify_transformation(games, f), Holds if safe else Fails)
        seen[safe] += 1
    assert min(seen.values()) > 10


def test_expectations_and_what_is_asked_is_in_the_claim() -> None:
    swap = renegotiate({("1", "1"): ("2", "2"), ("1", "2"): ("1", "1")})
    games = program_game(SG, [ONE, TWO])
    law: Any = {(ONE, ONE): F(1, 2), (ONE, TWO): F(1, 2)}
    assert not verify_transformation(games, swap)
    verdict = verify_transformation(games, swap, law=law, strict=True)
    assert verdict and claim(verdict)["expected"] and claim(verdict)["strict"]
    lopsided: Any = {(ONE, ONE): F(9, 10), (ONE, TWO): F(1, 10)}
    lost = verify_transformation(games, swap, law=lopsided)
    assert isinstance(lost, Fails) and lost.certificate.as_dict()["evidence"]["violation"]["profile"] is None


def test_joint_maps_hold_by_the_agenda_and_not_as_factorised_ones() -> None:
    games = program_game(SG, [ONE, TWO])
    f = joint_map("only where they miss", {(ONE, TWO): (ONE, ONE), (TWO, ONE): (TWO, TWO)})
    assert verify_transformation(games, f)
    split = verify_transformation(games, f, definition="BCPG")
    assert isinstance(split, Fails) and split.result.factor_fault is not None
    document = split.certificate.as_dict()
    violation = {"kind": "not-factorised", "player": "Player 2", "profiles": ["0", "1"]}
    assert document["evidence"] == {"encounters": [], "violation": violation}
    assert verify_transformation(games, f, definition="DCM", factorised=False)
    assert verify_transformation(games, f, definition="DCM", within=[(ONE, TWO), (TWO, ONE)])


def test_never_strict_is_a_no_where_strictness_is_asked() -> None:
    games = program_game(SG, [THREE])
    assert verify_transformation(games, renegotiate(MEET))
    assert isinstance(verify_transformation(games, renegotiate(MEET), definition="DCM"), Fails)


def test_a_refutation_needs_two_encounters_however_large_the_space_is() -> None:
    games = program_game(SG, [ONE, TWO, THREE])
    verdict = verify_transformation(games, renegotiate({("2", "2"): ("1", "1")}))
    assert isinstance(verdict, Fails) and len(verdict.certificate.as_dict()["evidence"]["encounters"]) == 2


def test_random_programs_and_modal_agents() -> None:
    pd = load_game("ours/prisoners-dilemma")
    grounded = load_program("oesterheld-2019/grounded_fair_bot")
    defect, fair = load_program("ours/always", action="D"), load_program("barasz-et-al-2014/fair_bot")
    f = factorised_map("fairer", [{}, {defect: grounded}])
    drawn = verify_transformation(program_game(pd, [grounded], [defect], randomness="independent"), f)
    assert drawn and "programs that draw by chance count by their expected payoffs" in drawn.assumptions
    proved = verify_transformation(program_game(pd, [fair], [defect]), factorised_map("fair", [{}, {defect: fair}]))
    assert proved and any("Gödel" in line for line in proved.trusted)


def test_what_diverges_or_is_unknown_or_empty() -> None:
    hawk = load_program("clr-agenda-2026/demander", demand="1", leaves="2", threat="3")
    games = program_game(SG, [hawk, ONE])
    with pytest.raises(HypothesisError, match="diverges"):
        verify_transformation(games, renegotiate({}))
    assert verify_transformation(games, renegotiate({}), within=[(ONE, ONE)])
    tired = program_game(SG, [ONE, TWO], fuel=1)
    answer = verify_transformation(tired, renegotiate(MEET))
    assert isinstance(answer, Unknown) and "fuel" in answer.reason
    with pytest.raises(ProgramError, match="a space without profiles"):
        verify_transformation(games, renegotiate({}), within=[])
    with pytest.raises(ProgramError, match="accepted: B1, DCM, BCPG"):
        verify_transformation(games, renegotiate({}), definition="OC")


# --- independence


def test_random_choice_tables_are_judged_as_the_definition_says() -> None:
    rng, seen = random.Random(2), {True: 0, False: 0}
    for _ in range(120):
        games = program_game(CH, [load_program("ours/always", action=a) for a in "SD"])
        own = list(games.spaces[0])
        programs = (rng.choice(own), rng.choice(own))
        rows = [[{programs[1 - i]: rng.choice([own[0], own[1], own])} for i in range(2)] for _ in range(2)]
        choice = choice_table(if_used=rows[0], if_believed=rows[1], if_absent=[rng.choice(own) for _ in range(2)])
        f = renegotiate({}) if rng.random() < 0.8 else factorised_map("softer", [{own[1]: own[0]}, {}])
        strategy = full_strategy(f, programs)
        which: Any = rng.choice(["participation", "foreknowledge"])
        knowledge: Any = rng.choice(["program", "absence"])
        equality: Any = rng.choice(["code", "demand", program_space(own)])
        options = {"knowledge": knowledge, "equality": equality}
        verdict = verify_independence(games, strategy, choice, ACTION, which, **options)
        expected = find_dependence(games, strategy, choice, ACTION, which, **options) is None
        assert isinstance(verdict, Holds if expected else Fails)
        seen[expected] += 1
    assert min(seen.values()) > 20


def test_random_best_replies_are_judged_as_the_definition_says() -> None:
    rng, seen = random.Random(3), {"holds": 0, "fails": 0, "unknown": 0}
    for _ in range(120):
        games = random_setting(rng)
        laws: list[Any] = []
        for i in range(2):
            others = list(games.spaces[1 - i])
            outside = transform_programs(renegotiate({}), [games.spaces[0][0], games.spaces[1][0]])[1 - i]
            some = rng.sample([*others, outside], min(2, len(others)))
            laws.append(dict(zip(some, [F(1, 3), F(2, 3)] if len(some) == 2 else [F(1)], strict=True)))
        choice = best_reply_choice(games, laws)
        strategy = full_strategy(renegotiate({}), [rng.choice(list(space)) for space in games.spaces])
        which: Any = rng.choice(["participation", "foreknowledge"])
        knowledge: Any = rng.choice(["program", "absence"])
        verdict = verify_independence(games, strategy, choice, code_of, which, knowledge=knowledge)
        seen[type(verdict).__name__.lower()] += 1
        if which == "participation" and isinstance(verdict, Fails):
            fault = verdict.result.fault
            assert isinstance(fault, OtherChoice) and fault.program not in fault.chosen
    assert min(seen.values()) > 5


def code_of(own: Any) -> str:
    """A demand that wraps keep: the code of the program inside."""
    bound = dict(own.bindings)
    return code_of(bound["default"]) if "default" in bound else str(own.code_id)


def test_demands_in_certificates_are_strings() -> None:
    games = program_game(CH, [load_program("ours/always", action="D")])
    dare = games.spaces[0][0]
    strategy = full_strategy(renegotiate({}), (dare, dare))
    choice = choice_table(if_used=[{dare: dare}] * 2, if_believed=[{}, {}])
    with pytest.raises(HypothesisError, match="a string"):
        verify_independence(games, strategy, choice, lambda own: 60, "participation")
    silent = verify_independence(games, strategy, choice, lambda own: "60", "foreknowledge")
    assert isinstance(silent, Unknown) and "Player 1" in silent.reason


# --- participation and gaps


def test_random_polytopes_of_beliefs() -> None:
    rng, seen = random.Random(4), {True: 0, False: 0}
    for _ in range(80):
        games = random_setting(rng)
        own = outcomes(games.game)
        f = renegotiate({a: rng.choice(own) for a in own if rng.random() < 0.5})
        i = rng.randrange(2)
        assert f.parts is not None
        theirs = [q for p in games.spaces[1 - i] for q in (p, f.parts[1 - i](p))]
        types = [(q,) for q in rng.sample(theirs, min(3, len(theirs)))]
        bound = F(rng.randint(1, 3), 3)
        about: Any = beliefs(types, at_most=[({types[0]: 1}, bound)] if len(types) > 1 else [])
        program = rng.choice(list(games.spaces[i]))
        verdict = verify_participation(games, f, program, games.game.players[i], about)
        assert verify_participation(games, f, program, i, about) == verdict

        def gain(t: Any, games: Any = games, program: Any = program, f: Any = f, i: int = i) -> Fraction:
            runs = [(own, *t) if i == 0 else (*t, own) for own in (f.parts[i](program), program)]
            after, before = (outcome_payoffs(games, run)[i] for run in runs)
            return after - before

        # the corners of {law : first type at most `bound`}: a single type, or the first with `bound` and another
        corners = [gain(t) for t in types[1:]] or [gain(types[0])]
        if len(types) > 1:
            corners += [bound * gain(types[0]) + (1 - bound) * gain(t) for t in types[1:]]
        assert isinstance(verdict, Holds if min(corners) >= 0 else Fails)
        assert verdict.result.expected.lowest.value == min(corners)
        seen[min(corners) >= 0] += 1
    assert min(seen.values()) > 15


def test_gaps() -> None:
    games, f = program_game(SG, [ONE], [TWO]), renegotiate(MEET)
    closed = verify_no_gap(games, f, [(ONE, TWO)], [(THREE, THREE), (ONE, TWO)])
    assert isinstance(closed, Holds) and isinstance(closed.result, NoGap) and "2 alternatives" in str(closed)
    gap = verify_no_gap(games, f, [(ONE, TWO)], [(THREE, THREE), (ONE, ONE)])
    assert isinstance(gap, Fails) and isinstance(gap.result, BetterAlternative) and gap.result.player == "Player 1"
    with pytest.raises(ProgramError, match="at least one of each"):
        verify_no_gap(games, f, [(ONE, TWO)], [])


def test_verdicts_show_what_they_are_about() -> None:
    verdict = verify_transformation(program_game(SG, [ONE, TWO]), renegotiate(MEET))
    text = str(verdict)
    assert "HOLDS" in text and "nobody is worse off at 4 of 4 profiles" in text and "encounters (8)" in text
    assert "<b>Holds.</b>" in verdict._repr_html_()
