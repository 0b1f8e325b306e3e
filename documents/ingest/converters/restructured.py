"""Read reStructuredText by docutils; nothing outside the file is looked at, and nothing in it is run."""

import re

from docutils.core import publish_string
from docutils.utils import SystemMessage

from documents.ingest.converters.html import parsed_page
from documents.ingest.converters.markup import write_markup
from documents.ingest.converters.sphinx import teach
from documents.ingest.draft import Draft
from documents.ingest.patience import TOO_SLOW, TookTooLong, patience
from documents.ingest.properties import moment
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

# What a text says of itself in its first lines.
FIELD, MOST_FIELD_CHARACTERS = (
    re.compile(r"^:(Author|Date):[ \t]+(\S[^\n]*)$", re.MULTILINE | re.IGNORECASE),
    2_000,
)

# Each mark on a line is looked for on the rest of it: longer lines would keep the reader busy for minutes.
MOST_ON_A_LINE = 10_000
TOO_LONG = (
    "The text has lines of more than 10 000 characters, and was read as plain text without its structure."
)


def convert_rst(source: Source) -> Extracted:
    """Read a text with its sections, lists, tables and code; one that breaks the rules is read as plain text."""
    text = decode(source.content)
    draft = Draft()
    if max(map(len, text.split("\n"))) > MOST_ON_A_LINE:
        draft.block(text)
        draft.warnings.append(TOO_LONG)
        return draft.finish()
    teach(text)
    try:
        with patience(source):
            page = publish_string(text, writer="html5", settings_overrides=SETTINGS)
        tree = parsed_page(str(page))
    except TookTooLong:
        draft.block(text)
        draft.warnings.append(TOO_SLOW)
        return draft.finish()
    except (SystemMessage, ConversionFailed, ValueError, KeyError, IndexError, AttributeError):
        draft.block(text)
        return draft.finish()
    for shown in tree.xpath("//head | //nav[@class='contents']"):
        shown.drop_tree()
    write_markup(draft, tree)
    said = {name.lower(): value.strip() for name, value in FIELD.findall(text[:MOST_FIELD_CHARACTERS])}
    return draft.finish("", {"author": said.get("author", ""), "date": moment(said.get("date"))})
