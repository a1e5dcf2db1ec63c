"""Verdicts read back from certificates."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from spi.analysis import saved_coordination, saved_lock_out, saved_recursion, saved_threats
from spi.analysis.built_spis import comparison_along
from spi.analysis.comparison import compare
from spi.analysis.envelope import accepted, read_game_json, read_reduction, verdict_of
from spi.analysis.frontiers import compare_frontier, read_negotiation_json
from spi.analysis.questions import Exhausted
from spi.analysis.saved_parametric import read_parametric_result
from spi.checker import Receipt
from spi.core.correspondence import ActionMaps
from spi.core.game import Game
from spi.core.numbers import exact
from spi.core.parametric_game import ParametricGame
from spi.core.threat_game import ThreatGame
from spi.core.verdict import Certificate, Fails, Holds
from spi.errors import GameError, SpiError
from spi.programs.encounters import Encounter, play_programs
from spi.programs.machines import Undefined
from spi.programs.trees import read_tree
from spi.solve.improving_maps import count_maps

__all__ = ["PROGRAM_KINDS", "load_verdict", "require_game"]

PROGRAM_KINDS = frozenset(
    {"subjective-equilibrium", "transformation", "independent", "participation", "no-gap", "enumeration"}
)
"""Kinds of certificates about many profiles of programs: checked, but not made into results again."""

_RESULTS = saved_coordination.RESULTS | saved_lock_out.RESULTS

_FUEL = 1_000_000
"""Calls at most in making an encounter again: the checker has accepted it within so many steps."""


def load_verdict(
    path: str | os.PathLike[str], *, game: Game | ParametricGame | ThreatGame | None = None
) -> Holds[Any] | Fails[Any]:
    """Read a certificate from a file, let the checker check it, and make the verdict of it again.

    Parameters
    ----------
    path : path
        A file as written by `verdict.save`, or of the shelf `proofs/`.
    game : Game, ParametricGame or ThreatGame, optional
        The game that the certificate has to be about.

    Returns
    -------
    Holds or Fails
        As the question that wrote it returned, and with the same `result`; but that certificates of encounters do
        not know the names of programs: those that are not in use any more have none then.

    Raises
    ------
    RefusedError
        If the checker refuses the certificate: place, rule and reason.
    GameError
        If the certificate is about another game.
    SpiError
        If the file cannot be read.

    Source: ours
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        why = f"cannot read {os.fspath(path)}: {error.strerror}; accepted: the file of a certificate"
        raise SpiError(why) from None
    receipt = accepted(content, name=os.fspath(path))
    if game is not None:
        require_game(receipt, game)
    certificate = Certificate(content.decode())
    return verdict_of(receipt, certificate, _result(certificate.as_dict()))


def require_game(receipt: Receipt, game: Game | ParametricGame | ThreatGame) -> None:
    """Raise `GameError` unless a receipt is about this game.

    Source: ours
    """
    if receipt.kind == "encounter" and receipt.digests[0] != game.digest:
        raise GameError(
            f"{receipt.name} is a certificate about programs in another game, or in none; "
            f"{game.title or 'the game'} has digest {game.digest}; accepted: a certificate made for it"
        )
    if receipt.digests[0] != game.digest:
        raise GameError(
            f"{receipt.name} is a certificate for another game, with digest {receipt.digests[0]}; "
            f"{game.title or 'the game'} has {game.digest}; accepted: a certificate made for it"
        )


def _result(document: dict[str, Any]) -> Any:
    claim, objects, evidence = document["claim"], document["objects"], document["evidence"]
    if claim["kind"] == "encounter":
        return _encounter(claim, objects)
    if claim["kind"] in PROGRAM_KINDS:
        raise SpiError(
            "this certificate is about many profiles of programs, which are not made into a result again; accepted: "
            "`check`, which has just accepted it, and the question that wrote it, such as `verify_equilibrium`"
        )
    if claim["kind"] in saved_threats.RESULTS:
        return saved_threats.RESULTS[claim["kind"]](claim, objects)
    if claim["kind"] in saved_recursion.RESULTS:
        return saved_recursion.RESULTS[claim["kind"]](claim, objects)
    if claim["kind"] == "frontier":
        return compare_frontier(read_negotiation_json(objects["negotiation"]), claim["points"])
    if claim["kind"] == "parametric":
        return read_parametric_result(claim, objects)
    game = read_game_json(objects["game"])
    if claim["kind"] in _RESULTS:
        return _RESULTS[claim["kind"]](claim, game, objects, evidence)
    if claim["kind"] == "is-spi":
        return compare(game, read_game_json(objects["subset_game"]), support=claim["support"])
    reduction = read_reduction(game, evidence["elimination"], claim["duplicates"])
    if claim["answer"] == "yes":
        maps = ActionMaps.of({player: evidence["isomorphism"]["map"][player] for player in game.players})
        return comparison_along(reduction, read_game_json(objects["subset_game"]), maps)
    parts = [refutation["parts"] for refutation in evidence["refutations"]]
    nodes = sum(len(part.split(" ")) for own in parts for part in own or () if isinstance(part, str))
    return Exhausted(game, reduction, count_maps(game, reduction.reduced), nodes, None not in parts)


def _encounter(claim: dict[str, Any], objects: dict[str, Any]) -> Encounter:
    """Let the programs meet again; the engines of the library have to come to what the checker came to."""
    met = play_programs(
        [read_tree(tree) for tree in objects["programs"]],
        None if objects["game"] is None else read_game_json(objects["game"]),
        players=objects["players"],
        randomness=claim["engine"] if claim["engine"] in ("independent", "shared") else None,
        fuel=_FUEL,
    )
    certified: Any = Undefined.DIVERGES if claim["diverges"] else claim["outcome"] and tuple(claim["outcome"])
    if claim["laws"] is not None:
        certified = tuple({action: exact(p) for action, p in law} for law in claim["laws"])
    if claim["joint"] is not None:
        certified = {tuple(profile): exact(p) for profile, p in claim["joint"]}
    answer: Any
    if met.law is not None:
        answer = met.law.laws
    elif met.joint is not None:
        answer = met.joint.law
    elif claim["laws"] is not None and isinstance(met.outcome, tuple):  # an engine for draws, of which there are none
        answer = tuple({action: 1} for action in met.outcome)
    else:
        answer = {met.outcome: 1} if claim["joint"] is not None else met.outcome
    if answer is Undefined.UNKNOWN:
        raise SpiError(
            f"the programs did not meet again within {_FUEL:,} calls; accepted: `check` for such a certificate"
        )
    if answer != certified:
        raise AssertionError(f"the checker accepted {certified}, and the programs come to {answer}")
    return met
