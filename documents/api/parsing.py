"""Take bodies that are files."""

from typing import Any

from django.conf import settings
from rest_framework.parsers import BaseParser, MultiPartParser

from project.kernel.errors import TooLarge

# Beside the file a form holds its other fields and the lines between the parts.
FORM_BYTES = 1_000_000


class UploadParser(MultiPartParser):
    """Read a form with a file, refusing one above the upload limit before it is read."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Return fields and files; raise TooLarge."""
        length = int(parser_context["request"].META.get("CONTENT_LENGTH") or 0)
        if length > settings.UPLOAD_LIMIT_BYTES + FORM_BYTES:
            raise TooLarge(f"The upload limit is {settings.UPLOAD_LIMIT_BYTES} bytes.")
        return super().parse(stream, media_type, parser_context)


class LinesParser(BaseParser):
    """Hand the lines of a body over as they come."""

    media_type = "application/x-ndjson"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Return the stream, whose lines are bytes."""
        return stream
