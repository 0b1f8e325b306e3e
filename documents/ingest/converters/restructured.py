"""Read reStructuredText by docutils; nothing outside the file is looked at, and nothing in it is run."""

from docutils.core import publish_string
from docutils.utils import SystemMessage

from documents.ingest.converters.html import parsed_page
from documents.ingest.converters.markup import write_markup
from documents.ingest.draft import Draft
from documents.ingest.sniff import decode
from documents.ingest.types import ConversionFailed, Extracted, Source

SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    "report_level": 5,
    "halt_level": 5,
    "embed_stylesheet": False,
    "stylesheet_path": "",
    "math_output": "LaTeX",
    "doctitle_xform": False,
    "syntax_highlight": "none",
    "line_length_limit": 1_000_000,
    "input_encoding": "unicode",
    "output_encoding": "unicode",
}


def convert_rst(source: Source) -> Extracted:
    """Read a text with its sections, lists, tables and code; one that breaks the rules is read as plain text."""
    text = decode(source.content)
    draft = Draft()
    try:
        page = publish_string(text, writer="html5", settings_overrides=SETTINGS)
        tree = parsed_page(str(page))
    except (SystemMessage, ConversionFailed, ValueError, KeyError, IndexError, AttributeError):
        draft.block(text)
        return draft.finish()
    for shown in tree.xpath("//head | //nav[@class='contents']"):
        shown.drop_tree()
    write_markup(draft, tree)
    return draft.finish()
