"""Questions about Pareto meet minima and projections in words."""

from __future__ import annotations

from spi.core.numbers import format_exact
from spi.tasks.families.meet_geometry.meets import Asked
from spi.tasks.material.words import formal_payoffs, listed, payoff_table, profile_text, told_payoffs

__all__ = ["meet_texts"]


def meet_texts(asked: Asked) -> tuple[tuple[str, str], ...]:
    """A question in three wordings.

    Source: digiovanni-et-al-2024, Definition 5
    """
    game, scene = asked.game, asked.cast.scene
    opening = f"{asked.cast.opening} Each of them {scene.choice}."
    texts = (
        ("formal", [formal_payoffs(game), _formal(asked)]),
        ("matrix", [payoff_table(game), _matrix(asked)]),
        ("story", [opening, told_payoffs(game, scene.unit), _story(asked)]),
    )
    return tuple((key, "\n\n".join(parts)) for key, parts in texts)


def _convex(asked: Asked) -> bool:
    return asked.question in ("convex minimum", "segment", "end", "lottery")


def _lottery(asked: Asked) -> str:
    told = [f"{profile_text(a)} with probability {format_exact(p)}" for a, p in asked.lottery]
    return listed(told) if told else ""


def _formal(asked: Asked) -> str:
    player = asked.game.players[asked.player]
    points = (
        "Feasible are all points of the convex hull of the payoff vectors u(a), that is, the expected payoffs of all "
        "lotteries over outcomes."
        if _convex(asked)
        else "Feasible are the payoff vectors u(a) of the outcomes a themselves; there are no lotteries."
    )
    minimum = (
        "A feasible point x is Pareto-efficient if there is no feasible y ≠ x with yᵢ ≥ xᵢ for all i. The Pareto meet "
        "minimum PMM has as its i-th entry the least value of xᵢ among the Pareto-efficient points x."
    )
    a = profile_text(asked.outcome)
    if asked.question == "segment":
        return (
            f"{points} {minimum} The Pareto meet projection of an outcome a for player i is the set PMPᵢ(a) of all "
            f"feasible x with xᵢ ≥ max(PMMᵢ, uᵢ(a)) and xⱼ = max(PMMⱼ, uⱼ(a)) for the other player j. For a = {a} and "
            f"i = {asked.player + 1} ({player}) it is a segment, which can be a single point. Which one? Give its "
            "ends, beginning with the one that is worse for i, or the only point."
        )
    if asked.question in ("end", "lottery"):
        what = "which point of PMPᵢ(a) has the largest xᵢ, if there is any?"
        if asked.question == "lottery":
            what = f"are the expected payoffs of the lottery L in PMPᵢ(a)? L is {_lottery(asked)}."
        return (
            f"{points} {minimum} The Pareto meet projection of an outcome a for player i is the set PMPᵢ(a) of all "
            "feasible x with xᵢ ≥ max(PMMᵢ, uᵢ(a)) and xⱼ = max(PMMⱼ, uⱼ(a)) for every other player j. It can be "
            f"empty. For a = {a} and i = {asked.player + 1} ({player}): {what}"
        )
    if asked.question == "members":
        return (
            f"{points} {minimum} The Pareto meet projection of an outcome a for player i is the set PMPᵢ(a) of all "
            "outcomes b with uᵢ(b) ≥ max(PMMᵢ, uᵢ(a)) and uⱼ(b) = max(PMMⱼ, uⱼ(a)) for every other player j. It can "
            f"be empty. Which outcomes are in it for a = {a} and i = {asked.player + 1} ({player})?"
        )
    return f"{points} {minimum} What is the PMM?"


def _matrix(asked: Asked) -> str:
    player, a = asked.game.players[asked.player], profile_text(asked.outcome)
    points = (
        "The players can agree on any lottery over the outcomes in the table, and a lottery counts by its expected "
        "payoffs. So a point is a vector of expected payoffs."
        if _convex(asked)
        else "The players can agree on any outcome in the table, but on no lottery. So a point is the vector of "
        "payoffs in a cell."
    )
    minimum = (
        "A point is efficient if no other point gives every player at least as much. The Pareto meet minimum (PMM) "
        "gives each player the least that she gets at any efficient point."
    )
    if asked.question == "segment":
        return (
            f"{points} {minimum} Let {player}'s projections of the outcome {a} be all points that give the other "
            f"player exactly the larger of her PMM payoff and her payoff at this outcome, and {player} at least the "
            f"larger of these two of {player}'s own. They form a segment, which can be a single point. Give its ends, "
            f"beginning with the one that is worse for {player}, or the only point."
        )
    if asked.question in ("end", "lottery"):
        what = f"There may be none. Which projection is the best one for {player}, if there is any?"
        if asked.question == "lottery":
            what = f"Do the expected payoffs of this lottery belong to them: {_lottery(asked)}?"
        return (
            f"{points} {minimum} Let {player}'s projections of the outcome {a} be all points that give every other "
            f"player exactly the larger of her PMM payoff and her payoff at {a}, and {player} at least the larger of "
            f"these two of {player}'s own. {what}"
        )
    if asked.question == "members":
        return (
            f"{points} {minimum} Let {player}'s projections of the outcome {a} be all outcomes that give every other "
            f"player exactly the larger of her PMM payoff and her payoff at {a}, and {player} at least the larger of "
            f"these two of {player}'s own. There may be none. Which outcomes are they?"
        )
    return f"{points} {minimum} What is the PMM, in the order of the players?"


def _story(asked: Asked) -> str:
    game, unit = asked.game, asked.cast.scene.unit
    player = game.players[asked.player]
    told = " and ".join(f"{p} chooses {x}" for p, x in zip(game.players, asked.outcome, strict=True))
    points = (
        "They can also draw lots among these results, with whatever chances they like; then what counts is what "
        "everybody gets on average. An arrangement is one of these results, or such a draw."
        if _convex(asked)
        else "They can agree on any one of these results, but never draw lots. An arrangement is one of these results."
    )
    minimum = (
        "Call an arrangement efficient if no other arrangement with different numbers gives everybody at least as "
        "much. Each person has a bottom line: the least that this person gets in any efficient arrangement."
    )
    order = ", ".join(game.players)
    if asked.question in ("segment", "members", "end", "lottery"):
        what = {
            "segment": f"What the arrangements of this kind give, in {unit}, ranges from a worst point for {player} to "
            f"a best one, which can be the same. Which are these two, written in the order {order}, or which is the "
            "only one?",
            "members": "There may be no such arrangement. Which are they, written as the choices in the order "
            f"{order}?",
            "end": f"There may be no such arrangement. What, in {unit} and in the order {order}, does the one that is "
            f"best for {player} give, if there is any?",
            "lottery": f"Is this draw one of these arrangements: {_lottery(asked)}?",
        }[asked.question]
        others = "the other person" if len(game.players) == 2 else "each of the others"
        return (
            f"{points} {minimum} Suppose that without an agreement {told}. {player} looks for arrangements that give "
            f"{others} exactly the larger of that person's bottom line and what that person would get without an "
            f"agreement, and give {player} at least the larger of {player}'s own bottom line and what {player} would "
            f"get without one. {what}"
        )
    return f"{points} {minimum} What are the bottom lines, in {unit}, in the order {order}?"
