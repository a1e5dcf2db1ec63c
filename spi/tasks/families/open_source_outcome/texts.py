"""Meetings of programs in words: in notation, as code with a table, and as a story."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from spi.core.game import Game, profiles
from spi.core.numbers import format_exact
from spi.tasks.families.open_source_outcome.chances import bot_lines, bot_notation, bot_told
from spi.tasks.families.open_source_outcome.draws import Meeting
from spi.tasks.families.open_source_outcome.formulas import code_of, notation_of, words_of
from spi.tasks.families.open_source_outcome.runs import rule_lines, rules_told

__all__ = ["meeting_texts", "sources_of"]

_MEANING = {
    "modal": (
        "X(Y) is what X plays against Y. □[s] says that Peano arithmetic proves s, ⊥ is a falsehood; a program plays "
        "its first action exactly if its formula is true, with no bound on the length of proofs (the fixed point of "
        "Gödel–Löb provability logic). What is asked for is the true outcome."
    ),
    "direct": (
        "X(Y) is what X plays against Y, worked out by running. A run that needs its own result, directly or through "
        "other runs, never ends, and then those that wait for it do not halt either."
    ),
    "independent": (
        "X(Y) is what X plays against Y. Every simulation is a fresh run that draws its own random numbers, "
        "independently of all others, also of what the simulated program really plays."
    ),
    "shared": (
        "X(Y) is what X plays against Y. There is one sequence w₁, w₂, … of independent numbers, uniform on [0, 1), "
        "that all programs read: the players' programs read w₁, and what they simulate reads the next entry, and so "
        "on. “With probability ε” means: the entry that is read is below ε."
    ),
}

_PLAIN = {
    "modal": (
        "“Proved” means proved from the usual axioms of arithmetic, in a proof of any length; the rules are public, so "
        "that proofs can speak of them. Who does not play the first of the two actions plays the other one."
    ),
    "direct": (
        "Programs find out by really running each other. If a run needs its own result, directly or through other "
        "runs, it never ends, and whoever waits for it does not come to a decision either."
    ),
    "independent": (
        "Whenever somebody is simulated, that simulation throws its own dice, independently of everything else, also "
        "of what the simulated side really does."
    ),
    "shared": (
        "All dice were thrown in advance: there is one public list of random numbers between 0 and 1. The two "
        "themselves look at the first number; whoever they simulate looks at the second number, a simulation within "
        "that at the third, and so on. Something that happens “with probability p” happens if the number looked at is "
        "below p."
    ),
}


def sources_of(meeting: Meeting, game: Game) -> tuple[str, str]:
    """Both programs in the language of programs; the last definition is the player's.

    Source: ours
    """
    texts = []
    for player, program in zip(game.players, meeting.programs, strict=True):
        head = "def always(opponent, *, action):\n    return action\n\n\n"
        lines = [f"def {player.lower()}(opponent):", *_body(meeting, program, game.actions[0])]
        body = "\n".join(lines) + "\n"
        texts.append(head + body if "always(" in body else body)
    return texts[0], texts[1]


def _body(meeting: Meeting, program: Any, acts: Sequence[str]) -> list[str]:
    if meeting.engine == "modal":
        condition = code_of(program, acts)
        return [f"    if {condition}:", f'        return "{acts[0]}"', f'    return "{acts[1]}"']
    return rule_lines(program, acts) if meeting.engine == "direct" else bot_lines(program, acts)


def meeting_texts(meeting: Meeting, game: Game, scene: str) -> tuple[tuple[str, str], ...]:
    """A meeting in three wordings.

    Parameters
    ----------
    meeting : Meeting
    game : Game
        Two players with the same two actions.
    scene : str
        How the story begins.

    Returns
    -------
    tuple of (str, str)
        "formal", "matrix" and "story".

    Source: ours
    """
    one, other = game.players
    acts = game.actions[0]
    if meeting.randomness is None:
        question = f"What do {one} and {other} play (first {one}, then {other})?"
    else:
        a, b = (acts[k] for k in meeting.profile)
        question = f"What is the exact probability that {one} plays “{a}” and {other} plays “{b}”?"
    named = [
        (program, (p, q)) for program, p, q in zip(meeting.programs, game.players, game.players[::-1], strict=True)
    ]
    payoffs = "; ".join(
        f"u(“{x}”, “{y}”) = ({', '.join(map(format_exact, row))})"
        for (x, y), row in zip(profiles(game), game.table, strict=True)
    )
    formal = [
        f"{one} and {other} each submit a program that plays “{acts[0]}” or “{acts[1]}”. Payoffs: {payoffs}.",
        *(_formal(meeting, program, acts, names) for program, names in named),
        _MEANING[meeting.engine],
        question,
    ]
    rows = [f"| {x} | " + " | ".join(", ".join(map(format_exact, game[x, y])) for y in acts) + " |" for x in acts]
    table = "\n".join([f"| {one} \\ {other} | " + " | ".join(acts) + " |", "|---|---|---|", *rows])
    matrix = [
        f"Rows: {one}, columns: {other}, cells: payoff of {one}, payoff of {other}.\n\n{table}",
        *(
            f"{player}'s program:\n\n{text}"
            for player, text in zip(game.players, sources_of(meeting, game), strict=True)
        ),
        "In a program, `opponent` is the other one's program and `me` this one; `opponent(me)` is what it plays "
        "against "
        "this one. " + _CODE[meeting.engine] + " " + _MEANING[meeting.engine],
        question,
    ]
    worth = ". ".join(
        f"If {one} plays “{x}” and {other} “{y}”, {one} gets {format_exact(game[x, y][0])} and {other} "
        f"{format_exact(game[x, y][1])}"
        for x in acts
        for y in acts
    )
    story = [
        scene,
        f"Each plays “{acts[0]}” or “{acts[1]}”. {worth}.",
        *(_story(meeting, program, acts, names) for program, names in named),
        _PLAIN[meeting.engine],
        question,
    ]
    return (("formal", "\n\n".join(formal)), ("matrix", "\n\n".join(matrix)), ("story", "\n\n".join(story)))


_CODE = {
    "modal": "`proves(s)` is □[s], and `proves(False)` is □⊥.",
    "direct": "`opponent == me` compares the texts of the programs, up to layout and names.",
    "independent": "`chance(p)` is true with probability p, and `mix` draws an action with these probabilities.",
    "shared": "`chance(p)` is true if the entry that is read is below p; `back=1` moves on by one entry.",
}


def _formal(meeting: Meeting, program: Any, acts: Sequence[str], names: Sequence[str]) -> str:
    mine, other = names
    if meeting.engine == "modal":
        return f"{mine}({other}) = “{acts[0]}” ⟺ {notation_of(program, acts, names)}; else “{acts[1]}”."
    tell: Callable[..., str] = rules_told if meeting.engine == "direct" else bot_notation
    text = tell(program, acts, names)
    return f"{mine}({other}): {text}." if meeting.engine == "direct" else f"{text}."


def _story(meeting: Meeting, program: Any, acts: Sequence[str], names: Sequence[str]) -> str:
    mine = names[0]
    if meeting.engine == "modal":
        return f"{mine}’s rule: play “{acts[0]}” exactly if {words_of(program, acts, names)}; otherwise “{acts[1]}”."
    if meeting.engine == "direct":
        return f"{mine}’s rule: {rules_told(program, acts, names)}."
    return f"{mine}’s rule: {bot_told(program, acts, names)}."
