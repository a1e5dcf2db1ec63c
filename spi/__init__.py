"""spi decides questions about safe Pareto improvements exactly, with evidence that a small independent program checks.

Start with `load_game`, `decide_spi`, `verify_spi` and `find_spis`; `print` shows games and verdicts.
Names load their rooms when first used, so that `import spi` is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spi.analysis.achievability import Achieved, Unachievable, best_achievable, decide_achievable
    from spi.analysis.comparison import Change, Comparison, compare
    from spi.analysis.encounters import prove_encounter
    from spi.analysis.enforcement import (
        Enforcement,
        Interference,
        ProfitableDeviation,
        ThreatPoints,
        enforce,
        prove_threat_points,
        verify_execution_independence,
        verify_program_equilibrium,
    )
    from spi.analysis.finding import Finding, Reproduced
    from spi.analysis.literature import reproduce
    from spi.analysis.optimality import Optimality, decide_pareto_optimal
    from spi.analysis.parametric import (
        ParametricCase,
        ParametricComparison,
        compare_parametric,
        prove_improvement_conditions,
        verify_parametric_spi,
    )
    from spi.analysis.questions import Exhausted, FoundSpis, decide_spi, find_spis, verify_spi
    from spi.analysis.saved import load_verdict
    from spi.analysis.token_games import AllOptimal, TokenComparison, decide_strict_pc_spi, verify_pc_spi
    from spi.checker import Receipt, Refused, check
    from spi.core.affine import Affine, affine
    from spi.core.conditions import ALWAYS, NEVER, Atom, Condition, read_condition
    from spi.core.correspondence import ActionMaps, Correspondence, is_pareto_improving
    from spi.core.game import Game, profiles, subset_game
    from spi.core.gamefile import list_games, read_game, read_parametric_game, write_game
    from spi.core.parametric_game import ParametricGame
    from spi.core.token_game import TokenGame, token_copy, token_game
    from spi.core.verdict import Certificate, Fails, Holds, Unknown, Verdict
    from spi.errors import (
        FormatError,
        GameError,
        HypothesisError,
        ProgramError,
        RefusedError,
        ShelfError,
        SpiError,
        UndecidedError,
    )
    from spi.families import subgraph_game
    from spi.formats.efg import read_efg
    from spi.formats.files import load_game, write_as
    from spi.formats.nfg import read_nfg, write_nfg
    from spi.formats.peers import (
        Converted,
        from_nashpy,
        from_pygambit,
        from_quantecon,
        to_nashpy,
        to_pygambit,
        to_quantecon,
    )
    from spi.formats.symbolic import as_sympy
    from spi.programs.bounded import BoundedOutcome, bounded_outcome
    from spi.programs.delegation import agreement_program, enforcer_program, representatives_of
    from spi.programs.encounters import Encounter, play_programs
    from spi.programs.games import (
        BetterProgram,
        OutcomeTable,
        ProgramGame,
        better_program,
        outcome_of,
        outcome_payoffs,
        outcome_table,
        program_game,
        pure_equilibria,
    )
    from spi.programs.machines import Undefined
    from spi.programs.notebook import program
    from spi.programs.reader import read_program
    from spi.programs.references import list_programs, load_program, read_value
    from spi.programs.spaces import (
        Grammar,
        ProgramSpace,
        behaviour_id,
        commitments,
        count_terms,
        distinct_behaviours,
        family_space,
        grammar_space,
        modal_grammar,
        program_space,
        union_space,
    )
    from spi.programs.terms import Family, FiniteMap, Program, finite_map
    from spi.report.diagrams import correspondence_graph, derivation_graph, draw_correspondence, draw_derivation
    from spi.report.plane import draw_payoff_plane
    from spi.solve.achievable import Bound, achievable_polygon, guaranteed_gain
    from spi.solve.books import (
        Book,
        Counterexample,
        Representatives,
        Selection,
        assumption_1_violation,
        assumption_2_violation,
        correspondence_holds,
        correspondence_violation,
        count_books,
        enumerate_books,
        is_spi_in,
        is_strict_spi_in,
        joint_law,
        law,
        play,
        representatives_from_books,
        representatives_from_law,
        sample_book,
        satisfies_assumption_1,
        satisfies_assumption_2,
        spi_violation,
    )
    from spi.solve.conditions import (
        Boundary,
        all_of,
        any_of,
        boundaries,
        find_point,
        find_points,
        implies,
        is_equivalent,
        negation,
        simplify,
    )
    from spi.solve.default_play import token_normal_form
    from spi.solve.derivation import Derivation, derive, normal_form
    from spi.solve.feasible import Efficient, Improvable, OutOfReach, pareto_optimality
    from spi.solve.improvement import Improvement, improvement_conditions
    from spi.solve.isomorphism import (
        CanonicalForm,
        Isomorphism,
        automorphisms,
        canonical_form,
        find_isomorphism,
        isomorphism_along,
        isomorphisms,
    )
    from spi.solve.linear import Infeasible, LinearProgram, Optimal, Unbounded, linear_program, solve_lp
    from spi.solve.polygons import Polygon, convex_hull, frontier
    from spi.solve.projections import FrontierProjections, frontier_projections
    from spi.solve.reduction import Elimination, Reduction, dominates, is_reduced, reduce
    from spi.solve.threats import Threat, threat_points
    from spi.solve.zero_sum import ZeroSumSolution, solve_zero_sum

__version__ = "0.1.0"

_ROOMS = {
    "spi.analysis.achievability": (
        "Achieved",
        "Unachievable",
        "best_achievable",
        "decide_achievable",
    ),
    "spi.analysis.comparison": (
        "Change",
        "Comparison",
        "compare",
    ),
    "spi.analysis.encounters": ("prove_encounter",),
    "spi.analysis.enforcement": (
        "Enforcement",
        "Interference",
        "ProfitableDeviation",
        "ThreatPoints",
        "enforce",
        "prove_threat_points",
        "verify_execution_independence",
        "verify_program_equilibrium",
    ),
    "spi.analysis.finding": (
        "Finding",
        "Reproduced",
    ),
    "spi.analysis.literature": ("reproduce",),
    "spi.analysis.optimality": (
        "Optimality",
        "decide_pareto_optimal",
    ),
    "spi.analysis.parametric": (
        "ParametricCase",
        "ParametricComparison",
        "compare_parametric",
        "prove_improvement_conditions",
        "verify_parametric_spi",
    ),
    "spi.analysis.questions": (
        "Exhausted",
        "FoundSpis",
        "decide_spi",
        "find_spis",
        "verify_spi",
    ),
    "spi.analysis.saved": ("load_verdict",),
    "spi.analysis.token_games": (
        "AllOptimal",
        "TokenComparison",
        "decide_strict_pc_spi",
        "verify_pc_spi",
    ),
    "spi.checker": (
        "Receipt",
        "Refused",
        "check",
    ),
    "spi.core.affine": (
        "Affine",
        "affine",
    ),
    "spi.core.conditions": (
        "ALWAYS",
        "NEVER",
        "Atom",
        "Condition",
        "read_condition",
    ),
    "spi.core.correspondence": (
        "ActionMaps",
        "Correspondence",
        "is_pareto_improving",
    ),
    "spi.core.game": (
        "Game",
        "profiles",
        "subset_game",
    ),
    "spi.core.gamefile": (
        "list_games",
        "read_game",
        "read_parametric_game",
        "write_game",
    ),
    "spi.core.parametric_game": ("ParametricGame",),
    "spi.core.token_game": (
        "TokenGame",
        "token_copy",
        "token_game",
    ),
    "spi.core.verdict": (
        "Certificate",
        "Fails",
        "Holds",
        "Unknown",
        "Verdict",
    ),
    "spi.errors": (
        "FormatError",
        "GameError",
        "HypothesisError",
        "ProgramError",
        "RefusedError",
        "ShelfError",
        "SpiError",
        "UndecidedError",
    ),
    "spi.families": ("subgraph_game",),
    "spi.formats.efg": ("read_efg",),
    "spi.formats.files": (
        "load_game",
        "write_as",
    ),
    "spi.formats.nfg": (
        "read_nfg",
        "write_nfg",
    ),
    "spi.formats.peers": (
        "Converted",
        "from_nashpy",
        "from_pygambit",
        "from_quantecon",
        "to_nashpy",
        "to_pygambit",
        "to_quantecon",
    ),
    "spi.formats.symbolic": ("as_sympy",),
    "spi.programs.bounded": (
        "BoundedOutcome",
        "bounded_outcome",
    ),
    "spi.programs.delegation": (
        "agreement_program",
        "enforcer_program",
        "representatives_of",
    ),
    "spi.programs.encounters": (
        "Encounter",
        "play_programs",
    ),
    "spi.programs.games": (
        "BetterProgram",
        "OutcomeTable",
        "ProgramGame",
        "better_program",
        "outcome_of",
        "outcome_payoffs",
        "outcome_table",
        "program_game",
        "pure_equilibria",
    ),
    "spi.programs.machines": ("Undefined",),
    "spi.programs.notebook": ("program",),
    "spi.programs.reader": ("read_program",),
    "spi.programs.references": (
        "list_programs",
        "load_program",
        "read_value",
    ),
    "spi.programs.spaces": (
        "Grammar",
        "ProgramSpace",
        "behaviour_id",
        "commitments",
        "count_terms",
        "distinct_behaviours",
        "family_space",
        "grammar_space",
        "modal_grammar",
        "program_space",
        "union_space",
    ),
    "spi.programs.terms": (
        "Family",
        "FiniteMap",
        "Program",
        "finite_map",
    ),
    "spi.report.diagrams": (
        "correspondence_graph",
        "derivation_graph",
        "draw_correspondence",
        "draw_derivation",
    ),
    "spi.report.plane": ("draw_payoff_plane",),
    "spi.solve.achievable": (
        "Bound",
        "achievable_polygon",
        "guaranteed_gain",
    ),
    "spi.solve.books": (
        "Book",
        "Counterexample",
        "Representatives",
        "Selection",
        "assumption_1_violation",
        "assumption_2_violation",
        "correspondence_holds",
        "correspondence_violation",
        "count_books",
        "enumerate_books",
        "is_spi_in",
        "is_strict_spi_in",
        "joint_law",
        "law",
        "play",
        "representatives_from_books",
        "representatives_from_law",
        "sample_book",
        "satisfies_assumption_1",
        "satisfies_assumption_2",
        "spi_violation",
    ),
    "spi.solve.conditions": (
        "Boundary",
        "all_of",
        "any_of",
        "boundaries",
        "find_point",
        "find_points",
        "implies",
        "is_equivalent",
        "negation",
        "simplify",
    ),
    "spi.solve.default_play": ("token_normal_form",),
    "spi.solve.derivation": (
        "Derivation",
        "derive",
        "normal_form",
    ),
    "spi.solve.feasible": (
        "Efficient",
        "Improvable",
        "OutOfReach",
        "pareto_optimality",
    ),
    "spi.solve.improvement": (
        "Improvement",
        "improvement_conditions",
    ),
    "spi.solve.isomorphism": (
        "CanonicalForm",
        "Isomorphism",
        "automorphisms",
        "canonical_form",
        "find_isomorphism",
        "isomorphism_along",
        "isomorphisms",
    ),
    "spi.solve.linear": (
        "Infeasible",
        "LinearProgram",
        "Optimal",
        "Unbounded",
        "linear_program",
        "solve_lp",
    ),
    "spi.solve.polygons": (
        "Polygon",
        "convex_hull",
        "frontier",
    ),
    "spi.solve.projections": (
        "FrontierProjections",
        "frontier_projections",
    ),
    "spi.solve.reduction": (
        "Elimination",
        "Reduction",
        "dominates",
        "is_reduced",
        "reduce",
    ),
    "spi.solve.threats": (
        "Threat",
        "threat_points",
    ),
    "spi.solve.zero_sum": (
        "ZeroSumSolution",
        "solve_zero_sum",
    ),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "__version__",
    "ALWAYS",
    "Achieved",
    "ActionMaps",
    "Affine",
    "AllOptimal",
    "Atom",
    "BetterProgram",
    "Book",
    "Bound",
    "Boundary",
    "BoundedOutcome",
    "CanonicalForm",
    "Certificate",
    "Change",
    "Comparison",
    "Condition",
    "Converted",
    "Correspondence",
    "Counterexample",
    "Derivation",
    "Efficient",
    "Elimination",
    "Encounter",
    "Enforcement",
    "Exhausted",
    "Fails",
    "Family",
    "Finding",
    "FiniteMap",
    "FormatError",
    "FoundSpis",
    "FrontierProjections",
    "Game",
    "GameError",
    "Grammar",
    "Holds",
    "HypothesisError",
    "Improvable",
    "Improvement",
    "Infeasible",
    "Interference",
    "Isomorphism",
    "LinearProgram",
    "NEVER",
    "Optimal",
    "Optimality",
    "OutOfReach",
    "OutcomeTable",
    "ParametricCase",
    "ParametricComparison",
    "ParametricGame",
    "Polygon",
    "ProfitableDeviation",
    "Program",
    "ProgramError",
    "ProgramGame",
    "ProgramSpace",
    "Receipt",
    "Reduction",
    "Refused",
    "RefusedError",
    "Representatives",
    "Reproduced",
    "Selection",
    "ShelfError",
    "SpiError",
    "Threat",
    "ThreatPoints",
    "TokenComparison",
    "TokenGame",
    "Unachievable",
    "Unbounded",
    "UndecidedError",
    "Undefined",
    "Unknown",
    "Verdict",
    "ZeroSumSolution",
    "achievable_polygon",
    "affine",
    "agreement_program",
    "all_of",
    "any_of",
    "as_sympy",
    "assumption_1_violation",
    "assumption_2_violation",
    "automorphisms",
    "behaviour_id",
    "best_achievable",
    "better_program",
    "boundaries",
    "bounded_outcome",
    "canonical_form",
    "check",
    "commitments",
    "compare",
    "compare_parametric",
    "convex_hull",
    "correspondence_graph",
    "correspondence_holds",
    "correspondence_violation",
    "count_books",
    "count_terms",
    "decide_achievable",
    "decide_pareto_optimal",
    "decide_spi",
    "decide_strict_pc_spi",
    "derivation_graph",
    "derive",
    "distinct_behaviours",
    "dominates",
    "draw_correspondence",
    "draw_derivation",
    "draw_payoff_plane",
    "enforce",
    "enforcer_program",
    "enumerate_books",
    "family_space",
    "find_isomorphism",
    "find_point",
    "find_points",
    "find_spis",
    "finite_map",
    "from_nashpy",
    "from_pygambit",
    "from_quantecon",
    "frontier",
    "frontier_projections",
    "grammar_space",
    "guaranteed_gain",
    "implies",
    "improvement_conditions",
    "is_equivalent",
    "is_pareto_improving",
    "is_reduced",
    "is_spi_in",
    "is_strict_spi_in",
    "isomorphism_along",
    "isomorphisms",
    "joint_law",
    "law",
    "linear_program",
    "list_games",
    "list_programs",
    "load_game",
    "load_program",
    "load_verdict",
    "modal_grammar",
    "negation",
    "normal_form",
    "outcome_of",
    "outcome_payoffs",
    "outcome_table",
    "pareto_optimality",
    "play",
    "play_programs",
    "profiles",
    "program",
    "program_game",
    "program_space",
    "prove_encounter",
    "prove_improvement_conditions",
    "prove_threat_points",
    "pure_equilibria",
    "read_condition",
    "read_efg",
    "read_game",
    "read_nfg",
    "read_parametric_game",
    "read_program",
    "read_value",
    "reduce",
    "representatives_from_books",
    "representatives_from_law",
    "representatives_of",
    "reproduce",
    "sample_book",
    "satisfies_assumption_1",
    "satisfies_assumption_2",
    "simplify",
    "solve_lp",
    "solve_zero_sum",
    "spi_violation",
    "subgraph_game",
    "subset_game",
    "threat_points",
    "to_nashpy",
    "to_pygambit",
    "to_quantecon",
    "token_copy",
    "token_game",
    "token_normal_form",
    "union_space",
    "verify_execution_independence",
    "verify_parametric_spi",
    "verify_pc_spi",
    "verify_program_equilibrium",
    "verify_spi",
    "write_as",
    "write_game",
    "write_nfg",
]


def __getattr__(name: str) -> Any:
    try:
        room = _ROOM_OF[name]
    except KeyError:
        raise AttributeError(f"module 'spi' has no attribute {name!r}") from None
    value = getattr(import_module(room), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
