"""The questions about changes of programs in words, and the files and forms that go with them."""

from __future__ import annotations

import json
from typing import Any, Literal

from spi.core.game import Game
from spi.core.numbers import format_exact
from spi.tasks.families.spi_verdict.laws import Law
from spi.tasks.families.spi_verdict.spaces import Space
from spi.tasks.families.spi_verdict.three_words import CODE_OF_THREE, READING_OF_THREE, WRAP_OF_THREE
from spi.tasks.items import Wording
from spi.tasks.material.named_plans import plan_form, plan_texts, reference_of
from spi.tasks.material.programs import READING, family_source, setting_text
from spi.tasks.material.shapes import Ranks
from spi.tasks.material.words import formal_payoffs, listed, payoff_table, told_payoffs
from spi.tasks.material.wraps import DEFINITIONS, proposal_form, proposal_text, proposal_toml

__all__ = ["Asked", "case_text", "space_form", "transformation_file", "transformation_texts"]

Asked = Literal["verdict", "refutation", "expectation"]
"""What is asked of a change: is it an SPI, in every case; which case refutes it; is it one in expectation?"""


def transformation_texts(
    space: Space, game: Game, *, asked: Asked = "verdict", law: Law | None = None
) -> tuple[tuple[str, str], ...]:
    """A change of programs in three wordings.

    Parameters
    ----------
    space : Space
    game : Game
    asked : "verdict", "refutation" or "expectation"
    law : Law, optional
        Of the programs that meet; it is told also where only what can occur counts.

    Returns
    -------
    three pairs of str

    Source: digiovanni-et-al-2024, Definition 2
    """
    parts = {"formal": _formal(space, game), "matrix": _matrix(space, game), "story": _story(space, game)}
    texts = []
    for wording, own in parts.items():
        told = [] if law is None else [_law_text(space, law, wording)]
        texts.append((wording, "\n\n".join([*own, *told, _question(space, wording, asked, law is not None)])))
    return tuple(texts)


def _formal(space: Space, game: Game) -> list[str]:
    others = "the program that it faces" if len(space.plans) == 2 else "the programs that it faces"
    return [
        formal_payoffs(game),
        f"A program reads the code of {others}, and then plays an action. U({_letters(space)}) are the payoffs of the "
        f"outcome when the programs {listed(_letters(space).split(', '))} face each other. The programs:",
        _programs(space, "formal"),
        _change(space, "formal"),
    ]


def _matrix(space: Space, game: Game) -> list[str]:
    looking = any(p.yields_to for own in space.plans for p in own)
    if len(space.plans) > 2:
        code = family_source("ours/always", *["ours/yielder"] * looking)
        reading = READING_OF_THREE
        if space.kind != "map":
            code = f"{code}\n\n\n{CODE_OF_THREE}"
    else:
        families = ["ours/always", *["digiovanni-et-al-2024/conditional_demander"] * looking]
        code = family_source(*families, *([] if space.kind == "map" else [DEFINITIONS[space.kind].name]))
        reading = READING
    return [payoff_table(game), reading, code, _programs(space, "matrix"), _change(space, "matrix")]


def _story(space: Space, game: Game) -> list[str]:
    scene, players = space.cast.scene, space.cast.players
    names = [listed([p.name for p in own]) for own in space.plans]
    may = [
        f"{player} {f'may send any of {told}' if len(own) > 1 else f'sends {told}'}"
        for player, own, told in zip(players, space.plans, names, strict=True)
    ]
    many = {2: "two", 3: "three"}[len(players)]
    return [
        f"{space.cast.opening} Each of them {scene.choice}, and they leave this to assistants: each sends one, and "
        f"the {many} assistants read each other's instructions before they choose.",
        told_payoffs(game, scene.unit),
        f"It is not known which assistants they will send. {'; '.join(may)}.",
        _programs(space, "story"),
        _change(space, "story"),
    ]


def _letters(space: Space) -> str:
    return ", ".join("pqt"[: len(space.plans)])


