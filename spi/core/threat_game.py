"""Threat games: a threatener may threaten an original or a surrogate goal, the principal concedes or refuses."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from spi.core.display import html_of
from spi.core.game import check_names
from spi.core.numbers import Exact, exact, format_exact
from spi.errors import GameError

__all__ = ["Kind", "Pairs", "PossibleThreat", "ThreatGame", "canonical_threats", "possible_threat", "read_surrogates"]

Kind = Literal["original", "surrogate"]
_NUMBERS = ("loss", "gain", "harm", "cost", "execution")


@dataclass(frozen=True, slots=True)
class PossibleThreat:
    """A threat that can be made: what the principal is to concede, and what is done if she refuses.

    `possible_threat` makes one. If she concedes, she loses `loss` and the threatener gains `gain`. If she refuses, he
    executes the threat with probability `execution`: then she loses `harm`, and it costs him `cost`. Otherwise nothing
    happens.

    Parameters
    ----------
    name : str
    kind : "original" or "surrogate"
        Is the threat against what the principal cares about, or against what she has come to care about in its place?
    loss, gain, harm, cost : Fraction, in utils of the principal (loss, harm) and of the threatener (gain, cost)
        Of any sign: the execution of a surrogate threat can be welcome.
    execution : Fraction from 0 to 1
    demand : Fraction or None
        How much is demanded, if demands have a size.
    stakes : Fraction or None
        How large the threat is, if threats have a size.
    acts : tuple of str
        What the threatener does to execute it: its parts, each of which may be part of other threats, too. Sorted.

    Raises
    ------
    GameError
        Naming the threat and what is wrong with it.

    Source: clr-agenda-2026, Appendix B.3, and ours
    """

    name: str
    kind: Kind
    loss: Fraction
    gain: Fraction
    harm: Fraction
    cost: Fraction
    execution: Fraction = Fraction(1)
    demand: Fraction | None = None
    stakes: Fraction | None = None
    acts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_names("threat", [self.name])
        if self.kind not in ("original", "surrogate"):
            raise GameError(f"{self.name} is a threat of kind {self.kind!r}; accepted: 'original' and 'surrogate'")
        for key in _NUMBERS:
            object.__setattr__(self, key, exact(getattr(self, key), place=f"the {key} of {self.name}"))
        for key in ("demand", "stakes"):
            if (value := getattr(self, key)) is not None:
                object.__setattr__(self, key, exact(value, place=f"the {key} of {self.name}"))
        if not 0 <= self.execution <= 1:
            raise GameError(f"{self.name} is executed with probability {self.execution}; accepted: 0 to 1")
        if not isinstance(self.acts, tuple):
            raise GameError(f"the acts of {self.name} are {self.acts!r}; accepted: a tuple of names")
        if self.acts:
            check_names(f"single act of {self.name}", self.acts)
        object.__setattr__(self, "acts", tuple(sorted(self.acts)))

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True, eq=False)
class ThreatGame:
    """What a threatener can threaten a principal with; or he makes no threat, which is worth 0 to both.

    Two threat games are equal if they have the same threats; title, source and the order of threats do not count.

    Parameters
    ----------
    threats : tuple of PossibleThreat
        At least one; with distinct names.
    title, source : str
        For people.

    Raises
    ------
    GameError

    Examples
    --------
    >>> theft = possible_threat("theft", "original", demand=10, harm=20, cost=8, execution="1/2")
    >>> burning = possible_threat("burning", "surrogate", demand=10, harm=0, cost=6, execution="1/2")
    >>> ThreatGame((theft, burning))["burning"].cost
    Fraction(6, 1)

    Source: clr-agenda-2026, Appendix B.3, and ours
    """

    threats: tuple[PossibleThreat, ...]
    title: str = ""
    source: str = ""
    _by_name: dict[str, PossibleThreat] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if not isinstance(self.threats, tuple):
            raise GameError(f"threats is a {type(self.threats).__name__}; accepted: a tuple of PossibleThreat")
        check_names("threat", [threat.name for threat in self.threats])
        object.__setattr__(self, "_by_name", {threat.name: threat for threat in self.threats})

    @property
    def originals(self) -> tuple[PossibleThreat, ...]:
        """The threats against the original goal."""
        return tuple(threat for threat in self.threats if threat.kind == "original")

    @property
    def surrogates(self) -> tuple[PossibleThreat, ...]:
        """The threats against the surrogate goal."""
        return tuple(threat for threat in self.threats if threat.kind == "surrogate")

    @property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) of the canonical text of `games/README.md`: equal exactly for equal games."""
        return hashlib.sha256(canonical_threats(self).encode()).hexdigest()

    def __getitem__(self, name: str) -> PossibleThreat:
        try:
            return self._by_name[name]
        except KeyError:
            raise GameError(f"no threat {name!r} in this game; its threats: {', '.join(self._by_name)}") from None

    def __eq__(self, other: object) -> bool:
        return self._by_name == other._by_name if isinstance(other, ThreatGame) else NotImplemented

    def __hash__(self) -> int:
        return hash(frozenset(self.threats))

    def __repr__(self) -> str:
        title = f" {self.title!r}" if self.title else ""
        return f"<ThreatGame{title}: {len(self.originals)} original, {len(self.surrogates)} surrogate threats>"

    def __str__(self) -> str:
        from spi.report.text import threat_game_text

        return threat_game_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


