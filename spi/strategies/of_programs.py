"""Programs: small terms of the language, spaces of them, and the games of submitting them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from spi.core.game import Game
from spi.programs.groups import Definition, group
from spi.programs.members import Program, program
from spi.programs.terms import Term
from spi.strategies.of_games import games

if TYPE_CHECKING:
    from spi.programs.games import ProgramGame
    from spi.programs.spaces import ProgramSpace

__all__ = ["program_games", "program_spaces", "programs"]


def programs(
    *,
    actions: Sequence[str] = ("C", "D"),
    others: Sequence[Sequence[str]] | None = None,
    depth: int = 2,
    runs: bool = True,
    proofs: bool = False,
    chances: bool = False,
) -> st.SearchStrategy[Program]:
    """Programs that choose by whether the others' code is theirs, and by what the others would do.

    Parameters
    ----------
    actions : sequence of str
        What they play.
    others : sequence of sequences of str, optional
        The actions of each of the others, in player order; by default there is one, with the same actions.
    depth : int
        How many decisions may be inside one another.
    runs : bool
        Let them run the others against themselves, which need not come to an end: see `spi.Undefined`.
    proofs, chances : bool
        Let them also ask what is provable, or draw; the language does not have both in one program.

    Returns
    -------
    strategy for Program
        It shrinks towards the program that plays the first action, whatever the others are.

    Source: ours
    """
    theirs = [tuple(actions)] if others is None else list(map(tuple, others))
    tests = _tests(theirs, runs, proofs)
    if chances:
        tests = tests | st.sampled_from(("1/2", "1/3", "0", "1")).map(lambda p: ("chance", p))
    body = _bodies([("label", x) for x in actions], tests, depth)
    return body.map(lambda term: program(group([Definition("program", len(theirs), (), term)]), {}))


@st.composite
def _bodies(draw: st.DrawFn, labels: Sequence[Term], tests: st.SearchStrategy[Term], depth: int) -> Term:
    """A label, or a choice; one function at all depths, so that a part can take the place of the whole."""
    if depth == 0 or not draw(st.booleans()):
        return draw(st.sampled_from(labels))
    branches = _bodies(labels, tests, depth - 1)
    return ("if", draw(tests), draw(branches), draw(branches))


def _tests(theirs: Sequence[Sequence[str]], runs: bool, proofs: bool) -> st.SearchStrategy[Term]:
    """What is asked of the others; simple questions first."""
    seats = range(len(theirs))
    asked: list[Term] = [("same", ("other", k), ("me",)) for k in seats]
    played: list[Term] = []
    for k, own in enumerate(theirs):
        run = ("run", ("other", k), ("me",), *(("other", j) for j in seats if j != k))
        played += [("same", run, ("label", x)) for x in own]
    asked += played if runs else []
    asked += [("proves", claim) for claim in played] if proofs else []
    simple = st.sampled_from(asked)
    negated = simple.map(lambda test: ("not", test))
    return simple | negated | st.tuples(st.sampled_from(("and", "or")), simple, simple)


@st.composite
def program_spaces(
    draw: st.DrawFn, drawn: st.SearchStrategy[Program] | None = None, *, min_size: int = 1, max_size: int = 3
) -> ProgramSpace:
    """Finite spaces of programs.

    Parameters
    ----------
    drawn : strategy for Program, optional
        Of what they consist; by default what `programs` draws.
    min_size, max_size : int
        Bounds on how many are drawn; the same code counts once.

    Returns
    -------
    strategy for ProgramSpace

    Source: ours
    """
    from spi.programs.spaces import program_space

    own = programs() if drawn is None else drawn
    return program_space(draw(st.lists(own, min_size=min_size, max_size=max_size)))


@st.composite
def program_games(
    draw: st.DrawFn,
    game: st.SearchStrategy[Game] | None = None,
    *,
    max_size: int = 3,
    depth: int = 2,
    runs: bool = False,
    proofs: bool = False,
    chances: bool = False,
) -> ProgramGame:
    """Games of submitting programs, each player from a space of her own.

    Parameters
    ----------
    game : strategy for Game, optional
        What is played; by default games for two players.
    max_size : int
        Bound on the size of each space.
    depth, runs, proofs, chances
        As for `programs`; by default programs only look at code, so that everything they do has payoffs.

    Returns
    -------
    strategy for ProgramGame

    Source: ours
    """
    from spi.programs.games import program_game

    played = draw(games(min_players=2, max_players=2) if game is None else game)
    spaces = []
    for i, own in enumerate(played.actions):
        others = (*played.actions[:i], *played.actions[i + 1 :])
        drawn = programs(actions=own, others=others, depth=depth, runs=runs, proofs=proofs, chances=chances)
        spaces.append(draw(program_spaces(drawn, max_size=max_size)))
    return program_game(played, *spaces)
