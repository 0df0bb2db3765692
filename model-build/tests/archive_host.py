"""A local HTTP server that answers as the hosts of the archive do: ranges, redirects, refusals, cuts.

And the command that asks it; the fixtures ``host``, ``place`` and ``key`` lead the one to the other.
"""

from __future__ import annotations

import base64
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from typer.testing import CliRunner

from cats_vs_dogs.cli import app

USERNAME, KEY = "someone", "right-key"
KAGGLE_CALL = "/v1/datasets.DatasetApiService/DownloadDataset"


class ArchiveHost(ThreadingHTTPServer):
    """Serves ``content`` at any path; Kaggle's call redirects to a signed address, as Kaggle does to its storage.

    ``cut_after_bytes``: how much of a body is sent before the connection breaks. ``status``: an
    answer other than the file. ``if_range``: whether If-Range is honoured; not every server does.
    ``anonymous``: whether Kaggle's call needs no key. ``requests`` are those that came, in order.
    """

    daemon_threads = True

    def __init__(self, content: bytes) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.content, self.etag = content, '"version-1"'
        self.cut_after_bytes: int | None = None
        self.status: int | None = None
        self.if_range, self.anonymous = True, False
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.url = f"http://127.0.0.1:{self.server_port}"

    def __enter__(self) -> ArchiveHost:
        Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: ArchiveHost

    def do_POST(self) -> None:
        self._note()
        authorization = "Basic " + base64.b64encode(f"{USERNAME}:{KEY}".encode()).decode()
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.path != KAGGLE_CALL:
            self._answer(404, [("Content-Length", "0")])
        elif self.headers.get("Authorization") == authorization or self.server.anonymous:
            signature = len(self.server.requests)  # another one each time
            self._answer(302, [("Location", f"{self.server.url}/storage/archive.zip?X-Goog-Signature={signature}")])
        else:
            body = b'{"code": 401, "message": "Unauthenticated"}'
            self._answer(401, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))], body)

    def do_GET(self) -> None:
        self._note()
        host, start = self.server, 0
        if host.status:
            return self._answer(host.status, [("Content-Length", "0")])
        if asked := self.headers.get("Range"):
            same = not host.if_range or self.headers.get("If-Range") == host.etag
            start = int(asked.removeprefix("bytes=").removesuffix("-")) if same else 0
        total = len(host.content)
        if start >= total:
            return self._answer(416, [("Content-Range", f"bytes */{total}"), ("Content-Length", "0")])
        body = host.content[start:]
        headers = [("Content-Length", str(len(body))), ("ETag", host.etag), ("Accept-Ranges", "bytes")]
        if start:
            headers.append(("Content-Range", f"bytes {start}-{total - 1}/{total}"))
        self._answer(206 if start else 200, headers, body[: host.cut_after_bytes])

    def _note(self) -> None:
        self.server.requests.append((self.command, dict(self.headers)))

    def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def fetch_to(place, *arguments):
    return CliRunner().invoke(app, ["fetch", "--to", str(place), *map(str, arguments)])


def refused(place, *arguments) -> str:
    """The one line with which the command refuses."""
    result = fetch_to(place, *arguments)
    assert result.exit_code == 1 and isinstance(result.exception, SystemExit), result.output
    lines = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert len(lines) == 1 and not place.exists()
    return lines[0]


def part_of(place: Path) -> Path:
    return place.with_name("archive.zip.part")
