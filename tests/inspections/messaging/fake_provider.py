"""A provider of text messages on loopback that does what it is told to, good or bad."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, str]


@dataclass
class FakeProvider:
    """``answers`` are given in turn, the last one for ever; ``sent`` is every request, and
    ``accepted`` what an honest provider would have put on the air: each key once."""

    url: str = ""
    answers: list[Answer | Callable[[], None]] = field(default_factory=list)
    sent: list[dict[str, str]] = field(default_factory=list)
    authorizations: list[str | None] = field(default_factory=list)
    accepted: dict[str, str] = field(default_factory=dict)

    def answer(self, body: dict[str, str]) -> Answer | Callable[[], None]:
        self.sent.append(body)
        given = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if callable(given) or given[0] < 300:
            self.accepted.setdefault(body["key"], body["text"])
        return given


@contextmanager
def provider() -> Iterator[FakeProvider]:
    fake = FakeProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = json.loads(self.rfile.read(length))
            assert self.headers["Idempotency-Key"] == body["key"]
            fake.authorizations.append(self.headers["Authorization"])
            given = fake.answer(body)
            if callable(given):
                given()
                return
            status, text = given
            self.send_response(status)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_args: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_port}/messages"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
