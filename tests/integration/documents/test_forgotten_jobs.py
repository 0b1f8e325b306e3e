"""Where documents stand is told without the jobs that brought them there."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from rest_framework.test import APIClient

from project.kernel.db import shared_scope
from project.kernel.models import JobRecord
from tests.integration.documents.conftest import Upload
from workers import runner


def test_a_page_says_the_same_of_a_document_whose_jobs_are_forgotten(
    client: APIClient, upload: Upload, run_jobs: Callable[[], int]
) -> None:
    """Whether it is ready or failed."""
    documents = [upload(), upload("", name="empty.txt")]
    run_jobs()
    pages = [
        f"/api/v1/documents/{document['id']}{page}" for document in documents for page in ("", "/progress")
    ]
    before = [client.get(page).json() for page in pages]
    with shared_scope():
        JobRecord.objects.ended().update(finished_at=timezone.now() - timedelta(days=31))
    runner.prune_ledger()
    with shared_scope():
        assert not JobRecord.objects.ended().exists()
    assert [client.get(page).json() for page in pages] == before
