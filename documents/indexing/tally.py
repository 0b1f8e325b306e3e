"""Count how far a bulk upload has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from documents.jobs import LoadDocuments
from project.kernel.models import KEPT


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Count the lines of the file that are behind us, and their bytes, as the ledger keeps them."""

    total: int
    done: int
    failed: int
    offset: int

    @classmethod
    def of(cls, job: LoadDocuments, progress: Mapping[str, Any]) -> "Tally":
        """Return where the ledger says that a job stands."""
        done, failed = int(progress.get("done") or 0), int(progress.get("failed") or 0)
        return cls(total=job.line_count, done=done, failed=failed, offset=int(progress.get(KEPT) or 0))

    def after(self, lines: Sequence[bytes], failed: int) -> "Tally":
        """Return the count with these lines behind it, of which so many failed."""
        done, offset = self.done + len(lines) - failed, self.offset + sum(map(len, lines))
        return replace(self, done=done, failed=self.failed + failed, offset=offset)

    def progress(self) -> dict[str, int]:
        """Return the count as the ledger keeps it."""
        return {"total": self.total, "done": self.done, "failed": self.failed, KEPT: self.offset}
