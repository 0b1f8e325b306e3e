"""Read the files that a PDF file carries, as those of a message are read."""

import ctypes
from collections.abc import Iterator, Sequence

import pypdfium2
from pypdfium2 import raw

from documents.ingest.converters.attachments import MOST_BYTES, Attachment, write_attachment
from documents.ingest.draft import Draft
from documents.ingest.pages.layer import Layer
from documents.ingest.types import Source

MOST_ATTACHMENTS = 1_000


def write_attached(
    draft: Draft, document: pypdfium2.PdfDocument, layers: Sequence[Layer], source: Source
) -> None:
    """Write what is attached to a document and pinned to its pages, each file once."""
    written: set[bytes] = set()
    draft.end_pages()
    for attachment in _attached(draft, document, layers):
        if attachment.content not in written:
            written.add(attachment.content)
            write_attachment(draft, attachment, source, level=1)


def _attached(draft: Draft, document: pypdfium2.PdfDocument, layers: Sequence[Layer]) -> Iterator[Attachment]:
    for place in range(min(document.count_attachments(), MOST_ATTACHMENTS)):
        file = document.get_attachment(place)
        length = ctypes.c_ulong()
        try:
            name = file.get_name()
            if raw.FPDFAttachment_GetFile(file.raw, None, 0, length) and length.value > MOST_BYTES:
                draft.warnings.append(
                    f"An attached file of {length.value >> 20} MB was not read: it is too large."
                )
                continue
            content = bytes(file.get_data())
        except pypdfium2.PdfiumError:
            draft.warnings.append("An attached file was not read: it is damaged.")
            continue
        yield Attachment(name=name, content=content)
    for layer in layers:
        for pinned in layer.pinned:
            yield Attachment(name=pinned.name, content=pinned.content)
