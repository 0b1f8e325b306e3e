"""Sockets and streams end within two seconds of the right to them."""

import json
from collections.abc import Callable
from contextlib import suppress

import pytest
from django.contrib.sessions.models import Session

from project.kernel.db import in_thread, shared_scope, tenant_scope
from tenants.actions import api_keys, members
from tenants.types import Actor, Scope
from tests.factories import cast, routes
from tests.factories.sockets import Socket
from tests.fakes.author import ScriptedAuthor
from tests.integration.chat.conftest import Opens, until
from tests.integration.chat.test_rest import ASK, HostClient, received

Ends = Callable[[Actor, Actor], None]


def remove(ada: Actor, ben: Actor) -> None:
    """Remove Ben from the company."""
    member_id = routes.member(ben)["member_id"]
    with tenant_scope(ada.tenant):
        members.deactivate(actor=ada, member_id=member_id)


def sign_out(ada: Actor, ben: Actor) -> None:
    """End every session; in a test's tenants they are Ben's alone that count."""
    with shared_scope():
        for session in Session.objects.all():
            with suppress(KeyError):
                if session.get_decoded()["_auth_user_id"] == str(ben.user_id):
                    session.delete()


ends = pytest.mark.parametrize("end", [remove, sign_out])


@pytest.fixture
def long(author: ScriptedAuthor) -> ScriptedAuthor:
    """Let answers go on for longer than any right."""
    author.words, author.pause_seconds = ("word ",) * 1000, 0.02
    return author


@ends
async def test_a_socket_and_its_answer_end_with_the_right_to_them(
    ada: Actor, ben: Actor, long: ScriptedAuthor, opens: Opens, end: Ends
) -> None:
    socket = await opens(ben)
    await socket.ask()
    await in_thread(end, ada, ben)
    assert await socket.close_code(timeout_seconds=2.2) == 4401
    await until(lambda: long.cancelled == ["How many days?"], seconds=0.5)
    await socket.leave()


@ends
async def test_a_stream_over_http_ends_with_the_right_to_it(
    ada: Actor, ben: Actor, long: ScriptedAuthor, process: None, end: Ends
) -> None:
    client = HostClient(ben, await in_thread(cast.signed_in, ben))
    body = json.dumps(ASK | {"stream": True})
    response = await client.post("/api/v1/answers", body, content_type="application/json")
    await in_thread(end, ada, ben)
    last = json.loads((await received(response))[-1].partition("data: ")[2])
    assert (last["type"], last["code"], last["retryable"]) == ("failed", "not_signed_in", False)
    assert len(last["answer"]) < len("word ") * 200


async def test_a_socket_ends_with_its_key(ada: Actor, long: ScriptedAuthor, process: None) -> None:
    with tenant_scope(ada.tenant):
        made = await in_thread(api_keys.create, actor=ada, name="ci", scopes=[Scope.CHAT])
    socket = Socket(ada.tenant, "", authorization=f"Bearer {made.token}")
    assert await socket.open()
    await socket.ask()
    with tenant_scope(ada.tenant):
        await in_thread(api_keys.revoke, actor=ada, key_id=made.row.pk)
    assert await socket.close_code(timeout_seconds=2.2) == 4401
    await until(lambda: long.cancelled == ["How many days?"], seconds=0.5)
    await socket.leave()


async def test_a_stream_over_http_ends_with_its_key(ada: Actor, long: ScriptedAuthor, process: None) -> None:
    with tenant_scope(ada.tenant):
        made = await in_thread(api_keys.create, actor=ada, name="ci", scopes=[Scope.CHAT])
    client = HostClient(ada, await in_thread(cast.signed_in, ada))
    client.cookies.clear()
    headers = {"Authorization": f"Bearer {made.token}"}
    body = json.dumps(ASK | {"stream": True})
    response = await client.post("/api/v1/answers", body, content_type="application/json", headers=headers)
    with tenant_scope(ada.tenant):
        await in_thread(api_keys.revoke, actor=ada, key_id=made.row.pk)
    last = json.loads((await received(response))[-1].partition("data: ")[2])
    assert (last["type"], last["code"]) == ("failed", "not_signed_in")
