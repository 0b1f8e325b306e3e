"""Real servers are kept in step: what they hold is added, updated and removed as documents."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.integration.documents.sources import SOURCES, Kept, Run, counts
from tests.servers.fixtures import *  # noqa: F403 - fixtures are found by name
from tests.servers.places import Mailbox, Place

KINDS = (
    "sftp_place",
    "s3_place",
    "webdav_place",
    "smb_place",
    "git_place",
    "git_ssh_place",
    "folder_place",
    "mailbox",
)
# What the engine does with any failure is seen once; that each kind fails as it should is seen in tests/contracts.
OF_EACH_KIND = pytest.mark.parametrize("place", KINDS, indirect=True)
OF_ONE = pytest.mark.parametrize("place", ["sftp_place"], indirect=True)
LEAVE, TRAVEL = b"Parental leave is twelve weeks.\n", b"Trains come before planes.\n"


@pytest.fixture
def place(request: pytest.FixtureRequest) -> Place:
    found: Place = request.getfixturevalue(request.param)
    found.put("leave.txt", LEAVE)
    found.put("travel.txt", TRAVEL)
    return found


@pytest.fixture
def kept(place: Place, client: APIClient, run_jobs: Run) -> Kept:
    settings, secrets = dict(place.settings), dict(place.secrets)
    return Kept(client, run_jobs, kind=place.kind.name, name="Handbook", settings=settings, secrets=secrets)


def found(kept: Kept, query: str) -> list[str]:
    asked = {"query": query, "mode": "lexical"}
    results = kept.client.post("/api/v1/search", asked, format="json").json()["results"]
    return [row["document"]["external_id"] for row in results]


@OF_EACH_KIND
def test_documents_follow_their_files(kept: Kept, place: Place) -> None:
    assert counts(kept.sync()) == {"added": 2}
    assert found(kept, "parental leave")[0].endswith(place.id_of("leave.txt"))
    assert counts(kept.sync()) == {"unchanged": 2}
    place.remove("travel.txt")
    place.put("training.txt", b"Training takes five days.\n")
    run = kept.sync()
    assert counts(run) == {"added": 1, "unchanged": 1, "removed": 1}
    assert not any(name.endswith(place.id_of("travel.txt")) for name in found(kept, "trains planes"))


@OF_EACH_KIND
def test_a_file_that_changed_is_a_new_version(kept: Kept, place: Place) -> None:
    if isinstance(place, Mailbox):
        pytest.skip("a mail never changes")
    kept.sync()
    place.put("leave.txt", b"Parental leave is fourteen months.\n")
    assert counts(kept.sync()) == {"updated": 1, "unchanged": 1}
    rows = kept.client.get("/api/v1/documents").json()["results"]
    assert sorted(row["version"] for row in rows) == [1, 2]
    assert found(kept, "fourteen months")


@OF_ONE
def test_a_server_that_is_away_takes_nothing_with_it(kept: Kept, place: Place, settings: Any) -> None:
    kept.sync()
    settings.SOURCES_ALLOW_NETWORKS = settings.SOURCES_FOLDERS = ()
    run = kept.sync()
    assert (run["state"], run["error"]["code"]) == ("failed", "refused_address")
    assert len(kept.names()) == 2


@OF_ONE
def test_a_secret_is_shown_to_nobody(kept: Kept, place: Place) -> None:
    kept.sync()
    said = [kept.client.get(path).content.decode() for path in (SOURCES, kept.path, f"{kept.path}/runs")]
    assert not any(secret in text for secret in place.secrets.values() for text in said)
