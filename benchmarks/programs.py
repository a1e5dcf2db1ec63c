"""How long do programs take to read each other?

    uv run python benchmarks/programs.py

CPU time per evaluation, medians of 7 rounds; each on a machine that remembers nothing. The bound that is promised:
one evaluation of Algorithm 1 against itself under 100 µs. Beside it, the least that Python can do: the same outcome
written as Python functions that call each other, without any reading of code.
"""

import statistics
import time
from collections.abc import Callable

import spi
from spi import shelves
from spi.programs.machines import DirectMachine, profile_call

ALWAYS = [spi.load_program("ours/always", action=action) for action in ("1", "2")]
PROPOSAL = spi.finite_map({("1", "2"): ("3", "3")})
OURS = [spi.load_program("digiovanni-et-al-2024/renegotiator", default=d, proposal=PROPOSAL) for d in ALWAYS]
FAIR = spi.load_program("barasz-et-al-2014/fair_bot")
GROUNDED = spi.load_program("oesterheld-2019/grounded_fair_bot")
PLAYERS = ("Player 1", "Player 2")


def bare() -> tuple[str, str]:
    """Algorithm 1 in plain Python."""

    def one() -> str:
        return "1"

    def two() -> str:
        return "2"

    proposal = {("1", "2"): ("3", "3")}
    projected = (one(), two())
    return proposal.get(projected, projected)


def microseconds(run: Callable[[], object], times: int) -> float:
    rounds = []
    for _ in range(7):
        begin = time.process_time()
        for _ in range(times):
            run()
        rounds.append((time.process_time() - begin) / times * 1e6)
    return statistics.median(rounds)


def main() -> None:
    text = shelves.find_text("programs", "digiovanni-et-al-2024/renegotiator")[1]
    cases: dict[str, tuple[Callable[[], object], int]] = {
        "plain Python": (bare, 10_000),
        "Algorithm 1, one program's action": (lambda: DirectMachine(PLAYERS).value(profile_call(OURS, 0)), 2_000),
        "Algorithm 1, both, checked (`play_programs`)": (lambda: spi.play_programs(OURS), 2_000),
        "FairBot against itself, in the limit": (lambda: spi.play_programs([FAIR, FAIR]), 500),
        "grounded FairBot against itself, exact law": (
            lambda: spi.play_programs([GROUNDED, GROUNDED], randomness="independent"),
            200,
        ),
        "reading Algorithm 1 from text": (lambda: spi.read_program(text, default=ALWAYS[0], proposal=PROPOSAL), 200),
    }
    base = 0.0
    print("| what | CPU µs | ratio |")
    print("|---|---:|---:|")
    for name, (run, times) in cases.items():
        run()
        took = microseconds(run, times)
        base = base or took
        print(f"| {name} | {took:.1f} | {took / base:,.0f} |")


if __name__ == "__main__":
    main()
