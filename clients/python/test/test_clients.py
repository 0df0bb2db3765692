"""What both clients do, against the built function and against answers that it gives seldom."""

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx
import pytest
from conftest import PHOTO, Run

from cats_vs_dogs_client import ProblemError, Verdict
from cats_vs_dogs_client.protocol import batch_calls

BAD = b"no photo"
OVERLOADED = {"code": "overloaded", "detail": "Busy."}


def answers(*responses: httpx.Response | Exception) -> tuple[list[httpx.Request], httpx.MockTransport]:
    """Answers with each of these in turn; the last one answers all that follow."""
    requests: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        answer = responses[min(len(requests), len(responses)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    return requests, httpx.MockTransport(handler)


class TestPredict:
    def test_takes_a_photo_in_every_form(self, run: Run) -> None:
        photo = PHOTO.read_bytes()
        for form in [photo, bytearray(photo), memoryview(photo), str(PHOTO), PHOTO, io.BytesIO(photo)]:
            answer = run("predict", form)
            assert (answer["prediction"], answer["is_pet"], answer["needs_review"]) == ("cat", True, False)

    def test_raises_what_the_function_says(self, run: Run) -> None:
        with pytest.raises(ProblemError, match="not an image") as raised:
            run("predict", BAD)
        error = raised.value
        assert (error.status, error.code, error.retry_after_seconds) == (415, "image_type_unsupported", None)
        assert error.problem is not None
        assert error.problem["request_id"]

    def test_raises_what_the_file_system_says(self, run: Run) -> None:
        with pytest.raises(FileNotFoundError):
            run("predict", Path("nowhere.jpg"))

    def test_sends_its_key(self, run: Run) -> None:
        requests, transport = answers(httpx.Response(200, json={}))
        run("predict", b"x", handler=transport.handler, client={"api_key": "secret"})
        assert requests[0].headers["Authorization"] == "Bearer secret"


class TestPredictMany:
    def test_yields_a_result_or_an_error_for_each_photo_in_their_order(self, run: Run) -> None:
        photos: list[bytes | Path] = [PHOTO, BAD, PHOTO, PHOTO, BAD]
        results = run("predict_many", iter(photos), concurrency=2)
        assert [result.index for result in results] == [0, 1, 2, 3, 4]
        found = [result.error.code if result.error else result.prediction["prediction"] for result in results]
        assert found == ["cat", "image_type_unsupported", "cat", "cat", "image_type_unsupported"]
        assert run("predict_many", []) == []

    def test_ends_at_an_error_that_is_not_about_one_photo(self, run: Run) -> None:
        requests, transport = answers(httpx.Response(401, json={"code": "api_key_required", "detail": "A key."}))
        with pytest.raises(ProblemError) as raised:
            run("predict_many", [b"x"] * 50, handler=transport.handler)
        assert raised.value.code == "api_key_required"
        assert len(requests) < 10

    def test_reads_photos_as_it_needs_them(self, run: Run) -> None:
        taken = []

        def photos() -> Iterator[bytes]:
            for index in range(50):
                taken.append(index)
                yield b"x"

        _, transport = answers(httpx.Response(401, json={"code": "api_key_required", "detail": "A key."}))
        with pytest.raises(ProblemError):
            run("predict_many", photos(), concurrency=3, handler=transport.handler)
        assert len(taken) <= 5


class TestPredictBatch:
    def test_has_a_result_or_an_error_for_each_photo(self, run: Run) -> None:
        first, second = run("predict_batch", [PHOTO, BAD])
        assert (first["index"], first["filename"], first["prediction"]) == (0, "chelsea.png", "cat")
        assert (second["index"], second["error"]["code"]) == (1, "image_type_unsupported")
        assert run("predict_batch", []) == []

    def test_splits_at_the_limits_that_the_function_names(self, run: Run) -> None:
        limits = {"photos": 2, "bytes": 10_000}
        document = {"paths": {"/predict/batch": {"post": {"x-limits": limits}}}}

        def handler(request: httpx.Request) -> httpx.Response:
            if request.url.path == "/openapi.json":
                return httpx.Response(200, json=document)
            count = request.content.count(b'name="file"')
            results = [{"index": index, "filename": "photo", "error": {}} for index in range(count)]
            return httpx.Response(200, json={"results": results})

        results = run("predict_batch", [b"x"] * 5, handler=handler)
        assert [result["index"] for result in results] == [0, 1, 2, 3, 4]

    def test_splits_by_bytes_too(self) -> None:
        sizes = [3000, 3000, 9000, 10]

        def split(photos: int, size: int) -> list[list[int]]:
            calls = batch_calls([bytes(size) for size in sizes], {"photos": photos, "bytes": size})
            return [[len(content) for _, content in call.photos] for call in calls]

        assert split(9, 9000) == [[3000, 3000], [9000], [10]]
        assert split(1, 99_999) == [[3000], [3000], [9000], [10]]

    @pytest.mark.parametrize("document", [httpx.Response(200, json={}), httpx.Response(404)])
    def test_works_with_a_function_that_names_no_limits(self, run: Run, document: httpx.Response) -> None:
        _, transport = answers(document, httpx.Response(200, json={"results": [{"index": 0}]}))
        assert run("predict_batch", [b"x"], handler=transport.handler) == [{"index": 0}]


class TestExplain:
    def test_says_where_the_reason_lies(self, run: Run) -> None:
        saliency = run("explain", PHOTO)["saliency"]
        assert len(saliency["values"]) == saliency["width"] * saliency["height"]

    def test_shows_it_as_a_picture(self, run: Run) -> None:
        assert run("explain_image", PHOTO).startswith(b"\x89PNG")
        assert run("explain_image", PHOTO, "image/webp")[8:12] == b"WEBP"


def test_verdict_sends_a_list(run: Run) -> None:
    requests, transport = answers(httpx.Response(200, json={"accepted": 1, "repeated": 0}))
    verdict: Verdict = {"photo_sha256": "a" * 64, "verdict": "cat", "predicted": "dog"}
    assert run("verdict", verdict, handler=transport.handler) == {"accepted": 1, "repeated": 0}
    run("verdict", [verdict, verdict], handler=transport.handler)
    assert [json.loads(request.content) for request in requests] == [[verdict], [verdict, verdict]]
    assert {request.url.path for request in requests} == {"/verdicts"}


class TestRetries:
    good = httpx.Response(200, json={"prediction": "cat"})

    def test_waits_longer_than_retry_after(self, run: Run, waits: list[float]) -> None:
        busy = httpx.Response(503, json=OVERLOADED, headers={"Retry-After": "7"})
        requests, transport = answers(busy, self.good)
        assert run("predict", b"x", handler=transport.handler)["prediction"] == "cat"
        assert [request.content for request in requests] == [b"x", b"x"]
        assert len(waits) == 1
        assert 7.25 <= waits[0] <= 7.5

    def test_gives_up_when_retry_after_is_too_long(self, run: Run, waits: list[float]) -> None:
        date = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
        _, transport = answers(httpx.Response(429, headers={"Retry-After": date}))
        with pytest.raises(ProblemError) as raised:
            run("predict", b"x", handler=transport.handler, client={"max_wait_seconds": 10})
        assert raised.value.retry_after_seconds is not None
        assert 27 < raised.value.retry_after_seconds <= 30
        assert waits == []

    def test_repeats_broken_connections_with_waits_that_double(self, run: Run, waits: list[float]) -> None:
        broken = httpx.ReadError("the connection broke")
        _, transport = answers(broken, broken, self.good)
        assert run("predict", b"x", handler=transport.handler)["prediction"] == "cat"
        first, second = waits
        assert 0.25 <= first <= 0.5 <= second <= 1

    def test_ends_after_the_last_attempt(self, run: Run, waits: list[float]) -> None:
        requests, transport = answers(httpx.Response(502, text="upstream connect error"))
        with pytest.raises(ProblemError, match="has the status 502") as raised:
            run("predict", b"x", handler=transport.handler, client={"retries": 2})
        assert raised.value.code is None
        assert (len(requests), len(waits)) == (3, 2)
        _, transport = answers(httpx.ConnectError("refused"))
        with pytest.raises(httpx.ConnectError):
            run("predict", b"x", handler=transport.handler, client={"retries": 0})

    def test_does_not_repeat_what_is_wrong_itself(self, run: Run, waits: list[float]) -> None:
        requests, transport = answers(httpx.Response(422, json={"code": "image_corrupt", "detail": "Corrupt."}))
        with pytest.raises(ProblemError):
            run("predict", b"x", handler=transport.handler)
        assert (len(requests), waits) == (1, [])
