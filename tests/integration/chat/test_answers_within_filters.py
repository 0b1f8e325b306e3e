"""An answer within a filter is given again to who asks for the same by it, and while its documents are left by it."""

from typing import Any

from django.db import transaction

from documents.models import Document
from project.kernel.db import in_thread, tenant_scope
from tenants.types import Actor
from tests.integration.chat.asking import Asks
from tests.integration.chat.test_cached_answers import kept
from tests.integration.chat.test_curated_answers import write


def own(document_id: str, who: Actor, owner: Actor) -> None:
    """Say who answers for a document."""
    with tenant_scope(who.tenant), transaction.atomic():
        Document.objects.filter(pk=document_id).update(owner_id=owner.user_id)


async def test_what_is_asked_of_ones_own_documents_is_given_to_nobody_else(
    asks: Asks, ada: Actor, ben: Actor, cleo: Actor, document: str
) -> None:
    await in_thread(own, document, ada, cleo)
    mine: dict[str, Any] = {"filter": {"document.owner": "me"}}
    await asks(cleo, **mine)
    await kept(ada.tenant)
    assert (await asks(cleo, **mine))["cached"]
    told = await asks(ben, **mine)
    assert (told["cached"], told["outcome"]) == (None, "no_answer")


async def test_a_document_that_its_filter_leaves_no_more_ends_an_answer(
    asks: Asks, ada: Actor, cleo: Actor, document: str
) -> None:
    await in_thread(own, document, ada, cleo)
    hers = {"filter": {"document.owner": cleo.email}}
    await asks(cleo, **hers)
    await kept(ada.tenant)
    assert (await asks(cleo, **hers))["cached"]
    await in_thread(own, document, ada, ada)
    told = await asks(cleo, **hers)
    assert (told["cached"], told["outcome"]) == (None, "no_answer")


async def test_an_editors_answer_does_not_stand_in_for_what_a_filter_leaves(
    asks: Asks, ada: Actor, cleo: Actor, document: str
) -> None:
    await in_thread(lambda: write(ada, documents=[{"document": document}]))
    assert (await asks(cleo, collections=["hr"]))["curated"]
    told = await asks(cleo, collections=["hr"], filter={"document.external_id": "leave"})
    assert (told["curated"], told["outcome"]) == (None, "answered")
