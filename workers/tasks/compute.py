"""Let Celery's workers take jobs that compute."""

from workers import runner
from workers.celery_app import app


@app.task
def turn(*, queue: str) -> None:
    """Run what waits in `queue`, for a while."""
    runner.drain(queue)


@app.task
def sweep() -> None:
    """Give back what dead workers hold, and ring for what waits."""
    runner.sweep()


@app.task
def restore() -> None:
    """Ask for what is due in each tenant, also where the ledger lost it."""
    runner.restore_starts()


@app.task
def prune() -> None:
    """Forget the jobs that ended long ago."""
    runner.prune_ledger()
