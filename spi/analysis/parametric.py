"""For which parameters a subset game is a safe Pareto improvement, or some outcomes become better ones: verdicts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from spi.analysis.comparison import require_subset_game
from spi.analysis.envelope import held
from spi.analysis.parametric_certificates import improvement_certificate, subset_game_certificate
from spi.analysis.situations import Situation, gain_groups, no_gain, no_loss, situation_in
from spi.checker.reader import MAX_BYTES
from spi.core.conditions import Condition
from spi.core.display import html_of
from spi.core.game import Game
from spi.core.parametric_game import ParametricGame, as_parametric
from spi.core.verdict import Holds, Unknown
from spi.solve.cells import Cut, Leaf, explore, leaves
from spi.solve.improvement import Improvement, Place, improvement_conditions, require_possible
from spi.solve.parameter_spaces import Space, Tests
from spi.solve.parametric_isomorphism import Related
from spi.solve.parametric_reduction import Sheet, sheets
from spi.solve.reduction import Elimination

__all__ = [
    "ParametricCase",
    "ParametricComparison",
    "compare_parametric",
    "prove_improvement_conditions",
    "verify_parametric_spi",
]

BUDGET = 1_000
"""Cells into which the parameters may be cut unless a question says otherwise."""


@dataclass(frozen=True, slots=True)
class ParametricCase:
    """Values of the parameters for which a subset game is in one situation.

    Parameters
    ----------
    where : Condition
        Without alternatives, within the bounds.
    steps, subset_steps : tuple of Elimination
        What is eliminated in the game and in the subset game.
    survivors, subset_survivors : tuple of tuple of str
        The actions of the reduced games.
    relation : "isomorphic" or "unrelated" or "undecided"
        Equal reduced games are isomorphic here.
    maps : tuple of pairs of actions for each player, or None
        One isomorphism, if they are isomorphic.
    reason : str
        Why it is undecided, else empty.

    Source: ours
    """

    where: Condition
    steps: tuple[Elimination, ...]
    subset_steps: tuple[Elimination, ...]
    survivors: tuple[tuple[str, ...], ...]
    subset_survivors: tuple[tuple[str, ...], ...]
    relation: Literal["isomorphic", "unrelated", "undecided"]
    maps: tuple[tuple[tuple[str, str], ...], ...] | None
    reason: str

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class ParametricComparison:
    """When a subset game is an SPI, under Assumptions 1 and 2.

    Parameters
    ----------
    game, subset_game : ParametricGame
        With the same parameters and the bounds of both.
    condition : Condition
        Within the bounds, and but for `undecided`, the subset game is an SPI exactly where it holds.
    strict : Condition
        Likewise, a strict SPI; every outcome of the reduced game is taken to be possible.
    undecided : Condition
        Where nothing is known.
    cases : tuple of ParametricCase
        They cover the bounds.

    Source: oesterheld-conitzer-2022, Definition 1 (repaired: D1), and ours
    """

    game: ParametricGame
    subset_game: ParametricGame
    condition: Condition
    strict: Condition
    undecided: Condition
    cases: tuple[ParametricCase, ...]

    def __str__(self) -> str:
        from spi.report.text import parametric_comparison_text

        return parametric_comparison_text(self)

    def _repr_html_(self) -> str:
        from spi.report.html import result_html

        return result_html(self)


def prove_improvement_conditions(
    game: Game | ParametricGame, pairs: Iterable[tuple[Place, Place]]
) -> Holds[Improvement]:
    """For which parameters nobody is worse off when these outcomes become others, proved.

    Parameters
    ----------
    game : ParametricGame or Game
    pairs : iterable of (before, after)
        As for `improvement_conditions`.

    Returns
    -------
    Holds
        It says that `.result.condition` and `.result.strict` are exactly the conditions, which may be `NEVER`.

    Raises
    ------
    GameError, HypothesisError
        As `improvement_conditions`.

    Examples
    --------
    >>> game = ParametricGame.from_payoffs([["d, d"], ["t, t"]], actions=[["war", "peace"], ["x"]])
    >>> verdict = prove_improvement_conditions(game, [(("war", "x"), ("peace", "x"))])
    >>> print(verdict.result.condition, "| strict:", verdict.result.strict)
    t ≥ d | strict: t > d

    Source: ours
    """
    found = improvement_conditions(game, pairs)
    return held(improvement_certificate(found), found)


def compare_parametric(
    game: Game | ParametricGame, subset_game: Game | ParametricGame, *, budget: int | None = BUDGET
) -> ParametricComparison:
    """Work out for which parameters a subset game is an SPI.

    Parameters
    ----------
    game, subset_game : ParametricGame or Game
        The subset game has the same players, and for each player some of her actions. Parameters of the same name are
        the same; the bounds of both are taken for granted.
    budget : int or None
        Cells into which the parameters may be cut.

    Returns
    -------
    ParametricComparison

    Raises
    ------
    HypothesisError
        If `subset_game` is not a subset game of `game`, or no values of the parameters meet the bounds.

    Notes
    -----
    Exact. The parameters are cut where a comparison that matters changes its outcome: for elimination, for the relation
    of the reduced games. Whether games are isomorphic can hang on products of differences; where it does, nothing is
    decided, and `undecided` says so.

    Source: oesterheld-conitzer-2022, Definition 1 (repaired: D1), and ours
    """
    one, two = _together(as_parametric(game), as_parametric(subset_game))
    require_subset_game(one, two)
    require_possible(one.bounds)
    space = Space(one.parameters)
    (given,) = space.conjuncts(one.bounds)
    space = Space(one.parameters, given)
    sheet, subset_sheet = sheets([one, two], one.parameters)
    tree = explore(
        given,
        len(one.parameters),
        lambda cell: situation_in(cell, sheet, subset_sheet),
        budget=budget,
        beyond=lambda cell: Situation((), (), (), (), f"the budget of {budget:,} cells ran out"),
    )
    if tree is None:
        raise AssertionError("bounds that can hold together have a point")
    condition, strict, undecided = map(space.condition, _collect(space, sheet, tree))
    cases = tuple(_case(space, leaf) for leaf in leaves(tree))
    return ParametricComparison(one, two, condition, strict, undecided, cases)


def verify_parametric_spi(
    game: Game | ParametricGame, subset_game: Game | ParametricGame, *, budget: int | None = BUDGET
) -> Holds[ParametricComparison] | Unknown:
    """Decide for which parameters a subset game is a (strict) safe Pareto improvement, with a certificate.

    Parameters
    ----------
    game, subset_game, budget
        As for `compare_parametric`.

    Returns
    -------
    Holds or Unknown
        `Holds` says that `.result.condition` and `.result.strict` are exactly the conditions, which may be `NEVER`.
        `Unknown` if some cell is undecided: its reason says which, and what is known elsewhere.

    Raises
    ------
    HypothesisError
        As `compare_parametric`.

    Examples
    --------
    >>> import spi
    >>> game = ParametricGame.from_payoffs([["c, c", "0, 3"], ["3, 0", "1, 1"]], actions=[["C", "D"]] * 2)
    >>> verdict = verify_parametric_spi(game, spi.subset_game(game, [["C"], ["C"]]))
    >>> print(verdict.result.condition, "| strict:", verdict.result.strict)
    c ≥ 1 | strict: c > 1

    Source: oesterheld-conitzer-2022, Definition 1 (repaired: D1), and ours
    """
    found = compare_parametric(game, subset_game, budget=budget)
    question = (
        f"for which parameters is subset game {found.subset_game.digest[:12]} an SPI on {found.game.digest[:12]}?"
    )
    if found.undecided.conjuncts:
        reasons = dict.fromkeys(case.reason for case in found.cases if case.reason)
        return Unknown(
            question,
            f"undecided where {found.undecided}: {'; '.join(reasons)}. Elsewhere it is one exactly where "
            f"{found.condition}, a strict one exactly where {found.strict}",
            len(found.cases),
        )
    certificate = subset_game_certificate(found.game, found.subset_game, found.condition, found.strict)
    if len(certificate.text.encode()) > MAX_BYTES:
        return Unknown(question, f"the certificate is longer than the {MAX_BYTES:,} bytes that the checker reads", 0)
    return held(certificate, found)


def _together(game: ParametricGame, subset_game: ParametricGame) -> tuple[ParametricGame, ParametricGame]:
    """Both games with all parameters and all bounds."""
    names = tuple(sorted({*game.parameters, *subset_game.parameters}))
    atoms = dict.fromkeys((*game.bounds.conjuncts[0], *subset_game.bounds.conjuncts[0]))
    bounds = Condition((tuple(atoms),))
    one, two = (
        ParametricGame(g.players, g.actions, g.table, names, bounds, g.title, g.source) for g in (game, subset_game)
    )
    return one, two


def _collect(space: Space, sheet: Sheet, tree: Leaf[Situation] | Cut[Situation]) -> tuple[list[Tests], ...]:
    """The conjuncts of `condition`, `strict` and `undecided`, simplified from the leaves upwards."""
    if isinstance(tree, Cut):
        pairs = zip(_collect(space, sheet, tree.passed), _collect(space, sheet, tree.failed), strict=True)
        return tuple(space.simplified([*one, *two]) for one, two in pairs)
    cell, situation = tree.cell, tree.result
    if isinstance(situation.relation, str):
        return [], [], space.simplified([cell.tests])
    groups = gain_groups(sheet, situation)
    safe = (*cell.tests, *no_loss(groups))
    strict = [piece for piece, _ in space.outside(safe, [no_gain(group) for group in groups])]
    return space.simplified([safe]), space.simplified(strict), []


def _case(space: Space, leaf: Leaf[Situation]) -> ParametricCase:
    found, relation = leaf.result, leaf.result.relation
    where = space.condition(space.simplified([leaf.cell.tests]))
    maps, kind, reason = None, "unrelated", ""
    if isinstance(relation, Related):
        kind, maps = "isomorphic", tuple(tuple(own.items()) for own in relation.maps)
    elif isinstance(relation, str):
        kind, reason = "undecided", relation
    return ParametricCase(
        where,
        found.steps,
        found.subset_steps,
        found.survivors,
        found.subset_survivors,
        kind,  # type: ignore[arg-type]
        maps,
        reason,
    )
