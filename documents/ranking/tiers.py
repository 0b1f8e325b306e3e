"""Rank within a budget of time: when it is passed, or the ranker fails, the order before stands."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from math import isfinite

from documents.ranking.ranker import Ranker, RankerDown, reordered
from documents.types import Passage

# After so many failures in a row nobody asks for a while, then one search tries; the rest doubles while it fails too,
# so that a moment's load costs a second, and a ranker that is gone is asked twice a minute.
FAILURES = 3
REST_SECONDS, LONGEST_REST_SECONDS = 1.0, 30.0
# What rankers raise where their model, its files or its server are broken.
BROKEN = (RankerDown, RuntimeError, ValueError, OSError)


class Tier:
    """Run rankers in few threads of their own: one that overruns keeps its thread, and no more than these."""

    def __init__(
        self,
        *,
        seconds: float,
        depth: int,
        threads: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keep the budget, and how many passages are ranked at most."""
        self._seconds, self._depth, self._clock = seconds, depth, clock
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="ranker")
        self._free = threading.BoundedSemaphore(threads)
        self._lock = threading.Lock()
        self._failures = 0
        self._rests_until = 0.0

    def order(self, ranker: Ranker, question: str, passages: Sequence[Passage]) -> tuple[Passage, ...]:
        """Return the passages, the first of them ranked; raise RankerDown, within the budget, where they cannot be."""
        if not passages:
            return ()
        self._admit(ranker)
        ranked = passages[: self._depth]
        scores = self._within_budget(ranker, question, ranked)
        if len(scores) != len(ranked) or not all(map(isfinite, scores)):
            raise self._failed(f"{ranker.name} gave no score for each passage.")
        with self._lock:
            self._failures = 0
        return reordered(passages, scores)

    def _admit(self, ranker: Ranker) -> None:
        with self._lock:
            if self._failures < FAILURES:
                return
            if self._clock() < self._rests_until:
                raise RankerDown(
                    f"{ranker.name} failed {FAILURES} times in a row, and is left alone for a while."
                )
            # This search tries, and counts as a failure until it has ranked; those beside it still wait.
            self._failures += 1
            self._rest()

    def _within_budget(self, ranker: Ranker, question: str, passages: Sequence[Passage]) -> Sequence[float]:
        begun = time.monotonic()
        if not self._free.acquire(timeout=self._seconds):
            # That says nothing of the ranker: those before are slow, and count as failures themselves.
            raise RankerDown(f"{ranker.name} is busy.")
        work: Future[Sequence[float]] = self._threads.submit(ranker.scores, question, passages)
        work.add_done_callback(lambda _: self._free.release())
        try:
            return work.result(timeout=max(self._seconds - (time.monotonic() - begun), 0))
        except TimeoutError as late:
            raise self._failed(f"{ranker.name} took longer than {self._seconds} s.") from late
        except BROKEN as broken:
            raise self._failed(f"{ranker.name} failed: {broken}") from broken

    def _failed(self, reason: str) -> RankerDown:
        with self._lock:
            # What was begun before it rests, or to try it, is counted already.
            if self._failures < FAILURES:
                self._failures += 1
                self._rest()
        return RankerDown(reason)

    def _rest(self) -> None:
        doubled = min(max(self._failures - FAILURES, 0), 10)
        self._rests_until = self._clock() + min(REST_SECONDS * 2**doubled, LONGEST_REST_SECONDS)
