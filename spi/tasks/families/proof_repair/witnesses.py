"""Proof repair, the constructive half: a counterexample of one's own to a false principle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from random import Random
from typing import Any, Literal

from spi.analysis.achievability import decide_achievable
from spi.analysis.envelope import read_game_json
from spi.analysis.optimality import decide_pareto_optimal
from spi.analysis.questions import verify_spi
from spi.core.game import profiles, subset_game
from spi.core.gamefile import write_game
from spi.core.numbers import exact, format_exact
from spi.core.pareto import improves
from spi.errors import HypothesisError, SpiError
from spi.solve.reduction import reduce
from spi.tasks.families.proof_repair.principles import (
    PRINCIPLES,
    Table,
    game_of,
    is_counterexample,
    read_tables,
    written,
)
from spi.tasks.items import Item, Proof
from spi.tasks.material.certificates import require_subject, subject_of_text

__all__ = ["accepts", "generate_witness", "witness_label"]

_KINDS = {
    "pure-optimality": "pareto-optimal",
    "mixed-dominance": "is-spi",
    "same-labels": "is-spi",
    "expected-improvement": "achievable",
    "corner": "pareto-optimal",
    "projection": "achievable",
    "triviality": "is-spi",
}
_LOTTERIES = ("expected-improvement", "projection")  # whose second table is one


def generate_witness(rng: Random, seed: int, difficulty: int) -> tuple[Item, ...]:
    """A false principle, and what a counterexample has to look like.

    The first outcome's payoffs, a bound on all numbers and the least number of rows are drawn, so that no example can
    be learned by heart.

    Parameters
    ----------
    rng : Random
    seed, difficulty : int

    Returns
    -------
    tuple of one Item

    Source: oesterheld-conitzer-2022, section 4, and ours
    """
    name = rng.choice(list(PRINCIPLES))
    p, q = Fraction(rng.randint(-40, 40)), Fraction(rng.randint(-40, 40))
    bound, rows = rng.randint(60, 400), 2 + difficulty // 2
    tables = _padded(PRINCIPLES[name].example(p, q), rows)
    certificate = _certificate(name, tables)
    asks = {
        "question": "witness",
        "principle": name,
        "first": f"{format_exact(p)}, {format_exact(q)}",
        "bound": str(bound),
        "rows": str(rows),
        "lottery": written(tables[1:]) if name in _LOTTERIES else "",
        "subject": subject_of_text(certificate),
    }
    answer = written(tables)
    shape = sha256(repr((name, asks["first"], bound, rows)).encode()).hexdigest()
    return (
        Item(
            family="proof-repair",
            seed=seed,
            difficulty=difficulty,
            knobs=(("size", rows + 1),),
            texts=_texts(rng, name, asks),
            form="witness",
            answer=answer,
            options=(),
            asks=tuple(asks.items()),
            files=(("example.toml", write_game(game_of(tables[0]))),),
            proofs=(Proof("counterexample", certificate),),
            shape=shape,
        ),
    )


def _padded(tables: Sequence[Table], rows: int) -> list[Table]:
    """The same with rows that are worse for Row than everything else, so that they are dropped and change nothing."""
    found = []
    for given in tables:
        table = list(given)
        while len(table) < rows:
            low = min(cell[0] for row in table for cell in row) - 1
            lottery = len(table[0][0]) == 1
            table.append([(Fraction(0),) if lottery else (low, table[0][j][1] - 9) for j in range(len(table[0]))])
        found.append(table)
    return found


def _certificate(name: str, tables: Sequence[Table]) -> str:
    game = game_of(tables[0])
    if name == "pure-optimality":
        return decide_pareto_optimal(game, game.table[0]).certificate.text
    if name in ("same-labels", "triviality"):
        return verify_spi(game, game_of(tables[1])).certificate.text
    if name == "mixed-dominance":
        kept = {"Row": game.actions[0][1:], "Column": game.actions[1]}
        return verify_spi(game, subset_game(game, kept)).certificate.text
    if name == "corner":  # at an optimal outcome Column gets less than at the first one
        return decide_pareto_optimal(game, _worst_optimal(tables[0])).certificate.text
    played = list(profiles(game))[:2] if name == "projection" else list(profiles(reduce(game).reduced))
    y = _worth(tables)
    return decide_achievable(game, dict.fromkeys(played, Fraction(1, len(played))), y).certificate.text


def _worst_optimal(table: Table) -> tuple[Fraction, ...]:
    """What Row's favourite outcome is worth."""
    return max(cell for row in table for cell in row)


def _worth(tables: Sequence[Table]) -> list[Fraction]:
    """What the lottery of the second table is worth."""
    cells = [cell for row in tables[0] for cell in row]
    chances = [cell[0] for row in tables[1] for cell in row]
    return [sum((p * u[i] for p, u in zip(chances, cells, strict=True)), Fraction(0)) for i in (0, 1)]


