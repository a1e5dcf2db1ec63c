"""Loops of the search for improving maps of two players, compiled; loading this module loads numba.

The *early* player's survivors (numbers 0 … r−1 here) are assigned one after the other, each of the *late* player's
(0 … c−1) keeps a set of actions, as words of 64 bits. Arrays and whole numbers in and out; nothing is raised.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from spi.core.compiling import compiled

__all__ = ["FOUND", "FULL", "NONE", "PAUSED", "allowed_sets", "search"]

NONE, FOUND, PAUSED, FULL = 0, 1, 2, 3
"""How a call ended: nothing is left, a map, the limit of nodes, the record's limit of tokens."""

NEUTRAL, HALL, AFFINE, ELIMINATION = -1, -2, -3, -4
"""Tokens of a record that are no branches; after HALL come the number of late survivors and the survivors."""

DEPTH, ENTERING, NODES, TOKENS = 0, 1, 2, 3
"""Places in the array that keeps a search between calls."""


@compiled
def lowest(word: Any) -> Any:
    """The position of the lowest bit of a word that is not 0.

    Source: ours
    """
    word = (word & (~word + np.uint64(1))) - np.uint64(1)
    return ones(word)


@compiled
def ones(word: Any) -> Any:
    """The number of bits that are 1.

    Source: ours
    """
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@compiled
def allowed_sets(own: Any, other: Any, early: Any, late: Any, words: int) -> Any:
    """For each early survivor, image and late survivor the late images with which neither loses, as words.

    `own` and `other` are the players' payoffs (or ranks), the early player's actions first.

    Source: ours
    """
    actions, columns = own.shape
    sets = np.zeros((len(early), actions, len(late), words), np.uint64)
    for x in range(len(early)):
        for y in range(len(late)):
            mine, theirs = own[early[x], late[y]], other[early[x], late[y]]
            for v in range(actions):
                for w in range(columns):
                    if own[v, w] >= mine and other[v, w] >= theirs:
                        sets[x, v, y, w >> 6] |= np.uint64(1) << np.uint64(w & 63)
    return sets


@compiled
def violator(sets: Any, holder: Any, held: Any, queue: Any, came: Any, seen: Any) -> Any:
    """Extend a matching to all sets; 0, or the number of sets in `queue` that have too few elements together.

    Source: ours
    """
    count, words = sets.shape
    for w in range(len(holder)):
        holder[w] = -1
    for y in range(count):
        w = held[y]
        if w >= 0 and (sets[y, w >> 6] >> np.uint64(w & 63)) & np.uint64(1) and holder[w] < 0:
            holder[w] = y
        else:
            held[y] = -1
    for start in range(count):
        if held[start] >= 0:
            continue
        for k in range(words):
            seen[k] = np.uint64(0)
        queue[0] = start
        head, tail, free = 0, 1, -1
        while head < tail and free < 0:
            y = queue[head]
            head += 1
            for k in range(words):
                new = sets[y, k] & ~seen[k]
                seen[k] |= new
                while new != np.uint64(0):
                    w = 64 * k + lowest(new)
                    new &= new - np.uint64(1)
                    came[w] = y
                    if holder[w] < 0:
                        free = w
                        break
                    queue[tail] = holder[w]
                    tail += 1
                if free >= 0:
                    break
        if free < 0:
            return tail
        while True:
            y = came[free]
            before = held[y]
            held[y] = free
            holder[free] = y
            if y == start:
                break
            free = before
    return 0


@compiled
def only(words: Any) -> Any:
    """The position of the only bit of some words.

    Source: ours
    """
    w = 0
    for k in range(len(words)):
        if words[k] != np.uint64(0):
            w = 64 * k + lowest(words[k])
    return w


@compiled
def find_rule(references: Any, bound: Any, early: Any, late: Any, chosen: Any, sets: Any, rule: Any) -> Any:
    """Write down the affine map (rise, image rise, base, image) that assigned references determine; is it increasing?

    Source: ours
    """
    x, y = references[0, 0], references[0, 1]
    rule[2], rule[3] = bound[early[x], late[y]], bound[chosen[x], only(sets[y])]
    rise, after = 1, 1
    if len(references) > 1:
        x, y = references[1, 0], references[1, 1]
        rise, after = bound[early[x], late[y]] - rule[2], bound[chosen[x], only(sets[y])] - rule[3]
        if (rise > 0) != (after > 0) or after == 0:
            return False
        if rise < 0:
            rise, after = -rise, -after
    rule[0], rule[1] = rise, after
    return True


