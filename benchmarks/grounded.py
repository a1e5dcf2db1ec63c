"""How long do the exact laws of grounded programs take?

    uv run python benchmarks/grounded.py

Each program plays a base action with a probability of its own, and else replies to what a simulation of the other does:
by copying it, by contradicting it, by one action, or by a draw. CPU time in milliseconds in this process, medians of
five; programs are read outside the timer, and imports are made before. Tables are of all ordered pairs, one by one: two
pairs have no call in common. In a ring each program simulates the next one, so that all laws are one linear system.
"""

import random
import statistics
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import flint  # noqa: F401
import networkx  # noqa: F401

from spi.programs.chances import random_outcome
from spi.programs.members import Program
from spi.programs.reader import read_program
from spi.programs.shared import shared_outcome

PLAYERS = ("Player 1", "Player 2")
REPLIES = ["x", '("D" if x == "C" else "C")', '"C"', '"D"', 'mix({"C": "1/3", "D": "2/3"})']
REPLIES += ['(x if chance("1/7") else "D")', '(mix({"C": "2/5", "D": "3/5"}) if x == "C" else "D")']


def body(rng: random.Random, epsilon: Fraction, seen: str) -> str:
    base, reply = rng.choice("CD"), rng.choice(REPLIES)
    return f'    if chance("{epsilon}"): return "{base}"\n    x = simulate({seen}, back=1)\n    return {reply}\n'


def grounded(number: int) -> list[Program]:
    rng = random.Random(number)
    return [read_program(f"def g(it):\n{body(rng, Fraction(k + 1, number + 10), 'it(me)')}") for k in range(number)]


def ring(number: int) -> Program:
    parts = [
        f"def ring{k}(it):\n"
        f'    if chance("{k + 1}/{10 * number}"): return "{"CD"[k % 2]}"\n'
        f"    x = simulate(ring{(k + 1) % number}(it), back=1)\n"
        f'    return mix({{"C": "1/{k + 2}", "D": "{k + 1}/{k + 2}"}}) if x == "C" else "C"'
        for k in range(number)
    ]
    return read_program("\n".join(parts), name="ring0")


def timed(run: Callable[[], Any]) -> tuple[Any, float]:
    spans = []
    for _ in range(5):
        begin = time.process_time()
        result = run()
        spans.append((time.process_time() - begin) * 1e3)
    return result, statistics.median(spans)


def main() -> None:
    print("| programs | ordered pairs | `random_outcome`, all | a pair | `shared_outcome`, all | a pair |")
    print("|---|---|---|---|---|---|")
    for number in (10, 20, 50, 100):
        own = grounded(number)
        cells = []
        for outcome in (random_outcome, shared_outcome):
            table, span = timed(lambda own=own, outcome=outcome: [outcome((a, b), PLAYERS) for a in own for b in own])  # type: ignore[misc]
            assert all(entry.halts in (1, (1, 1)) for entry in table)
            cells += [f"{span:.0f}", f"{span / number**2:.2f}"]
        print(f"| {number} | {number**2:,} | " + " | ".join(cells) + " |", flush=True)
    print("\n| programs in a ring | unknowns in one system | `random_outcome` |\n|---|---|---|")
    for number in (10, 20, 50):
        first = ring(number)
        outcome, span = timed(lambda first=first: random_outcome((first, first), PLAYERS))  # type: ignore[misc]
        assert outcome.halts == (1, 1)
        print(f"| {number} | {outcome.equations} | {span:.1f} |", flush=True)


if __name__ == "__main__":
    main()
