"""Find what somebody asks for: the only door to collections, documents, chunks and index versions."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, JSONObject, Length, Now, NullIf

from documents.canaries import is_of_erased
from documents.filtering.listing import leaves
from documents.jobs import ASKED_FOR
from documents.models import (
    Chunk,
    Collection,
    Document,
    DocumentVersion,
    IndexVersion,
    LiveIndex,
    Reading,
    Source,
    SourceItem,
)
from documents.models.documents import DocumentQuerySet
from documents.narrowing import (
    by_expiry,
    by_owner,
    by_review,
    in_collection,
    said_in_metadata,
    status_named,
)
from documents.types import DocumentRef, Passage, Scores, Status
from project.kernel.db import TenantRef, shared_scope
from project.kernel.errors import Forbidden, NotFound
from project.kernel.jobs import Job
from project.kernel.jobs.reading import jobs_of_tenant
from project.kernel.models import COUNTS, JobRecord
from tenants.access import actor_of_member
from tenants.types import Actor, Role

# What a person tells two versions apart by, and what is too large to be read beside a list.
DESCRIBED = ("sha256", "title", "url", "metadata", "filename", "size_bytes")
UNSHOWN = ("text", "pages", "sections", "blocks")
PAGES = NullIf(Func("pages", function="jsonb_array_length", output_field=IntegerField()), Value(0))
# A join brings all of a row that is not left out by name.
JOINED = tuple(f"version__{name}" for name in (*UNSHOWN, "content", "seen"))
READ = (*UNSHOWN, "language", "properties", "warnings")


def access_writer(*, tenant: TenantRef, person_id: UUID) -> Actor:
    """Return whoever asked for work that is done behind, as they are now; raise Forbidden where they may not write."""
    with shared_scope():
        actor = actor_of_member(tenant=tenant, person_id=person_id)
    if actor is None or not actor.role.at_least(Role.CURATOR):
        raise Forbidden("Who asked for this may not write documents any more.")
    return actor


def access_collection(*, actor: Actor, slug: str) -> Collection:
    """Return a collection that the actor may see; raise NotFound."""
    found = Collection.objects.visible_to(actor).select_related("audience").filter(slug=slug).first()
    if found is None:
        raise NotFound("There is no such collection.")
    return found


def visible_collections(*, actor: Actor) -> QuerySet[Collection]:
    """Return the collections that the actor may see."""
    return Collection.objects.visible_to(actor).select_related("audience")


def access_document(*, actor: Actor, document_id: UUID) -> Document:
    """Return a document that the actor may see, with what is shown of it; raise NotFound."""
    found = _shown(Document.objects.visible_to(actor), actor).filter(pk=document_id).first()
    if found is None:
        raise NotFound("There is no such document.")
    return found


def written_document(*, actor: Actor, document_id: UUID) -> Document:
    """Return a document to who has just written it, even where its readers leave them out; raise NotFound."""
    found = _shown(Document.objects.all(), actor).filter(pk=document_id).first()
    if found is None:
        raise NotFound("There is no such document.")
    return found


def visible_documents(
    *,
    actor: Actor,
    collection: str = "",
    status: str = "",
    reason: str = "",
    words: str = "",
    metadata: Mapping[str, str] | None = None,
    review: str = "",
    expiry: str = "",
    owner: str = "",
    filter: Mapping[str, object] | None = None,  # noqa: A002 - the contract's name
) -> QuerySet[Document]:
    """Return the documents that the actor may see and that the filters leave; raise Invalid for a wrong one."""
    found = in_collection(_shown(Document.objects.visible_to(actor), actor), actor, collection)
    if status:
        found = found.filter(status=status_named(status))
    if reason:
        found = found.failed(reason)
    found = found.matching(words) if words else found
    for number, (key, value) in enumerate((metadata or {}).items()):
        found = found.alias(**{f"metadata_{number}": said_in_metadata(key)}).filter(
            **{f"metadata_{number}": value}
        )
    found = found.filter(leaves(actor, filter)) if filter else found
    return found.filter(by_review(review), by_expiry(expiry), by_owner(actor, owner))


def unfinished_documents() -> QuerySet[Document]:
    """Return what is on its way in the tenant, whoever may read it: to be counted, not to be shown."""
    return Document.objects.of_people().filter(status__in=[Status.QUEUED, Status.PARSING, Status.EMBEDDING])


def failed_documents(*, actor: Actor, reason: str = "", collection: str = "") -> DocumentQuerySet:
    """Return the documents that the actor may see and that failed or were set aside, by reason where one is given."""
    return in_collection(Document.objects.visible_to(actor).failed(reason), actor, collection)


def visible_document_ids(*, actor: Actor, document_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Return which of these documents exist and may be seen by the actor at this moment."""
    found = Document.objects.visible_to(actor).filter(pk__in=list(document_ids))
    return frozenset(found.values_list("pk", flat=True))


