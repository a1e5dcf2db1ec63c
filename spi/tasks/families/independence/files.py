"""Full strategies with choices as files of settings."""

from __future__ import annotations

import json
from collections.abc import Iterable

from spi.core.numbers import format_exact
from spi.programs.members import Program
from spi.programs.references import read_reference
from spi.tasks.families.independence.strategies import Claim, Strategy
from spi.tasks.families.independence.texts import People

__all__ = ["claim_program", "strategy_setting"]


def claim_program(claim: Claim) -> Program:
    """The program that makes a claim.

    Source: ours
    """
    return read_reference(_reference(claim))


def strategy_setting(own: Strategy, people: People, proposal: tuple[tuple[str, ...], tuple[str, ...]]) -> str:
    """The text of a setting that `spi independence` reads.

    Source: ours
    """
    claims = [*own.programs, *(own.images or ()), *(own.used or ()), *(own.believed or ())]
    claims += [c for space in own.spaces for c in space] + [q for law in own.beliefs for q, _, _ in law]
    names = {claim: f"c{k}" for k, claim in enumerate(dict.fromkeys(claims), 1)}
    lines = ['kind = "programs"', 'game = "game.toml"', f"profile = {_texts(names[c] for c in own.programs)}"]
    lines += ["", "[programs]"]
    for claim, name in names.items():
        lines.append(f"{name} = '{_reference(claim)}'")
    lines += ["", "[spaces]"]
    spaces = own.spaces or [(c,) for c in own.programs]
    lines += [f"{p} = {_texts(names[c] for c in space)}" for p, space in zip(people.names, spaces, strict=True)]
    lines += ["", "[transformation]"]
    if own.images is None:
        before, after = (json.dumps(", ".join(a)) for a in proposal)
        lines += ['kind = "renegotiation"', f"proposal = {{ {before} = {after} }}"]
    else:
        maps = [f'{{ {names[a]} = "{names[b]}" }}' for a, b in zip(own.programs, own.images, strict=True)]
        lines += ['kind = "map"', f"maps = [{', '.join(maps)}]"]
    lines += ["", "[demands]", *(f'{name} = "{claim.demand}"' for claim, name in names.items())]
    if own.used is not None and own.believed is not None:
        lines += ["", "[choice]"]
        for key, chosen in (("if_used", own.used), ("if_believed", own.believed)):
            rows = [f'{p} = "{names[c]}"' for p, c in zip(people.names, chosen, strict=True)]
            lines.append(f"{key} = {{ {', '.join(rows)} }}")
    else:
        lines += ["", "[beliefs]"]
        for p, law in zip(people.names, own.beliefs, strict=True):
            rows = [
                f'{{ programs = ["{f"f({names[q]})" if w else names[q]}"], probability = "{format_exact(x)}" }}'
                for q, w, x in law
            ]
            lines.append(f"{p} = [{', '.join(rows)}]")
        lines += ["", "[choice]", 'model = "best-reply"']
    return "\n".join(lines) + "\n"


def _texts(names: Iterable[str]) -> str:
    return json.dumps(list(names))


def _reference(claim: Claim) -> str:
    if claim.otherwise:
        return f'ours/claimant(demand="{claim.demand}", otherwise="{claim.otherwise}")'
    return f'ours/always(action="{claim.demand}")'
