"""Tell formats apart by content; the name decides only between kinds of plain text."""

import io
import json
import pickletools
import re
import zipfile
from pathlib import PurePath

from charset_normalizer import from_bytes

from documents.ingest.types import ConversionFailed, FailureCode, Format

OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
# Streams of compound files (MS-CFB) by which Word, Excel, PowerPoint, Outlook and encrypted OOXML are known.
OLE_STREAMS = {
    "EncryptedPackage": None,
    "WordDocument": Format.DOC,
    "Workbook": Format.XLS,
    "PowerPoint Document": Format.PPT,
    "__properties_version1.0": Format.MSG,
}
# How each entry of an archive's directory begins.
ZIP_ENTRY, MAX_MEMBERS = b"PK\x01\x02", 20_000
ZIP_FOLDERS = {"word/": Format.DOCX, "ppt/": Format.PPTX, "xl/": Format.XLSX}
ZIP_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": Format.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": Format.ODS,
    b"application/vnd.oasis.opendocument.presentation": Format.ODP,
    b"application/epub+zip": Format.EPUB,
}
IMAGE_MAGIC = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*")
# How long the second header of a bitmap is, by its version; a text may begin with BM too.
BITMAP_HEADERS = {12, 40, 52, 56, 64, 108, 124}
OTHER_MAGIC = (
    b"\x7fELF",
    b"MZ",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
    b"BZh",
    b"\xfd7zXZ",
    b"\xca\xfe\xba\xbe",
)
# What Python stores its objects in; reading it can run programs.
PICKLED = "Stored Python objects (pickle, NumPy, PyTorch) are not read: loading them can run programs."
PICKLE_MAGIC = (*(bytes((0x80, protocol)) for protocol in range(2, 6)), b"\x93NUMPY")
# Also languages, as in README.pt, and lists of paths: text is read.
AMBIGUOUS_SUFFIXES = {".pt", ".pth"}
# As far as one looks for instructions in letters.
INSTRUCTION_BYTES = 65_536
PICKLE_SUFFIXES = {".pkl", ".pickle", ".joblib", ".pt", ".pth", ".npy", ".npz"}
PACKED_MAIL, PACKED_MAIL_MAGIC = (
    "Outlook packed this for itself (winmail.dat), and it is not read: send it as HTML or plain text.",
    b"\x78\x9f\x3e\x22",
)
TWO_KINDS = "The file is of two kinds at once, which is a sign of an attack."
ZIP_END, ZIP_END_BYTES = b"PK\x05\x06", 22
TEXT_SUFFIXES = {
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".mdx": Format.MARKDOWN,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".json": Format.JSON,
    ".jsonl": Format.JSON,
    ".ndjson": Format.JSON,
    ".xml": Format.XML,
    ".adoc": Format.ASCIIDOC,
    ".asciidoc": Format.ASCIIDOC,
    ".rst": Format.RST,
    ".org": Format.ORG,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
}
# Texts in which white space and lines have a meaning.
CODE_SUFFIXES = {
    ".py", ".pyi", ".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".java", ".kt", ".kts", ".scala", ".groovy", ".go",
    ".rs", ".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".cs", ".fs", ".vb", ".swift", ".m", ".rb", ".php", ".pl", ".pm",
    ".lua", ".r", ".jl", ".ex", ".exs", ".erl", ".hs", ".clj", ".sh", ".bash", ".zsh", ".fish", ".ps1", ".bat", ".sql",
    ".proto", ".graphql", ".tf", ".css", ".scss", ".vue", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf",
}  # fmt: skip
# A name that promises one of these is wrong when the content is something else.
BINARY_SUFFIXES = {
    ".pdf", ".docx", ".pptx", ".xlsx", ".odt", ".ods", ".odp", ".epub", ".doc", ".ppt", ".xls", ".msg",
}  # fmt: skip
TEXT_FORMATS = {
    Format.TEXT, Format.MARKDOWN, Format.CSV, Format.JSON, Format.XML, Format.HTML, Format.EML, Format.MBOX,
    Format.RST, Format.ORG, Format.ASCIIDOC, Format.CODE,
}  # fmt: skip
# Possessive throughout: what a comment has taken is never tried another way, which took time without end.
BEFORE_ROOT = r"\s*+(?:<\?xml[^>]*+>\s*+)?+"
COMMENT = r"<!--(?:(?!-->).)*+-->"
DOCTYPE = r"<!doctype[^\[>]*+(?:\[(?:(?!\]>).)*+\])?+>"
HTML_START = re.compile(
    rf"{BEFORE_ROOT}(?:{COMMENT}\s*+)*+<(?:!doctype html|html|head|body|meta|title|link|style|main|article|section|"
    r"nav|header|h[1-6]|table|center|div|p)\b",
    re.IGNORECASE | re.DOTALL,
)
XML_START = re.compile(r"[\ufeff \n\r\t]*+<\?xml")
JSON_START = re.compile(r'[\ufeff \n\r\t]*+(?:\{\s*+["}]|\[\s*+[\[{"\]\dtfn-])')
PARSED_BYTES = 60_000
SVG_START = re.compile(rf"{BEFORE_ROOT}(?:(?:{COMMENT}|{DOCTYPE})\s*+)*+<svg\b", re.IGNORECASE | re.DOTALL)
# A title, then attributes or a section.
ASCIIDOC_START = re.compile(r"= \S[^\n]*\n(?:[^\n]*\n){0,4}?(?::[\w-]+:|== \S)")
MBOX_START = re.compile(r"From (?=[^\n]*?\d{4})[^\n]*+\n[A-Za-z][\w-]*+:")
TEXT_STARTS = (
    (HTML_START, Format.HTML),
    (XML_START, Format.XML),
    (ASCIIDOC_START, Format.ASCIIDOC),
    (re.compile(r"\ufeff?#!"), Format.CODE),
    (MBOX_START, Format.MBOX),
)
MAIL_HEADER = re.compile(
    r"^(?:from|to|cc|subject|date|received|return-path|message-id|mime-version|content-type|x-[\w-]+):",
    re.IGNORECASE,
)
# Byte order marks, the longer first.
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Random bytes have 10 % of control characters, damaged text a few.
SAMPLE_BYTES, MAX_CONTROLS = 8192, 0.05
EAST_ASIAN, FEW_HIGH_BYTES = ("big5", "gb", "cp9", "euc", "shift", "johab", "hz", "iso2022"), 0.15
CHARSET = re.compile(rb"""<meta[^>]+charset=["']?([\w-]+)""", re.IGNORECASE)


