"""Write the pages of a file into a draft, with sentences and words that go on from page to page."""

from collections.abc import Sequence

from documents.ingest.draft import Draft
from documents.ingest.pages.lines import Page, goes_on, vocabulary_of, with_whole_word, write_page
from documents.ingest.types import ConversionFailed, FailureCode


def write_pages(draft: Draft, pages: Sequence[Page], most_characters: int) -> None:
    """Write all pages; raises ConversionFailed where they hold more text than may be read."""
    vocabulary = vocabulary_of(pages)
    waiting: Page | None = None
    is_within = False
    for page in pages:
        current, begins_within = page, False
        if waiting is not None:
            begins_within = goes_on(waiting, current)
            if begins_within:
                waiting, current = with_whole_word(waiting, current, vocabulary)
            write_page(draft, waiting, vocabulary, goes_on=is_within)
        if draft.characters > most_characters:
            raise ConversionFailed(FailureCode.TOO_LARGE, "The file holds more text than may be read.")
        waiting, is_within = current, begins_within
    if waiting is not None:
        write_page(draft, waiting, vocabulary, goes_on=is_within)
