"""Certificates about threats and surrogates, written by hand: one for every rule that accepts."""

import copy
import hashlib
from typing import Any

from tests.checker.certificates import Json

RATES = "the principal concedes at the stated rates"
BEST = "the threatener makes a threat that is best for him in expectation, or none if none is worth anything to him"
REPLACED = "surrogate threats are made instead of the originals that they stand for"
COUPLED = (
    "a surrogate threat is conceded exactly when its original would have been; if refused, it is executed, "
    "as far as the two probabilities allow, exactly when that would have been"
)
THREATS = {
    "concession-equivalent",
    "surrogate-spi",
    "expected-improvement",
    "threatener-neutral",
    "no-new-threats",
    "orthogonal-goals",
    "monotone-stakes",
}
NUMBERS = ("loss", "gain", "harm", "cost", "execution")


def threat(line: str) -> Json:
    """From "original theft: 10 10 20 8 1/2", also with "demand=1", "stakes=2" and "acts=a,b" behind."""
    head, _, numbers = line.partition(": ")
    kind, name = head.split()
    words = numbers.split()
    more: dict[str, Any] = dict(word.split("=") for word in words[5:])
    acts = more["acts"].split(",") if "acts" in more else []
    sizes = {key: more.get(key) for key in ("demand", "stakes")}
    return {"name": name, "kind": kind, **dict(zip(NUMBERS, words[:5], strict=True)), **sizes, "acts": acts}


def threat_game(*lines: str) -> Json:
    threats = [threat(line) for line in lines]
    return {"threats": threats, "digest": digest(threats)}


def digest(threats: list[Json]) -> str:
    """By games/README.md."""
    text = "spi-threat-game 1\n"
    for one in sorted(threats, key=lambda one: str(one["name"])):
        text += f"{one['kind']} {one['name']}\npays {' '.join(one[key] for key in NUMBERS)}\n"
        text += "".join(f"{key} {one[key]}\n" for key in ("demand", "stakes") if one[key] is not None)
        text += "".join(f"act {act}\n" for act in sorted(one["acts"]))
    return hashlib.sha256(text.encode()).hexdigest()


def rates(text: str) -> Json:
    """From "theft=1/2 burn=1/3"."""
    return [dict(zip(("threat", "rate"), entry.split("="), strict=True)) for entry in text.split()]


def surrogates(text: str) -> Json:
    """From "theft=burn"."""
    return [dict(zip(("threat", "becomes"), entry.split("="), strict=True)) for entry in text.split()]


def document(claim: Json, objects: Json, evidence: Json, assumptions: list[str]) -> Json:
    scope: Json = {"assumptions": assumptions, "trusts": []}
    top = {"format": "spi-certificate", "version": 1, "claim": claim, "objects": objects, "evidence": evidence}
    return copy.deepcopy({**top, "scope": scope})


def equivalent(
    answer: str, game: Json, policy: str, map: str, form: str, delta: str | None, conditions: str, violation: str | None
) -> Json:
    """`conditions` are those that hold, by their first letters."""
    names = ("concession", "execution", "cheaper", "harm")
    holds = {name: name[:2] in conditions.split() for name in names}
    claim = {
        "kind": "concession-equivalent",
        "answer": answer,
        "form": form,
        "delta": delta,
        "conditions": holds,
    }
    objects = {"threat_game": game, "rates": rates(policy), "surrogates": surrogates(map)}
    return document(claim, objects, {"violation": violation}, [RATES])


def change(text: str | None) -> Json:
    """From "theft executed spared principal"."""
    return text and dict(zip(("threat", "branch", "becomes", "party"), text.split(), strict=True))


def improves(
    answer: str, game: Json, map: str, strict: bool, violation: str | None = None, improvement: str | None = None
) -> Json:
    claim = {"kind": "surrogate-spi", "answer": answer, "strict": strict}
    objects = {"threat_game": game, "surrogates": surrogates(map)}
    return document(
        claim, objects, {"violation": change(violation), "improvement": change(improvement)}, [REPLACED, COUPLED]
    )


def expected(answer: str, game: Json, policy: str, map: str, violation: Json = None) -> Json:
    claim = {"kind": "expected-improvement", "answer": answer}
    objects = {"threat_game": game, "rates": rates(policy), "surrogates": surrogates(map)}
    return document(claim, objects, {"violation": violation}, [RATES])


def neutral(answer: str, game: Json, policy: str, attitude: str, original: str, surrogate: str) -> Json:
    best = {"original": original.split(), "surrogate": surrogate.split()}
    claim = {"kind": "threatener-neutral", "answer": answer, "attitude": attitude, "best": best}
    return document(claim, {"threat_game": game, "rates": rates(policy)}, {}, [RATES, BEST])


