"""A webhook receiver for the demo: it takes what is signed rightly, and each id once."""

import secrets
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from standardwebhooks.webhooks import Webhook, WebhookVerificationError


class DemoReceiver:
    """Receives on loopback while the ``with`` block lasts."""

    def __init__(self, secret: str) -> None:
        self.verified: dict[str, Any] = {}
        """The CloudEvents bodies by webhook-id; a repeated id counts once."""
        self.refused = 0
        self._path = f"/alerts/{secrets.token_hex(4)}"
        """Its own: a late post of another process to whoever had the port before is not ours."""
        self._verifier = Webhook(secret)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """Where alerts are to be posted."""
        return f"http://127.0.0.1:{self._server.server_port}{self._path}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def receive(self, body: bytes, headers: dict[str, str]) -> HTTPStatus:
        """Verify one post and keep it."""
        try:
            event = self._verifier.verify(body, headers)
        except WebhookVerificationError:
            self.refused += 1
            return HTTPStatus.UNAUTHORIZED
        self.verified[headers["webhook-id"]] = event
        return HTTPStatus.NO_CONTENT

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                is_ours = self.path == receiver._path
                status = receiver.receive(body, headers) if is_ours else HTTPStatus.NOT_FOUND
                self.send_response(status)
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401
                """Say nothing: the demo shows what came."""

        return Handler