@compiled
def kept(word: Any, k: Any, bound: Any, before: Any, late: Any, after: Any, rule: Any) -> Any:
    """Of the late images in the k-th word those at which the bound player's payoff changes by the rule, if it is known.

    `before`, `late` are the actions of a profile, `after` is the image of the first.

    Source: ours
    """
    if rule[0] >= 0:
        rise = rule[1] * (bound[before, late] - rule[2])
        left = word
        while left != np.uint64(0):
            bit = left & (~left + np.uint64(1))
            left ^= bit
            if rise != rule[0] * (bound[after, 64 * k + lowest(bit)] - rule[3]):
                word ^= bit
    return word


@compiled
def leaves_images(sets: Any, allowed: Any, bound: Any, before: Any, late: Any, after: Any, rule: Any) -> Any:
    """Does every late survivor keep an image if an early one's is `after`?

    Source: ours
    """
    for y in range(len(late)):
        some = False
        for k in range(sets.shape[1]):
            word = sets[y, k] & allowed[y, k]
            if word != np.uint64(0) and kept(word, k, bound, before, late[y], after, rule) != np.uint64(0):
                some = True
                break
        if not some:
            return False
    return True


@compiled
def can_gain(own: Any, other: Any, early: Any, late: Any, chosen: Any, sets: Any) -> Any:
    """Where the early survivors are assigned: is there a late image that changes a payoff?

    Source: ours
    """
    for y in range(len(late)):
        for k in range(sets.shape[1]):
            left = sets[y, k]
            while left != np.uint64(0):
                w = 64 * k + lowest(left)
                left &= left - np.uint64(1)
                for x in range(len(early)):
                    v = chosen[x]
                    if own[v, w] != own[early[x], late[y]] or other[v, w] != other[early[x], late[y]]:
                        return True
    return False


