"""Keep the pages of a website as documents."""

from urllib.parse import urlsplit

from django.core.files.base import ContentFile
from django.db import transaction

from documents.actions import library
from documents.jobs import ImportWebsite
from documents.lines import MAX_EXTERNAL_ID_BYTES
from documents.sources.crawling import Crawler, Page
from project.kernel.db import current_tenant, shared_scope
from project.kernel.errors import Invalid, NotFound, RaglanError
from project.kernel.http.fetching import SafeClient
from project.kernel.jobs import Lease
from tenants.access import actor_of_member
from tenants.types import Actor


def import_website(job: ImportWebsite, *, lease: Lease) -> None:
    """Read the site and upload each page; one that did not change stays as it is, so a second run repeats nothing."""
    actor = _actor(job)
    crawler = Crawler(job.url, job.path_prefix, client=SafeClient())
    done = 0
    for page in crawler.pages():
        if lease.cancelled:
            return
        with transaction.atomic():
            lease.guard()
        try:
            library.upload(actor=actor, upload=_upload(job, page))
        except RaglanError as refused:
            crawler.failures.append((page.url, refused.detail))
        done += 1
        with transaction.atomic():
            lease.guard()
            lease.progress(total=None, done=done, failed=len(crawler.failures))
    if not done:
        raise NotFound(_reason(crawler))


def _actor(job: ImportWebsite) -> Actor:
    """Return whoever asked, as they are now: who has left imports nothing any more."""
    tenant = current_tenant()
    with shared_scope():
        actor = actor_of_member(tenant=tenant, person_id=job.user_id) if tenant else None
    if actor is None:
        raise NotFound("Who asked for the import is no member any more.")
    return actor


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


def _reason(crawler: Crawler) -> str:
    if not crawler.failures:
        return "The site has no pages below this path."
    url, why = crawler.failures[0]
    return f"No page could be read: {url} {why}."
