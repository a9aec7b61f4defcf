"""The one place that reaches a language model: a request to an OpenAI-compatible service, bounded on every side."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpx
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

Messages = Sequence[Mapping[str, str]]
"""A conversation: each message has a ``role`` and its ``content``."""

# No answer is longer. What is, is not read to its end.
_MOST_BYTES = 1_000_000
_BUSY = frozenset({429, 503})
_LONGEST_WAIT_SECONDS = 10.0


class ModelFaultError(Exception):
    """The model gave nothing that can be used. The message says why, and nothing of what was asked or said."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A chat model at an address. The key is sent with every request and never shown.

    ``timeout_seconds`` is for the whole of a request: name look-up, connecting, waiting and reading.
    """

    url: str
    model: str
    api_key: SecretStr | None
    timeout_seconds: float
    max_output_tokens: int

    def complete(self, messages: Messages) -> str:
        """Return what the model says next.

        Raises:
            ModelFaultError: it cannot be reached, took too long, refused, or said nothing that is an answer.
        """
        try:
            return asyncio.run(self._in_time(messages))
        except TimeoutError:
            raise ModelFaultError(f"it did not answer within {self.timeout_seconds:g} seconds") from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise ModelFaultError(f"it cannot be reached ({type(error).__name__})") from None

    async def _in_time(self, messages: Messages) -> str:
        # httpx knows only limits between two bytes, which a slow drip never reaches; and what the environment says of
        # proxies is not for what may be health data.
        has_certificate = self.url.startswith("https:")  # to read those to trust takes 30 ms
        client = httpx.AsyncClient(timeout=self.timeout_seconds, trust_env=False, verify=has_certificate)
        async with asyncio.timeout(self.timeout_seconds), client:
            try:
                return await self._ask(client, messages)
            except _BusyError as busy:
                await asyncio.sleep(busy.wait_seconds)
            try:
                return await self._ask(client, messages)
            except _BusyError as busy:
                raise ModelFaultError(f"it answered twice with status {busy.status}") from None

    async def _ask(self, client: httpx.AsyncClient, messages: Messages) -> str:
        body = {
            "model": self.model,
            "messages": list(messages),
            "max_tokens": self.max_output_tokens,
            "temperature": 0,
            "stream": False,
        }
        # What came compressed could be a thousand times as long as what is counted.
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        if self.api_key is not None:
            headers["Authorization"] = f"Bearer {self.api_key.get_secret_value()}"
        async with client.stream("POST", f"{self.url}/chat/completions", json=body, headers=headers) as response:
            if response.status_code in _BUSY:
                raise _BusyError(response.status_code, _wait_of(response))
            if response.status_code != httpx.codes.OK:
                raise ModelFaultError(f"it answered with status {response.status_code}")
            if response.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
                raise ModelFaultError("it answered with something other than JSON")
            return _said(await _read(response))


class _BusyError(Exception):
    def __init__(self, status: int, wait_seconds: float) -> None:
        self.status = status
        self.wait_seconds = wait_seconds
        super().__init__(status)


def _wait_of(response: httpx.Response) -> float:
    asked = response.headers.get("retry-after", "")
    return min(float(asked), _LONGEST_WAIT_SECONDS) if asked.isascii() and asked.isdigit() else 1.0


async def _read(response: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > _MOST_BYTES:
            raise ModelFaultError("it said more than any answer has")
    return bytes(body)


class _Message(BaseModel):
    model_config = ConfigDict(strict=True)

    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message


class _Completion(BaseModel):
    choices: list[_Choice] = Field(min_length=1)


def _said(body: bytes) -> str:
    try:
        message = _Completion.model_validate_json(body).choices[0].message
    except ValidationError:
        raise ModelFaultError("its answer is not of the agreed form") from None
    if message.refusal:
        raise ModelFaultError("it refused to answer")
    if not message.content or not message.content.strip():
        raise ModelFaultError("it said nothing")
    return message.content
