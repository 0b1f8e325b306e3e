"""Take synchronous database work off the event loop."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.db import connections

P = ParamSpec("P")
R = TypeVar("R")

THREADS = 16
_executor = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="database")


async def in_thread(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run `function` in a thread with the caller's scope; its connections go back to the pool after."""
    return await in_thread_of(_executor, function, *args, **kwargs)


async def in_thread_of(
    executor: ThreadPoolExecutor, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
) -> R:
    """Do as `in_thread` in a thread of the caller's own, for work that may not queue behind all other."""

    def work() -> R:
        try:
            return function(*args, **kwargs)
        finally:
            connections.close_all()

    return await sync_to_async(work, thread_sensitive=False, executor=executor)()
