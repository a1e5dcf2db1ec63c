"""Commands about perfect coordination and about programs: threat, tokens, achievable, enforce."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

import spi
from spi.report.cli_answers import (
    HOLDS,
    AsJson,
    GameName,
    Keep,
    Save,
    SubsetGame,
    Support,
    answer,
    read_actions,
    read_outcomes,
    read_subset_game,
    show_value,
)

if TYPE_CHECKING:
    from spi.core.lottery import Lottery

__all__ = ["register"]

Play = Annotated[
    list[str] | None,
    typer.Option(metavar="A,B=P", help="An outcome and its probability (repeat).", show_default=False),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    play = "oesterheld-conitzer-2022/chicken-with-dominated-option --play a,b=1/2 --play b,a=1/2"
    app.command(epilog="Example: spi threat oesterheld-conitzer-2022/temptation")(threat)
    app.command(epilog="Example: spi tokens oesterheld-conitzer-2022/chicken-with-dominated-option")(tokens)
    app.command(epilog=f"Example: spi achievable {play} --payoffs 2,2")(achievable)
    app.command(epilog='Example: spi enforce oesterheld-conitzer-2022/temptation --keep "Player 1=R"')(enforce)


def threat(game: GameName, certificate: Save = None, as_json: AsJson = False) -> int:
    """How low can the others hold each player?

    Exact for two players, intervals for more.
    """
    return answer("threat", spi.prove_threat_points(spi.load_game(game)), certificate, as_json)


def tokens(game: GameName, support: Support = None, certificate: Save = None, as_json: AsJson = False) -> int:
    """Is there a strict perfect-coordination SPI?

    The representatives play a token game, and the principals play a lottery instead of each of its outcomes.
    """
    verdict = spi.decide_strict_pc_spi(spi.load_game(game), support=read_outcomes(support))
    return answer("tokens", verdict, certificate, as_json)


def achievable(
    game: GameName,
    play: Play = None,
    uniform: Annotated[
        bool, typer.Option("--uniform", help="Instead of --play: all outcomes of the reduced game equally likely.")
    ] = False,
    payoffs: Annotated[
        str | None,
        typer.Option(metavar="U1,U2", help="Are these expected payoffs achievable?", show_default=False),
    ] = None,
    goal: Annotated[
        str | None,
        typer.Option(metavar="GOAL", help="Which are best: max-min, nash, or weights such as 1,2.", show_default=False),
    ] = None,
    origin: Annotated[
        str | None,
        typer.Option(
            metavar="U1,U2", help="For --goal: where gains start; default: what is expected.", show_default=False
        ),
    ] = None,
    certificate: Save = None,
    as_json: AsJson = False,
) -> int:
    """Which expected payoffs can be had safely?

    Under perfect coordination. With --payoffs: can these? With --goal: which are best? With neither, for two players:
    all, as a polygon.
    """
    if payoffs is not None and goal is not None:
        raise typer.BadParameter("--payoffs and --goal ask different questions; accepted: one of the two, or neither")
    if origin is not None and goal is None:
        raise typer.BadParameter("--origin says where the gains of --goal start; accepted: it with --goal")
    loaded = spi.load_game(game)
    law = _law(loaded, play, uniform)
    if payoffs is not None:
        return answer("achievable", spi.decide_achievable(loaded, law, payoffs.split(",")), certificate, as_json)
    if goal is not None:
        start = None if origin is None else origin.split(",")
        verdict = spi.best_achievable(loaded, law, _goal(goal), origin=start)
        return answer("achievable", verdict, certificate, as_json)
    if len(loaded.players) != 2:
        raise typer.BadParameter(
            f"all achievable payoffs can be listed for two players only, and {len(loaded.players)} are here; "
            "accepted: --payoffs or --goal"
        )
    if certificate is not None:
        raise typer.BadParameter("a list of all achievable payoffs has no certificate; accepted: --payoffs or --goal")
    from spi.report.coordination import AchievableRegion
    from spi.solve.default_play import read_law

    region = AchievableRegion(loaded, read_law(loaded, law), spi.achievable_polygon(loaded, law))
    show_value("achievable", region, as_json)
    return HOLDS


def enforce(
    game: GameName,
    subset: SubsetGame = None,
    keep: Keep = None,
    otherwise: Annotated[
        str, typer.Option(metavar="punish|default", help="What is done against other programs.")
    ] = "punish",
    play: Play = None,
    independent: Annotated[
        bool, typer.Option("--independent", help="Ask instead: does a drop-out leave what the others do unchanged?")
    ] = False,
    support: Support = None,
    certificate: Save = None,
    as_json: AsJson = False,
) -> int:
    """Is it a program equilibrium to enforce this subset game?

    Shows the program. With --play, where the subset game is played with these probabilities; else for any way of play.
    """
    if independent and play:
        raise typer.BadParameter("--independent is about outcomes that can occur; accepted: --support, not --play")
    if support and not independent:
        raise typer.BadParameter(
            "--support is for --independent; accepted: --play A,B=P for how the subset game is played"
        )
    loaded = spi.load_game(game)
    smaller = read_subset_game(loaded, subset, keep)
    enforcement = spi.enforce(loaded, smaller, otherwise=cast(Literal["punish", "default"], otherwise))
    if independent:
        verdict = spi.verify_execution_independence(enforcement, support=read_outcomes(support))
        return answer("enforce", verdict, certificate, as_json)
    law = _probabilities(play) if play else None
    return answer("enforce", spi.verify_program_equilibrium(enforcement, law=law), certificate, as_json)


def _law(game: spi.Game, play: Sequence[str] | None, uniform: bool) -> Lottery:
    if uniform == bool(play):
        raise typer.BadParameter(
            "say how the game is played: --play A,B=P for each outcome, or --uniform (one of the two)"
        )
    if play:
        return _probabilities(play)
    outcomes = list(spi.profiles(spi.reduce(game).reduced))
    return tuple((a, Fraction(1, len(outcomes))) for a in outcomes)


def _probabilities(play: Sequence[str]) -> Lottery:
    from spi.core.numbers import exact

    pairs = []
    for option in play:
        outcome, equals, probability = option.rpartition("=")
        if not equals:
            raise typer.BadParameter(f"--play {option!r}; accepted: ACTION,ACTION=PROBABILITY, one action per player")
        pairs.append((tuple(read_actions(outcome)), exact(probability, place=f"--play {option!r}")))
    return tuple(pairs)


def _goal(goal: str) -> Literal["max-min", "nash"] | list[str]:
    from spi.core.numbers import exact

    try:
        weights = goal.split(",")
        list(map(exact, weights))
    except spi.GameError:
        return cast(Literal["max-min", "nash"], goal)  # another word is refused where goals are read
    return weights
