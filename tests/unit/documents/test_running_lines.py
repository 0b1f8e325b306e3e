"""Headers and footers of a PDF are no text of the document."""

from documents.ingest.converters.pdf import Line, without_running_lines


def page(number: int, *words: str) -> list[Line]:
    """Return a page with a header and a numbered footer around these lines."""
    return [Line("Sickness absence", 8), *(Line(text, 11) for text in words), Line(f"Page {number}", 8)]


def test_what_stands_at_the_edge_of_every_page_is_dropped() -> None:
    pages = [
        page(1, "Call your manager.", "Then rest."),
        page(2, "From the eighth day bring a note.", "Keep it."),
    ]
    assert [[line.text for line in lines] for lines in without_running_lines(pages)] == [
        ["Call your manager.", "Then rest."],
        ["From the eighth day bring a note.", "Keep it."],
    ]


def test_a_title_of_the_same_words_in_larger_letters_stays() -> None:
    pages = [[Line("Sickness absence", 20), *page(1, "One.", "Two.")], page(2, "Three.", "Four.")]
    assert Line("Sickness absence", 20) in without_running_lines(pages)[0]


def test_a_single_page_keeps_all_its_lines() -> None:
    pages = [page(1, "Only."), []]
    assert without_running_lines(pages) == pages
