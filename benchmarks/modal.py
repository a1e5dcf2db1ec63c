"""How long does it take to decide what 200 modal agents play against each other?

    uv run python benchmarks/modal.py

Agents are different boolean combinations of boxes, nested up to three deep, about what the other plays against me or
against agents of lower rank, among these FairBot, PrudentBot and CUPOD. Programs are read outside the timer. CPU time
in this process; the first call, which also turns programs into functions, is shown apart from the median of five more.
All ordered pairs are decided: `modal_table` in one go, `modal_outcome` pair by pair on a sample, and the two answers
are compared.
"""

import random
import statistics
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from spi.programs.members import Program
from spi.programs.modal import modal_outcome
from spi.programs.modal_tables import modal_table
from spi.programs.reader import read_program

PLAYERS = ("Player 1", "Player 2")
SAMPLE = 1000
LOWER = """
def always(it): return "C"
def never(it): return "D"
def fair(it): return "C" if proves(it(me) == "C") else "D"
def prudent(it): return "C" if proves(proves(False) or it(never) == "D") and proves(it(me) == "C") else "D"
def cupod(it): return "D" if proves(it(me) == "D") else "C"
"""
ATOMS = ['it(me) == "C"', 'it(me) == "D"', 'me(it) == "C"', "proves(False)"]
ATOMS += [f'it({name}) == "C"' for name in ("always", "never", "fair", "prudent", "cupod")]


def condition(rng: random.Random, size: int, boxes: int) -> str:
    kind = rng.choice(["atom", "atom", "not", "and", "or", *["box"] * 2 * (boxes > 0)]) if size else "atom"
    if kind == "atom":
        return f"({rng.choice(ATOMS)})"
    if kind == "box":
        return f"proves({condition(rng, size - 1, boxes - 1)})"
    if kind == "not":
        return f"(not {condition(rng, size - 1, boxes)})"
    return f"({condition(rng, size - 1, boxes)} {kind} {condition(rng, size - 1, boxes)})"


def agents(number: int) -> list[Program]:
    rng, found = random.Random(number), dict[Program, None]()
    while len(found) < number:
        boxes = [f"proves({condition(rng, 3, 2)})" for _ in range(rng.randint(1, 3))]
        formula = f" {rng.choice(['and', 'or'])} ".join(rng.choice(["", "not "]) + box for box in boxes)
        found[read_program(f'{LOWER}def agent(it): return "C" if {formula} else "D"', name="agent")] = None
    return list(found)


def timed(run: Callable[[], Any]) -> tuple[Any, float]:
    begin = time.process_time()
    result = run()
    return result, (time.process_time() - begin) * 1e3


def main() -> None:
    print(
        "| agents | ordered pairs | `modal_table`, first, ms | ms | µs a pair | `modal_outcome`, µs a pair | outcomes |"
    )
    print("|---|---|---|---|---|---|---|")
    for number in (20, 50, 100, 200, 400):
        own = agents(number)
        table, cold = timed(lambda own=own: modal_table(own, PLAYERS))  # type: ignore[misc]
        warm = statistics.median(timed(lambda own=own: modal_table(own, PLAYERS))[1] for _ in range(5))  # type: ignore[misc]
        rng = random.Random(number)
        sample = [(rng.randrange(number), rng.randrange(number)) for _ in range(SAMPLE)]
        alone, span = timed(
            lambda own=own, sample=sample: [modal_outcome((own[i], own[j]), PLAYERS).limit for i, j in sample]  # type: ignore[misc]
        )
        assert alone == [table[i][j] for i, j in sample]
        counts = Counter("".join(limit) for row in table for limit in row)
        seen = ", ".join(f"{name} {counts[name]}" for name in sorted(counts))
        pairs = number**2
        cells = [
            f"{pairs:,}",
            f"{cold:.0f}",
            f"{warm:.0f}",
            f"{warm * 1e3 / pairs:.2f}",
            f"{span * 1e3 / SAMPLE:.0f}",
            seen,
        ]
        print(f"| {number} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
