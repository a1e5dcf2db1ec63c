"""Agents without a model: the law of their replies is given, and a reply depends on nothing but the request."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from spi.core.display import html_of
from spi.core.numbers import Exact, exact
from spi.empirical.agents.agent import Reply, Request, request_key
from spi.errors import GameError

__all__ = ["ReplyLaw", "ScriptedAgent", "draw_from", "read_law", "scripted_agent", "uniform_of"]

ReplyLaw = Callable[[Request], Mapping[str, Exact]]
"""How likely each text is as the reply to a request."""


@dataclass(frozen=True, slots=True)
class ScriptedAgent:
    """An agent whose replies follow a given law; `scripted_agent` makes one.

    Parameters
    ----------
    law : function from request to a mapping from text to probability
    seed : int
    served : str
        Under which name it says it answers.

    Source: ours
    """

    law: ReplyLaw
    seed: int
    served: str

    def ask(self, request: Request) -> Reply:
        """Draw from the law with a uniform number made of the seed and the request alone."""
        text = draw_from(read_law(self.law(request)), uniform_of(self.seed, request))
        tokens = sum(len(message.content.split()) for message in request.messages)
        return Reply(text, served=self.served, input_tokens=tokens, output_tokens=len(text.split()))

    _repr_html_ = html_of


def scripted_agent(law: ReplyLaw, *, seed: int = 0, served: str = "scripted") -> ScriptedAgent:
    """An agent with a known law, for tests and for planning experiments.

    Parameters
    ----------
    law : function
        From a `Request` to the probabilities of texts. It may look at everything but ought not to look at the draw.
    seed : int
    served : str

    Returns
    -------
    ScriptedAgent
        Its reply depends on seed and request alone: not on the order in which, nor on how often, it is asked.

    Examples
    --------
    >>> from spi.empirical.agents.agent import Message
    >>> coin = scripted_agent(lambda request: {"heads": "1/2", "tails": "1/2"}, seed=1)
    >>> tosses = [coin.ask(Request("coin", (Message("user", "toss"),), draw=str(n))).text for n in range(6)]
    >>> tosses == [coin.ask(Request("coin", (Message("user", "toss"),), draw=str(n))).text for n in range(6)]
    True

    Source: ours
    """
    return ScriptedAgent(law, seed, served)


def uniform_of(seed: int, request: Request) -> Fraction:
    """A number in [0, 1) that is a fixed function of seed and request, and looks uniform: k/2²⁵⁶.

    Source: ours
    """
    digest = hashlib.sha256(f"{seed} {request_key(request)}".encode()).digest()
    return Fraction(int.from_bytes(digest), 2**256)


def read_law(law: Mapping[str, Exact]) -> dict[str, Fraction]:
    """Read a law of replies; refuses floats, negative probabilities and sums other than 1.

    Source: ours
    """
    read = {text: exact(value, place=f"the probability of {text[:40]!r}") for text, value in law.items()}
    if any(value < 0 for value in read.values()) or sum(read.values()) != 1:
        raise GameError(f"a law of replies with sum {sum(read.values())}; accepted: probabilities with sum 1")
    return read


def draw_from(law: Mapping[str, Fraction], uniform: Fraction) -> str:
    """The text at which the distribution function, in the order of the law, exceeds the uniform number.

    Two laws with the same two texts in the same order that are drawn from with one uniform number differ as rarely as
    is possible at all: the maximal coupling.

    Source: ours
    """
    below = Fraction(0)
    for text, probability in law.items():
        below += probability
        if uniform < below:
            return text
    raise GameError(f"no text at {uniform}; accepted: numbers from 0 up to, not including, 1")
