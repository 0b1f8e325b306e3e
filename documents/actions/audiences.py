"""Turn names of readers into an audience."""

from collections.abc import Sequence

from documents.models import Audience
from tenants.readers import reader_tokens
from tenants.types import Actor


def named_readers(actor: Actor, names: Sequence[str]) -> list[str]:
    """Return the readers' tokens; raise Invalid for a name that nobody has."""
    return list(reader_tokens(tenant_id=actor.tenant.id, names=names))


def audience_of(readers: Sequence[str]) -> int:
    """Return the number of a set of readers, giving it one where it has none yet."""
    wanted = sorted(set(readers))
    Audience.objects.bulk_create([Audience(readers=wanted)], ignore_conflicts=True)
    return Audience.objects.values_list("pk", flat=True).get(readers=wanted)
