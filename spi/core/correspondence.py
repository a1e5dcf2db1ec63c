"""Multivalued maps between the outcomes of two games, and the maps action by action that most of them come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from spi.core.display import html_of
from spi.core.game import Game, Profile, profiles
from spi.core.pareto import improves
from spi.errors import GameError

__all__ = ["ActionMaps", "Correspondence", "is_pareto_improving"]


@dataclass(frozen=True, slots=True)
class ActionMaps:
    """One map of actions per player, Φ = (Φ1, …, Φn); acts on profiles component by component.

    Parameters
    ----------
    players : tuple of str
    pairs : tuple (one entry per player) of tuples of (action, image)
        Each action occurs once as a first entry.

    Examples
    --------
    >>> phi = ActionMaps.of({"P1": {"T": "R"}, "P2": {"C": "F"}})
    >>> phi(("T", "C"))
    ('R', 'F')

    Source: oesterheld-conitzer-2022, section 2
    """

    players: tuple[str, ...]
    pairs: tuple[tuple[tuple[str, str], ...], ...]

    @classmethod
    def of(cls, maps: Mapping[str, Mapping[str, str]]) -> ActionMaps:
        """Build from `{player: {action: image}}`, the players in order."""
        return cls(tuple(maps), tuple(tuple(own.items()) for own in maps.values()))

    def as_dict(self) -> dict[str, dict[str, str]]:
        """`{player: {action: image}}`."""
        return {player: dict(own) for player, own in zip(self.players, self.pairs, strict=True)}

    def __call__(self, profile: Sequence[str]) -> Profile:
        """Φ(a) of one profile; raises `GameError` for an action without image."""
        try:
            return tuple(dict(own)[action] for own, action in zip(self.pairs, profile, strict=True))
        except KeyError as error:
            raise GameError(f"{error.args[0]!r} in {tuple(profile)} is not an action that this map knows") from None

    def images(self) -> tuple[tuple[str, ...], ...]:
        """For each player the images of her actions, in the order of the pairs."""
        return tuple(tuple(image for _, image in own) for own in self.pairs)

    def inverse(self) -> ActionMaps:
        """The inverse map; raises `GameError` if two actions of a player have the same image."""
        for player, images in zip(self.players, self.images(), strict=True):
            if len(set(images)) < len(images):
                raise GameError(f"two actions of {player} have the same image; only injective maps have an inverse")
        return ActionMaps(self.players, tuple(tuple((y, x) for x, y in own) for own in self.pairs))

    def then(self, after: ActionMaps) -> ActionMaps:
        """The composition: first this map, then the other."""
        if self.players != after.players:
            raise GameError(f"maps of different players: {self.players} and {after.players}")
        composed = []
        for player, own, next_own in zip(self.players, self.pairs, after.pairs, strict=True):
            following = dict(next_own)
            for _, y in own:
                if y not in following:
                    raise GameError(f"the second map does not know {player}'s action {y!r}")
            composed.append(tuple((x, following[y]) for x, y in own))
        return ActionMaps(self.players, tuple(composed))

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class Correspondence:
    """A multivalued map Φ from outcomes of one game to outcomes of another; Φ(a) may be empty.

    The claim Γ ∼_Φ Γ′ says that surely Π(Γ′) ∈ Φ(Π(Γ)). The methods are the operations of Lemma 2: if the
    claim holds for the operands, it holds for the result.

    Parameters
    ----------
    domain, codomain : frozenset of profiles
    pairs : frozenset of (profile, profile)

    Raises
    ------
    GameError
        If a pair is not in domain × codomain.

    Source: oesterheld-conitzer-2022, Definition 3
    """

    domain: frozenset[Profile]
    codomain: frozenset[Profile]
    pairs: frozenset[tuple[Profile, Profile]]

    def __post_init__(self) -> None:
        for a, b in self.pairs:
            if a not in self.domain or b not in self.codomain:
                raise GameError(f"the pair {a} → {b} is not in domain × codomain")

    @classmethod
    def identity(cls, game: Game) -> Correspondence:
        """Every game corresponds to itself by the identity (Lemma 2.1)."""
        outcomes = frozenset(profiles(game))
        return cls(outcomes, outcomes, frozenset((a, a) for a in outcomes))

    @classmethod
    def everything(cls, game: Game, other: Game) -> Correspondence:
        """The map `all`, which says nothing: each outcome may become any outcome (Lemma 2.5)."""
        domain, codomain = frozenset(profiles(game)), frozenset(profiles(other))
        return cls(domain, codomain, frozenset((a, b) for a in domain for b in codomain))

    @classmethod
    def from_maps(cls, maps: ActionMaps, domain: Iterable[Profile], codomain: Iterable[Profile]) -> Correspondence:
        """The correspondence of maps action by action; an outcome with an action that they do not know goes nowhere."""
        own, other = frozenset(domain), frozenset(codomain)
        known = [dict(pairs) for pairs in maps.pairs]
        pairs = {
            (a, tuple(table[x] for table, x in zip(known, a, strict=True)))
            for a in own
            if all(x in table for table, x in zip(known, a, strict=True))
        }
        return cls(own, other, frozenset(pairs))

    @classmethod
    def elimination(cls, game: Game, reduced: Game) -> Correspondence:
        """Identity on the outcomes of `reduced`, empty on those that use an eliminated action (Assumption 1)."""
        kept = frozenset(profiles(reduced))
        return cls(frozenset(profiles(game)), kept, frozenset((a, a) for a in kept))

    def __call__(self, outcome: Sequence[str]) -> frozenset[Profile]:
        """The set Φ(a); raises `GameError` if a is not in the domain."""
        a = tuple(outcome)
        if a not in self.domain:
            raise GameError(f"{a} is not in the domain of this correspondence")
        return frozenset(b for x, b in self.pairs if x == a)

    def inverse(self) -> Correspondence:
        """Φ⁻¹(b) = {a : b ∈ Φ(a)} (Lemma 2.2)."""
        return Correspondence(self.codomain, self.domain, frozenset((b, a) for a, b in self.pairs))

    def then(self, after: Correspondence) -> Correspondence:
        """Ψ ∘ Φ, first this, then `after` (Lemma 2.3); raises `GameError` unless the middle sets agree."""
        if self.codomain != after.domain:
            raise GameError("the codomain of the first correspondence is not the domain of the second")
        following: dict[Profile, list[Profile]] = {}
        for b, c in after.pairs:
            following.setdefault(b, []).append(c)
        return Correspondence(
            self.domain, after.codomain, frozenset((a, c) for a, b in self.pairs for c in following.get(b, ()))
        )

    def is_weaker_than(self, other: Correspondence) -> bool:
        """Does `other` imply this one: same sets, and each pair of `other` is a pair of this (Lemma 2.4)?"""
        return (self.domain, self.codomain) == (other.domain, other.codomain) and self.pairs >= other.pairs

    def never_played(self) -> frozenset[Profile]:
        """Outcomes with Φ(a) = ∅: Π(Γ) is surely none of them (Lemma 2.6)."""
        return self.domain - {a for a, _ in self.pairs}

    def never_reached(self) -> frozenset[Profile]:
        """Outcomes with Φ⁻¹(b) = ∅: Π(Γ′) is surely none of them (Lemma 2.7)."""
        return self.codomain - {b for _, b in self.pairs}

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


def is_pareto_improving(correspondence: Correspondence, game: Game) -> bool:
    """Is u(b) ≥ u(a) for each outcome a and each b ∈ Φ(a), with the original game's u on both sides?

    Parameters
    ----------
    correspondence : Correspondence
        From outcomes of `game` to outcomes of a subset game of it.
    game : Game
        The original game; an outcome a with Φ(a) = ∅ imposes nothing.

    Returns
    -------
    bool

    Raises
    ------
    GameError
        If an outcome is not one of the game's.

    Source: oesterheld-conitzer-2022, Definition 4 (repaired: D2)
    """
    return all(improves(game[b], game[a]) for a, b in correspondence.pairs)
