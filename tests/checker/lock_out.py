"""Certificates about commitments written by hand: chicken with an open door to renegotiate."""

import copy
from typing import Any

from tests.checker.certificates import Json, game

SCOPE = [
    "default play follows the stated law",
    "no transforms but the stated ones are considered",
    "commitments are seen and kept, and beliefs before that are among the stated ones",
]

# s: swerve, d: dare, t: dare, but talk if both do
CHICKEN = game("s d t | s d t", "3,3 1,4 1,4 4,1 0,0 0,0 4,1 0,0 1/2,1/2")
TALK = {"name": "talk", "maps": {"1": {"d": "t"}, "2": {"d": "t"}}}
STAY = {"name": "stay", "maps": {"1": {}, "2": {}}}
YIELD = {"name": "yield", "maps": {"1": {"d": "s"}, "2": {}}}


def policies(*words: str) -> Json:
    """The policies of "1 t", "2 s"."""
    return [dict(zip(("player", "policy"), word.split(), strict=True)) for word in words]


def rule(player: str | None, *removes: str, exceptions: tuple[str, ...] = ()) -> Json:
    return {
        "rule": f"never {' '.join(removes)}",
        "player": player,
        "removes": policies(*removes),
        "exceptions": policies(*exceptions),
    }


def bound(relation: str, number: str, **weights: str) -> Json:
    """A constraint on laws over the single other's policies."""
    terms = [{"others": [x], "weight": w} for x, w in weights.items()]
    return {"terms": terms, "relation": relation, "bound": number}


def objects(
    *commitments: Json, transforms: tuple[Json, ...] = (TALK,), first: tuple[Json, ...] = (), space: str = "dd ds"
) -> Json:
    """All that a claim is about; `first` are the constraints on what player 1 believes."""
    return {
        "game": CHICKEN,
        "default": [{"outcome": ["d", "d"], "probability": "1"}],
        "space": [list(p) for p in space.split()],
        "transforms": list(transforms),
        "beliefs": [{"player": "1", "constraints": list(first)}, {"player": "2", "constraints": []}],
        "commitments": list(commitments),
    }


def belief(player: str, policy: str, **chances: str) -> Json:
    law = [{"others": [x], "probability": p} for x, p in chances.items()]
    return {"player": player, "policy": policy, "belief": law}


def left(*beliefs: Json) -> Json:
    """A finding "open" by the transform "talk"; both gain where both dare."""
    improvement = {"outcome": ["d", "d"], "player": "2"}
    return {"case": "open", "transform": "talk", "improvement": improvement, "beliefs": list(beliefs)}


def locked(case: str, *obstacles: Json) -> Json:
    return {"case": case, "obstacles": list(obstacles)}


def outside(player: str) -> Json:
    return {"transform": "talk", "because": "outside", "outcome": ["d", "d"], "player": player}


def unsupported(player: str, total: str, constraints: list[str], comparisons: list[str]) -> Json:
    numbers = {"total": total, "constraints": constraints, "comparisons": comparisons}
    return {"transform": "talk", "because": "unsupported", "player": player, "policy": "t", **numbers}


def certificate(claim: Json, about: Json, findings: list[Json]) -> Json:
    scope = {"assumptions": SCOPE, "trusts": []}
    whole: dict[str, Any] = {"format": "spi-certificate", "version": 1, "claim": claim, "objects": about}
    return copy.deepcopy({**whole, "evidence": {"findings": findings}, "scope": scope})


def lock_out(answer: str, cases: str, about: Json, *findings: Json) -> Json:
    return certificate({"kind": "lock-out", "answer": answer, "cases": cases.split()}, about, list(findings))


def restoring(answer: str, clauses: list[Json], about: Json, *findings: tuple[Json, Json]) -> Json:
    shown = [{"kept": kept, "finding": finding} for kept, finding in findings]
    return certificate({"kind": "restoring-clause", "answer": answer, "clauses": clauses}, about, shown)


HOPE = left(belief("1", "t", s="1"), belief("2", "t", s="1"))
NO_HOPE = locked("incentive", unsupported("1", "0", [], ["2", "0"]))

# t earns what d does where it is not better, and 4, 0, 1/2 against s, d, t; s earns 3, 1, 1
ACCEPTED = {
    # when player 2 has only d and t: 0 + 2·(1 - 0) ≥ 1 at d, and 0 + 2·(1 - 1/2) - 0·(1/2) ≥ 1 at t
    "second": lock_out(
        "yes",
        "open incentive",
        objects(rule("2", "2 s")),
        HOPE,
        locked("incentive", unsupported("1", "0", [], ["2", "0"])),
    ),
    # s at most 1/4: -3 + 12 - 8·(4 - 3) ≥ 1 at s, -3 + 8·1 ≥ 1 at d, -3 + 8·(1/2) ≥ 1 at t, and -3 + 12·(1/4) ≤ 0
    "pessimist": lock_out(
        "yes",
        "incentive",
        objects(first=(bound("at-most", "1/4", s="1"),)),
        locked("incentive", unsupported("1", "-3", ["12"], ["8", "0"])),
    ),
    # d and t together at least 3/4 is the same, with weights 4/3 and the other sign: -3 + 12 - 9·(4/3)(…) as above
    "the same pessimist": lock_out(
        "yes",
        "incentive",
        objects(first=(bound("at-least", "1", d="4/3", t="4/3"), bound("equal", "1", s="1", d="1", t="1"))),
        locked("incentive", unsupported("1", "4", ["-9", "5"], ["8", "0"])),
    ),
    "three ways that lead nowhere": lock_out(
        "yes",
        "implementation implementation",
        objects(rule(None, "1 t"), transforms=(STAY, YIELD)),
        *[
            locked(
                "implementation",
                {"transform": "stay", "because": "idle"},
                {"transform": "yield", "because": "worse", "outcome": ["d", "s"], "player": "1"},
            )
        ]
        * 2,
    ),
    "lifted": lock_out(
        "no",
        "open incentive open",
        objects(rule("2", "2 s"), rule("1", "1 s", "1 d", exceptions=("1 d",))),
        HOPE,
        NO_HOPE,
        left(belief("1", "t", d="1/3", t="2/3"), belief("2", "t", t="1")),
    ),
    "both clauses": restoring(
        "yes",
        [policies("2 s", "1 t")],
        objects(rule("1", "1 t"), rule("2", "2 s")),
        (policies("2 s"), locked("implementation", outside("1"))),
        (policies("1 t"), NO_HOPE),
        (policies("1 t", "2 s"), HOPE),
    ),
    "no clause": restoring(
        "no",
        [],
        objects(rule("1", "1 t"), rule(None, "1 t"), rule("2", "2 d")),
        (policies("2 d"), locked("implementation", outside("1"))),
    ),
    "no clause is needed": restoring("yes", [[]], objects(), ([], HOPE)),
}
