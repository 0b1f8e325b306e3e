"""Turn names of readers into the tokens that documents keep."""

from collections.abc import Sequence

from tenants.readers import reader_tokens
from tenants.types import Actor


def named_readers(actor: Actor, names: Sequence[str]) -> list[str]:
    """Return the readers' tokens; raise Invalid for a name that nobody has."""
    return list(reader_tokens(tenant_id=actor.tenant.id, names=names))
