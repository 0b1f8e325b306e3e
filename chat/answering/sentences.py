"""Follow a stream sentence by sentence, and set our citations where the model set its own."""

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from chat.answering.units import cut_sentences
from chat.types import AnswerSentence

_MARKER = re.compile(r"(?<![ \t])[ \t]*[\[【](\d{1,2}(?:\s*,\s*\d{1,2})*)[\]】](?!\()")
# Possessive: "[ [ [ [" can be read in one way only, where it once took time without end.
_UNSETTLED = re.compile(r"(?<![\s\[【])(?:\s|[\[【][\d,\s]*+\]?+)*+$")
_PARTS = re.compile(r"[\[【][^\[\]【】]*[\]】]?|[^\[【]+")
_MARKUP = "#*_>-| \t\n"


@dataclass(frozen=True, kw_only=True)
class Verified:
    """Say which citations support a sentence, and whether it holds."""

    citations: tuple[int, ...]
    is_verified: bool


Verify = Callable[[str, tuple[int, ...]], Awaitable[Verified]]


class CitedText:
    """Build the answer from what the model streams; markers stand after each sentence that is supported."""

    def __init__(self, verify: Verify, *, citations: int) -> None:
        """Ask `verify` about each sentence, with those of the citations 1 to `citations` that it named."""
        self._verify = verify
        self._last_citation = citations
        self._raw = ""
        self._hints: list[int] = []
        self._sentence_start = 0
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
        shown_before = len(self.text)
        self.text += self._raw.rstrip()
        self._raw = ""
        await self._end_sentence()
        return self.text[shown_before:]

    async def _show(self, settled: str) -> str:
        shown_before = len(self.text)
        open_sentence = self.text[self._sentence_start :] + settled
        *ended, _ = list(_cut(open_sentence)) or [(0, 0)]
        done = len(open_sentence) - len(settled)
        for _, end in ended:
            self.text += open_sentence[done:end]
            done = max(done, end)
            await self._end_sentence()
        self.text += open_sentence[done:]
        return self.text[shown_before:]

    async def _end_sentence(self) -> None:
        start = self._sentence_start
        sentence = self.text[start:]
        hints, self._hints = tuple(dict.fromkeys(self._hints)), []
        plain = sentence.strip(_MARKUP)
        if plain:
            verified = await self._verify(plain, hints)
            begin = start + sentence.index(plain)
            self.sentences.append(
                AnswerSentence(
                    start=begin,
                    end=begin + len(plain),
                    citations=verified.citations,
                    verified=verified.is_verified,
                )
            )
            self.text += "".join(f" [{number}]" for number in verified.citations[:1])
            self.text += "".join(f"[{number}]" for number in verified.citations[1:])
        self._sentence_start = len(self.text)

    def _take_hint(self, match: re.Match[str]) -> str:
        named = [int(number) for number in match.group(1).split(",")]
        if not all(1 <= number <= self._last_citation for number in named):
            return match.group()
        self._hints.extend(named)
        return ""


def _cut(text: str) -> Iterator[tuple[int, int]]:
    line_start = 0
    for line in text.splitlines(keepends=True):
        for start, end in cut_sentences(line):
            yield line_start + start, line_start + end
        line_start += len(line)
