"""Put in order what was found: fused, ranked, by its time, and with what says the same behind what is new."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from documents.search.asking import Wanted
from documents.search.beside import in_time, other_words, pieces, with_other_words, with_parts
from documents.search.found import Found
from documents.search.merging import balanced, merged
from documents.search.ranked import Order, ranked, ranked_parts
from documents.search.timing import Stopwatch
from documents.search.variety import varied
from documents.types import Passage


@dataclass(frozen=True, kw_only=True)
class Ordered:
    """Hold passages, best first, by whom they were ranked, what was left out of that, and how it came about."""

    passages: tuple[Passage, ...]
    ranked_by: str
    degraded: tuple[str, ...]
    explanation: Mapping[str, object]


def ordered(wanted: Wanted, rerank: bool | None, found: Found, watch: Stopwatch) -> Ordered:
    """Return what is answered of what was found, best first."""
    weighed = [balanced(wanted.question, part) for part in found.parts]
    best = with_other_words(wanted, merged(wanted, found.parts, weighed), found.beside)
    watch.lap("fuse")
    order = ranked(wanted, rerank, found.parts, best, other_words(found.beside))
    of_parts = ranked_parts(wanted, rerank, found.parts, order, pieces(wanted, found.beside))
    watch.lap("rerank")
    best, of_time = _timed(found, order)
    each = [_timed(found, part)[0] for part in of_parts]
    variety = varied(wanted, found.parts, with_parts(best, each))
    watch.lap("order")
    return Ordered(
        passages=variety.passages,
        ranked_by=order.ranked_by,
        degraded=max(order.degraded, *(part.degraded for part in of_parts), ()),
        explanation={
            "fusion": [balance.explained() for balance in weighed],
            **order.explained(),
            **of_time,
            **variety.explained(),
        },
    )


def _timed(found: Found, order: Order) -> tuple[tuple[Passage, ...], dict[str, object]]:
    """Return what was ordered by the time that is asked about, and what that did."""
    passages, did = in_time(found.understanding.understood.period, order.passages)
    # Of those that say the same the one of that time stands for the others, not the newest.
    return (tuple(replace(one, dated=None) for one in passages) if did else passages), did
