"""The family `justification-gap`: is there an alternative that somebody likes better than what an SPI leads to?

A safe Pareto improvement improves on every profile of a space. That says nothing of alternatives outside the space.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from spi.analysis.profile_questions import verify_no_gap
from spi.core.gamefile import read_game
from spi.core.pareto import improves
from spi.programs.games import ProgramGame, outcome_payoffs, program_game
from spi.programs.members import Program
from spi.programs.references import read_reference
from spi.tasks.families.justification_gap.draws import (
    Hunt,
    PlanPair,
    draw_hunt,
    gaps_by,
    hunt_shape,
    image,
    misread_alternative,
    opened,
    winners,
)
from spi.tasks.items import WORDINGS, Family, Item, Option, Proof, Wording
from spi.tasks.material.certificates import program_digest, require, tree_digest
from spi.tasks.material.draws import stream
from spi.tasks.material.naming import Naming, draw_naming
from spi.tasks.material.numbered_plan_words import (
    Named,
    describe_bargain,
    plan_program,
    setting_files,
    transformation_text,
)
from spi.tasks.material.numbered_plans import Plan, bargain_game, outcome
from spi.transforms.renegotiation import renegotiate
from spi.transforms.transformation import Transformation, transform_programs

__all__ = ["FAMILY", "NONE"]

NONE = "None of them."
"""The option that no alternative is liked better by anybody."""

ERRORS = {
    "sum": "compares the sums of both players' payoffs instead of the payoffs of each",
    "weak": "counts an alternative that is only as good as one that is better",
    "before": "compares alternatives with the profiles as they were, not with what renegotiation makes of them",
    "both": "accepts only alternatives that leave nobody worse off",
    "guess": "no named mistake leads here",
}


def generate(seed: int, difficulty: int) -> tuple[Item, ...]:
    """Two items that differ in one payoff, without and with an alternative that somebody likes better; or one with.

    Source: clr-agenda-2026, Appendix B.1.1
    """
    rng = stream("justification-gap", seed, difficulty)
    question = rng.choice(("find", "which"))
    alone = question == "which" and rng.randrange(1 + difficulty) > 0  # so that all options are right as often
    only = rng.randrange(1 + difficulty) if question == "which" else None
    found: Hunt | None = None
    while found is None:
        hunt = draw_hunt(rng, difficulty)
        found = opened(rng, hunt, only)
    drawn = [found] if alone else [hunt, found]
    naming = draw_naming(rng, hunt.bargain.sizes)
    if rng.random() < 0.5:
        drawn.reverse()
    pair = "" if alone else f"justification-gap:{seed}:{difficulty}"
    return tuple(_item(seed, difficulty, question, own, naming, pair) for own in drawn)


def label(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """The answer, from certificates about all alternatives at once, or each by itself.

    Raises
    ------
    HypothesisError
        If they are about another game, other profiles, other images or other alternatives than what is asked about.

    Source: clr-agenda-2026, Appendix B.1.1
    """
    space, images, alternatives = (json.loads(asks[key]) for key in ("space", "images", "alternatives"))
    named: list[tuple[str, list[str], tuple[str, str, str] | None]] = []
    for certificate in certificates:
        claim, objects = certificate["claim"], certificate["objects"]
        require(claim["kind"] == "no-gap", "the kind no-gap")
        require(objects["game"]["digest"] == asks["game"], "the game that is told")
        pool = [tree_digest(tree) for tree in objects["programs"]]
        rows = [[[pool[int(k)] for k in p[key]] for key in ("programs", "becomes")] for p in objects["profiles"]]
        others = [[pool[int(k)] for k in own] for own in objects["alternatives"]]
        require(all(own in space and made == images[space.index(own)] for own, made in rows), "the profiles told")
        require(all(own in alternatives for own in others), "the alternatives that are told")
        violation, shown = certificate["evidence"]["violation"], None
        if violation is None:
            require(len(rows) == len(space), "all profiles that are told")
        else:
            p, a = rows[int(violation["profile"])][0], others[int(violation["alternative"])]
            shown = (f"p{space.index(p) + 1}", f"a{alternatives.index(a) + 1}", violation["player"])
        named.append((claim["answer"], [f"a{alternatives.index(a) + 1}" for a in others], shown))
    every = [f"a{k}" for k in range(1, len(alternatives) + 1)]
    if asks["question"] == "find":
        require(len(named) == 1, "one certificate")
        ((answer, covered, shown),) = named
        if shown is not None:
            return ", ".join(shown)
        require(answer == "yes" and sorted(covered) == sorted(every), "all alternatives that are told")
        return "none"
    require(sorted(own for _, covered, _ in named for own in covered) == every, "each alternative once")
    better = [covered[0] for answer, covered, _ in named if answer == "no"]
    require(len(better) <= 1, "at most one alternative that is liked better")
    return f"{better[0]}." if better else NONE


def accepts(item: Item, witness: str) -> Literal["right", "wrong", "unreadable"]:
    """Is what somebody found an alternative that the named player likes better than the image of the named profile?

    Parameters
    ----------
    item : Item
        Of the question `"find"`.
    witness : str
        "none", or a profile, an alternative and a player in any order, such as "p1, a2, Ada".

    Returns
    -------
    "right", "wrong" or "unreadable"
        Programs and payoffs are read from the item's files and run.

    Source: clr-agenda-2026, Appendix B.1.1
    """
    said, asks = witness.strip().strip(".").lower(), dict(item.asks)
    if said == "none":
        return "right" if item.answer == "none" else "wrong"
    words = re.findall(r"\w+", said)
    games, programs, transformation = _objects_of(item)
    people = [name for name in games.game.players if name.lower() in words]
    rows = [[own for own in words if re.fullmatch(rf"{kind}\d+", own)] for kind in "pa"]
    if not len(people) == len(rows[0]) == len(rows[1]) == 1:
        return "unreadable"
    profiles = json.loads(asks["profiles"])
    if rows[0][0] not in profiles or rows[1][0] not in profiles:
        return "unreadable"
    own, other = ([programs[name] for name in profiles[key[0]]] for key in rows)
    player = games.game.players.index(people[0])
    had = outcome_payoffs(games, transform_programs(transformation, own))[player]
    return "right" if outcome_payoffs(games, other)[player] > had else "wrong"


def _objects_of(item: Item) -> tuple[ProgramGame, dict[str, Program], Transformation]:
    """The game, the programs by name and f, from the item's files."""
    files = dict(item.files)
    game, setting = read_game(files["game.toml"]), tomllib.loads(files["setting.toml"])
    programs = {name: read_reference(text) for name, text in setting["programs"].items()}
    proposal = {tuple(a.split(", ")): tuple(b.split(", ")) for a, b in setting["transformation"]["proposal"].items()}
    spaces = [[programs[name] for name in own] for own in setting["spaces"].values()]
    return program_game(game, *spaces), programs, renegotiate(proposal)


