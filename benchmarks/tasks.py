"""How many benchmark items are made in a second, with certificates, and proved again?

    uv run python benchmarks/tasks.py

CPU time in this process. Per family 60 seeds, the difficulties 1 to 5 in turn; making an item includes its certificates
and their first checking, "proved again" is the checker and the label alone. The first items of a family, which load
what it needs, are made before the timer starts.
"""

import json
import time

from spi.checker import Receipt, check
from spi.tasks.catalogue import load_task_family, task_family_names

SEEDS = 60


def main() -> None:
    print("| family | items | made a second | proved again a second | slowest seed, ms |\n|---|---:|---:|---:|---:|")
    for name in task_family_names():
        family = load_task_family(name)
        for seed in range(5):
            family.generate(10**6 + seed, 1 + seed % 5)
        items, spans = [], []
        for seed in range(SEEDS):
            begin = time.process_time()
            items += family.generate(seed, 1 + seed % 5)
            spans.append(time.process_time() - begin)
        begin = time.process_time()
        for item in items:
            assert all(isinstance(check(proof.text), Receipt) for proof in item.proofs)
            if item.graded:
                label = family.label([json.loads(proof.text) for proof in item.proofs], dict(item.asks))
                assert label == item.answer or item.form == "witness", (item.family, item.seed, label)
        again = time.process_time() - begin
        made = len(items) / sum(spans)
        print(
            f"| {name} | {len(items)} | {made:.0f} | {len(items) / again:.0f} | {max(spans) * 1000:.0f} |", flush=True
        )


if __name__ == "__main__":
    main()
