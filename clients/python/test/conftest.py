"""Both clients behind one function, so that each test runs with both."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from cats_vs_dogs_client import AsyncClient, Client, PhotoResult

PHOTO = Path(__file__).parents[3] / "function/samples/chelsea.png"
Handler = Callable[[httpx.Request], httpx.Response]
Run = Callable[..., Any]


@pytest.fixture(scope="session")
def function_url() -> str:
    """Of the built function."""
    return os.environ["FUNCTION_URL"]


def run_sync(url: str, verb: str, *args: Any, handler: Handler | None, options: Any, client_options: Any) -> Any:
    transport = httpx.MockTransport(handler) if handler else None
    with Client(url, transport=transport, **client_options) as client:
        answer = getattr(client, verb)(*args, **options)
        return list(answer) if verb == "predict_many" else answer


def run_async(url: str, verb: str, *args: Any, handler: Handler | None, options: Any, client_options: Any) -> Any:
    async def run() -> Any:
        transport = httpx.MockTransport(handler) if handler else None
        async with AsyncClient(url, transport=transport, **client_options) as client:
            answer = getattr(client, verb)(*args, **options)
            if verb != "predict_many":
                return await answer
            results: list[PhotoResult] = [result async for result in answer]
            return results

    return asyncio.run(run())


@pytest.fixture(params=[run_sync, run_async], ids=["sync", "async"])
def run(request: pytest.FixtureRequest, function_url: str) -> Run:
    """Calls a verb of a client: run("predict", photo); `handler` answers instead of the function."""

    def call(verb: str, *args: Any, handler: Handler | None = None, client: Any = None, **options: Any) -> Any:
        return request.param(function_url, verb, *args, handler=handler, options=options, client_options=client or {})

    return call


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits of a client in seconds, which pass at once."""
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr("cats_vs_dogs_client.client.time.sleep", waited.append)
    monkeypatch.setattr("cats_vs_dogs_client.async_client.asyncio.sleep", sleep)
    return waited
