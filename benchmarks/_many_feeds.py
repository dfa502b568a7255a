"""A server of many small feeds on many loopback addresses, in a process of its own.

Not a benchmark: ``benchmarks.polling`` starts it, so that its CPU time does not count.
"""

import asyncio
import sys

ENTRIES = 20
_SUMMARY = b"The harbour lamps were lit before noon and nobody in the long hall said why. " * 3
_ITEM = (
    b"<item><title>No. %d</title><link>http://gazette.example/%d</link><guid>%d</guid>"
    b"<pubDate>Mon, 24 Nov 2025 09:00:00 GMT</pubDate><description>" + _SUMMARY
    + b"</description></item>"
)  # fmt: skip
FEED = (
    b'<rss version="2.0"><channel><title>Quiet</title>'
    + b"".join(_ITEM % (number, number, number) for number in range(ENTRIES))
    + b"</channel></rss>"
)
READ = (
    b'HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: "1"\r\n'
    b"Content-Length: %d\r\n\r\n%b" % (len(FEED), FEED)
)
UNCHANGED = b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'


class Feeds(asyncio.Protocol):
    """Answers 304 to every conditional request, the feed to every other."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the connection."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._held = b""

    def data_received(self, data: bytes) -> None:
        """Answer every whole request that has come."""
        *requests, self._held = (self._held + data).split(b"\r\n\r\n")
        for request in requests:
            conditional = b"if-none-match" in request.lower()
            self._transport.write(UNCHANGED if conditional else READ)


async def serve(hosts: int) -> None:
    """Listen on so many loopback addresses, print the port, go on until standard input ends."""
    loop = asyncio.get_running_loop()
    first = await loop.create_server(Feeds, "127.0.1.1", 0, backlog=1_024)
    port = first.sockets[0].getsockname()[1]
    others = [f"127.0.1.{number}" for number in range(2, hosts + 1)]
    await loop.create_server(Feeds, others, port, backlog=1_024)
    print(port, flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
