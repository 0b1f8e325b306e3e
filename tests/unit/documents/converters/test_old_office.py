"""RTF, and Word and PowerPoint files before 2007, keep their structure as the newer formats do."""

import gzip
import random
from contextlib import suppress
from pathlib import Path

import pytest

from documents.ingest.convert import convert
from documents.ingest.types import BlockKind, ConversionFailed, Extracted, FailureCode

# Made by LibreOffice.
FILES = Path(__file__).parent / "files"
DOC = (FILES / "travel.doc").read_bytes()
PPT = gzip.decompress((FILES / "travel.ppt.gz").read_bytes())
RTF = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times;}{\f1\fcharset204 Arial Cyr;}{\f2 Courier New;}}
{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2\sbasedon1\outlinelevel1 \'dcberschrift 2;}}
{\info{\title Travel policy}{\author Ingrid Vashti}{\creatim\yr2024\mo3\dy5\hr10}}
{\header \pard Meridian Tooling\par}{\footer \pard Internal\par}
\pard\s1 Travel policy\par
\pard\plain Costs are *approved*: 5 < 6. Euro \u8364?, \'e4\'f6, \u-10179?\u-8704?.{\footnote \pard Not abroad.}
 {\*\atnauthor Ben}{\*\annotation \pard Ask Cleo.}{\deleted Taken away.}\par
\pard\s2 Rates\par
{\listtext\pard\plain 1.\tab}\pard\ls1\ilvl0 Ask first\par
{\listtext\pard\plain \'b7\tab}\pard\ls1\ilvl1 by mail\par
{\listtext\pard\plain 2.\tab}\pard\ls1\ilvl0 Then book\par
\pard\plain\trowd\trhdr\cellx3000\cellx6000\intbl Country\cell Rate\cell\row
\trowd\cellx3000\clvmgf\cellx6000\intbl Norway\cell 412.50 EUR\cell\row
\trowd\cellx3000\clvmrg\cellx6000\intbl Sweden\cell \cell\row
\pard {\field{\*\fldinst HYPERLINK "http://example.org/"}{\fldrslt the link}} \f1\'cf\'f0\'e8\par
\pard\f2 def f():\line     return 1\par
{\shp{\*\shpinst{\sp{\sn shapeType}{\sv 202}}{\shptxt \pard In a box.\par}}}\pard\f0 End.\par}"""


def blocks(found: Extracted, kind: BlockKind) -> list[str]:
    return [found.text[block.start : block.end] for block in found.blocks if block.kind is kind]


def paths(found: Extracted) -> list[tuple[str, ...]]:
    return [section.path for section in found.sections if section.path]


def test_rtf_keeps_headings_by_the_style_they_have() -> None:
    found = convert(RTF, "a.rtf")
    assert paths(found) == [("Travel policy",), ("Travel policy", "Rates")]
    assert (found.title, found.properties["author"]) == ("Travel policy", "Ingrid Vashti")
    assert found.properties["date"] == "2024-03-05"


def test_rtf_keeps_lists_tables_and_code() -> None:
    found = convert(RTF, "a.rtf")
    assert blocks(found, BlockKind.LIST) == ["1. Ask first\n  - by mail\n2. Then book"]
    assert blocks(found, BlockKind.TABLE) == [
        "Country | Rate\nNorway | 412.50 EUR\nSweden | 412.50 EUR",
    ]
    assert blocks(found, BlockKind.CODE) == ["def f():\n    return 1"]


def test_rtf_reads_what_is_shown_in_its_letters_and_its_notes() -> None:
    text = convert(RTF, "a.rtf").text
    assert "Costs are *approved*: 5 < 6. Euro €, äö, 😀." in text
    assert "the link При" in text
    assert "Footnote: Not abroad.\n\nComment: Ben: Ask Cleo." in text
    assert "In a box." in text
    assert not any(word in text for word in ("Taken away", "HYPERLINK", "shapeType"))


def test_rtf_keeps_the_notes_of_each_paragraph_of_a_cell() -> None:
    content = (
        rb"{\rtf1\ansi\trowd\cellx3000\cellx6000\intbl One{\footnote \pard Said first.}\par"
        rb" Two{\footnote \pard Said then.}\cell Three\cell\row\pard End.\par}"
    )
    text = convert(content, "a.rtf").text
    assert "Footnote: Said first." in text
    assert "Footnote: Said then." in text


def test_rtf_leaves_out_nothing_beyond_the_group_of_a_coded_letter() -> None:
    text = convert(rb"{\rtf1\ansi\uc1 {\u8364}Text \u8364?. \u8364\tab Then\par}", "a.rtf").text
    assert " ".join(text.split()) == "\u20acText \u20ac. \u20ac Then"


def test_rtf_writes_headers_first_and_footers_last() -> None:
    text = convert(RTF, "a.rtf").text
    assert text.startswith("Meridian Tooling\n")
    assert text.endswith("\nInternal")


def test_an_old_word_file_keeps_headings_lists_and_tables() -> None:
    found = convert(DOC, "a.doc")
    assert paths(found) == [
        ("Travel policy",),
        ("Travel policy", "Rates"),
        ("Travel policy", "Rates", "Steps"),
    ]
    assert blocks(found, BlockKind.LIST) == ["1. Ask first\n2. Then book\n- by mail\n- by train\n- by bus"]
    assert blocks(found, BlockKind.TABLE) == [
        "Country | Rate | Note\nNorway | 412.50 EUR | dear\nSweden | 412.50 EUR | dear too",
    ]


def test_an_old_word_file_is_read_with_changes_accepted_and_comments() -> None:
    found = convert(DOC, "a.doc")
    assert "Costs are *approved* by the manager. Put in.\n\nComment: Ask Cleo first." in found.text
    assert "Taken away" not in found.text
    assert "The last words — ünïcode 文." in found.text
    assert (found.title, found.properties["author"]) == ("Travel policy", "Ingrid Vashti")


def test_an_old_presentation_keeps_slides_titles_lists_tables_and_notes() -> None:
    found = convert(PPT, "a.ppt")
    assert [(page.number, page.label) for page in found.pages] == [
        (1, "Slide 1"),
        (2, "Slide 2"),
        (3, "Slide 3"),
    ]
    assert paths(found) == [("Travel rules",), ("Rates",), ("Hidden one",)]
    assert blocks(found, BlockKind.LIST) == ["- Ask first\n  - by mail\n  - by phone\n- Then book"]
    assert blocks(found, BlockKind.TABLE) == ["Country | Rate\nNorway | 412.50 EUR\nSpain | 300 EUR"]
    assert "Speaker notes: Say it slowly." in found.text
    assert found.warnings == ("Slide 3 is hidden in the file; its text was read.",)


def test_rtf_that_nests_too_deeply_is_refused() -> None:
    with pytest.raises(ConversionFailed) as failure:
        convert(b"{\\rtf1 " + b"{" * 100_000, "a.rtf")
    assert failure.value.code is FailureCode.CORRUPT


@pytest.mark.parametrize(("content", "name"), [(RTF, "a.rtf"), (DOC, "a.doc"), (PPT[:60_000], "a.ppt")])
def test_what_is_damaged_is_read_or_refused_and_no_more(content: bytes, name: str) -> None:
    dice = random.Random(7)
    for _ in range(40):
        damaged = bytearray(content[: dice.randint(600, len(content))])
        for _ in range(dice.randint(1, 30)):
            damaged[dice.randrange(512 if name != "a.rtf" else 8, len(damaged))] = dice.randrange(256)
        with suppress(ConversionFailed):
            convert(bytes(damaged), name)
