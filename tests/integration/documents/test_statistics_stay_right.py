"""Whatever becomes of documents, search weighs words by what the asker sees then, as if it had been counted anew."""

import os
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from rest_framework.test import APIClient

from documents.lexical.analyzer import Analyzer
from documents.lexical.bm25 import inverse_document_frequency, term_weight
from documents.lexical.language import asked_languages
from project.kernel.db import TenantRef, tenant_scope
from tenants.types import Actor
from tests.factories import jobs
from tests.factories.bulk import send_lines
from tests.integration.documents.test_maps_of_postings import WRONG_PLACES, WRONG_POSTINGS

OPERATIONS = 100
WORDS = (
    "leave",
    "pump",
    "invoice",
    "holiday",
    "budget",
    "travel",
    "laptop",
    "contract",
    "oil",
    "alarm",
    "office",
)
QUESTIONS = (
    "leave and budget",
    "the invoice of a customer",
    "Urlaub und Rechnung",
    "oil alarm office travel",
)
GERMAN = "Der Urlaub wird auch mit der Rechnung für {0} und {1} eingereicht und ist nicht {2}."
ENGLISH = "The {0} is asked for with the {1}, and they keep that {2} {2} with you."
DOCUMENTS = "/api/v1/documents"
Sign = Callable[[Actor], APIClient]
Scores = dict[str, float]
analyzer = Analyzer()


@dataclass
class Kept:
    """Hold what a document should be: one chunk of text."""

    title: str
    text: str
    is_for_all: bool = True
    is_expired: bool = False
    id: str = ""
    collection: str = "hr"

    def is_read_by(self, actor: Actor) -> bool:
        """Say whether an actor may read it."""
        return self.is_for_all or actor.sees_everything or bool(actor.group_ids)


@dataclass
class World:
    """Change documents at random, and remember what they should be."""

    client: APIClient
    chance: random.Random
    documents: dict[str, Kept] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    # What there was at moments of before, and in which language each document was.
    past: list[tuple[str, dict[str, Kept], dict[str, str]]] = field(default_factory=list)

    def remember(self, spoken: dict[str, str]) -> None:
        """Keep how all is at this moment."""
        kept = {name: replace(document) for name, document in self.documents.items()}
        self.past.append((datetime.now(UTC).isoformat(), kept, spoken))

    def then(self, actor: Actor) -> tuple[str, Mapping[str, Kept], dict[str, str]]:
        """Return a moment of before, and what an actor should find as of it: by the readers of today."""
        moment, kept, spoken = self.chance.choice(self.past)
        today = {name for name, one in self.documents.items() if one.is_read_by(actor)}
        return moment, {name: kept[name] for name in today & kept.keys() if not kept[name].is_expired}, spoken

    def change(self) -> None:
        """Do one thing to the documents, and what follows from it."""
        changes = [
            self.add, self.add_many, self.rewrite, self.rename, self.remove, self.hide, self.expire, self.revive,
            self.move, self.rebuild, self.roll_back,
        ]  # fmt: skip
        change = self.chance.choice(changes) if len(self.documents) > 3 else self.add_many
        self.done.append(change.__name__)
        change()
        jobs.run_all()
        for shown in self.client.get(f"{DOCUMENTS}?limit=100").json()["results"]:
            assert shown["status"] == "ready", (self.done, shown)
            self.documents[shown["external_id"]].id = shown["id"]

    def add(self) -> None:
        self._send([f"d{len(self.done)}"])

    def add_many(self) -> None:
        self._send([f"d{len(self.done)}-{number}" for number in range(self.chance.randint(2, 5))])

    def rewrite(self) -> None:
        self._send(self.chance.sample(sorted(self.documents), 2))

    def rename(self) -> None:
        kept = self._any()
        kept.title = f"About the {self.chance.choice(WORDS)}"
        self._patch(kept, title=kept.title)

    def remove(self) -> None:
        name = self.chance.choice(sorted(self.documents))
        assert self.client.delete(f"{DOCUMENTS}/{self.documents.pop(name).id}").status_code == 204

    def hide(self) -> None:
        kept = self._any()
        kept.is_for_all = not kept.is_for_all
        self._patch(kept, readers=["everyone" if kept.is_for_all else "engineering"])

    def expire(self) -> None:
        kept = self._any()
        kept.is_expired = True
        self._patch(kept, expires_at=(timezone.now() - timedelta(days=1)).isoformat())

    def revive(self) -> None:
        kept = self._any()
        kept.is_expired = False
        self._patch(kept, expires_at=None)

    def move(self) -> None:
        kept = self._any()
        kept.collection = self.chance.choice(["hr", "it"])
        self._patch(kept, collection=kept.collection)

    def rebuild(self) -> None:
        splitter = {"max_tokens": self.chance.choice([64, 96, 128])}
        made = self.client.post("/api/v1/indexes", {"settings": {"splitter": splitter}}, format="json").json()
        jobs.run_all()
        assert self.client.post(f"/api/v1/indexes/{made['id']}/promote").status_code == 200

    def roll_back(self) -> None:
        live = next(
            row for row in self.client.get("/api/v1/indexes").json()["results"] if row["state"] == "live"
        )
        self.client.post(f"/api/v1/indexes/{live['id']}/rollback")

    def _any(self) -> Kept:
        return self.documents[self.chance.choice(sorted(self.documents))]

    def _patch(self, kept: Kept, **changes: Any) -> None:
        answer = self.client.patch(f"{DOCUMENTS}/{kept.id}", changes, format="json")
        assert answer.status_code == 200, (self.done, answer.json())

    def _send(self, names: list[str]) -> None:
        lines = []
        for name in names:
            frame = self.chance.choice([ENGLISH, ENGLISH, GERMAN])
            kept = self.documents.setdefault(name, Kept(title=name, text=""))
            kept.text = frame.format(*self.chance.sample(WORDS, 3))
            # In another collection its number would be another document's.
            line = {"external_id": name, "title": kept.title, "text": kept.text}
            lines.append({**line, "collection": kept.collection})
        send_lines(self.client, *lines)

    def seen_by(self, actor: Actor) -> Mapping[str, Kept]:
        """Return what an actor should find."""
        return {
            name: kept
            for name, kept in self.documents.items()
            if not kept.is_expired and kept.is_read_by(actor)
        }


def rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def assert_counts_are_those_of_a_recount(tenant: TenantRef) -> None:
    """Compare what is kept of languages, lengths and postings with the chunks that there are."""
    with tenant_scope(tenant), transaction.atomic():
        kept = rows(
            "SELECT splitting, collection_id, audience_id, language, chunks, terms FROM corpus_statistic"
        )
        counted = rows("""
            SELECT c.splitting, c.collection_id, c.audience_id, c.language, count(*), sum(c.terms)
            FROM chunk c GROUP BY 1, 2, 3, 4""")
        assert sorted(kept) == sorted(counted)
        held = dict(
            rows("""
            SELECT u.id, sum(u.f) FROM posting p
            CROSS JOIN LATERAL unnest(p.chunks, p.frequencies, p.lengths) AS u(id, f, l)
            JOIN chunk c ON (c.id, c.segment, c.splitting, c.terms) = (u.id, p.segment, p.splitting, u.l) GROUP BY 1""")
        )
        assert held == dict(rows("SELECT id, terms FROM chunk"))
        assert rows("SELECT count(*) FROM posting p WHERE size <> cardinality(chunks)") == [(0,)]
        [(postings,)] = rows("SELECT coalesce(sum(size), 0) FROM posting")
        [(joined,)] = rows(
            "SELECT count(*) FROM posting p CROSS JOIN LATERAL unnest(p.chunks) AS u(id) JOIN chunk c ON c.id = u.id"
        )
        assert postings == joined
        assert rows(WRONG_POSTINGS)[0][0] == rows(WRONG_PLACES)[0][0] == 0


def languages(tenant: TenantRef) -> dict[str, str]:
    with tenant_scope(tenant), transaction.atomic():
        return dict(
            rows("""SELECT d.external_id, v.language FROM document d
                JOIN document_version v ON v.id = d.live_version_id""")
        )


def expected(seen: Mapping[str, Kept], spoken: Mapping[str, str], question: str) -> Scores:
    """Score what is seen without a database."""
    counted = {
        name: Counter(analyzer.terms(f"{kept.title}\n{kept.text}", spoken[name]))
        for name, kept in seen.items()
    }
    mean = sum(map(Counter.total, counted.values())) / max(len(counted), 1)
    asked = analyzer.query_terms(question, asked_languages(question, Counter(spoken[name] for name in seen)))
    holding = {term: [name for name, terms in counted.items() if term in terms] for term in asked}
    scores: Counter[str] = Counter()
    for term, names in holding.items():
        weight = inverse_document_frequency(len(counted), len(names))
        for name in names:
            worth = weight * term_weight(counted[name][term], counted[name].total(), mean)
            scores[name] += worth  # type: ignore[assignment]  # a counter of floats
    return dict(scores)


def found(client: APIClient, question: str, as_of: str = "") -> Scores:
    asked = {"query": question, "mode": "lexical", "k": 100, "as_of": as_of}
    results = client.post("/api/v1/search", asked, format="json").json()["results"]
    return {result["document"]["external_id"]: result["scores"]["lexical"] for result in results}


@pytest.mark.timeout(600)
def test_a_hundred_changes_leave_every_count_right(
    tenant: TenantRef, ada: Actor, ben: Actor, cleo: Actor, client: APIClient, api: Sign,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Ada sees all, Ben what engineers see, Cleo what all see; where it fails, the seed says how to see it again."""
    # So that segments are merged, and words have maps, with a handful of documents.
    monkeypatch.setattr("documents.search.segments.LIMITS", (6, 12, 24))
    monkeypatch.setattr("documents.search.postings.MAPPED_CHUNKS", 3)
    seed = int(os.environ.get("RAGLAN_SEED", random.randrange(10**6)))
    client.post("/api/v1/collections", {"slug": "it"}, format="json")
    client.patch("/api/v1/search-settings", {"correct_spelling": False}, format="json")
    world = World(client=client, chance=random.Random(seed))
    askers = [(actor, api(actor)) for actor in (ada, ben, cleo)]
    for number in range(OPERATIONS):
        world.change()
        assert_counts_are_those_of_a_recount(tenant)
        spoken, question = languages(tenant), QUESTIONS[number % len(QUESTIONS)]
        for actor, asker in askers:
            wanted = expected(world.seen_by(actor), spoken, question)
            assert found(asker, question) == pytest.approx(wanted), (seed, actor.email, world.done)
        world.remember(spoken)
        for actor, asker in askers:
            moment, seen, spoken_then = world.then(actor)
            wanted = expected(seen, spoken_then, question)
            assert found(asker, question, moment) == pytest.approx(wanted), (
                seed,
                actor.email,
                moment,
                world.done,
            )
