"""Asks an installed copy for everything that it ships; run outside the checkout, in an empty environment.

    python wheel_check.py CHECKOUT

Every file on the checkout's shelves must be in the installed package, byte for byte, and nothing else; every
game must load, and the checker must accept every proof.
"""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import spi
from spi import shelves
from spi.core.gamefile import READERS

checkout = Path(sys.argv[1]).resolve()
package = Path(spi.__file__).resolve().parent


def contents(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def need(condition: bool, message: str) -> None:
    if not condition:
        sys.exit(f"wheel check: {message}")


need(not package.is_relative_to(checkout), f"{package} is the checkout, not an installed copy")
need((package / "py.typed").is_file(), "py.typed is missing: type checkers will ignore the package")
for shelf in ("games", "proofs"):
    shipped, kept = contents(shelves.shelf_path(shelf)), contents(checkout / shelf)
    need(shipped == kept, f"{shelf}/ differs in {sorted(n for n in shipped | kept if shipped.get(n) != kept.get(n))}")

games = shelves.list_shelf("games")
need(bool(games), "no game on the shelf")
read = {name for kind, reader in READERS.items() for name in spi.list_games(kind=kind) if getattr(spi, reader)(name)}
need(read == set(games), f"nobody reads {', '.join(set(games) - read)}")

proofs = shelves.list_shelf("proofs")
need(bool(proofs), "no proof on the shelf")
command = [sys.executable, "-S", "-m", "spi.checker", str(shelves.shelf_path("proofs"))]
need(subprocess.run(command, cwd=package.parent, check=False).returncode == 0, "the checker refuses a proof")

print(f"safe-pareto {version('safe-pareto')}: {len(games)} games and {len(proofs)} proofs read from the installed copy")
