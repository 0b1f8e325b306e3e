"""Say what to do without a model or a program: a laptop skips the tests that need it, CI fails them."""

import os
from collections.abc import Callable
from typing import NoReturn, TypeVar

import pytest

from documents.embedding.types import ModelMissing

Loaded = TypeVar("Loaded")


def do_without(what: str) -> NoReturn:
    """Skip the test for what is missing; in CI, where everything is there, fail it."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


def loaded(load: Callable[[], Loaded]) -> Loaded:
    """Return what `load` reads from the exported models; do without where they are missing."""
    try:
        return load()
    except ModelMissing as missing:
        do_without(str(missing))
