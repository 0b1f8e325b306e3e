"""Make of a question what is searched for: its parts, each in the tenant's other words, and the time it is about."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import TypeVar

from documents.lexical.language import detect_language
from documents.questions.compound import split_question
from documents.questions.synonyms import alternatives
from documents.questions.times import day_asked, period_asked
from documents.questions.types import Definition, Period, Step, Switches, Synonyms, Understood, Variant

# A question with its parts and all of their other variants is searched for so often at most.
MOST_VARIANTS = 6
Found = TypeVar("Found")


class _Steps:
    """Take note of each step."""

    def __init__(self) -> None:
        self.taken: list[Step] = []

    def take(self, name: str, do: Callable[[], Found], show: Callable[[Found], dict[str, object]]) -> Found:
        begun = time.perf_counter()
        found = do()
        took_ms = round((time.perf_counter() - begun) * 1000, 3)
        self.taken.append(Step(name=name, took_ms=took_ms, found=show(found)))
        return found


def understand(
    question: str,
    *,
    today: date,
    switches: Switches,
    own: Iterable[Synonyms] = (),
    mined: Iterable[Definition] = (),
    usual_language: str = "en",
) -> Understood:
    """Return what to search for."""
    steps = _Steps()
    language = usual_language
    if switches.question_language:
        language = steps.take(
            "language", lambda: detect_language(question, usual_language), lambda code: {"question": code}
        )
    variants: tuple[Variant, ...] = (Variant(text=question),)
    if switches.split_questions:
        parts = steps.take("split", lambda: split_question(question), _show_parts)
        variants += tuple(Variant(text=text, part=number) for number, text in enumerate(parts, start=1))
    if switches.expand_synonyms:
        known, definitions = tuple(own), tuple(mined)
        added = steps.take("synonyms", lambda: _added(variants, known, definitions), _show_added)
        variants += added
    period, as_of = None, None
    if switches.time_words:
        as_of = day_asked(question)
        period = steps.take("time", lambda: None if as_of else period_asked(question, today), _show_period)
    return Understood(
        question=question,
        language=language,
        variants=variants[:MOST_VARIANTS],
        period=period,
        as_of=as_of,
        steps=tuple(steps.taken),
    )


def _added(
    variants: Sequence[Variant], own: Sequence[Synonyms], mined: Sequence[Definition]
) -> tuple[Variant, ...]:
    """Return the other variants of each part: the first of all parts before the second of any."""
    by_part = [
        [replace(other, part=one.part) for other in alternatives(one.text, own, mined)] for one in variants
    ]
    rounds = max(map(len, by_part), default=0)
    return tuple(others[turn] for turn in range(rounds) for others in by_part if turn < len(others))


def _show_parts(parts: Sequence[str]) -> dict[str, object]:
    return {"parts": list(parts)}


def _show_added(added: Sequence[Variant]) -> dict[str, object]:
    replaced = dict.fromkeys(pair for one in added for pair in one.replaced)
    return {"added": [asdict(pair) for pair in replaced], "variants": [one.text for one in added]}


def _show_period(period: Period | None) -> dict[str, object]:
    if period is None:
        return {}
    since, until = (day.isoformat() if day else None for day in (period.since, period.until))
    return {"words": period.words, "since": since, "until": until, "newest": period.is_present}
