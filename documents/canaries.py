"""Name the canaries of a tenant: documents that only made-up people may read, one for each group and one for nobody.

A canary's readers are the twin of a group, an id that no group has. Its audience is a number below that of what was
withdrawn: owners and admins, who see everything, see what is above zero, and no statistic that people see counts it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db.models import BooleanField, Exists, F, Func, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from documents.models import Audience, Document, Tuning
from documents.models.collections import WITHDRAWN
from project.kernel.db import TenantRef
from tenants.types import Actor, Role

SLUG = "raglan-canaries"
# Under which name a tenant keeps the ids of erased canaries, and of the jobs that clean up behind them.
ERASED_CANARIES = "canaries_erased"
# The nest of the canary that no group of the tenant may read.
NOBODYS = UUID(int=0)
_TWINS = UUID("5b0a4d0e-6f3b-4c39-9a61-2f6f0c1d8e77")


@dataclass(frozen=True, kw_only=True)
class Nest:
    """Say for which group a canary stands."""

    tenant: TenantRef
    group_id: UUID

    @property
    def twin(self) -> UUID:
        """Return the made-up group that may read it."""
        return uuid5(_TWINS, f"{self.tenant.id} {self.group_id}")

    @property
    def readers(self) -> list[str]:
        """Return its readers as a document keeps them."""
        return [f"group:{self.twin}"]


def nests_of(tenant: TenantRef, group_ids: Iterable[UUID]) -> list[Nest]:
    """Return a nest for each group, and the one of nobody."""
    return [Nest(tenant=tenant, group_id=key) for key in (NOBODYS, *group_ids)]


def inside(nest: Nest) -> Actor:
    """Return a made-up member of the group, who is in no other."""
    return _somebody(nest, (nest.group_id, nest.twin))


def outside(nest: Nest, nests: Iterable[Nest]) -> Actor:
    """Return a made-up member of every group but this one."""
    others = [other for other in nests if other != nest]
    return _somebody(nest, tuple(key for other in others for key in (other.group_id, other.twin)))


def _somebody(nest: Nest, group_ids: tuple[UUID, ...]) -> Actor:
    person = uuid5(_TWINS, f"{nest.tenant.id} {sorted(group_ids)}")
    return Actor(tenant=nest.tenant, user_id=person, email="", role=Role.MEMBER, group_ids=group_ids)


def audience_in(nest: Nest) -> Audience:
    """Return the audience of a canary, made where it is missing; under the corpus lock."""
    found = Audience.objects.filter(readers=nest.readers).first()
    if found is not None:
        return found
    lowest = Audience.objects.order_by("pk").values_list("pk", flat=True).first() or WITHDRAWN
    return Audience.objects.create(pk=min(lowest, WITHDRAWN) - 1, readers=nest.readers)


def planted() -> dict[str, Document]:
    """Return the canaries that stand, by the group that they stand for: also one that was given other readers."""
    found = Document.objects.filter(collection__slug=SLUG, collection__audience_id__lt=WITHDRAWN)
    return {document.external_id: document for document in found}


def is_of_erased(key: Combinable) -> Exists:
    """Return the condition that an id is that of an erased canary, or of a job that cleans up behind one."""
    names = Func(F("value"), Cast(key, TextField()), function="jsonb_exists", output_field=BooleanField())
    return Exists(Tuning.objects.filter(names, pk=ERASED_CANARIES))
