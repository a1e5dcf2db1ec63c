"""How long does the checker take to refuse hostile certificates?

    uv run python benchmarks/hostile.py

Each input is made outside the timer and checked five times in this process; the table shows the median and the longest
CPU time in milliseconds. The bound that the checker promises is one second each; it is missed where a file of nearly
the maximal size is a game, well-formed to the end, that has to be read and hashed.
"""

import json
import statistics
import time
from collections.abc import Callable

import spi

MEGABYTE = 1024 * 1024
GOOD = spi.decide_spi(spi.load_game("oesterheld-conitzer-2022/demand-game"))


def certificate() -> str:
    assert isinstance(GOOD, spi.Holds)
    return GOOD.certificate.text


def wide() -> str:
    """A valid certificate with seven megabytes more of valid JSON where none belongs."""
    document = json.loads(certificate())
    document["evidence"]["player"] = [[] for _ in range(7 * MEGABYTE // 4)]
    return json.dumps(document)


def coprime() -> str:
    """A lottery whose probabilities have hundreds of different denominators of 4,000 digits."""
    game = spi.Game.from_payoffs([["0, 0"] * 44] * 44)
    document = json.loads(spi.decide_pareto_optimal(game, [0, 0]).certificate.text)
    document["evidence"]["lottery"] = [
        {"outcome": list(a), "probability": f"1/{10**3999 + 2 * k + 1}"} for k, a in enumerate(spi.profiles(game))
    ]
    return json.dumps(document)


def large() -> str:
    """A game of half a million different payoffs with a wrong digest."""
    document = json.loads(certificate())
    side = 500
    document["objects"]["game"] = {
        "players": ["1", "2"],
        "actions": [[str(k) for k in range(side)]] * 2,
        "payoffs": [[[str(2 * (side * i + j)), str(2 * (side * i + j) + 1)] for j in range(side)] for i in range(side)],
        "digest": "0" * 64,
    }
    return json.dumps(document)


INPUTS: dict[str, Callable[[], bytes | str]] = {
    "100,000 brackets": lambda: "[" * 100_000,
    "100,000 nested objects": lambda: '{"a":' * 100_000,
    "a bare number of 10^6 digits": lambda: "9" * 10**6,
    "a version of 10^6 digits": lambda: certificate().replace('"version": 1', '"version": ' + "1" * 10**6),
    "a payoff of 10^6 digits": lambda: certificate().replace('"-3"', '"' + "9" * 10**6 + '"', 1),
    "50,000 different payoffs of 100 digits": lambda: certificate().replace(
        '"-3"', ",".join(f'"{k:0100d}"' for k in range(50_000)), 1
    ),
    "a key twice": lambda: certificate().replace('"version": 1', '"version": 1, "version": 1'),
    "500,000 keys, the last one twice": lambda: "{" + ",".join(f'"{k}":1' for k in range(500_000)) + ',"499999":1}',
    "UTF-16": lambda: certificate().encode("utf-16"),
    "a byte-order mark": lambda: b"\xef\xbb\xbf" + certificate().encode(),
    "7 MB of zero bytes": lambda: b"\0" * (7 * MEGABYTE),
    "7 MB of spaces": lambda: b" " * (7 * MEGABYTE),
    "7 MB of empty lists": lambda: "[" + "[]," * (2 * MEGABYTE) + "[]]",
    "7 MB of escapes in a string": lambda: '"' + "\\u0041" * (7 * MEGABYTE // 6) + '"',
    "7 MB of empty lists inside a certificate": wide,
    "1,936 coprime denominators of 4,000 digits": coprime,
    "7 MB of a game with 500,000 different payoffs": large,
    "9 MB of anything": lambda: b"a" * (9 * MEGABYTE),
}


def main() -> None:
    print("| hostile certificate | refused by rule | CPU ms, median | longest |")
    print("|---|---|---:|---:|")
    for name, make in INPUTS.items():
        content = make()
        times = []
        for _ in range(5):
            begin = time.process_time()
            result = spi.check(content)
            times.append(1000 * (time.process_time() - begin))
        if not isinstance(result, spi.Refused):
            raise SystemExit(f"accepted: {name}")
        print(f"| {name} | {result.rule} | {statistics.median(times):.1f} | {max(times):.1f} |")


if __name__ == "__main__":
    main()
