"""Headers and footers of a PDF are no text of the document."""

from documents.ingest.pages.lines import Line, Page
from documents.ingest.pages.running import without_running_lines

BODIES = [("Call your manager.", "Then rest."), ("From the eighth day bring a note.", "Keep it.")]


def page(number: int, *words: str) -> Page:
    """Return a page with a header and a numbered footer around these lines."""
    lines = [Line("Sickness absence", 8), *(Line(text, 11) for text in words), Line(f"Page {number}", 8)]
    return Page(number=number, items=tuple(lines))


def texts(pages: list[Page]) -> list[tuple[str, ...]]:
    """Return the lines of each page."""
    return [tuple(item.text for item in page.items if isinstance(item, Line)) for page in pages]


def test_what_stands_at_the_edge_of_every_page_is_dropped() -> None:
    pages = [page(number, *body) for number, body in enumerate(BODIES, start=1)]
    assert texts(without_running_lines(pages)) == BODIES


def test_a_title_of_the_same_words_in_larger_letters_stays() -> None:
    titled = Page(number=1, items=(Line("Sickness absence", 20), *page(1, *BODIES[0]).items))
    found = without_running_lines([titled, page(2, *BODIES[1])])
    assert Line("Sickness absence", 20) in found[0].items


def test_headers_of_left_and_right_pages_are_dropped_alike() -> None:
    words = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"]
    pages = [
        Page(
            number=at,
            items=(Line("Rules" if at % 2 else "Leave", 8), Line(f"All about {word} and what follows", 11)),
        )
        for at, word in enumerate(words)
    ]
    assert texts(without_running_lines(pages)) == [(f"All about {word} and what follows",) for word in words]


def test_a_single_page_keeps_all_its_lines() -> None:
    pages = [page(1, "Only."), Page(number=2)]
    assert without_running_lines(pages) == pages


def test_pages_that_are_alike_but_for_their_numbers_are_text() -> None:
    pages = [
        Page(number=at, items=(Line("Row of Meridian Tooling", 11), Line(f"page {at}", 11)))
        for at in range(1, 9)
    ]
    assert without_running_lines(pages) == pages
