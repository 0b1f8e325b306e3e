"""Keep the pages of a website as documents."""

from urllib.parse import urlsplit

from django.core.files.base import ContentFile
from django.db import transaction

from documents.access import access_writer
from documents.actions import library
from documents.context import converting_sandbox
from documents.indexing.parse import required_tenant
from documents.jobs import ImportWebsite
from documents.lines import MAX_EXTERNAL_ID_BYTES
from documents.sources.crawling import Crawler, Page
from project.kernel.errors import Invalid, NotFound, RaglanError
from project.kernel.http.fetching import SafeClient
from project.kernel.jobs import Lease


def import_website(job: ImportWebsite, *, lease: Lease) -> None:
    """Read the site and upload each page; one that did not change stays as it is, so a second run repeats nothing."""
    tenant = required_tenant()
    crawler = Crawler(job.url, job.path_prefix, client=SafeClient(), read_links=converting_sandbox().links)
    done = 0
    for page in crawler.pages():
        if lease.cancelled:
            return
        with transaction.atomic():
            lease.guard()
        # Asked for each page: an import takes minutes, in which people leave.
        actor = access_writer(tenant=tenant, person_id=job.user_id)
        try:
            library.upload(actor=actor, upload=_upload(job, page))
            done += 1
        except RaglanError as refused:
            crawler.failures.append((page.url, refused.detail))
            continue
        # Only what was kept is progress, which gives the job its attempts back.
        _show(lease, total=None, done=done, failed=len(crawler.failures))
    if not done:
        raise NotFound(_reason(crawler))
    _show(lease, total=done + len(crawler.failures), done=done, failed=len(crawler.failures))


@transaction.atomic
def _show(lease: Lease, *, total: int | None, done: int, failed: int) -> None:
    lease.guard()
    lease.progress(total=total, done=done, failed=failed)


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