def sniff(content: bytes, filename: str) -> Format:
    """Return the format of a file; raises ConversionFailed where there is none or the name claims another."""
    if not content.strip(b"\x00 \t\r\n"):
        raise ConversionFailed(FailureCode.EMPTY, "The file is empty.")
    suffix = PurePath(filename).suffix.lower()
    if content.startswith(OTHER_MAGIC):
        if suffix in BINARY_SUFFIXES:
            raise _mismatch(suffix, "a program or an archive")
        raise ConversionFailed(FailureCode.UNSUPPORTED, "Files of this kind are not read.")
    _refuse_dangerous(content, suffix)
    found = _sniff_binary(content)
    if found is None and is_binary(content):
        raise ConversionFailed(
            FailureCode.UNSUPPORTED, "The content is neither text nor a format that is read."
        )
    found = found or _sniff_text(content, suffix)
    _check_name(found, suffix)
    return found


def _refuse_dangerous(content: bytes, suffix: str) -> None:
    if content.startswith(PICKLE_MAGIC) or (
        suffix in PICKLE_SUFFIXES and not _is_named_text(content, suffix)
    ):
        raise ConversionFailed(FailureCode.UNSUPPORTED, PICKLED)
    if content.startswith(PACKED_MAIL_MAGIC):
        raise ConversionFailed(FailureCode.UNSUPPORTED, PACKED_MAIL)
    is_archive = content.startswith(b"PK")
    if (is_archive and b"%PDF-" in content[:1024]) or (not is_archive and _ends_as_archive(content)):
        raise ConversionFailed(FailureCode.UNSAFE, TWO_KINDS)


def _ends_as_archive(content: bytes) -> bool:
    """Say whether a file is an archive too, which is read from its end: a PDF or a picture with another behind it."""
    place = content.rfind(ZIP_END, max(0, len(content) - ZIP_END_BYTES - 0xFFFF))
    if place < 0 or place + ZIP_END_BYTES > len(content) or ZIP_ENTRY not in content:
        return False
    comment = int.from_bytes(content[place + 20 : place + 22], "little")
    end = place + ZIP_END_BYTES + comment
    # A PDF may carry an office file; nothing stands behind a picture.
    is_picture = content.startswith(IMAGE_MAGIC)
    return end <= len(content) and (is_picture or not content[end:].strip(b"\x00\t\n\r "))


