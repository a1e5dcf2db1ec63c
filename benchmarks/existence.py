"""How long does it take to decide whether a game has a strict SPI, beside CP-SAT, and beside LAD for graphs?

    uv run --extra search --group bench python benchmarks/existence.py          # about half an hour
    uv run --extra search --group bench python benchmarks/existence.py graphs   # one table

CPU time in seconds of this process and of those that it starts: medians of eleven runs, of fewer where these would take
more than twenty seconds, and never more than one beyond sixty. "tree and walk" is the search behind `decide_spi`, from
a game and its reduction; "from arrays" leaves out what Python needs to bring rationals into arrays. "with CP-SAT" lets
CP-SAT take part (`cp_sat=True`), in a process of its own whose start counts. CP-SAT alone gets the same problem, as
Boolean choices and clauses, with one worker, in this process; the making of its model counts. A run that comes to 60
seconds is a run without an answer. Answers are compared. Kernels are warm, and inputs are made outside the timer.
"""

import resource
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

from spi.checker import check
from spi.core.game import Game
from spi.families.drawn_games import bonus_games
from spi.families.subgraphs import light_subgraph_game, random_graph_pair
from spi.solve.improving_maps import MapProblem
from spi.solve.map_compiled import arrays_of
from spi.solve.map_cp_sat import _model
from spi.solve.map_search import MapSearch
from spi.solve.reduction import reduce

CAP = 60.0
Run = tuple[str, float]
"""The answer and the CPU seconds."""


def cpu() -> float:
    own = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in own)


def measure(run: Callable[[], str]) -> Run:
    answers, spans = [], [0.0]
    while len(spans) <= 11 and sum(spans) * len(spans) / max(len(spans) - 1, 1) < 20:
        begin = cpu()
        answers.append(run())
        spans.append(cpu() - begin)
    assert len(set(answers)) == 1, answers
    return answers[0], statistics.median(spans[1:])


def ours(problem: MapProblem, cp_sat: bool = False) -> str:
    search, begin = MapSearch(problem, cp_sat), time.perf_counter()
    while not search.advance(200_000) and time.perf_counter() - begin < CAP:
        pass
    return "yes" if search.images is not None else "no" if search.refutation is not None else "?"


def cp_sat_alone(problem: MapProblem) -> str:
    from ortools.sat.python import cp_model  # in this process: nothing here has loaded the linear programs of spi

    model, choices = _model(problem, False)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.max_time_in_seconds = 1, CAP
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return "no" if status == cp_model.INFEASIBLE else "?"
    assert problem.is_improving(
        [next(y for y, choice in enumerate(own) if solver.boolean_value(choice)) for own in choices]
    )
    return "yes"


def problem_of(game: Game) -> MapProblem:
    return MapProblem.of(game, reduce(game).reduced, strict=True)


def shown(run: Run) -> str:
    return f"{run[1]:.3f}" if run[0] != "?" else f"> {run[1]:.0f}"


def random_games(inside: int, bonuses: list[int], count: int, start: int) -> None:
    print(f"\n{inside} survivors and {inside} dominated actions a player, `bonus_game`\n")
    print("| bonus | seed | answer | tree and walk | with CP-SAT | CP-SAT | CP-SAT / ours | both / CP-SAT |")
    print("|---:|---:|---|---:|---:|---:|---:|---:|")
    for bonus in bonuses:
        games = bonus_games(inside, inside, bonus, start=start)
        for seed, game in (next(games) for _ in range(count)):
            problem = problem_of(game)
            runs = [measure(partial(f, problem)) for f in (ours, partial(ours, cp_sat=True), cp_sat_alone)]
            answers = {run[0] for run in runs} - {"?"}
            assert len(answers) < 2, answers
            alone, both, theirs = (run[1] for run in runs)
            answer = answers.pop() if answers else "?"
            cells = [shown(run) for run in runs]
            print(
                f"| {bonus} | {seed} | {answer} | {' | '.join(cells)} | {theirs / alone:.1f} | {both / theirs:.2f} |",
                flush=True,
            )


def refutations() -> None:
    print("\nrefutations\n\n| game | tokens | bytes | checked in | searched in |\n|---|---:|---:|---:|---:|")
    import spi

    for inside, bonus in ((10, 300), (10, 700), (15, 200), (15, 300), (15, 400)):
        seed, game = next(bonus_games(inside, inside, bonus, start=0))
        begin = cpu()
        verdict = spi.decide_spi(game, budget=5_000_000)
        searched = cpu() - begin
        if isinstance(verdict, spi.Fails):
            begin = cpu()
            check(verdict.certificate.text)
            size = f"{len(verdict.certificate.text):,}" if verdict.result.written else "not written"
            row = [f"{inside}, {bonus}, seed {seed}", f"{verdict.result.nodes:,}", size, f"{cpu() - begin:.2f}"]
            print(f"| {' | '.join(row)} | {searched:.2f} |", flush=True)


def graphs() -> None:
    import igraph

    print("\ngraphs, `light_subgraph_game`\n")
    titles = ["pattern", "target", "p, q", "answer", "from arrays", "from the game", "LAD"]
    print(f"| {' | '.join([*titles, 'from arrays / LAD', 'from the game / LAD'])} |")
    print("|---:|---:|---|---|---:|---:|---:|---:|---:|")
    cases = [(12, 40, "1/3", "1/3"), (12, 40, "1/2", "1/3"), (12, 40, "3/5", "1/3"), (15, 60, "1/3", "1/3")]
    for vertices, others, p, q in [*cases, (15, 60, "1/2", "1/3"), (15, 60, "4/5", "1/3")]:
        for seed, plant in ((0, False), (1, False), (2, True)):
            pair = random_graph_pair(vertices, others, p, q, seed=seed, plant=plant)
            problem = problem_of(light_subgraph_game(pair.graph, pair.target))
            arrays = arrays_of(problem)
            small, large = (igraph.Graph.Adjacency(list(map(list, own))) for own in (pair.graph, pair.target))
            whole = measure(partial(ours, problem))
            known = measure(partial(from_arrays, problem, arrays))
            lad = measure(lambda small=small, large=large: "yes" if large.subisomorphic_lad(small) else "no")  # type: ignore[misc]
            assert whole[0] == known[0] == lad[0], (whole, known, lad)
            row = [vertices, others, f"{p}, {q}{', planted' * plant}", lad[0]]
            row += [f"{run[1]:.4f}" for run in (known, whole, lad)]
            print(f"| {' | '.join(map(str, row))} | {known[1] / lad[1]:.2f} | {whole[1] / lad[1]:.2f} |", flush=True)


def from_arrays(problem: MapProblem, arrays: object) -> str:
    from spi.solve.map_compiled import Arrays, CompiledSearch

    assert isinstance(arrays, Arrays)
    return "no" if next(CompiledSearch(problem, arrays, range(len(problem.variables))).run(), None) is None else "yes"


if __name__ == "__main__":
    ours(problem_of(next(bonus_games(10, 10, 700))[1]))  # warms the kernels
    tables: dict[str, Callable[[], None]] = {
        "easy": partial(random_games, 10, [300, 2000], 6, 100),
        "hard": partial(random_games, 10, [700, 1000], 6, 100),
        "large": partial(random_games, 15, [200, 250, 400, 700, 1000], 2, 0),
        "refutations": refutations,
        "graphs": graphs,
    }
    for name in sys.argv[1:] or tables:
        tables[name]()
