"""Elimination over arrays of whole numbers, in the part of Python that numba compiles; undecorated it is slow.

A *row* is an action of the player whose payoffs are looked at, a *column* a profile of the others' actions. Payoffs are
compared with payoffs of the same player in the same column and nothing else is done with them: no number can overflow.
"""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["eliminate"]

KEPT = 16
"""Witnesses that are remembered of a row; one that needs more is tested again whenever it is its player's turn."""

RUN = 32
"""Payoffs that are compared before the results are looked at."""

LIKELY = 64
"""Actions that have dominated others before, which are tried first."""

PATIENCE = 4
"""Rows that have stayed, from which the cost of testing the others is estimated."""


def eliminate(first: Any, rest: Any, sizes: Any, widths: Any, log: Any, price: Any, probing: Any) -> Any:
    """Delete dominated rows, player by player, until there are none; returns how many were deleted.

    Parameters
    ----------
    first : array of int64, length rows × columns
        The first player's payoffs, one row after the other.
    rest : array of int64
        The other players' likewise: each with her own actions in rows, the others' profiles in lexicographic order.
    sizes, widths : arrays of n int64
        Numbers of rows and of columns of each player.
    log : array of int64, shape (as many as there are actions, 3)
        Receives player, row, and a row that dominated it and was alive then.
    price : float
        What finding all best replies costs, per payoff, where comparing two payoffs costs 1. Pairs of rows are
        compared as long as that is cheaper. Infinity: for ever. Negative: best replies from the beginning.
    probing : bool
        Return when comparing pairs becomes dearer, instead of going on with best replies.

    Returns
    -------
    int

    Notes
    -----
    A row that is a best reply to a live column is not dominated. What is deleted is worse than its dominator in every
    live column, so the maximum of a live column never moves: it is computed once, and each row walks through its
    columns once, from one that it is a best reply to, to the next when that one dies.

    A row without any is compared with others: first with those that are likely to dominate it (the neighbours, because
    actions are often ordered, and rows that dominated others), then with all of them at once in one column after the
    other while that rules out many, then pair by pair. The columns in which it was not worse than they were are its
    witnesses, and it need not be looked at while all of them live.

    Source: ours
    """
    n = len(sizes)
    row_of, column_of = np.zeros(n + 1, np.int64), np.zeros(n + 1, np.int64)
    most, widest = 0, 0
    for i in range(n):
        row_of[i + 1] = row_of[i] + sizes[i]
        column_of[i + 1] = column_of[i] + widths[i]
        most, widest = max(most, sizes[i]), max(widest, widths[i])
    alive, open_ = np.ones(row_of[n], np.bool_), np.ones(column_of[n], np.bool_)
    best = np.empty(column_of[n], np.int64)
    walked, settled = np.zeros(row_of[n], np.int64), np.zeros(row_of[n], np.bool_)
    witnesses, kept = np.empty(row_of[n] * KEPT, np.uint64), np.zeros(row_of[n], np.int64)
    known, spent, stayed = np.zeros(n, np.bool_), np.zeros(n, np.float64), np.zeros(n, np.int64)
    columns, rivals, gone = np.empty(widest, np.uint64), np.empty(most + LIKELY, np.int64), np.empty(most, np.int64)
    likely = np.empty(LIKELY, np.int64)
    count, quiet, i = 0, 0, 0
    while quiet < n:
        rows, wide, own, at = sizes[i], widths[i], first, 0
        if i > 0:
            for j in range(1, i):
                at += sizes[j] * widths[j]
            own = rest[at : at + rows * wide]
        live, held = alive[row_of[i] : row_of[i + 1]], settled[row_of[i] : row_of[i + 1]]
        place, number_kept = walked[row_of[i] : row_of[i + 1]], kept[row_of[i] : row_of[i + 1]]
        is_open, top = open_[column_of[i] : column_of[i + 1]], best[column_of[i] : column_of[i + 1]]
        left, lost, tests, strong, width = 0, 0, 0, 0, -1
        for x in range(rows):
            left += live[x]
        limit, here = price * left * wide, 0.0
        dear = 2 * spent[i] > limit
        for x in range(rows):
            if not live[x]:
                continue
            left -= 1
            if held[x] and is_open[place[x]]:
                continue
            row = own[x * wide : (x + 1) * wide]
            mine = witnesses[(row_of[i] + x) * KEPT : (row_of[i] + x + 1) * KEPT]
            for _ in range(2):  # a second time if best replies have become known in between
                if known[i]:
                    at, found = place[x], False
                    while at < wide and not found:
                        stop = min(at + RUN, wide)
                        hits = 0
                        for c in range(at, stop):
                            hits += row[c] == top[c]
                        if hits > 0:
                            for c in range(at, stop):
                                if row[c] == top[c] and is_open[c]:
                                    found, stop = True, c
                                    break
                        at = stop
                    place[x], held[x] = at, found
                    if found:
                        break
                if 0 < number_kept[x] <= KEPT:
                    standing = 0
                    for k in range(number_kept[x]):
                        standing += is_open[mine[k]]
                    if standing == number_kept[x]:
                        break
                if width < 0:
                    width = 0
                    for c in range(wide):
                        columns[width] = c
                        width += is_open[c]
                by, seen, start, number = -1, 0, 0, 0
                work = 0.0
                if not known[i] and stayed[i] >= PATIENCE and here * (left + 1) > limit * max(tests, 1):
                    dear = True
                if known[i] or not dear:
                    number_kept[x] = 0  # what is found from here on is written over the witnesses
                    y = x + 1
                    while y < rows and not live[y]:
                        y += 1
                    rivals[number] = y
                    number += y < rows
                    y = x - 1
                    while y >= 0 and not live[y]:
                        y -= 1
                    rivals[number] = y
                    number += y >= 0
                    for k in range(strong):
                        rivals[number] = likely[k]
                        number += live[likely[k]] and likely[k] != x
                    everybody = False
                    while True:
                        for r in range(number):
                            other = own[rivals[r] * wide : (rivals[r] + 1) * wide]
                            refuted = 0
                            for k in range(min(seen, KEPT)):
                                refuted += other[mine[k]] <= row[mine[k]]
                            work += 2
                            if refuted > 0:
                                continue
                            k = start
                            while k < width and other[columns[k]] > row[columns[k]]:
                                k += 1
                            work += k - start
                            if k == width:
                                by = rivals[r]
                                break
                            if everybody:
                                if seen < KEPT:
                                    mine[seen] = columns[k]
                                seen += 1
                            if here + work > limit and not known[i]:
                                dear = True
                                break
                        if everybody or by >= 0 or (dear and not known[i]):
                            break
                        everybody, number, ruled_out = True, 0, 1
                        for y in range(rows):
                            rivals[number] = y
                            number += live[y] and y != x
                        while start < width and number > 0 and 4 * ruled_out >= number:
                            column, among, number = own[columns[start] :], number, 0
                            mark = row[columns[start]]
                            for r in range(among):
                                y = rivals[r]
                                rivals[number] = y
                                number += column[y * wide] > mark
                            work += among
                            ruled_out = among - number
                            if ruled_out > 0:
                                if seen < KEPT:
                                    mine[seen] = columns[start]
                                seen += 1
                            start += 1
                if known[i] or not dear:
                    tests += 1
                    if by < 0:
                        number_kept[x] = seen
                        stayed[i] += 1
                        spent[i] += work
                        here += work
                    else:
                        live[x] = False
                        gone[lost] = x
                        lost += 1
                        log[count, 0], log[count, 1], log[count, 2] = i, x, by
                        count += 1
                        new = strong < LIKELY
                        for k in range(strong):
                            new = new and likely[k] != by
                        if new:
                            likely[strong] = by
                            strong += 1
                    break
                if probing:
                    return count
                known[i] = True
                for c in range(wide):
                    top[c] = row[c]
                for y in range(rows):
                    if live[y]:
                        other = own[y * wide : (y + 1) * wide]
                        for c in range(wide):
                            top[c] = max(top[c], other[c])
        for j in range(n):
            if j != i and lost > 0:
                inner = 1
                for k in range(i + 1, n):
                    if k != j:
                        inner *= sizes[k]
                for k in range(lost):
                    for begin in range(column_of[j] + gone[k] * inner, column_of[j + 1], inner * rows):
                        for c in range(begin, begin + inner):
                            open_[c] = False
        quiet = 1 if lost > 0 else quiet + 1
        i = (i + 1) % n
    return count
