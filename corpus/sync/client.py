"""Requests to an upstream: paced, bounded in time and size, and repeated while the answer may still become better."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal, Self, TypeVar

import httpx
from pyrate_limiter import InMemoryBucket, Limiter, Rate
from pyrate_limiter.limiter import SingleBucketFactory
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
    wait_exponential_jitter,
)

from corpus.sync.errors import AnswerFaultError, UpstreamError

Method = Literal["GET", "POST"]
OnWait = Callable[[str], None]
"""Told before each wait why, and for how long."""

_Read = TypeVar("_Read")

_MOST_BYTES = 128 * 1024 * 1024  # ten times the longest page of any upstream
_MAY_PASS = frozenset({408, 425, 429})
_FIRST_SERVER_FAULT = 500
_HTML = re.compile(rb"\s*<(?:!DOCTYPE\s+)?html\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long an upstream is waited for, in seconds.

    ``timeout_seconds`` is for one answer, from its request to its last byte. It is asked for ``tries`` times, with a
    wait between that doubles from ``first_wait_seconds`` to ``longest_wait_seconds``, longer where the upstream asks
    for that, but never so long that ``total_seconds`` would pass.
    """

    timeout_seconds: float = 60.0
    tries: int = 6
    first_wait_seconds: float = 1.0
    longest_wait_seconds: float = 30.0
    total_seconds: float = 600.0


class HttpClient:
    """Asks one upstream, evenly paced. ``hidden`` are words that no message may hold, those to ``on_wait`` included."""

    def __init__(
        self,
        upstream: str,
        url: str,
        patience: Patience,
        *,
        requests_per_second: float,
        hidden: tuple[str, ...] = (),
        on_wait: OnWait | None = None,
    ) -> None:
        self._upstream = upstream
        self._url = url
        self._patience = patience
        self._hidden = hidden
        self._on_wait = on_wait
        self._limiter = _even(requests_per_second)
        self._runner = asyncio.Runner()
        # It would write whole addresses into a log, and with them the query.
        logging.getLogger("httpx").setLevel(logging.WARNING)
        # A proxy of the environment is for the way out; plain http is a mirror nearby, which needs no certificates.
        is_far = url.startswith("https:")
        self._client = httpx.AsyncClient(timeout=patience.timeout_seconds, trust_env=is_far, verify=is_far)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()

    def ask(self, method: Method, path: str, fields: Mapping[str, str], read: Callable[[bytes], _Read]) -> _Read:
        """Return what ``read`` makes of the answer; it says by `AnswerFaultError` where it can make nothing of it.

        The fields are sent as a form where the method is POST, which may be long and is in no address.

        Raises:
            UpstreamError: no usable answer came.
        """

        def once() -> _Read:
            self._limiter.try_acquire(self._upstream)
            return read(self._runner.run(self._answer(method, path, fields)))

        try:
            return _retrying(self._patience, self._tell_of_wait)(once)
        except AnswerFaultError as fault:
            self._hide_in(fault)
            raise UpstreamError(self._upstream, fault) from None

    def _tell_of_wait(self, state: RetryCallState) -> None:
        fault = state.outcome.exception() if state.outcome else None
        if self._on_wait and isinstance(fault, AnswerFaultError):
            self._hide_in(fault)
            self._on_wait(f"{self._upstream}: {fault.reason}. Asking again in {state.upcoming_sleep:.0f} seconds.")

    def _hide_in(self, fault: AnswerFaultError) -> None:
        for words in self._hidden:
            fault.hide(words)

    async def _answer(self, method: Method, path: str, fields: Mapping[str, str]) -> bytes:
        seconds = self._patience.timeout_seconds
        sent = {"data" if method == "POST" else "params": fields}
        try:
            # httpx knows only limits between two bytes, which a slow drip never reaches.
            async with (
                asyncio.timeout(seconds),
                self._client.stream(method, f"{self._url}/{path}", headers={"User-Agent": "enthesis"}, **sent) as given,  # type: ignore[arg-type] # either of two keywords
            ):
                _check_status(given)
                return await _body(given)
        except (TimeoutError, httpx.TimeoutException):
            raise AnswerFaultError(f"no whole answer within {seconds:g} seconds") from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise AnswerFaultError(f"it cannot be reached, or broke off ({type(error).__name__})") from None


def _even(requests_per_second: float) -> Limiter:
    """Return a limiter that leaves the same time before each request, not one that lets several through at once."""
    rate = Rate(1, max(1, round(1000 / requests_per_second)))
    return Limiter(SingleBucketFactory(InMemoryBucket([rate]), schedule_leak=False), buffer_ms=1)


def _retrying(patience: Patience, before_sleep: Callable[[RetryCallState], None]) -> Retrying:
    back_off = wait_exponential_jitter(
        multiplier=patience.first_wait_seconds,
        max=patience.longest_wait_seconds,
        jitter=patience.first_wait_seconds,
    )

    def wait(state: RetryCallState) -> float:
        fault = state.outcome.exception() if state.outcome else None
        return max(back_off(state), fault.wait_seconds if isinstance(fault, AnswerFaultError) else 0.0)

    return Retrying(
        stop=stop_after_attempt(patience.tries) | stop_before_delay(patience.total_seconds),
        wait=wait,
        before_sleep=before_sleep,
        retry=retry_if_exception(lambda error: isinstance(error, AnswerFaultError) and not error.is_final),
        reraise=True,
    )


def _check_status(answer: httpx.Response) -> None:
    status = answer.status_code
    if status == httpx.codes.OK:
        return
    if status in _MAY_PASS or status >= _FIRST_SERVER_FAULT:
        raise AnswerFaultError(f"it answered with status {status}", wait_seconds=_wait_asked_for(answer))
    if answer.is_redirect:
        raise AnswerFaultError(f"it answered with status {status} and names another address", is_final=True)
    raise AnswerFaultError(f"it refused the request with status {status}", is_final=True)


def _wait_asked_for(answer: httpx.Response) -> float:
    """Return the seconds that ``Retry-After`` asks for, which may be a number or a date (RFC 9110, section 10.2.3)."""
    asked = answer.headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked)
    try:
        return max(0.0, (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return 0.0


async def _body(answer: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in answer.aiter_bytes():
        body += piece
        if len(body) > _MOST_BYTES:
            raise AnswerFaultError(f"its answer is longer than {_MOST_BYTES} bytes")
    if not body.strip():
        raise AnswerFaultError("its answer is empty")
    if _HTML.match(body):
        raise AnswerFaultError("it answered with a web page (HTML)")
    return bytes(body)
