"""A server on loopback that speaks raw bytes, so that it can break every rule of HTTP."""

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from socketserver import BaseRequestHandler, ThreadingTCPServer

Script = Callable[["Request"], Iterable[bytes]]
"""Yields the bytes of an answer, the status line first; it may sleep between them."""


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]


@dataclass
class HostileServer:
    """Answers each path by its script, remembers each request, closes after each answer."""

    scripts: dict[str, Script] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    def __enter__(self) -> "HostileServer":
        self._stopping = threading.Event()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def port(self) -> int:
        port: int = self._server.server_address[1]
        return port

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    def on(self, path: str, *pieces: bytes) -> str:
        """Answer ``path`` with these bytes; return its address."""
        return self.script(path, lambda _: pieces)

    def script(self, path: str, script: Script) -> str:
        self.scripts[path] = script
        return self.url(path)

    def drip(self, pieces: Iterable[bytes], pause: float) -> Script:
        """Send each piece after a pause, until the test is over."""

        def script(_: Request) -> Iterator[bytes]:
            for piece in pieces:
                yield piece
                if self._stopping.wait(pause):
                    return

        return script

    def _handler(self) -> type[BaseRequestHandler]:
        server = self

        class Handler(BaseRequestHandler):
            def handle(self) -> None:
                head = b""
                while b"\r\n\r\n" not in head:
                    piece = self.request.recv(65536)
                    if not piece:
                        return
                    head += piece
                request = _read_head(head)
                server.requests.append(request)
                script = server.scripts.get(request.path, _not_found)
                try:
                    for piece in script(request):
                        self.request.sendall(piece)
                except OSError:
                    return  # the client has hung up, as it should on most of these

        return Handler


class _Server(ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 256


def answer(
    body: bytes = b"", *headers: str, status: str = "200 OK", content_type: str = "text/xml"
) -> bytes:
    """Return a whole, honest answer."""
    lines = [
        f"HTTP/1.1 {status}",
        f"Content-Type: {content_type}",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *headers,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    return answer(b"", f"Location: {location}", status=status)


def _read_head(head: bytes) -> Request:
    first, *lines = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return Request(
        path=first.split(" ")[1],
        headers={name.strip().lower(): value.strip() for name, _, value in pairs},
    )


def _not_found(_: Request) -> Iterator[bytes]:
    yield answer(b"nothing here", status="404 Not Found")