def _is_named_text(content: bytes, suffix: str) -> bool:
    """Say whether a file whose name may mean stored objects is text, and none that stores them in letters."""
    return suffix in AMBIGUOUS_SUFFIXES and not is_binary(content) and not _reads_as_pickle(content)


def _reads_as_pickle(content: bytes) -> bool:
    """Say whether letters are instructions to the end, or as far as one looks; none is carried out."""
    head, place = content[:INSTRUCTION_BYTES], 0
    try:
        for _, _, position in pickletools.genops(head):
            place = position or 0
    except ValueError:
        return len(content) > len(head) and place > len(head) // 2
    return place + 1 >= len(head.rstrip())


def is_binary(content: bytes) -> bool:
    """Say whether bytes of no known format are no text either: text has few control characters."""
    sample = content[:SAMPLE_BYTES]
    controls = sum(byte < 32 and byte not in b"\t\n\v\f\r\x1b" for byte in sample)
    is_wide = content.startswith(tuple(mark for mark, _ in MARKS)) or wide_encoding(content)
    return not is_wide and controls > MAX_CONTROLS * len(sample)


def _check_name(found: Format, suffix: str) -> None:
    if suffix in BINARY_SUFFIXES and (found in TEXT_FORMATS or found is Format.IMAGE):
        raise _mismatch(suffix, found.value)


def _mismatch(suffix: str, found: str) -> ConversionFailed:
    return ConversionFailed(
        FailureCode.TYPE_MISMATCH, f"The name ends in {suffix}, but the content is {found}."
    )