def no_new(answer: str, game: Json, policy: str, violation: str | None = None) -> Json:
    claim = {"kind": "no-new-threats", "answer": answer}
    return document(claim, {"threat_game": game, "rates": rates(policy)}, {"violation": violation}, [RATES, BEST])


def orthogonal(answer: str, game: Json, violation: Json = None) -> Json:
    claim = {"kind": "orthogonal-goals", "answer": answer}
    return document(claim, {"threat_game": game}, {"violation": violation}, [])


def stakes(answer: str, game: Json, map: str, violation: Json = None) -> Json:
    claim = {"kind": "monotone-stakes", "answer": answer}
    return document(claim, {"threat_game": game, "surrogates": surrogates(map)}, {"violation": violation}, [])


# half of theft is conceded, a quarter of it executed: −10 and 3
THEFT = threat_game("original theft: 10 10 20 8 1/2 acts=stealing", "surrogate burn: 10 10 0 6 1/2 acts=lighter,money")
# executed more often, and more costly to both; 2 and 1 are gained at most
STRIKE = threat_game("original fine: 3 2 5 1 1/2", "surrogate strike: 3 2 6 2 4/5")
# two demands; the larger is the better one for the threatener, and for surrogates both are
DEMANDS = threat_game(
    "original half: 1/2 1/2 1 1/5 1 demand=1/2 stakes=1",
    "original most: 3/4 3/4 1 0 1 demand=3/4 stakes=2",
    "surrogate less: 1/2 1/2 0 0 1 demand=1/2 stakes=0",
    "surrogate more: 3/4 3/4 0 0 1 demand=3/4 stakes=1/2",
)
# conceded for sure: both are worth 1, or, with a cost, nothing
EVEN = threat_game("original a: 1 1 1 1 1", "surrogate b: 1 1 1 1 1")
MURDER = threat_game(
    "original kill: 10 10 1000 5 1 stakes=9 acts=murder,stabbing",
    "original hurt: 2 2 100 5 1 stakes=1 acts=assault",
    "surrogate murder: 10 10 0 5 1 stakes=5 acts=murder,shooting",
)
BOTH = "half=less most=more"

ACCEPTED: dict[str, Json] = {
    "exact": equivalent("yes", THEFT, "theft=1/2 burn=1/2", "theft=burn", "exact", None, "co ex ch ha", None),
    "exact, no": equivalent("no", DEMANDS, "half=1 most=1/2 less=1 more=0", BOTH, "exact", None, "co ex ha", "most"),
    "max": equivalent("yes", DEMANDS, "most=1/2 less=1 more=0 half=1", BOTH, "max", "1/2", "co ex ha", None),
    "max, no": equivalent("no", STRIKE, "fine=1 strike=1/2", "fine=strike", "max", "1/3", "co", "fine"),
    "rms": equivalent("yes", DEMANDS, "half=1 most=1/2 less=1 more=0", BOTH, "rms", "2/5", "co ex ha", None),
    "rms, no": equivalent("no", DEMANDS, "half=1 most=1/2 less=1 more=0", BOTH, "rms", "1/3", "co ex ha", None),
    "spi": improves("yes", EVEN, "a=b", False),
    "spi, strict": improves("yes", THEFT, "theft=burn", True, None, "theft executed executed threatener"),
    "spi, no": improves("no", STRIKE, "fine=strike", False, "fine spared executed principal"),
    "spi, not strict": improves("no", EVEN, "a=b", True),
    "expected": expected("yes", THEFT, "theft=1/2 burn=6/13", "theft=burn"),
    "expected, no": expected(
        "no", THEFT, "theft=1/2 burn=5/13", "theft=burn", {"threat": "theft", "party": "threatener"}
    ),
    "neutral": neutral("yes", EVEN, "a=1/2 b=1/2", "neutral", "a", "b"),
    "neutral, nothing": neutral("yes", EVEN, "a=1/3 b=0", "neutral", "", ""),
    "friendly": neutral("no", DEMANDS, "half=1/2 most=1/2 less=1 more=2/3", "friendly", "most", "less more"),
    "hostile": neutral("no", EVEN, "a=1 b=1/3", "hostile", "a", ""),
    "no new": no_new("yes", EVEN, "a=2/3 b=1"),
    "new": no_new("no", EVEN, "a=1/2 b=1", "b"),
    "orthogonal": orthogonal("yes", THEFT),
    "not orthogonal": orthogonal("no", MURDER, {"original": "kill", "surrogate": "murder", "act": "murder"}),
    "stakes": stakes("yes", DEMANDS, BOTH),
    "stakes, no": stakes("no", MURDER, "kill=murder hurt=murder", {"smaller": "hurt", "larger": "kill"}),
}
