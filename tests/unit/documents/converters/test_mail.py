"""Messages say who wrote to whom and when, keep what they quote apart, and are read with what they carry."""

import io
from email.message import EmailMessage

import docx
import pytest

from documents.ingest.convert import convert
from documents.ingest.converters.attachments import MOST_FILES, MOST_NESTED
from documents.ingest.converters.mail import MOST_PARTS, TOO_MANY
from documents.ingest.sandbox import Sandbox
from documents.ingest.types import BlockKind, ConversionFailed, Extracted, FailureCode, Unfinished
from tests.unit.documents.pages.drawn import picture, saved

ANSWER = """Yes, thirty days.

On Mon, 4 May 2026 at 09:12, Ben Okri <ben@example.org> wrote:
> How many days are left?
> Thanks
"""


def message(text: str = "Thirty days.", subject: str = "Leave") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Ada Lovelace <ada@example.org>"
    made["To"] = "Ben Okri <ben@example.org>"
    made["Cc"] = "Cleo <cleo@example.org>"
    made["Date"] = "Mon, 04 May 2026 10:00:00 +0200"
    made["Subject"] = subject
    made.set_content(text)
    return made


def read(made: EmailMessage | bytes, name: str = "mail.eml") -> Extracted:
    return convert(made if isinstance(made, bytes) else made.as_bytes(), name)


def word_file() -> bytes:
    document = docx.Document()
    document.add_heading("Rules", 1)
    document.add_paragraph("Ask first.")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_message_knows_its_sender_recipients_date_and_subject() -> None:
    assert read(message()).properties == {
        "sender": "Ada Lovelace <ada@example.org>",
        "recipients": "Ben Okri <ben@example.org>, Cleo <cleo@example.org>",
        "date": "2026-05-04T10:00:00+02:00",
        "subject": "Leave",
    }


def test_a_message_is_a_section_that_begins_with_who_wrote_it() -> None:
    found = read(message())
    assert found.sections[0].path == ("Leave",)
    assert found.text.startswith(
        "Leave\n\nFrom: Ada Lovelace <ada@example.org>\nTo: Ben Okri <ben@example.org>\n"
    )


def test_what_is_quoted_stands_under_a_heading_of_its_own() -> None:
    found = read(message(ANSWER))
    earlier = next(section for section in found.sections if section.path == ("Leave", "Earlier messages"))
    assert "How many days are left?\nThanks" in found.text[earlier.start : earlier.end]
    assert "thirty days" not in found.text[earlier.start : earlier.end]


def test_quoted_html_stands_under_a_heading_of_its_own() -> None:
    made = EmailMessage()
    made["From"], made["Subject"] = "ada@example.org", "Leave"
    made.set_content(
        "<p>Yes.</p><div class='gmail_quote'><p>Ben wrote:</p><p>Is it?</p></div>", subtype="html"
    )
    found = read(made)
    assert found.text.endswith("Yes.\n\nEarlier messages\n\nBen wrote:\n\nIs it?")


def test_a_table_in_html_is_read_though_there_is_plain_text() -> None:
    made = message("Years Days 10 30")
    made.add_alternative(
        "<table><tr><th>Years</th><th>Days</th></tr><tr><td>10</td><td>30</td></tr></table>", subtype="html"
    )
    assert [block.kind for block in read(made).blocks] == [BlockKind.TABLE]


def test_an_attachment_is_read_under_its_name_with_its_headings() -> None:
    made = message()
    made.add_attachment(word_file(), maintype="application", subtype="octet-stream", filename="rules.docx")
    found = read(made)
    assert found.sections[-1].path == ("Leave", "Attachment: rules.docx", "Rules")
    assert found.text.endswith("Rules\n\nAsk first.")


def test_an_attachment_that_cannot_be_read_is_a_warning_with_its_reason() -> None:
    made = message()
    made.add_attachment(b"MZ\x00\x01", maintype="application", subtype="x-dos", filename="../../run\\me.exe")
    found = read(made)
    assert found.warnings == ("Attachment “me.exe” was not read: files of this kind are not read.",)
    assert "Thirty days." in found.text


