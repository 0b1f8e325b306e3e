"""Narrow a list of documents by what an address asks for."""

from collections.abc import Collection as Several
from collections.abc import Mapping

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Cast, Now
from django.utils import timezone

from documents.models import Collection, Document
from documents.models.documents import DocumentQuerySet
from documents.types import Status
from project.kernel.errors import FieldError, Invalid
from project.kernel.unknown import quoted
from tenants.access import active_members, member_named
from tenants.types import Actor


def reached_collections(*, actor: Actor, slugs: Several[str]) -> frozenset[str]:
    """Return those of these collections that the actor may see, or that hold something which they may."""
    named = Collection.objects.filter(slug__in=slugs)
    mine = Document.objects.visible_to(actor).filter(collection__in=named)
    held = mine.values_list("collection__slug", flat=True).distinct()
    return frozenset({*named.visible_to(actor).values_list("slug", flat=True), *held})


def by_review(name: str) -> Q:
    """Return when a document is to be reviewed; raise Invalid for a word that says no such thing."""
    today = timezone.now().date()
    kinds = {"overdue": Q(review_on__lt=today), "planned": Q(review_on__gte=today), "none": Q(review_on=None)}
    return _one_of("review", kinds, name)


def by_expiry(name: str) -> Q:
    """Return when a document stops answering; raise Invalid for a word that says no such thing."""
    kinds = {
        "expired": Q(expires_at__lte=Now()),
        "planned": Q(expires_at__gt=Now()),
        "none": Q(expires_at=None),
    }
    return _one_of("expiry", kinds, name)


def by_owner(actor: Actor, name: str) -> Q:
    """Return who owns a document: me, nobody, somebody who has left, or a member by address or id."""
    if name == "left":
        return Q(owner_id__isnull=False) & ~Q(owner_id__in=active_members(tenant=actor.tenant))
    known = {"": Q(), "none": Q(owner_id=None), "me": Q(owner_id=actor.user_id)}
    if name in known:
        return known[name]
    found = member_named(tenant=actor.tenant, name=name)
    if found is None:
        raise _wrong(
            "owner", "unknown_member", "Expected `me`, `none`, `left`, or a member's e-mail address or id."
        )
    return Q(owner_id=found)


def in_collection(found: DocumentQuerySet, actor: Actor, slug: str) -> DocumentQuerySet:
    """Keep the documents of a collection where one is named; raise Invalid for one that the actor has no part in."""
    if slug and not reached_collections(actor=actor, slugs=[slug]):
        raise _wrong("collection", "unknown_collection", f"There is no collection {quoted(slug)}.")
    return found.of_collection(slug) if slug else found


def _wrong(field: str, code: str, detail: str) -> Invalid:
    return Invalid(detail, errors=[FieldError(field, code, detail)])


def _one_of(field: str, kinds: Mapping[str, Q], name: str) -> Q:
    if not name:
        return Q()
    if name not in kinds:
        raise _wrong(field, "invalid_choice", f"Expected one of {', '.join(kinds)}.")
    return kinds[name]


def said_in_metadata(key: str) -> Func:
    """Return what a document's metadata say under a key, as text."""
    # Django's own lookup takes a key of digits for a place in a list.
    by_name = (F("metadata"), Cast(Value(key), TextField()))
    return Func(*by_name, template="(%(expressions)s)", arg_joiner=" ->> ", output_field=TextField())


def status_named(name: str) -> Status:
    """Return the status of this name; raise Invalid."""
    try:
        return Status(name)
    except ValueError as unknown:
        expected = f"Expected one of {', '.join(Status)}."
        raise _wrong("status", "invalid_choice", expected) from unknown
