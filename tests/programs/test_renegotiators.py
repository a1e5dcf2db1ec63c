"""Renegotiation programs as programs: profiles are in player order, and nothing comes out that nobody said.

Games and maps are asymmetric: the players have other actions, and other numbers of them, so that nothing can be taken
for what it would be at the other seat.
"""

import random
from typing import Any

import pytest

from spi import Game, finite_map, load_game, load_program, play_programs
from spi.core.game import Profile, profiles
from spi.programs.machines import Undefined
from spi.programs.members import Program
from spi.transforms.renegotiation import renegotiator_family

ONE, TWO = (load_program("ours/always", action=slot) for slot in "12")
MEET = {("1", "2"): ("3", "3")}
UNEVEN = Game.from_payoffs([["3, 0", "1, 4", "0, 1"], ["2, 2", "5, 1", "0, 0"]], actions=[["a", "b"], ["x", "y", "z"]])


def renegotiator(default: Program, proposal: Any) -> Program:
    return load_program("digiovanni-et-al-2024/renegotiator", default=default, proposal=finite_map(proposal))


def literal(base: Program, proposal: Any) -> Program:
    return load_program("clr-agenda-2026/renegotiation_program", base=base, proposal=finite_map(proposal))


def always(action: str) -> Program:
    return load_program("ours/always", action=action)


def yields(expected: Program, accept: str, insist: str) -> Program:
    name = "digiovanni-et-al-2024/conditional_demander"
    return load_program(name, expected=expected, accept=accept, insist=insist)


def outcome(*programs: Program, game: Game | None = None) -> Any:
    return play_programs(programs, game).outcome


# --- by hand


def test_profiles_are_in_player_order() -> None:
    # with the seats exchanged the default is (2, 1), of which the map says nothing
    assert outcome(renegotiator(TWO, MEET), renegotiator(ONE, MEET)) == ("2", "1")
    uneven = {("1", "2"): ("3", "1")}
    assert outcome(renegotiator(ONE, uneven), renegotiator(TWO, uneven)) == ("3", "1")
    # what only one proposes never comes out
    assert outcome(renegotiator(ONE, uneven), renegotiator(TWO, {})) == ("1", "2")
    assert outcome(renegotiator(ONE, uneven), TWO) == ("1", "2")
    assert outcome(ONE, renegotiator(TWO, uneven)) == ("1", "2")


def test_no_regress() -> None:
    # a default that is itself a renegotiator meets the other's default: of two such that is renegotiated once …
    nested = renegotiator(renegotiator(ONE, MEET), MEET)
    assert outcome(nested, nested) == ("1", "1")
    twice = renegotiator(renegotiator(TWO, MEET), {("3", "3"): ("1", "3")})
    first = renegotiator(renegotiator(ONE, MEET), {("3", "3"): ("1", "3")})
    assert outcome(first, twice) == ("1", "3")  # … and then once more
    # … and a bare default meets the inner renegotiator, whose code is another one
    assert outcome(nested, renegotiator(TWO, MEET)) == ("3", "3")


def test_algorithm_2() -> None:
    def csr(default: Program, *outcomes: tuple[str, str], selector: str = "utilitarian") -> Program:
        name = "digiovanni-et-al-2024/conditional_set_renegotiator"
        accepts = load_program(f"{name}.accepts", outcomes=frozenset(outcomes))
        return load_program(name, default=default, renegotiation=accepts, selector=selector)

    game = load_game("digiovanni-et-al-2024/scheduling")
    everything = [("1", "1"), ("2", "2"), ("3", "3")]
    assert outcome(csr(ONE, *everything), csr(TWO, ("2", "2"), ("3", "3")), game=game) == ("2", "2")
    assert outcome(csr(ONE, ("1", "1")), csr(TWO, ("2", "2")), game=game) == ("1", "2")
    assert outcome(csr(ONE, *everything), csr(TWO, *everything), game=game) == ("1", "1")  # 3, 1 before 1, 3
    assert outcome(csr(ONE, *everything, selector="leximin"), csr(TWO, *everything), game=game) == ("1", "2")
    assert outcome(csr(ONE, *everything), TWO, game=game) == ("1", "2")
    # asymmetric: of (a, y), 1, 4, and (b, y), 5, 1, both accept the second alone; seats are not exchanged
    first, second = csr(always("a"), ("a", "y"), ("b", "y")), csr(always("z"), ("b", "y"), ("b", "x"))
    assert outcome(first, second, game=UNEVEN) == ("b", "y")
    assert outcome(first, csr(always("z"), ("b", "x")), game=UNEVEN) == ("a", "z")


# --- against the definitions