def test_a_message_attached_to_a_message_is_a_section_below_it() -> None:
    outer = message("See below.", "Forward")
    outer.add_attachment(message())
    assert read(outer).sections[-1].path == ("Forward", "Leave")


def test_files_within_files_are_read_to_a_bounded_depth() -> None:
    made = message("innermost", "0").as_bytes()
    for level in range(1, MOST_NESTED + 3):
        outer = message(f"level {level}", str(level))
        outer.add_attachment(made, maintype="application", subtype="octet-stream", filename="inner.eml")
        made = outer.as_bytes()
    found = read(made)
    assert "nested too deeply" in found.warnings[0]
    assert "innermost" not in found.text


@pytest.mark.parametrize("kind", ["multipart/encrypted", "application/pkcs7-mime; smime-type=enveloped-data"])
def test_an_encrypted_message_is_refused_with_that_reason(kind: str) -> None:
    content = f"From: a@example.org\nTo: b@example.org\nSubject: x\nContent-Type: {kind}\n\nabc"
    with pytest.raises(ConversionFailed) as refusal:
        read(content.encode())
    assert refusal.value.code is FailureCode.ENCRYPTED


def test_each_message_of_a_mailbox_is_a_section() -> None:
    mailbox = b"".join(
        b"From ada@example.org Mon May  4 10:00:00 2026\n" + message("From here", subject).as_bytes() + b"\n"
        for subject in ("One", "Two")
    )
    found = read(mailbox, "archive")
    assert [section.path for section in found.sections] == [("One",), ("Two",)]


def carrying(count: int) -> EmailMessage:
    made = message()
    for number in range(count):
        made.add_attachment(f"File {number}.".encode(), maintype="text", subtype="plain", filename="a.txt")
    return made


def test_a_message_is_read_with_so_many_files_and_no_more() -> None:
    found = read(carrying(MOST_FILES + 1))
    assert found.text.count("\n\nFile ") == MOST_FILES
    assert found.warnings == (f"Attachment “a.txt” was not read: only {MOST_FILES} attached files are read.",)


def test_each_message_of_a_mailbox_may_carry_as_many_files_as_one_alone() -> None:
    one = b"From ada@example.org Mon May  4 10:00:00 2026\n" + carrying(MOST_FILES // 2 + 1).as_bytes()
    assert read(one + b"\n" + one, "archive").warnings == ()


def test_parts_of_a_message_that_are_beyond_measure_are_told() -> None:
    assert TOO_MANY in read(carrying(MOST_PARTS)).warnings


def test_scans_that_are_attached_are_read_in_rounds_of_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("documents.ingest.convert.ROUND_SHARE", 0)
    made = message()
    seen: dict[int, object] = {}
    for name, words in (("a.png", "Parental leave"), ("b.png", "Hotels in Berlin"), ("c.png", "Ask Ingrid")):
        content = saved(picture([words]), "PNG")
        made.add_attachment(content, maintype="image", subtype="png", filename=name)
    for done in (1, 2):
        with pytest.raises(Unfinished) as part:
            convert(made.as_bytes(), "mail.eml", seen=seen)
        assert (part.value.done, part.value.total) == (done, done + 1)
    text = convert(made.as_bytes(), "mail.eml", seen=seen).text
    assert all(words in text for words in ("Parental leave", "Hotels in Berlin", "Ask Ingrid"))


def test_an_odd_character_set_and_an_odd_date_do_no_harm() -> None:
    content = b"From: a@example.org\nTo: b\nSubject: =?x-none?Q?f=FCr?=\nDate: soon\n"
    content += b"Content-Type: text/plain; charset=x-none\n\nf\xfcr alle, die fr\xfch kommen"
    found = read(content)
    assert "für alle" in found.text
    assert "date" not in found.properties


def test_the_sandbox_reads_it_too() -> None:
    with Sandbox() as sandbox:
        found = sandbox.convert(message(ANSWER).as_bytes(), "mail.eml")
    assert found.properties["subject"] == "Leave"
