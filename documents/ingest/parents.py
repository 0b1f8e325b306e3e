"""Find what a section stands in: the widest part of a document around it that a reader may take as a whole."""

from collections.abc import Iterator, Sequence

from documents.ingest.types import SectionSpan

Span = tuple[int, int]


def enclosing(sections: Sequence[SectionSpan], tokens: Sequence[int], most: int) -> list[Span | None]:
    """Return for each section its own span, or that of the headings above it, of at most so many tokens.

    None where the section alone has more. Sections under the document's first heading alone are not joined with those
    under another, nor is text without a heading.
    """
    return [_widest(sections, tokens, number, most) for number in range(len(sections))]


def _widest(sections: Sequence[SectionSpan], tokens: Sequence[int], number: int, most: int) -> Span | None:
    if tokens[number] > most:
        return None
    first, last, size = number, number, tokens[number]
    path = sections[number].path
    for depth in range(len(path), 0, -1):
        wider = _reach(sections, tokens, (first, last, size), path[:depth], most)
        if wider is None:
            break
        first, last, size = wider
    return sections[first].start, sections[last].end


def _reach(
    sections: Sequence[SectionSpan],
    tokens: Sequence[int],
    reached: tuple[int, int, int],
    path: tuple[str, ...],
    most: int,
) -> tuple[int, int, int] | None:
    """Take in the neighbours below a heading path; None where they are too much together."""
    first, last, size = reached
    for neighbour in _below(sections, range(first - 1, -1, -1), path):
        size, first = size + tokens[neighbour], neighbour
        if size > most:
            return None
    for neighbour in _below(sections, range(last + 1, len(sections)), path):
        size, last = size + tokens[neighbour], neighbour
        if size > most:
            return None
    return first, last, size


def _below(sections: Sequence[SectionSpan], numbers: range, path: tuple[str, ...]) -> Iterator[int]:
    for number in numbers:
        if sections[number].path[: len(path)] != path:
            return
        # A heading counts something, so that a thousand of them are not looked through for each.
        yield number
