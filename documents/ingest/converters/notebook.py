"""Read Jupyter notebooks (nbformat 3 and 4): their texts, their code, and what it said."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from documents.ingest.converters.markdown import write_markdown
from documents.ingest.converters.markdown_kinds import plainer
from documents.ingest.draft import Draft

MOST_OUTPUT = 20_000
CUT = f"Outputs of code were read to their first {MOST_OUTPUT} characters."
# Colours of a terminal.
COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def is_notebook(value: object) -> bool:
    """Say whether parsed JSON is a notebook."""
    return isinstance(value, dict) and "nbformat" in value and ("cells" in value or "worksheets" in value)


def write_notebook(draft: Draft, notebook: Mapping[str, Any]) -> None:
    """Write the cells down in their order, what code said below it."""
    for cell in _cells(notebook):
        text = _text(cell.get("source", cell.get("input")))
        match cell.get("cell_type"):
            case "markdown":
                write_markdown(draft, plainer(text), has_html=True)
            case "heading":
                draft.heading(text, cell["level"] if isinstance(cell.get("level"), int) else 1)
            case "code":
                draft.code(text)
                for said in _outputs(cell):
                    _write_output(draft, COLOURS.sub("", said))
            case _:
                draft.block(text)


def _cells(notebook: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    sheets = notebook.get("worksheets")
    holders = [notebook, *(sheets if isinstance(sheets, list) else [])]
    for holder in holders:
        cells = holder.get("cells") if isinstance(holder, dict) else None
        if isinstance(cells, list):
            yield from (cell for cell in cells if isinstance(cell, dict))


def _outputs(cell: Mapping[str, Any]) -> Iterator[str]:
    outputs = cell.get("outputs")
    for output in outputs if isinstance(outputs, list) else ():
        if not isinstance(output, dict):
            continue
        shown = output.get("data", output)
        if output.get("output_type") in {"error", "pyerr"}:
            yield f"{output.get('ename', '')}: {output.get('evalue', '')}"
        elif isinstance(shown, dict):
            yield _text(shown.get("text/plain", shown.get("text/markdown", shown.get("text"))))


def _write_output(draft: Draft, said: str) -> None:
    if len(said) > MOST_OUTPUT and CUT not in draft.warnings:
        draft.warnings.append(CUT)
    draft.code(said[:MOST_OUTPUT])


def _text(value: object) -> str:
    """Return a text, which is kept as its lines too."""
    if isinstance(value, list):
        return "".join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""
