"""Beliefs about those who meet extensions, in words: in notation, as code, and for people."""

from __future__ import annotations

from spi.core.game import profiles
from spi.core.numbers import format_exact
from spi.tasks.families.assumption_audit.extension_audits import Counter, ExtensionAudit, Outcomes
from spi.tasks.families.assumption_audit.extension_programs import FAMILIES, program_references
from spi.tasks.items import Wording
from spi.tasks.material.programs import READING, family_source
from spi.tasks.material.set_words import ALGORITHM, EXTENDED, EXTENDED_STORY, MEET, MEET_STORY, selector_text
from spi.tasks.material.words import formal_payoffs, listed, payoff_table, profile_text, told_payoffs

__all__ = ["extension_text"]

TERMS = {
    "always": "const(x) plays x against every program.",
    "expects": "yield(c; x, y) plays x against the program whose code is exactly c, and y against every other (a "
    "program that has c inside has another code).",
    "hardens": "harden(x, y, z) plays z against S(p, F; σ) if F is an extension E(H), y against every other program "
    "S(p, F; σ), and x against every program that is not of this form.",
}
TERMS_STORY = {
    "always": "Some assistants do the same whatever the other is.",
    "expects": "Some read the other's instructions: they yield to certain ones, letter by letter, and insist against "
    "all others, also if those are contained in them.",
    "hardens": "Some bargain harder with assistants that carry a list, and perhaps harder still with generous ones.",
}
LISTS_STORY = (
    "Some assistants carry a list of results that they accept. When two of these meet, they first work out what both "
    "would do anyway: the starting result. If there are results that both accept then, they take among these {chosen}. "
    "If there are none, each does what it would have done anyway. With an assistant without a list, it does what it "
    "would have done anyway, too."
)


def extension_text(wording: Wording, question: str, audit: ExtensionAudit) -> str:
    """All that has to be known, and what is asked.

    Parameters
    ----------
    wording : Wording
    question : "clauses", or "culprit 1", "culprit 2", "failure 1" or "failure 2", with 1 for (i) and 2 for (ii)
    audit : ExtensionAudit

    Returns
    -------
    str

    Source: digiovanni-et-al-2024, Assumption 8
    """
    game, scene = audit.game, audit.cast.scene
    first, second = game.players
    chosen = selector_text(audit.selector)
    kinds: set[str] = {"always", *(theirs.kind for theirs in audit.believed)}
    kinds |= {theirs.response.kind for theirs in audit.believed if theirs.response is not None}
    match wording:
        case "formal":
            parts = [
                formal_payoffs(game),
                f"{first} and {second} submit programs, which read each other's code and then each play an action.",
                f"{ALGORITHM} Facing any other program, it plays what p plays against that one. σ chooses {chosen}.",
                MEET,
                EXTENDED["base"],
                "\n".join(TERMS[kind] for kind in TERMS if kind in kinds),
            ]
        case "matrix":
            shown = [name for kind, name in FAMILIES.items() if kind in kinds | {"renegotiates", "extended"}]
            parts = [
                payoff_table(game),
                f"{first} and {second} each submit a program. {READING} A function is called with the other's function "
                f"and the default outcome. `&` and `|` are intersection and union. `select(selector, outcomes)` "
                f"chooses {chosen}.",
                f"`pmp(outcome)` are a player's own projections. {MEET}",
                family_source(*(name for name in shown if not name.endswith(".accepts"))),
            ]
        case _:
            parts = [
                f"{audit.cast.opening} Each of them {scene.choice}, and they leave this to assistants: each sends one, "
                "and the two assistants read each other's instructions before they choose.",
                told_payoffs(game, scene.unit),
                LISTS_STORY.format(chosen=selector_text(audit.selector, game.players, story=True)),
                MEET_STORY,
                EXTENDED_STORY["base"],
                " ".join(TERMS_STORY[kind] for kind in TERMS_STORY if kind in kinds),
            ]
    told = [_own(wording, audit, k) for k in range(len(audit.own))]
    told += [_theirs(wording, audit, k) for k in range(len(audit.believed))]
    if wording == "story":
        told.append(f"(Results are written as the choice for {first}, then that for {second}.)")
    return "\n\n".join(
        [*parts, "\n".join(told), _belief(wording, audit), _clauses(wording, audit), _asked(question, audit)]
    )


