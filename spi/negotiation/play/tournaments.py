"""Tournaments: which matches there are, and each of them played by its name alone.

A match is who is in which role, who begins, in which negotiation, for the how many-th time. Its name seeds all of its
chance, so that matches can be played in any order, at any time, and again. Against oneself two matches are needed, one
for each beginning; against another four, because roles differ too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from spi.core.display import html_of
from spi.errors import GameError
from spi.negotiation.play.match import play_negotiation, result_payoffs
from spi.negotiation.play.views import Negotiator
from spi.negotiation.protocols import AlternatingOffers, DemandGame, Handshake, NoteMatching, Protocol
from spi.negotiation.scenario import Scenario
from spi.negotiation.scoring.aggregates import GameValue, PlayTable, aggregate_play
from spi.negotiation.scoring.outcomes import score_outcome
from spi.negotiation.scoring.yardstick import Yardstick
from spi.negotiation.transcripts import Transcript

__all__ = ["Match", "began_by", "play_match", "schedule", "utility_table"]


@dataclass(frozen=True, slots=True)
class Match:
    """One match of a tournament.

    Parameters
    ----------
    scenario : str
    agents : tuple of two str
        In the order of the sides.
    first : int
        The side that begins.
    repetition : int
        From 0.

    Source: davidson-et-al-2024, Metrics
    """

    scenario: str
    agents: tuple[str, str]
    first: int
    repetition: int

    @property
    def key(self) -> str:
        """Its name, by which its chance is seeded and it is found in a log."""
        names = (self.scenario, *self.agents)
        return "|".join([*(name.replace("\\", "\\\\").replace("|", "\\|") for name in names), str(self.first),
                         str(self.repetition)])  # fmt: skip

    @property
    def is_self_play(self) -> bool:
        """Does an agent meet itself?"""
        return self.agents[0] == self.agents[1]

    _repr_html_ = html_of


def schedule(
    agents: Sequence[str],
    scenarios: Sequence[str],
    *,
    repetitions: int = 1,
    self_play: bool = True,
    cross_play: bool = True,
) -> list[Match]:
    """All matches of a tournament, repetitions outermost, so that what is broken off is about equally far everywhere.

    Parameters
    ----------
    agents, scenarios : sequence of str
        Distinct names.
    repetitions : int
    self_play, cross_play : bool

    Returns
    -------
    list of Match
        In each scenario two against oneself, and four for each pair: roles and beginnings.

    Examples
    --------
    >>> len(schedule(["a", "b", "c"], ["flat"]))
    18

    Source: davidson-et-al-2024, Metrics
    """
    for what, names in (("agents", agents), ("scenarios", scenarios)):
        if not names or len(set(names)) < len(names) or isinstance(names, str):
            raise GameError(f"{what}: {names!r}; accepted: distinct names")
    if type(repetitions) is not int or repetitions < 1:
        raise GameError(f"repetitions = {repetitions!r}; accepted: an int of at least 1")
    return [
        Match(scenario, (a, b), first, repetition)
        for repetition in range(repetitions)
        for scenario in scenarios
        for a in agents
        for b in agents
        if (self_play if a == b else cross_play)
        for first in (0, 1)
    ]


def play_match(
    match: Match, negotiators: Mapping[str, Negotiator], scenarios: Mapping[str, Scenario], *, seed: int = 0
) -> Transcript:
    """Play one match.

    Parameters
    ----------
    match : Match
    negotiators : mapping from name to Negotiator
    scenarios : mapping from name to Scenario
        With a protocol each.
    seed : int

    Returns
    -------
    Transcript
        A function of the arguments: not of what was played before.

    Source: ours
    """
    for what, name, known in (
        ("negotiation", match.scenario, scenarios),
        *(("negotiator", agent, negotiators) for agent in match.agents),
    ):
        if name not in known:
            raise GameError(f"no {what} {name!r}; those of the tournament: {', '.join(known)}")
    negotiation = scenarios[match.scenario]
    if negotiation.protocol is None:
        raise GameError(f"{match.scenario} has no protocol; accepted: negotiations with one")
    return play_negotiation(
        negotiation,
        [negotiators[agent] for agent in match.agents],
        protocol=began_by(negotiation.protocol, match.first),
        seed=seed,
        place=match.key,
    )


def began_by(protocol: Protocol, first: int) -> Protocol:
    """The protocol with another side that begins; demands are made at once, and nobody begins.

    Source: ours
    """
    match protocol:
        case AlternatingOffers() | Handshake() | NoteMatching():
            return replace(protocol, first=first)
        case DemandGame():
            return protocol


def utility_table(
    games: Sequence[tuple[Match, Transcript]], *, measures: Mapping[str, Yardstick] | None = None
) -> PlayTable:
    """What each agent gets, by itself and against the others, as gains over disagreement.

    Parameters
    ----------
    games : sequence of (Match, Transcript)
    measures : mapping from scenario to Yardstick, optional
        With it, gains are parts of what the side could gain at most; only those can be averaged over negotiations of
        different scale.

    Returns
    -------
    PlayTable
        Invalid games have no value, and are counted as missing.

    Source: davidson-et-al-2024, Metrics, and ours
    """
    values = []
    for match, played in games:
        if measures is None:
            own = _gains(played)
        else:
            own = score_outcome(measures[match.scenario], played.result).normalised or (None, None)
        values.append(GameValue(match.agents, match.first, match.scenario, own))
    return aggregate_play(values)


def _gains(played: Transcript) -> tuple[Fraction | None, ...]:
    payoffs = result_payoffs(played)
    if payoffs is None:
        return (None, None)
    return tuple(x - y for x, y in zip(payoffs, played.scenario.disagreement, strict=True))
