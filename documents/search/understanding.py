"""Understand a question for one person: with the tenant's settings, and the words of what they see."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from django.utils import timezone

from documents.embedding.registry import entries
from documents.questions.synonyms import terms_within
from documents.questions.types import Definition, Switches, Synonyms, Understood
from documents.questions.understanding import understand
from documents.search.asking import Wanted
from documents.search.known_terms import terms_known
from documents.search.statement import View


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """Hold what was understood, and whether the embedder reads the question's language."""

    understood: Understood
    is_read: bool = True

    @property
    def others(self) -> tuple[str, ...]:
        """Return the further questions to search for."""
        return tuple(one.text for one in self.understood.variants[1:])

    @property
    def timings_ms(self) -> dict[str, float]:
        """Return how long each step took."""
        return {one.name: one.took_ms for one in self.understood.steps}

    def explained(self) -> dict[str, object]:
        """Say of each step what it found."""
        steps = [{"step": one.name, **one.found} for one in self.understood.steps]
        return {"question": steps, "language": self.understood.language, "embedder_reads_it": self.is_read}


def understood_here(wanted: Wanted, views: Sequence[View], today: date | None = None) -> Understanding:
    """Return what to search for in place of a question; one statement more where the tenant knows terms."""
    if not views:
        return Understanding(
            understood=understand(
                wanted.question, today=today or _today(), switches=_OFF, usual_language="en"
            )
        )
    settings = views[0].settings
    switches = Switches(
        question_language=settings.question_language,
        split_questions=settings.split_questions,
        expand_synonyms=settings.expand_synonyms,
        time_words=settings.time_words,
    )
    # Quotation marks and exclusions are orders: what is asked in that way is asked as it stands.
    if not wanted.wording.is_plain:
        switches = replace(switches, split_questions=False, expand_synonyms=False)
    own: tuple[Synonyms, ...] = ()
    mined: tuple[Definition, ...] = ()
    if switches.expand_synonyms and settings.knows_terms:
        audiences = sorted(set(chain.from_iterable(view.audiences for view in views)))
        own, mined = terms_known(terms_within(wanted.question), audiences)
    understood = understand(
        wanted.question,
        today=today or _today(),
        switches=switches,
        own=own,
        mined=mined,
        usual_language=_usual_language(views),
    )
    return Understanding(understood=understood, is_read=_is_read(understood.language, views))


_OFF = Switches(split_questions=False, expand_synonyms=False, time_words=False)


def _today() -> date:
    return timezone.localdate()


def _usual_language(views: Sequence[View]) -> str:
    """Return the language that most of what is seen is in."""
    chunks: Counter[str] = Counter()
    for view in views:
        chunks.update(view.languages)
    return max(chunks, key=lambda language: (chunks[language], language), default="en")


def _is_read(language: str, views: Sequence[View]) -> bool:
    known = [entry for view in views if (entry := entries().get(view.embedder)) is not None]
    return all(language in entry.languages for entry in known)
