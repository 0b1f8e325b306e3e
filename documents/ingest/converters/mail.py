"""Read e-mail: single messages (RFC 5322) and mailboxes (RFC 4155)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message as Part
from email.utils import parsedate_to_datetime
from itertools import islice

from documents.ingest.clean import clean_line
from documents.ingest.converters.attachments import Attachment
from documents.ingest.converters.messages import PGP, Message, write_message
from documents.ingest.draft import Draft
from documents.ingest.sniff import MARKS, decode, wide_encoding
from documents.ingest.types import ConversionFailed, Extracted, FailureCode, Source

MOST_MESSAGES, MOST_PARTS, MOST_NESTED = 5_000, 500, 20
SIGNATURES = {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
SMIME = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
# Longer headers were written by no person; each word of them is joined with all before it.
MOST_ENCODED = 50_000
BODY_TYPES = {"text/plain", "text/html"}
ENCRYPTED = "The message is encrypted: decrypt it first, and upload what it says."
SIGNED = "The message is sealed in its signature (S/MIME): save its text without it, and upload that."
TOO_DEEP = "Messages that are attached to messages were read to a depth of {}; deeper ones were not."
TOO_MANY = f"Only the first {MOST_PARTS} parts of the message were read; it has more."
# A line is looked through for its year once, whatever it is made of.
MBOX_LINE = re.compile(rb"^From (?=[^\n]*?\d{4})[^\n]*+\n(?=[A-Za-z][\w-]*+:)", re.MULTILINE)


def convert_eml(source: Source) -> Extracted:
    """Read a message with what is attached to it; raises ConversionFailed where it is encrypted."""
    message = parsed_message(_narrow(source.content))
    draft = Draft()
    write_message(draft, message, source)
    return draft.finish(message.subject, message.properties)


def convert_mbox(source: Source) -> Extracted:
    """Read a mailbox, each message a section; one that cannot be read is a warning."""
    found = list(MBOX_LINE.finditer(source.content))
    if len(found) == 1:
        return convert_eml(replace(source, content=source.content[found[0].end() :]))
    draft = Draft()
    ends = [*(match.start() for match in found[1:]), len(source.content)]
    for number, (match, end) in enumerate(zip(found[:MOST_MESSAGES], ends, strict=False), start=1):
        if not source.depth:
            # Each message may carry as much as one that comes by itself.
            source.spent.files = source.spent.bytes = 0
        content = re.sub(rb"^>(>*From )", rb"\1", source.content[match.end() : end], flags=re.MULTILINE)
        try:
            write_message(draft, parsed_message(content), source)
        except ConversionFailed as failure:
            draft.warnings.append(f"Message {number} was not read: {failure.detail}")
    if len(found) > MOST_MESSAGES:
        draft.warnings.append(f"Only the first {MOST_MESSAGES} messages of {len(found)} were read.")
    return draft.finish(source.filename)


def parsed_message(content: bytes) -> Message:
    """Return a message; raises ConversionFailed where it is encrypted."""
    try:
        return _message(message_from_bytes(content, policy=policy.compat32), 0)
    except (MessageError, RecursionError) as failure:
        raise ConversionFailed(FailureCode.CORRUPT, "The message cannot be read.") from failure


def _narrow(content: bytes) -> bytes:
    is_wide = wide_encoding(content) or content.startswith(tuple(mark for mark, _ in MARKS))
    return decode(content).encode() if is_wide else content


def _message(root: Part, depth: int) -> Message:
    _refuse_sealed(root)
    found = list(islice(_parts(root), MOST_PARTS + 1))
    parts = found[:MOST_PARTS]
    bodies = [part for part in parts if _is_body(part)]
    texts = {kind: [_text(part) for part in bodies if part.get_content_type() == kind] for kind in BODY_TYPES}
    if any(PGP in text for text in texts["text/plain"]):
        raise ConversionFailed(FailureCode.ENCRYPTED, ENCRYPTED)
    inner = [part for part in parts if part.get_content_type() == "message/rfc822"]
    is_deep = depth >= MOST_NESTED and bool(inner)
    return Message(
        sender=_header(root, "From"),
        recipients=_header(root, "To"),
        copied=_header(root, "Cc"),
        date=_date(root),
        subject=_header(root, "Subject"),
        text="\n\n".join(texts["text/plain"]),
        html="\n".join(texts["text/html"]),
        attachments=tuple(_attachments([part for part in parts if part not in bodies and part not in inner])),
        messages=() if is_deep else tuple(_inner(part, depth) for part in inner),
        warnings=(
            *((TOO_DEEP.format(depth),) if is_deep else ()),
            *((TOO_MANY,) if len(found) > MOST_PARTS else ()),
        ),
    )


def _inner(part: Part, depth: int) -> Message:
    payload = part.get_payload()
    first = payload[0] if isinstance(payload, list) and payload else None
    return _message(first, depth + 1) if isinstance(first, Part) else Message()


def _refuse_sealed(root: Part) -> None:
    kind = root.get_content_type()
    if kind == "multipart/encrypted":
        raise ConversionFailed(FailureCode.ENCRYPTED, ENCRYPTED)
    if kind in SMIME:
        if "signed" in str(root.get_param("smime-type") or ""):
            raise ConversionFailed(FailureCode.UNSUPPORTED, SIGNED)
        raise ConversionFailed(FailureCode.ENCRYPTED, ENCRYPTED)


def _parts(root: Part) -> Iterator[Part]:
    """Yield the parts of a message that are no containers; attached messages are not looked into."""
    waiting = [root]
    while waiting:
        part = waiting.pop()
        payload = part.get_payload()
        if isinstance(payload, list) and part.get_content_type() != "message/rfc822":
            waiting += [inner for inner in reversed(payload) if isinstance(inner, Part)]
        else:
            yield part


def _is_body(part: Part) -> bool:
    is_attached = str(part.get("Content-Disposition") or "").lower().startswith("attachment")
    return part.get_content_type() in BODY_TYPES and not is_attached and not part.get_filename()


def _text(part: Part) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return str(part.get_payload())
    charset = str(part.get_param("charset") or "")
    if charset.lower() not in {"", "us-ascii", "ascii"}:
        try:
            return content.decode(charset)
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    return decode(content)


def _attachments(parts: list[Part]) -> Iterator[Attachment]:
    for number, part in enumerate(parts, start=1):
        kind = part.get_content_type()
        is_inline = bool(part.get("Content-ID")) and kind.startswith("image/")
        content = part.get_payload(decode=True)
        # Pictures within a text are logos and the like.
        if kind in SIGNATURES or is_inline or not isinstance(content, bytes) or not content.strip():
            continue
        yield Attachment(name=_decoded(part.get_filename() or "") or f"part {number}", content=content)


def _header(part: Part, name: str) -> str:
    return clean_line(_decoded(part.get(name) or ""))


def _decoded(value: object) -> str:
    text = str(value)
    try:
        return str(make_header(decode_header(text[:MOST_ENCODED]))) + text[MOST_ENCODED:]
    except (MessageError, LookupError, ValueError):
        return text


def _date(part: Part) -> str:
    try:
        return parsedate_to_datetime(str(part.get("Date") or "")).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