def decode(content: bytes) -> str:
    """Return the text of bytes in any encoding."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    wide = wide_encoding(content)
    if wide:
        return content.decode(wide, "replace")
    return _decode_narrow(content)


# How ISO 2022 begins what is Japanese.
JAPANESE_MAIL = b"\x1b$B"
# Other letters and signs are rare in Russian, Ukrainian, Bulgarian and Serbian alike.
CYRILLIC, USUAL_CYRILLIC = (
    ("cp1251", "koi8_u", "cp866", "iso8859_5", "mac_cyrillic"),
    frozenset("оеаинтсрвлкмдпуябізћј"),
)
LEAST_USUAL, FEW_LETTERS, MOST_LATIN = 0.7, 20, 0.4
# Letters and signs that are frequent where others than those of ASCII are few, and the encodings that may have them.
LATIN = ("cp1252", "cp1250", "iso8859_2")
USUAL_LATIN = frozenset("äöüÄÖÜßéèàùçñáíóúâêîôûëïåøæãõąćęłńśźżčďěňřšťůžýőűăğışđ€„“”’–«»·…§°")


def _decode_narrow(content: bytes) -> str:
    declared = CHARSET.search(content[:4096])
    if JAPANESE_MAIL in content[:65_536]:
        return content.decode("iso2022_jp", "replace")
    for encoding in ("utf-8", declared[1].decode() if declared else ""):
        try:
            return content.decode(encoding) if encoding else _guess(content)
        except (UnicodeDecodeError, LookupError):
            continue
    return _guess(content)


def _guess(content: bytes) -> str:
    # A few broken bytes in UTF-8 are damage, not another encoding.
    text = content.decode("utf-8", "replace")
    has_wide = any(byte >= 0xC2 for byte in content[:100_000])
    if (
        has_wide
        and text.count("\ufffd") <= 0.01 * len(text)
        and any(ord(letter) > 127 and letter != "\ufffd" for letter in text)
    ):
        return text
    if cyrillic := _cyrillic(content[:20_000]):
        return content.decode(cyrillic, "replace")
    best = from_bytes(content[:200_000]).best()
    encoding = best.encoding if best else "cp1252"
    share = sum(byte > 127 for byte in content[:100_000]) / max(1, len(content[:100_000]))
    # Single letters with an accent are not Chinese.
    is_unlikely = encoding.startswith(EAST_ASIAN) and share < FEW_HIGH_BYTES
    if is_unlikely or share < FEW_HIGH_BYTES:
        encoding = _latin(content[:100_000], "cp1252" if is_unlikely else encoding)
    return content.decode(encoding, "replace")


def _latin(content: bytes, guess: str) -> str:
    """Return in which encoding the few letters beyond ASCII are the most usual ones: the guess, or a better one."""

    def usual(encoding: str) -> int:
        letters = [letter for letter in content.decode(encoding, "replace") if ord(letter) > 127]
        return sum(1 if letter in USUAL_LATIN else -2 for letter in letters)

    return max((guess, *LATIN), key=usual)


def _cyrillic(content: bytes) -> str:
    """Return the encoding in which a text is plainly Cyrillic, by its most frequent letters, or nothing."""
    best, likelihood = "", LEAST_USUAL
    for encoding in CYRILLIC:
        letters = [letter for letter in content.decode(encoding, "replace") if ord(letter) > 127]
        usual = sum(letter in USUAL_CYRILLIC for letter in letters) / max(1, len(letters))
        is_enough = len(letters) >= max(FEW_LETTERS, MOST_LATIN * len(content))
        if usual > likelihood and is_enough:
            best, likelihood = encoding, usual
    return best


def wide_encoding(content: bytes) -> str:
    """Return the encoding of text in UTF-16 without a mark, or nothing."""
    sample = content[:4096]
    if len(sample) < 4 or b"\x00" not in sample:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < 0.1 * half else ""


def _sniff_binary(content: bytes) -> Format | None:
    if b"%PDF-" in content[:1024]:
        return Format.PDF
    if content.startswith(b"PK"):
        return _sniff_zip(content)
    if content.startswith(OLE_MAGIC):
        return _sniff_ole(content)
    if content.startswith(b"{\\rtf"):
        return Format.RTF
    if content.startswith(IMAGE_MAGIC) or _is_webp(content) or _is_bitmap(content):
        return Format.IMAGE
    return None


def _is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def _is_bitmap(content: bytes) -> bool:
    return content[:2] == b"BM" and int.from_bytes(content[14:18], "little") in BITMAP_HEADERS


def _sniff_zip(content: bytes) -> Format:
    # Before the directory is read: an object is made for each entry, and this runs in the web process too.
    if content.count(ZIP_ENTRY) > MAX_MEMBERS:
        raise ConversionFailed(FailureCode.TOO_LARGE, f"The archive holds more than {MAX_MEMBERS} files.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            mimetype = archive.read("mimetype")[:100].strip() if _has_small_mimetype(archive) else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as failure:
        raise ConversionFailed(
            FailureCode.CORRUPT, "The file is damaged: its archive cannot be opened."
        ) from failure
    if mimetype in ZIP_MIMETYPES:
        return ZIP_MIMETYPES[mimetype]
    if "[Content_Types].xml" in names:
        for folder, format_ in ZIP_FOLDERS.items():
            if any(name.startswith(folder) for name in names):
                return format_
    raise ConversionFailed(FailureCode.UNSUPPORTED, "Archives are not read: upload the files in it.")


def _has_small_mimetype(archive: zipfile.ZipFile) -> bool:
    if "mimetype" not in archive.namelist():
        return False
    member = archive.getinfo("mimetype")
    # The other ways of packing unpack as much as they like before the size is looked at.
    return member.file_size < 1000 and member.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def _sniff_ole(content: bytes) -> Format:
    for stream, format_ in OLE_STREAMS.items():
        if stream.encode("utf-16-le") in content:
            if format_ is None:
                raise ConversionFailed(FailureCode.ENCRYPTED, "The file is protected by a password.")
            return format_
    raise ConversionFailed(FailureCode.UNSUPPORTED, "Files of this kind are not read.")


def _sniff_text(content: bytes, suffix: str) -> Format:
    text = decode(content[:65_536])
    if "\x00" in text and text.count("\x00") > 0.1 * len(text):
        raise ConversionFailed(FailureCode.UNSUPPORTED, "The file holds binary data of an unknown kind.")
    if SVG_START.match(text[:8192]):
        raise ConversionFailed(FailureCode.UNSUPPORTED, "Drawings are not read.")
    if suffix in TEXT_SUFFIXES:
        return TEXT_SUFFIXES[suffix]
    known = next((format_ for start, format_ in TEXT_STARTS if start.match(text)), None)
    if known is None and (suffix == ".eml" or _looks_like_mail(text)):
        known = Format.EML
    if known is None and _is_json(content, text):
        known = Format.JSON
    return known or (Format.CODE if suffix in CODE_SUFFIXES else Format.TEXT)


def _is_json(content: bytes, text: str) -> bool:
    """Say whether a text is JSON; of a long one only its ends are looked at, for this runs in the web process too."""
    if not JSON_START.match(text) or content.rstrip()[-1:] not in {b"}", b"]"}:
        return False
    if len(content) > PARSED_BYTES:
        return True
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _looks_like_mail(text: str) -> bool:
    lines = text.lstrip().splitlines()[:12]
    return (
        bool(lines)
        and bool(MAIL_HEADER.match(lines[0]))
        and sum(bool(MAIL_HEADER.match(line)) for line in lines) >= 3
    )
