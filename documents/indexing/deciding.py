"""Give the documents of a bulk upload the readers, the owner, the review and the end that their lines name."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from documents.indexing.placing import audiences_of, place_groups
from documents.indexing.withdrawing import ask_for_ends, settle
from documents.lines import BulkLine, moment_of
from documents.models import Document
from tenants.actions import audit
from tenants.readers import reader_names
from tenants.types import Actor

Decided = tuple[Document, BulkLine]


def begin(news: Sequence[Decided]) -> None:
    """Say of new documents, before they are written, what their lines decide."""
    audiences = audiences_of(line.readers for _, line in news if line.readers is not None)
    now = timezone.now()
    for document, line in news:
        if line.readers is not None:
            document.own_readers, document.audience_id = list(line.readers), audiences[line.readers]
        for name, value in _life(line).items():
            setattr(document, name, value)
        document.is_withdrawn = document.expires_at is not None and document.expires_at <= now


def decide(actor: Actor, locked: Sequence[Decided]) -> None:
    """Change locked documents to what their lines decide, under the corpus lock; the next search obeys."""
    _share(actor, [one for one in locked if one[1].readers not in (None, tuple(one[0].own_readers or ()))])
    changed, ends = [], []
    for document, line in locked:
        new = {name: value for name, value in _life(line).items() if value != getattr(document, name)}
        if new:
            _change(actor, document, new)
            changed.append(document)
            if "expires_at" in new:
                ends.append(document)
    settle([document.pk for document in changed])
    _read_again(changed)
    ask_for_ends(ends)


def _share(actor: Actor, locked: Sequence[Decided]) -> None:
    audiences = audiences_of(line.readers for _, line in locked if line.readers is not None)
    tokens = {token for _, line in locked for token in line.readers or ()}
    names = reader_names(tenant_id=actor.tenant.id, tokens=tokens) if tokens else {}
    moved: dict[tuple[int, tuple[str, ...]], list[UUID]] = defaultdict(list)
    for document, line in locked:
        readers = line.readers or ()
        document.own_readers, document.audience_id = list(readers), audiences[readers]
        moved[document.collection_id, readers].append(document.pk)
        audit.note(
            actor=actor,
            action="document.shared",
            target=f"document:{document.pk}",
            readers=[names[token] for token in readers],
        )
    for (_, readers), keys in moved.items():
        Document.objects.filter(pk__in=keys).update(own_readers=list(readers), updated_at=timezone.now())
    place_groups(
        {(collection_id, audiences[readers]): keys for (collection_id, readers), keys in moved.items()}
    )


def _change(actor: Actor, document: Document, new: Mapping[str, Any]) -> None:
    for name, value in new.items():
        setattr(document, name, value)
    Document.objects.filter(pk=document.pk).update(**new, updated_at=timezone.now())
    said = {name.removesuffix("_id"): None if value is None else str(value) for name, value in new.items()}
    audit.note(actor=actor, action="document.changed", target=f"document:{document.pk}", **said)


def _read_again(documents: Sequence[Document]) -> None:
    keys = [document.pk for document in documents]
    withdrawn = dict(Document.objects.filter(pk__in=keys).values_list("pk", "is_withdrawn")) if keys else {}
    for document in documents:
        document.is_withdrawn = withdrawn[document.pk]


def _life(line: BulkLine) -> dict[str, Any]:
    """Return what a line says of a document's life, by the names of the fields."""
    kinds: dict[str, Callable[[str], Any]] = {
        "owner": UUID,
        "review_on": date.fromisoformat,
        "expires_at": moment_of,
    }
    names = {"owner": "owner_id"}
    return {
        names.get(name, name): None if text is None else kinds[name](text) for name, text in line.life.items()
    }
