"""Read what stands around passages: their parents, which an answer needs to understand them."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Case, F, IntegerField, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, Length, Substr

from documents.models import Chunk, IndexVersion, Reading
from documents.types import Parent
from tenants.types import Actor

# A way to cut has the number of the first index version that used it, which says how the text was read.
_NUMBER = IndexVersion.objects.filter(pk=OuterRef(OuterRef("splitting"))).values("reading")
_OTHER = Reading.objects.filter(version_id=OuterRef("version_id"), reading=Subquery(_NUMBER)).values("text")
_WHOLE = Coalesce(Subquery(_OTHER), F("version__text"))
# The database cuts it out: the whole of a document stays where it is.
_STANDS = Substr(_WHOLE, F("start") + 1, Length("text"))
_AROUND = Substr(_WHOLE, F("parent_start") + 1, F("parent_end") - F("parent_start"))
_HAS_PARENT = Case(When(stands=F("text"), parent_start__isnull=False, then=Value(1)), default=Value(0))
_TEXT = Case(When(has_parent=1, then=_AROUND), default=F("text"), output_field=TextField())
_START = Case(When(has_parent=1, then=F("parent_start")), default=F("start"), output_field=IntegerField())


def parents(*, actor: Actor, chunk_ids: Sequence[UUID]) -> tuple[Parent, ...]:
    """Return the text around each of these chunks, in this order, each passage once.

    What the actor may not see (any more) is left out. A chunk stands for itself where it was cut before passages had a
    parent, and where its text is not the one that the document's version keeps.
    """
    chunks = Chunk.objects.visible_to(actor).with_keys(list(chunk_ids))
    chunks = chunks.annotate(stands=_STANDS).annotate(has_parent=_HAS_PARENT)
    rows = chunks.annotate(around=_TEXT, around_start=_START)
    found = {
        key: (version, start, text.rstrip())
        for key, version, text, start in rows.values_list("key", "version_id", "around", "around_start")
    }
    # Two passages of one section have one parent.
    first = {found[key]: key for key in reversed(chunk_ids) if key in found}
    return tuple(
        Parent(chunk_id=key, text=text, start=start, end=start + len(text))
        for key, (_, start, text) in ((key, found[key]) for key in chunk_ids if key in found)
        if first[found[key]] == key
    )
