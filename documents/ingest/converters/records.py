"""Read JSON, JSON lines and XML: records alike are tables, names of parts are headings."""

import json
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from documents.ingest.archives import PROLOG_BYTES, check_prolog
from documents.ingest.clean import CELLS, clean_line
from documents.ingest.converters.notebook import is_notebook, write_notebook
from documents.ingest.converters.ooxml import local_name
from documents.ingest.draft import Draft
from documents.ingest.sniff import decode
from documents.ingest.types import ConversionFailed, Extracted, FailureCode, Source

# Deeper parts are read as lines of `path: value`.
MOST_HEADINGS, MOST_COLUMNS, LONG_CHARACTERS = 4, 60, 300
TITLES = {"title", "head", "heading", "titel", "caption"}
CODE = {"programlisting", "screen", "code", "codeblock", "listing"}
# Elements that stand within a line.
MOST_NESTED = 200


def convert_json(source: Source) -> Extracted:
    """Read JSON or JSON lines; what is broken is read as text, and said to be."""
    text = decode(source.content)
    draft = Draft()
    try:
        value = _parsed(text)
        if isinstance(value, dict) and is_notebook(value):
            write_notebook(draft, value)
            return draft.finish()
        _write_value(draft, value, "", 1)
    except (ValueError, RecursionError):
        draft.block(text)
        draft.warnings.append("The file is no valid JSON: it was read as plain text.")
    return draft.finish(source.filename)


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
        if len(lines) < 2:
            raise
        return [json.loads(line) for line in lines]


def _write_value(draft: Draft, value: object, name: str, level: int) -> None:
    if isinstance(value, list) and _are_records(value):
        _write_records(draft, [{str(key): _plain(cell) for key, cell in one.items()} for one in value])
    elif isinstance(value, list) and value and all(_is_plain(one) for one in value):
        draft.items("\n".join(f"- {clean_line(_plain(one))}" for one in value if _plain(one)))
    elif isinstance(value, list) and level <= MOST_HEADINGS:
        for one in value:
            _write_value(draft, one, name, level + 1)
    elif isinstance(value, dict) and level <= MOST_HEADINGS:
        _write_object(draft, value, level)
    else:
        draft.block("\n".join(_lines(value, name)))


def _write_object(draft: Draft, value: Mapping[str, object], level: int) -> None:
    title = next(
        (str(value[key]) for key in value if key.lower() in TITLES and isinstance(value[key], str)), ""
    )
    draft.heading(title, level)
    plain = {key: one for key, one in value.items() if _is_plain(one)}
    draft.block("\n".join(f"{key}: {_plain(one)}" for key, one in plain.items() if _plain(one)))
    for key, one in value.items():
        if key not in plain and one:
            draft.heading(str(key), level + bool(title))
            _write_value(draft, one, str(key), level + 1 + bool(title))


def _are_records(values: Sequence[object]) -> bool:
    """Say whether objects are rows of one table: alike, and nothing long or deep in them."""
    objects = [one for one in values if isinstance(one, dict)]
    if len(objects) < 2 or len(objects) < len(values):
        return False
    keys = {key for one in objects for key in one}
    filled = sum(len(one) for one in objects)
    is_even = len(keys) <= MOST_COLUMNS and filled >= len(keys) * len(objects) / 2
    return is_even and all(
        _is_plain(cell) and len(str(cell)) <= LONG_CHARACTERS for one in objects for cell in one.values()
    )


def _write_records(draft: Draft, records: Sequence[Mapping[str, str]]) -> None:
    keys = list(dict.fromkeys(key for one in records for key in one))
    rows = [CELLS.join(clean_line(one.get(key, "")) for key in keys) for one in records]
    draft.table([CELLS.join(keys), *rows])


def _is_plain(value: object) -> bool:
    return not isinstance(value, dict | list)


def _plain(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case _:
            return str(value)


def _lines(value: object, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _lines(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _lines(inner, path)
    elif value is not None:
        yield f"{path}: {_plain(value)}" if path else _plain(value)


def convert_xml(source: Source) -> Extracted:
    """Read XML: titles are headings, elements alike are tables; entities and external parts are refused."""
    check_prolog(source.content[:PROLOG_BYTES])
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(source.content, parser)
    except (etree.XMLSyntaxError, ValueError) as failure:
        raise ConversionFailed(FailureCode.CORRUPT, "The XML cannot be read.") from failure
    draft = Draft()
    if root is not None:
        _write_element(draft, root, 1)
    return draft.finish()


def _write_element(draft: Draft, element: etree._Element, level: int) -> None:
    children = [child for child in element if isinstance(child.tag, str)]
    if _name(element) in CODE:
        draft.code("".join(element.itertext()))
    elif not children or _is_mixed(element, children) or level > MOST_NESTED:
        draft.block(" ".join("".join(element.itertext()).split()))
    elif _are_rows(children):
        _write_records(draft, [_record(child) for child in children])
    else:
        for child in children:
            if _name(child) in TITLES:
                draft.heading("".join(child.itertext()), level)
            else:
                _write_element(draft, child, level + (_name(children[0]) in TITLES))


def _name(element: etree._Element) -> str:
    return local_name(element.tag).lower()


def _is_mixed(element: etree._Element, children: Sequence[etree._Element]) -> bool:
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in children)


def _are_rows(elements: Sequence[etree._Element]) -> bool:
    """Say whether elements are rows of one table: of one name, each with leaves or attributes alone."""
    if len(elements) < 2 or len({one.tag for one in elements}) > 1:
        return False
    records = [_record(one) for one in elements]
    has_leaves = all(not len(child) for one in elements for child in one)
    keys = {key for one in records for key in one}
    is_even = 1 < len(keys) <= MOST_COLUMNS and sum(map(len, records)) >= len(keys) * len(records) / 2
    return (
        has_leaves
        and is_even
        and all(len(cell) <= LONG_CHARACTERS for one in records for cell in one.values())
    )


def _record(element: etree._Element) -> dict[str, str]:
    record = {local_name(key): value for key, value in element.attrib.items()}
    own = " ".join((element.text or "").split())
    if own and not len(element):
        record[local_name(element.tag)] = own
    for child in element:
        if isinstance(child.tag, str):
            key = local_name(child.tag)
            text = " ".join((child.text or "").split())
            record[key] = f"{record[key]}, {text}" if key in record else text
    return record
