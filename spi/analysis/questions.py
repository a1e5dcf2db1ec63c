"""The questions about subset games of a delegated game: is it an SPI, and is there one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spi.analysis.built_spis import comparison_of, printed_comparison
from spi.analysis.certificates import Question, existence_certificate, is_spi_certificate, refutation_certificate
from spi.analysis.comparison import Comparison, compare
from spi.analysis.envelope import certify, held, refuted
from spi.checker.images import MAX_TOKENS
from spi.core.display import html_of
from spi.core.game import Game, require_game
from spi.core.verdict import Fails, Holds, Unknown
from spi.errors import HypothesisError, RefusedError
from spi.solve.improving_maps import MapProblem, count_maps
from spi.solve.map_search import MapSearch
from spi.solve.reduction import Reduction, reduce

__all__ = ["Exhausted", "decide_spi", "verify_spi"]

BUDGET = 200_000
"""Search nodes that a question may visit unless it says otherwise."""


@dataclass(frozen=True, slots=True)
class Exhausted:
    """A finished search that found nothing.

    Parameters
    ----------
    game : Game
    reduction : Reduction
        What is eliminated in the game, and what survives.
    candidates : int
        Tuples of injections that a plain enumeration would have visited.
    nodes : int
        Nodes of the refutation; of the search, if it was not written down.
    written : bool
        Does the certificate hold the whole search, so that the checker went through it again?

    Source: ours
    """

    game: Game
    reduction: Reduction
    candidates: int
    nodes: int
    written: bool

    def __str__(self) -> str:
        from spi.report.text import object_text

        return object_text(self)

    _repr_html_ = html_of


@dataclass(frozen=True, slots=True)
class _Searches:
    """What an `Unknown` carries, so that the search can go on."""

    game: Game
    question: Question
    searches: tuple[MapSearch, ...]


def verify_spi(
    game: Game, subset_game: Game, *, strict: bool = False, support: Sequence[Sequence[str]] | None = None
) -> Holds[Comparison] | Fails[Comparison]:
    """Decide whether a given subset game is a (strict) safe Pareto improvement on a game.

    Parameters
    ----------
    game : Game
        Γ; its payoffs judge.
    subset_game : Game
        Γˢ: some of the actions of each player, any payoffs. It need not be reduced.
    strict : bool
        Ask for a strict SPI: in every model, somebody gains with positive probability. By default for an SPI, as the
        paper uses the word; `.result.strict` says anyway whether it is a strict one.
    support : sequence of outcomes of the reduced game, optional
        The outcomes that can occur; only strictness depends on it. Default: all of them.

    Returns
    -------
    Holds or Fails
        `.result` is a `Comparison`: which case it is, what each default outcome becomes, whether the answer is
        derivable or holds in all models only, trivial, payoff-neutral, unilateral. If it fails, `.result.violation`
        names an outcome, what it can become and who loses.

    Raises
    ------
    HypothesisError
        If `subset_game` is not a subset game of `game`.

    Notes
    -----
    Exact and complete for Assumptions 1 and 2. The assumptions say nothing of games whose reductions are not
    isomorphic to each other, so these can be played independently.

    Examples
    --------
    >>> import spi
    >>> temptation = spi.load_game("oesterheld-conitzer-2022/temptation")
    >>> verdict = verify_spi(temptation, spi.subset_game(temptation, {"Player 1": ["R"]}), strict=True)
    >>> bool(verdict), verdict.result.becomes(("T", "C")), verdict.result.unilateral
    (True, (('R', 'F'),), ('Player 1',))

    Source: oesterheld-conitzer-2022, Definition 1 (repaired: D1)
    """
    comparison = compare(game, subset_game, support=support)
    return certify(is_spi_certificate(comparison, strict=strict), comparison)


def decide_spi(
    game: Game,
    *,
    strict: bool = True,
    unilateral: bool | str = False,
    duplicates: bool = False,
    budget: int | None = BUDGET,
    printed: bool = False,
    cp_sat: bool = False,
    resume: Unknown | None = None,
    progress: bool = False,
) -> Holds[Comparison] | Fails[Exhausted] | Unknown:
    """Decide whether a game has a non-trivial safe Pareto improvement; with the options, all four decision problems.

    Parameters
    ----------
    game : Game
    strict : bool
        Ask for an SPI under which somebody gains at some outcome of the reduced game. With False, for any whose
        reduced game has other actions than the original's. Who looks for an SPI looks for a strict one, so that is the
        default here and in `find_spis`; `verify_spi` asks of a given one only what the word says.
    unilateral : bool or str
        True: one that a single player can bring about; a player's name: that this player can.
    duplicates : bool
        Assume also that actions which give everybody the same payoffs are interchangeable. Not with `unilateral`.
    budget : int or None
        Search nodes to visit at most, for each player asked about; None: as many as it takes. The problem is
        NP-complete. Two players: about a million nodes a second; more: some thousands.
    printed : bool
        Answer as the printed Definition 5 does, whose non-triviality is met by adding 1 to a payoff: always yes
        (erratum D13). Only with `strict=False`.
    cp_sat : bool
        Let CP-SAT look as well, once 100,000 nodes were not enough; needs the extra `search`. Not for `unilateral`.
    resume : Unknown, optional
        What an earlier call with the same game and options came to; the search goes on where it stopped.
    progress : bool
        Show how many nodes have been visited.

    Returns
    -------
    Holds, Fails or Unknown
        `Holds.result` is the `Comparison` with one such SPI (see `find_spis` for all of them), `Fails.result` the
        size of the finished search; `Unknown` if the budget ran out. A search for maps that found none is written into
        the certificate and checked again as long as that takes a few seconds; `Fails.result.written` says whether it
        was, and if not, `Fails.trusted` names it.

    Raises
    ------
    HypothesisError
        For combinations of options that no theorem covers; or if `resume` is of another question.

    Examples
    --------
    >>> import spi
    >>> demand_game = spi.load_game("oesterheld-conitzer-2022/demand-game")
    >>> verdict = decide_spi(demand_game)
    >>> bool(verdict), verdict.result.becomes(("DM", "DM"))
    (True, (('DL', 'DL'),))
    >>> bool(decide_spi(demand_game, unilateral=True))
    False

    Source: oesterheld-conitzer-2022, Definition 5 (repaired: D1, D13, D17)
    """
    question = read_question(game, strict, unilateral, duplicates, printed)
    reduction = reduce(game, duplicates=duplicates)
    if printed:
        found = printed_comparison(question, reduction)
        return _holds(question, reduction, found)
    movers = question.unilateral or (None,)
    searches = _resumed(game, question, resume)
    for mover in movers[len(searches) - 1 :] if searches else movers:
        if not searches or searches[-1].is_decided():
            searches.append(MapSearch(MapProblem.of(game, reduction.reduced, strict=strict, mover=mover), cp_sat))
        _advance(searches[-1], budget, progress)
        images = searches[-1].images
        if images is not None:
            maps = searches[-1].problem.maps(images)
            return _holds(question, reduction, comparison_of(reduction, maps, mover))
        if searches[-1].refutation is None:
            return _unknown(game, question, reduction, searches)
    refutations = [search.refutation for search in searches if search.refutation is not None]
    candidates = count_maps(game, reduction.reduced)
    nodes = sum(refutation.nodes for refutation in refutations)
    if nodes <= MAX_TOKENS and all(refutation.parts is not None for refutation in refutations):
        certificate = refutation_certificate(question, game, reduction, refutations)
        try:
            return refuted(certificate, Exhausted(game, reduction, candidates, nodes, True))
        except RefusedError as refusal:
            if refusal.rule != "size":
                raise
    unwritten = [replace(refutation, parts=None, logs=()) for refutation in refutations]
    certificate = refutation_certificate(question, game, reduction, unwritten)
    return refuted(certificate, Exhausted(game, reduction, candidates, nodes, False))


def _resumed(game: Game, question: Question, resume: Unknown | None) -> list[MapSearch]:
    """The searches of an earlier call, one for each player asked about so far."""
    if resume is None:
        return []
    earlier = resume.search
    if not isinstance(earlier, _Searches) or (earlier.game, earlier.question) != (game, question):
        raise HypothesisError(
            "resume is not what decide_spi came to for this game with these options; accepted: an Unknown that it "
            "returned, with the same game, strict, unilateral and duplicates"
        )
    return list(earlier.searches)


def _advance(search: MapSearch, budget: int | None, progress: bool) -> None:
    """Search on; with a bar if one is wanted, which moves after a few turns."""
    if not progress:
        search.advance(budget)
        return
    from tqdm.auto import tqdm

    start = search.spent
    with tqdm(total=budget, unit=" nodes", desc="search for maps") as bar:
        while budget is None or search.spent < start + budget:
            before = search.spent
            decided = search.advance(BUDGET if budget is None else min(BUDGET, start + budget - before))
            bar.update(search.spent - before)
            bar.set_postfix_str("{} of {} parts".format(*search.parts))
            if decided:
                return


def _unknown(game: Game, question: Question, reduction: Reduction, searches: list[MapSearch]) -> Unknown:
    spent, candidates = sum(search.spent for search in searches), count_maps(game, reduction.reduced)
    done, parts = searches[-1].parts
    return Unknown(
        _words(question, game),
        f"{spent:,} search nodes were not enough among {candidates:,} candidate maps: {done} of {parts} parts are "
        "finished, none with a map; ask again with a larger budget, or with resume= to go on from here",
        spent,
        _Searches(game, question, tuple(searches)),
    )


def read_question(game: Game, strict: bool, unilateral: bool | str, duplicates: bool, printed: bool) -> Question:
    """Options of `decide_spi` as a question; refuses combinations that no theorem covers.

    Source: ours
    """
    require_game(game)
    players: tuple[str, ...] | None = None
    if not isinstance(unilateral, str | bool):
        raise HypothesisError(f"unilateral={unilateral!r}; accepted: True, False, or the name of a player")
    if isinstance(unilateral, str):
        game.player_index(unilateral)
        players = (unilateral,)
    elif unilateral:
        players = game.players
    if duplicates and players is not None:
        raise HypothesisError(
            "duplicates=True and unilateral are not combined: undoing the merge of duplicates in the subset game can "
            "change the other players' payoffs; ask for the omnilateral problem"
        )
    if printed and (strict or duplicates):
        raise HypothesisError(
            "printed=True shows erratum D13, which concerns the problem without strictness and duplicates; accepted: "
            "it with strict=False (on the command line --no-strict) and duplicates=False"
        )
    return Question(strict, players, duplicates, printed)


def _holds(question: Question, reduction: Reduction, found: Comparison) -> Holds[Comparison]:
    return held(existence_certificate(question, reduction, found), found)


def _words(question: Question, game: Game) -> str:
    kind = "strict SPI" if question.strict else "non-trivial SPI"
    who = "" if question.unilateral is None else f" that is unilateral for {' or '.join(question.unilateral)}"
    return f"does the game {game.title or game.digest[:12]} have a {kind}{who}?"
