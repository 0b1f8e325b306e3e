"""Look for a known answer to one question, and keep the one that is made where there is none."""

import asyncio
import dataclasses
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, InterfaceError, transaction
from django.utils import timezone

from chat.access.bounds import Bounds, filter_of
from chat.actions import recalling
from chat.actions.answers import Begun, note_unseen
from chat.actions.known_questions import embedder_now, is_cache_on, place
from chat.answering.likeness import Reader, folded, is_personal, is_timely, threshold_of
from chat.answering.likeness.keys import key_of
from chat.answering.likeness.synonyms import same_words
from chat.answering.prompt import PROMPT_VERSION
from chat.answering.types import RecallFailed, Recollection
from chat.guardrails.patterns import GUARD_VERSION
from chat.protocol import Ask
from chat.types import Citation, Done, Outcome
from chat.wiring.flights import Flight, Flights
from documents.lexical.lexicon import Lexicon
from documents.search.standing import Ground, corpus_of, ground_of
from documents.types import SearchResult
from project.kernel.db import in_thread
from project.kernel.errors import Unavailable
from tenants.access import names_of_people
from tenants.types import Actor

# What depends on the hour is given again only to who asks at the same time.
TIMELY = timedelta(minutes=10)
# What is a little worse, because a part was slow, is given again for as short a time.
_MINOR = frozenset({"rerank", "phrasing", "resume"})
# What of an ask is not a bound of its answer; its filter is one as it is read.
_UNBOUND = ("id", "question", "conversation", "fresh", "filter")


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Sought:
    asked: recalling.Asked
    ground: Ground
    # What an answer to it may be kept under; None where it may not.
    key: UUID | None
    lifetime: timedelta
    reader: Reader


