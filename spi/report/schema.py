"""The version of what `--json` prints; the schema itself is in `JSON.md`."""

from __future__ import annotations

__all__ = ["SCHEMA"]

SCHEMA = 1
"""It changes when a key changes its meaning or goes."""
