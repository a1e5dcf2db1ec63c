"""Payoffs for policies whose parts are known: which changes are safe, and which are supported by beliefs."""

from __future__ import annotations

from random import Random

from spi.tasks.material.commitment_settings import Cast

__all__ = ["draw_payoffs"]


def draw_payoffs(rng: Random, cast: Cast, *, incentive: bool) -> dict[tuple[str, str], list[int]]:
    """Random payoffs by which every way out is (nearly always) a strict SPI and supported, and the decoy is no SPI.

    Parameters
    ----------
    rng : Random
    cast : Cast
    incentive : bool
        Let what the first way out asks of the other player be a best reply only to the first idle policy of mine.

    Returns
    -------
    dict from (policy of mine, policy of theirs) to list of two int

    Source: ours
    """
    mine, theirs = cast.mine, cast.theirs
    value = {(x, y): [rng.randint(-30, 30), rng.randint(-30, 30)] for x in mine.menu for y in theirs.menu}
    (base,) = theirs.defaults
    for x, y in zip(mine.asked, theirs.asked, strict=True):
        for default in mine.defaults:
            for i in (0, 1):
                value[x, y][i] = max(value[x, y][i], value[default, base][i] + rng.randint(0, 6))
    for x, y in zip(mine.asked, theirs.asked, strict=True):  # each is a best reply to the other
        for instead in mine.menu:
            if instead != x:
                value[instead, y][0] = min(value[instead, y][0], value[x, y][0] - rng.randint(0, 4))
        for instead in theirs.menu:
            if instead != y:
                value[x, instead][1] = min(value[x, instead][1], value[x, y][1] - rng.randint(0, 4))
    if incentive:
        asked, soft = theirs.asked[0], mine.idle[0]
        better = rng.choice([y for y in theirs.menu if y not in theirs.asked])
        for x in mine.menu:
            if x == soft:
                value[x, asked][1] = max(value[x, y][1] for y in theirs.menu) + rng.randint(0, 5)
            elif value[x, better][1] <= value[x, asked][1]:
                value[x, better][1] = value[x, asked][1] + 1 + rng.randint(0, 3)
    # the decoy gains more in sum than it costs, but it costs one of them something
    loser = rng.choice((0, 1))
    lure = value[mine.luring, theirs.luring]
    lure[loser] = value[mine.defaults[0], base][loser] - rng.randint(1, 9)
    most = max(value[default, base][1 - loser] for default in mine.defaults)
    lure[1 - loser] = max(value[mine.defaults[0], base][1 - loser] + rng.randint(10, 25), most)
    return value