class Memory:
    """Hold what is known of one question: its key, its place, and what was found."""

    def __init__(
        self,
        actor: Actor,
        ask: Ask,
        begun: Begun,
        in_force: Mapping[str, Any],
        flights: Flights,
        find: Callable[[str], SearchResult],
    ) -> None:
        """Keep who asks what within which bounds, by which parts it would be answered, and what is under way.

        `find` searches as the asker, within the same bounds.
        """
        self._find = find
        self._actor = actor
        self._ask = ask
        self._begun = begun
        self._in_force = in_force
        self._flights = flights
        self._flight: Flight | None = None
        self._sought: _Sought | None = None
        self._vector: list[float] | None = None
        # What a fresh answer is to stand in place of: rows with their messages.
        self._stale: Mapping[int, UUID] = {}
        self.sources: frozenset[UUID] = frozenset()

    async def recall(self, question: str) -> Recollection:
        """Give the answer to a question that stands alone, where it is known; raise `RecallFailed`.

        Where it is not, this question's answer is the one that is made of all that are the same, or waits for that.
        """
        found = await self._found(question)
        name = self._flight_name()
        if found.known is not None or not name:
            return found
        if not await self._is_behind(name):
            return found
        return dataclasses.replace(found, wait=partial(self._waited, question, name))

    def close(self) -> None:
        """Let nobody wait for this answer any more."""
        if self._flight is not None:
            self._flight.land()

    async def keep(self, done: Done, shown: tuple[Citation, ...]) -> bool:
        """Keep an answer that may be given again; a failure is nobody's but the next asker's."""
        sought = self._sought
        if sought is None or sought.key is None:
            return False
        lifetime = min(TIMELY, sought.lifetime) if done.degraded else sought.lifetime
        try:
            is_kept = self._may_be_kept(done) and await in_thread(
                self._keep, sought, sought.key, shown, lifetime
            )
            if self._stale and _is_judgement(done):
                await in_thread(recalling.let_go, self._stale)
        except (DatabaseError, InterfaceError):
            return False
        return is_kept

    async def _found(self, question: str) -> Recollection:
        try:
            found = await in_thread(self._recall, question)
        except (DatabaseError, InterfaceError) as failure:
            raise RecallFailed(type(failure).__name__) from failure
        if found.known is not None:
            self.sources = found.known.sources
        return found

    async def _is_behind(self, name: str) -> bool:
        """Be the one whose answer the others wait for, where there is none yet; say whether there is another."""
        if self._may_be_kept_by_itself(self._in_force["model"]["mode"]):
            self._flight = await self._flights.begin(name)
        return self._flight is None and self._flights.is_open(name)

    async def _waited(self, question: str, name: str) -> Recollection:
        """Look again whenever the same was answered for somebody else, until it is known, one's turn or too late."""
        begun = time.monotonic()
        deadline = asyncio.get_running_loop().time() + settings.ANSWER_CACHE_WAIT_SECONDS
        while True:
            try:
                async with asyncio.timeout_at(deadline):
                    await self._flights.landed(name)
            except TimeoutError:
                detail = {"found": "nothing", "because": "waited", "waited_ms": _since(begun)}
                return Recollection(detail=detail)
            waited_ms = _since(begun)
            found = await self._found(question)
            # Where that one failed, was stopped or was not kept, one of those who waited goes first, not all at once.
            if found.known is not None or not await self._is_behind(name):
                return dataclasses.replace(found, detail={**found.detail, "waited_ms": waited_ms})

    def _flight_name(self) -> str:
        """Return what all who ask the same and see the same call it; empty where each is answered for itself."""
        sought = self._sought
        if sought is None or sought.key is None or self._ask.fresh or not settings.ANSWER_CACHE_WAIT_SECONDS:
            return ""
        # What asks for a page or for the past is mostly not given again: nobody waits for it.
        if self._ask.as_of or "chunk.page" in repr(self._ask.filter):
            return ""
        return f"{self._actor.tenant.schema}:flight:{sought.key}:{sought.asked.folded}"

    def _recall(self, question: str) -> Recollection:
        self._sought = sought = self._seek(question)
        if self._ask.fresh:
            self._stale = self._stale_of(question, sought) if sought.key else {}
            return Recollection(detail={"found": "nothing", "because": "fresh"})
        found = self._look(question, sought)
        if found.known is not None and found.known.unseen:
            # Before any of it is told: whoever erases one of them from here on finds this message.
            note_unseen(actor=self._actor, message_id=self._begun.message, unseen=found.known.unseen)
        return found

    def _look(self, question: str, sought: _Sought) -> Recollection:
        looked = recalling.look_literally(actor=self._actor, asked=sought.asked)
        if looked.is_worth_embedding and (placed := self._placed(question)) is not None:
            is_known = looked.recollection.known is not None
            # Beside the very words, only an editor's answer counts.
            asked = dataclasses.replace(sought.asked, key=None) if is_known else sought.asked
            near = recalling.look_nearby(actor=self._actor, asked=asked, placed=placed, reader=sought.reader)
            looked = near if near.recollection.known is not None or not is_known else looked
        if looked.doubt is None or self._holds(looked.doubt, sought):
            return looked.recollection
        recalling.let_go({looked.doubt.row: looked.doubt.message})
        return Recollection(detail={"found": "nothing", "because": "newer"})

    def _holds(self, doubt: recalling.Doubt, sought: _Sought) -> bool:
        """Say whether the question of a kept answer finds nothing now that it did not find then."""
        try:
            found = self._find(doubt.question)
        except Unavailable as failure:
            raise RecallFailed(type(failure).__name__) from failure
        if not _MINOR.issuperset(found.degraded):
            # A search without one of its parts finds other passages; the answer holds by all else.
            return True
        now = {passage.chunk_id for passage in found.passages if passage.repeats is None}
        if not now <= doubt.found:
            return False
        recalling.reassure(doubt=doubt, corpus=sought.asked.corpus)
        return True

    def _stale_of(self, question: str, sought: _Sought) -> Mapping[int, UUID]:
        return recalling.stale_of(asked=sought.asked, placed=self._placed(question), reader=sought.reader)

    def _placed(self, question: str) -> recalling.Placed | None:
        self._vector = self._place(question)
        if self._vector is None:
            return None
        embedder = embedder_now()
        threshold = threshold_of(embedder, settings.ANSWER_CACHE_THRESHOLDS)
        return recalling.Placed(embedder=embedder, vector=self._vector, threshold=threshold)

    def _seek(self, question: str) -> _Sought:
        with transaction.atomic():
            ground = ground_of(actor=self._actor)
            people = names_of_people(tenant=self._actor.tenant, person_ids=[self._actor.user_id])
            asked_for = filter_of(actor=self._actor, filter=self._ask.filter)
            is_on = is_cache_on(ground.search)
            corpus = corpus_of(actor=self._actor) if is_on else None
        me = people.get(self._actor.user_id)
        lexicon = Lexicon()
        language = lexicon.language_of(question)
        key = self._key(question, ground, language, me.name if me else "", asked_for) if is_on else None
        hours = timedelta(hours=settings.ANSWER_CACHE_HOURS)
        return _Sought(
            asked=recalling.Asked(
                question=question,
                folded=folded(question),
                key=key,
                bounds=_bounds(self._ask),
                corpus=corpus,
            ),
            ground=ground,
            key=key,
            lifetime=min(TIMELY, hours) if is_timely(question) else hours,
            reader=Reader(lexicon, language, same_words(ground.synonyms, lexicon, language)),
        )

    def _key(self, question: str, ground: Ground, language: str, name: str, asked_for: str) -> UUID:
        ask = dataclasses.asdict(self._ask)
        is_own = is_personal(question, [name, self._actor.email.partition("@")[0]])
        return key_of(
            {
                "ground": dataclasses.asdict(ground),
                "bounds": {part: value for part, value in ask.items() if part not in _UNBOUND},
                "filter": asked_for,
                "parts": self._in_force,
                "prompt": PROMPT_VERSION,
                "guard": GUARD_VERSION,
                "language": language,
                "person": self._actor.user_id if is_own else None,
                "day": timezone.localdate() if is_timely(question) else None,
            }
        )

    def _place(self, question: str) -> list[float] | None:
        vectors = place([question])
        return vectors[0] if vectors else None

    def _may_be_kept_by_itself(self, mode: str) -> bool:
        # What leans on what was said before is not kept: another would not have said it.
        is_alone = self._sought is not None and self._sought.asked.question == self._ask.question
        return is_alone and (mode == "quote" or not self._begun.history)

    def _may_be_kept(self, done: Done) -> bool:
        is_of_itself = self._may_be_kept_by_itself(done.mode)
        is_whole = (
            done.outcome is Outcome.ANSWERED and _MINOR.issuperset(done.degraded) and bool(done.citations)
        )
        return done.recalled is None and is_of_itself and is_whole

    def _keep(self, sought: _Sought, key: UUID, shown: tuple[Citation, ...], lifetime: timedelta) -> bool:
        question = sought.asked.question
        vector = self._vector or self._place(question)
        # Whoever promoted an index version, changed a setting or a reader meanwhile has changed the key.
        if self._seek(question).key != key:
            return False
        made = recalling.Made(
            message=self._begun.message,
            asked=sought.asked,
            key=key,
            sources=frozenset(cited.document.id for cited in shown),
            shown=shown,
            lifetime=lifetime,
            embedder=embedder_now(),
            vector=vector,
            most_rows=settings.ANSWER_CACHE_ROWS,
        )
        return recalling.keep(actor=self._actor, made=made)


def _since(begun: float) -> float:
    return round((time.monotonic() - begun) * 1000, 1)


def _is_judgement(done: Done) -> bool:
    """Say whether an answer says what the documents say, or that they say nothing; not that a part was missing."""
    is_told = done.outcome in {Outcome.ANSWERED, Outcome.NO_ANSWER}
    return is_told and done.recalled is None and _MINOR.issuperset(done.degraded)


def _bounds(ask: Ask) -> Bounds | None:
    if not ask.collections and not ask.filter and not ask.as_of:
        return None
    return Bounds(collections=tuple(ask.collections), filter=ask.filter, is_past=bool(ask.as_of))
