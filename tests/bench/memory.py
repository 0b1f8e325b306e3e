"""Watch the memory of a worker during one long load: python -m tests.bench.memory [DOCUMENTS].

The peak of the process when 10 %, 50 % and 100 % of the documents are loaded, and when as many are ready.
"""

import json
import resource
import sys
from collections.abc import Callable, Sequence
from typing import Any

from tests.bench.servers import servers  # isort: skip  # first: it sets Django up

from documents.indexing.parse import write_versions
from documents.indexing.telling import tell_ready
from tests.bench.corpora import leave_without_data
from tests.bench.ingest import ingest
from tests.factories import cast
from workers.garbage import collect_seldom

SHARES = (10, 50, 100)
WARMING = 1_000


class Peaks:
    """Note the peak of this process as documents pass a point."""

    def __init__(self, count: int) -> None:
        """Expect so many documents."""
        self._count, self._passed = count, 0
        self.megabytes: dict[str, float] = {}

    def after(self, step: Callable[..., None], position: int) -> Callable[..., None]:
        """Return the step, which counts the documents that it is given at this position."""

        def noted(*arguments: Any) -> None:
            step(*arguments)
            self._note(arguments[position])

        return noted

    def _note(self, documents: Sequence[Any]) -> None:
        self._passed += len(documents)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        for share in SHARES:
            if 100 * self._passed >= share * self._count:
                self.megabytes.setdefault(f"{share} %", round(peak, 1))


def main(count: int) -> None:
    """Print the peaks as JSON."""
    loaded, ready = Peaks(count), Peaks(count)
    with servers() as patch:
        collect_seldom()  # as a worker does
        # What a worker holds once it has done a full batch of each kind is there before the first document counts.
        ingest(cast.actor(cast.make_tenant("max"), "max"), min(WARMING, count))
        warm = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        patch.setattr("documents.indexing.bulk.write_versions", loaded.after(write_versions, 0))
        patch.setattr("documents.indexing.windows.tell_ready", ready.after(tell_ready, 1))
        ingest(cast.actor(cast.make_tenant("ada"), "ada"), count)
    peaks = {"warm": round(warm, 1), "loaded": loaded.megabytes, "ready": ready.megabytes}
    print(json.dumps({"bench": "memory", "documents": count, "peak_megabytes": peaks}, indent=2))


if __name__ == "__main__":
    leave_without_data("memory")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
