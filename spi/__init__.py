"""spi decides questions about safe Pareto improvements exactly, with evidence that a small independent program checks.

Start with `load_game`, `decide_spi`, `verify_spi` and `find_spis`; `print` shows games and verdicts.
Names load their rooms when first used, so that `import spi` is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spi.analysis.comparison import Change, Comparison, compare
    from spi.analysis.literature import Finding, Reproduced, reproduce
    from spi.analysis.questions import Exhausted, FoundSpis, decide_spi, find_spis, verify_spi
    from spi.analysis.saved import load_verdict
    from spi.checker import Receipt, Refused, check
    from spi.core.correspondence import ActionMaps, Correspondence, is_pareto_improving
    from spi.core.game import Game, profiles, subset_game
    from spi.core.gamefile import list_games, load_game, read_game, write_game
    from spi.core.verdict import Certificate, Fails, Holds, Unknown, Verdict
    from spi.errors import (
        FormatError,
        GameError,
        HypothesisError,
        RefusedError,
        ShelfError,
        SpiError,
        UndecidedError,
    )
    from spi.families import subgraph_game
    from spi.report.diagrams import correspondence_graph, derivation_graph, draw_correspondence, draw_derivation
    from spi.solve.derivation import Derivation, derive, normal_form
    from spi.solve.isomorphism import (
        CanonicalForm,
        Isomorphism,
        automorphisms,
        canonical_form,
        find_isomorphism,
        isomorphism_along,
        isomorphisms,
    )
    from spi.solve.reduction import Elimination, Reduction, is_reduced, reduce

__version__ = "0.1.0"

_ROOMS = {
    "spi.analysis.comparison": ("Change", "Comparison", "compare"),
    "spi.analysis.literature": ("Finding", "Reproduced", "reproduce"),
    "spi.analysis.questions": ("Exhausted", "FoundSpis", "decide_spi", "find_spis", "verify_spi"),
    "spi.analysis.saved": ("load_verdict",),
    "spi.checker": ("Receipt", "Refused", "check"),
    "spi.core.correspondence": ("ActionMaps", "Correspondence", "is_pareto_improving"),
    "spi.core.game": ("Game", "profiles", "subset_game"),
    "spi.core.gamefile": ("list_games", "load_game", "read_game", "write_game"),
    "spi.core.verdict": ("Certificate", "Fails", "Holds", "Unknown", "Verdict"),
    "spi.errors": (
        "FormatError",
        "GameError",
        "HypothesisError",
        "RefusedError",
        "ShelfError",
        "SpiError",
        "UndecidedError",
    ),
    "spi.families": ("subgraph_game",),
    "spi.report.diagrams": ("correspondence_graph", "derivation_graph", "draw_correspondence", "draw_derivation"),
    "spi.solve.derivation": ("Derivation", "derive", "normal_form"),
    "spi.solve.isomorphism": (
        "CanonicalForm",
        "Isomorphism",
        "automorphisms",
        "canonical_form",
        "find_isomorphism",
        "isomorphism_along",
        "isomorphisms",
    ),
    "spi.solve.reduction": ("Elimination", "Reduction", "is_reduced", "reduce"),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "__version__",
    "ActionMaps",
    "CanonicalForm",
    "Certificate",
    "Change",
    "Comparison",
    "Correspondence",
    "Derivation",
    "Elimination",
    "Exhausted",
    "Fails",
    "Finding",
    "FormatError",
    "FoundSpis",
    "Game",
    "GameError",
    "Holds",
    "HypothesisError",
    "Isomorphism",
    "Receipt",
    "Reduction",
    "Refused",
    "RefusedError",
    "Reproduced",
    "ShelfError",
    "SpiError",
    "UndecidedError",
    "Unknown",
    "Verdict",
    "automorphisms",
    "canonical_form",
    "check",
    "compare",
    "correspondence_graph",
    "decide_spi",
    "derivation_graph",
    "derive",
    "draw_correspondence",
    "draw_derivation",
    "find_isomorphism",
    "find_spis",
    "is_pareto_improving",
    "is_reduced",
    "isomorphism_along",
    "isomorphisms",
    "list_games",
    "load_game",
    "load_verdict",
    "normal_form",
    "profiles",
    "read_game",
    "reduce",
    "reproduce",
    "subgraph_game",
    "subset_game",
    "verify_spi",
    "write_game",
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
