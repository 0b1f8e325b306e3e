"""Write a message down: who wrote to whom, when and about what, its text, what it quotes, and what it carries."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import dedent

from lxml import etree
from lxml import html as lxml_html

from documents.ingest.clean import BULLET
from documents.ingest.converters.attachments import Attachment, write_attachment
from documents.ingest.converters.html import parsed_page
from documents.ingest.converters.markup import write_markup
from documents.ingest.draft import Draft
from documents.ingest.types import ConversionFailed, Source

NO_SUBJECT, EARLIER = "Message without a subject", "Earlier messages"
# How programs introduce the messages that they quote, to the end of a text.
CHAIN = re.compile(
    r"^(?:-{2,} ?(?:original message|forwarded message|ursprüngliche nachricht|message d'origine|mensaje original)\b.*"
    r"|_{20,}|(?:on|am|le|el|il|op) [^\n]{6,150}(?:\n[^\n]{0,100})?"
    r"(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef)[^\n]{0,80}:"
    r"|(?:from|von|de|da): [^\n]+\n(?:(?:sent|date|gesendet|datum|envoyé|enviado|inviato|to|an|à|para)[^\n]*\n){1,3})",
    re.IGNORECASE | re.MULTILINE,
)
QUOTE_MARK = re.compile(r"^(?:> ?)+", re.MULTILINE)
QUOTES = (
    "//*[contains(@class, 'gmail_quote') or contains(@class, 'yahoo_quoted') or contains(@class, 'moz-cite-prefix')"
    " or @id='divRplyFwdMsg' or @id='appendonsend' or (self::blockquote and @type='cite')]"
)
# Mail programs send an empty or a shortened text beside HTML that says more.
LEAST_SHARE = 0.5
PGP = "-----BEGIN PGP MESSAGE-----"


@dataclass(frozen=True, kw_only=True)
class Message:
    """Carry what a message is made of; `date` is ISO 8601, addresses are as people see them."""

    sender: str = ""
    recipients: str = ""
    copied: str = ""
    date: str = ""
    subject: str = ""
    text: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    messages: tuple["Message", ...] = ()
    warnings: tuple[str, ...] = field(default=())

    @property
    def properties(self) -> Mapping[str, str]:
        """Return what a document's page shows of it."""
        return {
            "sender": self.sender,
            "recipients": ", ".join(filter(None, (self.recipients, self.copied))),
            "date": self.date,
            "subject": self.subject,
        }

    @property
    def is_empty(self) -> bool:
        """Say whether nobody said anything in it."""
        return not any((self.sender, self.subject, self.text, self.html, self.attachments, self.messages))


def write_message(draft: Draft, message: Message, source: Source, level: int = 1) -> None:
    """Write a message as a section of its subject; what it carries stands below it."""
    if message.is_empty:
        return
    draft.heading(message.subject or NO_SUBJECT, level)
    draft.block("\n".join(f"{name}: {value}" for name, value in _facts(message) if value))
    if not _prefers_html(message) or not _write_html(draft, message.html, level):
        _write_text(draft, message.text, level)
    draft.warnings += message.warnings
    for inner in message.messages:
        write_message(draft, inner, source, level + 1)
    for attachment in message.attachments:
        write_attachment(draft, attachment, source, level + 1)


def _facts(message: Message) -> tuple[tuple[str, str], ...]:
    date = message.date.replace("T", " ")
    return ("From", message.sender), ("To", message.recipients), ("Cc", message.copied), ("Date", date)


def _prefers_html(message: Message) -> bool:
    """Say whether HTML says more than the text beside it: it holds a table, or far more words."""
    if not message.html:
        return False
    if not message.text.strip() or "<th" in message.html.lower():
        return True
    try:
        body = parsed_page(message.html).text_content()
    except ConversionFailed:
        return False
    return len("".join(message.text.split())) < LEAST_SHARE * len("".join(body.split()))


def _write_html(draft: Draft, html: str, level: int) -> bool:
    try:
        tree = parsed_page(html.replace("\x00", ""))
    except ConversionFailed:
        return False
    quotes = _taken_quotes(tree)
    start = draft.characters
    write_markup(draft, tree)
    if quotes:
        draft.heading(EARLIER, level + 1)
        for quote in quotes:
            write_markup(draft, quote)
    return draft.characters > start


def _taken_quotes(tree: lxml_html.HtmlElement) -> list[etree._Element]:
    """Take the quoted messages out of a message, and return them."""
    found = [one for one in tree.xpath(QUOTES) if not one.xpath(f"ancestor::*[{QUOTES[4:-1]}]")]
    for quote in found:
        quote.drop_tree()
        quote.tail = None
    return found


def _write_text(draft: Draft, text: str, level: int) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    chain = CHAIN.search(text)
    start = _trailing_quote(text, chain.start() if chain else len(text))
    _write_paragraphs(draft, text[:start])
    quoted = QUOTE_MARK.sub("", text[start:]).strip()
    if quoted:
        draft.heading(EARLIER, level + 1)
        _write_paragraphs(draft, quoted)


def _trailing_quote(text: str, end: int) -> int:
    """Return where the quoted lines begin that stand at the end, or `end` where a chain begins before them."""
    lines = text[:end].rstrip().split("\n")
    while lines and (lines[-1].startswith(">") or not lines[-1].strip()):
        lines.pop()
    place = len("\n".join(lines))
    return place if text[place:end].strip() else end


def _write_paragraphs(draft: Draft, text: str) -> None:
    for paragraph in re.split(r"\n\s*\n", text):
        lines = [line for line in dedent(paragraph).split("\n") if line.strip()]
        if len(lines) > 1 and all(BULLET.match(line.strip() + " ") for line in lines):
            draft.items("\n".join(lines))
        else:
            draft.block(paragraph)
