"""Read Outlook's messages (MS-OXMSG)."""

import datetime

from oxmsg import Message as OutlookMessage

from documents.ingest.clean import clean_line
from documents.ingest.converters.attachments import Attachment
from documents.ingest.converters.mail import ENCRYPTED, parsed_message
from documents.ingest.converters.messages import PGP, Message, write_message
from documents.ingest.converters.office import convert_office
from documents.ingest.draft import Draft
from documents.ingest.types import ConversionFailed, Extracted, FailureCode, Source

# What a damaged file makes the library raise.
UNREADABLE = (OSError, KeyError, ValueError, AssertionError, AttributeError, IndexError, TypeError)
SIGNED, SEALED = "ipm.note.smime.multipartsigned", "ipm.note.smime"


def convert_msg(source: Source) -> Extracted:
    """Read a message with what is attached to it; one without text but RTF is read by kreuzberg."""
    try:
        message = _message(OutlookMessage.load(source.content))
    except UNREADABLE:
        return convert_office(source)
    if not (message.text.strip() or message.html.strip() or message.attachments):
        return convert_office(source)
    if not message.text.strip() and any(PGP.encode() in one.content for one in message.attachments):
        raise ConversionFailed(FailureCode.ENCRYPTED, ENCRYPTED)
    draft = Draft()
    write_message(draft, message, source)
    return draft.finish(message.subject, message.properties)


def _message(found: OutlookMessage) -> Message:
    kind = found.message_class.lower()
    if kind == SIGNED and found.attachments:
        return parsed_message(found.attachments[0].file_bytes or b"")
    if kind == SEALED:
        raise ConversionFailed(FailureCode.ENCRYPTED, ENCRYPTED)
    attachments, warnings = _attachments(found)
    recipients = (clean_line(f"{one.name} <{one.email_address}>") for one in found.recipients)
    return Message(
        sender=clean_line(found.sender or ""),
        recipients=", ".join(recipients),
        date=_iso(found.sent_date),
        subject=clean_line(found.subject or ""),
        text=found.body or "",
        html=found.html_body or "",
        attachments=attachments,
        warnings=warnings,
    )


def _attachments(found: OutlookMessage) -> tuple[tuple[Attachment, ...], tuple[str, ...]]:
    read, warnings = [], []
    for number, one in enumerate(found.attachments, start=1):
        name = one.file_name or f"part {number}"
        content = one.file_bytes
        if content:
            read.append(Attachment(name=name, content=content))
        else:
            warnings.append(
                f"Attachment “{clean_line(name)}” was not read: it is not within the file as a file."
            )
    return tuple(read), tuple(warnings)


def _iso(moment: datetime.datetime | None) -> str:
    return moment.replace(microsecond=0).isoformat() if moment else ""
