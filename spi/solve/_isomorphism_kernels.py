"""Sums and hashes over whole games, in the part of Python that numba compiles; undecorated, on lists, the same words.

Words are whole numbers below 2⁶⁴, and arithmetic is modulo 2⁶⁴. Compiled they are unsigned, which is what lets products
wrap around (numba takes it for granted that signed ones do not); the multipliers and the mask are unsigned because they
do not fit into 63 bits. Tables are flat, in the order of a game's table; so are colours, one player's after another's.
"""

from __future__ import annotations

from typing import Any

__all__ = ["MASK", "add_up", "agree", "mix"]

MASK = (1 << 64) - 1

FIRST = 0xBF58476D1CE4E5B9
SECOND = 0x94D049BB133111EB
STEP = 0x9E3779B97F4A7C15
"""Odd multipliers, those of SplitMix64."""


def mix(words: Any) -> None:
    """Replace each word by its image under a bijection that scatters them.

    Source: ours
    """
    for k in range(len(words)):
        z = (words[k] + STEP) & MASK
        z = ((z ^ (z >> 30)) * FIRST) & MASK
        z = ((z ^ (z >> 27)) * SECOND) & MASK
        words[k] = z ^ (z >> 31)


def add_up(words: Any, sizes: Any, colours: Any, left: Any, right: Any, sums: Any, out: Any) -> None:
    """For each action, add up the words of its profiles, each times the colours of the other players' actions.

    To the sum comes a multiple of the action's own colour. A sum does not depend on the order of the others' actions.

    Source: ours
    """
    inner = len(words)
    outer, start = 1, 0
    left[0] = 1
    for i in range(len(sizes)):
        own = sizes[i]
        inner //= own
        right[0] = 1
        count, after = 1, start + own
        for j in range(i + 1, len(sizes)):
            size = sizes[j]
            for p in range(count - 1, -1, -1):
                factor = right[p]
                for y in range(size - 1, -1, -1):
                    right[p * size + y] = (factor * colours[after + y]) & MASK
            count *= size
            after += size
        for x in range(own):
            sums[x] = 0
        k = 0
        for o in range(outer):
            weight = left[o]
            if inner == 1:
                row = words[k : k + own]
                weight = (weight * right[0]) & MASK
                for x in range(own):
                    sums[x] += weight * row[x]
                k += own
            else:
                for x in range(own):
                    row = words[k : k + inner]
                    total = row[0] * right[0]
                    for q in range(1, inner):
                        total += row[q] * right[q]
                    sums[x] += weight * (total & MASK)
                    k += inner
        for x in range(own):
            out[start + x] = (sums[x] + colours[start + x] * STEP) & MASK
        if i + 1 < len(sizes):
            for p in range(outer - 1, -1, -1):
                factor = left[p]
                for x in range(own - 1, -1, -1):
                    left[p * own + x] = (factor * colours[start + x]) & MASK
        outer *= own
        start += own


def agree(source: Any, target: Any, sizes: Any, images: Any, places: Any) -> bool:
    """Does each profile of the source have the same code as the target's profile of the images?

    Source: ours
    """
    last = len(sizes) - 1
    places[0] = 0
    outer, start = 1, 0
    for i in range(last):
        own = sizes[i]
        for p in range(outer - 1, -1, -1):
            place = places[p] * own
            for x in range(own - 1, -1, -1):
                places[p * own + x] = place + images[start + x]
        outer *= own
        start += own
    own = sizes[last]
    for o in range(outer):
        here, there = o * own, places[o] * own
        for x in range(own):
            if source[here + x] != target[there + images[start + x]]:
                return False
    return True
