"""Derive keys from the installation's secret: to seal what is stored, to make and to sign tokens."""

import base64
import hashlib
import hmac
import secrets
import string
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from cryptography.fernet import Fernet
from django.conf import settings

_ALPHABET = string.ascii_lowercase + string.digits


@dataclass(frozen=True)
class NewKey:
    """Hold a fresh API key, which is shown once."""

    public_id: str
    secret: str

    @property
    def token(self) -> str:
        """Return the key as its holder sends it."""
        return f"rgl_{self.public_id}_{self.secret}"


def new_key() -> NewKey:
    """Make an API key with 256 random bits."""
    return NewKey("".join(secrets.choice(_ALPHABET) for _ in range(16)), secrets.token_urlsafe(32))


def token_sha256(token: str) -> bytes:
    """Return what is stored of a token that has enough random bits of its own."""
    return hashlib.sha256(token.encode()).digest()


def invitation_token(invitation_id: UUID) -> str:
    """Return an invitation's token, which whoever mails it can derive and nobody can guess."""
    return base64.urlsafe_b64encode(hmac.digest(_key("invitation"), invitation_id.bytes, "sha256")).decode()[
        :43
    ]


def seal(text: str) -> bytes:
    """Encrypt what must be read again, such as the secret that signs webhooks."""
    return _fernet().encrypt(text.encode())


def unseal(sealed: bytes | memoryview) -> str:
    """Decrypt what `seal` returned."""
    return _fernet().decrypt(bytes(sealed)).decode()


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """Sign a webhook's body as `t=…,v1=…`: HMAC-SHA256 over the time, a full stop and the body."""
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, "sha256").hexdigest()
    return f"t={timestamp},v1={digest}"


@cache
def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key("webhook secrets")))


def _key(purpose: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"raglan {purpose}".encode(), "sha256")
