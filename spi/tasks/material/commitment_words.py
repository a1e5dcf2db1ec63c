"""Plans in words: the same data in notation, as a table, and as a story."""

from __future__ import annotations

from collections.abc import Sequence

from spi.core.commitments import Commitment, Policy
from spi.core.game import profiles
from spi.core.numbers import format_exact
from spi.core.policy_game import PolicyTransform
from spi.tasks.material.commitment_plans import Plan

__all__ = ["quoted", "tell_policies", "tell_rules", "told"]

_FORMAL = (
    "Definitions. A transform f sends a joint policy p to f(p): each policy that it lists becomes another, the rest "
    "stay. It is a strict safe Pareto improvement (SPI) on the space S if uᵢ(f(p)) ≥ uᵢ(p) for every player i and "
    "every p in S, and uᵢ(f(p)) > uᵢ(p) for some i and some p that has positive probability by default. Commitments "
    "are irrevocable: each takes the policies that it removes, but not its exceptions, off the players' menus. f is "
    "within reach if for every p with positive probability by default all policies in f(p) are still on their menus. "
    "f is supported if for each player and each policy y that some such f(p) asks of her there is an admissible law β "
    "of the other's policy (before anything was seen) that gives positive probability to what the other still has on "
    "the menu and by which, given that, no policy on her own menu earns more than y. A way out is a transform of the "
    "list that is a strict SPI on S, within reach, and supported. The default remains the benchmark, also when its "
    "policies are off the menus."
)

_STORY = (
    "Some other arrangements are on the table, and each says which policy would take the place of which. Such a "
    "change is a strict safe improvement if, wherever it is judged, nobody is worse off afterwards, and somebody is "
    "better off in some case that can happen by default. It is still possible, or within reach, if everything that "
    "it would have people do in the cases that can happen by default is still open to them. It is attractive, or "
    "supported, if each of them could hold some belief, among those that are said to be reasonable, under which what "
    "it asks of her is as good as anything else she can still do, once she takes into account what the other has "
    "given up (the belief must leave some chance for what the other can still do). A way out is one of these changes "
    "that is a strict safe improvement, possible, and attractive. What would be done by default stays the yardstick "
    "even if it is no longer open. Whatever is given up is given up for good; an exception keeps what it names."
)


def quoted(policies: Sequence[Policy]) -> str:
    """Policies with their players, such as `Ada: “toss a coin”`; "nothing" if there are none.

    Source: ours
    """
    return "; ".join(f"{player}: “{policy}”" for player, policy in policies) or "nothing"


def told(plan: Plan, scene: str, question: str) -> tuple[tuple[str, str], ...]:
    """Everything that a plan has, and a question, in three wordings.

    Parameters
    ----------
    plan : Plan
    scene : str
        How the story begins.
    question : str
        What is asked, in words that fit all three.

    Returns
    -------
    tuple of (str, str)
        "formal", "matrix" and "story".

    Source: ours
    """
    formal = [
        _FORMAL,
        f"Players: {', '.join(plan.problem.game.players)}.",
        tell_policies(plan, "formal"),
        *_tell_rest(plan, "formal"),
        question,
    ]
    matrix = [
        _FORMAL,
        tell_policies(plan, "matrix"),
        *_tell_rest(plan, "matrix"),
        question,
    ]
    story = [scene, tell_policies(plan, "story"), *_tell_rest(plan, "story"), _STORY, question]
    return (("formal", "\n\n".join(formal)), ("matrix", "\n\n".join(matrix)), ("story", "\n\n".join(story)))


def tell_policies(plan: Plan, wording: str) -> str:
    """The policies and what they earn.

    Source: ours
    """
    game = plan.problem.game
    one, other = game.players
    if wording == "formal":
        cells = [
            f"u(“{x}”, “{y}”) = ({', '.join(map(format_exact, row))})"
            for (x, y), row in zip(profiles(game), game.table, strict=True)
        ]
        return f"Policies of {one} come first, of {other} second, and so do payoffs:\n" + "\n".join(cells)
    if wording == "matrix":
        head = f"rows: {one}, columns: {other}, cells: payoff of {one}, payoff of {other}"
        lines = ["| | " + " | ".join(game.actions[1]) + " |", "|" + "---|" * (len(game.actions[1]) + 1)]
        for x in game.actions[0]:
            cells = [", ".join(map(format_exact, game[x, y])) for y in game.actions[1]]
            lines.append(f"| {x} | " + " | ".join(cells) + " |")
        return head + "\n" + "\n".join(lines)
    lines = []
    for x in game.actions[0]:
        cells = [f"“{y}” ({' and '.join(map(format_exact, game[x, y]))})" for y in game.actions[1]]
        lines.append(f"If {one} chooses “{x}”, it depends on {other}: " + ", ".join(cells) + ".")
    head = (
        f"In brackets is what a combination is worth, first to {one} and then to {other}. Where two policies stand "
        f"together, {one}'s comes first, too."
    )
    return head + "\n" + "\n".join(lines)


def _tell_rest(plan: Plan, wording: str) -> list[str]:
    """The default, the space, the transforms, the beliefs and the commitments."""
    problem = plan.problem
    law = [f"{format_exact(p)} for {_joint(a)}" for a, p in problem.default]
    space = [_joint(a) for a in problem.space]
    if wording == "story":
        parts = [
            f"Left to themselves they would end up as follows, with these probabilities: {'; '.join(law)}.",
            f"A change is judged here: {'; '.join(space)}.",
            "The changes on the table:\n"
            + "\n".join(f"- {_change(t, 'takes the place of')}" for t in problem.transforms),
        ]
    else:
        parts = [
            f"Default (a law of joint policies): {'; '.join(law)}.",
            f"S = {{{'; '.join(space)}}}.",
            "Transforms:\n" + "\n".join(f"- {_change(t, 'replaces')}" for t in problem.transforms),
        ]
    word = "reasonable" if wording == "story" else "admissible"
    opinions = [
        f"Every {word} belief of {o.player} gives “{o.policy}” of {o.other} at least the probability "
        f"{format_exact(o.bound)}."
        for o in plan.opinions
    ]
    parts.append(
        " ".join([*opinions, f"Otherwise all beliefs are {word}." if opinions else f"All beliefs are {word}."])
    )
    parts.append(tell_rules(plan))
    return parts


def tell_rules(plan: Plan) -> str:
    """The commitments, numbered.

    Source: ours
    """
    lines = [f"{k}. {_rule(c)}" for k, c in enumerate(plan.commitments, 1)]
    return "What happens, in this order:\n" + "\n".join(lines)


def _rule(commitment: Commitment) -> str:
    who = "nobody’s choice" if commitment.player is None else f"a rule of {commitment.player}"
    line = f"{commitment.rule[0].upper()}{commitment.rule[1:]} ({who}). This removes {quoted(commitment.removes)}"
    return line + (f", except that it keeps {quoted(commitment.exceptions)}." if commitment.exceptions else ".")


def _joint(profile: Sequence[str]) -> str:
    return "(" + ", ".join(f"“{x}”" for x in profile) + ")"


def _change(transform: PolicyTransform, verb: str) -> str:
    changes = [
        f"for {player}, “{y}” {verb} “{x}”"
        for player, own in zip(transform.maps.players, transform.maps.pairs, strict=True)
        for x, y in own
        if x != y
    ]
    return f"{transform.name}: " + "; ".join(changes) + "."
