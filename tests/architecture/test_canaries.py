"""Walk every route as a colleague, a curator, an analyst and a stranger: nothing of a group's documents comes out."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from pytest_django import Settings
from rest_framework.test import APIClient

from project.kernel.db import TenantRef
from tenants.types import Actor, Role
from tests.architecture.walk import Route, routes
from tests.factories import canaries, cast, jobs
from tests.factories.canaries import Canaries
from tests.factories.routes import BODIES, FACTORIES

WALKED = [route for route in routes() if hasattr(route.view, "requires")]
MODES = ("hybrid", "dense", "lexical")
ROLES = [Role.MEMBER, Role.ANALYST, Role.CURATOR]
# What says of the moment of a call, and what each call names anew.
OF_THE_MOMENT = re.compile(
    r'"(query_id|timings_ms|created_at|updated_at|last_used_at|took_ms|next|previous)": ?'
    r'(\{[^}]*\}|"[^"]*"|null|[\d.]+)'
)
# How many of the tenant's jobs, documents and bytes there are is what these are for: see docs/tenancy.md.
COUNTS_OF_THE_TENANT = ("api/v1/usage", "api/v1/jobs", "api/v1/queues", "api/v1/limits")


@pytest.fixture(autouse=True)
def many(settings: Settings) -> None:
    settings.RATE_LIMITS = {"person": 100_000, "key": 100_000, "tenant": 100_000}


@pytest.fixture(scope="module")
def home(database: None) -> TenantRef:
    tenant = cast.make_tenant("ada")
    cast.make_member(tenant, "ben", groups=(canaries.GROUP,))
    for role in ROLES:
        cast.make_member(tenant, f"{role}", role=role)
    return tenant


class Ground:
    """Hold what was planted, and how each role saw the tenant before."""

    def __init__(self, home: TenantRef) -> None:
        self.owner = cast.signed_in(cast.actor(home, "ada"))
        canaries.open_ground(self.owner)
        jobs.run_all()
        self.clients = {role: cast.signed_in(cast.actor(home, role)) for role in ROLES}
        self.before = {role: dict(seen(client)) for role, client in self.clients.items()}
        self.canaries = canaries.plant(self.owner, jobs.run_all)


@pytest.fixture(scope="module")
def ground(home: TenantRef, database: None) -> Iterator[Ground]:
    from django.conf import settings

    limits, settings.RATE_LIMITS = settings.RATE_LIMITS, dict.fromkeys(("person", "key", "tenant"), 100_000)
    yield Ground(home)
    settings.RATE_LIMITS = limits
    connections.close_all()


def said(answer: Any) -> str:
    """Return all that an answer carries: its headers too."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{answer.status_code} {dict(answer.headers)} {body.decode(errors='replace')}"


def search(client: APIClient, question: str, mode: str = "hybrid", **fields: Any) -> Any:
    asked = {"query": question, "mode": mode, "k": 50, "explain": True, "include": ["parent"], **fields}
    return client.post("/api/v1/search", asked, format="json")


def seen(client: APIClient) -> Iterator[tuple[str, str]]:
    """Yield what somebody sees in lists and finds by words that stand in what is hidden, too."""
    for route in WALKED:
        if "get" in route.methods and not route.parameters and route.pattern not in COUNTS_OF_THE_TENANT:
            yield route.pattern, plain(client.get(f"/{route.pattern}"))
    for mode in MODES:
        for question in (canaries.COMMON, "lantern May nothing", "Zentral"):
            yield f"{mode} {question}", plain(search(client, question, mode))


def plain(answer: Any) -> str:
    return OF_THE_MOMENT.sub("", f"{answer.status_code} {answer.content.decode()}")


def ids_of(made: Canaries, route: Route) -> Iterator[dict[str, Any]]:
    """Yield the hidden things that a route could name; ids that never were where nothing is hidden behind them."""
    known = {"document_id": [made.ids["open"], made.ids[made.ids["closed"]], made.ids["broken"]]}
    known |= {"slug": [made.ids["closed"]], "number": [1, 2], "erased_id": [made.ids["open"]]}
    for name in route.parameters[:1]:
        for key in known.get(name, []):
            yield {**{n: 1 if n == "number" else uuid4() for n in route.parameters}, name: key}


def calls(made: Canaries) -> Iterator[tuple[Route, str, dict[str, Any]]]:
    for route in WALKED:
        for method in route.methods:
            if method == "get" and not route.parameters:
                yield route, method, {}
            for keys in ids_of(made, route):
                yield route, method, keys


