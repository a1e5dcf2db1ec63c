"""Claims about what commitments leave: proofs/README.md section 16; for their objects see commitments.py.

Work: each finding goes once through the policies for each transform; a belief is compared at the profiles that it
names, a refutation at all profiles of the others, both for every policy of the player's menu; the sets of policies that
a claim about clauses covers are gone through once for each set that covers others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from math import comb

from spi.checker.beliefs import check_refutation, check_support, read_belief
from spi.checker.commitments import Menus, Policy, Problem, menus_without, others_of, read_policies, read_problem
from spi.checker.reader import Fields, Item, Kinds, Profile, Receipt, receipt

SCOPE = [
    "default play follows the stated law",
    "no transforms but the stated ones are considered",
    "commitments are seen and kept, and beliefs before that are among the stated ones",
]
CASES: Kinds = {
    "open": ("transform", "improvement", "beliefs"),
    "implementation": ("obstacles",),
    "incentive": ("obstacles",),
}
OBSTACLES: Kinds = {
    "worse": ("transform", "outcome", "player"),
    "idle": ("transform",),
    "outside": ("transform", "outcome", "player"),
    "unsupported": ("transform", "player", "policy", "total", "constraints", "comparisons"),
}
IN_WORDS = {
    "open": "a safe Pareto improvement of the family is left",
    "implementation": "no safe Pareto improvement of the family is within reach",
    "incentive": "no safe Pareto improvement of the family that is within reach is supported by beliefs",
}
POLICIES = ("policy", "policies")
DONE = "findings ({}): who gains and loses by each transform, what is within reach, every belief or its refutation"


@dataclass(frozen=True, slots=True)
class Menu:
    """What one player may do, against what the others have left."""

    problem: Problem
    player: int
    menus: Menus

    def earns(self, policy: str, q: Profile) -> int:
        """What the player earns against these policies of the others, in units of the game."""
        return self.problem.game.payoffs((*q[: self.player], policy, *q[self.player :]))[self.player]

    def sees(self, q: Profile) -> bool:
        """Are these policies left to the others?"""
        others = [*self.menus[: self.player], *self.menus[self.player + 1 :]]
        return all(x in menu for x, menu in zip(q, others, strict=True))


def check_belief(item: Item, menu: Menu, policy: str) -> None:
    """An admissible belief under which no policy of the menu is better, given what the others have left."""
    game, i = menu.problem.game, menu.player
    law = read_belief(item, game, others_of(game, i), menu.problem.constraints[i])
    earned = check_support(item, game, law, menu.sees, menu.menus[i], menu.earns)
    item.need(max(earned.values()) == earned[policy], "witness", "another policy within reach earns more")


def ways_out(item: Item, problem: Problem, menus: Menus) -> None:
    """The transform is an SPI on the space, strict where the default can be, and within the menus."""
    transform = problem.transforms[item.choice(problem.transforms, what="a transform of this problem")]
    item.need(not transform.losses, "witness", "this transform makes somebody worse off at a profile of the space")
    item.need(bool(transform.gains), "witness", "by this transform nobody gains where the default can be")
    problem.game.spend(item, len(transform.asked), 0, 0)
    within = all(policy in menus[i] for i, policy in transform.asked)
    item.need(within, "witness", "this transform asks for what is out of reach")


def check_obstacle(item: Item, name: str, problem: Problem, menus: Menus) -> bool:
    """Why this transform is no way out; whether it is beliefs that are missing."""
    because, fields = item.tagged("because", OBSTACLES)
    fields["transform"].equals(name, "name")
    transform, players = problem.transforms[name], problem.game.game.players
    if because == "unsupported":
        ways_out(fields["transform"], problem, menus)
        i = fields["player"].index(players)
        asked = [y for j, y in transform.asked if j == i]
        policy = fields["policy"].choice(asked, "name", "a policy that the transform asks of this player")
        menu, others = Menu(problem, i, menus), [x for x in menus[i] if x != policy]
        profiles = list(product(*others_of(problem.game, i)))
        constraints = problem.constraints[i]
        check_refutation(fields, problem.game, constraints, profiles, menu.sees, policy, others, menu.earns)
    elif because == "idle":
        item.need(not transform.gains, "witness", "somebody gains where the default can be")
    else:
        i, p = fields["player"].index(players), fields["outcome"].profile(problem.game.game.actions)
        outside = p in transform.becomes and transform.becomes[p][i] not in menus[i]
        shown = (p, i) in transform.losses if because == "worse" else outside
        item.need(shown, "witness", "this is not so for this player at this profile")
    return because == "unsupported"


def check_finding(item: Item, problem: Problem, menus: Menus) -> str:
    """The case, shown."""
    case, fields = item.tagged("case", CASES)
    if case != "open":
        entries = fields["obstacles"].items(len(problem.transforms))
        found = [check_obstacle(e, name, problem, menus) for e, name in zip(entries, problem.transforms, strict=True)]
        item.need(any(found) == (case == "incentive"), "witness", "the obstacles are those of the other kind")
        return case
    ways_out(fields["transform"], problem, menus)
    transform = problem.transforms[str(fields["transform"].value)]
    improvement = fields["improvement"].fields(("outcome", "player"))
    game = problem.game.game
    p, i = improvement["outcome"].profile(game.actions), improvement["player"].index(game.players)
    fields["improvement"].need((p, i) in transform.gains, "improvement", "this player gains nothing at such an outcome")
    for entry, (i, policy) in zip(fields["beliefs"].items(len(transform.asked)), transform.asked, strict=True):
        support = entry.fields(("player", "policy", "belief"))
        support["player"].equals(game.players[i], "name")
        support["policy"].equals(policy, "name")
        check_belief(support["belief"], Menu(problem, i, menus), policy)
    return case


def lock_out(top: Fields) -> Receipt:
    """The claim about a lock-out after commitments."""
    claim, evidence = top["claim"].fields(("kind", "answer", "cases")), top["evidence"].fields(("findings",))
    problem = read_problem(top["objects"])
    removed: set[Policy] = set()
    steps = [set[Policy](), *(policies for _, policies in problem.removals)]
    stated = list(claim["cases"].items(len(steps)))
    for policies, found, case in zip(steps, evidence["findings"].items(len(steps)), stated, strict=True):
        removed |= policies
        case.equals(check_finding(found, problem, menus_without(found, problem, removed)), "flag")
    last = str(stated[-1].value)
    claim["answer"].equals("no" if last == "open" else "yes", "flag")
    words = f"game {problem.game.game.digest[:12]}: after {counted(len(steps) - 1)}, {IN_WORDS[last]}"
    return receipt(claim, words, [problem.game.game], evidence, {"findings": DONE}, (SCOPE, []))


def counted(number: int, one: str = "commitment", more: str = "commitments") -> str:
    """A number of things."""
    return f"{number} {one if number == 1 else more}"


def sets_up_to(size: int, policies: list[Policy]) -> Iterator[frozenset[Policy]]:
    """All sets of at most so many of these policies."""
    return (frozenset(one) for k in range(size + 1) for one in combinations(policies, k))


def restoring_clause(top: Fields) -> Receipt:
    """The claim about the smallest exception clauses."""
    claim, evidence = top["claim"].fields(("kind", "answer", "clauses")), top["evidence"].fields(("findings",))
    problem = read_problem(top["objects"])
    game, item = problem.game, evidence["findings"]
    removed = set[Policy]().union(*(policies for _, policies in problem.removals))
    menus_without(item, problem, removed)
    lost = set[Policy]().union(*(policies for event, policies in problem.removals if event))
    free = sorted(removed - lost)
    found: dict[frozenset[Policy], str] = {}
    for entry in item.items():
        fields = entry.fields(("kept", "finding"))
        kept = frozenset(read_policies(fields["kept"], game))
        fields["kept"].need(kept <= set(free) and kept not in found, "value", "a new set of what clauses can keep")
        menus = menus_without(entry, problem, removed - kept)
        found[kept] = check_finding(fields["finding"], problem, menus)
    clauses = [frozenset(read_policies(entry, game)) for entry in claim["clauses"].items()]
    shown = [kept for kept, case in found.items() if case == "open"]
    claim["clauses"].need(clauses == shown, "flag", "these are the sets that are found open, in their order")
    size = len(clauses[0]) if clauses else len(free)
    claim["clauses"].need(all(len(one) == size for one in clauses), "flag", "all clauses have the same size")
    covers = [kept for kept, case in found.items() if case == "implementation"]
    for k in range(size + 1):
        game.spend(item, comb(len(free), k) * (1 + len(covers)), 0, 0)
    for one in sets_up_to(size, free):
        item.need(one in found or any(one <= kept for kept in covers), "refutation", "a set of policies is missing")
    claim["answer"].equals("yes" if clauses else "no", "flag")
    words = "no exception clause leaves a safe Pareto improvement of the family"
    if clauses:
        least = counted(size, *POLICIES)
        words = f"the smallest exception clauses that leave a safe Pareto improvement of the family keep {least}"
    words = f"game {game.game.digest[:12]}: after {counted(len(problem.removals))}, {words}"
    return receipt(claim, words, [game.game], evidence, {"findings": DONE}, (SCOPE, []))
