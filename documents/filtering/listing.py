"""Filter a list of documents as a search is filtered."""

from collections.abc import Mapping

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from documents.filtering.reading import read_filter
from documents.filtering.sql import compile_tree, listed
from tenants.types import Actor


def leaves(actor: Actor, wanted: Mapping[str, object]) -> RawSQL:
    """Return the condition that a filter puts on documents; raise Invalid, which says where it is wrong."""
    sql, parameters = compile_tree(read_filter(wanted, actor=actor), listed(actor))
    # Nothing of the filter is in the SQL: whatever a person wrote is a parameter.
    return RawSQL(sql or "true", parameters, output_field=BooleanField())  # noqa: S611 - see above
