"""Lock-out straight from its definitions, slowly: every policy, every set, every corner of every polytope of beliefs.

It knows nothing of linear programs: a polytope within the simplex is the hull of its corners, and each corner is the
only solution of some system of its constraints with equality.
"""

import itertools
import random
from collections.abc import Iterator
from fractions import Fraction

from spi.core.beliefs import BeliefConstraint, Beliefs
from spi.core.commitments import Commitment, CommitmentGraph, CommitmentStep, Policy
from spi.core.correspondence import ActionMaps
from spi.core.game import Game, Profile
from spi.core.policy_game import PolicyGame, PolicyTransform
from spi.errors import GameError

Row = tuple[list[Fraction], Fraction]


def solve(rows: list[Row], n: int) -> list[Fraction] | None:
    """The only solution of equations, by elimination; None if there is none or more than one."""
    table = [[*a, b] for a, b in rows]
    for column in range(n):
        pivot = next((r for r in range(column, len(table)) if table[r][column]), None)
        if pivot is None:
            return None
        table[column], table[pivot] = table[pivot], table[column]
        table[column] = [v / table[column][column] for v in table[column]]
        for r in range(len(table)):
            if r != column and table[r][column]:
                factor = table[r][column]
                table[r] = [v - factor * w for v, w in zip(table[r], table[column], strict=True)]
    return None if any(row[-1] for row in table[n:]) else [row[-1] for row in table[:n]]


def corners(n: int, above: list[Row], equal: list[Row]) -> Iterator[list[Fraction]]:
    """All corners of {x ≥ 0, Σx = 1, a·x ≥ b, e·x = c}, some of them more than once."""
    units = [[Fraction(i == j) for j in range(n)] for i in range(n)]
    equations = [([Fraction(1)] * n, Fraction(1)), *equal]
    inequalities = [*((unit, Fraction(0)) for unit in units), *above]
    for size in range(min(len(equal), n - 1) + 1):
        for some in itertools.combinations(equal, size):
            for tight in itertools.combinations(inequalities, n - 1 - size):
                x = solve([equations[0], *some, *tight], n)
                if x is not None and all(dot(a, x) >= b for a, b in inequalities):
                    yield from [x] * all(dot(a, x) == b for a, b in equations)


def dot(left: list[Fraction], right: list[Fraction]) -> Fraction:
    return sum((p * q for p, q in zip(left, right, strict=True)), Fraction(0))


def of_beliefs(about: Beliefs[Profile]) -> tuple[list[Row], list[Row]]:
    """The constraints as a·x ≥ b, and the equations."""
    above: list[Row] = []
    equal: list[Row] = []
    for c in about.constraints:
        row = list(c.weights)
        if c.relation == "equal":
            equal.append((row, c.bound))
        else:
            sign = 1 if c.relation == "at-least" else -1
            above.append(([sign * w for w in row], sign * c.bound))
    return above, equal


def is_supported(problem: PolicyGame, menus: list[list[str]], i: int, policy: str | None) -> bool:
    """Has some admissible belief a chance for what the others have left, and no better policy given that?

    Without a policy: is there any such belief at all?
    """
    about, game = problem.beliefs[i], problem.game
    seen = [all(x in menu for x, menu in zip(q, menus[:i] + menus[i + 1 :], strict=True)) for q in about.types]
    above, equal = of_beliefs(about)
    for x in menus[i]:
        own = x if policy is None else policy
        gain = [
            (game[(*q[:i], own, *q[i:])][i] - game[(*q[:i], x, *q[i:])][i]) * s
            for q, s in zip(about.types, seen, strict=True)
        ]
        above.append((gain, Fraction(0)))
    return any(any(p for p, s in zip(x, seen, strict=True) if s) for x in corners(len(about.types), above, equal))


def menus_left(game: Game, commitments: list[Commitment], kept: set[Policy]) -> list[list[str]]:
    """What is left, policy by policy."""
    left = []
    for player, own in zip(game.players, game.actions, strict=True):
        mine = []
        for x in own:
            gone = [c for c in commitments if (player, x) in c.removes and (player, x) not in c.exceptions]
            if not gone or ((player, x) in kept and all(c.player is not None for c in gone)):
                mine.append(x)
        left.append(mine)
    return left


def way_out(problem: PolicyGame, transform: PolicyTransform, menus: list[list[str]]) -> bool:
    """Is it an SPI on the space, strict in expectation, and within reach where the default can be?"""
    u, f = problem.game, transform.maps
    if any(v < w for p in problem.space for v, w in zip(u[f(p)], u[p], strict=True)):
        return False
    before = [sum(q * u[p][i] for p, q in problem.default) for i in range(len(u.players))]
    after = [sum(q * u[f(p)][i] for p, q in problem.default) for i in range(len(u.players))]
    if before == after:
        return False
    return all(x in menu for p, _ in problem.default for x, menu in zip(f(p), menus, strict=True))


def case(problem: PolicyGame, menus: list[list[str]]) -> str | None:
    """The case; None if it would be "incentive" and the beliefs of somebody concerned are refuted by what is seen."""
    ways = [t for t in problem.transforms if way_out(problem, t, menus)]
    players = range(len(problem.game.players))
    supported = [
        all(is_supported(problem, menus, i, t.maps(p)[i]) for p, _ in problem.default for i in players) for t in ways
    ]
    if any(supported):
        return "open"
    if not ways:
        return "implementation"
    blamed = {next_blamed(problem, menus, t) for t in ways}
    return "incentive" if all(is_supported(problem, menus, i, None) for i in blamed) else None


