"""The programs of audits about extensions, named in one line, and files of settings with them."""

from __future__ import annotations

import json

from spi.core.game import profiles
from spi.core.gamefile import quote, write_game
from spi.core.numbers import format_exact
from spi.tasks.families.assumption_audit.extension_audits import Code, ExtensionAudit, Outcomes, Response
from spi.tasks.material.programs import setting_text

__all__ = ["FAMILIES", "extension_files", "program_references"]

FAMILIES = {
    "always": "ours/always",
    "expects": "digiovanni-et-al-2024/conditional_demander",
    "renegotiates": "digiovanni-et-al-2024/conditional_set_renegotiator",
    "fixed": "digiovanni-et-al-2024/conditional_set_renegotiator.accepts",
    "extended": "digiovanni-et-al-2024/pmp_extension",
    "hardens": "ours/set_hardener",
    "towards": "ours/extension_response",
    "code": "ours/code_response",
}
"""Where the shelf has what the kinds of programs and functions are members of."""


def program_references(audit: ExtensionAudit, *, short: bool = False) -> dict[str, str]:
    """All programs by name, as files of settings name them, or short, as code does: with names for what is hers.

    Parameters
    ----------
    audit : ExtensionAudit
    short : bool
        Without the names of sources, and with names for the player's functions and programs.

    Returns
    -------
    dict from name to reference
        The player's `w1`, `w1_extended`, …, then the other's `q1`, …; if short, before each of hers its function `F1`.

    Source: ours
    """

    def member(kind: str, **values: str) -> str:
        name = FAMILIES[kind].rsplit("/")[-1].rsplit(".")[-1] if short else FAMILIES[kind]
        return f"{name}({', '.join(f'{key}={value}' for key, value in values.items())})"

    def always(action: str) -> str:
        return member("always", action=json.dumps(action))

    def wrapped(action: str, function: str) -> str:
        return member("renegotiates", default=always(action), renegotiation=function, selector=selector)

    def extended(function: str) -> str:
        return member("extended", base=function, selector=selector)

    def accepts(outcomes: Outcomes) -> str:
        return member("fixed", outcomes=_set(audit, outcomes))

    def response(r: Response) -> str:
        match r.kind:
            case "towards":
                at, other = _set(audit, r.at), _set(audit, r.other)
                return member("towards", outcomes=_set(audit, r.outcomes), at=at, instead=other)
            case "code":
                outcomes, other = _set(audit, r.outcomes), _set(audit, r.other)
                return member("code", known=functions[r.known], outcomes=outcomes, otherwise=other)
            case "extended":
                return extended(accepts(r.outcomes))
        return accepts(r.outcomes)

    def code(expected: Code) -> str:
        kind, which = expected
        if isinstance(which, str):
            return always(which)
        name = f"w{which + 1}{'_extended' * (kind == 'extended')}"
        return name if short else found[name]

    selector = json.dumps(audit.selector)
    found: dict[str, str] = {}
    functions = [f"F{k}" if short else accepts(accepted) for k, (_, accepted) in enumerate(audit.own, 1)]
    for k, (action, accepted) in enumerate(audit.own, 1):
        if short:
            found[f"F{k}"] = accepts(accepted)
        found[f"w{k}"] = wrapped(action, functions[k - 1])
        found[f"w{k}_extended"] = wrapped(action, extended(functions[k - 1]))
    for k, theirs in enumerate(audit.believed, 1):
        names = [json.dumps(x) for x in theirs.actions]
        match theirs.kind:
            case "always":
                own = always(theirs.actions[0])
            case "hardens":
                own = member("hardens", soft=names[0], hard=names[1], harder=names[2])
            case "expects":
                assert theirs.expected is not None
                own = member("expects", expected=code(theirs.expected), accept=names[0], insist=names[1])
            case _:
                assert theirs.response is not None
                own = wrapped(theirs.actions[0], response(theirs.response))
        found[f"q{k}"] = own
    return found


def _set(audit: ExtensionAudit, outcomes: Outcomes) -> str:
    """A set of outcomes, in the order of the table."""
    quoted = ["(" + ", ".join(map(json.dumps, a)) + ")" for a in profiles(audit.game) if a in outcomes]
    return "{" + ", ".join(quoted) + "}" if quoted else "set()"


def extension_files(audit: ExtensionAudit) -> tuple[tuple[str, str], ...]:
    """The game, and a setting with all programs and the belief.

    Parameters
    ----------
    audit : ExtensionAudit

    Returns
    -------
    tuple of (name, text)

    Source: ours
    """
    references, players = program_references(audit), audit.game.players
    hers, theirs = ({name: own for name, own in references.items() if name[0] == letter} for letter in "wq")
    rows = [f'{{ programs = ["q{k}"], probability = "{format_exact(p)}" }}' for k, p in enumerate(audit.law, 1) if p]
    laws = [f"[{', '.join(rows)}]", '[{ programs = ["w1"], probability = "1" }]']
    told = zip(players, laws if audit.seat == 0 else laws[::-1], strict=True)
    belief = "\n".join(["[beliefs]", *(f"{quote(name)} = {law}" for name, law in told)])
    programs = [hers, theirs] if audit.seat == 0 else [theirs, hers]
    setting = setting_text("Programs that renegotiate by sets, and a belief", players, programs, belief)
    return ("game.toml", write_game(audit.game)), ("setting.toml", setting)
