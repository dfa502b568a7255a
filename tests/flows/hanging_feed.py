"""Feeds that keep a run waiting, or bring it nothing."""

import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class HangingFeed:
    """A feed that answers only when it is told to, so that a run stays under way."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.may_answer = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.set()
                outer.may_answer.wait(60)
                with suppress(OSError):
                    self.send_response(404)
                    self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/feed.xml"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def hang_again(self) -> None:
        """Keep whoever asks from now on waiting; ``asked`` tells of the first."""
        self.may_answer.clear()
        self.asked.clear()

    def __enter__(self) -> "HangingFeed":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.may_answer.set()
        self._server.shutdown()
        self._server.server_close()


class EmptyFeed:
    """A good feed without entries."""

    def __init__(self) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("content-type", "application/rss+xml")
                self.end_headers()
                self.wfile.write(
                    b"<rss version='2.0'><channel><title>Quiet</title></channel></rss>"
                )

            def log_message(self, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/feed.xml"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> "EmptyFeed":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