def _own(wording: Wording, audit: ExtensionAudit, k: int) -> str:
    """One of the player's programs, as it is and extended."""
    action, accepted = audit.own[k]
    name = f"w{k + 1}"
    match wording:
        case "formal":
            return (
                f"{name} = S(const({action}), F{k + 1}; σ) and {name}⁺ = S(const({action}), E(F{k + 1}); σ), where "
                f"F{k + 1} accepts {_braces(audit, accepted)} against every function, at every default outcome."
            )
        case "matrix":
            references = program_references(audit, short=True)
            return "\n".join(f"{own} = {references[own]}" for own in (f"F{k + 1}", name, f"{name}_extended"))
    return (
        f"The assistant {name} carries a list and would choose {action} anyway. On its list: {_row(audit, accepted)}. "
        f"It could be made generous, with the same list."
    )


def _theirs(wording: Wording, audit: ExtensionAudit, k: int) -> str:
    theirs, name = audit.believed[k], f"q{k + 1}"
    match wording:
        case "formal":
            return f"{name} = {_formal(audit, theirs, k + 1)}"
        case "matrix":
            return f"{name} = {program_references(audit, short=True)[name]}"
    return f"The assistant {name} {_told(audit, theirs)}"


def _formal(audit: ExtensionAudit, theirs: Counter, number: int) -> str:
    names = ", ".join(theirs.actions)
    match theirs.kind:
        case "always":
            return f"const({names})"
        case "hardens":
            return f"harden({names})"
        case "expects":
            assert theirs.expected is not None
            kind, which = theirs.expected
            code = f"const({which})" if isinstance(which, str) else f"w{which + 1}{'⁺' * (kind == 'extended')}"
            return f"yield({code}; {names})"
    r, function = theirs.response, f"G{number}"
    assert r is not None
    outcomes, other = _braces(audit, r.outcomes), _braces(audit, r.other)
    extended = f"E({function})" if r.kind == "extended" else function
    accepts = {
        "fixed": f"{outcomes} against every function, at every default outcome",
        "extended": f"{outcomes} against every function, at every default outcome",
        "towards": f"{other} against every extension E(F) at the default outcomes {_braces(audit, r.at)}, and "
        f"{outcomes} in all other cases",
        "code": f"{outcomes} against the function F{r.known + 1}, and {other} against every other function (such as "
        f"E(F{r.known + 1}))",
    }[r.kind]
    return f"S(const({names}), {extended}; σ), where {function} accepts {accepts}."


def _told(audit: ExtensionAudit, theirs: Counter) -> str:
    match theirs.kind:
        case "always":
            return f"always chooses {theirs.actions[0]}."
        case "hardens":
            x, y, z = theirs.actions
            return (
                f"chooses {x} with assistants without a list, {y} with those that carry a list and are not generous, "
                f"and {z} with those that carry a list and are generous."
            )
        case "expects":
            assert theirs.expected is not None
            kind, which = theirs.expected
            code = (
                f"an assistant that always chooses {which}"
                if isinstance(which, str)
                else f"w{which + 1} {'made generous' if kind == 'extended' else 'as it is'}"
            )
            accept, insist = theirs.actions
            return f"chooses {accept} if the other's instructions are those of {code}, and {insist} otherwise."
    r = theirs.response
    assert r is not None
    outcomes, other = _row(audit, r.outcomes), _row(audit, r.other)
    what = {
        "fixed": f"carries a list and would choose {theirs.actions[0]} anyway. On its list: {outcomes}.",
        "extended": f"carries a list, is generous, and would choose {theirs.actions[0]} anyway. On its list: "
        f"{outcomes}.",
        "towards": f"carries two lists and would choose {theirs.actions[0]} anyway. With generous assistants, if the "
        f"starting result is one of these: {_row(audit, r.at)}, it goes by the list: {other}. In all other cases it "
        f"goes by the list: {outcomes}.",
        "code": f"carries two lists and would choose {theirs.actions[0]} anyway. With assistants that have exactly the "
        f"list of w{r.known + 1} and are not generous, it goes by the list: {outcomes}. With all others that carry a "
        f"list it goes by the list: {other}.",
    }
    return what[r.kind]


