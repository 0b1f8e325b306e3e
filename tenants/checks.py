"""Keep an unsafe installation from starting."""

import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register, run_checks  # noqa: A004 - Django's name
from django.db import connections

from tenants.doctor import examine


@register(Tags.database)
def check_walls(app_configs: Any, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Report every gap that the doctor finds; runs where a database is named, as Django does for such checks."""
    if "default" not in (databases or ()):
        return []
    return [
        (Warning if finding.is_warning else Error)(finding.detail, id=f"tenants.{finding.wall}")
        for finding in examine()
    ]


def refuse_unsafe_start() -> None:
    """End a production process whose database has a gap between tenants, saying which."""
    if settings.ENVIRONMENT != "production":
        return
    gaps = [found for found in run_checks(tags=[Tags.database], databases=["default"]) if found.is_serious()]
    connections.close_all()
    # A pool must not be there when the process forks.
    connections["default"].close_pool()  # type: ignore[attr-defined]  # of the PostgreSQL backend
    for gap in gaps:
        print(f"{gap.id}: {gap.msg}", file=sys.stderr)  # noqa: T201 - the last words of the process
    if gaps:
        raise SystemExit(3)