def _programs(space: Space, wording: Wording) -> str:
    return plan_texts([p for own in space.plans for p in own], space.cast.players, wording)


def case_text(names: tuple[str, ...] | list[str]) -> str:
    """Programs that meet, by their names.

    Source: ours
    """
    return f"{names[0]} facing {listed(names[1:])}"


def _law_text(space: Space, law: Law, wording: str) -> str:
    if law.players is None:
        rows = [
            f"{case_text([p.name for p in own])} with probability {format_exact(chance)}"
            for own, chance in zip(space.cases, law.cases, strict=True)
        ]
        known = "Which assistants are sent is drawn by lot" if wording == "story" else "Which programs meet is random"
        return f"{known}: {'; '.join(rows)}. Nothing else can happen."
    told = [
        f"{player}'s is {listed([f'{p.name} with probability {format_exact(x)}' for p, x in zip(*row, strict=True)])}"
        for player, row in zip(space.cast.players, zip(space.plans, law.players, strict=True), strict=True)
    ]
    what = "assistant" if wording == "story" else "program"
    return f"Every player's {what} is drawn by lot, independently of the others: {'; '.join(told)}."


def _question(space: Space, wording: str, asked: Asked, lawful: bool) -> str:
    letters, many = _letters(space), "pair" if len(space.plans) == 2 else "triple"
    things = {"formal": "programs", "matrix": "programs", "story": "assistants"}[wording]
    name = {"formal": "A map f of programs", "matrix": "The change", "story": "The change"}[wording]
    it = "f" if wording == "formal" else "it"
    called = {"formal": f"{name} is", "matrix": f"{name} is", "story": f"Call {name[0].lower()}{name[1:]}"}[wording]
    if asked == "expectation":
        before, after = {
            "formal": (f"U({letters})", f"U({', '.join(f'f({x})' for x in letters.split(', '))})"),
            "matrix": ("before it", "after the change"),
            "story": ("without it", "with this change"),
        }[wording]
        nobody, somebody = (
            ("nobody's average", "somebody's")
            if wording == "story"
            else ("no player's expected payoff", "some player's")
        )
        at = "in " * (wording == "formal")
        return (
            f"{called} a safe Pareto improvement (SPI) in expectation if {nobody} is smaller {at}{after} than "
            f"{at}{before}, and a strict SPI in expectation if, moreover, {somebody} is larger. What happens in single "
            f"cases does not count. Is {it} an SPI in this sense, and is it a strict one?"
        )
    chosen = f"every {many} of {things} that can meet,"
    if not lawful:
        chosen = f"every {many} of {things}, one of each player,"
    if wording == "formal":
        images = ", ".join(f"f({x})" for x in letters.split(", "))
        which = " that have a positive probability" if lawful else ", one of each player"
        text = (
            f"{name} is a safe Pareto improvement (SPI) if for no programs {letters}{which}, some player has a smaller "
            f"payoff in U({images}) than in U({letters}). It is a strict SPI if, moreover, for some such programs some "
            "player has a larger one."
        )
    elif wording == "matrix":
        text = (
            f"Compare, for {chosen} the payoffs before and after the change. The change is a safe Pareto improvement "
            f"(SPI) if in no such {many} somebody's payoff falls, and a strict SPI if, moreover, in at least one of "
            "them somebody's payoff rises."
        )
    else:
        text = (
            f"Compare, for {chosen} the results without and with this change. Call the change a safe Pareto "
            f"improvement (SPI) if in no such {many} anybody ends up with less than before, and a strict SPI if, "
            f"moreover, in at least one such {many} somebody ends up with more."
        )
    if asked == "refutation":
        return (
            f"{text} {it[0].upper() if wording != 'formal' else it}{it[1:]} is no SPI: there is exactly one {many} for "
            "which somebody is worse off. Which one?"
        )
    return f"{text} Is {it} an SPI, and is it a strict one?"


