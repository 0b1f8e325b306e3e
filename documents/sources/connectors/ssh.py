"""Speak SSH to a server whose key is known; nothing secret is sent before the key was compared."""

import base64
import hashlib
import hmac
import io
import logging
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import pairwise

import paramiko

from documents.sources.connectors.reaching import CONNECT_SECONDS, Reach
from documents.sources.types import SourceFailed

logger = logging.getLogger(__name__)

KEEP_ALIVE_SECONDS = 30
LINE_CHARACTERS = 200
# What a key of this type may sign with (RFC 8332).
SIGNATURES = {"ssh-rsa": ("rsa-sha2-512", "rsa-sha2-256")}
KEY_CLASSES = (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey)


def open_transport(
    reach: Reach, *, host: str, port: int, username: str, host_key: str, secrets: Mapping[str, str]
) -> paramiko.Transport:
    """Return a signed-in connection; raise SourceFailed."""
    transport = paramiko.Transport(reach.connect(host, port))
    transport.banner_timeout = transport.auth_timeout = transport.handshake_timeout = CONNECT_SECONDS
    with ExitStack() as undone, _told(host):
        undone.callback(transport.close)
        _prefer(transport, host_key)
        transport.start_client(timeout=CONNECT_SECONDS)
        _compare(transport.get_remote_server_key(), host_key, host)
        _sign_in(transport, username, secrets)
        transport.set_keepalive(KEEP_ALIVE_SECONDS)
        undone.pop_all()
    return transport


def fingerprint_of(key: paramiko.PKey) -> str:
    """Return a key as `ssh-keygen -l` shows it."""
    digest = hashlib.sha256(key.asbytes()).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


@contextmanager
def _told(host: str) -> Iterator[None]:
    try:
        yield
    except paramiko.AuthenticationException as failure:
        raise SourceFailed("unauthorized", f"{host} refuses this user, password or key.") from failure
    except (paramiko.SSHException, OSError, EOFError) as failure:
        logger.warning("a server does not speak SSH", extra={"reason": type(failure).__name__})
        raise SourceFailed("unreachable", f"{host} does not speak SSH as expected.") from failure


def _known(host_key: str) -> Iterator[tuple[str, str]]:
    """Yield the type (empty where it is not said) and the fingerprint of each key that is trusted."""
    for line in host_key.replace(",", "\n").splitlines():
        words = line.split()
        for kind, blob in pairwise(words):
            if blob.startswith("AAAA"):
                yield kind, _fingerprint(blob)
        yield from (("", word.rstrip("=")) for word in words if word.startswith("SHA256:"))


def _fingerprint(blob: str) -> str:
    try:
        raw = base64.b64decode(blob, validate=True)
    except ValueError as wrong:
        raise SourceFailed(
            "invalid_settings", "The host key is not a whole line of a known_hosts file."
        ) from wrong
    return "SHA256:" + base64.b64encode(hashlib.sha256(raw).digest()).decode().rstrip("=")


def _prefer(transport: paramiko.Transport, host_key: str) -> None:
    """Ask for a key of a type that is known: a server has several, and shows the one that is asked for."""
    kinds = [kind for kind, _ in _known(host_key) if kind]
    wanted = {name for kind in kinds for name in SIGNATURES.get(kind, (kind,))}
    options = transport.get_security_options()
    if offered := [name for name in options.key_types if name in wanted]:
        options.key_types = offered


def _compare(key: paramiko.PKey, host_key: str, host: str) -> None:
    shown, known = fingerprint_of(key), [fingerprint for _, fingerprint in _known(host_key)]
    if not known:
        line = f"{key.get_name()} {key.get_base64()}"
        # An RSA key would fill the page.
        entered = line if len(line) <= LINE_CHARACTERS else shown
        raise SourceFailed(
            "host_key_unknown",
            f"{host} shows the key {shown}. Compare it with its administrator's, then enter it as host key: {entered}",
        )
    if not any(hmac.compare_digest(shown, fingerprint) for fingerprint in known):
        raise SourceFailed(
            "host_key_changed",
            f"{host} shows the key {shown}, which is not the one that was entered. "
            "Nothing was sent. Ask its administrator before you enter another.",
        )


def _sign_in(transport: paramiko.Transport, username: str, secrets: Mapping[str, str]) -> None:
    if private := secrets.get("private_key"):
        transport.auth_publickey(username, _private_key(private, secrets.get("passphrase") or None))
    else:
        transport.auth_password(username, secrets.get("password", ""), fallback=True)


def _private_key(text: str, passphrase: str | None) -> paramiko.PKey:
    for cls in KEY_CLASSES:
        try:
            return cls.from_private_key(io.StringIO(text.strip() + "\n"), passphrase)
        except paramiko.PasswordRequiredException as locked:
            raise SourceFailed(
                "unauthorized", "The private key has a passphrase, which is missing."
            ) from locked
        except (paramiko.SSHException, ValueError, IndexError, UnicodeError):
            continue
    raise SourceFailed(
        "unauthorized", "The private key cannot be read: expected Ed25519, ECDSA or RSA, and its passphrase."
    )
