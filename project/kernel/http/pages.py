"""Answer lists in pages: `{"results": [], "next": url or null, "previous": url or null}`."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from rest_framework.exceptions import NotFound as UnknownCursor
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from project.kernel.errors import FieldError, Invalid

Row = TypeVar("Row", bound=Model)


class Pages(CursorPagination):
    """Page by a cursor over rows whose ids grow with time; `?limit=` asks for more or fewer."""

    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 200
    ordering = "-id"

    def __init__(self, ordering: Sequence[str] = (), middle: int | None = None) -> None:
        """Take another order than newest first, its last field unique, and the place that the first page is around."""
        self._middle = middle
        if ordering:
            self.ordering = tuple(ordering)  # type: ignore[assignment]  # the stubs forget that it takes several

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe a page: both links are always there, null where they lead nowhere."""
        link = {"type": ["string", "null"], "format": "uri"}
        properties = {"next": link, "previous": link, "results": schema}
        return {"type": "object", "required": ["results", "next", "previous"], "properties": properties}

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Describe the parameters, with the bounds of a page."""
        bounds = {"minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        parameters = super().get_schema_operation_parameters(view)
        sized = {"name": self.page_size_query_param, "schema": {"type": "integer", **bounds}}
        return [one | sized if one["name"] == self.page_size_query_param else one for one in parameters]

    def get_page_size(self, request: Request) -> int | None:
        """Return how many rows a page has, never more than the most; raise Invalid for what is no number above 0."""
        asked = request.query_params.get(self.page_size_query_param)
        if asked is not None and not (asked.isascii() and asked.isdigit() and int(asked[:9]) > 0):
            detail = f"Expected a number from 1 to {self.max_page_size}, not {asked[:40]!r}."
            raise Invalid(detail, errors=[FieldError(self.page_size_query_param, "invalid", detail)])
        return super().get_page_size(request)

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        """Return one page of rows; raise Invalid for a wrong cursor."""
        first, *_ = self.get_ordering(request, queryset, view)
        self._position_field = queryset.model._meta.get_field(first.lstrip("-"))
        return super().paginate_queryset(queryset, request, view)

    def decode_cursor(self, request: Request) -> Any:
        """Read the cursor of the address; raise Invalid for one that we never gave."""
        try:
            cursor = super().decode_cursor(request) or self._around(request)
            if cursor is not None and cursor.position is not None:
                self._position_field.to_python(cursor.position)
            return cursor
        except (UnknownCursor, ValidationError) as unknown:
            wrong = FieldError("cursor", "invalid", "Expected a cursor that an answer of this list gave.")
            raise Invalid("The cursor is not valid.", errors=[wrong]) from unknown

    def _around(self, request: Request) -> Any:
        if self._middle is None:
            return None
        before = self._middle - (self.get_page_size(request) or 0) // 2 - 1
        return Cursor(offset=0, reverse=False, position=before) if before >= 0 else None


class Whole(Pages):
    """Describe a list that is so short that it is answered as a whole: in the form of a page, without parameters."""

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Describe none."""
        return []


def whole(rows: Sequence[Mapping[str, Any]]) -> Response:
    """Answer all of a short list, in the form of the one page that it is; its view has `Whole` for its pages."""
    return Response({"results": rows, "next": None, "previous": None})


def page(
    request: Request,
    rows: "QuerySet[Row]",
    show: Callable[[Row], dict[str, Any]],
    *,
    ordering: Sequence[str] = (),
    middle: int | None = None,
) -> Response:
    """Answer one page of `rows`, each shown by `show`; newest first unless `ordering` says otherwise.

    `middle` is a value of an ascending number to order by: the first page is the one around it.
    """
    return _page(Pages(ordering, middle), request, rows, lambda found: [show(row) for row in found])


def page_together(
    request: Request, rows: "QuerySet[Row]", show: Callable[[Sequence[Row]], list[dict[str, Any]]]
) -> Response:
    """Answer one page of `rows`, newest first, all shown by one call of `show`."""
    return _page(Pages(), request, rows, show)


def _page(
    pages: Pages,
    request: Request,
    rows: "QuerySet[Row]",
    show: Callable[[Sequence[Row]], list[dict[str, Any]]],
) -> Response:
    found = pages.paginate_queryset(rows, request) or []
    return pages.get_paginated_response(show(found))
