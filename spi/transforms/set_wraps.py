"""Set-valued renegotiation as programs, for two players: wraps, PMP-extensions, rounds, and what functions accept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Literal

from spi.core.game import Game, Profile
from spi.errors import HypothesisError, ProgramError
from spi.programs.frames import Call, Seated
from spi.programs.machines import DirectMachine, Undefined
from spi.programs.members import Family, Program
from spi.programs.reader import read_program_file
from spi.programs.references import load_family
from spi.transforms.renegotiation import wrap
from spi.transforms.transformation import Transformation, factorised_map

__all__ = [
    "EXTENSIONS",
    "announced_set",
    "extend_programs",
    "extension_family",
    "iterated_family",
    "renegotiate_sets",
    "renegotiate_sets_in_rounds",
    "set_renegotiator_family",
]

Kind = Literal["base", "literal", "conditional"]

EXTENSIONS: dict[str, str] = {
    "base": "digiovanni-et-al-2024/pmp_extension",
    "literal": "digiovanni-et-al-2024/literal_pmp_extension",
    "conditional": "digiovanni-drafts-2026/conditional_pmp_extension",
}
"""Where the shelf has the extensions: with base references, as printed, and the draft's towards its like alone."""


def set_renegotiator_family() -> Family:
    """The programs of Algorithm 2: `default`, `renegotiation` (a function) and `selector`.

    Source: digiovanni-et-al-2024, Algorithm 2
    """
    return load_family("digiovanni-et-al-2024/conditional_set_renegotiator")


def extension_family(*, kind: Kind = "base") -> Family:
    """The PMP-extensions of renegotiation functions: `base` (a function) and `selector`.

    Parameters
    ----------
    kind : "base", "literal" or "conditional"
        The repaired reading, the printed one, or the extension only towards those who extend, too.

    Returns
    -------
    Family

    Raises
    ------
    ProgramError
        For another kind.

    Source: digiovanni-et-al-2024, Definition 7 (repaired: R2)
    """
    if kind not in EXTENSIONS:
        raise ProgramError(f"no extension {kind!r}; accepted: {', '.join(EXTENSIONS)}")
    return load_family(EXTENSIONS[kind])


def renegotiate_sets(
    functions: Program | Sequence[Program], *, selector: str = "utilitarian", keep_wrapped: bool = False
) -> Transformation:
    """The transformation that wraps everybody's program as the default of a set-renegotiation program.

    Parameters
    ----------
    functions : Program, or a sequence of two
        Renegotiation functions, of the other's function and a default outcome, one for both or one for each.
    selector : str
        Common to both.
    keep_wrapped : bool
        Leave set-renegotiation programs alone.

    Returns
    -------
    Transformation
        Factorised, for two players.

    Source: digiovanni-et-al-2024, Algorithm 2
    """
    own = [functions] * 2 if isinstance(functions, Program) else list(functions)
    if len(own) != 2:
        raise ProgramError(f"{len(own)} renegotiation functions; accepted: one for both players, or two")
    family = set_renegotiator_family()
    options: dict[str, Any] = {"keep_wrapped": keep_wrapped, "selector": selector}
    return factorised_map("set renegotiation", [wrap(family, "default", renegotiation=f, **options) for f in own])


def extend_programs(*, kind: Kind = "base") -> Transformation:
    """The transformation that gives every set-renegotiation program the PMP-extension of its function.

    Parameters
    ----------
    kind : "base", "literal" or "conditional"

    Returns
    -------
    Transformation
        Factorised, for two players; programs that do not renegotiate by sets count as accepting nothing and are to be
        wrapped before.

    Raises
    ------
    HypothesisError
        When it is applied to another program, or to one that is extended already.

    Source: digiovanni-et-al-2024, Definition 7 (repaired: R2)
    """
    family, renegotiators = extension_family(kind=kind), set_renegotiator_family()

    def extended(own: Program) -> Program:
        if own.group is not renegotiators.group:
            raise HypothesisError(f"{own!r} does not renegotiate by sets; accepted: members of {renegotiators.name}")
        given = dict(own.bindings)
        if given["renegotiation"].group is family.group:
            raise HypothesisError(f"the function of {own!r} is extended already; accepted: one that is not")
        function = family(base=given["renegotiation"], selector=given["selector"])
        return renegotiators(**{**given, "renegotiation": function})

    return factorised_map(f"PMP-extension ({kind})", [extended] * 2)


@lru_cache(maxsize=32)
def iterated_family(rounds: int) -> Family:
    """The programs that renegotiate by sets for K rounds, each from what the round before has settled.

    Parameters
    ----------
    rounds : int
        K, at least 1.

    Returns
    -------
    Family
        With `default`, `round_1`, …, `round_K` and `selector`.

    Raises
    ------
    ProgramError
        For no round, and for more than 20.

    Source: digiovanni-et-al-2024, section 4
    """
    if not 1 <= rounds <= 20:
        raise ProgramError(f"{rounds} rounds; accepted: 1 to 20")
    numbers = range(1, rounds + 1)
    own = ", ".join(f"round_{k}" for k in numbers)
    theirs = ", ".join(f"round_{k}=their_{k}" for k in numbers)
    settled = "start"
    for k in numbers:
        settled = f"settle(round_{k}, their_{k}, {settled})"
    name = "iterated_set_renegotiator"
    text = f"""
def settled(own, theirs, projected, *, selector):
    agreed = own(theirs, projected) & theirs(own, projected)
    return projected if agreed == set() else select(selector, agreed)


def {name}(opponent, *, default, {own}, selector="utilitarian"):
    match opponent:
        case {name}(default=theirs, {theirs}, selector=their_selector):
            start = outcome(default, theirs)
            if their_selector == selector:
                settle = settled(selector=selector)
                return mine({settled})
            return mine(start)
    return default(opponent)
"""
    return Family(read_program_file(text).groups[name], name)


def renegotiate_sets_in_rounds(
    rounds: Sequence[Program | Sequence[Program]], *, selector: str = "utilitarian"
) -> Transformation:
    """The transformation that wraps everybody's program in K rounds of set renegotiation.

    Parameters
    ----------
    rounds : sequence of K functions, or pairs of them
    selector : str

    Returns
    -------
    Transformation
        Factorised, for two players.

    Source: digiovanni-et-al-2024, section 4
    """
    family = iterated_family(len(rounds))
    parts: list[Callable[[Program], Program]] = []
    for player in range(2):
        own: dict[str, Any] = {
            f"round_{k}": f if isinstance(f, Program) else f[player] for k, f in enumerate(rounds, start=1)
        }
        parts.append(wrap(family, "default", selector=selector, **own))
    return factorised_map(f"set renegotiation in {len(rounds)} rounds", parts)


def announced_set(game: Game, function: Program, theirs: Program, default: Profile, *, seat: int) -> frozenset[Profile]:
    """What a player's renegotiation function accepts against the other's.

    Parameters
    ----------
    game : Game
        With two players.
    function, theirs : Program
        RNⁱ and RNʲ.
    default : Profile
        a.
    seat : int
        The index of i, 0 or 1.

    Returns
    -------
    frozenset of profiles
        RNⁱ(RNʲ, a).

    Raises
    ------
    HypothesisError
        If the functions run in a circle, or too long.

    Source: digiovanni-et-al-2024, Definition 6 (repaired: R4)
    """
    machine = DirectMachine(game.players, game)
    value = machine.value(Call(function, seat, (Seated(theirs, 1 - seat), tuple(default))))
    if isinstance(value, Undefined):
        raise HypothesisError(f"{function!r} against {theirs!r}: {value.value}; accepted: functions that return a set")
    return frozenset(value)