def drawn(rng: random.Random, game: Game, seat: int) -> Program:
    """One action always, or one against one code and another against all others."""
    first, second = rng.choice(game.actions[seat]), rng.choice(game.actions[seat])
    met = always(rng.choice(game.actions[1 - seat]))
    return always(first) if rng.random() < 0.5 else yields(met, first, second)


def proposals(rng: random.Random, game: Game) -> list[dict[Profile, Profile]]:
    """Two maps that agree here and there."""
    own = list(profiles(game))
    first = {a: rng.choice(own) for a in own if rng.random() < 0.8}
    return [first, {a: first.get(a, a) if rng.random() < 0.5 else rng.choice(own) for a in own}]


@pytest.mark.parametrize("seed", range(4))
def test_algorithm_1_by_its_definition(seed: int) -> None:
    rng, moved, stayed = random.Random(seed), 0, 0
    for _ in range(250):
        bare = [drawn(rng, UNEVEN, seat) for seat in range(2)]
        default = outcome(*bare, game=UNEVEN)
        maps = proposals(rng, UNEVEN)
        said = [own.get(default, default) for own in maps]
        wrapped = [renegotiator(p, own) for p, own in zip(bare, maps, strict=True)]
        played = outcome(*wrapped, game=UNEVEN)  # actions that the player at a seat does not have would be refused
        assert played == (said[0] if said[0] == said[1] else default)
        assert played == default or played in said
        moved, stayed = moved + (played != default), stayed + (said[0] != said[1])
        # against a bare program the default is run as it is
        assert outcome(wrapped[0], bare[1], game=UNEVEN)[0] == outcome(bare[0], bare[1], game=UNEVEN)[0]
    assert moved > 50 and stayed > 50


def test_exchanging_the_seats_exchanges_the_outcome() -> None:
    rng = random.Random(5)
    turned = Game.from_payoffs(
        [[UNEVEN[a, x][::-1] for a in "ab"] for x in "xyz"], actions=[["x", "y", "z"], ["a", "b"]]
    )
    for wrap in (renegotiator, literal):
        for _ in range(100):
            bare, maps = [drawn(rng, UNEVEN, seat) for seat in range(2)], proposals(rng, UNEVEN)
            wrapped = [wrap(p, own) for p, own in zip(bare, maps, strict=True)]
            back = [{a[::-1]: b[::-1] for a, b in own.items()} for own in maps]
            turned_round = [wrap(p, own) for p, own in zip(bare, back, strict=True)][::-1]
            assert outcome(*turned_round, game=turned) == outcome(*wrapped, game=UNEVEN)[::-1]


def test_the_literal_text_by_its_definition() -> None:
    rng, moved, apart = random.Random(6), 0, 0
    for _ in range(500):
        bare, maps = [drawn(rng, UNEVEN, seat) for seat in range(2)], proposals(rng, UNEVEN)
        default = outcome(*bare, game=UNEVEN)
        said = [own.get(default, default) for own in maps]
        wrapped = [literal(p, own) for p, own in zip(bare, maps, strict=True)]
        if said[0] == said[1] != default:
            expected = said[0]
            moved += 1
        else:  # each default runs against the other's wrap
            expected = tuple(
                outcome(*(own if k == seat else wrapped[k] for k in range(2)), game=UNEVEN)[seat]
                for seat, own in enumerate(bare)
            )
            apart += expected != default
        assert outcome(*wrapped, game=UNEVEN) == expected
    assert moved > 50 and apart > 20


def test_three_players_with_different_actions() -> None:
    rng, moved, family = random.Random(7), 0, renegotiator_family(3)
    actions = [["a", "b"], ["x", "y", "z"], ["m", "n"]]
    own = [(a, x, m) for a in "ab" for x in "xyz" for m in "mn"]
    rows = [[["0, 0, 0"] * 2 for _ in range(3)] for _ in range(2)]
    game = Game.from_payoffs(rows, actions=actions)
    for _ in range(300):
        default = rng.choice(own)
        maps: list[Any] = [{default: rng.choice(own)}] * 3
        if rng.random() < 0.5:
            maps[rng.randrange(3)] = {default: rng.choice(own)}
        said = [m[default] for m in maps]
        programs = [family(default=always(x), proposal=finite_map(m)) for x, m in zip(default, maps, strict=True)]
        played = outcome(*programs, game=game)
        assert played == (said[0] if len(set(said)) == 1 else default)
        moved += played != default
        # one who takes no part: everybody's default
        assert outcome(programs[0], always(default[1]), programs[2], game=game) == default
    assert moved > 50


def test_a_default_that_never_ends_is_not_renegotiated() -> None:
    mirror = load_program("ours/mirror_bot")
    own = renegotiator(mirror, {("a", "x"): ("b", "y")})
    assert outcome(own, own) is Undefined.DIVERGES
