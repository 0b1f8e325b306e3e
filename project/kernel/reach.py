"""Decide which servers and folders the sources of tenants may read."""

import ipaddress
from pathlib import Path

from django.conf import settings

from project.kernel.http.targets import Target, UnsafeAddress, addresses_of, host_name, is_public, target_of


def resolve_host(host: str, port: int) -> str:
    """Resolve a host to the one address to connect to; raise UnsafeAddress where that is not for sources."""
    name = host_name(host)
    addresses = addresses_of(name, port)
    # A name that leads to both a public and a private address is refused as a whole.
    if not all(_is_open(address) for address in addresses):
        raise UnsafeAddress(
            f"The host {name} does not stand at a public address, nor in a network that the operator allows."
        )
    return addresses[0]


def resolve_address(url: str) -> Target:
    """Resolve a URL that sources may read to one address; raise UnsafeAddress for any other."""
    return target_of(url, resolve_host)


def open_folder(path: str) -> Path:
    """Return the real place of a folder that the operator opened to sources; raise UnsafeAddress for any other."""
    real = Path(path).resolve()
    # A link inside an open folder may lead elsewhere: only where it leads counts.
    if not any(real.is_relative_to(Path(root).resolve()) for root in settings.SOURCES_FOLDERS):
        raise UnsafeAddress("The folder is not one that the operator opened to sources.")
    return real


def _is_open(address: str) -> bool:
    if settings.ALLOW_PRIVATE_ADDRESSES or is_public(address):
        return True
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = (ip.ipv4_mapped or ip) if isinstance(ip, ipaddress.IPv6Address) else ip
    networks = (ipaddress.ip_network(network) for network in settings.SOURCES_ALLOW_NETWORKS)
    return any(ip in network for network in networks if network.version == ip.version)
