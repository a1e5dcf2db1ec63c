"""Claims about coordination: every field is load-bearing, and no value in any place raises."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checker import mutants
from tests.checker.coordination import ACCEPTED
from tests.checker.mutants import changes, judged

WORDS = ["yes", "no", "isomorphic", "unrelated", "efficient", "improvable", "out-of-reach", "weights", "max-min"]
WORDS += ["nash", "punish", "default", "safe", "improved", "sizes", "payoffs", "action", "profile", "dominated"]
WORDS += ["duplicate", "is-spi", "exists-spi", *sorted({one["claim"]["kind"] for one in ACCEPTED.values()})]
NUMBERS = ("0", "2", "-1", "1/3")
# The order of these lists never matters. (The steps of a log: in these games all hold from the beginning.)
ANY_ORDER = "elimination|lotteries|lottery|law|mixture|guarantee|multipliers|coordination|support"
SWAP = re.compile(rf".*({ANY_ORDER}): swap \d+ \d+")


# Changes after which the claim is still true and still proved.
BY_A_OR_B = changes("evidence.elimination[0].by = b", "evidence.elimination[1].by = a")  # dominates as well
BY_B = changes("evidence.elimination[{0,1}].by = B")
OTHER_SIZES = changes("evidence.isomorphisms.end = payoffs")  # games of different sizes have different payoffs, too
MEANS = "objects.coordination"
SAME_MEANS = changes(  # (A, B), (B, A) for (X, Y), (Y, X): both are worth (0, 0)
    *(f"{MEANS}[{{1,2}}].lottery[0].outcome: swap 0 1", f"{MEANS}[1].lottery[0].outcome[0] = B"),
    *(f"{MEANS}[1].lottery[0].outcome[1] = A", f"{MEANS}[2].lottery[0].outcome[0] = A"),
    f"{MEANS}[2].lottery[0].outcome[1] = B",
)
ASKED, NOT_ASKED = {"claim.strict -> true"}, {"claim.strict -> false"}
MIXED = "mixture[0].action"
STILL_TRUE: dict[str, set[str]] = {
    # other weights for which the same profile is best
    "efficient, a profile": changes("evidence.weights[{0,1}] = 1/3 2"),
    "efficient, three players": changes("evidence.weights[{0,1,2}] = 1/3 1 2"),
    "efficient, one player": changes("evidence.weights[0] = 1 2"),
    # other payoffs that the same lottery improves on
    "improvable": changes(
        "claim.payoffs: swap 0 1", "claim.payoffs[0] = -1 0 1/3 1", "claim.payoffs[1] = -1 0 1/3 1 2"
    ),
    "improvable, not feasible": changes("claim.payoffs[0] = -1 0 1/3"),
    # other payoffs that are out of reach by the same weights; other weights that show it
    "out of reach": changes("claim.payoffs: swap 0 1", "evidence.weights[0] = 2", "evidence.weights[1] = 1/3"),
    "out of reach, for one": changes("claim.payoffs[1] = -1 0 1/3 1 2", "evidence.weights[0] = 1/3 1"),
    "out of reach, three players": changes(
        *("claim.payoffs: swap 0 {1,2}", "evidence.weights[0] = 1/3 2 3", "evidence.weights[{1,2}] = 0 1/3 2 3")
    ),
    # another player who gains; another lottery in which nobody loses; another support in which (b, b) can occur
    "pc, pd": changes("evidence.improvement.player = 2"),
    "pc, a lottery": changes("evidence.improvement.player = 1", "evidence.lotteries[0].lottery[1].outcome[0] = C"),
    "pc, on a support": BY_A_OR_B
    | changes("claim.support: drop 1", "claim.support[1]: swap 0 1", "claim.support[1][1] = a")
    | changes("evidence.improvement.player = 1", "evidence.lotteries[3].lottery[0].outcome[{0,1}] = b"),
    "pc, one class of two outcomes": BY_B
    | changes("evidence.improvement.player = 2", "evidence.lotteries[1].outcome: swap 0 1")
    | changes("evidence.lotteries[1].lottery[0].outcome: swap 0 1", "evidence.lotteries[1].lottery[0].outcome[0] = B")
    | changes("evidence.lotteries[1].lottery[0].outcome[1] = A"),
    "pc, three players": changes(  # (D, C, C) gives 5, 2, 2 instead of 1, 1, 1
        "evidence.improvement.player = 1 2", "evidence.lotteries[0].lottery[0].outcome[{0,1,2}] = D"
    ),
    # other weights for which the same outcome is best; the classes in another order; another member of a class
    "no pc": changes(
        *("evidence.weights: swap 0 1", "evidence.weights[0].outcome: swap 0 1"),
        *("evidence.weights[0].weights[0] = 1/3", "evidence.weights[0].weights[1] = 2"),
        "evidence.weights[1].weights[1] = 1/3 1",
    ),
    "no pc, on a support": BY_A_OR_B
    | changes("evidence.weights: swap 0 1", "evidence.weights[0].weights[1] = 1/3")
    | changes("evidence.weights[1].weights[0] = 1/3", "evidence.weights[1].weights[1] = 2"),
    "no pc, one player": changes("evidence.weights[0].weights[0] = 1/3 2"),
    "no pc, three players": changes(
        *("evidence.weights[0].weights: swap {0,1} 2", "evidence.weights[0].weights[{0,1}] = 1/3 2 3"),
        "evidence.weights[0].weights[2] = 1/3 1 2 3",
    ),
    # strictness asked for, or not; lotteries of which the same can be said
    "tokens, strict": NOT_ASKED,
    "tokens, yes": ASKED | changes(f"{MEANS}[0].lottery[1].outcome[1] = C"),
    "tokens, a tree of improvements": NOT_ASKED
    | (BY_B | SAME_MEANS)
    | changes("evidence.improvements.branch.player = 2"),  # the game and the lotteries are symmetric
    "tokens, all ends": NOT_ASKED
    | (BY_B | SAME_MEANS)
    | changes("evidence.improvements.children.X.children.Y.end = improved"),  # (A, A) has no candidate left
    "tokens, not strict on a support": BY_B
    | SAME_MEANS
    | changes("claim.support[0][{0,1}] = B"),  # at (A, B) and (B, A) nothing improves, either
    "tokens, violation by one isomorphism": BY_B  # only the lottery of (X, X) matters; (1, 1) is all it must not give
    | SAME_MEANS
    | changes("evidence.violation.player = 2", f"{MEANS}[0].lottery[0].outcome: swap 0 1")
    | changes(f"{MEANS}[0].lottery[0].outcome[0] = c", f"{MEANS}[{{1,2,3}}].lottery[0].outcome[{{0,1}}] = c")
    | changes(f"{MEANS}[3].lottery[0].outcome[{{0,1}}] = B"),
    "tokens, three players": ASKED  # (y, x, x) is eliminated, so that its lottery does not matter
    | changes(f"{MEANS}[0].lottery[0].outcome[{{0,1,2}}] = D", f"{MEANS}[1].lottery[0].outcome: swap 0 {{1,2}}")
    | changes(f"{MEANS}[1].lottery[0].outcome[0] = D", f"{MEANS}[1].lottery[0].outcome[{{1,2}}] = C"),
    "unrelated tokens, strict": NOT_ASKED | OTHER_SIZES | changes(f"{MEANS}[1].lottery[1].outcome[{{0,1}}] = C"),
    "unrelated tokens, not strict": OTHER_SIZES,
    "unrelated tokens, violation": OTHER_SIZES | changes(f"{MEANS}[1].lottery[0].outcome[{{0,1}}] = D"),
    "unrelated tokens, a support of two": NOT_ASKED  # (2, 2) is better than every outcome
    | (BY_B | changes("evidence.isomorphisms.end = sizes", "claim.support: drop {0,1}"))
    | changes("claim.support[1]: swap 0 1", "claim.support[{0,1}][0] = B"),
    # other payoffs, weights and multipliers for which the bound is where it has to be
    "achievable, two classes": BY_A_OR_B,
    "not achievable": BY_A_OR_B
    | changes("claim.payoffs[{0,1}] = 2", "evidence.weights[{0,1}] = 1/3 2")
    | changes("evidence.multipliers[0].weights[0] = 0 1/3 1", "evidence.multipliers[0].weights[1] = 1/3 1")
    | changes("evidence.multipliers[1].weights[1] = 0 1/3 1", "evidence.multipliers[1].weights[0] = 1/3 1"),
    "not achievable, negative weights": changes(
        *("claim.payoffs[0] = -1 0 1/3", "claim.payoffs[1] = -1 0 1/3 1 2"),
        *("evidence.weights[1] = 1/3 1 2", "evidence.multipliers[0].weights[{0,1}] = 1/3"),
    ),
    # the same payoffs are best for another goal, or with another origin, or by other weights
    "best, nash": changes("claim.goal.kind = max-min"),
    "best, max-min": changes("claim.goal.kind = nash", "evidence.weights[{0,1}] = 2"),
    "best, max-min for one": changes("claim.goal.origin[0] = -1", "claim.goal.origin[1] = -1 0 1/3 2"),
    "best, nash, two classes": BY_A_OR_B
    | changes("claim.goal.kind = max-min")
    | changes("evidence.multipliers[0].weights[0] = 2", "evidence.multipliers[1].weights[1] = 2"),
    "best, three players": changes("claim.goal.kind = max-min"),
    "best, one player": changes("evidence.multipliers[0].weights[0] = 1/3 1 2"),  # default play is the best
    "threats, three players": changes(  # players 2 and 3 get 0 whatever is played
        *("evidence.threats[1].guarantee[0].action = C", f"evidence.threats[1].punishment[0].{MIXED} = A"),
        *(f"evidence.threats[1].punishment[1].{MIXED} = E G", "evidence.threats[2].guarantee[0].action = E F"),
        *(f"evidence.threats[2].punishment[0].{MIXED} = B", f"evidence.threats[2].punishment[1].{MIXED} = D"),
    ),
    # other actions and outcomes of which the same can be said; weaker punishments that suffice, or are not used
    "punish, no": changes("evidence.violation.becomes: swap 0 1", "evidence.violation.action = T"),
    "punish, with a law": changes("claim.law[1].outcome: swap 0 1"),
    "punish, no with a law": changes(
        *("claim.law[1].outcome: swap 0 1", "claim.law[1].outcome[0] = T", "evidence.violation.action = H")
    ),
    "punish, dominated actions": changes(f"evidence.punishments[{{0,1}}].punishment[0].{MIXED} = C"),
    "punish, three players": changes(
        *("objects.subset_game.actions[2]: swap 0 1", "claim.law[0].outcome[2] = D"),
        *(f"evidence.punishments[{{0,1}}].punishment[{{0,1}}].{MIXED} = C",),
        f"evidence.punishments[2].punishment[0].{MIXED} = C",
    ),
    "default, unrelated": OTHER_SIZES,
    "default, unrelated, no": OTHER_SIZES | changes("evidence.violation.outcome[1] = T"),
    "independent, default, on a support": changes(  # any support
        *("claim.support[0]: swap 0 1", "claim.support[0][0] = B", "claim.support[0][1] = A")
    ),
    "not independent": changes(f"evidence.punishments[1].punishment[0].{MIXED} = C"),
    "not independent, any outcome": changes(
        f"evidence.punishments[1].punishment[0].{MIXED} = B", "evidence.violation.outcome[0] = B"
    ),
    "not independent, on a support": changes(
        *("claim.support: drop 0", "claim.support[0][1] = B", f"evidence.punishments[0].punishment[0].{MIXED} = B")
    ),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_every_field_is_load_bearing(name: str) -> None:
    certificate = ACCEPTED[name]
    moved = mutants.mutations(certificate, "", [], [])
    swaps = {what.removeprefix(".") for what, mutant in moved if SWAP.fullmatch(what) and mutant != certificate}
    assert mutants.still_accepted(certificate, WORDS, NUMBERS) == swaps | STILL_TRUE.get(name, set())


@given(st.sampled_from(sorted(ACCEPTED)), st.data())
def test_no_value_in_any_place_raises(name: str, data: st.DataObject) -> None:
    judged(mutants.put_anywhere(ACCEPTED[name], ["D", "a", "safe"], WORDS, data))
