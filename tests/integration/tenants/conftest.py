"""Let another system listen."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.fakes.listener import Listener, listening


@pytest.fixture
def listener(settings: Settings) -> Iterator[Listener]:
    """Return what listens on an address that this installation may reach."""
    settings.ALLOW_PRIVATE_ADDRESSES = True
    with listening() as heard:
        yield heard
