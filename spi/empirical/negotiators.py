"""Language models as negotiators: what they are told, and what is read from their replies.

A reply has a private note, a public message and one word for what it does. Where that word, or an offer that it needs,
cannot be read, there is no move: the negotiation is invalid. It is not a rejection, which would make bad format look
like firmness, and it is not repaired, which would make rules look kept that were broken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from spi.core.display import html_of
from spi.core.numbers import format_exact
from spi.empirical.agents.agent import Agent, Message, Parameters, Request
from spi.empirical.parsing import answer_line, parse_choice
from spi.negotiation.issues import Issue
from spi.negotiation.play.views import Move, View, standing_offer
from spi.negotiation.preferences import Additive, option_values
from spi.negotiation.protocols import AlternatingOffers, DemandGame, Handshake
from spi.negotiation.scenario import Side
from spi.negotiation.scoring.legality import OfferReading, read_offer
from spi.negotiation.transcripts import Act, Turn

__all__ = ["ModelNegotiator", "model_negotiator", "negotiation_messages", "possible_acts", "read_move"]

_MESSAGE = re.compile(r"^[\s>*_#`]*message[\s*_`]*:", re.IGNORECASE | re.MULTILINE)
_ANSWER = re.compile(r"^[\s>*_#`\"'-]*answer[\s*_`]*[:=].*$", re.IGNORECASE | re.MULTILINE)

RULES = (
    "A deal settles every issue, each by one option of its table; anything less is worth what no deal is worth. There "
    "are no side payments, no new issues and no options that are not in the tables."
)


@dataclass(frozen=True, slots=True)
class ModelNegotiator:
    """An agent that negotiates in words; `model_negotiator` makes one.

    Parameters
    ----------
    name : str
    agent : Agent
    model : str
    parameters : Parameters
    words : int
        How long notes and messages ought to be at most; it is said, and not enforced.

    Source: davidson-et-al-2024, Notes and messages
    """

    name: str
    agent: Agent = field(repr=False)
    model: str
    parameters: Parameters
    words: int

    def decide(self, view: View) -> Move:
        """Ask once, and read the reply."""
        draw = f"{int(view.draw('request') * 2**64):016x}"  # of this turn of this match alone
        request = Request(self.model, negotiation_messages(view, words=self.words), self.parameters, draw)
        reply = self.agent.ask(request)
        if reply.text is None:
            return Move("talk", unreadable=f"no reply ({reply.status}): {reply.reason}")
        return read_move(view, reply.text)

    _repr_html_ = html_of


def model_negotiator(
    agent: Agent, model: str, *, name: str = "", parameters: Parameters | None = None, words: int = 64
) -> ModelNegotiator:
    """A negotiator that asks an agent for each of its moves.

    Parameters
    ----------
    agent : Agent
        A model, a recording of one, or a script. With a `Recorder` no reply is paid for twice, and a budget is kept.
    model : str
        The name by which the agent is asked.
    name : str
        In tables of results; by default the model.
    parameters : Parameters, optional
    words : int

    Returns
    -------
    ModelNegotiator

    Source: davidson-et-al-2024, Notes and messages, and ours
    """
    return ModelNegotiator(name or model, agent, model, parameters or Parameters(), words)


def possible_acts(view: View) -> tuple[Act, ...]:
    """What the rules let a side do on this turn.

    Source: ours
    """
    rules = view.protocol
    if isinstance(rules, DemandGame):
        return ("propose", "walk")
    standing: tuple[Act, ...] = ("accept",) if standing_offer(view) is not None else ()
    if isinstance(rules, AlternatingOffers):
        return (*standing, "reject", "walk") if view.number > rules.rounds else ("propose", *standing, "walk")
    return ("talk", "propose", *standing, "walk")


def negotiation_messages(view: View, *, words: int = 64) -> tuple[Message, ...]:
    """What a side is told when it is its turn.

    Parameters
    ----------
    view : View
        Others' tables are in it only if the side may see them; their notes never are.
    words : int

    Returns
    -------
    tuple of Message
        The negotiation and the form of replies, then what has been said and what can be done now.

    Source: davidson-et-al-2024, Notes and messages, and ours
    """
    parts = [f"You negotiate as {view.own.name}. The sides: {', '.join(view.names)}."]
    parts += [view.own.description] if view.own.description else []
    parts.append(f"What the options are worth to you:\n{_table(view.issues, view.side, view.own)}")
    parts.append(f"Without a deal you have {format_exact(view.own.disagreement)}.")
    for other in view.others:
        parts.append(f"What they are worth to {other.name}:\n{_table(view.issues, view.side, other)}")
        if view.own.sees == "descriptions" and other.description:
            parts.append(f"{other.name} is told: {other.description}")
    parts += [RULES, _protocol(view)]
    parts.append(
        f"Reply with a private note of at most {words} words, which nobody else sees and which may contain the deal "
        'that you would accept, as in {"issue": "option"}; then a line that begins with MESSAGE: and says, in at most '
        f"{words} words, what the others read; a deal that you propose has to be there, in the same form."
    )
    said = "\n\n".join(_said(view, turn) for turn in view.turns) or "Nothing has been said yet."
    now = f"This is turn {view.number}. {answer_line(possible_acts(view))}"
    return Message("system", "\n\n".join(parts)), Message("user", f"{said}\n\n{now}")


def read_move(view: View, text: str) -> Move:
    """What a reply does.

    Parameters
    ----------
    view : View
        To which it is the reply.
    text : str
        A note, a line `MESSAGE: …`, and a line `ANSWER: …`, in this order.

    Returns
    -------
    Move
        With `unreadable` if the parts are not there, the word is none of those that are possible, or it needs an offer
        and the message has no legal one. Elsewhere an illegal offer is no offer. The words are kept in any case.

    Source: davidson-et-al-2024, Notes and messages, and ours
    """
    split = _MESSAGE.search(text)
    if split is None:
        return Move("talk", note=text, unreadable="no line MESSAGE: that parts what is private from what is said")
    note = text[: split.start()].strip()
    message = _ANSWER.sub("", text[split.end() :]).strip()
    acts = possible_acts(view)
    act = next((one for one in acts if one == parse_choice(text, acts)), None)
    said, noted = read_offer(view.issues, view.side, message), read_offer(view.issues, view.side, note)
    if act is None:
        why = f"no single line ANSWER: with one of {', '.join(acts)}"
        return Move("talk", said.offer, note, message, noted.offer, why)
    offer = said.offer
    if act == "propose" and offer is None:
        return Move("talk", None, note, message, noted.offer, f"it proposes, and {_why(said)}")
    if act == "accept":
        if said.status in ("unreadable", "illegal"):
            return Move("talk", None, note, message, noted.offer, f"it accepts, and {_why(said)}")
        standing = standing_offer(view)
        offer = standing[1] if offer is None and standing is not None else offer
    return Move(act, offer, note, message, noted.offer)


def _why(found: OfferReading) -> str:
    return f"its message offers nothing that can be read: {'; '.join(found.faults) or 'there are no braces'}"


def _table(issues: Sequence[Issue], reader: int, side: Side) -> str:
    """The options in the reader's words, and what they are worth to a side."""
    if not isinstance(side.utility, Additive):
        return "(they are worth something only together; no table can say what)"
    lines = []
    for one, values in zip(issues, option_values(side.utility), strict=True):
        rows = zip(one.labels_of(reader), values, strict=True)
        lines.append(f"{one.name}: " + "; ".join(f"{label} = {format_exact(v)}" for label, v in rows))
    return "\n".join(lines)


def _protocol(view: View) -> str:
    rules = view.protocol
    if isinstance(rules, DemandGame):
        return "All name a deal at once; if they ask for too much together, there is none."
    if isinstance(rules, AlternatingOffers):
        return f"The sides propose in turn, {rules.rounds} times at most, until one accepts; proposing again rejects."
    if isinstance(rules, Handshake):
        return (
            f"The sides talk in turn, {rules.rounds} times each at most. There is a deal once both have said: "
            f"{rules.phrase} (who accepts says it), and both notes name the same one."
        )
    return f"The sides talk in turn, {rules.rounds} times each at most. There is a deal once both notes name the same."


def _said(view: View, turn: Turn) -> str:
    who = "You" if turn.side == view.side else view.names[turn.side]
    offer = ""
    if turn.offered:
        labels = {one.name: dict(zip(one.options, one.labels_of(view.side), strict=True)) for one in view.issues}
        offer = " [" + ", ".join(f"{name}: {labels[name][option]}" for name, option in turn.offered) + "]"
    return f"{who} ({turn.act}): {turn.message}{offer}"
