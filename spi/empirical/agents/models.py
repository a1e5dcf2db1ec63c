"""Agents that are models: every provider that Inspect has, and any server with the interface of OpenAI's."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from spi.empirical.agents.agent import Reply, Request
from spi.errors import HypothesisError

if TYPE_CHECKING:
    from inspect_ai.model import ChatMessage, GenerateConfig, Model, ModelOutput

__all__ = ["ModelAgent", "chat_messages", "generate_config", "model_agent", "reply_of"]

T = TypeVar("T")


class ModelAgent:
    """A model that is called through Inspect; `model_agent` makes one.

    Parameters
    ----------
    name : str
    base_url : str or None
    tries : int
    wait : float
        Seconds before the second attempt; doubled before each further one.
    arguments : dict
        For the provider.

    Source: ours
    """

    def __init__(self, name: str, base_url: str | None, tries: int, wait: float, arguments: dict[str, Any]) -> None:
        from inspect_ai.model import get_model

        self._tries, self._wait = tries, wait
        try:
            self._model: Model = get_model(name, base_url=base_url, memoize=False, **arguments)
        except Exception as error:  # no such provider, no package for it, no key: before anything is asked
            raise HypothesisError(f"{name}: {error}") from error
        # one event loop for all calls: the provider's connections belong to the loop in which they were opened
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def ask(self, request: Request) -> Reply:
        """Call the model; failed attempts are repeated, and all of them are in the reply."""
        attempts: list[str] = []
        for attempt in range(self._tries):
            if attempt:
                time.sleep(self._wait * 2 ** (attempt - 1))
            try:
                output = self._wait_for(self._generate(request))
            except Exception as error:  # whatever a provider raises is a failed call, and is recorded as one
                attempts.append(_why(error))
                continue
            reply = reply_of(output, tuple(attempts))
            if reply.status != "error":
                return reply
            attempts.append(reply.reason)
        return Reply(None, "error", attempts[-1], attempts=tuple(attempts), time=_now())

    def close(self) -> None:
        """Close the connections and end the thread."""
        self._wait_for(self._model.api.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _generate(self, request: Request) -> ModelOutput:
        return await self._model.generate(chat_messages(request), config=generate_config(request))

    def _wait_for(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


def model_agent(
    name: str, *, base_url: str | None = None, tries: int = 3, wait: float = 2, **arguments: Any
) -> ModelAgent:
    """An agent that is a model.

    Parameters
    ----------
    name : str
        As Inspect names it: "openai/gpt-4o", "anthropic/…", "ollama/…"; "openai-api/SERVICE/MODEL" for any server with
        the interface of OpenAI's, with its key in the environment as SERVICE_API_KEY.
    base_url : str, optional
        The server.
    tries : int
        Attempts in all. They are ours, so that none goes unrecorded; where the provider's client repeats calls itself
        and is not OpenAI's, tell it not to by an argument of its own.
    wait : float
        Seconds before the second attempt; doubled before each further one.
    **arguments
        For the provider.

    Returns
    -------
    ModelAgent
        To be closed after use.

    Raises
    ------
    HypothesisError
        If the extra `eval` is not installed, for a provider that is not known, and without a key.

    Source: ours
    """
    try:
        import inspect_ai.model  # noqa: F401 - is it there?
    except ImportError:
        raise HypothesisError("models need inspect-ai; accepted: an installation with safe-pareto[eval]") from None
    if tries < 1:
        raise HypothesisError(f"tries = {tries}; accepted: 1 or more")
    if name.startswith(("openai/", "openai-api/")):
        arguments.setdefault("max_retries", 0)  # their client would repeat failed calls on its own
    return ModelAgent(name, base_url, tries, wait, arguments)


def chat_messages(request: Request) -> list[ChatMessage]:
    """The messages of a request as Inspect's.

    Source: ours
    """
    from inspect_ai.model import ChatMessageAssistant, ChatMessageSystem, ChatMessageUser

    kinds = {"system": ChatMessageSystem, "user": ChatMessageUser, "assistant": ChatMessageAssistant}
    return [kinds[message.role](content=message.content) for message in request.messages]


def generate_config(request: Request) -> GenerateConfig:
    """The parameters of a request as Inspect's, without retries of its own.

    Source: ours
    """
    from inspect_ai.model import GenerateConfig

    parameters = request.parameters
    return GenerateConfig(
        temperature=float(parameters.temperature), max_tokens=parameters.max_tokens, seed=parameters.seed, max_retries=0
    )


def reply_of(output: ModelOutput, failed: tuple[str, ...] = ()) -> Reply:
    """What Inspect brought back, as a reply.

    Parameters
    ----------
    output : ModelOutput
    failed : tuple of str
        What came of earlier attempts.

    Source: ours
    """
    if output.error is not None or not output.choices:
        why = output.error or "no choice in the output"
        return Reply(None, "error", why, output.model, attempts=(*failed, why), time=_now())
    usage = output.usage
    return Reply(
        output.completion,
        served=output.model,
        input_tokens=usage.input_tokens if usage else 0,
        output_tokens=usage.output_tokens if usage else 0,
        attempts=(*failed, "ok"),
        truncated=output.stop_reason in ("max_tokens", "model_length"),
        time=_now(),
    )


def _why(error: Exception) -> str:
    last = getattr(error, "last_attempt", None)  # Inspect wraps what happened in an error about retries
    cause = last.exception() if last is not None else error
    return f"{type(cause).__name__}: {cause}"[:500]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
