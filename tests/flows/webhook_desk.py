"""A desk on loopback that takes webhooks, and misbehaves when it is told to."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from pydantic import SecretStr

from flows.installation.receiver_settings import WebhookReceiver

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Desk:
    """Remembers each post; answers with the next of ``answers``, then with 204.

    An answer is a status, or "hang" (say nothing) or "drip" (answer, and never end);
    ``retry_after`` is the header of every answer, where it is set.
    """

    def __init__(self) -> None:
        self.answers: list[int | str] = []
        self.retry_after = ""
        self.posts: list[tuple[dict[str, str], bytes]] = []
        self.closing = threading.Event()

    def __enter__(self) -> "Desk":
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/alerts"

    def receiver(self, **values: Any) -> WebhookReceiver:  # noqa: ANN401
        settings = {"url": self.url, "secret": SecretStr(SECRET), "timeout_seconds": 5.0}
        return WebhookReceiver(**(settings | values))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        desk = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                answer = desk.answers.pop(0) if desk.answers else 204
                desk.posts.append((dict(self.headers.items()), body))
                if answer == "hang":
                    desk.closing.wait(10)
                elif answer == "drip":
                    self.wfile.write(b"HTTP/1.1 2")
                    while not desk.closing.wait(0.1):
                        self.wfile.write(b"0")
                else:
                    self.send_response(int(answer))
                    self.send_header("location", "/elsewhere")
                    if desk.retry_after:
                        self.send_header("retry-after", desk.retry_after)
                    self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        return Handler
