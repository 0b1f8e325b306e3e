"""Try a search with other settings than the tenant's, for one question."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from documents.search.asking import Wanted
from documents.search.settings import SearchSettings
from documents.search.statement import View
from project.kernel.errors import FieldError, Invalid


def with_changes(wanted: Wanted, changes: Mapping[str, Any]) -> Wanted:
    """Return a question that is asked with some settings changed; raise Invalid, which names each wrong one."""
    try:
        SearchSettings().changed(changes)
    except Invalid as wrong:
        errors = [FieldError(f"settings.{one.field}", one.code, one.detail) for one in wrong.errors]
        raise Invalid(wrong.detail, errors=errors) from wrong
    return replace(wanted, changes=dict(changes))


def changed_views(views: Sequence[View], changes: Mapping[str, Any]) -> list[View]:
    """Return what is seen, to be searched with some settings changed."""
    return [replace(view, settings=view.settings.changed(changes)) for view in views]
