"""Questions about profiles of programs, with certificates: SPIs, participation, justification gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, product
from typing import Any

from spi.analysis.envelope import Json, vector_json
from spi.analysis.participation import BetterAlternative, NoGap, Participation, justification_gaps, participation
from spi.analysis.tables import encounter_table, places_of, table_verdict
from spi.analysis.transformations import DEFINITIONS, Transformed, transform_space
from spi.core.beliefs import Beliefs
from spi.core.numbers import Exact, format_exact
from spi.core.verdict import Fails, Holds, Unknown
from spi.errors import ProgramError
from spi.programs.games import ProgramGame, outcome_of
from spi.programs.machines import Undefined
from spi.programs.members import Program
from spi.transforms.transformation import Programs, Transformation, transform_programs

__all__ = ["verify_no_gap", "verify_participation", "verify_transformation"]


def verify_transformation(
    games: ProgramGame,
    transformation: Transformation,
    *,
    definition: str = "B1",
    factorised: bool | None = None,
    strict: bool | None = None,
    within: Iterable[Sequence[Program]] | None = None,
    law: Mapping[Programs, Exact] | None = None,
) -> Holds[Transformed] | Fails[Transformed] | Unknown:
    """Is a transformation of program profiles a safe Pareto improvement on a space?

    Parameters
    ----------
    games : ProgramGame
    transformation : Transformation
        f.
    definition : "B1", "DCM" or "BCPG"
        Whose SPI is meant, see `DEFINITIONS`: B1 of the agenda asks only that nobody is ever worse off; DCM asks also
        for a factorised map that is strict somewhere; BCPG for a factorised map.
    factorised, strict : bool, optional
        Ask for these anyway, or not, whatever the definition.
    within : iterable of profiles of programs, optional
        The space 𝒫; default: all profiles of the spaces.
    law : mapping from profile of programs to probability, optional
        Ask only about expectations under it.

    Returns
    -------
    Holds or Fails
        With everything that f does to the space: `violation`, `improvement`, `factor_fault`, and `safe`, the largest
        space on which f is an SPI.
    Unknown
        If the fuel of some encounter ran out, or what is to be shown is too large for a certificate.

    Raises
    ------
    ProgramError
        For another definition, and an empty space.
    HypothesisError
        If an encounter diverges.

    Notes
    -----
    Two encounters for each profile. A finite check: it says nothing of programs that are not in the space.

    Source: clr-agenda-2026, Appendix B.1
    """
    if definition not in DEFINITIONS:
        raise ProgramError(f"the definition {definition!r}; accepted: {', '.join(DEFINITIONS)}")
    wants_parts, wants_gain = DEFINITIONS[definition]
    wants_parts = wants_parts if factorised is None else factorised
    wants_gain = wants_gain if strict is None else strict
    listed = None if within is None else [tuple(own) for own in within]
    question = f"is {transformation.name} a safe Pareto improvement?"
    unknown = _out_of_fuel(games, _all_runs(games, transformation, listed if law is None else law), question)
    if unknown is not None:
        return unknown
    found = transform_space(games, transformation, within=listed, law=law)
    if not found.profiles:
        raise ProgramError("a space without profiles; accepted: one or more")
    violation, kept = _violation(found, wants_parts, wants_gain)
    pairs = [(found.profiles[k], found.images[k]) for k in kept]
    runs = [] if violation and violation["kind"] == "not-factorised" else list(chain.from_iterable(pairs))
    table = encounter_table(games, runs, (own for pair in pairs for programs in pair for own in programs))
    claim = {
        "kind": "transformation",
        "answer": "no" if violation else "yes",
        "factorised": wants_parts,
        "strict": wants_gain,
        "expected": law is not None,
    }
    probabilities = [None] * len(kept) if found.law is None else [format_exact(found.law[k]) for k in kept]
    profiles = [
        {"programs": places_of(table, own), "becomes": places_of(table, image), "probability": p}
        for (own, image), p in zip(pairs, probabilities, strict=True)
    ]
    return table_verdict(question, games, table, claim, {"profiles": profiles}, {"violation": violation}, found)


def verify_participation(
    games: ProgramGame,
    transformation: Transformation,
    program: Program,
    player: str | int,
    believed: Beliefs[Programs] | Mapping[Any, Exact],
) -> Holds[Participation] | Fails[Participation] | Unknown:
    """Does a player lose nothing in expectation by taking part, whichever admissible belief is hers?

    Parameters
    ----------
    games, transformation, program, player, believed
        As for `participation`.

    Returns
    -------
    Holds or Fails
        With her least and largest expected gain, the beliefs that give them, and where the sign flips.

    Raises
    ------
    HypothesisError
        If an encounter diverges, and if no belief is admissible.

    Source: clr-agenda-2026, Part II.1
    """
    found = participation(games, transformation, program, player, believed)
    question = f"does {found.player} lose nothing by taking part in {transformation.name}?"
    low, types = found.expected.lowest, found.about.types
    rational = found.is_rational
    law = dict(low.law)
    against = types if rational else [t for t in types if t in law]
    i = games.game.player_index(player)
    runs = [(*t[:i], own, *t[i:]) for t in against for own in (found.program, found.becomes)]
    table = encounter_table(games, runs, [found.program, found.becomes, *(own for t in types for own in t)])
    objects = {
        "program": table.index[found.program],
        "becomes": table.index[found.becomes],
        "types": [places_of(table, t) for t in types],
        "constraints": [
            {"weights": vector_json(c.weights), "relation": c.relation, "bound": format_exact(c.bound)}
            for c in found.about.constraints
        ],
    }
    evidence = {
        "belief": [{"type": str(k), "probability": format_exact(law[t])} for k, t in enumerate(types) if t in law],
        "total": format_exact(low.total) if rational else None,
        "multipliers": vector_json(low.multipliers) if rational else None,
    }
    claim = {"kind": "participation", "answer": "yes" if rational else "no", "player": found.player}
    return table_verdict(question, games, table, claim, objects, evidence, found)


def verify_no_gap(
    games: ProgramGame,
    transformation: Transformation,
    space: Iterable[Sequence[Program]],
    alternatives: Iterable[Sequence[Program]],
) -> Holds[NoGap | BetterAlternative] | Fails[NoGap | BetterAlternative] | Unknown:
    """Does nobody like an alternative better than what a transformation leads to from a space?

    Parameters
    ----------
    games : ProgramGame
    transformation : Transformation
    space, alternatives : iterables of profiles of programs
        As for `justification_gaps`; at least one of each.

    Returns
    -------
    Holds
        No gap relative to these alternatives.
    Fails
        With the first alternative that somebody likes better.

    Raises
    ------
    ProgramError
        Without a profile or an alternative.
    HypothesisError
        If an encounter diverges.

    Source: clr-agenda-2026, Appendix B.1.1
    """
    question = f"does nobody like an alternative to {transformation.name} better?"
    own, others = (tuple(dict.fromkeys(map(tuple, rows))) for rows in (space, alternatives))
    if not own or not others:
        raise ProgramError("no profile, or no alternative; accepted: at least one of each")
    gap = next(justification_gaps(games, transformation, own, others), None)
    result: NoGap | BetterAlternative
    violation: Json | None
    if gap is None:
        result, violation = NoGap(games, transformation, own, others), None
    else:
        own, others = (gap.programs,), (gap.alternative,)
        result, violation = gap, {"player": gap.player, "profile": "0", "alternative": "0"}
    images = [transform_programs(transformation, programs) for programs in own]
    table = encounter_table(games, [*images, *others], chain.from_iterable(own))
    objects = {
        "profiles": [
            {"programs": places_of(table, a), "becomes": places_of(table, b)} for a, b in zip(own, images, strict=True)
        ],
        "alternatives": [places_of(table, programs) for programs in others],
    }
    claim = {"kind": "no-gap", "answer": "yes" if gap is None else "no"}
    return table_verdict(question, games, table, claim, objects, {"violation": violation}, result)


def _violation(found: Transformed, wants_parts: bool, wants_gain: bool) -> tuple[Json | None, list[int]]:
    """What is violated, and the profiles that the certificate needs to show it."""
    everything = list(range(len(found.profiles)))
    change, fault = found.violation, found.factor_fault
    if change is not None:
        if change.programs is None:
            return {"kind": "worse", "player": change.player, "profile": None}, everything
        k = found.profiles.index(change.programs)
        return {"kind": "worse", "player": change.player, "profile": "0"}, [k]
    if wants_parts and fault is not None:
        pair = [found.profiles.index(own) for own in (fault.first, fault.second)]
        return {"kind": "not-factorised", "player": fault.player, "profiles": ["0", "1"]}, pair
    if wants_gain and found.improvement is None:
        return {"kind": "not-strict"}, everything
    return None, everything


def _all_runs(games: ProgramGame, f: Transformation, within: Iterable[Programs] | None) -> Iterable[Programs]:
    for own in product(*games.spaces) if within is None else within:
        yield tuple(own)
        yield transform_programs(f, own)


def _out_of_fuel(games: ProgramGame, runs: Iterable[Programs], question: str) -> Unknown | None:
    for k, programs in enumerate(runs):
        if outcome_of(games, programs) is Undefined.UNKNOWN:
            return Unknown(question, f"{', '.join(map(repr, programs))}: the fuel ran out; more fuel would help", k)
    return None
