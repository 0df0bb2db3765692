"""Errors of the function."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NotRequired, TypedDict, cast

import httpx


class RowError(TypedDict):
    """What was wrong with one row of a request that has many; the first one is 1."""

    row: int
    detail: str


class Problem(TypedDict):
    """RFC 9457 problem details. `code` is stable and for programs, `detail` is for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: NotRequired[list[RowError]]


class ProblemError(Exception):
    """The function answered with an error. `problem` and `code` are None if a proxy answered instead."""

    def __init__(self, response: httpx.Response) -> None:
        self.status = response.status_code
        self.problem = _problem_of(response)
        self.retry_after_seconds = retry_after_seconds_of(response)
        detail = f"The response has the status {self.status}."
        super().__init__(self.problem["detail"] if self.problem else detail)

    @property
    def code(self) -> str | None:
        return self.problem["code"] if self.problem else None


def _problem_of(response: httpx.Response) -> Problem | None:
    try:
        body = response.json()
    except ValueError:
        return None
    return cast(Problem, body) if isinstance(body, dict) and {"code", "detail"} <= body.keys() else None


def retry_after_seconds_of(response: httpx.Response) -> float | None:
    """What `Retry-After` says, as seconds from now; it may be a date."""
    text = response.headers.get("Retry-After", "")
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (date.astimezone(UTC) - datetime.now(UTC)).total_seconds())