def standing_of(*, actor: Actor, document_ids: Iterable[UUID]) -> Counter[str]:
    """Count by status those of these documents that exist and may be seen by the actor at this moment."""
    found = Document.objects.visible_to(actor).filter(pk__in=list(document_ids))
    return Counter(found.values_list("status", flat=True))


def visible_versions(*, actor: Actor, document_id: UUID) -> QuerySet[DocumentVersion]:
    """Return a document's versions without their text; raise NotFound."""
    document = access_document(actor=actor, document_id=document_id)
    before = DocumentVersion.objects.filter(
        document_id=OuterRef("document_id"), number=OuterRef("number") - 1
    )
    described = JSONObject(**{name: F(name) for name in DESCRIBED})
    answering = Reading.objects.filter(version=OuterRef("pk"), reading=_live_reading(document.collection_id))
    return (
        DocumentVersion.objects.filter(document_id=document.pk)
        .defer(*UNSHOWN)
        .annotate(
            before=Subquery(before.values(described=described)[:1]),
            shown_pages=Coalesce(Subquery(answering.values(count=PAGES)), F("page_count")),
            shown_warnings=Coalesce(Subquery(answering.values("warnings")), F("warnings")),
            characters=Coalesce(Subquery(answering.values(length=Length("text"))), Length("text")),
        )
    )


def visible_chunks(*, actor: Actor, document_id: UUID, number: int | None = None) -> QuerySet[Chunk]:
    """Return the chunks by which a document answers, or by which one version did; raise NotFound."""
    document = access_document(actor=actor, document_id=document_id)
    splitting = _live_splitting(document.collection_id)
    if number is not None:
        if not DocumentVersion.objects.filter(document_id=document.pk, number=number).exists():
            raise NotFound("There is no such version.")
        return Chunk.objects.of_version(actor, document_id, number, splitting)
    return Chunk.objects.visible_to(actor).filter(version_id=document.live_version_id, splitting=splitting)


def place_of_chunk(chunks: QuerySet[Chunk], *, chunk_id: UUID | None) -> int | None:
    """Return where in the reading order a chunk stands, None without one; raise NotFound where it is not there."""
    if chunk_id is None:
        return None
    found = chunks.filter(key=chunk_id).values_list("ordinal", flat=True).first()
    if found is None:
        raise NotFound("The document does not answer with this chunk.")
    return found


def visible_jobs(*, actor: Actor, kind: str = "", has_steps: bool = True) -> QuerySet[JobRecord]:
    """Return the tenant's jobs with what they are about, as far as the actor may see it, newest first."""
    document = Cast(KeyTextTransform("document_id", OuterRef("payload")), UUIDField())
    documents = Document.objects.visible_to(actor).filter(pk=document)
    source = Cast(KeyTextTransform("source_id", OuterRef("payload")), UUIDField())
    sources = Source.objects.visible_to(actor).filter(pk=source)
    planted = Document.objects.canaries().filter(pk=document)
    erased = is_of_erased(KeyTextTransform("document_id", OuterRef("payload")))
    found = (
        jobs_of_tenant()
        .exclude(Exists(planted))
        .exclude(erased)
        .exclude(is_of_erased(OuterRef("pk")))
        .defer("progress")
        .annotate(
            counts=COUNTS,
            document_title=Subquery(documents.values("title")),
            source_name=Subquery(sources.values("name")),
        )
    )
    if kind:
        found = found.filter(kind=kind)
    return found if has_steps else found.filter(kind__in=list(ASKED_FOR))


def may_stop(*, actor: Actor, kind: str) -> bool:
    """Say whether the actor may stop jobs of a kind: what people ask for, and may ask for themselves."""
    if kind not in ASKED_FOR:
        return False
    scope, role = ASKED_FOR[kind]
    return actor.has_scope(scope) and actor.role.at_least(role)


def access_job(*, actor: Actor, job_id: UUID) -> JobRecord:
    """Return a job of the tenant with what it is about; raise NotFound."""
    found = visible_jobs(actor=actor).filter(pk=job_id).first()
    if found is None:
        raise NotFound("There is no such job.")
    return found


