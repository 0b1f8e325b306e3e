"""Bring the servers that connectors read."""

from tests.servers.fixtures import *  # noqa: F403 - fixtures are found by name
