"""Certificates about parameters: the claim `parametric` of `proofs/README.md`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import product
from typing import Any

from spi.analysis.envelope import (
    ALL_USED,
    ASSUMPTIONS,
    FULL_SUPPORT,
    INDEPENDENT,
    Json,
    certificate,
    lottery_json,
    steps_json,
    vector_json,
)
from spi.analysis.situations import Situation, gain_groups, no_gain, no_loss, situation_in
from spi.core.affine import Affine, primitive
from spi.core.conditions import ALWAYS, Condition, Point
from spi.core.numbers import format_exact
from spi.core.parametric_game import ParametricGame
from spi.core.verdict import Certificate
from spi.solve.cells import Cell, Cut, Leaf, OpenError, decide, difference, explore, facts
from spi.solve.conditions import find_point, find_points
from spi.solve.improvement import Improvement, pair_gains
from spi.solve.parameter_spaces import Space
from spi.solve.parametric_isomorphism import Assigned, Related, Unrelated, differences
from spi.solve.parametric_ratios import Scale
from spi.solve.parametric_reduction import Sheet, gains, sheets, undominated
from spi.solve.reduction import Elimination
from spi.solve.systems import Row, Test, opposite, to_row

__all__ = ["improvement_certificate", "subset_game_certificate"]

LEMMA_4 = "oesterheld-conitzer-2022, Lemma 4"

Case = tuple[Json | None, list[Test]]
"""What a certificate says of a cell, and tests passed there that the checker has to know."""


def improvement_certificate(found: Improvement) -> Certificate:
    """Certificate of when outcomes become better ones.

    Source: ours
    """
    space = Space(found.game.parameters)
    group = [space.row(primitive(form)) for form in pair_gains(found.game, found.pairs)]
    pairs = [{"outcome": lottery_json(a), "becomes": lottery_json(b)} for a, b in found.pairs]
    evidence = _evidence(found.game, found.condition, found.strict, lambda cell: (None, _judged(cell, [group])))
    return certificate(
        {"kind": "parametric", "answer": "yes", "pairs": pairs, **_claimed(space, found.condition, found.strict)},
        _objects(found.game, None),
        evidence,
    )


def subset_game_certificate(
    game: ParametricGame, subset_game: ParametricGame, condition: Condition, strict: Condition
) -> Certificate:
    """Certificate of when a subset game is a (strict) SPI.

    Parameters
    ----------
    game, subset_game : ParametricGame
        With the same parameters and bounds.
    condition, strict : Condition
        As `compare_parametric` finds them, without anything undecided.

    Returns
    -------
    Certificate

    Source: ours
    """
    sheet, subset_sheet = sheets([game, subset_game], game.parameters)
    trusted = set()

    def case(cell: Cell) -> Case:
        situation = situation_in(cell, sheet, subset_sheet)
        relation = situation.relation
        if isinstance(relation, str):
            raise AssertionError("certificates are written where nothing is undecided")
        groups = gain_groups(sheet, situation)
        used = _judged(cell, groups)
        safe = all(cell.passes(test) for test in no_loss(groups))
        if isinstance(relation, Related):
            trusted.add(LEMMA_4 if safe else ALL_USED)
        elif not safe or any(all(cell.passes(test) for test in no_gain(group)) for group in groups):
            trusted.add(INDEPENDENT)
        used += _replayed(cell, sheet, situation.steps, situation.survivors)
        used += _replayed(cell, subset_sheet, situation.subset_steps, situation.subset_survivors)
        used += _related(cell, sheet, subset_sheet, situation)
        return {
            "elimination": steps_json(situation.steps),
            "subset_elimination": steps_json(situation.subset_steps),
            "isomorphism": _isomorphism(game, situation, relation) if isinstance(relation, Related) else None,
            "isomorphisms": relation.tree if isinstance(relation, Unrelated) else None,
        }, used

    evidence = _evidence(game, condition, strict, case)
    space = Space(game.parameters)
    return certificate(
        {"kind": "parametric", "answer": "yes", "pairs": None, **_claimed(space, condition, strict)},
        _objects(game, subset_game),
        evidence,
        [*ASSUMPTIONS, FULL_SUPPORT],
        [statement for statement in (LEMMA_4, ALL_USED, INDEPENDENT) if statement in trusted],
    )


def _evidence(game: ParametricGame, condition: Condition, strict: Condition, case: Callable[[Cell], Case]) -> Json:
    """Points, and the cases in each of which the conditions and what they are claimed to be are decided."""
    space = Space(game.parameters)
    (given,) = space.conjuncts(game.bounds)
    both = [space.conjuncts(condition), space.conjuncts(strict)]

    def procedure(cell: Cell) -> Json:
        used = [test for conjuncts in both for test in _decided(cell, conjuncts)]
        shown, more = case(cell)
        found = facts(cell, [*used, *more])
        return {
            "facts": [{**_test(test), "multipliers": vector_json(y)} for test, y in found.items()],
            "case": shown,
        }

    tree = explore(given, len(game.parameters), procedure)
    if tree is None:
        raise AssertionError("bounds that can hold together have a point")
    within = {"given": game.bounds}
    return {
        "inside": _point(game, find_point(ALWAYS, **within)),
        "points": {
            name: [_point(game, point) for point in find_points(part, **within)]
            for name, part in (("condition", condition), ("strict", strict))
        },
        "tree": _tree(tree),
    }


def _tree(node: Leaf[Json] | Cut[Json]) -> Json:
    if isinstance(node, Leaf):
        return node.result
    return {"cut": _test(node.test), "passed": _tree(node.passed), "failed": _tree(node.failed)}


def _decided(cell: Cell, conjuncts: list[tuple[Test, ...]]) -> Iterator[Test]:
    """Tests that tell whether a condition holds in a cell."""
    if decide(cell, conjuncts):
        yield from next(tests for tests in conjuncts if all(cell.passes(test) for test in tests))
    else:
        for tests in conjuncts:
            yield opposite(next(test for test in tests if cell.passes(test) is False))


def _judged(cell: Cell, groups: list[list[Row]]) -> list[Test]:
    """Tests that tell whether somebody loses, and if nobody does, whether somebody gains in every group."""
    safe = no_loss(groups)
    lost = next((test for test in safe if cell.passes(test) is False), None)
    if lost is not None:
        return [opposite(lost)]
    used = [test for test in safe if cell.holds(test)]
    for group in groups:
        answers = [(cell.passes((row, True)), row) for row in group]
        gained = next((row for answer, row in answers if answer), None)
        if gained is not None:
            used.append((gained, True))
        elif all(answer is False for answer, _ in answers):
            return [*used, *no_gain(group)]
        else:
            raise OpenError((next(row for answer, row in answers if answer is None), True))
    return used


def _replayed(
    cell: Cell, sheet: Sheet, steps: Iterable[Elimination], survivors: tuple[tuple[str, ...], ...]
) -> list[Test]:
    """Tests that show every step of an elimination, and that nothing is left to eliminate."""
    alive = [list(own) for own in sheet.game.actions]
    used = []
    for step in steps:
        i = sheet.game.players.index(step.player)
        used += [(row, True) for row in gains(sheet, alive, i, str(step.by), step.action)]
        alive[i].remove(step.action)
    return used + [opposite((row, True)) for row in undominated(cell, sheet, survivors)]


def _related(cell: Cell, sheet: Sheet, subset_sheet: Sheet, situation: Situation) -> list[Test]:
    """Tests that show how the reduced games are related."""
    relation = situation.relation
    rows: list[Row] = []
    if isinstance(relation, Related):
        outcomes = list(product(*situation.survivors))
        assigned = {(i, x): y for i, own in enumerate(relation.maps) for x, y in own.items()}
        for i, ratio in enumerate(relation.ratios):
            pairs = [differences(sheet, subset_sheet, assigned, i, a, outcomes[0]) for a in outcomes]
            if isinstance(ratio, Scale):
                rows += [difference(d, e, ratio.factor) for d, e in pairs]
                continue
            d, e = pairs[ratio.index]
            rows += [to_row(d), to_row(e)]
            for (p, q), factor in zip(pairs, ratio.factors, strict=True):
                rows += [difference(p, d, factor), difference(q, e, factor)]
    stack: list[tuple[Json, Assigned]] = [(relation.tree, {})] if isinstance(relation, Unrelated) else []
    while stack:
        node, assigned = stack.pop()
        if "branch" in node:
            v = sheet.game.players.index(node["branch"]["player"]), node["branch"]["action"]
            stack += [(child, {**assigned, v: y}) for y, child in node["children"].items()]
        elif node["end"] != "sizes":
            i, factor = sheet.game.players.index(node["player"]), Fraction(node["factor"])
            four = [tuple(outcome) for outcome in node["outcomes"]]
            one, image = differences(sheet, subset_sheet, assigned, i, four[0], four[1])
            two, other = differences(sheet, subset_sheet, assigned, i, four[2], four[3])
            if node["end"] == "multiple":
                rows += [difference(one, two, factor), difference(image, other, factor)]
            else:
                rows += [difference(one, image, factor), difference(two, other, factor), to_row(image), to_row(other)]
    return _signs(cell, rows)


def _signs(cell: Cell, rows: Iterable[Row]) -> list[Test]:
    """All that single tests tell of the signs of some forms."""
    tests = [test for row in rows for form in (row, tuple(-k for k in row)) for test in ((form, True), (form, False))]
    return [test for test in tests if cell.passes(test)]


def _isomorphism(game: ParametricGame, situation: Situation, relation: Related) -> Json:
    outcomes = list(product(*situation.survivors))
    ratios: list[Json] = []
    for ratio in relation.ratios:
        if isinstance(ratio, Scale):
            ratios.append({"scale": format_exact(ratio.factor)})
        else:
            ratios.append({"outcome": list(outcomes[ratio.index]), "multiples": vector_json(ratio.factors)})
    return {"map": dict(zip(game.players, relation.maps, strict=True)), "ratios": ratios}


def _claimed(space: Space, condition: Condition, strict: Condition) -> Json:
    return {
        name: [[_atom(space, own.form, own.relation) for own in conjunct] for conjunct in part.conjuncts]
        for name, part in (("condition", condition), ("strict", strict))
    }


def _objects(game: ParametricGame, subset_game: ParametricGame | None) -> Json:
    space = Space(game.parameters)
    return {
        "parameters": list(game.parameters),
        "bounds": [_atom(space, own.form, own.relation) for own in game.bounds.conjuncts[0]],
        "game": _game(game, game.parameters),
        "subset_game": None if subset_game is None else _game(subset_game, game.parameters),
    }


def _game(game: ParametricGame, parameters: tuple[str, ...]) -> Json:
    rows = iter(game.table)

    def nest(depth: int) -> list[Any]:
        if depth == len(game.players):
            return [_form(form, parameters) for form in next(rows)]
        return [nest(depth + 1) for _ in game.actions[depth]]

    return {
        "players": list(game.players),
        "actions": [list(own) for own in game.actions],
        "payoffs": nest(0),
        "digest": game.digest,
    }


def _form(form: Affine, parameters: tuple[str, ...]) -> list[str]:
    known = dict(form.terms)
    return vector_json([form.constant, *(known.get(name, Fraction(0)) for name in parameters)])


def _atom(space: Space, form: Affine, relation: str) -> Json:
    return {"form": list(map(str, space.row(form))), "relation": relation}


def _test(test: Test) -> Json:
    row, strict = test
    return {"form": list(map(str, row)), "relation": ">" if strict else ">="}


def _point(game: ParametricGame, point: Point | None) -> list[str]:
    values = dict(point or ())  # a parameter on which nothing depends is 0
    return vector_json([values.get(name, Fraction(0)) for name in game.parameters])
