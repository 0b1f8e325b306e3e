"""Hold what was found for a question, before it is put in order."""

from collections import Counter
from dataclasses import dataclass

from documents.search.asking import Wanted
from documents.search.beside import Beside
from documents.search.legs import terms_of
from documents.search.meant import explained_moment
from documents.search.merging import Part
from documents.search.spelling import Spelling
from documents.search.understanding import Understanding
from documents.search.view import languages_asked
from documents.search.wording import Bounds


@dataclass(frozen=True, kw_only=True)
class Found:
    """Hold what each index version brings, what bounded it, and what was searched for beside the question."""

    parts: list[Part]
    bounds: Bounds
    understanding: Understanding
    beside: list[Beside]
    # What misspelt words were taken for.
    spelling: Spelling

    def explained(self, wanted: Wanted) -> dict[str, object]:
        """Say how the question was read, among how much it was searched, and how many candidates that brought."""
        languages: Counter[str] = Counter()
        for view, _ in self.parts:
            languages.update(view.languages)
        asked = languages_asked(wanted.question, languages, self.parts[0][0].settings)
        return {
            "mode": wanted.mode,
            "terms": list(terms_of(wanted.question, asked)),
            "languages": list(asked),
            "embedder": ", ".join(dict.fromkeys(view.embedder for view, _ in self.parts)),
            "index_versions": [view.index_id for view, _ in self.parts],
            "visible_chunks": sum(view.visible for view, _ in self.parts),
            "candidates": sum(len(found) for _, found in self.parts),
            **explained_moment([view for view, _ in self.parts]),
            **self.bounds.explained(),
            **self.spelling.explained(),
            **self.understanding.explained(),
        }
