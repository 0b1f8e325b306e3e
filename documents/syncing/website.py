"""Keep the pages of a website as documents."""

import time
from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlsplit

from django.core.files.base import ContentFile
from django.db import transaction

from documents.access import access_writer
from documents.actions import library
from documents.context import converting_sandbox
from documents.indexing.parse import required_tenant
from documents.jobs import ImportWebsite
from documents.lines import MAX_EXTERNAL_ID_BYTES
from documents.sources.crawling import Crawler, Frontier, Page
from project.kernel.errors import Invalid, NotFound, RaglanError
from project.kernel.http.fetching import SafeClient
from project.kernel.jobs import Lease
from project.kernel.jobs.reading import find_job, runs_elsewhere
from project.kernel.models import KEPT

# A site asks for pauses, so a turn is longer here than where the machine is busy.
TURN_SECONDS = 30.0
STEP_ASIDE_SECONDS = 5.0


def import_website(job: ImportWebsite, *, lease: Lease) -> None:
    """Read the site and upload each page, a turn at a time; what did not change stays, so twice repeats nothing."""
    frontier = _begin(job, lease)
    if frontier is None:
        lease.step_aside(wait_seconds=STEP_ASIDE_SECONDS)
        return
    turn_ends = time.monotonic() + TURN_SECONDS
    read_links = converting_sandbox().links
    crawler = Crawler(frontier, job.path_prefix, client=SafeClient(), read_links=read_links)
    for page in crawler.pages():
        if lease.cancelled:
            return
        if page is not None:
            _keep(job, page, frontier, lease)
        # After the page is kept: another attempt goes on behind it.
        _show(lease, frontier, None, kept=asdict(frontier))
        if time.monotonic() > turn_ends:
            lease.step_aside()
            return
    if not frontier.kept:
        raise NotFound(_reason(frontier))
    _show(lease, frontier, frontier.kept + frontier.failed)


@transaction.atomic
def _begin(job: ImportWebsite, lease: Lease) -> Frontier | None:
    """Return where to go on, or None while an older import of the tenant runs, whose turn goes first."""
    lease.guard()
    if not lease.cancelled and runs_elsewhere(lease):
        return None
    walked = find_job(lease.claim.job_id).progress.get(KEPT)
    return Frontier(**walked) if walked else Frontier.at(job.url)


def _keep(job: ImportWebsite, page: Page, frontier: Frontier, lease: Lease) -> None:
    with transaction.atomic():
        lease.guard()
        begun_at = find_job(lease.claim.job_id).created_at
    # Asked for each page: an import takes minutes, in which people leave.
    actor = access_writer(tenant=required_tenant(), person_id=job.user_id)
    try:
        upload = replace(_upload(job, page), begun_at=begun_at)
        library.upload(actor=actor, upload=upload)
        frontier.kept += 1
    except RaglanError as refused:
        frontier.fail(page.url, refused.detail)


@transaction.atomic
def _show(lease: Lease, walked: Frontier, total: int | None, **kept: Any) -> None:
    lease.guard()
    lease.progress(total=total, done=walked.kept, failed=walked.failed, **kept)


def _upload(job: ImportWebsite, page: Page) -> library.Upload:
    if len(page.url.encode()) > MAX_EXTERNAL_ID_BYTES:
        raise Invalid(f"Its address has more than {MAX_EXTERNAL_ID_BYTES} bytes.")
    name = urlsplit(page.url).path.rstrip("/").rsplit("/", 1)[-1] or "index"
    return library.Upload(
        file=ContentFile(page.body, name=name),
        filename=name if name.endswith((".html", ".htm")) else f"{name}.html",
        content_type=page.content_type,
        collection=job.collection,
        external_id=page.url,
        url=page.url,
    )


def _reason(frontier: Frontier) -> str:
    if not frontier.first_failure:
        return "The site has no pages below this path."
    return f"No page could be read: {frontier.first_failure.rstrip('.')}."
