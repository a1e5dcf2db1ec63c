"""How many benchmark items are made in a second, with certificates, and proved again?

    uv run python benchmarks/tasks.py          # 60 seeds a family
    uv run python benchmarks/tasks.py 1000     # a thousand items of each family and more, some minutes

CPU time in this process. Per family so many seeds, difficulties 1 to 5 in turn; making an item includes its
certificates and their first checking, "proved again" is the checker and the label alone. The first items, which load
what it needs, are made before the timer starts. "Twins" counts items whose shape has been there before, which a set
leaves out.
"""

import json
import sys
import time

from spi.checker import Receipt, check
from spi.tasks.catalogue import load_task_family, task_family_names


def main(seeds: int) -> None:
    print("| family | items | twins | made a second | proved again a second | slowest seed, ms |")
    print("|---|---:|---:|---:|---:|---:|")
    for name in task_family_names():
        family = load_task_family(name)
        for seed in range(5):
            family.generate(10**6 + seed, 1 + seed % 5)
        items, spans = [], []
        for seed in range(seeds):
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
        made, twins = len(items) / sum(spans), len(items) - len({item.shape for item in items})
        row = [name, len(items), twins, f"{made:.0f}", f"{len(items) / again:.0f}", f"{max(spans) * 1000:.0f}"]
        print(f"| {' | '.join(map(str, row))} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
