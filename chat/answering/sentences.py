"""Follow a stream sentence by sentence, and set our citations where the model set its own."""

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from chat.answering.markup import Part, cut_parts, is_code, trailing_pipe
from chat.types import AnswerSentence

_MARKER = re.compile(r"(?<![ \t])[ \t]*[\[【](\d{1,2}(?:\s*,\s*\d{1,2})*)[\]】](?!\()")
# Possessive: "[ [ [ [" can be read in one way only, where it once took time without end.
_UNSETTLED = re.compile(r"(?<![\s\[【|])(?:[\s|]|[\[【][\d,\s]*+\]?+)*+$")
_PARTS = re.compile(r"[\[【][^\[\]【】]*[\]】]?|[^\[【]+")
_MARKUP = "#*_>-+| \t\n"
_LIST_NUMBER = re.compile(r"\d{1,3}[.)](?:\s+|$)")


@dataclass(frozen=True, kw_only=True)
class Verified:
    """Say which citations support a sentence, and whether it holds."""

    citations: tuple[int, ...]
    is_verified: bool


Verify = Callable[[str, tuple[int, ...]], Awaitable[Verified]]


class CitedText:
    """Build the answer from what the model streams; markers stand after each sentence that is supported.

    Code and headings pass as they are; a row of a table is one sentence, and is cited in its last cell.
    """

    def __init__(self, verify: Verify, *, citations: int) -> None:
        """Ask `verify` about each sentence, with those of the citations 1 to `citations` that it named."""
        self._verify = verify
        self._last_citation = citations
        self._raw = ""
        self._hints: list[int] = []
        self._sentence_start = 0
        self._shown = 0
        self._before = Part.BREAK
        self.text = ""
        self.sentences: list[AnswerSentence] = []

    async def feed(self, piece: str) -> str:
        """Take what the model wrote, and give what may be shown now."""
        # Marker by marker, so that each counts for the sentence it follows.
        return "".join([await self._take(part) for part in _PARTS.findall(piece)])

    async def _take(self, piece: str) -> str:
        self._raw = _MARKER.sub(self._take_hint, self._raw + piece)
        unsettled = _UNSETTLED.search(self._raw)
        settled_end = unsettled.start() if unsettled else len(self._raw)
        settled, self._raw = self._raw[:settled_end], self._raw[settled_end:]
        return await self._show(settled) if settled else ""

    async def close(self) -> str:
        """End the last sentence, and give what is still to be shown."""
        await self._show(self._raw.rstrip())
        self._raw = ""
        for _, _, part in [*self._cut(self.text[self._sentence_start :])][-1:]:
            await self._end(part)
        return self.text[self._shown :]

    async def _show(self, settled: str) -> str:
        self._shown = len(self.text)
        open_part = self.text[self._sentence_start :] + settled
        *ended, _ = [*self._cut(open_part)] or [(0, 0, Part.BREAK)]
        done = len(open_part) - len(settled)
        for _, end, part in ended:
            self.text += open_part[done:end]
            done = max(done, end)
            await self._end(part)
        self.text += open_part[done:]
        return self.text[self._shown :]

    def _cut(self, text: str) -> Iterator[tuple[int, int, Part]]:
        return cut_parts(text, before=self._before)

    async def _end(self, part: Part) -> None:
        start = self._sentence_start
        hints, self._hints = tuple(dict.fromkeys(self._hints)), []
        plain = _plain(self.text[start:])
        if part.is_said and plain:
            await self._cite(plain, hints, part)
        self._before = part
        self._sentence_start = len(self.text)

    async def _cite(self, plain: str, hints: tuple[int, ...], part: Part) -> None:
        verified = await self._verify(" ".join(_unmarked(plain).replace("|", " ").split()), hints)
        begin = self._sentence_start + self.text[self._sentence_start :].index(plain)
        self.sentences.append(
            AnswerSentence(
                start=begin,
                end=begin + len(plain),
                citations=verified.citations,
                verified=verified.is_verified,
            )
        )
        tail = trailing_pipe(self.text, self._shown) if part is Part.ROW else ""
        self.text = self.text.removesuffix(tail)
        self.text += "".join(f" [{number}]" for number in verified.citations[:1])
        self.text += "".join(f"[{number}]" for number in verified.citations[1:]) + tail

    def _take_hint(self, match: re.Match[str]) -> str:
        named = [int(number) for number in match.group(1).split(",")]
        if not all(1 <= number <= self._last_citation for number in named):
            return match.group()
        if is_code(self.text + match.string[: match.start()]):
            return match.group()
        self._hints.extend(named)
        return ""


def _plain(sentence: str) -> str:
    """Take off the marks of lists, quotations and emphasis around a sentence."""
    stripped = sentence.strip(_MARKUP)
    number = _LIST_NUMBER.match(stripped)
    return stripped[number.end() :].strip(_MARKUP) if number else stripped


def _unmarked(sentence: str) -> str:
    """Take out the markers of passages that are not there: their numbers are none that the sentence says."""
    return _MARKER.sub(lambda match: match.group() if is_code(sentence[: match.start()]) else "", sentence)
