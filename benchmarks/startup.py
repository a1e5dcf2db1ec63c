"""How long does `spi` take to start?

Run it with an interpreter of the environment in which `spi` is installed:

    uv run python benchmarks/startup.py [--repeat 21]

Each command runs in fresh processes, in turns with the others, so that a slow moment of the machine hits all of
them. Reported are the medians of CPU time (user and system, of the child alone) and of wall time, and the CPU time in
multiples of the empty interpreter's. One run of each goes before, uncounted: it writes bytecode and warms the cache.
"""

import argparse
import importlib.util
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path


def commands() -> dict[str, list[str]]:
    spi = str(Path(sys.executable).with_name("spi"))
    table = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "import spi": [sys.executable, "-c", "import spi"],
        "import spi, decide a game": [
            sys.executable,
            "-c",
            "import spi; spi.decide_spi(spi.load_game('oesterheld-conitzer-2022/demand-game'))",
        ],
        "import numpy": [sys.executable, "-c", "import numpy"],
        "spi --help": [spi, "--help"],
        "spi decide oesterheld-conitzer-2022/demand-game": [spi, "decide", "oesterheld-conitzer-2022/demand-game"],
    }
    if importlib.util.find_spec("numpy") is None:
        del table["import numpy"]
    return table


def measure(command: list[str]) -> tuple[float, float]:
    """CPU and wall time of one run, in seconds."""
    begin = time.perf_counter()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with exit code {child.returncode}")
    return usage.ru_utime + usage.ru_stime, wall


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how long spi takes to start.")
    parser.add_argument("--repeat", type=int, default=21, help="runs of each command (default: 21)")
    repeat = max(1, parser.parse_args().repeat)

    table = commands()
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in table}
    for command in table.values():
        measure(command)
    for _ in range(repeat):
        for name, command in table.items():
            runs[name].append(measure(command))

    cpu = {name: statistics.median(c for c, _ in times) for name, times in runs.items()}
    wall = {name: statistics.median(w for _, w in times) for name, times in runs.items()}
    width = max(map(len, table))
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, median of {repeat} runs\n")
    print(f"| {'command':<{width}} | CPU ms | wall ms | CPU / pass |")
    print(f"|-{'-' * width}-|-------:|--------:|-----------:|")
    for name in table:
        ratio = cpu[name] / cpu["python -c pass"]
        print(f"| {name:<{width}} | {1000 * cpu[name]:6.0f} | {1000 * wall[name]:7.0f} | {ratio:10.1f} |")


if __name__ == "__main__":
    main()
