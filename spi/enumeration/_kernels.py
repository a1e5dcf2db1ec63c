"""Loops over tables, in the part of Python that numba compiles; undecorated they give the same numbers, slowly.

Arrays and whole numbers in and out; nothing is raised. `compiled` makes them fast; small inputs do not need it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = [
    "best_replies",
    "count_bits",
    "count_byte_pairs",
    "count_coded",
    "count_dependent",
    "count_mapped",
    "count_pairs",
    "count_ranks",
    "count_unequal_over",
    "count_unequal_ratios",
    "count_unequal_wide",
    "fill_branch",
    "fill_sum",
    "find_pair",
    "flag_columns",
    "flag_rows",
    "histogram",
    "mark_pairs",
    "mark_replies",
    "presence",
    "rows_alike",
]

CHUNK = 1 << 14
"""Entries whose counts fit together into 32 bits: the lower half counts one thing, the upper half another."""

LANES = 255
"""Words whose counts fit into the lanes of one, as narrow as they are."""


def fill_branch(
    out: Any, rows: Any, runs: int, inner: int,
    left_s: Any, left_s_row: Any, left_s_run: Any, left_v: Any, left_v_row: Any, left_v_run: Any,
    right_s: Any, right_s_row: Any, right_s_run: Any, right_v: Any, right_v_row: Any, right_v_run: Any,
    then_s: Any, then_s_row: Any, then_s_run: Any, then_v: Any, then_v_row: Any, then_v_run: Any,
    else_s: Any, else_s_row: Any, else_s_run: Any, else_v: Any, else_v_row: Any, else_v_run: Any,
) -> None:  # fmt: skip
    """Fill rows with one of two sums, by whether two other sums are equal; each of a constant and a vector per run.

    Source: ours
    """
    for r in range(rows):
        start = r * runs * inner
        for run in range(runs):
            left = left_s[left_s_row[r] + left_s_run[run]]
            right = right_s[right_s_row[r] + right_s_run[run]]
            then = then_s[then_s_row[r] + then_s_run[run]]
            other = else_s[else_s_row[r] + else_s_run[run]]
            lv = left_v[left_v_row[r] + left_v_run[run] :]
            rv = right_v[right_v_row[r] + right_v_run[run] :]
            tv = then_v[then_v_row[r] + then_v_run[run] :]
            ev = else_v[else_v_row[r] + else_v_run[run] :]
            target = out[start + run * inner : start + (run + 1) * inner]
            for k in range(inner):
                target[k] = tv[k] + then if lv[k] + left == rv[k] + right else ev[k] + other


def fill_sum(
    out: Any, rows: Any, runs: int, inner: int, s: Any, s_row: Any, s_run: Any, v: Any, v_row: Any, v_run: Any
) -> None:
    """Fill rows with a constant and a vector per run.

    Source: ours
    """
    for r in range(rows):
        start = r * runs * inner
        for run in range(runs):
            constant, vector = s[s_row[r] + s_run[run]], v[v_row[r] + v_run[run] :]
            target = out[start + run * inner : start + (run + 1) * inner]
            for k in range(inner):
                target[k] = vector[k] + constant


def count_pairs(before: Any, after: Any, relation: Any, shift: Any) -> tuple[Any, Any]:
    """How often a pair of numbers is in a relation, by the lower and by the upper half of what the relation says.

    Source: ours
    """
    low, high = np.uint64(0), np.uint64(0)
    for start in range(0, len(before), CHUNK):
        old, new = before[start : start + CHUNK], after[start : start + CHUNK]
        total = np.uint32(0)
        for k in range(len(old)):
            total += relation[(np.uint32(old[k]) << shift) | np.uint32(new[k])]
        low += np.uint64(total & np.uint32(0xFFFF))
        high += np.uint64(total >> np.uint32(16))
    return low, high


def count_byte_pairs(before: Any, after: Any, relation: Any, shift: Any) -> tuple[Any, Any, Any]:
    """As `count_pairs`, of bytes in words of eight; and the bits that occur in any of them.

    Source: ours
    """
    low, high, seen = np.uint64(0), np.uint64(0), np.uint64(0)
    even, last = np.uint64(0x00FF00FF00FF00FF), np.uint64(len(relation) - 1)
    byte, short, word, long = np.uint64(8), np.uint64(16), np.uint64(32), np.uint64(48)
    for start in range(0, len(before), CHUNK >> 3):
        old, new = before[start : start + (CHUNK >> 3)], after[start : start + (CHUNK >> 3)]
        one, two = np.uint32(0), np.uint32(0)
        for k in range(len(old)):
            x, y = old[k], new[k]
            seen |= x | y
            a = ((x & even) << shift) | (y & even)  # four pairs side by side, 16 bits each
            b = (((x >> byte) & even) << shift) | ((y >> byte) & even)
            one += relation[a & last]
            two += relation[b & last]
            one += relation[(a >> short) & last]
            two += relation[(b >> short) & last]
            one += relation[(a >> word) & last]
            two += relation[(b >> word) & last]
            one += relation[(a >> long) & last]
            two += relation[(b >> long) & last]
        total = one + two
        low += np.uint64(total & np.uint32(0xFFFF))
        high += np.uint64(total >> np.uint32(16))
    return low, high, seen


def find_pair(before: Any, after: Any, relation: Any, shift: Any, bit: Any) -> int:
    """Where a pair of numbers is first in a relation, or −1.

    Source: ours
    """
    for start in range(0, len(before), CHUNK):
        old, new = before[start : start + CHUNK], after[start : start + CHUNK]
        total = np.uint32(0)
        for k in range(len(old)):
            total |= relation[(np.uint32(old[k]) << shift) | np.uint32(new[k])]
        if total & bit:
            for k in range(len(old)):
                if relation[(np.uint32(old[k]) << shift) | np.uint32(new[k])] & bit:
                    return start + k
    return -1


def mark_pairs(before: Any, after: Any, relation: Any, shift: Any, bit: Any, out: Any) -> None:
    """Where pairs of numbers are not in a relation.

    Source: ours
    """
    for k in range(len(before)):
        out[k] = (relation[(np.uint32(before[k]) << shift) | np.uint32(after[k])] & bit) == 0


def presence(before: Any, after: Any, shift: Any, seen: Any) -> None:
    """Which pairs of numbers occur.

    Source: ours
    """
    for k in range(len(before)):
        seen[(np.uint32(before[k]) << shift) | np.uint32(after[k])] = 1


def histogram(before: Any, after: Any, shift: Any, counts: Any) -> None:
    """How often each pair of numbers occurs; counts has one row or four, which are to be added.

    Source: ours
    """
    n = len(before) & ~3
    last = counts.shape[0] - 1
    for k in range(0, n, 4):  # four rows, so that equal pairs one after the other do not wait for one another
        for row in range(4):
            counts[row & last, (np.uint32(before[k + row]) << shift) | np.uint32(after[k + row])] += 1
    for k in range(n, len(before)):
        counts[0, (np.uint32(before[k]) << shift) | np.uint32(after[k])] += 1


def count_mapped(
    before: Any, after: Any, rows: Any, columns: Any, relation: Any, shift: Any, bit: Any
) -> tuple[Any, Any, int]:
    """As `count_pairs`, against the entry that rows and columns are sent to; and where the bit is first, or −1.

    Source: ours
    """
    low, high, first = np.uint64(0), np.uint64(0), -1
    for r in range(before.shape[0]):
        row, image = before[r], after[rows[r]]
        for start in range(0, len(row), CHUNK):
            old, sent = row[start : start + CHUNK], columns[start : start + CHUNK]
            total = np.uint32(0)
            seen = np.uint32(0)
            for k in range(len(old)):
                found = relation[(np.uint32(old[k]) << shift) | np.uint32(image[sent[k]])]
                total += found
                seen |= found
            low += np.uint64(total & np.uint32(0xFFFF))
            high += np.uint64(total >> np.uint32(16))
            if first < 0 and seen & bit:
                for k in range(len(old)):
                    if first < 0 and relation[(np.uint32(old[k]) << shift) | np.uint32(image[sent[k]])] & bit:
                        first = r * len(row) + start + k
    return low, high, first


def count_ranks(before: Any, after: Any, guards: Any, tops: Any, width: Any) -> tuple[Any, Any]:
    """In words of 64 bits that hold several entries: in how many a rank got lower, and how many changed.

    An entry has a rank for each player with a guard bit above it, 0 in the tables. Every subtraction starts with the
    guard at 1: it ends at 0 where the rank got lower, and takes nothing from the entry above.

    Source: ours
    """
    worse, changed = np.uint64(0), np.uint64(0)
    lows = tops - (tops >> (width - np.uint64(1)))
    last = width - np.uint64(1)
    lane = (np.uint64(1) << last) - np.uint64(1) + (np.uint64(1) << last)
    for start in range(0, len(before), LANES):
        old, new = before[start : start + LANES], after[start : start + LANES]
        bad, other = np.uint64(0), np.uint64(0)
        for k in range(len(old)):
            lower = ~((new[k] | guards) - old[k]) & guards
            bad += ((((lower & lows) + lows) | lower) & tops) >> last
            differs = new[k] ^ old[k]
            other += ((((differs & lows) + lows) | differs) & tops) >> last
        while bad | other:
            worse += bad & lane
            changed += other & lane
            bad = (bad >> last) >> np.uint64(1)
            other = (other >> last) >> np.uint64(1)
    return worse, changed


def count_coded(before: Any, after: Any, codes: Any, guards: Any) -> tuple[int, int, int, int]:
    """Of numbers whose ranks are looked up: how often a rank got lower, how often ranks only rose, and both first.

    Source: ours
    """
    worse = better = 0
    first_worse = first_better = -1
    for start in range(0, len(before), CHUNK):
        old, new = before[start : start + CHUNK], after[start : start + CHUNK]
        bad = changed = 0
        for k in range(len(old)):
            a, b = codes[new[k]], codes[old[k]]
            bad += (((a | guards) - b) & guards) != guards
            changed += a != b
        if (bad and first_worse < 0) or (changed > bad and first_better < 0):
            for k in range(len(old)):
                a, b = codes[new[k]], codes[old[k]]
                if (((a | guards) - b) & guards) != guards:
                    if first_worse < 0:
                        first_worse = start + k
                elif a != b and first_better < 0:
                    first_better = start + k
        worse += bad
        better += changed - bad
    return worse, better, first_worse, first_better


def rows_alike(table: Any, others: Any) -> bool:
    """Is every row the same as the row that is named for it?

    Source: ours
    """
    for r in range(table.shape[0]):
        row, other = table[r], table[others[r]]
        differ = 0
        for k in range(len(row)):
            differ |= row[k] != other[k]
        if differ:
            return False
    return True


def flag_rows(table: Any, own: Any, flags: Any) -> None:
    """Which rows have an entry other than the row's number.

    Source: ours
    """
    for r in range(table.shape[0]):
        row, number, differ = table[r], own[r], False
        for k in range(len(row)):
            differ |= row[k] != number
        flags[r] |= differ


def flag_columns(table: Any, own: Any, flags: Any) -> None:
    """Which rows have an entry other than its column's number.

    Source: ours
    """
    for r in range(table.shape[0]):
        row, differ = table[r], False
        for k in range(len(row)):
            differ |= row[k] != own[k]
        flags[r] |= differ


def count_dependent(choices: Any, labels: Any, rows: Any, last: Any, flags: Any, seen: Any) -> tuple[int, int]:
    """At how many profiles somebody's choice has another label than her own program, and where first, or −1.

    Choices are a tuple of tables, one for each player; `last` says which program the last one has in each column, and
    `rows` which ones the others have in each row, all of the type of the tables. Only rows with a flag are looked at.
    `seen` is a row of bytes.

    Source: ours
    """
    count, first, n = 0, -1, len(choices)
    columns = len(seen)
    for r in range(len(flags)):
        if not flags[r]:
            continue
        for k in range(columns):
            seen[k] = 0
        for i in range(n - 1):
            known, chosen = labels[i], choices[i][r]
            label = known[rows[i, r]]
            for k in range(columns):
                seen[k] |= known[chosen[k]] != label
        known, chosen = labels[n - 1], choices[n - 1][r]
        for k in range(columns):
            seen[k] |= known[chosen[k]] != known[last[k]]
        bad = 0
        for k in range(columns):
            bad += seen[k]
        if bad and first < 0:
            for k in range(columns):
                if first < 0 and seen[k]:
                    first = r * columns + k
        count += bad
    return count, first


def count_unequal_ratios(a: Any, b: Any, c: Any, d: Any) -> tuple[int, int]:
    """How often a/b ≠ c/d, by cross-multiplication where products fit, and where first, or −1.

    Source: ours
    """
    count, first = 0, -1
    for start in range(0, len(a), CHUNK):
        p, q, r, s = (
            a[start : start + CHUNK],
            b[start : start + CHUNK],
            c[start : start + CHUNK],
            d[start : start + CHUNK],
        )
        bad = 0
        for k in range(len(p)):
            bad += p[k] * s[k] != r[k] * q[k]
        if bad and first < 0:
            for k in range(len(p)):
                if first < 0 and p[k] * s[k] != r[k] * q[k]:
                    first = start + k
        count += bad
    return count, first


def count_unequal_wide(a: Any, b: Any, c: Any, d: Any) -> tuple[int, int]:
    """As `count_unequal_ratios`, for words of 64 bits without sign whose products have up to 128 bits.

    Source: ours
    """
    count, first = 0, -1
    half, low = np.uint64(32), np.uint64(0xFFFFFFFF)
    for k in range(len(a)):
        a1, a0, d1, d0 = a[k] >> half, a[k] & low, d[k] >> half, d[k] & low
        c1, c0, b1, b0 = c[k] >> half, c[k] & low, b[k] >> half, b[k] & low
        left_mid = ((a0 * d0) >> half) + ((a1 * d0) & low) + ((a0 * d1) & low)
        right_mid = ((c0 * b0) >> half) + ((c1 * b0) & low) + ((c0 * b1) & low)
        left_high = a1 * d1 + ((a1 * d0) >> half) + ((a0 * d1) >> half) + (left_mid >> half)
        right_high = c1 * b1 + ((c1 * b0) >> half) + ((c0 * b1) >> half) + (right_mid >> half)
        left_low, right_low = ((a0 * d0) & low) | (left_mid << half), ((c0 * b0) & low) | (right_mid << half)
        if left_high != right_high or left_low != right_low:
            count += 1
            if first < 0:
                first = k
    return count, first


def count_unequal_over(a: Any, c: Any, slack: int) -> tuple[int, int]:
    """How often two numerators over one denominator differ by more than a slack, and where first, or −1.

    Source: ours
    """
    count, first = 0, -1
    for start in range(0, len(a), CHUNK):
        p, r = a[start : start + CHUNK], c[start : start + CHUNK]
        bad = 0
        for k in range(len(p)):
            bad += (p[k] - r[k] > slack) | (r[k] - p[k] > slack)
        if bad and first < 0:
            for k in range(len(p)):
                if first < 0 and (p[k] - r[k] > slack or r[k] - p[k] > slack):
                    first = start + k
        count += bad
    return count, first


def best_replies(table: Any, ranks: Any, best: Any) -> None:
    """The highest rank along the middle axis of a table of three axes, joined to what is known.

    Source: ours
    """
    for a in range(table.shape[0]):
        for k in range(table.shape[1]):
            row, top = table[a, k], best[a]
            for b in range(len(row)):
                rank = ranks[row[b]]
                if rank > top[b]:
                    top[b] = rank


def mark_replies(table: Any, ranks: Any, best: Any, mask: Any) -> None:
    """Strike out of a mask where the rank is not the best along the middle axis.

    Source: ours
    """
    for a in range(table.shape[0]):
        for k in range(table.shape[1]):
            row, top, own = table[a, k], best[a], mask[a, k]
            for b in range(len(row)):
                own[b] &= ranks[row[b]] == top[b]


def count_bits(a: Any, b: Any, c: Any, d: Any, truth: Any) -> Any:
    """For four planes of bits in words of 64: at how many places a truth table says yes.

    The table has 16 words of only ones or only zeros: for the bits p, q, r, s of the planes at place 8p + 4q + 2r + s.

    Source: ours
    """
    total = np.uint64(0)
    fives, threes, nibbles = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333), np.uint64(0x0F0F0F0F0F0F0F0F)
    bytes_, shorts, words = np.uint64(0x00FF00FF00FF00FF), np.uint64(0x0000FFFF0000FFFF), np.uint64(0xFFFFFFFF)
    one, two, four, eight = np.uint64(1), np.uint64(2), np.uint64(4), np.uint64(8)
    for start in range(0, len(a), 31):  # 31 times 8 ones at most in each byte
        pp, qq, rr, ss = a[start : start + 31], b[start : start + 31], c[start : start + 31], d[start : start + 31]
        lanes = np.uint64(0)
        for k in range(len(pp)):
            p, q, r, s = pp[k], qq[k], rr[k], ss[k]
            t0 = truth[0] ^ ((truth[0] ^ truth[1]) & s)  # by the last bit, then by the one before it, and so on
            t1 = truth[2] ^ ((truth[2] ^ truth[3]) & s)
            t2 = truth[4] ^ ((truth[4] ^ truth[5]) & s)
            t3 = truth[6] ^ ((truth[6] ^ truth[7]) & s)
            t4 = truth[8] ^ ((truth[8] ^ truth[9]) & s)
            t5 = truth[10] ^ ((truth[10] ^ truth[11]) & s)
            t6 = truth[12] ^ ((truth[12] ^ truth[13]) & s)
            t7 = truth[14] ^ ((truth[14] ^ truth[15]) & s)
            u0, u1 = t0 ^ ((t0 ^ t1) & r), t2 ^ ((t2 ^ t3) & r)
            u2, u3 = t4 ^ ((t4 ^ t5) & r), t6 ^ ((t6 ^ t7) & r)
            v0, v1 = u0 ^ ((u0 ^ u1) & q), u2 ^ ((u2 ^ u3) & q)
            x = v0 ^ ((v0 ^ v1) & p)
            x = x - ((x >> one) & fives)  # ones in pairs of bits, in nibbles, in bytes
            x = (x & threes) + ((x >> two) & threes)
            lanes += (x + (x >> four)) & nibbles
        lanes = (lanes & bytes_) + ((lanes >> eight) & bytes_)
        lanes = (lanes & shorts) + ((lanes >> np.uint64(16)) & shorts)
        total += (lanes & words) + (lanes >> np.uint64(32))
    return total
