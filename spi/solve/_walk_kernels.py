"""A walk that looks for an improving map of two players, compiled; loading this module loads numba.

It has no plan, finds maps quickly where there are many, and can never say that there is none.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from spi.core.compiling import compiled

__all__ = ["walk"]


@compiled
def walk(
    allowed: Any, columns: Any, rows_kept: Any, columns_kept: Any, steps: Any, tenure: Any, seed: Any, out: Any
) -> Any:
    """Tabu search for two injections with no profile at which somebody loses; the steps taken, or −1 if none was found.

    It starts from injections into eliminated actions as far as there are enough, changes or swaps an image so that
    fewest profiles are bad, and does not undo a change for some steps.

    Source: ours
    """
    np.random.seed(seed)
    r, actions, c, _ = allowed.shape
    row, column = np.empty(r, np.int64), np.empty(c, np.int64)
    row_of, column_of = np.full(actions, -1), np.full(columns, -1)
    orders = np.random.permutation(actions), np.random.permutation(columns)
    for half in range(2):
        kept, place, back = (rows_kept, row, row_of) if half == 0 else (columns_kept, column, column_of)
        k = 0
        for wanted in range(2):  # what is eliminated first
            for v in orders[half]:
                if kept[v] == wanted and k < len(place):
                    place[k] = v
                    back[v] = k
                    k += 1
    bad_row, bad_column = np.zeros((r, actions), np.int64), np.zeros((c, columns), np.int64)
    for x in range(r):
        for v in range(actions):
            for y in range(c):
                w = column[y]
                bad_row[x, v] += 1 - np.int64((allowed[x, v, y, w >> 6] >> np.uint64(w & 63)) & np.uint64(1))
    for y in range(c):
        for w in range(columns):
            for x in range(r):
                bad_column[y, w] += 1 - np.int64((allowed[x, row[x], y, w >> 6] >> np.uint64(w & 63)) & np.uint64(1))
    cost = 0
    for x in range(r):
        cost += bad_row[x, row[x]]
    tabu_row, tabu_column = np.full((r, actions), -1), np.full((c, columns), -1)
    least = cost
    for step in range(steps):
        if cost == 0:
            for x in range(r):
                out[x] = row[x]
            for y in range(c):
                out[r + y] = column[y]
            return step
        change, ties, side, at, value = 1 << 60, 0, 0, 0, 0
        for x in range(r):
            for v in range(actions):
                z = row_of[v]
                if v == row[x] or (z >= 0 and z < x):
                    continue
                delta = bad_row[x, v] - bad_row[x, row[x]]
                if z >= 0:
                    delta += bad_row[z, row[x]] - bad_row[z, v]
                if delta > change or (tabu_row[x, v] > step and cost + delta >= least):
                    continue
                ties = ties + 1 if delta == change else 1
                if delta < change or np.random.randint(0, ties) == 0:
                    change, side, at, value = delta, 0, x, v
        for y in range(c):
            for w in range(columns):
                z = column_of[w]
                if w == column[y] or (z >= 0 and z < y):
                    continue
                delta = bad_column[y, w] - bad_column[y, column[y]]
                if z >= 0:
                    delta += bad_column[z, column[y]] - bad_column[z, w]
                if delta > change or (tabu_column[y, w] > step and cost + delta >= least):
                    continue
                ties = ties + 1 if delta == change else 1
                if delta < change or np.random.randint(0, ties) == 0:
                    change, side, at, value = delta, 1, y, w
        if ties == 0:
            continue
        until = step + tenure + np.random.randint(0, tenure)
        if side == 0:
            old, other = row[at], row_of[value]
            row_of[old] = -1
            tabu_row[at, old] = until
            if other >= 0:
                tabu_row[other, value] = until
        else:
            old, other = column[at], column_of[value]
            column_of[old] = -1
            tabu_column[at, old] = until
            if other >= 0:
                tabu_column[other, value] = until
        for _ in range(2):
            if side == 0:
                before = row[at]
                for y in range(c):
                    for w in range(columns):
                        word, shift = w >> 6, np.uint64(w & 63)
                        was = np.int64((allowed[at, before, y, word] >> shift) & np.uint64(1))
                        now = np.int64((allowed[at, value, y, word] >> shift) & np.uint64(1))
                        bad_column[y, w] += was - now
                row[at] = value
                row_of[value] = at
            else:
                before = column[at]
                for x in range(r):
                    for v in range(actions):
                        was = np.int64((allowed[x, v, at, before >> 6] >> np.uint64(before & 63)) & np.uint64(1))
                        now = np.int64((allowed[x, v, at, value >> 6] >> np.uint64(value & 63)) & np.uint64(1))
                        bad_row[x, v] += was - now
                column[at] = value
                column_of[value] = at
            if other < 0:
                break
            at, value = other, old
        cost += change
        if cost < least:
            least = cost
    return -1
