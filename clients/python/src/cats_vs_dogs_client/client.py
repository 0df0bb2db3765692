"""The client that blocks."""

import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
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


class Client:
    """A client of the function. Use it as a context manager, or call `close`.

    Every method raises ProblemError if the function refuses the request, and httpx.TransportError if it cannot be
    reached.
    """

    def __init__(
        self,
        base_url: str,
        *,
        api_key: str | None = None,
        retries: int = 4,
        max_wait_seconds: float = 60.0,
        timeout_seconds: float = 60.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._http = httpx.Client(
            base_url=base_url, headers=headers_of(api_key), timeout=timeout_seconds, transport=transport
        )
        self._retries = (retries, max_wait_seconds)
        self._limits: Limits | None = None

    def predict(self, photo: Photo) -> Prediction:
        """Classifies a photo."""
        return cast(Prediction, self._send(photo_call("/predict", photo)).json())

    def predict_many(self, photos: Iterable[Photo], *, concurrency: int = 4) -> Iterator[PhotoResult]:
        """Classifies any number of photos with a bounded number of requests at once.

        Yields a result or an error for each photo, in their order. Raises errors that are not about one photo.
        """
        running: deque[Future[PhotoResult]] = deque()
        pool = ThreadPoolExecutor(concurrency)
        try:
            for index, photo in enumerate(photos):
                if len(running) >= concurrency:
                    yield running.popleft().result()
                running.append(pool.submit(self._result_of, index, photo))
            while running:
                yield running.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)

    def predict_batch(self, photos: Iterable[Photo]) -> list[BatchResult]:
        """Classifies many photos with few requests: as many as the function allows in each, one after another.

        Returns a result or an error for each photo, in their order.
        """
        results: list[BatchResult] = []
        for call in batch_calls(photos, self._batch_limits()):
            results += counted_on(self._send(call).json()["results"], len(results))
        return results

    def explain(self, photo: Photo) -> Explanation:
        """Classifies a photo, and says where in it the reason lies."""
        return cast(Explanation, self._send(photo_call("/explain", photo)).json())

    def explain_image(self, photo: Photo, image_type: ImageType = "image/png") -> bytes:
        """The photo with a heat map over it."""
        return self._send(photo_call("/explain", photo, image_type)).content

    def verdict(self, verdicts: Verdict | Iterable[Verdict]) -> VerdictCounts:
        """Sends what people see in photos. The function takes all of the verdicts or none."""
        return cast(VerdictCounts, self._send(verdict_call(verdicts)).json())

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        self.close()

    def _result_of(self, index: int, photo: Photo) -> PhotoResult:
        try:
            return PhotoResult(index, self.predict(photo), None)
        except ProblemError as error:
            if error.status not in PHOTO_STATUSES:
                raise
            return PhotoResult(index, None, error)

    def _batch_limits(self) -> Limits:
        if self._limits is None:
            try:
                self._limits = limits_in(self._send(limits_call))
            except ProblemError:
                self._limits = DEFAULT_LIMITS
        return self._limits

    def _send(self, call: Call) -> httpx.Response:
        attempts = Attempts(*self._retries)
        while True:
            outcome: httpx.Response | httpx.TransportError
            try:
                outcome = self._http.request(**call.arguments())
            except httpx.TransportError as error:
                outcome = error
            wait_seconds = attempts.wait_seconds(outcome)
            if wait_seconds is None:
                return answer_of(outcome)
            time.sleep(wait_seconds)
