"""The committed OpenAPI document describes the routes that there are."""

import json
from pathlib import Path

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer

DOCUMENT = Path(__file__).parents[2] / "docs" / "openapi.json"


def test_the_committed_document_is_what_the_code_gives() -> None:
    generator = SchemaGenerator()
    schema = generator.get_schema(request=None, public=True)
    current = json.loads(OpenApiJsonRenderer().render(schema, renderer_context={}))
    assert json.loads(DOCUMENT.read_text(encoding="utf-8")) == current, "run `make openapi`"
