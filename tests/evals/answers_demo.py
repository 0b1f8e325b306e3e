"""Read the demo handbook as each person sees it, converted and split as the product does."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import yaml
from tokenizers import Tokenizer

from chat.answering.types import Turn
from documents.ingest.convert import convert
from documents.ingest.split import split
from documents.ingest.types import SplitterSettings
from documents.types import DocumentRef, Passage, Scores
from tests.evals.answers_corpus import Asked, QuestionSet

DEMO = Path(__file__).parents[2] / "deploy" / "demo"
Row = dict[str, Any]


def demo(tokenizer: Tokenizer) -> Iterator[QuestionSet]:
    """Yield a set for each person of both companies: what that person may read, and asks."""
    rows = [json.loads(line) for line in (DEMO / "questions.jsonl").read_text().splitlines()]
    for tenant in ("acme", "globex"):
        manifest = yaml.safe_load((DEMO / f"{tenant}.yaml").read_text())
        for person in dict.fromkeys(row["as"] for row in rows if row["tenant"] == tenant):
            yield QuestionSet(
                name=f"demo-{tenant}",
                passages=tuple(_visible(manifest, person, tokenizer)),
                questions=tuple(_asked(rows, index) for index, row in enumerate(rows) if row["as"] == person),
            )


def _asked(rows: list[Row], index: int) -> Asked:
    row = rows[index]
    return Asked(
        id=f"demo-{index}",
        text=row["question"],
        reference=row["answer"] or None,
        is_answerable=row["answerable"],
        relevant=frozenset([row["document"]] if row["answerable"] else []),
        must=tuple(row["must"]),
        must_not=tuple(row.get("must_not", ())),
        history=_history(rows, row.get("follows")),
    )


def _history(rows: list[Row], index: int | None) -> tuple[Turn, ...]:
    if index is None:
        return ()
    before = _history(rows, rows[index].get("follows"))
    return (*before, Turn(question=rows[index]["question"], answer=rows[index]["answer"]))


def _visible(manifest: Row, person: str, tokenizer: Tokenizer) -> Iterator[Passage]:
    (account,) = (row for row in manifest["people"] if row["email"] == person)
    readers = {"everyone", *account["groups"]}
    sees_everything = account["role"] in {"owner", "admin"}
    collections = {row["slug"]: row["readers"] for row in manifest["collections"]}
    for row in manifest["documents"]:
        if sees_everything or readers & set(row.get("readers", collections[row["collection"]])):
            yield from _passages(row["file"], row["title"], row["external_id"], row["collection"], tokenizer)


@cache
def _passages(
    file: str, title: str, external_id: str, collection: str, tokenizer: Tokenizer
) -> tuple[Passage, ...]:
    extracted = convert((DEMO / file).read_bytes(), file)
    document = DocumentRef(
        id=uuid5(NAMESPACE_URL, external_id),
        external_id=external_id,
        title=title,
        url="",
        collection=collection,
        version=1,
    )
    return tuple(
        Passage(
            chunk_id=uuid5(NAMESPACE_URL, f"{file}:{chunk.ordinal}"),
            document=document,
            text=chunk.text,
            page=chunk.page,
            section=chunk.section,
            start=chunk.start,
            end=chunk.end,
            score=0.0,
            scores=Scores(),
            tokens=chunk.tokens,
        )
        for chunk in split(extracted, SplitterSettings(), tokenizer)
    )
