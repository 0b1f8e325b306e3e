"""Let Celery's workers take jobs that compute."""

from documents.jobs import CheckCanaries, CheckRecall, LearnWeights
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
    """Ask again for the starts of sources, for where the ledger lost them."""
    runner.restore_starts()


@app.task
def prune() -> None:
    """Forget the jobs that ended long ago."""
    runner.prune_ledger()


@app.task
def check_walls() -> None:
    """Have every tenant's canaries searched for."""
    runner.ask_everywhere(CheckCanaries())


@app.task
def learn_weights() -> None:
    """Have every tenant's test sets teach how its search weighs meaning and words."""
    runner.ask_everywhere(LearnWeights())


@app.task
def check_recall() -> None:
    """Have every tenant's graphs compared with exact search."""
    runner.ask_everywhere(CheckRecall())
