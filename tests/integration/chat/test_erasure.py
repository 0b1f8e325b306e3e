"""When a document is erased, its words go from the answers that were made of it."""

from uuid import UUID

import pytest

from chat.actions import answers
from chat.actions.answers import Ended
from chat.protocol import Ask
from chat.streams import stream_key
from chat.types import Done, Outcome
from documents.actions import library
from project.kernel.db import TenantRef, tenant_scope
from project.kernel.redis import redis_client
from tenants.types import Actor
from tests.fakes.author import ScriptedAuthor
from tests.integration.chat.rows import citation_of, document_of, stored
from tests.integration.chat.test_rest import Signs, ask
from tests.integration.documents.test_erasure import PLANTED, tables_with


def streams_with(tenant: TenantRef, word: str) -> list[bytes]:
    """Return the streams in Redis that hold this word."""
    keys = [key for key in redis_client().scan_iter(f"{tenant.schema}:stream:*") if b"alive" not in key]
    return [key for key in keys if word in str(redis_client().xrange(key))]


@pytest.fixture
def source(ada: Actor, author: ScriptedAuthor) -> UUID:
    """Return a document that every answer quotes."""
    document_id = document_of(ada)
    author.words, author.sources = (f"The {PLANTED} ", "hangs in the hall."), (citation_of(document_id),)
    return document_id


def erase(actor: Actor, document_id: UUID) -> None:
    """Erase a document as its route does."""
    with tenant_scope(actor.tenant):
        library.erase(actor=actor, document_id=document_id)


def test_its_words_are_in_no_table_and_no_stream(ada: Actor, api: Signs, source: UUID) -> None:
    answer = ask(api(ada))
    key = stream_key(ada.tenant, UUID(answer["message"]))
    redis_client().xadd(key, {"frames": PLANTED}, id="999-0")
    assert tables_with(ada.tenant, PLANTED) == ["message"]
    assert streams_with(ada.tenant, PLANTED)
    erase(ada, source)
    assert (tables_with(ada.tenant, PLANTED), streams_with(ada.tenant, PLANTED)) == ([], [])
    shown = api(ada).get(f"/api/v1/conversations/{answer['conversation']}").json()["messages"][0]
    assert (shown["answer"], shown["withheld"]) == ("", "sources_hidden")


def test_an_answer_that_ends_after_the_erasure_is_stored_without_its_words(ada: Actor) -> None:
    source = document_of(ada)
    done = Done(answer=f"The {PLANTED} hangs.", outcome=Outcome.ANSWERED, mode="generate")
    with tenant_scope(ada.tenant):
        begun = answers.begin(actor=ada, ask=Ask(id="c1", question="Where?"), settings={})
    erase(ada, source)
    with tenant_scope(ada.tenant):
        ended = Ended(ending=done, last_seq=3, sources=frozenset({source}), searched="Where is it?")
        assert answers.finish(actor=ada, message_id=begun.message, ended=ended)
    assert (stored(ada.tenant, begun.message).answer, tables_with(ada.tenant, PLANTED)) == ("", [])
