"""Take RTF apart into words, signs and text, and its bytes into characters (Rich Text Format Specification 1.9.1)."""

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.DOTALL,
)
# Windows character sets, by the number that a font gives.
CHARSETS = {
    0: "cp1252", 1: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 255: "cp437",
}  # fmt: skip
CODE_PAGES = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
SIGNS = {
    "tab": "\t",  "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘",
    "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip

NOWHERE, UTF_8 = "nowhere", 65001
# Where goes what stands in these groups; what stands in any other group marked by a star goes nowhere.
PLACES = {
    "fonttbl": "fonts", "stylesheet": "styles", "title": "title", "author": "author", "subject": "subject",
    "creatim": "created", "footnote": "note", "annotation": "comment", "atnauthor": "commenter", "listtext": "mark",
    "pntext": "mark", "header": "header", "headerl": "header", "headerr": "header", "headerf": "header",
    "footer": "footer", "footerl": "footer", "footerr": "footer", "footerf": "footer", "shptxt": "box",
    **dict.fromkeys((
        "fldinst", "pict", "objdata", "nonshppict", "shprslt", "sp", "colortbl", "listtable", "listoverridetable",
        "rsidtbl", "filetbl", "revtbl", "xe", "tc", "rxe", "atnid", "atnref", "operator", "company", "manager",
        "category", "keywords", "doccomm", "comment", "hlinkbase", "revtim", "printim", "buptim", "falt", "panose",
        "nonesttables", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "generator",
    ), NOWHERE),
}  # fmt: skip


class Token(NamedTuple):
    """Keep a control word with its number, a sign after a backslash, a brace, or text; all but one are empty."""

    word: str = ""
    number: int | None = None
    sign: str = ""
    brace: str = ""
    text: bytes = b""


def tokens(content: bytes) -> Iterator[Token]:
    """Yield what a file consists of; data of pictures after \\bin are passed."""
    place = 0
    while found := TOKEN.match(content, place):
        place = found.end()
        word, number, code, sign, brace, text = found.groups()
        if word:
            value = int(number) if number else None
            if word == b"bin" and value and value > 0:
                place += value
            else:
                yield Token(word=word.decode("ascii"), number=value)
        elif code:
            yield Token(text=bytes.fromhex(code.decode("ascii")))
        elif sign:
            yield Token(sign=sign.decode("latin-1"))
        elif brace:
            yield Token(brace=brace.decode("ascii"))
        elif text:
            yield Token(text=text)


def code_page(number: int | None) -> str:
    """Return the codec of a Windows code page; Latin where Python knows none."""
    if number == UTF_8:
        return "utf-8"
    try:
        codecs.lookup(f"cp{number}")
    except LookupError:
        return "cp1252"
    return f"cp{number}"