@compiled
def search(
    allowed: Any, own: Any, other: Any, early: Any, late: Any, strict: Any, numbers: Any,
    bound: Any, references: Any, place: Any, limit: Any, record: Any, out: Any,
    sets: Any, options: Any, used: Any, chosen: Any, fixed: Any, variable: Any, rest: Any, rules: Any, held: Any,
) -> Any:  # fmt: skip
    """Go on with a search from where its arrays stand.

    `bound` is the payoff matrix of the player who does not move (early player's actions first), empty if there is none;
    `references` the early and late survivors of one or two profiles. `numbers` are the variables' numbers in records.
    At depth d: `sets[d]` of the late survivors, `options[d]` of the early ones, `used[d]` early actions, `chosen[d]`
    the early survivors' images or −1, `fixed[d]` whether a late one is assigned, `variable[d]` branched on, `rest[d]`
    its images to come, `rules[d]` the affine map (rise, image rise, base, image; rise −1 while unknown).

    Source: ours
    """
    r, c, words, wide = len(early), len(late), sets.shape[2], options.shape[2]
    holder, queue = np.empty(64 * words, np.int64), np.empty(c + 1, np.int64)
    came, seen = np.empty(64 * words, np.int64), np.empty(words, np.uint64)
    recording, room = len(record) > 0, len(record) - c - 8
    d = place[DEPTH]
    entering = place[ENTERING]
    while True:
        if entering == 1:
            full = recording and place[TOKENS] > room
            if full or place[NODES] >= limit:
                place[DEPTH], place[ENTERING] = d, 1
                return FULL if full and place[NODES] < limit else PAUSED
            place[NODES] += 1
            entering = 0
            close = False
            bad = violator(sets[d], holder, held, queue, came, seen)
            if bad > 0:
                if recording:
                    t = place[TOKENS]
                    record[t] = HALL
                    record[t + 1] = bad
                    for k in range(bad):
                        record[t + 2 + k] = queue[k]
                    place[TOKENS] = t + 2 + bad
                close = True
            wanted = -1
            if not close and len(references) > 0 and rules[d, 0] < 0:
                for k in range(len(references)):
                    if chosen[d, references[k, 0]] < 0:
                        wanted = references[k, 0]
                        break
                    if fixed[d, references[k, 1]] == 0:
                        wanted = r + references[k, 1]
                        break
                if wanted < 0:  # the affine map is determined now
                    if recording:
                        record[place[TOKENS]] = AFFINE
                        place[TOKENS] += 1
                    if find_rule(references, bound, early, late, chosen[d], sets[d], rules[d]):
                        for x in range(r):
                            v = chosen[d, x]
                            if v >= 0:
                                for y in range(c):
                                    for k in range(words):
                                        sets[d, y, k] = kept(sets[d, y, k], k, bound, early[x], late[y], v, rules[d])
                        entering = 1
                        continue
                    close = True
            best = -1
            if not close:
                fewest = 1 << 60
                for x in range(r):
                    if chosen[d, x] >= 0 or (wanted >= 0 and wanted != x):
                        continue
                    count = 0
                    for q in range(wide):
                        left = options[d, x, q] & ~used[d, q]
                        live = left
                        while left != np.uint64(0):
                            bit = left & (~left + np.uint64(1))
                            left ^= bit
                            v = 64 * q + lowest(bit)
                            if not leaves_images(sets[d], allowed[x, v], bound, early[x], late, v, rules[d]):
                                live ^= bit
                        options[d, x, q] = live
                        count += ones(live)
                    if count < fewest:
                        fewest, best = count, x
                        if count == 0:
                            break
                if best < 0:  # the early player's survivors are assigned, or a late one is wanted
                    if wanted < 0 and strict and not can_gain(own, other, early, late, chosen[d], sets[d]):
                        if recording:
                            record[place[TOKENS]] = NEUTRAL
                            place[TOKENS] += 1
                        close = True
                    if not close:
                        for y in range(c):
                            if wanted >= 0 and wanted != r + y:
                                continue
                            count = 0
                            for k in range(words):
                                count += ones(sets[d, y, k])
                            if (count > 1 or wanted >= 0) and count < fewest:
                                fewest, best = count, r + y
                        if best < 0:  # a map
                            for x in range(r):
                                out[x] = chosen[d, x]
                            for y in range(c):
                                out[r + y] = only(sets[d, y])
                            if recording and len(references) > 0:
                                t = place[TOKENS]
                                for y in range(c):
                                    if fixed[d, y] == 0:
                                        record[t] = numbers[r + y]
                                        t += 1
                                record[t] = ELIMINATION
                                place[TOKENS] = t + 1
                            place[DEPTH], place[ENTERING] = d - 1, 0
                            return FOUND
            if close:
                d -= 1
            else:
                variable[d] = best
                if recording:
                    record[place[TOKENS]] = numbers[best]
                    place[TOKENS] += 1
                for q in range(rest.shape[1]):
                    rest[d, q] = np.uint64(0)
                if best < r:
                    for q in range(wide):
                        rest[d, q] = options[d, best, q] & ~used[d, q]
                else:
                    for k in range(words):
                        rest[d, k] = sets[d, best - r, k]
        # the next image of the variable at this depth
        value = -1
        while d >= 0:
            for q in range(rest.shape[1]):
                if rest[d, q] != np.uint64(0):
                    value = 64 * q + lowest(rest[d, q])
                    rest[d, q] &= rest[d, q] - np.uint64(1)
                    break
            if value >= 0:
                break
            d -= 1
        if d < 0:
            place[DEPTH], place[ENTERING] = -1, 0
            return NONE
        best = variable[d]
        for x in range(r):
            chosen[d + 1, x] = chosen[d, x]
            for q in range(wide):
                options[d + 1, x, q] = options[d, x, q]
        for q in range(wide):
            used[d + 1, q] = used[d, q]
        for k in range(4):
            rules[d + 1, k] = rules[d, k]
        for y in range(c):
            fixed[d + 1, y] = fixed[d, y]
            for k in range(words):
                word = sets[d, y, k]
                if best < r:
                    word = kept(word & allowed[best, value, y, k], k, bound, early[best], late[y], value, rules[d])
                elif best == r + y:
                    word = np.uint64(0)
                sets[d + 1, y, k] = word
        if best < r:
            chosen[d + 1, best] = value
            used[d + 1, value >> 6] |= np.uint64(1) << np.uint64(value & 63)
        else:
            fixed[d + 1, best - r] = 1
            sets[d + 1, best - r, value >> 6] = np.uint64(1) << np.uint64(value & 63)
        d += 1
        entering = 1
