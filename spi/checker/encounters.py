"""The claim about what programs do when they meet: proofs/README.md section 13. For draws see draws.py."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from spi.checker.calls import meeting, typed
from spi.checker.draws import check_laws, read_law
from spi.checker.evaluation import Diverges, calls, evaluate
from spi.checker.machine import Frame, Machine, Task
from spi.checker.programs import Node, read_program
from spi.checker.reader import Fields, Item, Receipt, quote
from spi.checker.words import natural

FORBIDDEN = {  # terms, by the engine
    "direct": {"proves", "chance", "mix", "simulate"},
    "modal": {"chance", "mix", "simulate"},
    "independent": {"proves"},
}
DRAWS = "every simulation draws by itself"
LARGE = "what modal agents play is what is true at all large worlds of finite linear frames (Gödel–Löb logic)"
Meeting = list[tuple[Item, Frame]]  # the program of each player, and its call
Found = tuple[list[str] | None, str, str]  # the outcome; what is claimed and what was done, in words


@dataclass(slots=True, eq=False)
class Box:
    """A `proves` whose term is true at all worlds below `true`; with `fails`, it is known to be false at that world."""

    term: Node
    frame: Frame
    true: int = 0
    fails: bool = False
    counts: bool = False


def encounter(top: Fields) -> Receipt:
    """Section 13; Python's own limit concerns the JSON text only."""
    try:
        return decide(top)
    except RecursionError:
        top["objects"].refuse("size", "values are nested too deeply")


def decide(top: Fields) -> Receipt:
    """Section 13."""
    claim = top["claim"].fields(("kind", "answer", "engine", "outcome", "diverges", "laws"))
    objects, evidence = top["objects"].fields(("players", "programs")), top["evidence"].fields(("worlds", "calls"))
    claim["answer"].choice(("yes",))
    engine, machine = claim["engine"].choice(FORBIDDEN), Machine(objects["players"].names(), objects["programs"])
    evidence["worlds"].given(engine == "modal")
    evidence["calls"].given(claim["laws"].given(engine == "independent"))
    items = list(objects["programs"].items(len(machine.players), "program"))
    programs = [read_program(machine, item) for item in items]
    terms = ", ".join(sorted(machine.tags & FORBIDDEN[engine]))
    claim["engine"].need(not terms, "encounter", f"programs with {terms} need another engine")
    texts = [json.dumps(item.value, sort_keys=True) for item in items]
    digests = tuple(hashlib.sha256(text.encode()).hexdigest() for text in texts)
    players: Meeting = []
    for seat, machine.item in enumerate(items):
        players.append((machine.item, meeting(machine, programs, seat)))
    check = {"direct": direct, "modal": modal, "independent": independent}[engine]
    outcome, words, done = check(machine, claim, evidence, players)
    if claim["outcome"].given(outcome is not None):
        claim["outcome"].equals(outcome, "encounter")
    claim["diverges"].equals(engine == "direct" and outcome is None, "encounter")
    words = f"programs {listing([digest[:12] for digest in digests], ' and ')} {words}"
    scope = (DRAWS,) * (engine == "independent"), (LARGE,) * (engine == "modal")
    return Receipt("", "encounter", "yes", words, digests, ("digests of the programs", "scope", done), *scope)


def listing(texts: list[str], last: str = ", ") -> str:
    """Texts one after the other, but not too many of them."""
    short = texts[:6] + ["..."] * (len(texts) > 6)
    return last.join(", ".join(part) for part in (short[:-1], short[-1:]) if part)


def show(text: str) -> str:
    """A label as it stands, if it is a short word."""
    return text if text.isidentifier() and len(text) <= 20 else quote(text)


def played(machine: Machine, players: Meeting, world: int = 0) -> list[str]:
    """What the players' calls give."""
    labels = []
    for item, frame in players:
        machine.item = item
        frame = Frame(frame.callee, frame.arguments, world)
        labels.append(typed(machine, "label", machine.drive(machine.engine["call"](frame))))
    return labels


def direct(machine: Machine, claim: Fields, evidence: Fields, players: Meeting) -> Found:
    """Work out the calls."""
    calls(machine)
    try:
        outcome = played(machine, players)
    except Diverges:
        return None, "diverge: a call needs itself", "calls: one that needs itself"
    return outcome, f"play ({listing(list(map(show, outcome)))})", "calls: every one that is needed"


def modal(machine: Machine, claim: Fields, evidence: Fields, players: Meeting) -> Found:
    """Work out the calls at world n, and see that no box that counts is true there and false at n + 1.

    A box counts if the outcome at n asks about it, or its term does at n for a box that counts. Suppose that the boxes
    that count are at all worlds from n to w as they are at n. Then the outcome at w asks what it asks at n, is answered
    the same, and is the same. So is, where a counting box is true at n + 1, its term, which is true at n; so the box is
    true at w + 1. Where it is false, it stays false. By induction all outcomes from n on are the same.
    """
    calls(machine)
    worlds, n = evidence["worlds"], natural(evidence["worlds"])
    boxes: dict[Any, Box] = {}
    counting: list[Box] = []

    def holds(box: Box, world: int) -> Task:
        while box.true < world and not box.fails:
            frame = Frame(box.frame.callee, box.frame.arguments, box.true, box.frame.variables)
            value = yield evaluate(machine, box.term.parts[0], frame)
            box.fails = not typed(machine, "truth value", value)
            box.true += not box.fails
        return world <= box.true

    def proves(term: Node, frame: Frame) -> Task:
        box = boxes.setdefault((term, frame.callee, frame.arguments, frame.variables), Box(term, frame))
        if frame.world == n and not box.counts:
            counting.append(box)
            box.counts = True
        return (yield holds(box, frame.world))

    machine.engine["proves"] = proves
    try:
        outcome = played(machine, players, n)
        for box in counting:  # there may be more at every step
            machine.drive(holds(box, n + 1))
            worlds.need(not box.fails or box.true != n, "encounter", "a box is true at this world but not at the next")
    except Diverges:
        worlds.refuse("encounter", "a call needs itself at one world")
    words = f"play ({listing(list(map(show, outcome)))}) at all large worlds"
    return (
        outcome,
        words,
        f"calls: every one that is needed at world {n}; boxes ({len(counting)}): there and at the next",
    )


def independent(machine: Machine, claim: Fields, evidence: Fields, players: Meeting) -> Found:
    """Compare the laws of the players' calls with what is claimed."""
    laws, words = check_laws(machine, evidence["calls"], [frame for _, frame in players]), []
    for item, law in zip(claim["laws"].items(len(players), "encounter"), laws, strict=False):
        stated = read_law(item)
        item.need(stated == law, "encounter", "the call of this player has another law")
        pairs = [[str(x.value) for x in entry.items()] for entry in item.items()]
        shares = [f"{show(x)} {p if len(p) <= 20 else f'{p[:17]}...'}" for x, p in pairs]
        words.append(f"({listing(shares)})")
    return None, f"play {listing(words, ' and ')}", f"calls ({len(laws)}): every way, what they add up to, a sure end"
