"""A new index version is built beside the live one, promoted, rolled back, given up."""

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from rest_framework.test import APIClient

from documents.indexing import build as building
from documents.indexing.encoding import embed
from project.kernel.db import TenantRef
from tenants.types import Actor
from tests.integration.documents.conftest import Upload
from tests.integration.documents.test_erasure import rows_of
from workers import runner

INDEXES = "/api/v1/indexes"
Run = Callable[[], int]
SMALLER = {"settings": {"splitter": {"max_tokens": 32}}}
TEXT = " ".join(f"Rule {number} says that leave is counted in whole working weeks." for number in range(12))


def states(client: APIClient) -> dict[int, str]:
    """Return the state of each index version."""
    return {row["id"]: row["state"] for row in client.get(INDEXES).json()["results"]}


def found(client: APIClient, k: int = 50) -> Any:
    """Return what a search finds."""
    return client.post("/api/v1/search", {"query": "leave", "k": k}, format="json").json()


@pytest.fixture
def indexed(client: APIClient, upload: Upload, run_jobs: Run) -> APIClient:
    """Return Ada's client with one long document that is found."""
    upload(TEXT, name="rules.txt", external_id="rules")
    run_jobs()
    return client


def test_a_candidate_with_smaller_chunks_is_promoted_and_rolled_back(
    indexed: APIClient, run_jobs: Run
) -> None:
    """The live version answers until the promotion, and again after the rollback."""
    before = len(found(indexed)["results"])
    candidate = indexed.post(INDEXES, SMALLER, format="json").json()
    assert (candidate["state"], candidate["settings"]["splitter"]["max_tokens"]) == ("building", 32)
    run_jobs()
    assert states(indexed) == {1: "live", candidate["id"]: "ready"}
    assert len(found(indexed)["results"]) == before
    promoted = indexed.post(f"{INDEXES}/{candidate['id']}/promote").json()
    assert (promoted["state"], found(indexed)["index_version"]) == ("live", candidate["id"])
    assert len(found(indexed)["results"]) > before
    assert promoted["progress"]["done"] == promoted["progress"]["total"] == len(found(indexed)["results"])
    indexed.post(f"{INDEXES}/{candidate['id']}/rollback")
    assert states(indexed) == {1: "live", candidate["id"]: "ready"}
    assert len(found(indexed)["results"]) == before


def test_uploads_during_a_build_are_in_both(
    indexed: APIClient, upload: Upload, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came while the candidate's table was filling is found before and after its promotion."""
    candidate = indexed.post(INDEXES, SMALLER, format="json").json()

    def bring_more() -> None:
        upload("Leave of another kind.", name="more.txt")
        runner.run_next("parse")
        runner.run_next("embed")

    def embed_beside(*args: Any) -> Any:
        monkeypatch.setattr(building, "embed", embed)
        assert states(indexed)[candidate["id"]] == "building"
        beside = Thread(target=bring_more)
        beside.start()
        beside.join()
        return embed(*args)

    monkeypatch.setattr(building, "embed", embed_beside)
    run_jobs()
    assert vars(building)["embed"] is embed
    upload("Leave of a third kind.", name="third.txt")
    run_jobs()
    for promote in (False, True):
        if promote:
            assert indexed.post(f"{INDEXES}/{candidate['id']}/promote").status_code == 200
        texts = {result["text"] for result in found(indexed)["results"]}
        assert {"Leave of another kind.", "Leave of a third kind."} <= texts


def test_a_document_that_waits_during_a_promotion_shows_its_chunks(
    indexed: APIClient, upload: Upload, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As they are cut for the index version that answers then."""
    candidate = indexed.post(INDEXES, SMALLER, format="json").json()["id"]
    run_jobs()
    with monkeypatch.context() as patch:
        patch.setattr("documents.indexing.embed._embed_waiting", lambda *_: False)
        waiting = upload(TEXT + " More.", name="more.txt")["id"]
        run_jobs()
        assert indexed.post(f"{INDEXES}/{candidate}/promote").status_code == 200
    upload("Leave of another kind.", name="third.txt")
    run_jobs()
    chunks = indexed.get(f"/api/v1/documents/{waiting}/chunks").json()["results"]
    assert len(chunks) > 1
    assert indexed.get(f"/api/v1/documents/{waiting}").json()["chunks"] == len(chunks)


def test_a_given_up_candidate_leaves_nothing(indexed: APIClient, run_jobs: Run, tenant: TenantRef) -> None:
    """Its vectors and the chunks that were cut for it are gone; the live ones stay."""
    chunks, postings = rows_of(tenant, "chunk", "posting")
    candidate = indexed.post(INDEXES, SMALLER, format="json").json()
    run_jobs()
    assert indexed.post(f"{INDEXES}/{candidate['id']}/cancel").json()["state"] == "cancelled"
    run_jobs()
    assert rows_of(tenant, "chunk", "posting") == [chunks, postings]
    assert found(indexed)["results"]


def test_what_cannot_be_is_refused(indexed: APIClient, run_jobs: Run) -> None:
    """Two candidates at once, promotion too early, giving up the live one, going back to nothing."""
    candidate = indexed.post(INDEXES, {}, format="json").json()["id"]
    assert indexed.post(INDEXES, {}, format="json").status_code == 409
    assert indexed.post(f"{INDEXES}/{candidate}/promote").status_code == 409
    assert indexed.post(f"{INDEXES}/1/cancel").status_code == 409
    assert indexed.post(f"{INDEXES}/1/rollback").status_code == 409
    assert indexed.post(f"{INDEXES}/99/promote").status_code == 404
    wrong = indexed.post(INDEXES, {"settings": {"embedder": "what"}}, format="json").json()
    assert wrong["errors"][0]["field"] == "settings.embedder"


@pytest.mark.parametrize(
    ("settings", "field"),
    [({"bogus": 1}, "settings.bogus"), ({"splitter": {"size": 9}}, "settings.splitter.size")],
)
def test_an_index_setting_that_is_unknown_starts_nothing(
    indexed: APIClient, settings: dict[str, Any], field: str
) -> None:
    answer = indexed.post(INDEXES, {"settings": settings}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)
    assert len(states(indexed)) == 1


def test_the_settings_of_an_index_can_be_asked_for_again(indexed: APIClient) -> None:
    (live,) = indexed.get(INDEXES).json()["results"]
    assert indexed.post(INDEXES, {"settings": live["settings"]}, format="json").status_code == 202


def test_indexes_are_for_admins(indexed: APIClient, ben: Actor, api: Callable[[Actor], APIClient]) -> None:
    """A member may not even list them."""
    assert api(ben).get(INDEXES).status_code == 403


def test_a_build_of_many_turns_is_one_job_that_tells_when_it_arrives(
    indexed: APIClient, upload: Upload, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks for the job sees it wait or run until the candidate is ready."""
    upload("Leave of another kind.", name="more.txt")
    run_jobs()
    monkeypatch.setattr("project.kernel.jobs.lease.TURN_SECONDS", 0)
    monkeypatch.setattr("documents.indexing.engines.LocalEngine.versions", 1)
    candidate = indexed.post(INDEXES, SMALLER, format="json").json()
    seen = []
    while runner.run_next("reindex"):
        job = indexed.get(f"/api/v1/jobs/{candidate['job']}").json()
        seen.append((states(indexed)[candidate["id"]], job["state"]))
        assert job["progress"]["total"] >= job["progress"]["done"] > 0
        assert job["progress"]["eta_seconds"] is not None
    assert seen[-1] == ("ready", "done")
    assert set(seen[:-1]) == {("building", "queued")}
