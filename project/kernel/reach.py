"""Decide which servers and folders the sources of tenants may read."""

import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from project.kernel.http.targets import Target, UnsafeAddress, addresses_of, host_name, is_public, target_of


class Grounds:
    """Say which addresses one source may reach: public ones, and allowed networks where its own address is in one.

    Whoever runs a public site would otherwise lead the source, by a redirect or a link, to what stands in there.
    """

    def __init__(self, home: str = "") -> None:
        """Keep the source's own host; without one it is the first that is asked for."""
        self._home = home
        self._is_inside: bool | None = None

    @classmethod
    def of(cls, url: str) -> "Grounds":
        """Return those of a source that reads an address of the web."""
        return cls(urlsplit(url).hostname or "")

    def resolve_host(self, host: str, port: int) -> str:
        """Resolve a host to the one address to connect to; raise UnsafeAddress where that is not for this source."""
        name, addresses = _opened(host, port)
        # Settled before any answer is read: a name that leads elsewhere later does not move the source.
        if self._is_inside is None:
            _, own = _opened(self._home, port) if self._home else (name, addresses)
            self._is_inside = not _are_public(own)
        if not self._is_inside and not _are_public(addresses):
            raise UnsafeAddress(
                f"The host {name} stands in a private network, and the source's own address is a public one: "
                "it is not followed from there. Add a source of its own for it."
            )
        return addresses[0]

    def resolve_address(self, url: str) -> Target:
        """Resolve a URL that this source may read to one address; raise UnsafeAddress for any other."""
        return target_of(url, self.resolve_host)


def open_folder(path: str) -> Path:
    """Return the real place of a folder that the operator opened to sources; raise UnsafeAddress for any other."""
    real = Path(path).resolve()
    # A link inside an open folder may lead elsewhere: only where it leads counts.
    if not any(real.is_relative_to(Path(root).resolve()) for root in settings.SOURCES_FOLDERS):
        raise UnsafeAddress("The folder is not one that the operator opened to sources.")
    return real


def _opened(host: str, port: int) -> tuple[str, list[str]]:
    """Return a host's name and its addresses, each of them open to sources; raise UnsafeAddress."""
    name = host_name(host)
    addresses = addresses_of(name, port)
    # A name that leads to both an open and a closed address is refused as a whole.
    if not all(_is_open(address) for address in addresses):
        raise UnsafeAddress(
            f"The host {name} does not stand at a public address, nor in a network that the operator allows."
        )
    return name, addresses


def _are_public(addresses: list[str]) -> bool:
    return settings.ALLOW_PRIVATE_ADDRESSES or all(is_public(address) for address in addresses)


def _is_open(address: str) -> bool:
    if settings.ALLOW_PRIVATE_ADDRESSES or is_public(address):
        return True
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = (ip.ipv4_mapped or ip) if isinstance(ip, ipaddress.IPv6Address) else ip
    networks = (ipaddress.ip_network(network) for network in settings.SOURCES_ALLOW_NETWORKS)
    return any(ip in network for network in networks if network.version == ip.version)