def next_blamed(problem: PolicyGame, menus: list[list[str]], transform: PolicyTransform) -> int:
    """The first player who is asked for what none of her beliefs supports."""
    for i, own in enumerate(problem.game.actions):
        for y in own:
            if any(transform.maps(p)[i] == y for p, _ in problem.default) and not is_supported(problem, menus, i, y):
                return i
    raise AssertionError


def smallest_clauses(problem: PolicyGame, commitments: list[Commitment]) -> list[set[Policy]] | None:
    """All sets of policies of the least size with which the case is "open"; None if one that is tried has no case."""
    game = problem.game
    everything = {(player, x) for player, own in zip(game.players, game.actions, strict=True) for x in own}
    now = menus_left(game, commitments, set())
    free = [
        policy
        for policy in sorted(everything)
        if policy[1] not in now[game.player_index(policy[0])]
        and policy[1] in menus_left(game, commitments, {policy})[game.player_index(policy[0])]
    ]
    for size in range(len(free) + 1):
        found = []
        for kept in itertools.combinations(free, size):
            what = case(problem, menus_left(game, commitments, set(kept)))
            if what is None:
                return None
            if what == "open":
                found.append(set(kept))
        if found:
            return found
    return []


def random_problem(rng: random.Random) -> PolicyGame:
    """Two players with two or three policies each, or three with two; small payoffs, many of them equal."""
    shape = rng.choice([(2, 2), (2, 3), (3, 3), (3, 2), (2, 2, 2), (1, 3), (2, 1, 2)])
    actions = tuple(tuple(f"{chr(97 + i)}{k}" for k in range(size)) for i, size in enumerate(shape))
    top, below = rng.choice([(1, 1), (2, 1), (3, 2), (10**12, 10**9 + 7)])
    cells = list(itertools.product(*actions))
    table = tuple(tuple(Fraction(rng.randint(-top, top), below) for _ in shape) for _ in cells)
    if rng.random() < 0.8:  # let everybody's last policy be a better one for all, so that SPIs are not rare
        last = tuple(own[-1] for own in actions)
        table = tuple(
            tuple(v + Fraction(top, below) for v in row) if cell == last else row
            for cell, row in zip(cells, table, strict=True)
        )
    game = Game(tuple(f"P{i}" for i in range(len(shape))), actions, table)
    space = tuple(sorted(rng.sample(cells, rng.randint(1, min(3, len(cells)))), key=game.profile_index))
    chosen = sorted(rng.sample(space, rng.randint(1, len(space))), key=game.profile_index)
    weights = [rng.randint(1, 4) for _ in chosen]
    default = tuple((p, Fraction(w, sum(weights))) for p, w in zip(chosen, weights, strict=True))
    transforms = []
    for k in range(rng.randint(1, 3)):
        pairs = tuple(tuple((x, rng.choice([x, own[-1], own[-1], rng.choice(own)])) for x in own) for own in actions)
        transforms.append(PolicyTransform(f"f{k}", ActionMaps(game.players, pairs)))
    beliefs = []
    for i in range(len(shape)):
        types = tuple(itertools.product(*actions[:i], *actions[i + 1 :]))
        constraints = []
        for _ in range(rng.choice([0, 0, 1, 2])):
            inside = [rng.randint(0, 2) for _ in types]  # a law that meets the constraint, so that some do
            inside[0] += not any(inside)
            row = tuple(Fraction(rng.randint(-1, 2)) for _ in types)
            at = sum(w * p for w, p in zip(row, inside, strict=True)) / Fraction(sum(inside))
            relation = rng.choice(["at-most", "at-least", "at-least", "equal"])
            constraints.append(BeliefConstraint(row, relation, at))  # type: ignore[arg-type]
        beliefs.append(Beliefs(types, tuple(constraints)))
    return PolicyGame(game, default, space, tuple(transforms), tuple(beliefs))


def random_graph(rng: random.Random) -> CommitmentGraph:
    """Two or three commitments made in any order, some orders left out: states are the sets of those made."""
    while True:
        problem = random_problem(rng)
        game = problem.game
        policies = [(player, x) for player, own in zip(game.players, game.actions, strict=True) for x in own]
        commitments = []
        for k in range(rng.randint(1, 3)):
            removes = tuple(rng.sample(policies, rng.randint(1, 2)))
            by = rng.choice([*game.players, None])
            kept = tuple(p for p in removes if by is not None and rng.random() < 0.2)
            commitments.append(Commitment(f"c{k}", by, removes, kept))
        steps = []
        for size in range(len(commitments)):
            for made in itertools.combinations(range(len(commitments)), size):
                for k in range(len(commitments)):
                    if k not in made and (k == 0 or rng.random() < 0.8):
                        steps.append(CommitmentStep(name(made), commitments[k], name({*made, k})))
        reached = {name(())}
        for step in steps:
            if step.before in reached:
                reached.add(step.after)
        steps = [step for step in steps if step.before in reached]
        try:
            return CommitmentGraph(problem, name(()), tuple(steps))
        except GameError:  # somebody would be left without a policy
            continue


def name(made: set[int] | tuple[int, ...]) -> str:
    return "+".join(str(k) for k in sorted(made)) or "start"
