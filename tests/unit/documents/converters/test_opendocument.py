"""OpenDocument texts keep the numbers of their lists, headers and footers; presentations what is hidden and charts."""

import io
import zipfile

from documents.ingest.convert import convert
from documents.ingest.converters.opendocument import SPACES
from documents.ingest.types import BlockKind, Extracted

NAMES = " ".join(f'xmlns:{name}="{space}"' for name, space in SPACES.items())
CHART = "urn:oasis:names:tc:opendocument:xmlns:chart:1.0"
STYLES = """<text:list-style style:name="L1">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="." text:start-value="3"/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>
<text:list-level-style-bullet text:level="3" text:bullet-char="x"/></text:list-style>"""


def part(inner: str) -> str:
    return f"<office:document-content {NAMES}>{inner}</office:document-content>"


def converted(kind: str, body: str, styles: str = "", **parts: str) -> Extracted:
    names = {"odt": "text", "odp": "presentation"}
    content = part(
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{names[kind]}>{body}</office:{names[kind]}></office:body>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("mimetype", f"application/vnd.oasis.opendocument.{names[kind]}")
        for name, text in {"content.xml": content, **parts}.items():
            made.writestr(name, text)
    return convert(file.getvalue(), f"a.{kind}")


def item(text: str, inner: str = "", said: str = "") -> str:
    return f"<text:list-item {said}><text:p>{text}</text:p>{inner}</text:list-item>"


def lists(found: Extracted) -> list[str]:
    return [found.text[one.start : one.end] for one in found.blocks if one.kind is BlockKind.LIST]


def test_items_are_counted_by_the_style_of_their_list() -> None:
    deepest = f"<text:list>{item('deepest')}</text:list>"
    inner = f"<text:list>{item('inner', deepest)}{item('other')}</text:list>"
    body = f'<text:list text:style-name="L1">{item("one", inner)}{item("two")}</text:list>'
    assert lists(converted("odt", body, STYLES)) == [
        "3. one\n  (a) inner\n    - deepest\n  (b) other\n4. two",
    ]


def test_a_list_goes_on_where_it_says_so_and_begins_anew_elsewhere() -> None:
    list_ = f'<text:list text:style-name="L1">{item("a")}</text:list>'
    going = list_.replace("<text:list ", '<text:list text:continue-numbering="true" ')
    body = f"{list_}<text:p>x</text:p>{going}<text:p>y</text:p>{list_}"
    assert lists(converted("odt", body, STYLES)) == ["3. a", "4. a", "3. a"]


def test_an_item_that_names_its_number_has_it() -> None:
    body = f'<text:list text:style-name="L1">{item("a", said=SAID)}{item("b")}</text:list>'
    assert lists(converted("odt", body, STYLES)) == ["9. a\n10. b"]


SAID = 'text:start-value="9"'


def test_headers_stand_first_and_footers_last_each_once() -> None:
    pages = "".join(
        f"<style:master-page><style:header><text:p>The house</text:p></style:header>"
        f'<style:footer style:display="{shown}"><text:p>{foot}</text:p></style:footer></style:master-page>'
        for shown, foot in (("true", "Internal"), ("false", "Not shown"))
    )
    styles = part(f"<office:master-styles>{pages}</office:master-styles>")
    found = converted("odt", "<text:p>Leave is 26 days.</text:p>", **{"styles.xml": styles})
    assert found.text == "The house\n\nLeave is 26 days.\n\nInternal"


def test_a_hidden_slide_is_read_and_said_to_be_hidden() -> None:
    facts = '<style:drawing-page-properties presentation:visibility="hidden"/>'
    style = f'<style:style style:name="d2">{facts}</style:style>'
    box = "<draw:frame><draw:text-box><text:p>Plan {}</text:p></draw:text-box></draw:frame>"
    slides = "".join(f'<draw:page draw:style-name="d{n}">{box.format(n)}</draw:page>' for n in (1, 2))
    found = converted("odp", slides, style)
    assert "Plan 2" in found.text
    assert found.warnings == ("Slide 2 is hidden in the file; its text was read.",)


def test_a_chart_is_its_title_and_its_figures() -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    rows = "".join(
        f"<table:table-row>{cell.format(a)}{cell.format(b)}</table:table-row>"
        for a, b in (("Year", "Days"), (2024, 26))
    )
    chart = part(
        f'<office:body xmlns:c="{CHART}"><office:chart><c:chart><c:title><text:p>Days away</text:p></c:title>'
        f"<table:table>{rows}</table:table></c:chart></office:chart></office:body>"
    )
    object_ = '<draw:object xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="./Object 1"/>'
    slide = f"<draw:page><draw:frame>{object_}</draw:frame></draw:page>"
    found = converted("odp", slide, **{"Object 1/content.xml": chart})
    assert "Days away\n\nYear | Days\n2024 | 26" in found.text
