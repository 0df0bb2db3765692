"""What both clients have in common: requests, retries and answers, without the sending."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict

import httpx

from .photo import Photo, bytes_of, name_of
from .problem import ProblemError, retry_after_seconds_of
from .types import BatchResult, Verdict

RETRIED_STATUSES = {429, 502, 503, 504}
"""They say nothing about the request: the function is busy, restarts or limits its clients."""
FIRST_WAIT_SECONDS = 0.5
PHOTO_STATUSES = {400, 413, 415, 422}
"""They say something about the photo; the next one may be good."""
PART_BYTES = 1024
"""What a form has around each photo, at most."""

NOT_SENT = (httpx.UnsupportedProtocol, httpx.LocalProtocolError)
"""They say that the request itself is wrong."""

Headers = Mapping[str, str]
ImageType = Literal["image/png", "image/webp"]


class Limits(TypedDict):
    """How much one request of a batch may have."""

    photos: int
    bytes: int


DEFAULT_LIMITS: Limits = {"photos": 32, "bytes": 64 * 1024 * 1024}
"""The function's defaults, for functions that do not say."""

NamedPhoto = tuple[str, bytes]


@dataclass(frozen=True)
class Call:
    """One request, which can be sent many times."""

    path: str
    method: Literal["GET", "POST"] = "POST"
    content: bytes | None = None
    json: Any = None
    photos: Sequence[NamedPhoto] = ()
    headers: Headers = field(default_factory=dict)

    def arguments(self) -> dict[str, Any]:
        """For httpx."""
        return {
            "method": self.method,
            "url": self.path,
            "headers": self.headers,
            **({"content": self.content} if self.content is not None else {}),
            **({"json": self.json} if self.json is not None else {}),
            **({"files": [("file", photo) for photo in self.photos]} if self.photos else {}),
        }


def photo_call(path: str, photo: Photo, accept: str = "application/json") -> Call:
    headers = {"Content-Type": "application/octet-stream", "Accept": accept}
    return Call(path, content=bytes_of(photo), headers=headers)


def verdict_call(verdicts: Verdict | Iterable[Verdict]) -> Call:
    return Call("/verdicts", json=[verdicts] if isinstance(verdicts, dict) else list(verdicts))


limits_call = Call("/openapi.json", method="GET")


def limits_in(response: httpx.Response) -> Limits:
    """Of this function, from its OpenAPI document."""
    try:
        limits: Limits = response.json()["paths"]["/predict/batch"]["post"]["x-limits"]
    except (KeyError, ValueError):
        return DEFAULT_LIMITS
    return limits


def batch_calls(photos: Iterable[Photo], limits: Limits) -> list[Call]:
    """Requests within the limits. A photo that is too large for a batch is a batch of its own."""
    batches: list[list[NamedPhoto]] = []
    size = 0
    for photo in photos:
        named = (name_of(photo), bytes_of(photo))
        added = len(named[1]) + PART_BYTES
        if batches and len(batches[-1]) < limits["photos"] and size + added <= limits["bytes"]:
            batches[-1].append(named)
            size += added
        else:
            batches.append([named])
            size = added
    return [Call("/predict/batch", photos=batch) for batch in batches]


def counted_on(results: Iterable[BatchResult], first: int) -> list[BatchResult]:
    """The results of one of several batches, with their places among all photos."""
    counted = list(results)
    for result in counted:
        result["index"] += first
    return counted


class Attempts:
    """Decides after each attempt of one request whether there is another one."""

    def __init__(self, retries: int, max_wait_seconds: float) -> None:
        self._left = retries
        self._backoff_seconds = FIRST_WAIT_SECONDS
        self._max_wait_seconds = max_wait_seconds

    def wait_seconds(self, outcome: httpx.Response | httpx.TransportError) -> float | None:
        """The wait before the next attempt; None if there is none."""
        if self._left == 0 or isinstance(outcome, NOT_SENT):
            return None
        asked_seconds = 0.0
        if isinstance(outcome, httpx.Response):
            asked_seconds = retry_after_seconds_of(outcome) or 0.0
            if outcome.status_code not in RETRIED_STATUSES or asked_seconds > self._max_wait_seconds:
                return None
        self._left -= 1
        backoff_seconds = min(self._backoff_seconds, self._max_wait_seconds)
        self._backoff_seconds *= 2
        # Added, so that clients that were refused together do not come back together.
        return asked_seconds + backoff_seconds * random.uniform(0.5, 1)


def answer_of(outcome: httpx.Response | httpx.TransportError) -> httpx.Response:
    """Raises what is no answer."""
    if isinstance(outcome, httpx.TransportError):
        raise outcome
    if not outcome.is_success:
        raise ProblemError(outcome)
    return outcome


def headers_of(api_key: str | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {api_key}"} if api_key else {}
