"""Take bodies that are files."""

from typing import Any

from django.conf import settings
from rest_framework.parsers import BaseParser, MultiPartParser

from documents.context import PREVIEW_LIMITS
from documents.lines import MAX_LINE_BYTES
from project.kernel.http.bodies import bounded_lines, refuse_longer

# Beside the file a form holds its other fields and the lines between the parts.
FORM_BYTES = 1_000_000


class UploadParser(MultiPartParser):
    """Read a form with a file, refusing one above the upload limit before it is read."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Return fields and files; raise TooLarge."""
        refuse_longer(parser_context, settings.UPLOAD_LIMIT_BYTES + FORM_BYTES)
        return super().parse(stream, media_type, parser_context)


class SampleParser(MultiPartParser):
    """Read a form with a file that is looked at and not kept, refusing a long one before it is read."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Return fields and files; raise TooLarge."""
        refuse_longer(parser_context, PREVIEW_LIMITS.content_bytes + FORM_BYTES)
        return super().parse(stream, media_type, parser_context)


class LinesParser(BaseParser):
    """Hand the lines of a body over as they come, up to the upload limit in all."""

    media_type = "application/x-ndjson"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Return the lines as bytes; raise TooLarge, also while they are read."""
        limit_bytes = settings.UPLOAD_LIMIT_BYTES
        refuse_longer(parser_context, limit_bytes)
        return bounded_lines(stream, line_bytes=MAX_LINE_BYTES, limit_bytes=limit_bytes)
