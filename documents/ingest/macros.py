"""Notice the macros of office files, which are never read and never run."""

from documents.ingest.types import Format

MACROS = "The file holds macros: they were neither read nor run."
# How the parts that hold macros are named, in the directory of an archive and in that of a compound file.
OPEN_XML = b"vbaProject.bin"
OPEN_DOCUMENT = b"Basic/script-lc.xml"
COMPOUND = "_VBA_PROJECT".encode("utf-16-le")
SIGNS = {
    **dict.fromkeys((Format.DOCX, Format.PPTX, Format.XLSX), OPEN_XML),
    **dict.fromkeys((Format.ODT, Format.ODP, Format.ODS), OPEN_DOCUMENT),
    **dict.fromkeys((Format.DOC, Format.PPT, Format.XLS), COMPOUND),
}


def holds_macros(content: bytes, format_: Format) -> bool:
    """Say whether an office file carries programs."""
    sign = SIGNS.get(format_)
    return sign is not None and sign in content
