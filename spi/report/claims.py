"""What a verdict claims, for people: programs by their names, where the checker knows hashes only."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from typing import Any

from spi.core.verdict import Fails, Holds

__all__ = ["claim_words"]

_LONGEST = 60
"""Characters of a program with its parameters, inside a sentence."""


def claim_words(verdict: Holds[Any] | Fails[Any]) -> str:
    """The claim, with the names of programs instead of the hashes of their code.

    Parameters
    ----------
    verdict : Holds or Fails
        Certificates know no names; those of programs that are in use are known here.

    Returns
    -------
    str
        A program without a name stays a hash. Programs that are different are called differently: by their parameters
        if their names are equal, and with the hash if these do not tell them apart either.

    Source: ours
    """
    hashes = dict.fromkeys(re.findall(r"\b[0-9a-f]{12}\b", verdict.claim))
    trees = verdict.certificate.as_dict()["objects"].get("programs") if hashes else None
    if not isinstance(trees, list):
        return verdict.claim
    from spi.programs.printer import print_value  # loads the language
    from spi.programs.trees import read_tree

    mentioned = {name: tree for tree in trees if (name := _digest(tree)[:12]) in hashes}
    programs = {name: own for name, tree in mentioned.items() if (own := read_tree(tree)).name}
    words = {name: own.name for name, own in programs.items()}
    if len(set(words.values())) < len(words):
        given = {name: print_value(own, levels=1) for name, own in programs.items()}
        times = Counter(given.values())
        words = {
            name: text if len(text) <= _LONGEST and times[text] == 1 else f"{words[name]} [{name}]"
            for name, text in given.items()
        }
    return re.sub("|".join(words), lambda found: words[found[0]], verdict.claim) if words else verdict.claim


def _digest(tree: object) -> str:
    """As the checker makes it."""
    return hashlib.sha256(json.dumps(tree, sort_keys=True).encode()).hexdigest()