def access_version(*, actor: Actor, document_id: UUID, number: int | None = None) -> DocumentVersion:
    """Return one version of a document: the one that answers, else the latest; raise NotFound.

    It has the text as its collection's index version read it; who wants to store it takes the row itself.
    """
    document = access_document(actor=actor, document_id=document_id)
    versions = visible_versions(actor=actor, document_id=document_id)
    if number is not None:
        wanted = versions.filter(number=number)
    elif document.live_version_id is not None:
        wanted = versions.filter(pk=document.live_version_id)
    else:
        wanted = versions.filter(number=document.latest_version)
    found = wanted.first()
    if found is None:
        raise NotFound("There is no such version.")
    read = Reading.objects.filter(version=found, reading=_live_reading(document.collection_id)).first()
    for name in READ if read else ():
        setattr(found, name, getattr(read, name))
    return found


def passages_by_id(*, actor: Actor, chunk_ids: Sequence[UUID]) -> tuple[Passage, ...]:
    """Return these chunks as passages, in this order, without those that the actor may not see (any more)."""
    chunks = Chunk.objects.visible_to(actor).with_keys(list(chunk_ids))
    chunks = chunks.select_related("document__collection", "version").defer(*JOINED)
    found = {chunk.key: _passage(chunk) for chunk in chunks}
    return tuple(found[key] for key in chunk_ids if key in found)


def index_versions() -> QuerySet[IndexVersion]:
    """Return all index versions, newest first."""
    return IndexVersion.objects.order_by("-id")


def building_by(*, job: type[Job], collections: Sequence[int] | None) -> int | None:
    """Return the candidate for these collections, or the tenant's, that waits for a job of this class to build it."""
    waiting = jobs_of_tenant().open().filter(kind=job.kind())
    found = IndexVersion.objects.building().filter(job_id__in=list(waiting.values_list("pk", flat=True)))
    mine = [index.pk for index in found if index.collections == collections]
    return mine[0] if mine else None


def access_index(*, index_id: int) -> IndexVersion:
    """Return one index version; raise NotFound."""
    found = IndexVersion.objects.filter(pk=index_id).first()
    if found is None:
        raise NotFound("There is no such index version.")
    return found


def live_index(collection_id: int = LiveIndex.TENANT) -> LiveIndex | None:
    """Return the pointer to what answers, for a collection the tenant's where it has none; None before a document."""
    mine = LiveIndex.objects.filter(pk__in=[LiveIndex.TENANT, collection_id]).order_by("-pk")
    return mine.select_related("index_version").first()


def _live_splitting(collection_id: int) -> int:
    live = live_index(collection_id)
    return live.index_version.splitting if live else 0


def _live_reading(collection_id: int) -> int:
    live = live_index(collection_id)
    return live.index_version.reading if live else 0


def _shown(documents: DocumentQuerySet, actor: Actor) -> DocumentQuerySet:
    # Each names the other where the actor may see both.
    visible = Document.objects.visible_to(actor)
    named = JSONObject(id=Cast("pk", TextField()), title=F("title"))
    successors = Document.objects.filter(supersedes=OuterRef("pk"), live_version__isnull=False)
    latest = FilteredRelation("versions", condition=Q(versions__number=F("latest_version")))
    # Who was given a document alone does not learn from it where the others come from.
    source = SourceItem.objects.of_visible_to(actor).filter(document_id=OuterRef("pk")).order_by("pk")
    return documents.select_related("collection", "audience").annotate(
        latest=latest,
        filename=F("latest__filename"),
        media_type=F("latest__content_type"),
        properties=F("latest__properties"),
        size_bytes=F("latest__size_bytes"),
        live_number=F("live_version__number"),
        replaces=Subquery(visible.filter(pk=OuterRef("supersedes_id")).values(named=named)),
        replaced_by=Subquery(visible.filter(supersedes=OuterRef("pk")).values(named=named)),
        is_replaced=Exists(successors),
        is_expired=Case(When(expires_at__lte=Now(), then=True), default=False, output_field=BooleanField()),
        source_id=Subquery(source.values("source_id")[:1]),
        source_name=Subquery(source.values("source__name")[:1]),
        source_kind=Subquery(source.values("source__kind")[:1]),
    )


def _passage(chunk: Chunk) -> Passage:
    document = chunk.document
    return Passage(
        chunk_id=chunk.key,
        document=DocumentRef(
            id=document.pk,
            external_id=document.external_id,
            title=document.title,
            url=document.url,
            collection=document.collection.slug,
            version=chunk.version.number,
        ),
        text=chunk.text,
        page=chunk.page,
        place=chunk.place,
        parent=_parent(chunk),
        section=tuple(chunk.section),
        start=chunk.start,
        end=chunk.end,
        score=0.0,
        scores=Scores(),
        tokens=chunk.tokens,
    )


def _parent(chunk: Chunk) -> tuple[int, int] | None:
    if chunk.parent_start is None or chunk.parent_end is None:
        return None
    return chunk.parent_start, chunk.parent_end