def _item(seed: int, difficulty: int, question: str, own: Hunt, naming: Naming, pair: str) -> Item:
    bargain, game = own.bargain, bargain_game(own.bargain, naming)

    def made(programs: PlanPair) -> tuple[Program, Program]:
        return plan_program(programs[0], 0, bargain, naming), plan_program(programs[1], 1, bargain, naming)

    proposal = {naming.outcome(a): naming.outcome(b) for a, b in bargain.proposals[0]}
    space, images, others = ([made(p) for p in rows] for rows in _rows(own))
    games = program_game(game, [p for p, _ in space], [q for _, q in space])
    best = gaps_by(own)
    tried = [others]
    if question == "which" and best:  # those that nobody likes better, and the one that somebody does
        tried = [[other for k, other in enumerate(others) if k not in best], [others[best[0]]]]
    verdicts: list[Any] = [verify_no_gap(games, renegotiate(proposal), space, some) for some in tried]
    told, profiles = _named(own)
    options: tuple[Option, ...] = ()
    if question == "which":
        answer, options = (f"a{best[0] + 1}." if best else NONE), _options(own)
    elif best:
        k, m, i = winners(own)[0]
        answer = f"p{k + 1}, a{m + 1}, {naming.people[i]}"
    else:
        answer = "none"
    asked = {
        key: json.dumps([[program_digest(p) for p in row] for row in rows])
        for key, rows in (("space", space), ("images", images), ("alternatives", others))
    }
    return Item(
        family="justification-gap",
        seed=seed,
        difficulty=difficulty,
        knobs=(("alternatives", len(own.alternatives)), ("profiles", len(own.space))),
        texts=tuple((wording, _text(wording, question, own, naming, told, profiles)) for wording in WORDINGS),
        form="choice" if options else "witness",
        answer=answer,
        options=options,
        asks=(
            ("question", question),
            ("game", game.digest),
            *asked.items(),
            ("profiles", json.dumps(profiles)),
        ),
        files=setting_files(
            bargain, naming, told, transformation_text(bargain, naming, 0), top=[_within(own, profiles)]
        ),
        proofs=tuple(Proof(f"no-gap-{k}", v.certificate.text) for k, v in enumerate(verdicts, 1)),
        shape=hunt_shape(question, own),
        pair=pair,
    )