def possible_threat(
    name: str,
    kind: Kind,
    *,
    harm: Exact,
    cost: Exact,
    loss: Exact | None = None,
    gain: Exact | None = None,
    execution: Exact = 1,
    demand: Exact | None = None,
    stakes: Exact | None = None,
    acts: str | Iterable[str] = (),
) -> PossibleThreat:
    """Build a threat from exact numbers.

    Parameters
    ----------
    name, kind, harm, cost, execution, demand, stakes
        As for `PossibleThreat`.
    loss, gain : exact numbers
        By default both are the demand: what is demanded changes hands.
    acts : one name, or several

    Returns
    -------
    PossibleThreat

    Raises
    ------
    GameError
        If the threat has neither a demand nor a loss and a gain; for floats and what else it cannot have.

    Source: clr-agenda-2026, Appendix B.3, and ours
    """
    lost, gained = (demand if given is None else given for given in (loss, gain))
    if lost is None or gained is None:
        raise GameError(f"{name} has no demand, and no loss or no gain; accepted: a demand, or a loss and a gain")
    place = f"a number of {name}"
    return PossibleThreat(
        name=name,
        kind=kind,
        loss=exact(lost, place=place),
        gain=exact(gained, place=place),
        harm=exact(harm, place=place),
        cost=exact(cost, place=place),
        execution=exact(execution, place=place),
        demand=None if demand is None else exact(demand, place=place),
        stakes=None if stakes is None else exact(stakes, place=place),
        acts=(acts,) if isinstance(acts, str) else tuple(acts),
    )


Pairs = tuple[tuple[PossibleThreat, PossibleThreat], ...]
"""Every original threat with the surrogate that stands for it, in the order of the game."""


def read_surrogates(game: ThreatGame, surrogates: Mapping[str, str]) -> Pairs:
    """Read a map φ from original to surrogate threats.

    Parameters
    ----------
    game : ThreatGame
    surrogates : mapping from the name of each original threat to that of a surrogate
        Several originals may have one surrogate.

    Returns
    -------
    Pairs

    Raises
    ------
    GameError
        For an original threat without a surrogate, and for names of anything else.

    Source: clr-agenda-2026, Appendix B.3, and ours
    """
    pairs = []
    for name, image in surrogates.items():
        if (game[name].kind, game[image].kind) != ("original", "surrogate"):
            raise GameError(f"{name!r} becomes {image!r}; accepted: original threats that become surrogate ones")
    for threat in game.originals:
        if threat.name not in surrogates:
            raise GameError(f"no surrogate stands for {threat.name!r}; accepted: one for every original threat")
        pairs.append((threat, game[surrogates[threat.name]]))
    if not pairs:
        raise GameError("this game has no original threat; accepted: games with one at least")
    return tuple(pairs)


def canonical_threats(game: ThreatGame) -> str:
    """The text whose SHA-256 is the digest; its grammar is in `games/README.md`.

    Source: ours
    """
    lines = ["spi-threat-game 1"]
    for threat in sorted(game.threats, key=lambda threat: threat.name):
        lines.extend(_lines(threat))
    return "\n".join(lines) + "\n"


def _lines(threat: PossibleThreat) -> Iterator[str]:
    yield f"{threat.kind} {threat.name}"
    yield "pays " + " ".join(format_exact(getattr(threat, key)) for key in _NUMBERS)
    for key in ("demand", "stakes"):
        if (value := getattr(threat, key)) is not None:
            yield f"{key} {format_exact(value)}"
    yield from (f"act {act}" for act in threat.acts)
