"""Jupyter notebooks are read as their texts, code and outputs, not as JSON."""

import json
from typing import Any

import pytest

from documents.ingest.convert import convert
from documents.ingest.converters.notebook import CUT, MOST_OUTPUT
from documents.ingest.types import BlockKind, ConversionFailed, Extracted, FailureCode


def notebook(*cells: dict[str, Any]) -> bytes:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def code(source: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    return {"cell_type": "code", "source": source.splitlines(keepends=True), "outputs": outputs}


def coded(found: Extracted) -> list[str]:
    return [found.text[one.start : one.end] for one in found.blocks if one.kind is BlockKind.CODE]


def test_texts_are_headings_and_tables_and_code_is_code() -> None:
    text = ["# Leave\n", "\n", "|a|b|\n", "|-|-|\n", "|1|2|\n"]
    found = convert(
        notebook({"cell_type": "markdown", "source": text}, code("x = 1\nif x:\n    y()")), "a.ipynb"
    )
    assert found.text == "Leave\n\na | b\n1 | 2\n\nx = 1\nif x:\n    y()"
    assert (found.title, found.sections[0].path) == ("Leave", ("Leave",))
    assert coded(found) == ["x = 1\nif x:\n    y()"]


def test_outputs_stand_below_their_code_without_colours_and_pictures() -> None:
    outputs = (
        {"output_type": "stream", "name": "stdout", "text": ["26\n", "days\n"]},
        {"output_type": "execute_result", "data": {"text/plain": ["   a\n", "0  1"], "text/html": "<b>"}},
        {"output_type": "display_data", "data": {"image/png": "iVBORw0KGgo="}},
        {"output_type": "error", "ename": "ValueError", "evalue": "\x1b[31mno days\x1b[0m", "traceback": []},
    )
    found = convert(notebook(code("count()", *outputs)), "a.ipynb")
    assert coded(found) == ["count()", "26\ndays", "   a\n0  1", "ValueError: no days"]


def test_a_long_output_is_cut_and_said_to_be() -> None:
    found = convert(notebook(code("f()", {"output_type": "stream", "text": "26 " * MOST_OUTPUT})), "a.ipynb")
    assert len(found.text) < MOST_OUTPUT + 100
    assert found.warnings == (CUT,)


def test_a_notebook_of_before_2014_is_read() -> None:
    cells = [
        {"cell_type": "heading", "level": 2, "source": "Leave"},
        {"cell_type": "code", "input": "x", "outputs": [{"output_type": "pyout", "text": "26"}]},
    ]
    found = convert(json.dumps({"worksheets": [{"cells": cells}], "nbformat": 3}).encode(), "a.ipynb")
    assert found.text == "Leave\n\nx\n\n26"


@pytest.mark.parametrize("cells", ["5", '[1, {"cell_type": "code", "source": 3, "outputs": 4}]'])
def test_what_only_looks_like_a_notebook_is_refused(cells: str) -> None:
    with pytest.raises(ConversionFailed) as failure:
        convert(f'{{"nbformat": 4, "cells": {cells}}}'.encode(), "a.ipynb")
    assert failure.value.code is FailureCode.EMPTY
