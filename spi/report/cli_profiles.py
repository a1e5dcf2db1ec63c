"""Commands about profiles of programs: transform, enumerate, independence, beliefs."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NoReturn, cast

import typer

import spi
from spi.report.cli_answers import FAILS, HOLDS, UNKNOWN, AsJson, Save, answer, show_names

__all__ = ["register"]

Setting = Annotated[
    str | None,
    typer.Argument(
        metavar="FILE",
        help='A file with kind = "programs": shelf name or path; none: list the shelf.',
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(epilog="Example: spi transform clr-agenda-2026/literal-pseudocode")(transform)
    app.command("enumerate", epilog="Example: spi enumerate ours/all-commitments")(enumerate_space)
    fifty = "clr-agenda-2026/sixty-or-fifty-had-she-known"
    app.command(epilog=f"Example: spi independence {fifty} --of foreknowledge")(independence)
    app.command(epilog='Example: spi beliefs digiovanni-et-al-2024/punished --player "Player 1"')(beliefs)


def transform(
    file: Setting = None,
    definition: Annotated[
        str, typer.Option(metavar="NAME", help="Whose SPI: B1 (agenda), DCM (factorised, strict) or BCPG.")
    ] = "B1",
    strict: Annotated[bool, typer.Option("--strict", help="Ask for an improvement somewhere.")] = False,
    factorised: Annotated[bool, typer.Option("--factorised", help="Ask for one map for each player.")] = False,
    certificate: Save = None,
    as_json: AsJson = False,
) -> int:
    """Is this transformation of program profiles an SPI?"""
    if file is None:
        return _list("transform", as_json)
    setting = spi.load_program_setting(file)
    if setting.transformation is None:
        _missing(file, "transformation")
    verdict = spi.verify_transformation(
        setting.games,
        setting.transformation,
        definition=definition,
        strict=strict or None,
        factorised=factorised or None,
        within=setting.within,
        law=setting.law,
    )
    return answer("transform", verdict, certificate, as_json)


def enumerate_space(
    file: Setting = None,
    strict: Annotated[bool, typer.Option("--strict", help="Ask for an improvement somewhere.")] = False,
    threads: Annotated[int, typer.Option("--threads", min=1, metavar="N", help="Threads that count side by side.")] = 1,
    budget: Annotated[int, typer.Option("--budget", min=1, metavar="N", help="Profiles at most.")] = 10**11,
    folder: Annotated[
        str | None,
        typer.Option(
            "--folder", metavar="PATH", help="Keep finished shards there, and go on from them.", show_default=False
        ),
    ] = None,
    certificate: Save = None,
    as_json: AsJson = False,
) -> int:
    """Is this transformation an SPI on the whole space?

    However many profiles it has: they are counted, by classes of programs that do alike where that pays.
    """
    if file is None:
        return _list("enumerate", as_json)
    setting = spi.load_program_setting(file)
    if setting.transformation is None:
        _missing(file, "transformation")
    if setting.within is not None or setting.law is not None:
        raise spi.FormatError("`within` and `law` name some profiles; accepted: neither of them here", file=file)
    if not as_json:
        typer.echo(spi.estimate_text(setting.games.size), err=True)
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(threads) as executor:
        verdict = spi.verify_by_enumeration(
            setting.games,
            setting.transformation,
            strict=strict,
            executor=executor if threads > 1 else None,
            budget=budget,
            folder=folder,
        )
    return answer("enumerate", verdict, certificate, as_json)


def independence(
    file: Setting = None,
    of: Annotated[
        str, typer.Option(metavar="WHAT", help="participation, foreknowledge (of programs), or absence.")
    ] = "participation",
    by: Annotated[
        str, typer.Option(metavar="SENSE", help="When choices are the same: code, demand, or behaviour.")
    ] = "code",
    certificate: Save = None,
    as_json: AsJson = False,
) -> int:
    """Do players choose the same, whoever takes part?

    By default: had others not taken part; with --of foreknowledge: had players known that they would not.
    """
    if file is None:
        return _list("independence", as_json)
    setting = spi.load_program_setting(file)
    parts: dict[str, Any] = {
        "transformation": setting.transformation,
        "profile": setting.profile,
        "demands": setting.demand,
        "choice": setting.choice,
    }
    for name, part in parts.items():
        if part is None:
            _missing(file, name)
    if of not in ("participation", "foreknowledge", "absence"):
        raise typer.BadParameter(f"--of {of}: accepted are participation, foreknowledge and absence")
    if by not in ("code", "demand", "behaviour"):
        raise typer.BadParameter(f"--by {by}: accepted are code, demand and behaviour")
    strategy = spi.full_strategy(parts["transformation"], parts["profile"])
    tests = spi.union_space(*setting.games.spaces)
    verdict = spi.verify_independence(
        setting.games,
        strategy,
        parts["choice"],
        parts["demands"],
        "participation" if of == "participation" else "foreknowledge",
        knowledge="absence" if of == "absence" else "program",
        equality=tests if by == "behaviour" else cast(Literal["code", "demand"], by),
    )
    return answer("independence", verdict, certificate, as_json)


def beliefs(
    file: Setting = None,
    player: Annotated[
        str | None, typer.Option(metavar="PLAYER", help="Whose; default: all of them.", show_default=False)
    ] = None,
    certificate: Save = None,
    as_json: AsJson = False,
) -> int:
    """Does taking part cost nothing, by a player's beliefs?

    By how much, by which belief, and where the sign flips.
    """
    if file is None:
        return _list("beliefs", as_json)
    setting = spi.load_program_setting(file)
    for name, part in (("transformation", setting.transformation), ("profile", setting.profile)):
        if part is None:
            _missing(file, name)
    if setting.beliefs is None:
        _missing(file, "beliefs")
    players = setting.games.game.players
    if player is not None and player not in players:
        raise typer.BadParameter(f"--player {player}: accepted are {', '.join(players)}")
    if player is None and (certificate is not None or as_json):
        raise typer.BadParameter("--certificate and --json are about one player; accepted: them with --player")
    asked = range(len(players)) if player is None else [players.index(player)]
    transformation, profile = cast(Any, setting.transformation), cast(Any, setting.profile)
    codes: list[int] = []
    for i in asked:
        verdict = spi.verify_participation(setting.games, transformation, profile[i], i, setting.beliefs[i])
        if codes and not as_json:
            typer.echo("")
        codes.append(answer("beliefs", verdict, certificate, as_json))
    return FAILS if FAILS in codes else UNKNOWN if UNKNOWN in codes else HOLDS


def _list(command: str, as_json: bool) -> int:
    return show_names(command, spi.list_games(kind="programs"), as_json)


def _missing(file: str, key: str) -> NoReturn:
    raise spi.FormatError(f"this file has no {key}, which the question needs; accepted: [{key}]", file=file)
