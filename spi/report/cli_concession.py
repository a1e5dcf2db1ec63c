"""The command about surrogate threats: concession."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import typer

import spi
from spi.report.cli_answers import FAILS, HOLDS, AsJson, Save, answer, read_actions, show_document, show_names

if TYPE_CHECKING:
    from spi.core.concession import ConcessionPolicy

    Answer = spi.Holds[Any] | spi.Fails[Any]

__all__ = ["QUESTIONS", "register"]

QUESTIONS: dict[str, str] = {
    "equivalence": "are surrogate threats conceded as the originals are?",
    "spi": "is nobody worse off in any play, whatever the policy?",
    "strict-spi": "… and somebody better off in some?",
    "expected": "does neither party expect less?",
    "neutral": "are threats as attractive as before?",
    "new-threats": "is nothing threatened that was not before?",
    "orthogonal": "does no act execute both kinds of threats?",
    "stakes": "do larger threats become larger surrogates?",
}
"""What the command can be asked, by the word for it."""


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="Example: spi concession ours/burning-banknotes --concede 'burn my banknotes=9/20'")(concession)


def concession(
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE",
            help="A shelf name or a .toml file of a threat game; none: list the shelf.",
            show_default=False,
        ),
    ] = None,
    ask: Annotated[
        str, typer.Option(metavar="QUESTION", help="; ".join(f"{word}: {asks}" for word, asks in QUESTIONS.items()))
    ] = "equivalence",
    delta: Annotated[
        str | None,
        typer.Option(metavar="D", help="For equivalence: how large gaps may be.", show_default=False),
    ] = None,
    form: Annotated[
        str, typer.Option(metavar="max|rms", help="With --delta: every gap, or their root mean square.")
    ] = "max",
    concede: Annotated[
        list[str] | None,
        typer.Option(
            metavar="THREAT=Q", help="Another rate of conceding than the file's (repeat).", show_default=False
        ),
    ] = None,
    linear: Annotated[
        str | None,
        typer.Option(
            metavar="A,B",
            help="Instead of the file's rates: a demand of x is conceded with A − Bx.",
            show_default=False,
        ),
    ] = None,
    certificate: Save = None,
    as_json: AsJson = False,
) -> int:
    """Do surrogate threats deflect threats safely?

    Answers one question, with a certificate; then shows what surrogates do to expected payoffs, and which gaps between
    the rates of conceding are tolerated.
    """
    if file is None:
        return show_names("concession", spi.list_games(kind="threat"), as_json)
    if ask not in QUESTIONS:
        raise typer.BadParameter(f"--ask {ask}: accepted are {', '.join(QUESTIONS)}")
    if delta is not None and ask != "equivalence":
        raise typer.BadParameter("--delta is for the question of equivalence; accepted: it without another --ask")
    read = spi.load_threat_file(file)
    policy, surrogates = _policy(read, concede or [], linear), read.surrogates
    verdict = _verdict(ask, read, policy, delta, cast(Literal["max", "rms"], form))
    effects = None
    if policy is not None and surrogates is not None:
        effects = spi.surrogate_effects(read.game, policy, surrogates)
    if not as_json:
        status = answer("concession", verdict, certificate, as_json)
        typer.echo(f"\n{read.game}" + (f"\n\n{effects}" if effects is not None else ""))
        return status
    from spi.report import documents

    if certificate is not None:
        verdict.save(certificate)
    document = documents.document("concession", verdict, None if certificate is None else str(certificate))
    document |= {"effects": None if effects is None else documents.document("concession", effects)["result"]}
    show_document(**document)
    return HOLDS if verdict else FAILS


def _verdict(
    ask: str,
    read: spi.ThreatFile,
    policy: ConcessionPolicy | None,
    delta: str | None,
    form: Literal["max", "rms"],
) -> Answer:
    game = read.game

    def rated() -> ConcessionPolicy:
        if policy is None:
            raise typer.BadParameter("the file has no rates of conceding; accepted: --concede or --linear")
        return policy

    def mapped() -> Mapping[str, str]:
        if read.surrogates is None:
            raise typer.BadParameter("no original threat of the file says what it becomes; accepted: `becomes` for all")
        return read.surrogates

    def equivalence() -> Answer:
        if delta is None:
            return spi.verify_concession_equivalence(game, rated(), mapped())
        return spi.approx_concession_equivalence(game, rated(), mapped(), delta=delta, form=form)

    verdicts: dict[str, Callable[[], Answer]] = {
        "equivalence": equivalence,
        "spi": lambda: spi.verify_surrogate_spi(game, mapped()),
        "strict-spi": lambda: spi.verify_surrogate_spi(game, mapped(), strict=True),
        "expected": lambda: spi.verify_expected_improvement(game, rated(), mapped()),
        "neutral": lambda: spi.verify_threatener_neutrality(game, rated()),
        "new-threats": lambda: spi.verify_no_new_threats(game, rated()),
        "orthogonal": lambda: spi.verify_orthogonality(game),
        "stakes": lambda: spi.verify_monotone_stakes(game, mapped()),
    }
    return verdicts[ask]()


def _policy(read: spi.ThreatFile, concede: list[str], linear: str | None) -> ConcessionPolicy | None:
    base: ConcessionPolicy | None = read.policy
    if linear is not None:
        numbers = read_actions(linear)
        if len(numbers) != 2:
            raise typer.BadParameter(f"--linear {linear!r}; accepted: two numbers, A,B")
        base = spi.affine_concession(numbers[0], numbers[1])
    rates: dict[str, Any] = {}
    if base is not None:
        rates = dict(spi.tabulate_policy(base, read.game).rates)
    for option in concede:
        name, equals, rate = option.rpartition("=")
        if not equals:
            raise typer.BadParameter(f"--concede {option!r}; accepted: THREAT=RATE")
        rates[read.game[name.strip()].name] = rate
    return spi.concession_table(rates) if rates else None
