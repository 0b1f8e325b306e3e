"""Open files that are archives of XML."""

import io
import zipfile

from lxml import etree

from documents.ingest.archives import check_archive
from documents.ingest.types import ConversionFailed, FailureCode, Source

DAMAGED = "The file is damaged and cannot be read."


class Package:
    """Read the parts of an archive that was checked for bombs and entities."""

    def __init__(self, source: Source) -> None:
        """Check and open it; raises ConversionFailed."""
        check_archive(source.content, source.limits)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(source.content))
        except zipfile.BadZipFile as failure:
            raise ConversionFailed(FailureCode.CORRUPT, DAMAGED) from failure
        self.names = set(self._archive.namelist())

    def bytes(self, name: str) -> bytes:
        """Return a part; raises ConversionFailed where it is not there or damaged."""
        try:
            return self._archive.read(name)
        except (KeyError, zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as failure:
            raise ConversionFailed(FailureCode.CORRUPT, DAMAGED) from failure
        except RuntimeError as failure:
            raise ConversionFailed(FailureCode.ENCRYPTED, "The file is protected by a password.") from failure

    def xml(self, name: str) -> etree._Element:
        """Return the root of a part; raises ConversionFailed as `bytes` does."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
        try:
            root = etree.fromstring(self.bytes(name), parser)
        except (etree.XMLSyntaxError, ValueError) as failure:
            raise ConversionFailed(FailureCode.CORRUPT, DAMAGED) from failure
        if root is None:
            raise ConversionFailed(FailureCode.CORRUPT, DAMAGED)
        return root
