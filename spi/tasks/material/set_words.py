"""Set-valued renegotiation in words: selectors, the Pareto meet minimum with its projections, and extensions."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["ALGORITHM", "EXTENDED", "EXTENDED_STORY", "MEET", "MEET_STORY", "selector_text"]

ALGORITHM = (
    "S(p, F; σ) is this program, for a program p, a renegotiation function F and a selector σ. Facing S(q, G; σ) it "
    "works out the default outcome a that p and q reach when they face each other, and the set of outcomes that F "
    "accepts (against G, at a) and G accepts (against F, at a). If this set is not empty, σ chooses one outcome from "
    "it, and the program plays its own part of that; otherwise it plays its own part of a."
)
MEET = (
    "An outcome is efficient if no outcome with other payoffs gives everybody at least as much. The Pareto meet "
    "minimum PMM gives each player the least that she gets at an efficient outcome. The projections PMPᵢ(b) of an "
    "outcome b for player i are all outcomes c with uᵢ(c) ≥ max(PMMᵢ, uᵢ(b)) and uⱼ(c) = max(PMMⱼ, uⱼ(b)) for the "
    "other player j; there may be none."
)
EXTENDED = {
    "base": (
        "The extension E(F) of player i's function F accepts, at a default outcome a and against G, what F accepts, "
        "and moreover PMPᵢ(b), where b is what F and G would settle on from a; if G = E(H), b is what F and H would "
        "settle on. (To settle on: what the selector chooses from what both accept, or else the default outcome.)"
    ),
    "literal": (
        "The extension X(F) of player i's function F accepts, at a default outcome a and against G, what F accepts, "
        "and moreover PMPᵢ(b), where b is what F and G would settle on from a: F without its extension, against G "
        "just as it is, with its extension if it has one. (To settle on: what the selector chooses from what both "
        "accept, F against G and G against F, or else the default outcome.)"
    ),
    "conditional": (
        "The conditional extension C(F) of player i's function F accepts, at a default outcome a and against a "
        "function G = C(H), what F accepts, and moreover PMPᵢ(b), where b is what F and H would settle on from a. "
        "Against a function that is no conditional extension it accepts exactly what F accepts. (To settle on: what "
        "the selector chooses from what both accept, or else the default outcome.)"
    ),
}
MEET_STORY = (
    "Call a result efficient if no result with other numbers gives both at least as much. Each person has a bottom "
    "line: the least that this person gets in any efficient result. The fallbacks of a person for some result are all "
    "results that give the other exactly the larger of the other's bottom line and what the other gets in that "
    "result, and give the person at least the larger of the person's own bottom line and what the person gets in it. "
    "There may be none."
)
EXTENDED_STORY = {
    "base": (
        "A “generous” assistant accepts what is on its list, and moreover its person's fallbacks for the result that "
        "the two would come to if neither of the two were generous."
    ),
    "literal": (
        "An “open-handed” assistant accepts what is on its list, and moreover its person's fallbacks for the result "
        "that the two would come to if this assistant were not open-handed and the other were as it is. (So if both "
        "are open-handed, each looks at the case in which only the other is; and there the other looks at the case in "
        "which neither is.)"
    ),
    "conditional": (
        "A “reciprocal” assistant that faces a reciprocal assistant accepts what is on its list, and moreover its "
        "person's fallbacks for the result that the two would come to if neither were reciprocal. Facing any other "
        "assistant it accepts exactly what is on its list."
    ),
}


def selector_text(selector: str, players: Sequence[str] = ("u₁", "u₂"), *, story: bool = False) -> str:
    """What a selector chooses, for two players.

    Parameters
    ----------
    selector : str
        One of `spi.solve.selection.SELECTORS`, or two weights.
    players : pair of str
        Their names; used in stories.
    story : bool
        For people.

    Returns
    -------
    str

    Source: digiovanni-et-al-2024, Definition 6
    """
    first, second = players
    what = "the result" if story else "the outcome"
    if story:
        one, two, tie = (
            f"what {first} gets",
            f"what {second} gets",
            f"; of several such, the one that is best for {first}",
        )
    else:
        one, two, tie = "u₁", "u₂", "; of several such, the one with the largest u₁"
    if selector == "utilitarian":
        return f"{what} with the largest sum of {'their numbers' if story else 'payoffs'}{tie}"
    if selector == "leximin":
        more = "the one whose larger number is largest" if story else "the one whose larger payoff is largest"
        return f"{what} whose smaller {'number' if story else 'payoff'} is largest; of several such, {more}{tie}"
    if selector == "lexicographic":
        best = f"that is best for {first}" if story else f"with the largest {one}"
        then = f"the one that is best for {second}" if story else f"the one with the largest {two}"
        return f"{what} {best}; of several such, {then}"
    parts = [x if w == "1" else f"{w} times {x}" for w, x in zip(selector.split(", "), (one, two), strict=True)]
    return f"{what} with the largest value of {' plus '.join(parts)}{tie}"
