"""How the files of a collection are read reaches the converter, through the process that reads them."""

import pytest

from documents.ingest.sandbox import Sandbox
from documents.ingest.types import ConverterSettings, Limits, Ocr
from documents.ingest.wire import Request, Task, read_request, request_frames

RULES = "".join(
    f"<p>Rule {number} says that leave is counted in whole working weeks, and that it ends with one.</p>"
    for number in range(9)
)
PAGE = f"""<html><head><title>Leave</title><script>go()</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li>Contact</li></ul></nav>
<main><article><h1>Parental leave</h1><p>Parental leave is <b>twelve</b> weeks for each parent.</p>{RULES}
<table><tr><th>Years</th><th>Weeks</th></tr><tr><td>1</td><td>12</td></tr></table></article></main>
<footer>Printed on recycled paper</footer></body></html>""".encode()


@pytest.mark.parametrize("main_only", [True, False])
def test_a_page_is_read_whole_or_by_its_main_content(main_only: bool) -> None:
    with Sandbox() as sandbox:
        found = sandbox.convert(PAGE, "leave.html", ConverterSettings(main_content_only=main_only))
    assert "Parental leave is twelve weeks" in found.text
    assert "Years | Weeks" in found.text
    assert ("recycled paper" in found.text, "Contact" in found.text) == (not main_only, not main_only)
    assert "go()" not in found.text


def test_the_settings_survive_the_way_to_the_reader() -> None:
    settings = ConverterSettings(ocr=Ocr.ALWAYS, ocr_languages=("de", "en"), keep_headers_footers=True)
    frames = request_frames(
        Request(task=Task.TEXT, content=b"", name="a.pdf", limits=Limits(), settings=settings)
    )
    left = memoryview(frames)

    def read(length: int) -> bytes:
        nonlocal left
        piece, left = bytes(left[:length]), left[length:]
        return piece

    assert read_request(read).settings == settings
