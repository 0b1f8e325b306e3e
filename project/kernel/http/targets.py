"""Decide which addresses outside may be reached: public ones, over http and https."""

import ipaddress
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.conf import settings

from project.kernel.errors import RaglanError

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

DEFAULT_PORTS = {"http": 80, "https": 443}
URL_LIMIT_CHARACTERS = 2048
# Numbers that only some resolvers take for an address: 2130706433, 0x7f000001, 127.1, 0177.0.0.1.
_ODD_NUMBER = re.compile(r"(0x[0-9a-f]*|\d+)(\.(0x[0-9a-f]*|\d+))*\.?", re.IGNORECASE)
_DOTTED_QUAD = re.compile(r"((0|[1-9]\d{0,2})\.){3}(0|[1-9]\d{0,2})")
# What RFC 3986 lets stand in a path or a query, the percent sign of what is quoted already included.
_URL_SAFE = "/%?:@!$&'()*+,;=-._~[]"
# Ranges that carry an IPv4 address inside (RFC 6052, RFC 3056), behind which anything may stand.
_TRANSLATED = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16"))


class UnsafeAddress(RaglanError):
    """Refuse an address that is not a public one over http or https."""

    code = "unsafe_address"
    title = "This address may not be reached"
    status = 400


@dataclass(frozen=True)
class Target:
    """Name where a request goes; `address` was resolved once, and the connection goes there alone."""

    scheme: str
    host: str
    port: int
    path: str
    address: str

    @property
    def authority(self) -> str:
        """Return what the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def resolve_public(url: str) -> Target:
    """Resolve a URL to one public address; raise UnsafeAddress for every other spelling, scheme or place."""
    return target_of(url, _resolve)


def target_of(url: str, resolve: Callable[[str, int], str]) -> Target:
    """Return where a URL leads, at the address that `resolve` gives; raise UnsafeAddress for an odd spelling."""
    scheme, host, port, path = _parts(url)
    return Target(scheme=scheme, host=host, port=port, path=path, address=resolve(host, port))


def _parts(url: str) -> tuple[str, str, int, str]:
    if len(url) > URL_LIMIT_CHARACTERS or not url.isprintable() or "\\" in url:
        raise UnsafeAddress("Expected an ordinary web address.")
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as wrong:
        raise UnsafeAddress("Expected an ordinary web address.") from wrong
    if parts.scheme not in DEFAULT_PORTS:
        raise UnsafeAddress("Only http and https addresses are reached.")
    if parts.username is not None or parts.password is not None:
        raise UnsafeAddress("An address with a name or a password in it is not reached.")
    path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_URL_SAFE)
    return parts.scheme, host_name(parts.hostname), port or DEFAULT_PORTS[parts.scheme], path


def host_name(name: str | None) -> str:
    """Return a host as resolvers take it; raise UnsafeAddress for an odd spelling."""
    host = (name or "").rstrip(".").lower()
    if not host or (_ODD_NUMBER.fullmatch(host) and not _DOTTED_QUAD.fullmatch(host)):
        raise UnsafeAddress("Expected an address with a host name.")
    if ":" in host:
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError as wrong:
        raise UnsafeAddress("The host's name is not a valid one.") from wrong


def addresses_of(host: str, port: int) -> list[str]:
    """Return all addresses of a host; raise UnsafeAddress where it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as missing:
        raise UnsafeAddress(f"The host {host} was not found.", code="host_not_found") from missing
    return [str(entry[4][0]) for entry in found]


def _resolve(host: str, port: int) -> str:
    addresses = addresses_of(host, port)
    # A name that leads to both a public and a private address is refused as a whole.
    if not settings.ALLOW_PRIVATE_ADDRESSES and not all(is_public(address) for address in addresses):
        raise UnsafeAddress(f"The host {host} does not stand at a public address.")
    return addresses[0]


def is_public(address: str) -> bool:
    """Say whether anybody on the internet could reach this address, looking inside mapped ones."""
    try:
        ip: IpAddress = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if ip.scope_id is not None or ip.is_site_local or any(ip in network for network in _TRANSLATED):
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)
