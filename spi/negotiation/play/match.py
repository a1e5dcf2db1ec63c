"""One negotiation, played under the rules of its protocol: who is next, what counts, when it is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from spi.errors import HypothesisError
from spi.negotiation.frontier import Frontier, find_frontier, witness
from spi.negotiation.play.draws import uniform_at
from spi.negotiation.play.program_play import choose_strategies
from spi.negotiation.play.views import Move, Negotiator, View, rank_outcomes
from spi.negotiation.protocols import AlternatingOffers, DemandGame, Handshake, NoteMatching, Protocol
from spi.negotiation.scenario import Payoffs, Scenario
from spi.negotiation.scoring.completion import detect_completion, detected_result
from spi.negotiation.scoring.process import complete_offer
from spi.negotiation.transcripts import Deal, Invalid, NoDeal, Offer, Result, Transcript, Turn, transcript

__all__ = ["play_negotiation", "result_payoffs"]


def play_negotiation(
    negotiation: Scenario,
    negotiators: Sequence[Negotiator],
    *,
    protocol: Protocol | None = None,
    seed: int = 0,
    place: str = "",
) -> Transcript:
    """Play one negotiation between two negotiators.

    Parameters
    ----------
    negotiation : Scenario
        With two sides.
    negotiators : sequence of two Negotiator
        In the order of the sides. Programs read each other before it begins.
    protocol : Protocol, optional
        By default that of the scenario.
    seed : int
    place : str
        Which match of many this is: chance depends on seed and place alone.

    Returns
    -------
    Transcript
        Alternating offers: an offer that is answered by another one is rejected. Handshake: it ends when both have said
        the phrase, with a deal exactly if their notes name the same one. Matching notes: it ends when they do. Demands:
        both are made at once. A reply that cannot be read, and a move that the rules do not have, make the result
        `Invalid`; nothing is taken to be a rejection that is none.

    Raises
    ------
    HypothesisError
        For another number of sides or negotiators, and without a protocol.

    Examples
    --------
    >>> from spi.negotiation.play.strategies import boulware, conceder
    >>> from spi.negotiation.scenariofile import load_negotiation
    >>> coins = load_negotiation("negotiation/ten-coins")
    >>> played = play_negotiation(coins, [boulware(), conceder()])
    >>> [turn.act for turn in played.turns], played.result
    (['propose', 'propose', 'accept'], Deal(outcome=('8 to the first',)))

    Source: davidson-et-al-2024, Completion, and ours
    """
    if len(negotiation.sides) != 2 or len(negotiators) != 2:
        raise HypothesisError(
            f"{len(negotiators)} negotiators for {len(negotiation.sides)} sides; accepted: two, and two"
        )
    rules = negotiation.protocol if protocol is None else protocol
    if rules is None:
        raise HypothesisError("the negotiation has no protocol; accepted: protocol=…, such as AlternatingOffers(10)")
    about = replace(negotiation, protocol=rules)
    record = [(f"side {k + 1}", one.name) for k, one in enumerate(negotiators)]
    record += [("seed", str(seed)), ("match", place)]
    chosen = choose_strategies(negotiators, players=negotiation.names, seed=seed, place=place)
    if isinstance(chosen, str):
        return transcript(about, [], Invalid(chosen), provenance=tuple(record))
    if list(chosen) != list(negotiators):
        record += [(f"strategy {k + 1}", one.name) for k, one in enumerate(chosen)]
    turns: list[Turn] = []
    match rules:
        case AlternatingOffers():
            result = _alternate(about, rules, chosen, turns, seed, place)
        case DemandGame():
            result = _demand(about, rules, chosen, turns, seed, place)
        case Handshake() | NoteMatching():
            result = _talk(about, rules, chosen, turns, seed, place)
    return transcript(about, turns, result, provenance=tuple(record))


def result_payoffs(played: Transcript, *, discounted: bool = False) -> Payoffs | None:
    """What the result is worth; None if it is invalid.

    Parameters
    ----------
    played : Transcript
    discounted : bool
        What it is worth when it comes about: where offers alternate, gains over disagreement shrink with every proposal
        after the first.

    Returns
    -------
    Payoffs or None

    Source: rubinstein-1982, The model
    """
    negotiation, d = played.scenario, played.scenario.disagreement
    match played.result:
        case Invalid():
            return None
        case NoDeal(conflict=conflict):
            return d if conflict is None else negotiation.conflict(conflict)
        case Deal(outcome=outcome):
            payoffs = negotiation.payoffs(outcome)
    rules = negotiation.protocol
    if not discounted or not isinstance(rules, AlternatingOffers):
        return payoffs
    later = sum(turn.act == "propose" for turn in played.turns) - 1
    return tuple(y + f**later * (x - y) for x, y, f in zip(payoffs, d, rules.discount, strict=True))


def _alternate(
    about: Scenario, rules: AlternatingOffers, who: Sequence[Negotiator], turns: list[Turn], seed: int, place: str
) -> Result:
    standing: Offer | None = None
    for k in range(rules.rounds + 1):
        side, last = (rules.first + k) % 2, k == rules.rounds
        move = who[side].decide(_view(about, rules, side, turns, k + 1, Fraction(k, rules.rounds), seed, place))
        rejects = move.act == "propose" and not move.unreadable and standing is not None and not last
        if rejects and uniform_at(seed, place, "breakdown", k) < rules.breakdown:
            turns.append(_turn(side, k // 2 + 1, replace(move, act="reject", offer=None, noted=None)))
            return NoDeal("negotiations broke down after a rejection")
        turns.append(_turn(side, k // 2 + 1, move))
        if fault := _fault(about, side, move):
            return fault
        outcome = complete_offer(about, move.offer)
        match move.act:
            case "walk":
                return NoDeal(f"{about.names[side]} walked away")
            case "accept" if standing is not None:
                agreed = complete_offer(about, standing)
                if agreed is None or (move.offer is not None and outcome != agreed):
                    return Invalid(f"{about.names[side]} accepts what was not offered")
                return Deal(agreed)
            case "propose" | "reject" if last:
                return NoDeal("the last proposal was rejected")
            case "propose" if outcome is not None:
                standing = move.offer
            case "propose":
                return Invalid(f"{about.names[side]} proposes what is no whole deal")
            case _:
                return Invalid(f"{about.names[side]} does {move.act!r}, where the rules want an offer or an acceptance")
    raise AssertionError("the last turn ends the negotiation")


def _talk(
    about: Scenario,
    rules: Handshake | NoteMatching,
    who: Sequence[Negotiator],
    turns: list[Turn],
    seed: int,
    place: str,
) -> Result:
    phrase = rules.phrase if isinstance(rules, Handshake) else ""
    for k in range(2 * rules.rounds):
        side, number = (rules.first + k) % 2, k // 2 + 1
        elapsed = Fraction(number - 1, max(rules.rounds - 1, 1))
        move = who[side].decide(_view(about, rules, side, turns, number, elapsed, seed, place))
        if move.act in ("accept", "confirm") and phrase and phrase not in move.message:
            move = replace(move, message=f"{move.message} {phrase}".strip())
        turns.append(_turn(side, number, move))
        if fault := _fault(about, side, move):
            return fault
        if move.act == "walk":
            return NoDeal(f"{about.names[side]} walked away")
        so_far = Transcript(about, tuple(turns), NoDeal(""))
        found = detect_completion(so_far)
        if isinstance(rules, Handshake):
            if found.phrase:
                return detected_result(so_far)
        elif found.complete:
            return detected_result(so_far, detector="soft")
    return NoDeal("the rounds are over")


def _demand(
    about: Scenario, rules: DemandGame, who: Sequence[Negotiator], turns: list[Turn], seed: int, place: str
) -> Result:
    frontier = find_frontier(about)
    moves = [one.decide(_view(about, rules, k, [], 1, Fraction(0), seed, place)) for k, one in enumerate(who)]
    turns += [_turn(side, 1, move) for side, move in enumerate(moves)]
    demands = []
    for side, move in enumerate(moves):
        if fault := _fault(about, side, move):
            return fault
        if move.act == "walk":
            return NoDeal(f"{about.names[side]} walked away")
        outcome = complete_offer(about, move.offer)
        if move.act != "propose" or outcome is None:
            return Invalid(f"{about.names[side]} demands no whole deal")
        demands.append(_point(frontier, about.payoffs(outcome)[side], side))
    first, second = demands
    if second > first:
        return NoDeal("the demands are not compatible")
    settled = {"middle": (first + second) // 2, "first": first, "second": second}[rules.settle]
    return Deal(witness(frontier, frontier.points[settled]))


def _point(frontier: Frontier, worth: Fraction, side: int) -> int:
    """The point of the frontier that gives a side at least this, and the least above it."""
    enough = [k for k, p in enumerate(frontier.points) if p[side] >= worth]
    return enough[-1] if side == 0 else enough[0]


def _view(
    about: Scenario,
    rules: Protocol,
    side: int,
    turns: Sequence[Turn],
    number: int,
    elapsed: Fraction,
    seed: int,
    place: str,
) -> View:
    own = about.sides[side]
    hidden = tuple(turn if turn.side == side else replace(turn, note="", noted=None) for turn in turns)
    others = tuple(other for k, other in enumerate(about.sides) if k != side)

    def draw(what: str) -> Fraction:
        return uniform_at(seed, place, side, len(turns), what)

    return View(
        about.issues,
        side,
        own,
        about.names,
        others if own.sees != "own" else (),
        rules,
        hidden,
        number,
        elapsed,
        rank_outcomes(about, side),
        draw,
    )


def _turn(side: int, number: int, move: Move) -> Turn:
    noted = move.offer if move.noted is None and move.act in ("accept", "confirm") else move.noted
    return Turn(side, number, move.act, move.note, move.message, noted, move.offer)


def _fault(about: Scenario, side: int, move: Move) -> Invalid | None:
    if move.unreadable:
        return Invalid(f"{about.names[side]} says what cannot be read: {move.unreadable}")
    return None
