"""Remember which documents were erased while work was under way that would bring them back."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from project.kernel.db import TenantRef
from tenants.actions import audit

ERASED = "document.erased"
# A collection and an external_id.
Name = tuple[str, str]


def fingerprint(name: Name) -> str:
    """Return what is kept of the name of an erased document: nobody reads the name out of it."""
    return hashlib.sha256("\x00".join(name).encode("utf-8", "replace")).hexdigest()


def erased_since(*, tenant: TenantRef, moment: datetime, names: Iterable[Name]) -> frozenset[Name]:
    """Return which documents of these names were erased since then."""
    known = {fingerprint(name): name for name in names}
    found = audit.noted_since(tenant=tenant, action=ERASED, moment=moment, key="name", values=known)
    return frozenset(known[key] for key in found)