def _rows(own: Hunt) -> tuple[list[PlanPair], list[PlanPair], list[PlanPair]]:
    return list(own.space), [image(p) for p in own.space], list(own.alternatives)


def _named(own: Hunt) -> tuple[list[Named], dict[str, list[str]]]:
    """Names for all programs, x1, … for the first player and y1, … for the second, and the profiles by names."""
    known: dict[tuple[Plan, int], str] = {}
    profiles: dict[str, list[str]] = {}
    for kind, rows in (("p", own.space), ("a", own.alternatives)):
        for k, programs in enumerate(rows, 1):
            for seat in (0, 1):
                number = sum(s == seat for _, s in known) + 1
                known.setdefault((programs[seat], seat), f"{'xy'[seat]}{number}")
            profiles[f"{kind}{k}"] = [known[programs[0], 0], known[programs[1], 1]]
    told = [(name, plan, seat) for (plan, seat), name in known.items()]
    return sorted(told, key=lambda row: (row[2], int(row[0][1:]))), profiles


def _options(own: Hunt) -> tuple[Option, ...]:
    """All alternatives in their order, and none of them: alternatives are in random order themselves."""
    best = gaps_by(own)
    options = [
        Option(f"a{m + 1}.", "" if m in best else misread_alternative(own, m)) for m in range(len(own.alternatives))
    ]
    return (*options, Option(NONE, _error_of_none(own, best)))


def _error_of_none(own: Hunt, best: Sequence[int]) -> str:
    if not best:
        return ""
    got = own.bargain.at(outcome(own.bargain, *own.alternatives[best[0]]))
    images = [own.bargain.at(outcome(own.bargain, *image(p))) for p in own.space]
    if all(sum(got) <= sum(had) for had in images):
        return "sum"
    return "guess" if any(improves(got, had) for had in images) else "both"


def _text(
    wording: Wording, question: str, own: Hunt, naming: Naming, told: Sequence[Named], profiles: Mapping[str, list[str]]
) -> str:
    first, second = naming.people
    listed = {kind: [f"{name} = ({a}, {b})" for name, (a, b) in profiles.items() if name[0] == kind] for kind in "pa"}
    wrapped = {
        "formal": "f sends a profile (x, y) to f(x, y) = (R(x, ρ1), R(y, ρ1)).",
        "matrix": "f sends a profile (x, y) to (renegotiator(default=x, proposal=proposal_1), renegotiator(default=y, "
        "proposal=proposal_1)).",
        "story": "The plan f is that both wrap their agents: from (x, y) it leads to the renegotiators with list 1 "
        "whose defaults are x and y.",
    }[wording]
    bargain = describe_bargain(wording, own.bargain, naming, told, proposals=(0,))
    gap = (
        f"Pairs name {first}'s program first and {second}'s second. {wrapped} It is a safe Pareto improvement: nobody "
        "gets less by f(p) than by p.\n"
        "Profiles that f is to improve on:\n" + "\n".join(listed["p"]) + "\nAlternatives:\n" + "\n".join(listed["a"])
    )
    liked = "an alternative is liked better if, for some listed profile p, some player gets more by it than by f(p)"
    asked = (
        f"Which alternative is liked better than what f leads to? Here {liked}."
        if question == "which"
        else f"Is one of the alternatives liked better than what f leads to? Here {liked}. If there is one, name a "
        f"profile, an alternative and a player for which that is so, such as “p1, a2, {first}”; otherwise "
        "answer “none”."
    )
    return f"{bargain}\n\n{gap}\n\n{asked}"


def _within(own: Hunt, profiles: Mapping[str, list[str]]) -> str:
    """The profiles that f is to improve on."""
    return f"within = {json.dumps([profiles[f'p{k}'] for k in range(1, len(own.space) + 1)])}"


FAMILY = Family(
    name="justification-gap",
    title="Does somebody like an alternative better than what a safe Pareto improvement leads to?",
    knob="alternatives",
    errors=ERRORS,
    generate=generate,
    label=label,
    accepts=accepts,
)
"""Benchmark items about the justification gap."""
