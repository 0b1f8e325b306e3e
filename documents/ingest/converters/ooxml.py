"""Read what an office file says of itself (ECMA-376, part 2, 11: core properties)."""

import io
import zipfile

from lxml import etree

from documents.ingest.properties import author, moment

CORE = "docProps/core.xml"
MOST_BYTES = 1_000_000


def core_properties(content: bytes) -> tuple[str, dict[str, str]]:
    """Return the title of an office file, and its author, subject and date where it names them."""
    fields = _fields(content)
    return fields.get("title", ""), {
        "author": author(fields.get("creator")),
        "subject": fields.get("subject", ""),
        "date": moment(fields.get("modified") or fields.get("created")),
    }


def local_name(tag: object) -> str:
    """Return a name without its namespace, or a prefix that stands for none."""
    return str(tag).rpartition("}")[2].rpartition(":")[2]


def _fields(content: bytes) -> dict[str, str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(CORE) as file:
            root = etree.fromstring(file.read(MOST_BYTES), parser)
    except (KeyError, etree.XMLSyntaxError, zipfile.BadZipFile, OSError, EOFError):
        return {}
    children = root if root is not None else ()
    return {
        local_name(child.tag): (child.text or "").strip() for child in children if isinstance(child.tag, str)
    }
