"""The address guard: which addresses a request may reach.

A name is resolved once, every address that it resolves to is checked, and the connection is
made to the checked address itself, so that a second look-up cannot answer differently.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable
from ipaddress import IPv4Address, IPv6Address

import httpcore

IPAddress = IPv4Address | IPv6Address
Resolver = Callable[[str, int], Awaitable[list[str]]]
SocketOption = httpcore.SOCKET_OPTION

PRIVATE_NETWORKS = tuple(
    ipaddress.ip_network(network)
    for network in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
    )
)
"""What ``allow_private`` opens: loopback and private use. Link-local (where clouds keep
their metadata), shared, documentation and reserved ranges stay closed."""

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class HostRefusedError(Exception):
    """The host leads where no request may go; ``str`` is the cause."""


def address_refusal(address: IPAddress, *, allow_private: bool) -> str:
    """Return what the address is that it must not be reached, or "" if it may be."""
    inner = _embedded(address)
    if inner is not None:
        return address_refusal(inner, allow_private=allow_private)
    if any(address in network for network in PRIVATE_NETWORKS):
        return "" if allow_private else "private, and allow_private is not set"
    if address.is_multicast or not address.is_global:
        return "not public"
    return ""


def _embedded(address: IPAddress) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 one stands for, if it does."""
    if isinstance(address, IPv4Address):
        return None
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]


async def resolve(host: str, port: int) -> list[str]:
    """Return the numeric addresses of a host, in the system's order of preference.

    The system also reads decimal, octal and hexadecimal spellings ("2130706433"), so these
    arrive here as the plain address that they mean.
    """
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections to checked addresses only.

    It stands below TLS and HTTP, so the server name and the Host header stay those of the
    address that was asked for. ``HostRefusedError`` passes through httpcore unchanged.
    """

    def __init__(self, *, allow_private: bool, resolver: Resolver = resolve) -> None:
        self._allow_private = allow_private
        self._resolver = resolver
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first checked address that answers; ``timeout`` is for each."""
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in await self._checked_addresses(host, port):
            try:
                return await self._inner.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def _checked_addresses(self, host: str, port: int) -> list[str]:
        literal = _literal(host)
        if literal is not None:
            addresses = [str(literal)]
        else:
            try:
                addresses = await self._resolver(host, port)
            except OSError as error:
                reason = f"{host} does not resolve ({error.strerror or error})"
                raise httpcore.ConnectError(reason) from error
            except UnicodeError as error:
                raise httpcore.ConnectError(f"{host} is no host name ({error})") from error
        # One bad address condemns the name: which one is dialled must not be left to chance.
        for address in addresses:
            parsed = ipaddress.ip_address(address.partition("%")[0])
            refusal = address_refusal(parsed, allow_private=self._allow_private)
            if refusal:
                name = host if literal is not None else f"{host} resolves to {address}, which"
                raise HostRefusedError(f"{name} is {refusal}")
        return addresses


def _literal(host: str) -> IPAddress | None:
    try:
        return ipaddress.ip_address(host.removesuffix("."))  # "127.0.0.1." is one too
    except ValueError:
        return None


def verified_tls() -> ssl.SSLContext:
    """Return a TLS context that checks certificates and takes nothing from the environment."""
    import certifi

    return ssl.create_default_context(cafile=certifi.where())
