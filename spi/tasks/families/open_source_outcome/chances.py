"""Grounded bots: drawn, solved, and told in three ways.

A bot is `(ε, base, (p, q))`: with probability ε it plays the act `base`, else it simulates the other and plays act 0
with probability p if the simulation plays 0, and with probability q if it plays 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from spi.core.numbers import format_exact

__all__ = ["Bot", "bot_lines", "bot_notation", "bot_told", "chances_of", "draw_bot", "mirrored"]

Bot = tuple[Fraction, int, tuple[Fraction, Fraction]]


def draw_bot(rng: Random, difficulty: int, *, mixed: bool) -> Bot:
    """A random bot; with `mixed` replies can be drawn by chance.

    Source: oesterheld-2019, section 3, and ours
    """
    below = rng.randint(3, 5 + 5 * difficulty)
    epsilon = Fraction(rng.randint(1, below - 1), below)
    replies = rng.choice([(1, 0), (1, 0), (0, 1), (0, 1), (1, 1), (0, 0)])
    if not mixed:
        replies = rng.choice([(1, 0), (1, 0), (0, 1)])
        return (epsilon, rng.choice((0, 1)), (Fraction(replies[0]), Fraction(replies[1])))
    some = rng.randint(2, 3 + 2 * difficulty)
    chance = Fraction(rng.randint(1, some - 1), some)
    pair = [Fraction(replies[0]), Fraction(replies[1])]
    pair[rng.choice((0, 1))] = chance
    return (epsilon, rng.choice((0, 1)), (pair[0], pair[1]))


def mirrored(bot: Bot) -> Bot:
    """The bot with acts 0 and 1 exchanged.

    Source: ours
    """
    epsilon, base, (p, q) = bot
    return (epsilon, 1 - base, (1 - q, 1 - p))


def chances_of(bots: Sequence[Bot]) -> tuple[Fraction, Fraction]:
    """With which probability each of two bots plays act 0: x = ε·[base is 0] + (1 − ε)(p·y + q·(1 − y)), and so for y.

    Source: oesterheld-2019, section 3, and ours
    """
    (a, c), (b, d) = (
        (epsilon * (base == 0) + (1 - epsilon) * q, (1 - epsilon) * (p - q)) for epsilon, base, (p, q) in bots
    )
    x = (a + c * b) / (1 - c * d)
    return x, b + d * x


def bot_lines(bot: Bot, acts: Sequence[str]) -> list[str]:
    """The body in the language of programs.

    Source: ours
    """
    epsilon, base, replies = bot
    lines = [f'    if chance("{format_exact(epsilon)}"):', f'        return "{acts[base]}"']
    lines += [f'    if simulate(opponent(me), back=1) == "{acts[0]}":', f"        return {_reply(replies[0], acts)}"]
    return [*lines, f"    return {_reply(replies[1], acts)}"]


def _reply(p: Fraction, acts: Sequence[str]) -> str:
    if p in (0, 1):
        return f'"{acts[0 if p else 1]}"'
    return f'mix({{"{acts[0]}": "{format_exact(p)}", "{acts[1]}": "{format_exact(1 - p)}"}})'


def bot_notation(bot: Bot, acts: Sequence[str], names: Sequence[str]) -> str:
    """The bot in notation.

    Source: ours
    """
    epsilon, base, (p, q) = bot
    mine, other = names
    return (
        f"{mine}({other}): with probability ε = {format_exact(epsilon)} play “{acts[base]}”; else let z = simulate "
        f"{other}({mine}); P(“{acts[0]}” | z = “{acts[0]}”) = {format_exact(p)}, "
        f"P(“{acts[0]}” | z = “{acts[1]}”) = {format_exact(q)}, and “{acts[1]}” otherwise"
    )


def bot_told(bot: Bot, acts: Sequence[str], names: Sequence[str]) -> str:
    """The bot in words.

    Source: ours
    """
    epsilon, base, replies = bot
    mine, other = names
    replied = [_told(p, acts) for p in replies]
    return (
        f"with probability {format_exact(epsilon)}, {mine} plays “{acts[base]}” at once; otherwise {mine} simulates "
        f"{other} facing {mine}: seeing “{acts[0]}” in the simulation, {mine} plays {replied[0]}; "
        f"seeing “{acts[1]}”, {mine} plays {replied[1]}"
    )


def _told(p: Fraction, acts: Sequence[str]) -> str:
    if p in (0, 1):
        return f"“{acts[0 if p else 1]}”"
    return f"“{acts[0]}” with probability {format_exact(p)} and “{acts[1]}” otherwise"