def witness_label(certificates: Sequence[Mapping[str, Any]], asks: Mapping[str, str]) -> str:
    """Our counterexample, read off the certificate that proves it one.

    Source: ours
    """
    name = asks["principle"]
    (certificate,) = certificates
    claim = require_subject(certificate, _KINDS[name], asks["subject"])
    tables = [_table(certificate["objects"]["game"])]
    if name == "same-labels":
        tables.append(_table(certificate["objects"]["subset_game"]))
        proved = claim["answer"] == "no" and claim["relation"] == "isomorphic"
    elif name == "triviality":
        tables.append(_table(certificate["objects"]["subset_game"]))
        proved = claim["answer"] == "yes" and claim["relation"] != "equal" and claim["findings"]["trivial"]
    elif name == "mixed-dominance":  # the first action survives; that a mixture beats it is arithmetic
        first, second, third = ([cell[0] for cell in row] for row in tables[0][:3])
        beaten = all((v + w) / 2 > e for v, w, e in zip(second, third, first, strict=True))
        proved = claim["relation"] != "equal" and beaten
    elif name == "corner":
        # on the frontier Row gets least where Column gets most: more than at the first outcome, at which Column gets
        # more than at some optimal outcome, and so more than her least
        p, q = tables[0][0][0]
        _, least = max(cell[::-1] for row in tables[0] for cell in row)
        proved = claim["answer"] == "yes" and least > p and exact(claim["payoffs"][1]) < q
    else:
        proved = claim["answer"] == "no"
        if name in _LOTTERIES:
            tables += read_tables(asks["lottery"])
            proved = proved and [exact(v) for v in claim["payoffs"]] == _worth(tables)
        if name == "projection":
            proved = proved and _is_below(tables[0], _worth(tables))
        if name == "pure-optimality":
            proved = proved and tuple(map(exact, claim["payoffs"])) == tables[0][0][0]
    if not proved:
        raise HypothesisError("the certificate does not prove a counterexample; accepted: one that does")
    return written(tables)


def _is_below(table: Table, y: Sequence[Fraction]) -> bool:
    """Is y at least the mean of the first two outcomes, and some outcome at least as good as y and as both of them?"""
    one, other = table[0][:2]
    above = [max(own) for own in zip(one, other, y, strict=True)]
    enough = any(improves(u, above) for row in table for u in row)
    return enough and all(v >= (p + q) / 2 for v, p, q in zip(y, one, other, strict=True))


def _table(game: Mapping[str, Any]) -> Table:
    found = read_game_json(dict(game))
    width = len(found.actions[1])
    return [list(found.table[k : k + width]) for k in range(0, len(found.table), width)]


def accepts(item: Item, witness: str) -> Literal["right", "wrong", "unreadable"]:
    """Is this text a counterexample of the form that is asked for? It is read and run.

    Parameters
    ----------
    item : Item
        Of the form `"witness"`.
    witness : str

    Returns
    -------
    "right", "wrong" or "unreadable"

    Source: ours
    """
    asks = dict(item.asks)
    try:
        tables = read_tables(witness)
    except SpiError:
        return "unreadable"
    if not tables:
        return "unreadable"
    numbers = [v for table in tables for row in table for cell in row for v in cell]
    first = tuple(exact(v.strip()) for v in asks["first"].split(","))
    fits = (
        tables[0][0][0] == first
        and len(tables[0]) >= int(asks["rows"])
        and all(len(row) <= 6 for row in tables[0])
        and len(tables[0]) <= 6
        and all(abs(v) <= int(asks["bound"]) and v.denominator <= 1000 for v in numbers)
    )
    return "right" if fits and is_counterexample(PRINCIPLES[asks["principle"]], tables) else "wrong"


_SCENES = (
    "A referee doubts a line of a proof and wants to see numbers.",
    "On a whiteboard somebody has written a rule that sounds obvious.",
    "A student relies on a rule of thumb in a thesis on delegated play.",
    "Two colleagues have bet on whether this always holds.",
    "A consultant's report rests on one sentence.",
    "An agent's handbook states this as a fact.",
    "In a footnote it says that this is easy to see.",
)


def _texts(rng: Random, name: str, asks: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    principle = PRINCIPLES[name]
    shape = (
        f"Give {principle.form}. A table of a game has one line for each action of Row and one cell for each action of "
        "Column; cells are divided by “|”, and in each cell stand Row's and Column's payoffs, divided by a comma, as "
        "in “1, 2 | 0, -3/2”. "
        f"The first outcome (first line, first cell) has to be worth exactly {asks['first']}; there are at least "
        f"{asks['rows']} and at most 6 lines, and at most 6 cells in each; no number is beyond {asks['bound']} in "
        "absolute value, or has a denominator of more than 1000. Write nothing but the table or tables."
    )
    formal = f"The following is false for two players, Row and Column, with finitely many actions.\n\n{principle.claim}"
    scene = rng.choice(_SCENES)
    story = (
        f"{scene} It is about games of two players, Row and Column.\n\n“{principle.claim}”\n\nShow that it is false."
    )
    return (
        ("formal", f"{formal}\n\nGive a counterexample. {shape}"),
        ("matrix", f"Refute this by a payoff table.\n\n{principle.claim}\n\n{shape}"),
        ("story", f"{story} {shape}"),
    )
