"""Agents with bounded proof searches: proofs/README.md section 21.

That all of the greatest fixed point play their guarded actions is trusted; which agents these are is recomputed.
"""

import hashlib
import json
from collections.abc import Collection

from spi.checker.encounters import shown
from spi.checker.reader import Fields, Item, Receipt

LARGE = "all proof budgets are large enough, and none is longer than a power of another"
SOUND = "nothing false can be proved"
LOEB = "critch-2019, parametric bounded Löb, and our corollary of it for monotone conditions"


def met(condition: Item, playing: Collection[str], names: Collection[str]) -> bool:
    """Is a condition met if exactly these agents play their guarded actions? All parts are read, met or not."""
    if isinstance(condition.value, str):
        return condition.choice(names, "name") in playing
    fields = condition.fields(("at_least", "of"))
    parts = [met(part, playing, names) for part in fields["of"].items()]
    counts = {str(k): k for k in range(len(parts) + 2)}
    return sum(parts) >= counts[fields["at_least"].choice(counts)]


def bounded_outcome(top: Fields) -> Receipt:
    """Section 21."""
    claim = top["claim"].fields(("kind", "answer", "outcome"))
    claim["answer"].equals("yes", "flag")
    objects = top["objects"].fields(("agents",))
    rows = [entry.fields(("name", "guarded", "otherwise", "proves")) for entry in objects["agents"].items()]
    names = dict.fromkeys(Item([row["name"].value for row in rows], objects["agents"].place).names())  # to look them up
    for row in rows:
        row["otherwise"].need(row["otherwise"].name() != row["guarded"].name(), "value", "two actions are needed")
    agents = dict(zip(names, rows, strict=True))

    left = dict.fromkeys(names)
    for item in top["evidence"].fields(("falls",))["falls"].items():
        name = item.choice(left, "name")
        falls = not met(agents[name]["proves"], left, names)
        item.need(falls, "witness", "the condition is met by the agents that have not fallen before")
        del left[name]
    for name in left:
        stays = met(agents[name]["proves"], left, names)
        agents[name]["proves"].need(
            stays, "witness", "it is not met by those that are left, and the agent has not fallen"
        )

    played = [row["guarded" if name in left else "otherwise"].name() for name, row in agents.items()]
    for stated, action in zip(claim["outcome"].items(len(played), "profile"), played, strict=True):
        stated.equals(action, "flag")
    digest = hashlib.sha256(json.dumps(objects["agents"].value, sort_keys=True).encode()).hexdigest()
    words = f"agents {digest[:12]} with large proof budgets play {shown(tuple(played))}"
    done = (
        "digest of the agents",
        "scope",
        f"falls ({len(names) - len(left)}): each one's condition is not met even if all that are left play",
        f"the other agents ({len(left)}): their conditions are met if exactly these play",
    )
    return Receipt("", "bounded-outcome", "yes", words, (digest,), done, (LARGE, SOUND), (LOEB,) if left else ())
