"""Results about parameters, read back from certificates that the checker has accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from spi.analysis.parametric import ParametricComparison, compare_parametric
from spi.core.affine import Affine
from spi.core.conditions import NEVER, Atom, Condition, atom
from spi.core.parametric_game import ParametricGame
from spi.solve.improvement import Improvement, improvement_conditions

__all__ = ["read_parametric_result"]

Json = dict[str, Any]


def read_parametric_result(claim: Json, objects: Json) -> Improvement | ParametricComparison:
    """What a certificate of the kind `parametric` says, with the conditions that stand in it.

    Source: ours
    """
    names = objects["parameters"]
    condition, strict = (
        Condition(tuple(tuple(_atom(entry, names) for entry in part) for part in claim[key]))
        for key in ("condition", "strict")
    )
    bounds = Condition((tuple(_atom(entry, names) for entry in objects["bounds"]),))
    game = _game(objects["game"], names, bounds)
    if claim["pairs"] is not None:
        pairs = [(_lottery(pair["outcome"]), _lottery(pair["becomes"])) for pair in claim["pairs"]]
        return replace(improvement_conditions(game, pairs), condition=condition, strict=strict)
    found = compare_parametric(game, _game(objects["subset_game"], names, bounds))
    return replace(found, condition=condition, strict=strict, undecided=NEVER)


def _game(data: Json, names: Sequence[str], bounds: Condition) -> ParametricGame:
    def nest(value: list[Any], depth: int) -> list[Any]:
        return [nest(part, depth - 1) if depth else _form(part, names) for part in value]

    return ParametricGame.from_payoffs(
        nest(data["payoffs"], len(data["players"])),
        parameters=names,
        bounds=bounds,
        actions=data["actions"],
        players=data["players"],
    )


def _form(numbers: Sequence[str], names: Sequence[str]) -> Affine:
    terms = sorted((name, Fraction(k)) for name, k in zip(names, numbers[1:], strict=True) if k != "0")
    return Affine(Fraction(numbers[0]), tuple(terms))


def _atom(entry: Json, names: Sequence[str]) -> Atom:
    return atom(_form(entry["form"], names), entry["relation"])


def _lottery(entries: list[Json]) -> dict[tuple[str, ...], str]:
    return {tuple(entry["outcome"]): entry["probability"] for entry in entries}