def _belief(wording: Wording, audit: ExtensionAudit) -> str:
    player, other = audit.game.players[audit.seat], audit.game.players[1 - audit.seat]
    names = [f"w{k + 1}" for k in range(len(audit.own))]
    marks = {"formal": "⁺", "matrix": "_extended", "story": " made generous"}
    noun = {"formal": "program", "matrix": "program", "story": "assistant"}[wording] + "s" * (len(names) > 1)
    more = listed([f"{name}{marks[wording]}" for name in names])
    law = ", ".join(f"q{k} with probability {format_exact(p)}" for k, p in enumerate(audit.law, 1))
    verb = "sends" if wording == "story" else "submits"
    return (
        f"{player} has the {noun} {listed(names)}, and considers {more} instead. {player} believes that {other} {verb} "
        f"{law}."
    )


def _clauses(wording: Wording, audit: ExtensionAudit) -> str:
    player = audit.game.players[audit.seat]
    match wording:
        case "formal":
            return (
                "An assumption on this belief says the following of every one of these w = S(d, F; σ), with w⁺ = "
                "S(d, E(F); σ), and of every program q that is believed possible (its probability is not 0).\n"
                "(i) If q is not of the form S(e, K; σ), it plays against w, and also against w⁺, what it plays "
                "against d.\n"
                "(ii) If q is S(e, K; σ), whatever function K is, then at every outcome a, taken for the default "
                "outcome, K accepts against E(F) everything that it accepts against F, and besides nothing but members "
                f"of PMPᵢ(b), where i is {player} and b is what F and K would settle on from a."
            )
        case "matrix":
            return (
                "An assumption on this belief says the following of every one of these programs w with default d and "
                "renegotiation F, with w_extended, whose default is d and whose renegotiation is "
                "E = pmp_extension(base=F, selector=…), and of every program q that is believed possible (its "
                "probability is not 0).\n"
                "(i) If q is no conditional_set_renegotiator, it plays against w, and also against w_extended, what it "
                "plays against d.\n"
                "(ii) If q is a conditional_set_renegotiator with renegotiation K, then at every outcome a, taken for "
                "the default outcome, the set K(E, a) has all members of K(F, a), and besides nothing but members of "
                f"{player}'s pmp(b), where b is what the selector chooses from F(K, a) & K(F, a), or a if that is "
                "empty."
            )
    return (
        "An assumption on this belief says the following of each of these assistants w, and of every assistant q that "
        "is believed possible (its probability is not 0).\n"
        "(i) If q carries no list, it does with w as it is, and also with w made generous, what it does with an "
        "assistant that always chooses what w would choose anyway.\n"
        "(ii) If q carries a list, then whatever result is supposed to be the starting result, q accepts from w made "
        f"generous all that it accepts from w as it is, and besides nothing but fallbacks of {player} for the result "
        "that w as it is and q would come to from that starting result."
    )


def _asked(question: str, audit: ExtensionAudit) -> str:
    if question == "clauses":
        return "Which of the two clauses are violated?"
    clause = {"1": "i", "2": "ii"}[question[-1]]
    player, other = audit.game.players[audit.seat], audit.game.players[1 - audit.seat]
    if question.startswith("failure"):
        return f"Clause ({clause}) speaks of pairs: a w of {player}'s with a q of {other}'s. Which pair violates it?"
    return f"Which of those that {other} may send violates clause ({clause})?"


def _row(audit: ExtensionAudit, outcomes: Outcomes) -> str:
    """Outcomes in the order of the table."""
    return ", ".join(profile_text(a) for a in profiles(audit.game) if a in outcomes) or "nothing"


def _braces(audit: ExtensionAudit, outcomes: Outcomes) -> str:
    return f"{{{_row(audit, outcomes)}}}" if outcomes else "∅"
