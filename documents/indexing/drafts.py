"""Prepare lines of a bulk upload, outside of any transaction, and make rows of them."""

import hashlib
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from documents.indexing.chunking import Place, cut
from documents.indexing.erased import Name
from documents.indexing.parse import open_splittings
from documents.indexing.settings import Splitting
from documents.indexing.stored import kept_text
from documents.ingest.clean import clean_text
from documents.ingest.types import Extracted
from documents.lexical.language import detect_language
from documents.lines import BulkLine
from documents.models import Document, DocumentVersion
from documents.search.corpus import NewChunk, usual_language
from documents.search.scopes import read_scopes
from documents.stages import Stage
from project.kernel.ids import uuid7
from project.kernel.jobs import Urgency
from tenants.types import Actor

CONTENT_TYPE = "text/plain; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Hold a line that is to become a version of a document."""

    is_new: bool
    splittings: tuple[Splitting, ...]
    line: BulkLine
    document_id: UUID
    number: int
    collection_id: int
    content: bytes
    sha256: str
    extracted: Extracted
    chunks: Sequence[NewChunk]
    splitting_seconds: float

    @property
    def title(self) -> str:
        """Return what the document is called from now on."""
        return self.extracted.title


@dataclass(frozen=True, kw_only=True)
class Home:
    """Say where a line's document goes, and what is usually written there."""

    collection_id: int
    usual_language: str
    splittings: tuple[Splitting, ...]


def homes_of(collections: Mapping[str, int]) -> dict[str, Home]:
    """Return where lines of these collections go, by slug."""
    scopes = read_scopes()
    return {
        slug: Home(
            collection_id=pk, usual_language=usual_language(pk), splittings=open_splittings(pk, scopes)
        )
        for slug, pk in collections.items()
    }


def standing(actor: Actor, lines: Iterable[BulkLine]) -> dict[Name, dict[str, Any]]:
    """Return the versions that answer to the names of lines, and whether the actor sees them; dicts, by name."""
    names = [line.external_id for line in lines]
    visible = Document.objects.visible_to(actor).filter(pk=OuterRef("document_id"))
    versions = DocumentVersion.objects.current().filter(document__external_id__in=names)
    rows = versions.annotate(is_visible=Exists(visible)).values(
        "document_id",
        "number",
        "sha256",
        "is_visible",
        "document__external_id",
        "document__collection__slug",
        "document__title",
    )
    return {(row["document__collection__slug"], row["document__external_id"]): dict(row) for row in rows}


def _content(line: BulkLine) -> bytes:
    return line.text.encode("utf-8", "replace")


def is_same(line: BulkLine, known: Mapping[str, Any] | None) -> bool:
    """Say whether a line says what stands already."""
    return known is not None and known["sha256"] == hashlib.sha256(_content(line)).hexdigest()


def draft_of(line: BulkLine, home: Home, known: Mapping[str, Any] | None) -> Draft:
    """Prepare a line: clean, cut, its language found."""
    begun = time.monotonic()
    content = _content(line)
    document_id = known["document_id"] if known else uuid7()
    text = clean_text(line.text)
    title = line.title or (known["document__title"] if known else line.external_id)
    extracted = Extracted(text=text, title=title, language=detect_language(text, home.usual_language))
    place = Place(document_id=document_id, version_id=0, collection_id=home.collection_id, title=title)
    return Draft(
        is_new=known is None,
        splittings=home.splittings,
        line=line,
        document_id=document_id,
        number=known["number"] + 1 if known else 1,
        collection_id=home.collection_id,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        extracted=extracted,
        chunks=cut(extracted, place, home.splittings),
        splitting_seconds=round(time.monotonic() - begun, 3),
    )


def described(document: Document, draft: Draft) -> Document:
    """Return a document that stands as the draft describes it."""
    document.title, document.latest_version = draft.title, draft.number
    document.urgency = Urgency.BULK
    document.url = draft.line.url or document.url
    document.metadata = dict(draft.line.metadata) or document.metadata
    return document


def document_of(draft: Draft, audience_id: int) -> Document:
    """Return the document of a name that nothing stands under yet."""
    return Document(
        pk=draft.document_id,
        collection_id=draft.collection_id,
        external_id=draft.line.external_id,
        title=draft.title,
        url=draft.line.url,
        metadata=dict(draft.line.metadata),
        audience_id=audience_id,
        stage_seconds={Stage.SPLITTING.value: draft.splitting_seconds},
    )


def version_of(draft: Draft, user_id: UUID) -> DocumentVersion:
    """Return the version that a draft becomes."""
    return DocumentVersion(
        document_id=draft.document_id,
        number=draft.number,
        content=draft.content,
        filename=f"{draft.line.external_id.rsplit('/', 1)[-1]}.txt",
        content_type=CONTENT_TYPE,
        size_bytes=len(draft.content),
        sha256=draft.sha256,
        created_by=user_id,
        reading=draft.splittings[0].reading,
        **kept_text(draft.extracted),
    )