@pytest.mark.parametrize("role", ROLES)
def test_no_route_tells_a_word_of_what_is_hidden(ground: Ground, role: Role) -> None:
    made, client = ground.canaries, ground.clients[role]
    leaks = []
    for route, method, keys in calls(made):
        body = BODIES.get((route.pattern.removeprefix("api/v1/"), method))
        form = {} if method == "get" else {"format": "json"}
        text = said(getattr(client, method)(route.path(keys), body, **form))
        # What they ask for by its name stands in the error's address.
        leaks += [(route.pattern, method, w) for w in made.found_in(text, but=map(str, [made["slug"]]))]
    assert leaks == []


@pytest.mark.parametrize("role", ROLES)
def test_what_is_hidden_is_as_missing_as_what_never_was(ground: Ground, role: Role) -> None:
    """Neither its status nor its words tell of it, whichever method asks."""
    client, told = ground.clients[role], []
    for route, method, keys in calls(ground.canaries):
        if not route.parameters:
            continue
        unknown = {
            name: key if name == "number" else f"c{uuid4().hex[:16]}" if name == "slug" else uuid4()
            for name, key in keys.items()
        }
        body = BODIES.get((route.pattern.removeprefix("api/v1/"), method))
        form = {} if method == "get" else {"format": "json"}
        ask = getattr(client, method)
        answers = [ask(route.path(named), body, **form) for named in (keys, unknown)]
        shown = [(answer.status_code, answer.content) for answer in answers]
        told += [(route.pattern, method, shown)] if shown[0] != shown[1] else []
    assert told == []


@pytest.mark.parametrize("role", ROLES)
def test_nothing_that_is_seen_changes_by_what_is_hidden(ground: Ground, role: Role) -> None:
    """No count, score, order, language or list: all as it was before there was anything to hide."""
    after = dict(seen(ground.clients[role]))
    assert {name: after[name] for name in ground.before[role]} == ground.before[role]


@pytest.mark.parametrize("mode", MODES)
def test_no_search_finds_corrects_or_explains_by_what_is_hidden(ground: Ground, mode: str) -> None:
    made, client = ground.canaries, ground.clients[Role.MEMBER]
    for question in canaries.questions(made):
        text = said(search(client, question, mode))
        assert made.found_in(text, but=[w for w in made.words.values() if w in question.lower()]) == []


def test_what_is_planted_is_found_by_those_it_is_for(ground: Ground, home: TenantRef) -> None:
    """Without this, a plant that never grew would let the tests above pass."""
    ben = cast.signed_in(cast.actor(home, "ben"))
    for mode in MODES:
        text = said(search(ben, ground.canaries["text"], mode))
        assert {"text", "title", "section"} <= set(ground.canaries.found_in(text)), mode
    hidden = ground.canaries.ids["open"]
    walked = [f"documents/{hidden}", f"documents/{hidden}/versions", f"documents/{hidden}/file"]
    walked += [f"documents/{hidden}/chunks", f"documents/{hidden}/diff", "documents", "collections"]
    text = "".join(said(ben.get(f"/api/v1/{path}")) for path in walked)
    assert set(ground.canaries.words) - set(ground.canaries.found_in(text)) <= {"acronym"}


def test_a_stranger_finds_nothing_at_home(ground: Ground, database: None) -> None:
    client = cast.signed_in(cast.actor(cast.make_tenant("max"), "max"))
    texts = [said(search(client, question)) for question in canaries.questions(ground.canaries)]
    for route, method, keys in calls(ground.canaries):
        form = {} if method == "get" else {"format": "json"}
        texts.append(said(getattr(client, method)(route.path(keys), None, **form)))
    asked = "".join(canaries.questions(ground.canaries)) + ground.canaries["slug"]
    mine = [word for word in ground.canaries.words.values() if word in asked]
    assert [leak for text in texts for leak in ground.canaries.found_in(text, but=mine)] == []


FILTERS: dict[str, Callable[[Canaries], str]] = {
    "q": lambda made: made["title"],
    "metadata.team": lambda made: made["team"],
    "collection": lambda made: str(made.ids["closed"]),
    "status": lambda made: "failed",
    "owner": lambda made: "none",
}


@pytest.mark.parametrize("name", FILTERS)
def test_no_filter_counts_what_is_hidden(ground: Ground, name: str) -> None:
    """An unseen collection is answered as one that never was."""
    client, value = ground.clients[Role.MEMBER], FILTERS[name](ground.canaries)
    never = f"c{uuid4().hex}" if name == "collection" else value
    answers = [client.get("/api/v1/documents", {name: one}) for one in (value, never)]
    texts = [
        answer.content.decode().replace(one, "") for answer, one in zip(answers, (value, never), strict=True)
    ]
    assert texts[0] == texts[1]
    assert ground.canaries.found_in(texts[0]) == []


def test_every_thing_a_route_may_name_is_known_to_the_factories() -> None:
    assert {name for route in WALKED for name in route.parameters} <= set(FACTORIES)


def test_an_actor_without_the_group_is_not_in_it(home: TenantRef) -> None:
    member: Actor = cast.actor(home, "member")
    assert member.group_ids == ()
