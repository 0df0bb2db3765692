"""The client for asyncio."""

import asyncio
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from types import TracebackType
from typing import Self, cast

import httpx

from .photo import Photo
from .problem import ProblemError
from .protocol import (
    DEFAULT_LIMITS,
    PHOTO_STATUSES,
    Attempts,
    Call,
    ImageType,
    Limits,
    answer_of,
    batch_calls,
    counted_on,
    headers_of,
    limits_call,
    limits_in,
    photo_call,
    verdict_call,
)
from .types import BatchResult, Explanation, PhotoResult, Prediction, Verdict, VerdictCounts


class AsyncClient:
    """The same as Client, for asyncio. Cancelling the task ends a request or a wait at once."""

    def __init__(
        self,
        base_url: str,
        *,
        api_key: str | None = None,
        retries: int = 4,
        max_wait_seconds: float = 60.0,
        timeout_seconds: float = 60.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._http = httpx.AsyncClient(
            base_url=base_url, headers=headers_of(api_key), timeout=timeout_seconds, transport=transport
        )
        self._retries = (retries, max_wait_seconds)
        self._limits: Limits | None = None

    async def predict(self, photo: Photo) -> Prediction:
        """Classifies a photo."""
        return cast(Prediction, (await self._send(photo_call("/predict", photo))).json())

    async def predict_many(
        self, photos: Iterable[Photo] | AsyncIterable[Photo], *, concurrency: int = 4
    ) -> AsyncIterator[PhotoResult]:
        """Classifies any number of photos with a bounded number of requests at once.

        Yields a result or an error for each photo, in their order. Raises errors that are not about one photo.
        """
        running: deque[asyncio.Task[PhotoResult]] = deque()
        index = 0
        try:
            async for photo in _each(photos):
                if len(running) >= concurrency:
                    yield await running.popleft()
                running.append(asyncio.create_task(self._result_of(index, photo)))
                index += 1
            while running:
                yield await running.popleft()
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def predict_batch(self, photos: Iterable[Photo]) -> list[BatchResult]:
        """Classifies many photos with few requests: as many as the function allows in each, one after another.

        Returns a result or an error for each photo, in their order.
        """
        results: list[BatchResult] = []
        for call in batch_calls(photos, await self._batch_limits()):
            results += counted_on((await self._send(call)).json()["results"], len(results))
        return results

    async def explain(self, photo: Photo) -> Explanation:
        """Classifies a photo, and says where in it the reason lies."""
        return cast(Explanation, (await self._send(photo_call("/explain", photo))).json())

    async def explain_image(self, photo: Photo, image_type: ImageType = "image/png") -> bytes:
        """The photo with a heat map over it."""
        return (await self._send(photo_call("/explain", photo, image_type))).content

    async def verdict(self, verdicts: Verdict | Iterable[Verdict]) -> VerdictCounts:
        """Sends what people see in photos. The function takes all of the verdicts or none."""
        return cast(VerdictCounts, (await self._send(verdict_call(verdicts))).json())

    async def close(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        await self.close()

    async def _result_of(self, index: int, photo: Photo) -> PhotoResult:
        try:
            return PhotoResult(index, await self.predict(photo), None)
        except ProblemError as error:
            if error.status not in PHOTO_STATUSES:
                raise
            return PhotoResult(index, None, error)

    async def _batch_limits(self) -> Limits:
        if self._limits is None:
            try:
                self._limits = limits_in(await self._send(limits_call))
            except ProblemError:
                self._limits = DEFAULT_LIMITS
        return self._limits

    async def _send(self, call: Call) -> httpx.Response:
        attempts = Attempts(*self._retries)
        while True:
            outcome: httpx.Response | httpx.TransportError
            try:
                outcome = await self._http.request(**call.arguments())
            except httpx.TransportError as error:
                outcome = error
            wait_seconds = attempts.wait_seconds(outcome)
            if wait_seconds is None:
                return answer_of(outcome)
            await asyncio.sleep(wait_seconds)


async def _each(photos: Iterable[Photo] | AsyncIterable[Photo]) -> AsyncIterator[Photo]:
    if isinstance(photos, AsyncIterable):
        async for photo in photos:
            yield photo
    else:
        for photo in photos:
            yield photo