def _change(space: Space, wording: Wording) -> str:
    players = space.cast.players
    if space.kind == "map":
        rows = [f"{a.name} becomes {b.name}" for own in space.maps for a, b in own.items()]
        changed = "; ".join(rows)
        return {
            "formal": f"The map f: {changed}; every other program stays as it is.",
            "matrix": f"The change: {changed}; every other program stays as it is.",
            "story": f"The change: whoever would have sent an assistant named here sends another instead. {changed}; "
            "every other assistant stays as it is.",
        }[wording]
    wrap = DEFINITIONS[space.kind] if len(players) == 2 else WRAP_OF_THREE
    same = all(own == space.proposals[0] for own in space.proposals)
    texts = [proposal_text(own, wording, name) for own, name in zip(space.proposals, "rsw", strict=False)]
    if wording == "formal":
        names = "rsw"[: len(players)]
        maps = f"{' = '.join(names)}, where {texts[0]}" if same else f"where {'; and '.join(texts)}"
        made = [
            f"{wrap.letter}({p}, {r}) of every program {p} of {player}"
            for p, r, player in zip("pqt", names, players, strict=False)
        ]
        return f"{wrap.formal} The map f makes {listed(made)}, {maps}."
    if wording == "matrix":
        name, key = wrap.name.split("/")[1], wrap.keyword
        values = [f"{r} = {'r' if same and r != 'r' else text}" for r, text in zip("rsw", texts, strict=False)]
        made = [
            f"every program {p} of {player} becomes {name}({key}={p}, proposal={r})"
            for p, r, player in zip("pqt", "rsw", players, strict=False)
        ]
        return "\n".join(values) + f"\n\nThe change: {listed(made)}."
    lists = (
        f"The list of replacements, the same for {'both' if len(players) == 2 else 'all'}: {texts[0]}."
        if same
        else " ".join(f"The list of {player}: {text}." for player, text in zip(players, texts, strict=True))
    )
    return (
        f"The change: whichever assistants would have been sent, {wrap.nickname} assistants that hold them are sent "
        f"instead. {wrap.story} {lists} (Results are written as the choices of {listed(players)}, in this order.)"
    )


def transformation_file(space: Space, game: Game, *, asked: Asked = "verdict", law: Law | None = None) -> str:
    """The programs and the change as a setting file, for the commands about programs.

    Source: ours
    """
    if space.kind == "map":
        tables = [
            "{ " + ", ".join(f"{a.name} = {json.dumps(b.name)}" for a, b in own.items()) + " }" for own in space.maps
        ]
        table = f'kind = "map"\nmaps = [{", ".join(tables)}]'
    else:
        kind = "renegotiation" if space.kind == "algorithm-1" else "literal-renegotiation"
        table = f'kind = "{kind}"\nproposals = [\n' + "".join(f"  {proposal_toml(r)},\n" for r in space.proposals) + "]"
    programs = [{p.name: reference_of(p) for p in own} for own in space.plans]
    tables, top = [f"[transformation]\n{table}"], []
    cases = [json.dumps([p.name for p in own]) for own in space.cases]
    if law is not None and asked == "expectation":
        chances = [json.dumps(format_exact(x)) for x in law.cases]
        tables += [f"[[law]]\nprograms = {a}\nprobability = {x}" for a, x in zip(cases, chances, strict=True)]
    elif law is not None:
        top = [f"within = [{', '.join(cases)}]"]
    return setting_text("A change of programs", game.players, programs, *tables, top=top)


def space_form(space: Space, ranks: Ranks, law: Law | None = None) -> Any:
    """Programs and change without names, and how probable the cases are.

    Source: ours
    """
    plans = [sorted(plan_form(p, ranks) for p in own) for own in space.plans]
    maps = [sorted([plan_form(a, ranks), plan_form(b, ranks)] for a, b in own.items()) for own in space.maps]
    form = [space.kind, plans, [proposal_form(r, ranks) for r in space.proposals], maps]
    if law is None:
        return form
    rows = zip(space.cases, law.cases, strict=True)
    return [*form, sorted([[plan_form(p, ranks) for p in own], format_exact(x)] for own, x in rows)]
