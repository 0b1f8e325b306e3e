"""Read the comments on the cells of an Excel sheet, which openpyxl leaves out where it reads row by row."""

import posixpath
import zipfile
from collections.abc import Iterator

from lxml import etree

from documents.ingest.clean import clean_line

XML = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
MOST_COMMENTS, PERSONS = 5_000, "{*}authors/{*}author"


def comments_of(archive: zipfile.ZipFile, sheet: str) -> Iterator[str]:
    """Yield each comment on a sheet with its cell and who wrote it; a sheet names the part that holds them."""
    folder, name = posixpath.split(sheet.lstrip("/"))
    relations, names = f"{folder}/_rels/{name}.rels", set(archive.namelist())
    for relation in _root(archive, relations) if relations in names else ():
        if str(relation.get("Type")).endswith("/comments"):
            # From the sheet's folder, or from the top where it begins with a bar.
            part = posixpath.normpath(posixpath.join(f"/{folder}", str(relation.get("Target")))).lstrip("/")
            if part in names:
                yield from _comments(_root(archive, part))


def _root(archive: zipfile.ZipFile, name: str) -> etree._Element:
    root = etree.fromstring(archive.read(name), XML)
    return etree.Element("empty") if root is None else root


def _comments(root: etree._Element) -> Iterator[str]:
    persons = [clean_line(person.text or "") for person in root.iterfind(PERSONS)]
    for comment in list(root.iterfind("{*}commentList/{*}comment"))[:MOST_COMMENTS]:
        text = clean_line(" ".join(part.text or "" for part in comment.iterfind("{*}text//{*}t")))
        number = comment.get("authorId") or ""
        person = persons[int(number)] if number.isdigit() and int(number) < len(persons) else ""
        # Excel writes the name before the text, too.
        who = f"{person}: " if person and not text.startswith(f"{person}:") else ""
        if text:
            yield f"Comment on {comment.get('ref')}: {who}{text}"
