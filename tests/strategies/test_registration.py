"""Types of `spi` are known to Hypothesis whatever is imported first, and Hypothesis is not slowed down by that."""

import inspect
import subprocess
import sys

from spi.core import game
from spi.strategies.registration import TYPES

DRAW = """
from importlib import import_module
from hypothesis import Phase, given, settings, strategies as st
from spi.strategies.registration import TYPES
for room, kinds in TYPES.items():
    for kind in kinds:
        wanted = getattr(import_module(room), kind)
        @given(st.from_type(wanted))
        @settings(max_examples=1, phases=[Phase.generate], deadline=None, database=None)
        def draw(drawn):
            assert isinstance(drawn, wanted), kind
        draw()
"""


def fresh(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_all_types_come_from_the_type_alone() -> None:
    fresh(DRAW)


def test_types_are_known_if_they_were_there_before_hypothesis() -> None:
    rooms = ["spi.core.game", "spi.programs.members"]
    few = DRAW.replace("TYPES.items()", f"[(room, TYPES[room]) for room in {rooms}]")
    fresh(f"import {', '.join(rooms)}, sys\nassert 'hypothesis' not in sys.modules\n{few}")


def test_importing_hypothesis_loads_no_room() -> None:
    loaded = set(fresh("import sys, hypothesis; print(*sys.modules)").split())
    assert {name for name in loaded if name.split(".")[0] == "spi"} == {
        "spi",
        "spi.strategies",
        "spi.strategies.registration",
    }
    assert "numpy" not in loaded


def test_importing_the_strategies_loads_no_hypothesis() -> None:
    assert "hypothesis" not in fresh("import sys, spi.strategies; print(*sys.modules)").split()


def test_modules_are_as_they_would_be_otherwise() -> None:
    fresh(
        "import hypothesis, inspect, importlib, spi.core.game as game\n"
        "assert type(game.__loader__).__name__ == type(game.__spec__.loader).__name__ == 'SourceFileLoader'\n"
        "assert 'class Game' in inspect.getsource(game) and importlib.reload(game) is game"
    )
    assert inspect.getsourcefile(game) == game.__file__


def test_every_name_is_there_and_nothing_else() -> None:
    from spi import strategies

    for name in strategies.__all__:
        assert callable(getattr(strategies, name))
    assert dir(strategies) == strategies.__all__
    assert {strategy for kinds in TYPES.values() for strategy in kinds.values()} <= set(strategies.__all__)
    assert not hasattr(strategies, "nonsense")
