"""The address guard for senders that open their connections in a thread."""

import ipaddress
import socket

from flows.fetching.guard import HostRefusedError, address_refusal


def checked_addresses(host: str, port: int, *, allow_private: bool) -> list[str]:
    """Return the numeric addresses of a host, all of which may be reached.

    Raises:
        HostRefusedError: one of them may not.
        OSError: the name does not resolve.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        parsed = ipaddress.ip_address(address.partition("%")[0])
        refusal = address_refusal(parsed, allow_private=allow_private)
        if refusal:
            raise HostRefusedError(f"{host} leads to {address}, which is {refusal}")
    return addresses


def is_loopback(address: str) -> bool:
    """Tell whether a numeric address is this machine's own."""
    return ipaddress.ip_address(address.partition("%")[0]).is_loopback
