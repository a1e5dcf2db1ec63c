"""Tournaments that are run and kept: one line a match, and a log that survives being killed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from spi.core.display import html_of
from spi.empirical.jsonlines import JsonLines, read_lines
from spi.errors import BudgetError, FormatError, HypothesisError, SpiError
from spi.negotiation.imports import field_of
from spi.negotiation.play.tournaments import Match, began_by, play_match, schedule
from spi.negotiation.play.views import Negotiator
from spi.negotiation.scenario import Scenario
from spi.negotiation.scenario_writing import write_negotiation
from spi.negotiation.scenariofile import read_scenario_file
from spi.negotiation.transcriptfile import read_transcript, transcript_json
from spi.negotiation.transcripts import Transcript

__all__ = ["TournamentRun", "read_tournament", "run_tournament"]


@dataclass(frozen=True, slots=True)
class TournamentRun:
    """What has been played so far.

    Parameters
    ----------
    games : tuple of (Match, Transcript)
        Of this run and of those before it, in the order of the log.
    matches : int
        How many there are to be in all.
    stopped : str
        Why the run ended before all were played; empty if it did not.

    Source: ours
    """

    games: tuple[tuple[Match, Transcript], ...]
    matches: int
    stopped: str = ""

    _repr_html_ = html_of


def run_tournament(
    negotiators: Mapping[str, Negotiator],
    scenarios: Mapping[str, Scenario],
    path: str | Path,
    *,
    repetitions: int = 1,
    seed: int = 0,
    self_play: bool = True,
    cross_play: bool = True,
    progress: bool = False,
) -> TournamentRun:
    """Play all against all, or what is left of it.

    Parameters
    ----------
    negotiators : mapping from name to Negotiator
    scenarios : mapping from name to Scenario
        Between two sides, with a protocol each.
    path : str or Path
        The log. If it is there, of the same seed and the same negotiations, it is continued: what it has is not played
        again. More negotiators and more repetitions are the same tournament, since chance depends on the match alone.
    repetitions, seed : int
    self_play, cross_play : bool
    progress : bool
        Show a bar.

    Returns
    -------
    TournamentRun
        A match that a budget of calls does not allow is not begun, and the run stops there.

    Raises
    ------
    HypothesisError
        For a log of another tournament.
    FormatError
        For a log that cannot be read.

    Source: ours
    """
    from tqdm.auto import tqdm

    log = Path(path)
    header = {"tournament": {"seed": seed, "scenarios": {name: write_negotiation(s) for name, s in scenarios.items()}}}
    matches = schedule(
        list(negotiators), list(scenarios), repetitions=repetitions, self_play=self_play, cross_play=cross_play
    )
    done: set[str] = set()
    stopped = ""
    with JsonLines(log) as lines:
        if log.stat().st_size:
            _same(log, header)
            done = {match.key for match, _ in read_tournament(log)}
        else:
            lines.append(header)
        pending = [match for match in matches if match.key not in done]
        with tqdm(pending, disable=not progress, unit="match") as bar:
            for match in bar:
                try:
                    played = play_match(match, negotiators, scenarios, seed=seed)
                except BudgetError as error:
                    stopped = str(error)
                    break
                lines.append({"match": _match_json(match), **transcript_json(played)})
    wanted = {match.key for match in matches}
    games = tuple(game for game in read_tournament(log) if game[0].key in wanted)
    return TournamentRun(games, len(matches), stopped)


def read_tournament(path: str | Path) -> Iterator[tuple[Match, Transcript]]:
    """Read a log, match by match.

    Parameters
    ----------
    path : str or Path

    Yields
    ------
    tuple of Match and Transcript

    Raises
    ------
    FormatError
        Naming the line. A last line that was torn is passed over.

    Source: ours
    """
    file = str(path)
    scenarios: dict[str, Scenario] | None = None
    try:
        entries = read_lines(Path(path))
        for number, entry in entries:
            if scenarios is None:
                head = field_of(entry, "tournament", dict, file=file, at="")
                texts = field_of(head, "scenarios", dict, file=file, at="tournament")
                scenarios = {name: read_scenario_file(text, file=file).scenario for name, text in texts.items()}
                continue
            match = _read_match(entry.get("match"), scenarios, file, number)
            yield match, read_transcript(_begun(scenarios[match.scenario], match.first), entry, file=file, line=number)
    except OSError as error:
        why = f"cannot be read: {error.strerror or error}; accepted: the log of a tournament, .jsonl"
        raise FormatError(why, file=file) from None


def _begun(negotiation: Scenario, first: int) -> Scenario:
    if negotiation.protocol is None:
        return negotiation
    return replace(negotiation, protocol=began_by(negotiation.protocol, first))


def _match_json(match: Match) -> dict[str, Any]:
    return {
        "scenario": match.scenario,
        "agents": list(match.agents),
        "first": match.first,
        "repetition": match.repetition,
    }


def _read_match(given: Any, scenarios: Mapping[str, Scenario], file: str, line: int) -> Match:
    try:
        first, second = given["agents"]
        match = Match(given["scenario"], (first, second), given["first"], given["repetition"])
        fits = isinstance(first, str) and isinstance(second, str) and match.first in (0, 1)
        fits = fits and type(match.first) is int and type(match.repetition) is int and match.scenario in scenarios
    except (TypeError, KeyError, ValueError):
        fits = False
    if not fits:
        raise FormatError(
            "match: accepted: an object with scenario (one of the first line), agents, first and repetition",
            file=file,
            line=line,
        )
    return match


def _same(log: Path, header: Mapping[str, Any]) -> None:
    """Refuse a log of another tournament: other chance, or other negotiations of the same name."""
    _, before = next(read_lines(log), (0, {}))
    noted, wanted = before.get("tournament"), json.loads(json.dumps(header["tournament"]))
    if not isinstance(noted, dict):
        raise SpiError(f"{log} is no log of a tournament; accepted: one, or a new file")
    if noted != wanted:
        changed = [key for key in wanted if noted.get(key) != wanted[key]]
        raise HypothesisError(
            f"{log} has another tournament, with other {', '.join(changed)}; accepted: a new file, or the same "
            "seed and negotiations"
        )
