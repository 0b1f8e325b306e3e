"""When a document is erased, its words go from the answers that were made of it."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from uuid import UUID

import pytest
from django.db import connection, connections, transaction

from chat.actions import answers, interruptions
from chat.actions.answers import Ended, Keeping
from chat.models import Message, Trace
from chat.protocol import Ask
from chat.streams import Remains, stream_key
from chat.types import Done, Outcome
from chat.wiring import Generations
from documents.actions import erasing
from documents.models import Document
from project.kernel.db import TenantRef, in_thread, tenant_scope
from project.kernel.redis import redis_client
from tenants import schemas
from tenants.passes import Pass
from tenants.types import Actor
from tests.fakes.author import ScriptedAuthor
from tests.integration.chat.conftest import until
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
        erasing.erase(actor=actor, document_id=document_id)


def erase_slowly(actor: Actor, document_id: UUID) -> None:
    """Lock a document, and erase it once somebody else waits for a lock."""
    with tenant_scope(actor.tenant), transaction.atomic():
        Document.objects.select_for_update().get(pk=document_id)
        gives_up_at = time.monotonic() + 10
        while time.monotonic() < gives_up_at:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
                if cursor.fetchone():
                    break
            time.sleep(0.02)
        Document.objects.filter(pk=document_id).delete()
    connections.close_all()


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
        ended = Ended(
            ending=done, last_seq=3, sources=frozenset({source}), searched=f"Where is the {PLANTED}?"
        )
        assert answers.finish(actor=ada, message_id=begun.message, ended=ended) is Keeping.ERASED
    assert (stored(ada.tenant, begun.message).answer, tables_with(ada.tenant, PLANTED)) == ("", [])


def begun_from(actor: Actor, source: UUID) -> UUID:
    """Return the message of a follow-up question, which is read with an answer made of a document."""
    with tenant_scope(actor.tenant):
        begun = answers.begin(actor=actor, ask=Ask(id="c1", question="And where?"), settings={})
        with transaction.atomic():
            Message.objects.filter(pk=begun.message).update(source_documents=[source])
    return begun.message


@pytest.mark.parametrize("is_finished", [True, False])
def test_an_answer_that_ends_during_the_erasure_waits_for_it(ada: Actor, is_finished: bool) -> None:
    source = document_of(ada)
    message = begun_from(ada, source)
    done = Done(answer=f"The {PLANTED} hangs.", outcome=Outcome.ANSWERED, mode="generate")
    ended = Ended(ending=done, last_seq=3, sources=frozenset({source}))
    with ThreadPoolExecutor(1) as beside:
        erasing = beside.submit(erase_slowly, ada, source)
        wait_until_locked(ada, source)
        with tenant_scope(ada.tenant):
            if is_finished:
                assert answers.finish(actor=ada, message_id=message, ended=ended) is Keeping.ERASED
            else:
                remains = Remains(text=PLANTED, documents=frozenset({source}), last_seq=2)
                assert interruptions.interrupt(message_id=message, remains=remains)
        erasing.result(timeout=20)
    assert (stored(ada.tenant, message).answer, tables_with(ada.tenant, PLANTED)) == ("", [])


async def test_a_stream_that_is_written_on_after_the_erasure_is_forgotten_with_its_end(
    ada: Actor, held: Pass, here: Generations, author: ScriptedAuthor
) -> None:
    source = await in_thread(document_of, ada)
    author.words, author.may_go_on = (f"The {PLANTED} ", "hangs ", "there."), asyncio.Event()
    author.sources = (citation_of(source),)
    generation = await here.begin(held, Ask(id="c1", question="Where?"))
    await until(lambda: bool(streams_with(ada.tenant, PLANTED)))
    await in_thread(erase, ada, source)
    author.may_go_on.set()
    ending = await generation.ended()
    await until(lambda: not streams_with(ada.tenant, PLANTED))
    await here.close()
    assert (ending.answer, streams_with(ada.tenant, "")) == ("", [])


def test_the_stream_of_a_process_that_died_is_forgotten_where_it_quotes_what_was_erased(ada: Actor) -> None:
    source = document_of(ada)
    message = begun_from(ada, source)
    with tenant_scope(ada.tenant), transaction.atomic():
        Message.objects.filter(pk=message).update(source_documents=[])
    erase(ada, source)
    redis_client().xadd(stream_key(ada.tenant, message), {"frames": PLANTED}, id="2-0")
    with tenant_scope(ada.tenant):
        remains = Remains(text=PLANTED, documents=frozenset({source}), last_seq=2)
        assert interruptions.interrupt(message_id=message, remains=remains)
    assert (tables_with(ada.tenant, PLANTED), streams_with(ada.tenant, PLANTED)) == ([], [])


def wait_until_locked(actor: Actor, document_id: UUID) -> None:
    """Return once somebody else holds this document."""
    free = Document.objects.filter(pk=document_id).select_for_update(skip_locked=True, no_key=True)
    is_free = True
    while is_free:
        with tenant_scope(actor.tenant), transaction.atomic():
            is_free = free.exists()


def test_answers_of_what_was_erased_long_ago_are_blanked_once(ada: Actor) -> None:
    whole, left = begun_from(ada, document_of(ada)), begun_from(ada, document_of(ada))
    with tenant_scope(ada.tenant), transaction.atomic():
        Message.objects.update(answer=f"The {PLANTED} hangs.")
        Trace.objects.create(message_id=left, searched=PLANTED)
    migration = import_module("chat.migrations.0005_blank_answers_of_what_was_erased").Migration
    with schemas.owner_cursor(ada.tenant) as cursor:
        cursor.execute("ALTER TABLE message DISABLE TRIGGER message_stored")
        cursor.execute("UPDATE message SET source_documents = ARRAY[gen_random_uuid()] WHERE id = %s", [left])
        cursor.execute("ALTER TABLE message ENABLE TRIGGER message_stored")
        for statement in migration.operations[0].sql * 2:
            cursor.execute(statement)
    connections["owner"].close()
    assert [stored(ada.tenant, message).answer for message in (whole, left)] == [f"The {PLANTED} hangs.", ""]
    assert tables_with(ada.tenant, PLANTED) == ["message"]


def test_a_process_of_the_version_before_still_stores_its_traces(ada: Actor) -> None:
    message = begun_from(ada, document_of(ada))
    with tenant_scope(ada.tenant), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO trace (message_id, stages) VALUES (%s, '[]')", [message])
        assert Trace.objects.get(pk=message).searched == ""
